"""Spans of time between the rows of the chain, in hours: the raw figures behind the four speeds (四快)."""

from __future__ import annotations

from sqlite_utils import Database

from bulletin.store.rows import select

_HOURS = "(julianday({later}) - julianday({earlier})) * 24"


def published_to_received(db: Database) -> list[float]:
    """From publication at the source to reception, for items that state when they were published."""
    span = _HOURS.format(later="received_at", earlier="published_at")
    return _spans(db, f"select max({span}, 0) hours from items where published_at is not null and kind <> '反馈'")


def received_to_sent(db: Database) -> list[float]:
    """From the first reception of an article's items to its first sending for review."""
    span = _HOURS.format(later="min(s.at)", earlier="min(i.received_at)")
    return _spans(
        db,
        f"""
        select {span} hours from statuses s join article_items a on a.article_id = s.subject_id
        join items i on i.id = a.item_id where s.subject = 'article' and s.action = 'send' group by s.subject_id
        """,
    )


def sent_to_signed(db: Database) -> list[float]:
    """From an article's first sending for review to the sign-off of the issue that prints it."""
    span = _HOURS.format(later="max(s.at)", earlier="min(sent.at)")
    return _spans(
        db,
        f"""
        select {span} hours from sign_offs s join entries e on e.issue_id = s.issue_id
        join statuses sent on sent.subject = 'article' and sent.subject_id = e.article_id and sent.action = 'send'
        group by s.issue_id, e.article_id
        """,
    )


def instruction_to_closed(db: Database) -> list[tuple[float, float]]:
    """From the recording of an instruction to the closing of each follow-up under it, with the hours it was given."""
    span = _HOURS.format(later="s.at", earlier="n.at")
    given = "(julianday(f.due_on) + 1 - julianday(substr(n.at, 1, 19))) * 24"
    rows = select(
        db,
        f"""
        select {span} hours, {given} given from statuses s join follow_ups f on f.id = s.subject_id
        join instructions n on n.id = f.instruction_id where s.subject = 'follow_up' and s.state = 'closed'
        """,
    )
    return [(float(row["hours"]), float(row["given"])) for row in rows]


def _spans(db: Database, sql: str) -> list[float]:
    return [float(row["hours"]) for row in select(db, sql)]
