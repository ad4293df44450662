"""Policies of rule sets: merging, several bulletins, instructions, what is taken back, limits, tasks, vetoes, dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from bulletin.feedback.points import compute, failing, period_of, periods, replay
from bulletin.feedback.points.explain import sum_in_words
from bulletin.model import Asked, Ended, Fault, Ledger, Printed, in_full, in_print
from bulletin.settings.points import RuleBook, read_book
from tests.points_facts import YEAR, book, facts, instructed, printed, raised, with_rules

A, B, C = "市发展改革委", "市财政局", "东山镇"
HEAD = 'name = "本市"\nnotice = "某政办发〔2026〕1号"\nvalid_from = 2026-01-01\n'
RULE = '[[printed]]\npoints = 3\nclause = "每条3分"\n'


def local(tmp_path: Path, text: str = "", rule: str = RULE) -> RuleBook:
    """Return a rule set of one file: each entry 3 points, and what `text` adds."""
    return read_book(with_rules(tmp_path, 本市=HEAD + rule + text), "本市")


def entries(count: int, unit: str = A, on: date = date(2026, 3, 10)) -> tuple[Printed, ...]:
    """Return so many entries of one unit on one day."""
    return tuple(printed(f"政务信息/2026/{on:%m%d}#{n}", unit, on=on) for n in range(1, count + 1))


def totals(ledger: Ledger) -> dict[str, Fraction]:
    """Return the points of every unit that has any."""
    return {unit: points for unit, points in ledger.totals().items() if points}


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ({"base": "均分", "bonus": "均分"}, {A: "13/3", B: "13/3", C: "13/3"}),
        ({"base": "均分", "bonus": "牵头"}, {A: "11", B: "1", C: "1"}),
        ({"base": "牵头", "bonus": "牵头"}, {A: "13"}),
        ({"base": "定额", "bonus": "定额", "flat": Fraction(10)}, {A: "20", B: "20", C: "20"}),
        ({"base": "全额", "bonus": "均分"}, {A: "19/3", B: "19/3", C: "19/3"}),
    ],
)
def test_units_share_as_the_rules_say(policy: dict[str, Any], expected: dict[str, str]) -> None:
    """3 for 专报 and 10 for the instruction among three units, under each way of merging."""
    entry = printed("信息专报/2026/1#1", A, B, C)

    ledger = compute(facts(entry, instructed=(instructed(entry, "市"),)), book("衢州", **policy))

    assert totals(ledger) == {unit: Fraction(points) for unit, points in expected.items()}


def test_a_merged_entry_may_have_its_own_points(tmp_path: Path) -> None:
    """“单条5分，综合采用的每个单位3分”: 减额 takes the rule's points for merged entries; alone it is 5."""
    rule = '[[printed]]\npoints = 5\nmerged = 3\nclause = "单条5分，综合每单位3分"\n'
    rules = local(tmp_path, '[merge]\nbase = "减额"\n', rule)

    ledger = compute(facts(printed("政务信息/2026/1#1", A, B), printed("政务信息/2026/1#2", C)), rules)

    assert totals(ledger) == {A: 3, B: 3, C: 5}


def test_a_unit_counts_once_in_an_entry_however_often_it_stands_there() -> None:
    """A unit named twice in a merge, or beside its own 直报点, has one part, and the parts still add up to the whole."""
    entry = printed("信息专报/2026/1#1", A, B, A, "东江化工")

    ledger = compute(facts(entry, parents={"东江化工": A}), book("衢州"))

    assert totals(ledger) == {A: Fraction(3, 2), B: Fraction(3, 2)}


@pytest.mark.parametrize(("own", "expected"), [("累加", 5), ("就高", 3), ("同级就高", 3)])
def test_one_matter_in_two_bulletins(own: str, expected: int) -> None:
    """What two of our bulletins printed of the same items counts twice, or the better one alone."""
    short = printed("政务信息/2026/1#1", A, matter="来稿/1")
    long = printed("信息专报/2026/1#1", A, matter="来稿/1", on=date(2026, 4, 2))

    ledger = compute(facts(short, long), book("衢州", own=own))

    assert ledger.total(A) == expected


def test_the_better_one_comes_later() -> None:
    """就高: when a better bulletin adopts it later, the first adoption is given back on that day and says so."""
    entry = printed("每日要情/2026/1#1", A)
    above = (
        raised(entry, "省", "互联网信息摘编", on=date(2026, 3, 20)),
        raised(entry, "省", "专报", on=date(2026, 4, 20)),
    )

    ledger = compute(facts(entry, raised=above), book("连云港", upper="同级就高"))

    assert [(award.amount, award.on.month) for award in ledger.awards] == [(3, 3), (5, 3), (-5, 4), (20, 4)]
    assert "只计其一" in ledger.awards[2].why


@pytest.mark.parametrize(
    ("repeats", "expected"), [("每次", 3 + 5 + 10 + 30), ("同级一次", 3 + 10 + 30), ("一次", 3 + 30)]
)
def test_several_instructions(repeats: str, expected: int) -> None:
    """Two instructions of the city, the head's 10 and a deputy's 5, and one of the province: 30."""
    entry = printed("政务信息/2026/1#1", A)
    notes = (
        instructed(entry, "市", "其他"),
        instructed(entry, "市", "主要", on=date(2026, 3, 18)),
        instructed(entry, "省", on=date(2026, 3, 25)),
    )

    ledger = compute(facts(entry, instructed=notes), book("默认", repeats=repeats))

    assert ledger.total(A) == expected


def test_of_equal_instructions_the_first_counts_and_stays() -> None:
    """A second instruction worth as much changes nothing, on no day, and says so: the first one's award is not taken back."""
    entry = printed("政务信息/2026/1#1", A)
    notes = (instructed(entry, "市"), instructed(entry, "市", leader="李某", on=date(2026, 3, 18)))

    ledger = compute(facts(entry, instructed=notes), book("默认"))

    assert [(award.amount, award.on.day) for award in ledger.awards] == [(3, 10), (5, 15), (0, 18)]
    assert ledger.awards[-1].why == "李某批示（市级领导）：另有一项计分，只计其一，本项不计"
    assert sum_in_words(ledger.awards) == "3+5 = 8"


def test_instructions_are_counted_entry_by_entry() -> None:
    """Once a level holds for one entry: what two bulletins printed of a matter has an instruction each, and both count."""
    pair = [printed(f"{name}/2026/1#1", A, matter="来稿/1") for name in ("政务信息", "信息专报")]

    ledger = compute(facts(*pair, instructed=tuple(instructed(entry, "市") for entry in pair)), book("默认"))

    assert ledger.total(A) == 2 * (3 + 5)


def test_what_is_on_top_stays_on_top_where_the_best_counts() -> None:
    """“再加30” is no rival of the ten it comes on top of, also where only the best of a level counts."""
    entry = printed("信息专报/2026/1#1", A)

    ledger = compute(facts(entry, raised=(raised(entry, "省", "专报"),)), book("湖州2018", upper="同级就高"))

    assert ledger.total(A) == 10 + 30 + 10


def test_an_instruction_may_take_the_place_of_the_base() -> None:
    """Where it replaces, the entry counts for its instruction alone; the base is given back on that day."""
    entry = printed("政务信息/2026/1#1", A, B)

    ledger = compute(facts(entry, instructed=(instructed(entry, "市"),)), book("默认", replaces=True))

    assert totals(ledger) == {A: Fraction(5, 2), B: Fraction(5, 2)}
    assert [award.amount for award in ledger.of(A)] == [Fraction(3, 2), Fraction(-3, 2), Fraction(5, 2)]


@pytest.mark.parametrize(
    ("policy", "count", "expected"), [("单条", 1, 8), ("单条", 2, 6), ("各条", 2, 16), ("不计", 1, 3)]
)
def test_an_instruction_on_a_whole_issue(policy: str, count: int, expected: int) -> None:
    """It counts for the entry of an issue of one, for every entry, or for none, as the rules say."""
    found = entries(count)
    note = replace(instructed(found[0], "市"), reference="政务信息/2026/0310", is_whole_issue=True)

    ledger = compute(facts(*found, instructed=(note,)), book("默认", whole_issue=policy))

    assert ledger.total(A) == expected


def test_unadopting_takes_back_and_adopting_again_gives_again() -> None:
    """An adoption taken back in April and registered anew in May: −20, +20, and the year's total is as before."""
    entry = printed("政务信息/2026/1#1", A, B)
    first = raised(entry, "省", "要情", on=date(2026, 3, 20), ended_on=date(2026, 4, 8))
    again = raised(entry, "省", "要情", on=date(2026, 5, 6))

    once = compute(facts(entry, raised=(raised(entry, "省", "要情", on=date(2026, 3, 20)),)), book("默认"))
    ledger = compute(facts(entry, raised=(first, again)), book("默认"))

    assert [award.amount for award in ledger.of(A)] == [Fraction(3, 2), 10, -10, 10]
    assert ledger.totals() == once.totals()


@pytest.mark.parametrize(("policy", "march", "april"), [("收回", 23, -20), ("从头收回", 3, 0)])
def test_what_is_unadopted_goes_on_its_day_or_from_the_start(policy: str, march: int, april: int) -> None:
    """Taking back counts on its own day, or makes the adoption as if it had never been."""
    entry = printed("政务信息/2026/1#1", A)
    above = raised(entry, "省", "要情", on=date(2026, 3, 20), ended_on=date(2026, 4, 8))

    ledger = compute(facts(entry, raised=(above,)), book("默认", unadopted=policy))

    assert [ledger.between(*period_of(date(2026, m, 1), "月")).total(A) for m in (3, 4)] == [march, april]


def test_what_ends_first_ends_it() -> None:
    """An adoption taken back in April, of an entry withdrawn in June, goes in April, and the rest in June; also the other way."""
    entry = printed("政务信息/2026/1#1", A)
    april, june = date(2026, 4, 8), date(2026, 6, 8)
    for undone, withdrawn, expected in ((april, june, [(-20, 4), (-3, 6)]), (june, april, [(-3, 4), (-20, 4)])):
        above = raised(entry, "省", "要情", ended_on=undone)
        end = Ended(entry.reference, "withdraw", withdrawn, True, False)

        ledger = compute(facts(entry, raised=(above,), ended=(end,)), book("默认"))

        assert [(award.amount, award.on.month) for award in ledger.awards if award.amount < 0] == expected


@pytest.mark.parametrize(
    ("policy", "from_start", "keeps", "expected"),
    [
        ("按登记", True, True, [13, 0]),
        ("按登记", True, False, [13, -13]),
        ("收回", False, True, [13, -13]),
        ("保留", True, False, [13, 0]),
        ("从头收回", True, True, [0, 0]),
        ("从头收回", False, True, [13, -13]),
    ],
)
def test_a_withdrawn_entry(policy: str, from_start: bool, keeps: bool, expected: list[int]) -> None:
    """撤回 keeps or takes back all of an entry's points, the instruction's too; 撤销 from the start where the rules say so."""
    entry = printed("政务信息/2026/1#1", A)
    end = Ended(entry.reference, "withdraw", date(2026, 4, 8), from_start, keeps)

    known = facts(entry, instructed=(instructed(entry, "市", "主要"),), ended=(end,))
    ledger = compute(known, book("默认", withdrawn=policy))

    assert [ledger.between(*period_of(date(2026, m, 1), "月")).total(A) for m in (3, 4)] == expected


def test_a_corrected_entry_keeps_its_points_unless_it_says_not() -> None:
    """更正 keeps the points as it was registered: both ways."""
    entry = printed("政务信息/2026/1#1", A)
    ends = [Ended(entry.reference, "correct", date(2026, 4, 8), False, keeps) for keeps in (True, False)]

    assert [compute(facts(entry, ended=(end,)), book("默认")).total(A) for end in ends] == [3, 0]


def test_an_instruction_after_the_withdrawal_brings_nothing() -> None:
    """What was withdrawn in April has no points for an instruction of May."""
    entry = printed("政务信息/2026/1#1", A)
    end = Ended(entry.reference, "withdraw", date(2026, 4, 8), True, False)

    ledger = compute(
        facts(entry, ended=(end,), instructed=(instructed(entry, "市", on=date(2026, 5, 4)),)), book("默认")
    )

    assert [award.amount for award in ledger.awards] == [3, -3]


CAPS = """
[limits]
floor = 0
[[limits.cap]]
period = "年"
points = 20
clause = "全年最多20分"
[[limits.cap]]
period = "月"
points = 10
clause = "每月最多10分"
"""


def test_caps_of_month_and_year(tmp_path: Path) -> None:
    """10 a month, 20 a year: three full months are 20; what a cap takes is an award of its own with its clause."""
    months = [entries(5, on=date(2026, month, 9)) for month in (3, 4, 5)]

    ledger = compute(facts(*(entry for month in months for entry in month)), local(tmp_path, CAPS))

    assert [ledger.between(*period_of(date(2026, m, 1), "月")).total(A) for m in (3, 4, 5)] == [10, 10, 0]
    assert {award.clause for award in ledger.awards if award.kind == "cap"} == {"全年最多20分", "每月最多10分"}


def test_deductions_stop_at_the_floor_and_the_bonus_comes_on_top(tmp_path: Path) -> None:
    """Base 3, −10 stops at 0, +5 for the instruction is 5, not −2; base that comes later is eaten first."""
    text = '[[fault]]\nkinds = ["失实"]\npoints = 10\nclause = "失实扣10分"\n[[instruction]]\npoints = 5\nclause = "批示加5分"\n'
    rules = local(tmp_path, text + "[limits]\nfloor = 0\n")
    entry = printed("政务信息/2026/1#1", A)
    known = facts(entry, instructed=(instructed(entry, "市"),), faults=(Fault(A, "失实", "某条", date(2026, 2, 1)),))

    later = replace(known, printed=(*known.printed, *entries(3, on=date(2026, 6, 1))))

    assert compute(known, rules).total(A) == 5
    assert compute(later, rules).total(A) == 3 + 9 - 10 + 5


def test_points_taken_back_are_not_given_again_by_the_floor(tmp_path: Path) -> None:
    """A floor gives back deductions only: an entry withdrawn in a later month stays taken back."""
    rules = local(
        tmp_path, '[limits]\nperiod = "月"\nfloor = 0\n[[fault]]\nkinds = ["错情"]\npoints = 1\nclause = "扣1分"\n'
    )
    entry = printed("政务信息/2026/1#1", A)
    known = facts(
        entry,
        ended=(Ended(entry.reference, "withdraw", date(2026, 4, 8), True, False),),
        faults=(Fault(A, "错情", "", date(2026, 4, 9)),),
    )

    assert compute(known, rules).total(A) == 0


def test_what_a_cap_had_cut_is_not_taken_off_twice(tmp_path: Path) -> None:
    """Five entries of March are 10 under the cap; one withdrawn in May leaves 12 under it, so still 10, in every month."""
    found = entries(5)
    end = Ended(found[0].reference, "withdraw", date(2026, 5, 8), True, False)

    ledger = compute(facts(*found, ended=(end,)), local(tmp_path, CAPS))

    assert [ledger.between(*period_of(date(2026, m, 1), "月")).total(A) for m in (3, 4, 5)] == [10, 0, 0]


def test_what_a_floor_had_caught_is_not_given_back_in_full(tmp_path: Path) -> None:
    """3 − 10 stops at 0 in March; the fault taken back in May gives back the 3 it had cost, not 10."""
    text = '[limits]\nperiod = "月"\nfloor = 0\n[[fault]]\nkinds = ["失实"]\npoints = 10\nclause = "失实扣10分"\n'
    fault = Fault(A, "失实", "", date(2026, 3, 12), ended_on=date(2026, 5, 6))

    ledger = compute(facts(*entries(1), faults=(fault,)), local(tmp_path, text))

    assert [ledger.between(*period_of(date(2026, m, 1), "月")).total(A) for m in (3, 4, 5)] == [0, 0, 3]


def test_a_floor_never_lifts_what_stood_below_it(tmp_path: Path) -> None:
    """A floor of 5 gives back what was taken, and no more: 3 less 1 is 3, not 5."""
    text = '[limits]\nfloor = 5\n[[fault]]\nkinds = ["错情"]\npoints = 1\nclause = "扣1分"\n'

    ledger = compute(facts(*entries(1), faults=(Fault(A, "错情", "", date(2026, 4, 9)),)), local(tmp_path, text))

    assert ledger.total(A) == 3


def test_a_vetoed_year_stays_nothing_when_its_points_are_taken_back_later(tmp_path: Path) -> None:
    """What is withdrawn in the next year was nothing by the veto: the next year loses nothing for it."""
    found = entries(1)
    asked = tuple(Asked(A, "春耕", "overdue", date(2026, month, 5)) for month in (4, 5))
    end = Ended(found[0].reference, "withdraw", date(2027, 2, 8), True, False)
    known = facts(*found, asked=asked, ended=(end,), until=date(2028, 1, 1))

    ledger = compute(known, local(tmp_path, VETO))

    assert [ledger.between(date(y, 1, 1), date(y + 1, 1, 1)).total(A) for y in (2026, 2027)] == [0, 0]


def test_tasks_of_a_period_count_when_it_is_over(tmp_path: Path) -> None:
    """6 a month: met is given, one short is taken for each; the month that still runs is not judged; other classes neither."""
    text = '[[quota]]\nperiod = "月"\nleast = 6\nclasses = [1]\nmet = 10\neach_extra = 1\neach_missing = 2\nclause = "每月6条"\n'
    sent = {(A, date(2026, 3, 5)): 8, (A, date(2026, 4, 5)): 4, (A, date(2026, 5, 5)): 1, (C, date(2026, 3, 5)): 1}
    known = facts(submitted=sent, classes={A: 1, C: 3}, until=date(2026, 5, 20))

    ledger = compute(known, local(tmp_path, text))

    assert [(award.amount, award.on) for award in ledger.of(A)] == [
        (10, date(2026, 3, 31)),
        (2, date(2026, 3, 31)),
        (-4, date(2026, 4, 30)),
    ]
    assert not ledger.of(C)


def test_what_is_entered_later_makes_no_task_of_earlier_years(tmp_path: Path) -> None:
    """An old entry put on record now (补录) counts itself; that nobody had a task before the office began stays true."""
    text = '[[quota]]\nperiod = "月"\nleast = 1\nmissed = 5\nclause = "每月1条"\n'
    late = printed("补录/1", A, on=date(2024, 12, 31), is_late=True)
    known = facts(late, submitted={(A, date(2026, 3, 5)): 1}, classes={A: 1, C: 3}, until=date(2026, 4, 1))

    ledger = compute(known, local(tmp_path, text))

    assert {award.on for award in ledger.awards if award.amount < 0} == {date(2026, 3, 31)}
    assert [award.unit for award in ledger.awards if award.amount < 0] == [C]


def test_what_a_direct_reporting_point_sends_is_its_parents(tmp_path: Path) -> None:
    """A 直报点 has no task of its own; what it sends counts for the unit it belongs to."""
    text = '[[quota]]\nperiod = "月"\nleast = 2\neach_missing = 1\nclause = "每月2条"\n'
    sent = {(A, date(2026, 3, 5)): 1, ("东江化工", date(2026, 3, 6)): 1}
    known = facts(submitted=sent, classes={A: 1, "东江化工": 3}, parents={"东江化工": A}, until=date(2026, 4, 1))

    assert compute(known, local(tmp_path, text)).awards == ()


def test_a_task_may_be_on_adoptions_or_on_points(tmp_path: Path) -> None:
    """Two entries of the year: a task of 2 adoptions is met, one of 10 points is missed."""
    text = "".join(
        f'[[quota]]\nperiod = "年"\ncounted = "{counted}"\nleast = {least}\nmet = 1\nmissed = 30\nclause = "{counted}"\n'
        for counted, least in (("采用", 2), ("得分", 10))
    )

    ledger = compute(facts(*entries(2), classes={A: 1}), local(tmp_path, text))

    assert {award.clause: award.amount for award in ledger.awards if award.kind in ("quota", "deduction")} == {
        "采用": 1,
        "得分": -30,
    }


VETO = (
    '[[veto]]\nkinds = ["约稿未交", "约稿迟交"]\ntimes = 2\neffect = "全年零分"\nclause = "两次不完成约稿，全年零分"\n'
)


def test_two_failures_and_the_year_is_nothing(tmp_path: Path) -> None:
    """The second commission not answered wipes out the year, what comes after too; the next year begins anew."""
    asked = tuple(Asked(A, "春耕", state, date(2026, month, 5)) for state, month in (("overdue", 4), ("late", 5)))
    known = facts(*entries(2), *entries(1, on=date(2026, 8, 1)), *entries(1, on=date(2027, 1, 4)), asked=asked)
    rules = local(tmp_path, VETO)

    ledger = compute(replace(known, until=date(2028, 1, 1)), rules)
    once = compute(replace(known, asked=asked[:1]), rules)

    assert ledger.between(*YEAR).total(A) == 0
    assert ledger.between(date(2027, 1, 1), date(2028, 1, 1)).total(A) == 3
    assert [(mark.unit, mark.what, mark.on) for mark in ledger.marks] == [(A, "全年零分", date(2026, 5, 5))]
    assert once.between(*YEAR).total(A) == 9 and not once.marks


def test_a_fault_taken_back_is_no_failure(tmp_path: Path) -> None:
    """Of two registered faults one was taken back: there is no veto, and no mark."""
    text = '[[veto]]\nkinds = ["瞒报"]\ntimes = 2\neffect = "取消评优资格"\nclause = "瞒报两次取消评优资格"\n'
    rules, day = local(tmp_path, text), date(2026, 4, 5)
    faults = (Fault(A, "瞒报", "一", day), Fault(A, "瞒报", "二", day))

    marks = compute(facts(*entries(1), faults=faults), rules)
    none = compute(facts(*entries(1), faults=(faults[0], replace(faults[1], ended_on=date(2026, 5, 5)))), rules)

    assert [mark.what for mark in marks.marks] == ["取消评优资格"] and marks.total(A) == 3
    assert none.marks == ()


def test_a_unit_at_the_pass_mark_passes(tmp_path: Path) -> None:
    """6 points of 6 pass; 3 do not."""
    rules = local(tmp_path, "[limits]\npass_mark = 6\n")
    ledger = compute(facts(*entries(2), printed("政务信息/2026/9#1", B)), rules)

    assert failing(ledger, rules, [A, B], *YEAR) == [B]


def test_each_failure_may_cost_points_instead() -> None:
    """默认: not answered −5, late −2, in time +2; a fault taken back is given back on that day."""
    asked = tuple(Asked(A, state, state, date(2026, 4, 5)) for state in ("overdue", "late", "answered"))
    fault = Fault(A, "失实", "某条", date(2026, 4, 6), ended_on=date(2026, 5, 6))

    ledger = compute(facts(*entries(4), asked=asked, faults=(fault,)), book("默认"))

    taken = [(award.amount, award.why) for award in ledger.awards if award.kind == "deduction"]
    assert [amount for amount, _ in taken] == [-5, -2, -10, 10]
    assert ledger.total(A) == 12 + 2 - 5 - 2
    assert "撤销登记" in taken[-1][1]


def test_31_december_belongs_to_its_year() -> None:
    """An issue of 31 December is in the old year to its last moment, one of 1 January in the new."""
    old, new = entries(1, on=date(2025, 12, 31)), entries(1, on=date(2026, 1, 1))

    ledger = compute(facts(*old, *new), book("默认"))

    assert ledger.between(date(2025, 1, 1), date(2026, 1, 1)).total(A) == 3
    assert ledger.between(*YEAR).total(A) == 3


def test_rules_hold_on_their_own_days(tmp_path: Path) -> None:
    """An entry of 2025 and its instruction of 2026 are counted each by the rules of its day."""
    old = HEAD.replace("2026-01-01", "2025-01-01\nvalid_to = 2025-12-31") + RULE
    new = HEAD + RULE.replace("3", "4") + '[[instruction]]\npoints = 7\nclause = "批示加7分"\n'
    entry = printed("政务信息/2025/9#1", A, on=date(2025, 12, 30))
    rules = read_book(with_rules(tmp_path, 旧=old, 新=new), "本市")

    ledger = compute(facts(entry, *entries(1), instructed=(instructed(entry, "市"),)), rules)

    assert [(award.amount, award.clause) for award in ledger.awards] == [
        (3, "每条3分"),
        (7, "批示加7分"),
        (4, "每条4分"),
    ]


def test_what_happened_before_the_rules_brings_nothing(tmp_path: Path) -> None:
    """A fact of a day without rules has no award."""
    assert compute(facts(*entries(1, on=date(2025, 12, 31))), local(tmp_path)).awards == ()


def test_nothing_at_all_is_an_empty_ledger() -> None:
    """No facts, no awards; nobody fails without a pass mark."""
    ledger = compute(facts(), book("默认"))

    assert ledger == Ledger()
    assert failing(ledger, book("默认"), [A], *YEAR) == []


def test_every_award_explains_itself() -> None:
    """Rule set, clause, entry, day and sum stand on every award; the parts of a sum read (3+10)÷3 = 13/3 ≈ 4.3."""
    entry = printed("信息专报/2026/1#1", A, B, C)

    ledger = compute(facts(entry, instructed=(instructed(entry, "市"),)), book("衢州"))

    assert all(award.rule == "衢州" and award.clause and award.subject and award.why for award in ledger.awards)
    assert sum_in_words(ledger.of(B)) == "(3+10)÷3 = 13/3 ≈ 4.3"
    assert sum_in_words(()) == "0"


def test_what_was_taken_back_stands_in_the_sum() -> None:
    """3 shared by two, 20 adopted above and taken back: (3+20-20)÷2 = 1.5."""
    entry = printed("政务信息/2026/1#1", A, B)
    gone = raised(entry, "省", "要情", ended_on=date(2026, 4, 8))

    ledger = compute(facts(entry, raised=(gone,)), book("默认"))

    assert sum_in_words(ledger.of(A)) == "(3+20-20)÷2 = 1.5"


def test_replaying_shows_why_each_unit_stands_differently() -> None:
    """Under other rules: places and points side by side, the difference by kind, and the clauses it comes from."""
    entry = printed("信息专报/2026/1#1", A)
    known = facts(entry, *entries(2, B), instructed=(instructed(entry, "市"),))

    shifts = {one.unit: one for one in replay(compute(known, book("默认")), compute(known, book("衢州")), [A, B, C])}

    assert [(one.before.place, one.after.place) for one in shifts.values()] == [(1, 1), (2, 2), (0, 0)]
    assert shifts[A].gain == 13 - 8 and shifts[B].gain == 4 - 6 and shifts[C].gain == 0
    assert shifts[A].kinds["instruction"] == (5, 10)
    assert [one.kind for one in shifts[A].differences] == ["instruction"]
    assert shifts[B].differences[0].clauses == ("本级刊物采用每条3分", "信息版、特刊每条2分")


def test_the_largest_difference_is_told_first() -> None:
    """What makes most of the difference between two rule sets stands first: here the supplement, then the daily items."""
    known = facts(*entries(2), printed("政务信息/2026/增刊1#1", A))

    (shift,) = replay(compute(known, book("默认")), compute(known, book("衢州")), [A])

    assert [one.after - one.before for one in shift.differences] == [7, -1, -1]


def test_rules_may_be_for_commissioned_entries_and_for_faults_named_above(tmp_path: Path) -> None:
    """约稿 5 where an ordinary entry is 3; 迟报 named by the province −100, by nobody −1."""
    rule = '[[printed]]\ncommissioned = true\npoints = 5\nclause = "约稿采用5分"\n' + RULE
    text = (
        '[[fault]]\nkinds = ["迟报"]\nlevels = ["省"]\npoints = 100\nclause = "被省点名扣100分"\n'
        '[[fault]]\nkinds = ["迟报"]\npoints = 1\nclause = "迟报扣1分"\n'
    )
    asked = printed("政务信息/2026/1#1", A, commissioned=True)
    faults = tuple(Fault(B, "迟报", str(level), date(2026, 4, 5), level) for level in ("省", ""))

    ledger = compute(facts(asked, *entries(1), faults=faults), local(tmp_path, text, rule))

    assert [award.amount for award in ledger.of(A)] == [5, 3]
    assert [award.amount for award in ledger.of(B)] == [-100, -1]


def test_points_are_rounded_half_up_in_print_only() -> None:
    """61/3 prints 20.3; 0.25 prints 0.3, −0.25 −0.3; whole points have no decimals; in full 13/3 stays a fraction."""
    shown = {
        Fraction(61, 3): "20.3",
        Fraction(1, 4): "0.3",
        Fraction(-1, 4): "-0.3",
        Fraction(5): "5",
        Fraction(-1, 100): "0",
    }

    assert {points: in_print(points) for points in shown} == shown
    assert in_print(Fraction(5, 2), 0) == "3"
    assert [in_full(Fraction(n)) for n in ("13/3", "13/8", "-7", "0.1")] == ["13/3", "1.625", "-7", "0.1"]


@pytest.mark.parametrize(
    ("length", "day", "expected"),
    [
        ("年", date(2026, 12, 31), ("2026-01-01", "2027-01-01")),
        ("季", date(2026, 12, 31), ("2026-10-01", "2027-01-01")),
        ("季", date(2026, 2, 28), ("2026-01-01", "2026-04-01")),
        ("月", date(2024, 2, 29), ("2024-02-01", "2024-03-01")),
        ("月", date(2026, 12, 1), ("2026-12-01", "2027-01-01")),
        ("周", date(2026, 11, 22), ("2026-11-16", "2026-11-23")),
    ],
)
def test_periods_are_half_open(length: str, day: date, expected: tuple[str, str]) -> None:
    """Every day lies in one period of each length, and the next begins where it ends."""
    start, end = period_of(day, length)

    assert (start.isoformat(), end.isoformat()) == expected
    assert period_of(end, length)[0] == end and period_of(end - timedelta(days=1), length) == (start, end)
    assert list(periods(length, start, end)) == [(start, end)]
