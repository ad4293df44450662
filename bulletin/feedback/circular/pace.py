"""The four speeds (四快) month by month, as the circular tells and draws them: the median of what ended in each month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bulletin.feedback import speeds
from bulletin.feedback.points import periods
from bulletin.settings import Settings
from bulletin.store import Database

SPEEDS = {"found": "发现快", "edited": "采编快", "approved": "审批快", "answered": "反馈快"}


@dataclass(frozen=True, slots=True)
class Month:
    """The median hours of each speed in a month, None where nothing ended in it."""

    name: str
    hours: tuple[Fraction | None, ...]


def months(db: Database, settings: Settings, end: date) -> tuple[Month, ...]:
    """Return the months of the year up to and without the day `end`, in the order of `SPEEDS`; to a tenth of an hour."""
    start = date((end - date.resolution).year, 1, 1)
    return tuple(_month(db, settings, span) for span in periods("月", start, end))


def _month(db: Database, settings: Settings, span: tuple[date, date]) -> Month:
    measured = speeds.measure_four(db, settings, span)
    medians = (measured[speed].median_hours for speed in SPEEDS)
    hours = tuple(None if median is None else Fraction(round(median * 10), 10) for median in medians)
    return Month(f"{span[0].month}月", hours)
