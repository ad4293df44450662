"""What holds of any year: sums agree whichever way they are taken, nothing is lost in a merge, taking back is exact."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.feedback.points import compute
from bulletin.model import Ended, Facts, Fault, Ledger, Printed, Raised
from bulletin.settings.points import RuleBook
from bulletin.terms import LEADER_RANKS
from tests.points_facts import YEAR, book, facts, instructed, printed, raised

SHARING = book("衢州")
BOOKS = [book(name) for name in ("默认", "连云港", "湖州2018", "衢州")]
DAYS = [YEAR[0] + timedelta(days=n) for n in range(365)]
NAMES = ("政务信息", "信息专报", "每日要情")


def year(seed: int, count: int, units: int) -> Facts:
    """Return a random year: merges, instructions, adoptions above and taken back, withdrawals, faults."""
    chance = random.Random(seed)
    names = [f"第{n}单位" for n in range(units)]
    found = [_entry(chance, n, names) for n in range(count)]
    return facts(
        *found,
        instructed=tuple(
            instructed(one, chance.choice("市省国"), chance.choice(LEADER_RANKS)) for one in _some(chance, found, 0.2)
        ),
        raised=tuple(_raised(chance, one) for one in _some(chance, found, 0.2)),
        ended=tuple(_ended(chance, one) for one in _some(chance, found, 0.05)),
        faults=tuple(Fault(chance.choice(names), "失实", "", chance.choice(DAYS)) for _ in range(units // 3)),
        classes=dict.fromkeys(names, 1),
        until=date(2028, 1, 1),
    )


def _some(chance: random.Random, found: list[Printed], share: float) -> list[Printed]:
    return [entry for entry in found if chance.random() < share]


def _raised(chance: random.Random, entry: Printed) -> Raised:
    given, gone = Fraction(chance.randint(1, 9)), chance.choice((None, None, entry.on + timedelta(days=40)))
    return raised(entry, chance.choice("省国"), chance.choice(("专报", "要情", "国办")), points=given, ended_on=gone)


def _ended(chance: random.Random, entry: Printed) -> Ended:
    day = entry.on + timedelta(days=20)
    return Ended(entry.reference, "withdraw", day, chance.random() < 0.5, chance.random() < 0.5)


def _entry(chance: random.Random, number: int, names: list[str]) -> Printed:
    chosen = chance.choices(names, k=chance.choice((1, 1, 1, 2, 3, 7)))
    return printed(f"{chance.choice(NAMES)}/2026/{number + 1}#1", *chosen, on=chance.choice(DAYS))


def by(ledger: Ledger, name: str) -> dict[str, Fraction]:
    """Return the sums of the awards by one of their fields."""
    sums: defaultdict[str, Fraction] = defaultdict(Fraction)
    for award in ledger.awards:
        sums[getattr(award, name)] += award.amount
    return dict(sums)


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000), rules=st.sampled_from(BOOKS))
def test_awards_units_items_and_days_have_one_sum(seed: int, rules: RuleBook) -> None:
    """A random year of 500 items and 60 units: the sum over awards, over units, over items, over months is the same."""
    ledger = compute(year(seed, 500, 60), rules)

    whole = sum((award.amount for award in ledger.awards), Fraction(0))
    assert (
        sum(by(ledger, "unit").values())
        == whole
        == sum(by(ledger, "subject").values())
        == sum(by(ledger, "on").values())
    )
    assert sum(ledger.totals().values()) == whole


@settings(max_examples=60, deadline=None)
@given(units=st.lists(st.sampled_from("甲乙丙丁戊己庚"), min_size=1, max_size=9), seed=st.integers(0, 999))
def test_a_merge_loses_nothing(units: list[str], seed: int) -> None:
    """For any merge, named in any order and however often, the equal parts add up to what the entry alone would have."""
    entry = printed("信息专报/2026/1#1", *units)
    chance = random.Random(seed)
    notes = tuple(instructed(entry, "市", leader=str(n)) for n in range(chance.randint(0, 3)))
    above = tuple(
        raised(entry, "省", str(n), points=Fraction(chance.randint(1, 9))) for n in range(chance.randint(0, 3))
    )
    alone = replace(entry, units=("甲",))

    shared = compute(facts(entry, instructed=notes, raised=above), SHARING)
    whole = compute(facts(alone, instructed=notes, raised=above), SHARING)

    assert sum(shared.totals().values()) == whole.total("甲")
    assert set(shared.totals()) == set(units) and len(set(shared.totals().values())) == 1


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000), rules=st.sampled_from(BOOKS))
def test_taking_back_and_registering_again_returns_every_total(seed: int, rules: RuleBook) -> None:
    """Every adoption of a random year taken back after a week and registered anew after another: every total as before."""
    known = year(seed, 500, 60)
    plain = replace(known, raised=tuple(replace(one, ended_on=None) for one in known.raised))
    week = timedelta(days=7)
    undone = tuple(replace(one, ended_on=one.on + week) for one in plain.raised)
    again = tuple(replace(one, on=one.on + 2 * week) for one in plain.raised)

    once = compute(plain, rules).totals()
    twice = compute(replace(plain, raised=(*undone, *again)), rules).totals()
    gone = compute(replace(plain, raised=undone), rules).totals()
    never = compute(replace(plain, raised=()), rules).totals()

    assert twice == once
    assert gone == never


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_order_of_the_facts_does_not_matter(seed: int) -> None:
    """The same facts in another order give every unit the same points."""
    known = year(seed, 200, 20)
    mixed = replace(
        known,
        printed=tuple(reversed(known.printed)),
        raised=tuple(reversed(known.raised)),
        instructed=tuple(reversed(known.instructed)),
    )

    assert compute(mixed, BOOKS[0]).totals() == compute(known, BOOKS[0]).totals()


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 10_000), day=st.sampled_from(DAYS))
def test_a_year_is_the_sum_of_its_parts(seed: int, day: date) -> None:
    """What was given before any day and from it on is the whole, and counting again gives the same ledger."""
    known = year(seed, 200, 20)
    ledger = compute(known, BOOKS[0])

    parts = (ledger.between(date.min, day), ledger.between(day, date.max))
    assert sum(part.total("第3单位") for part in parts) == ledger.total("第3单位")
    assert compute(known, BOOKS[0]) == ledger
