"""Texts an editor rewrote freely, with some changes planted between ⟦ and ⟧, and what tracing says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bulletin.desk.gates import Draft, Sighting, sightings
from bulletin.desk.gates.tracing import RULES
from bulletin.settings import Settings

_HERE = Path(__file__).parent
DAY = date(2026, 11, 12)
"""The day the texts are of: what 去年 means in them."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text as received, as rewritten, and where the changes are planted in it."""

    raw: str
    text: str
    planted: tuple[tuple[int, int], ...]


def rewritten() -> Iterator[Rewritten]:
    """Yield the texts of ``tracing_paraphrases.txt`` with the lines of ``tracing_texts.txt`` they were made of."""
    raw = (_HERE / "tracing_texts.txt").read_text(encoding="utf-8").split("\n")
    for line in (_HERE / "tracing_paraphrases.txt").read_text(encoding="utf-8").splitlines()[1:]:
        number, _, marked = line.partition("\t")
        text, planted = "", []
        for part in re.split("(⟦[^⟧]*⟧)", marked):
            words = part.strip("⟦⟧")
            planted += [(len(text), len(text) + len(words))] if words != part else []
            text += words
        yield Rewritten(raw[int(number)], text, tuple(planted))


def listings(one: Rewritten, settings: Settings) -> list[tuple[bool, Sighting]]:
    """Return what tracing lists, and whether it is asked to be verified: figures it can derive are advice."""
    draft = Draft("标题", one.text, "", (), settings.publication(), raw=(one.raw,), day=DAY)
    return [(rule.severity != "advice", sighting) for rule, sighting in sightings(RULES, draft, settings)]


def touches(sighting: Sighting, span: tuple[int, int]) -> bool:
    """Tell whether a listing stands at a planted change."""
    return sighting.start < span[1] and span[0] < sighting.end
