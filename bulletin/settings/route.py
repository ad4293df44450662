"""The route (审核路线) of a publication: its review levels, in their order; the last decides, the others recommend.

A level is its name alone, or a table::

    levels = [
        "责任编辑",
        { name = "科长审核", hours = 4, skip_when_urgent = true },
        { name = "主任审定", roles = ["signer"], people = ["signer1"], countersign = ["reviewer2"], decides = true },
    ]
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from bulletin.errors import SettingsError
from bulletin.model import Level, Person
from bulletin.settings.table import Table
from bulletin.terms import ROLES
from bulletin.text import nearest

MOST_HOURS = 2000
EXAMPLE = '每种刊物至少有一级审核，如 levels = ["科长审核"]'


def read_route(table: Table, key: str = "levels") -> tuple[Level, ...]:
    """Return the levels below `key`. Raises `SettingsError`: none, two of one name, a level that decides and is not last."""
    entries = table.mixed(key, "name")
    route = tuple(_level(entry, number == len(entries)) for number, entry in enumerate(entries, 1))
    if not route:
        raise table.wrong(key, [], EXAMPLE)
    names = sorted(level.name for level in route)
    if twice := next((one for one, other in pairwise(names) if one == other), ""):
        raise table.wrong(key, names, f"两级都叫“{twice}”，每级的名称须不同")
    return route


def _level(table: Table, is_last: bool) -> Level:
    usual = Level("")
    name = table.text("name")
    if not name or name in ("编辑", "editor"):
        raise table.wrong("name", name, "每级要有名称，且不能叫“编辑”：退回编辑是另一回事")
    if table.flag("decides", is_last) != is_last:
        raise table.wrong("decides", not is_last, "只有末级审定，前面各级是拟同意")
    level = Level(
        name,
        roles=table.texts("roles", usual.roles),
        people=table.texts("people"),
        countersign=table.texts("countersign"),
        hours=table.number("hours", usual.hours),
        skippable=table.flag("skip_when_urgent", False),
    )
    if stray := next((role for role in level.roles if role not in ROLES), ""):
        raise table.wrong("roles", stray, f"可用的角色：{'、'.join(ROLES)}，最接近的是 {nearest(stray, ROLES) or '无'}")
    if level.hours > MOST_HOURS:
        raise table.wrong("hours", level.hours, f"最多 {MOST_HOURS} 小时；0 为不限")
    if not level.roles:
        raise table.wrong("roles", [], "每级至少有一个角色")
    if level.skippable and is_last:
        raise table.wrong("skip_when_urgent", True, "末级审定不能略过，特急也不能")
    table.finish()
    return level


def refuse_strangers(publication: str, route: tuple[Level, ...], people: Mapping[str, Person]) -> None:
    """Raise `SettingsError` where a level names somebody who is not of the office, or lacks every role of the level."""
    for level in route:
        place = f"bulletin.toml 中 publications.{publication} 的“{level.name}”"
        for person in (*level.people, *level.countersign):
            if person not in people:
                raise SettingsError(
                    f"{place}写有 {person}", f"没有这个人员，最接近的是 {nearest(person, people) or '无'}"
                )
        for person in level.people:
            if not people[person].roles & set(level.roles):
                raise SettingsError(f"{place}由 {person} 审，而其角色不在本级的角色之中", "请改 people 或 roles")
