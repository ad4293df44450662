"""Watching the database for what others write to it."""

from __future__ import annotations

from sqlite_utils import Database

from bulletin.store.database import storing


def version(db: Database) -> int:
    """Return a number that changes whenever another connection has written to the file; one's own writes do not change it.

    Costs some microseconds (``pragma data_version``). Raises `StoreFailure`.
    """
    with storing("数据库"):
        return int(db.execute("pragma data_version").fetchone()[0])


def written(db: Database) -> tuple[int, int]:
    """Return numbers that change whenever anything was written to the file, by another connection or by this one."""
    return version(db), int(db.conn.total_changes)
