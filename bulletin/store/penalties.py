"""Penalties (扣分登记): faults registered against units. Rows are never changed; a wrong one is taken back."""

from __future__ import annotations

from datetime import date

from sqlite_utils import Database

from bulletin.errors import NotFound
from bulletin.model import Penalty
from bulletin.store.database import write
from bulletin.store.retractions import joined, taken_out
from bulletin.store.rows import Row, first, insert, known_moment, select, stamp

TABLE = "penalties"


def add(db: Database, wish: Penalty) -> Penalty:
    """Register a penalty; its id is given here."""
    row: Row = {name: getattr(wish, name) for name in Penalty.__slots__ if name not in ("id", "retracted")}
    row |= {"dated_on": wish.dated_on.isoformat(), "at": stamp(wish.at)}
    with write(db):
        return get(db, insert(db, TABLE, row))


def get(db: Database, penalty_id: int) -> Penalty:
    """Return the penalty of that number. Raises `NotFound`."""
    row = first(db, f"{joined(TABLE)} where t.id = ?", penalty_id)
    if row is None:
        raise NotFound("扣分登记", penalty_id, "请用 penalty list 查看编号")
    return _penalty(row)


def every(db: Database) -> list[Penalty]:
    """Return all of them, the oldest date first."""
    return [_penalty(row) for row in select(db, f"{joined(TABLE)} order by t.dated_on, t.id")]


def same(db: Database, wish: Penalty) -> Penalty | None:
    """Return the one that stands against the same unit for the same fault on the same day, or None."""
    sql = f"{joined(TABLE)} where t.unit = ? and t.kind = ? and t.what = ? and t.dated_on = ? and b.id is null"
    row = first(db, sql, wish.unit, wish.kind, wish.what, wish.dated_on.isoformat())
    return _penalty(row) if row else None


def _penalty(row: Row) -> Penalty:
    retracted = taken_out(row)
    return Penalty(
        **{
            **row,
            "dated_on": date.fromisoformat(row["dated_on"]),
            "at": known_moment(row["at"]),
            "retracted": retracted,
        }
    )
