"""An independent ruler for finished pages: what the page must show, read without the program's own checker.

``python -m tests.measure PDF`` prints the figures; `measured` returns them. Characters are read by their origins, dashes
and rules by the ink of the page at 300 dpi. Nothing of `bulletin.press.check` is used: the two may disagree.
"""

from __future__ import annotations

import ctypes
import sys
from collections import Counter
from dataclasses import dataclass, fields
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import pypdfium2
from pypdfium2 import raw

POINT = 25.4 / 72  # mm
DPI = 300
PIXEL = 25.4 / DPI  # mm
WIDTH, CELL = 156.0, 156.0 / 28
CLOSING = frozenset("。，、；：？！”’）》〉」』】〕］｝")
NEVER_FIRST = CLOSING | frozenset(")]}%％‰℃—～·/／々")
NEVER_LAST = frozenset("“‘（《〈「『【〔［｛([{¥￥$№/／")


@dataclass(frozen=True)
class Glyph:
    """A character: its origin and advance end from the left, baseline from the top, mm; its size in points."""

    text: str
    x: float
    end: float
    y: float
    size: float


@dataclass(frozen=True)
class Line:
    """The characters on one baseline of a page (from 1), left to right; ``left`` is the edge of the page's type area."""

    page: int
    glyphs: tuple[Glyph, ...]
    left: float

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def x(self) -> float:
        return self.glyphs[0].x - self.left

    @property
    def end(self) -> float:
        """The right edge; of a closing mark, whose right half is blank, whichever edge is nearer to the type area's."""
        last = self.glyphs[-1]
        edges = (last.end, last.end - (last.end - last.x) / 2) if last.text in CLOSING else (last.end,)
        return min((edge - self.left for edge in edges), key=lambda edge: abs(edge - WIDTH))

    @property
    def cells(self) -> float:
        """How many cells it fills, its indent included."""
        return self.end / CELL


@dataclass(frozen=True)
class Figures:
    """What was measured. Lengths in mm; edges are given as if the type area began at 28 mm on every page."""

    pages: int
    pitch: float
    pitches: tuple[float, ...]
    tops: tuple[float, ...]
    right_edges: tuple[float, ...]
    short_lines: tuple[str, ...]
    cells: float
    bad_starts: tuple[str, ...]
    bad_ends: tuple[str, ...]
    lone_characters: tuple[str, ...]
    dashes: tuple[float, ...]
    last_rule: float
    outside: tuple[str, ...]


def measured(path: Path) -> Figures:
    """Measure the finished pages at `path`."""
    pdf = pypdfium2.PdfDocument(path)
    pages = [_lines(page, number) for number, page in enumerate(pdf, 1)]
    size = Counter(glyph.size for lines in pages for line in lines for glyph in line.glyphs).most_common(1)[0][0]
    body = [[line for line in lines if _is_body(line, size)] for lines in pages]
    steps = [
        below.glyphs[0].y - above.glyphs[0].y
        for lines in body
        for above, below in pairwise(lines)
        if below.glyphs[0].y - above.glyphs[0].y < 12
    ]
    running = [(above, below) for lines in body for above, below in pairwise(lines) if _runs_on(above, below)]
    running += [
        (last[-1], first[0]) for last, first in pairwise(body) if last and first and _runs_over(last[-1], first[0])
    ]
    full = [above for above, _ in running]
    ends = {line: 28 + line.end for line in full}
    figures = Figures(
        pages=len(pages),
        pitch=median(steps),
        pitches=tuple(steps),
        tops=tuple(_top(lines[0]) for lines in body[1:] if lines and _opens_page(lines, pages, size)),
        right_edges=tuple(ends.values()),
        short_lines=tuple(line.text for line, end in ends.items() if end < 183.4),
        cells=median(line.cells for line in full),
        bad_starts=tuple(below.text for _, below in running if below.text[0] in NEVER_FIRST),
        bad_ends=tuple(line.text for line in full if line.text[-1] in NEVER_LAST),
        lone_characters=tuple(
            below.text for _, below in running if below not in ends and sum(map(str.isalnum, below.text)) < 2
        ),
        dashes=tuple(dash for page in pdf if (dash := _dash(page)) is not None),
        last_rule=_last_rule(pdf[len(pdf) - 1]),
        outside=tuple(line.text for lines in body for line in lines if _is_outside(line)),
    )
    pdf.close()
    return figures


def _lines(page: Any, number: int) -> list[Line]:
    glyphs = sorted(glyphs_of(page), key=lambda glyph: (round(glyph.y, 1), glyph.x))
    rows: list[list[Glyph]] = []
    for glyph in glyphs:
        if rows and abs(rows[-1][0].y - glyph.y) < 0.4:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    left = 26.0 if number % 2 == 0 else 28.0
    return [Line(number, tuple(sorted(row, key=lambda glyph: glyph.x)), left) for row in rows]


def glyphs_of(page: Any) -> list[Glyph]:
    """Return the upright characters of an open page."""
    height, text = page.get_height(), page.get_textpage()
    x, y, box, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF(), raw.FS_MATRIX()
    found = []
    for k in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, k)
        if 0xDC00 <= code < 0xE000 or chr(code).isspace() or raw.FPDFText_IsGenerated(text, k):
            continue
        raw.FPDFText_GetCharOrigin(text, k, x, y)
        raw.FPDFText_GetLooseCharBox(text, k, box)
        raw.FPDFText_GetMatrix(text, k, matrix)
        size = round(raw.FPDFText_GetFontSize(text, k) * abs(matrix.d), 2)
        letter = "㐀" if 0xD800 <= code < 0xDC00 else chr(code)  # some rare character
        if size and abs(matrix.b) < 0.01:
            found.append(Glyph(letter, x.value * POINT, box.right * POINT, (height - y.value) * POINT, size))
    text.close()
    return found


def _is_body(line: Line, size: float) -> bool:
    sizes = Counter(glyph.size for glyph in line.glyphs)
    return sizes.most_common(1)[0][0] == size and "………" not in line.text and line.text[0] != "—"


def _runs_on(above: Line, below: Line) -> bool:
    """Whether `below` continues the paragraph of `above`: flush under a line that reaches the edge or nearly."""
    flush = below.x < 1.5 and (above.x < 1.5 or abs(above.x - 2 * CELL) < 1.5)
    return flush and above.end > WIDTH - 4 * CELL and 9 < below.glyphs[0].y - above.glyphs[0].y < 12


def _runs_over(above: Line, below: Line) -> bool:
    """The same over the end of a page."""
    flush = below.x < 1.5 and (above.x < 1.5 or abs(above.x - 2 * CELL) < 1.5)
    return flush and above.end > WIDTH - 4 * CELL and _top(below) < 40 and above.glyphs[0].y > 240


def _opens_page(lines: list[Line], pages: list[list[Line]], size: float) -> bool:
    """Whether the first body line is the first thing of body size or more on its page."""
    first = lines[0]
    page = pages[first.page - 1]
    return all(line.glyphs[0].y >= first.glyphs[0].y for line in page)


def _top(line: Line) -> float:
    """The upper edge of a Chinese character of the line."""
    return line.glyphs[0].y - 0.88 * line.glyphs[0].size * POINT


def _is_outside(line: Line) -> bool:
    return line.end > WIDTH + 0.3 or line.x < -0.3 - (CELL / 2 if line.text[0] in NEVER_LAST else 0)


def _dash(page: Any) -> float | None:
    """The middle of the first dash of the page number: the darkest rows of ink beside a number below the type area."""
    dashes = [glyph for glyph in glyphs_of(page) if glyph.text == "—" and glyph.y > 262]
    if not dashes:
        return None
    rows = _dark_rows(page, dashes[0])
    return sum(rows) / len(rows) * PIXEL + PIXEL / 2 if rows else None


def _dark_rows(page: Any, dash: Glyph) -> list[int]:
    """The pixel rows, from the top of the page, that are dark in the middle of the dash."""
    bitmap = page.render(scale=DPI / 72, grayscale=True)
    column = int((dash.x + dash.end) / 2 / PIXEL)
    first, last = int(263 / PIXEL), int(278 / PIXEL)
    data, stride = bitmap.buffer, bitmap.stride
    return [row for row in range(first, last) if data[row * stride + column * bitmap.n_channels] < 128]


def _last_rule(page: Any) -> float:
    """The lower edge of the lowest line of ink that runs across the type area; 0 without one."""
    bitmap = page.render(scale=DPI / 72, grayscale=True)
    data, stride = bitmap.buffer, bitmap.stride
    columns = [int(x / PIXEL) for x in (35, 70, 105, 140, 175)]
    dark = [
        row
        for row in range(bitmap.height)
        if all(data[row * stride + column * bitmap.n_channels] < 128 for column in columns)
    ]
    return (dark[-1] + 1) * PIXEL if dark else 0.0


def main() -> None:
    """Print the figures of the file named on the command line."""
    figures = measured(Path(sys.argv[1]))
    for field in fields(figures):
        value = getattr(figures, field.name)
        numbers = isinstance(value, tuple) and value and isinstance(value[0], float)
        shown = f"{min(value):.2f} … {max(value):.2f} ({len(value)})" if numbers else value
        print(f"{field.name:16} {shown}")


if __name__ == "__main__":
    main()
