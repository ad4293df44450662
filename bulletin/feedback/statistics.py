"""Statistics (统计): per unit and period, what was sent, printed, adopted above, written on, asked for, and scored.

Every figure is the number, or the sum of points, of the mentions (`Mention`) behind it: the table and its drill-down are one
thing. Items and unit credits are two counts, always apart: an item of three units is one item and three credits.
Pure: from `Facts` and `Ledger`, half-open local days.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache
from types import MappingProxyType

from bulletin.feedback.points.engine import credited, instructed_by_entry
from bulletin.model import Award, Ended, Facts, Ledger, Printed, standing
from bulletin.settings import Settings
from bulletin.settings.circular import RANKED_BY, CircularRules, UnitGroup, members
from bulletin.settings.points import RuleBook
from bulletin.terms import AWARD_PARTS, AWARDS, LEADER_LEVELS

OTHERS = "其他单位"
"""The group of units that have figures and stand in no group."""
_NOTHING = Fraction(0)
_GONE = ("withdraw", "retract")
"""What ends an entry for the counts; one that was corrected is still printed."""
_PASSED_ON = "传阅"
"""圈阅、传阅 is recorded, and is no instruction to be counted."""
_STATES = {"answered": "按时", "late": "迟交", "overdue": "未交"}
_PARTS = {kind: part for part, kinds in AWARD_PARTS.items() for kind in kinds}


@dataclass(frozen=True, slots=True)
class Mention:
    """One thing behind a figure: what, where (``reference``, '' for none), on which day; ``points`` where it is an award.

    ``kind`` is printed, reported, adopted, instructed, asked or award; ``marks`` are what columns choose by.
    """

    kind: str
    reference: str
    title: str
    on: date
    what: str
    marks: frozenset[str] = frozenset()
    points: Fraction = _NOTHING


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: its ``name``, the mentions it counts, and whether it adds their points instead."""

    name: str
    kind: str
    mark: str = ""
    adds: bool = False

    def mentions(self, row: Row) -> tuple[Mention, ...]:
        """Return what is behind the figure of a unit: the drill-down."""
        return tuple(one for one in row.mentions if one.kind == self.kind and (not self.mark or self.mark in one.marks))

    def value(self, row: Row) -> Fraction:
        """Return the figure of a unit."""
        mentions = self.mentions(row)
        return sum((one.points for one in mentions), _NOTHING) if self.adds else Fraction(len(mentions))


PRINTED, POINTS = Column("采用", "printed"), Column("本期得分", "award", adds=True)
ENTERED_LATE = Column("补录", "printed", "补录")
"""What was printed elsewhere and entered late: a part of 采用."""
ADOPTED, INSTRUCTED = Column("上级采用", "adopted"), Column("批示", "instructed")
REPORTED, ASKED = Column("上报", "reported"), Column("约稿", "asked")
IN_TIME, LATE, OVERDUE = (Column(name, "asked", name) for name in _STATES.values())
PARTS_OF_POINTS = tuple(Column(name, "award", name, adds=True) for name in AWARD_PARTS)
_, BONUS, TAKEN, LIMITS = PARTS_OF_POINTS
FLOORED = Column(AWARDS["floor"], "award", AWARDS["floor"], adds=True)
"""What a floor gave back of 扣分: a part of 限额."""


@dataclass(frozen=True, slots=True)
class Row:
    """A unit in its group: its place (0: none), how much it sent, what is behind its figures, its points of the year ``before``.

    ``adjusted`` is what came or went of ``before`` since the last circular printed it (本期调整).
    """

    unit: str
    place: int
    submitted: int
    mentions: tuple[Mention, ...]
    before: Fraction
    adjusted: Fraction = _NOTHING

    @property
    def printed_before(self) -> Fraction:
        """上期累计: its points of the year before the period as they were printed, without what is adjusted."""
        return self.before - self.adjusted

    @property
    def points(self) -> Fraction:
        """Its points of the period."""
        return POINTS.value(self)

    @property
    def cumulative(self) -> Fraction:
        """Its points of the year up to the end of the period."""
        return self.before + self.points

    @property
    def is_empty(self) -> bool:
        """Tell whether it has no figure at all in the period."""
        return not self.submitted and not self.mentions and not self.adjusted


@dataclass(frozen=True, slots=True)
class Group:
    """A group of units, in the order of their places."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """The statistics of the days from ``start`` up to and without ``end``. ``entries`` has each item once."""

    start: date
    end: date
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    entries: tuple[Printed, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """All units, group by group."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def credits(self) -> int:
        """How often a unit was credited (单位次数): an item of three units counts three times."""
        return sum(len(entry.units) for entry in self.entries)

    @property
    def own(self) -> tuple[Printed, ...]:
        """The items of no unit: the office's own (本室自编)."""
        return tuple(entry for entry in self.entries if not entry.units)

    def column(self, name: str) -> Column | None:
        """Return the column of that name."""
        return next((column for column in self.columns if column.name == name), None)


def total(column: Column, rows: Iterable[Row]) -> Fraction:
    """Return the sum of a column over units: unit credits, or points."""
    return sum((column.value(row) for row in rows), _NOTHING)


def subjects(column: Column, rows: Iterable[Row]) -> dict[tuple[Mention, int], list[str]]:
    """Return the things a column counts over units with the units that share each, in the order of their rows.

    What happened twice (two instructions of one leader on one day) are two things: each has its number among those alike.
    """
    found: defaultdict[tuple[Mention, int], list[str]] = defaultdict(list)
    for row in rows:
        alike: Counter[Mention] = Counter()
        for one in column.mentions(row):
            found[one, alike[one]].append(row.unit)
            alike[one] += 1
    return dict(found)


def groups_of(settings: Settings, day: date) -> list[tuple[str, list[str]]]:
    """Return the groups of the office's units by name: as it says itself, else one for each class; no 直报点 is ranked.

    Class and parent are those of `day`, the first one of a period.
    """
    units = {unit.name: unit.on(day) for unit in settings.units.values()}
    classes = {name: then.unit_class for name, then in units.items() if not then.parent}
    of_classes = [UnitGroup(f"{_numeral(number)}类单位", classes=(number,)) for number in sorted(set(classes.values()))]
    found = [(group.name, members(group, classes)) for group in settings.circular.groups or of_classes]
    named = {unit for _, units in found for unit in units}
    rest = [unit for unit in classes if unit not in named]
    return [*found, (OTHERS, rest)] if rest else found


def listed(settings: Settings, ledger: Ledger, day: date) -> list[tuple[str, list[str]]]:
    """Return who stands in a list of points, group by group: the office's units as of `day`, and any other that has an award."""
    return _with_others(groups_of(settings, day), ledger.totals())


def count(
    facts: Facts,
    ledger: Ledger,
    book: RuleBook,
    groups: Sequence[tuple[str, Sequence[str]]],
    rules: CircularRules,
    span: tuple[date, date],
    adjusted: Mapping[str, Fraction] = MappingProxyType({}),
) -> Statistics:
    """Return the statistics of the days of `span`, half open; a unit outside of `groups` that has figures joins `OTHERS`.

    `adjusted` is what each unit's points before the period changed by since they were printed.
    """
    start, end = span
    facts = credited(facts)
    entries = [entry for entry in facts.printed if entry.publication != rules.publication]
    mentions: defaultdict[str, list[Mention]] = defaultdict(list)
    for unit, mention in (*_of_entries(facts, entries, book, end), *_asked(facts), *_awards(ledger)):
        if start <= mention.on < end:
            mentions[unit].append(mention)
    submitted: defaultdict[str, int] = defaultdict(int)
    for (unit, day), number in facts.submitted.items():
        submitted[unit] += number if start <= day < end else 0
    before = ledger.between(date(start.year, 1, 1), start).totals()
    rows = {
        unit: Row(
            unit,
            0,
            submitted[unit],
            tuple(sorted(mentions[unit], key=in_order)),
            before.get(unit, _NOTHING),
            adjusted.get(unit, _NOTHING),
        )
        for unit in dict.fromkeys([*(unit for _, units in groups for unit in units), *mentions, *submitted, *adjusted])
    }
    lists = _with_others(groups, (unit for unit, row in rows.items() if not row.is_empty))
    made = tuple(Group(name, _ranked(units, rows, rules)) for name, units in lists)
    gone = _gone(facts.ended, end)
    standing_entries = tuple(one for one in entries if start <= one.on < end and one.reference not in gone)
    return Statistics(start, end, _columns(made), made, standing_entries)


def _with_others(groups: Sequence[tuple[str, Sequence[str]]], units: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Return the groups, and those of `units` that stand in none of them in `OTHERS`."""
    known = {unit for _, members in groups for unit in members}
    named = {name: list(members) for name, members in groups}
    if strangers := [unit for unit in units if unit not in known]:
        named.setdefault(OTHERS, []).extend(strangers)
    return list(named.items())


def _ranked(units: Sequence[str], rows: dict[str, Row], rules: CircularRules) -> tuple[Row, ...]:
    """Return the rows by place, by the points of the period or those of the year."""
    by_year = rules.ranked_by == RANKED_BY[1]
    points = {unit: rows[unit].cumulative if by_year else rows[unit].points for unit in units}
    ordered = (replace(rows[one.unit], place=one.place) for one in standing(points, units))
    return tuple(row for row in ordered if not (rules.hides_empty and row.is_empty and not row.before))


def _of_entries(facts: Facts, entries: Sequence[Printed], book: RuleBook, end: date) -> Iterator[tuple[str, Mention]]:
    """Yield for every unit of every entry that it was printed, reported up, adopted above, written on."""
    gone, rules_on = _gone(facts.ended, end), cache(book.on)
    raised: defaultdict[str, list[Mention]] = defaultdict(list)
    for fact in facts.raised:
        if fact.ended_on is None or fact.ended_on >= end:
            bulletin = f"《{fact.bulletin}》" if fact.bulletin else ""
            what = f"{fact.level}级{bulletin}{'采用' if fact.kind == 'adopted' else '选用上报'}"
            raised[fact.reference].append(Mention(fact.kind, "", "", fact.on, what, frozenset({f"{fact.level}级采用"})))
    notes = instructed_by_entry(facts, rules_on)
    for entry in entries:
        own = [*raised[entry.reference]]
        for note in notes.get(entry.reference, ()):
            if note.kind != _PASSED_ON:
                marks = frozenset({f"{note.level}级批示"} if note.level else ())
                own.append(Mention("instructed", "", "", note.on, f"{note.leader}批示", marks))
        if entry.reference not in gone:
            rules = rules_on(entry.on)
            own.append(_printed(entry, bool(rules) and entry.section in (rules.briefs if rules else ())))
        for unit in entry.units:
            yield from ((unit, replace(one, reference=entry.reference, title=entry.title)) for one in own)


def _printed(entry: Printed, is_brief: bool) -> Mention:
    way = "综合" if len(entry.units) > 1 else "独编"
    late = [ENTERED_LATE.name] if entry.is_late else []
    marks = frozenset({f"《{entry.publication}》", "简讯" if is_brief else way, *late})
    words = "，".join(filter(None, (entry.section, "简讯" if is_brief else way, *late)))
    return Mention("printed", "", "", entry.on, f"《{entry.publication}》{words}", marks)


def _asked(facts: Facts) -> Iterator[tuple[str, Mention]]:
    for one in facts.asked:
        state = _STATES[one.state]
        yield one.unit, Mention("asked", "", one.topic, one.on, f"约稿{state}", frozenset({state}))


def _awards(ledger: Ledger) -> Iterator[tuple[str, Mention]]:
    return ((award.unit, _award(award)) for award in ledger.awards)


def _award(award: Award) -> Mention:
    reference, title = (award.subject, award.title) if award.title else ("", award.subject)
    what = f"{AWARDS[award.kind]}：{award.why}"
    return Mention(
        "award", reference, title, award.on, what, frozenset({_PARTS[award.kind], AWARDS[award.kind]}), award.amount
    )


def _gone(ended: Iterable[Ended], end: date) -> set[str]:
    return {one.reference for one in ended if one.kind in _GONE and one.on < end}


def in_order(mention: Mention) -> tuple[date, str, str, str, str]:
    """Return what mentions are ordered by: the day, then where, what kind, which title, what."""
    return mention.on, mention.reference, mention.kind, mention.title, mention.what


def _columns(groups: Sequence[Group]) -> tuple[Column, ...]:
    """Return the columns of the table: those every office has, and one for each publication and level there is."""
    marks = {mark for group in groups for row in group.rows for one in row.mentions for mark in one.marks}
    papers = sorted(mark for mark in marks if mark.startswith("《"))
    levels = [level for level in LEADER_LEVELS if f"{level}级采用" in marks]
    writers = [level for level in LEADER_LEVELS if f"{level}级批示" in marks]
    return (
        PRINTED,
        *(Column(mark, "printed", mark) for mark in papers),
        *(Column(name, "printed", name) for name in ("独编", "综合", "简讯")),
        *(ASKED, IN_TIME, LATE, OVERDUE, REPORTED, ADOPTED),
        *(Column(f"{level}级采用", "adopted", f"{level}级采用") for level in levels),
        INSTRUCTED,
        *(Column(f"{level}级批示", "instructed", f"{level}级批示") for level in writers),
        *PARTS_OF_POINTS,
        POINTS,
    )


def _numeral(number: int) -> str:
    return "一二三四五六七八九十"[number - 1] if 1 <= number <= 10 else str(number)
