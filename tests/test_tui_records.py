"""Commissions and problems on the screen: one list, one pane, one key for each deed; what all lists have in common."""

from __future__ import annotations

import pytest

from bulletin import store
from bulletin.desk import commissions
from bulletin.feedback.cases import follow_ups
from bulletin.model import FollowUp
from tests.conftest import House
from tests.desk_terminal import Driver, Seat, drive


def seat(house: House, person: str) -> Seat:
    """A person at the desk of that office."""
    return Seat(house.db, house.settings, house.at, person)


async def at(driver: Driver, noun: str) -> str:
    """Go to a noun by its word."""
    await driver.settle(0.2)
    await driver.press("colon")
    await driver.type(noun)
    await driver.press("enter")
    return await driver.settle(0.3)


def case(house: House) -> FollowUp:
    """A follow-up of an instruction on a published issue; nothing is typeset for it."""
    issue = house.issue()
    with store.write(house.db):
        house.db.execute(
            "update issues set state = 'published', year = 2026, number = 1, total = 1 where id = ?", (issue.id,)
        )
    said = house.instruction(house.reread(issue))
    wish = follow_ups.Assignment("市农业农村局")
    return follow_ups.assign(house.db, house.settings, said.id, wish, house.actor("clerk1"), house.at)


def test_a_commission_is_put_out_answered_reminded_and_closed(house: House) -> None:
    """n asks topic, time and units; a confirms the suggested item; m reminds who is missing; c closes, u opens again."""

    async def deed(driver: Driver) -> None:
        await at(driver, "约稿")
        await driver.press("n")
        await driver.type("秋粮收购进度")
        await driver.press("enter")
        await driver.type("2026-11-25 下午")
        assert "到这一天24时为止" in await driver.press("enter")
        for _ in range(3):
            await driver.press("backspace")
        await driver.press("enter")
        await driver.type("东山镇")
        await driver.press("space")
        await driver.type("市农业农村局")
        assert "已发出约稿 1，约了2个单位" in await driver.press("enter")
        item = house.item("全镇秋粮收购进度过半。", "东山镇秋粮收购进度过半")
        driver.app.records_changed()
        assert f"可能应约　来稿 {item.id}" in await driver.settle(0.2)
        await driver.press("a")
        assert f"确认应约：来稿 {item.id}" in await driver.press("enter")
        assert "已交 1/2" in driver.screen()
        assert "市农业农村局" in await driver.press("m")
        assert "已记催办1个单位" in await driver.press("enter")
        assert "已结束" in await driver.press("c")

    drive(seat(house, "editor1"), deed)
    one = store.commissions.get(house.db, 1)
    assert (one.state, one.units) == ("closed", ("东山镇", "市农业农村局"))
    assert one.due_at.isoformat() == "2026-11-25T23:59:59+08:00"
    found = commissions.duties(house.db, one, house.at)
    assert [(duty.unit, duty.state, len(duty.reminded)) for duty in found] == [
        ("东山镇", "answered", 0),
        ("市农业农村局", "waiting", 1),
    ]


def test_a_wrong_number_of_an_item_is_told(house: House) -> None:
    """Words where a number should be, and a number nobody has, change nothing and say so."""
    call = commissions.Call("秋粮收购进度", house.at.replace(day=25), units=("东山镇",))
    commissions.commission(house.db, house.settings, call, house.actor("editor1"), house.at)

    async def deed(driver: Driver) -> None:
        await at(driver, "约稿")
        await driver.press("a")
        await driver.type("来稿")
        assert "不是来稿编号" in await driver.press("enter")
        await driver.press("a")
        await driver.type("999")
        assert "没有找到来稿 999" in await driver.press("enter")

    drive(seat(house, "editor1"), deed)


def test_a_problem_is_settled_with_a_word_by_who_may(house: House) -> None:
    """s, a way of ending, Enter: an editor settles it; a reviewer is told that he may not."""
    before = store.problems.count_open(house.db)

    async def refused(driver: Driver) -> None:
        await at(driver, "问题")
        await driver.press("s")
        assert "须由编辑、管理员进行" in await driver.press("1", "enter")

    async def done(driver: Driver) -> None:
        await at(driver, "问题")
        await driver.press("s")
        await driver.type("已从涉密渠道办理")
        assert "已销去" in await driver.press("enter")

    drive(seat(house, "reviewer1"), refused)
    assert store.problems.count_open(house.db) == before
    drive(seat(house, "editor1"), done)
    assert store.problems.count_open(house.db) == before - 1


def test_going_elsewhere_closes_what_was_opened(house: House) -> None:
    """From an opened issue : goes to another noun, and back to the list, never to two of the same screen."""
    house.issue()

    async def deed(driver: Driver) -> None:
        await at(driver, "期")
        await driver.press("enter")
        await at(driver, "约稿")
        shown = await at(driver, "期")
        assert "编排中、待签发、已签发" in shown
        assert len(driver.app.screen_stack) == 2

    drive(seat(house, "editor1"), deed)


@pytest.mark.parametrize("noun", ["审核", "期", "约稿", "批示", "督办", "问题"])
def test_an_empty_or_short_list_is_chinese_and_aligned(house: House, noun: str) -> None:
    """Every screen fits 80 columns, ends with its keys, and shows no English sentence, its help included."""
    from rich.cells import cell_len

    from tests.calls import LATIN

    house.issue()
    case_number = case(house).id if noun in ("批示", "督办") else 0

    async def look(driver: Driver) -> None:
        lines = (await at(driver, noun)).split("\n")
        assert len(lines) == 24
        assert all(cell_len(line) <= 80 for line in lines)
        assert lines[-1].startswith(" ? 帮助")
        assert not LATIN.search("\n".join(lines))
        assert not LATIN.search(await driver.press("question_mark"))
        assert case_number in (0, 1)

    drive(seat(house, "editor1"), look)


@pytest.mark.parametrize(("noun", "key"), [("期", "c 编期"), ("约稿", "n 新约稿")])
def test_only_who_may_begin_has_the_key_for_it(house: House, noun: str, key: str) -> None:
    """An editor finds the key at the foot, a reviewer does not."""

    async def there(driver: Driver) -> None:
        assert key in await at(driver, noun)

    async def not_there(driver: Driver) -> None:
        assert key not in await at(driver, noun)

    drive(seat(house, "editor1"), there)
    drive(seat(house, "reviewer1"), not_there)


def test_a_commission_that_is_refused_loses_nothing_that_was_typed(house: House) -> None:
    """An unknown unit: why stands above, the words in the line; a known one then sends it, with topic and time as typed."""

    async def deed(driver: Driver) -> None:
        await driver.settle(0.2)
        driver.app.go("约稿")
        await driver.settle(0.2)
        await driver.press("n")
        await driver.type("秋粮收购进度")
        await driver.press("enter")
        await driver.type("2026-12-25")
        await driver.press("enter")
        await driver.type("没有的单位")
        refused = await driver.press("enter")
        assert "未发出" in refused
        assert "没有的单位" in refused
        await driver.press("escape", "n")
        assert "秋粮收购进度" in driver.screen()
        await driver.press("enter", "enter", "ctrl+u")
        await driver.type("东山")
        await driver.press("enter")
        assert "已发出约稿 1，约了1个单位" in await driver.settle(0.2)

    drive(seat(house, "editor1"), deed)
    assert store.commissions.get(house.db, 1).topic == "秋粮收购进度"
