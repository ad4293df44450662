"""The attachments of a circular as plain grids: 得分一览表, one table a group, and 采用条目, one table a publication."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from bulletin import reference
from bulletin.feedback.circular.period import period_name
from bulletin.feedback.statistics import (
    ADOPTED,
    ASKED,
    BONUS,
    ENTERED_LATE,
    INSTRUCTED,
    LIMITS,
    POINTS,
    PRINTED,
    TAKEN,
    Column,
    Group,
    Row,
    Statistics,
    total,
)
from bulletin.model import Printed, in_print, place_in_print, signed
from bulletin.settings import Settings

NOTE = "采用、上级（上级采用）、批示按单位计次；得分精确计算，四舍五入到一位小数，各分项之和与合计可能相差0.1。"
LIMITED = "限额是按规定封顶减去、扣完为止退回、一票否决取消的分。"
SETTLED = "上期累计加得分、加调整，为累计。"
_LATE = "补录"
_FIGURES = (ADOPTED.name, INSTRUCTED.name, ASKED.name, BONUS.name, TAKEN.name, LIMITS.name)
_SHORT = {ADOPTED.name: "上级"}


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of words: title, head, rows, the unit of its figures, what is said below it; ``aligned`` is l, r or c for each
    column, '' for as usual."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    unit: str = ""
    note: str = ""
    aligned: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """An attachment: its title, and its tables."""

    title: str
    grids: tuple[Grid, ...]


def listings(settings: Settings, made: Statistics, lists_entries: bool) -> list[Sheet]:
    """Return the attachments of the circular."""
    name = period_name(made.start, made.end)
    groups = tuple(_group(made, group) for group in made.groups if group.rows)
    sheets = [Sheet(f"{name}各单位得分一览表", groups)]
    if lists_entries and made.entries:
        ordered = sorted(made.entries, key=lambda entry: (entry.publication, entry.on))
        by_paper = groupby(ordered, key=lambda entry: entry.publication)
        sheets.append(
            Sheet(f"{name}采用条目", tuple(_entries(settings, paper, list(rest)) for paper, rest in by_paper))
        )
    return sheets


def _group(made: Statistics, group: Group) -> Grid:
    """Return a group's table: a column for each figure that anybody has, with its sum; what is 0 is left blank."""
    columns = [column for name in _FIGURES if (column := made.column(name)) and _anybody(column, made.rows)]
    goes_on = any(row.before or row.adjusted for row in made.rows)
    settles = any(row.adjusted for row in made.rows)
    head = ("名次", "单位", "报送", "采用", *(_SHORT.get(column.name, column.name) for column in columns), "得分")
    ends = (*(["调整"] if settles else []), *(["累计"] if goes_on else []))
    lines = [(place_in_print(row.place), row.unit, [row]) for row in group.rows] + [("", "合计", list(group.rows))]
    rows = tuple(
        (
            *(place, name, f"{sum(row.submitted for row in rows)}", f"{total(PRINTED, rows)}"),
            *(_cell(column, rows) for column in columns),
            fixed(total(POINTS, rows)),
            *([_adjusted(rows)] if settles else []),
            *([fixed(sum((row.cumulative for row in rows), Fraction(0)))] if goes_on else []),
        )
        for place, name, rows in lines
    )
    last = group is [one for one in made.groups if one.rows][-1]
    notes = NOTE + (LIMITED if LIMITS in columns else "") + (SETTLED if settles else "")
    return Grid(f"{group.name}（{len(group.rows)}个）", (*head, *ends), rows, note=notes if last else "")


def _adjusted(rows: Sequence[Row]) -> str:
    points = sum((row.adjusted for row in rows), Fraction(0))
    return signed(points, fixed) if points else ""


def _anybody(column: Column, rows: Sequence[Row]) -> bool:
    return any(column.value(row) for row in rows)


def _cell(column: Column, rows: Sequence[Row]) -> str:
    value = total(column, rows)
    return "" if not value else fixed(value) if column.adds else f"{value}"


def _entries(settings: Settings, paper: str, entries: Sequence[Printed]) -> Grid:
    rows = tuple(
        (_place(entry), entry.title, "、".join(map(settings.attribution, entry.units)) or "本室自编")
        for entry in entries
    )
    return Grid(f"《{paper}》采用条目", ("期号", "标题", "报送单位"), rows, aligned="cll")


def _place(entry: Printed) -> str:
    """Return where an entry was printed, the publication left out: 第12期第3条."""
    if entry.is_late:
        return f"{entry.on.month}月{entry.on.day}日（{_LATE}）"
    return reference.in_words(entry.reference).removeprefix(f"《{entry.publication}》{entry.on.year}年")


def rate_of(rows: Sequence[Row]) -> str:
    """Return how much of what the units sent was adopted, in whole per cent; — where they sent nothing.

    A late entry is left out: it is printed, but was never sent through the program.
    """
    submitted = sum(row.submitted for row in rows)
    return f"{in_print((total(PRINTED, rows) - total(ENTERED_LATE, rows)) * 100 / submitted, 0)}%" if submitted else "—"


def fixed(points: Fraction) -> str:
    """Return points as they stand below each other in a table: always with one decimal."""
    shown = in_print(points)
    return shown if "." in shown else f"{shown}.0"
