"""What is promised of the four speeds on the way of one case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bulletin.feedback import speeds
from bulletin.feedback.cases import case_speeds, closing, follow_ups
from bulletin.feedback.cases.closing import Verdict
from bulletin.model import CaseSpeed
from tests.conftest import NewHouse


def test_the_slowest_entry_counts_and_what_is_not_known_is_not_told(new_house: NewHouse, tmp_path: Path) -> None:
    """Of an instruction on a whole issue; over the limit as the office has it; 反馈快 only when the case is closed."""
    house = new_house(tmp_path / "office")
    slow = house.later(hours=30).send(house.article("draft"))
    house.later(hours=31).approve(slow)
    house.later(hours=20).article("approved", title="市财政局预算执行提速增效")
    end = house.later(hours=50)
    said = end.instruction(end.issue("published"))
    wish, clerk = follow_ups.Assignment("东山镇", due_on=date(2026, 11, 25)), house.actor("clerk1")
    case = follow_ups.assign(house.db, house.settings, said.id, wish, clerk, end.at).id

    unclosed = case_speeds.of_case(house.db, house.settings, case)
    assert unclosed == (
        CaseSpeed("发现快", None),
        CaseSpeed("采编快", timedelta(hours=30), is_over=True),
        CaseSpeed("审批快", timedelta(hours=30), is_over=True),
        CaseSpeed("反馈快", None),
    )

    follow_ups.report(house.db, case, "已推广。", True, clerk, end.later(days=2).at)
    closing.judge(house.db, house.settings, case, Verdict(), clerk, end.later(days=9).at)
    assert case_speeds.of_case(house.db, house.settings, case)[3] == CaseSpeed("反馈快", timedelta(days=9))


def test_an_answer_after_its_date_is_over_the_limit(new_house: NewHouse, tmp_path: Path) -> None:
    """What counts is when the answer came, as for 按时办结 and 超时办结."""
    house = new_house(tmp_path / "office")
    said, clerk = house.instruction(house.issue("published")), house.actor("clerk1")
    wish = follow_ups.Assignment("东山镇", due_on=date(2026, 11, 25))
    case = follow_ups.assign(house.db, house.settings, said.id, wish, clerk, house.at).id
    follow_ups.report(house.db, case, "已推广。", True, clerk, house.later(days=6).at)
    closing.judge(house.db, house.settings, case, Verdict(), clerk, house.later(days=6).at)

    speeds = case_speeds.of_case(house.db, house.settings, case)

    assert [one.is_over for one in speeds] == [False, False, False, True]


def test_one_case_is_measured_by_the_rule_of_all(new_house: NewHouse, tmp_path: Path) -> None:
    """The only case of an office has on its way slip what the board says: the same hours, the same overruns, to the second."""
    house = new_house(tmp_path / "office")
    draft = house.article("draft")
    house.later(hours=24).send(draft)
    house.later(hours=24).approve(draft)
    end = house.later(hours=48, seconds=1)
    said, clerk = end.instruction(end.issue("published")), house.actor("clerk1")
    wish = follow_ups.Assignment("东山镇", due_on=date(2026, 11, 25))
    case = follow_ups.assign(house.db, house.settings, said.id, wish, clerk, end.at).id
    follow_ups.report(house.db, case, "已推广。", True, clerk, end.later(days=2).at)
    closing.judge(house.db, house.settings, case, Verdict(), clerk, end.later(days=9).at)

    slip = case_speeds.of_case(house.db, house.settings, case)
    board = speeds.measure_four(house.db, house.settings)

    assert [(one.name, one.is_over) for one in slip] == [(one.name, bool(one.over_limit)) for one in board.values()]
    hours = [round(one.took.total_seconds() / 3600, 1) if one.took else None for one in slip]
    assert hours == [one.worst_hours for one in board.values()]
    assert slip[2].took == timedelta(hours=24, seconds=1)
    assert [one.is_over for one in slip] == [False, False, True, False]


@pytest.mark.parametrize(("seconds", "over"), [(0, 0), (1, 1)])
def test_a_limit_met_to_the_second_is_kept(new_house: NewHouse, tmp_path: Path, seconds: int, over: int) -> None:
    """Sent for review eight hours after reception, where eight are allowed, is in time; a second more is not."""
    house = new_house(tmp_path / "office")
    ruled = replace(house.settings, deadlines=replace(house.settings.deadlines, edited_hours=8))
    draft = house.article("draft")
    house.later(hours=8, seconds=seconds).send(draft)

    assert speeds.measure_four(house.db, ruled)["edited"].over_limit == over
