"""A form of fields that is handed in: what is missing or wrong is said above them, and nothing typed is lost by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from bulletin.errors import BulletinError, UsageError
from bulletin.settings import Settings
from bulletin.tui.advice import refusal
from bulletin.tui.prompts import Form, Line, Switch
from bulletin.tui.words import Lettering

Done = TypeVar("Done")
Values = Mapping[str, str]
"""What stands in the fields, by name."""


@dataclass(frozen=True, slots=True)
class Field:
    """One row: its name, the word before it (three characters at most), what stands there, or the values to choose from."""

    name: str
    word: str
    value: str = ""
    choices: Sequence[str] = ()


class FieldsForm(Form[Done]):
    """Asks for the fields; Enter does `act` with them. Where it raises, that is said, and the form stays as it is."""

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        act: Callable[[Values], Done],
        lettering: Lettering,
        *,
        verb: str = "记下",
        start: str = "",
    ) -> None:
        """`verb` is what Enter does, as the hint says it; `start` the name of the field to begin with, else the first."""
        super().__init__()
        self._title, self._fields, self._act, self._lettering = title, tuple(fields), act, lettering
        self._verb, self._start = verb, start or fields[0].name

    def compose(self) -> ComposeResult:
        """Title, what was wrong, the fields, keys."""
        with Vertical():
            yield Static(self._lettering.shown(self._title), classes="title")
            wrong = Static(id="refusal", classes="wrong")
            wrong.display = False
            yield wrong
            for field in self._fields:
                with Horizontal():
                    yield Static(field.word)
                    if field.choices:
                        yield Switch(field.choices, self._lettering, field.value, id=field.name)
                    else:
                        yield Line(self._lettering.line(field.value), id=field.name)
            hint = f"回车 {self._verb}　↑↓ 换一行　←→ 换一个　F1 帮助　Esc 取消"
            yield Static(self._lettering.shown(hint), classes="hint")

    def on_mount(self) -> None:
        """Begin with the field that is typed most often."""
        self.query_one(f"#{self._start}").focus()

    def action_answer(self) -> None:
        """Do it with what stands in the fields; say what is wrong where it is refused."""
        try:
            done = self._act({field.name: self._value(field) for field in self._fields})
        except BulletinError as error:
            wrong = self.query_one("#refusal", Static)
            wrong.update(self._lettering.shown(f"未完成：{refusal(error)}"))
            wrong.display = True
            self._begin_again()
            return
        self.dismiss(done)

    def _begin_again(self) -> None:
        """Go to the field that is typed first where nothing stands in it yet."""
        start = self.query_one(f"#{self._start}")
        if isinstance(start, Line) and not start.value.strip():
            start.focus()

    def _value(self, field: Field) -> str:
        if field.choices:
            return self.query_one(f"#{field.name}", Switch).value
        return self.query_one(f"#{field.name}", Line).value.strip()


def day_of(typed: str, word: str) -> date | None:
    """Return the day that was typed into the field `word`, None where it is empty. Raises `UsageError`."""
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise UsageError(f"{word}“{typed}”看不懂", "应如 2026-12-01") from None


def moment_of(typed: str, word: str, settings: Settings, at: datetime) -> datetime | None:
    """Return the moment typed into the field `word`, None where it is empty; an hour alone is of today. Raises `UsageError`."""
    written = typed.replace("：", ":").replace("　", " ").replace("T", " ").strip()
    if not written:
        return None
    day, _, hour = written.rpartition(" ")
    try:
        on = date.fromisoformat(day) if day else at.astimezone(settings.zone).date()
        moment = datetime.fromisoformat(f"{on} {hour.zfill(5)}")
    except ValueError:
        raise UsageError(f"{word}“{typed}”看不懂", "应如 2026-11-20 08:50，今天的只写 08:50") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=settings.zone)).astimezone(settings.zone)


def refuse_empty(values: Values, words: Mapping[str, str]) -> None:
    """Raise `UsageError` naming the fields of `words` (name: what is to be written there) that are empty."""
    if empty := [word for name, word in words.items() if not values[name]]:
        raise UsageError(f"还没有写{'、'.join(empty)}", "写好再按回车")
