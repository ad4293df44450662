"""The periods circulars are made of: what each is called (2026年第三季度, and 本季度 after that), and which one is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from bulletin.feedback.points import period_of
from bulletin.text import chinese_date

_QUARTERS = "一二三四"
_DAY = timedelta(days=1)
_BACK = {"月": 12, "季": 4, "年": 1}
"""How many periods of each length before the present one are told of."""
Span = tuple[date, date]
"""The days of a period, half open."""


def period_name(start: date, end: date) -> str:
    """Return the name of the days from `start` up to and without `end`: of a month, quarter or year, else both dates."""
    length = length_of((start, end))
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
    return {"月": "本月", "季": "本季度", "年": "本年度"}.get(length_of((start, end)), "本期")


def length_of(span: Span) -> str:
    """Return 月, 季 or 年, '' for days that are none of them."""
    return next((length for length in _BACK if period_of(span[0], length) == span), "")


def recent(today: date, years: int = _BACK["年"]) -> Iterator[Span]:
    """Yield the month, quarter and year of a day, and those before: months and quarters of a year, and so many years."""
    for length, back in {**_BACK, "年": years}.items():
        span = period_of(today, length)
        yield span
        for _ in range(back):
            span = period_of(span[0] - _DAY, length)
            yield span


def due(spans: Iterable[Span], made: Sequence[Span], today: date) -> set[Span]:
    """Return those of `spans` that are over and follow the last circular of their length; where none was `made`, last month."""
    if not made:
        return {period_of(period_of(today, "月")[0] - _DAY, "月")}
    ends: dict[str, date] = {}
    for span in made:
        ends[length_of(span)] = max(span[1], ends.get(length_of(span), span[1]))
    return {span for span in spans if span[1] <= today and span[0] >= ends.get(length_of(span), today)}
