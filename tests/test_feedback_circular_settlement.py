"""What is promised about 本期调整: printed before, since, adjusted and of the period add up, whatever happened in between."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from bulletin.feedback.circular import frozen
from bulletin.feedback.circular.settlement import THIS_PERIOD, THIS_YEAR, Adjustment, Settlement, settle
from bulletin.feedback.points import compute
from bulletin.feedback.statistics import Statistics, count
from bulletin.model import Ended, Facts, Item, Kept, Ledger, Printed, Raised
from bulletin.settings.circular import CircularRules
from bulletin.settings.points import RuleBook
from tests.points_facts import book, printed, raised

UNITS = ("甲局", "乙局", "丙镇")
GROUPS = [("各单位", UNITS)]
FROM_START = book("默认", withdrawn="从头收回", unadopted="从头收回")
DATED = replace(book("默认", withdrawn="收回", unadopted="收回"), name="到日收回")
OTHER = book("衢州", withdrawn="从头收回", unadopted="从头收回")
BY_NAME = {one.name: one for one in (FROM_START, DATED, OTHER)}
DECEMBER, JANUARY, FEBRUARY, MARCH = (
    (date(2026, 12, 1), date(2027, 1, 1)),
    (date(2027, 1, 1), date(2027, 2, 1)),
    (date(2027, 2, 1), date(2027, 3, 1)),
    (date(2027, 3, 1), date(2027, 4, 1)),
)
QUARTER, YEAR_2026 = (date(2027, 1, 1), date(2027, 4, 1)), (date(2026, 1, 1), date(2027, 1, 1))
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Fact:
    """An entry with what became of it, and the day on which each was registered."""

    entry: Printed
    known_on: date
    ended: Ended | None = None
    raised: Raised | None = None


@dataclass(frozen=True)
class Made:
    """A circular as it was made, with all that it was made of."""

    kept: Kept
    statistics: Statistics
    settlement: Settlement
    ledger: Ledger
    ledger_of: Callable[[Kept], Ledger]


def known_on(world: list[Fact], today: date, until: date) -> Facts:
    """Return the facts before `until` as they were registered on `today`."""
    known = [one for one in world if one.known_on <= today and one.entry.on < until]
    return Facts(
        until=until,
        printed=tuple(one.entry for one in known),
        ended=tuple(one.ended for one in known if one.ended and one.ended.on < until and one.ended.on <= today),
        raised=tuple(
            replace(up, ended_on=up.ended_on if up.ended_on and up.ended_on < until and up.ended_on <= today else None)
            for up in (one.raised for one in known)
            if up and up.on < until
        ),
        classes=dict.fromkeys(UNITS, 1),
    )


def make(
    world: list[Fact], rules: RuleBook, known: list[Kept], span: tuple[date, date], today: date, number: int
) -> Made:
    """Make the circular of the days of `span` on that day; it is not published."""
    facts = known_on(world, today, span[1])
    ledger = compute(facts, rules)

    def ledger_of(kept: Kept) -> Ledger:
        return compute(facts, BY_NAME[kept.figures["rules"]["name"]])

    settled = settle(known, facts, ledger, span, ledger_of)
    made = count(facts, ledger, rules, GROUPS, CircularRules(), span, settled.of_this_year())
    awards = ledger.between(date(span[0].year, 1, 1), span[1]).awards
    at = datetime.combine(today, datetime.min.time(), ZoneInfo("Asia/Shanghai"))
    basis = frozen.Basis("东江市", "", rules.name, "", (), at)
    figures = frozen.with_footing(frozen.content(made, basis), frozen.Footing(settled, awards))
    return Made(Kept(_item(number, at), span, figures=figures), made, settled, ledger, ledger_of)


def published(made: Made) -> Kept:
    """Return the circular as it stands once it is published."""
    return replace(made.kept, issue=f"信息工作通报/2026/{made.kept.item.id}#1")


def _item(number: int, at: datetime) -> Item:
    texts = dict.fromkeys(
        ("key", "title", "text", "raw_text", "url", "origin", "unit", "kind", "signed_by", "urgency", "fingerprint"), ""
    )
    return Item(**texts, id=number, original_id=number, source="通报", published_at=None, received_at=at, state="new")


def world_of(chance: random.Random) -> list[Fact]:
    """Return entries of December to March: merged, entered late, withdrawn at once or long after, adopted above and undone."""
    found = []
    for number in range(60):
        on = date(2026, 12, 1) + timedelta(days=chance.randrange(115))
        units = chance.sample(UNITS, chance.choice((1, 1, 2, 3)))
        entry = printed(f"政务信息/2026/{number + 1}#1", *units, on=on, title=f"第{number}条")
        end = on + timedelta(days=chance.randrange(1, 90))
        ended = Ended(entry.reference, chance.choice(("withdraw", "correct")), end, chance.random() < 0.5, False)
        up = raised(entry, "省", on=on + timedelta(days=5), ended_on=chance.choice((None, end)))
        found.append(
            Fact(
                entry,
                on + timedelta(days=chance.choice((0, 0, 0, chance.randrange(90)))),
                ended if chance.random() < 0.4 else None,
                up if chance.random() < 0.3 else None,
            )
        )
    return found


def adds_up(made: Made, known: list[Kept]) -> None:
    """Assert for every unit: printed before + since + adjusted + of the period = cumulative = what the ledger has."""
    before, (start, end) = made.settlement.previous, made.kept.span
    follows = before is not None and before.span[0].year == start.year
    rows = {r["unit"]: r for g in before.figures["groups"] for r in g["units"]} if before else {}
    since = made.ledger.between(before.span[1] if before and follows else date(start.year, 1, 1), start)
    for row in made.statistics.rows:
        was = Fraction(rows[row.unit]["cumulative"]) if follows else Fraction(0)
        assert was + since.total(row.unit) + row.adjusted + row.points == row.cumulative
        assert row.cumulative == made.ledger.between(date(start.year, 1, 1), end).total(row.unit)
        told = [one.points for one in made.settlement.adjustments if (one.unit, one.counted) == (row.unit, THIS_YEAR)]
        assert sum(told, Fraction(0)) == row.adjusted
    _earlier_years_add_up(made, known)


def _earlier_years_add_up(made: Made, known: list[Kept]) -> None:
    """Assert that each earlier year's printed points and all that was told of them since come to what the ledger has of it."""
    years, one = set(), made.settlement.previous
    while one:
        years.add(str(one.span[0].year))
        one = next((other for other in known if one and other.item.id == one.figures["previous"]), None)
    assert set(made.settlement.restated) == years - {str(made.kept.span[0].year)}
    for year, restated in made.settlement.restated.items():
        base = next(one for one in known if one.item.id == restated["item"])
        rows = {r["unit"]: Fraction(r["cumulative"]) for g in base.figures["groups"] for r in g["units"]}
        told = [(one.unit, one.points) for one in made.settlement.adjustments if one.counted == f"{year}年度"]
        before = made.settlement.previous
        while before and before.item.id != base.item.id:
            told += [
                (one["unit"], Fraction(one["points"]))
                for one in before.figures["adjustments"]
                if one["counted"] == f"{year}年度"
            ]
            before = next(one for one in known if one.item.id == before.figures["previous"])
        now = made.ledger_of(base).between(date(int(year), 1, 1), base.span[1])
        for unit in UNITS:
            assert rows[unit] + sum((points for name, points in told if name == unit), Fraction(0)) == now.total(unit)


@pytest.mark.parametrize(
    "rules",
    [(FROM_START, FROM_START), (DATED, DATED), (FROM_START, OTHER), (OTHER, DATED)],
    ids=["from the start", "dated", "to another", "from another"],
)
@pytest.mark.parametrize("seed", range(25))
def test_whatever_happens_in_whatever_order_the_sums_agree(seed: int, rules: tuple[RuleBook, RuleBook]) -> None:
    """Months, a quarter and a year, made late or in time, published or not, withdrawn or corrected: every one adds up.

    `rules` are those of 2026 and of 2027: what is told of 2026 is counted by the rules of 2026 whatever holds now.
    """
    chance = random.Random(seed)
    world, known = world_of(chance), list[Kept]()
    spans = [YEAR_2026, DECEMBER, JANUARY, FEBRUARY, MARCH, QUARTER]
    chance.shuffle(spans)
    for number, span in enumerate([*spans, JANUARY, MARCH, (date(2027, 4, 1), date(2027, 5, 1))], 1):
        of_the_year = rules[span[0].year - 2026]
        made = make(world, of_the_year, known, span, span[1] + timedelta(days=chance.randrange(70)), number)
        adds_up(made, known)
        if chance.random() < 0.8:
            known.append(published(made))
        if known and chance.random() < 0.15:
            gone = chance.randrange(len(known))
            if all(one.figures["previous"] != known[gone].item.id for one in known):
                known[gone] = replace(known[gone], issue="", withdrawn=known[gone].issue)


def test_an_issue_of_december_withdrawn_in_january_is_settled_in_january() -> None:
    """From the start: last year's total is put right, with the reason; the new year's is not touched. Told once."""
    entry = printed("政务信息/2026/50#1", "甲局", on=date(2026, 12, 20), title="晚稻收割")
    gone = Ended(entry.reference, "withdraw", date(2027, 1, 6), from_start=True, keeps_points=False)
    other = printed("政务信息/2027/1#1", "甲局", on=date(2027, 1, 9))
    world = [Fact(entry, entry.on, gone), Fact(other, other.on)]
    year = published(make(world, FROM_START, [], YEAR_2026, date(2027, 1, 4), 1))

    january = make(world, FROM_START, [year], JANUARY, date(2027, 2, 3), 2)
    february = make(world, FROM_START, [year, published(january)], FEBRUARY, date(2027, 3, 3), 3)

    (told,) = january.settlement.adjustments
    assert (told.unit, told.reference, told.title, told.on) == ("甲局", entry.reference, "晚稻收割", entry.on)
    assert (told.points, told.why, told.counted) == (Fraction(-3), "1月6日撤回，自始不计", "2026年度")
    assert [row.cumulative for row in january.statistics.rows if row.unit == "甲局"] == [3]
    assert february.settlement.adjustments == ()


def test_what_is_taken_back_on_its_own_day_is_told_with_its_reason_and_counted_in_the_period() -> None:
    """Where the rules take back from the day on, January's points are less by it, and the circular says for what."""
    entry = printed("政务信息/2026/50#1", "甲局", on=date(2026, 12, 20), title="晚稻收割")
    gone = Ended(entry.reference, "withdraw", date(2027, 1, 6), from_start=True, keeps_points=False)
    world = [Fact(entry, entry.on, gone)]
    year = published(make(world, DATED, [], YEAR_2026, date(2027, 1, 4), 1))

    january = make(world, DATED, [year], JANUARY, date(2027, 2, 3), 2)

    (told,) = january.settlement.adjustments
    assert (told.points, told.on, told.counted) == (Fraction(-3), entry.on, THIS_PERIOD)
    assert "撤回，收回" in told.why
    assert [row.points for row in january.statistics.rows if row.unit == "甲局"] == [-3]


def test_only_what_changes_a_sum_of_this_year_is_given_for_it() -> None:
    """Points of another year, and points that came and went, leave a unit's sum as it was: it is not among them."""
    changes = (("甲局", 3, "2026年度"), ("乙局", 3, THIS_YEAR), ("乙局", -3, THIS_YEAR), ("丙镇", 2, THIS_YEAR))
    adjustments = (Adjustment(unit, "", "", None, Fraction(points), "", where) for unit, points, where in changes)

    assert Settlement(None, tuple(adjustments)).of_this_year() == {"丙镇": 2}


def test_a_unit_that_has_only_an_adjustment_still_has_its_row() -> None:
    """With hides_empty a unit whose points all went is not left out: its row says what went."""
    entry = printed("政务信息/2027/1#1", "甲局", on=date(2027, 1, 9))
    gone = Ended(entry.reference, "withdraw", date(2027, 2, 6), from_start=True, keeps_points=False)
    world = [Fact(entry, entry.on, gone)]
    january = published(make(world, FROM_START, [], JANUARY, date(2027, 2, 2), 1))

    facts = known_on(world, date(2027, 3, 2), FEBRUARY[1])
    ledger = compute(facts, FROM_START)
    adjusted = settle([january], facts, ledger, FEBRUARY, lambda _: ledger).of_this_year()
    made = count(facts, ledger, FROM_START, GROUPS, CircularRules(hides_empty=True), FEBRUARY, adjusted)

    assert [(row.unit, row.before, row.adjusted, row.cumulative) for row in made.rows] == [("甲局", 0, -3, 0)]


def test_of_a_circular_made_before_awards_were_frozen_the_sums_are_settled() -> None:
    """An old circular has only the units' sums: the change is told as one of the unit, without an entry."""
    entry = printed("政务信息/2027/1#1", "甲局", on=date(2027, 1, 9))
    gone = Ended(entry.reference, "withdraw", date(2027, 2, 6), from_start=True, keeps_points=False)
    world = [Fact(entry, entry.on, gone)]
    january = published(make(world, FROM_START, [], JANUARY, date(2027, 2, 2), 1))
    new = ("previous", "corrects", "awards", "adjustments", "restated", "tables")
    old = replace(january, figures={key: value for key, value in january.figures.items() if key not in new})

    (told,) = make(world, FROM_START, [old], FEBRUARY, date(2027, 3, 3), 2).settlement.adjustments

    assert (told.unit, told.on, told.points, told.counted) == ("甲局", None, Fraction(-3), THIS_YEAR)
