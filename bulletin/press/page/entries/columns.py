"""How wide the columns of a table are, in which size it is set, and whether it must be turned on its side.

Widths come from what the cells hold. A table that does not fit across the page in 小四 is set in 五号; one that does
not fit then is turned: its head at the left edge of the sheet (GB/T 9704-2012, 8).
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import inf

from bulletin.press.geometry import AREA_BOTTOM, AREA_TOP, AREA_WIDTH, EM, MM, PITCH
from bulletin.press.page.faces.glyphs import Inked
from bulletin.press.page.lines.linebreak import break_costs, natural_width

RULE = 0.25  # mm, the lines of a table
PADDING = 0.9  # mm on both sides of a cell's text
TURNED_WIDTH = AREA_BOTTOM - AREA_TOP  # mm, what a turned table may take of the height of the page
_MARGIN = 0.55  # mm at least between the characters of a cell and the lines above and below
_COMFORTABLE = 4 * EM  # a column of text is not made narrower than this while there is another way
_NARROWEST = 2 * EM  # and never narrower than this
_AIR = 800  # a column gets this beyond its widest cell where there is room
_SLACK = 10  # for rounding
_LONGEST_WORD = 12 * EM  # what is longer, an address for instance, may be cut


@dataclass(frozen=True, slots=True)
class TypeSize:
    """A size of type in tables: its ``name`` is its class; ``points``, and ``pitch`` from line to line in mm."""

    name: str
    points: float
    pitch: float

    def em(self, millimetres: float) -> int:
        """Return a length in em/1000 of this size, rounded down."""
        return int(millimetres * MM / self.points * EM)

    def grid_lines(self, lines: int, above: float = 0.0) -> int:
        """Return how many lines of the page's grid a cell with so many lines of this size takes, `above` mm left free."""
        height = (lines - 1) * self.pitch + self.points / MM + 2 * _MARGIN + above
        return max(1, -int(-height // PITCH))

    def lines_in(self, grid_lines: int) -> int:
        """Return how many lines of this size stand in so many lines of the grid."""
        return int((grid_lines * PITCH - 2 * _MARGIN - self.points / MM) / self.pitch) + 1


SIZES = (TypeSize("small-four", 12.0, 4.85), TypeSize("five", 10.5, 4.5))
"""小四 and 五号 (实务: the standard gives tables no size)."""


@dataclass(frozen=True, slots=True)
class Columns:
    """How a table stands: the ``widths`` of its columns in mm, lines included, its size, and whether it is ``turned``."""

    widths: tuple[float, ...]
    size: TypeSize
    turned: bool

    def room(self, column: int) -> int:
        """Return what a line of text in `column` may take, in em/1000 of the table's size."""
        return self.size.em(self.widths[column] - 2 * PADDING - RULE) + _SLACK


def fit(cells: Sequence[Sequence[Inked]]) -> Columns | None:
    """Return how a table of these rows stands on the page; None where it fits in no way."""
    wanted = [_widest(column) + _AIR for column in zip(*cells, strict=True)]
    least = [
        max(min(_COMFORTABLE, width), *map(_longest_word, column))
        for width, column in zip(wanted, zip(*cells, strict=True), strict=True)
    ]
    narrowest = [min(_NARROWEST, width) for width in wanted]
    ways = [(width, size, least) for width in (AREA_WIDTH, TURNED_WIDTH) for size in SIZES]
    ways.append((TURNED_WIDTH, SIZES[-1], narrowest))
    return next(filter(None, (_columns(wanted, floor, width, size) for width, size, floor in ways)), None)


def _columns(wanted: Sequence[int], least: Sequence[int], width: float, size: TypeSize) -> Columns | None:
    """Return columns of at least `least` (em/1000) that fill `width` (mm) in `size`, or None.

    Rather than break a cell, all give up the air beside their widest cells.
    """
    beside = 2 * PADDING + RULE
    room = size.em(width - RULE - beside * len(wanted))
    floor = [max(_NARROWEST, one) for one in least]
    if sum(floor) > room:
        return None
    full = [max(low, one) for low, one in zip(floor, wanted, strict=True)]
    bare = [one - _AIR for one in wanted]
    if fitting := next((one for one in (full, bare) if sum(one) <= room), None):
        inner = [one + (room - sum(fitting)) // len(fitting) for one in fitting]
    else:
        most = bisect(range(max(full)), room, key=lambda most: sum(_narrowed(floor, full, most)))
        inner = _narrowed(floor, full, most - 1)
    widths = tuple(round(one / EM * size.points / MM + beside, 3) for one in inner)
    return Columns(widths, size, width > AREA_WIDTH)


def _narrowed(floor: Sequence[int], full: Sequence[int], most: int) -> list[int]:
    """Return the widths when none may be more than `most`: what is narrow stays whole, what is wide shares the rest."""
    return [max(low, min(high, most)) for low, high in zip(floor, full, strict=True)]


def _widest(column: Sequence[Inked]) -> int:
    return max(natural_width(cell.text, cell.widths) for cell in column)


def _longest_word(cell: Inked) -> int:
    """Return the width of the longest piece of `cell` that should not be broken, up to 12 em."""
    costs = break_costs(cell.text)
    pieces = groupby(zip(_piece_numbers(costs), cell.widths, strict=False), key=lambda pair: pair[0])
    return min(_LONGEST_WORD, max((sum(width for _, width in piece) for _, piece in pieces), default=0))


def _piece_numbers(costs: Sequence[float]) -> list[int]:
    number, numbers = 0, []
    for cost in costs:
        number += cost < inf
        numbers.append(number)
    return numbers
