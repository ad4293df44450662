"""The queue as it is listed: windows into the kept order that cost the same at a thousand items and at a million.

A position is found by `score_counts` (how many items have each score) and a step into the items of one score; nothing but
the rows shown is read. The order is kept by `bulletin.store.scores`. Points are in tenths, so that sums are exact.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING

from sqlite_utils import Database

from bulletin.model import Flag
from bulletin.store.rows import first, known_moment, moment, select

if TYPE_CHECKING:
    from bulletin.store.scores import Points


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the queue, without the texts. ``score`` is in points; ``group`` is as in `bulletin.desk.queue.Queued`."""

    id: int
    title: str
    unit: str
    origin: str
    kind: str
    urgency: str
    received_at: datetime
    state: str
    score: float
    group: int | None
    source: str
    number: str
    published_at: datetime | None
    flags: tuple[Flag, ...]

    @property
    def place(self) -> str:
        """From where it comes: the unit, else the site of origin, else the source."""
        return self.unit or self.origin or self.source


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items have each score, the best first; read anew for each question, so always of this moment."""

    scores: tuple[tuple[int, int], ...]

    @property
    def total(self) -> int:
        """All items."""
        return sum(number for _, number in self.scores)

    def find(self, position: int) -> tuple[int, int]:
        """Return the score of the item at `position` (0 the first) and how many of that score stand before it."""
        for score, number in self.scores:
            if position < number:
                return score, position
            position -= number
        return -(2**31), 0

    def before(self, score: int) -> int:
        """Return how many items have a better score."""
        return sum(number for other, number in self.scores if other > score)


def counts(db: Database, state: str) -> Counts:
    """Return how many items in `state` ('' for every state) have each score."""
    where, given = ("where state = ?", (state,)) if state else ("", ())
    sql = f"select score, sum(items) from score_counts {where} group by score having sum(items) > 0 order by score desc"
    return Counts(tuple(db.execute(sql, given).fetchall()))


def is_due(db: Database, at: int) -> bool:
    """Tell whether any item is new, changed or aged at that time; costs the same however many there are."""
    sql = """
        select exists (select 1 from item_scores where is_stale = 1)
        or exists (select 1 from item_scores where due <= ? and is_stale = 0)
    """
    return bool(db.execute(sql, (at,)).fetchone()[0])


def window(db: Database, state: str, start: int, most: int) -> list[int]:
    """Return the numbers of the items from position `start` (0 the best), at most `most`, in the order of the queue."""
    score, step = counts(db, state).find(max(0, start))
    where, given = ("state = ? and", (state,)) if state else ("", ())
    index = "item_scores_queue" if state else "item_scores_all"
    sql = f"""
        select item_id from item_scores indexed by {index}
        where {where} score <= ? order by score desc, item_id limit ? offset ?
    """
    return [item_id for (item_id,) in db.execute(sql, (*given, score, max(0, most), step))]


def position(db: Database, state: str, item_id: int) -> int | None:
    """Return where the item stands in the queue of `state` ('' for every state), None where it is not in it."""
    row = first(db, "select state, score from item_scores where item_id = ?", item_id)
    if row is None or (state and row["state"] != state):
        return None
    where, given = ("state = ? and", (state,)) if state else ("", ())
    sql = f"select count(*) n from item_scores where {where} score = ? and item_id < ?"
    same = first(db, sql, *given, row["score"], item_id)
    return counts(db, state).before(row["score"]) + (same["n"] if same else 0)


def in_state(db: Database, state: str, ids: Iterable[int]) -> set[int]:
    """Return those of the items that are in the queue of `state` ('' for every state)."""
    where, given = ("and +state = ?", (state,)) if state else ("", ())  # by their numbers, not by their state
    sql = f"select item_id from item_scores where item_id in (select value from json_each(?)) {where}"
    return {item_id for (item_id,) in db.execute(sql, (json.dumps(list(ids)), *given))}


def rows(db: Database, ids: Sequence[int]) -> list[Row]:
    """Return the lines of these items, in this order; those that are gone are left out."""
    sql = """
        select d.id, d.title, d.unit, d.origin, d.kind, d.urgency, d.received_at, d.state, s.score, d.source, d.number,
        d.published_at, d.flags
        from items d join item_scores s on s.item_id = d.id where d.id in (select value from json_each(?))
    """
    heads = groups(db, ids)
    lines = {
        row["id"]: Row(
            **{
                **row,
                "score": row["score"] / 10,
                "received_at": known_moment(row["received_at"]),
                "published_at": moment(row["published_at"]),
                "flags": tuple(Flag(**flag) for flag in json.loads(row["flags"])),
                "group": heads.get(row["id"]),
            }
        )
        for row in select(db, sql, json.dumps(list(ids)))
    }
    return [lines[item_id] for item_id in ids if item_id in lines]


def groups(db: Database, ids: Iterable[int]) -> dict[int, int]:
    """Return for those of the items that are certainly the same as others the first of these: see `identity.groups`.

    Reads only what hangs together with `ids`.
    """
    sql = """
        with recursive same (start, item_id) as (
            select value, value from json_each(?1)
            union select s.start, r.other_id from same s join relations r indexed by relations_sure
            on r.item_id = s.item_id where r.sure = 1 and r.kind in ('exact', 'near')
            union select s.start, r.item_id from same s join relations r indexed by relations_by_other
            on r.other_id = s.item_id where r.sure = 1 and r.kind in ('exact', 'near')
        )
        select start, min(item_id) from same group by start having count(*) > 1
    """
    return dict(db.execute(sql, (json.dumps(list(ids)),)).fetchall())


def reasons(db: Database, ids: Iterable[int]) -> dict[int, tuple[list[Points], int]]:
    """Return for each item the reasons it was last scored by, and its lift, all in tenths."""
    sql = "select item_id, fixed, timed, lift from item_scores where item_id in (select value from json_each(?))"
    return {
        row["item_id"]: (
            [(name, tenths) for name, tenths in chain(*map(json.loads, (row["fixed"], row["timed"])))],
            row["lift"],
        )
        for row in select(db, sql, json.dumps(list(ids)))
    }
