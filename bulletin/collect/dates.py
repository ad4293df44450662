"""Dates as Chinese sites, feeds and people write them. Our own rule comes before any library's guess.

Libraries read ``2025年2月27日 19:30`` as the first of the current month and a time without zone as UTC (measured), so
`find_date` takes only what is written out in full; a time without zone is the office's own. What a page says relative
to the moment it was fetched (3小时前, 昨天 08:12, 07-31 09:12) is read by `relative_date` alone, against that moment.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime

_BLANKS = re.compile(r"\s+")
_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "Ｏ": 0, "O": 0}
_WRITTEN = re.compile(
    r"(?<![〇○零一二三四五六七八九历])(?<!历 )([一二][〇○零ＯO一二三四五六七八九]{3})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_FIGURES = re.compile(
    r"(?<![\d.])(?P<year>(?:19|20)\d\d)\s*(?:年|(?P<mark>[-/.]))\s*(?P<month>\d{1,2})\s*(?:月|(?P=mark))\s*(?P<day>\d{1,2})(?!\d)\s*(?:日|号)?"
    r"(?:\s*[T,，（(\]】-]?\s*(?:(?:星期|周)[一二三四五六日天期]{1,2}[)）]?\s*)?"
    r"(?P<half>凌晨|早上|上午|中午|下午|晚上|晚)?\s*"
    r"(?:(?P<hour>[01]?\d|2[0-4])\s*(?:[:：]\s*(?P<minute>[0-5]\d)|[时点](?!间)\s*(?P<minutes>[0-5]?\d)?\s*分?)"
    r"(?:[:：]?\s*(?P<second>[0-5]\d)(?!\d)(?:\.\d+)?)?"
    r"\s*(?P<zone>(?:Z|GMT|UTC)\b|[+-]\d\d:?\d\d)?))?"
)
_SHORT_YEAR = re.compile(r"(?<![\d.-])(\d\d)([-/.])(\d\d)\2(\d\d)\s+([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?(?!\d)")
_DAY_FIRST = re.compile(r"(?<![\d.年月/:-])(\d{1,2})\s*((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})月?(?![-/.\d期号])")
_YEAR_APART = re.compile(
    r"(?<![\d.])((?:19|20)\d\d)\s+(\d{1,2})\s*[-/]\s*(\d{1,2})(?!\d)(?:\s+([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?)?"
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTH = r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_CLOCK = r"(?:,?\s+([01]?\d|2[0-3]):([0-5]\d))?"
_ENGLISH = re.compile(
    rf"\b(?:{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?|(\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?)\s+((?:19|20)\d\d)\b{_CLOCK}",
    re.I,
)
_WIDE = str.maketrans("０１２３４５６７８９：／．－", "0123456789:/.-")
_AGO = re.compile(r"(?<!\d)(\d{1,3})\s*(分钟|小时|天|周|个月)(?:之?前)")
_UNITS = {"分钟": timedelta(minutes=1), "小时": timedelta(hours=1), "天": timedelta(days=1), "周": timedelta(weeks=1)}
_NAMED_DAY = re.compile(r"(今天|今日|昨天|昨日|前天)\s*(?:([01]?\d|2[0-3])[:：]([0-5]\d))?")
_DAYS_BACK = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2}
_NO_YEAR = re.compile(
    r"(?<![\d.:：年/-])(\d{1,2})(?:月\s*(\d{1,2})日|[-/](\d{1,2}))(?![\d/.-])\s*(?:([01]?\d|2[0-3])[:：]([0-5]\d))?"
)
_AHEAD = timedelta(days=2)
_IN_ADDRESS = re.compile(r"(?<!\d)(20[0-4]\d)[-/_]?([01]\d)[-/_]?([0-3]\d)(?!\d)")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_MAIL = re.compile(r"\d{1,2} +(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* +\d{2,4} +\d", re.I)


def find_date(text: str, zone: tzinfo) -> datetime | None:
    """Return the first date in `text` as an aware time in `zone` (midnight where no time is given), or None.

    A time that names its own zone is converted; one without is taken as the office's, never as UTC.
    """
    text = _BLANKS.sub(" ", text).translate(_WIDE)
    for match in _FIGURES.finditer(text):
        found = _from_figures(match, zone)
        if found:
            return found
    written = _WRITTEN.search(text)
    if written:
        year, month, day = written.groups()
        return _moment(zone, int("".join(str(_DIGITS[char]) for char in year)), _small(month), _small(day))
    return _from_mail(text, zone) or _from_compact(text, zone) or _from_rare(text, zone)


def relative_date(text: str, at: datetime) -> datetime | None:
    """Return the time `text` states relative to `at` (aware, when the page was fetched), in the zone of `at`, or None.

    3小时前 · 刚刚 · 昨天 08:12 · 07-31 09:12 · 7月31日: a day without a year is the latest one not after `at`.
    """
    ago = _AGO.search(text)
    if ago and ago[2] in _UNITS:
        return (at - int(ago[1]) * _UNITS[ago[2]]).replace(second=0, microsecond=0)
    if re.search(r"刚刚|刚才", text):
        return at.replace(second=0, microsecond=0)
    named = _NAMED_DAY.search(text)
    if named:
        day = at - timedelta(days=_DAYS_BACK[named[1]])
        return day.replace(hour=int(named[2] or 0), minute=int(named[3] or 0), second=0, microsecond=0)
    for match in _NO_YEAR.finditer(text):
        month, day_number, hour, minute = (
            int(part or 0) for part in (match[1], match[2] or match[3], match[4], match[5])
        )
        years = (_moment(at.tzinfo, at.year - back, month, day_number, hour, minute) for back in (0, 1))
        found = next((moment for moment in years if moment and moment <= at + _AHEAD), None)
        if found:
            return found
    return None


def doubt_of_date(found: datetime, at: datetime | None) -> str:
    """Return why a publication time is hardly true, in Chinese, or ''. `at` is when the page was fetched, if known."""
    midnight = (found.hour, found.minute, found.second) == (0, 0, 0)
    if (found.month, found.day) == (1, 1) and midnight:
        return f"发布时间为{found.year}年1月1日零时，可能是网站的默认值，请对照原网页核对"
    if at is not None and found > at + _AHEAD:
        return f"发布时间 {found:%Y-%m-%d} 晚于采集时间，请对照原网页核对"
    return ""


def date_in_address(address: str, zone: tzinfo) -> datetime | None:
    """Return the day a page's address names (``/202607/t20260731_1.html``, ``/2026/0731/``, ``/2026-07/31/``)."""
    found = (_moment(zone, *map(int, match.groups())) for match in _IN_ADDRESS.finditer(address))
    return next(filter(None, found), None)


def _from_figures(match: re.Match[str], zone: tzinfo) -> datetime | None:
    """Return the time of a match of the pattern of figures, or None where it is no day of the calendar or no zone."""
    year, month, day, hour, second = (int(match[part] or 0) for part in ("year", "month", "day", "hour", "second"))
    minute = int(match["minute"] or match["minutes"] or 0)
    if match["half"] in ("下午", "晚上", "晚") and 0 < hour < 12:
        hour += 12
    found = _moment(zone, year, month, day, hour % 24, minute, second)
    if found and match["zone"]:
        offset = re.sub("Z|GMT|UTC", "+0000", match["zone"]).replace(":", "")
        try:
            return datetime.strptime(f"{found:%Y%m%d%H%M%S}{offset}", "%Y%m%d%H%M%S%z").astimezone(zone)
        except (ValueError, OverflowError):
            return None
    return found


def _from_mail(text: str, zone: tzinfo) -> datetime | None:
    """Return an RFC 822 date (``Tue, 14 Apr 2026 00:00:00 +0800``), or None."""
    if not _MAIL.search(text):
        return None
    try:
        found = parsedate_to_datetime(text.strip())
        return found.astimezone(zone) if found.tzinfo else found.replace(tzinfo=zone)
    except (ValueError, OverflowError):
        return None


def _from_compact(text: str, zone: tzinfo) -> datetime | None:
    """Return a date written as eight figures, where it stands alone, or None."""
    match = _COMPACT.fullmatch(text.strip())
    return _moment(zone, *map(int, match.groups())) if match else None


def _from_rare(text: str, zone: tzinfo) -> datetime | None:
    """Return a date in a rarer order: two-figure year with a time, day before year and month, English months, or None."""
    found = _SHORT_YEAR.search(text)
    if found:
        year, month, day = int(found[1]) + 2000, int(found[3]), int(found[4])
        return _moment(zone, year, month, day, *(int(part or 0) for part in found.groups()[4:]))
    found = _YEAR_APART.search(text)
    if found:
        return _moment(zone, *(int(part or 0) for part in found.groups()))
    found = _DAY_FIRST.search(text)
    if found:
        return _moment(zone, int(found[2]), int(found[3]), int(found[1]))
    found = _ENGLISH.search(text)
    if found:
        month, day = _MONTHS.index((found[1] or found[4])[:3].lower()) // 4 + 1, int(found[2] or found[3])
        return _moment(zone, int(found[5]), month, day, int(found[6] or 0), int(found[7] or 0))
    return None


def _moment(zone: tzinfo | None, *parts: int) -> datetime | None:
    """Return the time with these parts in `zone`, or None where there is no such day."""
    year, month, day, hour, minute, second = (*parts, 0, 0, 0)[:6]
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None


def _small(written: str) -> int:
    """Return the value of a Chinese number up to 99 (``二十一``)."""
    tens, ten, ones = written.rpartition("十")
    if not ten:
        return _DIGITS[written] if len(written) == 1 else 0
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)
