"""Figures traced: every figure, date, time, ordinal and document number of the edited text is looked for by its value.

Rules of 数字关 (a number is to be 准确: what the editor cannot find in the raw text is asked of the unit, 核实).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from bulletin.desk.gates.rule import Draft, GateRule, Sighting
from bulletin.desk.gates.tracing.alignment import Gap, folded, gaps, joined, surroundings, taken
from bulletin.desk.gates.tracing.quantities import Quantity, quantities, same, units_agree
from bulletin.settings import Settings

_UNTRACED, _DERIVED = "wording.figure_untraced", "wording.figure_derived"
_MOST_PARTS = 60
_KINDS = {
    "date": "日期",
    "time": "时刻",
    "weekday": "星期",
    "ordinal": "序数",
    "number": "数字",
    "document": "发文字号",
}


@dataclass(frozen=True, slots=True)
class _Texts:
    """The two texts, widths folded, with their quantities and the places where they part."""

    edited: str
    raw: str
    figures: list[Quantity]
    sources: list[Quantity]
    gaps: list[Gap]

    def agreement(self, one: Quantity, other: Quantity) -> int:
        """Return how many characters around the two agree."""
        return sum(surroundings(self.edited, self.raw, one.span, other.span))

    def closest(self, one: Quantity, among: list[Quantity]) -> Quantity | None:
        """Return the quantity that stands most in the same place."""
        return max(among, key=lambda other: self.agreement(one, other), default=None)


def _texts(draft: Draft) -> _Texts:
    edited, raw = folded(draft.text), folded("\n".join(draft.raw))
    figures, sources = quantities(edited), quantities(raw)
    edited, raw = joined(edited), joined(raw)
    return _Texts(edited, raw, figures, sources, gaps(edited, raw))


def _traced(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """A figure the raw text does not have, or whose direction or bound is another there; and one the editor made of
    others, rounded or added up, said so that the reader of the draft can follow."""
    texts = _texts(draft) if draft.raw else None
    for one in texts.figures if texts else ():
        if texts and (fault := _fault(texts, one)):
            yield replace(fault, rule=fault.rule or _UNTRACED)


def _fault(texts: _Texts, one: Quantity) -> Sighting | None:
    found = [other for other in texts.sources if same(one, other)]
    if not found and one.is_article and _in_place(texts, one) is None:
        return None
    if not found:
        made = _derived(texts, one)
        return Sighting(one.start, one.end, made, rule=_DERIVED) if made else _missing(texts, one)
    best = texts.closest(one, found)
    if best and one.direction and best.direction and one.direction != best.direction:
        word = "增长" if best.direction == "+" else "下降"
        return Sighting(one.said, one.end, f"原文此数为{word}，升降不一致，请核实")
    if best and one.bound and best.bound and one.bound != best.bound:
        return Sighting(one.start, one.end, f"原文为“{_shown(texts.raw, best)}”，与此处“超”“近”相反，请核实")
    if one.kind == "date" and (unsaid := _unsaid(texts, one)):
        return Sighting(one.start, one.end, f"原文没有写明这个{unsaid}，请核实")
    return _exchanged(texts, one, found)


def _shown(raw: str, one: Quantity) -> str:
    return raw[max(0, one.start - 2) : one.end].strip()


def _missing(texts: _Texts, one: Quantity) -> Sighting:
    """Return what stands in its place in the raw text, or the figure there that is most alike."""
    nearest = _in_place(texts, one) or texts.closest(
        one, [other for other in texts.sources if other.kind == one.kind and texts.agreement(one, other) >= 2]
    )
    kind = _KINDS[one.kind]
    if nearest is None:
        return Sighting(one.start, one.end, f"原文没有这个{kind}，请核实")
    return Sighting(one.start, one.end, f"原文没有这个{kind}，相近处原文为“{nearest.words}”，请核实", nearest.words)


def _in_place(texts: _Texts, one: Quantity) -> Quantity | None:
    for gap in texts.gaps:
        if gap.edited[0] <= one.end and one.start <= gap.edited[1]:
            there = [q for q in texts.sources if q.start <= gap.raw[1] and gap.raw[0] <= q.end and q.kind == one.kind]
            if there:
                return texts.closest(one, there)
    return None


def _unsaid(texts: _Texts, one: Quantity) -> str:
    """Return which part of a date (年、月、日) no agreeing date of the raw text says, nor any other."""
    dates = [other for other in texts.sources if other.kind == "date"]
    for k, noun in enumerate("年月日"):
        if one.value[k] and not any(other.value[k] == one.value[k] for other in dates):
            return f"{one.value[k]}{noun}"
    return ""


def _exchanged(texts: _Texts, one: Quantity, found: list[Quantity]) -> Sighting | None:
    """A figure whose place in the raw text is taken by another: 甲县12、乙县15 for 甲县15、乙县12."""
    others = [
        other
        for other in texts.sources
        if other.kind == one.kind
        and not same(one, other)
        and (units_agree(one.unit, other.unit) or one.value == other.value)
    ]
    here = texts.closest(one, others)
    if here is None or (one.kind == "ordinal" and texts.edited[max(0, one.start - 1) : one.start] in ("", "。")):
        return None
    known = max(texts.agreement(one, other) for other in found)
    if not taken(surroundings(texts.edited, texts.raw, one.span, here.span), known):
        return None
    return Sighting(one.start, one.end, f"原文此处为“{here.words}”，这个数在原文别处，请核对是否张冠李戴", here.words)


def _derived(texts: _Texts, one: Quantity) -> str:
    """Return how a number follows from those of the raw text, or ''."""
    if one.kind != "number" or one.number <= 2:
        return ""
    alike = [other for other in texts.sources if other.kind == "number" and other.unit == one.unit]
    if rounded := next((other for other in alike if _rounds(one, other)), None):
        return f"由原文“{rounded.words}”取约数"
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
    if len(few.as_tuple().digits) < 2 and not one.bound:
        return False
    step = few.as_tuple().exponent
    if isinstance(step, int) and len(few.as_tuple().digits) < len(many.as_tuple().digits):
        return many.quantize(Decimal(1).scaleb(step)) == few
    return False


RULES = (
    GateRule(_UNTRACED, "wording", "warning", _traced, "数字、日期在原文中找不到"),
    GateRule(_DERIVED, "wording", "advice", _traced, "数字由原文取约数或相加而来"),
)
