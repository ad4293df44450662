"""Lines for people in a terminal: columns by display width, where a Chinese character takes two cells."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from bulletin.text import one_line


def width(text: str) -> int:
    """Return how many cells `text` takes on a terminal."""
    return sum(
        2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text if not unicodedata.combining(char)
    )


def cut(text: str, cells: int) -> str:
    """Return `text` on one line, cut to at most `cells` with an ellipsis."""
    line = one_line(text)
    if width(line) <= cells:
        return line
    taken, used = [], 0
    for char in line:
        used += width(char)
        if used > cells - 1:
            break
        taken.append(char)
    return "".join(taken) + "…"


def table(head: Sequence[str], rows: Sequence[Sequence[object]], most: int = 44) -> list[str]:
    """Return `rows` under `head`, each column as wide as its widest cell, at most `most` cells."""
    cells = [[cut(str(value), most) for value in row] for row in rows]
    widths = [max(width(value) for value in column) for column in zip(list(head), *cells, strict=True)]
    return [_line(list(head), widths), *(_line(row, widths) for row in cells)]


def _line(values: list[str], widths: list[int]) -> str:
    return "  ".join(value + " " * (cells - width(value)) for value, cells in zip(values, widths, strict=True)).rstrip()
