"""Dates as Chinese sites, feeds and people write them. Our own rule comes before any library's guess.

Libraries read ``2025年2月27日 19:30`` as the first of the current month and a time without zone as UTC (measured), so
only what is written out in full counts; a time without zone is the office's own.
"""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from email.utils import parsedate_to_datetime

_BLANKS = re.compile(r"\s+")
_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "Ｏ": 0, "O": 0}
_WRITTEN = re.compile(
    r"(?<![〇○零一二三四五六七八九])([一二][〇○零ＯO一二三四五六七八九]{3})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_FIGURES = re.compile(
    r"(?<![\d.])(?P<year>(?:19|20)\d\d)\s*(?:年|(?P<mark>[-/.]))\s*(?P<month>\d{1,2})\s*(?:月|(?P=mark))\s*(?P<day>\d{1,2})(?!\d)\s*(?:日|号)?"
    r"(?:\s*[T,，（(]?\s*(?:[星期周][一二三四五六日天期]{1,2}[)）]?\s*)?"
    r"(?P<hour>[01]?\d|2[0-4])\s*[:：时]\s*(?P<minute>[0-5]\d)\s*分?(?:[:：]?\s*(?P<second>[0-5]\d)(?!\d)(?:\.\d+)?)?"
    r"\s*(?P<zone>Z\b|[+-]\d\d:?\d\d)?)?"
)
_IN_ADDRESS = re.compile(r"(?<!\d)(20[0-4]\d)[-/_]?([01]\d)[-/_]?([0-3]\d)(?!\d)")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_MAIL = re.compile(r"\d{1,2} +(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* +\d{2,4} +\d", re.I)


def find_date(text: str, zone: tzinfo) -> datetime | None:
    """Return the first date in `text` as an aware time in `zone` (midnight where no time is given), or None.

    A time that names its own zone is converted; one without is taken as the office's, never as UTC.
    """
    text = _BLANKS.sub(" ", text)
    for match in _FIGURES.finditer(text):
        found = _from_figures(match, zone)
        if found:
            return found
    written = _WRITTEN.search(text)
    if written:
        year, month, day = written.groups()
        return _moment(zone, int("".join(str(_DIGITS[char]) for char in year)), _small(month), _small(day))
    return _from_mail(text, zone) or _from_compact(text, zone)


def date_in_address(address: str, zone: tzinfo) -> datetime | None:
    """Return the day a page's address names (``/202607/t20260731_1.html``, ``/2026/0731/``, ``/2026-07/31/``)."""
    found = (_moment(zone, *map(int, match.groups())) for match in _IN_ADDRESS.finditer(address))
    return next(filter(None, found), None)


def _from_figures(match: re.Match[str], zone: tzinfo) -> datetime | None:
    """Return the time of a match of the pattern of figures, or None where it is no day of the calendar or no zone."""
    year, month, day, hour, minute, second = (
        int(match[part] or 0) for part in ("year", "month", "day", "hour", "minute", "second")
    )
    found = _moment(zone, year, month, day, hour % 24, minute, second)
    if found and match["zone"]:
        offset = match["zone"].replace("Z", "+0000").replace(":", "")
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


def _moment(zone: tzinfo, *parts: int) -> datetime | None:
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
