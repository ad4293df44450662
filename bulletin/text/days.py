"""Spans of days as people write them: 2026, 2026-01, 2026年1月5日, 2026-01-05..2026-02, 近7天, 上月."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

END_OF_DAY = time(23, 59, 59)
"""When what is due on a day is due: at its last second (到这一天24时为止)."""
MOMENTS = "2026-11-25（到这一天24时为止）或 2026-11-25T17:00"
"""The forms of a due time, as help and refusals show them."""
_DAY = timedelta(days=1)
_PART = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?")
_LAST = re.compile(r"近(\d{1,4})(天|日|周|个?月|年)")
_RANGE = re.compile(r"(.*?)(?:\.\.|至|～|~)(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Days:
    """A span of days: from ``since`` on, and before ``before``; None where it is open."""

    since: date | None
    before: date | None


def due(text: str) -> datetime:
    """Return the moment something is due: a day alone, or its 24:00, means its end; `T` or a blank parts day and hour.

    Without a zone where none is written. Raises `ValueError` for what is no time.
    """
    written = text.strip().replace("：", ":")
    day, _, hour = written.partition("T" if "T" in written else " ")
    if hour.strip() in ("", "24:00", "24:00:00"):
        return datetime.combine(date.fromisoformat(day), END_OF_DAY)
    return datetime.fromisoformat(f"{day}T{hour.strip().zfill(5)}")


def due_words(moment: datetime) -> str:
    """Return a due time as a notice writes it: ``2026年11月25日24时``, ``2026年11月25日17:00``."""
    hour = "24时" if moment.time() == END_OF_DAY else f"{moment:%H:%M}"
    return f"{moment:%Y年%-m月%-d日}{hour}"


def days(text: str, today: date | None) -> Days:
    """Return the span `text` names; 近7天 is `today` and the six days before it.

    Raises `ValueError`, in Chinese, for what is no date, a range that runs backwards, and 近… without `today`.
    """
    if relative := _relative(text):
        if today is None:
            raise ValueError("要从今天算起，这里不能用")
        return relative(today)
    ends = _RANGE.fullmatch(text)
    if ends is None:
        return _part(text)
    since = _part(ends[1]).since if ends[1] else None
    before = _part(ends[2]).before if ends[2] else None
    if since is None and before is None:
        raise ValueError("看不懂")
    if since and before and since >= before:
        raise ValueError("前后颠倒")
    return Days(since, before)


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, the last of the month where it has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _part(text: str) -> Days:
    """Return the span of a year, a month or a day."""
    match = _PART.fullmatch(text.strip())
    if match is None:
        raise ValueError("看不懂")
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        since = date(year, month or 1, day or 1)
        return Days(since, since + _DAY if day else _next_month(since) if month else date(year + 1, 1, 1))
    except (ValueError, OverflowError):
        raise ValueError("不是一个日子") from None


def _relative(text: str) -> Callable[[date], Days] | None:
    """Return how to count the span `text` names from today, or None where it is none of these."""
    if text in _SPANS:
        return _SPANS[text]
    match = _LAST.fullmatch(text)
    if match is None or int(match[1]) == 0:
        return None
    number = int(match[1])
    length = {"天": 1, "日": 1, "周": 7, "月": 30, "个月": 30, "年": 365}[match[2]] * number
    return lambda today: Days(date.fromordinal(max(1, today.toordinal() - length + 1)), today + _DAY)


def _week(today: date, back: int) -> Days:
    monday = today - timedelta(days=today.weekday() + 7 * back)
    return Days(monday, monday + timedelta(days=7))


def _month(today: date, back: int) -> Days:
    first = today.replace(day=1)
    for _ in range(back):
        first = (first - _DAY).replace(day=1)
    return Days(first, _next_month(first))


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


_SPANS: dict[str, Callable[[date], Days]] = {
    "今天": lambda today: Days(today, today + _DAY),
    "昨天": lambda today: Days(today - _DAY, today),
    "本周": lambda today: _week(today, 0),
    "上周": lambda today: _week(today, 1),
    "本月": lambda today: _month(today, 0),
    "上月": lambda today: _month(today, 1),
    "今年": lambda today: Days(date(today.year, 1, 1), date(today.year + 1, 1, 1)),
    "去年": lambda today: Days(date(today.year - 1, 1, 1), date(today.year, 1, 1)),
}
