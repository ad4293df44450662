"""A filter over a long queue: its first rows at once, the rest when it is found, and no memory of what was passed."""

from __future__ import annotations

from collections.abc import Iterator

import bench_desk
import pytest

from bulletin.desk.listing import FIRST, open_kept
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.tui.screens.queue import QueueScreen
from tests.desk_terminal import Driver, Seat, drive

SHORTER = "单位:东山镇 类型:问题"


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, Settings]]:
    """An office with 5,000 items, all scored."""
    db, settings = bench_desk.office(tmp_path_factory.mktemp("sifted"), 5_000)
    yield db, settings
    db.close()


def _queue(driver: Driver) -> QueueScreen:
    screen = driver.app.screen
    assert isinstance(screen, QueueScreen)
    return screen


async def _filtered(driver: Driver, expression: str) -> None:
    await driver.press("slash", "ctrl+u")
    await driver.type(expression)
    await driver.press("enter")


async def _whole(driver: Driver) -> None:
    await driver.app.workers.wait_for_complete()
    await driver.settle(0.1)


def test_all_that_is_filtered_comes_after_its_first_rows(crowd: tuple[Database, Settings]) -> None:
    """The list ends up as the whole filter has it, the cursor at the item where it stood, and the number is said."""
    db, settings = crowd
    whole = open_kept(db, "new", "类型:问题", bench_desk.AT)

    async def look(driver: Driver) -> None:
        await _filtered(driver, "类型:问题")
        await driver.press("j", "j")
        await _whole(driver)
        screen = _queue(driver)
        assert (screen.list.total, screen.list.cursor) == (whole.total, 2)
        assert whole.total > FIRST
        assert f"筛出{whole.total}条" in driver.screen()
        assert f"3/{whole.total} 筛选" in driver.screen()

    drive(Seat(db, settings, bench_desk.AT), look)


def test_the_last_filter_holds(crowd: tuple[Database, Settings]) -> None:
    """Where a filter is changed before all of the one before is found, only the new one is shown."""
    db, settings = crowd
    whole = open_kept(db, "new", SHORTER, bench_desk.AT)

    async def look(driver: Driver) -> None:
        await _filtered(driver, "-单位:东山镇")
        await _filtered(driver, SHORTER)
        await _whole(driver)
        assert _queue(driver).list.total == whole.total
        await driver.press("escape")
        await _whole(driver)
        assert _queue(driver).list.total == open_kept(db, "new", "", bench_desk.AT).total

    drive(Seat(db, settings, bench_desk.AT), look)


def test_what_was_passed_is_forgotten(crowd: tuple[Database, Settings]) -> None:
    """After many screens no more is kept of the list than some blocks of rows, and the marks of those on the screen."""
    db, settings = crowd

    async def look(driver: Driver) -> None:
        await driver.press(*["ctrl+f"] * 80)
        await driver.settle(0.2)
        screen = _queue(driver)
        assert screen.list.cursor > 500
        assert len(screen._alike) <= screen.list.size.height

    drive(Seat(db, settings, bench_desk.AT), look)
