"""What is promised about the clocks of an incident, its elements, repetitions and names: all of it pure."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bulletin.desk.urgent import elements, naming, repeats
from bulletin.desk.urgent.clocks import Moments, clocks, late_ones
from bulletin.model import Clock, Report
from bulletin.settings.urgent import Limits, UrgentRules
from bulletin.terms import INCIDENT_ELEMENTS

EVENT = datetime.fromisoformat("2026-12-31T23:45:00+08:00")
HALF, HOUR = timedelta(minutes=30), timedelta(minutes=60)
LIMITS = Limits(HALF, HOUR, HALF, HOUR)
FIRST = (
    "11月20日9时10分，东山镇值班室接到群众报警。8时50分许，老街12号一居民楼起火，过火面积约30平方米，2人受轻伤。"
    "镇党委书记赶赴现场指挥，已疏散群众40人，明火已基本扑灭。建议市消防救援支队支援。"
)


def clock(what: str, since: str, moments: Moments, now: datetime = EVENT + timedelta(hours=5)) -> Clock:
    """One of the four clocks."""
    return next(one for one in clocks(moments, LIMITS, now) if (one.what, one.since) == (what, since))


@pytest.mark.parametrize(("what", "minutes"), [("phone", 30), ("written", 60)])
@pytest.mark.parametrize("since", ["event", "receipt"])
@pytest.mark.parametrize(("seconds", "state"), [(-1, "in_time"), (0, "in_time"), (1, "late")])
def test_the_limit_itself_is_in_time_and_a_second_more_is_not(
    what: str, minutes: int, since: str, seconds: int, state: str
) -> None:
    """29:59 and 30:00 are in time, 30:01 is late by one second; over midnight and New Year; of every clock."""
    done = EVENT + timedelta(minutes=minutes, seconds=seconds)
    start = {"event": (EVENT, None), "receipt": (None, EVENT)}[since]
    came = (done, None) if what == "phone" else (None, done)

    one = clock(what, since, Moments(*start, *came))

    assert (one.state, one.late_by) == (state, timedelta(seconds=max(seconds, 0)))
    assert one.due_at == EVENT + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("seconds", "state", "late"), [(1799, "running", 0), (1800, "running", 0), (1801, "overdue", 1)]
)
def test_a_report_that_has_not_come_is_overdue_a_second_after_the_limit(seconds: int, state: str, late: int) -> None:
    """While nothing has come the clock runs to the limit, and then tells by how much it is over."""
    one = clock("phone", "event", Moments(EVENT, EVENT, None, None), EVENT + timedelta(seconds=seconds))

    assert (one.state, one.late_by) == (state, timedelta(seconds=late))


def test_a_start_that_nobody_knows_is_unknown_and_never_late() -> None:
    """Without the time of the event that clock is unknown, however much later the report; the one from receipt goes on."""
    moments = Moments(None, EVENT, None, EVENT + timedelta(days=2))

    states = {(one.what, one.since): one.state for one in clocks(moments, LIMITS, EVENT + timedelta(days=3))}

    assert (states["written", "event"], states["written", "receipt"]) == ("unknown", "late")
    assert not [one for one in late_ones(clocks(moments, LIMITS, EVENT)) if one.since == "event"]


def test_the_two_starts_are_measured_apart() -> None:
    """Late since the event and in time since its receipt, with limits of their own for each."""
    limits = Limits(HALF, HOUR, timedelta(minutes=5), None)
    moments = Moments(EVENT, EVENT + HALF, EVENT + timedelta(minutes=34), EVENT + timedelta(minutes=70))

    found = {(one.what, one.since): (one.state, one.late_by) for one in clocks(moments, limits, EVENT)}

    assert found == {
        ("phone", "event"): ("late", timedelta(minutes=4)),
        ("phone", "receipt"): ("in_time", timedelta()),
        ("written", "event"): ("late", timedelta(minutes=10)),
        ("written", "receipt"): ("unlimited", timedelta()),
    }


def test_a_writing_that_comes_before_any_call_is_the_call_too() -> None:
    """Written within the time of the call, or called after it: nothing is late; a call never stands for the writing."""
    written = Moments(EVENT, None, EVENT + HOUR, EVENT + HALF)
    called = Moments(EVENT, None, EVENT + HALF, None)

    assert clock("phone", "event", written).state == "in_time"
    assert clock("written", "event", called).state == "overdue"


def test_what_nobody_has_rated_has_the_limits_of_the_gravest() -> None:
    """Better called too early than too late: unrated, the strictest limits are shown."""
    rules = UrgentRules()

    assert rules.limits("", EVENT.date()) == rules.limits("特别重大", EVENT.date())
    assert rules.limits("较大", EVENT.date()).phone == HALF


def test_every_element_of_a_full_first_report_is_found() -> None:
    """Eleven elements told in running text: none is missing."""
    assert elements.missing(FIRST, INCIDENT_ELEMENTS) == []


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("11月20日9时10分，东山镇值班室接到群众报警。", "接报时间"),
        ("8时50分许，", "事发时间"),
        ("过火面积约30平方米，", "影响范围"),
        ("2人受轻伤", "伤亡损失"),
        ("镇党委书记赶赴现场指挥，", "领导到位"),
        ("明火已基本扑灭", "趋势"),
        ("建议市消防救援支队支援。", "建议"),
    ],
)
def test_an_element_that_is_left_out_is_named(told: str, name: str) -> None:
    """The element whose words are taken out of a full report is missing."""
    assert told in FIRST
    assert name in elements.missing(FIRST.replace(told, ""), INCIDENT_ELEMENTS)


@pytest.mark.parametrize(
    "text",
    [
        "11月20日9时10分，镇值班室接到报警，老街一居民楼起火。",
        "截至11月20日12时，老街一居民楼起火已造成2人受伤。",
        "今天上午，老街一居民楼起火。",
        "事发时间：不详\n老街一居民楼起火。",
    ],
)
def test_the_time_of_a_call_is_not_the_time_of_the_event(text: str) -> None:
    """A clock that belongs to the call, or to 截至, says nothing of when it happened; nor does 上午, nor 不详."""
    assert "事发时间" in elements.missing(text, INCIDENT_ELEMENTS)


def test_elements_under_their_own_names_are_found() -> None:
    """A report written as a form, one element a line, in full-width marks."""
    form = "接报时间：9:10\n信息来源：河东村\n发生时间：8：50\n人员伤亡情况：无\n处置情况：正在核实\n发展趋势：向好"

    shown = elements.found(form)

    assert {"接报时间", "信息来源", "事发时间", "伤亡损失", "已采取措施", "趋势"} <= set(shown)


OPENING = "11月20日9时许，东山镇老街12号发生火灾，过火面积约30平方米，2人受伤。镇政府立即组织专职消防队扑救。"


@pytest.mark.parametrize(
    ("sentence", "is_repeat"),
    [
        ("11月20日9时许，东山镇老街12号发生火灾，过火面积约30平方米，2人受伤。", True),
        ("11月20日9时许,东山镇老街１２号发生火灾,过火面积约30平方米,2人受伤;", True),
        ("11月20日9时许，东山镇老街12号发生火灾。", True),
        ("镇政府立即组织了专职消防队扑救。", True),
        ("11月20日9时许，东山镇老街12号发生火灾，过火面积约50平方米，3人受伤。", False),
        ("截至14时，明火已全部扑灭，伤者已出院。", False),
        ("现将有关情况续报如下。", False),
    ],
)
def test_a_follow_up_that_repeats_the_opening_is_pointed_out(sentence: str, is_repeat: bool) -> None:
    """The same sentence, in other marks or width, a part of it, or with a word more, is a repetition; another figure is news."""
    news = "目前现场已清理完毕，道路恢复通行。"
    text = f"{sentence}{news}"

    found = repeats.repeats([OPENING], text)

    assert [one.sentence for one in found] == ([sentence] if is_repeat else [])
    assert repeats.without(text, found) == (news if is_repeat else text)
    assert all(text[one.start : one.end].strip() == one.sentence for one in found)


def test_what_is_left_of_a_trimmed_text_keeps_its_lines() -> None:
    """A line that had only a repetition goes; all others stay as they are, in order."""
    text = "一、进展\n镇政府立即组织专职消防队扑救。\n二、下一步\n继续排查。镇政府立即组织专职消防队扑救。统一安置。"

    assert repeats.without(text, repeats.repeats([OPENING], text)) == "一、进展\n二、下一步\n继续排查。统一安置。"


@pytest.mark.parametrize(
    ("title", "kind", "number", "core"),
    [
        ("东山镇老街火灾（首报）", "first", 0, "东山镇老街火灾"),
        ("关于东山镇老街火灾的续报（三）", "continued", 3, "东山镇老街火灾"),
        ("东山镇老街火灾事件续报十二", "continued", 12, "东山镇老街火灾事件"),
        ("第二次续报：河西区暴雨", "continued", 2, "河西区暴雨"),
        ("【续报】河西区暴雨情况", "continued", 0, "河西区暴雨情况"),
        ("河西区暴雨终报", "final", 0, "河西区暴雨"),
        ("【初报】河西区暴雨", "first", 0, "河西区暴雨"),
    ],
)
def test_a_title_says_which_report_it_is_and_of_what(title: str, kind: str, number: int, core: str) -> None:
    """首报, 续报三, 第二次续报, 终报, in any brackets; what is left is the name of the incident."""
    assert naming.said(title, "") == naming.Said(kind, number)
    assert naming.core(title) == core


@pytest.mark.parametrize(
    "text", ["后续情况将及时续报。", "有关情况随时续报。", "请各单位及时续报。", "一季度经济运行平稳。"]
)
def test_a_promise_to_report_again_is_no_follow_up(text: str) -> None:
    """What ends with 将及时续报 is not called a 续报."""
    assert naming.said("东山镇老街火灾", text) is None


def test_follow_ups_are_counted_in_chinese_numerals() -> None:
    """续报一 … 续报十, 续报十一, 续报二十一, 续报一百零五: the title in print."""
    names = [naming.report_name("continued", number) for number in (1, 10, 11, 20, 21, 105, 110)]
    report = Report(7, "continued", 2, EVENT, "续报", "", "东山镇", "new")

    assert names == ["续报一", "续报十", "续报十一", "续报二十", "续报二十一", "续报一百零五", "续报一百一十"]
    assert naming.title_of("东山镇老街火灾", report) == "东山镇老街火灾续报二"
