"""What editors chose before, as readable terms: how much more often items of a trait were adopted than others.

Each term is a log-odds ratio, drawn towards none by `PRIOR` items of the office's usual share, counted in points. There
are no hidden numbers: a term is its trait, how many were adopted and declined, and the points that follow.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from math import log, sqrt

from bulletin import store
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
MOST_SHOWN = 2
"""Terms that count for one item: more of them mostly say the same again (印发, 管理办法, the unit that issues them)."""
INSTRUCTED_DAYS, PRINTED_DAYS = 60, 30
"""Days for which the topic of an instruction, and that of a printed title, is remembered."""
LEAST_SHARED = 3
"""Characters of the telling words of a title that another must share to be of its matter."""
_WORD = "标题词："
_COMMON = 0.02
_LEAST_COMMON = 5
_REPEATED = re.compile(r"重复|同文|已[刊发用印]|刊发过|相同")
_PLACE = re.compile(r"[省市县区镇乡村]$")
_BATCH = 200


def learn(db: Database, settings: Settings, at: datetime) -> bool:
    """Learn terms and topics anew from what was decided, written and printed; True where anything changed."""
    choices = store.choices.decisions(db, MOST_CHOICES)
    traits = list(_traits_of_choices(db, choices))
    changed = store.choices.keep_terms(db, weigh(traits))
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
            yield f"同类采用{often}（{term.term}：采用{term.adopted}／不采用{term.declined}）", reached - total
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
        *(["事务性材料"] if reading.routine else []),
        *(["要件齐全"] if not reading.missing else []),
    ]


def weigh(choices: Iterable[tuple[bool, list[str]]]) -> list[Term]:
    """Return the terms that decisions (adopted, with the traits of the item) are evidence enough for, by name."""
    adopted, declined = Counter[str](), Counter[str]()
    numbers = Counter[bool]()
    for is_adopted, found in choices:
        numbers[is_adopted] += 1
        (adopted if is_adopted else declined).update(dict.fromkeys(found, 1))
    if numbers.total() < LEAST_CHOICES or min(numbers[True], numbers[False]) < LEAST_OF_EACH:
        return []
    usual = numbers[True] / numbers.total()
    weighed = [(_sureness(adopted[term], declined[term], usual), term) for term in {*adopted, *declined}]
    sure = [
        Term(term, _tenths(adopted[term], declined[term], usual), adopted[term], declined[term])
        for sureness, term in sorted(weighed, reverse=True)
        if sureness >= LEAST_SURENESS and adopted[term] + declined[term] >= _least(term)
    ]
    return sorted([*(one for one in sure if not _is_word(one)), *_words(sure)], key=lambda one: one.term)


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


def _odds(adopted: int, declined: int, usual: float) -> float:
    return log((adopted + PRIOR * usual) / (declined + PRIOR * (1 - usual))) - log(usual / (1 - usual))


def _sureness(adopted: int, declined: int, usual: float) -> float:
    spread = sqrt(1 / (adopted + PRIOR * usual) + 1 / (declined + PRIOR * (1 - usual)))
    return abs(_odds(adopted, declined, usual)) / spread


def _tenths(adopted: int, declined: int, usual: float) -> int:
    found = POINTS_PER_ODDS * _odds(adopted, declined, usual)
    return round(10 * max(-MOST_POINTS, min(MOST_POINTS, found)))


def _traits_of_choices(db: Database, choices: list[store.choices.Choice]) -> Iterator[tuple[bool, list[str]]]:
    """Yield the decisions with the traits of their items. One declined because it stood elsewhere says nothing of its kind."""
    from bulletin.text.phrases import phrases

    told = {one.item_id: one.is_adopted for one in choices if one.is_adopted or not _REPEATED.search(one.note)}
    wanted = sorted(told)
    for start in range(0, len(wanted), _BATCH):
        for item in store.scores.load(db, wanted[start : start + _BATCH]):
            words = [f"{_WORD}{phrase}" for phrase in phrases(item.title, "")]
            yield told[item.id], [*traits(item, read(item.title, item.text, item.kind)), *words]


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
    few = max(_LEAST_COMMON, round(_COMMON * store.scores.counts(db, "").total))
    return tuple(
        phrase
        for phrase in sorted(phrases(title, ""), key=lambda one: (-len(one), one))
        if not _PLACE.search(phrase)
        and not any(phrase in name or name in phrase for name in names)
        and store.choices.titled(db, phrase, few + 1) <= few
    )
