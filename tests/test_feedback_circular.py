"""What is promised about making a circular: its figures are frozen, told apart from today's, and never rewritten."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from bulletin import store
from bulletin.desk import checking, editing, gates
from bulletin.errors import FindingsBlock, RefusedAction, StoreFailure, UsageError
from bulletin.feedback import registers, speeds
from bulletin.feedback.circular import frozen, making, pace
from bulletin.feedback.circular.period import period_name, this_period
from bulletin.model import Article, Award, Item, Kept, LateEntry, Ledger, Penalty, UpperAdoption
from bulletin.press import compose, corrections
from bulletin.store import circulars, originals
from bulletin.text import manuscript, sha256
from bulletin.workflow.circulars import in_force
from tests.conftest import AT, House, NewHouse

DAY = AT.date()
OCTOBER = (date(2026, 10, 1), date(2026, 11, 1))
NOVEMBER = (date(2026, 11, 1), DAY)


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


def kept(house: House, item: Item) -> Kept:
    """Return the circular of that item."""
    return next(one for one in circulars.every(house.db, house.settings) if one.item.id == item.id)


def figures(house: House, item: Item) -> dict[str, dict[str, str]]:
    """Return the frozen figures of each unit."""
    groups = kept(house, item).figures["groups"]
    return {row["unit"]: row["figures"] for group in groups for row in group["units"]}


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
    assert len(circulars.every(house.db, house.settings)) == 2


@pytest.mark.parametrize("end", [DAY + timedelta(days=1), date(2026, 12, 1)])
def test_a_period_that_is_not_over_is_refused(house: House, end: date) -> None:
    """On its last day a period is not over: what months and quarters ask for falls due with their end. The day after it is."""
    with pytest.raises(UsageError, match=f"还没有过完.*请在 {end}"):
        made(house, (date(2026, 11, 1), end))

    late = house.later(days=(end - DAY).days)
    assert made(late, (date(2026, 11, 1), end)).title.startswith("关于2026年11月")


def test_what_a_month_asks_for_is_in_its_circular(new_house: NewHouse, tmp_path: Path) -> None:
    """A quota of the month, missed: made on the first of the next month, the circular has what it takes."""
    house = new_house(tmp_path / "office")
    rules = house.settings.root / "templates/计分/默认.toml"
    quota = '\n[[quota]]\nperiod = "月"\ncounted = "采用"\nleast = 2\nmissed = 5\nclause = "每月2条，未完成扣5分"\n'
    rules.write_text(rules.read_text(encoding="utf-8") + quota, encoding="utf-8")
    house.printed_by_two()

    item = made(house.later(days=11), (date(2026, 11, 1), date(2026, 12, 1)))

    assert figures(house, item)["东山镇"]["扣分"] == "-5"


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
    to_today = (NOVEMBER[0], DAY + timedelta(days=1))
    november = making.counted(house.db, house.settings, to_today, house.at, None).statistics
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
        circulars.every(house.db, house.settings)


def test_an_issued_circular_is_not_made_again_and_the_next_one_corrects_it(house: House) -> None:
    """Once published it is refused; November says whose points up to October changed, and counts from there."""
    late = entered(house, "东山镇")
    issued(house, made(house))
    above(house, late, date(2026, 10, 31))

    with pytest.raises(RefusedAction, match=r"信息工作通报/2026/1#1.*不改写"):
        made(house)
    item = made(house, NOVEMBER)

    assert "本期调整\n以前各期的得分有变动，本期调整1项，逐项列在下表。" in item.text
    assert "2026年10月31日止的累计得分：东山镇3分调整为23分。" in item.text
    (told,) = [line for line in item.text.split("\n") if "本年累计" in line]
    assert told.startswith("| 东山镇 | 10月31日 | 东山镇晚稻收割完毕：省级《每日要情》采用")
    assert told.endswith("| +20.0 | 本年累计 |")
    rows = {row["unit"]: row for group in kept(house, item).figures["groups"] for row in group["units"]}
    assert (rows["东山镇"]["before"], rows["东山镇"]["adjusted"]) == ("23", "20")
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
    """The lines go from the first month in which anything ended; one after it in which nothing did is left open."""
    for month, hours in ((9, 10.0), (11, 4.26)):
        moment = house.at.replace(month=month, day=2)
        House(house.settings, house.db, moment).item(unit="东山镇", published_at=moment - timedelta(hours=hours))

    item = made(house, NOVEMBER)

    (drawn,) = (b for b in manuscript.blocks(item.text) if isinstance(b, manuscript.Table) and b.drawn == "折线图")
    assert drawn.head == (("月份", "发现快", "采编快", "审批快", "反馈快"),)
    found = {row[0]: row[1] for row in drawn.rows}
    assert list(found) == ["9月", "10月", "11月"]
    assert (found["9月"], found["10月"]) == ("10", "—") and found["11月"] != "—"
    assert kept(house, item).figures["speeds"][8] == {"month": "9月", "found": "10"}


def test_one_month_of_speeds_is_no_line_and_a_year_tells_its_own_median(house: House) -> None:
    """Two items found after 2 and 8 hours in two months: the year says 5; what ended in one month alone is not drawn."""
    for month, hours in ((10, 2), (11, 8)):
        moment = house.at.replace(month=month, day=2)
        House(house.settings, house.db, moment).item(unit="东山镇", published_at=moment - timedelta(hours=hours))
    year, october = (date(2026, 1, 1), date(2027, 1, 1)), made(house).text

    text = made(house.later(days=45), year).text

    assert "本月办结的，中位用时：发现快2小时。" in october and "折线图" not in october
    assert "本年度办结的，中位用时：发现快5小时。" in text and "折线图：各月中位用时" in text


def test_a_fault_taken_back_in_the_period_is_not_told(house: House) -> None:
    """As in the table, which has no 扣分 for it; given back of an earlier period, it stands beside what was taken in this one."""
    for unit, on in (("市水利局", NOVEMBER[0]), ("东山镇", OCTOBER[0]), ("市财政局", NOVEMBER[0])):
        wish = Penalty(0, unit, "失实", f"{unit}面积有误", "", on)
        registers.penalise(house.db, house.settings, wish, house.actor("clerk1"), house.at)
    wish = Penalty(0, "东山镇", "失实", "又一件", "", NOVEMBER[0])
    registers.penalise(house.db, house.settings, wish, house.actor("clerk1"), house.at)
    for number in (1, 2):
        registers.take_back(
            house.db, house.settings, "penalties", number, "经核实无误", house.actor("clerk1"), house.at
        )

    text = made(house.later(days=1), (NOVEMBER[0], DAY + timedelta(days=1))).text

    (told,) = [line for line in text.split("\n") if line.startswith("扣分的：")]
    assert "市水利局" not in told and "市财政局10分（失实：市财政局面积有误）" in told
    assert "东山镇10分（失实：又一件），另退还以前所扣10分" in told


def test_what_changes_last_years_points_alone_changes_no_sum_in_words(house: House) -> None:
    """A late entry of December that is entered in January: told for 2026, and no sentence about sums of this year."""
    january = house.later(days=45)  # 4 January 2027
    issued(january, made(january, (date(2026, 12, 1), date(2027, 1, 1))))
    entered(january, "东山镇", on=date(2026, 12, 31))

    text = made(house.later(days=74), (date(2027, 1, 1), date(2027, 2, 1))).text

    assert "计入2026年度的，是2026年度得分的更正，不计入本年累计。" in text
    assert "累计得分：" not in text


def test_the_offices_own_answer_was_not_sent_and_a_late_entry_is_not_in_the_rate(house: House) -> None:
    """报送 has what the unit sent; 采用率 what was printed of that, and the table says so."""
    span = (NOVEMBER[0], DAY + timedelta(days=1))
    before = made(house.later(days=1), span).text.partition("| 三类单位 | ")[2].split(" | ")
    house.item(unit="东山镇")
    house.item(unit="东山镇", source="反馈")
    entered(house, "东山镇", on=NOVEMBER[0])

    text = made(house.later(days=1), span).text

    now = text.partition("| 三类单位 | ")[2].split(" | ")
    assert now[:4] == [before[0], str(int(before[1]) + 1), "1", "0%"]
    assert "采用率是采用的（不含补录）占报送的比例。" in text


def test_a_month_without_an_issue_says_so(house: House) -> None:
    """No row of noughts, and no rule about merged reports where there is none; where there is one, the rule."""
    assert "本月，各单位没有报送信息；没有印发信息。各组报送采用情况见表1。" in made(house).text
    entered(house, "东山镇")
    assert "其中各单位报送的1条（按单位计1次）。各组" in made(house).text
    entered(house, "东山镇", "市水利局", title="两家合报")
    assert "（按单位计3次）。几个单位合报的，条目计一条，单位各计一次。各组" in made(house).text


@pytest.mark.parametrize(
    ("notice", "named"),
    [
        ("程序自带的通用计分办法", "本办公室计分办法"),
        ("衢州市政务信息工作考核办法", "《衢州市政务信息工作考核办法》"),
        ("湖政办函〔2018〕9号 全市考核评比办法", "《全市考核评比办法》（湖政办函〔2018〕9号）"),
        ("连云港市考核办法（已失效）", "《连云港市考核办法》（已失效）"),
        ("《东江市信息工作办法》第三章", "《东江市信息工作办法》第三章"),
        ("办公室主任会议议定的分值", "办公室主任会议议定的分值"),
    ],
)
def test_only_a_paper_is_named_as_one(house: House, notice: str, named: str) -> None:
    """A notice in 《》, its number behind; words that are no title as they are; what the program ships as the office's own."""
    rules = house.settings.root / "templates/计分/默认.toml"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace('notice = "程序自带的通用计分办法"', f'notice = "{notice}"'), encoding="utf-8")

    assert f"得分按{named}计算，计到2026年10月31日。" in made(house).text


@pytest.mark.parametrize(
    ("scoring", "told"),
    [
        (1, "得分的是：市财政局（3分）。"),
        (2, "得分的有：市应急管理局（6分）、市财政局（3分）。"),
        (3, "得分列前3名的是：市农业农村局（9分）、市应急管理局（6分）、市财政局（3分）。"),
    ],
)
def test_no_first_three_where_fewer_have_points(house: House, scoring: int, told: str) -> None:
    """The names of a group of five, by how many of them have points."""
    for number, unit in enumerate(("市财政局", "市应急管理局", "市农业农村局")[:scoring], 1):
        for k in range(number):
            entered(house, unit, title=f"{unit}第{k}条")

    assert told in made(house).text


def test_names_that_share_a_place_are_set_off_from_the_others(house: House) -> None:
    """Between places stands ，where names of one place are parted by 、: nobody reads the first as tied with the second."""
    scores = {"市财政局": 2, "市应急管理局": 1, "市农业农村局": 1, "市发展改革委": 1}
    for unit, number in scores.items():
        for k in range(number):
            entered(house, unit, title=f"{unit}第{k}条")

    assert "市财政局（6分），" in made(house).text and "并列第二（均为3分）。" in made(house).text


@pytest.mark.parametrize(
    ("span", "name", "this"),
    [
        (OCTOBER, "2026年10月", "本月"),
        ((date(2026, 7, 1), date(2026, 10, 1)), "2026年第三季度", "本季度"),
        ((date(2026, 1, 1), date(2027, 1, 1)), "2026年度", "本年度"),
        (NOVEMBER, "2026年11月1日至11月19日", "本期"),
        ((date(2025, 12, 1), date(2026, 2, 1)), "2025年12月1日至2026年1月31日", "本期"),
    ],
)
def test_a_period_is_called_what_people_call_it(span: tuple[date, date], name: str, this: str) -> None:
    """Months, quarters and years by name, anything else by both its days."""
    assert (period_name(*span), this_period(*span)) == (name, this)


def test_canonical_bytes_do_not_depend_on_the_order_of_keys() -> None:
    """The same figures are the same bytes, however they were put together."""
    assert frozen.canonical({"b": 1, "a": "乙"}) == frozen.canonical({"a": "乙", "b": 1}) == '{"a":"乙","b":1}'.encode()


# What holds an issue back


def approved(house: House, item: Item) -> Article:
    """Adopt the circular as it was made and bring it through its levels."""
    wish = editing.Wish(publication="信息工作通报")
    return house.approve(
        house.send(editing.adopt(house.db, house.settings, [item.id], wish, house.actor("editor1"), house.at))
    )


def test_a_table_edited_by_hand_is_not_sent_for_review(house: House) -> None:
    """Words around the tables are an editor's; a figure in them is named with row, column, what is printed and what was frozen."""
    entered(house, "东山镇")
    wish = editing.Wish(publication="信息工作通报")
    one = editing.adopt(house.db, house.settings, [made(house).id], wish, house.actor("editor1"), house.at)
    text = one.revision.text.replace("通报如下。", "通报如下，请各单位对照改进。")
    wrong = text.replace("| 1 | 东山镇 | 0 | 1 | 3.0 |", "| 1 | 东山镇 | 0 | 1 | 8.0 |")
    assert text != one.revision.text and wrong != text
    one = house.edit(one, wrong)

    with pytest.raises(FindingsBlock, match=r"“东山镇”的“得分”印作“8\.0”，封存的是“3\.0”.*不能照此接受"):
        house.send(one)
    (found,) = gates.blocking(checking.check(house.db, house.settings, one.id))
    with pytest.raises(RefusedAction, match="不能照此保留"):
        checking.answer(house.db, house.settings, one.id, found.key, "领导同意", house.actor("editor1"), house.at)

    house.approve(house.send(house.edit(one, text)))
    assert house.issue("proofed", "信息工作通报").state == "proofed"


def tampered(house: House, one: Article) -> None:
    """Change a figure in the text of the article behind the program's back."""
    triggers = "select name from sqlite_master where type = 'trigger' and tbl_name = 'revisions'"
    for (name,) in house.db.execute(triggers).fetchall():
        house.db.execute(f'drop trigger "{name}"')
    house.db.execute("update revisions set text = replace(text, '| 3.0 |', '| 9.0 |') where article_id = ?", [one.id])


def test_a_table_that_was_changed_after_review_is_held_back_at_compose_and_at_the_signature(house: House) -> None:
    """Whoever got at the text behind the program's back is found out before the issue is composed, and before it is signed."""
    entered(house, "东山镇")
    one = approved(house, made(house))
    issue = house.issue("proofed", "信息工作通报")
    tampered(house, one)

    with pytest.raises(RefusedAction, match=r"不能付印.*印作“9\.0”，封存的是“3\.0”"):
        house.sign(issue)
    compose.take_out(house.db, house.settings, issue, 1, house.actor("editor1"), house.at)
    with pytest.raises(RefusedAction, match=r"不能编入.*印作“9\.0”，封存的是“3\.0”"):
        house.issue("composed", "信息工作通报")


def test_two_circulars_of_one_period_do_not_go_into_print(house: House) -> None:
    """Made twice with other figures, only one of them is composed; once it is published the other one is refused for good."""
    entered(house, "东山镇")
    first = approved(house, made(house))
    entered(house, "市水利局")
    second = approved(house, made(house))

    issue = house.issue("composed", "信息工作通报")
    with pytest.raises(
        RefusedAction, match=f"稿件 {second.id} 不能编入：2026年10月另有一份通报正在印（稿件 {first.id}"
    ):
        house.issue("composed", "信息工作通报")
    house.publish(house.sign(house.proof(issue)))

    with pytest.raises(RefusedAction, match=r"已印发（信息工作通报/2026/1#1），这一份没有写明更正它.*--correct"):
        house.issue("composed", "信息工作通报")


def test_a_second_circular_that_says_it_corrects_the_first_is_printed(house: House) -> None:
    """更正 names the first in title, text and figures; what follows goes on from it, and without a difference it is refused."""
    with pytest.raises(RefusedAction, match="没有印发过通报，没有可更正的"):
        making.make(house.db, house.settings, OCTOBER, house.at, corrects=True)
    late = entered(house, "东山镇")
    first = made(house)
    issued(house, first)
    with pytest.raises(RefusedAction, match="没有可更正的"):
        making.make(house.db, house.settings, OCTOBER, house.at, corrects=True)
    above(house, late, date(2026, 10, 31))

    second, _ = making.make(house.db, house.settings, OCTOBER, house.at, corrects=True)
    issued(house, second)
    item = made(house, NOVEMBER)

    assert second.title == "关于更正2026年10月政务信息报送采用情况的通报"
    assert second.text.startswith("《信息工作通报》2026年第1期第1条所印2026年10月的通报有误，现更正如下，以本次为准。")
    assert kept(house, second).figures["corrects"] == first.id
    assert kept(house, item).figures["previous"] == second.id and "本期调整" not in item.text


@pytest.mark.parametrize("position", [None, 1])
def test_a_circular_that_was_withdrawn_makes_room_for_another(house: House, position: int | None) -> None:
    """撤回 of the issue, or of the entry alone: the period has no circular in force, and may be told again."""
    entered(house, "东山镇")
    item = made(house)
    issued(house, item)
    (issue,) = store.issues.every(house.db, "信息工作通报", ("published",))
    corrections.withdraw(
        house.db, house.settings, issue, position, corrections.Withdrawal("数字有误"), house.actor("signer1"), house.at
    )
    entered(house, "市水利局")

    again = made(house)
    issued(house, again)

    assert (kept(house, item).issue, kept(house, item).withdrawn) == ("", "信息工作通报/2026/1#1")
    assert kept(house, again).issue == "信息工作通报/2026/2#1"


def test_a_circular_made_before_an_earlier_one_was_published_is_made_again(house: House) -> None:
    """What November settles depends on what October printed: composed after October was published, it is refused."""
    late = entered(house, "东山镇")
    october = made(house)
    above(house, late, date(2026, 10, 31))
    november = made(house, NOVEMBER)
    issued(house, october)
    one = approved(house, november)

    with pytest.raises(RefusedAction, match=r"本期调整须重算.*重新 circular make"):
        house.issue("composed", "信息工作通报")
    house.move(one, "return", "reviewer1", "重做")

    issued(house, made(house, NOVEMBER))


def test_an_issue_of_last_year_withdrawn_in_january_is_settled_in_print(new_house: NewHouse, tmp_path: Path) -> None:
    """The year's circular stands as it was printed; January's names unit, day, reason and points, and leaves its own sums alone."""
    house = new_house(tmp_path / "office")
    rules = house.settings.root / "templates/计分/默认.toml"
    rules.write_text(rules.read_text(encoding="utf-8") + '\n[taken_back]\nwithdrawn = "从头收回"\n', encoding="utf-8")
    house.printed_by_two()
    (issue,) = store.issues.every(house.db, "政务信息", ("published",))
    january = house.later(days=45)  # 4 January 2027
    year = made(january, (date(2026, 1, 1), date(2027, 1, 1)))
    issued(january, year)
    wish = corrections.Withdrawal("数字有误", keeps_points=False)
    corrections.withdraw(
        house.db, house.settings, issue, None, wish, january.actor("signer1"), january.later(days=2).at
    )

    item = made(house.later(days=74), (date(2027, 1, 1), date(2027, 2, 1)))

    told = [line for line in item.text.split("\n") if line.endswith("| 2026年度 |")]
    assert [line.split(" | ")[:1] + line.split(" | ")[-2:] for line in sorted(told)] == [
        ["| 东山镇", "-1.5", "2026年度 |"],
        ["| 市水利局", "-1.5", "2026年度 |"],
    ]
    assert "2026年11月20日 | 收割：1月6日撤回，自始不计" in told[0]
    assert "计入2026年度的，是2026年度得分的更正，不计入本年累计。" in item.text
    assert {row["cumulative"] for group in kept(house, item).figures["groups"] for row in group["units"]} == {"0"}
    assert in_force(circulars.listed(house.db), (date(2026, 1, 1), date(2027, 1, 1)))


def test_a_correction_whose_original_was_withdrawn_meanwhile_is_made_again(house: House) -> None:
    """更正 of a circular that is in force no longer corrects nothing: it is not printed as it stands."""
    late = entered(house, "东山镇")
    issued(house, made(house))
    above(house, late, date(2026, 10, 31))
    approved(house, making.make(house.db, house.settings, OCTOBER, house.at, corrects=True)[0])
    (issue,) = store.issues.every(house.db, "信息工作通报", ("published",))
    wish = corrections.Withdrawal("数字有误")
    corrections.withdraw(house.db, house.settings, issue, None, wish, house.actor("signer1"), house.at)

    with pytest.raises(RefusedAction, match=r"它所更正的2026年10月的通报已撤回.*请退回编辑；重新 circular make"):
        house.issue("composed", "信息工作通报")


def test_all_that_stands_against_printing_is_said_each_with_its_remedy(house: House) -> None:
    """Altered, and a second one at once: both reasons without a command among them, then both remedies."""
    entered(house, "东山镇")
    approved(house, made(house))
    entered(house, "市水利局")
    one = approved(house, made(house))
    house.issue("composed", "信息工作通报")
    tampered(house, one)

    with pytest.raises(RefusedAction) as refused:
        house.issue("composed", "信息工作通报")

    assert refused.value.what.startswith(f"稿件 {one.id} 不能编入：表“")
    assert "印作“9.0”，封存的是“3.0”" in refused.value.what and "另有一份通报正在印（稿件 1，" in refused.value.what
    assert refused.value.remedy == "请退回编辑；把表照封存的改回；撤下其中一份；再重新审核、编排"


def test_what_was_printed_before_and_what_is_adjusted_are_compared_apart(house: House) -> None:
    """上期累计 is what was printed under that name: what comes in since is an adjustment, and is told as one."""
    late = entered(house, "东山镇")
    issued(house, made(house))
    above(house, late, date(2026, 10, 31))
    item = made(house, NOVEMBER)
    assert checked(house, item).differences == ()
    above(house, entered(house, "东山镇", title="另一条"), date(2026, 10, 31))

    (gap,) = checked(house, item).differences

    assert (gap.unit, gap.figure, gap.before, gap.now) == ("东山镇", "调整", "20", "43")


def test_where_none_was_printed_before_the_sum_itself_differs(house: House) -> None:
    """The first circular of an office adjusts nothing: an entry of before its period changes its 上期累计."""
    item = made(house, NOVEMBER)
    entered(house, "东山镇")

    (gap,) = checked(house, item).differences

    assert (gap.unit, gap.figure, gap.before, gap.now) == ("东山镇", "上期累计", "0", "3")


def test_a_circular_made_before_there_were_adjustments_is_compared_by_its_sum(house: House) -> None:
    """Its 上期累计 had in it what a later version would have adjusted: the same sum is no difference."""
    late = entered(house, "东山镇")
    issued(house, made(house))
    above(house, late, date(2026, 10, 31))
    one = kept(house, made(house, NOVEMBER))
    groups = [
        {**group, "units": [{k: v for k, v in row.items() if k != "adjusted"} for row in group["units"]]}
        for group in one.figures["groups"]
    ]

    found = making.check(house.db, house.settings, replace(one, figures={**one.figures, "groups": groups}), house.at)

    assert found.differences == ()


def test_last_years_points_are_settled_by_last_years_rules(new_house: NewHouse, tmp_path: Path) -> None:
    """An office that counts by other rules in the new year has nothing to settle of the old one for that."""
    house = new_house(tmp_path / "office")
    house.printed_by_two()
    january = house.later(days=45)  # 4 January 2027
    issued(january, made(january, (date(2026, 1, 1), date(2027, 1, 1))))
    settings = replace(house.settings, rule_set="衢州")

    february = house.later(days=74).at
    item, _ = making.make(house.db, settings, (date(2027, 1, 1), date(2027, 2, 1)), february)

    figures = kept(house, item).figures
    assert (figures["rules"]["name"], figures["adjustments"]) == ("衢州", [])
    assert figures["restated"]["2026"]["changes"] == {}


def test_circulars_are_listed_without_their_figures(house: House) -> None:
    """Days, issue and withdrawal are known without reading the megabytes: a list does not wait for them."""
    entered(house, "东山镇")
    item = made(house)
    issued(house, item)
    originals.path_of(house.settings, store.originals.get(house.db, item.original_id).sha256).unlink()

    (one,) = circulars.listed(house.db)

    assert (one.item.id, one.span, one.issue, one.withdrawn) == (item.id, OCTOBER, "信息工作通报/2026/1#1", "")
