"""Owners: whose figure a figure is. 甲县完成12亿元、乙县完成15亿元 must not become 甲县完成15亿元, however it is reworded."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin.desk.gates.rule import Draft, GateRule, Sighting
from bulletin.desk.gates.tracing.alignment import folded
from bulletin.desk.gates.tracing.quantities import Quantity, quantities, same
from bulletin.settings import Settings
from bulletin.text.names import Name, find_names, read

_OWNERS = frozenset({"person", "place", "unit"})
_PARTING = re.compile(r"[。；，、;,：:\n（(]")
Owned = list[tuple[Quantity, str]]


def _owned(text: str) -> Owned:
    """Return the numbers of `text` that have a name before them in their clause, with that name."""
    names = [name for name in find_names(read(text)) if name.kind in _OWNERS]
    return [
        (one, owner.words)
        for one in quantities(text)
        if one.kind == "number" and one.unit and (owner := _owner(text, names, one))
    ]


def _owner(text: str, names: list[Name], one: Quantity) -> Name | None:
    before = [name for name in names if name.end <= one.start and not _PARTING.search(text, name.end, one.start)]
    return max(before, key=lambda name: (name.end, name.end - name.start), default=None)


def _exchanged(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """A figure told of a name that has another in the raw text, where the figure is another's."""
    if not draft.raw:
        return
    told, raw = _owned(folded(draft.text)), _owned(folded("\n".join(draft.raw)))
    for one, owner in told:
        owners = [name for other, name in raw if same(one, other)]
        own = [other.words for other, name in raw if name == owner and other.unit == one.unit]
        if owners and own and not any(name in owner or owner in name for name in owners):
            message = f"原文中这个数是{owners[0]}的，{owner}为“{own[0]}”，请核对是否张冠李戴"
            yield Sighting(one.start, one.end, message, own[0])


RULES = (GateRule("wording.figure_owner", "wording", "warning", _exchanged, "数字与名称的对应与原文不一致"),)
