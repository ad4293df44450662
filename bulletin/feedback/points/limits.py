"""Limits of a rule set: the basis, capped, less the deductions, not below the floor; the bonus on top without limit (R25).

What a cap takes, a floor gives back or a veto wipes out is an award like any other, on the day on which it comes about; so
a unit's awards always add up to its points. What is taken back later is counted in the period it was given in: an entry that
a cap had cut is not taken off twice, and a deduction that a floor had caught is not given back in full.
Sources: 10 points a month, 120 a year (常山); base 6, 扣完为止, 加分不封顶 (钟楼区); two failures and the year is 0 (A-19).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from fractions import Fraction
from itertools import groupby

from bulletin.feedback.points.claims import RulesOn
from bulletin.feedback.points.periods import period_of
from bulletin.model import Award, Fault, Mark, in_full
from bulletin.settings.points.rules import Cap, RuleSet, Veto

_NOTHING = Fraction(0)


def limited(awards: Iterable[Award], rules_on: RulesOn) -> Iterator[Award]:
    """Yield what caps and floors add to the awards of one unit. Each version of the rules limits the awards of its days."""
    by_rules: defaultdict[str, list[Award]] = defaultdict(list)
    sets: dict[str, RuleSet] = {}
    for award in awards:
        if rules := rules_on(award.day):
            sets[rules.file] = rules
            by_rules[rules.file].append(award)
    for file, rules in sets.items():
        yield from _limits_of(rules, by_rules[file])


def _limits_of(rules: RuleSet, awards: list[Award]) -> Iterator[Award]:
    limits = rules.limits
    basis = [award for award in awards if award.kind in limits.basis]
    for cap in limits.caps:
        cut = [_capped(rules, cap, *one) for one in _running(basis, cap.period, _over(cap.points))]
        basis += cut
        yield from cut
    taken = [award for award in awards if award.kind == "deduction"]
    if limits.floor is not None and taken:
        below = _running([*basis, *taken], limits.period, _below(limits.floor))
        yield from (_floored(rules, *one) for one in below)


def _running(
    awards: list[Award], length: str, adjust: Callable[[Fraction, Fraction], Fraction]
) -> Iterator[tuple[Award, Fraction]]:
    """Yield by how much what `adjust` says of a period's basis and deductions changes on a day, with the last award of it."""
    basis: defaultdict[date, Fraction] = defaultdict(Fraction)
    taken: defaultdict[date, Fraction] = defaultdict(Fraction)
    held: defaultdict[date, Fraction] = defaultdict(Fraction)

    def place(award: Award) -> tuple[date, date]:
        return award.on, period_of(award.day, length)[0]

    for (_, start), group in groupby(sorted(awards, key=place), place):
        for award in group:
            if award.kind == "deduction":
                taken[start] -= award.amount
            else:
                basis[start] += award.amount
        now = adjust(basis[start], taken[start])
        if now != held[start]:
            yield award, now - held[start]
        held[start] = now


def _over(cap: Fraction) -> Callable[[Fraction, Fraction], Fraction]:
    return lambda basis, _: min(cap - basis, _NOTHING)


def _below(floor: Fraction) -> Callable[[Fraction, Fraction], Fraction]:
    """What a floor gives back is never more than what was taken: a basis below it by itself stays there."""
    return lambda basis, taken: max(min(floor, basis) - (basis - taken), _NOTHING)


def _capped(rules: RuleSet, cap: Cap, last: Award, amount: Fraction) -> Award:
    return _adjusted(rules, cap.clause, "cap", f"每{cap.period}最多计{in_full(cap.points)}分", last, amount)


def _floored(rules: RuleSet, last: Award, amount: Fraction) -> Award:
    words = f"每{rules.limits.period}扣到{in_full(rules.limits.floor or _NOTHING)}分为止"
    return _adjusted(rules, words, "floor", words, last, amount)


def _adjusted(rules: RuleSet, clause: str, kind: str, why: str, last: Award, amount: Fraction) -> Award:
    return Award(last.unit, amount, kind, rules.name, clause, why, "", last.on, why, amount, since=last.day)


def vetoes(faults: Iterable[Fault], rules_on: RulesOn) -> list[tuple[Fault, RuleSet, Veto]]:
    """Return the faults by which a veto comes, one for each veto, unit and year; faults that were taken back do not count."""
    counts: defaultdict[tuple[str, int, Veto], int] = defaultdict(int)
    found = []
    for fault in sorted((fault for fault in faults if fault.ended_on is None), key=lambda fault: fault.on):
        rules = rules_on(fault.on)
        for veto in rules.vetoes if rules else ():
            if rules and fault.kind in veto.kinds:
                counts[fault.unit, fault.on.year, veto] += 1
                if counts[fault.unit, fault.on.year, veto] == veto.times:
                    found.append((fault, rules, veto))
    return found


def mark_of(fault: Fault, rules: RuleSet, veto: Veto) -> Mark:
    """Return the mark a unit has for a veto."""
    why = f"{fault.kind}{veto.times}次：{fault.what}" if fault.what else f"{fault.kind}{veto.times}次"
    return Mark(fault.unit, fault.on, veto.effect, rules.name, veto.clause, why)


def wiped_out(awards: Iterable[Award], mark: Mark) -> Iterator[Award]:
    """Yield what brings the unit's points of the year to 0, from the day of the mark on, whatever comes after."""
    of_year = [award for award in awards if award.day.year == mark.on.year]
    total = sum((award.amount for award in of_year if award.on < mark.on), _NOTHING)
    for on in sorted({mark.on, *(award.on for award in of_year if award.on > mark.on)}):
        total += sum((award.amount for award in of_year if award.on == on), _NOTHING)
        if total:
            yield _of_veto(mark, on, -total)
            total = _NOTHING


def _of_veto(mark: Mark, on: date, amount: Fraction) -> Award:
    return Award(mark.unit, amount, "veto", mark.rule, mark.clause, mark.what, "", on, mark.why, amount, since=mark.on)
