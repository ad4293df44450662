"""What a period is called in a circular: 2026年第三季度, and 本季度 after that."""

from __future__ import annotations

from datetime import date, timedelta

from bulletin.feedback.points import period_of
from bulletin.text import chinese_date

_QUARTERS = "一二三四"
_DAY = timedelta(days=1)


def period_name(start: date, end: date) -> str:
    """Return the name of the days from `start` up to and without `end`: of a month, quarter or year, else both dates."""
    length = _length(start, end)
    last = end - _DAY
    names = {
        "月": f"{start.year}年{start.month}月",
        "季": f"{start.year}年第{_QUARTERS[(start.month - 1) // 3]}季度",
        "年": f"{start.year}年度",
    }
    shown = chinese_date(last)
    if last.year == start.year:
        shown = shown.partition("年")[2]
    return names.get(length, f"{chinese_date(start)}至{shown}")


def this_period(start: date, end: date) -> str:
    """Return how the text speaks of it: 本月, 本季度, 本年度, else 本期."""
    return {"月": "本月", "季": "本季度", "年": "本年度"}.get(_length(start, end), "本期")


def _length(start: date, end: date) -> str:
    return next((length for length in ("月", "季", "年") if period_of(start, length) == (start, end)), "")
