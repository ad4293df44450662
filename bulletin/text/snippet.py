"""Snippets (摘录): the stretch of a text in which the words that were looked for stand, and where."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from bulletin.text.grams import folded, narrowed
from bulletin.text.query import Sense, Words

_BLANK = re.compile(r"\s")
_LEAD = 10
_MOST_HITS = 200


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of text on one line, and the places of the hits in it: ``text[start:end]``."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()

    def marked(self, before: str = "【", after: str = "】") -> str:
        """Return the text with signs round every hit."""
        parts, at = [], 0
        for start, end in self.marks:
            parts += [self.text[at:start], before, self.text[start:end], after]
            at = end
        return "".join([*parts, self.text[at:]])


def snippet(text: str, words: tuple[Words, ...], width: int) -> Snippet:
    """Return at most `width` characters of `text` where most of `words` stand, from the beginning if none does."""
    hits = _apart(sorted(hit for number, word in enumerate(words) for hit in _hits(text, word, number)))
    start = max(0, _best(hits, width) - _LEAD)
    end = start + width
    lead, tail = "…" if start else "", "…" if end < len(text) else ""
    start, end = start + len(lead), end - len(tail)
    shown = lead + _BLANK.sub(" ", text[start:end]) + tail
    shift = start - len(lead)
    inside = [(max(first, start), min(last, end)) for first, last, _ in hits if first < end and last > start]
    return Snippet(shown, tuple((first - shift, last - shift) for first, last in inside))


Hit = tuple[int, int, int]
"""Where a word begins and ends, and which of the words it is."""


def _hits(text: str, word: Words, number: int) -> Iterator[Hit]:
    where, what = _turned(text, word.sense), _turned(word.text, word.sense)
    at = where.find(what)
    for _ in range(_MOST_HITS):
        if at < 0:
            return
        yield at, at + len(what), number
        at = where.find(what, at + len(what))


def _turned(text: str, sense: Sense) -> str:
    return text if sense == "exact" else narrowed(text) if sense == "cased" else folded(text)


def _apart(hits: list[Hit]) -> list[Hit]:
    """Return the hits that do not overlap an earlier one."""
    kept: list[Hit] = []
    for hit in hits:
        if not kept or hit[0] >= kept[-1][1]:
            kept.append(hit)
    return kept


def _best(hits: list[Hit], width: int) -> int:
    """Return where the stretch with the most different words begins; the first of several."""
    starts = [start for start, _, _ in hits]
    if len(hits) < 2:
        return sum(starts)
    best, most = 0, 0
    for place, start in enumerate(starts):
        found = len({number for _, _, number in hits[place : bisect_left(starts, start + width - _LEAD)]})
        if found > most:
            best, most = start, found
    return best
