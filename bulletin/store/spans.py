"""Spans of time between the rows of the chain, in hours: the raw figures behind the four speeds (四快).

Each span belongs to the day on which it ended; `During` chooses days, half open, as ISO text. `Among` chooses the records a
span is of, so that one case is measured by the same rule as all of them together. Hours are exact to the second.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlite_utils import Database

from bulletin.store.rows import Row, question_marks, select

During = tuple[str, str]
ALWAYS: During = ("0", "9")
Among = Collection[int] | None
"""The numbers of the records whose spans are wanted; None: all."""
_HOURS = "round((julianday({later}) - julianday({earlier})) * 86400) / 3600.0"


def published_to_received(db: Database, during: During = ALWAYS, items: Among = None) -> list[float]:
    """From publication at the source to reception, for items that state when they were published."""
    among, numbers = _among("id", items)
    span = _HOURS.format(later="received_at", earlier="published_at")
    return _spans(
        db,
        during,
        f"""
        select max({span}, 0) hours, received_at ended from items
        where published_at is not null and kind <> '反馈' {among}
        """,
        numbers,
    )


def received_to_sent(db: Database, during: During = ALWAYS, articles: Among = None) -> list[float]:
    """From the first reception of an article's items to its first sending for review."""
    among, numbers = _among("s.subject_id", articles)
    span = _HOURS.format(later="min(s.at)", earlier="min(i.received_at)")
    return _spans(
        db,
        during,
        f"""
        select {span} hours, min(s.at) ended from statuses s join article_items a on a.article_id = s.subject_id
        join items i on i.id = a.item_id where s.subject = 'article' and s.action = 'send' {among} group by s.subject_id
        """,
        numbers,
    )


def sent_to_signed(db: Database, during: During = ALWAYS, entries: Among = None) -> list[float]:
    """From an article's first sending for review to the sign-off of the issue that prints it."""
    among, numbers = _among("e.id", entries)
    span = _HOURS.format(later="max(s.at)", earlier="min(sent.at)")
    return _spans(
        db,
        during,
        f"""
        select {span} hours, max(s.at) ended from sign_offs s join entries e on e.issue_id = s.issue_id
        join statuses sent on sent.subject = 'article' and sent.subject_id = e.article_id and sent.action = 'send'
        where true {among} group by s.issue_id, e.article_id
        """,
        numbers,
    )


def instruction_to_closed(db: Database, during: During = ALWAYS, cases: Among = None) -> list[tuple[float, bool]]:
    """From the recording of an instruction to the closing of each follow-up under it, and whether that was closed late.

    It was, where the report that was accepted came after its date: as 按时办结 and 超时办结 are told.
    """
    span, (among, numbers) = _HOURS.format(later="s.at", earlier="n.at"), _among("f.id", cases)
    rows = _ended(
        db,
        during,
        f"""
        select {span} hours, s.at ended, julianday(f.due_at) < (select max(julianday(p.at)) from progress p
            where p.follow_up_id = f.id and p.kind = 'report') late
        from statuses s join follow_ups f on f.id = s.subject_id join instructions n on n.id = f.instruction_id
        where s.subject = 'follow_up' and s.state = 'closed' {among}
        """,
        numbers,
    )
    return [(float(row["hours"]), bool(row["late"])) for row in rows]


def instruction_to_assigned(db: Database, during: During = ALWAYS) -> list[tuple[float, bool]]:
    """From the recording of an instruction to each assignment under it, and whether that was after the day it was written."""
    span = _HOURS.format(later="s.at", earlier="n.at")
    rows = _ended(
        db,
        during,
        f"""
        select {span} hours, substr(s.at, 1, 10) > n.written_on slept, s.at ended from statuses s
        join follow_ups f on f.id = s.subject_id join instructions n on n.id = f.instruction_id
        where s.subject = 'follow_up' and s.action = 'assign'
        """,
    )
    return [(float(row["hours"]), bool(row["slept"])) for row in rows]


def assigned_to_reported(db: Database, during: During = ALWAYS) -> list[tuple[float, float]]:
    """From assignment to the last final report of each case, with the hours it was given."""
    span, given = _HOURS.format(later="r.at", earlier="s.at"), _HOURS.format(later="f.due_at", earlier="s.at")
    return _measured(
        db,
        during,
        f"""
        select {span} hours, {given} given, r.at ended from follow_ups f
        join statuses s on s.subject = 'follow_up' and s.subject_id = f.id and s.action = 'assign'
        join statuses r on r.id = (select max(id) from statuses where subject = 'follow_up' and subject_id = f.id
            and action = 'report')
        """,
    )


def reported_to_closed(db: Database, during: During = ALWAYS) -> list[float]:
    """From the last final report of a case to its closing."""
    span = _HOURS.format(later="c.at", earlier="r.at")
    return _spans(
        db,
        during,
        f"""
        select {span} hours, c.at ended from statuses c
        join statuses r on r.id = (select max(id) from statuses where subject = 'follow_up' and subject_id = c.subject_id
            and action = 'report')
        where c.subject = 'follow_up' and c.state = 'closed'
        """,
    )


def _measured(db: Database, during: During, sql: str) -> list[tuple[float, float]]:
    return [(float(row["hours"]), float(row["given"])) for row in _ended(db, during, sql)]


def _spans(db: Database, during: During, sql: str, numbers: Collection[int] = ()) -> list[float]:
    return [float(row["hours"]) for row in _ended(db, during, sql, numbers)]


def _ended(db: Database, during: During, sql: str, numbers: Collection[int] = ()) -> list[Row]:
    """Return the rows of those spans that ended in the days asked for."""
    return select(db, f"select * from ({sql}) where ended >= ? and ended < ?", *numbers, *during)


def _among(column: str, numbers: Among) -> tuple[str, Collection[int]]:
    """Return the condition that a column holds one of the numbers, and what stands for its marks."""
    return ("", ()) if numbers is None else (f"and {column} in ({question_marks(numbers)})", numbers)
