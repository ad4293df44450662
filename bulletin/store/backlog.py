"""What lies where, and since when: the newest state of each thing that is still on its way, with the moment it came into it."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from bulletin.store.rows import known_moment, question_marks, select
from bulletin.store.triggers import TABLE_OF_SUBJECT

_BEGUN = {
    "item": "received_at",
    "article": "created_at",
    "issue": "composed_at",
    "follow_up": "begun_at",
    "commission": "at",
}


def since(db: Database, subject: str, states: tuple[str, ...]) -> list[tuple[int, str, datetime]]:
    """Return of each of a subject in one of `states` its id, its state, and since when it is in it; the oldest first."""
    sql = f"""
        select t.id, t.state, coalesce(
            (select min(s.at) from statuses s where s.subject = ? and s.subject_id = t.id and s.id > coalesce(
                (select max(b.id) from statuses b where b.subject = s.subject and b.subject_id = t.id and b.state <> t.state),
                0)),
            t.{_BEGUN[subject]}) since
        from {TABLE_OF_SUBJECT[subject]} t where t.state in ({question_marks(states)}) order by since, t.id
    """
    return [(row["id"], row["state"], known_moment(row["since"])) for row in select(db, sql, subject, *states)]
