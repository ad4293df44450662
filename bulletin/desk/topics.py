"""Hot topics (热点): what rises among the items of the last working days over what is usual in this office.

A topic is a group of phrases that stand in the same items, or an event that grows. One source alone, or one unit or site of
origin alone, makes no topic however much it sends. Every topic says why it is one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bulletin import store
from bulletin.settings import Settings
from bulletin.settings.calendar import Calendar
from bulletin.store import Database
from bulletin.store.phrases import Told
from bulletin.text import shorten
from bulletin.text.bursts import (
    LEAST_ITEMS,
    LEAST_SCORE,
    Burst,
    bursts,
    by_chance,
    coherent,
    grouped,
    name_of,
    surprise,
    usual_shares,
)
from bulletin.text.phrases import PLACE_ENDS, is_name, stands_in

HISTORY_DAYS = 90
"""Days before the period by which one tells what is usual."""
LEAST_HISTORY = 5
"""Working days with items below which nothing can be called usual: then only events are told."""
LEAST_PLACES = 2
"""Sources, and units or sites of origin, that a topic has at least."""
SURE_SCORE = 5.5
"""Deviations from which one phrase alone makes a topic; of a smaller rise a second phrase must stand in most of its items,
or the phrase in the titles of three sources that seldom had it."""
BY_CHANCE = 1e-4
"""How often, at most, so many titles with a phrase may come together by chance."""
_SAME = 0.5
_DECAY = 0.5
_SHOWN_NAME = 24
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Topic:
    """Topic (热点): ``items`` of the period, newest first; ``count`` of them, from ``sources`` and ``places``.

    A place is the unit, else the site of origin, else the source. ``expected`` is how many items are usual in such a
    period, ``rise`` how many times that; ``event`` is the number of the event behind it, or None.
    """

    name: str
    items: tuple[Told, ...]
    count: int
    sources: tuple[str, ...]
    places: tuple[str, ...]
    expected: float
    rise: float
    score: float
    why: str
    words: tuple[str, ...] = ()
    event: int | None = None


@dataclass(frozen=True, slots=True)
class _Period:
    """The working days looked at: from ``start`` to ``until``, ``days`` of them, in the office's ``calendar``."""

    start: datetime
    until: datetime
    days: int
    calendar: Calendar

    def ago(self, seconds: int) -> int:
        """Return how many working days before the last a time is."""
        day = datetime.fromtimestamp(seconds, self.until.tzinfo).date()
        return self.calendar.workdays_between(
            working_day(day, self.calendar), working_day(self.until.date(), self.calendar)
        )


def working_day(day: date, calendar: Calendar) -> date:
    """Return the working day that `day` counts with: itself, or the next one."""
    return day if calendar.is_workday(day) else calendar.add_workdays(day, 1)


def rising(
    db: Database, settings: Settings, at: datetime, days: int = 2, expression: str = "", limit: int = 20
) -> list[Topic]:
    """Return the topics of the last `days` working days up to `at`, hottest first, at most `limit`.

    `expression` (`bulletin.text.query`, such as 状态:待处理 or 类型:问题) leaves only topics with an item it selects, and of
    their items only those; what rises is always judged by all items. Phrases not read yet are read and kept.
    Raises `UsageError` for what cannot be read.
    """
    query = store.search.read(expression, at)
    period = _period(settings, at, days)
    since = period.start - HISTORY_DAYS * _DAY
    store.phrases.keep_missing(db, since)
    told = {item.item_id: item for item in store.phrases.told(db, period.start, period.until)}
    past = _past(store.phrases.used(db, since, period.start), period)
    topics = _of_phrases(told, past, period, frozenset(settings.units))
    found = _of_events(topics, store.events.since(db, period.start), told, past, period)
    hottest = sorted(found, key=lambda topic: (-topic.score, topic.name))
    if query != store.search.EVERYTHING:
        wanted = set(store.search.ids(db, "items", query))
        hottest = [_limited(topic, wanted) for topic in hottest if wanted & {item.item_id for item in topic.items}]
    return hottest[:limit]


def _limited(topic: Topic, wanted: set[int]) -> Topic:
    """Return the topic with only those of its items that are wanted; count and reason stay those of the whole."""
    return replace(topic, items=tuple(item for item in topic.items if item.item_id in wanted))


def _period(settings: Settings, at: datetime, days: int) -> _Period:
    last = working_day(at.date(), settings.calendar)
    for _ in range(days):
        last = settings.calendar.workday_before(last)
    return _Period(datetime.combine(last + _DAY, time(), at.tzinfo), at, days, settings.calendar)


def _past(used: Iterable[tuple[int, str]], period: _Period) -> list[list[str]]:
    """Return the phrases of the items before the period by working day, newest first, days without items left out."""
    by_date: dict[date, list[str]] = {}
    for dated, phrases in used:
        by_date.setdefault(datetime.fromtimestamp(dated, period.start.tzinfo).date(), []).append(phrases)
    by_day: dict[date, list[str]] = {}
    for day in sorted(by_date, reverse=True):
        by_day.setdefault(working_day(day, period.calendar), []).extend(by_date[day])
    return list(by_day.values())


# Topics of phrases


def _of_phrases(
    told: dict[int, Told], past: Sequence[Sequence[str]], period: _Period, units: frozenset[str]
) -> list[Topic]:
    """Return the topics that groups of risen phrases make; names of places and of units are none."""
    if len(past) < LEAST_HISTORY:
        return []
    units |= {item.unit for item in told.values()}
    risen = bursts({number: item.phrases for number, item in told.items()}, past)
    spread = [
        burst
        for burst in risen
        if _is_spread([told[number] for number in burst.texts], burst.expected) and not _is_name(burst, told, units)
    ]
    return [
        _topic(name_of(group, lambda burst: len(_titled(burst, told))), _items_of(group, told), group, period)
        for group in grouped(spread)
        if coherent(group) or group[0].score >= SURE_SCORE or any(_is_headline(burst, told) for burst in group)
    ]


def _is_name(burst: Burst, told: dict[int, Told], units: frozenset[str]) -> bool:
    """Tell whether a phrase is who, not what: the name of a place or unit, or what most of its items have as a part of one."""
    if is_name(burst.phrase, units):
        return True
    names = {burst.phrase + end for end in PLACE_ENDS}
    part = [not names.isdisjoint(told[number].phrases) for number in burst.texts]
    return sum(part) > _SAME * len(part)


def _titled(burst: Burst, told: dict[int, Told]) -> list[Told]:
    """Return the items that have the phrase in their title."""
    return [told[number] for number in burst.texts if stands_in(burst.phrase, told[number].title)]


def _is_headline(burst: Burst, told: dict[int, Told]) -> bool:
    """Tell whether a phrase stands in the titles of several sources, more than can come together by chance."""
    sources = {item.source for item in _titled(burst, told)}
    return len(sources) >= LEAST_ITEMS and by_chance(len(sources), burst.expected) <= BY_CHANCE


def _items_of(group: Sequence[Burst], told: dict[int, Told]) -> list[Told]:
    """Return the items of the group's first phrase, and of those that stand mostly in the same items."""
    head = group[0].texts
    near = (burst.texts for burst in group if len(burst.texts & head) > _SAME * len(burst.texts))
    return [told[number] for number in sorted(head.union(*near))]


def _is_spread(items: Sequence[Told], expected: float = 0.0) -> bool:
    """Tell whether items come from several sources and units or sites, and would be many without most of the busiest one."""
    if min(len({item.source for item in items}), len(set(map(_place, items)))) < LEAST_PLACES:
        return False
    busiest = max(Counter(map(_channel, items)).values())
    balanced = len(items) - max(2 * busiest - len(items), 0)
    return balanced >= LEAST_ITEMS and surprise(balanced, expected) >= LEAST_SCORE


def _channel(item: Told) -> str:
    """Return through what an item came: a source, or a unit that files it itself (its submissions are signed)."""
    return f"{item.source}/{item.unit}" if item.signed_by else item.source


def _place(item: Told) -> str:
    return item.unit or item.origin or item.source


def _topic(
    name: str, items: Sequence[Told], group: Sequence[Burst], period: _Period, event: int | None = None
) -> Topic:
    """Return a topic with its reason; its score halves with every working day without a new item."""
    newest = sorted(items, key=lambda item: (-item.dated, -item.item_id))
    places = tuple(place for place, _ in Counter(map(_place, newest)).most_common())
    sources = tuple(source for source, _ in Counter(item.source for item in newest).most_common())
    expected = group[0].expected if group else 0.0
    fresh = sum(_DECAY ** period.ago(item.dated) for item in items) / len(items)
    return Topic(
        name=name,
        items=tuple(newest),
        count=len(items),
        sources=sources,
        places=places,
        expected=round(expected, 2),
        rise=round(len(items) / max(expected, 0.1), 1),
        score=round(surprise(len(items), expected) * fresh, 2),
        why=_why(len(items), len(sources), expected, period, event is not None and not group),
        words=tuple(burst.phrase for burst in group[:6]),
        event=event,
    )


def _why(count: int, sources: int, expected: float, period: _Period, is_event: bool) -> str:
    when = "今日" if period.days == 1 else f"近{period.days}个工作日"
    seen = f"{when}{count}条、来自{sources}个来源"
    if is_event:
        return f"{seen}，可能是同一件事"
    usual = f"平日{expected:.1f}条" if expected >= 0.05 else "平日没有"
    return f"{seen}，{usual}"


# Topics of events


def _of_events(
    topics: list[Topic],
    events: Iterable[store.events.Event],
    told: dict[int, Told],
    past: Sequence[Sequence[str]],
    period: _Period,
) -> list[Topic]:
    """Return the topics, those of events that grow among them: joined to the topic that has most of their items."""
    found = list(topics)
    for event in events:
        items = [told[number] for number in event.items if number in told]
        if not items or not _is_spread(items):
            continue
        numbers = {item.item_id for item in items}
        for place, topic in enumerate(found):
            shared = numbers & {item.item_id for item in topic.items}
            if len(shared) >= _SAME * len(numbers):
                found[place] = replace(topic, event=topic.event or event.id)
                break
        else:
            if not _is_usual(items, past, len(told)):
                found.append(_topic(_event_name(items), items, (), period, event.id))
    return found


def _is_usual(items: Sequence[Told], past: Sequence[Sequence[str]], among: int) -> bool:
    """Tell whether all that most of the items speak of comes up as often on other days, or is nothing: a routine wording."""
    counts = Counter(phrase for item in items for phrase in item.phrases)
    shared = frozenset(phrase for phrase, count in counts.items() if count > _SAME * len(items))
    if not past or not shared:
        return not shared
    usual = usual_shares(past, shared)
    return all(surprise(len(items), usual.get(one, 0.0) * among) < LEAST_SCORE for one in shared)


def _event_name(items: Sequence[Told]) -> str:
    """Return the longest phrase that most of the items have in their title, else the first title."""
    counts = Counter(phrase for item in items for phrase in item.phrases if phrase in item.title)
    shared = [phrase for phrase, count in counts.items() if count > _SAME * len(items) and len(phrase) > 2]
    return max(shared, key=lambda phrase: (counts[phrase] * len(phrase), phrase), default="") or shorten(
        items[0].title, _SHOWN_NAME
    )
