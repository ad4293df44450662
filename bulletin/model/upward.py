"""What goes up to another office, and what comes back from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bulletin.text import one_line
from bulletin.text.exchange import Paper
from bulletin.text.issue_above import IssueAbove, issue_above


@dataclass(frozen=True, slots=True)
class UpwardReport:
    """Report upward (上报): one revision that was sent to the office ``receiver``, as the ``paper`` it goes up as.

    ``entry_id`` is None where the article was not printed yet. ``tag`` is the id of the paper, the same in every replay.
    """

    id: int
    article_id: int
    revision_id: int
    entry_id: int | None
    receiver: str
    channel: str
    tag: str
    signed_by: str
    paper: Paper
    by: str
    on_behalf_of: str
    at: datetime


@dataclass(frozen=True, slots=True)
class UpperInstruction:
    """What a leader above wrote on a report: his level and rank, the class, the day; ``text`` is '' where it is not told."""

    level: str
    rank: str
    kind: str
    on: date
    text: str = ""


@dataclass(frozen=True, slots=True, order=True)
class ReceiptId:
    """Which receipt it is, however often and wherever it comes in: the ids its ``paper`` and the ``report`` bear, the issue.

    The paper may change (instructions, 撤回), and is the same receipt; of another ``bulletin`` or ``issue`` it is another.
    """

    paper: str
    report: str
    bulletin: str
    issue: str


def receipt_id(paper: Paper) -> ReceiptId:
    """Return which receipt a paper is."""
    told = (paper.id, *(paper.value(name) for name in ("report", "bulletin", "number")))
    return ReceiptId(*map(one_line, told))


@dataclass(frozen=True, slots=True)
class Receipt:
    """Receipt (采用回执): an upper office says that a report was printed in one of its issues; a person confirms it.

    ``number`` is the issue's there (2026年第12期), ``instructions`` say what was written on it.
    ``withdrawn``: the upper office took the issue or the entry back.
    """

    tag: str
    office: str
    bulletin: str
    number: str
    title: str
    adopted_on: date
    instructions: tuple[UpperInstruction, ...] = ()
    withdrawn: bool = False

    @property
    def issue_above(self) -> IssueAbove:
        """The issue it tells of, however it is written."""
        return issue_above(self.bulletin, self.number, self.adopted_on)
