"""The urgent chain on the screen: what burns first, the clock of the next report, every step one key, only where it is allowed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from rich.cells import cell_len

from bulletin import store
from bulletin.desk.urgent import chain
from bulletin.model import Incident, Item, PhoneReport, Rating
from tests.calls import LATIN
from tests.conftest import House
from tests.desk_terminal import Driver, Seat, desk, drive
from tests.test_tui_pictures import compare

NAME = "东山镇老街居民楼火灾"
FIRST = "11月20日8时50分许，东山镇老街12号一居民楼起火，2人受轻伤。镇专职消防队已赶赴现场扑救。"
NEXT = "11月20日8时50分许，东山镇老街12号一居民楼起火，2人受轻伤。截至12时，明火已全部扑灭，伤者已出院。"


@pytest.fixture
def quiet(house: House) -> House:
    """An office whose sample holds nothing urgent that waits."""
    for item in store.urgent.waiting(house.db, house.at - timedelta(days=30), house.at):
        with store.write(house.db):
            house.db.execute("update items set state = 'declined' where id = ?", (item.id,))
    return house


def seat(house: House, person: str = "editor1") -> Seat:
    """A person at the desk of that office."""
    return Seat(house.db, house.settings, house.at, person)


def submit(house: House, title: str, text: str = FIRST, unit: str = "东山镇") -> Item:
    """An urgent submission."""
    return house.item(text, title, unit, urgency="特急", kind="紧急")


def alarmed(house: House, severity: str = "较大", name: str = NAME, ago: float = 20) -> Incident:
    """An incident opened of its first report, so many minutes after the event."""
    item = submit(house, f"{name}（首报）")
    rating = Rating("", severity, event_at=house.at - timedelta(minutes=ago))
    return chain.alarm(house.db, house.settings, rating, house.actor("editor1"), house.at, item.id)


def join(house: House, one: Incident, title: str, text: str = NEXT) -> Incident:
    """Join one more report."""
    return chain.join(house.db, one.id, submit(house, title, text).id, house.actor("editor1"), house.at)


def now(house: House, number: int) -> Incident:
    """The incident as it stands now."""
    return store.urgent.get(house.db, number)


async def go(driver: Driver, words: str = "处置中") -> str:
    """Go to the urgent screen, and wait until it shows the words."""
    driver.app.go("紧急")
    await driver.wait(words)
    return await driver.press()


def test_it_is_reached_by_its_word(quiet: House) -> None:
    """`:` 紧急 Enter shows it; with nothing to do it says how to begin."""

    async def deed(driver: Driver) -> None:
        await driver.press("colon")
        await driver.type("紧急")
        await driver.press("enter")
        await driver.wait("没有处置中的突发事件")

    drive(seat(quiet), deed)


def test_what_burns_stands_first(quiet: House) -> None:
    """Not placed, overdue, due later, 终报 in; ended ones only on demand; each with its clock in words."""
    yesterday = quiet.later(hours=-26)
    over = alarmed(yesterday, name="石桥乡山体滑坡")
    running = alarmed(quiet)
    final = join(quiet, alarmed(quiet, name="城南加油站泄漏"), "城南加油站泄漏终报")
    ended = join(quiet, alarmed(quiet, name="北街断电"), "北街断电终报")
    chain.end(quiet.db, ended.id, quiet.actor("editor1"), quiet.at)
    loose = submit(quiet, "市水利局关于供水管道爆裂的紧急信息", unit="市水利局")

    async def deed(driver: Driver) -> None:
        shown = await go(driver)
        assert "处置中 3件" in shown
        assert "待归入 1条 应报未报 1件" in shown
        screen = driver.app.screen
        keys = [("item", loose.id), *(("incident", one.id) for one in (over, running, final))]
        assert [row.key for row in screen.listed] == keys  # type: ignore[attr-defined]
        for words in ("待 刚到", "过 过2小时", "续 剩1天", "终 可结束"):
            assert words in shown
        assert "北街断电" not in shown
        assert "北街断电" in await driver.press("o")

    drive(seat(quiet), deed)


def test_an_item_becomes_an_incident_that_is_rated(quiet: House) -> None:
    """n on an item opens an incident of it; t rates it, an hour alone is of today; what was never entered needs no reason."""
    submit(quiet, f"{NAME}（首报）")

    async def deed(driver: Driver) -> None:
        await go(driver)
        await driver.press("n")
        assert "已立突发事件 1，来稿" in await driver.press("enter")
        await driver.press("t")
        await driver.press("up", "up", "right", "right", "right", "down", "down")
        await driver.type("8:40")
        assert f"突发事件 1：较大，{NAME}" in await driver.press("enter")

    drive(seat(quiet), deed)
    rating = now(quiet, 1).rating
    assert (rating.severity, rating.unit) == ("较大", "东山镇")
    assert rating.event_at and rating.event_at.isoformat() == "2026-11-20T08:40:00+08:00"


def test_a_changed_rating_needs_a_reason_and_the_form_stays(quiet: House) -> None:
    """Another severity without why is refused above the fields, in words of the desk; with why it is a further row."""
    alarmed(quiet)

    async def deed(driver: Driver) -> None:
        await go(driver)
        await driver.press("t", "up", "up", "up", "left")
        shown = await driver.press("enter")
        assert "未完成" in shown
        assert "--" not in shown
        await driver.press("down")
        await driver.type("伤亡增加")
        assert "突发事件 1：重大" in await driver.press("enter")

    drive(seat(quiet), deed)
    assert [one.severity for one in now(quiet, 1).ratings] == ["较大", "重大"]


def test_a_time_that_is_none_is_said_and_nothing_is_lost(quiet: House) -> None:
    """明天 as a time is refused with how to write it."""
    alarmed(quiet)

    async def deed(driver: Driver) -> None:
        await go(driver)
        await driver.press("t")
        await driver.type("早上")
        assert "接报时间“早上”看不懂。应如 2026-11-20 08:50" in await driver.press("enter")

    drive(seat(quiet), deed)


def test_a_changed_time_is_told_with_what_it_was(quiet: House) -> None:
    """A time of the event that was changed after it was entered stands in the pane with the former one and the reason."""
    one = alarmed(quiet, ago=90)
    wish = Rating(NAME, "较大", "东山镇", quiet.at - timedelta(minutes=20), reason="原登记有误")
    chain.rate(quiet.db, quiet.settings, one.id, wish, quiet.actor("clerk1"), quiet.at)

    async def deed(driver: Driver) -> None:
        assert "07:30" in await go(driver, "原登记有误")

    drive(seat(quiet), deed)


def test_the_chain_goes_to_its_end_by_keys(quiet: House) -> None:
    """f joins the proposed item as what it is; c without 终报 says why not; with it c ends and r with a reason goes on."""
    one = alarmed(quiet)
    item = submit(quiet, f"{NAME}续报一", NEXT)

    async def deed(driver: Driver) -> None:
        shown = await go(driver)
        assert "c 结束" not in shown
        await driver.press("j")
        assert "还没有终报" in await driver.press("c")
        await driver.press("f")
        assert "作为" in await driver.press("enter")
        assert f"来稿 {item.id} 已归入突发事件 1，为续报一" in await driver.press("enter")
        assert "续报一" in driver.screen()

    drive(seat(quiet), deed)
    later = quiet.later(hours=4)
    submit(later, "起火原因已查明", "经查，系电气线路故障。", "市消防支队")

    async def ending(driver: Driver) -> None:
        await go(driver)
        await driver.press("G", "f")
        await driver.type("起火原因")
        await driver.press("enter")
        await driver.press("right")
        assert "为终报" in await driver.press("enter")
        assert "c 结束" in await driver.press("G")
        assert "首报" in await driver.press("c")
        assert "突发事件 1 处置结束" in await driver.press("enter")
        await driver.press("o", "G", "r")
        assert "还没有写为什么恢复处置" in await driver.press("enter")
        await driver.type("复燃")
        assert "突发事件 1 恢复处置" in await driver.press("enter")

    drive(seat(later), ending)
    assert now(quiet, one.id).state == "handling"
    assert [report.kind for report in now(quiet, one.id).reports] == ["first", "continued", "final"]


def test_what_is_taken_off_is_not_proposed_again(quiet: House) -> None:
    """x on a proposed item, with a reason: it is gone from the pane; on the last report: its number is free."""
    one = join(quiet, alarmed(quiet), f"{NAME}续报一")
    submit(quiet, f"{NAME}有关情况", "东山镇老街受影响住户38人已安置。")

    async def deed(driver: Driver) -> None:
        await go(driver)
        await driver.press("G")
        assert "可能属于这一件" in driver.screen()
        await driver.press("x", "down", "enter")
        assert "还没有写为什么不是它的报告" in await driver.press("enter")
        await driver.type("另一处")
        assert "不再提示" in await driver.press("enter")
        assert "可能属于这一件" not in driver.screen()
        await driver.press("x", "enter")
        await driver.type("归错")
        await driver.press("enter")

    drive(seat(quiet), deed)
    assert [report.kind for report in now(quiet, one.id).reports] == ["first"]


def test_a_call_alone_begins_an_incident(quiet: House) -> None:
    """N opens one without an item; p records who called and said what, and names what is not recorded yet."""

    async def deed(driver: Driver) -> None:
        await go(driver)
        await driver.press("N")
        await driver.type("东山镇老街火灾")
        assert "已立突发事件 1" in await driver.press("enter")
        await driver.press("p")
        assert "还没有写谁打来的、说了什么" in await driver.press("enter")
        await driver.type("李四")
        await driver.press("down")
        await driver.type("老街起火")
        assert "还没有记：职务、电话号码、已告知谁" in await driver.press("enter")
        assert "李四：老街起火" in await driver.press("space")

    drive(seat(quiet), deed)
    assert [call.phoned_at for call in now(quiet, 1).phoned] == [quiet.at]


def test_a_report_is_adopted_under_its_title_without_repetitions(quiet: House) -> None:
    """a offers 去掉重复的句子 first; the article is 名称＋续报一, the repeated sentence gone; Enter goes to it."""
    join(quiet, alarmed(quiet), f"{NAME}续报一")

    async def deed(driver: Driver) -> None:
        await go(driver)
        await driver.press("a", "down", "enter")
        assert "重复前面的1句" in driver.screen()
        assert f"已采用为稿件 1《{NAME}续报一》" in await driver.press("enter")
        await driver.press("enter")
        assert f"续报一　稿件 1《{NAME}续报一》".replace("　", " ") in driver.screen()
        await driver.press("enter")
        await driver.wait("稿件 1　编辑中")

    drive(seat(quiet), deed)
    article = store.articles.get(quiet.db, 1)
    assert "起火" not in article.revision.text


def test_an_item_is_placed_from_the_queue(quiet: House) -> None:
    """i in the queue asks for the incident, the likely one first; one that is placed says where."""
    alarmed(quiet)
    item = submit(quiet, f"{NAME}续报一", NEXT)

    async def deed(driver: Driver) -> None:
        driver.app.show_item(str(item.id))
        await driver.wait(f"来稿 {item.id}")
        assert "可能是这一件" in await driver.press("i")
        await driver.press("enter")
        assert "为续报一" in await driver.press("enter")
        driver.app.show_item(str(item.id))
        await driver.wait("为续报一", gone=True)
        assert f"来稿 {item.id} 已归入突发事件 1" in await driver.press("i")

    drive(seat(quiet), deed)
    assert [report.item_id for report in now(quiet, 1).reports][-1] == item.id


def test_an_item_like_no_incident_is_offered_as_a_new_one_first(quiet: House) -> None:
    """f on another disaster's 首报: two Enters open an incident of it; the house fire is named after that."""
    fire = alarmed(quiet)
    item = submit(quiet, "河西区南岭村山体滑坡（首报）", "11月20日8时10分许，南岭村一处山体滑坡。", "河西区")

    async def deed(driver: Driver) -> None:
        shown = await go(driver)
        assert f"来稿{item.id}" in shown
        assert f"事件{fire.id}" in shown
        shown = await driver.press("f")
        assert shown.index("立为新的一件") < shown.rindex(NAME)
        await driver.press("enter")
        assert "已立突发事件 2" in await driver.press("enter")

    drive(seat(quiet), deed)
    assert [report.item_id for report in now(quiet, 2).reports] == [item.id]


def test_the_likeliest_incident_is_offered_first(quiet: House) -> None:
    """f on a 续报 of the fire: the fire, though another incident of the same town came later."""
    fire = alarmed(quiet)
    alarmed(quiet, name="东山镇南岭村山体滑坡")
    item = submit(quiet, f"{NAME}情况（续报一）", NEXT)

    async def deed(driver: Driver) -> None:
        await go(driver)
        await driver.press("f", "enter")
        assert f"来稿 {item.id} 已归入突发事件 {fire.id}，为续报一" in await driver.press("enter")

    drive(seat(quiet), deed)


def test_an_incident_nothing_resembles_takes_nothing_by_two_enters(quiet: House) -> None:
    """f on an incident while only another matter's item waits: Enter twice joins nothing."""
    fire = alarmed(quiet)
    submit(quiet, "河西区南岭村山体滑坡（首报）", "11月20日8时10分许，南岭村一处山体滑坡。", "河西区")

    async def deed(driver: Driver) -> None:
        await go(driver)
        assert "没有相近的来稿" in await driver.press("j", "f")
        await driver.press("enter", "enter")

    drive(seat(quiet), deed)
    assert now(quiet, fire.id).reports == fire.reports


@pytest.mark.usefixtures("unseen")
def test_what_changed_meanwhile_is_not_decided_on(quiet: House) -> None:
    """Somebody rates while the form stands open: nothing is done, and it is said."""
    one = alarmed(quiet, severity="")

    async def deed(driver: Driver) -> None:
        await go(driver)
        await driver.press("t", "up", "up", "up", "right", "right")
        wish = Rating(NAME, "重大", "东山镇", one.rating.event_at)
        chain.rate(quiet.db, quiet.settings, one.id, wish, quiet.actor("clerk1"), quiet.at)
        assert "刚有变动" in await driver.press("enter")

    drive(seat(quiet), deed)
    assert now(quiet, one.id).rating.severity == "重大"


def test_who_may_only_look_is_offered_nothing(quiet: House) -> None:
    """A signer sees the clocks and no key that changes anything; pressing one says why."""
    alarmed(quiet)

    async def deed(driver: Driver) -> None:
        shown = await go(driver)
        assert "t 定级" not in shown
        assert "须由" in await driver.press("t")

    drive(seat(quiet, "signer1"), deed)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        *((key, f"未完成：“{key} ") for key in "nfxtpacr"),
        ("N", "立一件突发事件，只有电话"),
        ("o", "连同处置结束的"),
        ("u", "未完成：没有可以撤销的操作"),
        *((key, "没有处置中的突发事件，也没有要归入的紧急来稿") for key in ("enter", "space", "G")),
    ],
)
def test_no_key_fails_on_an_empty_list(quiet: House, key: str, words: str) -> None:
    """Every key on an empty list says why it does nothing, or asks; those that only look leave the words that tell how to begin."""

    async def deed(driver: Driver) -> None:
        await go(driver)
        assert words in await driver.press(key)

    drive(seat(quiet), deed)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_the_screen_looks_as_it_was_read(quiet: House, columns: int, rows: int) -> None:
    """List and pane: no column drifts, no English sentence, as last found good."""
    yesterday = quiet.later(hours=-26)
    alarmed(yesterday, "重大", "石桥乡山体滑坡", ago=50)
    one = join(quiet, alarmed(quiet), f"{NAME}续报一")
    call = PhoneReport(quiet.at - timedelta(minutes=5), "李四", "党政办主任", "0555-123", "老街起火", "镇长")
    chain.phone(quiet.db, one.id, call, quiet.actor("clerk1"), quiet.at)
    submit(quiet, "市水利局关于供水管道爆裂的紧急信息", "11月20日7时，城区主供水管道爆裂。", "市水利局")

    async def look(driver: Driver) -> None:
        await go(driver)
        shown = await driver.press("G")
        assert all(cell_len(line) <= columns for line in shown.split("\n"))
        assert not LATIN.search(shown)
        compare(f"urgent-{columns}x{rows}", shown + "\n")
        assert not LATIN.search(await driver.press("question_mark"))

    drive(seat(quiet), look, columns, rows)


def test_it_stands_in_a_real_terminal(house: House) -> None:
    """In tmux: `:` 紧急, n, Enter: the sample's urgent item is an incident with its clock."""
    with desk(house.settings.root, at=house.at.isoformat()) as terminal:
        terminal.wait("待处理 13")
        terminal.press(":")
        terminal.wait("转到")
        terminal.type("紧急")
        terminal.press("Enter")
        terminal.wait("待归入 1条")
        terminal.press("n")
        terminal.wait("立一件突发事件：来稿")
        terminal.press("Enter")
        shown = terminal.wait("已立突发事件 1")
        assert all(cell_len(line) <= 80 for line in shown.split("\n"))
