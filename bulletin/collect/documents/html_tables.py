"""Tables of a page: which hold data and which only lay the page out, and the rows of the former."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bulletin.text import one_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

CELLS = frozenset(("td", "th"))
"""The tags of cells."""

_MOST_COLUMNS, _MOST_ROWS, _LONGEST_CELL, _LONGEST_MEAN = 40, 2_000, 400, 80
_SIMPLE_CELL = 200


def data_rows(table: HtmlElement) -> list[tuple[str, ...]]:
    """Return the cells of a table of data, all rows equally long; [] for a table that lays out a page.

    A merged cell stands in the first of its places, the others are ''. A layout table is one that holds another table,
    has a single row or column, a cell of several hundred characters, or mostly links.
    """
    if next(table.iterdescendants("table"), None) is not None:
        return []
    rows = [row for row in table.iter("tr") if any(cell.tag in CELLS for cell in row)]
    if not 1 < len(rows) <= _MOST_ROWS:
        return []
    grid = _grid(rows)
    cells = [cell for row in grid for cell in row]
    width = max(map(len, grid))
    if width < 2 or max(map(len, cells)) > _LONGEST_CELL or sum(map(len, cells)) > _LONGEST_MEAN * len(cells):
        return []
    linked = sum(len(one_line("".join(link.itertext()))) for link in table.iter("a"))
    if not any(cells) or linked * 2 > sum(map(len, cells)):
        return []
    filled = [row for row in grid if any(row)]
    return [(*row, *("",) * (width - len(row))) for row in filled] if len(filled) > 1 else []


def is_simple_row(row: HtmlElement) -> bool:
    """Tell whether a row of a layout table reads as one line: several short cells without blocks and links."""
    cells = [cell for cell in row if cell.tag in CELLS]
    return len(cells) > 1 and not any(_holds_blocks(cell) for cell in cells)


def _grid(rows: list[HtmlElement]) -> list[tuple[str, ...]]:
    """Return the texts of the rows' cells, merged cells spread over their places as ''."""
    below: dict[int, int] = {}
    found: list[tuple[str, ...]] = []
    for row in rows:
        texts: list[str] = []
        for cell in (cell for cell in row if cell.tag in CELLS):
            _skip(texts, below)
            across, down = _span(cell, "colspan", _MOST_COLUMNS), _span(cell, "rowspan", _MOST_ROWS)
            for column in range(len(texts), min(len(texts) + across, _MOST_COLUMNS)):
                below[column] = down - 1
            texts += [_text(cell), *("",) * (across - 1)]
            del texts[_MOST_COLUMNS:]
        _skip(texts, below)
        found.append(tuple(texts))
    return found


def _text(cell: HtmlElement) -> str:
    """Return the text of a cell on one line; a blank stands between its paragraphs, none between its spans."""
    blocks = sum(1 for _ in cell.iter("p", "div", "br", "li"))
    return one_line((" " if blocks > 1 else "").join(cell.itertext()))


def _skip(texts: list[str], below: dict[int, int]) -> None:
    """Fill the places that a cell of a row above covers."""
    while below.get(len(texts), 0) > 0:
        below[len(texts)] -= 1
        texts.append("")


def _span(cell: HtmlElement, name: str, most: int) -> int:
    stated = re.sub(r"\D", "", (cell.get(name) or "")[:6])
    return min(max(int(stated or 1), 1), most)


def _holds_blocks(cell: HtmlElement) -> bool:
    """Tell whether `cell` holds another table, several paragraphs, a link or more text than data."""
    inner = cell.iter("table", "p", "div", "ul", "br", "a")
    return sum(1 for _ in inner) > 1 or len(one_line("".join(cell.itertext()))) > _SIMPLE_CELL
