"""Which steps of a way too long for its page are left out: those in the middle of the longest part, then of all."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

_LEAST_SHOWN = 3  # of a part that steps are left out of: its beginning, the word that some are left out, its end


def left_out(parts: Sequence[str], heights: Sequence[float], line: float, room: float) -> list[range]:
    """Return the runs of steps to leave out so that the rest, and a `line` (mm) for each run, stand in `room` mm.

    ``parts[k]`` is the part of the way that step k belongs to, ``heights[k]`` its height in mm. As long as it will do,
    each part keeps its beginning and its end.
    """
    stretches = _stretches(parts)
    gone, runs = [0] * len(stretches), list[range]()
    while _height(heights, runs, line) > room:
        longest = max(range(len(stretches)), key=lambda k: len(stretches[k]) - gone[k])
        if len(stretches[longest]) - gone[longest] < _LEAST_SHOWN:
            return _from_the_middle(heights, line, room)
        gone[longest] += 1 if gone[longest] else 2
        runs = _runs(stretches, gone)
    return runs


def _stretches(parts: Sequence[str]) -> list[range]:
    places = [[place for place, _ in group] for _, group in groupby(enumerate(parts), key=lambda one: one[1])]
    return [range(group[0], group[-1] + 1) for group in places]


def _runs(stretches: Sequence[range], gone: Sequence[int]) -> list[range]:
    return [_middle(stretch, count) for stretch, count in zip(stretches, gone, strict=True) if count]


def _from_the_middle(heights: Sequence[float], line: float, room: float) -> list[range]:
    runs: list[range] = []
    for count in range(2, len(heights) - 1):
        runs = [_middle(range(len(heights)), count)]
        if _height(heights, runs, line) <= room:
            break
    return runs


def _middle(stretch: range, count: int) -> range:
    start = stretch.start + (len(stretch) - count + 1) // 2
    return range(start, start + count)


def _height(heights: Sequence[float], runs: Sequence[range], line: float) -> float:
    return sum(heights) + len(runs) * line - sum(heights[k] for run in runs for k in run)
