"""Between a row and a dataclass: times as ISO text with offset, lists as JSON."""

from __future__ import annotations

import json
from collections.abc import Sized
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from bulletin.store.database import storing

Row = dict[str, Any]


def select(db: Database, sql: str, *parameters: Any) -> list[Row]:
    """Return the rows `sql` finds. Raises `StoreFailure`."""
    with storing("数据库"):
        return list(db.query(sql, parameters))


def first(db: Database, sql: str, *parameters: Any) -> Row | None:
    """Return the first row `sql` finds, or None."""
    return next(iter(select(db, sql, *parameters)), None)


def insert(db: Database, table: str, row: Row) -> int:
    """Insert `row` and return its id."""
    columns = ", ".join(f'"{name}"' for name in row)
    cursor = db.execute(f"insert into {table} ({columns}) values ({question_marks(row)})", tuple(row.values()))
    return int(cursor.lastrowid or 0)


def question_marks(values: Sized) -> str:
    """Return a question mark for each of `values`, parted by commas, for the SQL they are parameters of."""
    return ", ".join("?" * len(values))


def stamp(moment: datetime | None) -> str | None:
    """Return `moment` as stored: ISO 8601 with offset, to the second."""
    return None if moment is None else moment.isoformat(timespec="seconds")


def moment(text: str | None) -> datetime | None:
    """Return the stored time, or None."""
    return None if text is None else datetime.fromisoformat(text)


def known_moment(text: str) -> datetime:
    """Return a stored time that is never missing."""
    return datetime.fromisoformat(text)


def day(text: str | None) -> date | None:
    """Return the stored date, or None."""
    return None if text is None else date.fromisoformat(text)


def pack(values: object) -> str:
    """Return `values` as compact JSON, readable Chinese, in fixed key order."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def texts(packed: str) -> tuple[str, ...]:
    """Return a stored JSON list of strings."""
    return tuple(json.loads(packed))
