"""The four speeds (四快) month by month, as the circular tells and draws them: the median of what ended in each month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bulletin.feedback import speeds
from bulletin.feedback.points import periods
from bulletin.settings import Settings
from bulletin.store import Database

Hours = tuple[Fraction | None, ...]
"""The median hours of each speed, in the order of `SPEEDS`; None where nothing ended."""
SPEEDS = {"found": "发现快", "edited": "采编快", "approved": "审批快", "answered": "反馈快"}


@dataclass(frozen=True, slots=True)
class Month:
    """The median hours of each speed in a month, None where nothing ended in it."""

    name: str
    hours: Hours


def months(db: Database, settings: Settings, end: date) -> tuple[Month, ...]:
    """Return the months of the year up to and without the day `end`, in the order of `SPEEDS`; to a tenth of an hour."""
    start = date((end - date.resolution).year, 1, 1)
    spans = periods("月", start, end)
    return tuple(Month(f"{span[0].month}月", medians(db, settings, span)) for span in spans)


def medians(db: Database, settings: Settings, span: tuple[date, date]) -> Hours:
    """Return the median hours of what ended within the days of `span`, to a tenth."""
    measured = speeds.measure_four(db, settings, span)
    found = (measured[speed].median_hours for speed in SPEEDS)
    return tuple(None if median is None else Fraction(round(median * 10), 10) for median in found)
