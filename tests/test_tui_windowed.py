"""The windowed list: any length, little memory, and only two lines drawn when the cursor moves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from rich.text import Text
from textual.app import App, ComposeResult

from bulletin.tui.windowed import BLOCK, KEPT_BLOCKS, WindowedList


class Numbers:
    """The numbers from 0 on, and which blocks were asked for."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.asked: list[int] = []

    def rows(self, start: int, most: int) -> Sequence[int]:
        """Return a stretch of numbers."""
        self.asked.append(start)
        return range(start, min(start + most, self.total))


class Counting(WindowedList[int]):
    """A list that counts the lines it draws."""

    drawn = 0

    def render_line(self, y: int):  # type: ignore[no-untyped-def]
        """Draw one line."""
        self.drawn += 1
        return super().render_line(y)


class Lister(App[None]):
    """Nothing but a list."""

    told = 0
    """How often the list said that its first picture is made."""

    def on_windowed_list_drawn(self, event: WindowedList.Drawn) -> None:
        """Count, and hold that something stood in the list by then."""
        assert self.query_one(Counting).drawn
        self.told += 1

    def compose(self) -> ComposeResult:
        """The list."""
        yield Counting(lambda number, width: Text(f"第{number}行"))


def with_list(
    total: int, *keys: str, then: Callable[[Counting], None] = lambda listed: None
) -> tuple[Counting, Numbers]:
    """Return the list of `total` numbers after pressing the keys, and after what is to be done then."""
    numbers = Numbers(total)

    async def run() -> Counting:
        app = Lister()
        async with app.run_test(size=(40, 20)) as pilot:
            listed = app.query_one(Counting)
            listed.focus()
            listed.show(numbers)
            await pilot.pause()
            for key in keys:
                listed.drawn = 0
                await pilot.press(key)
                await pilot.pause()
            then(listed)
            return listed

    return asyncio.run(run()), numbers


def test_the_first_picture_is_told_once() -> None:
    """Who waits for the first picture hears of it when it is made, and never again."""
    told: list[int] = []

    with_list(100, "j", "G", then=lambda listed: told.append(getattr(listed.app, "told", 0)))

    assert told == [1]


def test_a_million_rows_are_never_read() -> None:
    """From the first row of a million to the last, two blocks are read."""
    listed, numbers = with_list(1_000_000, "G")

    assert listed.current == 999_999
    assert numbers.asked == [0, 1_000_000 - BLOCK]


def test_a_step_draws_two_lines() -> None:
    """Moving the cursor within the window draws the line left and the line reached."""
    listed, _ = with_list(1000, "j", "j")

    assert listed.cursor == 2
    assert listed.drawn == 2


def test_blocks_are_forgotten() -> None:
    """However far one pages, only a few blocks are kept."""
    listed, _ = with_list(10_000)
    for index in range(0, 10_000, BLOCK):
        listed.row(index)

    assert len(listed._blocks) == KEPT_BLOCKS


def test_the_cursor_keeps_its_height_when_the_list_changes() -> None:
    """When another listing is shown, the row under the cursor stays at the same line of the screen."""
    listed, _ = with_list(1000, *"jjjjj", then=lambda listed: listed.show(Numbers(1003), listed.cursor + 3))

    assert listed.current == 8
    assert listed.top == 3


def test_an_empty_list_has_no_current_row() -> None:
    """Nothing to list is no error: no row, and the keys do nothing."""
    listed, _ = with_list(0, "j", "G", "k")

    assert listed.current is None
    assert (listed.cursor, listed.top) == (0, 0)
