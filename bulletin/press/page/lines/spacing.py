"""The gaps between characters: what they are by nature, and what they give and take when a line is made to fit.

All lengths in em/1000. The order of squeezing and of stretching is CLREQ's; marks side by side take 1.5 em (CLREQ),
the 间隔号 half an em (GB/T 15834-2011 5.1.7), a closing mark at the end of a line half an em (5.1.10). An opening mark
at the start of a line keeps its em, under the indent too: CLREQ lets it lose half, but then its box would stand outside
the type area. Beside digits and Latin letters gaps open only 0.05 em before all others do (CLREQ: up to a third of an em),
for official documents set no space there. ？ and ！, whose ink may reach into their right half, hang nowhere and give
little.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from bulletin.press.geometry import EM, NATURAL_GAP
from bulletin.press.page.lines.breakplaces import CALL, JOINT, LONGEST_WORD
from bulletin.text import is_hanzi

HALF = EM // 2

_CLOSING = frozenset("。，、；：？！”’）》〉」』】〕］｝〗")  # blank on the right
_OPENING = frozenset("“‘（《〈「『【〔［｛〖")  # blank on the left
_ASKING = frozenset("？！")  # of the closing marks: their ink may reach beyond the left half, so they do not hang
_BLANK = 350  # what a closing mark after them may take of it without touching their ink
_WIDE = 900  # a mark narrower than this has no blank half to give

_BRACKET, _PAUSE, _STOP, _ASK = 1, 2, 3, 4  # the order in which single marks inside a line are squeezed
_RANK = dict.fromkeys(_CLOSING, _BRACKET) | dict.fromkeys("，、；：", _PAUSE) | {"。": _STOP}
_RANK |= dict.fromkeys(_ASKING, _ASK)
_ROOM = (0, HALF, 400, 400, 200)  # what a mark of each rank gives up at most
_EASE = (0, 4, 3, 2, 2)  # how lightly, by rank

# Kinds of gap; the number says how gladly it opens. _LETTER: within a word that may be cut in two.
_CLOSED, _ORDINARY, _LETTER, _HAN_LATIN, _WORD_SPACE = 0, 1, 2, 4, 10
_LEAST = NATURAL_GAP + 1  # a narrower gap within a run of Latin is not written out (markup.py)
_MOST = {_HAN_LATIN: 50, _WORD_SPACE: 250}  # how far these open before the others do

_MARKS = re.compile(f"[{re.escape(''.join(sorted(_CLOSING | _OPENING)))}·]")
_LATIN = re.compile("[¥￥€£№±−]*[!-~]+[‰℃°％]?")
_DOUBLE = re.compile("(?=——|……).")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Gaps:
    """The gap after each character of a text, one entry each: its natural width, its rank in squeezing (0: none), and
    how gladly it opens (0: never). ``halved``: the marks that take half an em at the end of a line. ``blank``: the
    spaces."""

    natural: list[int]
    ranks: list[int]
    opens: list[int]
    halved: list[int]
    blank: list[int]

    @property
    def room(self) -> list[int]:
        """How far each gap can close."""
        return [_ROOM[rank] for rank in self.ranks]

    @property
    def ease(self) -> list[int]:
        """How far each gap can close, counted the more the lighter it does."""
        return [_ROOM[rank] * _EASE[rank] for rank in self.ranks]


def gaps_in(text: str, widths: Sequence[int]) -> Gaps:
    """Return the gaps of `text`, whose characters are `widths` wide."""
    marks = {k: match[0] for match in _MARKS.finditer(text) if widths[k := match.start()] >= _WIDE}
    natural, ranks = [0] * len(text), [0] * len(text)
    for k, mark in marks.items():
        if mark == "·":
            natural[max(0, k - 1)] = natural[k] = (HALF - widths[k]) // 2
        elif mark in _CLOSING:
            beside = marks.get(k + 1, text[k + 1 : k + 2])
            if k + 1 in marks and beside != "·":
                natural[k] = -_BLANK if mark in _ASKING and beside in _CLOSING else -HALF
            elif beside != "·" and not beside.isspace():
                ranks[k] = _RANK[mark]
        elif k:
            beside = text[k - 1]
            if k - 1 not in marks and not beside.isspace():
                ranks[k - 1] = _BRACKET
            elif beside in _OPENING:
                natural[k - 1] = -HALF
    halved = [k for k, mark in marks.items() if mark in _CLOSING - _ASKING]
    blank = [k for match in _BLANKS.finditer(text) for k in range(*match.span())]
    gaps = Gaps(natural, ranks, _openings(text), halved, blank)
    _plain_beside_calls(text, gaps)
    return gaps


def _plain_beside_calls(text: str, gaps: Gaps) -> None:
    """Make the gaps beside calls of footnotes ordinary ones: a gap of its own there would be cut in the call's small size."""
    for match in re.finditer(CALL, text):
        for k in range(max(0, match.start() - 1), match.end()):
            gaps.natural[k] = gaps.ranks[k] = 0
            gaps.opens[k] = _ORDINARY


def _openings(text: str) -> list[int]:
    opens = [_ORDINARY] * len(text)
    for match in _LATIN.finditer(text):
        start, end = match.span()
        if end - start <= LONGEST_WORD:
            opens[start : end - 1] = [_CLOSED] * (end - start - 1)
        else:
            opens[start : end - 1] = [_LETTER] * (end - start - 1)
        if start and is_hanzi(text[start - 1]) and text[start].isalnum():
            opens[start - 1] = _HAN_LATIN
        if end < len(text) and is_hanzi(text[end]) and text[end - 1].isalnum():
            opens[end - 1] = _HAN_LATIN
    for match in JOINT.finditer(text):
        opens[max(0, match.start() - 1)] = opens[match.start()] = _CLOSED
    for match in _DOUBLE.finditer(text):
        opens[match.start()] = _CLOSED
    for match in _BLANKS.finditer(text):
        start, end = match.span()
        opens[start:end] = [_CLOSED] * (end - start)
        opens[end - 1] = _WORD_SPACE if text[end - 1] == " " else _ORDINARY
        if start and text[start - 1].isascii():
            opens[start - 1] = _CLOSED
    return opens


def stretched(gaps: Gaps, start: int, last: int, white: int, *, ends: bool) -> tuple[int, list[int]]:
    """Return the ordinary gap and all gaps of a line from `start` to character `last` that has `white` to spare.

    First the cells of the page, then word spaces to half an em, then the gaps between Chinese and Latin, then all
    alike. The last line of a paragraph (`ends`) keeps to the cells. Between the letters of a word cut in two, where no gap
    under `_LEAST` shows, only as many open as fill the line.
    """
    opens, natural = gaps.opens[start:last], gaps.natural[start:last]
    count = len(opens) - opens.count(_CLOSED)
    if not count:
        return 0, natural
    spacing, more = min(white // count, NATURAL_GAP), {}
    white -= spacing * count
    if white >= count and not ends:
        for kind in (_WORD_SPACE, _HAN_LATIN):
            if number := opens.count(kind):
                more[kind] = min(_MOST[kind], white // number)
                white -= more[kind] * number
        spacing += white // count
        white %= count
    width = {kind: spacing + more.get(kind, 0) for kind in (_ORDINARY, _HAN_LATIN, _WORD_SPACE)}
    filled = [gap + width.get(kind, 0) for gap, kind in zip(natural, opens, strict=True)]
    if not ends and _LETTER in opens:
        _spread(filled, [k for k, kind in enumerate(opens) if kind == _LETTER], white, spacing)
    return spacing, filled


def _spread(gaps: list[int], places: Sequence[int], white: int, spacing: int) -> None:
    """Open the gaps at `places` by `spacing` each and `white` together, but none by less than `_LEAST`: fewer instead."""
    count, white = len(places), white + spacing * len(places)
    size = 1 if white >= _LEAST * count else _LEAST
    number = white // size
    for n, k in enumerate(places):
        gaps[k] += size * ((n + 1) * number // count - n * number // count)


def squeezed(gaps: Gaps, start: int, last: int, excess: int) -> list[int]:
    """Return all gaps of a line from `start` to character `last` that is `excess` too long: brackets give first."""
    ranks, closing = gaps.ranks[start:last], [0] * len(_ROOM)
    for rank in (_BRACKET, _PAUSE, _STOP, _ASK):
        if number := ranks.count(rank):
            closing[rank] = min(_ROOM[rank], ceil(excess / number))
            excess = max(0, excess - closing[rank] * number)
    return [gap - closing[rank] for gap, rank in zip(gaps.natural[start:last], ranks, strict=True)]
