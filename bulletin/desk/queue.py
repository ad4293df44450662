"""The queue (待编队列): items ordered by a score whose every point has a reason that is printed.

Scores are kept (`bulletin.store.scores`) and brought up to date by `refresh`: a listing reads only the lines it shows.
The features stand in `bulletin.desk.rank`, their weights in ``[rank]`` of bulletin.toml.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bulletin import store
from bulletin.desk.listing import Line, Listing, Reason, Row, open_kept, reasons, reasons_of
from bulletin.desk.rank import balance, features, learning
from bulletin.desk.rank.rules import Rules, read_rules
from bulletin.errors import NotFound, RefusedAction, StoreFailure
from bulletin.model import Actor, Item
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.store.scores import Bearing
from bulletin.text import nearest

__all__ = [
    "Line",
    "Listing",
    "Queued",
    "Reason",
    "Row",
    "explain",
    "learn",
    "list_items",
    "open_listing",
    "reasons",
    "refresh",
    "switch",
]

AT_ONCE = 500
"""Items scored as a whole before a list is shown; the rest is said to wait."""
AGED_AT_ONCE = 5000
"""Items of which only the timed reasons are computed again before a list is shown."""
MOST = 20_000
"""Items scored by one `refresh`."""
PROBLEM_DAYS = 30
"""Days for which an item that tells of a problem may be lifted."""
_MAY_SWITCH = frozenset(("editor", "reviewer", "admin"))
_BATCH = 250
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Queued:
    """An item in the queue with its score and reasons; ``group`` is the first item of those that certainly are the same
    (`bulletin.store.identity.certain`)."""

    item: Item
    score: float
    reasons: tuple[Reason, ...]
    group: int | None


def open_listing(
    db: Database, settings: Settings, state: str = "new", expression: str = "", *, at: datetime
) -> Listing:
    """Return the items in `state` (name or Chinese word; ``all`` for every state) that `expression` selects, best first.

    `expression` is in the query language (`bulletin.text.query`); an empty one selects all. What is due is scored first,
    within bounds; where another program is writing, the list stands as it was scored last. Raises `UsageError` for an
    unknown state or field, and for what cannot be read.
    """
    unscored = _scored(db, settings, at)
    listing = open_kept(db, state, expression, at)
    listing.unscored = unscored
    return listing


def list_items(db: Database, settings: Settings, state: str, expression: str, at: datetime) -> list[Queued]:
    """Return what `open_listing` lists with texts and reasons, all of it: for short queues."""
    listing = open_listing(db, settings, state, expression, at=at)
    return [entry for lines in listing.chunks() for entry in _queued(db, lines)]


def _queued(db: Database, lines: Sequence[Line]) -> list[Queued]:
    items = {item.id: item for item in store.scores.load(db, [line.row.id for line in lines])}
    return [Queued(items[line.row.id], line.row.score, line.reasons, line.row.group) for line in lines]


def explain(db: Database, settings: Settings, item_id: int, at: datetime) -> Queued:
    """Return one item with its score at that moment and the reasons that add up to it. Raises `NotFound`."""
    item = store.items.get(db, item_id)
    rules = read_rules(db, settings, at)
    bearing = store.scores.bearings(db, [item_id]).get(item_id, Bearing())
    made = features.score(features.case_of(db, item, rules), rules, bearing, at)
    lift = store.lifts.lifts(db).get(item_id, 0)
    group = store.queued.groups(db, [item_id]).get(item_id)
    return Queued(item, (made.tenths + lift) / 10, reasons_of((*made.fixed, *made.timed), lift), group)


# Bringing scores up to date


def refresh(db: Database, settings: Settings, at: datetime, most: int = MOST) -> int:
    """Score what is new, changed, aged or was scored by other rules, at most `most` items; return how many still wait.

    Once a day, and after an instruction or an issue, it first learns from what editors and leaders chose. Committed in
    batches: interrupted, it goes on where it stopped.
    """
    _learn_when_due(db, settings, at)
    return _rescore(db, settings, at, most, most)


def learn(db: Database, settings: Settings, at: datetime) -> bool:
    """Learn from what was decided, written and printed, now; True where anything changed. See `rank.learning`."""
    with store.write(db):
        changed = learning.learn(db, settings, at)
        store.scores.set_mark(db, "learnt", _learnt(db, at))
        if changed:
            store.scores.renew(db, at - timedelta(days=PROBLEM_DAYS))
        return changed


def switch(db: Database, term: str, is_off: bool, reason: str, actor: Actor, at: datetime) -> None:
    """Have a learnt term or topic count no more, or again, on a person's word. Raises `NotFound`, `RefusedAction`."""
    known = [*(one.term for one in store.choices.terms(db)), *(one.title for one in store.choices.topics(db, True))]
    if term not in known:
        best = nearest(term, known)
        raise NotFound("学到的特征", term, f"最接近的是 {best}" if best else "请用 rank terms 查看，照原样写")
    if not actor.roles & _MAY_SWITCH:
        raise RefusedAction(f"停用或恢复学到的特征须由编辑、审核或管理员进行，{actor.name}不是", "请换人操作")
    with store.write(db):
        given = store.choices.Switch(term, is_off, reason, actor.id, at.isoformat(timespec="seconds"))
        store.choices.switch(db, given)
        store.scores.renew(db, at - timedelta(days=PROBLEM_DAYS))


def _learnt(db: Database, at: datetime) -> str:
    return f"{at.date().isoformat()} {store.choices.newest_print(db)}"


def _learn_when_due(db: Database, settings: Settings, at: datetime) -> None:
    if store.scores.mark(db, "learnt") != _learnt(db, at):
        learn(db, settings, at)


def _scored(db: Database, settings: Settings, at: datetime) -> int:
    """Score within bounds what is due, and return how many wait; where the database cannot be written now, all do."""
    try:
        return _rescore(db, settings, at, AT_ONCE, AGED_AT_ONCE)
    except StoreFailure:
        return store.scores.waiting(db, int(at.timestamp()), 0)


def _rescore(db: Database, settings: Settings, at: datetime, most: int, most_aged: int) -> int:
    """Score at most `most` items as a whole and age at most `most_aged`; return how many still wait."""
    rules, now = read_rules(db, settings, at), int(at.timestamp())
    number = store.scores.rules_number(db, rules.fingerprint)
    store.scores.turn_back(db, now)
    ids = store.scores.stale(db, number, most)
    for start in range(0, len(ids), _BATCH):
        _score_batch(db, ids[start : start + _BATCH], rules, number, at)
    aged = store.scores.aged(db, now, most_aged)
    for start in range(0, len(aged), _CHUNK):
        part = aged[start : start + _CHUNK]
        bearings = store.scores.bearings(db, [one.item_id for one in part])
        again = [features.retimed(one, rules, bearings.get(one.item_id, Bearing()), now) for one in part]
        store.scores.keep_timed(db, again, now)
    _rebalance(db, rules, at)
    full = len(ids) >= most or len(aged) >= most_aged
    return store.scores.waiting(db, now, number) if full else 0


def _score_batch(db: Database, ids: Sequence[int], rules: Rules, number: int, at: datetime) -> None:
    with store.write(db):
        bearings = store.scores.bearings(db, ids)
        items = store.scores.load(db, ids)
        made = [
            features.score(features.case_of(db, item, rules), rules, bearings.get(item.id, Bearing()), at)
            for item in items
        ]
        store.scores.keep(db, made, number, int(at.timestamp()))


def _rebalance(db: Database, rules: Rules, at: datetime) -> None:
    first, share = round(rules.weights["balance_first"]), rules.weights["balance_share"] / 100
    wanted: dict[int, int] = {}
    if first and share:
        since = at - timedelta(days=PROBLEM_DAYS)
        wanted = balance.lifts(store.lifts.heads(db, first), store.lifts.problems(db, since, first), first, share)
    if wanted != store.lifts.lifts(db):
        store.lifts.set_lifts(db, wanted)
