"""Figures in a text: numbers, dates and ordinals, in Arabic or Chinese numerals, with the value they have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bulletin.text.numerals import DIGITS, NUMERALS, amount

FigureKind = Literal["date", "ordinal", "number"]
Value = tuple[str, ...]
_CHINESE = rf"[{NUMERALS}](?:[{NUMERALS}万亿]*[{NUMERALS}])?"
_COUNTED = "元人户件个家亩吨米次名辆台所项倍处例起天周岁"
_ANY = rf"(?:\d+|{_CHINESE})"
_YEAR = rf"(?:(?:19|20)\d\d|[一二][{DIGITS}]{{3}})"
_ORDINALS = "批期次届轮季场版号辑集卷册名位章条款项编节"
FIGURE = re.compile(
    rf"(?P<date>(?P<y>{_YEAR})(?:年度?|[-/.](?=\d{{1,2}}[-/.]\d))(?:(?P<m>{_ANY})(?:月(?!球)|[-/.](?=\d))(?:(?P<d>{_ANY})[日号]?)?)?"
    rf"|(?P<m2>{_ANY})月(?![球])(?:(?P<d2>{_ANY})[日号])?|(?P<d3>{_ANY})日(?![常益报均])|(?P<y2>{_YEAR})(?=[-—~至]{_YEAR}年))"
    rf"|(?P<ordinal>第(?P<o>{_ANY})(?P<of>[{_ORDINALS}]?)|(?<=[(（])(?P<o2>{_ANY})(?P<of2>[批期])"
    rf"|(?P<o3>{_ANY})(?P<of3>季度))"
    rf"|(?P<number>(?P<n>\d+(?:[.,:]\d+)*|{_CHINESE}(?<=[{NUMERALS}]{{2}})|{_CHINESE}(?=[{_COUNTED}万亿]))(?P<unit>%|‰|[万亿千百]*(?:个?百分点|公里|公顷|平方米|立方米|[{_COUNTED}])?))"
)


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


_MANY = re.compile("[万亿千百]+")


def same_measure(one: Figure, other: Figure) -> bool:
    """Tell whether two figures may be of one thing: of one kind and unit (万元 and 亿元 are one), or a unit is unsaid."""
    units = _MANY.sub("", one.of), _MANY.sub("", other.of)
    return one.kind == other.kind and (one.kind != "number" or units[0] == units[1] or not all(units))


def agree(one: Figure, other: Figure) -> bool:
    """Tell whether two figures may mean the same: equal values and units; what one of them leaves unsaid may be equal."""
    if "date" == one.kind == other.kind:
        said = [(a, b) for a, b in zip(one.value, other.value, strict=True) if a and b]
        return bool(said) and all(a == b for a, b in said)
    return one.value == other.value and (one.of == other.of or not one.of or not other.of)
