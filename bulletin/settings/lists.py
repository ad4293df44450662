"""The office's own dated lists (名单) under ``templates/名单/*.toml``: leaders, words, names of organs and regions, documents.

Every file may hold any of the arrays ``[[leader]]``, ``[[banned]]``, ``[[cautious]]``, ``[[official]]``, ``[[name]]`` and
``[[document]]``; an office parts them as it likes, a file a year or a file a kind. An entry counts from its ``from`` up to
and with its ``until``; without them always. The program ships the formats and an invented sample, no politics.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from bulletin.settings.publication import LISTS, TEMPLATES
from bulletin.settings.table import Table
from bulletin.terms import LEADER_LEVELS

DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}〔(?:19|20)\d\d〕[1-9]\d{0,4}号")
"""A document number (发文字号): the organ's code, the year in 〔〕, the serial without 第 or zeros (GB/T 9704 7.2.5)."""
_SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class Period:
    """When an entry holds: from ``start`` up to and with ``end``; None is without limit."""

    start: date | None = None
    end: date | None = None

    def holds(self, day: date | None) -> bool:
        """Tell whether the entry holds on `day`; all do on None."""
        return day is None or ((self.start is None or self.start <= day) and (self.end is None or day <= self.end))

    def is_over(self, day: date | None) -> bool:
        """Tell whether the entry held before `day` and does no more."""
        return day is not None and self.end is not None and self.end < day


@dataclass(frozen=True, slots=True)
class Leader:
    """A leader: his name, his posts as they are to be written, and his place in the order (1 is first).

    ``level`` (国省市县乡) and ``chief`` (主要领导) are as written; '' and None where the post is to tell them.
    """

    name: str
    posts: tuple[str, ...]
    rank: float
    period: Period
    level: str = ""
    chief: bool | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """Words that are banned, or to be used with caution, and why."""

    words: tuple[str, ...]
    advice: str
    period: Period


@dataclass(frozen=True, slots=True)
class Wording:
    """An official wording (提法): what is wrong, and what is right."""

    wrong: tuple[str, ...]
    right: str
    period: Period


@dataclass(frozen=True, slots=True)
class Name:
    """An organ or a region: its full name, the short forms permitted, wrong forms; ``now`` is what it is called since."""

    name: str
    short: tuple[str, ...]
    wrong: tuple[str, ...]
    now: str
    period: Period


@dataclass(frozen=True, slots=True)
class Document:
    """A document: number and title, from when it may be quoted, since when it is repealed (废止), and by what."""

    number: str
    title: str
    issued: date | None
    unreleased_until: date | None
    repealed_on: date | None
    replaced_by: str

    def is_secret(self, day: date | None) -> bool:
        """Tell whether the document is not to be quoted yet on `day`: it may be from ``issued`` and ``unreleased_until`` on."""
        return day is not None and any(since and day < since for since in (self.issued, self.unreleased_until))

    def is_repealed(self, day: date | None) -> bool:
        """Tell whether the document is repealed on `day`."""
        return day is not None and self.repealed_on is not None and self.repealed_on <= day


@dataclass(frozen=True, slots=True)
class Lists:
    """All lists of an office. ``places`` are the names of the office's own place, as they may stand before a post."""

    places: tuple[str, ...] = ()
    leaders: tuple[Leader, ...] = ()
    banned: tuple[Word, ...] = ()
    cautious: tuple[Word, ...] = ()
    official: tuple[Wording, ...] = ()
    names: tuple[Name, ...] = ()
    documents: tuple[Document, ...] = ()

    def banned_on(self, day: date) -> tuple[str, ...]:
        """Return the words that may not be used on `day`."""
        return tuple(word for entry in self.banned if entry.period.holds(day) for word in entry.words)


_Entry = TypeVar("_Entry")


def read_lists(root: Path) -> Lists:
    """Read all lists of the office at `root`; none is no error. Raises `SettingsError` naming file, key and value."""
    tables = [
        Table.of_file(path, f"{TEMPLATES}/{LISTS}/{path.name}")
        for path in sorted((root / TEMPLATES / LISTS).glob("*.toml"))
    ]
    lists = Lists(
        places=tuple(place for table in tables for place in table.texts("places")),
        leaders=_entries(tables, "leader", _leader),
        banned=_entries(tables, "banned", _word),
        cautious=_entries(tables, "cautious", _word),
        official=_entries(tables, "official", _wording),
        names=_entries(tables, "name", _name),
        documents=_entries(tables, "document", _document),
    )
    for table in tables:
        table.finish()
    return lists


def _entries(tables: list[Table], key: str, read: Callable[[Table], _Entry]) -> tuple[_Entry, ...]:
    found = []
    for entry in (entry for table in tables for entry in table.array(key)):
        found.append(read(entry))
        entry.finish()
    return tuple(found)


def _leader(table: Table) -> Leader:
    rank = table.number("rank", 0)
    if rank <= 0:
        raise table.wrong("rank", rank, "应写明排序，1 为最前")
    level = table.text("level", "")
    if level and level not in LEADER_LEVELS:
        raise table.wrong("level", level, f"可用的级别：{'、'.join(LEADER_LEVELS)}")
    is_chief, is_other = table.flag("chief", False), not table.flag("chief", True)
    chief = True if is_chief else False if is_other else None
    return Leader(_named(table, "name"), _some(table, "posts"), rank, _period(table), level, chief)


def _word(table: Table) -> Word:
    return Word(_some(table, "words"), table.text("advice", ""), _period(table))


def _wording(table: Table) -> Wording:
    wrong, right = _some(table, "wrong"), table.text("right")
    if not right:
        raise table.wrong("right", right, "不能为空")
    if right in wrong:
        raise table.wrong("wrong", right, "与规范提法 right 相同，请删去")
    return Wording(wrong, right, _period(table))


def _name(table: Table) -> Name:
    name = Name(
        _named(table, "name"), table.texts("short"), table.texts("wrong"), table.text("now", ""), _period(table)
    )
    if not all(name.short):
        raise table.wrong("short", list(name.short), "不能为空")
    for wrong in name.wrong:
        if wrong in (name.name, *name.short) or len(wrong) < _SHORTEST_NAME:
            raise table.wrong("wrong", wrong, "错误写法不能与全称、简称相同，至少两个字")
    return name


def _document(table: Table) -> Document:
    number = table.text("number")
    if not DOCUMENT_NUMBER.fullmatch(number):
        raise table.wrong("number", number, "应为发文字号，如 东政发〔2026〕12号")
    document = Document(
        number,
        table.text("title").strip("《》"),
        table.day("issued"),
        table.day("unreleased_until"),
        table.day("repealed_on"),
        table.text("replaced_by", ""),
    )
    if document.issued and document.repealed_on and document.repealed_on < document.issued:
        raise table.wrong("repealed_on", document.repealed_on.isoformat(), "废止不能早于印发")
    return document


def _named(table: Table, key: str) -> str:
    name = table.text(key)
    if len(name) < _SHORTEST_NAME:
        raise table.wrong(key, name, "至少两个字")
    return name


def _some(table: Table, key: str) -> tuple[str, ...]:
    values = table.texts(key)
    if not values or not all(values):
        raise table.wrong(key, list(values), "至少写一项，不能为空")
    return values


def _period(table: Table) -> Period:
    start, end = table.day("from"), table.day("until")
    if start and end and end < start:
        raise table.wrong("until", end.isoformat(), "止不能早于起（from）")
    return Period(start, end)
