"""Numbered copies (份号) of issues: which number went to whom, and the SHA-256 of that very file. Rows are never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bulletin.store.database import write
from bulletin.store.rows import Row, insert, known_moment, select, stamp


@dataclass(frozen=True, slots=True)
class Copy:
    """One numbered copy: ``number`` counts from 1 within the issue and is never given twice."""

    issue_id: int
    number: int
    recipient: str
    sha256: str
    by: str
    at: datetime


def of_issue(db: Database, issue_id: int) -> list[Copy]:
    """Return the copies of an issue by number."""
    return [_copy(row) for row in select(db, "select * from copies where issue_id = ? order by number", issue_id)]


def add(db: Database, copy: Copy) -> None:
    """Record a copy. Raises `sqlite3.IntegrityError` for a number that was given before."""
    row: Row = {name: getattr(copy, name) for name in Copy.__slots__}
    with write(db):
        insert(db, "copies", {**row, "at": stamp(copy.at)})


def _copy(row: Row) -> Copy:
    fields = {name: row[name] for name in Copy.__slots__}
    return Copy(**{**fields, "at": known_moment(row["at"])})
