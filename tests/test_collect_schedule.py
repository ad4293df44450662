"""When a source is asked again, and when its silence is strange."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from collect_support import ZONE

from bulletin.collect import schedule
from bulletin.collect.schedule import SILENT, Wishes, interval, next_due, silence, usual_gap
from bulletin.errors import SettingsError
from bulletin.model import Pace
from bulletin.settings.calendar import Calendar, read_calendar

CALENDAR = read_calendar(Path("/nonexistent"))
QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def due(
    at: str,
    *,
    floor: timedelta = QUARTER,
    hold: timedelta = timedelta(),
    pace: Pace | None = None,
    gap: timedelta | None = None,
    failures: int = 0,
) -> str:
    found = next_due(moment(at), Wishes(floor, hold, pace or Pace()), gap, failures, CALENDAR)
    return found.isoformat(timespec="minutes")[:16]


def test_the_interval_follows_the_rhythm_of_the_source() -> None:
    """Half the usual gap, never under the source's own least wait, never over a day."""
    assert interval(QUARTER, None) == QUARTER
    assert interval(QUARTER, 4 * HOUR) == 2 * HOUR
    assert interval(QUARTER, timedelta(minutes=1)) == QUARTER
    assert interval(QUARTER, timedelta(days=30)) == timedelta(hours=24)
    assert interval(48 * HOUR, timedelta(days=30)) == 48 * HOUR
    assert interval(timedelta(), 4 * HOUR, 5) == timedelta()


def test_failures_double_the_wait_up_to_a_day() -> None:
    """The wait grows with every failure in a row, and however many there were the source is asked once a day."""
    waits = [interval(QUARTER, None, failures) for failures in (0, 1, 2, 3, 10, 10_000)]

    assert waits == [QUARTER, 2 * QUARTER, 4 * QUARTER, 8 * QUARTER, timedelta(hours=24), timedelta(hours=24)]


def test_the_usual_gap_is_the_median() -> None:
    """One long holiday does not change the rhythm; too few moments are none."""
    start = moment("2026-11-02T09:00")
    moments = [start + HOUR * n for n in (0, 2, 4, 6, 200, 202)]

    assert usual_gap(moments) == 2 * HOUR
    assert usual_gap(moments + moments) == 2 * HOUR
    assert usual_gap(moments[:3]) is None
    assert usual_gap([]) is None


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-20T09:00", "2026-11-20T10:00"),  # a working Friday
        ("2026-11-20T20:30", "2026-11-20T22:30"),  # half an hour of the evening, then the night counts a third
        ("2026-11-20T06:30", "2026-11-20T07:50"),  # the morning is not slept through
        ("2026-11-21T09:00", "2026-11-21T12:00"),  # Saturday
        ("2026-10-10T09:00", "2026-10-10T10:00"),  # a Saturday that is worked (调休)
        ("2026-10-07T09:00", "2026-10-07T12:00"),  # a Wednesday of the national holiday
    ],
)
def test_nights_and_days_off_count_a_third(at: str, expected: str) -> None:
    """An hour's interval stretches at night and on days off, by the State Council's calendar."""
    assert due(at, floor=HOUR) == expected


def test_what_the_server_asks_for_is_obeyed_for_a_day_at_most() -> None:
    """Retry-After, max-age and ttl put the next visit off; a server that asks for a year gets a day."""
    assert due("2026-11-20T09:00", hold=HOUR) == "2026-11-20T10:00"
    assert due("2026-11-20T09:00", pace=Pace(minutes=90)) == "2026-11-20T10:30"
    assert due("2026-11-20T09:00", floor=timedelta(), hold=HOUR) == "2026-11-20T10:00"
    assert due("2026-11-20T09:00", hold=timedelta(days=365)) == "2026-11-21T09:00"
    assert due("2026-11-20T09:00", hold=timedelta(minutes=1)) == "2026-11-20T09:15"


def test_skipped_hours_and_days_are_obeyed() -> None:
    """A feed is left alone in the hours (GMT) and on the days it names, but never for more than a day."""
    assert due("2026-11-20T09:00", pace=Pace(hours=(1, 2, 3))) == "2026-11-20T12:00"
    assert due("2026-11-20T09:00", pace=Pace(days=(4,))) == "2026-11-21T08:00"
    assert due("2026-11-20T09:00", pace=Pace(hours=tuple(range(24)))) == "2026-11-21T09:00"


def test_seconds_do_not_push_a_visit_past_the_next_run() -> None:
    """A job of every quarter of an hour that starts some seconds late still finds the source due."""
    at = moment("2026-11-20T09:00").replace(second=7)

    assert next_due(at, Wishes(QUARTER, timedelta(), Pace()), None, 0, CALENDAR) == moment("2026-11-20T09:15")


@pytest.mark.parametrize("failures", [0, 1, 5, 1000])
@pytest.mark.parametrize("at", ["2026-11-20T09:00", "2026-02-14T20:59", "2026-02-15T00:00", "2026-12-31T23:59"])
def test_every_source_is_due_within_a_day(at: str, failures: int) -> None:
    """Whatever the rhythm, the failures and the server say, a source is asked again after at most a day."""
    pace = Pace(10**6, tuple(range(24)), tuple(range(7)))
    found = due(at, hold=timedelta(days=99), pace=pace, gap=timedelta(days=99), failures=failures)

    assert moment(at) < moment(found) <= moment(at) + schedule.CEILING


def test_a_daily_source_that_stopped_is_silent() -> None:
    """A source with news on every working day is strange after more than three working days without; the words stay."""
    days = [date(2026, 11, day) for day in (2, 3, 4, 5, 6, 9, 10, 11)]

    assert silence(days, date(2026, 11, 16), CALENDAR) == ""
    what = silence(days, date(2026, 11, 17), CALENDAR)
    assert what.startswith(SILENT) and "2026-11-11" in what
    assert silence(days, date(2026, 12, 17), CALENDAR) == what


def test_a_holiday_is_no_silence() -> None:
    """Over the national holiday nobody is missed; counted without a calendar it would be an alarm."""
    days = [date(2026, 9, day) for day in (20, 21, 22, 23, 24, 28, 29, 30)]

    assert silence(days, date(2026, 10, 8), CALENDAR) == ""
    assert silence(days, date(2026, 10, 8), Calendar()) != ""
    assert silence(days, date(2026, 10, 12), CALENDAR) != ""


def test_a_rare_source_has_its_own_measure() -> None:
    """A weekly column is not missed after eight days; a source with few days of news has no rhythm at all."""
    weekly = [date(2026, 9, 1) + timedelta(days=7 * n) for n in range(9)]

    assert silence(weekly, weekly[-1] + timedelta(days=8), CALENDAR) == ""
    assert silence(weekly, weekly[-1] + timedelta(days=40), CALENDAR) != ""
    assert silence(weekly[:5], weekly[-1] + timedelta(days=400), CALENDAR) == ""


def test_dates_in_the_future_hide_no_silence() -> None:
    """An entry dated next year does not make a dead source alive."""
    days = [date(2026, 11, day) for day in (2, 3, 4, 5, 6, 9, 10, 11)]

    assert silence([*days, date(2027, 1, 1)], date(2026, 11, 20), CALENDAR) != ""


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2025-01-26", True),
        ("2025-01-28", False),
        ("2025-02-04", False),
        ("2025-02-05", True),
        ("2025-09-28", True),
        ("2025-10-08", False),
        ("2025-10-11", True),
        ("2026-01-02", False),
        ("2026-01-04", True),
        ("2026-02-14", True),
        ("2026-02-23", False),
        ("2026-02-24", True),
        ("2026-02-28", True),
        ("2026-04-06", False),
        ("2026-05-09", True),
        ("2026-06-19", False),
        ("2026-09-20", True),
        ("2026-09-25", False),
        ("2026-10-10", True),
        ("2026-11-21", False),
    ],
)
def test_the_shipped_arrangements_are_those_of_the_state_council(day: str, worked: bool) -> None:
    """国办发明电〔2024〕12号 and 〔2025〕7号, holidays and the weekend days worked instead."""
    assert CALENDAR.is_workday(date.fromisoformat(day)) is worked


def test_working_days_are_counted_and_added() -> None:
    """Over the national holiday of 2026, with the Saturday that is worked."""
    assert CALENDAR.workdays_between(date(2026, 9, 30), date(2026, 10, 12)) == 4
    assert CALENDAR.workdays_between(date(2026, 10, 12), date(2026, 10, 12)) == 0
    assert CALENDAR.add_workdays(date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert CALENDAR.workday_before(date(2026, 10, 8)) == date(2026, 9, 30)
    assert CALENDAR.years >= {2025, 2026}


def test_an_office_can_write_its_own_year(tmp_path: Path) -> None:
    """``calendar.toml`` adds a year, or replaces one that is shipped; of a year nobody wrote only holidays of every year are known."""
    (tmp_path / "calendar.toml").write_text('[2027]\noff = ["01-01..01-03"]\nwork = ["2027-01-09"]\n', "utf-8")

    own = read_calendar(tmp_path)

    assert not own.is_workday(date(2027, 1, 1)) and own.is_workday(date(2027, 1, 9))
    assert not own.is_workday(date(2026, 10, 1))
    assert not own.is_workday(date(2028, 5, 1)) and own.is_workday(date(2028, 5, 4))


@pytest.mark.parametrize(
    "text",
    [
        '[2027]\noff = ["13-01"]',
        '[2027]\noff = ["02-01..01-01"]',
        '[2027]\noff = ["2026-01-01"]',
        '[2027]\nofff = ["01-01"]',
    ],
)
def test_a_wrong_calendar_is_named(tmp_path: Path, text: str) -> None:
    """A wrong date or key names file, key and value."""
    (tmp_path / "calendar.toml").write_text(text, "utf-8")

    with pytest.raises(SettingsError, match=r"calendar\.toml 中.*2027"):
        read_calendar(tmp_path)
