"""When a report says it happened and was heard of, against what was entered: who contradicts his own source is told so.

What a text says is a reminder, never a reason to refuse: it may be wrong itself. 许 and 左右 give ten minutes, an hour without
minutes the whole of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bulletin.desk.urgent import elements
from bulletin.model import Incident
from bulletin.settings import Settings
from bulletin.text.numerals import amount

_NUMERAL = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_DAY = (
    r"(?:(?:(?P<year>\d{4})[年\-/.])?(?P<month>\d{1,2})[月\-/.](?P<day>\d{1,2})日?|(?P<only>\d{1,2})日"
    r"|(?P<near>[今昨前])[日天]?)?"
)
_PART = r"[\s,、T]*(?P<part>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|夜间|深夜|晨|晚)?\s*"
_HOUR = rf"(?<!\d)(?P<hour>{_NUMERAL})(?:[时点](?:(?P<minute>{_NUMERAL})分|(?P<half>半))?|:(?P<after>\d\d))(?P<about>许|左右)?"
_MOMENT = re.compile(_DAY + _PART + _HOUR)
_LATE_PARTS = frozenset(("下午", "傍晚", "晚上", "晚间", "夜间", "深夜", "晚"))
_NEAR = {"今": 0, "昨": 1, "前": 2}
_NOON, _EVENING = 12, 5
_SLACK = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Written:
    """A time as a text writes it: its words, and the first and the last moment they can mean."""

    words: str
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A time that was entered and the other one the item writes: ``name`` is 事发时间 or 接报时间."""

    name: str
    entered: datetime
    item_id: int
    words: str


def contradictions(incident: Incident, settings: Settings) -> list[Contradiction]:
    """Return where the times entered are not those of the first report, the event first."""
    times = {"事发时间": incident.rating.event_at, "接报时间": incident.rating.heard_at}
    found = []
    for report in incident.reports[:1]:
        text, received_on = f"{report.title}\n{report.text}", report.received_at.astimezone(settings.zone).date()
        for name, entered in times.items():
            local = entered.astimezone(settings.zone) if entered else None
            told = written(text, name, local, received_on) if local else None
            if local and told and not told.first <= local <= told.last:
                found.append(Contradiction(name, local, report.item_id, told.words))
    return found


def written(text: str, name: str, entered: datetime, received_on: date) -> Written | None:
    """Return the time a text gives for an element, None where it gives none.

    A day without year or month is the last such day up to `received_on`; an hour without a day is taken as of the day `entered`.
    """
    shown = elements.found(text).get(name)
    if not shown:
        return None
    start = text.index(shown)
    moments = (match for match in _MOMENT.finditer(elements.plain_marks(text)) if match.end() > start)
    match = next(moments, None)
    if match is None or match.start("hour") >= start + len(shown):
        return None
    try:
        day = _day(match, received_on) or entered.date()
        first = datetime(day.year, day.month, day.day, *_clock(match), tzinfo=entered.tzinfo)
    except ValueError:
        return None
    length = timedelta(minutes=1 if _has_minutes(match) else 60) - timedelta(seconds=1)
    slack = _SLACK if match["about"] else timedelta()
    return Written(text[match.start() : match.end()].strip(" \u3000\n，,、"), first - slack, first + length + slack)


def _has_minutes(match: re.Match[str]) -> bool:
    return bool(match["minute"] or match["after"] or match["half"])


def _clock(match: re.Match[str]) -> tuple[int, int]:
    """Return hour and minute, 0 to 23 and 0 to 59 where they are right."""
    hour, minute = int(amount(match["hour"])), match["minute"] or match["after"]
    is_late = match["part"] in _LATE_PARTS and (hour >= _EVENING or match["part"] == "下午")
    minutes = int(amount(minute)) if minute else 30 if match["half"] else 0
    return (hour + _NOON if is_late and hour < _NOON else hour), minutes


def _day(match: re.Match[str], received_on: date) -> date | None:
    """Return the day that is written, None for none. Raises `ValueError` for one that is in no calendar."""
    if match["near"]:
        return received_on - timedelta(days=_NEAR[match["near"]])
    if match["only"]:
        day = received_on.replace(day=int(match["only"]))
        return day if day <= received_on else (received_on.replace(day=1) - timedelta(days=1)).replace(day=day.day)
    if not match["month"]:
        return None
    day = date(int(match["year"] or received_on.year), int(match["month"]), int(match["day"]))
    return day if match["year"] or day <= received_on else day.replace(year=day.year - 1)
