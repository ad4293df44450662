"""Where a title is cut into lines: by sense, about equally long, in the shape of a trapezium or a diamond.

GB/T 9704-2012 7.3.1: 回行时词意完整, 排列对称, 长短适宜, 间距恰当, 梯形或菱形. Lines may grow, shrink, or grow and then shrink
(equal ones count as either); they never shrink and then grow (沙漏).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, islice, pairwise, takewhile
from math import inf

from bulletin.press.geometry import EM
from bulletin.press.page.lines.linebreak import break_lines
from bulletin.press.page.lines.titlesense import cut_costs

_SHORTEST = 4 * EM
_HOURGLASS = 200.0  # what a line costs that is longer than the one before, after one that was shorter
_STUB = 200.0  # a line of fewer than four characters
_ASTRAY = 12 * EM  # no cut is further from where lines of equal length would have it
_MORE_LINES = 10.0  # one line more than are needed


def title_lines(text: str, widths: Sequence[int], measure: int) -> list[str]:
    """Cut a title into lines of at most `measure` (em/1000): as few as can be cut by sense, about equally long.

    ``widths[k]`` is the advance of ``text[k]``. Words, numbers, names and quotations stay whole if any arrangement
    allows it. A blank at a cut is dropped. A title that fits on one line stands on one.
    """
    fewest = -(-sum(widths) // measure)
    if fewest <= 1:
        return [text.strip()]
    title = _Title(text, widths, measure)
    ways = [title.cut(count) for count in (fewest, fewest + 1)]
    cost, cuts = min(ways[0], (ways[1][0] + _MORE_LINES, ways[1][1]))
    if cost == inf:
        cuts = [0, *(line.end for line in break_lines(text, widths, 0, measure))]
    return [text[a:b].strip() for a, b in pairwise(cuts)]


class _Title:
    """A title with what each cut costs and how far each character reaches."""

    def __init__(self, text: str, widths: Sequence[int], measure: int) -> None:
        self.text, self.measure = text, measure
        self.reach = [0, *accumulate(widths)]
        self.costs = cut_costs(text, self.reach, measure)
        self.places = [k for k in range(1, len(text)) if self.costs[k] < inf] + [len(text)]
        self.costs[len(text)] = 0.0

    def cut(self, count: int) -> tuple[float, list[int]]:
        """Return the least cost of `count` lines and the cuts, 0 and the length included; infinity if there is no way.

        A state is where the last line ends, how long it is, and whether lines have begun to shrink.
        """
        mean = self.reach[-1] / count
        ways: dict[tuple[int, int, bool], tuple[float, list[int]]] = {(0, 0, False): (0.0, [0])}
        for number in range(1, count + 1):
            longer: dict[tuple[int, int, bool], tuple[float, list[int]]] = {}
            for (start, before, shrinking), (cost, cuts) in ways.items():
                for end, size in self._ends(start):
                    if abs(self.reach[end] - number * mean) > _ASTRAY:
                        continue
                    price = (
                        cost + self.costs[end] + _unevenness(size, mean) + _HOURGLASS * (shrinking and size > before)
                    )
                    state = end, size, shrinking or size < before
                    if price < longer.get(state, (inf, cuts))[0]:
                        longer[state] = price, [*cuts, end]
            ways = longer
        return min((way for (end, _, _), way in ways.items() if end == len(self.text)), default=(inf, []))

    def _ends(self, start: int) -> list[tuple[int, int]]:
        """Return where a line from `start` may end and how long it is then, blanks at its ends not counted."""
        ends = islice(self.places, bisect_right(self.places, start), None)
        sizes = ((end, self._size(start, end)) for end in ends)
        return list(takewhile(lambda line: line[1] <= self.measure, sizes))

    def _size(self, start: int, end: int) -> int:
        line = self.text[start:end]
        start += len(line) - len(line.lstrip())
        return self.reach[max(start, end - len(line) + len(line.rstrip()))] - self.reach[start]


def _unevenness(size: int, mean: float) -> float:
    """Return what a line of `size` costs among lines of `mean`: 1 for each character more or less, 2 beyond four."""
    off = abs(size - mean)
    return (off + max(0.0, off - _SHORTEST)) / EM + (_STUB if size < _SHORTEST else 0.0)
