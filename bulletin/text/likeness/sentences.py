"""Sentences of two texts set side by side: which are the same, which differ in single words, which stand alone."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from bulletin.text.likeness.figures import FIGURE, Figure, figure

MOST_SENTENCES = 600
"""Sentences compared one by one; what stands behind them counts in the shares only."""
MARKS = {"date": "\ue000", "ordinal": "\ue001", "number": "\ue002"}
"""What stands in a sentence's words for a figure of each kind."""
_BREAK = re.compile(r"[。!?;\n]+")
_SILENT = re.compile("[^\\w\ue000-\ue002]+|_+")
_ENUMERATOR = re.compile(
    r"\s*(?:第[\d〇零一二三四五六七八九十百]+[条章节款项编]|\([\d一二三四五六七八九十]+\)|[一二三四五六七八九十]+[、.]|\d{1,2}[、.)](?!\d))\s*"
)
NOISE = re.compile(r"(?<![!-~])[!-~]{1,4}(?: +[!-~]{1,4}){2,}(?![!-~])")
"""What a forum strews into copied text: three and more scraps of up to four ASCII characters in a row."""
_PLAIN = re.compile(r"[\d.,:%+\- ]+|[A-Za-z ]+")
_LEAST_ALIKE = 0.4
_LARGEST_GAP = 1600


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as ``words``: its letters in one run, with a mark for each of its ``figures``, in order.

    Sentences that differ in figures, marks, blanks and width only have equal words.
    """

    words: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sentences without partners between two pairs: of the earlier text, of the later; at an edge of the texts or not."""

    earlier: tuple[Sentence, ...]
    later: tuple[Sentence, ...]
    edge: bool


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two texts side by side: sentences that belong together, stretches that do not; ``whole``: nothing was left out."""

    pairs: tuple[tuple[Sentence, Sentence], ...]
    stretches: tuple[Stretch, ...]
    whole: bool


def sentences(text: str) -> list[Sentence]:
    """Return the sentences of a folded text without their enumerators; those without a word are left out.

    Runs of short mixed ASCII tokens, which forums strew into copied text, are passed over; rows of figures are not.
    """
    quiet = NOISE.sub(lambda run: run.group() if _PLAIN.fullmatch(run.group()) else "", text)
    parts = (sentence(part) for part in _BREAK.split(quiet))
    return [part for part in parts if part.words]


def sentence(text: str) -> Sentence:
    """Return a folded text as one sentence."""
    enumerator = _ENUMERATOR.match(text)
    done = enumerator.end() if enumerator else 0
    parts, figures = [], []
    for match in FIGURE.finditer(text, done):
        figures.append(figure(match))
        parts += [text[done : match.start()], MARKS[figures[-1].kind]]
        done = match.end()
    return Sentence(_SILENT.sub("", "".join([*parts, text[done:]])).lower(), tuple(figures))


def align(earlier: list[Sentence], later: list[Sentence]) -> Alignment:
    """Set the sentences of two texts side by side, at most `MOST_SENTENCES` of each.

    Sentences with equal words are anchors, the k-th of one text with the k-th of the other, as many as keep their order.
    Between anchors each sentence takes the partner most like it.
    """
    whole = max(len(earlier), len(later)) <= MOST_SENTENCES
    left, right = earlier[:MOST_SENTENCES], later[:MOST_SENTENCES]
    pairs: list[tuple[Sentence, Sentence]] = []
    stretches: list[Stretch] = []
    done_left = done_right = 0
    for i, j in [*_anchors(left, right), (len(left), len(right))]:
        found, rest_left, rest_right = _partners(left[done_left:i], right[done_right:j])
        pairs += found
        if rest_left or rest_right:
            edge = done_left == 0 or done_right == 0 or i == len(left) or j == len(right)
            stretches.append(Stretch(tuple(rest_left), tuple(rest_right), edge))
        if i < len(left) and j < len(right):
            pairs.append((left[i], right[j]))
        done_left, done_right = i + 1, j + 1
    return Alignment(tuple(pairs), tuple(stretches), whole)


def _anchors(left: list[Sentence], right: list[Sentence]) -> list[tuple[int, int]]:
    """Return the places of equal sentences, ascending on both sides."""
    places = {key: place for place, key in enumerate(_numbered(right))}
    common = [(i, places[key]) for i, key in enumerate(_numbered(left)) if key in places]
    return _ascending(common)


def _numbered(parts: list[Sentence]) -> list[tuple[str, int]]:
    """Return each sentence's words with how many of the same words stand before it."""
    seen: Counter[str] = Counter()
    numbered = []
    for part in parts:
        numbered.append((part.words, seen[part.words]))
        seen[part.words] += 1
    return numbered


def _ascending(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of `places` (ascending in the first) that ascends in the second too."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(places):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        last[length : length + 1] = [index]
    chosen = []
    index = last[-1] if last else -1
    while index >= 0:
        chosen.append(places[index])
        index = before[index]
    return chosen[::-1]


def _partners(
    left: list[Sentence], right: list[Sentence]
) -> tuple[list[tuple[Sentence, Sentence]], list[Sentence], list[Sentence]]:
    """Pair the sentences of a gap by likeness, best first; return the pairs and what is left on each side."""
    if not left or not right or len(left) * len(right) > _LARGEST_GAP:
        return [], left, right
    bigrams = [_bigrams(part) for part in right]
    likeness = [
        (_dice(grams, bigrams[j]), -i, -j) for i, grams in enumerate(map(_bigrams, left)) for j in range(len(right))
    ]
    found: dict[int, int] = {}
    for alike, i, j in sorted(likeness, reverse=True):
        if alike < _LEAST_ALIKE:
            break
        if -i not in found and -j not in found.values():
            found[-i] = -j
    taken = set(found.values())
    pairs = [(left[i], right[found[i]]) for i in sorted(found)]
    rest_left = [part for i, part in enumerate(left) if i not in found]
    return pairs, rest_left, [part for j, part in enumerate(right) if j not in taken]


def _bigrams(part: Sentence) -> set[str]:
    words = f" {part.words} "
    return set(map("".join, pairwise(words)))


def _dice(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))
