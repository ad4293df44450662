"""Points (计分) for the screen: the units of an office by group and place in a period, and every point with its reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from bulletin.feedback import points as counting
from bulletin.feedback.circular.period import length_of, period_name
from bulletin.feedback.points import Shift
from bulletin.feedback.points.explain import by_subject, sum_in_words
from bulletin.feedback.statistics import listed
from bulletin.model import Award, Ledger, Mark, Place, in_full, in_print, place_in_words, signed, standing
from bulletin.settings import Settings
from bulletin.settings.points import read_book, refuse_uncovered
from bulletin.store import Database
from bulletin.terms import AWARDS
from bulletin.tui.words import Line

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be counted: a period, half open, and the rule set laid beside the office's own, '' for none."""

    start: date
    end: date
    other: str = ""

    @property
    def words(self) -> str:
        """What the period is called."""
        return period_name(self.start, self.end)

    def moved(self, steps: int) -> Asked:
        """Return the same kind of period so many later, or earlier."""
        length = length_of((self.start, self.end)) or "年"
        day = self.end if steps > 0 else self.start - _DAY
        return Asked(*counting.period_of(day, length), self.other)


@dataclass(frozen=True, slots=True)
class Row:
    """A unit in the list: its group, its place there, its awards in the period, and how it would stand by the other rules."""

    group: str
    place: Place
    awards: tuple[Award, ...]
    marks: tuple[Mark, ...]
    is_failing: bool
    shift: Shift | None


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted for `Asked`: the rows by group and place, and what the two rule sets are called."""

    asked: Asked
    rows: tuple[Row, ...]
    rules: str
    other: str


def count(db: Database, settings: Settings, at: datetime, asked: Asked) -> Counted:
    """Return how the units stand in the period. Raises `UsageError` where a rule set does not hold then, `SettingsError`."""
    book, other = read_book(settings), read_book(settings, asked.other) if asked.other else None
    facts = counting.gather(db, settings, at, asked.end)
    for one in filter(None, (book, other)):
        refuse_uncovered(one, asked.start, asked.words)
    ledgers = [counting.compute(facts, one) for one in (book, other) if one]
    whole = ledgers[0]
    ledger, *replayed = (one.between(asked.start, asked.end) for one in ledgers)
    groups = listed(settings, ledger, asked.start)
    units = [unit for _, members in groups for unit in members]
    failing = frozenset(counting.failing(whole, book, units, asked.start, asked.end))
    rows = [row for name, members in groups for row in _rows(name, members, ledger, replayed, failing)]
    return Counted(asked, tuple(rows), book.named_on(asked.start), other.named_on(asked.start) if other else "")


def _rows(
    name: str, units: Sequence[str], ledger: Ledger, replayed: Sequence[Ledger], failing: frozenset[str]
) -> Iterator[Row]:
    awards, marks = defaultdict(list), defaultdict(list)
    for award in ledger.awards:
        awards[award.unit].append(award)
    for mark in ledger.marks:
        marks[mark.unit].append(mark)
    shifts = {one.unit: one for other in replayed for one in counting.replay(ledger, other, units)}
    for place in standing(ledger.totals(), units):
        unit = place.unit
        yield Row(name, place, tuple(awards[unit]), tuple(marks[unit]), unit in failing, shifts.get(unit))


def kinds(row: Row) -> str:
    """Return what a unit has points for, in a line: 采用12 批示8 扣分-2; beside other rules, what it gains or loses."""
    if row.shift:
        after = row.shift.after
        return f"{place_in_words(after.place)} {in_print(after.points)}分（{signed(row.shift.gain, in_print)}）"
    sums: defaultdict[str, Fraction] = defaultdict(Fraction)
    for award in row.awards:
        sums[award.kind] += award.amount
    return "　".join(f"{word}{in_print(sums[kind])}" for kind, word in AWARDS.items() if sums[kind])


def told(row: Row, counted: Counted) -> Iterator[Line]:
    """Yield how a unit stands, by which rules, and every award with its reason: rule, clause, entry, date."""
    place = row.place
    where = f"{row.group}{place_in_words(place.place)}"
    yield f"{place.unit}　{where}　{in_print(place.points)}分", "bold"
    yield f"{counted.asked.words}，按{counted.rules}", "quiet"
    if row.is_failing:
        yield "不达标", "error"
    for mark in row.marks:
        yield f"{mark.on}　{mark.what}：{mark.why}〔{mark.rule}：{mark.clause}〕", "warning"
    if row.shift:
        yield from _shifted(row.shift, counted.other)
    for own in by_subject(row.awards).values():
        yield "", ""
        yield f"{own[0].subject}　{own[0].title}".rstrip(), "accent"
        yield f"　　{sum_in_words(own)}", ""
        for award in own:
            colour = "warning" if award.amount < 0 else "quiet"
            yield f"　　{award.on:%m-%d}　{signed(award.amount)}　{award.why}〔{award.rule}：{award.clause}〕", colour
    if not row.awards:
        yield "没有得分，也没有扣分", "quiet"


def _shifted(shift: Shift, other: str) -> Iterator[Line]:
    after = shift.after
    yield (
        f"按{other}：{place_in_words(after.place)} {in_print(after.points)}分，差 {signed(shift.gain, in_print)}",
        "accent",
    )
    for one in shift.differences:
        clauses = " → ".join(clause or "没有对应的分值" for clause in one.clauses)
        amounts = f"{in_full(one.before)} → {in_full(one.after)}"
        yield f"　　{AWARDS[one.kind]}　{one.subject} {one.title}　{amounts}〔{clauses}〕", "quiet"
