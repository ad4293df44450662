"""What is promised about the statistics of units: every figure is what is behind it, counted again here in another way."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from bulletin.errors import SettingsError
from bulletin.feedback.points import compute
from bulletin.feedback.statistics import OTHERS, Row, Statistics, count, groups_of, listed, subjects, total
from bulletin.model import Asked, Award, Ended, Facts, Ledger, Printed, standing
from bulletin.settings import read_settings
from bulletin.settings.circular import CircularRules, UnitGroup
from bulletin.settings.points import read_book
from bulletin.terms import AWARD_PARTS, AWARDS
from tests.points_facts import YEAR, book, facts, instructed, office, printed, raised, with_rules
from tests.test_feedback_points_properties import year

RULES = CircularRules()
USUAL = book("默认")


def counted(
    known: Facts, *units: str, rules: CircularRules = RULES, span: tuple[date, date] = YEAR, groups: Any = None
) -> Statistics:
    """Return the statistics of these units, one group of them unless others are given."""
    return count(known, compute(known, USUAL), USUAL, groups or [("各单位", units)], rules, span)


def figures(made: Statistics, unit: str) -> dict[str, Fraction]:
    """Return the figures of a unit that are not 0, by the names of their columns."""
    row = next(row for row in made.rows if row.unit == unit)
    return {column.name: value for column in made.columns if (value := column.value(row))}


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("span", [YEAR, (date(2026, 4, 1), date(2026, 7, 1)), (date(2026, 12, 31), date(2027, 1, 1))])
def test_every_figure_of_a_random_year_is_the_one_counted_by_hand(seed: int, span: tuple[date, date]) -> None:
    """Printed, merged, adopted above, written on, points: row by row the same as a plain loop over the facts finds."""
    known = year(seed, 200, 20)
    made = counted(known, *(f"第{n}单位" for n in range(20)), span=span)

    gone = {one.reference for one in known.ended if one.on < span[1]}
    entries = {one.reference: one for one in known.printed}
    printed_, merged, upper, notes = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for entry in known.printed:
        if span[0] <= entry.on < span[1] and entry.reference not in gone:
            for unit in set(entry.units):
                printed_[unit] += 1
                merged[unit] += len(set(entry.units)) > 1
    for fact in known.raised:
        if span[0] <= fact.on < span[1] and (fact.ended_on is None or fact.ended_on >= span[1]):
            upper.update(set(entries[fact.reference].units))
    for note in known.instructed:
        if span[0] <= note.on < span[1]:
            notes.update(set(entries[note.reference].units))
    points: defaultdict[str, Fraction] = defaultdict(Fraction)
    for award in compute(known, USUAL).awards:
        points[award.unit] += award.amount if span[0] <= award.on < span[1] else 0
    for row in made.rows:
        found = figures(made, row.unit)
        assert found.get("采用", 0) == printed_[row.unit] == found.get("独编", 0) + found.get("综合", 0)
        assert found.get("综合", 0) == merged[row.unit]
        assert (found.get("上级采用", 0), found.get("批示", 0)) == (upper[row.unit], notes[row.unit])
        assert row.points == points[row.unit] == sum(found.get(part, 0) for part in AWARD_PARTS)


def test_items_and_unit_credits_are_two_counts() -> None:
    """An item of three units is one item and three credits; the office's own is an item of nobody."""
    known = facts(
        printed("政务信息/2026/1#1", "甲局", "乙局", "丙局"),
        printed("政务信息/2026/1#2", "甲局"),
        printed("政务信息/2026/1#3"),
    )

    made = counted(known, "甲局", "乙局", "丙局")

    column = made.columns[0]
    assert (len(made.entries), made.credits, len(made.own)) == (3, 4, 1)
    assert [total(column, made.rows), len(subjects(column, made.rows))] == [4, 2]


def test_the_last_day_belongs_to_its_period_and_the_next_to_the_next() -> None:
    """An issue of 31 December counts in December and in its year, one of 1 January in neither."""
    known = facts(
        printed("政务信息/2026/9#1", "甲局", on=date(2026, 12, 31)),
        printed("政务信息/2027/1#1", "甲局", on=date(2027, 1, 1)),
        until=date(2027, 2, 1),
    )

    for span in (YEAR, (date(2026, 12, 1), date(2027, 1, 1)), (date(2026, 12, 31), date(2027, 1, 1))):
        assert [one.reference for one in counted(known, "甲局", span=span).entries] == ["政务信息/2026/9#1"]


def test_points_before_the_period_are_of_the_same_year() -> None:
    """The cumulative points of March are those of January to March; last year's do not count."""
    known = facts(
        printed("政务信息/2025/1#1", "甲局", on=date(2025, 12, 31)),
        printed("政务信息/2026/1#1", "甲局", on=date(2026, 1, 1)),
        printed("政务信息/2026/2#1", "甲局", on=date(2026, 3, 1)),
    )

    (row,) = counted(known, "甲局", span=(date(2026, 3, 1), date(2026, 4, 1))).rows

    assert [row.before, row.points, row.cumulative] == [3, 3, 6]


def test_what_was_withdrawn_in_the_period_is_not_counted_and_what_was_corrected_is() -> None:
    """A withdrawn entry and a late entry taken back drop out of 采用; withdrawn after the period it stays."""
    first, second, third = (printed(f"政务信息/2026/1#{n}", "甲局") for n in (1, 2, 3))
    ended = tuple(
        Ended(entry.reference, kind, on, False, False)
        for entry, kind, on in (
            (first, "withdraw", date(2026, 3, 31)),
            (second, "correct", date(2026, 3, 20)),
            (third, "withdraw", date(2026, 4, 1)),
        )
    )

    made = counted(facts(first, second, third, ended=ended), "甲局", span=(date(2026, 1, 1), date(2026, 4, 1)))

    assert [one.reference for one in made.entries] == ["政务信息/2026/1#2", "政务信息/2026/1#3"]
    assert figures(made, "甲局")["采用"] == 2


def test_an_adoption_above_that_was_struck_off_in_the_period_is_not_counted() -> None:
    """撤销登记 within the period takes the adoption out of the count; after it the period stays as it was."""
    entry = printed("政务信息/2026/1#1", "甲局")
    span = (date(2026, 3, 1), date(2026, 4, 1))

    struck, later = (
        counted(facts(entry, raised=(raised(entry, "省", ended_on=day),)), "甲局", span=span)
        for day in (date(2026, 3, 25), date(2026, 4, 1))
    )

    assert "上级采用" not in figures(struck, "甲局") and figures(later, "甲局")["省级采用"] == 1


def test_passing_on_is_no_instruction_and_a_whole_issue_counts_as_the_rules_say() -> None:
    """传阅 is not counted; an instruction on an issue of one entry is that entry's, on one of two nobody's."""
    one, two, three = (
        printed("政务信息/2026/1#1", "甲局"),
        printed("政务信息/2026/2#1", "乙局"),
        printed("政务信息/2026/2#2", "丙局"),
    )
    notes = (
        instructed(one, "市", kind="传阅"),
        replace(instructed(one, "市"), reference="政务信息/2026/1", is_whole_issue=True),
        replace(instructed(two, "市"), reference="政务信息/2026/2", is_whole_issue=True),
    )

    made = counted(facts(one, two, three, instructed=notes), "甲局", "乙局", "丙局")

    assert [figures(made, unit).get("批示", 0) for unit in ("甲局", "乙局", "丙局")] == [1, 0, 0]


def test_what_happened_twice_is_two_things_and_what_units_share_is_one() -> None:
    """Two instructions of one leader on one day, and one of another level, on an item of two units: three, by level too."""
    entry = printed("政务信息/2026/1#1", "甲局", "乙局")
    notes = (instructed(entry, "市"), instructed(entry, "市", kind="肯定"), instructed(entry, "省"))

    made = counted(facts(entry, instructed=notes), "甲局", "乙局")

    numbers = {column.name: len(subjects(column, made.rows)) for column in made.columns if column.kind == "instructed"}
    assert numbers == {"批示": 3, "省级批示": 1, "市级批示": 2}
    assert [figures(made, unit)["批示"] for unit in ("甲局", "乙局")] == [3, 3]
    assert set(map(tuple, subjects(made.columns[0], made.rows).values())) == {("甲局", "乙局")}


def test_what_stands_in_the_circulars_own_publication_is_no_adoption() -> None:
    """An article of 信息工作通报 counts for nobody, and is no item of the period."""
    known = facts(printed("信息工作通报/2026/1#1", "甲局"), printed("政务信息/2026/1#1", "甲局"))

    assert [entry.publication for entry in counted(known, "甲局").entries] == ["政务信息"]


def test_commissions_are_counted_by_how_they_were_answered() -> None:
    """约稿 is the sum of in time, late and not answered."""
    asked = tuple(
        Asked("甲局", "秋粮收购", state, date(2026, 3, n))
        for n, state in enumerate(("answered", "late", "overdue", "answered"), 1)
    )

    found = figures(counted(facts(asked=asked), "甲局"), "甲局")

    assert [found[name] for name in ("约稿", "按时", "迟交", "未交")] == [4, 2, 1, 1]


def test_a_brief_is_neither_single_nor_merged() -> None:
    """简讯 stands apart from 独编 and 综合."""
    known = facts(printed("政务信息/2026/1#1", "甲局", section="简讯"), printed("政务信息/2026/1#2", "甲局"))

    found = figures(counted(known, "甲局"), "甲局")

    assert [found["采用"], found["简讯"], found["独编"]] == [2, 1, 1]


def test_a_unit_that_scores_for_another_is_part_of_it() -> None:
    """What a 直报点 sent and had printed is its parent's; it has no row of its own."""
    known = facts(
        printed("政务信息/2026/1#1", "东山水泥厂"),
        submitted={("东山水泥厂", date(2026, 3, 1)): 2},
        parents={"东山水泥厂": "东山镇"},
    )

    made = counted(known, "东山镇")

    assert [(row.unit, row.submitted) for row in made.rows] == [("东山镇", 2)]
    assert figures(made, "东山镇")["采用"] == 1


def _ranked(points: dict[str, str], *idle: str, **rules: Any) -> Sequence[Row]:
    """Return the rows of units that have these points, and of `idle` units that have none."""
    day, span = date(2026, 9, 1), (date(2026, 7, 1), date(2026, 10, 1))
    awards = tuple(Award(unit, Fraction(amount), "granted", "", "", "", "", day, "") for unit, amount in points.items())
    groups = [("一类", [*idle, *points])]
    return count(Facts(until=YEAR[1]), Ledger(awards), USUAL, groups, CircularRules(**rules), span).rows


def test_ties_share_a_place() -> None:
    """温县 2023 年第三季度（E6）：175.7, 165.3, 160, 160 are the places 1, 2, 3, 3, and the next one is 5."""
    rows = _ranked({"甲": "160", "乙": "175.7", "丙": "160", "丁": "165.3", "戊": "12"})

    assert [(row.place, row.unit) for row in rows] == [(1, "乙"), (2, "丁"), (3, "甲"), (3, "丙"), (5, "戊")]


@pytest.mark.parametrize("ranked_by", ["本期", "累计"])
def test_only_points_above_nothing_give_a_place(ranked_by: str) -> None:
    """Nobody is first with nothing: below those with a place stand, by points, who has none and who lost more than he had."""
    rows = _ranked({"甲": "-7", "丙": "6", "乙": "3"}, "丁", ranked_by=ranked_by)

    assert [(row.unit, row.place) for row in rows] == [("丙", 1), ("乙", 2), ("丁", 0), ("甲", 0)]
    assert [row.place for row in _ranked({"甲": "-10"}, ranked_by=ranked_by)] == [0]


@pytest.mark.parametrize("seed", range(5))
def test_a_circular_places_the_units_as_every_list_of_points_does(seed: int) -> None:
    """Whatever points are for, an instruction on what was printed before too: places and order are those of `standing`."""
    known, units, march = year(seed, 200, 20), [f"第{n}单位" for n in range(20)], (date(2026, 3, 1), date(2026, 3, 11))
    totals = compute(known, USUAL).between(*march).totals()

    made = counted(known, *units, span=march)

    assert [(row.place, row.unit) for row in made.rows] == [(one.place, one.unit) for one in standing(totals, units)]


def test_by_the_year_points_of_before_the_period_give_a_place() -> None:
    """With 累计 a unit that had its entries in January keeps its place in March; by the period it has none."""
    known = facts(printed("政务信息/2026/1#1", "甲局", on=date(2026, 1, 5)))
    march = (date(2026, 3, 1), date(2026, 4, 1))

    by_year, by_period = (
        counted(known, "甲局", rules=CircularRules(ranked_by=by), span=march) for by in ("累计", "本期")
    )

    assert (by_year.rows[0].place, by_period.rows[0].place) == (1, 0)


def test_what_is_taken_back_is_less_adoption_and_no_deduction() -> None:
    """扣分 is what a fault takes; the points of a withdrawn entry are negative 采用得分, caps and floors are 限额."""
    day = date(2026, 9, 1)
    awards = [
        Award("甲局", Fraction(amount), kind, "", "", "政务信息/2026/1#1", "收割", day, "")
        for kind, amount in (("printed", -3), ("deduction", -10), ("floor", 4), ("cap", -1), ("adopted", -20))
    ]
    found = figures(
        count(Facts(until=YEAR[1]), Ledger(tuple(awards)), USUAL, [("一类", ["甲局"])], RULES, YEAR), "甲局"
    )

    assert [found[part] for part in AWARD_PARTS] == [-3, -20, -10, 3]
    assert sum(found[part] for part in AWARD_PARTS) == found["本期得分"]


def test_every_kind_of_award_is_in_one_part() -> None:
    """Nothing is counted in two parts, nothing in none: the parts add up to the points."""
    assert sorted(kind for kinds in AWARD_PARTS.values() for kind in kinds) == sorted(AWARDS)


def test_empty_units_are_left_out_where_the_office_says_so() -> None:
    """With hides_empty a unit without any figure has no row; otherwise it stands last with 0 and without a place."""
    assert [row.unit for row in _ranked({"甲": "1"}, "乙", hides_empty=True)] == ["甲"]
    made = count(Facts(until=YEAR[1]), Ledger(), USUAL, [("一类", ["甲"])], RULES, YEAR)
    assert [(row.unit, row.place, row.is_empty) for row in made.rows] == [("甲", 0, True)]


E4 = """
name = "扎兰屯"
notice = "据2023年一季度通报"
valid_from = 2023-01-01
[[printed]]
points = 5
clause = "采用每条5分"
[[adopted]]
points = 10
clause = "呼伦贝尔采用每条10分"
"""


def test_a_published_table_comes_out_as_it_was_printed(tmp_path: Path) -> None:
    """扎兰屯 2023 年一季度（E4）：35·3, 36·0, 27·1, 25·1, 26·0 entries are 205, 180, 145, 135, 130 points, in that order."""
    rules = read_book(with_rules(tmp_path, 扎兰屯=E4), "扎兰屯")
    rows = {"甲": (35, 3), "乙": (36, 0), "丙": (27, 1), "丁": (25, 1), "戊": (26, 0)}
    entries: list[Printed] = []
    above = []
    for unit, (local, upper) in rows.items():
        own = [printed(f"政务信息/2023/{n + 1}#{ord(unit)}", unit, on=date(2023, 2, 1)) for n in range(local)]
        above += [raised(entry, "市") for entry in own[:upper]]
        entries += own
    known = facts(*entries, raised=tuple(above), until=date(2023, 4, 1))

    made = count(
        known, compute(known, rules), rules, [("各单位", list(rows))], RULES, (date(2023, 1, 1), date(2023, 4, 1))
    )

    assert [(row.unit, row.place) for row in made.rows] == list(zip("甲乙丙丁戊", range(1, 6), strict=True))
    assert [row.points for row in made.rows] == [205, 180, 145, 135, 130]


def test_groups_are_the_classes_of_the_units_unless_the_office_says_otherwise() -> None:
    """Without groups each class is one; with them, a unit named in none stands among the others; 直报点 in none."""
    own = office()
    usual = dict(groups_of(own, date(2026, 1, 1)))
    grouped = replace(own, circular=CircularRules(groups=(UnitGroup("镇", units=("东山镇",)),)))

    assert list(usual) == ["一类单位", "二类单位", "三类单位"] and usual["三类单位"] == ["东山镇"]
    assert [(name, len(units)) for name, units in groups_of(grouped, date(2026, 1, 1))] == [("镇", 1), (OTHERS, 11)]


def test_a_unit_nobody_knows_any_more_still_has_its_row() -> None:
    """What was printed of a unit that left the office's list is not lost."""
    made = counted(facts(printed("政务信息/2026/1#1", "旧单位")), "甲局")

    assert [(group.name, [row.unit for row in group.rows]) for group in made.groups] == [
        ("各单位", ["甲局"]),
        (OTHERS, ["旧单位"]),
    ]


def test_who_has_points_is_listed_though_the_office_does_not_know_the_unit_any_more() -> None:
    """Lists of points have the office's groups as they are, and behind them the others that have an award, each once."""
    own, day = office(), date(2026, 1, 1)
    awards = [Award(unit, Fraction(1), "printed", "", "", "", "", day, "") for unit in ("东山镇", "旧单位", "旧单位")]

    assert listed(own, Ledger(tuple(awards)), day) == [*groups_of(own, day), (OTHERS, ["旧单位"])]
    assert listed(own, Ledger(), day) == groups_of(own, day)


WRONG = [
    ('ranked_by = "本月"', "circular.ranked_by"),
    ("top = 2.5", "circular.top"),
    ('parts = ["总体", "表扬"]', "circular.parts"),
    ('[[circular.groups]]\nname = "镇"\nunits = ["东山"]', "units"),
    ('[[circular.groups]]\nname = "镇"\nclasses = [9]', "classes"),
    ('[[circular.groups]]\nname = "镇"\nclasses = [3]\n[[circular.groups]]\nname = "三类"\nunits = ["东山镇"]', "name"),
    ("tops = 3", "circular.tops"),
]


@pytest.mark.parametrize(("lines", "key"), WRONG, ids=[key for _, key in WRONG])
def test_a_wrong_rule_is_named_with_its_key(sample_office: Path, tmp_path: Path, lines: str, key: str) -> None:
    """Unknown units, classes, parts and keys, and a unit in two groups, are refused with file, key and a way out."""
    text = (sample_office / "bulletin.toml").read_text(encoding="utf-8")
    (tmp_path / "bulletin.toml").write_text(f"{text}\n[circular]\n{lines}\n", encoding="utf-8")
    for folder in ("templates", "sources"):
        (tmp_path / folder).symlink_to(sample_office / folder)

    with pytest.raises(SettingsError) as refused:
        read_settings(tmp_path)

    assert key in refused.value.what and "bulletin.toml" in refused.value.what and refused.value.remedy
