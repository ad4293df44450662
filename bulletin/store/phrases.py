"""Phrases of the items, kept so that topics need not read every text anew.

An item without its row in ``item_phrases`` is simply not read yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bulletin.model import Item
from bulletin.store.database import write
from bulletin.store.rows import select
from bulletin.text.phrases import phrases

_BATCH = 500
_DATED = "min(coalesce(published_at, received_at), received_at)"


@dataclass(frozen=True, slots=True)
class Told:
    """What topics need of one item: ``dated`` in seconds since 1970, and its phrases, each once."""

    item_id: int
    dated: int
    phrases: frozenset[str]
    title: str
    source: str
    unit: str
    origin: str
    signed_by: str


def keep(db: Database, item: Item) -> None:
    """Read the phrases of an item, once more where its text was replaced."""
    dated = min(item.published_at or item.received_at, item.received_at)
    row = (item.id, int(dated.timestamp()), " ".join(phrases(item.title, item.text)))
    with write(db):
        db.execute("insert or replace into item_phrases values (?, ?, ?)", row)


def keep_missing(db: Database, since: datetime) -> int:
    """Read the phrases of items that came in after those read before and are not older than `since`. Return how many.

    Committed in batches: interrupted, it goes on where it stopped.
    """
    done = 0
    while batch := _unread(db, since):
        with write(db):
            db.conn.executemany("insert or ignore into item_phrases values (?, ?, ?)", batch)
        done += len(batch)
    return done


def _unread(db: Database, since: datetime) -> list[tuple[int, int, str]]:
    sql = f"""
        select id, title, text, {_DATED} dated from items
        where id > (select coalesce(max(item_id), 0) from item_phrases) and {_DATED} >= ? order by id limit ?
    """
    return [
        (
            row["id"],
            int(datetime.fromisoformat(row["dated"]).timestamp()),
            " ".join(phrases(row["title"], row["text"])),
        )
        for row in select(db, sql, since.isoformat(timespec="seconds"), _BATCH)
    ]


def used(db: Database, since: datetime, before: datetime) -> list[tuple[int, str]]:
    """Return for each item from `since` up to, not with, `before` its time and its phrases, parted by blanks."""
    sql = "select dated, phrases from item_phrases where dated >= ? and dated < ?"
    return db.execute(sql, (int(since.timestamp()), int(before.timestamp()))).fetchall()


def told(db: Database, since: datetime, until: datetime) -> list[Told]:
    """Return the items from `since` up to and with `until`, by number."""
    sql = """
        select p.item_id, p.dated, p.phrases, d.title, d.source, d.unit, d.origin, d.signed_by
        from item_phrases p join items d on d.id = p.item_id where p.dated >= ? and p.dated <= ? order by p.item_id
    """
    rows = select(db, sql, int(since.timestamp()), int(until.timestamp()))
    return [Told(**{**row, "phrases": frozenset(row["phrases"].split())}) for row in rows]
