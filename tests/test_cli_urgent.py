"""What is promised about ``bulletin urgent`` on the command line, from the first call to the 终报."""

from __future__ import annotations

import json
from typing import Any

import pytest
from conftest import House

from bulletin.cli import run

NAME = "东山镇老街居民楼火灾"
FIRST = "11月20日8时50分许，东山镇老街12号一居民楼起火，2人受轻伤。"
EVENT = "2026-11-20T08:30:00"


def ask(capsys: pytest.CaptureFixture[str], house: House, *words: str, code: int = 0) -> Any:
    """The JSON a call answers with."""
    call = ["--office", str(house.settings.root), "--as", "editor1", "--at", house.at.isoformat(), *words]
    assert run([*call, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def said(capsys: pytest.CaptureFixture[str], house: House, *words: str) -> str:
    """What a call shows to people."""
    assert run(["--office", str(house.settings.root), "--as", "editor1", "--at", house.at.isoformat(), *words]) == 0
    return capsys.readouterr().out


def submit(house: House, title: str, text: str = FIRST) -> str:
    """Put an urgent item into the queue and return its number."""
    return str(house.item(text, title, urgency="特急", kind="紧急").id)


def test_an_incident_from_the_first_call_to_the_end(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """Listed as waiting, opened, telephoned, raised, followed, refused an end without 终报, and ended with it."""
    first = submit(house, f"{NAME}（首报）")
    assert f"{first} " in said(capsys, house, "urgent", "list") and "还没有归入的紧急来稿" in said(
        capsys, house, "urgent", "list"
    )
    made = ask(capsys, house, "urgent", "open", first, "--severity", "一般", "--event-at", EVENT)
    number = str(made["incident"])
    assert (made["name"], made["event_at"]) == (NAME, "2026-11-20T08:30:00+08:00")
    assert [clock["limit"] for clock in made["clocks"]["一般"]] == [60, 60, 120, 120]

    when = ("--when", "2026-11-20T08:55:01", "--number", "0555-123")
    shown = said(capsys, house, "urgent", "phone", number, "--caller", "李四", "--words", "老街起火", *when)
    assert "还没有记：职务、已告知谁" in shown
    assert "（编辑甲记于 2026-11-20 09:00）" in said(capsys, house, "urgent", "show", number)

    raised = ask(capsys, house, "urgent", "rate", number, "--severity", "重大", "--reason", "伤亡增加")
    phone = raised["clocks"]["重大"][0]
    assert list(raised["clocks"]) == ["一般", "重大"]
    assert (phone["state"], phone["late_by"]) == ("late", 10 * 60 + 1)

    later = house.later(hours=3)
    second = submit(later, "关于老街火灾的续报（一）", f"{FIRST}截至12时，明火已全部扑灭。")
    shown = said(capsys, later, "urgent", "show", number)
    assert "迟报 10分1秒" in shown and f"来稿 {second}（东山镇" in shown and "写明是续报一" in shown
    shown = said(capsys, later, "urgent", "follow", number, second)
    assert f"来稿 {second} 已归入突发事件 {number}，为续报一" in shown and "重复了前面报告的 1 句" in shown
    shown = said(capsys, later, "urgent", "show", number)
    assert f"{NAME}续报一" in shown and FIRST in shown

    refused = ask(capsys, later, "urgent", "close", number, code=1)
    assert "还没有终报" in refused["error"]["message"]
    ask(capsys, later, "urgent", "follow", number, submit(later, "处置结束", "火灾已处置完毕。"), "--kind", "终报")
    assert ask(capsys, later, "urgent", "close", number)["state"] == "ended"
    assert number not in [str(one["incident"]) for one in ask(capsys, later, "urgent", "list")["incidents"]]
    assert [one["incident"] for one in ask(capsys, later, "urgent", "list", "--all")["incidents"]] == [int(number)]


def test_who_was_late_is_told_by_period(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """In the month of the report with unit, clock and by how much; in another month nothing."""
    first = submit(house, f"{NAME}（首报）")
    ask(capsys, house, "urgent", "open", first, "--severity", "重大", "--event-at", "2026-11-20T08:29:59")

    (found,) = ask(capsys, house, "urgent", "late", "--month", "2026-11")
    assert (found["unit"], found["severity"], found["on"]) == ("东山镇", "重大", "2026-11-20")
    shown = said(capsys, house, "urgent", "late")
    assert "书面报告自事发迟报 1秒" in shown and "电话报告自事发迟报 15分1秒" in shown
    assert ask(capsys, house, "urgent", "late", "--month", "2026-10") == []


def test_a_changed_time_of_the_event_is_told_with_what_it_was(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """``urgent late`` and ``urgent show``: when who changed it from what to what, why, and what was late by the former time."""
    first = submit(house, f"{NAME}（首报）")
    ask(capsys, house, "urgent", "open", first, "--severity", "重大", "--event-at", "2026-11-20T08:29:59")
    when = ("--event-at", "2026-11-20T08:50", "--reason", "与现场核对")
    ask(capsys, house.later(hours=1), "urgent", "rate", "1", *when)

    words = "事发时间于 2026-11-20 10:00 由编辑甲改为 2026-11-20 08:50，原为 2026-11-20 08:29:59（理由：与现场核对）"
    shown = said(capsys, house.later(hours=1), "urgent", "late")
    assert f"突发事件 1 的{words}" in shown and "按原时间（重大）：电话报告自事发迟报 15分1秒" in shown
    assert "按改后的时间不迟" in shown
    assert words in said(capsys, house.later(hours=1), "urgent", "show", "1")
    (found,) = ask(capsys, house.later(hours=1), "urgent", "late")
    assert [change["reason"] for change in found["changes"]] == ["与现场核对"]
    assert ask(capsys, house.later(hours=1), "urgent", "show", "1")["changes"] == found["changes"]


def test_elements_of_an_item_are_listed(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """Those that show, with their words, and those that are missing; the exit code is 0: nothing is held up."""
    item = submit(house, f"{NAME}（首报）")

    data = ask(capsys, house, "urgent", "elements", item)

    assert "起火" in data["found"]["事发时间"] and {"趋势", "领导到位", "建议"} <= set(data["missing"])
    assert "缺：" in said(capsys, house, "urgent", "elements", item)


def test_a_report_is_adopted_under_its_title(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """``urgent adopt --trim`` makes the article, in one revision where nothing is repeated; an item that reports on nothing is
    refused with a way out."""
    item = submit(house, f"{NAME}（首报）", f"{FIRST}\n\n伤者已送医。")
    refused = ask(capsys, house, "urgent", "adopt", item, code=1)
    assert "urgent open" in refused["error"]["remedy"]

    ask(capsys, house, "urgent", "open", item)
    made = ask(capsys, house, "urgent", "adopt", item, "--publication", "信息专报", "--trim")
    assert (made["title"], made["revision"]) == (NAME, 1)
    assert f"{made['article']} 编辑中" in said(capsys, house, "urgent", "show", "1")


def test_the_trimming_and_the_adoption_are_undone_one_after_the_other(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    """``undo`` brings back first the repeated sentences, then the item into the queue."""
    ask(capsys, house, "urgent", "open", submit(house, f"{NAME}（首报）"))
    item = submit(house, f"{NAME}续报一", f"{FIRST}截至12时，明火已全部扑灭。")
    ask(capsys, house, "urgent", "follow", "1", item)
    article = str(ask(capsys, house, "urgent", "adopt", item, "--trim")["article"])
    assert ask(capsys, house, "article", "show", article)["text"] == "截至12时，明火已全部扑灭。"

    ask(capsys, house, "undo")
    assert ask(capsys, house, "article", "show", article)["text"].startswith(FIRST)
    ask(capsys, house, "undo")
    assert ask(capsys, house, "item", "show", item)["state"] == "new"


def test_the_time_a_report_gives_is_shown_and_not_entered(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a time entered the clock is unknown; what the text says of it is pointed out for a person to enter."""
    shown = said(capsys, house, "urgent", "open", submit(house, f"{NAME}（首报）"))

    assert "写的事发时间：“8时50分许" in shown and "--event-at" in shown
    assert "时间不明" in shown and "未定级" in shown
    assert "事发：不明" in said(capsys, house, "urgent", "show", "1")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("open", "--severity", "重大"), 2),
        (("open", "--name", "火灾", "--severity", "很大"), 2),
        (("open", "--name", "火灾", "--unit", "月亮镇"), 1),
        (("open", "--name", "火灾", "--event-at", "2026-11-20T10:00"), 2),
        (("open", "999"), 1),
        (("show", "999"), 1),
        (("phone", "999", "--caller", "李四", "--words", "起火"), 1),
    ],
)
def test_what_cannot_be_is_refused_with_a_remedy(
    house: House, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int
) -> None:
    """No name, a severity, unit or record there is not, an event to come: said with a way out, nothing is opened."""
    assert ask(capsys, house, "urgent", *words, code=code)["error"]["remedy"]
    assert ask(capsys, house, "urgent", "list", "--all")["incidents"] == []


def test_filing_a_first_report_says_that_an_incident_began(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """The answer to ``item submit`` names the incident and how to rate it; rated without a reason, opened no second time."""
    path = house.settings.root / "shoubao.txt"
    path.write_text(f"{NAME}（首报）\n{FIRST}\n", encoding="utf-8")
    form = ("--unit", "东山镇", "--signed-by", "张三", "--kind", "紧急", "--urgency", "特急")
    shown = said(capsys, house, "item", "submit", str(path), *form)
    assert "已立突发事件 1（未定级）" in shown and "urgent rate 1 --severity" in shown

    assert "突发事件 1 已定级：较大" in said(capsys, house, "urgent", "rate", "1", "--severity", "较大")
    again = ("--severity", "重大", "--reason", "伤亡增加")
    assert "突发事件 1 已改定：重大" in said(capsys, house, "urgent", "rate", "1", *again)


def file(capsys: pytest.CaptureFixture[str], house: House, title: str, text: str) -> str:
    """File a submission of the town as urgent; what is said to people."""
    path = house.settings.root / "laigao.txt"
    path.write_text(f"{title}\n{text}\n", encoding="utf-8")
    form = ("--unit", "东山镇", "--signed-by", "张三", "--kind", "紧急", "--urgency", "特急")
    return said(capsys, house, "item", "submit", str(path), *form)


def test_filing_a_follow_up_says_what_it_may_belong_to(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """What calls itself 续报 or 终报, 情况 before it or not, opens nothing: the answer names the likeliest incident, or says that
    none is like it; joined, it is what it calls itself."""
    file(capsys, house, f"{NAME}情况（首报）", FIRST)
    file(capsys, house, "东山镇南岭村山体滑坡情况（首报）", "11月20日8时10分许，南岭村一处山体滑坡，无人员伤亡。")

    second = file(capsys, house, f"{NAME}情况（续报一）", "截至12时，明火已全部扑灭。")
    assert "自称续报一，待归入：可能属于突发事件 1（" in second and "urgent follow 1 " in second
    last = file(capsys, house, f"{NAME}处置情况（终报）", "火灾已处置完毕，伤者已出院。")
    assert "自称终报，待归入：可能属于突发事件 1（" in last
    strange = file(capsys, house, "北河大桥断裂情况终报", "北河大桥桥面已修复通车。")
    assert "自称终报，待归入" in strange and "已立" not in second + last + strange
    assert len(ask(capsys, house, "urgent", "list", "--all")["incidents"]) == 2

    number = last.split("urgent follow 1 ")[1].strip()
    ask(capsys, house, "urgent", "follow", "1", number)
    assert ask(capsys, house, "urgent", "show", "1")["reports"][-1]["kind"] == "final"


def test_a_time_the_report_contradicts_is_pointed_out(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """Entered otherwise than the text writes it: both are named, in the answer and on the page, and nothing is refused."""
    item = submit(house, f"{NAME}（首报）", "事发时间：2026年11月19日4时40分许\n东山镇老街起火，2人受轻伤。")
    ask(capsys, house, "urgent", "open", item, "--severity", "较大", "--event-at", "2026-11-19T04:45")
    assert ask(capsys, house, "urgent", "show", "1")["reminders"] == []

    when = ("--event-at", "2026-11-20T06:30", "--reason", "更正")
    words = f"提醒：登记的事发时间 2026-11-20 06:30 与来稿 {item} 写的“2026年11月19日4时40分许”不符"
    assert words in said(capsys, house, "urgent", "rate", "1", *when)
    assert words in said(capsys, house, "urgent", "show", "1")


def test_a_step_answers_in_few_lines(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """No step prints the page: on 24 rows the answer, and what is next, stay to be seen."""
    steps = [
        ("open", submit(house, f"{NAME}（首报）", FIRST * 9), "--severity", "较大", "--event-at", EVENT),
        ("phone", "1", "--caller", "李四", "--words", "老街起火"),
        ("rate", "1", "--severity", "重大", "--reason", "伤亡增加"),
        ("follow", "1", submit(house, f"{NAME}续报一", f"{FIRST}伤者已送医。")),
        ("follow", "1", submit(house, f"{NAME}终报", "火灾已处置完毕。")),
        ("close", "1"),
        ("reopen", "1", "--reason", "复燃"),
    ]
    for step in steps:
        shown = said(capsys, house, "urgent", *step)
        assert len(shown.splitlines()) <= 9 and "urgent show 1" in shown, shown
    assert "编辑甲恢复处置：复燃" in said(capsys, house, "urgent", "show", "1")
