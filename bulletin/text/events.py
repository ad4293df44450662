"""Events: how likely two texts tell of the same happening, in whatever words.

A text is taken as two bags of character pairs, title and body apart (Latin words and figures count whole), a pair weighing
more the fewer texts of the office's own archive have it. The likeness of two texts is the mean of two cosines, the title's
counting most. Measured against words, one bag, and vectors of a model, this is the best of what needs no training.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from math import log, sqrt
from operator import add

from bulletin.text.grams import folded
from bulletin.text.likeness import Reading
from bulletin.text.likeness.slots import differences

SAME_EVENT = 0.12
"""Mean likeness to an event's texts from which a text joins it. Chosen on one half of a labelled set of events."""
TITLE_SHARE = 0.6
"""What the title's cosine counts; the body's is the rest."""
USUAL_TEXTS = 100
"""Texts an archive counts as having had before its first."""
PROBES = 24
"""Pairs of a text by which texts of its event are looked up: those that weigh most in the two cosines."""
MOST_PAIRS = 100
"""Pairs of a body that are compared: the heaviest; the others add next to nothing."""
LONGEST_TITLE, LONGEST_BODY = 100, 600
"""Characters read: the first paragraphs say what happened, and tell events apart as well as the whole text does."""
_FLOOR = 4.0
"""Length, in weights of a pair that no other text has, that a bag counts as at least: 通知, 快讯 and 简讯 are like anything."""
_RUN = re.compile("[\u3400-\u9fff]+|[0-9a-z]+")
_FIRST_HANZI = "\u3400"
_HANZI_PAIRS = 0x34000000
"""Pairs of Chinese characters are numbered from here on, words and figures below."""
_MOST = 255
_ONE_WORDING = 0.5
_NAMES = ("地点", "单位", "批次", "年份")
_PLACE = re.compile(
    "[\u3400-\u9fff]{2}(?:县(?!级)|镇(?!压|级)|乡(?![村镇级])|街道|(?<![小社地城灾景园校厂片库矿])区(?![域别分级])"
    "|(?<![上城超门夜股楼车])市(?![场民级委政长区]))"
)
_OURS = frozenset("全我各本该两")
_SHARED, _TOLD = 24, 4

Bag = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Bags:
    """A text as numbered pairs with how often each occurs (1 to 255): of the title, and of the body."""

    title: Bag
    body: Bag

    @property
    def grams(self) -> set[int]:
        """The pairs of both."""
        return {*self.title, *self.body}


@dataclass(frozen=True, slots=True)
class Sketch:
    """A text to compare others with: its bags, and the length of each in the weights of the day it was made."""

    bags: Bags
    title_length: float
    body_length: float


def read_bags(title: str, text: str) -> Bags:
    """Return the bags of a text; of a long one, of its first paragraphs."""
    return Bags(_bag(title[:LONGEST_TITLE]), _bag(text[:LONGEST_BODY]))


def _bag(text: str) -> Bag:
    found = Counter(chain.from_iterable(map(_numbers, _RUN.findall(folded(text)))))
    if found and max(found.values()) > _MOST:
        return {number: min(count, _MOST) for number, count in found.items()}
    return found


def _numbers(run: str) -> Iterable[int]:
    """Return the numbers of a run: of each pair of Chinese characters, of a word or figure as a whole."""
    if run < _FIRST_HANZI:
        return (zlib.crc32(run.encode()) % _HANZI_PAIRS,)
    units = memoryview(run.encode("utf-16-le"))  # the first of a pair in the low half
    return [*units[: len(units) // 4 * 4].cast("I"), *units[2 : 2 + (len(units) - 2) // 4 * 4].cast("I")]


def name_grams(unit: str, title: str, text: str) -> frozenset[int]:
    """Return the pairs of a unit's name and of the counties, towns and cities a text names: who, not what happened."""
    names = [unit, *(place[0] for place in _PLACE.finditer(f"{title}\n{text[:LONGEST_BODY]}"))]
    return frozenset(gram for name in names for gram in _bag(name))


class Weights:
    """What pairs weigh: squared, ``log²((texts + 2) / (texts that have it + 1.5))``; the text at hand counts as one.

    `USUAL_TEXTS` without any pair count among the texts, so that in a new archive the second report of an event is not
    taken for what every text has.
    """

    def __init__(self, grams: Iterable[int], held: Mapping[int, int], texts: int) -> None:
        """Weigh `grams`; `held` says how many of the archive's `texts` have each (left out: none)."""
        texts += USUAL_TEXTS
        rarest = log((texts + 2) / 1.5)
        by_count = {count: max(log((texts + 2) / (count + 1.5)), 0.0) ** 2 for count in {*held.values()}}
        self._rarest = rarest
        self._squares = dict.fromkeys(grams, rarest**2) | {gram: by_count[count] for gram, count in held.items()}

    def sketch(self, bags: Bags) -> Sketch:
        """Return `bags` with their lengths, never shorter than a few rare pairs would be; of the body the heaviest pairs."""
        weighed = self._weighed(bags.body)
        heaviest = sorted(weighed, key=weighed.__getitem__, reverse=True)[:MOST_PAIRS]
        kept = Bags(bags.title, {gram: bags.body[gram] for gram in heaviest})
        return Sketch(kept, self._length(self._weighed(bags.title)), self._length(weighed))

    def _weighed(self, bag: Bag) -> dict[int, float]:
        squares = self._squares
        return {gram: count * count * squares[gram] for gram, count in bag.items()}

    def _length(self, weighed: Mapping[int, float]) -> float:
        return max(sqrt(sum(weighed.values())), _FLOOR * self._rarest)

    def probes(self, sketch: Sketch) -> dict[int, float]:
        """Return the at most `PROBES` pairs that weigh most in the cosines, heaviest first, and what each makes of a text."""
        share = self._shares(sketch)
        return {gram: share[gram] for gram in sorted(share, key=share.__getitem__, reverse=True)[:PROBES]}

    def _shares(self, sketch: Sketch) -> dict[int, float]:
        body, title = (1 - TITLE_SHARE) / sketch.body_length**2, TITLE_SHARE / sketch.title_length**2
        share = {gram: weight * body for gram, weight in self._weighed(sketch.bags.body).items()}
        for gram, weight in self._weighed(sketch.bags.title).items():
            share[gram] = share.get(gram, 0.0) + weight * title
        return share

    def likeness(self, sketch: Sketch, other: Sketch, without: Container[int] = ()) -> float:
        """Return how alike the weighed text and an earlier one are, from 0 to 1, the pairs in `without` not counted."""
        title = self._product(sketch.bags.title, other.bags.title, without) / (sketch.title_length * other.title_length)
        body = self._product(sketch.bags.body, other.bags.body, without) / (sketch.body_length * other.body_length)
        return min(TITLE_SHARE * title + (1 - TITLE_SHARE) * body, 1.0)

    def _product(self, bag: Bag, other: Bag, without: Container[int]) -> float:
        squares, both = self._squares, bag.keys() & other.keys()
        if without:
            both = {gram for gram in both if gram not in without}
        return sum([bag[gram] * other[gram] * squares[gram] for gram in both])

    def common(self, sketch: Sketch, other: Sketch, phrases: Iterable[str]) -> tuple[str, ...]:
        """Return those of `phrases` that make the two alike, heaviest first: what both speak of."""
        share = self._shares(sketch)
        both = sorted(share.keys() & other.bags.grams, key=lambda gram: (-share[gram], gram))[:_SHARED]
        weight = {_pair(gram): share[gram] for gram in both if gram >= _HANZI_PAIRS}
        pairs = {phrase: set(map(add, phrase, phrase[1:])) for phrase in phrases}
        held = {
            phrase: sum(weight[pair] for pair in found) for phrase, found in pairs.items() if found <= weight.keys()
        }
        ranked = sorted(held, key=lambda phrase: (-held[phrase], phrase))
        whole = [phrase for place, phrase in enumerate(ranked) if not any(phrase in one for one in ranked[:place])]
        return tuple(whole[:_TOLD])


def _pair(gram: int) -> str:
    return chr(gram & 0xFFFF) + chr(gram >> 16)


def other_fact(earlier: str, later: str) -> bool:
    """Tell whether two titles of one wording name another place, body, batch or year: two facts, however alike.

    东山县召开防汛工作会议 and 西河县召开防汛工作会议 are no event together.
    """
    one, other = Reading(earlier, "").headline, Reading(later, "").headline
    words, others = set(one.words), set(other.words)
    if not words or one == other or 2 * len(words & others) < _ONE_WORDING * (len(words) + len(others)):
        return False
    places, elsewhere = _places(earlier), _places(later)
    if places and elsewhere and not places & elsewhere:
        return True
    slots, _ = differences(one, other, title=True)
    return any(slot.kind in _NAMES for slot in slots)


def _places(title: str) -> set[str]:
    """Return the last three or four characters of each name of a county, town or city in a title: 东山镇, 湖滨街道."""
    return {place[0] for place in _PLACE.finditer(title) if not _OURS & set(place[0])}
