"""Delegations (授权) of an office, each dated; two that hand one role round in a circle are refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bulletin.errors import SettingsError
from bulletin.model import Person
from bulletin.settings.table import Table
from bulletin.terms import role_names
from bulletin.text import nearest


@dataclass(frozen=True, slots=True)
class Delegation:
    """Delegation (授权): ``giver`` lets ``taker`` act in his ``roles`` from ``start`` to ``end``, both included.

    Empty ``roles`` are all the giver's. Only roles entered for the giver himself count: nothing is passed on.
    """

    giver: str
    taker: str
    start: date
    end: date
    reason: str
    roles: frozenset[str] = frozenset()


def read_delegations(entries: list[Table], people: dict[str, Person]) -> tuple[Delegation, ...]:
    """Read ``[[delegations]]``. Raises `SettingsError`: for a wrong key, or where a role goes round in a circle.

    Nothing is passed on, so a circle (甲授权乙、乙又授权甲，同一角色、同一时候) can only mean that nobody is there to act.
    """
    found: list[Delegation] = []
    for entry in entries:
        found.append(_delegation(entry, people))
        for role in _given(found[-1], people):
            if circle := next(_circles(found, found[-1], role, people), None):
                raise _in_a_circle(entry, circle, role, people)
    return tuple(found)


def _delegation(table: Table, people: dict[str, Person]) -> Delegation:
    start, end = table.day("start"), table.day("end")
    if start is None or end is None or end < start:
        raise table.wrong("start/end", f"{start} — {end}", "授权要写明起止日期，且止不早于起")
    giver, taker = table.text("giver"), table.text("taker")
    for key, person in (("giver", giver), ("taker", taker)):
        if person not in people:
            raise table.wrong(key, person, f"没有这个人员，最接近的是 {nearest(person, people) or '无'}")
    if giver == taker:
        raise table.wrong("taker", taker, "不能授权给自己")
    roles = table.texts("roles")
    if stray := next((role for role in roles if role not in people[giver].roles), ""):
        raise table.wrong("roles", stray, f"只能授予授权人自己的角色：{'、'.join(sorted(people[giver].roles)) or '无'}")
    delegation = Delegation(giver, taker, start, end, table.text("reason"), frozenset(roles))
    table.finish()
    return delegation


def _given(one: Delegation, people: dict[str, Person]) -> frozenset[str]:
    own = people[one.giver].roles
    return own & (one.roles or own)


def _circles(
    every: Sequence[Delegation], way_end: Delegation, role: str, people: dict[str, Person]
) -> Iterator[tuple[Delegation, ...]]:
    """Yield the circles the last delegation closes: from its taker on, each with a day on which all of them hold."""
    ways: list[tuple[Delegation, ...]] = [(way_end,)]
    while ways:
        way = ways.pop()
        for one in every:
            longer = (*way, one)
            if one in way or one.giver != way[-1].taker or role not in _given(one, people) or not _same_days(longer):
                continue
            if one.taker == way_end.giver:
                yield longer
            ways.append(longer)


def _same_days(way: tuple[Delegation, ...]) -> bool:
    return max(one.start for one in way) <= min(one.end for one in way)


def _in_a_circle(table: Table, circle: tuple[Delegation, ...], role: str, people: dict[str, Person]) -> SettingsError:
    names = "→".join(people[person].name for person in (*(one.giver for one in circle), circle[0].giver))
    why = f"{role_names((role,))}在同一时候转了一圈（{names}），授权不能再转授；请删去其中一项，或错开日期"
    return table.wrong("taker", circle[0].taker, why)
