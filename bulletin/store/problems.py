"""Problems (问题记录): what went wrong with material or a source, until somebody has settled it."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from bulletin.model import Problem, Severity
from bulletin.store.database import write
from bulletin.store.rows import Row, first, insert, known_moment, moment, select, stamp


def add(
    db: Database,
    source: str,
    severity: Severity,
    what: str,
    remedy: str,
    at: datetime,
    keep_until: datetime | None = None,
) -> int:
    """Record a problem; the same one of the same source, still open, is not recorded twice. Return its number.

    One with `keep_until` is not settled before that moment; each time it is met again the moment moves on.
    """
    with write(db):
        sql = "select id from problems where source = ? and what = ? and settled_at is null"
        known = first(db, sql, source, what)
        if known is not None:
            if keep_until:
                db.execute("update problems set keep_until = ? where id = ?", (stamp(keep_until), known["id"]))
            return int(known["id"])
        row: Row = {"source": source, "severity": severity, "what": what, "remedy": remedy, "at": stamp(at)}
        row["keep_until"] = stamp(keep_until)
        return insert(db, "problems", row)


def settle(db: Database, source: str, at: datetime, lasting: tuple[str, ...] = ()) -> None:
    """Mark the open problems of a source as settled, but for those that last and those to be kept at `at` still."""
    with write(db):
        for problem in unsettled(db, source):
            kept = problem.keep_until is not None and problem.keep_until > at
            if not kept and problem.what not in lasting:
                db.execute("update problems set settled_at = ? where id = ?", (stamp(at), problem.id))


def unsettled(db: Database, source: str = "") -> list[Problem]:
    """Return the open problems, of one source or of all, oldest first."""
    condition = "and source = ?" if source else ""
    parameters = (source,) if source else ()
    rows = select(db, f"select * from problems where settled_at is null {condition} order by id", *parameters)
    return [_problem(row) for row in rows]


def of_source(db: Database, source: str, since: datetime) -> list[Problem]:
    """Return the problems of a source that are open or were recorded since that moment, oldest first."""
    sql = "select * from problems where source = ? and (settled_at is null or at >= ?) order by id"
    return [_problem(row) for row in select(db, sql, source, stamp(since))]


def count_open(db: Database) -> int:
    """Return how many problems nobody has settled yet, for the head of the queue."""
    return int(select(db, "select count(*) n from problems where settled_at is null")[0]["n"])


def settled_since(db: Database, since: datetime) -> list[Problem]:
    """Return the problems settled since that moment, oldest first."""
    rows = select(db, "select * from problems where settled_at >= ? order by id", stamp(since))
    return [_problem(row) for row in rows]


def _problem(row: Row) -> Problem:
    times = {"settled_at": moment(row["settled_at"]), "keep_until": moment(row["keep_until"])}
    return Problem(**{**row, **times, "at": known_moment(row["at"])})
