"""The figures of a circular, frozen: canonical JSON of what was computed, by which rules, at which moment.

The bytes are the original of the circular's item, kept like any other for good. What today's facts say of the same period is
laid beside them; a difference is named, and settled in the next circular, never written over.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from bulletin.feedback.circular import settlement as settling
from bulletin.feedback.circular.pace import SPEEDS, Month
from bulletin.feedback.circular.settlement import Adjustment, Settlement
from bulletin.feedback.statistics import Group, Mention, Row, Statistics, total
from bulletin.model import Award, Json, Ledger, in_full

FORM = "bulletin circular 2"
_COMPARED = ("采用", "约稿", "上报", "上级采用", "批示", "本期得分")
"""The figures compared one by one; the others are parts of these."""


@dataclass(frozen=True, slots=True)
class Basis:
    """On what the figures rest: the office, what the period is called, the rule set with the hash of each file, the moment."""

    office: str
    period: str
    rules: str
    notice: str
    files: tuple[tuple[str, str], ...]
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of a unit that is not what was frozen: as it was, as it is now, and what came or went."""

    unit: str
    figure: str
    before: str
    now: str
    why: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Points taken back after the period, for something the circular counted: they stand in the period of their own day."""

    unit: str
    reference: str
    title: str
    on: date
    points: Fraction
    why: str


@dataclass(frozen=True, slots=True)
class Footing:
    """What a circular stands on among others: what it settles, the awards of its year, the number of the one it corrects (None: it
    corrects none), and the tables it prints."""

    settlement: Settlement
    awards: tuple[Award, ...]
    corrects: int | None = None
    tables: Sequence[Json] = ()


def content(made: Statistics, basis: Basis, pace: Sequence[Month] = ()) -> Json:
    """Return the figures as plain data, every amount exact (``13/3``)."""
    return {
        "form": FORM,
        "office": basis.office,
        "period": {"start": made.start.isoformat(), "end": made.end.isoformat(), "name": basis.period},
        "rules": {
            "name": basis.rules,
            "notice": basis.notice,
            "files": [{"file": file, "sha256": digest} for file, digest in basis.files],
        },
        "made_at": basis.made_at.isoformat(),
        "counts": {
            "entries": len(made.entries),
            "credits": made.credits,
            "own": len(made.own),
            "submitted": sum(row.submitted for row in made.rows),
        },
        "speeds": [
            {
                "month": one.name,
                **{speed: str(hours) for speed, hours in zip(SPEEDS, one.hours, strict=True) if hours is not None},
            }
            for one in pace
        ],
        "groups": [_group(made, group) for group in made.groups],
        "entries": [
            {
                "reference": one.reference,
                "title": one.title,
                "publication": one.publication,
                "on": one.on.isoformat(),
                "units": list(one.units),
            }
            for one in made.entries
        ],
    }


def with_footing(figures: Json, footing: Footing) -> Json:
    """Return the figures with what others are held against: the circular before, the awards of the year, the tables."""
    before, settlement = footing.settlement.previous, footing.settlement
    return {
        **figures,
        "previous": before.item.id if before else None,
        "corrects": footing.corrects,
        "awards": settling.frozen(settling.points_of(footing.awards)),
        "adjustments": [_adjustment(one) for one in settlement.adjustments],
        "restated": settlement.restated,
        "tables": list(footing.tables),
    }


def canonical(data: Json) -> bytes:
    """Return `data` as canonical JSON: keys in order, no blanks, UTF-8; the same figures are the same bytes."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def differences(frozen: Json, now: Json) -> list[Difference]:
    """Return, unit by unit, the figures that are no longer what was frozen."""
    before_rows, now_rows = _by_unit(frozen), _by_unit(now)
    found = []
    for unit in dict.fromkeys([*before_rows, *now_rows]):
        found += list(_of_unit(unit, before_rows.get(unit, _EMPTY), now_rows.get(unit, _EMPTY)))
    return found


def taken_back(frozen: Json, ledger: Ledger) -> list[TakenBack]:
    """Return what was taken back, from the day after the period on, of the entries that the circular counted."""
    end = date.fromisoformat(frozen["period"]["end"])
    counted = {one["reference"] for row in _by_unit(frozen).values() for one in row["mentions"]} - {""}
    return [
        TakenBack(award.unit, award.subject, award.title, award.on, award.amount, award.why)
        for award in ledger.awards
        if award.on >= end and award.amount < 0 and award.subject in counted
    ]


def _group(made: Statistics, group: Group) -> Json:
    sums = {column.name: in_full(total(column, group.rows)) for column in made.columns}
    submitted = sum(row.submitted for row in group.rows)
    return {"name": group.name, "units": [_row(made, row) for row in group.rows], "total": {"报送": submitted, **sums}}


def _row(made: Statistics, row: Row) -> Json:
    return {**figures_of(made, row), "mentions": [_mention(one) for one in row.mentions]}


def figures_of(made: Statistics, row: Row) -> Json:
    """Return the figures of a unit's row, exact, without what they are made of."""
    return {
        "unit": row.unit,
        "place": row.place or None,
        "submitted": row.submitted,
        "figures": {column.name: in_full(column.value(row)) for column in made.columns},
        "before": in_full(row.before),
        "adjusted": in_full(row.adjusted),
        "cumulative": in_full(row.cumulative),
    }


def _adjustment(one: Adjustment) -> Json:
    words = {name: getattr(one, name) for name in ("unit", "reference", "title", "why", "counted")}
    return {**words, "on": one.on.isoformat() if one.on else None, "points": in_full(one.points)}


def _mention(one: Mention) -> Json:
    given = {"points": in_full(one.points)} if one.kind == "award" else {}
    words = {
        "kind": one.kind,
        "reference": one.reference,
        "title": one.title,
        "on": one.on.isoformat(),
        "what": one.what,
    }
    return {**words, **given}


_EMPTY: Json = {"submitted": 0, "figures": {}, "before": "0", "adjusted": "0", "mentions": []}


def _by_unit(data: Json) -> dict[str, Json]:
    return {row["unit"]: row for group in data["groups"] for row in group["units"]}


def _of_unit(unit: str, before: Json, now: Json) -> Iterator[Difference]:
    if before["submitted"] != now["submitted"]:
        yield Difference(unit, "报送", str(before["submitted"]), str(now["submitted"]), "")
    for figure in _COMPARED:
        was, is_now = (side["figures"].get(figure, "0") for side in (before, now))
        if was != is_now:
            yield Difference(unit, figure, was, is_now, _why(before, now, figure))
    if "adjusted" not in before:  # made before there were adjustments: what was settled went into the sum unseen
        now = {**now, "adjusted": "0"}
        before = {**before, "adjusted": "0"}
    for figure, value in (("上期累计", _printed_before), ("调整", _adjusted)):
        if value(before) != value(now):
            yield Difference(unit, figure, value(before), value(now), "前期有变动")


def _printed_before(row: Json) -> str:
    """Return what stands in print as 上期累计 (`Row.printed_before`)."""
    return in_full(Fraction(row["before"]) - Fraction(row["adjusted"]))


def _adjusted(row: Json) -> str:
    return str(row["adjusted"])


_KINDS = {"采用": "printed", "约稿": "asked", "上报": "reported", "上级采用": "adopted", "批示": "instructed"}


def _why(before: Json, now: Json, figure: str) -> str:
    """Return what went and what came behind a figure."""
    kind = _KINDS.get(figure, "award")
    was, is_now = (Counter(_words(one) for one in side["mentions"] if one["kind"] == kind) for side in (before, now))
    return "；".join([*(f"少{words}" for words in was - is_now), *(f"多{words}" for words in is_now - was)])


def _words(one: Json) -> str:
    place = " ".join(filter(None, (one["reference"], one["title"])))
    points = f"，{one['points']}分" if "points" in one else ""
    return f"〔{one['on']} {place}：{one['what']}{points}〕"
