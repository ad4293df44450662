"""Working days (工作日): weekends, and the yearly holiday arrangement of the State Council as data.

Shipped years lie under ``holidays/``; the office's own ``calendar.toml`` adds years or replaces them. Of a year without
an arrangement weekends are off, and the statutory holidays whose date is the same every year: 元旦 1 day, 劳动节 1 day and from
2025 on 2, 国庆节 3 (全国年节及纪念日放假办法, 国务院令第644号 and 第795号). Those of the lunar year, 清明, and which weekends are worked
instead nobody can tell before the notice: what was reckoned with such a year says so (`Calendar.unarranged`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bulletin.settings.table import Table

CALENDAR_FILE = "calendar.toml"
_SHIPPED = Path(__file__).parent / "holidays"
_DAY = timedelta(days=1)
_SATURDAY = 5
_YEARS = range(2000, 2101)
_EVERY_YEAR = frozenset({(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)})
_SECOND_OF_MAY, _SINCE = (5, 2), 2025
_LONGEST_SPAN = 31
_FORMS = "应如 02-15、02-15..02-23，且在这一年之内"


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked: ``off`` are holidays (放假), ``work`` weekend days worked instead (调休上班)."""

    off: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    def is_workday(self, day: date) -> bool:
        """Tell whether `day` is worked."""
        if day.year not in self.years and _is_holiday_every_year(day):
            return False
        return day in self.work or (day.weekday() < _SATURDAY and day not in self.off)

    def unarranged(self, start: date, end: date) -> tuple[int, ...]:
        """Return the years from that of `start` to that of `end` of which no holiday arrangement is known."""
        return tuple(year for year in range(start.year, end.year + 1) if year not in self.years)

    def workdays_between(self, start: date, end: date) -> int:
        """Return how many working days there are after `start` up to and with `end`; 0 when `end` is not later."""
        days = (start + _DAY * n for n in range(1, (end - start).days + 1))
        return sum(map(self.is_workday, days))

    def add_workdays(self, start: date, count: int) -> date:
        """Return the day that is `count` working days after `start`, which itself does not count."""
        day = start
        while count > 0:
            day += _DAY
            count -= self.is_workday(day)
        return day

    def workday_before(self, day: date) -> date:
        """Return the last working day before `day`."""
        day -= _DAY
        while not self.is_workday(day):
            day -= _DAY
        return day


def _is_holiday_every_year(day: date) -> bool:
    place = (day.month, day.day)
    return place in _EVERY_YEAR or (place == _SECOND_OF_MAY and day.year >= _SINCE)


def read_calendar(root: Path) -> Calendar:
    """Return the working days as the package ships them, over them the office's own file. Raises `SettingsError`."""
    years: dict[int, tuple[frozenset[date], frozenset[date]]] = {}
    own = root / CALENDAR_FILE
    for path in (*sorted(_SHIPPED.glob("*.toml")), *([own] if own.is_file() else [])):
        years |= _years(Table.of_file(path, path.name))
    off = frozenset().union(*(holidays for holidays, _ in years.values()))
    work = frozenset().union(*(worked for _, worked in years.values()))
    return Calendar(off, work, frozenset(years))


def _years(table: Table) -> dict[int, tuple[frozenset[date], frozenset[date]]]:
    """Return for each year of the file its holidays and the weekend days worked. Raises `SettingsError`."""
    found: dict[int, tuple[frozenset[date], frozenset[date]]] = {}
    for year in _YEARS:
        entry = table.table(str(year))
        entry.text("notice", "")
        off, work = _days(entry, "off", year), _days(entry, "work", year)
        if both := sorted(off & work):
            raise entry.wrong("work", f"{both[0]:%m-%d}", "这一天同时写在 off（放假）里，只能留一处")
        entry.finish()
        found |= {year: (off, work)} if off or work else {}
    table.finish()
    return found


def _days(entry: Table, key: str, year: int) -> frozenset[date]:
    """Return the days a list of ``MM-DD`` and ``MM-DD..MM-DD`` names. Raises `SettingsError`."""
    days: set[date] = set()
    for text in entry.texts(key):
        try:
            days |= _span(text, year)
        except ValueError:
            raise entry.wrong(key, text, _FORMS) from None
    return frozenset(days)


def _span(text: str, year: int) -> set[date]:
    """Return the days of one entry. Raises `ValueError`."""
    first, _, last = text.partition("..")
    start, end = _day(first, year), _day(last or first, year)
    if not 0 <= (end - start).days < _LONGEST_SPAN:
        raise ValueError(text)
    return {start + _DAY * n for n in range((end - start).days + 1)}


def _day(text: str, year: int) -> date:
    """Return the day ``MM-DD`` or ``YYYY-MM-DD`` of `year`. Raises `ValueError`."""
    text = text.strip()
    day = date.fromisoformat(text if len(text) > len("02-15") else f"{year}-{text}")
    if day.year != year:
        raise ValueError(text)
    return day
