"""What comes back on a printed issue: instructions, duties under them, reports, and the slips that are sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Instruction:
    """Instruction (批示): what a leader wrote on an issue or an entry, verbatim.

    ``rank`` is 主要 or 其他, ``level`` one of 国省市县乡, '' where nobody knows; ``order`` the leader's place on the office's
    list. ``kind``, ``rank`` and ``level`` are as last put right. ``follow_up_id`` is the case whose result it was written on.
    """

    id: int
    issue_id: int
    entry_id: int | None
    reference: str
    leader: str
    text: str
    kind: str
    written_on: date
    by: str
    on_behalf_of: str
    at: datetime
    rank: str = ""
    level: str = ""
    order: float | None = None
    follow_up_id: int | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done under an instruction: one lead unit, helping units, the words, and the moment it is due."""

    unit: str
    co_units: tuple[str, ...]
    words: str
    due_at: datetime
    mode: str = "交办"
    urgency: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """How a follow-up has gone so far, as its rows tell.

    ``spoken_at`` is the last word of any unit, ``answered_at`` the last final report of the lead; ``is_returned`` since then.
    ``colour`` is that of the last colour slip, to be answered by ``colour_due_at``; ``reminders`` those sent for the present
    due date. ``asked_by`` asked for an extension, until ``asked_until``, that nobody has decided on and somebody still may.
    ``signed`` are the units that have signed for the task (签收).
    """

    assigned_at: datetime | None = None
    received_at: datetime | None = None
    spoken_at: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    is_returned: bool = False
    colour: str = ""
    coloured_at: datetime | None = None
    colour_due_at: datetime | None = None
    reminders: int = 0
    reminded_at: datetime | None = None
    asked_by: frozenset[str] = frozenset()
    asked_until: datetime | None = None
    signed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Follow-up (督办): one unit's duty under an instruction, with a date. ``unit`` is '' until it is decided.

    ``previous_id`` is the case on whose result the leader wrote again.
    """

    id: int
    instruction_id: int
    unit: str
    co_units: tuple[str, ...]
    task: str
    due_at: datetime
    state: str
    begun_at: datetime
    mode: str = "交办"
    urgency: str = ""
    previous_id: int | None = None
    course: Course = Course()

    @property
    def due_on(self) -> date:
        """The day it is due."""
        return self.due_at.date()

    @property
    def units(self) -> tuple[str, ...]:
        """The lead unit, then those that help."""
        return (self.unit, *self.co_units)

    @property
    def unsigned(self) -> list[str]:
        """The units that have not signed for the task (签收)."""
        return [unit for unit in self.units if unit and unit not in self.course.signed]


@dataclass(frozen=True, slots=True)
class Casework:
    """What the rules of `bulletin.workflow` need to know of a case: who decides in this office, and what was asked for.

    ``approvers`` are the people named for decisions, empty for whoever has the role; see `bulletin.settings.FollowUpRules`.
    """

    approvers: tuple[str, ...] = ()
    opens_first: bool = False
    extends_by_two: bool = False
    asked_by: frozenset[str] = frozenset()
    all_signed: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress (办理情况): one report of a handling unit, or a word of the desk: returned, reminded, extended, accepted.

    ``unit`` is whose report it is, '' for the desk; ``due_at`` the new date of an extension; ``judged`` the answers to the six
    questions.
    """

    id: int
    follow_up_id: int
    kind: str
    text: str
    by: str
    on_behalf_of: str
    at: datetime
    unit: str = ""
    due_at: datetime | None = None
    judged: tuple[tuple[str, bool], ...] = ()

    @property
    def due_on(self) -> date | None:
        """The new day, for an extension."""
        return self.due_at.date() if self.due_at else None
