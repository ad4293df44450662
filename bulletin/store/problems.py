"""Problems (问题记录): what went wrong with material or a source, until somebody has settled it."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from bulletin.errors import NotFound, RefusedAction
from bulletin.model import Actor, Problem, Severity
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


def settle_by_hand(db: Database, number: int, actor: Actor, behalf: str, reason: str, at: datetime) -> Problem:
    """Mark one open problem as settled on a person's word, kept or not; return it. A page it tells of is not tried again.

    `behalf` is the id of the person in whose authority the actor says so, '' for his own. Raises `NotFound`, and
    `RefusedAction` for a problem that is settled already.
    """
    with write(db):
        row = first(db, "select * from problems where id = ?", number)
        if row is None:
            raise NotFound("问题", number, "请用 source list 查看未解决的问题及编号")
        if row["settled_at"]:
            settled = f"{known_moment(row['settled_at']):%Y-%m-%d %H:%M}"
            raise RefusedAction(f"问题 {number} 已于 {settled} 解决，不必再销", "请用 source list 查看未解决的问题")
        word = {"settled_at": stamp(at), "settled_by": actor.id, "on_behalf_of": behalf, "reason": reason}
        columns = ", ".join(f"{column} = ?" for column in word)
        db.execute(f"update problems set {columns} where id = ?", (*word.values(), number))
        pages = "update unread_pages set due_at = null where source = ? and what = ?"
        db.execute(pages, (row["source"], row["what"]))
        return _problem(row | word)


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
