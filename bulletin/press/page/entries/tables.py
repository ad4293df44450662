"""Tables: ruled boxes as wide as the page, every row a whole number of lines of the grid high, the head on every page.

The text of every cell is broken here, so that the height of every row is known: WeasyPrint only puts the rows on
pages. A table too wide for the page is cut into pages here and turned on its side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from bulletin.errors import TypesettingFailure
from bulletin.press.geometry import AREA_WIDTH, EM, LEAD, LINES, MM, NATURAL_GAP, NOTE_SIZE, PITCH
from bulletin.press.page.entries.columns import PADDING, SIZES, Columns, fit
from bulletin.press.page.entries.levels import clean
from bulletin.press.page.entries.printed import PrintedBlock
from bulletin.press.page.faces.glyphs import Glyphs, Inked
from bulletin.press.page.lines.linebreak import Line, break_lines, natural_width
from bulletin.press.page.markup import broken
from bulletin.text.manuscript import Row, Table

_NUMBER = re.compile(r"[-−+±<>≤≥≈约¥￥]*\d[\d,.]*(?:[%‰℃°]|[\u4e00-\u9fff]{1,3})?|[-−—–/]*|——")
_SHORT = 10 * EM  # a column of text no wider is centred
_PIECE = 6  # lines of the grid: a row that is too tall for a page is cut into pieces so high
_AIR = 1.0  # mm at least between the last rule and the note
_TURNED_LINES = int(AREA_WIDTH // PITCH)  # of the grid, on a turned page
_TITLE_MEASURE = int(AREA_WIDTH * MM / NOTE_SIZE - 1) * EM


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell: its lines and its classes, which say how it is aligned."""

    html: Markup
    kind: str


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row ``lines`` of the grid high; ``open`` where it goes on in the next one, without a rule between."""

    lines: int
    cells: tuple[PrintedCell, ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table ready for the page. ``parts`` are its rows: one part, or for a ``turned`` table one for each page.

    ``opens`` is the label and the title of the attachment a ``turned`` table begins, which are turned with it.
    """

    kind: str
    title: Markup
    unit: Markup
    columns: Columns
    head: tuple[PrintedRow, ...]
    parts: tuple[tuple[PrintedRow, ...], ...]
    note: Markup
    opens: tuple[PrintedBlock, ...] = ()

    @property
    def note_height(self) -> float:
        """How high the note is in mm: with the white above the table a whole number of lines of the grid."""
        lines = self.note.count("\n") + 1
        return round(self.columns.size.grid_lines(lines, LEAD + _AIR) * PITCH - (0 if self.columns.turned else LEAD), 3)


def printed(glyphs: Glyphs, table: Table, where: str, opens: Sequence[PrintedBlock] = ()) -> PrintedTable:
    """Return `table` ready for the page, with `opens` on a turned page if they leave room for a row.

    Raises `TypesettingFailure` naming row and column, or a table too wide.
    """
    head = _ink(glyphs, table.head, "黑体", f"{where}表头", 1)
    rows = _ink(glyphs, table.rows, "仿宋", f"{where}表格", len(head) + 1)
    columns = fit([*head, *rows])
    if columns is None:
        raise TypesettingFailure(f"{where}的表格有 {len(table.alignments)} 栏，横排也放不下", "请拆成几个表")
    kinds = [_kind(columns, k, said, rows) for k, said in enumerate(table.alignments)]
    head_rows = tuple(row for cells in head for row in _rows(columns, cells, ["c"] * len(cells), None))
    tallest = _room_below(columns, head_rows, where)
    body_rows = [row for cells in rows for row in _rows(columns, cells, kinds, tallest)]
    note = _lines(glyphs, table.note, "仿宋", f"{where}表注", columns.size.em(AREA_WIDTH))
    title = _lines(glyphs, table.title, "黑体", f"{where}表题", _TITLE_MEASURE)
    unit = _lines(glyphs, table.unit, "仿宋", f"{where}表格单位", SIZES[0].em(AREA_WIDTH))
    above = len(title.split("\n")) * bool(title) + bool(unit)
    kind = "turned" if columns.turned else "table"
    whole = PrintedTable(kind, title, unit, columns, head_rows, (tuple(body_rows),), note)
    return _turned(whole, above, opens) if columns.turned else whole


def _ink(glyphs: Glyphs, rows: Sequence[Row], style: str, where: str, first: int) -> list[list[Inked]]:
    return [
        [glyphs.ink(clean(cell), style, f"{where}第 {r} 行第 {c} 栏") for c, cell in enumerate(row, 1)]
        for r, row in enumerate(rows, first)
    ]


def _lines(glyphs: Glyphs, text: str, style: str, where: str, measure: int) -> Markup:
    inked = glyphs.ink(clean(text), style, where)
    return broken(inked, _ragged(break_lines(inked.text, inked.widths, 0, measure)))


def _kind(columns: Columns, column: int, said: str, rows: Sequence[Sequence[Inked]]) -> str:
    """Return the classes of a column's cells: as the manuscript says, else figures with their last digits in line, short texts centred."""
    cells = [row[column] for row in rows]
    widest = max((natural_width(cell.text, cell.widths) for cell in cells), default=0)
    figures = any(cell.text for cell in cells) and all(_NUMBER.fullmatch(cell.text) for cell in cells)
    if said == "right" or (not said and figures):
        free = max(0, columns.room(column) - widest) / EM * columns.size.points / MM
        return f"n r{round((PADDING + free / 2) * 100)}"
    return {"left": "l", "center": "c"}.get(said) or ("c" if widest <= _SHORT else "l")


def _room_below(columns: Columns, head: Sequence[PrintedRow], where: str) -> int:
    """Return how many lines of the grid a page has below the head. Raises `TypesettingFailure` where it has too few."""
    room = (_TURNED_LINES if columns.turned else LINES - 1) - sum(row.lines for row in head)
    if room < _PIECE:
        raise TypesettingFailure(f"{where}的表头太高，每页剩下不到 {_PIECE} 行", "请缩短表头中的文字")
    return room


def _rows(columns: Columns, cells: Sequence[Inked], kinds: Sequence[str], tallest: int | None) -> Iterator[PrintedRow]:
    """Yield a row of the table; several where it would be higher than `tallest` lines of the grid."""
    lines = [_cell_lines(cell, kind, columns.room(k)) for k, (cell, kind) in enumerate(zip(cells, kinds, strict=True))]
    most = max(1, *map(len, lines))
    whole = tallest is None or columns.size.grid_lines(most) <= tallest
    step = most if whole else columns.size.lines_in(_PIECE)
    for start in range(0, most, step):
        pieces = [one[start : start + step] for one in lines]
        html = tuple(
            PrintedCell(broken(cell, piece), kind) for cell, piece, kind in zip(cells, pieces, kinds, strict=True)
        )
        high = max(1, *map(len, pieces))
        yield PrintedRow(columns.size.grid_lines(high), html, start + step < most)


def _cell_lines(cell: Inked, kind: str, room: int) -> list[Line]:
    lines = break_lines(cell.text, cell.widths, 0, room)
    return lines if kind == "l" else _ragged(lines)


def _ragged(lines: Sequence[Line]) -> list[Line]:
    """Return `lines` with what justifies them taken out again: only a paragraph fills its lines."""
    return [
        Line(line.start, line.end, NATURAL_GAP, tuple(min(gap, NATURAL_GAP) for gap in line.gaps)) for line in lines
    ]


def _turned(table: PrintedTable, above: int, opens: Sequence[PrintedBlock]) -> PrintedTable:
    """Return `table` cut into turned pages, `above` lines on the first taken by what it says itself."""
    (rows,) = table.parts
    opening = sum(block.html.count("\n") + 2 for block in opens)  # a blank line below each
    room = _TURNED_LINES - above - opening - sum(row.lines for row in table.head)
    if not rows or rows[0].lines > room:
        opens, opening = (), 0
    return replace(table, parts=tuple(_pages(table.head, rows, above + opening)), opens=tuple(opens))


def _pages(head: Sequence[PrintedRow], rows: Sequence[PrintedRow], above: int) -> Iterator[tuple[PrintedRow, ...]]:
    """Yield the rows of a turned table page by page, `above` lines being taken on the first."""
    head_lines = sum(row.lines for row in head)
    page: list[PrintedRow] = []
    used = head_lines + above
    for row in rows:
        if page and used + row.lines > _TURNED_LINES:
            yield tuple(page)
            page, used = [], head_lines
        page.append(row)
        used += row.lines
    yield tuple(page)
