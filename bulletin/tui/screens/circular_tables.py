"""The tables of a circular (通报) on one screen: as they were frozen, or as they would be now; read or counted aside."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from bulletin.feedback.circular.period import period_name
from bulletin.model import Circular
from bulletin.tui import circular_reading
from bulletin.tui.aside import Aside
from bulletin.tui.circular_reading import Span, Tables
from bulletin.tui.desk_screen import DeskScreen
from bulletin.tui.keys import Key, bindings
from bulletin.tui.screens.records import painted
from bulletin.tui.text_pane import TextPane


class CircularTablesScreen(DeskScreen):
    """Group by group, the units by place with their figures."""

    KEYS: ClassVar[tuple[Key, ...]] = (
        Key("space,pagedown", "空格", "下一屏", "read(1)", short="下一屏"),
        Key("b,pageup", "b", "上一屏", "read(-1)", short="上一屏"),
        Key("j,down", "j ↓", "下一行", "scroll(1)"),
        Key("k,up", "k ↑", "上一行", "scroll(-1)"),
        Key("n", "n", "封存的数字，或现在的数字", "turn", "turn_tables", short="换看现在的"),
        Key("escape,q,enter,t", "Esc", "返回", "leave", short="返回"),
    )
    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = "CircularTablesScreen #tables { height: 1fr; padding: 0 1; }"

    def __init__(self, span: Span, kept: Circular | None) -> None:
        super().__init__()
        self._span, self._kept, self._is_frozen = span, kept, kept is not None
        self._tables: Tables | None = None
        self._aside: Aside[Tables] = Aside(self, self._came)

    def compose(self) -> ComposeResult:
        """Head, the tables, the foot."""
        yield Static(id="title", classes="head")
        yield TextPane(id="tables")
        yield self.foot()

    def on_mount(self) -> None:
        """Show the tables, or begin to count them."""
        self._read()
        self.show_keys()

    def actions_now(self) -> frozenset[str]:
        """Return whether there are two kinds of figures to look at."""
        return frozenset({"turn_tables"} if self._kept else ())

    def _read(self) -> None:
        sitting, span, kept = self.desk.sitting, self._span, self._kept
        settings, at = sitting.settings, sitting.at
        if self._is_frozen and kept:
            self._say_title(circular_reading.READING)
            self._aside.count(lambda db: circular_reading.frozen_tables(db, settings, kept))
        else:
            self._say_title("正在计算……")
            self._aside.count(lambda db: circular_reading.counted_tables(db, settings, at, span))

    def _came(self, tables: Tables) -> None:
        self._tables = tables
        self._say_title(f"{sum(len(group.units) for group in tables.groups)}个单位")
        self._draw()

    def _draw(self) -> None:
        if self._tables:
            lines = circular_reading.table_lines(self._tables, self.lettering, self.size.width - 2)
            self.query_one(TextPane).show(painted(self, lines), keep_place=True)

    def _say_title(self, right: str) -> None:
        words = f"{period_name(*self._span)}　{'封存的数字' if self._is_frozen else '现在的数字'}　{right}"
        self.query_one("#title", Static).update(self.lettering.shown(words, "bold"))

    def on_resize(self) -> None:
        """Draw the tables as wide as the window is now."""
        self.call_after_refresh(self._draw)

    def action_turn(self) -> None:
        """Show the figures as they are now, or as they were frozen."""
        self._is_frozen = not self._is_frozen
        self._read()

    def action_read(self, screens: int) -> None:
        """Scroll by screens."""
        self.query_one(TextPane).scroll_screens(screens)

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self.query_one(TextPane).scroll_lines(lines)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss()
