"""Replay (重算): the same facts under two rule sets, side by side, and why each unit stands differently."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from bulletin.model import Award, Ledger, Place, standing

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
    sums: defaultdict[str, list[Fraction]] = defaultdict(lambda: [_NOTHING, _NOTHING])
    for side, awards in enumerate((before, after)):
        for award in awards:
            sums[award.kind][side] += award.amount
    return {kind: (old, new) for kind, (old, new) in sums.items()}


def _differences(before: list[Award], after: list[Award]) -> tuple[Difference, ...]:
    """Return what is worth another sum, the largest difference first."""
    sums: defaultdict[tuple[str, str], list[Fraction]] = defaultdict(lambda: [_NOTHING, _NOTHING])
    clauses: defaultdict[tuple[str, str], list[dict[str, None]]] = defaultdict(lambda: [{}, {}])
    titles: dict[str, str] = {}
    for side, awards in enumerate((before, after)):
        for award in awards:
            key = (award.kind, award.subject)
            sums[key][side] += award.amount
            clauses[key][side][award.clause] = None
            titles[award.subject] = award.title
    found = [
        Difference(*key, titles[key[1]], old, new, ("；".join(clauses[key][0]), "；".join(clauses[key][1])))
        for key, (old, new) in sums.items()
        if old != new
    ]
    return tuple(sorted(found, key=lambda one: (-abs(one.after - one.before), one.subject)))
