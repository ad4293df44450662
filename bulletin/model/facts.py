"""Facts (事实) that points are derived from: what was printed, where it went, what was said of it, what a unit failed in.

They are append-only rows of the store, read for a whole period at once; a fact that was taken back has an ``ended_on``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Printed:
    """Printed (采用): an entry of a published issue, or one printed elsewhere and entered later (``is_late``, 补录).

    ``on`` is the date of the issue. ``units`` has each unit once, the lead first. ``matter`` is the same for all
    entries made of the same items. ``kinds`` are those of its items; ``commissioned``: one of them answers a commission.
    """

    reference: str
    matter: str
    title: str
    publication: str
    series: str
    section: str
    on: date
    units: tuple[str, ...]
    kinds: frozenset[str] = frozenset()
    commissioned: bool = False
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Raised:
    """Raised (上报、上级采用): the entry was chosen to be reported up (``reported``), or an upper bulletin ``adopted`` it.

    ``points`` are those the upper office itself gave, None where nobody said; ``is_direct``: the unit had reported to the
    upper office itself (直报). ``level`` is one of `bulletin.terms.LEADER_LEVELS`.
    """

    reference: str
    kind: str
    level: str
    bulletin: str
    on: date
    points: Fraction | None = None
    is_direct: bool = False
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Instructed:
    """Instructed (批示): a leader of ``level`` and ``rank`` (主要、其他) wrote on the entry, or on its whole issue."""

    reference: str
    level: str
    rank: str
    kind: str
    leader: str
    on: date
    is_whole_issue: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """Ended (更正、撤回): the entry was corrected or withdrawn, from ``on``, with ``from_start`` from the start.

    ``kind`` is correct, withdraw, or retract for a late entry that was taken back.
    """

    reference: str
    kind: str
    on: date
    from_start: bool
    keeps_points: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """Asked (约稿): how a unit that was asked stood to a commission on the day ``on``: answered, late or overdue."""

    unit: str
    topic: str
    state: str
    on: date


@dataclass(frozen=True, slots=True)
class Fault:
    """Fault (迟报、漏报、失实…): what was registered against a unit; ``level`` is whose office named it, '' for one's own."""

    unit: str
    kind: str
    what: str
    on: date
    level: str = ""
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """Membership (归属): up to and with the day ``until`` a unit is in this class, and belongs to this ``parent`` ('': none).

    That of today has no end: it is until ``date.max``.
    """

    until: date
    unit_class: int
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts before the day ``until``. ``submitted`` counts what units sent, by unit and day.

    A period is over when its last day is before ``today`` (None: ``until``): no task is missed while there is time.
    ``classes`` gives each unit of the office its class, ``parents`` the unit that a 直报点 belongs to, as they are now;
    ``past`` what they were before, the oldest first.
    """

    until: date
    printed: tuple[Printed, ...] = ()
    raised: tuple[Raised, ...] = ()
    instructed: tuple[Instructed, ...] = ()
    ended: tuple[Ended, ...] = ()
    asked: tuple[Asked, ...] = ()
    faults: tuple[Fault, ...] = ()
    submitted: Mapping[tuple[str, date], int] = field(default_factory=dict)
    classes: Mapping[str, int] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)
    today: date | None = None
    past: Mapping[str, tuple[Membership, ...]] = field(default_factory=dict)

    def membership(self, unit: str, day: date) -> Membership:
        """Return the class and the parent of a unit of the office on a day; class 0 for one it does not have."""
        now = Membership(date.max, self.classes.get(unit, 0), self.parents.get(unit, ""))
        return membership((*self.past.get(unit, ()), now), day)


def membership(every: Iterable[Membership], day: date) -> Membership:
    """Return which of a unit's memberships, the oldest first and that of today among them, holds on a day."""
    return next(one for one in every if day <= one.until)
