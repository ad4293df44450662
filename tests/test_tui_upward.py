"""Reporting upward on the screen: what may go up is sent by form, receipts are confirmed one by one, what is doubted is listed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from bulletin import store
from bulletin.feedback import registers
from tests.calls import LATIN
from tests.conftest import House, NewHouse
from tests.desk_terminal import Driver, Seat, desk, drive
from tests.packages import RECEIVER, a_receipt, send, with_receipts
from tests.test_tui_pictures import compare


@pytest.fixture(scope="module")
def printed_once(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """An office with a published issue of one entry, and an article that is approved."""
    house: House = new_house(tmp_path_factory.mktemp("printed"))
    house.article("approved")
    house.issue("published")
    house.article("approved", title="市财政局推行“一张清单”管理")
    return house


@pytest.fixture
def printed(new_house: NewHouse, tmp_path: Path, printed_once: House) -> House:
    """A copy of that office, for one test."""
    return new_house(tmp_path / "printed", printed_once)


@pytest.fixture
def told(printed: House, tmp_path: Path) -> House:
    """That office, its entry sent up, with two receipts for it and one that is not believed."""
    report = send(printed, store.articles.get(printed.db, 1))
    papers = (
        a_receipt(report.tag),
        a_receipt(report.tag, "2026年第4期"),
        a_receipt(report.tag, "2026年第5期", adopted_on="2026-11-19"),
    )
    return with_receipts(printed, tmp_path / "up", *papers)


def seat(house: House, person: str = "editor1") -> Seat:
    """A person at the desk of that office."""
    return Seat(house.db, house.settings, house.at, person)


async def go(driver: Driver) -> str:
    """Go to the reports, and wait until they are listed."""
    driver.app.go("上报")
    await driver.wait("上报 全部")
    return await driver.press()


def test_an_approved_article_is_sent_up_by_form(printed: House) -> None:
    """s: office, channel, signer; without a signer it is refused and the form stays; then it is listed, its package lies there."""

    async def deed(driver: Driver) -> None:
        shown = await go(driver)
        assert "可 已审定" in shown
        assert "可上报 1篇" in shown
        await driver.press("s")
        assert "还没有写报给哪个办公室" in await driver.press("enter")
        await driver.type("省政府办公厅")
        assert "还没有写谁签发上报" in await driver.press("enter")
        await driver.press("down", "down")
        await driver.type("张三")
        assert "已上报 1，省政府办公厅，专报，签发人 张三" in await driver.press("enter")
        await driver.wait("报 尚无回执")

    drive(seat(printed), deed)
    (report,) = store.upward.every(printed.db)
    assert (report.article_id, report.receiver, report.signed_by) == (2, "省政府办公厅", "张三")
    assert list((printed.settings.root / "var" / "outbox").rglob("reports.xml"))


def test_a_published_entry_goes_up_under_its_signature(printed: House) -> None:
    """o lists what was printed and not reported; the signer is who signed the issue; the same again changes nothing."""

    async def deed(driver: Driver) -> None:
        await go(driver)
        await driver.press("o")
        await driver.type("已印发")
        shown = await driver.press("enter")
        assert "可 已刊发" in shown or "可 已印发" in shown
        await driver.press("s")
        await driver.type("省政府办公厅")
        assert "签发人 签发甲" in await driver.press("enter")
        await driver.press("o", "enter")
        await driver.press("G", "s")
        await driver.type("省政府办公厅")
        assert "未重复上报" in await driver.press("enter")

    drive(seat(printed), deed)
    (report,) = store.upward.every(printed.db)
    assert report.entry_id is not None


def test_receipts_are_confirmed_one_by_one_with_their_source(told: House) -> None:
    """The receipts that wait stand first, with source; y registers the one under the cursor and no other."""

    async def deed(driver: Driver) -> None:
        shown = await go(driver)
        assert "待确认回执 2件 不予采信 1件" in shown
        assert "来源 below" in shown
        assert "采用日期 2026-11-19 早于上报日期" not in shown
        await driver.press("j", "y")
        shown = await driver.press("left", "enter")
        assert "登记前无，登记后" in shown
        assert "待确认回执 1件" in shown

    drive(seat(told, "clerk1"), deed)
    (made,) = store.upper_adoptions.every(told.db)
    assert (made.bulletin, made.number) == ("每日要情", "2026年第4期")


def test_what_is_doubted_says_why_and_offers_nothing(told: House) -> None:
    """A receipt dated before the sending is listed with the reason; y on it does nothing but say so."""

    async def deed(driver: Driver) -> None:
        await go(driver)
        shown = await driver.press("j", "j")
        assert "不予采信的回执" in shown
        assert "早于上报日期" in shown
        assert "y 确认回执" not in shown
        assert "现在不能用" in await driver.press("y")

    drive(seat(told), deed)
    assert store.upper_adoptions.every(told.db) == []


def test_what_was_undone_is_registered_again_only_on_purpose(told: House) -> None:
    """A registration that was taken back does not wait any more; Y makes it anew, y does not."""
    clerk = told.actor("clerk1")

    async def first(driver: Driver) -> None:
        await go(driver)
        await driver.press("y", "enter")

    async def again(driver: Driver) -> None:
        await go(driver)
        await driver.press("o")
        await driver.type("回执")
        await driver.press("enter")
        shown = await driver.press("G", "k")
        assert "已撤销登记" in shown
        assert "y 确认回执" not in shown
        await driver.press("Y")
        assert "已登记 2" in await driver.press("enter")

    drive(seat(told, "clerk1"), first)
    registers.take_back(told.db, told.settings, "upper_adoptions", 1, "登错了", clerk, told.at)
    drive(seat(told, "clerk1"), again)


def test_a_signer_is_offered_nothing(told: House) -> None:
    """Who may not register sees all of it, and no key that changes anything."""

    async def deed(driver: Driver) -> None:
        shown = await go(driver)
        assert "y 确认回执" not in shown
        assert "现在不能用" in await driver.press("y")
        assert "现在不能用" in await driver.press("s")

    drive(seat(told, "signer1"), deed)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        *((key, f"未完成：“{key} ") for key in "syY"),
        ("w", "没有上报，也没有要回执的"),
        ("o", "看哪些"),
        ("r", "这里没有“r”键"),
        *((key, "没有可上报的稿件，也没有报过") for key in ("enter", "space", "G")),
    ],
)
def test_no_key_fails_on_an_empty_list(house: House, key: str, words: str) -> None:
    """Every key on an empty list says why it does nothing, or asks; those that only look leave what tells how to begin."""

    async def deed(driver: Driver) -> None:
        await go(driver)
        assert words in await driver.press(key)

    drive(seat(house), deed)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_the_screen_looks_as_it_was_read(told: House, columns: int, rows: int) -> None:
    """List and pane: no column drifts, no English sentence, as last found good."""

    async def look(driver: Driver) -> None:
        shown = await go(driver)
        assert all(cell_len(line) <= columns for line in shown.split("\n"))
        assert not LATIN.search(shown)
        assert RECEIVER in shown
        compare(f"upward-{columns}x{rows}", re.sub("office-[0-9a-f]{20}", f"office-{'0' * 20}", shown) + "\n")
        assert not LATIN.search(await driver.press("question_mark"))

    drive(seat(told), look, columns, rows)


def test_it_stands_in_a_real_terminal(printed: House) -> None:
    """In tmux: `:` 上报, s, the office and the signer typed as an input method gives them; then it is recorded, and listed."""
    with desk(printed.settings.root, at=printed.at.isoformat()) as terminal:
        terminal.wait("待处理")
        terminal.press(":")
        terminal.wait("转到")
        terminal.type("上报")
        terminal.press("Enter")
        terminal.wait("可上报 1篇")
        terminal.press("s")
        terminal.wait("报给")
        terminal.type("省政府办公厅")
        terminal.wait("省政府办公厅")
        terminal.press("Down", "Down")
        terminal.type("张三")
        terminal.wait("张三")
        terminal.press("Enter")
        shown = terminal.wait("已上报 1，省政府办公厅，专报，签发人 张三")
        assert "报 尚无回执" in shown
        assert all(cell_len(line) <= 80 for line in shown.split("\n"))
    assert [one.receiver for one in store.upward.every(printed.db)] == ["省政府办公厅"]
