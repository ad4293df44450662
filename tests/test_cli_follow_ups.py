"""What is promised about ``bulletin instruction`` and ``bulletin followup``: what is told, in which order, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from calls import Answer, call, done
from conftest import House, NewHouse

ENTRY = "政务信息/2026/1#1"


@pytest.fixture(scope="module")
def printed_once(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """One published issue."""
    house = new_house(tmp_path_factory.mktemp("printed"))
    house.issue("published")
    return house


@pytest.fixture
def printed(new_house: NewHouse, tmp_path: Path, printed_once: House) -> Path:
    """The folder of a copy of the office with a published issue."""
    return new_house(tmp_path / "printed", printed_once).settings.root


def say(office: Path, words: str, *more: str, person: str = "clerk1", at: str = "2026-11-20T09:00") -> Answer:
    """Make one call at a moment; further words may hold spaces."""
    return call(office, *words.split(), *more, person=person, at=f"{at}:00+08:00")


def ask(office: Path, words: str, *more: str, **how: str) -> Any:
    """Return the JSON of a call that had to succeed."""
    return done(say(office, f"{words} --json", *more, **how))


def test_an_instruction_says_who_counts_as_what_and_which_one_holds(printed: Path) -> None:
    """Rank and level from the list; with several on one entry, the line says which holds, and the others still stand."""
    ask(printed, f"instruction add {ENTRY} --leader 王副市长 --text 请财政局办")
    second = ask(printed, f"instruction add {ENTRY} --leader 李某海 --text 请农业农村局办")
    third = say(printed, f"instruction add {ENTRY} --leader 赵某平 --text 请教育局办")

    assert (second["rank"], second["level"], second["kind"]) == ("主要", "市", "办理")
    assert (second["holds"], second["beside"]) == (2, [1])
    assert "赵某平（市级其他领导）" in third.out
    assert "同一事项还有批示 1、2：以批示 2 为准（较高领导的最后批示），其余并列留存" in third.out
    assert [row["holds"] for row in ask(printed, "instruction list")] == [2, 2, 2]
    assigned = say(printed, "followup assign 1 --unit 市财政局")
    assert (assigned.code, "同一事项以批示 2（李某海）为准：请农业农村局办" in assigned.err) == (0, True)
    assert "为准" not in say(printed, "followup assign 2 --unit 市农业农村局").err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (f"instruction add {ENTRY} --leader 李某每 --text 办", ("李某每", "李某海", "--rank")),
        (f"instruction add {ENTRY} --leader 市长 --level 地 --text 办", ("--level", "国、省、市、县、乡")),
        (f"instruction add {ENTRY} --leader 市长 --text 办 --date 2026-11-19", ("2026-11-19", "--date")),
        (f"instruction add {ENTRY} --leader 市长 --text 办 --date 2026-11-21", ("还没有到", "--date")),
        ("instruction add --leader 市长 --text 办", ("批在哪里", "--answers")),
        (f"instruction add {ENTRY} --answers 1 --leader 市长 --text 办", ("只写一处",)),
        ("followup remind", ("没有写明催哪一件", "--due")),
        ("followup remind 1 --due", ("没有写明催哪一件",)),
        ("followup extend 1 --reason 忙", ("没有写新的时限", "--due")),
    ],
)
def test_a_wrong_call_is_refused_with_key_and_remedy(printed: Path, words: str, said: tuple[str, ...]) -> None:
    """Exit code 2, and the words name what is wrong and how it would be right."""
    answer = say(printed, words)

    assert answer.code == 2
    for word in said:
        assert word in answer.err


def test_reading_is_put_right_to_a_task(printed: Path) -> None:
    """A case on 阅 is refused with the command that changes the class; after it the case is assigned."""
    ask(printed, f"instruction add {ENTRY} --leader 市长 --text 阅")
    refused = say(printed, "followup assign 1 --unit 东山镇")
    assert (refused.code, "instruction class 1 --kind 办理" in refused.err) == (1, True)

    assert "须写明理由" in say(printed, "instruction class 1 --kind 办理").err
    assert ask(printed, "instruction class 1 --kind 办理 --reason 领导当面要求")["kind"] == "办理"
    assert ask(printed, "followup assign 1 --unit 东山镇")["state"] == "assigned"


def test_a_case_is_proposed_opened_and_assigned(printed: Path) -> None:
    """Each step of the long way by its command; the assignment needs nothing said again."""
    ask(printed, f"instruction add {ENTRY} --leader 市长 --text 请推广")
    assert ask(printed, "followup register 1")["state"] == "registered"
    words = "followup propose 1 --unit 市财政局 --co-unit 东山镇 --due 2026-12-01T17:00 --urgency 急件 --why 职责所在"
    assert ask(printed, words)["state"] == "proposed"
    assert ask(printed, "followup open 1 --note 同意", person="signer1")["state"] == "opened"
    made = ask(printed, "followup assign 1")

    assert (made["followup"], made["unit"], made["co_units"]) == (1, "市财政局", ["东山镇"])
    assert (made["due_at"], made["missing"]) == ("2026-12-01T17:00:00+08:00", ["东山镇"])
    shown = say(printed, "followup show 1").out
    for line in (
        "时限：2026年12月1日17时",
        "拟交办：市财政局牵头，东山镇配合",
        "立项　签发甲　同意",
        "交办单〔2026〕1号",
    ):
        assert line in shown
    ask(printed, "instruction add 政务信息/2026/1 --leader 市长 --text 请办")
    ask(printed, "followup register 2")
    assert ask(printed, "followup leave 2 --reason 已有安排", person="signer1")["state"] == "not_opened"


def test_the_list_has_first_what_burns(printed: Path) -> None:
    """Red before blue before none; of one light the nearer date, then the higher leader; closed last."""
    for leader, due in (
        ("市长", "11-21"),
        ("王副市长", "11-28"),
        ("市长", "11-28"),
        ("市长", "12-30"),
        ("市长", "11-22"),
    ):
        text = ask(printed, f"instruction add {ENTRY} --leader {leader} --text 请办")
        ask(printed, f"followup assign {text['id']} --unit 东山镇 --due 2026-{due}")
    ask(printed, "followup report 1 --text 办好了")
    ask(printed, "followup accept 1")

    rows = ask(printed, "followup list", at="2026-11-26T09:00")

    assert [(row["id"], row["signal"]) for row in rows] == [
        (5, "red"),
        (3, "blue"),
        (2, "blue"),
        (4, "none"),
        (1, "closed"),
    ]
    shown = say(printed, "followup list", at="2026-11-26T09:00").out.split("\n")
    assert "逾期4天" in shown[1]
    assert "2天" in shown[2]
    assert "按时办结" in shown[5]


def test_what_burns_today_is_reminded_in_one_go(printed: Path) -> None:
    """``burning`` shows whom and in which words; ``remind --due`` sends it, once; a colour slip is sent by hand."""
    ask(printed, f"instruction add {ENTRY} --leader 市长 --text 请办")
    for due in ("2026-11-22", "2026-12-30"):
        ask(printed, f"followup assign 1 --unit 东山镇 --due {due} --again")

    (burning,) = ask(printed, "followup burning")
    (sent,) = ask(printed, "followup remind --due")
    again = say(printed, "followup remind --due")
    red = ask(printed, "followup remind 2 --colour 红 --text 请立即说明")

    assert (burning["id"], burning["reminder"], burning["to"]) == (1, 1, "承办单位")
    assert (sent["id"], sent["slip"]["number"], sent["slip"]["text"]) == (1, 1, "请按时反馈办理情况")
    assert (again.code, "今天没有到期该催的督办" in again.err) == (1, True)
    assert (red["slip"]["kind"], red["slip"]["colour"]) == ("colour", "红")
    assert "三色督查单（红）" in say(printed, "followup slip 2 --kind 三色督查单").out


def test_a_report_is_judged_shown_and_answered_by_a_new_instruction(printed: Path) -> None:
    """A 否 returns it; shown to the leader, whose new word opens the next case; the way slip tells both from the bytes on."""
    ask(printed, f"instruction add {ENTRY} --leader 市长 --text 请推广")
    ask(printed, "followup assign 1 --unit 市发改委 --co-unit 市财政局")
    ask(printed, "followup receive 1 --unit 市发改委")
    assert ask(printed, "followup report 1 --unit 市财政局 --text 已拨款")["missing"] == []
    ask(printed, "followup report 1 --text 办好了")
    assert ask(printed, "followup accept 1 --no 事实清楚 --no 格式规范")["state"] == "assigned"
    ask(printed, "followup report 1 --text 办好了3件")
    assert ask(printed, "followup accept 1 --show")["item"] is None
    made = ask(printed, "instruction add --answers 1 --leader 市长 --text 请再核实数字")
    assert (made["followup"], made["on_followup"]) == (2, 1)
    ask(printed, "followup assign 2 --unit 市发改委")
    ask(printed, "followup report 2 --text 核实无误")
    ask(printed, "followup accept 2 --show")
    assert ask(printed, "followup conclude 2")["item"]

    way = ask(printed, "followup trail 2")
    assert way["steps"][0]["part"] == "收"
    assert way["steps"][-1]["what"] == "督办 2 办结"
    assert "退回（六问：事实清楚否、格式规范否）" in say(printed, "followup trail 2").out


def test_an_extension_by_two_goes_over_two_people(printed: Path) -> None:
    """--ask by the clerk, --grant by whom the office names; the clerk alone is told how it goes."""
    with (printed / "bulletin.toml").open("a", encoding="utf-8") as file:
        file.write('\n[follow_ups]\nextends_by_two = true\napprovers = ["signer1"]\n')
    ask(printed, f"instruction add {ENTRY} --leader 市长 --text 请办")
    ask(printed, "followup assign 1 --unit 东山镇 --due 2026-11-30")

    alone = say(printed, "followup extend 1 --due 2026-12-05 --reason 降雨")
    asked = ask(printed, "followup extend 1 --due 2026-12-05 --reason 降雨 --ask")
    mine = say(printed, "followup extend 1 --grant")
    granted = ask(printed, "followup extend 1 --grant", person="signer1", at="2026-12-01T08:00")

    assert (alone.code, "申请延期" in alone.err, "签发" in alone.err) == (1, True, True)
    assert (asked["due_on"], asked["asked_until"]) == ("2026-11-30", "2026-12-05T23:59:59+08:00")
    assert mine.code == 1
    assert (granted["due_on"], granted["asked_until"]) == ("2026-12-05", None)


def test_working_days_beyond_the_known_calendar_are_said_to_be_weekends_only(printed: Path) -> None:
    """A limit in working days that ends in a year without an arrangement is granted, with a word of warning."""
    with (printed / "bulletin.toml").open("a", encoding="utf-8") as file:
        file.write('\n[follow_ups.limits."办理"]\n"非急件" = "40个工作日"\n')
    ask(printed, f"instruction add {ENTRY} --leader 市长 --text 请办")

    answer = say(printed, "followup assign 1 --unit 东山镇")

    assert answer.code == 0
    assert "2027年的放假安排还没有登记" in answer.err
