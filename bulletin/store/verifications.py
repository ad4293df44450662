"""Verifications (核实): who asked whom about an item or an article, by what means, and what came of it. Rows are never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bulletin.store.database import write
from bulletin.store.rows import Row, insert, known_moment, select, stamp


@dataclass(frozen=True, slots=True)
class Verification:
    """One verification of the ``subject`` (item, article) with that id.

    ``unit``, ``person`` and ``phone`` say with whom, ``means`` is one of `bulletin.terms.MEANS`, ``result`` of
    `bulletin.terms.RESULTS`, ``words`` what was answered. ``revision_id`` is the article's revision then, None for an
    item. ``done_at`` is when they spoke, ``at`` when it was written down.
    """

    id: int
    subject: str
    subject_id: int
    revision_id: int | None
    unit: str
    person: str
    phone: str
    means: str
    asked: str
    result: str
    words: str
    done_at: datetime
    by: str
    on_behalf_of: str
    at: datetime


def add(db: Database, wish: Verification) -> Verification:
    """Record a verification; its id is given here."""
    row: Row = {name: getattr(wish, name) for name in Verification.__slots__ if name != "id"}
    row |= {"done_at": stamp(wish.done_at), "at": stamp(wish.at)}
    with write(db):
        return _verification({"id": insert(db, "verifications", row), **row})


def of_subject(db: Database, subject: str, subject_id: int) -> list[Verification]:
    """Return the verifications of an item or an article, oldest first."""
    sql = "select * from verifications where subject = ? and subject_id = ? order by id"
    return [_verification(row) for row in select(db, sql, subject, subject_id)]


def of_article(db: Database, article_id: int, items: Sequence[int]) -> list[Verification]:
    """Return the verifications of an article and of the items it is made of, oldest first."""
    found = [one for item_id in items for one in of_subject(db, "item", item_id)]
    return sorted(found + of_subject(db, "article", article_id), key=lambda one: one.id)


def _verification(row: Row) -> Verification:
    return Verification(**{**row, "done_at": known_moment(row["done_at"]), "at": known_moment(row["at"])})
