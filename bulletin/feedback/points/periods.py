"""Periods (周、月、季、年): half-open intervals of local days, so that 31 December belongs to its year and nothing is counted twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

_MONTHS = {"月": 1, "季": 3, "年": 12}
_WEEK = timedelta(days=7)


def period_of(day: date, length: str) -> tuple[date, date]:
    """Return the period of that `length` (周、月、季、年) a day lies in: its first day, and the first after it."""
    if length == "周":
        start = day - timedelta(days=day.weekday())
        return start, start + _WEEK
    months = _MONTHS[length]
    first = (day.month - 1) // months * months
    return date(day.year, first + 1, 1), date(day.year + (first + months) // 12, (first + months) % 12 + 1, 1)


def periods(length: str, start: date, end: date) -> Iterator[tuple[date, date]]:
    """Yield the periods of that length that begin from `start` on and before `end`."""
    first, after = period_of(start, length)
    if first < start:
        first, after = period_of(after, length)
    while first < end:
        yield first, after
        first, after = period_of(after, length)
