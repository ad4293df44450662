"""What is registered after publication: adoptions above, entries printed elsewhere, what counts against a unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction


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
