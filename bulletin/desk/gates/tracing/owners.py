"""Owners: whose figure a figure is. 甲县完成12亿元、乙县完成15亿元 must not become 甲县完成15亿元, however it is reworded."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin.desk.gates.quantities import Quantity, same
from bulletin.desk.gates.reading import Reading
from bulletin.desk.gates.rule import Sighting
from bulletin.desk.gates.tracing.texts import Texts
from bulletin.text.names import Name

OWNER = "wording.figure_owner"
_OWNERS = frozenset({"person", "place", "unit"})
_PARTING = re.compile(r"[。；，、;,：:\n（(]")
_SENTENCE = re.compile(r"[^。；;，,\n]+")
_IN_TURN = re.compile("分别")
Owned = list[tuple[Quantity, str]]


def _owned(reading: Reading) -> Owned:
    """Return the numbers of a text that have a name before them in their clause, with that name."""
    names = [name for name in reading.names if name.kind in _OWNERS]
    numbers = [one for one in reading.quantities if one.kind == "number" and one.unit]
    in_turn = dict(_in_turn(reading.text, names, numbers))
    owners = ((one, in_turn.get(one, _owner(reading.text, names, one))) for one in numbers)
    return [(one, owner.words) for one, owner in owners if owner]


def _in_turn(text: str, names: list[Name], numbers: list[Quantity]) -> Iterator[tuple[Quantity, Name | None]]:
    """Yield the numbers behind 分别 with the names before it in their order, as 甲县、乙县分别完成12、15亿元 tells them.

    With None where there are not as many names as numbers.
    """
    for sentence in _SENTENCE.finditer(text):
        mark = _IN_TURN.search(text, *sentence.span())
        if mark:
            before = _outermost([name for name in names if sentence.start() <= name.start and name.end <= mark.start()])
            told = [one for one in numbers if mark.end() <= one.start and one.end <= sentence.end()]
            yield from zip(told, before if len(before) == len(told) else [None] * len(told), strict=True)


def _outermost(names: list[Name]) -> list[Name]:
    """Return the names that stand in no other."""
    return [
        one
        for one in names
        if not any(other != one and other.start <= one.start and one.end <= other.end for other in names)
    ]


def _owner(text: str, names: list[Name], one: Quantity) -> Name | None:
    before = [name for name in names if name.end <= one.start and not _PARTING.search(text, name.end, one.start)]
    return max(before, key=lambda name: (name.end, name.end - name.start), default=None)


def sightings(texts: Texts) -> Iterator[Sighting]:
    """A figure told of a name that has another in the raw text, where the figure is another's."""
    told, raw = _owned(texts.here), _owned(texts.there)
    for one, owner in told:
        owners = [name for other, name in raw if same(one, other)]
        own = [other.words for other, name in raw if name == owner and other.unit == one.unit]
        if owners and own and not any(name in owner or owner in name for name in owners):
            message = f"原文中这个数是{owners[0]}的，{owner}为“{own[0]}”，请核对是否张冠李戴"
            yield Sighting(one.start, one.end, message, own[0], OWNER)
