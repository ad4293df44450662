"""What a unit must not read of others, taken out of words that somebody wrote for the desk (R38).

Other units' names in every form they are written in, the titles and numbers of other units' items: 其他单位、其他来稿.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from bulletin.settings import Settings, Unit

OTHER, OTHER_ITEM = "其他单位", "其他来稿"
SHORTEST_TITLE = 4
"""A shorter title is an ordinary word."""
_ITEM_NUMBER = re.compile(r"来稿\s*(?:编号)?\s*\d+(?:\s*[、,，和]\s*\d+)*|\d+\s*号来稿")
_SHORTEST_NAME = 2
_PLACE = re.compile(r"^[省市区县州旗]")
_RANKS = (
    *("局", "委", "办", "厅", "镇", "乡", "区", "县", "街道", "集团", "公司", "中心"),
    *("管理局", "委员会", "办公室", "人民政府", "街道办事处"),
)
_CALLED = "请由让转交成同令商送。；：！\n"
"""After these, and at the beginning of a text, somebody is called by name."""
_JOINED = "、，和与及"
_THEN = (
    "$|[、，。；：！和与及]|抓|落实|尽快|尽早|速|牵头|认真|研究|研提|督办|督促|负责|立即|马上|拟|办|阅|处理|处置|高度|"
    "加强|加快|切实|限期|限时|配合|参与|参加|参阅|部门|系统|要|应当|须|会同|会商|等"
)
"""What follows the name of somebody who is called; 财政收入 calls nobody, and 财政部 is another."""


def masking(settings: Settings, unit: str, own_items: frozenset[int], titles: Iterable[str]) -> Callable[[str], str]:
    """Return what takes all other units' names out of a text, the `titles`, and the numbers of items not in `own_items`.

    A unit is known by its names, by these without the 市 in front (``财政局``), and where it stands as a name by its stem alone
    (``请财政、水利抓紧``); what is the unit's own name as well stays.
    """
    others = [one for one in settings.units.values() if one.name != unit]
    own = settings.units[unit]
    mine = {*_names(own), *_stems(own), OTHER}
    names = re.compile(_any_of({name for one in others for name in _names(one)} | mine))
    stem = re.compile(_any_of({stem for one in others for stem in _stems(one)} | mine))
    called = re.compile(rf"(?:^|(?<=[{_CALLED}]))(?:{stem.pattern})(?:[{_JOINED}](?:{stem.pattern}))*(?={_THEN})")
    strange = re.compile(_any_of(titles))

    def others_out(match: re.Match[str]) -> str:
        return match[0] if match[0] in mine else OTHER

    def shown(text: str) -> str:
        text = names.sub(others_out, strange.sub(OTHER_ITEM, text))
        text = called.sub(lambda match: stem.sub(others_out, match[0]), text)
        return _ITEM_NUMBER.sub(lambda match: _own_number(match, own_items), text)

    return shown


def _own_number(match: re.Match[str], own_items: frozenset[int]) -> str:
    return match[0] if {int(found) for found in re.findall(r"\d+", match[0])} <= own_items else OTHER_ITEM


def _names(unit: Unit) -> set[str]:
    """Return the names of a unit, and each without its place: ``市财政局``, ``财政局``."""
    full = {unit.name, unit.attribution, *unit.aliases}
    return {name for name in full | {_PLACE.sub("", name) for name in full} if len(name) >= _SHORTEST_NAME}


def _stems(unit: Unit) -> set[str]:
    """Return what leaders call a unit for short, its name without what says its rank: ``财政``, ``东山``."""
    cut = {name.removesuffix(rank) for name in _names(unit) for rank in _RANKS if name.endswith(rank)}
    return {stem for stem in cut if len(stem) >= _SHORTEST_NAME}


def _any_of(words: Iterable[str]) -> str:
    """Return a pattern that matches any of `words`, the longest first; nothing where there are none."""
    found = sorted(filter(None, words), key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, found)) or r"(?!)"
