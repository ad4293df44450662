"""What was put right (更正) or withdrawn (撤回) after publication, the articles that print it, and copies that came back.

The published issue is never touched: each is a new row that names the old. Rows are never changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlite_utils import Database

from bulletin.errors import NotFound
from bulletin.store.database import write
from bulletin.store.rows import Row, day, first, insert, known_moment, select, stamp
from bulletin.workflow import Step

_WITHDRAWN = """
    entries e join corrections c
    on c.kind = 'withdraw' and c.issue_id = e.issue_id and coalesce(c.entry_id, e.id) = e.id
"""
"""SQL: the entries ``e`` that were withdrawn, each by itself or with its whole issue, and the withdrawals ``c``."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be put right or withdrawn: the fields of `Correction` that whoever does it says."""

    issue_id: int
    entry_id: int | None
    keeps_points: bool
    wrong: str = ""
    right: str = ""
    effective_on: date | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction or withdrawal (``kind``: correct, withdraw) of an entry, of the whole issue where ``entry_id`` is None.

    ``wrong`` and ``right`` are the words as printed and as they should be; both '' for a withdrawal, which holds from
    ``effective_on`` (废止), from the start where that is None (撤销: 视为自始无效). ``keeps_points``: the units keep theirs.
    """

    id: int
    issue_id: int
    entry_id: int | None
    kind: str
    wrong: str
    right: str
    reason: str
    effective_on: date | None
    keeps_points: bool
    by: str
    on_behalf_of: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Return:
    """One numbered copy that came back: ``number`` is its 份号."""

    issue_id: int
    number: int
    note: str
    by: str
    on_behalf_of: str
    at: datetime


def add(db: Database, change: Change, step: Step) -> Correction:
    """Record what the step permits: its action is the kind, its note the reason."""
    row: Row = {
        "issue_id": change.issue_id,
        "entry_id": change.entry_id,
        "kind": step.action,
        "wrong": change.wrong,
        "right": change.right,
        "reason": step.note,
        "effective_on": change.effective_on.isoformat() if change.effective_on else None,
        "keeps_points": int(change.keeps_points),
        "by": step.actor.id,
        "on_behalf_of": step.on_behalf_of,
        "at": stamp(step.at),
    }
    with write(db):
        return _correction({"id": insert(db, "corrections", row), **row})


def get(db: Database, correction_id: int) -> Correction:
    """Return the correction of that number. Raises `NotFound`."""
    row = first(db, "select * from corrections where id = ?", correction_id)
    if row is None:
        raise NotFound("更正", correction_id, "请用 issue corrections 查看编号")
    return _correction(row)


def of_issue(db: Database, issue_id: int) -> list[Correction]:
    """Return what was put right or withdrawn of an issue, oldest first."""
    return [
        _correction(row) for row in select(db, "select * from corrections where issue_id = ? order by id", issue_id)
    ]


def every(db: Database) -> list[Correction]:
    """Return everything that was put right or withdrawn, oldest first."""
    return [_correction(row) for row in select(db, "select * from corrections order by id")]


def withdrawn_entries(db: Database) -> set[int]:
    """Return the entries that were withdrawn (撤回), each by itself or with its whole issue."""
    return {row["id"] for row in select(db, f"select e.id from {_WITHDRAWN}")}


def withdrawal(db: Database, entry_id: int) -> Correction | None:
    """Return the withdrawal of an entry, by itself or with its whole issue, that holds first; None where it stands."""
    sql = f"select c.* from {_WITHDRAWN} where e.id = ? order by coalesce(c.effective_on, ''), c.id"
    row = first(db, sql, entry_id)
    return _correction(row) if row else None


def link(db: Database, correction_ids: Sequence[int], article_id: int) -> None:
    """Record that an article prints these corrections."""
    with write(db):
        for correction_id in correction_ids:
            insert(db, "corrigenda", {"correction_id": correction_id, "article_id": article_id})


def articles_of(db: Database, correction_id: int) -> list[int]:
    """Return the articles that print a correction, oldest first."""
    sql = "select article_id from corrigenda where correction_id = ? order by article_id"
    return [row["article_id"] for row in select(db, sql, correction_id)]


def printed_in(db: Database, issue_id: int) -> list[tuple[int, Correction]]:
    """Return the corrections that entries of an issue print, each with the entry's position."""
    sql = """
        select e.position as entry_position, c.* from entries e join corrigenda g on g.article_id = e.article_id
        join corrections c on c.id = g.correction_id where e.issue_id = ? order by e.position, c.id
    """
    return [(row.pop("entry_position"), _correction(row)) for row in select(db, sql, issue_id)]


def add_return(db: Database, back: Return) -> None:
    """Record that a copy came back. Raises `sqlite3.IntegrityError` for one that came back before."""
    row: Row = {name: getattr(back, name) for name in Return.__slots__}
    with write(db):
        insert(db, "copy_returns", {**row, "at": stamp(back.at)})


def returns(db: Database, issue_id: int) -> dict[int, Return]:
    """Return the copies of an issue that came back, by number."""
    rows = select(db, "select * from copy_returns where issue_id = ? order by number", issue_id)
    return {row["number"]: _return(row) for row in rows}


def _return(row: Row) -> Return:
    fields = {name: row[name] for name in Return.__slots__}
    return Return(**{**fields, "at": known_moment(row["at"])})


def _correction(row: Row) -> Correction:
    return Correction(
        **{
            **row,
            "effective_on": day(row["effective_on"]),
            "keeps_points": bool(row["keeps_points"]),
            "at": known_moment(row["at"]),
        }
    )
