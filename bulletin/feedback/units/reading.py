"""A unit's own view (单位查询): was mine used, where, what was said of it, what did it count? And nothing of another unit's.

Other units are named only where an entry was printed with their names. Words that somebody wrote for the desk, such as the
reason of a decline, and leaders' words are shown as `bulletin.feedback.units.masking` leaves them (R38); of an instruction on a
whole issue the text is not shown at all where the issue holds anything of others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from fractions import Fraction

from bulletin import store
from bulletin.errors import NotFound
from bulletin.feedback.points import compute, gather
from bulletin.feedback.statistics import groups_of
from bulletin.feedback.units.masking import SHORTEST_TITLE, masking
from bulletin.feedback.upward import receipts_in
from bulletin.model import Award, Facts, Ledger, Mark, Printed, Raised, standing
from bulletin.settings import Settings
from bulletin.settings.points import RuleBook
from bulletin.store import Database
from bulletin.store.unit_views import Sent
from bulletin.terms import state_name
from bulletin.text import nearest, one_line

_ENDED = {"correct": "已更正", "withdraw": "已撤回", "retract": "已撤销"}
_WAITING = ("draft", "in_review", "held", "approved", "returned", "composed", "signed")


@dataclass(frozen=True, slots=True)
class SentItem:
    """An item the unit sent: where it stands in words, why where it was declined, and the entries it was printed in."""

    item: int
    number: str
    title: str
    kind: str
    received_on: date
    state: str
    reason: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UsedEntry:
    """An entry that credits the unit, as it was printed: title, place, and the attributions in their order."""

    reference: str
    title: str
    publication: str
    section: str
    on: date
    attributions: tuple[str, ...]
    is_late: bool
    ended: str


@dataclass(frozen=True, slots=True)
class Said:
    """An instruction on the unit's material: class, rank and level of the leader; the text only where the office allows it.

    ``office`` is the upper office that told of it in a receipt, '' for an instruction on this office's own issue.
    """

    reference: str
    on: date
    level: str
    rank: str
    kind: str
    text: str
    office: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """A commission the unit was asked to answer; ``state`` is one of `bulletin.terms.DUTIES`."""

    topic: str
    due_at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class UnitView:
    """What a unit is told of the days from ``start`` up to and without ``end``.

    ``points`` is None where no rules hold, or another unit (``scores_for``) has them. ``place`` is that in the ``group`` of
    ``group_size`` units, 0 for none.
    """

    unit: str
    start: date
    end: date
    sent: tuple[SentItem, ...]
    used: tuple[UsedEntry, ...]
    said: tuple[Said, ...]
    duties: tuple[Duty, ...]
    raised: tuple[Raised, ...]
    awards: tuple[Award, ...]
    marks: tuple[Mark, ...]
    points: Fraction | None
    scores_for: str
    group: str
    group_size: int
    place: int


def known_unit(settings: Settings, name: str) -> str:
    """Return the full name of a unit of the office. Raises `NotFound`."""
    unit = settings.unit(name)
    if unit is None:
        near = nearest(one_line(name), settings.units)
        raise NotFound("单位", one_line(name), f"最接近的是 {near}" if near else "请用 unit list 查看")
    return unit.name


def view(
    db: Database, settings: Settings, book: RuleBook, unit: str, span: tuple[date, date], at: datetime
) -> UnitView:
    """Return what the unit may know of the days of `span`, half open. Raises `NotFound`."""
    unit = known_unit(settings, unit)
    start, end = span
    facts = gather(db, settings, at, end)
    entries = {one.reference: one for one in facts.printed if unit in one.units}
    bare = UnitView(
        unit=unit,
        start=start,
        end=end,
        sent=tuple(_sent(db, settings, unit, span)),
        used=tuple(_used(settings, one, facts) for one in entries.values() if start <= one.on < end),
        said=tuple(one for one in _all_said(db, settings, unit, facts.printed) if start <= one.on < end),
        duties=tuple(_duties(db, settings, unit, span, at)),
        raised=tuple(one for one in facts.raised if one.reference in entries and start <= one.on < end),
        awards=(),
        marks=(),
        points=None,
        scores_for=settings.units[unit].on(start).parent,
        group="",
        group_size=0,
        place=0,
    )
    scored = bare if bare.scores_for or not book.on(start) else _scored(settings, bare, compute(facts, book))
    return _masked(db, settings, scored, facts)


def _scored(settings: Settings, bare: UnitView, ledger: Ledger) -> UnitView:
    """Return the view with the unit's points, each explained, and its place in its group."""
    period = ledger.between(bare.start, bare.end)
    group, units = next(
        ((name, units) for name, units in groups_of(settings, bare.start) if bare.unit in units), ("", [bare.unit])
    )
    place = next(one.place for one in standing(period.totals(), units) if one.unit == bare.unit)
    return replace(
        bare,
        awards=period.of(bare.unit),
        marks=tuple(mark for mark in period.marks if mark.unit == bare.unit),
        points=period.total(bare.unit),
        group=group,
        group_size=len(units),
        place=place,
    )


def _masked(db: Database, settings: Settings, view: UnitView, facts: Facts) -> UnitView:
    """Return the view with nothing of other units in any words, and no title of an entry that does not credit the unit."""
    words = "\n".join(dict.fromkeys(_words(view)))
    strange = {one.reference: one.title for one in facts.printed if view.unit not in one.units}
    own = {*(one.title for one in view.sent), *(one.title for one in view.used)}
    titles = {title for title in strange.values() if len(title) >= SHORTEST_TITLE and title in words} - own
    titles |= store.unit_views.strange_words(db, view.unit, words, SHORTEST_TITLE)
    masked = masking(settings, view.unit, frozenset(store.unit_views.own_numbers(db, view.unit)), titles)
    return replace(
        view,
        sent=tuple(replace(one, reason=masked.of_the_desk(one.reason)) for one in view.sent),
        said=tuple(replace(one, text=masked.of_leaders(one.text)) for one in view.said),
        duties=tuple(replace(one, topic=masked.of_leaders(one.topic)) for one in view.duties),
        awards=tuple(
            replace(one, title="", why=masked.of_leaders(one.why))
            if one.subject in strange
            else replace(one, why=masked.of_leaders(one.why))
            if one.title
            else replace(one, subject=masked.of_the_desk(one.subject), why=masked.of_the_desk(one.why))
            for one in view.awards
        ),
        marks=tuple(replace(one, why=masked.of_the_desk(one.why)) for one in view.marks),
    )


def _words(view: UnitView) -> Iterator[str]:
    """Yield the words of a view that people wrote for others than the unit; those on an entry's points are the program's."""
    yield from (one.reason for one in view.sent)
    yield from (one.text for one in view.said)
    yield from (one.topic for one in view.duties)
    yield from (one.why for one in view.awards if not one.title)
    yield from (one.why for one in view.marks)


def _sent(db: Database, settings: Settings, unit: str, span: tuple[date, date]) -> list[SentItem]:
    since, until = (datetime.combine(day, time(), settings.zone) for day in span)
    places = store.unit_views.places(db, unit)
    return [
        SentItem(
            item=one.id,
            number=one.number,
            title=one.title,
            kind=one.kind,
            received_on=one.received_at.astimezone(settings.zone).date(),
            state=_state(one, bool(places.get(one.id))),
            reason=one.reason if one.state == "declined" else "",
            places=tuple(places.get(one.id, ())),
        )
        for one in store.unit_views.sent(db, unit, since, until)
    ]


def _state(one: Sent, is_printed: bool) -> str:
    if is_printed:
        return "已印发"
    working = next((state for state in _WAITING if state in one.articles), "")
    return f"已采用，{state_name('article', working)}" if working else state_name("item", one.state)


def _used(settings: Settings, entry: Printed, facts: Facts) -> UsedEntry:
    ended = [_ENDED[one.kind] for one in facts.ended if one.reference == entry.reference and one.kind in _ENDED]
    return UsedEntry(
        reference=entry.reference,
        title=entry.title,
        publication=entry.publication,
        section=entry.section,
        on=entry.on,
        attributions=tuple(map(settings.attribution, entry.units)),
        is_late=entry.is_late,
        ended="、".join(dict.fromkeys(ended)),
    )


def _all_said(db: Database, settings: Settings, unit: str, printed: Sequence[Printed]) -> list[Said]:
    """Return all instructions on the unit's entries; one that a receipt tells of and somebody registered stands once."""
    own = _said(db, settings, unit, printed)
    known = {receipts_in.instruction_key(one.reference, one.on, one) for one in own}
    above = _said_above(db, settings, {one.reference for one in printed if unit in one.units})
    return own + [one for one in above if receipts_in.instruction_key(one.reference, one.on, one) not in known]


def _said(db: Database, settings: Settings, unit: str, printed: Sequence[Printed]) -> list[Said]:
    """Return the instructions on the unit's entries, and on whole issues that hold one.

    The text of the latter is told only where every entry of the issue is the unit's own.
    """
    own = {one.reference for one in printed if unit in one.units}
    issues = {reference.partition("#")[0] for reference in own}
    told = own | (issues - {one.reference.partition("#")[0] for one in printed if unit not in one.units})
    text_is_told = settings.unit_view.tells_instructions
    return [
        Said(
            reference=one.reference,
            on=one.written_on,
            level=one.level,
            rank=one.rank,
            kind=one.kind,
            text=one.text if text_is_told and one.reference in told else "",
        )
        for one in store.instructions.every(db)
        if one.reference in own or (one.entry_id is None and one.reference in issues)
    ]


def _said_above(db: Database, settings: Settings, own: set[str]) -> list[Said]:
    """Return the instructions that receipts tell of, once a person has registered the adoption."""
    text_is_told = settings.unit_view.tells_instructions
    return [
        Said(reference, one.on, one.level, one.rank, one.kind, one.text if text_is_told else "", told.receipt.office)
        for reference, told in receipts_in.confirmed(db, settings)
        if reference in own
        for one in told.receipt.instructions
    ]


def _duties(db: Database, settings: Settings, unit: str, span: tuple[date, date], at: datetime) -> list[Duty]:
    """Return the commissions due in the span, and those begun that the unit still has time for."""
    found = []
    for one in store.credits.asked(db):
        if unit in one.units:
            due_on = one.due_at.astimezone(settings.zone).date()
            answered = one.answered.get(unit)
            done = "answered" if answered and answered <= one.due_at else "late"
            state = done if answered else "waiting" if at <= one.due_at or one.closed_at else "overdue"
            if span[0] <= due_on < span[1] or (state == "waiting" and not one.closed_at):
                found.append(Duty(one.topic, one.due_at, state))
    return found


@dataclass(frozen=True, slots=True)
class UnitCount:
    """One line of the list of units: what it sent, what became of it, its credits, upper adoptions and points."""

    unit: str
    sent: int
    declined: int
    waiting: int
    used: int
    raised: int
    points: Fraction | None


def counts(db: Database, settings: Settings, book: RuleBook, span: tuple[date, date], at: datetime) -> list[UnitCount]:
    """Return a line for each unit of the office, in its order: for the desk, not for units."""
    start, end = span
    facts = gather(db, settings, at, end)
    totals = compute(facts, book).between(start, end).totals() if book.on(start) else None
    names = tuple(settings.units)
    since, until = (datetime.combine(day, time(), settings.zone) for day in span)
    states = store.unit_views.counted(db, names, since, until)
    used = [unit for entry in facts.printed if start <= entry.on < end for unit in entry.units]
    credits_of = {entry.reference: entry.units for entry in facts.printed}
    raised = [
        unit
        for one in facts.raised
        if one.kind == "adopted" and start <= one.on < end and one.ended_on is None
        for unit in credits_of.get(one.reference, ())
    ]
    return [
        UnitCount(
            unit=unit,
            sent=sum(count for (name, _), count in states.items() if name == unit),
            declined=states.get((unit, "declined"), 0),
            waiting=states.get((unit, "new"), 0) + states.get((unit, "shelved"), 0),
            used=used.count(unit),
            raised=raised.count(unit),
            points=None if totals is None or settings.units[unit].on(start).parent else totals.get(unit, Fraction(0)),
        )
        for unit in names
    ]
