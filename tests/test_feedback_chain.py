"""What is promised about feedback: instruction, follow-up, report, closing, and the result back in the queue."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import House, NewHouse

from bulletin import store
from bulletin.desk import editing
from bulletin.errors import NotFound, RefusedAction, UsageError
from bulletin.feedback import speeds
from bulletin.feedback.cases import follow_ups, instructions
from bulletin.model import FollowUp, Instruction, Issue
from bulletin.press import compose

TEXT = "经验很好。\n请农业农村局总结推广，十五日内报结果。"


@pytest.fixture(scope="module")
def printed_once(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """One published issue."""
    house = new_house(tmp_path_factory.mktemp("printed"))
    house.issue("published")
    return house


@pytest.fixture
def printed(new_house: NewHouse, tmp_path: Path, printed_once: House) -> House:
    """A copy of the office with a published issue."""
    return new_house(tmp_path / "printed", printed_once)


def _issue(house: House) -> Issue:
    return store.issues.get(house.db, 1)


def _record(house: House, text: str = TEXT, kind: str = "", person: str = "clerk1") -> Instruction:
    issue, entry = compose.find_entry(house.db, "政务信息/2026/1#1")
    words = instructions.Words("王副市长", text, kind)
    return instructions.record(house.db, (issue, entry.id), words, house.actor(person), house.at)


def _assign(house: House, unit: str = "市农业农村局", **wish: object) -> FollowUp:
    instruction = next(iter(store.instructions.every(house.db)), None) or _record(house)
    assignment = follow_ups.Assignment(unit, **wish)  # type: ignore[arg-type]
    clerk = house.actor("clerk1")
    return follow_ups.assign(house.db, house.settings, instruction.id, assignment, clerk, house.at)


def _report(house: House, case: FollowUp, text: str = "已在全市推广。", final: bool = True) -> FollowUp:
    return follow_ups.report(house.db, case.id, text, final, house.actor("clerk1"), house.at)


def _trail(house: House, case: FollowUp) -> list[str]:
    return [progress.kind for progress in store.follow_ups.progress(house.db, case.id)]


# Instructions


def test_an_instruction_is_kept_verbatim_with_its_place(printed: House) -> None:
    """Leader, words, day and the exact entry are recorded; line breaks stay as written."""
    one = _record(printed)

    assert (one.leader, one.text, one.kind) == ("王副市长", TEXT, "办理")
    assert (one.reference, one.written_on, one.by) == ("政务信息/2026/1#1", printed.at.date(), "clerk1")
    assert store.instructions.get(printed.db, one.id) == one
    assert store.instructions.of_issue(printed.db, 1) == [one]


def test_an_instruction_on_the_whole_issue_names_the_issue(printed: House) -> None:
    """Without an entry the reference is that of the issue."""
    assert printed.instruction(_issue(printed)).reference == "政务信息/2026/1"


@pytest.mark.parametrize("state", ["composed", "proofed", "signed"])
def test_only_a_published_issue_takes_instructions(house: House, state: str) -> None:
    """Nobody can have read what has not appeared: the refusal says so and when it will be possible."""
    issue = house.issue(state)

    with pytest.raises(RefusedAction, match="尚未印发，不能登记批示。请在印发后登记"):
        house.instruction(issue)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("阅。", "传阅"),
        ("已阅", "传阅"),
        ("阅知", "传阅"),
        ("请参阅。", "传阅"),
        ("请应急局阅处。", "办理"),
        ("阅。请财政局研提意见。", "研究"),
        ("抓紧落实。", "办理"),
    ],
)
def test_the_class_is_judged_by_the_words(printed: House, text: str, kind: str) -> None:
    """Bare 阅 is for reading only; whatever asks for something is a task."""
    assert _record(printed, text).kind == kind


def test_the_class_can_be_stated(printed: House) -> None:
    """A stated class goes before the words; one that does not exist is answered with those that do."""
    assert _record(printed, "请发改委研究。", "研究").kind == "研究"
    with pytest.raises(UsageError, match=r"没有类别 转发。可用的类别：办理、研究、肯定、传阅"):
        _record(printed, kind="转发")


@pytest.mark.parametrize(("leader", "text"), [("", "请办。"), ("  ", "请办。"), ("王副市长", " \n")])
def test_an_instruction_names_leader_and_words(printed: House, leader: str, text: str) -> None:
    """Neither may be missing."""
    with pytest.raises(UsageError, match="须写明领导和原文"):
        instructions.record(
            printed.db, (_issue(printed), None), instructions.Words(leader, text), printed.actor("clerk1"), printed.at
        )


@pytest.mark.parametrize("person", ["reviewer1", "signer1"])
def test_who_does_not_keep_the_register_is_refused(printed: House, person: str) -> None:
    """Clerks, editors and administrators record; the others are told who does."""
    with pytest.raises(RefusedAction, match="批示须由编辑、督办员、管理员登记"):
        _record(printed, person=person)


def test_an_instruction_cannot_be_changed(printed: House) -> None:
    """What a leader wrote stays as he wrote it."""
    _record(printed)

    with pytest.raises(sqlite3.IntegrityError, match="只增不改"):
        printed.db.execute("update instructions set text = '另外的话'")


# Follow-ups


def test_a_task_has_one_lead_unit_a_date_and_the_leaders_words(printed: House) -> None:
    """Units are known by their short names and named once; without a date the office's deadline holds."""
    case = _assign(printed, "市发改委", co_units=("市财政局", "市发展改革委", "市财政局"))

    assert (case.unit, case.co_units, case.task, case.state) == ("市发展改革委", ("市财政局",), TEXT, "assigned")
    assert case.due_on == printed.at.date() + timedelta(days=15)


def test_a_research_task_has_its_own_deadline(printed: House) -> None:
    """The office gives 研究 thirty days."""
    _record(printed, "请研究。", "研究")

    assert _assign(printed).due_on == printed.at.date() + timedelta(days=30)


@pytest.mark.parametrize("kind", ["肯定", "传阅"])
def test_what_asks_for_nothing_is_not_followed_up(printed: House, kind: str) -> None:
    """Praise and reading are not tasks: assigning is refused with what to do if it is one after all."""
    _record(printed, "很好。", kind)

    with pytest.raises(RefusedAction, match=rf"属{kind}类，不立项督办。确需办理的"):
        _assign(printed)

    assert store.follow_ups.every(printed.db) == []


def test_a_task_needs_a_known_unit_and_a_date_that_is_not_past(printed: House) -> None:
    """An unknown unit is answered with those there are; yesterday is refused, today is not."""
    with pytest.raises(NotFound, match="没有找到单位 市气象局。可用的单位：市发展改革委"):
        _assign(printed, "市气象局")
    with pytest.raises(UsageError, match="办理时限 2026-11-19 早于交办日"):
        _assign(printed, due_on=date(2026, 11, 19))
    assert _assign(printed, due_on=printed.at.date()).due_on == printed.at.date()


def test_only_a_clerk_assigns(printed: House) -> None:
    """Editors record instructions; tasks are given by the clerk."""
    one, wish = _record(printed), follow_ups.Assignment("东山镇")

    with pytest.raises(RefusedAction, match="须由督办员角色进行"):
        follow_ups.assign(printed.db, printed.settings, one.id, wish, printed.actor("editor1"), printed.at)


def test_the_way_from_assignment_to_closing(printed: House) -> None:
    """Interim report, final report, return with a reason, report again, accept: every word stays in the progress."""
    case = _assign(printed)
    clerk, later = printed.actor("clerk1"), printed.later(days=3)

    assert _report(printed, case, "正在部署。", final=False).state == "assigned"
    assert _report(later, case, "已部署。").state == "reported"
    assert follow_ups.send_back(later.db, case.id, "没有说到效果", clerk, later.at).state == "assigned"
    assert _report(later, case).state == "reported"
    follow_ups.accept(later.db, later.settings, case.id, "", clerk, later.at)

    assert store.follow_ups.get(printed.db, case.id).state == "closed"
    assert _trail(printed, case) == ["interim", "report", "return", "report", "accept"]
    actions = [status.action for status in store.statuses.history(printed.db, "follow_up", case.id)]
    assert actions == ["register", "assign", "report", "return", "report", "accept"]


def test_a_report_is_accepted_only_once_it_is_there(printed: House) -> None:
    """Accepting, returning and reporting follow each other; what does not fit is refused, with what does."""
    case, clerk = _assign(printed), printed.actor("clerk1")

    with pytest.raises(RefusedAction, match="处于“承办中”，不能审结"):
        follow_ups.accept(printed.db, printed.settings, case.id, "", clerk, printed.at)
    _report(printed, case)
    with pytest.raises(RefusedAction, match="须写明理由"):
        follow_ups.send_back(printed.db, case.id, " ", clerk, printed.at)
    with pytest.raises(RefusedAction, match="处于“待审结”，不能反馈"):
        _report(printed, case)
    with pytest.raises(UsageError, match="没有写办理情况"):
        _report(printed, case, " \n")


def test_a_reminder_leaves_its_words(printed: House) -> None:
    """催办 is kept with its words, or with the usual ones."""
    case, clerk = _assign(printed), printed.actor("clerk1")

    follow_ups.remind(printed.db, printed.settings, case.id, "", clerk, printed.at)
    follow_ups.remind(printed.db, printed.settings, case.id, "请于周五前反馈", clerk, printed.at)

    words = [progress.text for progress in store.follow_ups.progress(printed.db, case.id)]
    assert words == ["请按时反馈办理情况", "请于周五前反馈"]


def test_an_extension_moves_the_date_forward_with_a_reason_and_in_time(printed: House) -> None:
    """Later than before, with a reason, asked for before the date has passed; the old date stays in the trail."""
    case, clerk = _assign(printed), printed.actor("clerk1")
    until = case.due_on + timedelta(days=10)

    with pytest.raises(UsageError, match="延期须晚于原时限"):
        follow_ups.extend(printed.db, printed.settings, case.id, case.due_on, "材料未齐", clerk, printed.at)
    with pytest.raises(RefusedAction, match="须写明理由"):
        follow_ups.extend(printed.db, printed.settings, case.id, until, "", clerk, printed.at)
    with pytest.raises(RefusedAction, match="延期须在到期前申请"):
        follow_ups.extend(printed.db, printed.settings, case.id, until, "材料未齐", clerk, printed.later(days=16).at)
    assert store.follow_ups.get(printed.db, case.id).due_on == case.due_on

    extended = follow_ups.extend(
        printed.db, printed.settings, case.id, until, "材料未齐", clerk, printed.later(days=15).at
    )

    assert extended.due_on == until
    assert store.follow_ups.progress(printed.db, case.id)[-1].due_on == until


@pytest.mark.parametrize(
    ("days", "signal"), [(0, "none"), (11, "none"), (12, "blue"), (15, "blue"), (16, "red"), (400, "red")]
)
def test_the_signal_follows_the_days_left(printed: House, days: int, signal: str) -> None:
    """None with more than three days left, blue from three days to the date itself, red from the day after."""
    case = _assign(printed)

    assert follow_ups.signal(case, printed.settings, printed.at + timedelta(days=days)) == signal


def test_a_closed_case_shows_no_warning(printed: House) -> None:
    """What was closed in time or late is closed."""
    case = _report(printed, _assign(printed))
    follow_ups.accept(printed.db, printed.settings, case.id, "", printed.actor("clerk1"), printed.at)

    closed = store.follow_ups.get(printed.db, case.id)
    assert follow_ups.signal(closed, printed.settings, printed.later(days=1200).at) == "closed"


def test_cases_are_listed_by_their_date(printed: House) -> None:
    """The most pressing case stands first; a state narrows the list."""
    late = _assign(printed, due_on=date(2026, 12, 20))
    soon = _assign(printed, due_on=date(2026, 11, 25), again=True)
    _report(printed, late)

    assert [case.id for case in store.follow_ups.every(printed.db)] == [soon.id, late.id]
    assert [case.id for case in store.follow_ups.every(printed.db, "reported")] == [late.id]
    assert [case.id for case in store.follow_ups.of_instruction(printed.db, 1)] == [late.id, soon.id]


# The loop, both ways


def test_the_result_comes_back_into_the_queue_and_names_its_instruction(printed: House) -> None:
    """Closing brings a new item: of kind 反馈, by the unit, with the leader's words, the reports and the instruction."""
    case = _assign(printed, co_units=("市财政局",))
    _report(printed, case, "一是开会。", final=False)
    _report(printed, case, "二是推广。")

    number = follow_ups.accept(printed.db, printed.settings, case.id, "同意", printed.actor("clerk1"), printed.at)

    item = store.items.get(printed.db, number)
    assert (item.state, item.kind, item.unit, item.instruction_id) == ("new", "反馈", "市农业农村局", 1)
    assert item.origin == "政务信息/2026/1#1"
    for words in (
        "2026年11月20日，王副市长在《政务信息》2026年第1期第1条上批示",
        "市农业农村局、市财政局",
        "一是开会。\n二是推广。",
    ):
        assert words in item.text
    original = store.originals.get(printed.db, item.original_id)
    assert store.originals.body(printed.settings, original).decode() == item.text
    assert store.items.of_instruction(printed.db, 1) == [number]


def test_from_any_point_one_step_leads_back_and_forth(printed: House) -> None:
    """Feedback → instruction → entry → article → item → original, and from the original forward to the feedback."""
    case = _report(printed, _assign(printed))
    number = follow_ups.accept(printed.db, printed.settings, case.id, "", printed.actor("clerk1"), printed.at)
    db = printed.db

    feedback = store.items.get(db, number)
    instruction = store.instructions.get(db, feedback.instruction_id or 0)
    issue, entry = compose.find_entry(db, instruction.reference)
    article = store.articles.get(db, entry.article_id)
    item = store.items.get(db, article.items[0])
    original = store.originals.get(db, item.original_id)
    assert original.source == "test"
    assert store.originals.body(printed.settings, original)

    assert store.items.article_ids(db, item.id) == [article.id]
    assert store.issues.entries_of_article(db, article.id) == [(issue, entry.position)]
    assert store.instructions.of_issue(db, issue.id) == [instruction]
    assert [c.id for c in store.follow_ups.of_instruction(db, instruction.id)] == [case.id]
    assert store.items.of_instruction(db, instruction.id) == [feedback.id]


def test_feedback_can_be_printed_like_any_item(printed: House) -> None:
    """The loop closes: the feedback is adopted, and becomes an article of a later issue."""
    case = _report(printed, _assign(printed))
    number = follow_ups.accept(printed.db, printed.settings, case.id, "", printed.actor("clerk1"), printed.at)

    one = editing.adopt(printed.db, printed.settings, [number], editing.Wish(), printed.actor("editor1"), printed.at)

    assert one.units == ("市农业农村局",)
    assert one.revision.title == "关于王副市长批示“经验很好。 请农业农村局总结推广，十五…”的办理情况"


# The four speeds


def test_the_four_speeds_are_measured_from_the_rows(house: House) -> None:
    """发现、采编、审批、反馈: median, worst and overruns in hours, from the first reception to the last closing."""
    case_at = house.later(hours=60)
    assert all(speed.count == 0 for name, speed in speeds.measure(house.db, house.settings).items() if name != "found")
    draft = house.article("draft")
    house.later(hours=2).send(draft)
    house.later(hours=5).move(draft, "approve", "reviewer1")
    issue = house.later(hours=30).issue("signed")
    case_at.instruction(case_at.publish(issue))
    case = _report(case_at, _assign(case_at))
    follow_ups.accept(case_at.db, case_at.settings, case.id, "", house.actor("clerk1"), house.later(hours=72).at)

    measured = speeds.measure(house.db, house.settings)

    shown = {name: (speed.count, speed.median_hours, speed.over_limit) for name, speed in measured.items()}
    assert shown["edited"] == (1, 2.0, 0)
    assert shown["approved"] == (1, 28.0, 1)
    assert shown["answered"] == (1, 12.0, 0)
    assert measured["approved"].worst_hours == 28.0


def test_an_office_without_rows_has_no_speeds(house: House) -> None:
    """Nothing measured is said as nothing, not as zero hours."""
    speed = speeds.measure(house.db, house.settings)["answered"]

    assert (speed.name, speed.count, speed.median_hours, speed.worst_hours) == ("反馈快", 0, None, None)
