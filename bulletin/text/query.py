"""The query language, one for the queue's filter and for every search: a line of text becomes a tree, or is refused.

    防汛 物资                 both, anywhere in title or text
    "防汛物资"                exactly this, blanks and signs included; also “…” 「…」; a quote inside is written twice
    防汛 OR 抗旱   防汛 或 抗旱    one of them; AND 与 binds closer and is what a blank means
    -演练   NOT 演练   非 演练    not this
    (防汛 OR 抗旱) -演练       brackets, （） too; inside a word they are part of the word
    unit:东山   单位：东山     a field holds it; -unit:东山 it does not; "…" round a value with blanks
    date:2026-01   日期:2026-01-05..2026-02   日期:近7天

A word without quotes is found in upper and lower case, full and half width; with a capital letter in it, only in that
case. AND OR NOT (in capitals) and 与 或 非 are operators where they stand alone between blanks or brackets; to look for one
of them, put it in quotes. What cannot be read is refused with its place; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from bulletin.text import nearest, plain, shorten
from bulletin.text.days import Days, days

MOST_CHARACTERS = 2000
MOST_CONDITIONS = 100
MOST_DEPTH = 20

FIELDS: dict[str, tuple[str, ...]] = {
    "unit": ("单位", "报送单位"),
    "source": ("来源",),
    "section": ("栏目",),
    "publication": ("刊物",),
    "kind": ("类型",),
    "urgency": ("紧急", "紧急程度"),
    "state": ("状态",),
    "flag": ("标记",),
    "origin": ("出处",),
    "number": ("编号", "工单编号", "文号"),
    "title": ("标题",),
    "date": ("日期",),
    "received": ("收到",),
    "published": ("发布",),
}
"""The fields, each with its Chinese names."""
DATE_FIELDS = frozenset({"date", "received", "published"})
_NAMES = {name: field for field, aliases in FIELDS.items() for name in (field, *aliases)}
_OPERATORS = {"AND": "and", "与": "and", "OR": "or", "或": "or", "NOT": "not", "非": "not"}
_OPENING, _CLOSING = "(（", ")）"
_QUOTES = {'"': '"', "“": "”", "「": "」"}
_MINUS = "-－"
_FIELD = re.compile(r"([A-Za-z_]+|[\u4e00-\u9fff]+)[:：](?!//)")

Sense: TypeAlias = Literal["exact", "cased", "folded"]
"""How characters are compared: as they are; but for width; but for width and case."""


class QueryError(ValueError):
    """A query that cannot be read: ``what`` is wrong with it and where, and the ``remedy``, in Chinese."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Words:
    """These characters stand together in title or text, or, with ``title_only``, in the title."""

    text: str
    sense: Sense = "exact"
    title_only: bool = False


@dataclass(frozen=True, slots=True)
class Holds:
    """The field has ``value`` in it."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Dated:
    """The day of the field lies in ``days``."""

    field: str
    days: Days


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Query


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds; without parts, always."""

    parts: tuple[Query, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of the parts holds, or several."""

    parts: tuple[Query, ...]


Query: TypeAlias = Words | Holds | Dated | Not | AllOf | AnyOf


def parse(expression: str, today: date | None = None) -> Query:
    """Return the tree that `expression` means; an empty one means everything. Days like 近7天 are counted from `today`.

    Raises `QueryError` for what cannot be read, an unknown field, and a query too long or too deep.
    """
    text = plain(expression)
    if len(text) > MOST_CHARACTERS:
        raise QueryError(f"查询太长：{len(text)}字，最多{MOST_CHARACTERS}字", "请只写要紧的几个词")
    return _Reader(text, today).whole()


def quoted(text: str) -> str:
    """Return the query that finds exactly `text`."""
    return '"' + text.replace('"', '""') + '"'


def needles(query: Query) -> tuple[Words, ...]:
    """Return the words a text was found by: all that are not negated, in their order."""
    return tuple(dict.fromkeys(_needles(query)))


def _needles(query: Query) -> Iterator[Words]:
    if isinstance(query, Words):
        yield query
    elif isinstance(query, (AllOf, AnyOf)):
        for part in query.parts:
            yield from _needles(part)


class _Reader:
    """Reads one expression from left to right; ``at`` is the place of the next character."""

    def __init__(self, text: str, today: date | None) -> None:
        self.text = text
        self.today = today
        self.at = 0
        self.conditions = 0

    def whole(self) -> Query:
        """Read to the end."""
        if self.next() == "":
            return AllOf()
        query = self.either(0)
        if self.next() != "":
            raise self.error("多了一个右括号", "请去掉，或给要查的括号加引号")
        return query

    def either(self, depth: int) -> Query:
        """Read parts joined by OR."""
        parts = [self.both(depth)]
        while self.take("or"):
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def both(self, depth: int) -> Query:
        """Read parts joined by AND or by nothing."""
        parts = [self.one(depth)]
        while True:
            joined = self.take("and")
            if not joined and (self.next() in ("", *_CLOSING) or self.stands("or")):
                return parts[0] if len(parts) == 1 else AllOf(tuple(parts))
            parts.append(self.one(depth))

    def one(self, depth: int) -> Query:
        """Read one condition: negated, in brackets, or plain."""
        if depth > MOST_DEPTH:
            raise self.error(f"括号或否定套得太深，最多{MOST_DEPTH}层", "请拆成几次查询")
        char = self.next()
        if char == "" or char in _CLOSING or self.stands("and", "or"):
            raise self.error("缺少条件", "与、或、非和括号要配上条件；要查这些字符本身，请加引号")
        if self.take("not") or self.minus():
            return Not(self.one(depth + 1))
        if char in _OPENING:
            return self.group(depth)
        self.conditions += 1
        if self.conditions > MOST_CONDITIONS:
            raise QueryError(f"条件太多，最多{MOST_CONDITIONS}个", "请只写要紧的几个词")
        return self.condition()

    def group(self, depth: int) -> Query:
        """Read what stands in brackets."""
        start = self.at
        self.at += 1
        query = self.either(depth + 1)
        if self.next() == "":
            raise self.error("左括号没有配对", "请补上右括号，或给要查的括号加引号", start)
        self.at += 1
        return query

    def condition(self) -> Query:
        """Read a phrase in quotes, a field with its value, or a word."""
        start = self.at
        if self.text[start] in _QUOTES:
            return Words(self.phrase())
        named = _FIELD.match(self.text, start)
        if named is None:
            return _word(self.bare())
        field = self.field(named[1])
        self.at = named.end()
        in_quotes = self.text[self.at : self.at + 1] in _QUOTES
        value = self.phrase() if in_quotes else self.bare()
        if not value:
            raise self.error(f"“{named[1]}”后面没有写值", "冒号后紧接着写值，不留空格", start)
        return self.valued(field, value, in_quotes, start)

    def valued(self, field: str, value: str, in_quotes: bool, start: int) -> Query:
        """Return the condition that `field` has `value`."""
        if field == "title":
            word = Words(value) if in_quotes else _word(value)
            return Words(word.text, word.sense, title_only=True)
        if field not in DATE_FIELDS:
            return Holds(field, value)
        try:
            return Dated(field, days(value, self.today))
        except ValueError as error:
            remedy = "可写 2026、2026-01、2026-01-05、2026-01..2026-03、近7天、本月"
            raise self.error(f"日期“{shorten(value)}”{error}", remedy, start) from None

    def field(self, name: str) -> str:
        """Return the field of that name."""
        field = _NAMES.get(name.lower())
        if field is None:
            near = nearest(name, _NAMES)
            known = f"最接近的是 {near}" if near else f"可用：{'、'.join(FIELDS)}"
            raise self.error(f"没有字段 {shorten(name)}", f"{known}；要查带冒号的原文，请加引号")
        return field

    def phrase(self) -> str:
        """Read what stands in quotes; a closing quote written twice is one character of it."""
        start, closing = self.at, _QUOTES[self.text[self.at]]
        taken: list[str] = []
        at = start + 1
        while (end := self.text.find(closing, at)) >= 0:
            taken.append(self.text[at:end])
            if self.text[end + 1 : end + 2] != closing:
                break
            taken.append(closing)
            at = end + 2
        if end < 0:
            raise self.error("引号没有收尾", "请补上后一半引号")
        self.at = end + 1
        if not any(taken):
            raise self.error("引号里没有字", "请写上要查的字，或去掉引号", start)
        return "".join(taken)

    def bare(self) -> str:
        """Read to the next blank, or to a bracket that was opened outside."""
        start, inside = self.at, 0
        while self.at < len(self.text) and not self.text[self.at].isspace():
            char = self.text[self.at]
            inside += (char in _OPENING) - (char in _CLOSING)
            if inside < 0:
                break
            self.at += 1
        return self.text[start : self.at]

    def next(self) -> str:
        """Skip blanks and return the character there, or '' at the end."""
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.text[self.at : self.at + 1]

    def operator(self) -> str:
        """Return the operator that stands here, alone, as it is written; else ''."""
        self.next()
        for word in _OPERATORS:
            after = self.text[self.at + len(word) : self.at + len(word) + 1]
            if self.text.startswith(word, self.at) and (after == "" or after.isspace() or after in _OPENING + _CLOSING):
                return word
        return ""

    def stands(self, *meanings: str) -> bool:
        """Tell whether an operator with one of the meanings stands here."""
        return _OPERATORS.get(self.operator()) in meanings

    def take(self, meaning: str) -> bool:
        """Read the operator with that meaning, if it stands here."""
        if not self.stands(meaning):
            return False
        self.at += len(self.operator())
        return True

    def minus(self) -> bool:
        """Read a minus that something follows, if it stands here."""
        after = self.text[self.at + 1 : self.at + 2]
        if self.text[self.at] not in _MINUS or not after or after.isspace():
            return False
        self.at += 1
        return True

    def error(self, what: str, remedy: str, at: int | None = None) -> QueryError:
        """Return the refusal, naming the place."""
        place = self.at if at is None else at
        return QueryError(f"查询第{place + 1}字处：{what}", remedy)


def _word(text: str) -> Words:
    """Return the condition of a word without quotes: with a capital letter in it, case counts."""
    return Words(text, "cased" if any(map(str.isupper, text)) else "folded")
