"""What a unit must not read of others, taken out of words that somebody wrote for the desk (R38).

Other units' names in every form they are written in, the titles and numbers of other units' items: 其他单位、其他来稿. What the
desk wrote of an item is about items and units, and loses too much rather than too little; leaders write of 财政收入 too, and
there a short name goes where somebody is called or compared by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bulletin.settings import Settings, Unit

OTHER, OTHER_ITEM = "其他单位", "其他来稿"
SHORTEST_TITLE = 4
"""A shorter title is an ordinary word."""
_SOME_NUMBERS = r"\d{1,9}(?:\s*[、,，和及]\s*\d{1,9})*"
_ITEM_NUMBER = re.compile(rf"来稿\s*(?:编号)?\s*{_SOME_NUMBERS}|\d+\s*号来稿")
_NUMBER_ALONE = re.compile(
    rf"(?:^|(?<=[\s与和及、，,。；;：:同跟比见像似（(]))(?:第\s*)?{_SOME_NUMBERS}\s*号(?!\s*(?:文|令|公告|楼|院|线|台风))"
)
"""How the desk writes of an item for short, ``与12号重复``; 政发〔2026〕12号 and 11月12号 are none."""
_SHORTEST_NAME = 2
_PLACE = re.compile(r"^[省市区县州旗]")
_PLACES = ("镇", "乡", "区", "县", "街道")
_RANKS = (
    *(*_PLACES, "局", "委", "办", "厅", "集团", "公司", "中心"),
    *("管理局", "委员会", "办公室", "人民政府", "街道办事处"),
)
_CALLED = "请由让转交成同令商送。；：！\n"
"""After these, and at the beginning of a text, somebody is called by name."""
_BESIDE = "，,与和及跟向对比"
"""After these somebody may be called or compared by name, or a matter be spoken of."""
_JOINED = "、，和与及"
_DOES = (
    "抓|落实|尽快|尽早|速|牵头|认真|研究|研提|督办|督促|负责|立即|马上|拟|办|阅|处理|处置|高度|加强|加快|切实|限期|限时|"
    "配合|参与|参加|参阅|部门|系统|要|应当|须|会同|会商|学习|看齐|报告|汇报|请示|协调|沟通|衔接|对接|联系|联合|共同|一起|一道|"
    "政府|一样|相比|比较|做|干得|报得|写得|等(?!方面|领域|行业)"
)
"""What somebody does, is to do, or is compared in."""
_THEN = f"$|[、，。；：！和与及]|{_DOES}"
"""What follows the name of somebody who is called; 财政收入 calls nobody, and 财政部 is another."""
_MATTER = "部(?!门|分|署)|厅|收入|支出|资金|预算|决算|经费|补贴|补助|政策|改革|工程|设施|建设|事业|事故|预案|演练|口径|领域|方面|行业|类"
"""What makes of the short name of an office the matter itself: 财政收入, 水利工程, 教育类; a place is no matter."""
_OF_PLACE, _GOVERNMENT = "(?:(?<![全本我各])[市区县])?", "(?:(?:人民)?政府(?:办公室|办)?)?"
"""What may stand before a name and after it."""


@dataclass(frozen=True, slots=True)
class Masking:
    """What takes all other units out of words, for one unit.

    ``mine`` are its own names; ``names`` and ``stem`` find a name as the group ``name``, with what stands before and after it.
    """

    mine: frozenset[str]
    own_items: frozenset[int]
    strange: re.Pattern[str]
    names: re.Pattern[str]
    stem: re.Pattern[str]
    called: re.Pattern[str]

    def of_leaders(self, text: str) -> str:
        """Return words of a leader, or on a matter, without other units: short names go where they call or compare."""
        text = self._without_names(text)
        return self.called.sub(lambda match: self.stem.sub(self._other, match[0]), text)

    def of_the_desk(self, text: str) -> str:
        """Return the desk's words on an item without other units: their short names go wherever they stand, ``12号`` too."""
        text = self.stem.sub(self._other, self._without_names(text))
        return _NUMBER_ALONE.sub(self._own_number, text)

    def _without_names(self, text: str) -> str:
        text = self.names.sub(self._other, self.strange.sub(OTHER_ITEM, text))
        return _ITEM_NUMBER.sub(self._own_number, text)

    def _other(self, match: re.Match[str]) -> str:
        return match[0] if match["name"] in self.mine else OTHER

    def _own_number(self, match: re.Match[str]) -> str:
        return match[0] if {int(found) for found in re.findall(r"\d+", match[0])} <= self.own_items else OTHER_ITEM


def masking(settings: Settings, unit: str, own_items: frozenset[int], titles: Iterable[str]) -> Masking:
    """Return what takes all other units' names out of words, the `titles`, and the numbers of items not in `own_items`.

    A unit is known by its names, by these without the 市 in front (``财政局``), and by its stem alone (``请财政、水利抓紧``); what is
    the unit's own name as well stays.
    """
    others = [one for one in settings.units.values() if one.name != unit]
    mine = {*_names(settings.units[unit]), *_stems(settings.units[unit]), OTHER}
    names = _any_of({name for one in others for name in _names(one)} | mine)
    short = {stem for one in others for stem in _stems(one)}
    matters = short - mine - {stem for one in others for stem in _stems(one, _PLACES)}
    stems = _any_of(short | mine, {stem: f"(?!{_MATTER})" for stem in matters})
    some = rf"{_OF_PLACE}(?:{stems})(?:[{_JOINED}]{_OF_PLACE}(?:{stems}))*"
    return Masking(
        mine=frozenset(mine),
        own_items=own_items,
        strange=re.compile(_any_of(titles)),
        names=re.compile(rf"{_OF_PLACE}(?P<name>{names}){_GOVERNMENT}"),
        stem=re.compile(rf"{_OF_PLACE}(?P<name>{stems})(?:局|委(?!托|派))?"),
        called=re.compile(
            rf"(?:^|(?<=[{_CALLED}])){some}(?={_THEN})|(?<=[{_BESIDE}]){some}(?={_DOES})"
            rf"|(?<![同占环]比)(?<=比){some}"
        ),
    )


def _names(unit: Unit) -> set[str]:
    """Return the names of a unit, and each without its place: ``市财政局``, ``财政局``."""
    full = {unit.name, unit.attribution, *unit.aliases}
    return {name for name in full | {_PLACE.sub("", name) for name in full} if len(name) >= _SHORTEST_NAME}


def _stems(unit: Unit, ranks: tuple[str, ...] = _RANKS) -> set[str]:
    """Return what leaders call a unit for short, its name without what says its rank: ``财政``, ``东山``."""
    cut = {name.removesuffix(rank) for name in _names(unit) for rank in ranks if name.endswith(rank)}
    return {stem for stem in cut if len(stem) >= _SHORTEST_NAME}


def _any_of(words: Iterable[str], then: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return a pattern that matches any of `words`, the longest first; nothing where there are none.

    `then` are the patterns some of them must be followed by.
    """
    found = sorted(filter(None, words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) + then.get(word, "") for word in found) or r"(?!)"
