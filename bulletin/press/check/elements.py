"""The elements of an official document as they are recognised on the pages: head, titles, paragraphs, signature, contents.

Nothing is marked in a PDF, so each is known by where it stands, its size, its colour and its words (GB/T 9704-2012
chapters 7 and 10, and the usual form of 简报). What cannot be told for certain is left out: no rule then speaks of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from bulletin.press.check.document import ATTACHMENT_LABEL, ORDER_NUMBER, Document, Line
from bulletin.press.check.faces import style
from bulletin.press.check.read import Page, Row, Rule, is_red
from bulletin.press.geometry import AREA_WIDTH, CELL, MM, PITCH
from bulletin.text import count_hanzi, is_hanzi

Kind = Literal["公文", "信函", "命令", "纪要", "简报", ""]

DATE = re.compile(
    r"(?:\d{2}|\d{4})年\d{1,2}月\d{1,2}日"
    r"|[〇○零OＯ一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
"""A date however it is written."""
FULL_DATE = re.compile(r"((?:19|20)\d{2})年([1-9]|1[0-2])月([1-9]|[12]\d|3[01])日")
"""A date in full as GB/T 9704-2012 7.3.5.4 wants it: year, month and day, without leading zeros."""
ISSUE_NUMBER = re.compile(
    r"[（(]?(?:(?:19|20)\d{2}年|[〔\[（(]\d{4}[〕\]）)])?(?:增刊|专刊|特刊|副刊)?第?[\d一二三四五六七八九十百零〇]+期"
    r"(?:[（(]?总第?[\d一二三四五六七八九十百零〇]+期[）)]?|[（(][^（）()]{1,8}[）)])?[）)]?"
)
"""A 期号: 第12期, （第12期）, 〔2026〕12期, 2026年第12期（总第345期）, 增刊第1期."""
_DOCUMENT_NUMBER = re.compile(r"[^\d，。：]{0,24}[〔\[［(（【﹝]\d{2,4}[〕\]］)）】﹞]第?\d+号?")
_SECRECY = re.compile(r"(?:绝密|机密|秘密)\S{0,10}")
_URGENCY = re.compile(r"(?:特|加|平|紧|火)急|特提|急件")
_COPY_NUMBER = re.compile(r"(?:No\.?|№|份号[:：]?)?\d{3,8}", re.IGNORECASE)
_LIST_LABEL = re.compile(r"目[录次]|(?:本期)?要目|本期目录")
_LEADER = re.compile(r"(.*?)(?:[….·‥⋯]{3,}|…+)(\d{1,3})")
_SMALLEST_MARK, _LARGEST_TITLE = 17.5, 30.0  # points
_LONGEST_ENTRY = 4  # lines of the contents: a section and an entry of three
_HEAD_DEPTH = 150.0  # mm: a head reaches no lower


@dataclass(frozen=True, slots=True)
class Head:
    """The head of page 1. ``number`` is 发文字号, 令号 or 期号; ``signers`` begins with the piece that says 签发人.

    ``rule`` is the red rule that closes it, ``bottom`` where the text may begin, mm. ``unit`` and ``date`` are the two
    ends of a 简报's unit line.
    """

    kind: Kind
    mark: tuple[Row, ...] = ()
    number: Row | None = None
    signers: tuple[Row, ...] = ()
    copy_number: Row | None = None
    secrecy: Row | None = None
    urgency: Row | None = None
    unit: Row | None = None
    date: Row | None = None
    rule: Rule | None = None
    bottom: float = 0.0

    @property
    def official(self) -> bool:
        """Whether the page is an official document (公文) of any format, not a bulletin."""
        return self.kind in ("公文", "信函", "命令", "纪要")


@dataclass(frozen=True, slots=True)
class Title:
    """A title: the page it stands on (from 1), the left edge of that page's type area in mm, its lines."""

    page: int
    left: float
    rows: tuple[Row, ...]

    @property
    def text(self) -> str:
        """Its lines joined."""
        return "".join(row.text for row in self.rows)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of body text: its lines in order, and its text without line ends."""

    lines: tuple[Line, ...]
    text: str

    @property
    def page(self) -> int:
        """The page it begins on, from 1."""
        return self.lines[0].page


@dataclass(frozen=True, slots=True)
class Closing:
    """署名 and 成文日期: the page with its left edge in mm, the names above the date (several in a joint document)."""

    page: Page
    left: float
    date: Row
    signers: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of the contents: its text without leader, the page number it gives, its last row and page."""

    text: str
    target: int
    page: int
    row: Row

    @property
    def names(self) -> tuple[str, ...]:
        """What title it may name: as it stands, and without a number before it; the number may be the title's own."""
        return bare_title(self.text), bare_title(re.sub(r"^\d{1,3}[.．、]", "", self.text))


def bare(text: str) -> str:
    """Return `text` without blanks."""
    return re.sub(r"\s+", "", text)


def bare_title(text: str) -> str:
    """Return a title as it can be told in a contents line: no blanks, and no dots at its end, which look like a leader."""
    return bare(text).rstrip("….·‥⋯")


def em(row: Row) -> float:
    """Return the size of a character of `row`, mm."""
    return row.size / MM


def centre(row: Row) -> float:
    """Return the middle between the left and right edge of `row`, mm."""
    return (row.x0 + row.x1) / 2


def ink_top(row: Row) -> float:
    """Return the upper edge of the ink of `row`, mm from the top of the page."""
    return min(char.ink.top for char in row.chars)


def style_of(row: Row, first: int = 0) -> str:
    """Return the style most Chinese characters of `row` are set in (of its `first` ones, if given); '' if not known."""
    fonts = [char.font for char in row.chars if is_hanzi(char.text[0])][: first or None]
    return style(Counter(fonts).most_common(1)[0][0]) if fonts else ""


def in_red(row: Row) -> bool:
    """Tell whether most characters of `row` are red."""
    return sum(is_red(char.colour) for char in row.chars) * 2 > len(row.chars)


def pieces(row: Row) -> list[Row]:
    """Cut `row` where the gap is wider than two and a half characters."""
    cuts = [0]
    for k, (before, char) in enumerate(pairwise(row.chars), 1):
        if char.x0 - before.x1 > 2.5 * em(row):
            cuts.append(k)
    return [Row(row.chars[a:b], row.baseline, row.size) for a, b in pairwise([*cuts, len(row.chars)])]


def read_head(document: Document) -> Head:
    """Return the head of page 1; one of kind '' if there is none."""
    return document.once(_head)


def _head(document: Document) -> Head:
    if not document.pages:
        return Head("")
    page = document.pages[0]
    rules = [rule for rule in page.rules if rule.red]
    mark = _mark(page, [rule for rule in rules if rule.top < _HEAD_DEPTH])
    kind, number = _kind_and_number(page, mark, rules)
    if not kind:
        return Head("", mark, bottom=max((rule.bottom for rule in rules if rule.top < _HEAD_DEPTH), default=0.0))
    rule = _closing_rule(kind, rules, number)
    bottom = rule.bottom if rule else max(row.bottom for row in [*mark, *([number] if number else [])])
    return _with_pieces(Head(kind, mark, number, rule=rule, bottom=bottom), page)


def _mark(page: Page, rules: list[Rule]) -> tuple[Row, ...]:
    """Return the rows of the 发文机关标志 or 刊名: large, red, above the first red rule of page 1."""
    limit = rules[0].top if rules else _HEAD_DEPTH
    large = [row for row in page.rows if row.baseline < limit and count_hanzi(row.text) >= 2]
    red = [row for row in large if row.size >= _SMALLEST_MARK and in_red(row)]
    return tuple(red or [row for row in large if row.size > _LARGEST_TITLE])


def _kind_and_number(page: Page, mark: tuple[Row, ...], rules: list[Rule]) -> tuple[Kind, Row | None]:
    parts = [part for row in page.rows if row.baseline < _HEAD_DEPTH and row not in mark for part in pieces(row)]
    issue = next((part for part in parts if ISSUE_NUMBER.fullmatch(part.text)), None)
    document = next((part for part in parts if _DOCUMENT_NUMBER.fullmatch(part.text)), None)
    order = next((part for part in parts if ORDER_NUMBER.fullmatch(part.text)), None)
    name = [row.text for row in mark]
    if any(text.endswith("纪要") for text in name):
        return "纪要", document or issue or order
    if any(text.endswith(("命令", "令")) for text in name) and (order or not issue):
        return "命令", order or document
    if mark and _is_letter(rules):
        return "信函", document
    if any(text.endswith("文件") for text in name) or (document and rules and not issue):
        return "公文", document
    return ("简报", issue) if issue and (mark or rules) else ("", None)


def _is_letter(rules: list[Rule]) -> bool:
    """Tell whether there is a double red rule above and another below, as only a 信函 has them (10.1)."""
    upper = [rule for rule in rules if rule.top < _HEAD_DEPTH]
    return len(upper) >= 2 and upper[1].top - upper[0].bottom < 5 and any(rule.top > 240 for rule in rules)


def _closing_rule(kind: Kind, rules: list[Rule], number: Row | None) -> Rule | None:
    upper = [rule for rule in rules if rule.top < _HEAD_DEPTH]
    if kind == "简报":
        return upper[-1] if upper else None
    if kind == "信函":
        return upper[1]
    below = [rule for rule in upper if number is None or rule.top > number.baseline]
    return below[0] if below else None


def _with_pieces(head: Head, page: Page) -> Head:
    """Return `head` with the pieces that stand beside or above its mark and number."""
    deep = head.bottom + (25.0 if head.kind == "信函" else 0.0)
    rows = [row for row in page.rows if row.top < deep and row not in head.mark]
    parts = [part for row in rows for part in pieces(row)]
    left = [part for part in parts if part.x0 < 28 + 4 * CELL and part.size < _LARGEST_TITLE]
    date = next((part for part in reversed(parts) if DATE.fullmatch(part.text)), None)
    bottom = head.bottom
    if head.kind == "信函":
        bottom = max([head.bottom, *(part.bottom for part in parts if part is head.number or _is_notice(part))])
    return replace(
        head,
        signers=_signers(parts),
        copy_number=_first(left, _COPY_NUMBER),
        secrecy=_first(left, _SECRECY),
        urgency=_first(left, _URGENCY),
        unit=_beside(parts, date) if head.kind == "简报" else None,
        date=date,
        bottom=bottom,
    )


def _is_notice(part: Row) -> bool:
    patterns = (_COPY_NUMBER, _SECRECY, _URGENCY, _DOCUMENT_NUMBER)
    return any(pattern.fullmatch(part.text) for pattern in patterns)


def _first(parts: list[Row], pattern: re.Pattern[str]) -> Row | None:
    return next((part for part in parts if pattern.fullmatch(part.text)), None)


def _signers(parts: list[Row]) -> tuple[Row, ...]:
    """Return the piece that says 签发人 and the names that go on below it."""
    label = next((part for part in parts if part.text.startswith("签发人")), None)
    if label is None:
        return ()
    below = [part for part in parts if part.baseline > label.baseline + 1 and part.x0 > label.x0 + 2 * em(label)]
    return (label, *(part for part in below if 2 <= count_hanzi(part.text) <= 8 and not DATE.search(part.text)))


def _beside(parts: list[Row], date: Row | None) -> Row | None:
    """Return the 编发单位: what stands left of the date, on its line or hardly off it."""
    if date is None:
        return None
    left = [part for part in parts if part.x1 < date.x0 and abs(part.baseline - date.baseline) < 4]
    return min(left, key=lambda part: abs(part.baseline - date.baseline), default=None)


def titles(document: Document) -> tuple[Title, ...]:
    """Return every title in order: centred lines in larger type than the body, below the head."""
    return document.once(_titles)


def _titles(document: Document) -> tuple[Title, ...]:
    head = read_head(document)
    found = tuple(title for page in document.pages for title in _titles_on(document, head, page))
    if found or not head.official or head.kind == "命令":
        return found
    return _plain_title(document, head)


def _titles_on(document: Document, head: Head, page: Page) -> Iterator[Title]:
    rows = document.text_rows(page)
    if all(row.size < document.body_size + 2 for row in rows):
        return
    left, group = document.left(page), list[Row]()
    for row in rows:
        if not _may_be_title(document, head, page, row, left):
            continue
        if group and row.baseline - group[-1].baseline > 2 * em(row):
            yield from _in_words(page, left, group)
            group = []
        group.append(row)
    yield from _in_words(page, left, group)


def _in_words(page: Page, left: float, rows: list[Row]) -> Iterator[Title]:
    """Yield the title on `rows` if one of them is Chinese words; the others may be figures or Latin words."""
    if any(count_hanzi(row.text) >= 4 or count_hanzi(row.text) * 2 > len(row.text) for row in rows):
        yield Title(page.number, left, tuple(rows))


def _may_be_title(document: Document, head: Head, page: Page, row: Row, left: float) -> bool:
    if page.number == 1 and (row.baseline < head.bottom or row in head.mark):
        return False
    large = document.body_size + 2 <= row.size <= _LARGEST_TITLE
    centred = abs(centre(row) - left - AREA_WIDTH / 2) < CELL
    return large and centred and not (_LIST_LABEL.fullmatch(row.text) or ATTACHMENT_LABEL.fullmatch(row.text))


def _plain_title(document: Document, head: Head) -> tuple[Title, ...]:
    """Return an official document's title that is set no larger than its body: the centred lines below the head."""
    page = document.pages[0]
    left = document.left(page)
    group: list[Row] = []
    for row in document.text_rows(page):
        if row.baseline < head.bottom:
            continue
        inside = row.x0 > left + 3 * CELL and abs(centre(row) - left - AREA_WIDTH / 2) < CELL / 2
        if not inside or count_hanzi(row.text) < 4:
            break
        group.append(row)
    return (Title(page.number, left, tuple(group)),) if group else ()


def paragraphs(document: Document) -> tuple[Paragraph, ...]:
    """Return the paragraphs of the body in order, lines over the end of a page joined."""
    return document.once(_paragraphs)


def _paragraphs(document: Document) -> tuple[Paragraph, ...]:
    found: list[Paragraph] = []
    group: list[Line] = []
    for line in document.lines:
        group.append(line)
        if not line.goes_on:
            found.append(Paragraph(tuple(group), "".join(part.row.text for part in group)))
            group = []
    return tuple(found)


def closings(document: Document) -> list[Closing]:
    """Return every 署名 with its 成文日期: a date alone on its line in the right half, a name or names above it."""
    return [closing for page in document.pages for closing in _closings(document, read_head(document), page)]


def _closings(document: Document, head: Head, page: Page) -> Iterator[Closing]:
    rows = [row for row in document.text_rows(page) if page.number > 1 or row.baseline > head.bottom]
    for k, row in enumerate(rows):
        if not DATE.fullmatch(row.text) or abs(row.size - document.body_size) > 1:
            continue
        left = document.left(page)
        if row.x0 > left + AREA_WIDTH * 0.4:
            yield Closing(page, left, row, _names_above(rows[:k], row, document.pitch or PITCH, left))


def _names_above(rows: list[Row], date: Row, pitch: float, left: float) -> tuple[Row, ...]:
    """Return the names right above `date`, downwards; the several of one line from left to right."""
    names: list[Row] = []
    below = date
    for row in reversed(rows):
        parts = pieces(row)
        step = below.baseline - row.baseline
        is_name = not re.search(r"[，。；：、！？”]|\d", row.text) and 0.5 < step / pitch < (2.3 if not names else 1.4)
        if not is_name or abs(row.size - date.size) > 1 or (len(parts) == 1 and row.x0 < left + 8 * CELL):
            break
        names[:0] = parts
        below = row
    return tuple(names)


def contents(document: Document) -> list[Listed]:
    """Return the entries of the contents (目录): lines that lead to a page number with dots, below their label."""
    entries: list[Listed] = []
    for page in document.pages[:10]:
        rows = document.text_rows(page)
        begin = next((k for k, row in enumerate(rows) if _LIST_LABEL.fullmatch(row.text)), None)
        led = any(_LEADER.fullmatch(row.text) for row in rows[:_LONGEST_ENTRY])
        goes_on = led and bool(entries) and entries[-1].page == page.number - 1
        if begin is None and not goes_on:
            continue
        entries.extend(_entries(page, rows[begin + 1 if begin is not None else 0 :]))
    return entries


def _entries(page: Page, rows: list[Row]) -> Iterator[Listed]:
    last = max((k for k, row in enumerate(rows) if _LEADER.fullmatch(row.text)), default=-1)
    text = ""
    for row in rows[: last + 1]:
        if re.fullmatch(r"[【〔].*[】〕]", row.text):
            continue
        led = _LEADER.fullmatch(row.text)
        text += led[1] if led else row.text
        if led:
            yield Listed(text, int(led[2]), page.number, row)
            text = ""
