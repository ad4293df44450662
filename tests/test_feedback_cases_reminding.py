"""What is promised about reminding: who is to be reminded on which day, whatever was sent before, and in which words."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin import store
from bulletin.feedback.cases import follow_ups, instructions, reminding
from bulletin.feedback.cases.follow_ups import Assignment
from bulletin.model import Course, FollowUp, SentSlip
from bulletin.settings import FollowUpRules
from tests.conftest import House, NewHouse

START = datetime.fromisoformat("2026-11-20T09:00:00+08:00")
DUE = datetime.fromisoformat("2026-11-30T23:59:59+08:00")
RULES = FollowUpRules()
DAY = timedelta(days=1)


def case(**course: object) -> FollowUp:
    """A case assigned on 20 November, due on the 30th."""
    gone = Course(assigned_at=START, **course)  # type: ignore[arg-type]
    return FollowUp(1, 1, "东山镇", (), "办", DUE, "assigned", START, course=gone)


def slip(day: int, colour: str = "", answer_days: int = 3) -> SentSlip:
    """A reminder sent so many days after the start."""
    at = START + day * DAY
    due_at = at.replace(hour=23, minute=59, second=59) + answer_days * DAY if colour else None
    kind = "colour" if colour else "remind"
    return SentSlip(1, 1, kind, 2026, 1, colour, "承办单位", "请", due_at, DUE, "clerk1", "", at)


def is_due(sent: list[SentSlip], day: int) -> bool:
    """Whether the case is to be reminded on that day, when these slips were sent before."""
    last = max((one.at for one in sent), default=None)
    one, at = case(reminders=len(sent), reminded_at=last), START + day * DAY
    return reminding.is_due(one, reminding.stage_number(one, sent, RULES, at), RULES, at)


@given(early=st.lists(st.integers(0, 10), max_size=6), late=st.lists(st.integers(11, 60), max_size=4))
def test_a_reminder_before_the_date_never_counts_as_one_after_it(early: list[int], late: list[int]) -> None:
    """Past its date a case is to be reminded on the same days whether or not it was reminded of before the date."""
    sent_late = [slip(day) for day in sorted(late)]
    sent = [*(slip(day) for day in sorted(early)), *sent_late]

    for day in range(max([10, *late]) + 1, 75):
        assert is_due(sent, day) == is_due(sent_late, day), day


@given(early=st.lists(st.integers(0, 10), max_size=6))
def test_what_is_overdue_and_was_not_reminded_of_since_burns_every_day(early: list[int]) -> None:
    """From the first day past its date until somebody reminds: 逾期而没有催过的，从逾期的那一级起."""
    sent = [slip(day) for day in early]

    assert all(is_due(sent, day) for day in range(11, 60))


@given(days=st.lists(st.integers(0, 40), min_size=1, max_size=8))
def test_nothing_is_due_twice_a_day_nor_before_its_stage(days: list[int]) -> None:
    """On the day of a reminder nothing more is due; before the first stage nothing is; the last is repeated after 7 days."""
    sent = [slip(day) for day in sorted(days)]
    last = max(days)

    assert not is_due(sent, last)
    assert not any(is_due(sent, day) for day in range(last, 7))
    assert is_due(sent, max(last, 15) + 7)


@given(
    sent_on=st.integers(0, 30),
    answer_days=st.integers(1, 9),
    heard_on=st.none() | st.integers(0, 40),
    day=st.integers(0, 60),
)
def test_a_colour_slip_without_an_answer_burns_after_its_own_date(
    sent_on: int, answer_days: int, heard_on: int | None, day: int
) -> None:
    """Each day from the one after the date to answer by, until something is heard; what is heard before the slip is none."""
    sent = slip(sent_on, "橙", answer_days)
    spoken = None if heard_on is None else START + heard_on * DAY + timedelta(hours=1)
    one = case(
        reminders=1, reminded_at=sent.at, colour="橙", coloured_at=sent.at, colour_due_at=sent.due_at, spoken_at=spoken
    )
    at = START + day * DAY

    is_silent = heard_on is None or heard_on < sent_on
    assert reminding.is_unanswered(one, at) == (is_silent and day > sent_on + answer_days)
    if reminding.is_unanswered(one, at):
        assert reminding.is_due(one, 1, RULES, at)
        assert "橙色督查单要求" in reminding.words_now(one, RULES.stages[1], RULES, at)


@pytest.mark.parametrize(("colour", "word"), [("蓝", "加快"), ("橙", "主要负责人督促"), ("红", "亲自过问")])
def test_a_colour_slip_before_the_date_says_how_it_is_meant(colour: str, word: str) -> None:
    """Not “请按时反馈”, and nothing of being overdue."""
    words = reminding.words_now(case(), RULES.stages[0], RULES, START, colour)

    assert word in words
    assert "按时" not in words
    assert "逾期" not in words


@pytest.fixture(scope="module")
def told(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """A published issue with an instruction on it."""
    house = new_house(tmp_path_factory.mktemp("told"))
    words = instructions.Words("市长", "请市农业农村局总结推广。", "办理")
    instructions.record(house.db, (house.issue("published"), None), words, house.actor("clerk1"), house.at)
    return house


def test_a_case_reminded_early_burns_when_it_is_overdue(told: House, tmp_path: Path, new_house: NewHouse) -> None:
    """Two reminders nine days before the date; the day after it the head of the unit is to be reminded."""
    house = new_house(tmp_path / "office", told)
    clerk, db, settings = house.actor("clerk1"), house.db, house.settings
    wish = Assignment("市农业农村局", due_on=date(2026, 11, 30))
    made = follow_ups.assign(db, settings, 1, wish, clerk, house.at)
    for hours in (24, 25):
        follow_ups.remind(db, settings, made.id, "", clerk, house.later(hours=hours).at)

    assert reminding.burning(db, settings, house.later(days=2).at) == []
    (due,) = reminding.burning(db, settings, house.later(days=11).at)
    assert (due.number, due.stage.to) == (3, "承办单位主要负责人")
    assert "已超过办理时限" in due.stage.words


def test_an_unanswered_orange_slip_burns(told: House, tmp_path: Path, new_house: NewHouse) -> None:
    """To be answered in three days and not answered: on the fourth the case is to be reminded, and the words say why."""
    house = new_house(tmp_path / "office", told)
    clerk, db, settings = house.actor("clerk1"), house.db, house.settings
    wish = Assignment("市农业农村局", due_on=date(2026, 12, 20))
    made = follow_ups.assign(db, settings, 1, wish, clerk, house.at)
    follow_ups.remind(db, settings, made.id, "", clerk, house.at, "橙")
    (sent,) = [one for one in store.slips.of_follow_up(db, made.id) if one.colour]

    assert sent.due_at is not None
    assert reminding.burning(db, settings, sent.due_at) == []
    (due,) = reminding.burning(db, settings, house.later(days=4).at)
    assert due.stage.words.startswith("橙色督查单要求2026年11月23日前答复，至今没有答复。")
