"""Sentences of a 续报 that stand in an earlier report already: a 续报 does not repeat the opening (肇庆、河池, A-28, A-29)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from bulletin.text.likeness.shingles import folded

_SENTENCE = re.compile(r"[^。！？!?；;\n]*(?:[。！？!?；;]+[”’」』）)]*|\n|$)")
_SILENT = re.compile(r"[\W_]+")
_FIGURES = re.compile(r"\d+(?:\.\d+)?|[一二三四五六七八九十百千万两]+")
_LEAST = 10
"""Letters and digits a sentence must have to be a repetition: 现将有关情况续报如下 says nothing."""
_ALIKE = 0.9
_TURNS = re.compile(r"^(?:现将|有关情况)|(?:续报|报告|汇报)如下$")


@dataclass(frozen=True, slots=True)
class Repeat:
    """A sentence at ``text[start:end]`` that an earlier report has; ``earlier`` is its sentence."""

    start: int
    end: int
    sentence: str
    earlier: str


def repeats(earlier: Iterable[str], text: str) -> list[Repeat]:
    """Return the sentences of `text` that say what one of the `earlier` texts said, in order.

    The same words in another order of marks and widths, a sentence that is part of an earlier one, and one that differs in a
    few words are repetitions; one with another figure is news.
    """
    known = [(key, sentence) for one in earlier for _, sentence in _sentences(one) if (key := _key(sentence))]
    found = []
    for start, sentence in _sentences(text):
        key = _key(sentence)
        if len(key) >= _LEAST and not _TURNS.search(key) and (before := _said(key, known)):
            found.append(Repeat(start, start + len(sentence), sentence.strip(), before.strip()))
    return found


def without(text: str, found: Iterable[Repeat]) -> str:
    """Return `text` without those sentences, and without the lines that have nothing left."""
    places = list(found)
    kept, done = [], 0
    for one in places:
        kept.append(text[done : one.start])
        done = one.end
    lines = "".join([*kept, text[done:]]).split("\n")
    were_empty = not any(line.strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line.strip() or were_empty).strip("\n")


def _sentences(text: str) -> list[tuple[int, str]]:
    """Return the sentences of a text with where they begin; a line break stands in none."""
    whole = ((match.start(), match.group().rstrip("\n")) for match in _SENTENCE.finditer(text))
    return [(start, sentence) for start, sentence in whole if sentence.strip()]


def _key(sentence: str) -> str:
    return _SILENT.sub("", folded(sentence)).lower()


def _said(key: str, known: list[tuple[str, str]]) -> str:
    return next((sentence for other, sentence in known if key in other or _is_alike(key, other)), "")


def _is_alike(key: str, other: str) -> bool:
    if _FIGURES.findall(key) != _FIGURES.findall(other):
        return False
    return SequenceMatcher(None, key, other, autojunk=False).ratio() >= _ALIKE
