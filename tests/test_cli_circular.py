"""What is promised about ``bulletin circular`` on the command line."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import python_calamine

from bulletin.terms import AWARD_PARTS
from tests.calls import Answer, call, done
from tests.conftest import AT, House, NewHouse

REF = "政务信息/2026/1"
NOW = (AT + timedelta(days=1)).isoformat()
"""The day after the period: before that no circular of it is made."""
PERIOD = ("--from", "2026-11-01", "--to", "2026-11-20")


@pytest.fixture(scope="module")
def published(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """An office with a published issue of one entry of two units."""
    house: House = new_house(tmp_path_factory.mktemp("circular"))
    return house.printed_by_two()


@pytest.fixture
def office(published: House, tmp_path: Path) -> Path:
    """A copy of that office, for one test alone."""
    shutil.copytree(published.settings.root, tmp_path / "office")
    return tmp_path / "office"


@pytest.fixture
def ask(office: Path) -> Callable[..., Any]:
    """``ask("show")``: the JSON a call of circular answers with, at the moment of the house."""
    return lambda *words, person="editor1", at=NOW: done(
        call(office, "circular", *words, "--json", person=person, at=at)
    )


@pytest.fixture
def say(office: Path) -> Callable[..., Answer]:
    """``say("circular", "show")``: what a call shows to people."""
    return lambda *words, person="editor1", at=NOW: call(office, *words, person=person, at=at)


def test_show_counts_items_and_credits_apart(ask: Callable[..., Any], say: Callable[..., Answer]) -> None:
    """One entry of two units: 1 item, 2 credits; rows of each group by place, and their sum."""
    found = ask("show", *PERIOD)

    assert (found["entries"], found["credits"], found["own"]) == (1, 2, 0)
    assert [group["name"] for group in found["groups"]] == ["一类单位", "二类单位", "三类单位"]
    towns = found["groups"][2]["units"]
    assert [(row["unit"], row["place"], row["figures"]["综合"], row["figures"]["本期得分"]) for row in towns] == [
        ("东山镇", 1, "1", "1.5")
    ]
    shown = say("circular", "show", *PERIOD).out
    assert "采用条目 1 条（其中本室自编 0 条），单位 2 次" in shown and "小计" in shown


def test_every_figure_of_a_unit_opens_to_what_is_behind_it(ask: Callable[..., Any], say: Callable[..., Answer]) -> None:
    """The drill-down has as many things as the figure says, its points add up to it, the items sent are those counted."""
    (row,) = ask("show", *PERIOD, "--unit", "东山镇")

    for name, mentions in row["behind"].items():
        points = sum((Fraction(one["points"]) for one in mentions), Fraction(0))
        assert Fraction(row["figures"][name]) == (points if name in ("采用得分", "加分", "扣分") else len(mentions)), (
            name
        )
    assert len(row["items"]) == row["submitted"] > 0
    assert f"2026-11-20　{REF}#1 收割" in say("circular", "show", *PERIOD, "--unit", "东山镇", "--figure", "采用").out


def test_what_is_not_there_is_named_with_what_is(say: Callable[..., Answer]) -> None:
    """An unknown unit, column or circular is refused with the nearest, or all there are."""
    for words, told in (
        (("show", "--unit", "东山真"), "最接近的是 东山镇"),
        (("show", "--figure", "录用"), "可用的：报送、采用"),
        (("check", "7"), "circular list"),
    ):
        answer = say("circular", *words)
        assert answer.code == 1 and told in answer.err


def test_make_gives_an_article_like_any_other(ask: Callable[..., Any], say: Callable[..., Answer]) -> None:
    """The circular is an item of the office's own with the frozen figures as its original, and an article to go on with."""
    made = ask("make", *PERIOD)

    assert made["title"] == "关于2026年11月1日至11月20日政务信息报送采用情况的通报"
    article = say("article", "show", made["article"]).out
    assert "刊物：信息工作通报" in article and "一、总体情况" in article and "表1：各组报送采用情况" in article
    again = say("circular", "make", *PERIOD)
    assert again.code == 1 and f"稿件 {made['article']}" in again.err
    assert [one["item"] for one in ask("list")] == [made["item"]]
    words = ("adoption", "add", f"{REF}#1", "--level", "省", "--bulletin", "每日要情", "--on", "2026-11-20")
    assert say(*words).code == 0
    assert f"提醒：来稿 {made['item']} 是同一时段先前做的" in say("circular", "make", *PERIOD).out


def test_make_leaves_nothing_behind_where_it_is_refused(ask: Callable[..., Any], say: Callable[..., Answer]) -> None:
    """Who may not adopt makes no circular, and no item of one stays; nor for a period that is not over."""
    assert say("circular", "make", *PERIOD, person="clerk1").code == 1
    assert say("circular", "make", "--month", "2026-11").code == 2

    assert ask("list") == []


def test_a_period_that_is_not_over_can_be_looked_at_and_is_no_circular(say: Callable[..., Answer]) -> None:
    """On its last day the figures are shown as those up to today; nothing is made of them."""
    today = AT.isoformat()

    shown, made = (say("circular", word, *PERIOD, at=today) for word in ("show", "make"))

    assert "截至2026年11月20日，时段没有过完" in shown.out and made.code == 2 and "请在 2026-11-21 或以后做" in made.err
    assert "截至" not in say("circular", "show", *PERIOD).out


def test_deductions_are_the_same_in_points_and_in_the_circular(
    office: Path, ask: Callable[..., Any], say: Callable[..., Answer]
) -> None:
    """扣分 is one figure: an entry taken back is less 采用, a fault a 扣分, what the floor gives back neither."""
    to_today = ("--from", "2026-11-01", "--to", "2026-11-21")
    late = ("adoption", "late", "--publication", "政务信息", "--unit", "市水利局", "--title", "水库除险")
    entered = say(*late, "--on", "2026-11-03", "--note", "此前已印")
    assert entered.code == 0, entered.said
    assert say("adoption", "undo", "补录/1", "--reason", "登错了").code == 0
    fault = ("penalty", "add", "市水利局", "--kind", "失实", "--on", "2026-11-10", "--what", "面积有误")
    assert say(*fault, person="clerk1").code == 0

    points = done(call(office, "points", "show", *to_today, "--json", person="editor1", at=NOW))["units"]
    rows = [row for group in ask("show", *to_today)["groups"] for row in group["units"]]

    by_unit = {row["unit"]: row["kinds"] for row in points}
    for row in rows:
        kinds = {kind: Fraction(amount) for kind, amount in by_unit[row["unit"]].items()}
        parts = {
            part: sum((kinds.get(kind, Fraction(0)) for kind in of), Fraction(0)) for part, of in AWARD_PARTS.items()
        }
        assert {part: Fraction(row["figures"][part]) for part in AWARD_PARTS} == parts, row["unit"]
    assert next(row for row in rows if row["unit"] == "市水利局")["figures"]["扣分"] == "-10"


def test_check_tells_whether_the_figures_still_hold(ask: Callable[..., Any], say: Callable[..., Answer]) -> None:
    """0 while they do; 4, with unit, figure, before and now, once something was registered for the period."""
    made = ask("make", *PERIOD)
    assert say("circular", "check").code == 0

    words = ("adoption", "add", f"{REF}#1", "--level", "省", "--bulletin", "每日要情", "--on", "2026-11-20")
    assert say(*words).code == 0
    answer = say("circular", "check", made["item"])

    assert answer.code == 4
    assert "东山镇　本期得分：通报 1.5，现为 11.5" in answer.out and "变动在下期通报的“本期调整”中写明" in answer.out


def test_tables_are_written_where_one_says(ask: Callable[..., Any], say: Callable[..., Answer], tmp_path: Path) -> None:
    """csv and xlsx with a line for each unit; a folder that is not there is told."""
    ask("csv", *PERIOD, "-o", tmp_path / "t.csv")
    ask("xlsx", *PERIOD, "-o", tmp_path / "t.xlsx")

    lines = list(csv.reader(io.StringIO((tmp_path / "t.csv").read_text(encoding="utf-8-sig"))))
    sheet = python_calamine.CalamineWorkbook.from_path(tmp_path / "t.xlsx").get_sheet_by_name("得分").to_python()
    units = [line[1] for line in sheet[2:] if line[1] not in ("小计", "")]
    assert [line[1] for line in lines[1:]] == units and "东山镇" in units
    answer = say("circular", "csv", *PERIOD, "-o", tmp_path / "无" / "t.csv")
    assert answer.code == 2 and "请核对目录" in answer.err
