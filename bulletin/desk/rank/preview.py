"""What other weights would have done to the queue of the last days: who enters the first places, and who is hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bulletin import store
from bulletin.desk.rank import balance, features
from bulletin.desk.rank.rules import Rules, read_rules
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.store.scores import Bearing, Score

FIRST = 20
"""Places that are looked at: about what an editor sees on one screen."""
WAITS_DAYS = 14
"""Days for which an undecided item is taken to have waited."""
MOST_ITEMS = 20_000
_BATCH = 250


@dataclass(frozen=True, slots=True)
class Moved:
    """An item that enters or leaves the first places: its place (from 1) now and then, and whether it was later printed."""

    id: int
    title: str
    now: int
    then: int
    is_printed: bool


@dataclass(frozen=True, slots=True)
class Day:
    """One day's queue: who would have entered the first places, and who would have left them."""

    on: date
    waiting: int
    correlation: float
    entering: tuple[Moved, ...]
    leaving: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would have done. ``correlation`` is the mean of the days' rank correlations (Spearman's ρ);
    ``printed_now`` and ``printed_then`` count, over all days, the items among the first that were later printed; ``lost``
    are printed ones that would have left the first places on some day and entered them on none."""

    items: int
    correlation: float
    printed_now: int
    printed_then: int
    lost: tuple[Moved, ...]
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """An item with its score by both rules, and from when to when it stood in the queue."""

    id: int
    title: str
    now: Score
    then: Score
    bearing: Bearing
    since: datetime
    until: datetime


def preview(db: Database, settings: Settings, weights: Mapping[str, float], at: datetime, days: int = 30) -> Preview:
    """Compare the office's weights with others over the last `days` days, each at this time of day.

    Events, repeats and what was learnt are taken as they are known today. An item stood in the queue from its coming in
    until it was decided about, at most `WAITS_DAYS`. Nothing is written.
    """
    rules, other = read_rules(db, settings, at), read_rules(db, settings, at, weights)
    entries = _entries(db, rules, other, at - timedelta(days=days + WAITS_DAYS))
    printed = store.choices.printed_items(db)
    moments = [at - timedelta(days=ago) for ago in reversed(range(days))]
    found = [_day(entries, rules, other, moment, printed) for moment in moments]
    told = [(day, now, then) for day, now, then in found if day.waiting]
    entered = {one.id for day, _, _ in told for one in day.entering}
    lost = {one.id: one for day, _, _ in told for one in day.leaving if one.is_printed and one.id not in entered}
    return Preview(
        items=len(entries),
        correlation=round(sum(day.correlation for day, _, _ in told) / len(told), 4) if told else 1.0,
        printed_now=sum(now for _, now, _ in told),
        printed_then=sum(then for _, _, then in told),
        lost=tuple(lost.values()),
        days=tuple(day for day, _, _ in told),
    )


def _entries(db: Database, rules: Rules, other: Rules, since: datetime) -> list[_Entry]:
    ids = store.scores.received_since(db, since, MOST_ITEMS)
    decided = store.choices.decided(db, ids)
    found = []
    for start in range(0, len(ids), _BATCH):
        part = ids[start : start + _BATCH]
        bearings = store.scores.bearings(db, part)
        for item in store.scores.load(db, part):
            bearing = bearings.get(item.id, Bearing())
            case = features.case_of(db, item, rules)
            now, then = (features.score(case, one, bearing, item.received_at) for one in (rules, other))
            latest = item.received_at + timedelta(days=WAITS_DAYS)
            until = min(decided.get(item.id, latest), latest)
            found.append(_Entry(item.id, item.title, now, then, bearing, item.received_at, until))
    return found


def _day(
    entries: Sequence[_Entry], rules: Rules, other: Rules, moment: datetime, printed: set[int]
) -> tuple[Day, int, int]:
    """Return the day, and how many of the first by either rules were later printed."""
    waiting = [one for one in entries if one.since <= moment < one.until]
    now = _places([_at(one.now, rules, one.bearing, moment) for one in waiting], rules)
    then = _places([_at(one.then, other, one.bearing, moment) for one in waiting], other)
    moved = [Moved(one.id, one.title, now[one.id], then[one.id], one.id in printed) for one in waiting]
    day = Day(
        on=moment.date(),
        waiting=len(waiting),
        correlation=_correlation(now, then),
        entering=tuple(sorted((one for one in moved if one.then <= FIRST < one.now), key=lambda one: one.then)),
        leaving=tuple(sorted((one for one in moved if one.now <= FIRST < one.then), key=lambda one: one.now)),
    )
    told_now, told_then = (sum(place[number] <= FIRST for number in printed & place.keys()) for place in (now, then))
    return day, told_now, told_then


def _at(score: Score, rules: Rules, bearing: Bearing, moment: datetime) -> Score:
    """Return the score as it was at that moment."""
    return features.retimed(score, rules, bearing, int(moment.timestamp()))


def _places(scores: Sequence[Score], rules: Rules) -> dict[int, int]:
    """Return the place of each item, from 1, balance included."""
    worth = sorted(((one.item_id, one.tenths, one.is_problem) for one in scores), key=lambda one: (-one[1], one[0]))
    first, share = round(rules.weights["balance_first"]), rules.weights["balance_share"] / 100
    lifts = balance.lifts(worth[:first], [one for one in worth if one[2]][:first], first, share)
    order = sorted(worth, key=lambda one: (-one[1] - lifts.get(one[0], 0), one[0]))
    return {item_id: place for place, (item_id, _, _) in enumerate(order, 1)}


def _correlation(one: Mapping[int, int], other: Mapping[int, int]) -> float:
    """Return Spearman's ρ of two orders of the same items without ties; 1 for fewer than two."""
    number = len(one)
    if number < 2:
        return 1.0
    squares = sum((one[item_id] - other[item_id]) ** 2 for item_id in one)
    return 1 - 6 * squares / (number * (number * number - 1))
