"""The features of an item: each a small function that gives its reasons with their points, or none.

`fixed` are those that stay as they are until the item or the rules change; `timed` change by themselves, or with other
records. Points are tenths, whole numbers, so that they add up exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import log2

from bulletin import store
from bulletin.desk.rank import learning
from bulletin.desk.rank.genres import GENRES
from bulletin.desk.rank.reading import MARKS, Reading, read
from bulletin.desk.rank.rules import Rules
from bulletin.model import Item
from bulletin.store import Database
from bulletin.store.scores import NEVER, Bearing, Points, Score

URGENCY_SHARE = {"特急": 1.0, "加急": 0.5}
HEARD_DAYS = 30
"""Days before an item's coming in within which a unit counts as heard."""
MOST_HEARD = 300
"""Items counted at most: beyond them nothing is rare."""
_LEAST_HEARD = 30
_SELDOM = 3
_LEAD, _OFTEN = 200, 3
_FIGURES = 3
_HOT = 8
_EMPTY = frozenset(("routine", "ceremony"))
_COLD = frozenset(("routine", "ceremony", "explaining", "summary"))
_DAY, _HOUR = 86400, 3600
_CLOCK_DAYS = 7


@dataclass(frozen=True, slots=True)
class Case:
    """An item as the features see it: ``heard`` is how many items came in in the days before, and how many of its unit;
    ``told`` are the items that told of the same event before it, oldest first, where no unit reports it."""

    item: Item
    reading: Reading
    heard: tuple[int, int]
    told: tuple[int, ...] = ()


def score(case: Case, rules: Rules, bearing: Bearing, at: datetime) -> Score:
    """Return the whole score of an item at that moment, with when it must be computed again."""
    item, now = case.item, int(at.timestamp())
    made = Score(
        item.id,
        fixed=tuple(fixed(case, rules)),
        facts=_facts(case, rules),
        is_problem=case.reading.is_problem,
    )
    return retimed(made, rules, bearing, now)


def case_of(db: Database, item: Item, rules: Rules) -> Case:
    """Return the item, read; for a unit the office knows with how much was heard of it, for the press with what was told."""
    heard, told = (0, 0), tuple[int, ...]()
    if rules.settings.unit(item.unit):
        heard = store.scores.heard(db, item, item.received_at - timedelta(days=HEARD_DAYS), MOST_HEARD)
    elif event := store.events.of_item(db, item.id):
        told = tuple(one for one in event.items if one < item.id)
    return Case(item, read(item.title, item.text, item.kind), heard, told)


def retimed(known: Score, rules: Rules, bearing: Bearing, now: int) -> Score:
    """Return the score with its timed reasons as they are at `now`, seconds since 1970; the fixed ones as they were."""
    facts = known.facts or {}
    reasons = [
        *_freshness(facts, rules, now),
        *_clock(facts, rules, now),
        *_heat(facts, bearing, rules),
        *_repeat(bearing, rules),
        *_commission(bearing, rules),
    ]
    return replace(known, timed=tuple(reasons), due=_next_change(facts, rules, now))


def fixed(case: Case, rules: Rules) -> Iterator[Points]:
    """Yield the reasons that stay."""
    yield from _unit_class(case, rules)
    yield from _focus(case, rules)
    yield from _topics(case, rules)
    yield from _urgency(case, rules)
    yield from _marks(case, rules)
    yield from _elements(case, rules)
    yield from _headline(case, rules)
    yield from _novelty(case, rules)
    yield from _balance(case, rules)
    yield from _rarity(case, rules)
    yield from _matter(case, rules)
    yield from _authority(case, rules)
    yield from _outside(case, rules)
    yield from _genre(case, rules)
    yield from _following(case, rules)
    yield from learning.points(case.item, case.reading, rules.terms or {}, rules.weights["learned"])


def _worth(name: str, points: float) -> Iterator[Points]:
    """Yield the reason, unless it is worth nothing to the tenth."""
    if tenths := round(10 * points):
        yield name, tenths


# Fixed


def _unit_class(case: Case, rules: Rules) -> Iterator[Points]:
    unit = rules.settings.unit(case.item.unit)
    if unit:
        points = rules.weights["unit_class"] * max(0, 4 - unit.unit_class) / 3
        yield from _worth(f"{unit.unit_class}类单位", points)
        yield from _worth("报送单位来稿", rules.weights["reported"])


def _focus(case: Case, rules: Rules) -> Iterator[Points]:
    """A topic in the title counts whole, in the lead or named again and again half; named in passing it does not."""
    for focus in rules.focus:
        if any(word in case.item.title for word in focus.words):
            yield from _worth(f"要点：{focus.topic}", rules.weights["focus"])
        elif not case.reading.about.outside and _is_about(case.item.text, focus.words):
            yield from _worth(f"要点（正文）：{focus.topic}", rules.weights["focus"] / 2)


def _is_about(text: str, words: tuple[str, ...]) -> bool:
    return any(word in text[:_LEAD] for word in words) or sum(map(text.count, words)) >= _OFTEN


def _topics(case: Case, rules: Rules) -> Iterator[Points]:
    """The matter of an instruction, or else of what was printed: only the first that is shared, whatever else is."""
    for topic in rules.topics:
        if words := learning.shared(topic, case.item.title):
            yield from _worth(f"{topic.why}（{'、'.join(words)}）", rules.weights[topic.kind])
            return


def _urgency(case: Case, rules: Rules) -> Iterator[Points]:
    yield from _worth(case.item.urgency, rules.weights["urgency"] * URGENCY_SHARE.get(case.item.urgency, 0.0))


def _marks(case: Case, rules: Rules) -> Iterator[Points]:
    """The five "有"; of figures one counts half, `_FIGURES` of them whole. What the press argues counts half, and what is
    outside earns nothing by being well made."""
    if _is_elsewhere(case, rules):
        return
    of_unit = rules.settings.unit(case.item.unit) is not None
    for key in case.reading.marks:
        figures = case.reading.figures
        shown, is_whole = (f"（{figures}处）", figures >= _FIGURES) if key == "data" else ("", of_unit)
        yield from _worth(f"{MARKS[key][0]}{shown}", rules.weights[key] * (1 if is_whole else 0.5))


def _is_elsewhere(case: Case, rules: Rules) -> bool:
    return bool(case.reading.about.outside) and not rules.settings.unit(case.item.unit)


def _elements(case: Case, rules: Rules) -> Iterator[Points]:
    read = case.reading
    name = "五要素" if read.skeleton == "动态" else f"{read.skeleton}要件"
    missing = f"，缺{'、'.join(read.missing)}" if read.missing else ""
    shown = f"{name}{len(read.present)}/{len(read.present) + len(read.missing)}{missing}"
    yield from _worth(shown, rules.weights["elements"] * read.share)


def _headline(case: Case, rules: Rules) -> Iterator[Points]:
    if case.reading.has_figure and not _is_elsewhere(case, rules):
        yield from _worth("标题有数", rules.weights["headline"])


def _novelty(case: Case, rules: Rules) -> Iterator[Points]:
    if case.reading.novelty and not _is_elsewhere(case, rules):
        yield from _worth(f"新做法、新进展（{case.reading.novelty}）", rules.weights["novelty"])


def _balance(case: Case, rules: Rules) -> Iterator[Points]:
    if case.reading.is_problem and not _is_elsewhere(case, rules):
        yield from _worth("喜忧兼报：问题、建议", rules.weights["balance"])


def _rarity(case: Case, rules: Rules) -> Iterator[Points]:
    total, of_unit = case.heard
    if rules.settings.unit(case.item.unit) and total >= _LEAST_HEARD and of_unit < _SELDOM:
        shown = f"少有来稿的单位（{HEARD_DAYS}天内{of_unit}条）"
        yield from _worth(shown, rules.weights["rarity"] * (1 - of_unit / _SELDOM))


def _matter(case: Case, rules: Rules) -> Iterator[Points]:
    """What the title is about counts whole, what only the lead is about half, a rule about one procedure three quarters; a
    meeting about it is not yet the matter."""
    about = case.reading.about
    if about.name and case.reading.genre not in _EMPTY and not _is_elsewhere(case, rules):
        share = (0.75 if about.is_minor else 1.0) if about.is_in_title else 0.5
        yield from _worth(f"政务事项：{about.name}", rules.weights["matter"] * share)


def _authority(case: Case, rules: Rules) -> Iterator[Points]:
    """An authority named in the title of what no unit reports: the press tells of its acts, or of what is asked of it."""
    is_empty = case.reading.genre in _EMPTY
    if case.reading.about.authority and not is_empty and not rules.settings.unit(case.item.unit):
        yield from _worth(f"有关机关：{case.reading.about.authority}", rules.weights["authority"])


def _outside(case: Case, rules: Rules) -> Iterator[Points]:
    if _is_elsewhere(case, rules):
        yield from _worth(f"题外（{case.reading.about.outside}）", -rules.weights["outside"])


def _following(case: Case, rules: Rules) -> Iterator[Points]:
    """What the press tells again makes room for other matters, the second time half; what several units report of one event
    is to be merged, and stays together."""
    if case.told:
        shown = f"同一事件第{len(case.told) + 1}条，首条是来稿{case.told[0]}"
        yield from _worth(shown, -rules.weights["following"] / (2 if len(case.told) == 1 else 1))


def _genre(case: Case, rules: Rules) -> Iterator[Points]:
    """A rule in articles that a unit reports is news of its work; found on the web it is not."""
    genre = case.reading.genre
    if genre and not (genre == "rule" and rules.settings.unit(case.item.unit)):
        name = GENRES[genre]
        yield from _worth(f"{name}（{case.reading.genre_word}）", -rules.weights[genre])


# Timed


def _facts(case: Case, rules: Rules) -> dict[str, int]:
    item = case.item
    hours = {"特急": "urgent_hours", "加急": "rush_hours"}.get(
        item.urgency, "urgent_hours" if item.kind == "紧急" else ""
    )
    received = int(item.received_at.timestamp())
    return {
        "dated": int(item.published_at.timestamp()) if item.published_at else received,
        "received": received,
        "hours": round(rules.weights[hours]) if hours else 0,
        "is_cold": int(_is_elsewhere(case, rules) or case.reading.genre in _COLD),
    }


def _age(facts: dict[str, int], now: int) -> int:
    """Return the whole days since it was published or, where that is not known, received."""
    return max(0, now - facts["dated"]) // _DAY


def _freshness(facts: dict[str, int], rules: Rules, now: int) -> Iterator[Points]:
    days = _age(facts, now)
    half_life = max(rules.weights["freshness_half_days"], 0.01)
    yield from _worth(f"时效（{days}天）", rules.weights["freshness"] * 0.5 ** min(days / half_life, 1000))


def _clock(facts: dict[str, int], rules: Rules, now: int) -> Iterator[Points]:
    """An urgent item half of whose time is gone brings half, one past its limit all, until a week has gone by."""
    hours, passed = facts["hours"], now - facts["received"]
    if not hours or passed >= _CLOCK_DAYS * _DAY:
        return
    if passed >= hours * _HOUR:
        yield from _worth(f"已超{hours}小时时限", rules.weights["clock"])
    elif passed >= hours * _HOUR / 2:
        yield from _worth(f"{hours}小时时限已过半", rules.weights["clock"] / 2)


def _heat(facts: dict[str, int], bearing: Bearing, rules: Rules) -> Iterator[Points]:
    """That many tell of it is no merit of what is outside, of routine, or of explanations of one document."""
    if bearing.places > 1 and not facts.get("is_cold"):
        share = min(1.0, log2(bearing.places) / log2(_HOT))
        yield from _worth(f"{bearing.places}个来源都在说", rules.weights["heat"] * share)


def _repeat(bearing: Bearing, rules: Rules) -> Iterator[Points]:
    if bearing.repeats:
        yield from _worth(f"重复（{bearing.repeats}）", -rules.weights["repeat"])


def _commission(bearing: Bearing, rules: Rules) -> Iterator[Points]:
    if bearing.commission:
        yield from _worth(f"应约稿：{bearing.commission}", rules.weights["commission"])


def _next_change(facts: dict[str, int], rules: Rules, now: int) -> int:
    """Return when a timed reason changes by itself: the next whole day while freshness counts, the next step of the clock."""
    later = [NEVER]
    days = _age(facts, now) if now >= facts["dated"] else -1
    if any(_freshness(facts, rules, now)):
        later.append(facts["dated"] + (days + 1) * _DAY if days >= 0 else facts["dated"] + _DAY)
    if facts["hours"]:
        steps = (facts["hours"] * _HOUR / 2, facts["hours"] * _HOUR, _CLOCK_DAYS * _DAY)
        later += [facts["received"] + int(step) for step in steps if facts["received"] + int(step) > now]
    return min(later)
