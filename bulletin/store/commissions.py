"""Commissions (约稿), and which items answer them: the newest row on an item counts, no row is ever changed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from sqlite_utils import Database

from bulletin.errors import NotFound
from bulletin.model import Answer, Commission, Item, Standing
from bulletin.store import items, statuses
from bulletin.store.database import write
from bulletin.store.rows import Row, first, insert, known_moment, pack, select, stamp, texts
from bulletin.workflow import Step

NEWEST = "a.id = (select max(b.id) from commission_answers b where b.commission_id = a.commission_id and b.item_id = a.item_id)"
"""SQL: that the row ``a`` is the newest on its item and commission, the one that counts."""


def create(db: Database, step: Step, wish: Commission) -> Commission:
    """Put out the commission `wish`, whose id, state and author follow from the step. Return it as stored."""
    row: Row = {
        "topic": wish.topic,
        "asks": pack(wish.asks),
        "units": pack(wish.units),
        "starts_at": stamp(wish.starts_at),
        "due_at": stamp(wish.due_at),
        "issue_id": wish.issue_id,
        "instruction_id": wish.instruction_id,
        "state": step.after,
        "by": step.actor.id,
        "on_behalf_of": step.on_behalf_of,
        "at": stamp(step.at),
    }
    with write(db):
        commission_id = insert(db, "commissions", row)
        statuses.record(db, step, commission_id)
        return get(db, commission_id)


def get(db: Database, commission_id: int) -> Commission:
    """Return the commission of that number. Raises `NotFound`."""
    row = first(db, "select * from commissions where id = ?", commission_id)
    if row is None:
        raise NotFound("约稿", commission_id, "请用 commission list --all 查看编号")
    return _commission(row)


def every(db: Database, state: str = "") -> list[Commission]:
    """Return the commissions in `state`, or all, first due first."""
    where, given = ("where state = ?", (state,)) if state else ("", ())
    return [_commission(row) for row in select(db, f"select * from commissions {where} order by due_at, id", *given)]


def standing(commission: Commission) -> Standing:
    """Return where the commission stands."""
    return Standing("commission", commission.id, commission.state, f"约稿 {commission.id}")


def link(db: Database, commission: Commission, item_id: int, unit: str, step: Step, *, is_off: bool = False) -> None:
    """Record that the item answers the commission for `unit`, or (``is_off``) that it does not."""
    row: Row = {
        "commission_id": commission.id,
        "item_id": item_id,
        "unit": unit,
        "is_off": int(is_off),
        "by": step.actor.id,
        "on_behalf_of": step.on_behalf_of,
        "at": stamp(step.at),
    }
    with write(db):
        insert(db, "commission_answers", row)
        statuses.record(db, step)


def answers(db: Database, commission_id: int) -> list[Answer]:
    """Return the items that answer the commission, the first received first."""
    sql = f"""
        select a.item_id, a.unit, d.received_at, d.title from commission_answers a join items d on d.id = a.item_id
        where a.commission_id = ? and a.is_off = 0 and {NEWEST}
    """
    found = [
        Answer(**{**row, "received_at": known_moment(row["received_at"])}) for row in select(db, sql, commission_id)
    ]
    return sorted(found, key=lambda one: (one.received_at, one.item_id))


def decided(db: Database, commission_id: int) -> set[int]:
    """Return the items somebody has said of whether they answer the commission."""
    sql = "select distinct item_id from commission_answers where commission_id = ?"
    return {row["item_id"] for row in select(db, sql, commission_id)}


def unit_of(db: Database, commission_id: int, item_id: int) -> str:
    """Return the unit for which an item answered the commission last, '' where it never did."""
    sql = """
        select unit from commission_answers where commission_id = ? and item_id = ? order by is_off, id desc limit 1
    """
    return next((row["unit"] for row in select(db, sql, commission_id, item_id)), "")


def of_item(db: Database, item_id: int) -> list[Commission]:
    """Return the commissions an item answers, oldest first."""
    sql = f"""
        select c.* from commission_answers a join commissions c on c.id = a.commission_id
        where a.item_id = ? and a.is_off = 0 and {NEWEST} order by c.id
    """
    return [_commission(row) for row in select(db, sql, item_id)]


def topics(db: Database, item_ids: Iterable[int]) -> dict[int, str]:
    """Return of those of the items that answer a commission its topic, the newest where they answer several."""
    sql = f"""
        select a.item_id, c.topic from json_each(?) w join commission_answers a on a.item_id = w.value
        join commissions c on c.id = a.commission_id where a.is_off = 0 and {NEWEST} order by c.id
    """
    return {row["item_id"]: row["topic"] for row in select(db, sql, json.dumps(list(item_ids)))}


def of_instruction(db: Database, instruction_id: int) -> list[int]:
    """Return the commissions that follow from an instruction."""
    sql = "select id from commissions where instruction_id = ? order by id"
    return [row["id"] for row in select(db, sql, instruction_id)]


def received(db: Database, unit: str, since: datetime, until: datetime) -> list[Item]:
    """Return what came in from a unit from `since` to `until`, both included, oldest first."""
    condition = "d.unit = ? and d.received_at >= ? and d.received_at <= ?"
    return items.selected(db, condition, (unit, stamp(since), stamp(until)))


def _commission(row: Row) -> Commission:
    return Commission(
        **{
            **row,
            "asks": texts(row["asks"]),
            "units": texts(row["units"]),
            "starts_at": known_moment(row["starts_at"]),
            "due_at": known_moment(row["due_at"]),
            "at": known_moment(row["at"]),
        }
    )
