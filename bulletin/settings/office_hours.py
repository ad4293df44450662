"""Office hours (办公时间): how long something took, and when it is due, in the hours of working days."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from bulletin.settings.calendar import Calendar
from bulletin.settings.table import Table

_FORM = '应如 ["08:00-12:00", "14:00-18:00"]，前后不相交'
USUAL = ("08:00-12:00", "14:00-18:00")


NEARLY = 0.75
"""The share of its time after which a piece shows a yellow light."""


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The spans of a working day in which the office works, in order; times of the office's zone."""

    spans: tuple[tuple[time, time], ...] = ((time(8), time(12)), (time(14), time(18)))
    calendar: Calendar = field(default_factory=Calendar)

    def due_at(self, start: datetime, hours: float) -> datetime:
        """Return the moment at which `hours` of office hours have gone by since `start`."""
        left = timedelta(hours=hours)
        day = start.date()
        while True:
            for opens, closes in self._of(day, start):
                opens = max(opens, start)
                if opens < closes and left <= closes - opens:
                    return opens + left
                left -= max(closes - opens, timedelta())
            day += timedelta(days=1)

    def between(self, start: datetime, end: datetime) -> float:
        """Return how many office hours lie between the two moments; 0 where `end` is not later."""
        days = range(max((end.date() - start.date()).days + 1, 0))
        spans = (span for n in days for span in self._of(start.date() + timedelta(days=n), start))
        worked = (min(closes, end) - max(opens, start) for opens, closes in spans)
        return sum((span.total_seconds() for span in worked if span > timedelta()), 0.0) / 3600

    def light(self, since: datetime, due_at: datetime | None, at: datetime) -> str:
        """Return green, yellow when three quarters of the office hours are gone, red when it is late, '' without a limit."""
        if due_at is None:
            return ""
        if at > due_at:
            return "red"
        return "yellow" if self.between(since, at) >= NEARLY * self.between(since, due_at) else "green"

    def _of(self, day: date, like: datetime) -> list[tuple[datetime, datetime]]:
        """Return the spans of a day, in the zone of `like`; none where it is not worked."""
        spans = self.spans if self.calendar.is_workday(day) else ()
        return [(_at(day, opens, like), _at(day, closes, like)) for opens, closes in spans]


def _at(day: date, moment: time, like: datetime) -> datetime:
    return datetime.combine(day, moment, like.tzinfo)


def read_office_hours(table: Table, calendar: Calendar, key: str = "office_hours") -> OfficeHours:
    """Return the office hours below `key`. Raises `SettingsError`."""
    texts = table.texts(key, USUAL)
    spans = tuple(_span(table, key, text) for text in texts)
    moments = [moment for span in spans for moment in span]
    if not spans or any(one >= other for one, other in pairwise(moments)):
        raise table.wrong(key, list(texts), _FORM)
    return OfficeHours(spans, calendar)


def _span(table: Table, key: str, text: str) -> tuple[time, time]:
    opens, _, closes = text.partition("-")
    try:
        return time.fromisoformat(opens.strip()), time.fromisoformat(closes.strip())
    except ValueError:
        raise table.wrong(key, text, _FORM) from None
