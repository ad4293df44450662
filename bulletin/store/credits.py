"""The facts points are derived from, each kind in one query for all the time up to a day: never one query an item.

Dates are those of the issue as printed (the proof that was signed); times are cut to their local day, as they are stored
in the office's zone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlite_utils import Database

from bulletin.reference import of_number
from bulletin.store.commissions import NEWEST
from bulletin.store.database import storing
from bulletin.store.rows import Row, first, known_moment, question_marks, select, texts
from bulletin.terms import OWN_SOURCES


@dataclass(frozen=True, slots=True)
class PublishedEntry:
    """An entry of a published issue, with the date of the issue, its credits in their order, and what its items are."""

    id: int
    issue_id: int
    article_id: int
    reference: str
    publication: str
    series: str
    section: str
    title: str
    dated_on: date
    units: tuple[str, ...]
    items: tuple[int, ...]
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class AskedUnits:
    """A commission: the units asked, until when, when it was closed (None: it is open), and each unit's first answer."""

    topic: str
    units: tuple[str, ...]
    due_at: datetime
    closed_at: datetime | None
    answered: dict[str, datetime]


def published(db: Database, until: date) -> list[PublishedEntry]:
    """Return the entries of all issues published that are dated before `until`, the oldest first.

    Rows are read as tuples, the lists in them as joined lines: there are a hundred thousand.
    """
    sql = """
        select i.id, i.publication, i.series, i.year, i.number, p.dated_on, e.id, e.article_id, e.position, e.section, r.title,
            (select group_concat(a.unit, char(10)) from (select unit from adoptions where entry_id = e.id order by id) a),
            (select group_concat(d.id || ' ' || d.kind, char(10)) from (
                select t.id, t.kind from article_items n join items t on t.id = n.item_id
                where n.article_id = e.article_id order by n.position) d)
        from entries e join issues i on i.id = e.issue_id join revisions r on r.id = e.revision_id
        join sign_offs s on s.id = (select max(id) from sign_offs where issue_id = i.id)
        join proofs p on p.id = s.proof_id
        where i.state = 'published' and p.dated_on < ? order by p.dated_on, i.id, e.position, e.id
    """
    with storing("数据库"):
        rows = db.execute(sql, (until.isoformat(),)).fetchall()
    return [entry for place, found in groupby(rows, itemgetter(slice(0, 6))) for entry in _of_issue(place, found)]


def _of_issue(place: tuple[Any, ...], rows: Iterable[tuple[Any, ...]]) -> Iterator[PublishedEntry]:
    """Yield the entries of an issue: of its id, publication, series, year, number and date, and the rows that begin so."""
    issue_id, publication, series, year, number, dated_on = place
    name, day = of_number(publication, series, year, number), date.fromisoformat(dated_on)
    for row in rows:
        entry_id, article_id, position, section, title, units, items = row[6:]
        made_of = [line.split(" ", 1) for line in items.split("\n")] if items else []
        yield PublishedEntry(
            id=entry_id,
            issue_id=issue_id,
            article_id=article_id,
            reference=f"{name}#{position}",
            publication=publication,
            series=series,
            section=section,
            title=title,
            dated_on=day,
            units=tuple(units.split("\n")) if units else (),
            items=tuple([int(item) for item, _ in made_of]),
            kinds=frozenset([kind for _, kind in made_of if kind]),
        )


def printed(db: Database, entry_id: int) -> tuple[date, str] | None:
    """Return the date of the published issue an entry stands in, and its title; None where it is not published."""
    sql = """
        select p.dated_on, r.title from entries e join issues i on i.id = e.issue_id join revisions r on r.id = e.revision_id
        join sign_offs s on s.id = (select max(id) from sign_offs where issue_id = i.id)
        join proofs p on p.id = s.proof_id where e.id = ? and i.state = 'published'
    """
    row = first(db, sql, entry_id)
    return (date.fromisoformat(row["dated_on"]), row["title"]) if row else None


@dataclass(frozen=True, slots=True)
class PrintedTitle:
    """Where and when a title was printed in this office."""

    reference: str
    publication: str
    title: str
    dated_on: date


def printed_titles(db: Database, year: int) -> list[PrintedTitle]:
    """Return the entries of all published issues that are dated in `year`, the oldest first."""
    sql = """
        select i.publication, i.series, i.year, i.number, e.position, p.dated_on, r.title
        from entries e join issues i on i.id = e.issue_id join revisions r on r.id = e.revision_id
        join sign_offs s on s.id = (select max(id) from sign_offs where issue_id = i.id)
        join proofs p on p.id = s.proof_id
        where i.state = 'published' and p.dated_on between ? and ? order by p.dated_on, i.id, e.position
    """
    return [
        PrintedTitle(
            reference=f"{of_number(row['publication'], row['series'], row['year'], row['number'])}#{row['position']}",
            publication=row["publication"],
            title=row["title"],
            dated_on=date.fromisoformat(row["dated_on"]),
        )
        for row in select(db, sql, f"{year}-01-01", f"{year}-12-31")
    ]


def reference(db: Database, entry_id: int) -> str:
    """Return the reference of an entry of a numbered issue, '' where there is none."""
    sql = """
        select i.publication, i.series, i.year, i.number, e.position from entries e join issues i on i.id = e.issue_id
        where e.id = ? and i.number is not null
    """
    row = first(db, sql, entry_id)
    place = of_number(row["publication"], row["series"], row["year"], row["number"]) if row else ""
    return f"{place}#{row['position']}" if row else ""


def commissioned(db: Database) -> set[int]:
    """Return the items that answer a commission."""
    sql = f"select distinct a.item_id from commission_answers a where a.is_off = 0 and {NEWEST}"
    return {row["item_id"] for row in select(db, sql)}


def asked(db: Database) -> list[AskedUnits]:
    """Return every commission with the first answer of each unit, first due first."""
    sql = f"""
        select c.topic, c.units, c.due_at,
            (select max(s.at) from statuses s where s.subject = 'commission' and s.subject_id = c.id and s.action = 'close'
                and c.state = 'closed') closed_at,
            (select json_group_array(json_array(a.unit, d.received_at)) from commission_answers a
                join items d on d.id = a.item_id where a.commission_id = c.id and a.is_off = 0 and {NEWEST}) answered
        from commissions c order by c.due_at, c.id
    """
    return [_asked(row) for row in select(db, sql)]


def _asked(row: Row) -> AskedUnits:
    found: dict[str, datetime] = {}
    for unit, received in json.loads(row["answered"]):
        at = known_moment(received)
        found[unit] = min(at, found.get(unit, at))
    closed = known_moment(row["closed_at"]) if row["closed_at"] else None
    return AskedUnits(row["topic"], texts(row["units"]), known_moment(row["due_at"]), closed, found)


def submitted(db: Database, until: date) -> Iterable[tuple[str, date, int]]:
    """Yield how many items each unit sent on each day before `until`; what the office made of its answers is none of them."""
    sql = f"""
        select unit, substr(received_at, 1, 10) day, count(*) n from items
        where unit <> '' and source not in ({question_marks(OWN_SOURCES)}) and received_at < ? group by unit, day
    """
    rows = select(db, sql, *OWN_SOURCES.values(), until.isoformat())
    return ((row["unit"], date.fromisoformat(row["day"]), row["n"]) for row in rows)
