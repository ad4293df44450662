"""The seals (封存) over all that is never changed: one chain, each with the hash of the one before it. Rows are never changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

from bulletin.store.rows import Row, first, select
from bulletin.store.sealing import seal_of
from bulletin.store.triggers import SEALED

TABLE = "seals"
"""The table of the seals: its own faults are asked for by this name."""
Kind = Literal["altered", "lost", "unsealed", "astray", "gap", "doubled"]


@dataclass(frozen=True, slots=True)
class Seal:
    """One seal by its number: the manifest of an issue names the newest one, and with it every row before it."""

    id: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A row of the table `record` that is not as it was sealed, is gone, or was never sealed; ``row`` is {} where it is gone.

    Of the seals themselves (``record`` is ``seals``): one that names no sealed table, one before which a number is missing,
    one over a row that has another already.
    """

    kind: Kind
    record: str
    id: int
    row: Row


def head(db: Database) -> Seal:
    """Return the newest seal; number 0 where there is none."""
    row = first(db, "select id, sha256 from seals order by id desc limit 1")
    return Seal(**row) if row else Seal(0, "")


def of_number(db: Database, number: int) -> Seal | None:
    """Return the seal of that number, None where there is none."""
    row = first(db, "select id, sha256 from seals where id = ?", number)
    return Seal(**row) if row else None


def faults(db: Database, *tables: str) -> Iterator[Fault]:
    """Yield the rows that do not give their seal, of some tables or all: nothing is read twice, nothing kept in memory.

    Last come the seals that are none: a row and its seal taken away together leave a gap, or a seal of something else.
    """
    for table in tables or (*SEALED, TABLE):
        yield from _faults_of_seals(db) if table == TABLE else _faults_of(db, table)


def _faults_of(db: Database, table: str) -> Iterator[Fault]:
    seal = seal_of(db, table, SEALED[table], "t", "coalesce(b.sha256, '')")
    broken = f"""
        select s.record_id as sealed_id, t.* from seals s left join seals b on b.id = s.id - 1 left join {table} t
        on t.id = s.record_id where s.record = '{table}' and (t.id is null or s.sha256 <> {seal}) order by s.id
    """
    for row in select(db, broken):
        number = row.pop("sealed_id")
        yield Fault("lost", table, number, {}) if row["id"] is None else Fault("altered", table, number, row)
    unsealed = f"""
        select t.* from {table} t where not exists
        (select 1 from seals s where s.record = '{table}' and s.record_id = t.id) order by t.id
    """
    yield from (Fault("unsealed", table, row["id"], row) for row in select(db, unsealed))


def _faults_of_seals(db: Database) -> Iterator[Fault]:
    """Yield the seals of no sealed table, those without one before them, and those over a row sealed already."""
    known = ", ".join(f"'{table}'" for table in SEALED)
    wrong: dict[Kind, str] = {
        "astray": f"s.record not in ({known})",
        "gap": "s.id <> 1 and not exists (select 1 from seals b where b.id = s.id - 1)",
        "doubled": "exists (select 1 from seals o where (o.record, o.record_id) = (s.record, s.record_id) and o.id < s.id)",
    }
    for kind, condition in wrong.items():
        for row in select(db, f"select s.id from seals s where {condition} order by s.id"):
            yield Fault(kind, "seals", row["id"], {})
