"""What is promised about a case: proposal and opening, co-units, the six questions, the leader, reminders by stage, extensions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from conftest import House, NewHouse

from bulletin import store
from bulletin.errors import NotFound, NothingToDo, RefusedAction, UsageError
from bulletin.feedback.cases import closing, follow_ups, instructions, opening, reminding, signals
from bulletin.feedback.cases.closing import Verdict
from bulletin.feedback.cases.follow_ups import Assignment
from bulletin.model import FollowUp
from bulletin.settings.follow_ups import Limit, Stage
from bulletin.terms import CASE_QUESTIONS


@pytest.fixture(scope="module")
def told_once(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """One published issue with an instruction on it."""
    house = new_house(tmp_path_factory.mktemp("told"))
    house.instruction(house.issue("published"))
    return house


@pytest.fixture
def told(new_house: NewHouse, tmp_path: Path, told_once: House) -> House:
    """A copy of the office with an instruction."""
    return new_house(tmp_path / "told", told_once)


def _ruled(house: House, **rules: Any) -> House:
    return replace(house, settings=replace(house.settings, follow_ups=replace(house.settings.follow_ups, **rules)))


def _assign(house: House, **wish: Any) -> FollowUp:
    wish = {"unit": "东山镇", **wish}
    return follow_ups.assign(house.db, house.settings, 1, Assignment(**wish), house.actor("clerk1"), house.at)


def _report(house: House, case: FollowUp, text: str = "已办。", final: bool = True, unit: str = "") -> FollowUp:
    return follow_ups.report(house.db, case.id, text, final, house.actor("clerk1"), house.at, unit)


def _kinds(house: House, case: FollowUp) -> list[str]:
    return [one.kind for one in store.follow_ups.progress(house.db, case.id)]


# Opening


def test_a_case_is_proposed_opened_and_assigned_as_proposed(told: House) -> None:
    """登记 → 拟办 → 立项 → 交办: what was proposed is assigned where nothing else is said; each step stands in the trail."""
    clerk, signer = told.actor("clerk1"), told.actor("signer1")
    case = opening.register(told.db, told.settings, 1, clerk, told.at)
    assert (case.state, case.unit) == ("registered", "")
    wish = Assignment("市财政局", ("东山镇",), "核拨资金", date(2026, 12, 1), time(17), "转办", "急件")

    opening.propose(told.db, told.settings, case.id, wish, "职责所在", clerk, told.at)
    assert opening.open_case(told.db, told.settings, case.id, "同意", signer, told.at).state == "opened"
    made = follow_ups.assign(told.db, told.settings, 1, Assignment(), clerk, told.at)

    assert made.id == case.id
    assert (made.unit, made.co_units, made.task, made.mode, made.urgency) == (
        "市财政局",
        ("东山镇",),
        "核拨资金",
        "转办",
        "急件",
    )
    assert made.due_at.isoformat() == "2026-12-01T17:00:00+08:00"
    trail = [(one.action, one.by, one.note) for one in store.statuses.history(told.db, "follow_up", case.id)]
    assert trail == [
        ("register", "clerk1", ""),
        ("propose", "clerk1", "拟转办：市财政局牵头，东山镇配合，2026年12月1日前办结。职责所在"),
        ("open_case", "signer1", "同意"),
        ("assign", "clerk1", ""),
    ]


def test_a_case_that_is_not_opened_says_why_and_goes_no_further(told: House) -> None:
    """不立项 takes a reason; the case is over, and a new one may be registered under the instruction."""
    clerk = told.actor("clerk1")
    case = opening.register(told.db, told.settings, 1, clerk, told.at)

    with pytest.raises(RefusedAction, match="须写明理由"):
        opening.leave(told.db, told.settings, case.id, " ", clerk, told.at)
    left = opening.leave(told.db, told.settings, case.id, "已列入年度计划", clerk, told.at)

    assert (left.state, signals.timing(left, told.later(days=99).at)) == ("not_opened", "")
    assert opening.register(told.db, told.settings, 1, clerk, told.at).id == 2


def test_where_approvers_are_named_only_they_open(told: House) -> None:
    """The clerk who proposes cannot approve where the office names another."""
    ruled = _ruled(told, approvers=("signer1",), opens_first=True)
    clerk = told.actor("clerk1")
    with pytest.raises(RefusedAction, match="先拟办、立项，再交办"):
        _assign(ruled)
    assert store.follow_ups.every(told.db) == [], "nothing of the refused assignment stays"
    case = opening.register(told.db, ruled.settings, 1, clerk, told.at)
    opening.propose(told.db, ruled.settings, case.id, Assignment("东山镇"), "", clerk, told.at)

    with pytest.raises(RefusedAction, match="由签发甲批准"):
        opening.open_case(told.db, ruled.settings, case.id, "", clerk, told.at)
    opening.open_case(told.db, ruled.settings, case.id, "", told.actor("signer1"), told.at)
    assert _assign(ruled, unit="").state == "assigned"


def test_the_office_itself_may_be_the_unit(told: House) -> None:
    """自办 needs no unit; a unit must be named otherwise, and a mode that is none is refused with those there are."""
    with pytest.raises(UsageError, match=r"没有写承办单位。.*--unit.*--mode 自办"):
        _assign(told, unit="")
    with pytest.raises(UsageError, match="--mode 没有“代办”。可用的：交办、转办、自办"):
        _assign(told, mode="代办")
    assert _assign(told, unit="", mode="自办").unit == told.settings.office


# Deadlines


@pytest.mark.parametrize(
    ("urgency", "due"), [("急件", "11-25"), ("非急件", "12-05"), ("", "12-05"), ("难度较大", "12-20")]
)
def test_the_limit_follows_class_and_urgency(told: House, urgency: str, due: str) -> None:
    """急件 five days, 非急件 fifteen, 难度较大 thirty, to the last second of the day."""
    assert _assign(told, urgency=urgency).due_at.isoformat() == f"2026-{due}T23:59:59+08:00"


def test_a_limit_in_working_days_runs_by_the_calendar(told: House) -> None:
    """Three working days from Friday 20 November 2026 end on Wednesday."""
    ruled = _ruled(told, limits={"办理": {"急件": Limit(3, worked=True)}})

    assert _assign(ruled, urgency="急件").due_on == date(2026, 11, 25)


def test_a_deadline_before_the_instruction_is_refused_with_key_and_remedy(told: House) -> None:
    """Which dates are at odds, which option to write anew; nothing is stored."""
    with pytest.raises(UsageError) as refusal:
        _assign(told, due_on=date(2026, 11, 18))

    for words in ("办理时限 2026-11-18", "早于交办日 2026-11-20", "也早于批示日 2026-11-20", "--due"):
        assert words in str(refusal.value)
    with pytest.raises(UsageError, match="早于交办日"):
        _assign(told, due_on=told.at.date(), due_by=time(8, 59))
    assert store.follow_ups.every(told.db) == []


def test_an_extension_by_two_is_asked_by_one_and_granted_by_another(told: House) -> None:
    """The date moves when it is granted, also after the old date; a request that is denied leaves it, and can be made again."""
    ruled = _ruled(told, extends_by_two=True, approvers=("signer1",))
    case, clerk, signer = _assign(ruled), told.actor("clerk1"), told.actor("signer1")
    db, settings, until = told.db, ruled.settings, date(2026, 12, 20)
    late = told.later(days=20).at

    with pytest.raises(RefusedAction, match="一人申请、另一人批准"):
        follow_ups.extend(db, settings, case.id, until, "材料未齐", clerk, told.at)
    asked = follow_ups.ask_extension(db, settings, case.id, until, "材料未齐", clerk, told.at)
    assert (asked.due_on, asked.course.asked_by) == (case.due_on, {"clerk1"})
    denied = follow_ups.decide_extension(db, settings, case.id, "deny_extension", "理由不足", signer, told.at)
    assert (denied.due_on, denied.course.asked_by) == (case.due_on, set())
    with pytest.raises(RefusedAction, match="没有待批准的延期申请"):
        follow_ups.decide_extension(db, settings, case.id, "grant_extension", "", signer, told.at)
    follow_ups.ask_extension(db, settings, case.id, until, "连续降雨", clerk, told.at)
    with pytest.raises(RefusedAction, match="须由他人批准"):
        follow_ups.decide_extension(db, settings, case.id, "grant_extension", "", clerk, told.at)
    granted = follow_ups.decide_extension(db, settings, case.id, "grant_extension", "同意", signer, late)

    assert (granted.due_on, granted.course.asked_by) == (until, set())
    assert _kinds(told, case) == ["ask_extension", "deny_extension", "ask_extension", "grant_extension"]


# Reports of several units


def test_helping_units_report_for_themselves_and_only_the_lead_asks_for_acceptance(told: House) -> None:
    """Each piece stands under its unit, before and after the lead's; the result names them; a stranger's is refused."""
    case = _assign(told, co_units=("市财政局", "市教育局"))

    assert _report(told, case, "拨款10万元。", True, "市财政局").state == "assigned"
    assert _report(told, case, "总的办完了。").state == "reported"
    assert _report(told, case, "培训200人。", True, "市教育局").state == "reported"
    with pytest.raises(RefusedAction, match="督办 1 没有交给河西区。承办、协办单位是：东山镇、市财政局、市教育局"):
        _report(told, case, "我也办了。", True, "河西区")
    number = follow_ups.accept(told.db, told.settings, case.id, "", told.actor("clerk1"), told.at)

    told_by = [(one.kind, one.unit) for one in store.follow_ups.progress(told.db, case.id)]
    assert told_by[:3] == [("contribute", "市财政局"), ("report", "东山镇"), ("contribute", "市教育局")]
    lines = store.items.get(told.db, number).text.split("\n")
    assert lines[2:] == ["总的办完了。", "市财政局：拨款10万元。", "市教育局：培训200人。"]


def test_who_has_signed_for_his_task_is_known(told: House) -> None:
    """签收 is by unit: the lead's counts for the case, a stranger is refused, nothing is signed for twice unseen."""
    case, clerk = _assign(told, co_units=("市财政局",)), told.actor("clerk1")

    follow_ups.receive(told.db, case.id, "市财政局", clerk, told.at)
    assert store.follow_ups.get(told.db, case.id).course.received_at is None
    received = follow_ups.receive(told.db, case.id, "", clerk, told.later(hours=2).at)
    assert received.course.received_at == told.later(hours=2).at
    with pytest.raises(RefusedAction, match="没有交给河西区"):
        follow_ups.receive(told.db, case.id, "河西区", clerk, told.at)


# Acceptance


@pytest.mark.parametrize("failed", CASE_QUESTIONS)
def test_any_no_returns_the_report_and_says_which(told: House, failed: str) -> None:
    """Each of the six questions is answered; one 否 is enough, and is named in the reason."""
    case = _report(told, _assign(told))
    verdict = Verdict("请补", no=(failed,))

    outcome = closing.judge(told.db, told.settings, case.id, verdict, told.actor("clerk1"), told.at)

    last = store.follow_ups.progress(told.db, case.id)[-1]
    assert (outcome.case.state, outcome.item, last.kind) == ("assigned", None, "return")
    assert last.text == f"六问答否：{failed}。请补"
    assert last.judged == tuple((question, question != failed) for question in CASE_QUESTIONS)


def test_an_office_may_want_every_question_answered(told: House) -> None:
    """What is not answered is named; a question that is none, or answered twice, is refused."""
    ruled, clerk = _ruled(told, answers_six=True), told.actor("clerk1")
    case = _report(told, _assign(told))

    def judge(**answers: tuple[str, ...]) -> str:
        with pytest.raises(UsageError) as refusal:
            closing.judge(told.db, ruled.settings, case.id, Verdict(**answers), clerk, told.at)
        return str(refusal.value)

    assert "还没有答：结论恰当、合法合规、格式规范" in judge(yes=CASE_QUESTIONS[:3])
    assert "没有“事实清处”" in judge(yes=("事实清处",))
    assert "既答了是，又答了否" in judge(yes=CASE_QUESTIONS, no=("合法合规",))
    assert closing.judge(told.db, ruled.settings, case.id, Verdict(yes=CASE_QUESTIONS), clerk, told.at).item


def test_the_leader_sees_the_result_where_the_office_wants_it(told: House) -> None:
    """送领导, then 办结 without a new word; only then the result is an item. --show asks for it once."""
    ruled, clerk = _ruled(told, shows_leader=True), told.actor("clerk1")
    case = _report(told, _assign(told))

    assert follow_ups.accept(told.db, ruled.settings, case.id, "", clerk, told.at) == 0
    assert store.follow_ups.get(told.db, case.id).state == "shown"
    assert store.items.of_instruction(told.db, 1) == []
    item = follow_ups.conclude(told.db, ruled.settings, case.id, "", clerk, told.at)
    assert store.items.of_instruction(told.db, 1) == [item]
    once = _report(told, _assign(told, again=True))
    outcome = closing.judge(told.db, ruled.settings, once.id, Verdict(shows=False), clerk, told.at)
    assert (outcome.case.state, outcome.item is not None) == ("closed", True)


def test_a_new_word_that_asks_for_nothing_opens_nothing(told: House) -> None:
    """圈阅 on a result leaves the case to be closed; a task on it opens the next, whatever state the last is in."""
    clerk = told.actor("clerk1")
    case = _report(told, _assign(told))
    closing.judge(told.db, told.settings, case.id, Verdict(shows=True), clerk, told.at)

    def write(text: str) -> FollowUp | None:
        words = instructions.Words("市长", text, follow_up_id=case.id)
        return opening.instruct_again(told.db, told.settings, words, clerk, told.at)[1]

    assert write("圈阅。") is None
    assert store.follow_ups.get(told.db, case.id).state == "shown"
    opened = write("请再核实。")
    assert opened is not None
    assert (opened.state, opened.previous_id) == ("registered", case.id)
    assert store.follow_ups.get(told.db, case.id).state == "closed"
    assert [one.id for one in store.follow_ups.line_of(told.db, opened.id)] == [case.id, opened.id]
    with pytest.raises(NotFound, match="督办 99"):
        opening.instruct_again(
            told.db, told.settings, instructions.Words("市长", "办", follow_up_id=99), clerk, told.at
        )


# Reminders


def test_reminders_escalate_by_stage_and_never_twice_a_day(told: House) -> None:
    """Three days before: the unit; a day after: its head; five days after; then every week. Nothing on a day that is done."""
    case, clerk = _assign(told, due_on=date(2026, 12, 1)), told.actor("clerk1")
    sent = []
    for day in range(31):
        now = told.later(days=day)
        if reminding.burning(told.db, told.settings, now.at):
            (slip,) = reminding.remind_due(told.db, told.settings, clerk, now.at)
            sent.append((slip.at.strftime("%m-%d"), slip.addressee, slip.number))
            with pytest.raises(NothingToDo, match="今天没有到期该催的督办"):
                reminding.remind_due(told.db, told.settings, clerk, now.at)

    head = "承办单位主要负责人"
    assert sent == [
        ("11-28", "承办单位", 1),
        ("12-02", head, 2),
        ("12-06", head, 3),
        ("12-13", head, 4),
        ("12-20", head, 5),
    ]
    words = [one.text for one in store.follow_ups.progress(told.db, case.id)]
    assert words[0] == "请按时反馈办理情况"
    assert "请主要负责人督促办理" in words[1]


def test_what_is_overdue_begins_at_the_stage_for_it_and_once_a_day(told: House) -> None:
    """A case found long overdue is not asked to report in time: its head is written to at once, then stage by stage."""
    case, clerk, late = _assign(told, due_on=date(2026, 11, 22)), told.actor("clerk1"), told.later(days=30)

    for days in (0, 1):
        now = late.later(days=days)
        reminding.remind_due(told.db, told.settings, clerk, now.at)
        assert reminding.burning(told.db, told.settings, now.later(hours=14).at) == []

    first, second = store.slips.of_follow_up(told.db, case.id)[1:]
    assert [one.addressee for one in (first, second)] == ["承办单位主要负责人"] * 2
    assert "已超过办理时限" in first.text
    assert "逾期29天仍未办结" in second.text


def test_an_hour_that_has_passed_is_overdue_on_its_own_day(told: House) -> None:
    """Due at noon, reminded at one: the words are those for overdue cases, though nothing is sent by itself until tomorrow."""
    case = _assign(told, due_on=date(2026, 11, 22), due_by=time(12))
    noon = told.later(days=2, hours=3)

    stages = [reminding.next_stage(told.db, case, told.settings.follow_ups, noon.later(seconds=n).at) for n in (0, 1)]

    assert [stage.days for stage in stages] == [-3, 1]
    assert reminding.burning(told.db, told.settings, noon.later(seconds=1).at) == []


def test_only_stages_before_the_date_still_remind_the_overdue(told: House) -> None:
    """An office whose stages all come before the date repeats the last of them."""
    ruled = _ruled(told, stages=(Stage(-3, "承办单位", "请按时反馈"), Stage(0, "负责人", "今天到期")))
    _assign(ruled, due_on=date(2026, 11, 22))

    (due,) = reminding.burning(told.db, ruled.settings, told.later(days=30).at)

    assert due.stage.words == "今天到期"


def test_all_that_is_due_is_reminded_or_nothing(told: House) -> None:
    """Cases that have answered or are far from their date are left alone; who may not remind changes nothing."""
    due, far, answered = (_assign(told, due_on=date(2026, 11, day), again=True) for day in (22, 30, 21))
    _report(told, answered)

    with pytest.raises(RefusedAction, match="须由督办员角色进行"):
        reminding.remind_due(told.db, told.settings, told.actor("editor1"), told.at)
    assert [one.case.id for one in reminding.burning(told.db, told.settings, told.at)] == [due.id]
    reminding.remind_due(told.db, told.settings, told.actor("clerk1"), told.at)

    assert [len(store.slips.of_follow_up(told.db, one.id)) for one in (due, far, answered)] == [2, 1, 1]


def test_a_stage_with_a_colour_sends_a_colour_slip(told: House) -> None:
    """逐级: the first overdue day a blue slip, its deadline unanswered an orange light, then the office's next stage."""
    stages = (Stage(1, "承办单位", "请说明", "蓝", 2), Stage(4, "主要负责人", "请到场说明", "橙", 1))
    policy = replace(told.settings.follow_ups.signals, kind="逐级")
    ruled = _ruled(told, stages=stages, signals=policy)
    case, clerk = _assign(ruled, due_on=date(2026, 11, 21)), told.actor("clerk1")

    def light(**span: float) -> str:
        return follow_ups.signal(store.follow_ups.get(told.db, case.id), ruled.settings, told.later(**span).at)

    (slip,) = reminding.remind_due(told.db, ruled.settings, clerk, told.later(days=2).at)
    assert (slip.kind, slip.colour, slip.number) == ("colour", "蓝", 1)
    assert slip.due_at == datetime.fromisoformat("2026-11-24T23:59:59+08:00")
    assert [light(days=4), light(days=5)] == ["blue", "orange"]
    (slip,) = reminding.remind_due(told.db, ruled.settings, clerk, told.later(days=5).at)
    assert (slip.colour, slip.addressee) == ("橙", "主要负责人")
    assert [light(days=6), light(days=7)] == ["orange", "red"]
    _report(told.later(days=7), case, "正在办。", final=False)
    assert light(days=8) == "blue"


def test_slips_are_numbered_from_one_in_each_kind_and_year(told: House) -> None:
    """交办单 and 催办单 count for themselves, the new year begins anew."""
    clerk = told.actor("clerk1")
    first, second = _assign(told), _assign(told, again=True)
    for case, later in ((first, told), (second, told), (second, told.later(days=60))):
        follow_ups.remind(told.db, told.settings, case.id, "", clerk, later.at)

    sent = [*store.slips.of_follow_up(told.db, first.id), *store.slips.of_follow_up(told.db, second.id)]
    assert [(one.kind, one.year, one.number) for one in sent] == [
        ("assign", 2026, 1),
        ("remind", 2026, 1),
        ("assign", 2026, 2),
        ("remind", 2026, 2),
        ("remind", 2027, 1),
    ]


def test_only_what_is_allowed_is_hinted(told: House) -> None:
    """Past its date and nothing asked for, neither an extension nor a decision on one; asked for in time, a decision on it."""
    case = _assign(told, due_on=date(2026, 11, 25)).id
    clerk, late = told.actor("clerk1"), told.later(days=20)
    with pytest.raises(RefusedAction) as past:
        follow_ups.extend(told.db, told.settings, case, date(2026, 12, 30), "下雨", clerk, late.at)
    assert "催办" in past.value.remedy and "延期" not in past.value.remedy

    soon = told.later(days=1)
    follow_ups.ask_extension(told.db, told.settings, case, date(2026, 12, 9), "下雨", clerk, soon.at)
    with pytest.raises(RefusedAction) as asked:
        follow_ups.extend(told.db, told.settings, case, date(2026, 12, 30), "下雨", clerk, late.at)
    assert "批准延期" in asked.value.remedy and "不同意延期" in asked.value.remedy
    assert "申请延期" not in asked.value.remedy
