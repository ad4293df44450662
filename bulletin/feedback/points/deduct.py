"""What is given and taken beside the entries: commissions, faults, 基础分, quotas and rates of a period.

Sources: 约稿 done +2, +5; not delivered −10 (广元); 迟报 −100, 漏报 −200; monthly task missed −30, −1 for each missing piece,
录用率 below 30 % −1 (钟楼区); the month's minimum met = 10 points (常山). All amounts and clauses are the rule set's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from bulletin.feedback.points.claims import About, RulesOn, standing_until
from bulletin.feedback.points.periods import period_of, periods
from bulletin.model import Asked, Award, Ended, Facts, Fault, in_full
from bulletin.settings.points.rules import Group, Quota, Rate, RuleBook, RuleSet
from bulletin.terms import DUTIES

FAULT_OF_DUTY = {"overdue": "约稿未交", "late": "约稿迟交"}
GIVEN_BACK = "，撤销登记，退还"
"""What stands behind the words of a fault where its points are given back."""
_GAINS = ("printed", "reported", "adopted", "instruction", "commission")
_DAY = timedelta(days=1)
_HUNDRED = 100
Counted = Iterable[tuple[str, date, Fraction]]
"""Units, days, and how much on them."""
Tally = Mapping[tuple[str, date], Fraction]
"""How much each unit has in each period, by its first day."""


def faults_of(facts: Facts) -> list[Fault]:
    """Return the faults registered, and those that follow from commissions."""
    missed = (one for one in facts.asked if one.state in FAULT_OF_DUTY)
    derived = [Fault(one.unit, FAULT_OF_DUTY[one.state], f"约稿“{one.topic}”", one.on) for one in missed]
    return [*facts.faults, *derived]


def awards_for_faults(faults: Iterable[Fault], rules_on: RulesOn) -> Iterator[Award]:
    """Yield what is taken for faults, and given back where one was taken back."""
    for fault in faults:
        rules = rules_on(fault.on)
        rule = next((rule for rule in rules.faults if rule.has(fault)), None) if rules else None
        if rules is None or rule is None or (fault.ended_on and fault.ended_on <= fault.on):
            continue
        why = f"{fault.kind}：{fault.what}" if fault.what else fault.kind
        yield _beside(rules, fault.unit, -rule.points, "deduction", rule.clause, fault.on, why)
        if fault.ended_on:
            again = f"{why}{GIVEN_BACK}"
            back = _beside(rules, fault.unit, rule.points, "deduction", rule.clause, fault.ended_on, again)
            yield replace(back, since=fault.on)


def awards_for_commissions(asked: Iterable[Asked], rules_on: RulesOn) -> Iterator[Award]:
    """Yield what is given for commissions answered, in time or late."""
    for one in asked:
        rules = rules_on(one.on)
        rule = rules.commissions.get(one.state) if rules else None
        if rules and rule:
            why = f"约稿“{one.topic}”{DUTIES[one.state]}"
            yield _beside(rules, one.unit, rule.points, "commission", rule.clause, one.on, why)


def awards_of_periods(facts: Facts, book: RuleBook, so_far: list[Award], since: date) -> Iterator[Award]:
    """Yield 基础分 at the beginning of its periods, and quotas and rates on the last day of those that are over.

    The first period is the one `since` lies in, and each begins within the dates of its version; `so_far` are all awards
    before. An entry whose points were taken back before its period was over is none of those printed in it.
    """
    gone = _gone(facts, book)
    for rules in book.versions:
        for grant in rules.granted:
            for first, _ in _periods(facts, rules, grant.period, since):
                why = f"每{grant.period}基础分"
                yield from (
                    _beside(rules, unit, grant.points, "granted", grant.clause, first, why)
                    for unit in _units(facts, grant.group, first)
                )
        for quota in rules.quotas:
            rows = {
                "报送": _sent(facts),
                "采用": _printed(facts, gone, quota.period),
                "得分": ((award.unit, award.on, award.amount) for award in so_far if award.kind in _GAINS),
            }[quota.counted]
            yield from _quota_awards(facts, rules, quota, since, _tally(rows, quota.period))
        for rate in rules.rates:
            used = _tally(_printed(facts, gone, rate.period), rate.period)
            yield from _rate_awards(facts, rules, rate, since, used)


def _quota_awards(facts: Facts, rules: RuleSet, quota: Quota, since: date, tally: Tally) -> Iterator[Award]:
    for first, last in _over(facts, rules, quota.period, since):
        for unit in _units(facts, quota.group, first):
            count = tally.get((unit, first), Fraction(0))
            for amount, why in _quota_parts(quota, count):
                kind = "quota" if amount > 0 else "deduction"
                yield _beside(rules, unit, amount, kind, quota.clause, last, why)


def _quota_parts(quota: Quota, count: Fraction) -> Iterator[tuple[Fraction, str]]:
    """Yield what a quota gives and takes for so much, with the reason; nothing that is 0."""
    told = f"每{quota.period}{quota.counted}任务{in_full(quota.least)}，完成{in_full(count)}"
    over = count - quota.least
    met, each = (quota.met, quota.each_extra * over) if over >= 0 else (-quota.missed, quota.each_missing * over)
    word = f"超{in_full(over)}" if over >= 0 else f"缺{in_full(-over)}"
    yield from ((amount, why) for amount, why in ((met, told), (each, f"{told}，{word}")) if amount)


def _rate_awards(facts: Facts, rules: RuleSet, rate: Rate, since: date, printed: Tally) -> Iterator[Award]:
    sent = _tally(_sent(facts), rate.period)
    for first, last in _over(facts, rules, rate.period, since):
        for unit in _units(facts, rate.group, first):
            all_sent, used = sent.get((unit, first), Fraction(0)), printed.get((unit, first), Fraction(0))
            if used * _HUNDRED < rate.below * all_sent:
                why = f"每{rate.period}报送{in_full(all_sent)}，采用{in_full(used)}，采用率低于{in_full(rate.below)}%"
                yield _beside(rules, unit, -rate.points, "deduction", rate.clause, last, why)


def _sent(facts: Facts) -> Counted:
    return ((unit, day, Fraction(count)) for (unit, day), count in facts.submitted.items())


def _printed(facts: Facts, gone: Mapping[str, date], length: str) -> Counted:
    for entry in facts.printed:
        if gone.get(entry.reference, date.max) >= period_of(entry.on, length)[1]:
            yield from ((unit, entry.on, Fraction(1)) for unit in entry.units)


def _gone(facts: Facts, book: RuleBook) -> dict[str, date]:
    """Return the entries whose points were taken back, and since when."""
    ended: defaultdict[str, list[Ended]] = defaultdict(list)
    for one in facts.ended:
        ended[one.reference].append(one)
    found = (
        (entry.reference, standing_until(About(entry, ended=tuple(ended[entry.reference])), book.on)[0])
        for entry in facts.printed
        if entry.reference in ended
    )
    return {name: since for name, since in found if since}


def _tally(rows: Counted, length: str) -> Tally:
    """Return how much each unit has in each period, by its first day."""
    tally: defaultdict[tuple[str, date], Fraction] = defaultdict(Fraction)
    for unit, day, count in rows:
        tally[unit, period_of(day, length)[0]] += count
    return tally


def _periods(facts: Facts, rules: RuleSet, length: str, since: date) -> Iterator[tuple[date, date]]:
    """Yield the periods that begin within the dates of the version, from the one `since` lies in up to the end of the facts."""
    start = max(rules.valid_from, period_of(since, length)[0])
    end = min(facts.until, rules.valid_to + _DAY) if rules.valid_to else facts.until
    return periods(length, start, end)


def _over(facts: Facts, rules: RuleSet, length: str, since: date) -> Iterator[tuple[date, date]]:
    """Yield the first and last day of those periods that are over."""
    found = _periods(facts, rules, length, since)
    return ((first, after - _DAY) for first, after in found if after <= (facts.today or facts.until))


def _units(facts: Facts, group: Group, day: date) -> list[str]:
    """Return the units a rule is for, as they were on the first day of the period; a 直报点 is no unit of its own."""
    found = ((unit, facts.membership(unit, day)) for unit in facts.classes)
    return [unit for unit, then in found if not then.parent and group.has(unit, then.unit_class)]


def _beside(rules: RuleSet, unit: str, amount: Fraction, kind: str, clause: str, on: date, why: str) -> Award:
    """Return an award for something that is no entry: its words stand for a reference."""
    return Award(unit, amount, kind, rules.name, clause, why, "", on, why, amount)
