"""What is promised of one case walked to its end: two returns, an extension, a red signal, a new instruction, 办结; and of its slips."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from conftest import House, NewHouse

from bulletin import store
from bulletin.errors import NotFound, RefusedAction
from bulletin.feedback import speeds
from bulletin.feedback.cases import closing, follow_ups, instructions, opening, reminding, signals, slips
from bulletin.feedback.cases.closing import Verdict
from bulletin.model import FollowUp, Trail
from bulletin.press import compose

FIRST = "请农业农村局牵头、财政局配合，总结推广东山镇做法，十二月五日前报结果。"
AGAIN = "所报情况很好，请再核实明年种植面积后报我。"


class Walk:
    """The office with one long case, step by step, and what was seen on the way."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.lights: list[tuple[str, str, str]] = []

    def at(self, moment: str) -> House:
        """Return the office at a moment of 2026, or of 2027."""
        year = 2027 if moment < "03" else 2026
        return House(self.house.settings, self.house.db, datetime.fromisoformat(f"{year}-{moment}:00+08:00"))

    def see(self, case_id: int, moment: str) -> FollowUp:
        """Note the state and light of a case at a moment."""
        case, now = store.follow_ups.get(self.house.db, case_id), self.at(moment)
        self.lights.append((moment, case.state, follow_ups.signal(case, now.settings, now.at)))
        return case


def _walk(walk: Walk) -> tuple[FollowUp, FollowUp]:
    db, settings = walk.house.db, walk.house.settings
    clerk = walk.house.actor("clerk1")
    issue, entry = compose.find_entry(db, "政务信息/2026/1#1")
    now = walk.at("11-20T16:00").at
    said = instructions.record(db, (issue, entry.id), instructions.Words("市长", FIRST), clerk, now, settings.lists)
    wish = follow_ups.Assignment("市农业农村局", ("市财政局",), "总结推广东山镇做法", date(2026, 12, 5), mode="交办")
    case = follow_ups.assign(db, settings, said.id, wish, clerk, walk.at("11-20T17:30").at).id
    follow_ups.receive(db, case, "", clerk, walk.at("11-21T09:00").at)
    walk.see(case, "11-28T09:00")
    follow_ups.report(db, case, "已召开现场会。", False, clerk, walk.at("11-28T10:00").at)
    follow_ups.report(db, case, "已安排推广资金120万元。", True, clerk, walk.at("11-29T10:00").at, "市财政局")
    reminding.remind_due(db, settings, clerk, walk.at("12-02T08:30").at)
    walk.see(case, "12-02T09:00")
    follow_ups.extend(db, settings, case, date(2026, 12, 15), "种子尚未到位", clerk, walk.at("12-05T23:59").at)
    follow_ups.report(db, case, "已在全市推广。", True, clerk, walk.at("12-12T10:00").at)
    closing.judge(db, settings, case, Verdict("没有数字", no=("事实清楚",)), clerk, walk.at("12-12T15:00").at)
    walk.see(case, "12-12T16:00")
    follow_ups.report(db, case, "推广面积3.2万亩。", True, clerk, walk.at("12-14T10:00").at)
    follow_ups.send_back(db, case, "没有写明下一步", clerk, walk.at("12-14T15:00").at)
    walk.see(case, "12-16T00:00")
    reminding.remind_due(db, settings, clerk, walk.at("12-16T08:30").at)
    follow_ups.remind(db, settings, case, "请当日反馈", clerk, walk.at("12-17T08:30").at, "红")
    follow_ups.report(db, case, "推广面积3.2万亩，明年扩至5万亩。", True, clerk, walk.at("12-17T16:00").at)
    closing.judge(db, settings, case, Verdict("同意", shows=True), clerk, walk.at("12-18T09:00").at)
    again = instructions.Words("李某海", AGAIN, follow_up_id=case)
    made, opened = opening.instruct_again(db, settings, again, clerk, walk.at("12-21T09:00").at)
    assert opened is not None
    follow_ups.assign(db, settings, made.id, wish_again(), clerk, walk.at("12-21T09:30").at)
    follow_ups.report(db, opened.id, "经核实为5.1万亩。", True, clerk, walk.at("12-31T23:59").at)
    closing.judge(db, settings, opened.id, Verdict(shows=True), clerk, walk.at("01-04T09:00").at)
    closing.conclude(db, settings, opened.id, "市长已阅", clerk, walk.at("01-05T09:00").at)
    return store.follow_ups.get(db, case), store.follow_ups.get(db, opened.id)


def wish_again() -> follow_ups.Assignment:
    """The task of the second instruction, due at the very end of the year."""
    return follow_ups.Assignment("市农业农村局", (), "核实明年种植面积", date(2026, 12, 31))


@pytest.fixture(scope="module")
def walked(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> tuple[Walk, FollowUp, FollowUp]:
    """The long case, walked to its end; only looked at."""
    house = new_house(tmp_path_factory.mktemp("walked"))
    house.issue("published")
    walk = Walk(house)
    return (walk, *_walk(walk))


def test_the_long_case_ends_closed_late_and_opens_the_next(walked: tuple[Walk, FollowUp, FollowUp]) -> None:
    """The first case is closed by the new instruction, the second, linked to it, by the leader's silence, in time."""
    _, first, second = walked

    assert (first.state, second.state, second.previous_id) == ("closed", "closed", first.id)
    end = datetime.fromisoformat("2027-03-01T00:00:00+08:00")
    assert (signals.timing(first, end), signals.timing(second, end)) == ("closed_late", "closed_in_time")
    assert first.due_at.isoformat() == "2026-12-15T23:59:59+08:00"
    assert second.due_at.isoformat() == "2026-12-31T23:59:59+08:00"


def test_its_lights_went_from_none_to_red(walked: tuple[Walk, FollowUp, FollowUp]) -> None:
    """None, blue near the date, yellow when a report was returned, red in the first second after the extended date."""
    assert walked[0].lights == [
        ("11-28T09:00", "assigned", "none"),
        ("12-02T09:00", "assigned", "blue"),
        ("12-12T16:00", "assigned", "yellow"),
        ("12-16T00:00", "assigned", "red"),
    ]


def test_every_step_of_it_stands_in_the_trail(walked: tuple[Walk, FollowUp, FollowUp]) -> None:
    """The statuses of both cases, in order, are those of the walk."""
    walk, first, second = walked
    trails = [
        [status.action for status in store.statuses.history(walk.house.db, "follow_up", case.id)]
        for case in (first, second)
    ]

    assert trails[0] == [
        *("register", "assign", "receive", "contribute", "remind", "extend", "report", "return", "report", "return"),
        *("remind", "remind", "report", "show", "renew"),
    ]
    assert trails[1] == ["register", "assign", "report", "show", "conclude"]


def test_only_the_last_result_went_back_into_the_queue(walked: tuple[Walk, FollowUp, FollowUp]) -> None:
    """What the leader was not content with is no item; the answer to his last word is one."""
    walk, first, second = walked
    items = [store.items.of_instruction(walk.house.db, case.instruction_id) for case in (first, second)]

    assert [len(found) for found in items] == [0, 1]
    assert "经核实为5.1万亩。" in store.items.get(walk.house.db, items[1][0]).text


def test_the_reminders_went_higher_and_began_anew_after_the_extension(walked: tuple[Walk, FollowUp, FollowUp]) -> None:
    """The first slip goes to the unit; past the new date the next goes to its head at once, then a red one, each numbered."""
    walk, first, _ = walked
    sent = store.slips.of_follow_up(walk.house.db, first.id)

    assert [(one.kind, one.number, one.colour, one.addressee) for one in sent] == [
        ("assign", 1, "", "市农业农村局、市财政局"),
        ("remind", 1, "", "承办单位"),
        ("remind", 2, "", "承办单位主要负责人"),
        ("colour", 1, "红", "承办单位主要负责人"),
    ]
    assert sent[3].due_at is not None
    assert sent[3].due_at.date() == date(2026, 12, 20)


def _trail(walked: tuple[Walk, FollowUp, FollowUp]) -> Trail:
    walk, _, second = walked
    return slips.trail(walk.house.db, walk.house.settings, second.id, walk.at("01-05T10:00").at)


def test_the_way_slip_goes_from_the_first_byte_to_the_answer(walked: tuple[Walk, FollowUp, FollowUp]) -> None:
    """Bytes with their SHA-256, article, review, issue, both instructions and every step of both cases, in order of time."""
    walk, trail = walked[0], _trail(walked)
    article = store.articles.get(walk.house.db, 1)
    original = store.originals.get(walk.house.db, store.items.get(walk.house.db, article.items[0]).original_id)
    parts = "".join(step.part for step in trail.steps)

    assert original.sha256 in trail.steps[0].words
    assert trail.steps[0].at == original.received_at
    assert [part for n, part in enumerate(parts) if n == 0 or parts[n - 1] != part] == list("收编审编发批办批办")
    assert [step.at for step in trail.steps] == sorted(step.at for step in trail.steps)
    assert trail.steps[-1].what == "督办 2 办结"
    assert len(trail.steps) < 45
    assert trail.slip.paragraphs == ("经核实为5.1万亩。",)


def test_the_way_slip_tells_reports_as_they_were_given(walked: tuple[Walk, FollowUp, FollowUp]) -> None:
    """Whose piece, what was judged, to when it was extended: the words stand in the steps."""
    told = [f"{step.what}｜{step.words}" for step in _trail(walked).steps]

    for line in (
        "督办 1 阶段反馈（市农业农村局）｜已召开现场会。",
        "督办 1 协办反馈（市财政局）｜已安排推广资金120万元。",
        "督办 1 延期至2026年12月15日｜种子尚未到位",
        "督办 1 退回｜六问答否：事实清楚。没有数字",
        "督办 1 审结（六问皆是）｜同意",
        "督办 1 领导再批示｜李某海又批示：所报情况很好，请再核实明年种植面积后报我。",
    ):
        assert line in told


def test_the_assignment_slip_says_who_does_what_by_when(walked: tuple[Walk, FollowUp, FollowUp]) -> None:
    """Leader, his words, lead and helping unit, task, the date as it was assigned: not as it was extended."""
    walk, first, _ = walked
    slip = slips.slip(walk.house.db, walk.house.settings, first.id, slips.Which("assign"))
    fields = dict(slip.fields)

    assert (slip.title, slip.number, slip.date) == ("交办单", "〔2026〕1号", date(2026, 11, 20))
    assert (fields["批示领导"], fields["批示内容"]) == ("市长", FIRST)
    assert (fields["承办单位"], fields["协办单位"], fields["办理时限"]) == ("市农业农村局", "市财政局", "2026年12月5日")
    assert slip.signature == walk.house.settings.office


def test_reminder_and_colour_slips_say_whom_they_urge(walked: tuple[Walk, FollowUp, FollowUp]) -> None:
    """The last of each kind, with its words; the colour slip has a date of its own to answer by."""
    walk, first, second = walked
    reminder = slips.slip(walk.house.db, walk.house.settings, first.id, slips.Which("remind"))
    colour = slips.slip(walk.house.db, walk.house.settings, first.id, slips.Which("colour"))

    assert (reminder.title, reminder.number, reminder.colour) == ("催办通知单", "〔2026〕2号", "")
    assert (colour.title, colour.colour, colour.paragraphs) == ("红色督查单", "红", ("请当日反馈。",))
    assert dict(colour.fields)["答复时限"] == "2026年12月20日"
    assert dict(colour.fields)["送"] == "市农业农村局（承办单位主要负责人）"
    with pytest.raises(NotFound, match=r"没有找到催办通知单 （督办 2）"):
        slips.slip(walk.house.db, walk.house.settings, second.id, slips.Which("remind"))


def test_the_parts_of_the_feedback_are_measured(walked: tuple[Walk, FollowUp, FollowUp]) -> None:
    """批示→交办 within the day, 交办→反馈 by the case's date, 反馈→办结 by the office's hours: count, median, p90, over limit."""
    walk = walked[0]
    measured = speeds.measure(walk.house.db, walk.house.settings)

    shown = {
        name: (speed.count, speed.median_hours, speed.p90_hours, speed.over_limit) for name, speed in measured.items()
    }
    assert shown["assigned"] == (2, 1.0, 1.5, 0)
    assert shown["reported"] == (2, round((646.5 + 254.5) / 2, 1), 646.5, 1)
    assert shown["accepted"][0::3] == (2, 2)


def test_an_instruction_that_slept_a_night_is_over_its_limit(new_house: NewHouse, tmp_path: Path) -> None:
    """即批即转、不过夜: written yesterday and assigned this morning is late, however few hours after it was recorded."""
    house = new_house(tmp_path / "office")
    issue = house.issue("published")
    later = house.later(days=1)
    words = instructions.Words("市长", "请办。", written_on=house.at.date())
    clerk = house.actor("clerk1")
    said = instructions.record(house.db, (issue, None), words, clerk, later.at)
    follow_ups.assign(house.db, house.settings, said.id, follow_ups.Assignment("东山镇"), clerk, later.at)

    speed = speeds.measure(house.db, house.settings)["assigned"]

    assert (speed.count, speed.median_hours, speed.over_limit) == (1, 0.0, 1)


def test_a_late_extension_and_one_without_reason_are_refused(new_house: NewHouse, tmp_path: Path) -> None:
    """In the last second of the due day it is in time; in the next it is not, and the date stays."""
    house = new_house(tmp_path / "office")
    said = house.instruction(house.issue("published"))
    clerk, wish = house.actor("clerk1"), follow_ups.Assignment("东山镇", due_on=date(2026, 12, 31))
    case = follow_ups.assign(house.db, house.settings, said.id, wish, clerk, house.at)
    until, last = date(2027, 1, 8), datetime.fromisoformat("2026-12-31T23:59:59+08:00")

    with pytest.raises(RefusedAction, match="延期须在到期前申请"):
        follow_ups.extend(house.db, house.settings, case.id, until, "材料未齐", clerk, last + timedelta(seconds=1))
    with pytest.raises(RefusedAction, match="须写明理由"):
        follow_ups.extend(house.db, house.settings, case.id, until, " ", clerk, last)
    assert signals.timing(case, last) == ""
    assert signals.timing(case, last + timedelta(seconds=1)) == "late"

    extended = follow_ups.extend(house.db, house.settings, case.id, until, "材料未齐", clerk, last)
    assert extended.due_at.isoformat() == "2027-01-08T23:59:59+08:00"
