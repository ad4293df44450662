"""What reviewers have looked at (看过的修改稿), and the notices (催办单) to whom a piece waits for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bulletin.store.database import write
from bulletin.store.rows import Row, first, insert, known_moment, select, stamp


@dataclass(frozen=True, slots=True)
class Notice:
    """Notice (催办单): one person is told that a piece waits for his ``action``; also a file in his folder."""

    id: int
    person: str
    subject: str
    subject_id: int
    action: str
    text: str
    by: str
    at: datetime


def look(db: Database, article_id: int, revision_id: int, by: str, at: datetime, *, opened: bool) -> None:
    """Record that somebody looked at a revision: ``opened`` it, or acted on it; the same twice running is one row."""
    with write(db):
        last = last_look(db, article_id, by)
        if last is None or (last["revision_id"], last["opened"]) != (revision_id, int(opened)):
            row: Row = {
                "article_id": article_id,
                "revision_id": revision_id,
                "by": by,
                "at": stamp(at),
                "opened": int(opened),
            }
            insert(db, "sights", row)


def last_look(db: Database, article_id: int, by: str) -> Row | None:
    """Return the newest row of what a person looked at of the article: ``revision_id``, ``opened``."""
    sql = "select revision_id, opened from sights where article_id = ? and by = ? order by id desc"
    return first(db, f"{sql} limit 1", article_id, by)


def behind(db: Database, article_id: int, revision_id: int) -> frozenset[str]:
    """Return who opened the article last at another revision than this one, and has not acted since."""
    sql = """
        select by from sights where opened = 1 and revision_id <> ? and id in
            (select max(id) from sights where article_id = ? group by by)
    """
    return frozenset(row["by"] for row in select(db, sql, revision_id, article_id))


def add_notice(db: Database, notice: Notice) -> Notice:
    """Record a notice; its id is given here."""
    row: Row = {
        "person": notice.person,
        "subject": notice.subject,
        "subject_id": notice.subject_id,
        "action": notice.action,
        "text": notice.text,
        "by": notice.by,
        "at": stamp(notice.at),
    }
    with write(db):
        return _notice({"id": insert(db, "notices", row), **row})


def notices(db: Database, person: str = "", most: int = 50) -> list[Notice]:
    """Return the newest notices, to one person or to all, newest first."""
    where, parameters = ("where person = ?", (person,)) if person else ("", ())
    rows = select(db, f"select * from notices {where} order by id desc limit ?", *parameters, most)
    return [_notice(row) for row in rows]


def _notice(row: Row) -> Notice:
    return Notice(**{**row, "at": known_moment(row["at"])})
