"""Articles (稿件), their immutable revisions (修改稿), the items they are made of, and answers to findings."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlite_utils import Database

from bulletin import workflow
from bulletin.errors import NotFound, Outdated
from bulletin.model import Article, Level, Review, Revision, Standing, Status
from bulletin.settings import Settings
from bulletin.store import reviews, statuses
from bulletin.store.database import write
from bulletin.store.rows import Row, first, insert, known_moment, pack, select, stamp
from bulletin.text import sha256
from bulletin.workflow import Step

_WRITTEN = """
    (select r.title || char(10) || r.text || char(10) || a.section || char(10) || a.publication || char(10) || coalesce(
        (select group_concat(i.unit, char(10)) from article_items n join items i on i.id = n.item_id
         where n.article_id = a.id), '')
     from revisions r where r.id = a.revision_id)
"""
"""All that is written of an article: title, text, section, publication, units."""


def create(
    db: Database, step: Step, publication: str, section: str, items: list[int], taken_from: int | None = None
) -> int:
    """Make an article of items, in that order, without a revision yet. Return its number.

    `taken_from` is the article whose text it begins with: the one it is split from, or stands up again for.
    """
    with write(db):
        row: Row = {
            "publication": publication,
            "section": section,
            "state": step.after,
            "created_by": step.actor.id,
            "created_at": stamp(step.at),
            "taken_from": taken_from,
        }
        article_id = insert(db, "articles", row)
        set_items(db, article_id, items)
        statuses.record(db, step, article_id)
    return article_id


def set_items(db: Database, article_id: int, items: Iterable[int]) -> None:
    """Make these, in that order, the items the article is made of; the trail says who put in or took out what."""
    with write(db):
        db.execute("delete from article_items where article_id = ?", (article_id,))
        for position, item_id in enumerate(dict.fromkeys(items), 1):
            insert(db, "article_items", {"article_id": article_id, "position": position, "item_id": item_id})


def set_section(db: Database, article_id: int, section: str, step: Step) -> None:
    """Put the article into another section, by a step that names the one before."""
    with write(db):
        statuses.record(db, step)
        db.execute("update articles set section = ? where id = ?", (section, article_id))


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


def numbers(db: Database, states: Sequence[str], words: Sequence[str] = ()) -> list[int]:
    """Return the numbers of the articles in any of `states`, in the order of these, the newest of a state first.

    Each of `words` must stand in the title, the text, the section, the publication or the name of a unit credited.
    """
    sql = f"""
        select a.id from articles a join (select key place, value state from json_each(?)) s on s.state = a.state
        where true {f"and instr({_WRITTEN}, ?) " * len(words)} order by s.place, a.id desc
    """
    return [row["id"] for row in select(db, sql, pack(states), *words)]


def revisions(db: Database, article_id: int) -> list[Revision]:
    """Return the revisions of an article, first to last."""
    sql = "select * from revisions where article_id = ? order by number"
    return [_revision(row) for row in select(db, sql, article_id)]


def every_revision(db: Database) -> list[Revision]:
    """Return all revisions of all articles, for `archive verify`."""
    return [_revision(row) for row in select(db, "select * from revisions order by id")]


def approvals(db: Database, revision_id: int) -> list[Status]:
    """Return the approvals that stand: those since the revision was last sent for review and not taken back since."""
    return list(review(db, revision_id).approvals)


def review(db: Database, revision_id: int) -> Review:
    """Return what was said on the revision since it was last sent for review."""
    sql = "select * from statuses where revision_id = ? and subject = 'article' order by id"
    return workflow.review_of(statuses.of_row(row) for row in select(db, sql, revision_id))


def missing_levels(db: Database, route: tuple[Level, ...], revision_id: int) -> list[str]:
    """Return the names of the levels of `route` that the revision has still to pass; none: it may be printed."""
    return [route[number - 1].name for number in workflow.missing_levels(route, review(db, revision_id))]


def writers(db: Database, article_id: int) -> frozenset[str]:
    """Return who wrote any revision of the article, or of those its text was taken from, themselves or in whose name.

    All of them, not only of the newest: neither a colleague's comma on top of a text nor a split makes its writer a
    stranger to it. Who registered a correction wrote the words of the article that prints it (更正启事), and who attached
    a picture put it before the reader.
    """
    sql = """
        with recursive line (id) as (
            select ? union select a.taken_from from articles a join line on a.id = line.id where a.taken_from is not null
        )
        select by, on_behalf_of from revisions where article_id in line
        union select c.by, c.on_behalf_of from corrigenda g join corrections c on c.id = g.correction_id
        where g.article_id in line
        union select by, on_behalf_of from statuses
        where subject = 'article' and action = 'attach' and subject_id in line
    """
    rows = select(db, sql, article_id)
    return frozenset(person for row in rows for person in row.values() if person)


def standing(db: Database, settings: Settings, article: Article) -> Standing:
    """Return where the article stands: its revision, who wrote it, its route, and what was said on the way."""
    said = review(db, article.revision.id)
    quiet = timedelta(hours=settings.deadlines.urge_hours)
    return Standing(
        "article",
        article.id,
        article.state,
        f"稿件 {article.id}",
        revision_id=article.revision.id,
        authors=writers(db, article.id),
        route=settings.publication(article.publication).route,
        review=said,
        behind=reviews.behind(db, article.id, article.revision.id),
        quiet_until=said.urged_at + quiet if said.urged_at else None,
        people=settings.people,
    )


def answer(
    db: Database,
    article_id: int,
    finding: str,
    reason: str,
    by: tuple[str, str],
    at: datetime,
    *,
    ticked: bool = False,
) -> None:
    """Record an answer to a finding on the article: accepted as it is, for this reason, or ``ticked``: verified (核实).

    `by` is the person, and the one in whose name ('' for his own).
    """
    row: Row = {
        "article_id": article_id,
        "finding": finding,
        "reason": reason,
        "by": by[0],
        "on_behalf_of": by[1],
        "at": stamp(at),
        "ticked": int(ticked),
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
