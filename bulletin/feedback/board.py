"""The board (不拖延、不积压、不出错): what lies where and how long, who waits for whom since when, and the four speeds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bulletin import reference, store, workflow
from bulletin.feedback.cases import follow_ups, signals, unarranged
from bulletin.feedback.registers import REGISTRARS
from bulletin.feedback.upward import receipts_in
from bulletin.model import FollowUp, Standing
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.terms import state_name

LYING: dict[str, tuple[str, ...]] = {
    "item": ("new", "shelved"),
    "article": tuple(workflow.NEXT["article"]),
    "issue": tuple(workflow.NEXT["issue"]),
    "follow_up": tuple(workflow.NEXT["follow_up"]),
    "commission": ("open",),
}
"""The states in which a thing still lies somewhere."""
AGES = (1, 3, 7)
"""Days that part young from old: up to one, up to three, up to seven, more."""
_RED = ("red", "orange")


@dataclass(frozen=True, slots=True)
class Stock:
    """What lies in one state: how many, since when the oldest, and how many of each age (see `AGES`)."""

    subject: str
    state: str
    count: int
    oldest_at: datetime
    oldest_id: int
    ages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing that waits: for which people (ids), or which units, since when, and until when, None without a date.

    ``light`` is green, yellow or red, '' without a limit. ``unarranged`` are the years without a holiday arrangement that the
    date was reckoned with.
    """

    subject: str
    id: int
    what: str
    why: str
    people: tuple[str, ...]
    units: tuple[str, ...]
    since: datetime
    due_at: datetime | None = None
    light: str = ""
    unarranged: tuple[int, ...] = ()


def backlog(db: Database, at: datetime) -> list[Stock]:
    """Return what lies in each state at `at`, the state with the oldest first."""
    found = []
    for subject, states in LYING.items():
        of_state: defaultdict[str, list[tuple[datetime, int]]] = defaultdict(list)
        for number, state, since in store.backlog.since(db, subject, states):
            of_state[state].append((since, number))
        for state, lying in of_state.items():
            ages = tuple(_by_age((at - since for since, _ in lying)))
            found.append(Stock(subject, state, len(lying), *lying[0], ages))
    return sorted(found, key=lambda one: (one.oldest_at, one.subject, one.state))


def _by_age(spans: Iterable[timedelta]) -> list[int]:
    counts = [0] * (len(AGES) + 1)
    for span in spans:
        counts[sum(span > timedelta(days=days) for days in AGES)] += 1
    return counts


def waits(db: Database, settings: Settings, at: datetime) -> list[Wait]:
    """Return what waits for people or units, whatever stage it is in, the longest first; incidents are the desk's to add."""
    found = [
        *_articles(db, settings, at),
        *_issues(db, settings, at),
        *_follow_ups(db, settings, at),
        *_commissions(db, settings, at),
        *_receipts(db, settings, at),
    ]
    return sorted(found, key=lambda one: (one.since, one.subject, one.id))


def _since(db: Database, subject: str) -> dict[int, datetime]:
    return {number: since for number, _, since in store.backlog.since(db, subject, LYING[subject])}


def _people(settings: Settings, standing: Standing, at: datetime) -> tuple[str, ...]:
    return workflow.waited_for(standing, settings.actors(at.date()), at)


def _articles(db: Database, settings: Settings, at: datetime) -> Iterator[Wait]:
    begun = _since(db, "article")
    for one in store.articles.in_states(db, *LYING["article"]):
        standing = store.articles.standing(db, settings, one)
        in_review = one.state in ("in_review", "held")
        since = standing.review.since or begun[one.id] if in_review else begun[one.id]
        level = workflow.level_of(standing) if one.state == "in_review" else None
        due_at = settings.hours.due_at(since, level.hours) if level and level.hours else None
        what = f"{standing.name} {one.revision.title}"
        people = _people(settings, standing, at)
        light = settings.hours.light(since, due_at, at)
        years = settings.calendar.unarranged(since.date(), due_at.date()) if due_at else ()
        yield Wait("article", one.id, what, state_name("article", one.state), people, (), since, due_at, light, years)


def _issues(db: Database, settings: Settings, at: datetime) -> Iterator[Wait]:
    begun = _since(db, "issue")
    for issue in store.issues.every(db, states=LYING["issue"]):
        standing = store.issues.standing(db, issue, reference.of_issue(issue))
        people = _people(settings, standing, at)
        yield Wait("issue", issue.id, standing.name, state_name("issue", issue.state), people, (), begun[issue.id])


def _follow_ups(db: Database, settings: Settings, at: datetime) -> Iterator[Wait]:
    begun, said = _since(db, "follow_up"), {one.id: one for one in store.instructions.every(db)}
    for case in store.follow_ups.every(db, *LYING["follow_up"]):
        standing = store.follow_ups.standing(case, settings)
        what = f"{standing.name} {case.unit}".rstrip()
        signal = follow_ups.signal(case, settings, at)
        why = f"{state_name('follow_up', case.state)}，{signals.light_words(case, signal)}"
        light = "red" if signal in _RED else "yellow" if signal in ("blue", "yellow") else "green"
        people, units = _people(settings, standing, at), _units_of(case)
        years = unarranged.years_of(case, said[case.instruction_id], settings)
        yield Wait("follow_up", case.id, what, why, people, units, begun[case.id], case.due_at, light, years)


def _units_of(case: FollowUp) -> tuple[str, ...]:
    return tuple(filter(None, case.units)) if case.state == "assigned" else ()


def _commissions(db: Database, settings: Settings, at: datetime) -> Iterator[Wait]:
    for one in store.commissions.every(db, "open"):
        answered = {answer.unit for answer in store.commissions.answers(db, one.id)}
        missing = tuple(unit for unit in one.units if unit not in answered)
        if missing and one.starts_at <= at:
            light = settings.hours.light(one.starts_at, one.due_at, at)
            why = "逾期未交" if light == "red" else "未交"
            what = f"约稿 {one.id} {one.topic}"
            yield Wait("commission", one.id, what, why, (), missing, one.starts_at, one.due_at, light)


def _receipts(db: Database, settings: Settings, at: datetime) -> Iterator[Wait]:
    """Yield the receipts nobody has confirmed: each waits for those who may register adoptions."""
    people = tuple(one.id for one in settings.people.values() if one.roles & set(REGISTRARS))
    for one in receipts_in.proposals(db, settings):
        if one.is_waiting:
            since = datetime.combine(one.receipt.adopted_on, datetime.min.time(), settings.zone)
            what = f"上报 {one.report.id} {one.receipt.title}"
            yield Wait("report", one.report.id, what, "采用回执待确认", people, (), min(since, at))
