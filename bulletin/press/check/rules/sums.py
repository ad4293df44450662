"""Sums in tables: a row or column of totals whose figures do not add up.

A table is known by its cells standing below each other. Only what is certain is said: every row has a figure in the
column, nothing is a part of something else (其中, 小计), and the column holds what can be added.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bulletin.press.check.content import Char
from bulletin.press.check.document import Document, inside
from bulletin.press.check.elements import em
from bulletin.press.check.read import Page, Row

_FIGURE = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_TOTAL = re.compile(r"合计|总计|总数|全市合计|共计")
_PARTIAL = re.compile(r"其中|小计|分计|累计|#")
_NOT_ADDED = re.compile(
    r"率|比|均|增|减|速|占|名次|排名|排序|位次|序号|编号|单价|价格|时间|日期|年|%|％|‰|指数|满分|标准"
)
_CELL_GAP = 0.8  # characters: what stands further apart is in two cells
_LEAST_ROWS = 2  # rows that are added


@dataclass(frozen=True, slots=True)
class WrongSum:
    """A total that is not the sum: page, how it is called, the figure printed, the sum, the row it stands in."""

    page: int
    name: str
    printed: str
    sum: str
    row: Row


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    x0: float
    x1: float

    @property
    def figure(self) -> Decimal | None:
        return Decimal(self.text.replace(",", "")) if _FIGURE.fullmatch(self.text) else None


@dataclass(frozen=True, slots=True)
class _TableRow:
    row: Row
    cells: tuple[_Cell, ...]

    @property
    def label(self) -> str:
        """What stands before the first figure."""
        names: list[str] = []
        for cell in self.cells:
            if cell.figure is not None and names:
                break
            names.append(cell.text)
        return "".join(names)

    @property
    def figures(self) -> list[_Cell]:
        return [cell for cell in self.cells if cell.figure is not None]

    def below(self, cell: _Cell) -> _Cell | None:
        """Return this row's only cell that shares width with `cell`."""
        shared = [mine for mine in self.cells if mine.x0 < cell.x1 and cell.x0 < mine.x1]
        return shared[0] if len(shared) == 1 else None


def wrong_sums(document: Document) -> Iterator[WrongSum]:
    """Yield every total of every table that is certainly not the sum of what it totals."""
    for page in document.pages:
        for table in _tables(document, page):
            yield from _wrong_row(page, table)
            yield from _wrong_column(page, table)


def _tables(document: Document, page: Page) -> Iterator[list[_TableRow]]:
    """Yield the rows of every ruled table, header included."""
    for box in document.tables(page):
        rows = [_TableRow(row, _cells(row)) for row in page.rows if inside(row, [box])]
        if len(rows) > _LEAST_ROWS:
            yield rows


def _cells(row: Row) -> tuple[_Cell, ...]:
    cells: list[list[Char]] = []
    for char in row.chars:
        if not cells or char.x0 - cells[-1][-1].x1 > _CELL_GAP * em(row):
            cells.append([])
        cells[-1].append(char)
    return tuple(_Cell("".join(c.text for c in cell), cell[0].x0, cell[-1].x1) for cell in cells)


def _wrong_row(page: Page, table: list[_TableRow]) -> Iterator[WrongSum]:
    """Yield the wrong figures of a row of totals that is the last of its table."""
    total = table[-1]
    rows = [row for row in table[:-1] if row.figures]
    header = [row for row in table[:-1] if not row.figures]
    others = any(_TOTAL.search(row.label) or _PARTIAL.search(row.label) for row in rows)
    if not _TOTAL.fullmatch(total.label) or others or len(rows) < _LEAST_ROWS:
        return
    sums = [(cell, _sum_above(cell, rows)) for cell in total.figures if not _is_not_added(cell, header)]
    judged = [(cell, added) for cell, added in sums if added is not None and cell.figure is not None]
    right = [cell for cell, added in judged if _same(cell.figure or Decimal(), added, len(rows))]
    if len(right) * 2 < len(judged) - 1:
        return  # most columns are no sums: this is not a row of sums
    for cell, added in judged:
        if cell not in right:
            name = "".join(found.text for row in header if (found := row.below(cell))) or total.label
            yield WrongSum(
                page.number, f"{total.label}·{name}" if name != total.label else name, cell.text, f"{added}", total.row
            )


def _sum_above(cell: _Cell, rows: Sequence[_TableRow]) -> Decimal | None:
    figures = [found.figure if (found := row.below(cell)) else None for row in rows]
    return sum((figure for figure in figures if figure is not None), Decimal()) if None not in figures else None


def _is_not_added(cell: _Cell, header: Sequence[_TableRow]) -> bool:
    """Tell whether the header names something that is not added up, or names nothing."""
    names = [found.text for row in header if (found := row.below(cell))]
    return not names or any(_NOT_ADDED.search(name) for name in names)


def _same(printed: Decimal, added: Decimal, parts: int) -> bool:
    """Tell whether `printed` is `added` but for the rounding of `parts` figures."""
    places = max(-int(printed.as_tuple().exponent), -int(added.as_tuple().exponent), 0)
    slack = Decimal(parts) / 2 / Decimal(10) ** places if places else Decimal()
    return abs(printed - added) <= slack


def _wrong_column(page: Page, table: list[_TableRow]) -> Iterator[WrongSum]:
    """Yield the rows whose last figure, headed 合计, is not the sum of the row's other figures though most are."""
    header = [row for row in table if not row.figures]
    rows = [row for row in table if len(row.figures) >= 3]
    ends = [row.figures[-1] for row in rows]
    if len(rows) < 3 or not all(_headed_total(cell, header) for cell in ends):
        return
    wrong = []
    for row, end in zip(rows, ends, strict=True):
        parts = [cell for cell in row.figures[:-1] if not _is_not_added(cell, header)]
        added = sum((cell.figure or Decimal() for cell in parts), Decimal())
        if not _same(end.figure or Decimal(), added, len(parts)):
            wrong.append(WrongSum(page.number, f"{row.label}·合计", end.text, f"{added}", row.row))
    if len(wrong) * 3 <= len(rows):
        yield from wrong


def _headed_total(cell: _Cell, header: Sequence[_TableRow]) -> bool:
    return any((found := row.below(cell)) is not None and _TOTAL.fullmatch(found.text) for row in header)
