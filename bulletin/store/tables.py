"""What came in tables (表格): the keys of their rows, and which files were read whole."""

from __future__ import annotations

from sqlite_utils import Database

from bulletin.store.database import write
from bulletin.store.rows import select


def keys(db: Database, source: str) -> dict[str, int]:
    """Return the keys of all items of a source, each with the number of its item, oldest first."""
    return {
        row["key"]: row["id"] for row in select(db, "select id, key from items where source = ? order by id", source)
    }


def read_whole(db: Database, source: str) -> dict[str, tuple[str, str]]:
    """Return the files read whole without a problem, by address: the SHA-256 of each, and by which rules it was read."""
    rows = select(db, "select address, sha256, rules from tables_read where source = ?", source)
    return {row["address"]: (row["sha256"], row["rules"]) for row in rows}


def note_whole(db: Database, source: str, address: str, sha256: str, rules: str) -> None:
    """Write down that a file was read whole by these rules, and all its rows are items."""
    with write(db):
        db.execute("insert or replace into tables_read values (?, ?, ?, ?)", (source, address, sha256, rules))
