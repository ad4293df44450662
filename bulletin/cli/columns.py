"""Lines for people in a terminal: columns by display width, where a Chinese character takes two cells."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from bulletin.text import one_line

NARROW = 80
"""Cells of the narrowest terminal that lines are made for; also what is taken where there is no terminal."""
TERM = 30
"""Cells up to which a term stands beside what it means."""
_PIECES = re.compile(r" *(?:[!-~]+|[^ ])[、，。；：？！）》」”’…]*")
"""What a line is not broken within: a word of another script or one character, with the marks that close it."""

_IN_WORD, _LAST_WORD = re.compile(r"[0-9A-Za-z.,:/_-]{2}"), re.compile(r"[0-9A-Za-z.,:/_-]+\Z")
_OPENING = "（《【“‘「『〈([{ 　"


def width(text: str) -> int:
    """Return how many cells `text` takes on a terminal."""
    return sum(
        2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text if not unicodedata.combining(char)
    )


def cut(text: str, cells: int) -> str:
    """Return `text` on one line, cut to at most `cells` with an ellipsis: after a whole word or number, after no opening mark."""
    line = one_line(text)
    if width(line) <= cells:
        return line
    taken, used = [], 0
    for char in line:
        used += width(char)
        if used > cells - 1:
            break
        taken.append(char)
    shown = "".join(taken)
    if _IN_WORD.match(line, len(shown) - 1) and (whole := _LAST_WORD.sub("", shown)).strip():
        shown = whole
    return shown.rstrip(_OPENING) + "…"


def terminal() -> int:
    """Return the cells of a line of the terminal, `NARROW` at least."""
    return max(shutil.get_terminal_size((NARROW, 0)).columns, NARROW)


def table(head: Sequence[str], rows: Sequence[Sequence[object]], most: int = 44, total: int = 0) -> list[str]:
    """Return `rows` under `head`, each column as wide as its widest cell, at most `most` cells.

    With a `total`, the last column has what the others leave of so many cells instead.
    """
    cells = [[cut(str(value), most) for value in row] for row in rows]
    widths = [max(width(value) for value in column) for column in zip(list(head), *cells, strict=True)]
    if total:
        left = max(total - sum(widths[:-1]) - 2 * len(widths[:-1]), width(head[-1]))
        cells = [[*line[:-1], cut(str(row[-1]), left)] for line, row in zip(cells, rows, strict=True)]
    return [_line(list(head), widths), *(_line(row, widths) for row in cells)]


def wrapped(pieces: Iterable[str], indent: str, total: int) -> list[str]:
    """Return the pieces one after another on lines of at most `total` cells, each line indented."""
    lines: list[str] = []
    for piece in pieces:
        longer = f"{lines[-1]}　{piece}" if lines else ""
        if longer and width(longer) <= total:
            lines[-1] = longer
        else:
            lines.append(indent + cut(piece, total - width(indent)))
    return lines


def definitions(rows: Sequence[tuple[str, str]], indent: int, total: int) -> Iterator[str]:
    """Yield a line for each term and what it means, the meanings under each other, broken to at most `total` cells.

    A term longer than `TERM` cells has a line of its own.
    """
    column = indent + min(max((width(term) for term, _ in rows), default=0), TERM) + 2
    for term, meaning in rows:
        lines = broken(meaning, total - column) or [""]
        beside = width(term) <= column - indent - 2
        head = " " * indent + term
        if not beside:
            yield head
        for place, line in enumerate(lines):
            start = head if beside and not place else ""
            yield (start + " " * (column - width(start)) + line).rstrip()


def broken(text: str, cells: int) -> list[str]:
    """Return `text` on lines of at most `cells`: words of other scripts stay whole, no line begins with a closing mark."""
    lines, line = [], ""
    for piece in _PIECES.findall(" ".join(text.split())):
        if line and width((line + piece).rstrip()) > cells:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _line(values: list[str], widths: list[int]) -> str:
    return "  ".join(value + " " * (cells - width(value)) for value, cells in zip(values, widths, strict=True)).rstrip()
