"""One call of the program: which office, who acts, when, and how the answer is written.

This is where the clock is read. Data goes to stdout, narration to stderr; with ``--json`` stdout holds one document.
"""

from __future__ import annotations

import json
import os
import pwd
import re
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from bulletin import store
from bulletin.errors import NotFound, UnknownPerson, UsageError
from bulletin.model import Actor
from bulletin.settings import Settings, find_office, read_settings
from bulletin.store import Database
from bulletin.terms import action_name
from bulletin.text import one_line, plain
from bulletin.text.days import MOMENTS, due

_YEARS = (1900, 3000)
"""The first year the program works in, and the first it does not."""


@dataclass
class Session:
    """What the options before the noun say, and what follows from them; settings and database are opened when asked."""

    office: Path | None = None
    person: str = ""
    moment: str = ""
    as_json: bool = False
    seat: str = ""
    """Who has logged in in a browser, and sits at this desk; `bulletin.cli.desk` lets only the server say so."""

    @cached_property
    def settings(self) -> Settings:
        """The office's settings. Raises `OfficeNotFound`, `SettingsError`, and `UnknownPerson` for a forbidden option."""
        settings = read_settings(self.office or find_office(Path.cwd()))
        for option, given in (("--as", self.person), ("--at", self.moment)):
            if given and settings.identity.mode != "trusted":
                raise UnknownPerson(f"本办公室按操作系统用户认人，不接受 {option}", "请用自己的账号操作")
        return settings

    @cached_property
    def db(self) -> Database:
        """The office's open database. Raises `StoreFailure`."""
        return store.open_database(self.settings.database_path)

    def close(self) -> None:
        """Close the database, where one was opened."""
        if "db" in vars(self):
            self.db.close()

    @cached_property
    def at(self) -> datetime:
        """Now, to the second, in the office's zone: ``--at``, else the training clock, else the real one.

        Raises `UsageError` for a moment beyond `_YEARS`: from there no calendar reaches the days before and after.
        """
        identity, zone = self.settings.identity, self.settings.zone
        clock = identity.clock if identity.mode == "trusted" else None
        given = parse_moment(self.moment, self.settings) if self.moment else clock or datetime.now(zone)
        if not _YEARS[0] <= given.year < _YEARS[1]:
            what = f"时刻 {given:%Y-%m-%d} 不在 {_YEARS[0]} 年至 {_YEARS[1] - 1} 年之间"
            raise UsageError(what, "请核对 --at、bulletin.toml 中的 clock 或本机时钟，应如 2026-11-20T09:00:00+08:00")
        return given.astimezone(zone).replace(microsecond=0)

    @cached_property
    def actor(self) -> Actor:
        """Who acts: who sits here from a browser, ``--as`` or the default in a trusted office, else the account's person.

        Raises `UsageError`.
        """
        on = self.at.date()
        if self.seat or self.person:
            return self.settings.actor(self.seat or self.person, on)
        identity = self.settings.identity
        if identity.mode == "trusted" and identity.default:
            return self.settings.actor(identity.default, on)
        return self.settings.actor(self.settings.person_of_account(account()).id, on)

    @property
    def viewer(self) -> Actor:
        """Who looks: the actor, or somebody without roles where the account is entered for nobody."""
        try:
            return self.actor
        except UnknownPerson:
            if self.person:
                raise
            return Actor("", "未登记的人", frozenset())

    def renew(self) -> None:
        """Look at the clock, and at who may act, anew: a dialogue can last for hours."""
        for name in ("at", "actor"):
            self.__dict__.pop(name, None)

    def name_of(self, by: str, on_behalf_of: str = "") -> str:
        """Return a person's Chinese name, with the one in whose name he acted: ``审核甲（代签发甲）``."""
        name = self.settings.person_name(by)
        return f"{name}（代{self.settings.person_name(on_behalf_of)}）" if on_behalf_of else name

    def say(self, words: str) -> None:
        """Narrate on stderr."""
        sys.stderr.write(f"{plain(words)}\n")

    def answer(self, data: Any, lines: Iterable[str] = ()) -> None:
        """Write the answer: `data` as one JSON document with ``--json``, else `lines` for people."""
        if self.as_json:
            sys.stdout.write(as_json(data) + "\n")
        else:
            sys.stdout.writelines(f"{plain(line)}\n" for line in lines)

    def answer_each(self, rows: Iterable[Any]) -> None:
        """Write many rows as one JSON list, each as it comes: memory does not grow with them."""
        sys.stdout.write("[")
        for number, row in enumerate(rows):
            sys.stdout.write(f"{',' if number else ''}\n{as_json(row)}")
        sys.stdout.write("]\n")


def action_line(actions: Iterable[str]) -> str:
    """Return the line that tells a person what he may do now."""
    return f"现在可以：{'、'.join(map(action_name, actions)) or '（没有需要本人办的）'}"


def account() -> str:
    """Return the name of the operating-system account this process runs as: by uid, never by a variable anyone can set."""
    return pwd.getpwuid(os.getuid()).pw_name


def parse_moment(text: str, settings: Settings) -> datetime:
    """Return the time `text` gives in the office's zone (that zone where it names none). Raises `UsageError`."""
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=settings.zone)).astimezone(settings.zone)
    except (ValueError, OverflowError):
        raise UsageError(f"时间 {text} 看不懂", "应如 2026-11-20T09:00:00+08:00") from None


def parse_due(text: str, settings: Settings) -> datetime:
    """Return the moment something is due, in the office's zone: a day alone means its end. Raises `UsageError`."""
    try:
        moment = due(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=settings.zone)).astimezone(settings.zone)
    except (ValueError, OverflowError):
        raise UsageError(f"时限 {one_line(text)} 看不懂", f"应如 {MOMENTS}") from None


def parse_day(text: str) -> date | None:
    """Return the date `text` gives, or None for an empty one. Raises `UsageError`."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"日期 {text} 看不懂", "应如 2026-11-20") from None


def read_text(path: Path) -> str:
    """Return the text in the file at `path`, or on standard input for ``-``. Raises `NotFound`, `UsageError`."""
    try:
        return sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")
    except OSError:
        raise NotFound("文件", path, "请核对路径，须是可以读的文件") from None
    except UnicodeDecodeError:
        raise UsageError(f"文件 {path} 不是 UTF-8 编码", "请另存为 UTF-8 后重试") from None


_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def as_json(data: Any) -> str:
    """Return `data` as JSON: dataclasses as objects, times in ISO 8601, paths as text, sets sorted.

    What could drive a terminal, or is no character at all, is written as ``\\uXXXX``: the same value, and harmless.
    """
    text = json.dumps(data, ensure_ascii=False, indent=1, default=_plain_value)
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _plain_value(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return str(value)
