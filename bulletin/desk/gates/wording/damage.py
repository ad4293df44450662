"""Damage: what was not written but broken on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin.desk.gates.rule import Draft, GateRule, Sighting
from bulletin.settings import Settings
from bulletin.text.mojibake import find_mojibake

_UNPRINTABLE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]+")


def _mojibake(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    for start, end in find_mojibake(draft.text):
        yield Sighting(start, end, "疑似乱码，请对照原件或向报送单位核实后改正")


def _garbage(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    for match in _UNPRINTABLE.finditer(draft.text):
        yield Sighting(*match.span(), "含不能印出的字符，请对照原件改正")


RULES = (
    GateRule("wording.mojibake", "wording", "error", _mojibake, "疑似乱码"),
    GateRule("wording.garbage", "wording", "error", _garbage, "不能印出的字符"),
)
