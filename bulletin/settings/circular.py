"""What an office's circular (通报) says, and of whom: ``[circular]`` of bulletin.toml.

No two places agree: groups are classes of units or lists (温县 2023: 四组), zero units are named or not (霍林郭勒 2018: 点名),
the last are named or not (白水 2021), places go by the period or by the year so far.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bulletin.settings.table import Table
from bulletin.text import nearest

RANKED_BY = ("本期", "累计")
"""By what places are given: the points of the period, or those of the year so far."""
PARTS = ("总体", "得分", "上级采用", "批示", "约稿", "四快", "问题", "调整", "条目")
"""The parts a circular may have, in their order; 条目 is the attachment that lists what was adopted."""
_MOST = 100


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """Group (组): the units that are ranked among themselves: these, and those of these classes."""

    name: str
    units: tuple[str, ...] = ()
    classes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CircularRules:
    """How an office's circular is made; without ``groups``, each class of units is one.

    What is printed in ``publication``, the circular's own, is no adoption. ``top``: so many places of each group are named;
    ``last``: so many from the end; ``names_zero``: units that sent nothing, or had nothing adopted, are named;
    ``hides_empty``: units without any figure are left out of the tables; ``charts``: drawn, not only listed.
    """

    publication: str = "信息工作通报"
    top: int = 3
    last: int = 0
    names_zero: bool = True
    hides_empty: bool = False
    ranked_by: str = RANKED_BY[0]
    charts: bool = True
    parts: tuple[str, ...] = PARTS
    groups: tuple[UnitGroup, ...] = ()


def read_circular(table: Table, classes: Mapping[str, int]) -> CircularRules:
    """Read ``[circular]``; `classes` are the classes of the office's units by name. Raises `SettingsError`."""
    usual = CircularRules()
    parts = table.texts("parts") or PARTS
    if strange := next((part for part in parts if part not in PARTS), ""):
        raise table.wrong("parts", list(parts), f"没有“{strange}”这一部分，可用的：{'、'.join(PARTS)}")
    rules = CircularRules(
        publication=table.text("publication", usual.publication),
        top=_count(table, "top", usual.top),
        last=_count(table, "last", usual.last),
        names_zero=table.flag("names_zero", usual.names_zero),
        hides_empty=table.flag("hides_empty", usual.hides_empty),
        ranked_by=table.choice("ranked_by", RANKED_BY, usual.ranked_by),
        charts=table.flag("charts", usual.charts),
        parts=tuple(part for part in PARTS if part in parts),
        groups=_groups(table.array("groups"), classes),
    )
    table.finish()
    return rules


def _groups(tables: Iterable[Table], classes: Mapping[str, int]) -> tuple[UnitGroup, ...]:
    groups: list[UnitGroup] = []
    owner: dict[str, str] = {}
    for table in tables:
        group = UnitGroup(table.text("name"), table.texts("units"), table.whole_numbers("classes"))
        if any(group.name == other.name for other in groups):
            raise table.wrong("name", group.name, "已有同名的组")
        for unit in group.units:
            if unit not in classes:
                raise table.wrong("units", unit, f"没有这个单位，最接近的是 {nearest(unit, classes) or '无'}")
        for number in group.classes:
            if number not in classes.values():
                raise table.wrong("classes", number, f"没有第{number}类单位，请核对各单位的 class")
        for unit in members(group, classes):
            if owner.setdefault(unit, group.name) != group.name:
                raise table.wrong("name", group.name, f"{unit}已在“{owner[unit]}”组，一个单位只排在一组")
        table.finish()
        groups.append(group)
    return tuple(groups)


def members(group: UnitGroup, classes: Mapping[str, int]) -> list[str]:
    """Return the units of a group, in the order of the office's list."""
    return [unit for unit, unit_class in classes.items() if unit in group.units or unit_class in group.classes]


def _count(table: Table, key: str, usual: int) -> int:
    value = table.number(key, usual)
    if value != int(value) or value > _MOST:
        raise table.wrong(key, value, f"应为 0 至 {_MOST} 的整数")
    return int(value)
