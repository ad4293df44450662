"""Writing down a verification (核实): with whom, by what means, what was asked, what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from bulletin.desk.verification import Inquiry
from bulletin.terms import MEANS, RESULTS
from bulletin.tui.prompts import Form, Line, Switch
from bulletin.tui.words import Lettering

_FIELDS = (
    ("unit", "单位"),
    ("person", "向谁"),
    ("phone", "电话"),
    ("means", "方式"),
    ("asked", "问什么"),
    ("result", "结果"),
    ("words", "情况"),
)
_CHOICES: dict[str, Sequence[str]] = {"means": MEANS, "result": RESULTS}


class InquiryScreen(Form[Inquiry]):
    """Asks for one verification; Enter writes it down. What is missing or wrong is said above, and can be mended."""

    def __init__(self, title: str, given: Inquiry, lettering: Lettering, wrong: str = "") -> None:
        super().__init__()
        self._title, self._given, self._lettering, self._wrong = title, given, lettering, wrong

    def compose(self) -> ComposeResult:
        """What is verified, what was wrong, the fields, keys."""
        with Vertical():
            yield Static(self._lettering.shown(self._title), classes="title")
            if self._wrong:
                yield Static(self._lettering.shown(self._wrong), classes="wrong")
            for name, word in _FIELDS:
                given = getattr(self._given, name)
                with Horizontal():
                    yield Static(word)
                    if name in _CHOICES:
                        yield Switch(_CHOICES[name], self._lettering, given, id=name)
                    else:
                        yield Line(self._lettering.line(given), id=name)
            hint = "回车 记下　↑↓ 换一行　←→ 换一个　Esc 取消"
            yield Static(self._lettering.shown(hint), classes="hint")

    def on_mount(self) -> None:
        """Begin with the person."""
        self.query_one("#person", Line).focus()

    def action_answer(self) -> None:
        """Answer with what was written."""
        self.dismiss(
            Inquiry(
                means=self._value("means"),
                asked=self._value("asked"),
                result=self._value("result"),
                words=self._value("words"),
                unit=self._value("unit"),
                person=self._value("person"),
                phone=self._value("phone"),
            )
        )

    def _value(self, name: str) -> str:
        if name in _CHOICES:
            return self.query_one(f"#{name}", Switch).value
        return self.query_one(f"#{name}", Line).value.strip()
