"""Statuses (状态记录): the append-only trail of every step taken; the newest row is where a subject stands."""

from __future__ import annotations

from sqlite_utils import Database

from bulletin.errors import Outdated
from bulletin.model import Status
from bulletin.store.database import Connection, write
from bulletin.store.rows import Row, first, insert, known_moment, select, stamp
from bulletin.store.triggers import TABLE_OF_SUBJECT
from bulletin.terms import SUBJECTS, state_name
from bulletin.workflow import Step


def record(db: Database, step: Step, subject_id: int = 0) -> None:
    """Record a `Step` that `workflow` permitted; the subject's state follows by trigger.

    A step that begins a subject takes its new id from `subject_id`. Raises `Outdated` when the subject, or the revision
    the step speaks of, is no longer where it was when the step was permitted.
    """
    with write(db):
        subject = subject_id or step.id
        if step.before:
            _still_stands(db, step)
        row: Row = {
            "subject": step.subject,
            "subject_id": subject,
            "action": step.action,
            "state": step.after,
            "by": step.actor.id,
            "on_behalf_of": step.on_behalf_of,
            "at": stamp(step.at),
            "note": step.note,
            "revision_id": step.revision_id,
            "level": step.level,
            "target": step.target,
            "deed": deed_now(db),
        }
        insert(db, "statuses", row)


def deed_now(db: Database) -> int:
    """Return the number of the deed (操作) the open transaction is: the id of the first step recorded in it."""
    if not isinstance(db.conn, Connection):
        return 0
    if not db.conn.deed:
        (db.conn.deed,) = db.execute("select coalesce(max(id), 0) + 1 from statuses").fetchone()
    return db.conn.deed


def history(db: Database, subject: str, subject_id: int) -> list[Status]:
    """Return the trail of a subject, oldest first."""
    sql = "select * from statuses where subject = ? and subject_id = ? order by id"
    return [of_row(row) for row in select(db, sql, subject, subject_id)]


def people_of(db: Database, subject: str, subject_id: int, actions: tuple[str, ...]) -> frozenset[str]:
    """Return who performed one of `actions` on the subject, themselves or in whose name."""
    trail = [status for status in history(db, subject, subject_id) if status.action in actions]
    return frozenset(person for status in trail for person in (status.by, status.on_behalf_of) if person)


def acted_for(db: Database) -> dict[tuple[str, str], int]:
    """Return how many steps each person took in each other's name."""
    sql = "select by, on_behalf_of, count(*) n from statuses where on_behalf_of <> '' group by by, on_behalf_of"
    return {(row["by"], row["on_behalf_of"]): row["n"] for row in select(db, sql)}


def count_by_state(db: Database, subject: str) -> dict[str, int]:
    """Return how many of a subject stand in each state."""
    rows = select(db, f"select state, count(*) n from {TABLE_OF_SUBJECT[subject]} group by state")
    return {row["state"]: row["n"] for row in rows}


def strays(db: Database) -> list[str]:
    """Return subjects whose state is not that of their newest status, for `archive verify`."""
    found = []
    for subject, table in TABLE_OF_SUBJECT.items():
        rows = select(
            db,
            f"select t.id, t.state, coalesce(s.state, 'new') as recorded from {table} t left join statuses s on s.id = "
            "(select max(id) from statuses where subject = ? and subject_id = t.id) where recorded <> t.state",
            subject,
        )
        found += [
            f"{SUBJECTS[subject]} {row['id']} 现为{state_name(subject, row['state'])}，"
            f"记录为{state_name(subject, row['recorded'])}"
            for row in rows
        ]
    return found


def _still_stands(db: Database, step: Step) -> None:
    row = first(db, f"select * from {TABLE_OF_SUBJECT[step.subject]} where id = ?", step.id)
    if row is None or row["state"] != step.before:
        raise Outdated(step.name)
    if step.revision_id is not None and row["revision_id"] != step.revision_id:
        raise Outdated(step.name)


def of_row(row: Row) -> Status:
    """Return the status a row of the table holds."""
    return Status(**{**row, "at": known_moment(row["at"])})
