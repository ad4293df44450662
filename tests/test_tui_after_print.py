"""What is promised after publication: instructions, corrections and withdrawals are registered on the issue's own screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bulletin import store
from bulletin.model import Issue
from tests.conftest import House, NewHouse
from tests.desk_terminal import Driver, Seat, drive
from tests.test_tui_pictures import compare


@pytest.fixture(scope="module")
def printed(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """An office with one published issue of one entry; tests work on copies of its database."""
    house = new_house(tmp_path_factory.mktemp("printed") / "office")
    house.issue("published")
    return house


@pytest.fixture
def office(printed: House, tmp_path: Path) -> Iterator[House]:
    """That office, its database to be written to."""
    path = tmp_path / "copy.db"
    printed.db.execute("vacuum into ?", (str(path),))
    db = store.open_database(path)
    yield replace(printed, db=db)
    db.close()


def seat(house: House, person: str) -> Seat:
    """A person at the desk of that office."""
    return Seat(house.db, house.settings, house.at, person)


def issue_of(house: House) -> Issue:
    """The published issue."""
    return store.issues.every(house.db)[0]


async def opened(driver: Driver) -> str:
    """Open the published issue."""
    from bulletin.tui.screens.issue import IssueScreen

    await driver.settle(0.2)
    driver.app.push_screen(IssueScreen(1))
    return await driver.settle(0.2)


def test_an_instruction_is_registered_where_the_issue_is(office: House) -> None:
    """i asks for leader and words, on the entry under the cursor; what is missing is said, and nothing typed is lost."""

    async def deed(driver: Driver) -> None:
        assert "i 批示" in await opened(driver)
        asked = await driver.press("i")
        assert "登记批示" in asked and "第1条" in asked
        await driver.type("王副市长")
        missing = await driver.press("enter")
        assert "还没有写批示原文" in missing and "王副市长" in missing
        await driver.press("down")
        await driver.type("请农业农村局总结推广")
        shown = await driver.press("enter")
        assert "已登记批示 1（办理）：王副市长" in shown
        assert "请农业农村局总结推广" in await driver.settle(0.2)

    drive(seat(office, "clerk1"), deed)
    said = store.instructions.of_issue(office.db, issue_of(office).id)
    entry = store.issues.entries(office.db, issue_of(office).id)[0]
    assert [(one.leader, one.text, one.entry_id, one.by) for one in said] == [
        ("王副市长", "请农业农村局总结推广", entry.id, "clerk1")
    ]


def test_an_instruction_entered_twice_is_asked_about(office: House) -> None:
    """The same words on the same entry and day are not recorded at the first Enter, whoever is named; at the second they are."""

    async def deed(driver: Driver) -> None:
        await opened(driver)
        for leader in ("王副市长", "王市长"):
            await driver.press("i")
            await driver.type(leader)
            await driver.press("down")
            await driver.type("请农业农村局总结推广")
            asked = await driver.press("enter")
        assert "已有原文相同的批示1" in "".join(asked.split())
        assert len(store.instructions.every(office.db)) == 1
        assert "已登记批示 2" in await driver.press("enter")

    drive(seat(office, "clerk1"), deed)
    assert len(store.instructions.every(office.db)) == 2


def test_a_day_that_is_none_is_said_and_the_form_stays(office: House) -> None:
    """What the stage or the form refuses stands above the fields; Esc leaves without a trace."""

    async def deed(driver: Driver) -> None:
        await opened(driver)
        await driver.press("i")
        await driver.type("王副市长")
        await driver.press("down")
        await driver.type("已阅")
        await driver.press("up", "up", "up", "ctrl+u")
        await driver.type("明天")
        assert "日期“明天”看不懂" in await driver.press("enter")
        await driver.press("ctrl+u")
        await driver.type("2026-12-01")
        assert "还没有到" in await driver.press("enter")
        await driver.press("escape")

    drive(seat(office, "clerk1"), deed)
    assert store.instructions.every(office.db) == []


def test_a_mistake_in_print_is_registered_and_printed_later(office: House) -> None:
    """c by the signer: what stands nowhere in the entry is refused; then C by an editor makes the article that prints it."""
    issue = issue_of(office)

    async def as_signer(driver: Driver) -> None:
        await opened(driver)
        await driver.press("c")
        await driver.type("七天")
        await driver.press("down")
        await driver.type("5天")
        await driver.press("down")
        await driver.type("校对疏漏")
        assert "中没有“七天”" in await driver.press("enter")
        await driver.press("up", "up", "ctrl+u")
        await driver.type("东山镇")
        shown = await driver.press("enter")
        assert "已登记更正 1：“东山镇”应为“5天”" in shown
        assert "C 更正启事" not in shown

    async def as_editor(driver: Driver) -> None:
        assert "C 更正启事" in await opened(driver)
        assert "“东山镇”应为“5天”" in await driver.press("C")
        assert "已写成稿件 2《更正》" in await driver.press("enter")
        assert "更正启事" not in await driver.press("question_mark", "pagedown")

    drive(seat(office, "signer1"), as_signer)
    drive(seat(office, "editor1"), as_editor)
    [made] = store.corrections.of_issue(office.db, issue.id)
    assert (made.kind, made.wrong, made.keeps_points, made.by) == ("correct", "东山镇", True, "signer1")
    assert store.corrections.articles_of(office.db, made.id) == [2]


def test_a_withdrawal_tells_since_when_and_who_holds_copies(office: House) -> None:
    """w: 废止 wants its day; registered, the issue tells it and the copies still out; twice is refused."""

    async def deed(driver: Driver) -> None:
        await opened(driver)
        await driver.press("w")
        await driver.type("数据有误")
        await driver.press("up", "up", "right", "up", "left", "down")
        assert "还没有写自哪一天起" in await driver.press("enter")
        await driver.press("down")
        await driver.type("2026-12-01")
        shown = await driver.press("enter")
        assert "已登记撤回 1：自2026年12月1日起废止：数据有误" in shown
        assert "编号份未退回" in await driver.settle(0.2)
        await driver.press("w")
        await driver.type("再撤")
        assert "已撤回" in await driver.press("enter")

    drive(seat(office, "signer1"), deed)
    [made] = store.corrections.of_issue(office.db, issue_of(office).id)
    assert (made.kind, made.entry_id, str(made.effective_on)) == ("withdraw", None, "2026-12-01")


def test_who_may_not_has_no_key(office: House) -> None:
    """An editor registers instructions and corrects nothing; a signer corrects and withdraws; a reviewer looks."""

    async def keys(driver: Driver) -> None:
        shown = await opened(driver)
        found.append({word for word in ("i 批示", "c 更正", "w 撤回") if word in shown})

    found: list[set[str]] = []
    for person in ("editor1", "signer1", "reviewer1"):
        drive(seat(office, person), keys)

    assert found == [{"i 批示"}, {"c 更正", "w 撤回"}, set()]


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_the_form_looks_like_its_picture(office: House, columns: int, rows: int) -> None:
    """The form of a withdrawal over the published issue, as it was last read and found good."""

    async def look(driver: Driver) -> None:
        await opened(driver)
        await driver.press("w")
        await driver.type("数据有误")
        compare(f"withdrawal-{columns}x{rows}", await driver.settle(0.3) + "\n")

    drive(seat(office, "signer1"), look, columns, rows)
