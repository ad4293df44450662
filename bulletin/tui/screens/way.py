"""The way of a case (流转): every step from the first byte received to the answer, on one screen."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from bulletin.tui import case_reading
from bulletin.tui.desk_screen import DeskScreen
from bulletin.tui.keys import Key, bindings
from bulletin.tui.screens.records import painted
from bulletin.tui.text_pane import TextPane


class WayScreen(DeskScreen):
    """The head of the way slip (流转单), then its steps."""

    KEYS: ClassVar[tuple[Key, ...]] = (
        Key("space,pagedown", "空格", "下一屏", "read(1)", short="下一屏"),
        Key("b,pageup", "b", "上一屏", "read(-1)", short="上一屏"),
        Key("j,down", "j ↓", "下一行", "scroll(1)"),
        Key("k,up", "k ↑", "上一行", "scroll(-1)"),
        Key("g,home", "g", "开头", "scroll(-100000)"),
        Key("G,end", "G", "末尾", "scroll(100000)", short="末尾"),
        Key("escape,q,enter,w", "Esc", "返回", "leave", short="返回"),
    )
    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = "WayScreen #way { height: 1fr; padding: 0 1; }"

    def __init__(self, follow_up_id: int) -> None:
        super().__init__()
        self._number = follow_up_id

    def compose(self) -> ComposeResult:
        """Head, the way, the foot."""
        yield Static(id="title", classes="head")
        yield TextPane(id="way")
        yield self.foot()

    def on_mount(self) -> None:
        """Show the way."""
        self.told(self.records_changed)
        self.show_keys()

    def records_changed(self) -> None:
        """Read the way again; the line at the top stays there."""
        from bulletin.feedback.cases import slips

        sitting = self.desk.sitting
        way = slips.trail(sitting.db, sitting.settings, self._number, sitting.at)
        head = [(f"{label}　{value}", "bold" if label == "批示内容" else "") for label, value in way.slip.fields]
        steps = case_reading.step_lines(sitting, way.steps)
        answer = [(words, "accent") for words in way.slip.paragraphs]
        title = f"{way.slip.title}　{way.slip.number}　{len(way.steps)}步"
        self.query_one("#title", Static).update(self.lettering.shown(title, "bold"))
        self.query_one(TextPane).show(painted(self, [*head, ("", ""), *steps, *answer]), keep_place=True)

    def action_read(self, screens: int) -> None:
        """Scroll by screens."""
        self.query_one(TextPane).scroll_screens(screens)

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self.query_one(TextPane).scroll_lines(lines)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss()
