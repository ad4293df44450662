"""Break a paragraph into lines of 28 cells by optimum fit: squeeze before stretch, 避头尾, no 孤字.

Works on numbers only: the text and the advance of each character in em/1000. What comes out says where each line ends
and how wide the gap after each of its characters is; `markup` turns that into HTML. Time grows with the length of the
paragraph and not faster: from each start only the few ends are tried at which a line is nearly full.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import inf
from operator import add

from bulletin.press.geometry import EM, MEASURE
from bulletin.press.page.lines.breakplaces import NEVER_FIRST, NEVER_LAST, break_costs
from bulletin.press.page.lines.spacing import HALF, gaps_in, squeezed, stretched
from bulletin.text import is_hanzi

__all__ = ["NEVER_FIRST", "NEVER_LAST", "Line", "break_costs", "break_lines", "natural_width"]

# What a line costs. Stretch costs (gap in em/100)², so that 20/1000 em a gap costs 4 and 100/1000 costs 100.
_SQUEEZE = 36.0  # times the square of what is asked of the marks over what they give lightly
_BAD_BREAK = 1e8
_LONELY = 1e6  # more than any paragraph costs
_NO_WORD = 120.0  # fewer than two Chinese characters on the last line, such as the end of a number
_NEARLY_LONELY = 18.0  # two characters: one line above may open by one character for a third

_NEAR, _FAR = 3300, 8 * EM  # lines with more white than this are looked at only when no fuller one will do


@dataclass(frozen=True, slots=True)
class Line:
    """One line, ``text[start:end]``: ``spacing`` is its ordinary gap, ``gaps`` the one after each character (em/1000)."""

    start: int
    end: int
    spacing: int
    gaps: tuple[int, ...]


def break_lines(text: str, widths: Sequence[int], indent: int = 0, measure: int = MEASURE) -> list[Line]:
    """Break `text` (one paragraph, no newlines) into lines of at most `measure`, the first shortened by `indent`.

    ``widths[k]`` is the advance of ``text[k]``; all in em/1000. The lines joined are the text; a space at a line's end
    takes no room, nor does half of a closing mark there (GB/T 15834 5.1.10). Every line but the last fills the measure;
    the last stands at its natural width and holds at least two characters' width of text if any arrangement allows it.
    A forbidden break occurs only where marks leave no other. ``measure - indent`` must be at least 2 em.
    """
    return _Paragraph(text, widths, indent, measure).lines() if text else []


def natural_width(text: str, widths: Sequence[int]) -> int:
    """Return the width of `text` on one line in em/1000, with marks side by side closed up."""
    return sum(widths) + sum(gaps_in(text, widths).natural[:-1])


class _Paragraph:
    """Running sums over one paragraph, which make every candidate line cheap to judge.

    ``x[k]`` is where character k stands if the text is set on one endless line. A line that ends before k has its ink up
    to character ``last[k]`` and reaches to ``reach[k]``, half a closing mark hanging out. ``opens``, ``room`` and
    ``ease`` sum up what the gaps before k give.
    """

    def __init__(self, text: str, widths: Sequence[int], indent: int, measure: int) -> None:
        self.text, self.widths, self.indent, self.measure = text, widths, indent, measure
        self.gaps = gaps_in(text, widths)
        self.x: list[int] = [0, *accumulate(map(add, widths, self.gaps.natural))]
        self.opens: list[int] = [0, *accumulate(self.gaps.opens)]
        self.room: list[int] = [0, *accumulate(self.gaps.room)]
        self.ease: list[int] = [0, *accumulate(self.gaps.ease)]
        self.costs = break_costs(text)
        self.last = [0, *range(len(text))]
        self.reach: list[int] = [0, *map(add, self.x, widths)]
        for k in self.gaps.halved:
            self.reach[k + 1] -= HALF
        for k in self.gaps.blank:
            self.last[k + 1], self.reach[k + 1] = self.last[k], self.reach[k]

    def lines(self) -> list[Line]:
        """Return the cheapest arrangement, breaking where it is forbidden only if there is no other."""
        cost, starts = self._solve(self.costs, _NEAR)
        if cost >= _LONELY:
            cost, starts = min((cost, starts), self._solve(self.costs, _FAR))
        if cost == inf:
            _, starts = self._solve([min(cost, _BAD_BREAK) for cost in self.costs], _FAR)
        return [self._line(start, end) for start, end in pairwise([*starts, len(self.text)])]

    def _solve(self, costs: list[float], near: int) -> tuple[float, list[int]]:
        """Return the least cost of all lines and where they start; infinity if `costs` (of breaks) excludes all ways.

        Lines with more white than `near` are tried only where no fuller one will do.
        """
        last, opens, room, ease = self.last, self.opens, self.room, self.ease
        ends = [k for k in range(1, len(self.text)) if costs[k] < inf]
        reach = [self.reach[k] for k in ends]
        best, origins = [0.0] + [inf] * len(self.text), [0] * len(self.text)
        for after, start in enumerate((0, *ends)):
            cost = best[start]
            if cost == inf:
                continue
            edge = self._edge(start)
            first = bisect_left(reach, edge - near, after)
            if first > after and (first == len(ends) or reach[first] > edge):
                first -= 1
            for k in range(first, len(ends)):
                end, white = ends[k], edge - reach[k]
                inner = last[end]
                if white >= 0:
                    strain = white / (opens[inner] - opens[start] or 1)
                    total = cost + costs[end] + strain * strain / 100
                elif room[inner] - room[start] >= -white:
                    strain = white / (ease[inner] - ease[start])
                    total = cost + costs[end] + _SQUEEZE * strain * strain
                else:
                    break
                if total < best[end]:
                    best[end], origins[end] = total, start
        return self._finish((0, *ends), best, origins)

    def _edge(self, start: int) -> int:
        """Return how far a line from `start` may reach."""
        room = self.measure if start else self.measure - self.indent
        return self.x[start] + room

    def _finish(self, starts: Sequence[int], best: list[float], origins: list[int]) -> tuple[float, list[int]]:
        """Choose where the last line starts; return the cost of the whole and the starts of all its lines."""
        count = len(self.text)
        least, origin = inf, 0
        tail = width = hanzi = 0
        for start in reversed(starts):
            for k in range(start, count - tail):
                width += self.widths[k] * self.text[k].isalnum()
                hanzi += is_hanzi(self.text[k])
            tail = count - start
            cost = self._last_line_cost(start)
            if cost == inf:
                break
            if start:
                cost += _LONELY * (width < 2 * EM) + _NEARLY_LONELY * (width < 3 * EM) + _NO_WORD * (hanzi < 2)
            if best[start] + cost < least:
                least, origin = best[start] + cost, start
        chain = [origin]
        while chain[-1]:
            chain.append(origins[chain[-1]])
        return least, chain[::-1]

    def _last_line_cost(self, start: int) -> float:
        count = len(self.text)
        excess, inner = self.reach[count] - self._edge(start), self.last[count]
        if excess <= 0:
            return 0.0
        if self.room[inner] - self.room[start] < excess:
            return inf
        strain: float = excess / (self.ease[inner] - self.ease[start])
        return _SQUEEZE * strain * strain

    def _line(self, start: int, end: int) -> Line:
        last = max(self.last[end], start)
        white = self._edge(start) - self.reach[end]
        if white >= 0:
            spacing, gaps = stretched(self.gaps, start, last, white, ends=end == len(self.text))
        else:
            spacing, gaps = 0, squeezed(self.gaps, start, last, -white)
        return Line(start, end, spacing, (*gaps, *[0] * (end - last)))
