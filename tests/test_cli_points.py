"""What is promised about ``bulletin points`` and ``bulletin adoption`` on the command line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.calls import Answer, call, done
from tests.conftest import AT, House, NewHouse

REF = "政务信息/2026/1"
NOW = AT.isoformat()


@pytest.fixture(scope="module")
def published(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """An office with a published issue of one entry of two units."""
    house: House = new_house(tmp_path_factory.mktemp("points"))
    return house.printed_by_two()


@pytest.fixture
def office(published: House, tmp_path: Path) -> Path:
    """A copy of that office, for one test alone."""
    shutil.copytree(published.settings.root, tmp_path / "office")
    return tmp_path / "office"


@pytest.fixture
def ask(office: Path) -> Callable[..., Any]:
    """``ask("points", "show")``: the JSON a call answers with, at the moment of the house."""
    return lambda *words, person="editor1", at=NOW: done(call(office, *words, "--json", person=person, at=at))


@pytest.fixture
def say(office: Path) -> Callable[..., Answer]:
    """``say("points", "show")``: what a call shows to people."""
    return lambda *words, person="editor1", at=NOW: call(office, *words, person=person, at=at)


def test_show_ranks_the_units_and_counts_entries_and_credits_apart(
    ask: Callable[..., Any], say: Callable[..., Answer]
) -> None:
    """One entry of two units: 1 entry, 2 credits; both units share the first place, those without points have none."""
    found = ask("points", "show")

    assert (found["rules"], found["entries"], found["credits"]) == ("默认", 1, 2)
    places = {unit["unit"]: (unit["place"], unit["points"], unit["exact"]) for unit in found["units"]}
    assert places["东山镇"] == places["市水利局"] == (1, "1.5", "3/2")
    assert {place for name, place in places.items() if name not in ("东山镇", "市水利局")} == {(None, "0", "0")}
    shown = say("points", "show", "--month", "2026-11").out
    assert "2026年11月，按“默认”（程序自带的通用计分办法）：条目 1 条，单位 2 次" in shown


def test_one_class_is_listed_alone(ask: Callable[..., Any]) -> None:
    """--class lists the units of that class and no others, with their places among themselves."""
    every = {unit["unit"] for unit in ask("points", "show")["units"]}
    classes = {number: ask("points", "show", "--class", number)["units"] for number in ("1", "2", "3")}

    assert [(unit["unit"], unit["place"]) for unit in classes["3"]] == [("东山镇", 1)]
    listed = [unit["unit"] for units in classes.values() for unit in units]
    assert sorted(listed) == sorted(every)


@pytest.mark.parametrize(
    ("words", "entries"),
    [
        (("--year", "2026"), 1),
        (("--quarter", "2026-4"), 1),
        (("--quarter", "2026-3"), 0),
        (("--month", "2026-11"), 1),
        (("--month", "2026-10"), 0),
        (("--from", "2026-11-20", "--to", "2026-11-20"), 1),
        (("--from", "2026-11-21"), None),
        (("--to", "2026-11-19"), 0),
    ],
)
def test_the_period_is_chosen_in_any_way(
    say: Callable[..., Answer], ask: Callable[..., Any], words: tuple[str, ...], entries: int | None
) -> None:
    """Year, quarter, month, or from and to with both days included; an end before the start is refused."""
    if entries is None:
        assert say("points", "show", *words).code == 2
    else:
        assert ask("points", "show", *words)["entries"] == entries


def test_explain_tells_every_point(ask: Callable[..., Any], say: Callable[..., Answer]) -> None:
    """Of an entry, and of a unit: date, amount, clause and the sum; exact in JSON."""
    say(
        "instruction",
        "add",
        f"{REF}#1",
        "--leader",
        "张三",
        "--rank",
        "主要",
        "--level",
        "市",
        "--text",
        "请研究推广。",
        person="clerk1",
    )

    entry, unit = ask("points", "explain", f"{REF}#1"), ask("points", "explain", "东山镇")

    assert ask("points", "explain", REF) == entry
    assert entry["total"] == "13" and unit["total"] == "13/2"
    assert {(one["amount"], one["whole"], one["parts"]) for one in unit["awards"]} == {("3/2", "3", 2), ("5", "10", 2)}
    shown = say("points", "explain", "东山镇").out
    assert "(3+10)÷2 = 6.5" in shown and "〔默认：本级主要领导批示加10分〕" in shown and "合计 6.5 分" in shown


def test_a_unit_has_the_same_place_whoever_asks(ask: Callable[..., Any]) -> None:
    """Points of December for an instruction on November's entry: first by list, circular, replay and the unit's own view."""
    by_mayor = ("--leader", "张三", "--rank", "主要", "--level", "市", "--text", "请研究推广。")
    ask("instruction", "add", f"{REF}#1", *by_mayor, person="clerk1", at="2026-12-02T10:00+08:00")
    month, at = ("--month", "2026-12"), "2026-12-20T09:00+08:00"

    by_list = {one["unit"]: one["place"] for one in ask("points", "show", *month, at=at)["units"]}
    groups = ask("circular", "show", *month, at=at)["groups"]
    by_circular = {row["unit"]: row["place"] for group in groups for row in group["units"]}
    by_replay = {one["unit"]: one["before"]["place"] for one in ask("points", "replay", "衢州", *month, at=at)["units"]}
    views = {unit: ask("unit", "show", unit, *month, at=at)["place"] for unit in ("东山镇", "市水利局", "市财政局")}

    assert {unit: by_list[unit] for unit in views} == {"东山镇": 1, "市水利局": 1, "市财政局": None}
    assert by_replay == by_list
    assert {unit: by_circular[unit] or None for unit in by_list} == by_list
    assert {unit: place or None for unit, place in views.items()} == {unit: by_list[unit] for unit in views}


def test_replay_stands_both_rule_sets_side_by_side(ask: Callable[..., Any], say: Callable[..., Answer]) -> None:
    """The same year by 衢州: 2 points for the entry instead of 3, the clause of each, and nobody moves."""
    found = {unit["unit"]: unit for unit in ask("points", "replay", "衢州")["units"]}

    assert (found["东山镇"]["before"], found["东山镇"]["after"]) == (
        {"place": 1, "points": "3/2"},
        {"place": 1, "points": "1"},
    )
    assert Fraction(found["东山镇"]["gain"]) == Fraction(-1, 2)
    assert found["东山镇"]["differences"][0]["clauses"] == ["本级刊物采用每条3分", "信息版、特刊每条2分"]
    shown = say("points", "replay", "衢州", "--unit", "东山镇").out
    assert "采用1.5→1" in shown and "东山镇" in shown and "市水利局" not in shown


def test_rules_lists_the_sets_and_their_clauses(ask: Callable[..., Any], say: Callable[..., Answer]) -> None:
    """Which sets there are, which one holds, and every clause of one."""
    assert {one["name"]: one["used"] for one in ask("points", "rules")} == {
        "默认": True,
        "连云港": False,
        "湖州2018": False,
        "衢州": False,
    }
    assert "转报国办采用的，按国办计分的5倍" in say("points", "rules", "衢州").out


def test_an_adoption_is_registered_listed_and_taken_back(ask: Callable[..., Any], say: Callable[..., Answer]) -> None:
    """add, list and undo; the points follow; the issue of one entry needs no #."""
    made = ask(
        "adoption", "add", REF, "--level", "省", "--bulletin", "每日要情", "--number", "第9期", "--points", "6.5"
    )
    again = say("adoption", "add", f"{REF}#1", "--level", "省", "--bulletin", "每日要情", "--number", "第9期")
    total = ask("points", "explain", "东山镇")["total"]
    undone = ask("adoption", "undo", made["id"], "--reason", "登错了", at="2026-11-25T09:00:00+08:00")

    assert (made["title"], made["dated_on"], made["points"]) == ("收割", "2026-11-20", "13/2")
    assert again.code == 1 and "已登记为 1" in again.err
    assert total == "23/2"
    assert undone == {"record": "upper_adoptions", "id": 1}
    assert ask("points", "explain", "东山镇", at="2026-11-25T09:00:00+08:00")["total"] == "3/2"
    shown = say("adoption", "list").out
    assert f"{REF}#1" in shown and "省级《每日要情》第9期采用，上级6.5分" in shown and "2026-11-25 撤销" in shown


@pytest.mark.parametrize(
    "given", ["1e9", "1e2", "nan", "inf", "-0.5", "1/0", "6.123456", "9" * 5000, "101", "1_0", "６", "6分"]
)
def test_points_no_office_gives_are_refused(say: Callable[..., Answer], given: str) -> None:
    """What is no plain number, or above what the office says an upper one gives at most: refused, and nothing is registered."""
    refused = say("adoption", "add", REF, "--level", "省", "--bulletin", "要情", f"--points={given}")

    assert refused.code == 2 and "不对" in refused.err and "没有登记" in say("adoption", "list").out


@pytest.mark.parametrize(("given", "exact"), [("0", "0"), ("6.25", "25/4"), ("13/3", "13/3"), ("100", "100")])
def test_points_an_office_gives_are_kept_exactly(ask: Callable[..., Any], given: str, exact: str) -> None:
    """Whole, with decimals or as a fraction, up to the most: kept exactly."""
    made = ask("adoption", "add", REF, "--level", "省", "--bulletin", "要情", "--points", given)

    assert made["points"] == exact


def test_the_most_an_upper_office_gives_is_the_offices_to_say(office: Path, say: Callable[..., Answer]) -> None:
    """[points] upper_most sets the bound; the refusal names it."""
    path = office / "bulletin.toml"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n[points]\nupper_most = 300\n", encoding="utf-8")
    words = ("adoption", "add", REF, "--level", "国", "--bulletin", "国办", "--points")

    assert "不大于 300" in say(*words, "301").err and "upper_most" in say(*words, "301").err
    assert say(*words, "300").code == 0


def test_a_late_entry_is_marked_and_counted(ask: Callable[..., Any], say: Callable[..., Answer]) -> None:
    """补录 has a reference of its own, counts on its day, and is taken back by that reference."""
    words = ("--publication", "政务信息", "--title", "旧刊一条", "--unit", "东山镇", "--on", "2026-03-02")
    made = ask("adoption", "late", *words)
    above = ask("adoption", "add", made["reference"], "--level", "省", "--bulletin", "要情", "--reported")

    assert made["reference"] == "补录/1" and above["kind"] == "reported"
    assert ask("points", "show", "--month", "2026-03")["entries"] == 1
    assert ask("points", "explain", "补录/1")["total"] == "5"
    assert "补录" in say("points", "explain", "补录/1").out
    assert ask("adoption", "undo", "补录/1", "--reason", "重复")["record"] == "late_entries"


def test_an_instruction_on_what_was_withdrawn_is_recorded_and_said_to_earn_nothing(say: Callable[..., Answer]) -> None:
    """A leader's words are always recorded; that they bring no points is said, and an adoption above is refused."""
    words = ("--reason", "数据有误", "--from-start", "--drop-points")
    assert say("issue", "withdraw", REF, *words, person="signer1").code == 0
    later = AT.replace(hour=23).isoformat()

    said = say("instruction", "add", f"{REF}#1", "--leader", "王某川", "--text", "请阅。", person="clerk1", at=later)

    assert said.code == 0 and "印发后已撤回，批示照记，不计分" in said.err
    refused = say("adoption", "add", f"{REF}#1", "--level", "省", "--bulletin", "要情", at=later)
    assert refused.code == 1 and "自始无效" in refused.err


def test_no_points_are_told_with_their_period(say: Callable[..., Answer]) -> None:
    """In January a unit has none in the new year: which year that is stands there, and how to ask for another."""
    january = "2027-01-05T09:00:00+08:00"

    assert "2027年没有得分，也没有扣分" in say("points", "explain", "东山镇", at=january).out
    assert "--month" in say("points", "explain", "东山镇", at=january).out
    assert "合计 1.5 分" in say("points", "explain", "东山镇", "--year", "2026", at=january).out


def test_a_penalty_is_registered_listed_and_taken_back(ask: Callable[..., Any], say: Callable[..., Answer]) -> None:
    """penalty add, list, undo; by 扣完为止 no unit has less than nothing."""
    made = ask("penalty", "add", "东山镇", "--kind", "失实", "--what", "面积有误", person="clerk1")
    assert ask("points", "explain", "东山镇")["total"] == "0"
    assert "面积有误" in say("penalty", "list").out
    taken = ask("penalty", "undo", made["id"], "--reason", "查实无误", person="clerk1")
    assert taken["retracted"]["reason"] == "查实无误"
    assert say("penalty", "add", "东山镇", "--kind", "失实", "--what", "某条").code == 1


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("points", "show", "--rules", "衢洲"), 2, "最接近的是 衢州"),
        (("points", "show", "--class", "9"), 2, "没有第9类单位"),
        (("points", "show", "--year", "26"), 2, "应如 2026"),
        (("points", "show", "--month", "2026-13"), 2, "应如 2026-11"),
        (("points", "show", "--year", "2026", "--month", "2026-11"), 2, "只能用一种写法"),
        (("points", "show", "--year", "1999"), 2, "没有计分依据"),
        (("points", "explain", "东山县"), 1, "最接近的是 东山镇"),
        (("points", "explain", "政务信息/2026/9#1"), 1, "没有找到印发的条目 政务信息/2026/9#1"),
        (("points", "replay", "湖州2018", "--year", "2017"), 2, "湖州2018.toml（2018-01-01至今）"),
        (("adoption", "add", f"{REF}#1", "--level", "省", "--bulletin", "要情", "--points", "-1"), 2, "分值 -1 不对"),
        (("adoption", "add", f"{REF}#9", "--level", "省", "--bulletin", "要情"), 1, "该期共1条"),
        (("adoption", "add", "补录/9", "--level", "省", "--bulletin", "要情"), 1, "没有找到补录 9"),
        (("adoption", "undo", "第3件", "--reason", "x"), 2, "不是登记的编号"),
        (("adoption", "undo", "3", "--reason", "x"), 1, "没有找到上级采用登记 3"),
    ],
)
def test_a_wrong_call_is_refused_with_a_remedy(
    say: Callable[..., Answer], words: tuple[str, ...], code: int, said: str
) -> None:
    """Every refusal says what is wrong and what to do, with the exit code of its kind."""
    answer = say(*words)

    assert (answer.code, said in answer.err) == (code, True), answer.err


def test_a_wrong_rule_file_stops_points_only(office: Path, say: Callable[..., Answer]) -> None:
    """A mistake in the rules is told by points with file and key; everything else of the office goes on."""
    path = office / "templates" / "计分" / "默认.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("points = 3\n", "points = -3\n"), encoding="utf-8")

    refused = say("points", "show")

    assert refused.code == 2
    assert "templates/计分/默认.toml" in refused.err and "points = -3" in refused.err and "不能为负" in refused.err
    assert say("item", "list").code == 0
    assert say("points", "show", "--rules", "衢州").code == 0


def test_a_direct_reporting_point_stands_in_no_list(office: Path, say: Callable[..., Answer]) -> None:
    """A unit with a parent is not ranked; asked for, it answers with its parent's points."""
    settings = office / "bulletin.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f'{text}\n[units."东江化工"]\nparent = "东山镇"\n', encoding="utf-8")

    assert "东江化工" not in say("points", "show").out
    assert "东山镇" in say("points", "explain", "东江化工").out


def test_a_unit_that_became_a_reporting_point_keeps_its_place_of_before(
    office: Path, say: Callable[..., Answer], ask: Callable[..., Any]
) -> None:
    """东山镇 belongs to 河西区 from December 2026 on: November's list has it with its points, December's does not."""
    settings = office / "bulletin.toml"
    text = settings.read_text(encoding="utf-8").replace('[units."东山镇"]', '[units."东山镇"]\nparent = "河西区"')
    settings.write_text(f'{text}\n[[units."东山镇".before]]\nuntil = 2026-11-30\nclass = 3\n', encoding="utf-8")

    november = {one["unit"]: one["exact"] for one in ask("points", "show", "--month", "2026-11")["units"]}
    december = {one["unit"] for one in ask("points", "show", "--month", "2026-12", at="2026-12-20T09:00")["units"]}

    assert november["东山镇"] == "3/2" and "东山镇" not in december
    assert ask("unit", "show", "东山镇", "--month", "2026-11")["points"] == "3/2"
