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
    assert "同一事项还有批示 1、2：以批示 2 为准（级别最高的领导最后一条办理或研究类的批示），其余并列留存" in third.out
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
    assert "红色督查单　〔2026〕1号" in say(printed, "followup slip 2 --kind 三色督查单").out


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
    assert "六问答否：事实清楚、格式规范" in say(printed, "followup trail 2").out


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

    assert (alone.code, "申请延期" in alone.err, "批准延期" in alone.err) == (1, True, False)
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


def test_a_number_that_may_be_an_instruction_or_a_case_is_asked_for(printed: Path) -> None:
    """Case 1 waits under instruction 2: a bare 1 is refused with both ways on, ``--case 1`` assigns it, ``1 --again`` the other."""
    for words in ("请甲办", "请乙办"):
        ask(printed, f"instruction add {ENTRY} --leader 市长 --text {words}")
    ask(printed, "followup register 2")

    refused = say(printed, "followup assign 1 --unit 东山镇")
    assert (refused.code, "在批示 2 下" in refused.err) == (1, True)
    assert "followup assign --case 1" in refused.err and "--again" in refused.err
    assert [one["state"] for one in ask(printed, "followup list")] == ["registered"]
    case = ask(printed, "followup assign --case 1 --unit 东山镇")
    other = ask(printed, "followup assign 1 --unit 市财政局")
    assert [(one["followup"], one["instruction"], one["state"]) for one in (case, other)] == [
        (1, 2, "assigned"),
        (2, 1, "assigned"),
    ]
    again = say(printed, "followup assign --case 1 --unit 东山镇")
    assert (again.code, "不能交办" in again.err) == (1, True)


def test_again_goes_past_a_mistaken_number(printed: Path) -> None:
    """Where the instruction is meant, ``--again`` assigns it though a case of the same number waits elsewhere."""
    for words in ("请甲办", "请乙办"):
        ask(printed, f"instruction add {ENTRY} --leader 市长 --text {words}")
    ask(printed, "followup register 2")

    made = ask(printed, "followup assign 1 --unit 东山镇 --again")

    assert (made["followup"], made["instruction"]) == (2, 1)


@pytest.mark.parametrize("words", ["followup assign --unit 东山镇", "followup assign 1 --case 1 --unit 东山镇"])
def test_what_is_assigned_is_named_once(printed: Path, words: str) -> None:
    """Neither number, or both: exit code 2, and how it is written."""
    ask(printed, f"instruction add {ENTRY} --leader 市长 --text 请办")
    refused = say(printed, words)

    assert (refused.code, "没有写明交办哪一件" in refused.err, "--case" in refused.err) == (2, True, True)


@pytest.mark.parametrize("verb", ["assign 1 --unit 东山镇", "register 1"])
def test_one_instruction_has_one_case_unless_one_more_is_meant(printed: Path, verb: str) -> None:
    """A second is refused while one runs and when it is closed, naming what waits elsewhere; ``--again`` makes it; one that was
    not opened stands in no way."""
    for words in ("请甲办", "请乙办"):
        ask(printed, f"instruction add {ENTRY} --leader 市长 --text {words}")
    ask(printed, "followup assign 1 --unit 东山镇")
    ask(printed, "followup register 2")
    running = say(printed, f"followup {verb}")
    assert (running.code, "批示 1 已有督办 1（承办中）" in running.err, "--again" in running.err) == (1, True, True)
    assert "等着交办的是督办 2" in running.err
    ask(printed, "followup report 1 --text 已办。")
    ask(printed, "followup accept 1")
    closed = say(printed, f"followup {verb}")
    assert (closed.code, "批示 1 已有督办 1（办结）" in closed.err) == (1, True)

    made = ask(printed, f"followup {verb} --again")
    assert (made["followup"], made["instruction"]) == (3, 1)
    ask(printed, "followup leave 2 --reason 已列入年度计划")
    assert ask(printed, f"followup {verb.replace('1', '2', 1)}")["followup"] == 4


def test_the_light_says_in_words_why_it_is_yellow(printed: Path) -> None:
    """被退回 once a report was returned, on the case and on its way slip; 进度慢 where nothing was heard; again none after a
    report."""
    with (printed / "bulletin.toml").open("a", encoding="utf-8") as file:
        file.write("\n[follow_ups.signals]\nbehind_after = 0.5\n")
    ask(printed, f"instruction add {ENTRY} --leader 市长 --text 请办")
    ask(printed, "followup assign 1 --unit 东山镇 --due 2026-12-20")
    late = {"at": "2026-12-10T09:00"}
    assert "黄（进度慢）" in say(printed, "followup show 1", **late).out

    ask(printed, "followup report 1 --text 已办。")
    returned = say(printed, "followup return 1 --reason 没有数字")
    assert "黄（被退回）" in returned.out and "已退回重办" in returned.out
    assert "状态：承办中 黄（被退回）" in say(printed, "followup trail 1").out.replace("　", " ")
    assert ask(printed, "followup show 1")["light"] == "黄（被退回）"
    assert "黄" not in say(printed, "followup report 1 --text 又办。").out


def test_each_step_says_what_was_done_and_what_comes_next(printed: Path) -> None:
    """From the instruction to the leader, as a person reads it; every call that is named is taken as it stands."""
    added = say(printed, f"instruction add {ENTRY} --leader 市长 --text 请甲办").out
    assert "请当天交办：followup assign 1 --unit 牵头单位" in added
    assert "还没有登记、交办的批示：1；" in say(printed, "followup list").out

    assigned = say(printed, "followup assign 1 --unit 东山镇 --co-unit 市水利局 --due 2026-11-30").out
    assert "已编交办单〔2026〕1号，送东山镇、市水利局" in assigned and "--output" in assigned
    assert "还没有登记" not in say(printed, "followup list").out
    assert "已记东山镇签收；还没有签收：市水利局" in say(printed, "followup receive 1").out
    twice = say(printed, "followup receive 1")
    assert (twice.code, "东山镇已签收过" in twice.err, "市水利局" in twice.err) == (1, True, True)
    assert "已记市水利局签收，各单位都已签收" in say(printed, "followup receive 1 --unit 市水利局").out
    assert "已记东山镇的阶段反馈" in say(printed, "followup report 1 --interim --text 在办。").out
    assert "已记市水利局的协办反馈\n" in say(printed, "followup report 1 --unit 市水利局 --text 已核。").out
    extended = say(printed, "followup extend 1 --due 2026-12-05 --reason 雨").out
    assert "已延期至2026年12月5日，原为2026年11月30日" in extended
    assert "已记东山镇的反馈，请审结：followup accept 1" in say(printed, "followup report 1 --text 已办。").out
    assert "审结没有通过，已退回重办" in say(printed, "followup accept 1 --no 事实清楚").out
    sent = say(printed, "followup remind 1 --colour 橙 --text 请反馈。").out
    assert "已发橙色督查单〔2026〕1号，送承办单位（" in sent and "前答复）：请反馈。" in sent
    say(printed, "followup report 1 --text 已办。")
    shown = say(printed, "followup accept 1 --show").out
    assert "followup conclude 1" in shown and "instruction add --answers 1" in shown
    again = say(printed, "instruction add --answers 1 --leader 市长 --text 请再办").out
    assert "请交办：followup assign --case 2 --unit 牵头单位" in again
    assert "不需办理" in say(printed, f"instruction add {ENTRY} --leader 市长 --text 圈阅").out


def test_where_cases_are_opened_first_that_is_what_comes_next(printed: Path) -> None:
    """登记、拟办、立项、交办: each answer names the next call, and no other way is offered."""
    with (printed / "bulletin.toml").open("a", encoding="utf-8") as file:
        file.write("\n[follow_ups]\nopens_first = true\n")
    added = say(printed, f"instruction add {ENTRY} --leader 市长 --text 请甲办").out
    assert "请登记、拟办：followup register 1" in added and "assign" not in added
    registered = say(printed, "followup register 1").out
    assert "请拟办：followup propose 1" in registered and "assign" not in registered
    assert "请批准人立项：followup open 1" in say(printed, "followup propose 1 --unit 东山镇").out
    assert "请交办：followup assign --case 1" in say(printed, "followup open 1").out
    assert say(printed, "followup assign --case 1").code == 0


def test_a_unit_that_has_answered_is_not_counted_on(printed: Path) -> None:
    """The list: days left or over while the unit is waited for; once it has answered, in time or by how many days late."""
    ask(printed, f"instruction add {ENTRY} --leader 市长 --text 请甲办")
    ask(printed, "followup assign 1 --unit 东山镇 --due 2026-11-25")

    def told(day: str) -> str:
        return say(printed, "followup list", at=f"{day}T09:00").out

    assert "剩5天" in told("2026-11-20") and "今天到期" in told("2026-11-25") and "逾期2天" in told("2026-11-27")
    ask(printed, "followup report 1 --text 已办。", at="2026-11-27T09:00")
    assert "迟报2天" in told("2026-12-20")
    ask(printed, "followup return 1 --reason 没有数字", at="2026-11-28T09:00")
    assert "逾期25天" in told("2026-12-20")


def test_where_cases_are_opened_first_an_instruction_without_one_is_to_be_registered(printed: Path) -> None:
    """``assign`` on it names the instruction, not a case that is not there, and how it is registered; nothing was written."""
    with (printed / "bulletin.toml").open("a", encoding="utf-8") as file:
        file.write("\n[follow_ups]\nopens_first = true\n")
    ask(printed, f"instruction add {ENTRY} --leader 市长 --text 请办")

    refused = say(printed, "followup assign 1 --unit 东山镇")

    assert refused.code == 1
    assert "批示 1 还没有登记督办" in refused.err and "followup register 1" in refused.err
    assert "督办 1" not in refused.err
    assert ask(printed, "followup list") == []


def test_an_extension_nobody_can_decide_any_more_is_not_waited_for(printed: Path) -> None:
    """Asked for and not decided: told while the unit works, and again when the report is returned; not once it is closed."""
    ask(printed, f"instruction add {ENTRY} --leader 市长 --text 请办")
    ask(printed, "followup assign 1 --unit 东山镇 --due 2026-11-30")
    waiting = ask(printed, "followup extend 1 --ask --due 2026-12-10 --reason 下雨")
    reported = ask(printed, "followup report 1 --text 已办")
    returned = ask(printed, "followup return 1 --reason 没有数据")
    ask(printed, "followup report 1 --text 已办3件")
    closed = say(printed, "followup accept 1")

    assert [one["asked_until"] is None for one in (waiting, reported, returned)] == [False, True, False]
    assert "等待批准" not in closed.out
    assert "等待批准" not in say(printed, "followup show 1").out


def test_any_slip_is_had_by_its_number_and_called_the_same_everywhere(printed: Path) -> None:
    """Two reminders and an orange slip: each by its number; a red one that was not sent is said, with what was."""
    ask(printed, f"instruction add {ENTRY} --leader 市长 --text 请办")
    ask(printed, "followup assign 1 --unit 东山镇 --due 2026-11-30")
    ask(printed, "followup remind 1 --text 第一次催")
    ask(printed, "followup remind 1 --text 第二次催")
    orange = say(printed, "followup remind 1 --colour 橙")

    first, last = (say(printed, f"followup slip 1 --kind 催办 {which}").out for which in ("--number 1", ""))
    by_name = say(printed, "followup slip 1 --kind 催办", "--number", "〔2026〕1号").out
    red, ninth = (say(printed, f"followup slip 1 --kind {which}") for which in ("红", "催办 --number 9"))

    assert ("第一次催" in first, "第二次催" in last, by_name) == (True, True, first)
    assert (red.code, "没有找到红色督查单" in red.err, "发过：橙色督查单〔2026〕1号" in red.err) == (1, True, True)
    assert (ninth.code, "催办通知单〔2026〕1号、催办通知单〔2026〕2号" in ninth.err) == (1, True)
    for told in (orange, say(printed, "followup show 1"), say(printed, "followup trail 1")):
        assert "橙色督查单〔2026〕1号" in told.out and "三色督查单" not in told.out
    assert "橙色督查单　〔2026〕1号" in say(printed, "followup slip 1 --kind 橙").out
    assert "请主要负责人督促，加快办理" in orange.out


def test_when_all_have_signed_signing_is_no_longer_offered(printed: Path) -> None:
    """What may be done now leaves 签收 out, and signing again says that all have."""
    ask(printed, f"instruction add {ENTRY} --leader 市长 --text 请办")
    ask(printed, "followup assign 1 --unit 东山镇 --co-unit 市财政局")
    ask(printed, "followup receive 1")
    before = say(printed, "followup accept 1").err
    ask(printed, "followup receive 1 --unit 市财政局")

    assert "签收" in before
    assert "签收" not in say(printed, "followup accept 1").err
    assert "各单位都已签收" in say(printed, "followup receive 1").err


def test_a_day_in_the_words_is_told_beside_the_limit(printed: Path) -> None:
    """月底前报结果 with the usual limit: both days are named, nothing is refused; with that day set, nothing is said."""
    added = say(printed, f"instruction add {ENTRY} --leader 市长 --text 请市农业农村局办理，月底前报结果。")
    usual = say(printed, "followup assign 1 --unit 东山镇")
    kept = say(printed, "followup assign 1 --unit 东山镇 --again --due 2026-11-30")

    assert "批示中写明“月底前”：时限可写 --due 2026-11-30" in added.out
    assert (usual.code, "批示中写明“月底前”（2026-11-30），时限定的是 2026-12-05" in usual.err) == (0, True)
    assert (kept.code, "月底" in kept.err) == (0, False)


def test_a_report_made_before_word_for_word_is_told(printed: Path) -> None:
    """The helping unit's same words again are recorded, and it is said that they stand there already; other words are not."""
    ask(printed, f"instruction add {ENTRY} --leader 市长 --text 请办")
    ask(printed, "followup assign 1 --unit 东山镇 --co-unit 市财政局")
    texts = ("已拨付资金30万元。", "已拨付资金30万元", "已拨付资金50万元。")

    said = [say(printed, "followup report 1 --unit 市财政局 --text", text).err for text in texts]

    assert ["市财政局同样的反馈" in one for one in said] == [False, True, False]
    assert len(ask(printed, "followup show 1")["progress"]) == 3


@pytest.mark.parametrize(
    ("typed", "level"),
    [
        ("国家", "国"),
        ("国家级", "国"),
        ("省级", "省"),
        ("市级", "市"),
        ("县级", "县"),
        ("区", "县"),
        ("乡镇", "乡"),
        ("乡", "乡"),
    ],
)
def test_a_level_may_be_called_as_people_call_it(printed: Path, typed: str, level: str) -> None:
    """The level that is kept is one of 国省市县乡; so with every command that takes one."""
    made = ask(printed, f"instruction add {ENTRY} --leader 李某水 --rank 其他 --level {typed} --text 请办")
    adopted = ask(printed, f"adoption add {ENTRY} --level {typed} --bulletin 某某信息")

    assert (made["level"], adopted["level"]) == (level, level)


def test_what_a_new_instruction_closed_returns_with_the_next_case(printed: Path) -> None:
    """The result that was shown and written on again is no item yet: that is said; it stands in that of the case after it."""
    ask(printed, f"instruction add {ENTRY} --leader 市长 --text 请办")
    ask(printed, "followup assign 1 --unit 东山镇")
    ask(printed, "followup report 1 --text 已排查1200处。")
    ask(printed, "followup accept 1 --show")
    again = say(printed, "instruction add --answers 1 --leader 市长 --text 请再核实。")
    words = "督办 1 的反馈随督办 2 办结时一并回到队列"

    assert words in again.out
    assert words in say(printed, "followup show 1").out
    assert words in say(printed, "instruction show 1").out
    ask(printed, "followup assign 2 --unit 东山镇")
    ask(printed, "followup report 2 --text 已核实。")
    item = ask(printed, "followup accept 2")["item"]
    text = say(printed, f"item show {item}").out.partition("办理情况如下")[2]
    assert text.index("已排查1200处。") < text.index("请再核实。") < text.index("已核实。")
