"""Break a paragraph into lines of 28 cells by optimum fit: squeeze before stretch, 避头尾, no 孤字.

Works on numbers only: the text and the advance of each character in em/1000. What comes out says where each line ends
and how wide the gap after each of its characters is; `markup` turns that into HTML.

Sources: GB/T 15834-2011 5.1 (positions of marks), GB/T 15835-2011 (one number, one line), W3C CLREQ (order of
squeezing, marks side by side, 孤字).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import ceil, inf

from bulletin.press.page.geometry import EM, MEASURE, NATURAL_GAP

NEVER_FIRST = frozenset("。，、；：？！”’）》〉」』】〕］｝〗…%‰℃°—～~·/々,.;:?!)]}％－")
"""Marks that may not start a line (GB/T 15834 5.1.1–5.1.9; CLREQ level GB, and strict for —— and ……)."""
NEVER_LAST = frozenset("“‘（《〈「『【〔［｛〖¥￥$＄№/([{")
"""Marks that may not end a line (GB/T 15834 5.1.3, 5.1.9)."""

_CLOSING = frozenset("。，、；：？！”’）》〉」』】〕］｝〗")  # blank on the right
_OPENING = frozenset("“‘（《〈「『【〔［｛〖")  # blank on the left
_WIDE = 900  # a mark narrower than this has no blank half to give

_UNITS = (
    "平方公里|平方米|立方米|摄氏度|公里|公斤|公顷|千米|厘米|毫米|千瓦时|千瓦|兆瓦|人次|小时|分钟|周年"
    "|[年月日号时分秒周天期届次个名人户家件项条篇批场辆台套亩元角吨斤克米里升度倍成岁例起宗处所座层位支只张]"
)
_TOGETHER = re.compile(
    rf"—+|…+|[¥￥$№±−]?[A-Za-z0-9][!-~]*(?:(?<=\d)[余多几]?[十百千万亿]*[余多]?(?:[%‰℃°％]|{_UNITS})?)?"
)
_WORD_LIMIT = 24  # characters of a word or number that are kept together

_HALF = EM // 2
_SQUEEZE_LIMIT = 400  # of its blank half (500) a single mark inside a line gives up this much at most
_NEAR = 6 * EM  # lines with more white than this are looked at only when no fuller one will do

# What a break costs. Stretch costs (gap in em/100)², so that 20/1000 em a gap costs 4 and 100/1000 costs 100.
_BAD_BREAK = 1e5
_CUT_WORD = 60.0
_LONELY = 1e4
_NEARLY_LONELY = 6.0
_TIGHT = 8.0  # a line squeezed to its limit
_TRIMMED = 2.0  # a mark at the end of the line cut to half its width


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
    takes no room, nor does half of a closing mark there. Every line but the last fills the measure; the last stands at
    its natural width and holds at least two characters' width of text if any arrangement allows it. A forbidden break
    occurs only where marks leave no other. ``measure - indent`` must be at least 2 em.
    """
    return _Paragraph(text, widths, indent, measure).lines() if text else []


def natural_width(text: str, widths: Sequence[int]) -> int:
    """Return the width of `text` on one line in em/1000, with marks side by side closed up."""
    return sum(widths) + sum(_pair_gap(text, widths, k) for k in range(len(text) - 1))


def break_costs(text: str) -> list[float]:
    """Return for each position 0 … len(text) what breaking before it costs: 0 is free, infinity is forbidden."""
    costs = [0.0] * (len(text) + 1)
    for match in _TOGETHER.finditer(text):
        cuts = _word_cuts(match[0])
        for k in range(match.start() + 1, match.end()):
            costs[k] = _CUT_WORD if k - match.start() in cuts else inf
    for k in range(1, len(text)):
        if text[k] in NEVER_FIRST or text[k].isspace() or text[k - 1] in NEVER_LAST:
            costs[k] = inf
    return costs


def _word_cuts(word: str) -> frozenset[int]:
    """Return where a word too long for its line may be cut: after at most 24 characters, if it can be beside a number."""
    cuts = [0]
    while len(word) - cuts[-1] > _WORD_LIMIT:
        last = cuts[-1] + _WORD_LIMIT
        apart = (k for k in range(last, cuts[-1] + _WORD_LIMIT // 2, -1) if not _within_number(word, k))
        cuts.append(next(apart, last))
    return frozenset(cuts[1:])


def _within_number(word: str, k: int) -> bool:
    return word[k - 1].isdigit() and (word[k].isdigit() or word[k] in "%℃,.")


def _is_wide(text: str, widths: Sequence[int], k: int, marks: frozenset[str]) -> bool:
    return text[k] in marks and widths[k] >= _WIDE


def _pair_gap(text: str, widths: Sequence[int], k: int) -> int:
    """Return the gap after character `k` if its neighbour is a mark too: the two take 1.5 em (CLREQ)."""
    closes, opens = _is_wide(text, widths, k, _CLOSING), _is_wide(text, widths, k, _OPENING)
    then_closes, then_opens = _is_wide(text, widths, k + 1, _CLOSING), _is_wide(text, widths, k + 1, _OPENING)
    return -_HALF if (closes and then_closes) or ((closes or opens) and then_opens) else 0


def _squeeze_room(text: str, widths: Sequence[int], k: int) -> int:
    """Return how far the gap after character `k` can close in a tight line; marks side by side have given already."""
    single = _is_wide(text, widths, k, _CLOSING) or _is_wide(text, widths, k + 1, _OPENING)
    return _SQUEEZE_LIMIT if single and not _pair_gap(text, widths, k) else 0


def _opens(text: str, k: int) -> bool:
    """Tell whether the gap after character `k` may open: not inside words, numbers, —— and ……."""
    left, right = text[k], text[k + 1]
    within_word = left.isascii() and right.isascii() and not left.isspace()
    return not within_word and not (left == right and left in "—…")


class _Paragraph:
    """Running sums over one paragraph, which make every candidate line cheap to judge."""

    def __init__(self, text: str, widths: Sequence[int], indent: int, measure: int) -> None:
        gaps = range(len(text) - 1)
        self.text, self.widths, self.indent, self.measure = text, widths, indent, measure
        self.costs = break_costs(text)
        self.pairs = [_pair_gap(text, widths, k) for k in gaps]
        self.room = [_squeeze_room(text, widths, k) for k in gaps]
        self.opens = [_opens(text, k) for k in gaps]
        self.width_to = [0, *accumulate(widths)]
        self.pairs_to = [0, *accumulate(self.pairs)]
        self.room_to = [0, *accumulate(self.room)]
        self.opens_to = [0, *accumulate(self.opens)]
        ends = accumulate(enumerate(text, 1), lambda end, step: end if step[1].isspace() else step[0], initial=0)
        self.ink_end = list(ends)

    def lines(self) -> list[Line]:
        """Return the cheapest arrangement, breaking where it is forbidden only if there is no other."""
        origins = self._solve(inf) or self._solve(_BAD_BREAK)
        ends = [len(self.text)]
        while ends[-1]:
            ends.append(origins[ends[-1]])
        return [self._line(start, end) for start, end in pairwise(reversed(ends))]

    def _solve(self, forbidden: float) -> list[int]:
        """Return for every end of a line where that line starts; empty if `forbidden` (a cost) excludes all ways."""
        count = len(self.text)
        best, origins = [0.0] + [inf] * count, [0] * (count + 1)
        for end in range(1, count + 1):
            price = min(self.costs[end], forbidden)
            if price < inf:
                cost, origins[end] = self._cheapest_line_to(end, best)
                best[end] = cost + price
        return origins if best[count] < inf else []

    def _cheapest_line_to(self, end: int, best: list[float]) -> tuple[float, int]:
        """Return the least cost of setting ``text[:end]`` with a line ending there, and where that line starts."""
        near = bisect_left(self.width_to, self.width_to[end] - self.measure + _NEAR)
        cost, start = inf, 0
        if end < len(self.text):
            cost, start = self._cheapest_start(range(min(near, end - 1), -1, -1), end, best)
        return (cost, start) if cost < inf else self._cheapest_start(range(end - 1, -1, -1), end, best)

    def _cheapest_start(self, starts: Iterable[int], end: int, best: list[float]) -> tuple[float, int]:
        lowest, origin = inf, 0
        for start in starts:
            fit = self._fit(start, end)[0] if best[start] < lowest else 0.0
            if fit == inf:  # and so would every longer line
                break
            if best[start] + fit < lowest:
                lowest, origin = best[start] + fit, start
        return lowest, origin

    def _natural(self, start: int, end: int) -> int:
        """Return the width of the line before any gap opens or closes; spaces at its end take no room."""
        last = max(self.ink_end[end], start + 1)
        return self.width_to[last] - self.width_to[start] + self.pairs_to[last - 1] - self.pairs_to[start]

    def _white(self, start: int, end: int) -> int:
        """Return the room left on the line; negative if it is too long."""
        return self.measure - (0 if start else self.indent) - self._natural(start, end)

    def _fit(self, start: int, end: int) -> tuple[float, int]:
        """Return what it costs to make the line fit, and the least costly trim of its last mark (0 or half an em)."""
        white, last = self._white(start, end), max(self.ink_end[end], start + 1) - 1
        room = self.room_to[last] - self.room_to[start]
        gaps = self.opens_to[last] - self.opens_to[start]
        cost, trim = self._strain(white, room, gaps, end), 0
        if cost > _TRIMMED and white < _HALF and _is_wide(self.text, self.widths, last, _CLOSING):
            trimmed = self._strain(white + _HALF, room, gaps, end) + _TRIMMED
            cost, trim = min((cost, 0), (trimmed, _HALF))
        if end == len(self.text) and start:
            cost += self._loneliness(start)
        return cost, trim

    def _strain(self, white: int, room: int, gaps: int, end: int) -> float:
        if white < 0:
            return _TIGHT * (white / room) ** 2 if room >= -white else inf
        return 0.0 if end == len(self.text) else (white / max(1, gaps) / 10) ** 2

    def _loneliness(self, start: int) -> float:
        """Return what it costs to leave so little text on the last line (孤字)."""
        text = sum(width for char, width in zip(self.text[start:], self.widths[start:], strict=True) if char.isalnum())
        return _LONELY if text < 2 * EM else _NEARLY_LONELY if text < 3 * EM else 0.0

    def _line(self, start: int, end: int) -> Line:
        last = max(self.ink_end[end], start + 1) - 1
        inner = range(start, last)
        white = self._white(start, end) + self._fit(start, end)[1]
        justified = max(0, white) // max(1, sum(self.opens[start:last]))
        spacing = min(justified, NATURAL_GAP) if end == len(self.text) else justified
        squeeze = max(0, -white) / max(1, sum(self.room[start:last]))
        gaps = [self.pairs[k] - ceil(squeeze * self.room[k]) + spacing * self.opens[k] for k in inner]
        return Line(start, end, spacing, (*gaps, *[0] * (end - last)))
