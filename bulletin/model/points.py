"""Points (计分): what a unit is given or loses for a fact, and how the units stand by them.

Amounts are exact fractions; they are rounded only where they are printed (`in_print`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Protocol, TypeVar

_HALF, _ZERO = Fraction(1, 2), Fraction(0)
_FINE = 10_000
_Key = TypeVar("_Key", bound=Hashable)


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
        return totals((award.unit, award.amount) for award in self.awards)

    def total(self, unit: str) -> Fraction:
        """Return the points of a unit; 0 where it has no award."""
        return totals((unit, award.amount) for award in self.of(unit)).get(unit, _ZERO)


def totals(amounts: Iterable[tuple[_Key, Fraction]]) -> dict[_Key, Fraction]:
    """Return the exact sum of the amounts of each key.

    What has the same denominator is added in whole numbers first: adding fractions one by one takes ten times as long.
    """
    sums: dict[tuple[_Key, int], int] = {}
    for key, amount in amounts:
        part, parts = amount.as_integer_ratio()
        place = key, parts
        sums[place] = sums.get(place, 0) + part
    found: dict[_Key, Fraction] = {}
    for (key, parts), part in sums.items():
        found[key] = found.get(key, _ZERO) + Fraction(part, parts)
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """Place (名次): where a unit stands; units of equal points share a place, and the next one is left out (1, 2, 3, 3, 5).

    0 is the place of a unit that has no points above 0.
    """

    place: int
    unit: str
    points: Fraction


def standing(points: Mapping[str, Fraction], units: Sequence[str]) -> list[Place]:
    """Return the places of `units` by their points, the most first; who has no points above 0 comes last, with place 0.

    The one rule of places, of lists, circulars and a unit's own view alike: what points are given for is the rule set's to
    say. Units of equal points stand in the order of `units`. Source: 并列的名次相同，都印出 (温县 2023 年第 25 期).
    """
    given = {unit: points.get(unit, Fraction(0)) for unit in units}
    ranked = sorted(given, key=lambda unit: -given[unit])
    places: list[Place] = []
    for number, unit in enumerate(ranked, 1):
        tied = places and places[-1].points == given[unit]
        place = places[-1].place if tied else number if given[unit] > 0 else 0
        places.append(Place(place, unit, given[unit]))
    return places


class _Placed(Protocol):
    """Anything that has a place."""

    @property
    def place(self) -> int: ...


_AnyPlaced = TypeVar("_AnyPlaced", bound=_Placed)


def first_places(placed: Iterable[_AnyPlaced], most: int) -> list[_AnyPlaced]:
    """Return who has a place up to `most`, all that are tied included: 前3名 may be four units."""
    return [one for one in placed if 0 < one.place <= most]


def place_in_print(place: int) -> str:
    """Return a place as it is printed: 3, of 0 a dash."""
    return str(place or "—")


def place_in_words(place: int) -> str:
    """Return a place as it is told: 第3名, of 0 不排名次."""
    return f"第{place}名" if place else "不排名次"


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


def signed(points: Fraction, show: Callable[[Fraction], str] = in_full) -> str:
    """Return points with their sign, as `show` writes them: exactly, or as they are printed; what is shown as 0 has none."""
    shown = show(points)
    return f"+{shown}" if points > 0 and shown.strip("0.") else shown
