"""What is registered after publication: adoptions above, entries printed elsewhere, what counts against a unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from bulletin.text import fingerprint
from bulletin.text.issue_above import IssueAbove, issue_above


@dataclass(frozen=True, slots=True)
class Retraction:
    """Retraction (撤销登记): since when a register entry does not hold any more, and why."""

    dated_on: date
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class UpperAdoption:
    """Upper adoption (上级采用): an entry, or a late entry, ``adopted`` by a bulletin above or ``reported`` up (选用上报).

    ``title`` is as it was printed there, ``number`` its issue there. ``points`` are those the upper office gave, None where
    nobody said; ``is_direct``: the unit had reported there itself (直报).
    """

    id: int
    entry_id: int | None
    late_entry_id: int | None
    kind: str
    level: str
    bulletin: str
    number: str
    title: str
    is_direct: bool
    points: Fraction | None
    dated_on: date
    by: str = ""
    on_behalf_of: str = ""
    at: datetime | None = None
    retracted: Retraction | None = None

    @property
    def issue_above(self) -> IssueAbove:
        """The issue it stands in; where no bulletin is named (选用上报), its level says where it went."""
        return issue_above(self.bulletin or f"{self.level}级", self.number, self.dated_on)


@dataclass(frozen=True, slots=True)
class LateEntry:
    """Late entry (补录): an item that was printed elsewhere, or before this program; it stands in no issue of the archive."""

    id: int
    publication: str
    section: str
    number: str
    title: str
    kind: str
    units: tuple[str, ...]
    printed_on: date
    note: str
    by: str = ""
    on_behalf_of: str = ""
    at: datetime | None = None
    retracted: Retraction | None = None

    def is_same_as(self, publication: str, number: str, title: str, on: date) -> bool:
        """Tell whether that is the same item: of the same title, in the publication on the same day or in the same issue."""
        issue, other = issue_above(self.publication, self.number, self.printed_on), issue_above(publication, number, on)
        is_there = self.printed_on == on or (issue.is_numbered and issue.is_same(other))
        return is_there and issue.bulletin == other.bulletin and fingerprint(self.title) == fingerprint(title)


@dataclass(frozen=True, slots=True)
class Penalty:
    """Penalty (扣分登记): a fault of a unit, of one of `bulletin.terms.FAULTS`; ``level`` is whose office named it."""

    id: int
    unit: str
    kind: str
    what: str
    level: str
    dated_on: date
    by: str = ""
    on_behalf_of: str = ""
    at: datetime | None = None
    retracted: Retraction | None = None
