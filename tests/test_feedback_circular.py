"""What is promised about making a circular: its figures are frozen, told apart from today's, and never rewritten."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from bulletin import store
from bulletin.desk import editing
from bulletin.errors import RefusedAction, StoreFailure, UsageError
from bulletin.feedback import registers, speeds
from bulletin.feedback.circular import frozen, making, pace
from bulletin.feedback.circular.period import period_name, this_period
from bulletin.model import Award, Item, LateEntry, Ledger, Penalty, UpperAdoption
from bulletin.store import originals
from bulletin.text import manuscript, sha256
from tests.conftest import AT, House

DAY = AT.date()
OCTOBER = (date(2026, 10, 1), date(2026, 11, 1))
NOVEMBER = (date(2026, 11, 1), DAY + timedelta(days=1))


def entered(house: House, *units: str, on: date = date(2026, 10, 12), title: str = "") -> int:
    """Enter an item of these units that was printed elsewhere on that day; return its number."""
    wish = LateEntry(0, "政务信息", "工作动态", "", title or f"{units[0]}晚稻收割完毕", "动态", units, on, "此前已印")
    return registers.enter_late(house.db, house.settings, wish, house.actor("editor1"), house.at).id


def above(house: House, late_entry_id: int, on: date) -> UpperAdoption:
    """Register that a late entry was adopted by the province on that day."""
    wish = UpperAdoption(0, None, late_entry_id, "adopted", "省", "每日要情", "第45期", "", False, None, on)
    return registers.register(house.db, house.settings, wish, house.actor("editor1"), house.at)


def made(house: House, span: tuple[date, date] = OCTOBER) -> Item:
    """Make the circular of the period."""
    return making.make(house.db, house.settings, span, house.at)[0]


def kept(house: House, item: Item) -> making.Kept:
    """Return the circular of that item."""
    return next(one for one in making.every(house.db, house.settings) if one.item.id == item.id)


def checked(house: House, item: Item) -> making.Checked:
    """Check the circular at the moment of the house."""
    return making.check(house.db, house.settings, kept(house, item), house.at)


def issued(house: House, item: Item) -> None:
    """Adopt the circular, bring it through its levels and publish it."""
    wish = editing.Wish(publication="信息工作通报")
    article = editing.adopt(house.db, house.settings, [item.id], wish, house.actor("editor1"), house.at)
    house.approve(house.send(article))
    house.issue("published", "信息工作通报")


def test_the_original_is_canonical_json_of_what_was_computed(house: House) -> None:
    """Which figures, by which rule file and its hash, at which moment: the item's own original, in one form of bytes."""
    entered(house, "东山镇", "市水利局")

    item = made(house)

    original = store.originals.get(house.db, item.original_id)
    body = store.originals.body(house.settings, original)
    data = json.loads(body)
    rules = house.settings.root / data["rules"]["files"][0]["file"]
    assert (item.source, item.kind, item.unit, original.media_type) == ("通报", "通报", "", "application/json")
    assert body == json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert data["rules"]["files"][0]["sha256"] == sha256(rules.read_bytes())
    assert (data["made_at"], data["office"]) == (AT.isoformat(), house.settings.office)
    rows = {row["unit"]: row for group in data["groups"] for row in group["units"]}
    assert rows["东山镇"]["figures"]["本期得分"] == "1.5" and rows["东山镇"]["figures"]["综合"] == "1"
    assert (data["counts"]["entries"], data["counts"]["credits"]) == (1, 2)


def test_the_same_figures_of_the_same_period_are_one_item(house: House) -> None:
    """Made twice it is one; with other figures it is another one, and the first stays as it was."""
    entered(house, "东山镇")
    first, is_new = making.make(house.db, house.settings, OCTOBER, house.at)
    again, is_new_again = making.make(house.db, house.settings, OCTOBER, house.later(hours=2).at)
    entered(house, "市水利局")
    other, is_other_new = making.make(house.db, house.settings, OCTOBER, house.at)

    assert (is_new, is_new_again, is_other_new) == (True, False, True)
    assert first.id == again.id != other.id
    assert len(making.every(house.db, house.settings)) == 2


def test_a_period_that_is_not_over_is_refused(house: House) -> None:
    """November on the 20th is refused, up to today is not."""
    with pytest.raises(UsageError, match="还没有过完"):
        made(house, (date(2026, 11, 1), date(2026, 12, 1)))

    assert made(house, NOVEMBER).title == "关于2026年11月1日至11月20日政务信息报送采用情况的通报"


def test_nothing_changed_nothing_differs(house: House) -> None:
    """What comes in for another period changes nothing in this one."""
    entered(house, "东山镇")
    item = made(house)
    entered(house, "东山镇", on=date(2026, 11, 3))
    house.item(unit="市水利局")

    found = checked(house.later(days=2), item)

    assert (found.differences, found.taken_back) == ((), ())


def test_what_was_taken_back_after_the_period_is_named_and_stays_in_its_own(house: House) -> None:
    """An adoption struck off in November leaves October as it was printed, and is told with unit, day, points, why."""
    adoption = above(house, entered(house, "东山镇"), date(2026, 10, 20))
    item = made(house)
    registers.take_back(
        house.db, house.settings, "upper_adoptions", adoption.id, "登错了条", house.actor("editor1"), house.at
    )

    found = checked(house, item)

    assert not found.differences
    (back,) = found.taken_back
    assert (back.unit, back.on, back.points, back.reference) == ("东山镇", DAY, Fraction(-20), "补录/1")
    november = making.counted(house.db, house.settings, NOVEMBER, house.at, None).statistics
    row = next(row for row in november.rows if row.unit == "东山镇")
    assert (row.before, row.points) == (Fraction(23), Fraction(-20))


def test_what_was_taken_back_on_the_day_after_the_period_is_told_too() -> None:
    """The first day after the period is beyond it, the last day is within: there the figures themselves differ."""
    counted = {"groups": [{"units": [{"unit": "甲局", "mentions": [{"reference": "政务信息/2026/1#1"}]}]}]}
    data = {**counted, "period": {"start": "2026-10-01", "end": "2026-11-01"}}
    within, after, other = (
        Award("甲局", Fraction(-3), "printed", "", "", f"政务信息/2026/1#{number}", "收割", day, "")
        for number, day in ((1, date(2026, 10, 31)), (1, date(2026, 11, 1)), (2, date(2026, 11, 1)))
    )

    assert [one.on for one in frozen.taken_back(data, Ledger((within, after, other)))] == [date(2026, 11, 1)]


def test_what_is_registered_later_for_the_period_is_named_figure_by_figure(house: House) -> None:
    """An adoption of October that is registered in November: 上级采用 and 本期得分 differ, each with what came."""
    late = entered(house, "东山镇")
    item = made(house)
    above(house, late, date(2026, 10, 31))

    found = {(one.unit, one.figure): one for one in checked(house, item).differences}

    assert set(found) == {("东山镇", "上级采用"), ("东山镇", "本期得分")}
    points = found["东山镇", "本期得分"]
    assert (points.before, points.now) == ("3", "23")
    assert points.why.startswith("多〔2026-10-31 补录/1") and "20分" in points.why


def test_a_rule_file_that_was_changed_is_named(house: House) -> None:
    """The hash of the rules was frozen: a file written over afterwards is told."""
    entered(house, "东山镇")
    one = kept(house, made(house))
    assert making.rules_changed(house.settings, one) == []

    path = house.settings.root / "templates/计分/默认.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# 改过\n", encoding="utf-8")

    assert making.rules_changed(house.settings, one) == ["templates/计分/默认.toml"]


def test_figures_that_were_tampered_with_are_noticed(house: House) -> None:
    """The frozen bytes are an original like any other: changed on the disk they are refused."""
    item = made(house)
    path = originals.path_of(house.settings, store.originals.get(house.db, item.original_id).sha256)
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b"0", b"1", 1))

    with pytest.raises(StoreFailure, match="字节与收到时不同"):
        making.every(house.db, house.settings)


def test_an_issued_circular_is_not_made_again_and_the_next_one_corrects_it(house: House) -> None:
    """Once published it is refused; November says whose points up to October changed, and counts from there."""
    late = entered(house, "东山镇")
    issued(house, made(house))
    above(house, late, date(2026, 10, 31))

    with pytest.raises(RefusedAction, match=r"信息工作通报/2026/1#1.*不改写"):
        made(house)
    item = made(house, NOVEMBER)

    assert "对前期通报的更正\n2026年10月通报印发后登记有变动，累计得分更正如下：东山镇由3分改为23分。" in item.text
    rows = {row["unit"]: row for group in kept(house, item).figures["groups"] for row in group["units"]}
    assert rows["东山镇"]["before"] == "23"
    assert not any(entry["publication"] == "信息工作通报" for entry in kept(house, item).figures["entries"])


def test_the_words_are_a_manuscript_with_tables_a_chart_and_attachments(house: House) -> None:
    """Every line with a bar is read as a table, the chart as drawn, both attachments with their titles."""
    entered(house, "东山镇")
    registers.penalise(
        house.db,
        house.settings,
        Penalty(0, "市水利局", "失实", "面积|有误", "", OCTOBER[0]),
        house.actor("clerk1"),
        house.at,
    )

    item = made(house)
    blocks = manuscript.blocks(item.text)

    tables = [block for block in blocks if isinstance(block, manuscript.Table)]
    attached = [block.title for block in blocks if isinstance(block, manuscript.Attachment)]
    assert [table.drawn for table in tables].count("条形图") == 1
    assert next(table.title for table in tables if not table.drawn) == "表1　各组报送采用情况"
    assert attached == ["2026年10月各单位得分一览表", "2026年10月采用条目"]
    assert "扣分的：市水利局10分（失实：面积|有误），扣到规定的下限为止，实扣0分。" in item.text


@pytest.mark.parametrize(
    ("rules", "there", "missing"),
    [
        ({"names_zero": False}, "二、得分情况", "零报送"),
        ({"charts": False}, "得分的是：东山镇（3分）", "条形图"),
        ({"parts": ("得分",)}, "一、得分情况", "附件2"),
        ({"last": 1, "top": 1}, "得分列后1名的", "前3名"),
        ({"ranked_by": "累计"}, "累计得分的是：", "得分列后"),
    ],
)
def test_the_office_decides_what_its_circular_says(
    house: House, rules: dict[str, Any], there: str, missing: str
) -> None:
    """Zero units named or not, charts or none, which parts, how many places, by period or by year."""
    entered(house, "东山镇")
    entered(house, "市水利局")
    entered(house, "市水利局", title="水库除险加固完工")
    settings = replace(house.settings, circular=replace(house.settings.circular, **rules))

    text = making.make(house.db, settings, OCTOBER, house.at)[0].text

    assert there in text and missing not in text


def test_the_speeds_by_month_are_those_of_the_board(house: House) -> None:
    """In a month in which all happened, the circular tells the very medians the board tells; other months are open."""
    house.item(unit="东山镇", published_at=house.at - timedelta(hours=5))
    house.later(hours=30).article("approved")
    house.later(hours=40).issue("published")

    told = {month.name: month.hours for month in pace.months(house.db, house.settings, date(2026, 12, 1))}

    measured = speeds.measure(house.db, house.settings)
    assert told["11月"][:3] == tuple(
        Fraction(str(measured[one].median_hours)) for one in ("found", "edited", "approved")
    )
    assert told["11月"][0] and told["11月"][3] is None and set(told["10月"]) == {None}


def test_two_months_and_more_of_speeds_are_drawn(house: House) -> None:
    """The lines go over all months of the year; a month in which nothing ended is left open."""
    for month, hours in ((9, 10.0), (11, 4.26)):
        moment = house.at.replace(month=month, day=2)
        House(house.settings, house.db, moment).item(unit="东山镇", published_at=moment - timedelta(hours=hours))

    item = made(house, NOVEMBER)

    (drawn,) = (b for b in manuscript.blocks(item.text) if isinstance(b, manuscript.Table) and b.drawn == "折线图")
    assert drawn.head == (("月份", "发现快", "采编快", "审批快", "反馈快"),)
    found = {row[0]: row[1] for row in drawn.rows}
    assert list(found) == [f"{month}月" for month in range(1, 12)]
    assert (found["9月"], found["10月"]) == ("10", "—") and found["11月"] != "—"
    assert kept(house, item).figures["speeds"][8] == {"month": "9月", "found": "10"}


@pytest.mark.parametrize(
    ("span", "name", "this"),
    [
        (OCTOBER, "2026年10月", "本月"),
        ((date(2026, 7, 1), date(2026, 10, 1)), "2026年第三季度", "本季度"),
        ((date(2026, 1, 1), date(2027, 1, 1)), "2026年度", "本年度"),
        (NOVEMBER, "2026年11月1日至11月20日", "本期"),
        ((date(2025, 12, 1), date(2026, 2, 1)), "2025年12月1日至2026年1月31日", "本期"),
    ],
)
def test_a_period_is_called_what_people_call_it(span: tuple[date, date], name: str, this: str) -> None:
    """Months, quarters and years by name, anything else by both its days."""
    assert (period_name(*span), this_period(*span)) == (name, this)


def test_canonical_bytes_do_not_depend_on_the_order_of_keys() -> None:
    """The same figures are the same bytes, however they were put together."""
    assert frozen.canonical({"b": 1, "a": "乙"}) == frozen.canonical({"a": "乙", "b": 1}) == '{"a":"乙","b":1}'.encode()
