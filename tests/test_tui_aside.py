"""Counting aside: the screen goes on, the last wish is done next, and nobody is told who has left."""

from __future__ import annotations

import threading

from bulletin.errors import RefusedAction
from bulletin.store import Database
from bulletin.tui.aside import Aside
from bulletin.tui.screens.problems import ProblemsScreen
from tests.conftest import House
from tests.desk_terminal import Driver, Seat, drive


async def until_idle(driver: Driver, aside: Aside[str]) -> None:
    """Wait until nothing is counted any more."""
    for _ in range(300):
        if not aside.is_busy:
            return
        await driver.settle()
    raise AssertionError("still counting")


def test_what_comes_for_a_screen_that_was_left_is_dropped(house: House) -> None:
    """A screen that is no more in front of anybody when the count ends is shown nothing, and told of no failure."""
    shown: list[str] = []

    def counted(db: Database) -> str:
        assert may_end.wait(15)
        return "数"

    def failing(db: Database) -> str:
        assert may_end.wait(15)
        raise RefusedAction("数不成")

    async def deed(driver: Driver) -> None:
        for work in (counted, failing):
            may_end.clear()
            screen = ProblemsScreen()
            driver.app.install_screen(screen, work.__name__)  # or leaving it would end the counting, too
            await driver.app.push_screen(screen)
            aside: Aside[str] = Aside(screen, shown.append, shown.append)
            aside.count(work)
            await driver.app.pop_screen()
            may_end.set()
            await until_idle(driver, aside)

    may_end = threading.Event()
    drive(Seat(house.db, house.settings, house.at), deed)
    assert shown == []


def test_what_comes_in_time_is_shown_and_a_refusal_tells_no_command(house: House) -> None:
    """The screen that waits gets what was counted; why nothing was, in words of the desk."""
    shown: list[str] = []

    def failing(db: Database) -> str:
        raise RefusedAction("数不成", "请先核对；再用 circular check 查看")

    async def deed(driver: Driver) -> None:
        screen = ProblemsScreen()
        await driver.app.push_screen(screen)
        aside: Aside[str] = Aside(screen, shown.append, shown.append)
        for work in (lambda db: "数", failing):
            aside.count(work)
            await until_idle(driver, aside)

    drive(Seat(house.db, house.settings, house.at), deed)
    assert shown == ["数", "数不成。请先核对"]
