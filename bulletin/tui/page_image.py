"""A page of a PDF as a picture on the terminal: two dots in each cell (▀), in 24-bit colours.

One look tells what a page looks like: masthead, rules, where the text ends. Its words are read as text beside it. On a
terminal that draws ▀ two cells wide, as it does “ ” and …, each cell is one dot, the mean of the two.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

Dot = tuple[int, int, int]
WHITE: Dot = (255, 255, 255)
_STEPS = 15
"""Shades of each of red, green and blue that are told apart: fewer would show, more would cost the line to the terminal."""

_LEAST_FULL, _RAGGED = 40, 6
"""Cells of a line from which it may be a full one of a page, and how much shorter another full one may be."""
_BEGINS = re.compile(r"[（(]?[一二三四五六七八九十\d]+[）)、.．]|[—－-] ?\d+ ?[—－-]|　")
"""How a paragraph begins whatever the line before it was: a number of a heading, the page's own number, or an indent."""
_DARKER = 2.0
"""Small type is thin and would be pale: its greys are squared."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it is shown: lines of cells, and its words."""

    picture: tuple[Strip, ...]
    words: str


def count(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    from pypdfium2 import PdfDocument

    document = PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def page(pdf: bytes, number: int, cells: int, halves: bool = True) -> Page:
    """Return page `number` (from 1) of a PDF, its picture `cells` wide; without `halves`, ▀ is not used."""
    from pypdfium2 import PdfDocument

    document = PdfDocument(pdf)
    try:
        leaf = document[number - 1]
        bitmap = leaf.render(scale=cells / leaf.get_width(), rev_byteorder=True)
        lines = _dots(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)
        words = leaf.get_textpage().get_text_bounded().replace("\r\n", "\n")
        return Page(tuple(_strips(lines, halves)), paragraphs(words))
    finally:
        document.close()


def paragraphs(words: str) -> str:
    """Return the words of a page with the lines of a paragraph joined, so that a narrow pane can break them anew.

    A line that is as long as the lines of this page mostly are goes on in the next one; a shorter one ends a paragraph.
    """
    lines = [line.rstrip() for line in words.split("\n")]
    lengths = Counter(cell_len(line) for line in lines if cell_len(line) >= _LEAST_FULL)
    full = max(lengths, key=lambda length: (lengths[length], length), default=0) - _RAGGED
    joined: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on and line and not _BEGINS.match(line):
            joined[-1] += line
        else:
            joined.append(line)
        goes_on = bool(lengths) and full <= cell_len(line) and line[-1] not in "。！？："
    return "\n".join(joined)


def _dots(buffer: bytes, width: int, height: int, stride: int) -> list[list[Dot]]:
    """Return the dots of a bitmap of three bytes a dot, line by line; an even number of lines."""
    near = [round((value / 255) ** _DARKER * _STEPS) * 255 // _STEPS for value in range(256)]
    lines = []
    for start in range(0, height * stride, stride):
        values = [near[value] for value in buffer[start : start + 3 * width]]
        lines.append(list(zip(values[0::3], values[1::3], values[2::3], strict=True)))
    return lines if height % 2 == 0 else [*lines, [WHITE] * width]


def _strips(lines: list[list[Dot]], halves: bool) -> list[Strip]:
    styles: dict[tuple[Dot, Dot], Style] = {}
    strips = []
    for upper, lower in zip(lines[0::2], lines[1::2], strict=True):
        segments = []
        pairs = zip(upper, lower, strict=True)
        for pair, run in groupby(pairs if halves else map(_mean, pairs)):
            style = styles.get(pair) or styles.setdefault(pair, _style(*pair))
            segments.append(Segment((" " if pair[0] == pair[1] else "▀") * len(list(run)), style))
        strips.append(Strip(segments))
    return strips


def _mean(pair: tuple[Dot, Dot]) -> tuple[Dot, Dot]:
    (r1, g1, b1), (r2, g2, b2) = pair
    mean = ((r1 + r2) // 2, (g1 + g2) // 2, (b1 + b2) // 2)
    return mean, mean


def _style(upper: Dot, lower: Dot) -> Style:
    return Style(color=Color.from_rgb(*upper), bgcolor=Color.from_rgb(*lower))
