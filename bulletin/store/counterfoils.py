"""Rows that move on against their counterfoils (存根): whatever does not hold what the program wrote to it last."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

from bulletin.store.counterfoil_tables import FOILS, TAKEN_OUT, held_of
from bulletin.store.rows import Row, select
from bulletin.store.sealing import columns_of

Value = str | int | None
_NEWEST = "(select max(id) from counterfoils where record = '{table}' and record_id = {row})"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A row of the table `record` against its newest counterfoil: a `field` that differs, a counterfoil that says nothing, a
    row that is gone or has none.

    `stands` is what the field holds now, `recorded` what was written to it last; both None where the field is the hash
    ``content``. `is_found`: it was written before there were counterfoils, and is held as the update found it. ``row`` is
    what stands, or what stood where the row is gone.
    """

    kind: Literal["changed", "unreadable", "lost", "bare"]
    record: str
    id: int
    row: Row
    field: str = ""
    stands: Value = None
    recorded: Value = None
    is_found: bool = False


@dataclass(frozen=True, slots=True)
class _Compared:
    """A row with what it held ``then``, as its newest counterfoil says, and what it holds ``now``."""

    table: str
    row: Row
    then: Row
    now: Row
    is_found: bool


def mismatches(db: Database, *tables: str) -> Iterator[Mismatch]:
    """Yield what differs, in some tables or all, oldest row first."""
    for table in tables or FOILS:
        for row in _differing(db, table):
            left, event, now = (row.pop(f"foil_{name}") for name in ("held", "event", "now"))
            if then := _read(left):
                yield from _fields(db, _Compared(table, row, then, json.loads(now), is_found=event == "found"))
            else:
                yield Mismatch("unreadable" if left else "bare", table, row["id"], row)
        yield from _lost(db, table)


def _differing(db: Database, table: str) -> list[Row]:
    """Return the rows that do not hold what their counterfoil says, with its words, and those without one."""
    sql = f"""
        select * from (
            select t.*, c.held as foil_held, c.event as foil_event, {held_of(db, table, FOILS[table], "t")} as foil_now
            from {table} t left join counterfoils c on c.id = {_NEWEST.format(table=table, row="t.id")}
        ) where foil_held is not foil_now order by id
    """
    return select(db, sql)


def _read(left: str | None) -> Row:
    """Return what a counterfoil says; {} where it says nothing."""
    try:
        read = json.loads(left or "{}")
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _fields(db: Database, one: _Compared) -> Iterator[Mismatch]:
    """Yield the fields in which what was held differs from what is."""
    for name in dict.fromkeys((*one.then, *one.now)):
        if one.then.get(name) == one.now.get(name):
            continue
        told = name != "content"
        stands, recorded = (_value(db, one.table, name, foil) if told else None for foil in (one.now, one.then))
        yield Mismatch("changed", one.table, one.row["id"], one.row, name, stands, recorded, one.is_found)


def _value(db: Database, table: str, name: str, foil: Row) -> Value:
    """Return the value of a field; what a counterfoil leaves out is the column's default."""
    default = next((column.default for column in columns_of(db, table) if column.name == name), "null")
    value: Value = foil[name] if name in foil else db.execute(f"select {default}").fetchone()[0]
    return value


def _lost(db: Database, table: str) -> Iterator[Mismatch]:
    """Yield the rows that are gone and were not taken out by the program."""
    sql = f"""
        select c.record_id, (select held from counterfoils l
            where (l.record, l.record_id) = (c.record, c.record_id) and l.held <> '' order by l.id desc limit 1) held
        from counterfoils c
        where c.record = '{table}' and c.id = {_NEWEST.format(table=table, row="c.record_id")}
            and not exists (select 1 from {table} where id = c.record_id) and (c.event <> 'delete' or ?)
        order by c.record_id
    """
    for row in select(db, sql, table not in TAKEN_OUT):
        yield Mismatch("lost", table, row["record_id"], _read(row["held"]))
