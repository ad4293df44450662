"""The trail of states, and what the rules of `bulletin.workflow` read from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bulletin.model.instructions import Casework
from bulletin.model.people import Person


@dataclass(frozen=True, slots=True)
class Status:
    """Status (状态记录): the row that put a thing into its state; the audit trail is made of these.

    ``deed`` is the number of what was done in one go, the id of its first row; 0 in rows from before it was kept.
    """

    id: int
    subject: str
    subject_id: int
    action: str
    state: str
    by: str
    on_behalf_of: str
    at: datetime
    note: str
    revision_id: int | None
    level: int | None
    target: str = ""
    deed: int = 0

    @property
    def people(self) -> frozenset[str]:
        """Who did it, and the one in whose name."""
        return frozenset({self.by, self.on_behalf_of} - {""})


@dataclass(frozen=True, slots=True)
class Level:
    """Review level (审核级次) of a publication's route; the last decides (审定), the others recommend (拟同意).

    ``roles`` may pass it; where ``people`` are named, only they. ``countersign`` are asked as soon as its turn comes.
    ``hours`` is the time allowed, in working hours. ``skippable``: left out when the article is urgent (特急).
    """

    name: str
    roles: tuple[str, ...] = ("reviewer",)
    people: tuple[str, ...] = ()
    countersign: tuple[str, ...] = ()
    hours: float = 8.0
    skippable: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """One person asked at review level ``level``: ``kind`` is countersign (会签) or circulate (请阅).

    ``answer`` is '' until given, then concur, dissent or read, ``note`` its words; ``reply`` is what was replied to a dissent.
    """

    kind: str
    person: str
    level: int
    at: datetime | None = None
    answer: str = ""
    note: str = ""
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """What was said on a revision since it was last sent for review, read from its trail by `bulletin.workflow.review_of`.

    ``since`` is when the turn of the present level began; ``handed_to`` the person its decision was handed to, by
    ``handed_by``.
    """

    sent_by: frozenset[str] = frozenset()
    since: datetime | None = None
    approvals: tuple[Status, ...] = ()
    asks: tuple[Ask, ...] = ()
    handed_by: frozenset[str] = frozenset()
    handed_to: str = ""
    urgent: bool = False
    urged_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a subject stands, as far as the rules of `bulletin.workflow` need to know.

    ``authors`` wrote any revision of the article, or composed the issue; ``route`` are the levels it must pass and
    ``review`` what was said so far; ``behind`` last opened an older revision; ``quiet_until`` is when one may urge again;
    ``people`` are the office's, by id; ``dated_on`` is the date printed on the proof, ``readings`` the people behind each
    reading (校对) that found it right, of which ``readings_wanted`` are asked for;
    ``due_at`` and ``casework`` are of a follow-up, ``has_final`` (终报 is in) of an incident.
    """

    subject: str
    id: int
    state: str
    name: str
    revision_id: int | None = None
    authors: frozenset[str] = frozenset()
    route: tuple[Level, ...] = ()
    review: Review = Review()
    behind: frozenset[str] = frozenset()
    quiet_until: datetime | None = None
    people: Mapping[str, Person] = field(default_factory=dict)
    dated_on: date | None = None
    due_at: datetime | None = None
    casework: Casework = field(default_factory=Casework)
    readings: tuple[frozenset[str], ...] = ()
    readings_wanted: int = 0
    has_final: bool = False

    @property
    def approvals(self) -> tuple[frozenset[str], ...]:
        """The people behind each approval that stands: who gave it, in whose name."""
        return tuple(status.people for status in self.review.approvals)

    @property
    def levels(self) -> int:
        """How many levels the route has."""
        return len(self.route)
