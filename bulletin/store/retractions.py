"""What was taken back of the registers (撤销登记): a row that names the other; nothing is changed or deleted."""

from __future__ import annotations

from datetime import date, datetime

from sqlite_utils import Database

from bulletin.model import Retraction
from bulletin.store.database import write
from bulletin.store.rows import Row, insert, stamp


def joined(table: str) -> str:
    """Return the SQL that selects the rows of a register as ``t``, each with what was taken back of it (see `taken_out`)."""
    return (
        "select t.*, b.dated_on retracted_on, b.reason retracted_why, b.by retracted_by "
        f"from {table} t left join retractions b on b.record = '{table}' and b.record_id = t.id"
    )


def taken_out(row: Row) -> Retraction | None:
    """Take the three columns of the retraction out of a row of `joined` and return it, None where the row stands."""
    on, why, by = (row.pop(f"retracted_{name}") for name in ("on", "why", "by"))
    return Retraction(date.fromisoformat(on), why, by) if on else None


def add(db: Database, table: str, record_id: int, wish: Retraction, on_behalf_of: str, at: datetime) -> None:
    """Take back the row of that number of a register. Raises `sqlite3.IntegrityError` for one that was taken back before."""
    row: Row = {
        "record": table,
        "record_id": record_id,
        "reason": wish.reason,
        "dated_on": wish.dated_on.isoformat(),
        "by": wish.by,
        "on_behalf_of": on_behalf_of,
        "at": stamp(at),
    }
    with write(db):
        insert(db, "retractions", row)
