"""Points on the screen: places by group, every point with its reason, other periods and rules, registers by form; counted aside."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from rich.cells import cell_len

from bulletin import store
from bulletin.feedback import registers
from bulletin.model import LateEntry, Penalty
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.tui import points_reading
from bulletin.tui.points_reading import Asked, Counted
from bulletin.tui.screens.points import PointsScreen
from tests.calls import LATIN
from tests.conftest import House, NewHouse
from tests.desk_terminal import Driver, Seat, desk, drive
from tests.test_tui_pictures import compare


@pytest.fixture(scope="module")
def scored(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """An office with a printed entry and late entries of three units; tests work on copies of its database."""
    house = new_house(tmp_path_factory.mktemp("scored") / "office")
    house.issue("published")
    for unit, months in (("市财政局", (1, 2, 3)), ("市教育局", (4,)), ("市水利局", (10, 11))):
        for month in months:
            late(house, unit, f"{unit}第{month}月的做法", date(2026, month, 5))
    wish = Penalty(0, "市财政局", "迟报", "一件紧急信息迟报2小时", "", date(2026, 11, 2))
    registers.penalise(house.db, house.settings, wish, house.actor("clerk1"), house.at)
    return house


@pytest.fixture
def house(scored: House, tmp_path: Path) -> Iterator[House]:
    """That office, its database to be written to, at a path the counting thread opens too."""
    folder = tmp_path / "office"
    path = folder / "var" / "bulletin.db"
    path.parent.mkdir(parents=True)
    scored.db.execute("vacuum into ?", (str(path),))
    for name in ("templates", "bulletin.toml"):
        (folder / name).symlink_to(scored.settings.root / name)
    db = store.open_database(path)
    settings = replace(scored.settings, root=folder)
    assert settings.database_path == path
    yield replace(scored, db=db, settings=settings)
    db.close()


def late(house: House, unit: str, title: str, day: date) -> LateEntry:
    """A late entry of one unit."""
    wish = LateEntry(0, "政务信息", "", "", title, "", (unit,), day, "")
    return registers.enter_late(house.db, house.settings, wish, house.actor("editor1"), house.at)


def seat(house: House, person: str = "editor1") -> Seat:
    """A person at the desk of that office."""
    return Seat(house.db, house.settings, house.at, person)


async def go(driver: Driver) -> str:
    """Go to the points, and wait until they are counted."""
    driver.app.go("计分")
    return await driver.wait("按默认")


async def at_unit(driver: Driver, unit: str) -> str:
    """The screen with the cursor at that unit, and its points told in the pane."""
    screen = driver.app.screen
    assert isinstance(screen, PointsScreen)
    screen.find(unit)
    return await driver.wait(f"{unit}　")


def test_the_screen_says_what_the_command_says(house: House) -> None:
    """Place, points and every award of a unit are those of the ledger; groups apart, the best of each first."""
    asked = Asked(date(2026, 1, 1), date(2027, 1, 1))
    found = points_reading.count(house.db, house.settings, house.at, asked)
    groups = list(dict.fromkeys(row.group for row in found.rows))
    for group in groups:
        points = [row.place.points for row in found.rows if row.group == group]
        assert points == sorted(points, reverse=True)
    for row in found.rows:
        assert sum(award.amount for award in row.awards) == row.place.points

    async def deed(driver: Driver) -> None:
        shown = await go(driver)
        assert "计分 2026年度 12个单位" in shown
        assert "按默认" in shown
        screen = driver.app.screen
        assert screen.listed == list(found.rows)  # type: ignore[attr-defined]
        assert "市财政局　一类单位第1名　4分" in await at_unit(driver, "市财政局")
        await driver.press("space")
        assert "迟报" in driver.screen()
        assert "〔默认：" in driver.screen()

    drive(seat(house), deed)


def test_it_is_counted_aside_and_says_so(house: House) -> None:
    """While a long count runs the head says so and keys are heard; what comes late for another period is not shown."""
    may_end = {year: threading.Event() for year in (2026, 2025)}
    begun = {year: threading.Event() for year in may_end}

    def slow(db: Database, settings: Settings, at: datetime, asked: Asked) -> Counted:
        begun[asked.start.year].set()
        assert may_end[asked.start.year].wait(15)
        return points_reading.count(db, settings, at, asked)

    async def deed(driver: Driver) -> None:
        driver.app.push_screen(PointsScreen(slow))
        await driver.wait("正在计算……")
        assert "计分 2025年度" in await driver.press("left_square_bracket")
        may_end[2026].set()
        while not begun[2025].is_set():
            await driver.settle()
        assert "正在计算……" in await driver.settle()
        assert "市财政局" not in driver.screen()
        may_end[2025].set()
        assert "2025年度" in await driver.wait("按默认")
        assert "没有得分，也没有扣分" in await at_unit(driver, "市财政局")

    drive(seat(house), deed)


def test_another_period_is_one_key_away(house: House) -> None:
    """[ and ] go to the period before and after; p finds a month, or a year long ago, by typing; only its points count."""

    async def deed(driver: Driver) -> None:
        await go(driver)
        await driver.press("p")
        await driver.type("2026年10月")
        await driver.press("enter")
        await driver.wait("计分 2026年10月")
        await driver.wait("按默认")
        assert "10-05" in await at_unit(driver, "市水利局")
        assert "11-05" not in driver.screen()
        await driver.press("right_square_bracket")
        assert "计分 2026年11月" in await driver.wait("11-05")
        await driver.press("p")
        await driver.type("2021年度")
        assert "计分 2021年度" in await driver.press("enter")

    drive(seat(house), deed)


def test_other_rules_are_laid_beside(house: House) -> None:
    """R: the same period under another rule set; a set that does not hold then is refused with its dates."""

    async def deed(driver: Driver) -> None:
        await go(driver)
        await driver.press("R")
        await driver.type("衢州")
        await driver.press("enter")
        assert "一类单位第" in await driver.wait("按默认，对照衢州")
        assert "差 " in await at_unit(driver, "东山镇")

    drive(seat(house), deed)


def test_registering_by_form_counts_at_once(house: House) -> None:
    """a on the unit's entry: bulletin, level; the points stand there a moment later; x takes it back, with a reason."""

    async def deed(driver: Driver) -> None:
        await go(driver)
        await at_unit(driver, "市教育局")
        await driver.press("a")
        await driver.type("市教育局第4月")
        await driver.press("enter")
        refused = await driver.press("enter")
        assert "上级采用没有写明刊名" in refused
        assert "--" not in refused
        await driver.type("省政府信息")
        assert "省级《省政府信息》采用，计在 2026-11-20" in await driver.press("enter")
        await driver.wait("上级采用20")
        await driver.press("x", "enter")
        await driver.type("登错了")
        assert "已撤销登记" in await driver.press("enter")
        await driver.wait("上级采用20", gone=True)

    drive(seat(house), deed)
    only = store.upper_adoptions.every(house.db)[0]
    assert (only.level, only.bulletin, only.late_entry_id) == ("省", "省政府信息", 4)
    assert only.retracted and only.retracted.reason == "登错了"


@pytest.mark.parametrize("typed", ["1e9999999", "1_0", "６", "1/0", "-1", "六"])
def test_points_that_nobody_gives_are_refused_at_once(house: House, typed: str) -> None:
    """What is no number as people write it is said to be none, before anything is reckoned with it; nothing is registered."""

    async def deed(driver: Driver) -> None:
        await go(driver)
        await at_unit(driver, "市教育局")
        await driver.press("a", "enter")
        await driver.type("省政府信息")
        await driver.press(*["down"] * 6)
        await driver.type(typed)
        began = time.monotonic()
        refused = await driver.press("enter")
        assert f"分值 {typed} 不对" in refused
        assert time.monotonic() - began < 2

    drive(seat(house), deed)
    assert not store.upper_adoptions.every(house.db)


def test_late_entries_and_faults_are_registered(house: House) -> None:
    """l and d: what is missing is named together; units are parted by a blank too; a day ahead is refused in words of the desk."""

    async def deed(driver: Driver) -> None:
        await go(driver)
        await driver.press("l")
        assert "还没有写刊名、标题、印发的日期" in await driver.press("enter")
        await driver.type("政务信息")
        await driver.press("down")
        await driver.type("两家合报")
        await driver.press("down", "end", "ctrl+u")
        await driver.type("东山镇")
        await driver.press("space")
        await driver.type("市财政局")
        await driver.press("down")
        await driver.type("2026-12-01")
        refused = await driver.press("enter")
        assert "在今天" in refused
        assert "--" not in refused
        await driver.press("end", "ctrl+u")
        await driver.type("2026-06-01")
        assert "已补录 补录/7" in await driver.press("enter")

    async def judging(driver: Driver) -> None:
        await go(driver)
        await at_unit(driver, "市财政局")
        await driver.press("d")
        await driver.type("把数字报错了")
        assert "已登记扣分 2：市财政局" in await driver.press("enter")

    drive(seat(house), deed)
    drive(seat(house, "clerk1"), judging)
    assert store.late_entries.get(house.db, 7).units == ("东山镇", "市财政局")


def test_keys_are_offered_to_whom_they_are_allowed(house: House) -> None:
    """A signer registers nothing; an editor registers no fault, a reviewer nothing else."""

    async def nothing(driver: Driver) -> None:
        shown = await go(driver)
        assert "a 上级采用" not in shown
        assert "现在不能用" in await driver.press("a")

    async def editing(driver: Driver) -> None:
        await go(driver)
        assert "现在不能用" in await driver.press("d")

    drive(seat(house, "signer1"), nothing)
    drive(seat(house), editing)


def test_enter_goes_to_the_issue_of_the_entry(house: House) -> None:
    """A unit with one printed entry: its issue opens; one with late entries only is told so."""

    async def deed(driver: Driver) -> None:
        await go(driver)
        await at_unit(driver, "市教育局")
        assert "没有印在本办公室的期上的得分" in await driver.press("enter")
        await at_unit(driver, "东山镇")
        await driver.press("enter")
        await driver.wait("政务信息/2026/1 第1期")

    drive(seat(house), deed)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_the_screen_looks_as_it_was_read(house: House, columns: int, rows: int) -> None:
    """List and pane: no column drifts, no English sentence, as last found good."""

    async def look(driver: Driver) -> None:
        shown = await go(driver)
        assert all(cell_len(line) <= columns for line in shown.split("\n"))
        assert not LATIN.search(shown)
        compare(f"points-{columns}x{rows}", shown + "\n")
        assert not LATIN.search(await driver.press("question_mark"))

    drive(seat(house), look, columns, rows)


def test_it_stands_in_a_real_terminal(scored: House) -> None:
    """In tmux: `:` 计分, counted, narrowed to one group."""
    with desk(scored.settings.root, at=scored.at.isoformat()) as terminal:
        terminal.wait("待处理")
        terminal.press(":")
        terminal.wait("转到")
        terminal.type("计分")
        terminal.press("Enter")
        terminal.wait("按默认")
        terminal.press("o")
        terminal.wait("看哪一组")
        terminal.type("二类")
        terminal.press("Enter")
        shown = terminal.wait("二类单位", seconds=5)
        assert all(cell_len(line) <= 80 for line in shown.split("\n"))
