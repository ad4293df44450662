"""What is promised about signals and limits: pure functions of dates, states, slips, policy and the moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.feedback.cases import signals
from bulletin.model import Course, FollowUp
from bulletin.settings.calendar import Calendar, read_calendar
from bulletin.settings.follow_ups import Limit, SignalPolicy, end_of

START = datetime.fromisoformat("2026-11-02T09:00:00+08:00")
DUE = datetime.fromisoformat("2026-11-17T23:59:59+08:00")
SECOND = timedelta(seconds=1)


def case(state: str = "assigned", due_at: datetime = DUE, **course: object) -> FollowUp:
    """A case assigned on 2 November, due on the 17th."""
    gone = Course(assigned_at=START, **course)  # type: ignore[arg-type]
    return FollowUp(1, 1, "东山镇", (), "办", due_at, state, START, course=gone)


def shown(one: FollowUp, policy: SignalPolicy, *days: float) -> list[str]:
    """The lights of a case so many days after the start."""
    return [signals.light(one, policy, START + timedelta(days=day)) for day in days]


# 到期制


def test_by_date_blue_is_near_and_red_is_the_second_after() -> None:
    """Blue from three days before the due day on, red in the first second of the next, not in the last of it."""
    policy = SignalPolicy()

    assert shown(case(), policy, 0, 11, 12, 15) == ["none", "none", "blue", "blue"]
    assert [signals.light(case(), policy, DUE + n * SECOND) for n in (0, 1)] == ["blue", "red"]


def test_a_given_hour_is_the_hour() -> None:
    """Due at noon: red a second later, on the due day itself."""
    noon = DUE.replace(hour=12, minute=0, second=0)

    found = [signals.light(case(due_at=noon), SignalPolicy(), noon + n * SECOND) for n in (0, 1)]
    assert found == ["blue", "red"]


def test_a_due_date_at_the_end_of_the_year_keeps_its_last_second() -> None:
    """31 December 23:59:59 is in time; the first second of January is late (the defect of a window that ends on the 30th)."""
    end = end_of(date(2026, 12, 31), START)
    one = case(due_at=end)

    assert end.isoformat() == "2026-12-31T23:59:59+08:00"
    assert [signals.light(one, SignalPolicy(), end + n * SECOND) for n in (0, 1)] == ["blue", "red"]
    assert [signals.timing(one, end + n * SECOND) for n in (0, 1)] == ["", "late"]


def test_yellow_is_behind_or_poor_and_silence_is_broken_by_a_word() -> None:
    """Nothing heard at half the time, or a report returned; a word from the unit takes the first away, red goes before."""
    policy = SignalPolicy(behind_after=0.5)

    assert shown(case(), policy, 7, 8, 16) == ["none", "yellow", "red"]
    assert shown(case(spoken_at=START), policy, 8) == ["none"]
    assert shown(case(is_returned=True), SignalPolicy(), 1) == ["yellow"]
    assert shown(case(is_returned=True), SignalPolicy(yellow_when_returned=False), 1) == ["none"]


@pytest.mark.parametrize("state", ["reported", "shown"])
def test_a_unit_that_has_answered_waits_for_the_office(state: str) -> None:
    """What was answered in time does not turn red while the office looks at it; what was answered late stays red."""
    in_time, late = case(state, answered_at=DUE), case(state, answered_at=DUE + SECOND)

    assert shown(in_time, SignalPolicy(), 100) == ["blue"]
    assert shown(late, SignalPolicy(), 100) == ["red"]
    assert [signals.timing(one, DUE + timedelta(days=50)) for one in (in_time, late)] == ["", "late"]


def test_a_closed_case_is_in_time_or_late_by_the_accepted_report() -> None:
    """按时办结 and 超时办结; neither shows a light, and a case that was not opened has no date to keep."""
    cases = [case("closed", answered_at=moment) for moment in (DUE, DUE + SECOND)]
    later = DUE + timedelta(days=9)

    assert [signals.timing(one, later) for one in cases] == ["closed_in_time", "closed_late"]
    assert [signals.light(one, SignalPolicy(), later) for one in cases] == ["closed", "closed"]
    assert (signals.timing(case("not_opened"), later), signals.light(case("not_opened"), SignalPolicy(), later)) == (
        "",
        "none",
    )


# 逐级


def test_by_steps_an_unanswered_colour_becomes_the_next_after_its_own_date() -> None:
    """蓝 → 橙 → 红, each when it was not answered by its own date; direct orange is orange at once."""
    policy, sent = SignalPolicy("逐级"), START + timedelta(days=5)
    until = sent + timedelta(days=3)

    def after(colour: str, moment: datetime) -> str:
        return signals.light(case(colour=colour, coloured_at=sent, colour_due_at=until), policy, moment)

    assert [after("蓝", until), after("蓝", until + SECOND)] == ["blue", "orange"]
    assert [after("橙", sent), after("橙", until + SECOND)] == ["orange", "red"]
    assert [after("红", sent), after("红", until + SECOND)] == ["red", "red"]


def test_by_steps_an_answer_puts_the_light_out() -> None:
    """A word after the slip is an answer, one before it is not; what is overdue is blue again."""
    policy, sent = SignalPolicy("逐级"), START + timedelta(days=5)
    slip = {"colour": "橙", "coloured_at": sent, "colour_due_at": sent + timedelta(days=3)}

    assert shown(case(spoken_at=sent, **slip), policy, 12) == ["none"]
    assert shown(case(spoken_at=sent - SECOND, **slip), policy, 12) == ["red"]
    assert shown(case(spoken_at=sent, **slip), policy, 16) == ["blue"]
    assert shown(case(), policy, 14, 16) == ["none", "blue"]


# 按月龄


@pytest.mark.parametrize(
    ("start", "turns"),
    [
        ("2026-11-02", ("2026-12-02", "2027-01-02", "2027-02-02")),
        ("2026-12-31", ("2027-01-31", "2027-02-28", "2027-03-31")),
        ("2024-01-30", ("2024-02-29", "2024-03-30", "2024-04-30")),
    ],
)
def test_by_age_the_months_are_those_of_the_calendar(start: str, turns: tuple[str, str, str]) -> None:
    """One, two, three months to the day, at the end of the month where there is no such day; not a day earlier."""
    began = datetime.fromisoformat(f"{start}T09:00:00+08:00")
    one = replace(case(due_at=began + timedelta(days=365)), course=Course(assigned_at=began))
    days = [datetime.fromisoformat(f"{turn}T00:00:00+08:00") for turn in turns]
    policy = SignalPolicy("按月龄")

    assert [signals.light(one, policy, day - SECOND) for day in days] == ["none", "yellow", "orange"]
    assert [signals.light(one, policy, day) for day in days] == ["yellow", "orange", "red"]


@pytest.mark.parametrize("kind", ["到期制", "逐级", "按月龄"])
@given(
    due=st.integers(0, 400),
    slip=st.none() | st.tuples(st.sampled_from("蓝黄橙红"), st.integers(0, 30), st.integers(1, 10)),
    moments=st.lists(st.integers(0, 500 * 24 * 3600), min_size=2, max_size=6),
)
def test_without_news_a_light_only_gets_graver(
    kind: str, due: int, slip: tuple[str, int, int] | None, moments: list[int]
) -> None:
    """Whatever the policy: as time goes by and nothing happens, no light goes back to a milder one."""
    course: dict[str, object] = {}
    if slip:
        colour, day, days = slip
        course = {"colour": colour, "coloured_at": START + timedelta(days=day)}
        course["colour_due_at"] = START + timedelta(days=day + days)
        moments = [max(moment, day * 24 * 3600) for moment in moments]
    one = case(due_at=end_of(START.date() + timedelta(days=due), START), **course)
    policy = SignalPolicy(kind, behind_after=0.5)

    grave = [signals.gravity(signals.light(one, policy, START + n * SECOND)) for n in sorted(moments)]

    assert grave == sorted(grave)


# Working days


@pytest.fixture(scope="module")
def calendar(tmp_path_factory: pytest.TempPathFactory) -> Calendar:
    """The years shipped, without an office's own."""
    return read_calendar(tmp_path_factory.mktemp("office"))


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        # 国庆 2025: off 1 to 8 October, worked Sunday 28 September and Saturday 11 October (国办发明电〔2024〕12号)
        ("2025-09-26", 1, "2025-09-28"),
        ("2025-09-28", 3, "2025-10-09"),
        ("2025-09-30", 1, "2025-10-09"),
        ("2025-09-30", 3, "2025-10-11"),
        ("2025-09-30", 4, "2025-10-13"),
        # 国庆 2026: off 1 to 7 October, worked Sunday 20 September and Saturday 10 October (国办发明电〔2025〕7号)
        ("2026-09-18", 1, "2026-09-20"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2026-09-30", 4, "2026-10-12"),
        # 春节 2025: off 28 January to 4 February, worked Sunday 26 January and Saturday 8 February
        ("2025-01-24", 2, "2025-01-27"),
        ("2025-01-27", 5, "2025-02-10"),
        # 春节 2026: off 15 to 23 February, worked Saturdays 14 and 28
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-02-14", 5, "2026-02-28"),
        ("2026-02-14", 6, "2026-03-02"),
        # over the turn of a year, 元旦 1 to 3 January 2026 off, Sunday the 4th worked
        ("2025-12-31", 1, "2026-01-04"),
    ],
)
def test_working_days_follow_the_real_arrangement(calendar: Calendar, start: str, count: int, due: str) -> None:
    """Holidays do not count, 调休 Saturdays and Sundays do; counted by hand from the notices."""
    assert Limit(count, worked=True).due_on(date.fromisoformat(start), calendar) == date.fromisoformat(due)


def test_plain_days_know_no_holiday(calendar: Calendar) -> None:
    """Fifteen days are fifteen days."""
    assert Limit(15).due_on(date(2025, 9, 26), calendar) == date(2025, 10, 11)


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("2031-10-03", 5, "2031-10-10"),
        ("2031-09-30", 1, "2031-10-06"),  # 国庆节 1 to 3 October, Wednesday to Friday
        ("2030-12-31", 1, "2031-01-02"),
        ("2031-04-30", 1, "2031-05-05"),  # 劳动节 Thursday the 1st, and since 2025 the 2nd
        ("2024-04-30", 1, "2024-05-02"),
    ],
)
def test_a_year_nobody_entered_has_weekends_and_the_holidays_of_every_year(
    tmp_path: Path, start: str, count: int, due: str
) -> None:
    """元旦 1 day, 劳动节 1 day and from 2025 on 2, 国庆节 3 are off though no arrangement is known; the lunar ones are not."""
    due_on = Limit(count, worked=True).due_on(date.fromisoformat(start), read_calendar(tmp_path))

    assert due_on == date.fromisoformat(due)


def test_an_arrangement_says_all_of_its_year(tmp_path: Path) -> None:
    """Where the office's own file arranges a year, it alone decides: 2 May may be worked."""
    (tmp_path / "calendar.toml").write_text('[2031]\noff = ["05-01", "10-01..10-07"]\n', encoding="utf-8")
    calendar = read_calendar(tmp_path)

    assert calendar.is_workday(date(2031, 5, 2)) and not calendar.is_workday(date(2031, 10, 7))
    assert calendar.unarranged(date(2026, 12, 31), date(2032, 1, 1)) == (2027, 2028, 2029, 2030, 2032)
