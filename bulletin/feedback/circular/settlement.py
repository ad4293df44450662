"""Settlement (本期调整): what came or went, since the last circular, of the points that circulars before it printed.

Every circular freezes the awards of its year up to its end, and names the circular it follows. So for every unit

    points printed before + points since + adjustments + points of the period = cumulative points

whatever was published, withdrawn, entered late or counted by other rules in between. Points of an earlier year are settled
in that year: its total changes, the new year's does not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from bulletin.model import Award, Ended, Facts, Json, Kept, Ledger
from bulletin.workflow import circulars

_NOTHING = Fraction(0)
_ENDED = {"correct": "更正", "withdraw": "撤回", "retract": "撤销登记"}
THIS_PERIOD, THIS_YEAR = "本期得分", "本年累计"

Key = tuple[str, str, str, str]
"""Unit, day (ISO 8601), kind and subject of awards."""
Points = dict[Key, Fraction]


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What came or went of a unit's earlier points: for which entry (``reference`` and ``title``, or a title alone), counted on
    which day (None: not known in particular), how much, why, and ``counted`` where: 本期得分, 本年累计, or 2025年度."""

    unit: str
    reference: str
    title: str
    on: date | None
    points: Fraction
    why: str
    counted: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """The circular a new one follows (None: it is the first), its adjustments, and what it knows to have changed of earlier
    years since their last circulars: by year, the circular and the changes of its points."""

    previous: Kept | None = None
    adjustments: tuple[Adjustment, ...] = ()
    restated: Mapping[str, Json] = field(default_factory=dict)

    def of_this_year(self) -> dict[str, Fraction]:
        """Return by how much each unit's points of the year before the period changed since they were printed; nothing of a unit
        whose points came to the same."""
        sums: defaultdict[str, Fraction] = defaultdict(Fraction)
        for one in self.adjustments:
            sums[one.unit] += one.points if one.counted == THIS_YEAR else _NOTHING
        return {unit: points for unit, points in sums.items() if points}


def settle(
    known: Sequence[Kept], facts: Facts, ledger: Ledger, span: tuple[date, date], ledger_of: Callable[[Kept], Ledger]
) -> Settlement:
    """Return what a circular of the days of `span` has to settle, `ledger` being that of today's facts before its end.

    `ledger_of` gives the ledger of the same facts by the rules of an earlier circular: last year's points go by its own.
    """
    before = circulars.previous(known, span[0])
    telling = _Telling(facts)
    found = list(telling.taken_back(ledger, span))
    restated: dict[str, Json] = {}
    if before and before.span[0].year == span[0].year:
        found += telling.changes(_since(before, ledger), ledger, THIS_YEAR)
    for base in _last_of_years(known, before, span[0].year):
        by_its_rules = ledger_of(base)
        year, changed = str(base.span[0].year), _since(base, by_its_rules)
        told = _thawed(before.figures.get("restated", {}).get(year, {}).get("changes", {})) if before else {}
        found += telling.changes(_less(changed, told), by_its_rules, f"{year}年度")
        restated[year] = {"item": base.item.id, "changes": frozen(changed)}
    return Settlement(before, tuple(found), restated)


def points_of(awards: Iterable[Award]) -> Points:
    """Return the points of awards by unit, day, kind and subject."""
    sums: defaultdict[Key, Fraction] = defaultdict(Fraction)
    for award in awards:
        sums[_key(award)] += award.amount
    return dict(sums)


def frozen(points: Points) -> Json:
    """Return points as plain data, exact, in one order: by unit, each with day, kind, subject and amount."""
    rows: defaultdict[str, list[list[str]]] = defaultdict(list)
    for (unit, *rest), amount in sorted(points.items()):
        if amount:
            rows[unit].append([*rest, str(amount)])
    return dict(rows)


def _thawed(rows: Json) -> Points:
    return {(unit, on, kind, subject): Fraction(amount) for unit in rows for on, kind, subject, amount in rows[unit]}


def _since(base: Kept, ledger: Ledger) -> Points:
    """Return by how much the points of a circular's year up to its end are not those it printed.

    Of a circular made before awards were frozen only the sums of units are known.
    """
    now = ledger.between(date(base.span[0].year, 1, 1), base.span[1])
    if "awards" in base.figures:
        return _less(points_of(now.awards), _thawed(base.figures["awards"]))
    rows = [row for group in base.figures["groups"] for row in group["units"]]
    printed: Points = {(row["unit"], "", "", ""): Fraction(row["cumulative"]) for row in rows}
    return _less({(unit, "", "", ""): total for unit, total in now.totals().items()}, printed)


def _less(now: Points, before: Points) -> Points:
    keys = dict.fromkeys([*before, *now])
    return {key: gap for key in keys if (gap := now.get(key, _NOTHING) - before.get(key, _NOTHING))}


def _last_of_years(known: Sequence[Kept], before: Kept | None, year: int) -> Iterator[Kept]:
    """Yield the last circular of each earlier year, as far as the one before knows them."""
    if before is None:
        return
    numbers = {one["item"] for one in before.figures.get("restated", {}).values()}
    earlier = [one for one in known if one.item.id in numbers]
    yield from (one for one in [*earlier, before] if one.span[0].year < year)


class _Telling:
    """Words for changes: titles of entries, and what ended them."""

    def __init__(self, facts: Facts) -> None:
        self._titles = {entry.reference: entry.title for entry in facts.printed}
        self._ended: dict[str, Ended] = {one.reference: one for one in facts.ended}
        self._raised = {(one.reference, one.kind): one.ended_on for one in facts.raised if one.ended_on}

    def taken_back(self, ledger: Ledger, span: tuple[date, date]) -> Iterator[Adjustment]:
        """Yield what within the period was given or taken for a day before it: part of the period's points."""
        for award in ledger.between(*span).awards:
            if award.day < span[0] and award.amount:
                reference, title = self._named(award.subject)
                yield Adjustment(award.unit, reference, title, award.day, award.amount, award.why, THIS_PERIOD)

    def changes(self, points: Points, ledger: Ledger, counted: str) -> Iterator[Adjustment]:
        """Yield the changes of points that were printed; what `ledger` has says itself why."""
        now = {_key(award): award.why for award in ledger.awards if award.amount}
        for key, amount in points.items():
            unit, on, kind, subject = key
            reference, title = self._named(subject)
            why = now.get(key) or self._why_gone(subject, kind)
            yield Adjustment(unit, reference, title, date.fromisoformat(on) if on else None, amount, why, counted)

    def _named(self, subject: str) -> tuple[str, str]:
        title = self._titles.get(subject)
        return ("", subject) if title is None else (subject, title)

    def _why_gone(self, subject: str, kind: str) -> str:
        if ended := self._ended.get(subject):
            return f"{_day(ended.on)}{_ENDED[ended.kind]}，自始不计"
        if on := self._raised.get((subject, kind)):
            return f"{_day(on)}撤销登记，自始不计"
        return "前一期通报以后登记或计分办法有改动"


def _key(award: Award) -> Key:
    return award.unit, award.on.isoformat(), award.kind, award.subject


def _day(on: date) -> str:
    return f"{on.month}月{on.day}日"
