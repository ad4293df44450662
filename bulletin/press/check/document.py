"""A finished PDF as a document: its type area, its lines of body text in order, its 版记 and page numbers.

Nothing is known but what stands on the pages, so everything here is recognised: body text by its size, a paragraph by
its indent, the 版记 by its rules, the masthead by its red rule.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

from bulletin.press.check.read import Page, Row, Rule
from bulletin.press.page.geometry import AREA_BOTTOM, AREA_WIDTH, CELL, LEFT_EVEN, LEFT_ODD, MM
from bulletin.text import is_hanzi, shorten

PAGE_NUMBER = re.compile(r"[—\-–－―·\s]*(\d+)[—\-–－―·\s]*")
"""A page number with whatever stands beside it."""
HALF_BLANK = frozenset("。，、；：？！”’）》〉」』】〕］｝")
"""Closing marks, whose right half is blank."""
_LEADER = re.compile(r"[…\.·]{6,}|…{3,}")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of body text and how it stands: its page, whether it opens a paragraph, whether the next continues it."""

    page: int
    row: Row
    left: float
    opens: bool
    goes_on: bool

    @property
    def capacity(self) -> float:
        """How many characters wide its characters are together."""
        return sum(char.x1 - char.x0 for char in self.row.chars) / (self.row.size / MM)

    @property
    def ink_end(self) -> float:
        """Right edge, a closing mark at the end counted half (GB/T 15834 5.1.10)."""
        last = self.row.chars[-1]
        return last.x1 - ((last.x1 - last.x0) / 2 if last.text in HALF_BLANK else 0.0)

    @property
    def name(self) -> str:
        """How a message calls it."""
        return f"“{shorten(self.row.text, 12)}”一行"


class Document:
    """The pages with what the rules ask of them again and again."""

    def __init__(self, pages: list[Page]) -> None:
        self.pages = pages

    @cached_property
    def body_size(self) -> float:
        """The commonest size of Chinese characters, in points; 0 without any."""
        sizes: Counter[float] = Counter()
        for page in self.pages:
            for row in page.rows:
                sizes[row.size] += sum(is_hanzi(char.text[0]) for char in row.chars)
        return sizes.most_common(1)[0][0] if sizes else 0.0

    @cached_property
    def colophon(self) -> tuple[Rule, ...]:
        """The black rules of the 版记 on the last page, top to bottom; empty without one."""
        last = self.pages[-1] if self.pages else None
        rules = [r for r in last.rules if not r.red and r.x1 - r.x0 > 100 and r.top > 100] if last else []
        return tuple(rules) if len(rules) >= 2 else ()

    @cached_property
    def masthead_bottom(self) -> float:
        """Where the first page's red rule stands, mm; 0 without one."""
        rules = [rule.bottom for rule in self.pages[0].rules if rule.red] if self.pages else []
        return max(rules, default=0.0)

    def page_number(self, page: Page) -> Row | None:
        """Return the row that carries the page number, if any."""
        rows = [row for row in page.rows if row.baseline > AREA_BOTTOM and PAGE_NUMBER.fullmatch(row.text)]
        return rows[-1] if rows else None

    def left(self, page: Page) -> float:
        """Return the left edge of the type area: 28 mm, or 26 mm on an even page that is nearer to that."""
        flush = mode(row.x0 for row in self.text_rows(page) if row.x0 < 33)
        mirrored = page.number % 2 == 0 and (flush is None or abs(flush - LEFT_EVEN) < abs(flush - LEFT_ODD))
        return LEFT_EVEN if mirrored else LEFT_ODD

    def text_rows(self, page: Page) -> list[Row]:
        """Return the rows between masthead and 版记, page number left out."""
        top = self.masthead_bottom if page.number == 1 else 0.0
        bottom = self.colophon[0].top if self.colophon and page is self.pages[-1] else AREA_BOTTOM + 3
        return [row for row in page.rows if top < row.baseline < bottom and row is not self.page_number(page)]

    def body_rows(self, page: Page) -> list[Row]:
        """Return the rows of body size, lines of a contents list left out."""
        rows = [row for row in self.text_rows(page) if abs(row.size - self.body_size) < 0.6]
        listing = [k for k, row in enumerate(rows) if _LEADER.search(row.text)]
        return rows[listing[-1] + 1 :] if listing else rows

    @cached_property
    def lines(self) -> list[Line]:
        """Every body row of the document, in order, with its place in its paragraph."""
        placed = [(page, row, self.left(page)) for page in self.pages for row in self.body_rows(page)]
        opens = [abs(row.x0 - left - 2 * CELL) < 3 for _, row, left in placed]
        flush = [abs(row.x0 - left) < 1.5 for _, row, left in placed]
        lines = []
        for k, (page, row, left) in enumerate(placed):
            follows = k + 1 < len(placed) and flush[k + 1] and self._is_next(page, row, *placed[k + 1][:2])
            wide = row.x1 > left + AREA_WIDTH - 6 * CELL
            lines.append(Line(page.number, row, left, opens[k], follows and wide and (opens[k] or flush[k])))
        return lines

    def _is_next(self, page: Page, row: Row, next_page: Page, next_row: Row) -> bool:
        if page is next_page:
            return next_row.baseline - row.baseline < 1.6 * self.pitch
        return next_page.number == page.number + 1 and next_row is self.text_rows(next_page)[0]

    @cached_property
    def pitch(self) -> float:
        """The median distance of baselines that follow each other, mm; 0 with fewer than two lines."""
        steps = [
            below.baseline - above.baseline
            for page in self.pages
            for above, below in pairwise(self.body_rows(page))
            if below.baseline - above.baseline < 15
        ]
        return median(steps) if steps else 0.0


def mode(values: Iterable[float]) -> float | None:
    """Return the commonest of `values` to a tenth, None of nothing."""
    counted = Counter(round(value, 1) for value in values)
    return counted.most_common(1)[0][0] if counted else None
