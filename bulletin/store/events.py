"""Events: which items tell of the same happening in other words, found as they come in.

A new item is compared with items received and published within `WINDOW_DAYS`, found by the pairs of characters that weigh
most in it. It joins the event whose texts are most like it on average, or stands alone until others follow it. Weights
come from the office's own archive, counted as it grows; an empty one needs nothing to begin with. Everything
can be done again at any time: an item without its row in ``event_items`` has not been looked at.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, takewhile
from operator import itemgetter

from sqlite_utils import Database

from bulletin.model import Item, Relation
from bulletin.store import items
from bulletin.store.database import write
from bulletin.store.rows import moment, question_marks, select, stamp
from bulletin.text.events import SAME_EVENT, Bag, Bags, Sketch, Weights, name_grams, other_fact, read_bags
from bulletin.text.phrases import phrases

WINDOW_DAYS = 14
"""Days, of coming in and of publication, within which two items can be of one event."""
LONGEST_LIFE_DAYS = 30
"""Days from an event's first item to its last: what goes on longer is told as a new event."""
CANDIDATES = 8
"""Items compared with a new one: those that share most of its heaviest pairs."""
MEMBERS = 8
"""Newest items of an event that a new one is compared with."""
LONGEST_LIST = 32
"""Items looked at for one pair, newest first."""
LEAST_SHARED = 0.08
"""Part of a text that the heaviest pairs of another must make up for the two to be compared."""
LEAST_MATTER = 0.6
"""Part of the likeness asked for that must be left without the names of places and of the unit."""
_DAY = 86400
_COUNTED = 0
"""The number that no pair has: under it stands how many items were counted."""
COUNTED_ALL, COUNTED_EVERY = 1000, 32
"""Items whose pairs are all counted, and the part of the later ones: shares change little, and slowly."""
_PRUNED_AFTER = _DAY // 4
"""Seconds the oldest sketch may stand beyond the window, until all that are beyond it go at once."""
_BATCH = 200
_LOOKED_UP = 500


@dataclass(frozen=True, slots=True)
class Event:
    """Event (事件): the items that tell of one happening, oldest first; ``id`` is the number of the first."""

    id: int
    items: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _New:
    """A new item, read and weighed."""

    item: Item
    grams: set[int]
    counted: int
    sketch: Sketch
    weights: Weights
    probes: dict[int, float]
    dated: int
    received: int


@dataclass(frozen=True, slots=True)
class _Known:
    """An item of the last days, with the event it belongs to."""

    id: int
    event_id: int
    sketch: Sketch


def assign(db: Database, item: Item, at: datetime) -> Relation | None:
    """Put the item into its event and store why, as a relation of kind ``event`` to the item it is most like.

    None for an item that stands alone. An item that was looked at before stays where it is. Call it after
    `store.identity.link`: what that calls twins of one template is never put into one event.
    """
    with write(db):
        if select(db, "select 1 from event_items where item_id = ?", item.id):
            return _kept(db, item.id)
        new = _read(db, item)
        _count(db, new)
        _prune(db, new)
        found = _event_of(db, new)
        _join(db, new, found[0].event_id if found else item.id)
        if found:
            _relate(db, new, *found, at)
        return _kept(db, item.id) if found else None


def assign_missing(db: Database, at: datetime, most: int | None = None) -> int:
    """Look at the items that were not looked at yet, oldest first, at most `most`. Return how many.

    Committed in batches: interrupted, it goes on where it stopped.
    """
    sql = "select id from items where id not in (select item_id from event_items) order by id limit ?"
    waiting = [row["id"] for row in select(db, sql, -1 if most is None else most)]
    for start in range(0, len(waiting), _BATCH):
        with write(db):
            for item_id in waiting[start : start + _BATCH]:
                assign(db, items.get(db, item_id), at)
    return len(waiting)


def forget(db: Database, item_id: int) -> None:
    """Take an item out of its event, so that it is looked at afresh; for an item whose text was replaced.

    What its old text added to the counts of pairs stays: one text among many.
    """
    with write(db):
        for row in select(db, "select event_id from event_items where item_id = ?", item_id):
            _leave(db, item_id, row["event_id"])
        for row in select(db, "select probes from event_sketches where item_id = ?", item_id):
            _drop_probes(db, [(item_id, row["probes"])])
        db.execute("delete from event_sketches where item_id = ?", (item_id,))
        db.execute("delete from relations where ? in (item_id, other_id) and kind = 'event'", (item_id,))


def of_item(db: Database, item_id: int) -> Event | None:
    """Return the event an item belongs to, or None where it stands alone."""
    sql = "select e.id from events e join event_items m on m.event_id = e.id where m.item_id = ?"
    return next((Event(row["id"], tuple(_members(db, row["id"]))) for row in select(db, sql, item_id)), None)


def since(db: Database, moment: datetime) -> list[Event]:
    """Return the events whose newest item was published at `moment` or later, by number."""
    sql = """
        select e.id, m.item_id from events e join event_items m on m.event_id = e.id and m.event_id <> m.item_id
        where e.newest_dated >= ? order by e.id, m.item_id
    """
    members = groupby(db.execute(sql, (int(moment.timestamp()),)), key=itemgetter(0))
    return [Event(event_id, (event_id, *(item_id for _, item_id in rows))) for event_id, rows in members]


def _members(db: Database, event_id: int) -> list[int]:
    """Return the items of an event, oldest first."""
    sql = "select item_id from event_items where event_id = ? and event_id <> item_id order by item_id"
    return [event_id, *(row["item_id"] for row in select(db, sql, event_id))]


# Weighing


def _read(db: Database, item: Item) -> _New:
    """Return the item as it is compared with others. A date of publication after its coming in does not count."""
    bags = read_bags(item.title, item.text)
    grams = bags.grams
    held = _counts(db, sorted({*grams, _COUNTED}))
    counted = held.pop(_COUNTED, 0)
    weights = Weights(grams, held, counted)
    sketch = weights.sketch(bags)
    received = int(item.received_at.timestamp())
    dated = int(item.published_at.timestamp()) if item.published_at else received
    return _New(item, grams, counted, sketch, weights, weights.probes(sketch), min(dated, received), received)


def _counts(db: Database, grams: Sequence[int]) -> dict[int, int]:
    """Return how many of the items counted have each pair, and under `_COUNTED` how many were counted."""
    sql = f"select gram, items from event_gram_counts where gram in ({question_marks(range(_LOOKED_UP))})"
    found: dict[int, int] = {}
    for start in range(0, len(grams), _LOOKED_UP):
        part = grams[start : start + _LOOKED_UP]
        found.update(db.conn.execute(sql, (*part, *[_COUNTED] * (_LOOKED_UP - len(part)))).fetchall())
    return found


def _count(db: Database, new: _New) -> None:
    """Count the pairs of a new item: of each of the first `COUNTED_ALL`, then of one in `COUNTED_EVERY`."""
    if new.counted >= COUNTED_ALL and new.item.id % COUNTED_EVERY:
        return
    sql = "insert into event_gram_counts values (?, 1) on conflict (gram) do update set items = items + 1"
    db.conn.executemany(sql, [(gram,) for gram in sorted({*new.grams, _COUNTED})])


# Finding


def _event_of(db: Database, new: _New) -> tuple[_Known, float] | None:
    """Return the item most like the new one in the event it joins, and their likeness; None where it stands alone."""
    events: dict[int, list[tuple[float, _Known]]] = {}
    for known in _comparable(db, new, _sharing(db, new)):
        events.setdefault(known.event_id, []).append((new.weights.likeness(new.sketch, known.sketch), known))
    means = {event_id: sum(likeness for likeness, _ in found) / len(found) for event_id, found in events.items()}
    for event_id in sorted(means, key=lambda one: (-means[one], -one)):
        if means[event_id] < SAME_EVENT:
            return None
        if _has_matter(new, [known for _, known in events[event_id]]) and not _is_other_fact(
            db, new, [known.id for _, known in events[event_id]]
        ):
            likeness, nearest = max(events[event_id], key=lambda one: (one[0], one[1].id))
            return nearest, likeness
    return None


def _sharing(db: Database, new: _New) -> list[int]:
    """Return the items that have most of what weighs most in the new one, newest first where they have as much."""
    sql = f"select item_id from event_probes where gram = ? order by item_id desc limit {LONGEST_LIST}"
    shared: dict[int, float] = {}
    for gram, share in new.probes.items():
        for (item_id,) in db.conn.execute(sql, (gram,)):
            shared[item_id] = shared.get(item_id, 0.0) + share
    likely = [item_id for item_id, share in shared.items() if share >= LEAST_SHARED]
    return sorted(likely, key=lambda item_id: (-shared[item_id], -item_id))[:CANDIDATES]


def _comparable(db: Database, new: _New, candidates: Sequence[int]) -> list[_Known]:
    """Return the newest items of each event the candidates belong to, those within the window."""
    if not candidates:
        return []
    sql = f"""
        with found as (select distinct event_id from event_items where item_id in ({question_marks(candidates)})),
        members as (
            select m.item_id, m.event_id from found f join event_items m on m.event_id = f.event_id
            where m.event_id <> m.item_id
            union all select event_id, event_id from found
        )
        select m.item_id, m.event_id, s.title_length, s.body_length, s.title, s.body
        from members m join event_sketches s on s.item_id = m.item_id left join events e on e.id = m.event_id
        where abs(s.dated - ?) <= ? and coalesce(max(e.newest_dated, ?) - min(e.first_dated, ?), 0) <= ?
        order by m.item_id desc
    """
    window = (new.dated, WINDOW_DAYS * _DAY, new.dated, new.dated, LONGEST_LIFE_DAYS * _DAY)
    taken: Counter[int] = Counter()
    known = []
    for item_id, event_id, title_length, body_length, title, body in db.conn.execute(sql, (*candidates, *window)):
        taken[event_id] += 1
        if taken[event_id] <= MEMBERS:
            sketch = Sketch(Bags(_unpacked(title), _unpacked(body)), title_length, body_length)
            known.append(_Known(item_id, event_id, sketch))
    return known


def _has_matter(new: _New, members: Sequence[_Known]) -> bool:
    """Tell whether more makes the item like the members than the names of places and of the unit it comes from."""
    names = name_grams(new.item.unit, new.item.title, new.item.text)
    found = [new.weights.likeness(new.sketch, known.sketch, names) for known in members]
    return sum(found) / len(found) >= LEAST_MATTER * SAME_EVENT


def _is_other_fact(db: Database, new: _New, members: Sequence[int]) -> bool:
    """Tell whether the new item tells, in the words of a member, of another place or batch: likeness alone is no event."""
    titles = select(db, f"select title from items where id in ({question_marks(members)})", *members)
    if any(other_fact(row["title"], new.item.title) for row in titles):
        return True
    sql = f"""
        select 1 from relations where kind = 'twin'
        and (item_id = ? and other_id in ({question_marks(members)}) or other_id = ? and item_id in ({question_marks(members)}))
    """
    return bool(select(db, sql, new.item.id, *members, new.item.id, *members))


# Keeping


def _join(db: Database, new: _New, event_id: int) -> None:
    """Enter the item under its event and keep its sketch for those that follow."""
    db.execute("insert into event_items values (?, ?)", (new.item.id, event_id))
    if event_id != new.item.id:
        first = "select ?, 1, dated, dated from event_sketches where item_id = ? on conflict do nothing"
        db.execute(f"insert into events {first}", (event_id, event_id))
        grown = "size = size + 1, first_dated = min(first_dated, ?), newest_dated = max(newest_dated, ?)"
        db.execute(f"update events set {grown} where id = ?", (new.dated, new.dated, event_id))
    sketch, probes = new.sketch, [*new.probes]
    row = (
        new.item.id,
        new.received,
        new.dated,
        sketch.title_length,
        sketch.body_length,
        array("I", probes).tobytes(),
    )
    bags = (_packed(sketch.bags.title), _packed(sketch.bags.body))
    db.execute("insert into event_sketches values (?, ?, ?, ?, ?, ?, ?, ?)", (*row, *bags))
    db.conn.executemany("insert into event_probes values (?, ?)", [(gram, new.item.id) for gram in probes])


def _relate(db: Database, new: _New, nearest: _Known, likeness: float, at: datetime) -> None:
    """Store the relation to the item it is most like, with the words both speak of."""
    words = new.weights.common(new.sketch, nearest.sketch, phrases(new.item.title, new.item.text))
    why = f"可能是同一件事：都讲到{'、'.join(f'“{word}”' for word in words)}" if words else "可能是同一件事"
    share = round(likeness, 4)
    row = (new.item.id, nearest.id, "event", share, share, why, 0, stamp(at))
    names = "item_id, other_id, kind, share, back_share, why, sure, at"
    db.execute(f"insert or replace into relations ({names}) values (?, ?, ?, ?, ?, ?, ?, ?)", row)


def _kept(db: Database, item_id: int) -> Relation | None:
    """Return the relation by which an item came into its event."""
    names = "item_id, other_id, kind, share, back_share, why, at"
    for row in select(db, f"select {names} from relations where item_id = ? and kind = 'event'", item_id):
        return Relation(**{**row, "at": moment(row["at"])})
    return None


def _leave(db: Database, item_id: int, event_id: int) -> None:
    """Take the item out of its event; the next item gives the event its number, and one left over stands alone."""
    left = [member for member in _members(db, event_id) if member != item_id]
    db.execute("delete from event_items where item_id = ?", (item_id,))
    if left and left[0] != event_id:
        db.execute(f"update event_items set event_id = ? where item_id in ({question_marks(left)})", (left[0], *left))
        db.execute("update events set id = ? where id = ?", (left[0], event_id))
    if left:
        dates = f"select min(dated), max(dated) from event_sketches where item_id in ({question_marks(left)})"
        ((first, newest),) = db.execute(dates, left).fetchall()
        changed = "size = ?, first_dated = coalesce(?, first_dated), newest_dated = coalesce(?, newest_dated)"
        db.execute(f"update events set {changed} where id = ?", (len(left), first, newest, left[0]))
    db.execute("delete from events where size = 1 or id = ?", (item_id,))


def _prune(db: Database, new: _New) -> None:
    """Drop sketches older than the window, some hours' at once, in the order of the table: the oldest have the lowest numbers.

    One at a time, each would write two dozen pages anew.
    """
    since = new.received - WINDOW_DAYS * _DAY
    sql = "select item_id, probes, received from event_sketches order by item_id"
    oldest = db.conn.execute(f"{sql} limit 1").fetchone()
    if oldest is None or oldest[2] >= since - _PRUNED_AFTER:
        return
    dropped = list(takewhile(lambda row: row[2] < since, db.conn.execute(sql)))
    _drop_probes(db, [(item_id, probes) for item_id, probes, _ in dropped])
    db.conn.executemany("delete from event_sketches where item_id = ?", [(item_id,) for item_id, _, _ in dropped])


def _drop_probes(db: Database, sketches: Iterable[tuple[int, bytes]]) -> None:
    rows = sorted((gram, item_id) for item_id, probes in sketches for gram in array("I", probes))
    db.conn.executemany("delete from event_probes where gram = ? and item_id = ?", rows)


def _packed(bag: Bag) -> bytes:
    """Return the pairs, four bytes each, then how often each occurs, one byte each."""
    return array("I", bag).tobytes() + bytes(bag.values())


def _unpacked(packed: bytes) -> Bag:
    size = len(packed) // 5
    return dict(zip(memoryview(packed)[: 4 * size].cast("I"), packed[4 * size :], strict=True))
