"""Snippets (摘录): the stretch of a text in which the words that were looked for stand, and where.

A stretch begins and ends at a mark (。，；) where one stands near; else nowhere inside a figure with its unit, a Latin word,
a 《title》, or a word that was looked for.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from bulletin.text.grams import folded, narrowed
from bulletin.text.query import Sense, Words

_BLANK = re.compile(r"\s")
_WHOLE = re.compile(
    r"《[^《》\n]{1,24}》|“[^“”\n]{1,12}”|〔[0-9]{4}〕[0-9]+号|[A-Za-zＡ-Ｚａ-ｚ]{2,24}"
    r"|[0-9０-９]+(?:[.．,，:：/／-][0-9０-９]+)*(?:[%％‰℃]|[十百千万亿]*[年月日时分秒元亩吨米人户个件家号条岁期届次])?"
    r"|[〇零一二三四五六七八九十百千万亿]{2,12}[年月日]?"
)
"""What is not cut: a title, a short quotation, the number of a document, a Latin word, a figure with its unit."""
_LONGEST = 24
_STOPS, _PAUSES = "。！？…\n", "，、；：,; \u3000"
_LEAD, _USUAL_LEAD, _TAIL = 16, 10, 12
"""Characters before the first word among which a mark is looked for, those shown without one, and those at the end."""
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
    best = _best(hits, width)
    whole = _insides(text, hits, best - _LEAD - _LONGEST, best + width + _LONGEST)
    start = _beginning(text, best, width, whole)
    end = _end(text, start, width, best, hits, whole)
    lead, tail = "…" if start else "", "…" if end < len(text) else ""
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


def _insides(text: str, hits: list[Hit], start: int, end: int) -> set[int]:
    """Return the places from `start` to `end` at which a cut would part what belongs together."""
    spans = [found.span() for found in _WHOLE.finditer(text, max(start, 0), end)]
    near = hits[bisect_left(hits, (start, 0, 0)) : bisect_left(hits, (end, 0, 0))]
    return {place for first, last, *_ in (*spans, *near) for place in range(first + 1, last)}


def _beginning(text: str, best: int, width: int, whole: set[int]) -> int:
    """Return where to begin so that the word at `best` is read with what leads to it."""
    earliest = max(best - min(_LEAD, width // 3), 0)
    if not earliest:
        return 0
    free = [place for place in range(earliest, best + 1) if place not in whole] or [best]
    stops = [place for place in free if text[place - 1] in _STOPS]
    pauses = [place for place in free if text[place - 1] in _PAUSES]
    usual = [place for place in free if place >= best - _USUAL_LEAD]
    return (stops[-1:] or pauses[:1] or usual[:1] or free[-1:])[0]


def _end(text: str, start: int, width: int, best: int, hits: list[Hit], whole: set[int]) -> int:
    """Return where to end: before or, of a stop, behind a mark, but not before the last word that would be shown."""
    latest = start + width - bool(start)
    if latest >= len(text):
        return len(text)
    latest -= 1
    shown = [last for _, last, _ in hits[: bisect_left(hits, (latest, 0, 0))] if last <= latest]
    free = [place for place in range(max(latest - _TAIL, best + 1, *shown[-1:]), latest + 1) if place not in whole]
    stops = [place for place in free if text[place - 1] in _STOPS]
    pauses = [place for place in free if text[place] in _PAUSES]
    return max([*stops[-1:], *pauses[-1:]] or free[-1:] or [latest])


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
