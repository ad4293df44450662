"""Figures traced: every figure, date, time, ordinal and document number of the edited text is looked for by its value.

Rules of 数字关 (a number is to be 准确: what the editor cannot find in the raw text is asked of the unit, 核实).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, permutations

from bulletin.desk.gates.quantities import Quantity, same, units_agree
from bulletin.desk.gates.rule import Sighting
from bulletin.desk.gates.tracing.alignment import surroundings, taken, within_clause
from bulletin.desk.gates.tracing.texts import Texts

UNTRACED, DERIVED = "wording.figure_untraced", "wording.figure_derived"
_MOST_PARTS = 60
_FEW = 2
"""Up to this a number follows from others by chance."""
_MONTH = 30
_MONTHS = ("个月", "天")
_KINDS = {
    "date": "日期",
    "time": "时刻",
    "weekday": "星期",
    "ordinal": "序数",
    "number": "数字",
    "document": "发文字号",
}


def sightings(texts: Texts) -> Iterator[Sighting]:
    """A figure the raw text does not have, or whose direction or bound is another there; and one the editor made of
    others, rounded or added up, said so that the reader of the draft can follow."""
    for one in texts.here.quantities:
        if fault := _fault(texts, _as_told(texts, one)):
            yield replace(fault, rule=fault.rule or UNTRACED)


_YEARS = {-2: "前年", -1: "[去上]一?年", 0: "[今本当]年|年内|年底", 1: "明年|来年"}


def _as_told(texts: Texts, one: Quantity) -> Quantity:
    """Return a date without its year where the raw text tells that year as 去年、今年; other quantities as they are."""
    if not (one.kind == "date" and texts.day and one.value[0]):
        return one
    words = _YEARS.get(int(one.value[0]) - texts.day.year)
    there = _in_place(texts, one)
    if not words or not re.search(words, texts.raw) or (there and there.value[0] not in ("", one.value[0])):
        return one
    return replace(one, value=("", *one.value[1:]))


def _agreement(texts: Texts, one: Quantity, other: Quantity) -> int:
    """Return how many characters around the two agree."""
    return sum(surroundings(texts.edited, texts.raw, one.span, other.span))


def _closest(texts: Texts, one: Quantity, among: list[Quantity]) -> Quantity | None:
    """Return the quantity that stands most in the same place."""
    return max(among, key=lambda other: _agreement(texts, one, other), default=None)


def _fault(texts: Texts, one: Quantity) -> Sighting | None:
    if not any(one.value):
        return None
    found = [other for other in texts.there.quantities if same(one, other)]
    if not found and one.is_article and _in_place(texts, one) is None:
        return None
    if not found:
        made = _derived(texts, one)
        return Sighting(one.start, one.end, made, rule=DERIVED) if made else _missing(texts, one)
    best = _closest(texts, one, found)
    if best and one.direction and best.direction and one.direction != best.direction:
        word = "增长" if best.direction == "+" else "下降"
        return Sighting(one.said, one.end, f"原文此数为{word}，升降不一致，请核实")
    if best and one.base and best.base and one.base != best.base:
        return Sighting(one.based, one.end, f"原文此数为{best.base}，不是{one.base}，请核实")
    if best and one.bound and best.bound and one.bound != best.bound:
        return Sighting(one.start, one.end, f"原文为“{_shown(texts.raw, best)}”，与此处“超”“近”相反，请核实")
    if one.kind == "date" and (unsaid := _unsaid(texts, one)):
        return Sighting(one.start, one.end, f"原文没有写明这个{unsaid}，请核实")
    return _exchanged(texts, one, found)


def _shown(raw: str, one: Quantity) -> str:
    return raw[max(0, one.start - 2) : one.end].strip()


def _missing(texts: Texts, one: Quantity) -> Sighting:
    """Return what stands in its place in the raw text, or the figure there that is most alike."""
    nearest = _in_place(texts, one) or _closest(
        texts,
        one,
        [other for other in texts.there.quantities if other.kind == one.kind and _agreement(texts, one, other) >= 2],
    )
    kind = _KINDS[one.kind]
    if nearest is None:
        return Sighting(one.start, one.end, f"原文没有这个{kind}，请核实")
    return Sighting(one.start, one.end, f"原文没有这个{kind}，相近处原文为“{nearest.words}”，请核实", nearest.words)


def _in_place(texts: Texts, one: Quantity) -> Quantity | None:
    for gap in texts.gaps:
        if gap.edited[0] <= one.end and one.start <= gap.edited[1]:
            there = [
                q
                for q in texts.there.quantities
                if q.start <= gap.raw[1] and gap.raw[0] <= q.end and q.kind == one.kind
            ]
            if there:
                return _closest(texts, one, there)
    return None


def _unsaid(texts: Texts, one: Quantity) -> str:
    """Return which part of a date (年、月、日) no agreeing date of the raw text says, nor any other."""
    dates = [other for other in texts.there.quantities if other.kind == "date"]
    for k, noun in enumerate("年月日"):
        if one.value[k] and not any(other.value[k] == one.value[k] for other in dates):
            return f"{one.value[k]}{noun}"
    return ""


def _exchanged(texts: Texts, one: Quantity, found: list[Quantity]) -> Sighting | None:
    """A figure whose place in the raw text is taken by another: 甲县12、乙县15 for 甲县15、乙县12."""
    others = [
        other
        for other in texts.there.quantities
        if other.kind == one.kind
        and not same(one, other)
        and (units_agree(one.unit, other.unit) or one.value == other.value)
    ]
    here = _closest(texts, one, others)
    if here is None or (one.kind == "ordinal" and texts.edited[max(0, one.start - 1) : one.start] in ("", "。")):
        return None
    known = max(_agreement(texts, one, other) for other in found)
    before, behind = surroundings(texts.edited, texts.raw, one.span, here.span)
    ours = within_clause(texts.edited, one.end, behind) if one.kind == "number" else behind
    if not taken((before, behind), known, max(before, ours)):
        return None
    return Sighting(one.start, one.end, f"原文此处为“{here.words}”，这个数在原文别处，请核对是否张冠李戴", here.words)


def _derived(texts: Texts, one: Quantity) -> str:
    """Return how a number follows from those of the raw text, or ''."""
    if one.kind != "number" or (one.number <= _FEW and not _is_difference(texts, one)):
        return ""
    numbers = [other for other in texts.there.quantities if other.kind == "number"]
    alike = [other for other in numbers if other.unit == one.unit]
    if days := next((other for other in numbers if (one.unit, other.unit) == _MONTHS and _in_days(one, other)), None):
        return f"由原文“{days.words}”换算"
    if rounded := next((other for other in alike if _rounds(one, other)), None):
        return f"由原文“{rounded.words}”取约数"
    if one.words.endswith("成"):
        return _share_of(one, numbers)
    parts = list({other.number: other for other in alike}.values())[:_MOST_PARTS] if one.unit else []
    for a, b in combinations(parts, 2):
        if a.number + b.number == one.number:
            return f"由原文“{a.words}”与“{b.words}”相加得出"
        if abs(a.number - b.number) == one.number:
            return f"由原文“{a.words}”与“{b.words}”相减得出"
    return ""


def _rounds(one: Quantity, other: Quantity) -> bool:
    """Tell whether a number is another with fewer figures: 182.4亿 for 182.36亿; 近400亿 for 398.2亿."""
    few, many = one.number.normalize(), other.number.normalize()
    if (len(few.as_tuple().digits) < 2 and not _is_rough(one)) or few.number_class() != "+Normal":
        return False
    exponent = few.as_tuple().exponent
    if isinstance(exponent, int) and len(few.as_tuple().digits) < len(many.as_tuple().digits):
        return _near(few, many, Decimal(1).scaleb(exponent), one.bound)
    return False


def _near(few: Decimal, many: Decimal, step: Decimal, bound: str) -> bool:
    """Tell whether `many` may be told as `few`, in steps of `step`: rounded, or cut off and said to be more (逾410亿元)."""
    if bound == ">":
        return few <= many < few + step
    return abs(many - few) <= step / 2 and (bound != "<" or many <= few)


def _is_rough(one: Quantity) -> bool:
    return bool(one.bound) or one.words.endswith("成")


def _is_difference(texts: Texts, one: Quantity) -> bool:
    """Tell whether a small number is told as what something rose or fell by: 少2天."""
    return bool(one.direction) or texts.edited[max(0, one.start - 1) : one.start] in tuple("多少高低早晚")


def _in_days(months: Quantity, days: Quantity) -> bool:
    return months.number * _MONTH == days.number


def _share_of(one: Quantity, numbers: list[Quantity]) -> str:
    """Return the two numbers of one unit whose share, or by how much one is less, is so many 成, or ''."""
    for a, b in permutations(list({(q.number, q.unit): q for q in numbers}.values())[:_MOST_PARTS], 2):
        if a.unit == b.unit and a.number < b.number:
            share = 100 * a.number / b.number
            if any(_near(one.number, told, Decimal(10), one.bound) for told in (share, 100 - share)):
                return f"由原文“{a.words}”与“{b.words}”相除得出"
    return ""
