"""Gathering the facts of an office from its store: all there is before a day, as it was known on that day.

What was taken back holds up to that day. Where the same was registered again, it only holds up to the day of the new
registration: the two never count beside each other, and whoever undoes and registers anew moves no points between years.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from bulletin import store
from bulletin.model import (
    Asked,
    Ended,
    Facts,
    Fault,
    Instructed,
    LateEntry,
    Penalty,
    Printed,
    Raised,
    UpperAdoption,
)
from bulletin.reference import MAIN_SERIES
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.store.credits import AskedUnits, PublishedEntry
from bulletin.text import fingerprint
from bulletin.text.issue_above import letters

LATE = "补录"
_DAY = timedelta(days=1)
_Row = TypeVar("_Row", bound=LateEntry | Penalty | UpperAdoption)
_Again = Callable[[_Row, _Row], bool]


def gather(db: Database, settings: Settings, at: datetime, until: date | None = None) -> Facts:
    """Return all facts before the day `until` (None: up to and with today), for `compute`.

    What was taken back on a day from `until` on still stands; a commission counts as not answered once it is due.
    """
    today = at.astimezone(settings.zone).date()
    end = min(until, today + _DAY) if until else today + _DAY
    cut = min(at, datetime.combine(end, time(), settings.zone))
    entries = store.credits.published(db, end)
    names = {entry.id: entry.reference for entry in entries}
    return Facts(
        until=end,
        printed=(*_printed(db, entries), *_late(db, end)),
        raised=tuple(_raised(db, names, end)),
        instructed=tuple(_instructed(db, end)),
        ended=tuple(_ended(db, settings, entries, end)),
        asked=tuple(one for row in store.credits.asked(db) for one in _asked(row, cut, settings)),
        faults=tuple(_faults(db, end)),
        submitted={(unit, day): count for unit, day, count in store.credits.submitted(db, end)},
        classes={unit.name: unit.unit_class for unit in settings.units.values()},
        parents={unit.name: unit.parent for unit in settings.units.values() if unit.parent},
        today=min(today, end),
        past={unit.name: unit.past for unit in settings.units.values() if unit.past},
    )


def late_reference(late_entry_id: int) -> str:
    """Return what a late entry is called: ``补录/7``."""
    return f"{LATE}/{late_entry_id}"


def _printed(db: Database, entries: list[PublishedEntry]) -> Iterator[Printed]:
    answers, matters = store.credits.commissioned(db), _matters(entries)
    for entry in entries:
        yield Printed(
            reference=entry.reference,
            matter=matters[entry.article_id],
            title=entry.title,
            publication=entry.publication,
            series=entry.series,
            section=entry.section,
            on=entry.dated_on,
            units=entry.units,
            kinds=entry.kinds,
            commissioned=not answers.isdisjoint(entry.items),
        )


def _matters(entries: list[PublishedEntry]) -> dict[int, str]:
    """Return for each article its matter: articles that share an item are one."""
    leader: dict[int, int] = {}

    def find(item: int) -> int:
        while leader.setdefault(item, item) != item:
            leader[item] = item = leader[leader[item]]
        return item

    for entry in entries:
        for item in entry.items[1:]:
            leader[find(item)] = find(entry.items[0])
    return {
        entry.article_id: f"来稿/{find(entry.items[0])}" if entry.items else f"稿件/{entry.article_id}"
        for entry in entries
    }


def _ends(rows: Iterable[_Row], place: Callable[[_Row], Hashable], again: _Again[_Row], end: date) -> dict[int, date]:
    """Return since which day rows do not hold any more, by id: since they were taken back; or, where the same was registered
    again, since the day of that one if it is earlier. Days from `end` on are not known yet.

    Rows of one `place` can be the same; `again` tells whether the second is the first again.
    """
    places: defaultdict[Hashable, list[_Row]] = defaultdict(list)
    for row in rows:
        places[place(row)].append(row)
    ends: dict[int, date] = {}
    for beside in places.values():
        for one in beside:
            if one.retracted:
                renewed = [_day(other) for other in beside if one.id < other.id and again(one, other)]
                ends[one.id] = min([one.retracted.dated_on, *renewed])
    return {number: day for number, day in ends.items() if day < end}


def _day(row: LateEntry | Penalty | UpperAdoption) -> date:
    return row.printed_on if isinstance(row, LateEntry) else row.dated_on


def _adopted_again(one: UpperAdoption, other: UpperAdoption) -> bool:
    """Tell whether an adoption is another again: of the same issue, or of the same bulletin and day with its number put right."""
    issue, newer = one.issue_above, other.issue_above
    return issue.may_be(newer) or (issue.bulletin == newer.bulletin and one.dated_on == other.dated_on)


def _late(db: Database, end: date) -> Iterator[Printed]:
    for one in store.late_entries.every(db):
        if one.printed_on < end:
            yield Printed(
                reference=late_reference(one.id),
                matter=late_reference(one.id),
                title=one.title,
                publication=one.publication,
                series=MAIN_SERIES,
                section=one.section,
                on=one.printed_on,
                units=one.units,
                kinds=frozenset({one.kind} - {""}),
                is_late=True,
            )


def _raised(db: Database, names: dict[int, str], end: date) -> Iterator[Raised]:
    every = store.upper_adoptions.every(db)
    ends = _ends(every, lambda one: (one.entry_id, one.late_entry_id, one.kind), _adopted_again, end)
    for one in every:
        name = names.get(one.entry_id or 0, "") if one.late_entry_id is None else late_reference(one.late_entry_id)
        if name and one.dated_on < end:
            yield Raised(
                reference=name,
                kind=one.kind,
                level=one.level,
                bulletin=one.bulletin,
                on=one.dated_on,
                points=one.points,
                is_direct=one.is_direct,
                ended_on=ends.get(one.id),
            )


def _instructed(db: Database, end: date) -> Iterator[Instructed]:
    for one in store.instructions.every(db):
        if one.written_on < end:
            whole = one.entry_id is None
            yield Instructed(one.reference, one.level, one.rank, one.kind, one.leader, one.written_on, whole)


def _ended(db: Database, settings: Settings, entries: list[PublishedEntry], end: date) -> Iterator[Ended]:
    """Yield what ended entries: a withdrawal of a whole issue ends each of its entries, a correction only its own."""
    of_issue: defaultdict[int, list[PublishedEntry]] = defaultdict(list)
    for entry in entries:
        of_issue[entry.issue_id].append(entry)
    for one in store.corrections.every(db):
        on = one.effective_on or one.at.astimezone(settings.zone).date()
        from_start = one.kind == "withdraw" and one.effective_on is None
        whole = one.kind == "withdraw" and one.entry_id is None
        if on < end:
            ended = [entry for entry in of_issue[one.issue_id] if whole or entry.id == one.entry_id]
            yield from (Ended(entry.reference, one.kind, on, from_start, one.keeps_points) for entry in ended)
    for late_entry_id, day in _late_ends(db, end).items():
        yield Ended(late_reference(late_entry_id), "retract", day, from_start=True, keeps_points=False)


def _late_ends(db: Database, end: date) -> dict[int, date]:
    return _ends(
        store.late_entries.every(db),
        lambda one: (letters(one.publication), fingerprint(one.title)),
        lambda one, other: one.printed_on == other.printed_on or not set(one.units).isdisjoint(other.units),
        end,
    )


def _asked(row: AskedUnits, cut: datetime, settings: Settings) -> Iterator[Asked]:
    """Yield how the units asked stood at the moment `cut`; nothing is said of those that had time left.

    A commission closed before it was due misses nobody. The first answer counts; at the due time itself is in time.
    """
    for unit in row.units:
        received = row.answered.get(unit)
        if received is not None and received < cut:
            state = "answered" if received <= row.due_at else "late"
            yield Asked(unit, row.topic, state, received.astimezone(settings.zone).date())
        elif row.due_at < cut and not (row.closed_at and row.closed_at <= row.due_at):
            yield Asked(unit, row.topic, "overdue", row.due_at.astimezone(settings.zone).date())


def _faults(db: Database, end: date) -> Iterator[Fault]:
    every = store.penalties.every(db)
    ends = _ends(every, lambda one: (one.unit, one.kind), _told_again, end)
    for one in every:
        if one.dated_on < end:
            yield Fault(one.unit, one.kind, one.what, one.dated_on, one.level, ends.get(one.id))


def _told_again(one: Penalty, other: Penalty) -> bool:
    """Tell whether a fault of a unit is another again: on the same day, or in the same words."""
    return one.dated_on == other.dated_on or fingerprint(one.what) == fingerprint(other.what)
