"""A list of records, and a pane that shows the one under the cursor: what most screens of the desk are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, Generic, TypeVar

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Resize, ScreenResume
from textual.widgets import Static

from bulletin import workflow
from bulletin.tui.desk_screen import DeskScreen
from bulletin.tui.keys import MOVES, Key
from bulletin.tui.sitting import Sitting
from bulletin.tui.text_pane import TextPane
from bulletin.tui.windowed import Rows, WindowedList
from bulletin.tui.words import Line

BESIDE_FROM = 110
"""Columns from which the pane stands beside the list."""
Row = TypeVar("Row")


class RecordsScreen(DeskScreen, Generic[Row]):
    """List and pane; a subclass says what is listed, how a line is drawn and what is told of a row."""

    EMPTY: ClassVar[str] = "没有"
    LOOKING: ClassVar[tuple[Key, ...]] = (
        Key("space,pagedown", "空格", "下文的下一屏", "read_on(1)"),
        Key("b,pageup", "b", "下文的上一屏", "read_on(-1)"),
        *MOVES,
        Key("escape,q", "Esc", "返回；q 也行", "leave", short="返回"),
    )
    """Keys that change nothing."""
    WITHOUT_ROW: ClassVar[frozenset[str]] = frozenset(("leave", "state", "new", "gather", "undo", "redo"))
    """What may be done where no row is listed; keys of `EVERYWHERE`, and those a rule allows, may be anyhow."""
    DEFAULT_CSS = """
    RecordsScreen #records { height: 1fr; }
    RecordsScreen #left { height: 1fr; }
    RecordsScreen #list { height: 1fr; min-height: 3; }
    RecordsScreen #pane { height: 1fr; padding: 0 1; }
    RecordsScreen.beside #records { layout: horizontal; }
    RecordsScreen.beside #left { width: 55%; height: 1fr; }
    RecordsScreen.beside #pane { width: 1fr; padding: 0 2; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.listed: Sequence[Row] = ()
        """The rows as they were read last."""
        self._told: object = None

    # What a subclass says

    def read_rows(self) -> Sequence[Row]:
        """Return what is listed now."""
        raise NotImplementedError

    def number_of(self, row: Row) -> object:
        """Return what a row is known by when the list is read again."""
        raise NotImplementedError

    def cells_of(self, row: Row) -> Sequence[tuple[str, int, str]]:
        """Return the cells of a line: words, width in cells (0: all that is left), colour."""
        raise NotImplementedError

    def told_of(self, row: Row) -> Iterable[Line]:
        """Return what the pane tells of a row."""
        raise NotImplementedError

    def heading(self) -> tuple[str, str]:
        """Return the words at the left and at the right of the head."""
        return self.NOUN, self.desk.sitting.viewer.name

    # Showing

    def compose(self) -> ComposeResult:
        """Head, list, line of account, pane, foot."""
        yield Static(id="title", classes="head")
        with Container(id="records"):
            with Container(id="left"):
                yield WindowedList[Row](self._draw, id="list")
                yield Static(id="account", classes="divider")
            yield TextPane(id="pane")
        yield self.foot()

    def on_mount(self) -> None:
        """Show what is listed."""
        self.list.focus()
        self.told(self.list_again)

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Read again: something may have been done on another screen."""
        self.told(self.records_changed)

    def on_resize(self, event: Resize) -> None:
        """Put the pane beside the list where there is room."""
        self.set_class(event.size.width >= BESIDE_FROM, "beside")
        self.call_after_refresh(self.told, self.records_changed)

    @property
    def list(self) -> WindowedList[Row]:
        """The list."""
        return self.query_one("#list", WindowedList)

    @property
    def pane(self) -> TextPane:
        """The pane."""
        return self.query_one("#pane", TextPane)

    @property
    def current(self) -> Row | None:
        """The row under the cursor."""
        return self.list.current

    def records_changed(self) -> None:
        """List again; the cursor stays at its row, or where that row stood."""
        self.list_again()

    def find(self, number: object) -> None:
        """Put the cursor at that record."""
        self.told(lambda: self.list_again(number))

    def list_again(self, number: object = None) -> None:
        """List again, with the cursor at that row, else where it was."""
        current, rows = self.list.current, self.read_rows()
        self.listed = rows
        wanted = number if number is not None else self.number_of(current) if current is not None else None
        places = (place for place, row in enumerate(rows) if self.number_of(row) == wanted)
        self.list.show(Rows(tuple(rows)), next(places, self.list.cursor))
        self._show_heading()

    def _show_heading(self) -> None:
        left, right = (self.lettering.line(words) for words in self.heading())
        room = max(1, self.app.size.width - 2 - cell_len(right))
        words = self.lettering.fit(left, room) + right
        self.query_one("#title", Static).update(self.lettering.shown(words, "bold"), layout=False)

    def account(self) -> str:
        """Return the line under the list."""
        return f"{self.list.cursor + 1}/{self.list.total}" if self.list.total else "—"

    def on_windowed_list_moved(self, event: WindowedList.Moved) -> None:
        """Tell of the row under the cursor."""
        event.stop()
        self.call_after_refresh(self.show_current)

    def show_current(self) -> None:
        """Write account, pane and keys for the row under the cursor."""
        self.told(self._show_current)

    def _show_current(self) -> None:
        row, before = self.list.current, self._told
        lines = [(self.EMPTY, "quiet")] if row is None else list(self.told_of(row))
        self._told = None if row is None else self.number_of(row)
        self.pane.show(self.painted(lines), keep_place=before is not None and before == self._told)
        self.show_account()
        self.show_keys()

    def show_account(self) -> None:
        """Write the line under the list."""
        account = self.query_one("#account", Static)
        words = self.lettering.fit(self.account(), max(1, account.content_size.width))
        account.update(self.lettering.shown(words), layout=False)

    def painted(self, lines: Iterable[Line]) -> Text:
        """Return the lines as text of the screen."""
        return painted(self, lines)

    def _draw(self, row: Row, width: int) -> Text:
        cells = self.cells_of(row)
        taken = sum(cells_wide + 1 for _, cells_wide, _ in cells if cells_wide) + 1
        line = Text(" ", no_wrap=True, end="")
        for words, cells_wide, colour in cells:
            fitted = self.lettering.fit(words, cells_wide or max(4, width - taken))
            line.append(fitted, style_of(self, colour)).append(" ")
        return line

    # Moving

    def is_idle(self, action: str) -> bool:
        """Tell whether no row is listed that the key, one that no rule allows or forbids, could be about."""
        looking = [key.action for key in self.KEYS if not key.rule]
        return self.current is None and action in looking and action not in self.WITHOUT_ROW

    def on_windowed_list_chosen(self, event: WindowedList.Chosen) -> None:
        """Open the row that was clicked twice."""
        self.action_open()

    def action_open(self) -> None:
        """Open the row under the cursor; where there is nothing to open, nothing happens."""

    def action_read_on(self, screens: int) -> None:
        """Scroll the pane by a screen."""
        self.pane.scroll_screens(screens)


def begun_by(sitting: Sitting, subject: str) -> frozenset[str]:
    """Return the action by which a new `subject` comes into being, where this person may do it; else nothing."""
    action, _, roles = workflow.BEGINNINGS[subject]
    return frozenset({action}) if workflow.authority(sitting.viewer, roles) is not None else frozenset()


def style_of(screen: DeskScreen, name: str) -> Style:
    """Return the style of that name: a colour of the theme, or ``bold``."""
    return Style(bold=True) if name == "bold" else screen.colour(name)


def painted(screen: DeskScreen, lines: Iterable[Line]) -> Text:
    """Return the lines as one text, each in its colour."""
    parts = []
    for words, colour in lines:
        part = screen.lettering.shown(words)
        part.stylize(style_of(screen, colour))
        parts.append(part)
    return Text("\n").join(parts)


def leave_with(screen: DeskScreen, words: str) -> None:
    """Go back from `screen` to the one below it, and say there what was done."""
    below = screen.app.screen_stack[-2]
    screen.dismiss()
    screen.desk.records_changed()
    if isinstance(below, DeskScreen):
        below.say(words)
