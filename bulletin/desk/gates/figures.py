"""Figures (数字): dates and times that cannot be, parts that do not add up to their whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import accumulate

from bulletin.desk.gates.rule import Draft, GateRule, Sighting
from bulletin.settings import Settings

_LEAP_YEAR = 2024


def _dates(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    for match in re.finditer(r"(?:(\d{4})年)?(?<![\d.])(\d{1,2})月(\d{1,2})日", draft.text):
        year, month, day = match.groups()
        try:
            date(int(year or _LEAP_YEAR), int(month), int(day))
        except ValueError:
            yield Sighting(*match.span(), "日期不存在")
    for match in re.finditer(r"(?<![\d.])(\d{1,2})时(\d{1,2})分(?!之)", draft.text):
        if int(match[1]) > 24 or int(match[2]) > 59:
            yield Sighting(*match.span(), "时刻不存在")


_FIGURE = r"(?<![\d.,])\d{1,15}(?:,\d{3}){0,5}(?:\.\d{1,9})?(?![\d.])"
_TOTAL = re.compile(rf"(?P<total>{_FIGURE})(?P<unit>[万亿]?[\u4e00-\u9fff])[，,（(]?其中[：:，]?")


def _sums(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """The parts named right after 其中, in the unit of the total, should add up to it.

    Silent when the first two, three, … of them do: what follows may speak of something else.
    """
    for match in _TOTAL.finditer(draft.text):
        parts, end = _parts(draft.text, match.end(), match["unit"])
        total, sums = _number(match["total"]), list(accumulate(parts))
        if len(parts) >= 2 and total not in sums[1:]:
            words = f"分项相加为{sums[-1]}{match['unit']}，与总数{total}{match['unit']}不符，请核实"
            yield Sighting(match.start(), end, words)


def _parts(text: str, start: int, unit: str) -> tuple[list[Decimal], int]:
    part = re.compile(rf"[、，和及]?[^\d。；、，\n]{{1,15}}({_FIGURE}){unit}(?=[、，。；）)和及]|$)")
    parts, end = [], start
    while match := part.match(text, end):
        parts.append(_number(match[1]))
        end = match.end()
    return parts, end


def _number(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


RULES = (
    GateRule("wording.date", "wording", "error", _dates),
    GateRule("wording.sum", "wording", "warning", _sums),
)
