"""Dates on list pages: beside, inside or before a link, split over elements, without a year, in Chinese or English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from itertools import pairwise

from bulletin.collect.dates import find_date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_WHOLE_TEXT = (
    r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?"
    r"(?:\s*[T ]?\s*[（(]?(?:星期.|周.)?[)）]?\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?"
)
_LABEL_TEXT = (
    r"(?:(?:信息|文章)?(?:发布|更新|公开|公示|发文|发表|录入|上传|添加|上网|刊发|创建)?(?:时间|日期|于)?"
    r"|date|posted|published|on)\s*[:：]?"
)
WHOLE = re.compile(_WHOLE_TEXT)
_PURE = re.compile(
    rf"[\W_]*(?:{_LABEL_TEXT})?\s*[\W_]*(?:{_WHOLE_TEXT}|(?:19|20)\d{{6}}|\d\d[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}\s*[-/.月]\s*\d{{1,2}}\s*日?(?:\s+\d{{1,2}}:\d\d)?"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?(?:\s+(?:19|20)\d\d)?|\d{{1,2}}\s+{_MONTH},?(?:\s+(?:19|20)\d\d)?"
    r"|(?:今天|昨天|前天)(?:\s*\d{1,2}[:：]\d\d)?|\d{1,3}\s*(?:分钟|小时|天)前|刚刚)[\W_]*",
    re.I,
)

DAY_LIKE = re.compile(
    r"\d\s*[-/.年月日]\s*\d|\d\s*[月日]|\b(?:19|20)\d{6}\b|^\D{0,2}\d{1,2}\D{0,2}$|前|" + _MONTH, re.I
)
"""Found in every short piece of text with a figure that could be a date or most of one."""

HINT = re.compile(rf"\d|今天|昨天|前天|刚刚|^\W*{_MONTH}\W*$", re.I)
"""Found in every piece of text that could be a date or part of one."""

_FRAGMENT = re.compile(
    r"[\W_]*(?:\d{1,2}\s*[日月]?|(?:19|20)\d\d\s*年?|(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*月?|\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|"
    + _MONTH
    + r"(?:\s+(?:19|20)\d\d)?)[\W_]*",
    re.I,
)
_OTHER_DAY = re.compile(r"截止|截至|有效期|实施|施行|成文|生成|签署|印发|开始|结束|报名|落款|失效|废止|会议时间")
_TRAILING = re.compile(
    rf"\s*(?:[\[【(（<]\s*(?:{_WHOLE_TEXT}|\d{{1,2}}[-/.]\d{{1,2}})\s*[\]】)）>]|\s(?:19|20)\d\d[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?:\s+\d{{1,2}}:\d\d(?::\d\d)?)?)\s*$"
)
_LEADING = re.compile(
    rf"^\s*(?:[\[【(（<]\s*(?:{_WHOLE_TEXT}|\d{{1,2}}[-/.]\d{{1,2}})\s*[\]】)）>]|(?:19|20)\d\d[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?=\s))\s*(?=\S)"
)
_SHORT_YEAR = re.compile(r"(?<!\d)(\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_MONTH_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*日?")
_AGO = re.compile(r"(\d{1,3})\s*(分钟|小时|天)前")
_RELATIVE = {"今天": 0, "刚刚": 0, "昨天": 1, "前天": 2}
_UNITS = {"分钟": "minutes", "小时": "hours", "天": "days"}
_ENGLISH = re.compile(
    rf"({_MONTH})\s+(\d{{1,2}})(?:st|nd|rd|th)?\b,?(?:\s+((?:19|20)\d\d))?|(\d{{1,2}})\s+({_MONTH}),?(?:\s+((?:19|20)\d\d))?",
    re.I,
)
_SPLIT = (
    re.compile(r"(?<!\d)(?P<d>\d{1,2})\s*日?\s+(?P<y>(?:19|20)\d\d)\s*[-/.年]\s*(?P<m>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*日?\s+(?P<y>(?:19|20)\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)\s*年?\s+(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)\s*[-/.年]\s*(?P<m>\d{1,2})\s*月?\s+(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)\s*年?\s+(?P<m>\d{1,2})\s*月?\s+(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})\s*日?\s+(?P<m>\d{1,2})\s*月?\s+(?P<y>(?:19|20)\d\d)(?!\d)"),
    re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})\s+(?P<n>{_MONTH})(?:,?\s+(?P<y>(?:19|20)\d\d))?", re.I),
    re.compile(rf"(?P<n>{_MONTH})\s+(?P<d>\d{{1,2}})(?!\d)(?:,?\s+(?P<y>(?:19|20)\d\d))?", re.I),
    re.compile(r"(?<!\d)(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})\s*日?\s+(?P<m>\d{1,2})\s*月(?!\d)"),
)
_MONTH_IN_ADDRESS = re.compile(
    r"(?<!\d)(20[0-4]\d)(?:[-/_](0?[1-9]|1[0-2])(?!\d)|[-/_]?(0[1-9]|1[0-2])(?:[0-3]\d)?(?!\d))"
)
_LABEL = re.compile(r"(?:发布|更新|公开|公示|发文|发表|录入|上传|时间|日期)\s*[:：]|posted|published|\bdate\b", re.I)
_ABOUT = re.compile(r"来源|浏览|点击|阅读|访问|作者|编辑|发布|次数|views?\b|source", re.I)
_LAST_DAY = re.compile(
    rf"(?:^|(?<=[\s:：|]))(?:\d\d[-/.]\d\d[-/.]\d\d|\d{{1,2}}[-/月]\d{{1,2}}日?(?:\s+\d{{1,2}}:\d\d)?|{_MONTH}\s+\d{{1,2}},?\s+20\d\d|\d{{1,2}}\s+{_MONTH}\s+20\d\d)\W*$|"
    rf"[\[(（]\d{{1,2}}[-/]\d{{1,2}}[\])）]\s*$",
    re.I,
)
_LONGEST_LINE, _LONGEST_REST = 60, 12
_AHEAD, _DISORDER, _LATELY, _MOST_PINNED = timedelta(days=2), timedelta(days=20), timedelta(days=60), 5


@dataclass(frozen=True, slots=True)
class Stated:
    """A day as a list states it: a whole date, or month and day with ``year`` 0; ``when`` holds the time of day too."""

    month: int
    day: int
    year: int = 0
    when: datetime | None = None


def is_day(text: str) -> bool:
    """Tell whether a piece of text is a day, marks and a label aside."""
    return len(text) <= _LONGEST_LINE and HINT.search(text) is not None and _PURE.fullmatch(text) is not None


def stated_day(pieces: Sequence[str], at: datetime, zone: tzinfo) -> Stated | None:
    """Return the day the pieces of text around a link state, or None; `at` is the time of fetching."""
    pieces = [piece for piece in pieces if HINT.search(piece)]
    if not pieces:
        return None
    short = [piece for piece in pieces if len(piece) <= _LONGEST_LINE]
    own = [piece for piece in short if not _OTHER_DAY.search(piece)]
    for lines in (own, short):
        alone = [found for piece in lines if is_day(piece) and (found := _of_piece(piece, at, zone))]
        pure = _latest_of(alone, at) if lines is own else next(iter(alone), None)
        if pure and pure.year:
            return pure
        split = _split(lines)
        found = (split if split and split.year else None) or pure or split or _labelled(lines, at, zone)
        if found:
            return found
    return _at_edge(pieces, zone)


def is_day_alone(text: str) -> bool:
    """Tell whether a piece of text says nothing but a day, a part of one, or a labelled one."""
    if len(text) > _LONGEST_LINE or not HINT.search(text):
        return False
    return bool(_PURE.fullmatch(text) or _FRAGMENT.fullmatch(text) or _LABEL.match(text))


def day_in_title(title: str, at: datetime, zone: tzinfo) -> tuple[str, Stated | None]:
    """Return a title without the bracketed or figure date at its end or beginning, and that date."""
    for pattern in (_TRAILING, _LEADING):
        match = pattern.search(title)
        if match and (found := _of_piece(match.group(), at, zone)) and len(title) - len(match.group()) >= 2:
            return pattern.sub("", title).strip(), found
    return title, None


def resolved(
    stated: Sequence[Stated | None], addresses: Sequence[str], at: datetime, zone: tzinfo
) -> list[datetime | None]:
    """Return the days with their years, in the order of the list; one without a year never lies after `at`.

    Lists run from new to old. A year comes from the link's address where that names one, else from the order: some
    items at the top may be pinned and stand outside it.
    """
    days = [_with_year(day, address, at) if day else None for day, address in zip(stated, addresses, strict=True)]
    bare = [number for number, day in enumerate(days) if day and not day.year]
    firsts = [_latest(day, at) for number in bare if (day := days[number])]
    pinned = _pinned(firsts)
    years = dict(zip(bare, firsts[:pinned] + _descending(firsts[pinned:]), strict=True))
    found: list[datetime | None] = []
    for number, day in enumerate(days):
        whole = years.get(number) or (day and _date(day.year, day.month, day.day))
        when = day.when if day else None
        found.append(when or (datetime(whole.year, whole.month, whole.day, tzinfo=zone) if whole else None))
    return found


def _of_piece(piece: str, at: datetime, zone: tzinfo) -> Stated | None:
    """Return the day one piece of text names."""
    if WHOLE.search(piece) or re.search(r"(?<!\d)(?:19|20)\d{6}(?!\d)", piece):
        when = find_date(WHOLE.search(piece).group() if WHOLE.search(piece) else re.sub(r"\D", "", piece), zone)  # type: ignore[union-attr]
        return Stated(when.month, when.day, when.year, when) if when else None
    ago = _AGO.search(piece)
    if ago:
        return _of_day(at - timedelta(**{_UNITS[ago[2]]: int(ago[1])}))
    for word, days in _RELATIVE.items():
        if word in piece:
            return _of_day(at - timedelta(days=days))
    short = _SHORT_YEAR.search(piece)
    if short:
        return _checked(2000 + int(short[1]), int(short[2]), int(short[3]))
    english = _ENGLISH.search(piece)
    if english:
        name, day, year = (english[1], english[2], english[3]) if english[1] else (english[5], english[4], english[6])
        return _checked(int(year or 0), _month_of(name), int(day))
    bare = _MONTH_DAY.search(piece)
    return _checked(0, int(bare[1]), int(bare[2])) if bare else None


def _latest_of(days: Sequence[Stated], at: datetime) -> Stated | None:
    """Return the last of several days that does not lie ahead: a text is published after it was signed."""
    limit = (at + _AHEAD).date()
    past = [day for day in days if day.year and (_date(day.year, day.month, day.day) or limit) <= limit]
    return max(past, key=lambda day: (day.year, day.month, day.day)) if past else next(iter(days), None)


def _of_day(when: datetime) -> Stated:
    return Stated(when.month, when.day, when.year)


def _checked(year: int, month: int, day: int) -> Stated | None:
    """Return the day with these parts where the calendar has it (any leap year where none is given)."""
    return Stated(month, day, year) if _date(year or 2024, month, day) else None


def _month_of(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _labelled(pieces: Sequence[str], at: datetime, zone: tzinfo) -> Stated | None:
    """Return the date of the first line that is about the publication and no sentence about something else."""
    for piece in pieces:
        found = WHOLE.search(piece)
        last = None if found else _LAST_DAY.search(piece)
        if last and (_ABOUT.search(piece) or _LABEL.search(piece)):
            return _of_piece(last.group(), at, zone)
        if not found or not (_LABEL.search(piece[: found.start()]) or _is_line(piece, found)):
            continue
        when = find_date(found.group(), zone)
        if when:
            return Stated(when.month, when.day, when.year, when)
    return None


def _is_line(piece: str, found: re.Match[str]) -> bool:
    """Tell whether a date has little beside it, or beside it what stands in a line about the publication."""
    rest = piece[: found.start()] + piece[found.end() :]
    return len(rest) <= _LONGEST_REST or _ABOUT.search(rest) is not None


def _split(pieces: Sequence[str]) -> Stated | None:
    """Return the day written over several neighbouring elements: ``31`` ``2026-08``."""
    runs = " ".join(piece.strip(" []【】()（）/|") if _FRAGMENT.fullmatch(piece) else "\n" for piece in pieces)
    for pattern in _SPLIT:
        match = pattern.search(runs)
        if match:
            parts = match.groupdict()
            month = _month_of(parts["n"]) if parts.get("n") else int(parts["m"])
            found = _checked(int(parts.get("y") or 0), month, int(parts["d"]))
            if found:
                return found
    return None


def _at_edge(pieces: Sequence[str], zone: tzinfo) -> Stated | None:
    """Return the whole date with which a longer piece begins or ends."""
    for piece in pieces:
        for pattern in (_TRAILING, _LEADING):
            match = pattern.search(piece)
            whole = WHOLE.search(match.group()) if match else None
            when = find_date(whole.group(), zone) if whole else None
            if when:
                return Stated(when.month, when.day, when.year, when)
    return None


def _with_year(day: Stated, address: str, at: datetime) -> Stated:
    """Return the day with the year its link's address names, where the two agree and it does not lie ahead."""
    match = None if day.year else _MONTH_IN_ADDRESS.search(address)
    if not match:
        return day
    year, month = int(match[1]), int(match[2] or match[3])
    year -= month == 1 and day.month == 12
    whole = _date(year, day.month, day.day)
    return Stated(day.month, day.day, year) if whole and whole <= (at + _AHEAD).date() else day


def _latest(day: Stated, at: datetime) -> date:
    """Return the last such day that does not lie ahead of `at` (of 29 February the last there was)."""
    limit = (at + _AHEAD).date()
    days = (_date(limit.year - back, day.month, day.day) for back in range(9))
    return next((found for found in days if found and found <= limit), limit)


def _pinned(days: Sequence[date]) -> int:
    """Return how many days at the top of a list stand outside its order: below them it begins as late as any of them."""
    tops = (
        top for top in range(min(_MOST_PINNED, len(days) // 2) + 1) if not top or days[top] >= max(days[:top]) - _LATELY
    )
    return min(tops, key=lambda top: (_wraps(days[top:]), top))


def _wraps(days: Sequence[date]) -> int:
    """Return how many times the days of a list jump forward, as they do where the year before begins."""
    return sum(1 for before, after in pairwise(days) if after > before + _DISORDER)


def _descending(days: Sequence[date]) -> list[date]:
    """Return the days with years taken off wherever they would jump forward."""
    found: list[date] = []
    for day in days:
        while (
            found
            and day > found[-1] + _DISORDER
            and (earlier := _date(day.year - 1, day.month, min(day.day, 28) if day.month == 2 else day.day))
        ):
            day = earlier
        found.append(day)
    return found


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
