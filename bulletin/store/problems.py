"""Problems (问题记录): what went wrong with material or a source, until somebody has settled it."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from bulletin.model import Problem, Severity
from bulletin.store.database import write
from bulletin.store.rows import Row, first, insert, known_moment, moment, select, stamp


def add(db: Database, source: str, severity: Severity, what: str, remedy: str, at: datetime) -> int:
    """Record a problem; the same one of the same source, still open, is not recorded twice. Return its number."""
    with write(db):
        sql = "select id from problems where source = ? and what = ? and settled_at is null"
        known = first(db, sql, source, what)
        if known is not None:
            return int(known["id"])
        row: Row = {"source": source, "severity": severity, "what": what, "remedy": remedy, "at": stamp(at)}
        return insert(db, "problems", row)


def settle(db: Database, source: str, at: datetime, lasting: tuple[str, ...] = ()) -> None:
    """Mark the open problems of a source as settled, but for those that last."""
    with write(db):
        for problem in unsettled(db, source):
            if problem.what not in lasting:
                db.execute("update problems set settled_at = ? where id = ?", (stamp(at), problem.id))


def unsettled(db: Database, source: str = "") -> list[Problem]:
    """Return the open problems, of one source or of all, oldest first."""
    condition = "and source = ?" if source else ""
    parameters = (source,) if source else ()
    rows = select(db, f"select * from problems where settled_at is null {condition} order by id", *parameters)
    return [_problem(row) for row in rows]


def count_open(db: Database) -> int:
    """Return how many problems nobody has settled yet, for the head of the queue."""
    return int(select(db, "select count(*) n from problems where settled_at is null")[0]["n"])


def settled_since(db: Database, since: datetime) -> list[Problem]:
    """Return the problems settled since that moment, oldest first."""
    rows = select(db, "select * from problems where settled_at >= ? order by id", stamp(since))
    return [_problem(row) for row in rows]


def _problem(row: Row) -> Problem:
    return Problem(**{**row, "at": known_moment(row["at"]), "settled_at": moment(row["settled_at"])})
