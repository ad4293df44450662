"""The whole way of a follow-up on the screen: every step one key, shown only where it is allowed; nothing is decided unseen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from bulletin import store
from bulletin.errors import UsageError
from bulletin.feedback.cases import closing, follow_ups, instructions, opening
from bulletin.feedback.cases.closing import Verdict
from bulletin.feedback.cases.follow_ups import Assignment
from bulletin.model import FollowUp
from bulletin.tui.screens.case_task import due_of
from bulletin.tui.screens.instructions import InstructionsScreen
from tests.calls import LATIN
from tests.conftest import House, NewHouse
from tests.desk_terminal import Driver, Seat, drive
from tests.test_tui_pictures import compare


@pytest.fixture(scope="module")
def printed(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """An office with one issue that counts as published (nothing is typeset for it); tests work on copies of its database."""
    house = new_house(tmp_path_factory.mktemp("printed") / "office")
    issue = house.issue()
    with store.write(house.db):
        house.db.execute(
            "update issues set state = 'published', year = 2026, number = 1, total = 1 where id = ?", (issue.id,)
        )
    return house


@pytest.fixture
def office(printed: House, tmp_path: Path) -> Iterator[House]:
    """That office, its database to be written to."""
    path = tmp_path / "copy.db"
    printed.db.execute("vacuum into ?", (str(path),))
    db = store.open_database(path)
    yield replace(printed, db=db)
    db.close()


@pytest.fixture
def pen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An editor that writes what stands in the file ``said`` beside it."""
    script, said = tmp_path / "editor.sh", tmp_path / "said"
    script.write_text(f'#!/bin/sh\ncat {said} > "$1"\n', encoding="utf-8")
    script.chmod(0o755)
    said.write_text("已在全市推广，建成示范点12处。\n", encoding="utf-8")
    monkeypatch.setenv("EDITOR", str(script))
    monkeypatch.delenv("VISUAL", raising=False)
    return said


def ruled(house: House, **rules: Any) -> House:
    """The same office with other rules for follow-ups."""
    return replace(house, settings=replace(house.settings, follow_ups=replace(house.settings.follow_ups, **rules)))


def seat(house: House, person: str = "clerk1") -> Seat:
    """A person at the desk of that office."""
    return Seat(house.db, house.settings, house.at, person)


def said(house: House, text: str = "请市农业农村局总结推广。", leader: str = "王副市长", kind: str = "") -> int:
    """An instruction on the issue; its number."""
    issue = store.issues.every(house.db)[0]
    words = instructions.Words(leader, text, kind)
    return instructions.record(house.db, (issue, None), words, house.actor("clerk1"), house.at).id


def assigned(house: House, **wish: Any) -> FollowUp:
    """A case that is assigned."""
    wish = {"unit": "市农业农村局", **wish}
    return follow_ups.assign(house.db, house.settings, said(house), Assignment(**wish), house.actor("clerk1"), house.at)


def reported(house: House, case: FollowUp, text: str = "已推广。", unit: str = "", final: bool = True) -> FollowUp:
    """The case with a report."""
    return follow_ups.report(house.db, case.id, text, final, house.actor("clerk1"), house.at, unit)


def now(house: House, case: FollowUp | int) -> FollowUp:
    """The case as it stands now."""
    return store.follow_ups.get(house.db, case if isinstance(case, int) else case.id)


def kinds(house: House, number: int) -> list[str]:
    """The steps on a case, by their action."""
    return [one.action for one in store.statuses.history(house.db, "follow_up", number)]


async def go(driver: Driver, noun: str) -> str:
    """Go to a noun."""
    await driver.settle(0.1)
    driver.app.go(noun)
    return await driver.settle(0.2)


async def rub_out(driver: Driver, text: str) -> str:
    """Type over what stands in the field."""
    await driver.press("end", "ctrl+u")
    return await driver.type(text)


# From the instruction to the end


def test_an_instruction_is_assigned_at_once(office: House) -> None:
    """即批即转: on 批示, s, the unit found by typing, Enter, Enter: registered, assigned, slip sent; it stands in 督办."""
    said(office)

    async def deed(driver: Driver) -> None:
        shown = await go(driver, "批示")
        assert "等交办 1条" in shown
        assert "未交办" in shown
        await driver.press("s")
        await driver.type("农业")
        form = await driver.press("enter")
        assert "交办：批示 1" in form
        assert "市农业农村局" in form
        done = await driver.press("enter")
        assert "督办 1 已交办：市农业农村局，2026-12-05前办结，交办单〔2026〕1号" in done
        assert "都已交办" in done
        await driver.press("enter")
        assert "督办 未办结 1件 全部 1件" in await driver.settle(0.2)

    drive(seat(office), deed)
    case = now(office, 1)
    assert (case.state, case.unit, case.co_units, case.mode) == ("assigned", "市农业农村局", (), "交办")
    assert kinds(office, 1) == ["register", "assign"]


def test_the_long_way_by_keys_only(office: House, pen: Path) -> None:
    """登记 拟办 立项 交办 签收 阶段 协办 反馈 退回 反馈 送领导 办结, clerk and signer at their desks; the result is an item."""
    said(office)
    house = ruled(office, opens_first=True, approvers=("signer1",), shows_leader=True)

    async def proposing(driver: Driver) -> None:
        assert "s 交办" not in await go(driver, "批示")
        assert "已登记督办 1" in await driver.press("a")
        assert "p 拟办" in await go(driver, "督办")
        await driver.press("p")
        await driver.type("农业")
        await driver.press("enter")
        await driver.type("东山镇")
        await driver.press("down", "down", "right", "down", "down")
        await driver.type("2026-11-27")
        await driver.press("down")
        await driver.type("职责所在")
        shown = await driver.press("enter")
        assert "督办 1 已拟办：市农业农村局、东山镇，2026-11-27前办结，等立项" in shown
        assert "l 立项" not in shown

    async def opening_it(driver: Driver) -> None:
        shown = await go(driver, "督办")
        assert "p 拟办" not in shown
        assert "职责所在" in shown
        await driver.press("l")
        await driver.type("同意")
        shown = await driver.press("enter")
        assert "督办 1 已立项" in shown and "已立项：已立项" not in shown

    async def working(driver: Driver) -> None:
        await go(driver, "督办")
        assert "市农业农村局" in await driver.press("s")
        assert "督办 1 已交办：市农业农村局、东山镇，2026-11-27前办结" in await driver.press("enter")
        assert "还没有签收：市农业农村局、东山镇" in driver.screen()
        await driver.press("y")
        assert "督办 1：市农业农村局已签收" in await driver.press("enter")
        assert "还没有签收：东山镇" in driver.screen()
        assert "已登记市农业农村局的反馈，承办中" in await driver.press("F")
        assert "已登记东山镇的反馈，承办中" in await driver.press("h")
        assert "已登记市农业农村局的反馈，待审结" in await driver.press("f")
        await driver.press("r")
        assert "还没有写退回的理由" in await driver.press("enter")
        await driver.type("没有数据")
        assert "督办 1 已退回：承办中" in await driver.press("enter")
        await driver.press("f")
        asked = await driver.press("a")
        assert "示范点12处" in asked
        assert "回车：送领导阅" in asked
        shown = await driver.press("enter")
        assert "督办 1 审结通过，已送领导阅" in shown
        await driver.press("d")
        assert "督办 1 已办结" in await driver.press("enter")

    drive(seat(house), proposing)
    drive(seat(house, "signer1"), opening_it)
    drive(seat(house), working)
    assert kinds(office, 1) == [
        *("register", "propose", "open_case", "assign", "receive", "contribute", "report", "return"),
        *("report", "show", "conclude"),
    ]
    case = now(office, 1)
    assert (case.co_units, case.urgency, case.due_on, case.mode) == (("东山镇",), "急件", date(2026, 11, 27), "交办")
    assert len(store.items.of_instruction(office.db, 1)) == 1
    assert not list((office.settings.work_dir / "desk").glob("反馈*"))


def test_who_has_signed_is_not_asked_again(office: House) -> None:
    """y offers those that have not signed for it yet; when all have, the key is gone, and pressing it says so."""
    case = assigned(office, co_units=("东山镇",))
    follow_ups.receive(office.db, case.id, "", office.actor("clerk1"), office.at)

    async def deed(driver: Driver) -> None:
        assert "y 签收" in await go(driver, "督办")
        assert "东山镇" in await driver.press("y")
        await driver.press("enter")
        assert "y 签收" not in await driver.settle(0.1)
        assert "各单位都已签收" in await driver.press("y")

    drive(seat(office), deed)


def test_a_case_is_left_unopened_only_with_a_reason(office: House) -> None:
    """L without a word is refused above the field, and the form stays; with one the case is over."""
    opening.register(office.db, office.settings, said(office), office.actor("clerk1"), office.at)

    async def deed(driver: Driver) -> None:
        await go(driver, "督办")
        await driver.press("L")
        assert "还没有写不立项的理由" in await driver.press("enter")
        assert now(office, 1).state == "registered"
        await driver.type("已列入年度计划")
        assert "督办 1 已不立项" in await driver.press("enter")

    drive(seat(office), deed)
    assert now(office, 1).state == "not_opened"


def test_the_six_questions_are_answered_by_digits(office: House) -> None:
    """3 and 6 turn theirs to 否, Enter returns the case with both named; nothing else is asked twice."""
    reported(office, assigned(office))

    async def deed(driver: Driver) -> None:
        await go(driver, "督办")
        assert "回车：办结，结果作为来稿回到队列" in await driver.press("a")
        asked = await driver.press("3", "6", "1", "1")
        assert "退回重办（任务完成、格式规范为“否”）" in asked
        assert "督办 1 已退回重办" in await driver.press("enter")

    drive(seat(office), deed)
    last = store.follow_ups.progress(office.db, 1)[-1]
    assert last.kind == "return"
    assert [question for question, answer in last.judged if not answer] == ["任务完成", "格式规范"]


def test_where_the_office_wants_each_question_answered_none_is_answered_for_one(office: House) -> None:
    """Enter before all six are answered names those that are open, and decides nothing; 0 answers all."""
    house = ruled(office, answers_six=True)
    reported(house, assigned(house))

    async def deed(driver: Driver) -> None:
        await go(driver, "督办")
        await driver.press("a", "1", "2")
        assert "六问还没有答完：任务完成、结论恰当、合法合规、格式规范" in await driver.press("enter")
        assert now(house, 1).state == "reported"
        await driver.press("0", "down")
        await driver.type("123同意")
        assert "督办 1 办结；反馈已回到队列：来稿" in await driver.press("enter")

    drive(seat(house), deed)
    last = store.follow_ups.progress(office.db, 1)[-1]
    assert (last.text, len(last.judged)) == ("123同意", 6)


def test_t_shows_the_result_and_the_leader_writes_again(office: House) -> None:
    """t, Enter: shown; i, the words: the case is closed by it, and the next one is registered, linked to it."""
    reported(office, assigned(office))

    async def deed(driver: Driver) -> None:
        assert "i 再批示" not in await go(driver, "督办")
        await driver.press("t")
        assert "已送领导阅" in await driver.press("enter")
        await driver.press("i")
        await driver.type("请再核实，一周内报我。")
        assert "已登记督办 2，接续督办 1，请交办" in await driver.press("enter")
        assert "接续督办 1" in await driver.press("g")

    drive(seat(office), deed)
    assert (now(office, 1).state, now(office, 2).state, now(office, 2).previous_id) == ("closed", "registered", 1)
    assert kinds(office, 1)[-2:] == ["show", "renew"]


def test_what_is_wrong_in_an_assignment_is_said_and_the_form_stays(office: House) -> None:
    """A unit nobody knows, a date that is none or past: said above the fields in words of the desk; all typed stays."""
    said(office)

    async def deed(driver: Driver) -> None:
        await go(driver, "批示")
        await driver.press("s")
        await driver.type("东山")
        await driver.press("enter")
        await driver.type("农业")
        assert "没有单位“农业”。是不是市农业农村局" in await driver.press("enter")
        await rub_out(driver, "市农业农村局")
        await driver.press("up", "up")
        for typed, refused in (("明天", "时限“明天”看不懂"), ("2026-11-19", "时限 2026-11-19 已经过了")):
            await rub_out(driver, typed)
            shown = await driver.press("enter")
            assert refused in shown
            assert "--" not in shown
        await rub_out(driver, "2026-11-20")
        await driver.press("space")
        await driver.type("17:30")
        assert "督办 1 已交办：东山镇、市农业农村局，2026-11-20前办结" in await driver.press("enter")

    drive(seat(office), deed)
    assert now(office, 1).due_at.isoformat() == "2026-11-20T17:30:00+08:00"


@pytest.mark.parametrize(
    ("typed", "due"),
    [
        ("", (None, time(23, 59, 59))),
        ("2026-11-20", (date(2026, 11, 20), time(23, 59, 59))),
        ("2026-11-20 9:00", (date(2026, 11, 20), time(9))),
        ("2026-12-01　17：30", (date(2026, 12, 1), time(17, 30))),
        ("2026-11-20T17:00", (date(2026, 11, 20), time(17))),
    ],
)
def test_a_date_is_read_as_it_is_typed(at: datetime, typed: str, due: object) -> None:
    """A day, or a day and an hour, with an input method's colon and blank too; nothing means: by class and urgency."""
    assert due_of(typed, at) == due


@pytest.mark.parametrize("typed", ["明天", "2026-13-01", "2026-11-20 25:00", "2026-11-20 8:59", "2026-11-19"])
def test_a_date_that_is_none_or_past_is_refused(at: datetime, typed: str) -> None:
    """Whatever is no day, no hour, or gone by."""
    with pytest.raises(UsageError, match="时限"):
        due_of(typed, at)


def test_what_the_office_does_itself_needs_no_unit(office: House) -> None:
    """自办: chosen like a unit, the office leads, and the mode says so."""
    said(office)

    async def deed(driver: Driver) -> None:
        await go(driver, "批示")
        await driver.press("s")
        await driver.type("自办")
        assert "< 自办 >" in await driver.press("enter")
        assert "督办 1 已交办" in await driver.press("enter")

    drive(seat(office), deed)
    assert (now(office, 1).unit, now(office, 1).mode) == (office.settings.office, "自办")


def test_a_leader_may_write_again_on_what_is_closed(office: House) -> None:
    """i on a closed case: it stays closed, and the next one is registered; a reviewer has no such key."""
    case = reported(office, assigned(office))
    closing.accept(office.db, office.settings, case.id, "", office.actor("clerk1"), office.at)

    async def looking(driver: Driver) -> None:
        assert "i 再批示" not in await go(driver, "督办")

    async def deed(driver: Driver) -> None:
        assert "i 再批示" in await go(driver, "督办")
        await driver.press("i")
        await driver.type("请再核实，一周内报我。")
        assert "已登记督办 2，接续督办 1" in await driver.press("enter")

    drive(seat(office, "reviewer1"), looking)
    drive(seat(office), deed)
    assert [now(office, number).state for number in (1, 2)] == ["closed", "registered"]


# Extensions and reminders


def test_an_extension_is_asked_for_and_granted_by_another(office: House) -> None:
    """X by the clerk, Y by the signer; the clerk finds no key for it, and the signer none to ask."""
    house = ruled(office, extends_by_two=True)
    assigned(house, due_on=date(2026, 12, 1))

    async def asking(driver: Driver) -> None:
        await go(driver, "督办")
        assert "x 延期" not in driver.screen()
        await driver.press("X")
        await driver.type("2026-12-31")
        assert "还没有写理由" in await driver.press("enter")
        await driver.press("down")
        await driver.type("连续降雨")
        shown = await driver.press("enter")
        assert "督办 1 已申请延期至 2026-12-31，等待批准" in shown
        assert "Y 准延期" not in shown
        assert "延期是本人申请的" in await driver.press("Y")

    async def granting(driver: Driver) -> None:
        await go(driver, "督办")
        asked = await driver.press("Y")
        assert "督办甲申请延至 2026-12-31：连续降雨" in asked
        assert "督办 1 批准延期，时限 2026-12-31" in await driver.press("enter")

    drive(seat(house), asking)
    assert now(house, 1).due_on == date(2026, 12, 1)
    drive(seat(house, "signer1"), granting)
    assert now(house, 1).due_on == date(2026, 12, 31)


def test_an_extension_is_denied_for_a_reason(office: House) -> None:
    """N without a word is refused; with one the date stays, and the request is done with."""
    house = ruled(office, extends_by_two=True)
    case = assigned(house, due_on=date(2026, 12, 1))
    clerk = house.actor("clerk1")
    follow_ups.ask_extension(house.db, house.settings, case.id, date(2026, 12, 31), "忙", clerk, house.at)

    async def deed(driver: Driver) -> None:
        await go(driver, "督办")
        await driver.press("N")
        assert "还没有写不同意延期的理由" in await driver.press("enter")
        await driver.type("理由不充分")
        assert "不同意延期，时限 2026-12-01" in await driver.press("enter")

    drive(seat(house, "signer1"), deed)
    assert (now(house, 1).due_on, now(house, 1).course.asked_until) == (date(2026, 12, 1), None)


def test_one_yes_reminds_all_that_are_due(office: House) -> None:
    """M lists whom, by which stage; y sends them all; afterwards nothing is due, and the key is gone."""
    for day in (22, 23, 30):
        assigned(office, due_on=date(2026, 11, day))

    async def deed(driver: Driver) -> None:
        assert "M 催到期" in await go(driver, "督办")
        asked = await driver.press("M")
        assert "今天该催的2件" in asked
        assert "督办 2　11-23　市农业农村局（承办单位）第1次" in asked
        assert "已催办2件：督办 1、督办 2" in await driver.press("y")
        assert "M 催到期" not in driver.screen()
        assert "今天没有到期该催的督办" in await driver.press("M")

    drive(seat(office), deed)
    assert [now(office, number).course.reminders for number in (1, 2, 3)] == [1, 1, 0]


def test_a_reminder_may_bear_a_colour(office: House) -> None:
    """m shows whom it goes to and in which words; a colour makes it a numbered colour slip."""
    assigned(office)

    async def deed(driver: Driver) -> None:
        await go(driver, "督办")
        assert "第1次，送市农业农村局（承办单位）" in await driver.press("m")
        await driver.press("down", "right", "right", "right")
        assert "橙色督查单〔2026〕1号" in await driver.press("enter")

    drive(seat(office), deed)
    assert now(office, 1).course.colour == "橙"


# What was shown is what is decided


def test_what_changed_meanwhile_is_not_decided_on(office: House) -> None:
    """While the six questions stand on the screen another returns the report: nothing is closed, and it is said who did what."""
    case = reported(office, assigned(office))

    async def deed(driver: Driver) -> None:
        await go(driver, "督办")
        await driver.press("a")
        closing.send_back(office.db, case.id, "没有数据", office.actor("clerk1"), office.at)
        refused = await driver.press("enter")
        assert "刚有变动：督办 1 退回，督办甲于" in refused
        await driver.press("escape")
        driver.app.records_changed()
        assert "承办中" in await driver.settle(0.2)

    drive(seat(office), deed)
    assert now(office, case).state == "assigned"


def test_a_report_written_while_the_case_changed_is_kept(office: House, pen: Path) -> None:
    """The text stays in its file and is gone on with; nothing typed is lost."""
    case = assigned(office)

    async def deed(driver: Driver) -> None:
        await go(driver, "督办")
        follow_ups.remind(office.db, office.settings, case.id, "", office.actor("clerk1"), office.at)
        assert "本次操作未执行" in await driver.press("f")
        assert list((office.settings.work_dir / "desk").glob("反馈-督办1-审结*"))
        driver.app.records_changed()
        await driver.settle(0.1)
        assert "待审结" in await driver.press("f")

    drive(seat(office), deed)
    assert store.follow_ups.progress(office.db, 1)[-1].text == "已在全市推广，建成示范点12处。"


@pytest.mark.parametrize("key", ["f", "F", "h"])
@pytest.mark.parametrize("wrote", ["true", ': > "$1"', "printf '  \\n' > \"$1\""])
def test_a_report_that_was_not_written_is_not_registered(office: House, pen: Path, key: str, wrote: str) -> None:
    """Left without writing, or with nothing written, the editor gives no report: that is said, and the case stands as it stood."""
    case = assigned(office, co_units=("东山镇",))
    pen.with_name("editor.sh").write_text(f"#!/bin/sh\n{wrote}\n", encoding="utf-8")

    async def deed(driver: Driver) -> None:
        await go(driver, "督办")
        shown = await driver.press(key)
        assert "没有写办理情况，没有登记" in shown
        assert "已登记" not in shown

    drive(seat(office), deed)
    assert (now(office, case).state, store.follow_ups.progress(office.db, case.id)) == ("assigned", [])
    assert not list((office.settings.work_dir / "desk").glob("反馈*.txt"))


def test_a_text_of_last_time_is_not_registered_by_leaving_the_editor(office: House, pen: Path) -> None:
    """What was left over is stored only when the editor wrote it: who leaves without writing registers nothing, and loses nothing."""
    case = assigned(office)
    left = office.settings.work_dir / "desk" / f"反馈-督办{case.id}-审结-clerk1.txt"
    left.parent.mkdir(parents=True, exist_ok=True)
    left.write_text("上次写到一半\n", encoding="utf-8")
    pen.with_name("editor.sh").write_text("#!/bin/sh\n", encoding="utf-8")

    async def deed(driver: Driver) -> None:
        await go(driver, "督办")
        assert "上次没有存完的文字还在" in await driver.press("f")
        assert store.follow_ups.progress(office.db, case.id) == []
        pen.with_name("editor.sh").write_text('#!/bin/sh\ntouch "$1"\n', encoding="utf-8")
        assert "待审结" in await driver.press("f")

    drive(seat(office), deed)
    assert store.follow_ups.progress(office.db, case.id)[-1].text == "上次写到一半"


def test_reminders_that_changed_meanwhile_are_not_sent(office: House) -> None:
    """Another clerk has reminded already: the yes sends nothing twice."""
    case = assigned(office, due_on=date(2026, 11, 22))

    async def deed(driver: Driver) -> None:
        await go(driver, "督办")
        await driver.press("M")
        follow_ups.remind(office.db, office.settings, case.id, "", office.actor("clerk1"), office.at)
        assert "刚有变动，没有催办" in await driver.press("y")

    drive(seat(office), deed)
    assert now(office, case).course.reminders == 1


def test_the_list_follows_what_others_do(office: House) -> None:
    """What another connection writes stands on the screen without a key, the cursor at its case."""
    first, second = assigned(office, due_on=date(2026, 11, 21)), assigned(office, due_on=date(2026, 12, 20))

    async def deed(driver: Driver) -> None:
        await go(driver, "督办")
        await driver.press("j")
        other = store.open_database(Path(office.db.conn.execute("pragma database_list").fetchone()[2]))
        follow_ups.report(other, first.id, "已办。", True, office.actor("clerk1"), office.at)
        other.close()
        driver.app.look()
        shown = await driver.settle(0.2)
        assert "待审结" in shown
        assert f"督办 {second.id}　承办中" in shown

    drive(seat(office), deed)


# Who may


def test_keys_are_shown_only_where_they_are_allowed(office: House) -> None:
    """A reviewer looks at an assigned case: the way and the states, nothing that changes it; a pressed key says why not."""
    assigned(office)

    async def deed(driver: Driver) -> None:
        shown = await go(driver, "督办")
        assert "回车 流转" in shown
        for key in ("f 反馈", "m 催办", "x 延期", "a 审结", "y 签收"):
            assert key not in shown
        assert "须由督办员角色进行" in await driver.press("f")

    drive(seat(office, "reviewer1"), deed)


@pytest.mark.parametrize("key", list("plLsyfFharRtdimMxXYN"))
def test_no_key_fails_on_an_empty_list(office: House, key: str) -> None:
    """Without a case nothing happens, and nothing is said in another language."""

    async def deed(driver: Driver) -> None:
        await go(driver, "督办")
        assert "没有督办" in await driver.press(key)
        assert not LATIN.search(driver.screen())

    drive(seat(office), deed)


# Instructions


def test_an_instruction_is_registered_classed_and_found_in_its_case(office: House) -> None:
    """n asks the issue, then the words; t puts the class right with a reason; a class that asks nothing has no key for a case."""

    async def deed(driver: Driver) -> None:
        assert "n 登记批示" in await go(driver, "批示")
        await driver.press("n", "enter")
        await driver.type("王副市长")
        await driver.press("down")
        await driver.type("做法很好。")
        shown = await driver.press("enter")
        assert "已登记批示 1（肯定）" in shown
        assert "不需办理" in shown
        assert "s 交办" not in shown
        assert "你现在可以：n 登记批示、t 改类别" in await driver.press("s")
        await driver.press("t", "up", "up", "up")
        await driver.press("left", "left")
        await driver.press("down", "down", "down")
        assert "还没有写理由" in await driver.press("enter")
        await driver.type("领导当面要求办理")
        shown = await driver.press("enter")
        assert "批示 1 已改正：办理" in shown
        assert "s 交办" in shown

    drive(seat(office), deed)
    assert store.instructions.get(office.db, 1).kind == "办理"


def test_instructions_that_nobody_was_told_to_do_stand_first(office: House) -> None:
    """Not assigned, then in hand by what burns, then what demands nothing; of several on a matter the one that holds is said."""
    praise = said(office, "做法很好。")
    far, near = (assigned(office, due_on=date(2026, 12, day)).instruction_id for day in (20, 2))
    waits = said(office, "请研究提出意见。", "王市长")

    async def deed(driver: Driver) -> None:
        shown = await go(driver, "批示")
        screen = driver.app.screen
        assert isinstance(screen, InstructionsScreen)
        assert [row.said.id for row in screen.listed] == [waits, near, far, praise]
        await driver.press("j")
        assert f"以批示 {waits} 为准" in await driver.settle(0.1)
        assert "待" in shown
        assert "等交办 1条" in await driver.press("o")
        assert [row.said.id for row in screen.listed] == [waits]

    drive(seat(office), deed)


def test_what_was_not_assigned_on_its_day_is_marked(office: House) -> None:
    """即批即转: 待 on the day of the instruction, 迟 from the next on, in words too."""
    said(office)

    async def today(driver: Driver) -> None:
        shown = await go(driver, "批示")
        assert " 待 11-20" in shown
        assert "即批即转，今天交办" in shown

    async def tomorrow(driver: Driver) -> None:
        shown = await go(driver, "批示")
        assert " 迟 11-20" in shown
        assert "已过批示当天" in shown

    drive(seat(office), today)
    drive(seat(office.later(days=1)), tomorrow)


# How it looks


@pytest.fixture
def many(office: House) -> House:
    """Cases of every light and state, at the moment the pictures are taken."""
    clerk, settings = office.actor("clerk1"), office.settings
    day = office.at.date()
    for text in (
        "请市农业农村局牵头，总结东山镇“晚稻提前收割”的做法——在全市推广。",
        "请抓紧办理，结果报我。",
        "请财政局速办。",
        "请研究提出意见。",
        "请办公室核实。",
        "做法很好。",
    ):
        said(office, text)
    wishes = (
        Assignment("市农业农村局", ("东山镇", "市财政局"), due_on=day + timedelta(days=1)),
        Assignment("东山镇", due_on=day + timedelta(days=4), due_by=time(17)),
        Assignment("市财政局", due_on=day + timedelta(days=20), urgency="急件"),
        Assignment("市农业农村局", due_on=day + timedelta(days=30)),
    )
    for number, wish in enumerate(wishes, 1):
        follow_ups.assign(office.db, settings, number, wish, clerk, office.at)
    opening.register(office.db, settings, 5, clerk, office.at)
    later = office.later(days=3)
    follow_ups.report(office.db, 1, "已排查800处。", False, clerk, later.at)
    follow_ups.report(office.db, 1, "已核查水库12座。", True, clerk, later.at, "东山镇")
    follow_ups.remind(office.db, settings, 1, "", clerk, later.at, "橙")
    reported(later, now(office, 3), "已拨付资金1200万元。")
    closing.judge(office.db, settings, 3, Verdict("请写明时间", ("格式规范",)), clerk, later.at)
    reported(later, now(office, 4), "已研究。")
    closing.judge(office.db, settings, 4, Verdict("同意"), clerk, later.at)
    return replace(later, settings=settings)


@pytest.mark.parametrize("name", ["follow_ups", "judging", "way", "instructions", "assigning"])
@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_the_screens_look_as_they_were_read(many: House, name: str, columns: int, rows: int) -> None:
    """List, six questions, way, instructions and the form of an assignment: no column drifts, as last found good."""
    if name == "judging":
        reported(many, now(many, 1), "已在全市推广，建成示范点12处。\n下一步，12月底前再建20处。")

    async def look(driver: Driver) -> None:
        shown = await go(driver, "批示" if name in ("instructions", "assigning") else "督办")
        if name == "judging":
            shown = await driver.press("a", "2")
        elif name == "way":
            shown = await driver.press("enter")
        elif name == "assigning":
            shown = await driver.press("s")
            shown = await driver.press("enter")
        assert all(cell_len(line) <= columns for line in shown.split("\n"))
        assert len(shown.split("\n")) == rows
        assert not LATIN.search(shown)
        compare(f"{name}-{columns}x{rows}", shown + "\n")

    drive(seat(many), look, columns, rows)


@pytest.mark.parametrize("noun", ["督办", "批示"])
def test_the_help_lists_only_what_is_allowed_in_chinese(many: House, noun: str) -> None:
    """? on either list shows no English word."""

    async def look(driver: Driver) -> None:
        await go(driver, noun)
        assert not LATIN.search(await driver.press("question_mark"))

    drive(seat(many), look)
