"""Deeds (操作) in the trail: the steps of one transaction, whose they are, and which deed took which back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from bulletin.model import Status
from bulletin.store import statuses
from bulletin.store.database import write
from bulletin.store.rows import insert, select


@dataclass(frozen=True, slots=True)
class Deed:
    """What one person did in one go: its number, its steps in order, and the deed it took back, or None."""

    id: int
    steps: tuple[Status, ...]
    undoes: int | None = None


def of_person(db: Database, by: str, most: int) -> list[Deed]:
    """Return the newest deeds of a person, newest first, at most `most`; none from before deeds were numbered."""
    sql = "select distinct deed from statuses where by = ? and deed > 0 order by deed desc limit ?"
    return [of_number(db, row["deed"]) for row in select(db, sql, by, most)]


def of_number(db: Database, deed: int) -> Deed:
    """Return the deed of that number; without steps where there is none."""
    rows = select(db, "select * from statuses where deed = ? and deed > 0 order by id", deed)
    undone = select(db, "select undoes from undoings where deed = ?", deed)
    return Deed(deed, tuple(statuses.of_row(row) for row in rows), undone[0]["undoes"] if undone else None)


def since(db: Database, subject: str, subject_id: int, status_id: int) -> list[Status]:
    """Return what befell a subject after the step of that id, oldest first."""
    sql = "select * from statuses where subject = ? and subject_id = ? and id > ? order by id"
    return [statuses.of_row(row) for row in select(db, sql, subject, subject_id, status_id)]


def before(db: Database, subject: str, subject_id: int, status_id: int) -> Status | None:
    """Return the step by which a subject came to where it stood before the step of that id."""
    sql = "select * from statuses where subject = ? and subject_id = ? and id < ? order by id desc limit 1"
    return next((statuses.of_row(row) for row in select(db, sql, subject, subject_id, status_id)), None)


def undoers(db: Database, deed: int) -> list[int]:
    """Return the deeds that took a deed back, whatever became of them, oldest first."""
    return [row["deed"] for row in select(db, "select deed from undoings where undoes = ? order by deed", deed)]


def is_undone(db: Database, deed: int) -> bool:
    """Tell whether a deed was taken back, by one that was not taken back in its turn."""
    return any(not is_undone(db, undoer) for undoer in undoers(db, deed))


def record_undoing(db: Database, undone: Deed, by: str) -> None:
    """Record that the deed of the open transaction takes `undone` back."""
    with write(db):
        insert(db, "undoings", {"deed": statuses.deed_now(db), "undoes": undone.id, "by": by})
