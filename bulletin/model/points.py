"""Points (计分): what a unit is given or loses for a fact, and how the units stand by them.

Amounts are exact fractions; they are rounded only where they are printed (`in_print`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

_HALF = Fraction(1, 2)
_FINE = 10_000


@dataclass(frozen=True, slots=True)
class Award:
    """Award (得分、扣分): what one unit is given for one fact on one day; a negative amount is taken from it.

    ``kind`` is one of `bulletin.terms.AWARDS`; ``rule`` names the rule set, ``clause`` its clause; ``subject`` is the
    reference of the entry, or words where there is none; ``why`` says in Chinese how the amount came about. Where the
    amount is a part of a sum, ``whole`` is the sum and ``parts`` how many share it. ``since`` is the day of the fact, where
    that is not the day it is given or taken back on: limits of a period count it in the period of the fact.
    """

    unit: str
    amount: Fraction
    kind: str
    rule: str
    clause: str
    subject: str
    title: str
    on: date
    why: str
    whole: Fraction = Fraction(0)
    parts: int = 1
    since: date | None = None

    @property
    def day(self) -> date:
        """The day of the fact."""
        return self.since or self.on


@dataclass(frozen=True, slots=True)
class Mark:
    """Mark (记名): what a rule says of a unit without points, such as 取消评优资格, and since which day."""

    unit: str
    on: date
    what: str
    rule: str
    clause: str
    why: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """Ledger (计分台账): every award in the order of the days, and the marks. Derived from facts, never stored."""

    awards: tuple[Award, ...] = ()
    marks: tuple[Mark, ...] = ()

    def of(self, unit: str) -> tuple[Award, ...]:
        """Return the awards of a unit, in the order of the days."""
        return tuple(award for award in self.awards if award.unit == unit)

    def about(self, subject: str) -> tuple[Award, ...]:
        """Return the awards for one entry, of all units."""
        return tuple(award for award in self.awards if award.subject == subject)

    def between(self, start: date, end: date) -> Ledger:
        """Return the ledger of the days from `start` up to and without `end`."""
        return Ledger(
            tuple(award for award in self.awards if start <= award.on < end),
            tuple(mark for mark in self.marks if start <= mark.on < end),
        )

    def totals(self) -> dict[str, Fraction]:
        """Return the points of every unit that has an award."""
        sums: defaultdict[str, Fraction] = defaultdict(Fraction)
        for award in self.awards:
            sums[award.unit] += award.amount
        return dict(sums)

    def total(self, unit: str) -> Fraction:
        """Return the points of a unit; 0 where it has no award."""
        return sum((award.amount for award in self.of(unit)), Fraction(0))


@dataclass(frozen=True, slots=True)
class Place:
    """Place (名次): where a unit stands; units of equal points share a place, and the next one is left out (1, 2, 3, 3, 5)."""

    place: int
    unit: str
    points: Fraction


def standing(points: Mapping[str, Fraction], units: Sequence[str]) -> list[Place]:
    """Return the places of `units` by their points, the most first; those without points have 0.

    Units of equal points stand in the order of `units`. Source: 并列的名次相同，都印出 (温县 2023 年第 25 期).
    """
    given = {unit: points.get(unit, Fraction(0)) for unit in units}
    ranked = sorted(given, key=lambda unit: -given[unit])
    places: list[Place] = []
    for number, unit in enumerate(ranked, 1):
        tied = places and places[-1].points == given[unit]
        places.append(Place(places[-1].place if tied else number, unit, given[unit]))
    return places


def first_places(places: Iterable[Place], most: int) -> list[Place]:
    """Return the places up to `most`, all that are tied included: 前3名 may be four units."""
    return [place for place in places if place.place <= most]


def in_print(points: Fraction, places: int = 1) -> str:
    """Return points as they are printed: rounded half away from zero at `places` decimals, whole ones without a point."""
    scaled = abs(points) * 10**places + _HALF
    digits = str(scaled.numerator // scaled.denominator).zfill(places + 1)
    whole, decimals = (digits[:-places], digits[-places:].rstrip("0")) if places else (digits, "")
    shown = f"{whole}.{decimals}" if decimals else whole
    return f"-{shown}" if points < 0 and shown != "0" else shown


@lru_cache(maxsize=1024)
def in_full(points: Fraction) -> str:
    """Return points exactly: as a decimal where it ends within four places, else as a fraction (``13/3``)."""
    scaled = points * _FINE
    if scaled.denominator > 1:
        return f"{points.numerator}/{points.denominator}"
    return in_print(points, 4)
