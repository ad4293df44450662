"""What editors chose before, as readable terms: how much more often items of a trait were adopted than others.

Each term is a log-odds ratio, drawn towards none by `PRIOR` items of the office's usual share, counted in points. There
are no hidden numbers: a term is its trait, how many were adopted and declined, and the points that follow.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, fsum, log, sqrt

from bulletin import store
from bulletin.desk.rank.genres import GENRES
from bulletin.desk.rank.reading import MARKS, Reading, read
from bulletin.model import Item
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.store.choices import Noted, Term, Topic
from bulletin.store.scores import Points

LEAST_CHOICES, LEAST_OF_EACH = 30, 5
"""Decisions, and adopted and declined ones, below which nothing is learnt."""
MOST_CHOICES = 3000
"""Newest decisions that are looked at."""
MOST_WORDS = 200
LEAST_ITEMS, LEAST_TITLES = 3, 5
"""Decided items that a trait, and a word of titles, must have."""
PRIOR = 4.0
LEAST_SURENESS = 1.3
"""Standard errors that a term must be away from none."""
POINTS_PER_ODDS, MOST_POINTS = 4.0, 7.5
POINTS_TOLD = 8.0
"""Points of the score that are believed to tell one of log-odds: more than of learnt ones, which were observed."""
MOST_SHOWN = 2
"""Terms that count for one item: more of them mostly say the same again (印发, 管理办法, the unit that issues them)."""
INSTRUCTED_DAYS, PRINTED_DAYS = 60, 30
"""Days for which the topic of an instruction, and that of a printed title, is remembered."""
LEAST_SHARED = 3
"""Characters of the telling words of a title that another must share to be of its matter."""
_WORD = "标题词："
_LEARNT, _PASSING = "同类采用", "时效"
_COMMON = 0.02
_LEAST_COMMON = 5
_REPEATED = re.compile(r"重复|同文|已[刊发用印]|刊发过|相同")
_FAR, _HALVINGS = 20.0, 50
_PLACE = re.compile(r"[省市县区镇乡村]$")
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Chosen:
    """One decision: whether the item was adopted, its readable traits, and its score in tenths without what was learnt."""

    is_adopted: bool
    traits: Sequence[str]
    tenths: int = 0


@dataclass(frozen=True, slots=True)
class _Count:
    """How many items of a trait were adopted and declined, and how many were to be expected adopted by their scores."""

    adopted: int
    declined: int
    expected: float

    @property
    def total(self) -> int:
        return self.adopted + self.declined

    def odds(self, usual: float) -> float:
        """The log-odds ratio of what was and what was to be expected, both drawn towards the usual share; none where the bare
        counts, which are what a reader sees, point the other way."""
        found = _log_odds(self.adopted, self.total, usual) - _log_odds(self.expected, self.total, usual)
        return found if found * (self.adopted - usual * self.total) > 0 else 0.0

    def sureness(self, usual: float) -> float:
        """How many standard errors it is away from none."""
        spread = sqrt(1 / (self.adopted + PRIOR * usual) + 1 / (self.declined + PRIOR * (1 - usual)))
        return abs(self.odds(usual)) / spread

    def tenths(self, usual: float) -> int:
        """The points that follow."""
        return round(10 * max(-MOST_POINTS, min(MOST_POINTS, POINTS_PER_ODDS * self.odds(usual))))


def _log_odds(adopted: float, total: int, usual: float) -> float:
    return log((adopted + PRIOR * usual) / (total - adopted + PRIOR * (1 - usual)))


def learn(db: Database, settings: Settings, at: datetime) -> bool:
    """Learn terms and topics anew from what was decided, written and printed; True where anything changed."""
    choices = store.choices.decisions(db, MOST_CHOICES)
    changed = store.choices.keep_terms(db, weigh(_chosen(db, choices)))
    return store.choices.keep_topics(db, _topics(db, settings, at)) or changed


def points(item: Item, reading: Reading, terms: Mapping[str, Term], most: float) -> Iterator[Points]:
    """Yield what the terms say of an item, the weightiest first, together no more than `most` points up or down."""
    words = (term for term in terms if term.startswith(_WORD) and term.removeprefix(_WORD) in item.title)
    known = [terms[one] for one in (*traits(item, reading), *words) if one in terms]
    total, bound = 0, round(10 * most)
    for term in sorted(known, key=lambda one: (-abs(one.tenths), one.term))[:MOST_SHOWN]:
        reached = max(-bound, min(bound, total + term.tenths))
        if reached != total:
            often = "多" if term.tenths > 0 else "少"
            yield f"{_LEARNT}{often}（{term.term}：采用{term.adopted}／不采用{term.declined}）", reached - total
        total = reached


def traits(item: Item, reading: Reading) -> list[str]:
    """Return the readable traits of an item, the words of its title left out."""
    place = f"单位：{item.unit}" if item.unit else f"出处：{item.origin or item.source}"
    return [
        place,
        *([f"类型：{item.kind}"] if item.kind else []),
        *(MARKS[key][0] for key in reading.marks),
        *(["标题有数"] if reading.has_figure else []),
        *(["说问题"] if reading.is_problem else []),
        *([GENRES[reading.genre]] if reading.genre else []),
        *([f"事项：{reading.about.name}"] if reading.about.name else []),
        *(["要件齐全"] if not reading.missing else []),
    ]


def weigh(choices: Iterable[Chosen]) -> list[Term]:
    """Return the terms that decisions are evidence enough for, by name.

    Evidence is what the score alone does not tell: how many items of a trait were adopted, against how many were to be
    expected from what items of like score come to.
    """
    told = list(choices)
    numbers = Counter(one.is_adopted for one in told)
    if len(told) < LEAST_CHOICES or min(numbers[True], numbers[False]) < LEAST_OF_EACH:
        return []
    usual, counts = numbers[True] / len(told), _counted(told)
    weighed = [(one.sureness(usual), term) for term, one in counts.items()]
    sure = [
        Term(term, counts[term].tenths(usual), counts[term].adopted, counts[term].declined)
        for sureness, term in sorted(weighed, reverse=True)
        if sureness >= LEAST_SURENESS and counts[term].total >= _least(term)
    ]
    return sorted([*(one for one in sure if not _is_word(one)), *_words(sure)], key=lambda one: one.term)


def _counted(told: Sequence[Chosen]) -> dict[str, _Count]:
    """Return for each trait how often it was adopted and declined, and how often it was to be expected."""
    likely = _likely(told)
    found: dict[str, list[int]] = {}
    for number, one in enumerate(told):
        for trait in dict.fromkeys(one.traits):
            found.setdefault(trait, []).append(number)
    return {
        trait: _Count(
            sum(told[number].is_adopted for number in numbers),
            sum(not told[number].is_adopted for number in numbers),
            fsum(likely[number] for number in numbers),
        )
        for trait, numbers in found.items()
    }


def _likely(told: Sequence[Chosen]) -> list[float]:
    """Return how likely each was to be adopted by its score: `POINTS_TOLD` make one of log-odds, and all together come to as
    many as were adopted."""
    adopted = sum(one.is_adopted for one in told)
    odds = [one.tenths / (10 * POINTS_TOLD) for one in told]
    low, high = -max(odds) - _FAR, -min(odds) + _FAR
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if fsum(_share(one + middle) for one in odds) > adopted else (middle, high)
    return [_share(one + low) for one in odds]


def _share(odds: float) -> float:
    return 1 / (1 + exp(-odds))


def _least(term: str) -> int:
    return LEAST_TITLES if term.startswith(_WORD) else LEAST_ITEMS


def _is_word(term: Term) -> bool:
    return term.term.startswith(_WORD)


def _words(terms: Iterable[Term]) -> list[Term]:
    """Return the surest words; of words within each other that have the same evidence only the first."""
    kept: list[Term] = []
    for one in filter(_is_word, terms):
        word = one.term.removeprefix(_WORD)
        told = (
            other.term.removeprefix(_WORD)
            for other in kept
            if (other.adopted, other.declined) == (one.adopted, one.declined)
        )
        if len(kept) < MOST_WORDS and not any(word in other or other in word for other in told):
            kept.append(one)
    return kept


def readable(item: Item, reading: Reading) -> list[str]:
    """Return all that can be learnt of an item: its traits and the words of its title."""
    from bulletin.text.phrases import phrases

    return [*traits(item, reading), *(f"{_WORD}{phrase}" for phrase in phrases(item.title, ""))]


def _chosen(db: Database, choices: list[store.choices.Choice]) -> Iterator[Chosen]:
    """Yield the decisions with the traits of their items. One declined because it stood elsewhere says nothing of its kind."""
    told = {one.item_id: one.is_adopted for one in choices if one.is_adopted or not _REPEATED.search(one.note)}
    wanted = sorted(told)
    for start in range(0, len(wanted), _BATCH):
        part = wanted[start : start + _BATCH]
        known = store.queued.reasons(db, part)
        for item in store.scores.load(db, part):
            found = readable(item, read(item.title, item.text, item.kind))
            yield Chosen(told[item.id], found, _own(known[item.id][0]))


def _own(reasons: Sequence[Points]) -> int:
    """Return what the reasons come to without those that were learnt and those that pass with time."""
    return sum(tenths for name, tenths in reasons if not name.startswith((_LEARNT, _PASSING)))


# Topics


def shared(topic: Topic, title: str) -> tuple[str, ...]:
    """Return the words of the topic that make a title one of its matter: at least three characters of them; else none."""
    found: list[str] = []
    for word in topic.words:
        if word in title and not any(word in longer for longer in found):
            found.append(word)
    return tuple(found) if len("".join(found)) >= LEAST_SHARED else ()


def _topics(db: Database, settings: Settings, at: datetime) -> list[Topic]:
    """Return the topics of instructions and of printed titles; a title goes with the newest, an instruction before all."""
    found: dict[str, Topic] = {}
    for kind, days, noted in (
        ("instructed", INSTRUCTED_DAYS, store.choices.noted(db, at - timedelta(days=INSTRUCTED_DAYS))),
        ("printed", PRINTED_DAYS, store.choices.printed(db, at - timedelta(days=PRINTED_DAYS))),
    ):
        for one in noted:
            until = datetime.fromisoformat(one.on).replace(tzinfo=at.tzinfo) + timedelta(days=days)
            if one.title not in found and (words := _telling(db, settings, one.title)):
                found[one.title] = Topic(one.title, words, kind, _why(one), int(until.timestamp()))
    return list(found.values())


def _why(one: Noted) -> str:
    month, day = int(one.on[5:7]), int(one.on[8:10])
    return f"批示关注：{one.leader}{month}月{day}日批{one.reference}" if one.leader else f"续报：{one.reference}曾刊"


def _telling(db: Database, settings: Settings, title: str) -> tuple[str, ...]:
    """Return the phrases of a title that few titles have and that name no unit and no place, the longest first."""
    from bulletin.text.phrases import phrases

    names = [name for unit in settings.units.values() for name in (unit.name, unit.attribution, *unit.aliases)]
    few = max(_LEAST_COMMON, round(_COMMON * store.queued.counts(db, "").total))
    return tuple(
        phrase
        for phrase in sorted(phrases(title, ""), key=lambda one: (-len(one), one))
        if not _PLACE.search(phrase)
        and not any(phrase in name or name in phrase for name in names)
        and store.choices.titled(db, phrase, few + 1) <= few
    )
