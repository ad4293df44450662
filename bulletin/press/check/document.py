"""A finished PDF as a document: its type area, its lines of body text in order, its 版记 and page numbers.

Nothing is known but what stands on the pages, so everything here is recognised: body text by its size, a paragraph by
its indent, a table by its ruled lines, the 版记 by its rules and words, the masthead by its red rule.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

from bulletin.press.check.content import Box
from bulletin.press.check.read import Page, Row, Rule, is_red, read_pages
from bulletin.press.check.structure import Structure, read_structure
from bulletin.press.geometry import (
    AREA_BOTTOM,
    AREA_WIDTH,
    CELL,
    LEFT_EVEN,
    LEFT_ODD,
    MM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
)
from bulletin.text import is_hanzi, shorten

PAGE_NUMBER = re.compile(r"[第—\-–－――·\s]*(\d{1,4})[页—\-–－――·\s]*(?:[/／共]\s*\d+\s*页?)?")
"""A page number with whatever stands beside it."""
HALF_BLANK = frozenset("。，、；：？！”’）》〉」』】〕］｝")
"""Closing marks, whose right half is blank."""
OPENING = frozenset("“‘（《〈「『【〔［｛")
"""Opening marks, whose left half is blank."""
COLOPHON_LABEL = re.compile(
    r"(?:主送|抄送|抄报|抄发|分送|报送|本期增发|报|送|发)[：:]|责任编辑|.*日印发$|.*印\d+份）?$"
)
"""How a line of the 版记 begins, or what it is."""
ORDER_NUMBER = re.compile(r"第?[\d一二三四五六七八九十百零〇]+号")
"""A 令号: 第12号, 第十二号."""
ATTACHMENT_LABEL = re.compile(r"附件\d{0,2}")
"""How an attachment begins: 附件, 附件1 (GB/T 9704-2012 7.3.7)."""
_NUMBER = re.compile(r"\d+")
_LEADER = re.compile(r"[…\.·]{6,}|…{3,}")
_TALLEST_COLOPHON = 120.0  # mm: nothing of the 版记 is higher above its last rule
_TOUCH = 1.0  # mm between lines of a table that meet
_SMALLEST_MARK = 24.0  # points
_HIGHEST_NUMBER = 255.0  # mm: a page number in the text's room still is one if it is set apart by its size
_HEADER = 34.0  # mm: a running head ends above
_LOWEST_TEXT = 285.0  # mm
_UNEVEN = 0.3  # mm: programs that round to pixels alternate between two steps
_MOST_EDGES = 1500  # a drawing of more lines is no table
_SAME_SIZE = 0.6  # points
_LARGEST_BODY = 18.0  # points: centred lines beyond it are titles


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of body text and how it stands: its page, whether it opens a paragraph, whether the next continues it."""

    page: int
    row: Row
    left: float
    opens: bool
    goes_on: bool

    @property
    def right(self) -> float:
        """The right edge of the type area on its page, mm."""
        return self.left + AREA_WIDTH

    @property
    def capacity(self) -> float:
        """How many characters wide its characters are together, marks that are closed up or hang counted as they stand."""
        follow = [char.x0 for char in self.row.chars[1:]] + [max(self.row.chars[-1].x0, min(self.row.x1, self.right))]
        widths = (min(char.x1, after) - char.x0 for char, after in zip(self.row.chars, follow, strict=True))
        return sum(widths) / (self.row.size / MM)

    @property
    def start(self) -> float:
        """Where it begins, mm; an opening mark squeezed at the left edge is counted half."""
        return start_of(self.row, self.left)

    @property
    def ink_end(self) -> float:
        """Right edge; of a closing mark at the end, whose right half is blank, that of its ink."""
        last = self.row.chars[-1]
        return min(last.x1, last.ink.x1) if last.text in HALF_BLANK else last.x1

    @property
    def name(self) -> str:
        """How a message calls it."""
        return f"“{shorten(self.row.text, 12)}”一行"


class Document:
    """The pages with what the rules ask of them again and again; ``structure`` is None where it cannot be read."""

    def __init__(self, pages: list[Page], structure: Structure | None = None) -> None:
        self.pages = pages
        self.structure = structure
        self._made: dict[Callable[[Document], Any], Any] = {}

    def once(self, make: Callable[[Document], T]) -> T:
        """Return what `make` makes of this document; it is made once and must not be changed."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    @cached_property
    def has_text(self) -> bool:
        """Whether any page carries upright text with ink."""
        return any(page.rows for page in self.pages)

    @cached_property
    def body_size(self) -> float:
        """The commonest size of Chinese characters outside tables, 版记 and large centred lines, in points; 0 without any."""
        sizes: Counter[float] = Counter()
        titles: Counter[float] = Counter()
        for page in self.pages:
            end = self.colophon[0].top if page is self.colophon_page else page.height
            for row in page.rows:
                if row.baseline < end and not inside(row, self.tables(page)):
                    counted = titles if _is_large_and_centred(row, page) else sizes
                    counted[row.size] += sum(is_hanzi(char.text[0]) for char in row.chars)
        return next((most[0][0] for kind in (+sizes, +titles) if (most := kind.most_common(1))), 0.0)

    @property
    def cell(self) -> float:
        """How wide a character of the text is, mm: a 28th of the type area for 3号, else as wide as it is high."""
        return CELL if 15.6 <= self.body_size <= 16.1 else self.body_size / MM

    @cached_property
    def colophon_page(self) -> Page | None:
        """The last page with anything on it, if it carries a 版记."""
        return self._colophon[0]

    @property
    def colophon(self) -> tuple[Rule, ...]:
        """The black rules of the 版记, top to bottom; empty without one."""
        return self._colophon[1]

    @cached_property
    def _colophon(self) -> tuple[Page | None, tuple[Rule, ...]]:
        page = next((page for page in reversed(self.pages) if page.rows or page.rules or page.images), None)
        if page is None:
            return None, ()
        black = [rule for rule in page.rules if not rule.red and rule.x1 - rule.x0 > 100 and rule.top > 100]
        for k, rule in enumerate(black):
            below = [row for row in page.rows if rule.top < row.baseline < rule.top + 20]
            if rule.top < black[-1].bottom - _TALLEST_COLOPHON or len(black) - k < 2:
                continue
            if below and COLOPHON_LABEL.match(below[0].text):
                return page, tuple(black[k:])
        return None, ()

    def colophon_rows(self) -> tuple[Row, ...]:
        """Return the rows between the first and the last rule of the 版记."""
        if self.colophon_page is None:
            return ()
        top, bottom = self.colophon[0].top, self.colophon[-1].bottom
        return tuple(row for row in self.colophon_page.rows if top < row.baseline < bottom)

    @cached_property
    def masthead_bottom(self) -> float:
        """Where the head of the first page ends, mm: its red rule, else its large red mark and the 令号 below; 0 without."""
        if not self.pages:
            return 0.0
        upper = [row for row in self.pages[0].rows if row.bottom < PAGE_HEIGHT / 2]
        rules = [rule.bottom for rule in self.pages[0].rules if rule.red and rule.bottom < PAGE_HEIGHT / 2]
        marks = [k for k, row in enumerate(upper) if row.size > _SMALLEST_MARK and is_red(row.chars[0].colour)]
        numbers = [upper[k + 1] for k in marks[-1:] if k + 1 < len(upper) and ORDER_NUMBER.fullmatch(upper[k + 1].text)]
        return max(rules or [row.bottom for row in (*(upper[k] for k in marks), *numbers)], default=0.0)

    @cached_property
    def is_letter(self) -> bool:
        """Whether the first page has the two red double rules of a 信函, 170 mm long (GB/T 9704-2012 10.1)."""
        long = (
            [rule for rule in self.pages[0].rules if rule.red and 165 < rule.x1 - rule.x0 < 175] if self.pages else []
        )
        return any(rule.top < 120 for rule in long) and any(rule.top > 250 for rule in long)

    def first_page_with(self, font: str) -> int:
        """Return the number of the first page with a character in that font, 0 if none has."""
        return self._font_pages.get(font, 0)

    @cached_property
    def _font_pages(self) -> dict[str, int]:
        return {char.font: page.number for page in reversed(self.pages) for row in page.rows for char in row.chars}

    def page_number(self, page: Page) -> Row | None:
        """Return the row that carries the page number, if any: at the foot, nothing but a number and its marks."""
        last = page.rows[-1] if page.rows else None
        low = last is not None and (
            last.baseline > AREA_BOTTOM or (last.baseline > _HIGHEST_NUMBER and abs(last.size - self.body_size) > 0.05)
        )
        if last is not None and low and PAGE_NUMBER.fullmatch(last.text):
            return last
        rows = [row for row in page.rows if row.baseline > AREA_BOTTOM and PAGE_NUMBER.fullmatch(row.text)]
        return rows[-1] if rows else None

    def left(self, page: Page) -> float:
        """Return the left edge of the type area: 28 mm, or 26 mm on the even pages of a file printed on both sides."""
        return LEFT_EVEN if page.number % 2 == 0 and self._mirrored else LEFT_ODD

    @cached_property
    def _mirrored(self) -> bool:
        """Whether the text of the even pages begins nearer to 26 mm than to 28 mm; so it is taken of none."""
        edges = [edge for page in self.pages if page.number % 2 == 0 and (edge := self._flush(page)) is not None]
        return sum(abs(edge - LEFT_EVEN) for edge in edges) <= sum(abs(edge - LEFT_ODD) for edge in edges)

    def _flush(self, page: Page) -> float | None:
        """Return where most rows of body size begin that begin at the left."""
        rows = (row for row in page.rows if not inside(row, self.tables(page)))
        return mode(row.x0 for row in rows if row.x0 < 33 and abs(row.size - self.body_size) < _SAME_SIZE)

    def is_portrait(self, page: Page) -> bool:
        """Tell whether the page has the upright shape that the type area is defined for."""
        return page.height > page.width and page.width > PAGE_WIDTH / 2

    def tables(self, page: Page) -> tuple[Box, ...]:
        """Return the boxes of what is ruled like a table on the page: level lines joined by upright ones."""
        return self._tables[page.number - 1]

    @cached_property
    def _tables(self) -> list[tuple[Box, ...]]:
        return [tuple(_tables(page.edges[:_MOST_EDGES])) for page in self.pages]

    def text_rows(self, page: Page) -> list[Row]:
        """Return the rows between masthead and 版记, page number and tables left out."""
        return self._text_rows[page.number - 1]

    @cached_property
    def _text_rows(self) -> list[list[Row]]:
        return [self._text_rows_of(page) for page in self.pages]

    def _text_rows_of(self, page: Page) -> list[Row]:
        top = self.masthead_bottom if page.number == 1 else 0.0
        number, tables = self.page_number(page), self.tables(page)
        return [
            row
            for row in page.rows
            if top < row.baseline < self._bottom(page, row)
            and row is not number
            and _furniture(row) not in self._headers
            and not inside(row, tables)
        ]

    @cached_property
    def _headers(self) -> set[tuple[str, int] | None]:
        """What stands above the text at the same height on two pages or more, numbers aside: running heads."""
        counted = Counter(_furniture(row) for page in self.pages for row in page.rows)
        return {key for key, count in counted.items() if key is not None and count > 1}

    def _bottom(self, page: Page, row: Row) -> float:
        """Return how far down text of the size of `row` is text of the page: body text too low is still body text."""
        if page is self.colophon_page:
            return self.colophon[0].top
        return _LOWEST_TEXT if abs(row.size - self.body_size) < _SAME_SIZE else AREA_BOTTOM + 3

    def body_rows(self, page: Page) -> list[Row]:
        """Return the rows of body size, lines of a contents list left out."""
        return self._body_rows[page.number - 1]

    @cached_property
    def _body_rows(self) -> list[list[Row]]:
        return [self._body_rows_of(page) for page in self.pages]

    def _body_rows_of(self, page: Page) -> list[Row]:
        rows = [row for row in self.text_rows(page) if abs(row.size - self.body_size) < _SAME_SIZE]
        listing = [k for k, row in enumerate(rows) if _LEADER.search(row.text)]
        return rows[listing[-1] + 1 :] if listing else rows

    @cached_property
    def lines(self) -> list[Line]:
        """Every body row of the document, in order, with its place in its paragraph."""
        placed = [(page, row, self.left(page)) for page in self.pages for row in self.body_rows(page)]
        opens = [abs(row.x0 - left - 2 * self.cell) < 3 for _, row, left in placed]
        flush = [abs(start_of(row, left) - left) < 1.5 for _, row, left in placed]
        lines = []
        for k, (page, row, left) in enumerate(placed):
            follows = k + 1 < len(placed) and flush[k + 1] and self._is_next(page, row, *placed[k + 1][:2])
            wide = row.x1 > left + AREA_WIDTH - 6 * CELL
            lines.append(Line(page.number, row, left, opens[k], follows and wide and (opens[k] or flush[k])))
        return lines

    def _is_next(self, page: Page, row: Row, next_page: Page, next_row: Row) -> bool:
        if ATTACHMENT_LABEL.fullmatch(next_row.text):
            return False
        if page is next_page:
            return next_row.baseline - row.baseline < 1.6 * self.pitch
        if next_page.number != page.number + 1 or next_row is not self.text_rows(next_page)[0]:
            return False
        return not any(below.baseline > row.baseline and below.size > 0.9 * row.size for below in self.text_rows(page))

    @cached_property
    def pitch(self) -> float:
        """The usual distance of baselines that follow each other, mm; 0 with fewer than two lines."""
        steps = [
            below.baseline - above.baseline
            for page in self.pages
            for above, below in pairwise(self.body_rows(page))
            if below.baseline - above.baseline < 15
        ]
        if not steps:
            return 0.0
        middle = median(steps)
        usual = [step for step in steps if abs(step - middle) < _UNEVEN]
        return sum(usual) / len(usual)


def read_document(path: Path) -> Document:
    """Read the PDF at `path`.

    Raises `UnreadableMaterial` if it is missing, not a PDF, encrypted, damaged beyond reading or over 1,000 pages.
    """
    return Document(read_pages(path), read_structure(path))


def _is_large_and_centred(row: Row, page: Page) -> bool:
    """Tell whether `row` is larger than body type and stands free of both edges, as far from the one as from the other."""
    middle, free = (row.x0 + row.x1) / 2 - page.width / 2, min(row.x0 - LEFT_ODD, LEFT_ODD + AREA_WIDTH - row.x1)
    return row.size > _LARGEST_BODY and abs(middle) < CELL and free > 2


def _furniture(row: Row) -> tuple[str, int] | None:
    """Return what a row has in common with others of the same running head, None if it stands too low for one."""
    return (_NUMBER.sub("", row.text), round(row.baseline)) if row.baseline < _HEADER else None


def start_of(row: Row, left: float) -> float:
    """Return where `row` begins, mm: its first character, or the ink half of an opening mark that stands out of `left`."""
    first = row.chars[0]
    half = (first.x1 - first.x0) / 2
    return row.x0 + half if first.text in OPENING and row.x0 < left - half / 2 else row.x0


def inside(row: Row, boxes: Iterable[Box]) -> bool:
    """Tell whether the middle of `row` lies in one of `boxes`."""
    x, y = (row.x0 + row.x1) / 2, (row.top + row.bottom) / 2
    return any(box.x0 - 1 <= x <= box.x1 + 1 and box.top - 1 <= y <= box.bottom + 1 for box in boxes)


def mode(values: Iterable[float]) -> float | None:
    """Return the commonest of `values` to a tenth, None of nothing."""
    counted = Counter(round(value, 1) for value in values)
    return counted.most_common(1)[0][0] if counted else None


def _tables(edges: Iterable[Box]) -> Iterator[Box]:
    """Yield the box around each set of lines that touch, if it holds upright lines and at least two level ones."""
    groups: list[list[Box]] = []
    for edge in sorted(edges, key=lambda edge: edge.top):
        touched = [group for group in groups if any(_touch(edge, other) for other in group)]
        groups = [group for group in groups if not any(group is one for one in touched)]
        groups.append([edge, *(other for group in touched for other in group)])
    for group in groups:
        level = [edge for edge in group if edge.width >= edge.height]
        if len(level) >= 2 and len(group) > len(level):
            yield Box(
                min(edge.x0 for edge in group),
                min(edge.top for edge in group),
                max(edge.x1 for edge in group),
                max(edge.bottom for edge in group),
            )


def _touch(one: Box, other: Box) -> bool:
    return (
        one.x0 < other.x1 + _TOUCH
        and other.x0 < one.x1 + _TOUCH
        and one.top < other.bottom + _TOUCH
        and other.top < one.bottom + _TOUCH
    )
