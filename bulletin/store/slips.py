"""Slips (交办单、催办通知单、三色督查单) that were sent: numbered from 1 in each kind and year, kept for good."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from bulletin.model import FollowUp, SentSlip
from bulletin.store.database import write
from bulletin.store.rows import Row, first, insert, known_moment, moment, select, stamp
from bulletin.workflow import Step


def send(
    db: Database,
    kind: str,
    case: FollowUp,
    words: tuple[str, str],
    step: Step,
    *,
    colour: str = "",
    due_at: datetime | None = None,
) -> SentSlip:
    """Send a slip on `case`: `words` are whom it is for and what it says. Return it, with its number."""
    with write(db):
        year = step.at.year
        sql = "select coalesce(max(number), 0) + 1 as n from slips where kind = ? and year = ?"
        row: Row = {
            "follow_up_id": case.id,
            "kind": kind,
            "year": year,
            "number": (first(db, sql, kind, year) or {})["n"],
            "colour": colour,
            "addressee": words[0],
            "text": words[1],
            "due_at": stamp(due_at),
            "case_due_at": stamp(case.due_at),
            "by": step.actor.id,
            "on_behalf_of": step.on_behalf_of,
            "at": stamp(step.at),
        }
        return _slip({"id": insert(db, "slips", row), **row})


def of_follow_up(db: Database, follow_up_id: int) -> list[SentSlip]:
    """Return the slips sent on a case, oldest first."""
    return [_slip(row) for row in select(db, "select * from slips where follow_up_id = ? order by id", follow_up_id)]


def _slip(row: Row) -> SentSlip:
    moments = {"due_at": moment(row["due_at"]), **{name: known_moment(row[name]) for name in ("case_due_at", "at")}}
    return SentSlip(**{**row, **moments})
