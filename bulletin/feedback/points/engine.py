"""Points of a whole period: a pure function of facts and dated rules. Nothing is stored, so every figure can be counted again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from operator import attrgetter
from typing import Protocol, TypeVar

from bulletin.feedback.points.award import awards_of
from bulletin.feedback.points.claims import About, RulesOn, claims_of
from bulletin.feedback.points.deduct import awards_for_commissions, awards_for_faults, awards_of_periods, faults_of
from bulletin.feedback.points.limits import limited, mark_of, vetoes, wiped_out
from bulletin.feedback.points.periods import period_of
from bulletin.model import Award, Facts, Instructed, Ledger, Printed
from bulletin.settings.points.rules import RuleBook

YEAR_IS_NOTHING = "全年零分"


def compute(facts: Facts, book: RuleBook) -> Ledger:
    """Return every award of every unit by the rules of each day, in the order of the days. Pure: same facts, same ledger.

    A fact of a day on which no version of the rule set holds brings nothing.
    """
    facts, rules_on = credited(facts), cache(book.on)
    faults = faults_of(facts)
    awards = [award for claims in _matters(facts, rules_on) for award in claims]
    awards += awards_for_faults(faults, rules_on)
    awards += awards_for_commissions(facts.asked, rules_on)
    awards += awards_of_periods(facts, book, awards, _first_day(facts))
    by_unit: defaultdict[str, list[Award]] = defaultdict(list)
    for award in awards:
        by_unit[award.unit].append(award)
    for own in by_unit.values():
        own += list(limited(own, rules_on))
    marks = [mark_of(*one) for one in vetoes(faults, rules_on)]
    for mark in marks:
        if mark.what == YEAR_IS_NOTHING:
            by_unit[mark.unit] += list(wiped_out(by_unit[mark.unit], mark))
    every = sorted((award for own in by_unit.values() for award in own), key=attrgetter("on"))
    return Ledger(tuple(every), tuple(marks))


def failing(ledger: Ledger, book: RuleBook, units: Sequence[str], start: date, end: date) -> list[str]:
    """Return which of `units` have fewer points from `start` to before `end` than the pass mark (不达标).

    None without a mark, and where these days are not one period of those it is for: a month is not measured by the year's.
    """
    rules = book.on(start)
    if rules is None or rules.limits.pass_mark is None or (start, end) != period_of(start, rules.limits.period):
        return []
    totals = ledger.between(start, end).totals()
    return [unit for unit in units if totals.get(unit, Fraction(0)) < rules.limits.pass_mark]


def credited(facts: Facts) -> Facts:
    """Return the facts with every 直报点 replaced by the unit it belonged to on the day; a unit stands once in an entry.

    All that comes of an entry, later instructions too, is of the units it was printed for.
    """
    if not facts.parents and not facts.past:
        return replace(facts, printed=tuple(_once(entry, entry.units) for entry in facts.printed))

    @cache
    def owner(unit: str, day: date) -> str:
        return facts.membership(unit, day).parent or unit

    sent: defaultdict[tuple[str, date], int] = defaultdict(int)
    for (unit, day), count in facts.submitted.items():
        sent[owner(unit, day), day] += count
    return replace(
        facts,
        printed=tuple(_once(entry, [owner(unit, entry.on) for unit in entry.units]) for entry in facts.printed),
        asked=tuple(replace(one, unit=owner(one.unit, one.on)) for one in facts.asked),
        faults=tuple(replace(one, unit=owner(one.unit, one.on)) for one in facts.faults),
        submitted=sent,
    )


def _once(entry: Printed, owners: Sequence[str]) -> Printed:
    units = tuple(dict.fromkeys(owners))
    return entry if entry.units == units else replace(entry, units=units)


def _matters(facts: Facts, rules_on: RulesOn) -> Iterator[Iterable[Award]]:
    """Yield the awards of each matter: of the entries made of the same items, which several bulletins may have printed."""
    raised, ended, instructed = _grouped(facts.raised), _grouped(facts.ended), instructed_by_entry(facts, rules_on)
    told, alike = {*raised, *ended, *instructed}, _Alike(rules_on)
    matters: defaultdict[str, list[Printed]] = defaultdict(list)
    for entry in facts.printed:
        matters[entry.matter].append(entry)
    for entries in matters.values():
        if len(entries) == 1 and entries[0].reference not in told:
            yield alike.awards_of(entries[0])
            continue
        abouts = (
            About(entry, raised.get(name, ()), instructed.get(name, ()), ended.get(name, ()))
            for entry in entries
            for name in [entry.reference]
        )
        yield _awards_of(abouts, rules_on)


def _awards_of(abouts: Iterable[About], rules_on: RulesOn) -> Iterator[Award]:
    claims = (claim for about in abouts for claim in claims_of(about, rules_on))
    return awards_of(sorted(claims, key=lambda one: one.cause.on))


class _Alike:
    """The awards of entries of which nothing is known but that they were printed: four of five in a year.

    They differ in reference, title, day and units only from those of the first entry that was printed like them.
    """

    def __init__(self, rules_on: RulesOn) -> None:
        self._rules_on = rules_on
        self._first: dict[Hashable, list[tuple[int, Award]]] = {}

    def awards_of(self, entry: Printed) -> list[Award]:
        """Return the awards of an entry that is a matter of its own and has neither instruction, adoption nor end."""
        rules, units, on = self._rules_on(entry.on), entry.units, entry.on
        if rules is None:
            return []
        like = (
            rules.file,
            entry.publication,
            entry.series,
            entry.section,
            entry.kinds,
            entry.commissioned,
            entry.is_late,
        )
        key = *like, len(units)
        if key not in self._first:
            self._first[key] = [(units.index(one.unit), one) for one in _awards_of([About(entry)], self._rules_on)]
        return [
            Award(
                unit=units[n],
                amount=one.amount,
                kind=one.kind,
                rule=one.rule,
                clause=one.clause,
                subject=entry.reference,
                title=entry.title,
                on=on,
                why=one.why,
                whole=one.whole,
                parts=one.parts,
                since=on,
            )
            for n, one in self._first[key]
        ]


def instructed_by_entry(facts: Facts, rules_on: RulesOn) -> dict[str, tuple[Instructed, ...]]:
    """Return the instructions by entry; one on a whole issue counts as the rules of its day say (单条、各条、不计)."""
    entries: defaultdict[str, list[str]] = defaultdict(list)
    if any(note.is_whole_issue for note in facts.instructed):
        for entry in facts.printed:
            entries[entry.reference.partition("#")[0]].append(entry.reference)
    found = []
    for note in facts.instructed:
        rules = rules_on(note.on) if note.is_whole_issue else None
        names = entries[note.reference] if rules and rules.policy.whole_issue != "不计" else []
        if not note.is_whole_issue:
            found.append(note)
        elif rules and (rules.policy.whole_issue == "各条" or len(names) == 1):
            found += [replace(note, reference=name) for name in names]
    return _grouped(found)


class _Referring(Protocol):
    """A fact about a printed entry."""

    @property
    def reference(self) -> str: ...


_Fact = TypeVar("_Fact", bound=_Referring)


def _grouped(facts: Iterable[_Fact]) -> dict[str, tuple[_Fact, ...]]:
    groups: defaultdict[str, list[_Fact]] = defaultdict(list)
    for fact in facts:
        groups[fact.reference].append(fact)
    return {name: tuple(group) for name, group in groups.items()}


def _first_day(facts: Facts) -> date:
    """Return the first day on which anything was printed or sent; the end where nothing was.

    Before that the office did not use the program, and no task was missed in it; what was entered later (补录) does not
    move that day.
    """
    days = {entry.on for entry in facts.printed if not entry.is_late} | {day for _, day in facts.submitted}
    return min(days, default=facts.until)
