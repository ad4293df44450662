"""What the four gates saw in an article (检查结果), look by look, and how each was answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlite_utils import Database

from bulletin.model import Article, Finding
from bulletin.store.database import write
from bulletin.store.rows import Row, first, insert, select, stamp

OCCASIONS = ("save", "send", "proof")
"""When the gates look: at every saved revision, at sending for review, and before a proof."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """One look at one revision: the rule of each finding by its key."""

    revision_id: int
    found: dict[str, str]


@dataclass(frozen=True, slots=True)
class Answered:
    """The newest answer to a finding: its reason, and whether it was verified (核实) and right."""

    reason: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Inspected:
    """All looks at one article, first to last, the answers by key, and the article's state."""

    article_id: int
    state: str
    looks: tuple[Inspection, ...]
    answers: dict[str, Answered]


def record(db: Database, article: Article, occasion: str, found: list[Finding], at: datetime) -> None:
    """Record what was seen in the article's current revision; nothing where the last look at it saw the same."""
    keys = {finding.key: finding for finding in found}
    with write(db):
        last = first(db, "select * from inspections where article_id = ? order by id desc limit 1", article.id)
        if last and last["revision_id"] == article.revision.id and _keys(db, last["id"]) == keys.keys():
            return
        row: Row = {
            "article_id": article.id,
            "revision_id": article.revision.id,
            "occasion": occasion,
            "at": stamp(at),
        }
        inspection = insert(db, "inspections", row)
        for key, one in keys.items():
            seen: Row = {
                "inspection_id": inspection,
                "key": key,
                "rule": one.rule,
                "severity": one.severity,
                "place": one.where,
            }
            insert(db, "findings", seen)


def _keys(db: Database, inspection: int) -> set[str]:
    return {row["key"] for row in select(db, "select key from findings where inspection_id = ?", inspection)}


def open_errors(db: Database, article: Article) -> list[str]:
    """Return where errors without an answer stand in the current revision, as the last look at it saw them."""
    sql = """
        select f.place from findings f where f.severity = 'error'
            and f.inspection_id = (select max(id) from inspections where article_id = ? and revision_id = ?)
            and not exists (select 1 from answers a where a.article_id = ? and a.finding = f.key)
        order by f.place
    """
    return [row["place"] for row in select(db, sql, article.id, article.revision.id, article.id)]


def every_article(db: Database) -> Iterator[Inspected]:
    """Yield all that was seen, article by article."""
    sql = """
        select i.article_id, i.id, i.revision_id, a.state, f.key, f.rule from inspections i
            join articles a on a.id = i.article_id left join findings f on f.inspection_id = i.id
        order by i.article_id, i.id, f.key
    """
    answers = _answers(db)
    for article_id, rows in groupby(select(db, sql), key=lambda row: int(row["article_id"])):
        listed = list(rows)
        looks = [list(look) for _, look in groupby(listed, key=lambda row: row["id"])]
        inspections = tuple(_inspection(look) for look in looks)
        yield Inspected(article_id, listed[0]["state"], inspections, answers.get(article_id, {}))


def _inspection(rows: list[Row]) -> Inspection:
    return Inspection(rows[0]["revision_id"], {row["key"]: row["rule"] for row in rows if row["key"]})


def _answers(db: Database) -> dict[int, dict[str, Answered]]:
    found: dict[int, dict[str, Answered]] = {}
    for row in select(db, "select article_id, finding, reason, ticked from answers order by id"):
        found.setdefault(row["article_id"], {})[row["finding"]] = Answered(row["reason"], bool(row["ticked"]))
    return found
