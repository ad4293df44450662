"""Replay (重算): the same facts under two rule sets, side by side, and why each unit stands differently."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from bulletin.model import Award, Ledger, Place, standing, totals

_NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Difference:
    """What one subject is worth to a unit under each rule set; ``clauses`` are those it is counted by, '' for none."""

    kind: str
    subject: str
    title: str
    before: Fraction
    after: Fraction
    clauses: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Shift:
    """How a unit stands under each rule set: place and points, by kind of award, and what makes the difference."""

    unit: str
    before: Place
    after: Place
    kinds: dict[str, tuple[Fraction, Fraction]]
    differences: tuple[Difference, ...]

    @property
    def gain(self) -> Fraction:
        """How many points more the unit has after than before."""
        return self.after.points - self.before.points


def replay(before: Ledger, after: Ledger, units: Sequence[str]) -> list[Shift]:
    """Return for each of `units`, in the order of their places before, how it stands under each of two ledgers."""
    old, new = _by_unit(before), _by_unit(after)
    places = {place.unit: place for place in standing(after.totals(), units)}
    return [
        Shift(
            unit=place.unit,
            before=place,
            after=places[place.unit],
            kinds=_kinds(old.get(place.unit, []), new.get(place.unit, [])),
            differences=_differences(old.get(place.unit, []), new.get(place.unit, [])),
        )
        for place in standing(before.totals(), units)
    ]


def _by_unit(ledger: Ledger) -> dict[str, list[Award]]:
    found: defaultdict[str, list[Award]] = defaultdict(list)
    for award in ledger.awards:
        found[award.unit].append(award)
    return found


def _kinds(before: list[Award], after: list[Award]) -> dict[str, tuple[Fraction, Fraction]]:
    old, new = (totals((award.kind, award.amount) for award in side) for side in (before, after))
    return {kind: (old.get(kind, _NOTHING), new.get(kind, _NOTHING)) for kind in {**old, **new}}


def _differences(before: list[Award], after: list[Award]) -> tuple[Difference, ...]:
    """Return what is worth another sum, the largest difference first."""
    old, new = _by_subject(before), _by_subject(after)
    found = []
    for kind, subject in {**old, **new}:
        sides = old.get((kind, subject), []), new.get((kind, subject), [])
        worth = _worth(sides[0]), _worth(sides[1])
        if worth[0] != worth[1]:
            title = (sides[1] or sides[0])[-1].title
            found.append(Difference(kind, subject, title, *worth, (_clauses(sides[0]), _clauses(sides[1]))))
    return tuple(sorted(found, key=lambda one: (-abs(one.after - one.before), one.subject)))


def _by_subject(awards: list[Award]) -> dict[tuple[str, str], list[Award]]:
    found: defaultdict[tuple[str, str], list[Award]] = defaultdict(list)
    for award in awards:
        found[award.kind, award.subject].append(award)
    return found


def _worth(awards: list[Award]) -> Fraction:
    return sum((award.amount for award in awards[1:]), awards[0].amount) if awards else _NOTHING


def _clauses(awards: list[Award]) -> str:
    return "；".join(dict.fromkeys(award.clause for award in awards))
