"""Articles (稿件), their immutable revisions (修改稿), the items they are made of, and answers to findings."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from sqlite_utils import Database

from bulletin.errors import NotFound, Outdated
from bulletin.model import Article, Revision, Standing, Status
from bulletin.settings import Settings
from bulletin.store import statuses
from bulletin.store.database import write
from bulletin.store.rows import Row, first, insert, known_moment, select, stamp
from bulletin.text import sha256
from bulletin.workflow import Step


def create(db: Database, step: Step, publication: str, section: str, items: list[int]) -> int:
    """Make an article of items, in that order, without a revision yet. Return its number."""
    with write(db):
        row: Row = {
            "publication": publication,
            "section": section,
            "state": step.after,
            "created_by": step.actor.id,
            "created_at": stamp(step.at),
        }
        article_id = insert(db, "articles", row)
        for position, item_id in enumerate(dict.fromkeys(items), 1):
            insert(db, "article_items", {"article_id": article_id, "position": position, "item_id": item_id})
        statuses.record(db, step, article_id)
    return article_id


def add_revision(db: Database, article_id: int, number: int, title: str, text: str, step: Step) -> Revision:
    """Save the text as revision `number` and make it the current one.

    Raises `Outdated` when that number is taken: somebody else saved first, and nothing of theirs is overwritten.
    """
    row: Row = {
        "article_id": article_id,
        "number": number,
        "title": title,
        "text": text,
        "sha256": content_hash(title, text),
        "by": step.actor.id,
        "on_behalf_of": step.on_behalf_of,
        "at": stamp(step.at),
        "note": step.note,
    }
    with write(db):
        try:
            revision_id = insert(db, "revisions", row)
        except sqlite3.IntegrityError:
            raise Outdated(f"稿件 {article_id}") from None
        db.execute("update articles set revision_id = ? where id = ?", (revision_id, article_id))
    return _revision({"id": revision_id, **row})


def content_hash(title: str, text: str) -> str:
    """Return the SHA-256 that stands for a revision's title and text."""
    return sha256(f"{title}\n\n{text}".encode())


def get(db: Database, article_id: int) -> Article:
    """Return the article of that number with its current revision. Raises `NotFound`."""
    row = first(db, "select * from articles where id = ?", article_id)
    if row is None:
        raise NotFound("稿件", article_id, "请用 article list 查看编号")
    return _article(db, row)


def in_states(db: Database, *states: str, publication: str = "") -> list[Article]:
    """Return the articles in any of `states` (all where none is named), of one publication or all, oldest first."""
    conditions = [f"state in ({', '.join('?' * len(states))})"] if states else []
    conditions += ["publication = ?"] if publication else []
    where = f"where {' and '.join(conditions)}" if conditions else ""
    parameters = (*states, publication) if publication else states
    return [_article(db, row) for row in select(db, f"select * from articles {where} order by id", *parameters)]


def revisions(db: Database, article_id: int) -> list[Revision]:
    """Return the revisions of an article, first to last."""
    sql = "select * from revisions where article_id = ? order by number"
    return [_revision(row) for row in select(db, sql, article_id)]


def every_revision(db: Database) -> list[Revision]:
    """Return all revisions of all articles, for `archive verify`."""
    return [_revision(row) for row in select(db, "select * from revisions order by id")]


def approvals(db: Database, revision_id: int) -> list[Status]:
    """Return the approvals that stand: those after the revision was last sent for review."""
    sql = """
        select * from statuses where revision_id = ? and action = 'approve' and id > coalesce(
            (select max(id) from statuses where revision_id = ? and action in ('send', 'return')), 0)
        order by id
    """
    return [statuses.of_row(row) for row in select(db, sql, revision_id, revision_id)]


def standing(db: Database, settings: Settings, article: Article) -> Standing:
    """Return where the article stands: its revision, who wrote it, and which levels approved it."""
    return Standing(
        "article",
        article.id,
        article.state,
        f"稿件 {article.id}",
        revision_id=article.revision.id,
        authors=frozenset({article.revision.by, article.revision.on_behalf_of} - {""}),
        approvals=tuple(frozenset({s.by, s.on_behalf_of} - {""}) for s in approvals(db, article.revision.id)),
        levels=len(settings.publication(article.publication).levels),
    )


def answer(db: Database, article_id: int, finding: str, reason: str, by: tuple[str, str], at: datetime) -> None:
    """Record an answer to a finding on the article: accepted as it is, for this reason.

    `by` is the person, and the one in whose name ('' for his own).
    """
    row: Row = {
        "article_id": article_id,
        "finding": finding,
        "reason": reason,
        "by": by[0],
        "on_behalf_of": by[1],
        "at": stamp(at),
    }
    with write(db):
        insert(db, "answers", row)


def answers(db: Database, article_id: int) -> dict[str, str]:
    """Return the findings answered on the article, with the newest reason for each."""
    sql = "select finding, reason from answers where article_id = ? order by id"
    return {row["finding"]: row["reason"] for row in select(db, sql, article_id)}


def items_of(db: Database, article_id: int) -> tuple[int, ...]:
    """Return the items an article is made of, in their order."""
    rows = select(db, "select item_id from article_items where article_id = ? order by position", article_id)
    return tuple(row["item_id"] for row in rows)


def units_of_items(db: Database, items: tuple[int, ...]) -> tuple[str, ...]:
    """Return the units of the items, each once, in the order of the items."""
    rows = [first(db, "select unit from items where id = ?", item_id) for item_id in items]
    return tuple(dict.fromkeys(row["unit"] for row in rows if row and row["unit"]))


def _article(db: Database, row: Row) -> Article:
    items = items_of(db, row["id"])
    revision = first(db, "select * from revisions where id = ?", row["revision_id"])
    assert revision is not None, "an article is committed with its first revision"
    return Article(
        id=row["id"],
        publication=row["publication"],
        section=row["section"],
        state=row["state"],
        created_by=row["created_by"],
        created_at=known_moment(row["created_at"]),
        revision=_revision(revision),
        items=items,
        units=units_of_items(db, items),
    )


def _revision(row: Row) -> Revision:
    return Revision(**{**row, "at": known_moment(row["at"])})
