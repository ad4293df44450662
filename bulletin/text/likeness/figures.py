"""Figures in a text: numbers, dates and ordinals, in Arabic or Chinese numerals, with the value they have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

FigureKind = Literal["date", "ordinal", "number"]
Value = tuple[str, ...]
_DIGITS = "〇零○一二三四五六七八九"
_NUMERALS = f"{_DIGITS}十百千两廿卅"
_CHINESE = rf"[{_NUMERALS}](?:[{_NUMERALS}万亿]*[{_NUMERALS}])?"
_COUNTED = "元人户件个家亩吨米次名辆台所项倍处例起天周岁"
_ANY = rf"(?:\d+|{_CHINESE})"
_YEAR = rf"(?:(?:19|20)\d\d|[一二][{_DIGITS}]{{3}})"
_ORDINALS = "批期次届轮季场版号辑集卷册名位章条款项编节"
FIGURE = re.compile(
    rf"(?P<date>(?P<y>{_YEAR})(?:年度?|[-/.](?=\d{{1,2}}[-/.]\d))(?:(?P<m>{_ANY})(?:月(?!球)|[-/.](?=\d))(?:(?P<d>{_ANY})[日号]?)?)?"
    rf"|(?P<m2>{_ANY})月(?![球])(?:(?P<d2>{_ANY})[日号])?|(?P<d3>{_ANY})日(?![常益报均])|(?P<y2>{_YEAR})(?=[-—~至]{_YEAR}年))"
    rf"|(?P<ordinal>第(?P<o>{_ANY})(?P<of>[{_ORDINALS}]?)|(?<=[(（])(?P<o2>{_ANY})(?P<of2>[批期])"
    rf"|(?P<o3>{_ANY})(?P<of3>季度))"
    rf"|(?P<number>(?P<n>\d+(?:[.,:]\d+)*|{_CHINESE}(?<=[{_NUMERALS}]{{2}})|{_CHINESE}(?=[{_COUNTED}万亿]))(?P<unit>%|‰|[万亿千百]*(?:个?百分点|公里|公顷|平方米|立方米|[{_COUNTED}])?))"
)
_VALUES = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it stands (``words``) and what it amounts to; a date's value is (year, month, day), '' unsaid.

    ``of`` is what an ordinal counts (批, 期 …) or the unit of a number.
    """

    kind: FigureKind
    words: str
    value: Value
    of: str = ""


def figure(match: re.Match[str]) -> Figure:
    """Return the figure a match of `FIGURE` is."""
    words = match.group()
    if match["date"]:
        parts = (match["y"] or match["y2"], match["m"] or match["m2"], match["d"] or match["d2"] or match["d3"])
        return Figure("date", words, tuple(amount(part) if part else "" for part in parts))
    if match["ordinal"]:
        counted = match["of"] or match["of2"] or match["of3"] or ""
        return Figure("ordinal", words, (amount(match["o"] or match["o2"] or match["o3"]),), counted[:1])
    return Figure("number", words, (amount(match["n"]),), match["unit"])


def agree(one: Figure, other: Figure) -> bool:
    """Tell whether two figures may mean the same: equal values and units; what one of them leaves unsaid may be equal."""
    if "date" == one.kind == other.kind:
        said = [(a, b) for a, b in zip(one.value, other.value, strict=True) if a and b]
        return bool(said) and all(a == b for a, b in said)
    return one.value == other.value and (one.of == other.of or not one.of or not other.of)


def amount(words: str) -> str:
    """Return the number `words` is, written one way: ``12.50`` is 12.5, ``二〇二六`` 2026, ``十二`` 12."""
    if words[0].isdigit():
        plain = words.replace(",", "")
        whole, point, rest = plain.partition(".")
        rest = rest.rstrip("0")
        return (whole.lstrip("0") or "0") + (point + rest if rest else "")
    spelt = words.replace("廿", "二十").replace("卅", "三十")
    if all(char in _VALUES for char in spelt):
        return str(int("".join(str(_VALUES[char]) for char in spelt)))
    return str(_counted(spelt))


def _counted(words: str) -> int:
    """Return the value of Chinese numerals with 十百千万亿: ``三万二千`` is 32000."""
    total = section = digit = 0
    for char in words:
        if char in _VALUES:
            digit = _VALUES[char]
        elif char in _TENS:
            section += (digit or 1) * _TENS[char]
            digit = 0
        else:
            total += (section + digit) * _LARGE[char]
            section = digit = 0
    return total + section + digit
