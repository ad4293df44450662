"""Bursts: phrases that stand in many more texts of some days than usual, and those that go together.

What is usual is the exponentially weighted mean of a phrase's share of the texts of a working day; days off count with the
working day after them. Words that stand in a tenth of all texts are the boilerplate of an office and never burst.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

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


@dataclass(frozen=True, slots=True)
class Burst:
    """A phrase that rose: the texts it stands in, how many were to be expected, and by how many deviations it is more."""

    phrase: str
    texts: frozenset[int]
    expected: float
    score: float


def usual_shares(days: Sequence[Sequence[str]], wanted: frozenset[str]) -> dict[str, float]:
    """Return the mean share of texts that have each phrase of `wanted`; phrases that never occurred are left out.

    `days` are the working days before, newest first, each the phrases of its texts, parted by blanks.
    """
    shares: dict[str, float] = {}
    total, weight = 0.0, 1.0
    for texts in days:
        counts = Counter(phrase for text in texts for phrase in wanted.intersection(text.split()))
        for phrase, count in counts.items():
            shares[phrase] = shares.get(phrase, 0.0) + weight * count / len(texts)
        total += weight if texts else 0.0
        weight *= 1 - ALPHA
    return {phrase: share / total for phrase, share in shares.items()}


def bursts(texts: Mapping[int, frozenset[str]], days: Sequence[Sequence[str]]) -> list[Burst]:
    """Return the phrases that rose in `texts` over what was usual in the `days` before, highest first."""
    found: dict[str, list[int]] = {}
    for number, phrases in texts.items():
        for phrase in phrases:
            found.setdefault(phrase, []).append(number)
    often = {phrase: numbers for phrase, numbers in found.items() if len(numbers) >= LEAST_ITEMS}
    shares = usual_shares(days, frozenset(often))
    rising = []
    for phrase, numbers in often.items():
        share = shares.get(phrase, 0.0)
        expected = share * len(texts)
        score = surprise(len(numbers), expected)
        if share < _BOILERPLATE and len(numbers) >= LEAST_RISE * expected and score >= LEAST_SCORE:
            rising.append(Burst(phrase, frozenset(numbers), expected, score))
    return sorted(rising, key=lambda burst: (-burst.score, -len(burst.phrase), burst.phrase))


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


def name_of(group: Sequence[Burst]) -> str:
    """Return the phrase that says best what a group is about: long, and in many of its texts."""
    return max(group, key=lambda burst: (len(burst.texts) * sqrt(len(burst.phrase)), burst.score, burst.phrase)).phrase


def coherent(group: Sequence[Burst]) -> bool:
    """Tell whether texts have more in common than one name: a second phrase, of other characters, rose in most of them."""
    head = group[0]
    others = [burst for burst in group if not set(burst.phrase) & set(head.phrase)]
    return any(len(burst.texts & head.texts) > _SAME * len(head.texts) for burst in others)
