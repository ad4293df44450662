"""What is promised about a unit's own view: all that became of its material, and nothing of another unit's."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bulletin import store
from bulletin.desk import commissions, editing
from bulletin.feedback import registers
from bulletin.feedback.cases import instructions
from bulletin.feedback.units import handouts, reading
from bulletin.feedback.units.masking import masking
from bulletin.model import Issue, Penalty, UpperAdoption
from bulletin.settings import read_settings
from bulletin.settings.points import read_book
from tests.calls import Answer, call, done
from tests.conftest import AT, House, NewHouse

UNITS = ("市财政局", "市应急管理局", "市农业农村局", "市教育局", "市水利局", "河西区", "东山镇")
LEADERS_WORDS = "请财政、水利抓紧落实。"
TELLS = "\n[unit_view]\ninstruction_text = true\n"


@pytest.fixture(scope="module")
def town(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """An office where chance sends, merges, declines: titles, texts and numbers that occur nowhere else; one issue printed."""
    house: House = new_house(tmp_path_factory.mktemp("town"))
    chance = random.Random(20261120)
    items = [
        house.item(f"暗语{n:03d}的正文。", f"题目{n:03d}", chance.choice(UNITS), number=f"文{n:03d}号")
        for n in range(42)
    ]
    editor = house.actor("editor1")
    for n in range(0, 12):
        chosen = items[n * 2 : n * 2 + chance.randint(1, 2)]
        wish = editing.Wish(title=f"刊出{n:02d}", publication="政务信息")
        made = editing.adopt(house.db, house.settings, [one.id for one in chosen], wish, editor, house.at)
        if n < 9:
            house.approve(house.send(made))
    for one in items[24:32]:
        reason = f"与{chance.choice(UNITS)}的来稿 {chance.choice(items).id} 重复"
        editing.decide(house.db, [one.id], "decline", editor, house.at, reason)
    issue = house.issue("published")
    house.instruction(issue, LEADERS_WORDS, "办理")
    entry = store.issues.entries(house.db, issue.id)[0]
    raised = UpperAdoption(0, entry.id, None, "adopted", "省", "要情", "2026年第9期", "", False, None, AT.date())
    registers.register(house.db, house.settings, raised, editor, house.at)
    asked = commissions.Call("题目约稿", house.at + timedelta(days=2), (), UNITS[:3])
    commissions.commission(house.db, house.settings, asked, editor, house.at)
    for unit, other in pairwise(UNITS):
        fault = Penalty(0, unit, "失实", f"{other}反映与其来稿 {items[0].id} 不一致", "", AT.date())
        registers.penalise(house.db, house.settings, fault, house.actor("reviewer1"), house.at)
    return house


def ask(house: House, *words: object) -> Any:
    """Return the JSON a call answers with."""
    return done(call(house.settings.root, *words, "--json", at=AT.isoformat()))


def everything(house: House, unit: str, folder: Path) -> str:
    """Return all that a unit can be shown: JSON, lines, csv and html."""
    root = house.settings.root
    shown: list[Answer] = [call(root, "unit", "show", unit), call(root, "unit", "show", unit, "--json")]
    for name in ("a.csv", "a.html"):
        assert call(root, "unit", "show", unit, "--file", folder / name).code == 0
    return "".join(
        (*(one.out for one in shown), *((folder / name).read_text("utf-8-sig") for name in ("a.csv", "a.html")))
    )


@pytest.mark.parametrize("unit", UNITS)
def test_nothing_of_another_unit_is_shown(town: House, tmp_path: Path, unit: str) -> None:
    """No title, number or text of another unit's item; its name only in an attribution; no entry that does not credit it."""
    items = store.items.selected(town.db, "d.key like 't%'", ())
    entries = store.issues.entries(town.db, 1)

    shown = everything(town, unit, tmp_path)

    for other in (one for one in items if one.unit != unit):
        assert other.title not in shown and other.number not in shown and f"来稿 {other.id} " not in shown
    assert "暗语" not in shown
    assert all(entry.title not in shown for entry in entries if unit not in entry.units)
    seen = ask(town, "unit", "show", unit)
    printed = {name for one in seen["used"] for name in one["attributions"]}
    words = " ".join(one["reason"] for one in seen["sent"]) + " ".join(
        one[key] for one in seen["awards"] for key in ("why", "subject")
    )
    assert not any(other in words for other in UNITS if other != unit)
    strangers = {town.settings.attribution(one) for one in UNITS} - printed - {town.settings.attribution(unit)}
    for title in (one["title"] for one in seen["sent"]):  # a unit's own title may name whom it likes
        shown = shown.replace(title, "").replace(title[:10], "")
    assert not [one for one in strangers if one in shown]


@pytest.mark.parametrize("unit", UNITS)
def test_everything_of_its_own_is_shown(town: House, unit: str) -> None:
    """Every item it sent with where it stands, every entry that credits it, and points that add up to the ledger's."""
    seen = ask(town, "unit", "show", unit)

    own = {one.id: one for one in store.items.selected(town.db, "d.unit = ? and d.key like 't%'", (unit,))}
    assert set(own) <= {one["item"] for one in seen["sent"]}
    entries = [entry for entry in store.issues.entries(town.db, 1) if unit in entry.units]
    assert sorted(one["title"] for one in seen["used"]) == sorted(entry.title for entry in entries)
    standing = {one["unit"]: (one["exact"], one["place"]) for one in ask(town, "points", "show")["units"]}
    assert seen["points"] == standing[unit][0]
    declined = [one for one in seen["sent"] if one["state"] == "不采用"]
    assert all(one["reason"] for one in declined)
    assert [one["topic"] for one in seen["duties"]] == (["题目约稿"] if unit in UNITS[:3] else [])
    assert bool(seen["said"]) == bool(entries)


def note(house: House, issue: Issue, position: int | None, text: str) -> None:
    """Record a leader's words on an entry of the issue, or on the whole of it."""
    entries = store.issues.entries(house.db, issue.id)
    place = (issue, None if position is None else entries[position - 1].id)
    instructions.record(house.db, place, instructions.Words("王副市长", text, "办理"), house.actor("clerk1"), house.at)


def opened(new_house: NewHouse, folder: Path, like: House) -> House:
    """Return a copy of the office in which units read the words of instructions."""
    copy = new_house(folder, like)
    with (copy.settings.root / "bulletin.toml").open("a", encoding="utf-8") as file:
        file.write(TELLS)
    return replace(copy, settings=read_settings(copy.settings.root))


def test_the_text_of_an_instruction_is_told_only_where_the_office_allows(
    town: House, new_house: NewHouse, tmp_path: Path
) -> None:
    """Class and level always; the words with ``[unit_view] instruction_text = true``, and only those on the unit's own entry."""
    entry = store.issues.entries(town.db, 1)[0]
    unit = entry.units[0]
    said = ask(town, "unit", "show", unit)["said"]
    assert {(one["kind"], one["text"]) for one in said} == {("办理", "")}

    copy = opened(new_house, tmp_path / "open", town)
    note(copy, store.issues.get(copy.db, 1), 1, "做法很好，请总结推广。")

    texts = {one["reference"].partition("#")[2]: one["text"] for one in ask(copy, "unit", "show", unit)["said"]}
    assert texts == {"": "", "1": "做法很好，请总结推广。"}


def test_the_text_on_an_issue_of_one_unit_alone_is_told(new_house: NewHouse, tmp_path: Path) -> None:
    """An issue that holds only the unit's own entries has nothing of others: what is written on it is written of them."""
    house = opened(new_house, tmp_path / "alone", new_house(tmp_path / "plain"))
    house.instruction(house.issue("published"), "做法很好，请东山镇总结推广。", "办理")

    assert [one["text"] for one in ask(house, "unit", "show", "东山镇")["said"]] == ["做法很好，请东山镇总结推广。"]


def forms(house: House, unit: str) -> list[str]:
    """Return the names a unit goes by, and what leaders call it for short."""
    one = house.settings.units[unit]
    full = [one.name, one.attribution, *one.aliases]
    return [*full, *(name[1:] for name in full if name.startswith("市"))]


def stem(unit: str) -> str:
    """Return the short name of a unit: 财政, 东山."""
    return unit.removeprefix("市").removesuffix("局").removesuffix("镇").removesuffix("区").removesuffix("管理")


@pytest.fixture(scope="module", params=range(2))
def gossip(request: pytest.FixtureRequest, town: House, new_house: NewHouse, tmp_path_factory: Any) -> House:
    """The town where units read instructions, and everybody writes of everybody, in every form of their names."""
    house = opened(new_house, tmp_path_factory.mktemp("gossip") / "office", town)
    chance, issue = random.Random(request.param), store.issues.get(house.db, 1)
    items = store.items.selected(house.db, "d.key like 't%'", ())
    for position in (None, *(entry.position for entry in store.issues.entries(house.db, 1))):
        called = [chance.choice(forms(house, unit)) for unit in chance.sample(UNITS, 3)]
        short = [stem(unit) for unit in chance.sample(UNITS, 2)]
        note(
            house, issue, position, f"{called[0]}做法好，请{short[0]}、{short[1]}抓紧，{called[1]}会同{called[2]}督办。"
        )
    editor = house.actor("editor1")
    for one in store.items.selected(house.db, "d.state = 'new' and d.key like 't%'", ()):
        other, like = chance.choice(UNITS), chance.choice(items)
        reason = f"与{chance.choice(forms(house, other))}的《{like.title}》（{like.number}，来稿 {like.id}）重复"
        editing.decide(house.db, [one.id], "decline", editor, house.at, reason)
    topic = f"请{'、'.join(chance.choice(forms(house, unit)) for unit in UNITS)}报防汛情况"
    asked = commissions.Call(topic, house.at + timedelta(days=2), (), UNITS)
    commissions.commission(house.db, house.settings, asked, editor, house.at)
    return house


@pytest.mark.parametrize("unit", UNITS)
def test_whoever_writes_of_others_nothing_of_them_is_shown(gossip: House, tmp_path: Path, unit: str) -> None:
    """No other unit's name in any form, title, number or points anywhere, in any form of the view, but as attributions printed."""
    house, seen = gossip, ask(gossip, "unit", "show", unit)
    own = [one.title for one in store.items.selected(house.db, "d.unit = ?", (unit,))]
    shown = everything(house, unit, tmp_path)
    for title in own:  # a unit's own title may name whom it likes
        shown = shown.replace(title, "").replace(title[:10], "")
    for words in (*forms(house, unit), *(name for one in seen["used"] for name in one["attributions"])):
        shown = shown.replace(words, "")

    others = [one for one in store.items.selected(house.db, "d.key like 't%'", ()) if one.unit != unit]
    strangers = [name for other in UNITS if other != unit for name in forms(house, other)]
    assert [name for name in strangers if name in shown] == []
    assert [one.title for one in others if one.title in shown and one.title not in own] == []
    assert [one.number for one in others if one.number in shown] == []
    words = " ".join([*(one["text"] for one in seen["said"]), *(one["topic"] for one in seen["duties"])])
    assert [other for other in UNITS if other != unit and stem(other) in words.replace(stem(unit), "")] == []
    assert all(other not in json.dumps(seen["awards"], ensure_ascii=False) for other in UNITS if other != unit)


def test_ordinary_words_are_no_names(gossip: House) -> None:
    """财政收入、教育资金, 财政部 are no units of the office; 请财政、教育抓紧 are; a unit's own names stay."""
    shown = masking(gossip.settings, "东山镇", frozenset({3}), ["别家的标题"]).of_leaders

    assert shown("财政收入和教育资金数据有误，水利工程未完工") == "财政收入和教育资金数据有误，水利工程未完工"
    assert shown("报财政部、教育部；用于教育、水利加固") == "报财政部、教育部；用于教育、水利加固"
    assert shown("请财政、东山和教育抓紧，东山镇配合") == "请其他单位、东山和其他单位抓紧，东山镇配合"
    assert shown("请财政局、水利落实。财政、教育阅办") == "请其他单位、其他单位落实。其他单位、其他单位阅办"
    assert shown("与来稿 3 和别家的标题、4号来稿重复") == "与来稿 3 和其他来稿、其他来稿重复"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("与水利来稿重复", "与其他单位来稿重复"),
        ("发改已报", "其他单位已报"),
        ("已采用财政的稿", "已采用其他单位的稿"),
        ("与市水利报的重复", "与其他单位报的重复"),
        ("与市水利、区教育局所报同文", "与其他单位、其他单位所报同文"),
        ("与河西来稿同文，不如农业农村写得实", "与其他单位来稿同文，不如其他单位写得实"),
        ("与12号重复", "与其他来稿重复"),
        ("与3号、第4号和5号重复", "与3号、其他来稿和其他来稿重复"),
        ("同12、13号", "同其他来稿"),
        (
            "11月12号的政发〔2026〕12号已印发；第12号令、12号台风",
            "11月12号的政发〔2026〕12号已印发；第12号令、12号台风",
        ),
        ("财政收入有误，水利工程未完工，教育类已多，报财政部", "财政收入有误，水利工程未完工，教育类已多，报财政部"),
        ("财政部门已报，东山写得实，水利部分已采用", "其他单位部门已报，东山写得实，其他单位部分已采用"),
        ("与河西工程信息重复", "与其他单位工程信息重复"),
        ("与财政局、水利局所报重复，市发改委托办", "与其他单位、其他单位所报重复，其他单位托办"),
    ],
)
def test_what_the_desk_writes_of_others_is_masked_by_any_name(gossip: House, said: str, shown: str) -> None:
    """In a reason other units' short names go wherever they stand, and the numbers of others' items; matters and dates stay."""
    masks = masking(gossip.settings, "东山镇", frozenset({3}), [])

    assert masks.of_the_desk(said) == shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("请发改、财政抓紧，住建要向教育学习", "请其他单位、其他单位抓紧，其他单位要向其他单位学习"),
        ("做得比水利好，与市水利、财政相比不差", "做得比其他单位好，与其他单位、其他单位相比不差"),
        ("财政收入同比财政支出低，教育等方面要保障", "财政收入同比财政支出低，教育等方面要保障"),
        ("加大投入，教育强国；经济与教育并重", "加大投入，教育强国；经济与教育并重"),
    ],
)
def test_a_leader_calls_and_compares_by_short_names(gossip: House, said: str, shown: str) -> None:
    """Who is called after a comma, or compared, is masked; the matter of that name is not."""
    assert masking(gossip.settings, "东山镇", frozenset(), []).of_leaders(said) == shown


RANK = re.compile("(局|委|委员会|区|镇|人民政府|办公室)$")
REASONS = (
    "与{}来稿重复", "{}已报", "已采用{}的稿", "与市{}报的重复", "不如{}写得实", "同{}、{}所报", "{}和{}一并采用了", "{}",
    "内容已由{}先报（{}）", "参见{}12号", "转{}核", "据{}说不实", "并入{}那条",
)  # fmt: skip
WORDS = (
    "请{}、{}抓紧", "先查清，{}要牵头", "做得比{}好", "要向{}学习", "会同{}督办", "与{}会商", "请{}会同{}研究", "{}负责，{}配合",
    "{}：请阅", "跟{}对接", "转{}、{}和{}办理", "，{}、{}应当整改", "对比{}、{}，仍有差距",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_no_name_of_another_remains(gossip: House, seed: int) -> None:
    """Whoever the desk and leaders write of, by whatever name: to every unit nothing is left of the others."""
    chance, units = random.Random(seed), gossip.settings.units
    full = {unit: forms(gossip, unit) for unit in units}
    names = {unit: {*full[unit], *(RANK.sub("", name) for name in full[unit])} for unit in units}
    left = []
    for unit, own in names.items():
        masks = masking(gossip.settings, unit, frozenset(), [])
        mine = re.compile("|".join(sorted(own, key=len, reverse=True)))
        foreign = sorted({one for name in names if name != unit for one in names[name]} - own)
        for _ in range(80):
            for mask, templates in ((masks.of_the_desk, REASONS), (masks.of_leaders, WORDS)):
                said = chance.choice(templates)
                said = said.format(*chance.choices(foreign, k=said.count("{}")))
                left += [(unit, said, mask(said)) for one in foreign if one in mine.sub("", mask(said))]
    assert left == []


def test_a_parent_reads_no_title_of_its_reporting_points(new_house: NewHouse, tmp_path: Path) -> None:
    """The points of a 直报点 are the parent's, each with its reference; what the 直报点 wrote is not."""
    house = new_house(tmp_path / "office")
    with (house.settings.root / "bulletin.toml").open("a", encoding="utf-8") as file:
        file.write('\n[units."东江化工"]\nparent = "河西区"\n')
    house = replace(house, settings=read_settings(house.settings.root))
    item = house.item(title="东江化工暗语标题", unit="东江化工")
    wish = editing.Wish(title="东江化工暗语标题", publication="政务信息")
    made = editing.adopt(house.db, house.settings, [item.id], wish, house.actor("editor1"), house.at)
    house.approve(house.send(made))
    house.issue("published")

    shown = everything(house, "河西区", tmp_path)

    assert ask(house, "unit", "show", "河西区")["points"] == "3"
    assert "暗语" not in shown and "东江化工" not in shown and "政务信息/2026/1#1" in shown


def test_the_file_is_inert(town: House) -> None:
    """No cell of the csv begins a formula, the page escapes everything and forbids scripts; the csv has its mark."""
    house = town
    house.item("正文。", '=HYPERLINK("http://a","题")', "市财政局")
    house.item("正文。", "<script>alert(1)</script>", "市财政局")
    span = (AT.date().replace(month=1, day=1), AT.date().replace(year=2027, month=1, day=1))
    view = reading.view(house.db, house.settings, read_book(house.settings), "市财政局", span, house.at)

    table, page = (write(house.settings, view, "2026年") for write in (handouts.as_csv, handouts.as_html))

    assert table.startswith(b"\xef\xbb\xbf")
    cells = [cell for row in csv.reader(io.StringIO(table.decode("utf-8-sig"))) for cell in row]
    assert '\'=HYPERLINK("http://a","题")' in cells
    assert not [cell for cell in cells if cell[:1] in "=@\t" and cell]
    assert b"<script" not in page and "default-src 'none'" in page.decode()


def test_a_period_and_a_name_are_checked(town: House) -> None:
    """Another year is empty; an unknown unit is refused with the nearest; an alias is the unit; a file must be csv or html."""
    assert ask(town, "unit", "show", "河西区人民政府办公室", "--year", "2025")["sent"] == []
    assert ask(town, "unit", "show", "河西区人民政府办公室")["unit"] == "河西区"
    refused = call(town.settings.root, "unit", "show", "市财政居")
    assert refused.code == 1 and "最接近的是 市财政局" in refused.err
    assert call(town.settings.root, "unit", "show", "市财政局", "--file", "a.exe").code == 2


def test_the_list_counts_what_the_views_hold(town: House) -> None:
    """For each unit the list for the desk says as many as its own view shows."""
    for row in ask(town, "unit", "list")["units"]:
        seen = ask(town, "unit", "show", row["unit"])
        assert (row["sent"], row["used"], row["points"]) == (len(seen["sent"]), len(seen["used"]), seen["points"])
