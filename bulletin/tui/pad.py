"""A text field in place of ``$EDITOR``, for who has none: ``python -m bulletin.tui.pad FILE [WORDS]``.

In a browser there is no other: an editor of the machine would open its shell to everybody who logs in. Every change is in
the file before the next is taken, so that nothing is lost when the browser, the line or the server goes.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.widgets import Static, TextArea
from textual.widgets.text_area import Document, Selection

from bulletin import store
from bulletin.errors import BulletinError
from bulletin.text import plain
from bulletin.tui.advice import refusal
from bulletin.tui.looks import DAY, NIGHT
from bulletin.tui.prompts import Ask, Choice, Finder
from bulletin.tui.words import Lettering

_DONE, _BACK, _ON = "done", "back", "on"
_KEYS = "Ctrl-S 写完返回　Esc 不要改动　Ctrl-F 查找　Ctrl-Z 撤销　Ctrl-Y 重做"


class Field(TextArea):
    """The text; its keys are those of every text field, where a terminal's would be others."""

    BINDINGS = [  # noqa: RUF012
        Binding("ctrl+a", "select_all", show=False),
        Binding("ctrl+f,f3", "app.find", show=False),
        Binding("ctrl+s", "app.done", show=False),
        Binding("escape", "app.leave", show=False),
    ]


class Pad(App[int]):
    """One text in its file; the exit code says whether it may be stored."""

    CSS = """
    .head, #keys { height: 1; padding: 0 1; background: $panel; }
    #keys { color: $quiet; }
    #wrong { height: auto; padding: 0 1; color: $error; }
    Field, Field:focus { border: none; padding: 0 1; background: $background; color: $foreground; }
    """
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, path: Path, light: bool = False, told: str = "") -> None:
        super().__init__()
        self.animation_level = "none"
        self.lettering = Lettering()
        self._path, self._before, self._found_at = path, path.read_bytes(), path.stat().st_mtime_ns
        self._told = told
        self._kept = plain(self._before.decode("utf-8-sig", "replace"))
        self._sought = ""
        self.register_theme(NIGHT)
        self.register_theme(DAY)
        self.theme = DAY.name if light else NIGHT.name

    def compose(self) -> ComposeResult:
        """What is written, the text, what went wrong, the keys."""
        yield Static(self.lettering.shown(self._path.stem), classes="head")
        yield Field(self._kept, soft_wrap=True)
        yield Static(id="wrong")
        yield Static(self.lettering.shown(_KEYS), id="keys")

    def on_mount(self) -> None:
        """Begin at the first character, and tell why this field stands in for another editor."""
        self._say(self._told)
        self._field.cursor_blink = False
        self._field.focus()

    @property
    def _field(self) -> Field:
        return self.query_one(Field)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Have every change in the file before the next."""
        self._keep()

    def _keep(self, anyway: bool = False) -> bool:
        """Write the text into its file, `anyway` or where it was changed; tell whether it is there, and say why not."""
        text = self._field.text
        if text == self._kept and not anyway:
            return True
        try:
            store.files.write_durably(self._path, text.encode())
        except BulletinError as error:
            self._say(f"还没有存到文件里：{refusal(error)}")
            return False
        self._kept = text
        self._say("")
        return True

    def _say(self, words: str) -> None:
        self.query_one("#wrong", Static).update(self.lettering.shown(words))

    def action_done(self) -> None:
        """Leave; the text, changed or not, is written, and stored by who opened the field."""
        if self._keep(anyway=True):
            self.exit(0)

    def action_leave(self) -> None:
        """Leave, or ask first what becomes of what was typed."""
        if self._path.read_bytes() == self._before and self._field.text == self._kept:
            self.exit(0)
            return
        choices = (
            Choice(_ON, "接着写", sign="1"),
            Choice(_DONE, "写完了，存好返回", sign="2"),
            Choice(_BACK, "不要这次的改动", sign="3"),
        )
        self.push_screen(Finder("这次的改动怎么办", choices, self.lettering), self._answered)

    def _answered(self, answer: str | None) -> None:
        if answer == _DONE:
            self.action_done()
        elif answer == _BACK:
            store.files.write_durably(self._path, self._before)
            os.utime(self._path, ns=(self._found_at, self._found_at))  # as if nothing had been written
            self.exit(0)

    def action_find(self) -> None:
        """Ask for words, and go to where they stand next."""
        self.push_screen(Ask("查找", self.lettering, self._sought), self._find)

    def _find(self, words: str | None) -> None:
        if not words:
            return
        self._sought, field = words, self._field
        document = field.document
        assert isinstance(document, Document)
        text, here = field.text, document.get_index_from_location(field.cursor_location)
        place = text.find(words, here)
        place = place if place >= 0 else text.find(words)
        if place < 0:
            self._say(f"没有“{words}”")
            return
        self._say("")
        start, end = (document.get_location_from_index(one) for one in (place, place + len(words)))
        field.selection = Selection(start, end)
        field.scroll_cursor_visible()


def main(arguments: list[str]) -> int:
    """Edit the file named, after which may stand what is told first; return 0 where its text may be stored."""
    light = os.environ.get("BULLETIN_LIGHT", "") not in ("", "0")
    pad = Pad(Path(arguments[0]), light, "".join(arguments[1:]))
    pad.run()
    return pad.return_code or 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
