"""What a hostile accountant adds up again: over a change of rules, of parents, of classes; caps and floors with a pencil."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.feedback.points import compute, failing, period_of
from bulletin.model import Award, Ended, Facts, Fault, Ledger, Membership
from bulletin.settings.points import Policy, RuleBook, RuleSet, read_book
from bulletin.settings.points.rules import Cap, Limits
from tests.points_facts import book, facts, instructed, printed, with_rules

A, B, C = "市发展改革委", "市财政局", "东山镇"
DECEMBER, JANUARY = date(2025, 12, 20), date(2026, 1, 10)
HEAD = 'name = "本市"\nnotice = "某政办发〔2026〕1号"\nvalid_from = 2026-01-01\n'
RULE = '[[printed]]\npoints = 3\nclause = "每条3分"\n'


def two_years(before: Policy, after: Policy) -> RuleBook:
    """Return the usual rules with one policy up to the end of 2025, and another from then on."""
    (usual,) = book("默认").versions
    old = replace(usual, valid_to=date(2025, 12, 31), file="旧.toml", policy=before)
    return RuleBook("默认", (old, replace(usual, valid_from=date(2026, 1, 1), file="新.toml", policy=after)))


def by_year(ledger: Ledger, unit: str) -> list[Fraction]:
    """Return the points of a unit in 2025 and in 2026."""
    return [ledger.between(date(year, 1, 1), date(year + 1, 1, 1)).total(unit) for year in (2025, 2026)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("每次", "每次", [Fraction(1), Fraction(15, 3)]),
        ("每次", "同级一次", [Fraction(1), Fraction(10, 3)]),
        ("同级一次", "每次", [Fraction(1), Fraction(15, 3)]),
    ],
)
def test_an_instruction_counts_by_the_rules_of_its_own_day(before: str, after: str, expected: list[Fraction]) -> None:
    """Three units' entry of December, instructed twice by one level in January: January's rules say whether both count."""
    entry = printed("政务信息/2025/9#1", A, B, C, on=DECEMBER)
    notes = (instructed(entry, "市", on=JANUARY), instructed(entry, "市", "主要", on=JANUARY + timedelta(days=9)))

    ledger = compute(facts(entry, instructed=notes), two_years(Policy(repeats=before), Policy(repeats=after)))

    assert by_year(ledger, C) == expected


def test_once_a_level_holds_over_the_turn_of_the_year() -> None:
    """A deputy's 5 of December gives way to the head's 10 of January: 8 in the one year, 5 more in the other, 13 in all."""
    entry = printed("政务信息/2025/9#1", A, on=DECEMBER)
    notes = (instructed(entry, "市", on=DECEMBER), instructed(entry, "市", "主要", on=JANUARY))
    once = Policy(repeats="同级一次")

    ledger = compute(facts(entry, instructed=notes), two_years(once, once))

    assert by_year(ledger, A) == [8, 5]


def test_an_instruction_without_points_replaces_nothing(tmp_path: Path) -> None:
    """传阅 is worth 0 and leaves the 3 for printing; 办理 is worth 5 and takes their place."""
    text = '[[instruction]]\ninstruction_kinds = ["传阅"]\npoints = 0\nclause = "不计"\n[[instruction]]\npoints = 5\nclause = "5分"\n'
    rules = read_book(with_rules(tmp_path, 本市=HEAD + RULE + text + "[instructions]\nreplaces = true\n"), "本市")
    entry = printed("政务信息/2026/1#1", A)

    read, done = (instructed(entry, "市", kind=kind) for kind in ("传阅", "办理"))

    assert compute(facts(entry, instructed=(read,)), rules).total(A) == 3
    assert compute(facts(entry, instructed=(done,)), rules).total(A) == 5


@pytest.mark.parametrize(("day", "met"), [(date(2026, 3, 20), False), (date(2026, 4, 2), True)])
def test_a_task_is_not_met_by_what_was_taken_back(tmp_path: Path, day: date, met: bool) -> None:
    """Two printed, one withdrawn before the month was over: one. Withdrawn later, the month's task stays met."""
    text = '[[quota]]\nperiod = "月"\ncounted = "采用"\nleast = 2\nmet = 10\nclause = "每月2条10分"\n'
    rules = read_book(with_rules(tmp_path, 本市=HEAD + RULE + text), "本市")
    first, second = (printed(f"政务信息/2026/1#{n}", A) for n in (1, 2))
    ended = Ended(second.reference, "withdraw", day, from_start=False, keeps_points=False)

    march = compute(facts(first, second, ended=(ended,), classes={A: 1}), rules).between(
        date(2026, 3, 1), date(2026, 4, 1)
    )

    assert [award.amount for award in march.of(A) if award.kind == "quota"] == ([10] if met else [])


def test_a_reporting_point_scores_for_the_parent_it_had() -> None:
    """东江化工 was A's up to the end of 2025 and is B's since: the points of each year stay where they were earned."""
    found = [printed(f"政务信息/{day.year}/9#1", "东江化工", on=day) for day in (DECEMBER, JANUARY)]
    later = instructed(found[0], "市", on=JANUARY)
    past = {"东江化工": (Membership(date(2025, 12, 31), 3, A),)}

    ledger = compute(facts(*found, instructed=(later,), parents={"东江化工": B}, past=past), book("默认"))

    assert (by_year(ledger, A), by_year(ledger, B)) == ([3, 5], [0, 3])


def test_a_unit_that_was_its_own_keeps_its_year() -> None:
    """A unit that became a 直报点 in 2026 stands by itself in 2025, its faults and all."""
    found = [printed(f"政务信息/{day.year}/9#1", C, on=day) for day in (DECEMBER, JANUARY)]
    faults = tuple(Fault(C, "错情", "", day) for day in (DECEMBER, JANUARY))
    past = {C: (Membership(date(2025, 12, 31), 3),)}

    ledger = compute(facts(*found, faults=faults, parents={C: A}, past=past), book("默认"))

    assert (by_year(ledger, C), by_year(ledger, A)) == ([1, 0], [0, 1])


def test_a_task_is_that_of_the_class_the_unit_was_in(tmp_path: Path) -> None:
    """6 points a month for class 1: the unit that left it on 1 March 2026 has those of January and February."""
    text = '[[granted]]\nperiod = "月"\npoints = 6\nclasses = [1]\nclause = "一类每月6分"\n'
    rules = read_book(with_rules(tmp_path, 本市=HEAD + RULE + text), "本市")
    known = facts(submitted={(A, date(2026, 1, 4)): 1}, classes={A: 2}, until=date(2026, 6, 1))

    ledger = compute(replace(known, past={A: (Membership(date(2026, 2, 28), 1),)}), rules)

    assert [(award.on.month, award.amount) for award in ledger.of(A)] == [(1, 6), (2, 6)]


def test_a_month_is_not_measured_by_the_mark_of_a_year(tmp_path: Path) -> None:
    """Below 6 a year fails: so does the year, but no month of it, and no week."""
    rules = read_book(with_rules(tmp_path, 本市=HEAD + RULE + "[limits]\npass_mark = 6\n"), "本市")
    ledger = compute(facts(printed("政务信息/2026/1#1", A)), rules)

    spans = [period_of(date(2026, 3, 10), length) for length in ("年", "季", "月", "周")]

    assert [failing(ledger, rules, [A], *span) for span in spans] == [[A], [], [], []]


ALL_KINDS = """
[[printed]]
commissioned = true
points = 7
clause = "约稿7分"
[[printed]]
series = ["增刊"]
points = 5
clause = "增刊5分"
[[printed]]
kinds = ["调研"]
points = 10
clause = "调研10分"
[[printed]]
sections = ["经验交流"]
points = 4
clause = "经验4分"
[[printed]]
publications = ["信息专报"]
points = 6
also = true
clause = "专报再加6分"
[[printed]]
points = 3
clause = "每条3分"
"""


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 100_000))
def test_every_entry_counts_as_if_it_were_the_only_one(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    """Entries that differ in one respect only, however many were printed like them before: each has what it has alone."""
    rules = read_book(with_rules(tmp_path_factory.mktemp("rules"), 本市=HEAD + ALL_KINDS), "本市")
    chance = random.Random(seed)
    found = [
        printed(
            f"{chance.choice(('政务信息', '信息专报'))}/2026/{chance.choice(('', '增刊'))}{n}#1",
            *chance.sample((A, B, C), chance.randint(1, 3)),
            on=date(2026, chance.randint(1, 12), 5),
            title=f"标题{n}",
            section=chance.choice(("工作动态", "经验交流")),
            kinds=frozenset(chance.sample(("动态", "调研"), chance.randint(0, 2))),
            commissioned=chance.random() < 0.3,
            is_late=chance.random() < 0.3,
        )
        for n in range(40)
    ]

    together = compute(facts(*found), rules)

    alone = [award for entry in found for award in compute(facts(entry), rules).awards]
    assert sorted(together.awards, key=_plainly) == sorted(alone, key=_plainly)


def _plainly(award: Award) -> tuple[str, str, str]:
    return award.subject, award.unit, award.clause


FAULTS = {"失实": 10, "错情": 2, "迟报": 5}


def _year(chance: random.Random) -> Facts:
    """Return a year and a half of three units: entries withdrawn later, faults taken back later, instructions."""
    days = [date(2025, 10, 1) + timedelta(days=n) for n in range(450)]
    found = [
        printed(f"政务信息/2026/{n}#1", *chance.sample((A, B, C), chance.randint(1, 3)), on=chance.choice(days))
        for n in range(60)
    ]
    taken = [chance.choice((None, day + timedelta(days=chance.randint(1, 90)))) for day in days]
    return facts(
        *found,
        instructed=tuple(instructed(one, "市") for one in found if chance.random() < 0.3),
        ended=tuple(
            Ended(one.reference, "withdraw", one.on + timedelta(days=chance.randint(0, 80)), True, False)
            for one in found
            if chance.random() < 0.3
        ),
        faults=tuple(
            Fault(chance.choice((A, B, C)), chance.choice(list(FAULTS)), "", day, ended_on=taken[n])
            for n, day in enumerate(days)
            if chance.random() < 0.05
        ),
        until=date(2028, 1, 1),
    )


def _limits(floor: int | None, month: int, year: int) -> RuleBook:
    caps = (Cap("月", f"每月{month}", Fraction(month)), Cap("年", f"每年{year}", Fraction(year)))
    limits = Limits(basis=frozenset({"printed"}), floor=None if floor is None else Fraction(floor), caps=caps)
    made = two_years(Policy(), Policy())
    return RuleBook("默认", tuple(replace(one, limits=limits) for one in made.versions))


def _with_a_pencil(ledger: Ledger, rules: RuleSet, unit: str, year: int) -> Fraction:
    """Return the points of the facts of a year from awards without limits: capped, less the deductions, then the bonus."""
    own = [award for award in ledger.of(unit) if award.day.year == year]
    months: defaultdict[date, Fraction] = defaultdict(Fraction)
    for award in own:
        if award.kind == "printed":
            months[period_of(award.day, "月")[0]] += award.amount
    month, whole = (cap.points for cap in rules.limits.caps)
    basis = min(sum((min(points, month) for points in months.values()), Fraction(0)), whole)
    taken = sum((-award.amount for award in own if award.kind == "deduction"), Fraction(0))
    floor = rules.limits.floor
    left = basis - taken if floor is None else max(basis - taken, min(floor, basis))
    return left + sum((award.amount for award in own if award.kind not in ("printed", "deduction")), Fraction(0))


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 100_000),
    floor=st.sampled_from((None, 0, 2)),
    month=st.sampled_from((2, 5, 9)),
    year=st.sampled_from((8, 20, 60)),
)
def test_caps_and_floors_come_out_with_a_pencil(seed: int, floor: int | None, month: int, year: int) -> None:
    """Whatever is withdrawn, taken back or given later: each year ends where basis, cap, floor and bonus say, exactly."""
    known = _year(random.Random(seed))
    rules = _limits(floor, month, year)
    bare = RuleBook("默认", tuple(replace(one, limits=Limits()) for one in rules.versions))

    limited, plain = compute(known, rules), compute(known, bare)

    for unit in (A, B, C):
        for version, of_year in zip(rules.versions, (2025, 2026), strict=True):
            counted = sum((award.amount for award in limited.of(unit) if award.day.year == of_year), Fraction(0))
            assert counted == _with_a_pencil(plain, version, unit, of_year)
