"""How the units of one item share its points: 均分 in equal parts, exactly; 定额, 减额, 全额, or 牵头 alone.

Sources: 合报信息的分数均分 (衢州); 每单位10分; 被综合采用的，每个单位计3分; full to each distinct unit (domain 2.4).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from bulletin.model import in_full


@dataclass(frozen=True, slots=True)
class Share:
    """What one unit has of a sum: ``amount`` is ``whole`` divided by ``parts``; ``how`` says it in Chinese."""

    unit: str
    amount: Fraction
    whole: Fraction
    parts: int
    how: str


def shares(whole: Fraction, units: tuple[str, ...], merge: str, flat: Fraction, merged: Fraction | None) -> list[Share]:
    """Return what each of `units`, the lead first, has of `whole` under a way of merging (`settings.points.MERGES`).

    `flat` is for 定额, `merged` for 减额: each unit's points where there are several. Under 均分 the parts add up to the whole.
    """
    count = len(units)
    if count == 1 or merge == "全额":
        return _alike(whole, units, f"计{in_full(whole)}分")
    if merge == "均分":
        part, how = whole / count, f"{in_full(whole)}÷{count}（{count}个单位均分）"
        return [Share(unit, part, whole, count, how) for unit in units]
    if merge == "牵头":
        return _alike(whole, units[:1], f"计{in_full(whole)}分，记牵头单位")
    reduced = whole if merged is None else merged
    each = flat if merge == "定额" else reduced
    return _alike(each, units, f"综合采用，每个单位{in_full(each)}分")


def _alike(amount: Fraction, units: tuple[str, ...], how: str) -> list[Share]:
    return [Share(unit, amount, amount, 1, how) for unit in units]
