"""Choices: what editors adopted and declined, what leaders wrote on and issues printed, and what was learnt from it.

What was learnt is rows that a person can read and switch off; a switch is a row that stays, with who and when.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bulletin import reference
from bulletin.store.conditions import cover
from bulletin.store.database import write
from bulletin.store.rows import first, insert, select, stamp
from bulletin.text.query import Words


@dataclass(frozen=True, slots=True)
class Choice:
    """One decision of an editor about an item, the newest on it; ``note`` is the reason he gave."""

    item_id: int
    is_adopted: bool
    note: str


@dataclass(frozen=True, slots=True)
class Term:
    """What editors' choices say of one readable trait of items (``单位：市财政局``): points in tenths, and the evidence."""

    term: str
    tenths: int
    adopted: int
    declined: int
    is_off: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """The matter of a title that a leader wrote on (``instructed``) or that was printed (``printed``).

    ``words`` are those of the title that few others have, the longest first; ``why`` names the instruction or issue;
    ``until`` is when it is forgotten, in seconds since 1970.
    """

    title: str
    words: tuple[str, ...]
    kind: str
    why: str
    until: int


@dataclass(frozen=True, slots=True)
class Switch:
    """A person's word that a term or topic counts no more, or again."""

    term: str
    is_off: bool
    reason: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Noted:
    """A printed title that a leader wrote on, or that was only printed (``leader`` ''); ``on`` is the day, as ISO text."""

    title: str
    reference: str
    leader: str
    on: str


def decisions(db: Database, most: int) -> list[Choice]:
    """Return the newest decision on each item that still stands, newest first, at most `most`."""
    sql = """
        select s.subject_id, s.action, s.note, max(s.id) last from statuses s
        where s.subject = 'item' and s.action in ('adopt', 'decline') group by s.subject_id order by last desc limit ?
    """
    stands = {"adopt": "adopted", "decline": "declined"}
    chosen = f"select c.*, d.state from ({sql}) c join items d on d.id = c.subject_id order by c.last desc"
    return [
        Choice(row["subject_id"], row["action"] == "adopt", row["note"])
        for row in select(db, chosen, most)
        if row["state"] == stands[row["action"]]
    ]


def noted(db: Database, since: datetime) -> list[Noted]:
    """Return the titles leaders wrote on since then, newest first; of a word on a whole issue, those of all its entries."""
    sql = """
        select r.title, i.publication, i.series, i.year, i.number, n.leader, n.written_on dated
        from instructions n join issues i on i.id = n.issue_id
        join entries e on e.issue_id = i.id and (n.entry_id is null or e.id = n.entry_id)
        join revisions r on r.id = e.revision_id where n.written_on >= ? order by n.id desc, e.position
    """
    return _noted(db, sql, since.date().isoformat())


def printed(db: Database, since: datetime) -> list[Noted]:
    """Return the titles printed since then, newest first."""
    sql = """
        select r.title, i.publication, i.series, i.year, i.number, '' leader, max(a.at) dated
        from adoptions a join entries e on e.id = a.entry_id join issues i on i.id = e.issue_id
        join revisions r on r.id = e.revision_id where a.at >= ? group by e.id order by max(a.id) desc
    """
    return _noted(db, sql, stamp(since))


def _noted(db: Database, sql: str, since: str | None) -> list[Noted]:
    return [
        Noted(
            row["title"],
            reference.of_number(row["publication"], row["series"], row["year"], row["number"]),
            row["leader"],
            row["dated"][:10],
        )
        for row in select(db, sql, since)
        if row["number"] is not None
    ]


def printed_items(db: Database) -> set[int]:
    """Return the items that stand in an issue that was published."""
    sql = """
        select distinct m.item_id from issues i join entries e on e.issue_id = i.id
        join article_items m on m.article_id = e.article_id where i.state = 'published'
    """
    return {row["item_id"] for row in select(db, sql)}


def decided(db: Database, ids: Iterable[int]) -> dict[int, datetime]:
    """Return when each of the items that are no longer new was decided about last."""
    sql = "select max(at) at from statuses where subject = 'item' and subject_id = ?"
    found = {item_id: first(db, sql, item_id) for item_id in ids}
    return {item_id: datetime.fromisoformat(row["at"]) for item_id, row in found.items() if row and row["at"]}


def titled(db: Database, phrase: str, most: int) -> int:
    """Return how many items have the phrase in their title, `most` at most."""
    match = cover(Words(phrase, "folded", title_only=True))
    if not match:
        return most
    sql = "select count(*) from (select 1 from item_grams where item_grams match ? limit ?)"
    return int(db.execute(sql, (match, most)).fetchone()[0])


def newest_print(db: Database) -> str:
    """Return what changes with every instruction and every published issue."""
    row = db.execute(
        "select coalesce(max(id), 0), (select coalesce(max(id), 0) from adoptions) from instructions"
    ).fetchone()
    return f"{row[0]}/{row[1]}"


# What was learnt


def terms(db: Database) -> list[Term]:
    """Return the terms, those that weigh most first; ``is_off`` as the newest switch says."""
    off = _switched_off(db)
    rows = select(db, "select * from rank_terms order by abs(tenths) desc, term")
    return [Term(**row, is_off=row["term"] in off) for row in rows]


def keep_terms(db: Database, learnt: Sequence[Term]) -> bool:
    """Put these terms in the place of those learnt before; True where anything changed."""
    rows = sorted((one.term, one.tenths, one.adopted, one.declined) for one in learnt)
    with write(db):
        if rows == db.execute("select term, tenths, adopted, declined from rank_terms order by term").fetchall():
            return False
        db.execute("delete from rank_terms")
        db.conn.executemany("insert into rank_terms values (?, ?, ?, ?)", rows)
        return True


def topics(db: Database, with_off: bool = False) -> list[Topic]:
    """Return the topics learnt, those of instructions first, then the newest; without those switched off."""
    off = set() if with_off else _switched_off(db)
    rows = select(db, "select * from rank_topics order by kind, until desc, title")
    return [Topic(**{**row, "words": tuple(row["words"].split())}) for row in rows if row["title"] not in off]


def keep_topics(db: Database, learnt: Sequence[Topic]) -> bool:
    """Put these topics in the place of those learnt before; True where anything changed."""
    rows = sorted((one.title, " ".join(one.words), one.kind, one.why, one.until) for one in learnt)
    with write(db):
        if rows == db.execute("select title, words, kind, why, until from rank_topics order by title").fetchall():
            return False
        db.execute("delete from rank_topics")
        db.conn.executemany("insert into rank_topics values (?, ?, ?, ?, ?)", rows)
        return True


def switch(db: Database, given: Switch) -> None:
    """Enter a person's word about a term or topic; the newest counts."""
    with write(db):
        insert(
            db,
            "rank_switches",
            {"term": given.term, "is_off": int(given.is_off), "reason": given.reason, "by": given.by, "at": given.at},
        )


def switches(db: Database) -> dict[str, Switch]:
    """Return the newest switch of each term that has any."""
    rows = select(db, "select term, is_off, reason, by, at from rank_switches order by id")
    return {row["term"]: Switch(**{**row, "is_off": bool(row["is_off"])}) for row in rows}


def _switched_off(db: Database) -> set[str]:
    return {term for term, given in switches(db).items() if given.is_off}
