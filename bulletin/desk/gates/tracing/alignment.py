"""Alignment: which stretches of an edited text stand word for word in the raw text, and what stood where they part.

Unlike a difference by lines it follows sentences that were moved, and texts merged of several.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_SEED = 3
"""Characters that must agree for a stretch to begin."""
_MOST_PLACES = 60
_NEAR = 30
"""Characters of either text between two stretches that still count as one place."""
_KEEPING_ON = 4
"""By how many characters a match elsewhere must be longer than one that goes on where the last one ended."""
WINDOW = 16
"""Characters on either side that are compared as the surroundings of a word."""
_CLAUSE_END = re.compile("[，。；,;]")
_FIRM, _BETTER = 8, 4
_LONE, _ONE_SIDE = 1, 5
_BEYOND = 2
_STRAY = 6
_SHORT = 8


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Stretch:
    """`length` characters that stand at `edited` in the one text and at `raw` in the other."""

    edited: int
    raw: int
    length: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A place where the texts part between two stretches: ``edited`` and ``raw`` are spans (start, end)."""

    edited: Span
    raw: Span


def stretches(edited: str, raw: str) -> list[Stretch]:
    """Return the stretches of three characters and more that both texts share, in the order of `edited`."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for start in range(len(raw) - _SEED + 1):
        places[raw[start : start + _SEED]].append(start)
    found: list[Stretch] = []
    at, ended = 0, 0
    while at + _SEED <= len(edited):
        best = _longest(edited, raw, at, places.get(edited[at : at + _SEED], [])[:_MOST_PLACES], ended)
        if best:
            found.append(best)
            at, ended = at + best.length, best.raw + best.length
        else:
            at += 1
    return found


def _longest(edited: str, raw: str, at: int, places: list[int], ended: int) -> Stretch | None:
    """Return the longest stretch that begins at `at`; one that goes on near `ended` is preferred to a little longer."""
    matches = [Stretch(at, start, shared(edited, raw, at, start)) for start in places]
    return max(
        matches,
        key=lambda match: (match.length + _KEEPING_ON * (0 <= match.raw - ended <= _NEAR), -abs(match.raw - ended)),
        default=None,
    )


def shared(one: str, other: str, start: int, begin: int, most: int = 100_000) -> int:
    """Return how many characters, at most `most`, agree from `start` of `one` and `begin` of `other` on."""
    length = 0
    limit = min(len(one) - start, len(other) - begin, most)
    while length < limit and one[start + length] == other[begin + length]:
        length += 1
    return length


def shared_before(one: str, other: str, end: int, stop: int, most: int = WINDOW) -> int:
    """Return how many characters, at most `most`, agree before `end` of `one` and `stop` of `other`."""
    length = 0
    limit = min(end, stop, most)
    while length < limit and one[end - 1 - length] == other[stop - 1 - length]:
        length += 1
    return length


def surroundings(edited: str, raw: str, span: Span, other: Span) -> tuple[int, int]:
    """Return how many characters before two spans agree, and how many behind: how much they stand in the same place."""
    return (
        shared_before(edited, raw, span[0], other[0]),
        shared(edited, raw, span[1], other[1], WINDOW),
    )


def within_clause(edited: str, end: int, behind: int) -> int:
    """Return how many of the `behind` characters from `end` on stand in the same clause, its mark included."""
    mark = _CLAUSE_END.search(edited, end, end + behind)
    return mark.end() - end if mark else behind


def taken(there: tuple[int, int], known: int, beside: int) -> bool:
    """Tell whether words stand where the raw text has others.

    ``there`` is how many characters agree before and behind with the place of the others, ``known`` how many do at best
    with a place where the raw text has the words themselves. Either both sides agree with the others' place, and much
    better; or one side does, with ``beside`` characters, and the words' own place agrees on neither.
    """
    both = min(there) >= 1 and sum(there) >= max(_FIRM, known + _BETTER)
    return both or (beside >= _ONE_SIDE and known <= _LONE)


def gaps(edited: str, raw: str, found: list[Stretch]) -> list[Gap]:
    """Return the places between the stretches `found` where something was replaced, put in or taken out, each with no character both texts share.

    They stand between two neighbouring stretches, between two with a short one of another place in the middle, and where
    one other character stands before or behind a stretch whose neighbour was moved.
    """
    between = [*pairwise(found), *((one, other) for one, odd, other in _threes(found) if odd.length <= _STRAY)]
    made = [_trimmed(edited, raw, gap) for one, other in between if (gap := _gap(one, other))]
    made += [gap for one in found for gap in _lone(edited, raw, one)]
    return list(dict.fromkeys(made))


def _threes(found: list[Stretch]) -> Iterator[tuple[Stretch, Stretch, Stretch]]:
    return zip(found, found[1:], found[2:], strict=False)


def _gap(one: Stretch, other: Stretch) -> Gap | None:
    edited = (one.edited + one.length, other.edited)
    raw = (one.raw + one.length, other.raw)
    return Gap(edited, raw) if edited[1] - edited[0] <= _NEAR and 0 <= raw[1] - raw[0] <= _NEAR else None


def _trimmed(edited: str, raw: str, gap: Gap) -> Gap:
    (start, end), (begin, stop) = gap.edited, gap.raw
    first = shared(edited, raw, start, begin, min(end - start, stop - begin))
    start, begin = start + first, begin + first
    last = shared_before(edited, raw, end, stop, min(end - start, stop - begin))
    return Gap((start, end - last), (begin, stop - last))


def _lone(edited: str, raw: str, one: Stretch) -> Iterator[Gap]:
    """Yield the one other character before and behind a stretch where two more agree beyond it, or a sentence begins."""
    start, begin = one.edited - 1, one.raw - 1
    beyond = shared_before(edited, raw, start, begin, _BEYOND)
    begins = start == 0 or (beyond and edited[start - 1] in "。,")
    if min(start, begin) >= 0 and (beyond == _BEYOND or begins) and edited[start] != raw[begin]:
        yield Gap((start, start + 1), (begin, begin + 1))
    end, stop = one.edited + one.length, one.raw + one.length
    if shared(edited, raw, end + 1, stop + 1, _BEYOND) == _BEYOND and edited[end] != raw[stop]:
        yield Gap((end, end + 1), (stop, stop + 1))


def turned(found: list[Stretch]) -> Iterator[tuple[Stretch, Stretch]]:
    """Yield two short stretches side by side that stand the other way round in the raw text."""
    for one, other in pairwise(found):
        apart, there = other.edited - one.edited - one.length, one.raw - other.raw - other.length
        if max(one.length, other.length) <= _SHORT and apart == there <= 1:
            yield one, other
