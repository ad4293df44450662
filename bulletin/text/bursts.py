"""Bursts: phrases that stand in many more texts of some days than usual, and those that go together.

What is usual is the exponentially weighted mean of a phrase's share of the texts of a working day; days off count with the
working day after them. Words that stand in a tenth of all texts are the boilerplate of an office and never burst.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import factorial, sqrt

ALPHA = 0.03
"""Weight of one more working day in the mean: half of it comes from the last 23 days."""
LEAST_ITEMS, LEAST_RISE = 3, 3.0
"""Texts a burst has at least, and how many times what is usual."""
LEAST_SCORE = 3.0
_BOILERPLATE = 0.1
_SELDOM = 0.25
_UNSTEADY = 0.5
"""Part of the mean by which counts swing from day to day beyond chance."""
_SAME = 0.5
_ABOUT_AS_MANY = 2 / 3
_NAMELIKE = 4
"""Characters that a Chinese name has if it can."""


@dataclass(frozen=True, slots=True)
class Burst:
    """A phrase that rose: the texts it stands in, how many were to be expected, and by how many deviations it is more."""

    phrase: str
    texts: frozenset[int]
    expected: float
    score: float


def usual_shares(
    days: Sequence[Sequence[str]], wanted: frozenset[str], rises: Callable[[str, float], bool] | None = None
) -> dict[str, float]:
    """Return the mean share of texts that have each phrase of `wanted`; phrases that never occurred are left out.

    `days` are the working days before, newest first, each the phrases of its texts, parted by blanks, each once. A phrase
    is counted no further once ``rises(phrase, share)`` is false of the share found so far, which only grows: that is what
    is returned of it. So most of what is usual is done with after a third of the days, those with few texts first.
    """
    weighed = [((1 - ALPHA) ** place, texts) for place, texts in enumerate(days) if texts]
    total = sum(weight for weight, _ in weighed)
    sums: dict[str, float] = {}
    left = set(wanted)
    for weight, texts in sorted(weighed, key=lambda day: len(day[1]) / day[0]):
        counts = Counter(filter(left.__contains__, chain.from_iterable(map(str.split, texts))))
        for phrase, count in counts.items():
            sums[phrase] = sums.get(phrase, 0.0) + weight * count / len(texts)
            if rises and not rises(phrase, sums[phrase] / total):
                left.discard(phrase)
    return {phrase: share / total for phrase, share in sums.items()}


def bursts(texts: Mapping[int, frozenset[str]], days: Sequence[Sequence[str]]) -> list[Burst]:
    """Return the phrases that rose in `texts` over what was usual in the `days` before, highest first."""
    counts = Counter(chain.from_iterable(texts.values()))
    often = frozenset(phrase for phrase, count in counts.items() if count >= LEAST_ITEMS)

    def rises(phrase: str, share: float) -> bool:
        expected = share * len(texts)
        return (
            share < _BOILERPLATE
            and counts[phrase] >= LEAST_RISE * expected
            and surprise(counts[phrase], expected) >= LEAST_SCORE
        )

    shares = usual_shares(days, often, rises)
    risen = frozenset(phrase for phrase in often if rises(phrase, shares.get(phrase, 0.0)))
    found: dict[str, list[int]] = {phrase: [] for phrase in risen}
    for number, phrases in texts.items():
        for phrase in phrases & risen:
            found[phrase].append(number)
    rising = [_burst(phrase, numbers, shares.get(phrase, 0.0) * len(texts)) for phrase, numbers in found.items()]
    return sorted(rising, key=lambda burst: (-burst.score, -len(burst.phrase), burst.phrase))


def _burst(phrase: str, texts: Sequence[int], expected: float) -> Burst:
    return Burst(phrase, frozenset(texts), expected, surprise(len(texts), expected))


def surprise(count: int, expected: float) -> float:
    """Return by how many standard deviations `count` is more than expected; what is seldom seen counts as a quarter."""
    expected = max(expected, _SELDOM)
    return (count - expected) / sqrt(expected + (_UNSTEADY * expected) ** 2 + _SELDOM)


def grouped(rising: Iterable[Burst]) -> list[list[Burst]]:
    """Return bursts that stand in the same texts together, the highest first in each group and among the groups.

    台风海燕 and 超强台风海燕 are one; so are 停课 and 转移群众 where the same texts tell of both.
    """
    groups: list[list[Burst]] = []
    for burst in rising:
        for group in groups:
            head = group[0].texts
            if len(head & burst.texts) >= _SAME * min(len(head), len(burst.texts)):
                group.append(burst)
                break
        else:
            groups.append([burst])
    return groups


def name_of(group: Sequence[Burst], titled: Callable[[Burst], int]) -> str:
    """Return the phrase an editor would say: the one in most texts, or a longer one round it that stands in about as many.

    `titled` counts the titles a phrase stands in: they count twice. 海葵 is told as 台风海葵.
    """
    held = {burst: len(burst.texts) + titled(burst) for burst in group}
    most = max(held.values())

    def natural(burst: Burst) -> tuple[int, int, int, str]:
        return min(len(burst.phrase), _NAMELIKE), held[burst], -len(burst.phrase), burst.phrase

    head = max((burst for burst in group if held[burst] == most), key=natural)
    longer = (one for one in group if head.phrase in one.phrase and held[one] >= _ABOUT_AS_MANY * most)
    return max(longer, key=natural).phrase


def by_chance(count: int, expected: float) -> float:
    """Return about how likely so many or more are where `expected` (less than one) are usual."""
    return min(expected**count / factorial(count), 1.0)


def coherent(group: Sequence[Burst]) -> bool:
    """Tell whether texts have more in common than one name: a second phrase, of other characters, rose in most of them."""
    head = group[0]
    others = [burst for burst in group if not set(burst.phrase) & set(head.phrase)]
    return any(len(burst.texts & head.texts) > _SAME * len(head.texts) for burst in others)
