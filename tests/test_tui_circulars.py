"""Circulars on the screen: which are due, made by one key aside, their tables as they were frozen, what changed since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from rich.cells import cell_len

from bulletin import store
from bulletin.desk import editing
from bulletin.feedback import registers
from bulletin.feedback.circular import making
from bulletin.model import LateEntry
from bulletin.store import circulars, originals
from bulletin.tui import circular_reading
from bulletin.tui.circular_reading import rows
from tests.calls import LATIN
from tests.conftest import House, NewHouse
from tests.desk_terminal import Driver, Seat, desk, drive
from tests.test_tui_pictures import compare

OCTOBER, SEPTEMBER = (date(2026, 10, 1), date(2026, 11, 1)), (date(2026, 9, 1), date(2026, 10, 1))


@pytest.fixture(scope="module")
def scored_once(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """An office with late entries of three units in October and September."""
    house = new_house(tmp_path_factory.mktemp("circulars") / "office")
    for unit in ("市财政局", "市教育局", "市水利局"):
        for month in (9, 10):
            late(house, unit, date(2026, month, 12))
    return house


@pytest.fixture
def scored(new_house: NewHouse, tmp_path: Path, scored_once: House) -> Iterator[House]:
    """A copy of that office, for one test."""
    yield new_house(tmp_path / "scored", scored_once)


def late(house: House, unit: str, day: date) -> None:
    """A late entry of one unit."""
    wish = LateEntry(0, "政务信息", "", "", f"{unit}{day.month}月的做法", "", (unit,), day, "")
    registers.enter_late(house.db, house.settings, wish, house.actor("editor1"), house.at)


def made(house: House, span: tuple[date, date] = OCTOBER) -> int:
    """Make the circular of the period and its article; return the number of the article."""
    item, _ = making.make(house.db, house.settings, span, house.at)
    wish = editing.Wish(publication=house.settings.circular.publication)
    return editing.adopt(house.db, house.settings, [item.id], wish, house.actor("editor1"), house.at).id


def seat(house: House, person: str = "editor1") -> Seat:
    """A person at the desk of that office."""
    return Seat(house.db, house.settings, house.at, person)


async def go(driver: Driver) -> str:
    """Go to the circulars, and wait until the one under the cursor is told in the pane."""
    driver.app.go("通报")
    await driver.wait("通报　")
    return await driver.press()


async def at_period(driver: Driver, span: tuple[date, date]) -> str:
    """The screen with the cursor at that period, told in the pane."""
    driver.app.screen.find(span)  # type: ignore[attr-defined]
    return await driver.wait(f"{span[0]}至")


def test_what_follows_the_last_one_is_due(scored: House) -> None:
    """An office that made none yet owes the last month; one that made September's owes October's, no older, no quarter's."""
    assert [row.span for row in rows(seat(scored)) if row.is_due] == [OCTOBER]
    made(scored, SEPTEMBER)
    found = rows(seat(scored))
    assert [row.span for row in found if row.is_due] == [OCTOBER]
    assert [row.span for row in found[:2]] == [OCTOBER, SEPTEMBER]
    assert found[1].is_in_hand


def test_a_circular_is_made_by_a_key_and_opened(scored: House) -> None:
    """m, Enter: counted aside, its article is listed; Enter opens it; made again as it is there is no second item."""

    async def deed(driver: Driver) -> None:
        shown = await go(driver)
        assert "应做 1份" in shown
        assert "2026年10月" in shown
        await driver.press("m", "enter")
        shown = await driver.wait("已做成稿件 1")
        assert "在办 1份" in shown
        assert "关于2026年10月政务信息报送采用情况的通报" in shown
        await driver.press("enter")
        await driver.wait("稿件 1")

    drive(seat(scored), deed)
    (kept,) = circulars.every(scored.db, scored.settings)
    assert kept.span == OCTOBER
    assert store.articles.get(scored.db, 1).publication == scored.settings.circular.publication


def test_a_period_that_is_not_over_is_not_made(scored: House) -> None:
    """November on the 20th: the key is not offered, the pane says from when; its tables can be looked at."""

    async def deed(driver: Driver) -> None:
        await go(driver)
        shown = await at_period(driver, (date(2026, 11, 1), date(2026, 12, 1)))
        assert "2026-12-01 或以后才能做" in shown
        assert "m 做通报" not in shown
        assert "现在不能用" in await driver.press("m")
        await driver.press("t")
        assert "现在的数字" in await driver.wait("一类单位（5个）")

    drive(seat(scored), deed)


def test_the_tables_are_those_that_were_frozen(scored: House) -> None:
    """t after making shows the frozen figures, whatever was registered since; n those of now; no line is too wide."""
    made(scored)
    late(scored, "市财政局", date(2026, 10, 20))

    async def deed(driver: Driver) -> None:
        await go(driver)
        await driver.press("t")
        shown = await driver.wait("封存的数字")
        line = next(line for line in shown.split("\n") if "市财政局" in line)
        assert line.split()[:4] == ["1", "市财政局", "0", "1"]
        assert all(cell_len(line) <= 80 for line in shown.split("\n"))
        await driver.press("n")
        shown = await driver.wait("现在的数字　12个单位")
        line = next(line for line in shown.split("\n") if "市财政局" in line)
        assert line.split()[:4] == ["1", "市财政局", "0", "2"]

    drive(seat(scored), deed)


def test_what_changed_since_is_told(scored: House) -> None:
    """v counts again aside, and names unit, figure, as printed and as now; where nothing changed it says so."""
    made(scored)

    async def same(driver: Driver) -> None:
        await go(driver)
        await driver.press("v")
        await driver.wait("与今天的登记一致")

    async def changed(driver: Driver) -> None:
        await go(driver)
        await driver.press("v")
        assert "市财政局　采用：通报 1，现为 2" in await driver.wait("核对：")

    drive(seat(scored), same)
    late(scored, "市财政局", date(2026, 10, 20))
    drive(seat(scored), changed)


def test_what_was_printed_is_made_again_only_as_a_correction(scored: House) -> None:
    """Once printed, m is gone and C makes one that corrects it; with nothing to correct it says so, and makes none."""
    one = store.articles.get(scored.db, made(scored))
    scored.approve(scored.send(one))
    scored.issue("published", scored.settings.circular.publication)

    async def nothing(driver: Driver) -> None:
        shown = await go(driver)
        assert "已印发" in shown
        shown = await at_period(driver, OCTOBER)
        assert "m 做通报" not in shown
        assert "C 做更正" in shown
        await driver.press("C", "enter")
        shown = await driver.wait("没有可更正的")
        assert "--" not in shown

    async def correcting(driver: Driver) -> None:
        await go(driver)
        await at_period(driver, OCTOBER)
        await driver.press("C", "enter")
        await driver.wait("已做成稿件 2")

    drive(seat(scored), nothing)
    assert len(circulars.every(scored.db, scored.settings)) == 1
    late(scored, "市财政局", date(2026, 10, 20))
    drive(seat(scored), correcting)
    assert circulars.every(scored.db, scored.settings)[-1].figures["corrects"] == 14


def test_the_list_waits_for_no_figures(scored: House) -> None:
    """The frozen figures are read aside: where they cannot be, list and period stand, and the pane says why."""
    made(scored)
    (one,) = circulars.listed(scored.db)
    path = originals.path_of(scored.settings, originals.get(scored.db, one.item.original_id).sha256)
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b" ")

    async def deed(driver: Driver) -> None:
        assert "在办 1份" in await go(driver)
        shown = await driver.wait(f"原件 {one.item.original_id} 的字节与收到时不同")
        assert f"来稿 {one.item.id}　未印发" in shown
        assert circular_reading.READING not in shown

    drive(seat(scored), deed)


def test_what_stands_against_printing_is_told_of_the_piece_in_hand(scored: House) -> None:
    """A second one of the same days, printed meanwhile by somebody else: the pane says so, and tells no command."""
    made(scored)
    late(scored, "市财政局", date(2026, 10, 20))
    other = store.articles.get(scored.db, made(scored))
    scored.approve(scored.send(other))
    scored.issue("composed", scored.settings.circular.publication)
    (row,) = (row for row in rows(seat(scored)) if row.span == OCTOBER)
    in_hand = replace(row, kept=row.kept[:1], articles=((1, "draft"),))

    found = circular_reading.details(scored.db, scored.settings, in_hand)

    (what,) = found.objections
    assert what.startswith("2026年10月另有一份通报正在印（稿件 2，")
    assert ("不能印：" + what, "error") in list(circular_reading.told(in_hand, found))
    assert "circular" not in what


def test_who_does_not_edit_makes_none(scored: House) -> None:
    """A signer looks at tables and makes nothing."""

    async def deed(driver: Driver) -> None:
        shown = await go(driver)
        assert "m 做通报" not in shown
        assert "现在不能用" in await driver.press("m")

    drive(seat(scored, "signer1"), deed)
    assert circulars.every(scored.db, scored.settings) == []


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("m", "做成通报：2026年10月"),
        ("t", "现在的数字"),
        *((key, f"未完成：“{key} ") for key in "Cv"),
        ("u", "未完成：没有可以撤销的操作"),
        ("enter", "还没有做成稿件"),
        ("space", "还没有做：按 m 做成稿件"),
        ("G", "通报　没有做"),
    ],
)
def test_no_key_fails_on_a_new_office(house: House, key: str, words: str) -> None:
    """Every key in an office without any figure does what it says, or says why not."""

    async def deed(driver: Driver) -> None:
        await go(driver)
        await driver.press(key)
        await driver.wait(words)

    drive(seat(house), deed)


@pytest.mark.parametrize("name", ["circulars", "circular_tables"])
@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_the_screens_look_as_they_were_read(scored: House, name: str, columns: int, rows: int) -> None:
    """List and tables: no column drifts, no English sentence, as last found good."""
    made(scored, SEPTEMBER)

    async def look(driver: Driver) -> None:
        await go(driver)
        await driver.press("j")
        shown = await driver.wait("采用条目 3条")
        if name == "circular_tables":
            await driver.press("t")
            shown = await driver.wait("封存的数字")
        assert all(cell_len(line) <= columns for line in shown.split("\n"))
        assert not LATIN.search(shown)
        compare(f"{name}-{columns}x{rows}", shown + "\n")
        assert not LATIN.search(await driver.press("question_mark"))

    drive(seat(scored), look, columns, rows)


def test_it_stands_in_a_real_terminal(scored: House) -> None:
    """In tmux: `:` 通报, m, Enter: made."""
    with desk(scored.settings.root, at=scored.at.isoformat()) as terminal:
        terminal.wait("待处理")
        terminal.press(":")
        terminal.wait("转到")
        terminal.type("通报")
        terminal.press("Enter")
        terminal.wait("应做 1份")
        terminal.press("m")
        terminal.wait("放在栏目")
        terminal.press("Enter")
        shown = terminal.wait("已做成稿件 1")
        assert all(cell_len(line) <= 80 for line in shown.split("\n"))
