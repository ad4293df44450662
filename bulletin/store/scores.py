"""Scores: the order of the queue, kept. What is due is found here, computed by `bulletin.desk.queue`, and stored here.

Points are kept in tenths, so that sums are exact. The order is read in `queued`, what balance adds in `lifts`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bulletin.model import Item
from bulletin.store import commissions, items
from bulletin.store.database import write
from bulletin.store.rows import first, pack, question_marks, select, stamp

NEVER = 2**62
"""The time of what need not be computed again."""
FIRST_SINCE = f"coalesce((select id from items where received_at >= ? order by received_at, id limit 1), {NEVER})"
"""The first item received since a day, in SQL."""
Points = tuple[str, int]
"""A reason, and what it brings in tenths of a point."""


@dataclass(frozen=True, slots=True)
class Score:
    """What is kept of an item's rank; times in seconds since 1970, see `migrations.scores`.

    ``facts`` (``dated``, ``received``: seconds; ``hours``: the limit of an urgent item, 0 for others) is all that the timed
    reasons need of the item itself.
    """

    item_id: int
    fixed: tuple[Points, ...] = ()
    timed: tuple[Points, ...] = ()
    facts: dict[str, int] | None = None
    is_problem: bool = False
    due: int = NEVER
    lift: int = 0

    @property
    def tenths(self) -> int:
        """The score without what balance adds."""
        return sum(points for _, points in (*self.fixed, *self.timed))


@dataclass(frozen=True, slots=True)
class Bearing:
    """What other records make of an item: ``places`` that tell of its event, what it repeats (``同来稿3``), or '', and the
    commission (约稿) it answers, or ''."""

    places: int = 1
    repeats: str = ""
    commission: str = ""


# Keeping scores


def rules_number(db: Database, fingerprint: str) -> int:
    """Return the number of the rules with this fingerprint, those in force; new ones are entered.

    Rules that come back get a new number: what was scored by others in between must be scored anew.
    """
    row = first(db, "select id, fingerprint from rank_rules order by id desc limit 1")
    if row and row["fingerprint"] == fingerprint:
        return int(row["id"])
    with write(db):
        cursor = db.execute("insert into rank_rules (fingerprint) values (?)", (fingerprint,))
        return int(cursor.lastrowid or 0)


def aged(db: Database, at: int, most: int) -> list[Score]:
    """Return what only time or other records have touched: timed reasons to be computed again, the longest due first."""
    sql = "select * from item_scores where due <= ? and is_stale = 0 order by due limit ?"
    return [_score(row) for row in select(db, sql, at, most)]


def stale(db: Database, rules: int, most: int) -> list[int]:
    """Return the items to be scored as a whole: new or changed, then those scored by other rules, the newest first."""
    changed = "select item_id from item_scores where is_stale = 1 order by item_id desc limit ?"
    found = [row["item_id"] for row in select(db, changed, most)]
    other = "select item_id from item_scores where rules = ? and is_stale = 0 order by item_id desc limit ?"
    before = _rules_before(db, rules)
    while before is not None and len(found) < most:
        found += [row["item_id"] for row in select(db, other, before, most - len(found))]
        before = _rules_before(db, before)
    return found


def _rules_before(db: Database, rules: int) -> int | None:
    """Return the newest rules before these by which any item is scored."""
    row = first(db, "select max(rules) rules from item_scores where rules < ?", rules)
    return row["rules"] if row else None


def waiting(db: Database, at: int, rules: int) -> int:
    """Return how many items still wait to be scored, in part or whole."""
    sql = """
        select (select count(*) from item_scores where is_stale = 1)
        + (select count(*) from item_scores where due <= ? and is_stale = 0)
        + (select count(*) from item_scores where rules < ? and due > ? and is_stale = 0) n
    """
    row = first(db, sql, at, rules, at)
    return int(row["n"]) if row else 0


def keep(db: Database, scores: Iterable[Score], rules: int, at: int) -> None:
    """Keep scores computed as a whole, by these rules at that time (seconds since 1970)."""
    sql = """
        update item_scores set score = ? + lift, is_problem = ?, fixed = ?, timed = ?, facts = ?, due = ?, is_stale = 0,
        made = ?, rules = ? where item_id = ?
    """
    with write(db):
        for one in scores:
            given = (one.tenths, int(one.is_problem), pack(one.fixed), pack(one.timed), pack(one.facts or {}))
            db.execute(sql, (*given, one.due, at, rules, one.item_id))
        _scored_until(db, at)


def keep_timed(db: Database, scores: Iterable[Score], at: int) -> None:
    """Keep the timed reasons of scores, computed at that time."""
    sql = "update item_scores set score = ? + lift, timed = ?, due = ?, made = ? where item_id = ?"
    with write(db):
        db.conn.executemany(sql, [(one.tenths, pack(one.timed), one.due, at, one.item_id) for one in scores])
        _scored_until(db, at)


def _scored_until(db: Database, at: int) -> None:
    if at > int(mark(db, "newest") or 0):
        set_mark(db, "newest", str(at))


def turn_back(db: Database, at: int) -> None:
    """Where time went back since the last scoring (in training it may), have what was scored later than `at` made anew."""
    if at < int(mark(db, "newest") or 0):
        with write(db):
            db.execute("update item_scores set due = 0 where made > ? and is_stale = 0", (at,))
            set_mark(db, "newest", str(at))


def renew(db: Database, since: datetime | None = None) -> None:
    """Have the undecided items that came in since then, or all items, scored as a whole at the next refresh."""
    where = f"where state in ('new', 'shelved') and item_id >= {FIRST_SINCE}"
    with write(db):
        db.execute(f"update item_scores set is_stale = 1 {where if since else ''}", (stamp(since),) if since else ())


def mark(db: Database, name: str) -> str:
    """Return what was remembered under `name`, or ''."""
    row = first(db, "select value from rank_marks where name = ?", name)
    return row["value"] if row else ""


def set_mark(db: Database, name: str, value: str) -> None:
    """Remember a value under `name`."""
    with write(db):
        db.execute("insert or replace into rank_marks values (?, ?)", (name, value))


# What the features ask


def bearings(db: Database, ids: Iterable[int]) -> dict[int, Bearing]:
    """Return for those of the items that have any what other records make of them."""
    ids = list(ids)
    wanted, asked = json.dumps(ids), commissions.topics(db, ids)
    told = """
        with eventful as (
            select w.value item_id, e.id from json_each(?) w join event_items m on m.item_id = w.value
            join events e on e.id = m.event_id
        ),
        told as (
            select item_id, id other_id from eventful union all select v.item_id, n.item_id from eventful v
            join event_items n on n.event_id = v.id and n.event_id <> n.item_id
        )
        select t.item_id, count(distinct coalesce(nullif(d.unit, ''), nullif(d.origin, ''), d.source))
        from told t join items d on d.id = t.other_id group by t.item_id
    """
    places = dict(db.execute(told, (wanted,)).fetchall())
    same = """
        select w.value, min(r.other_id) from json_each(?) w join relations r on r.item_id = w.value
        where r.sure = 1 and r.kind in ('exact', 'near') group by w.value
    """
    repeats = {item_id: f"同来稿{other_id}" for item_id, other_id in db.execute(same, (wanted,))}
    printed = """
        select distinct w.value from json_each(?) w join printed_relations r on r.item_id = w.value
        where r.kind in ('exact', 'near') and r.share >= 0.5
    """
    repeats.update({item_id: "已刊" for (item_id,) in db.execute(printed, (wanted,))})
    return {
        id_: Bearing(max(1, places.get(id_, 1)), repeats.get(id_, ""), asked.get(id_, ""))
        for id_ in {*places, *repeats, *asked}
    }


def heard(db: Database, item: Item, since: datetime, most: int) -> tuple[int, int]:
    """Return how many items came in from `since` until the item, and how many of them from its unit; `most` at most each."""
    sql = "select count(*) n from (select 1 from items where {} received_at >= ? and received_at < ? limit ?)"
    span = (stamp(since), stamp(item.received_at), most)
    (total,) = db.execute(sql.format(""), span).fetchone()
    (of_unit,) = db.execute(sql.format("unit = ? and"), (item.unit, *span)).fetchone()
    return total, of_unit


def received_since(db: Database, since: datetime, most: int) -> list[int]:
    """Return the items that came in since then, oldest first; of more than `most` the newest."""
    sql = "select id from items where received_at >= ? order by received_at desc, id desc limit ?"
    return sorted(row["id"] for row in select(db, sql, stamp(since), most))


def load(db: Database, ids: Sequence[int]) -> list[Item]:
    """Return these items, oldest first."""
    return items.selected(db, f"d.id in ({question_marks(ids)})", tuple(ids))


def _score(row: dict[str, object]) -> Score:
    fixed, timed = (tuple((name, tenths) for name, tenths in json.loads(str(row[part]))) for part in ("fixed", "timed"))
    number = {name: int(str(row[name])) for name in ("item_id", "due", "lift")}
    return Score(
        **number, fixed=fixed, timed=timed, facts=json.loads(str(row["facts"])), is_problem=bool(row["is_problem"])
    )
