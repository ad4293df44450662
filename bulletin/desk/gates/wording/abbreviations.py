"""Short names (简称): given before they are used, given once, and used once they are given."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin.desk.gates.rule import Draft, GateRule, Sighting
from bulletin.settings import Settings

_GIVEN = re.compile(
    r"[（(](?:以下|下)?(?:统一)?[简统合]称为?[：:]?[“「]?(?P<short>[^“”「」（）()，。\n]{2,15})[”」]?[）)]"
)

_TELLING, _AFTER = 4, 4
"""The length from which a short name is no common word; characters shown behind it."""


def _before_given(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """A short name stands before the place where it is given with its full name (首次出现用全称并注明简称).

    One of fewer than four characters may be a word of its own and counts in quotation marks only.
    """
    seen: set[str] = set()
    for match in _GIVEN.finditer(draft.text):
        short = match["short"]
        if short in seen:
            continue
        seen.add(short)
        full_name = max(draft.text.rfind(mark, 0, match.start()) for mark in "，。；：\n") + 1
        at = draft.text.find(short if len(short) >= _TELLING else f"“{short}”", 0, full_name)
        if at >= 0:
            shown = min(match.start(), at + len(short) + _AFTER)
            yield Sighting(at, shown, f"简称“{short}”用在前，全称在后文才出现")


def _given_again(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """A short name is given once."""
    seen: set[str] = set()
    for match in _GIVEN.finditer(draft.text):
        if match["short"] in seen:
            yield Sighting(*match.span(), f"简称“{match['short']}”前面已经说明过")
        seen.add(match["short"])


def _never_used(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """A short name that is given is used."""
    for match in _GIVEN.finditer(draft.text):
        if draft.text.count(match["short"]) == 1:
            yield Sighting(*match.span(), f"简称“{match['short']}”后文没有用到，可以不写")


def _unit_before_full(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """A unit's alias of the office's list stands before its full name in the same text."""
    for unit in settings.units.values():
        full = draft.text.find(unit.name)
        if full < 0:
            continue
        for short in (unit.attribution, *unit.aliases):
            at = draft.text.find(short) if short and short not in unit.name else -1
            if 0 <= at < full:
                yield Sighting(at, at + len(short), f"先用了简称“{short}”，后文才出现全称“{unit.name}”", unit.name)


RULES = (
    GateRule("wording.short_name_first", "wording", "warning", _before_given, "简称用在全称之前"),
    GateRule("wording.short_name_again", "wording", "warning", _given_again, "简称说明两次"),
    GateRule("wording.short_name_unused", "wording", "advice", _never_used, "简称没有用到"),
    GateRule("wording.unit_short_first", "wording", "advice", _unit_before_full, "单位先用简称"),
)
