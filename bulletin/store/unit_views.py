"""What a unit sent, and what became of it: one query for each question, never one an item."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bulletin.reference import of_number
from bulletin.store.rows import known_moment, question_marks, select, stamp


@dataclass(frozen=True, slots=True)
class Sent:
    """An item of a unit: where it stands, the words of the last decision on it, and the states of the articles made of it."""

    id: int
    number: str
    title: str
    kind: str
    received_at: datetime
    state: str
    reason: str
    articles: tuple[str, ...]


def sent(db: Database, unit: str, since: datetime, until: datetime) -> list[Sent]:
    """Return the items of a unit received from `since` up to and without `until`, oldest first."""
    sql = """
        select t.id, t.number, t.title, t.kind, t.received_at, t.state,
            coalesce((select s.note from statuses s where s.subject = 'item' and s.subject_id = t.id
                order by s.id desc limit 1), '') reason,
            (select json_group_array(a.state) from article_items n join articles a on a.id = n.article_id
                where n.item_id = t.id) articles
        from items t where t.unit = ? and t.received_at >= ? and t.received_at < ? order by t.received_at, t.id
    """
    rows = select(db, sql, unit, stamp(since), stamp(until))
    return [
        Sent(**{**row, "received_at": known_moment(row["received_at"]), "articles": tuple(json.loads(row["articles"]))})
        for row in rows
    ]


def places(db: Database, unit: str) -> dict[int, list[str]]:
    """Return the references of the entries each item of a unit was printed in, the oldest first; none for the others."""
    sql = """
        select t.id, i.publication, i.series, i.year, i.number, e.position from items t
        join article_items n on n.item_id = t.id join entries e on e.article_id = n.article_id
        join issues i on i.id = e.issue_id join sign_offs s on s.id = (select max(id) from sign_offs where issue_id = i.id)
        join proofs p on p.id = s.proof_id
        where t.unit = ? and i.state = 'published' order by p.dated_on, i.id, e.position, e.id
    """
    found: dict[int, list[str]] = {}
    for row in select(db, sql, unit):
        issue = of_number(row["publication"], row["series"], row["year"], row["number"])
        found.setdefault(row["id"], []).append(f"{issue}#{row['position']}")
    return found


def own_numbers(db: Database, unit: str) -> set[int]:
    """Return the numbers of all items of a unit."""
    return {row["id"] for row in select(db, "select id from items where unit = ?", unit)}


def strange_words(db: Database, unit: str, words: str, shortest: int) -> set[str]:
    """Return the titles and numbers of other units' items that stand in `words` and are none of the unit's own."""
    sql = """
        with named as (select unit, title word from items union all select unit, number from items)
        select distinct word from named where unit <> ?1 and length(word) >= ?2
        except select word from named where unit = ?1
    """
    return {row["word"] for row in select(db, sql, unit, shortest) if row["word"] in words} if words else set()


def counted(db: Database, units: tuple[str, ...], since: datetime, until: datetime) -> dict[tuple[str, str], int]:
    """Return how many items of each unit, received in that time, stand in each state."""
    sql = f"""
        select unit, state, count(*) n from items where unit in ({question_marks(units)})
        and received_at >= ? and received_at < ? group by unit, state
    """
    return {(row["unit"], row["state"]): row["n"] for row in select(db, sql, *units, stamp(since), stamp(until))}
