"""Spelling: what sounds like a word of office, stands as no word of its own, and differs from it by a character or two.

Advice only: a guess. It reads no archive and no model, just ``office_words.txt`` and ``homophones.txt`` of this package and
rjieba's dictionary.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import accumulate, pairwise, takewhile
from pathlib import Path

from bulletin.desk.gates.rule import Draft, GateRule, Sighting
from bulletin.desk.gates.wording import words
from bulletin.desk.gates.wording.spared import spared
from bulletin.settings import Settings

_HERE = Path(__file__).parent
_SHORTEST, _LONG = 2, 4
_LONGEST = 4
"""The longest words that are looked for in the dictionary of rjieba."""
_JOINING = frozenset(
    "按一的地得是有又也在和与就时上下中之其以会要不只各为对将向从大小人这那他她它我你两前后内外未再可能到过已还都很更最把被让给使由至于所每该本此多少并且而但或及没无则既即仍均共约再先后去来说做看用请市县省区镇乡村局厅处科组部办委院所年月日天人户亩元名个项次件家位条张"
)
"""Characters that stand alone in any sentence: none of them is taken for a slip in a word of two characters."""
_STRETCH = re.compile("[\u4e00-\u9fff]{2,}")


@cache
def _sounds() -> dict[int, str]:
    """Return the table that puts the first character of its line in place of each in ``homophones.txt``."""
    return {ord(char): line[0] for line in _lines("homophones.txt") for char in line}


@cache
def _alike() -> dict[str, str]:
    """Return for each character of ``homophones.txt`` the others of its line."""
    return {char: line.replace(char, "") for line in _lines("homophones.txt") for char in line}


@cache
def _by_sound() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the words of ``office_words.txt`` by the first two characters of their sound, then by their sound."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for word in _words():
        sound = word.translate(_sounds())
        alike = found.setdefault(sound[:2], {})
        alike[sound] = (*alike.get(sound, ()), word)
    return found


@cache
def _by_half() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Return the words of four characters and more by their first two, and by their last two."""
    begun: dict[str, tuple[str, ...]] = {}
    ended: dict[str, tuple[str, ...]] = {}
    for word in _words():
        if len(word) >= _LONG:
            begun[word[:2]] = (*begun.get(word[:2], ()), word)
            ended[word[-2:]] = (*ended.get(word[-2:], ()), word)
    return begun, ended


@cache
def _words() -> dict[str, None]:
    """Return the words of ``office_words.txt``, each once."""
    return dict.fromkeys(" ".join(_lines("office_words.txt")).split())


def _lines(name: str) -> list[str]:
    text = (_HERE / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _spelling(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """A stretch that sounds like one word of office and is cut into single characters, none of them part of a word."""
    text = spared(draft.text, settings)
    known = [(start, end) for start, end, _ in words.confusions(text)]
    for stretch in _STRETCH.finditer(text):
        for left, right, word in _suspects(stretch[0]):
            start, end = stretch.start() + left, stretch.start() + right
            if not any(start < after and before < end for before, after in known):
                yield Sighting(start, end, f"“{text[start:end]}”疑为“{word}”之误，请核对", word)


def _suspects(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the places of `text` that are written like one word of office and are no words: longest first, none twice."""
    taken, pieces = 0, _pieces(text)
    guesses = {*_sounding(text), *_looking(text), *_known(text, pieces)}
    for start, meant in sorted(guesses, key=lambda one: (one[0], -len(one[1]), one[1])):
        end = start + len(meant)
        if start >= taken and text[start:end] not in _words() and _is_slip(text, pieces, start, meant):
            yield start, end, meant
            taken = end


def _pieces(text: str) -> list[tuple[int, int]]:
    """Return where the words of `text` stand, by the dictionary alone."""
    import rjieba

    ends = list(accumulate(map(len, rjieba.cut(text, False)), initial=0))
    return list(pairwise(ends))


def _known(text: str, pieces: list[tuple[int, int]]) -> Iterator[tuple[int, str]]:
    """Yield where one other character of the same sound makes one long word of the dictionary out of several, and that word."""
    import rjieba

    alike, begins = _alike(), [left for left, _ in pieces]
    ends = {right for _, right in pieces}
    for place, right in pieces:
        if right - place > 1 or text[place] in _JOINING or text[place] not in alike:
            continue
        for start in begins[bisect_left(begins, place - _LONGEST + 1) : bisect_right(begins, place)]:
            for end in ends.intersection(range(max(right, start + _LONG), start + _LONGEST + 1)):
                before, after = text[start:place], text[right:end]
                found = [word for char in alike[text[place]] if rjieba.has_word(word := before + char + after)]
                yield from ((start, word) for word in found[:1] if len(found) == 1)


def _sounding(text: str) -> Iterator[tuple[int, str]]:
    """Yield where `text` sounds like a word of office and no other, and that word."""
    sounds, words = text.translate(_sounds()), _by_sound()
    for start in range(len(text) - 1):
        for sound, alike in words.get(sounds[start : start + 2], {}).items():
            if len(alike) == 1 and sounds.startswith(sound, start):
                yield start, alike[0]


def _looking(text: str) -> Iterator[tuple[int, str]]:
    """Yield where `text` differs from a long word of office in one character within, and that word."""
    begun, ended = _by_half()
    for at in range(len(text) - 1):
        half = text[at : at + 2]
        if half in begun or half in ended:
            near = [(at, word) for word in begun.get(half, ())]
            near += [(at + 2 - len(word), word) for word in ended.get(half, ())]
            yield from (one for one in near if one[0] >= 0 and _one_apart(one[1], text[one[0] : one[0] + len(one[1])]))


def _one_apart(word: str, written: str) -> bool:
    """Tell whether two writings differ in one character within: at an end it may belong to what stands beside."""
    if len(word) != len(written):
        return False
    apart = [n for n, (one, other) in enumerate(zip(word, written, strict=True)) if one != other]
    return len(apart) == 1 and 0 < apart[0] < len(word) - 1


def _is_slip(text: str, pieces: list[tuple[int, int]], start: int, meant: str) -> bool:
    """Tell whether the characters from `start` on that are not `meant` stand alone among the words of the dictionary.

    No word may reach over either end, and a word of two characters may not hold half of the right one.
    """
    import rjieba

    end = start + len(meant)
    wrong = [n for n in range(start, end) if text[n] != meant[n - start]]
    is_short = end - start == _SHORTEST
    if rjieba.has_word(text[start:end]) or (is_short and (len(wrong) > 1 or text[wrong[0]] in _JOINING)):
        return False
    first = bisect_right(pieces, (start, len(text))) - 1
    touched = takewhile(lambda piece: piece[0] < end, pieces[first:])
    return all(
        start <= left and at <= end and (at - left == 1 or not any(left <= n < at for n in wrong))
        for left, at in touched
    )


RULES = (GateRule("wording.spelling", "wording", "advice", _spelling, "疑似错字"),)
