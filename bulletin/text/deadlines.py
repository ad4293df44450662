"""Days by which something is asked for (时限) as people write them: 月底前, 11月28日前, 本周五前, 三日内, 5个工作日内.

They are read to be compared with a date that is set, never to set one: whoever wrote 20日前 may mean the 20th or the 19th.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bulletin.text.days import months_after
from bulletin.text.numerals import amount

Workdays = Callable[[date, int], date]
"""Return the day so many working days after a day."""
_BY = r"(?:[上下]午|中午|晚|夜|\d{1,2}[时点])?(?:下班)?(?:之前|以前|前|为止|截止)"
_WITHIN = r"(?:之内|以内|内)"
_BEFORE_OR_IN = rf"(?:{_BY}|{_WITHIN})"
_COUNT = r"(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3}|半)"
_FEW = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_MONTH_OF = r"(?P<which>本|当|这个?|下个?)"
_WEEKDAYS = {**{char: place for place, char in enumerate("一二三四五六日")}, "天": 6, "末": 6}
_THIRDS = {"上": 10, "中": 20, "下": 31}
_FAR = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day that a text names: in which words, and which day that is."""

    words: str
    on: date


def deadlines(text: str, day: date, workdays: Workdays) -> list[Deadline]:
    """Return the days by which `text`, written on `day`, asks for something, in the order of the text, none before `day`."""
    found: dict[int, tuple[int, Deadline]] = {}
    for pattern, reading in _READINGS:
        for match in pattern.finditer(text):
            on = reading(match, day, workdays)
            if on and on >= day and not any(start <= match.start() < end for start, (end, _) in found.items()):
                found[match.start()] = (match.end(), Deadline(match[0], on))
    return [deadline for _, (_, deadline) in sorted(found.items())]


def _dated(match: re.Match[str], day: date, _: Workdays) -> date | None:
    """11月28日前; without a year that of `day`, or the next where the day is long past."""
    year = int(match["year"]) if match["year"] else day.year + (match["named"] == "明")
    on = _date(year, int(amount(match["month"])), int(amount(match["day"])))
    if on and on < day - _FAR and not match["year"] and not match["named"]:
        return _date(year + 1, on.month, on.day)
    return on


def _in_month(match: re.Match[str], day: date, _: Workdays) -> date | None:
    """28日前, 下月5日前: of this month, of the next where that day has passed."""
    on = _date(*_month(day, _is_next(match)), int(match["day"]))
    return _date(*_month(day, 1), int(match["day"])) if on and on < day else on


def _month_end(match: re.Match[str], day: date, _: Workdays) -> date:
    """月底前, 下月底, 12月底, 12月中旬."""
    third = _THIRDS[match["third"]] if match["third"] else 31
    if match["month"] is None:
        return _in_third(*_month(day, _is_next(match)), third)
    month = min(max(int(amount(match["month"])), 1), 12)
    return _in_third(day.year + (month < day.month), month, third)


def _month_rest(match: re.Match[str], day: date, _: Workdays) -> date:
    return _in_third(*_month(day, _is_next(match)), 31)


def _year_end(match: re.Match[str], day: date, _: Workdays) -> date:
    return date(day.year + (match["named"] == "明"), 12, 31)


def _weekday(match: re.Match[str], day: date, _: Workdays) -> date:
    """周五前, 下周一前: of this week, of the next where that day has passed and no week is named."""
    monday = day - timedelta(days=day.weekday())
    on = monday + timedelta(days=7 * (match["which"] == "下") + _WEEKDAYS[match["weekday"]])
    return on + timedelta(days=7) if on < day and not match["which"] else on


def _week(match: re.Match[str], day: date, _: Workdays) -> date:
    return day + timedelta(days=6 - day.weekday() + 7 * (match["which"] == "下"))


def _span(match: re.Match[str], day: date, workdays: Workdays) -> date:
    """三日内, 5个工作日内, 两周内, 一个月内, 48小时内, counted from the day after."""
    unit = match["unit"]
    if match["count"] == "半":
        return months_after(day, 6) if unit == "年" else day + timedelta(days=15 if unit == "月" else 1)
    count = int(amount(match["count"]))
    if unit == "工作日":
        return workdays(day, count)
    if unit in ("月", "年"):
        return months_after(day, count * (12 if unit == "年" else 1))
    days = -(-count // 24) if unit == "小时" else count * (7 if unit in ("周", "星期") else 1)
    return day + timedelta(days=days)


def _near(match: re.Match[str], day: date, _: Workdays) -> date:
    return day + timedelta(days={"今": 0, "当": 0, "明": 1, "后": 2}[match["which"]])


def _is_next(match: re.Match[str]) -> int:
    return int((match["which"] or "").startswith("下"))


def _month(day: date, later: int) -> tuple[int, int]:
    on = months_after(day.replace(day=1), later)
    return on.year, on.month


def _in_third(year: int, month: int, last: int) -> date:
    """Return that day of a month, the last where it has no such day."""
    first = date(year, month, 1)
    return min(first + timedelta(days=last - 1), months_after(first, 1) - timedelta(days=1))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_PAST = r"(?<![近前去往多过续这])(?<!过去)(?<!最近)"
_READINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date, Workdays], date | None]], ...] = tuple(
    (re.compile(pattern), reading)
    for pattern, reading in (
        (
            rf"(?:(?P<year>\d{{4}})年|(?P<named>[今明])年)?(?<!\d)(?P<month>{_FEW})月(?P<day>{_FEW})[日号]{_BY}",
            _dated,
        ),
        (rf"(?<![\d月]){_MONTH_OF}?月?(?P<day>\d{{1,2}})[日号]{_BY}", _in_month),
        (
            rf"(?<![\d上])(?:{_MONTH_OF}|(?P<month>{_FEW}))?月(?:份)?(?:[底末]|(?P<third>[上中下])旬){_BEFORE_OR_IN}?",
            _month_end,
        ),
        (rf"{_MONTH_OF}月{_WITHIN}", _month_rest),
        (
            rf"{_PAST}(?<![\d一二两三四五六七八九十半])(?P<named>[今本明])?年(?:[底末]{_BEFORE_OR_IN}?|{_WITHIN})",
            _year_end,
        ),
        (rf"(?P<which>[本这下])?个?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天末]){_BEFORE_OR_IN}", _weekday),
        (rf"(?P<which>[本这下])个?(?:周|星期)(?:[内底]|之内|以内)(?:{_BY})?", _week),
        (rf"{_PAST}{_COUNT}个?(?P<unit>工作日|日|天|周|星期|月|年|小时){_WITHIN}", _span),
        (rf"(?P<which>[今当明后])[日天]{_BEFORE_OR_IN}", _near),
    )
)
