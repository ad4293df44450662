"""Review on the screen: what waits, what changed since one last saw it, one key for each word of the trade, nothing passed unseen."""

from __future__ import annotations

import pytest

from bulletin import store
from bulletin.desk import review
from bulletin.model import Article
from tests.conftest import House
from tests.desk_terminal import Driver, Seat, drive
from tests.test_tui_pictures import compare

TWO_LEVELS = "信息专报"
OLD = "据统计，全市播种油菜1.1万亩。\n下一步将加强田间管理。"
NEW = "据统计，全市播种油菜1.2万亩。\n下一步将加强田间管理。"


def seat(house: House, person: str = "reviewer1") -> Seat:
    """A person at the desk of that office."""
    return Seat(house.db, house.settings, house.at, person)


def returned_and_sent_again(house: House) -> Article:
    """An article reviewer1 saw, returned, and which was mended and sent again."""
    one = house.article("in_review", text=OLD)
    review.seen(house.db, one.id, house.actor("reviewer1"), house.at)
    house.move(one, "return", "reviewer1", "请核实数字")
    return house.send(house.edit(store.articles.get(house.db, one.id), NEW))


async def opened(driver: Driver) -> str:
    """Go to what waits and open the first."""
    await driver.settle(0.2)
    driver.app.go("审核")
    await driver.settle(0.2)
    await driver.press("enter")
    return await driver.settle(0.2)


def state(house: House, article_id: int = 1) -> str:
    """Where the article stands."""
    return store.articles.get(house.db, article_id).state


def trail(house: House, article_id: int = 1) -> list[str]:
    """The actions on the article."""
    return [status.action for status in store.statuses.history(house.db, "article", article_id)]


def test_the_difference_since_he_last_saw_it_comes_first_and_then_counts_as_seen(house: House) -> None:
    """Old and new of what changed stand above the text; afterwards today's revision is the one he last saw."""
    one = returned_and_sent_again(house)

    async def deed(driver: Driver) -> None:
        shown = await opened(driver)
        assert "第1稿（你上次看的）以来的改动" in shown
        assert "原　据统计，全市播种油菜1.1万亩。" in shown
        assert "现　据统计，全市播种油菜1.2万亩。" in shown
        assert shown.count("下一步将加强田间管理。") == 1
        assert "2处不同" not in await driver.press("v")

    drive(seat(house), deed)
    before, now = review.difference(house.db, one.id, "reviewer1")
    assert before == now


def test_one_key_approves_and_goes_back_to_what_waits(house: House) -> None:
    """a passes the level; the list says where the piece stands now and for whom it waits."""
    house.article("in_review")

    async def deed(driver: Driver) -> None:
        await opened(driver)
        shown = await driver.press("a")
        assert "等审核甲办的" in shown
        assert "稿件 1 审核通过；现在已审定，等编辑甲或编辑乙" in shown

    drive(seat(house), deed)
    assert state(house) == "approved"


def test_what_nobody_answered_is_named_and_asked_about_before_approving(house: House) -> None:
    """An open finding: a asks, naming how many there are; n passes nothing, y passes the level."""
    one = house.send(house.edit(house.article(text=OLD), NEW))

    async def deed(driver: Driver) -> None:
        await opened(driver)
        asked = await driver.press("a")
        assert "没有答复，还同意吗？" in asked
        assert "提醒" in asked
        await driver.press("n")
        assert state(house, one.id) == "in_review"
        await driver.press("a", "y")

    drive(seat(house), deed)
    assert state(house, one.id) == "approved"


def test_what_was_approved_can_be_sent_back_from_the_article(house: House) -> None:
    """The reviewer opens the approved piece by its number, r and a reason: it is returned to its editor."""
    house.article("approved")

    async def deed(driver: Driver) -> None:
        await driver.settle(0.2)
        driver.app.show_article(1)
        await driver.settle(0.5)
        assert "退回：稿件 1" in await driver.press("r")
        await driver.press("2", "enter")

    drive(seat(house), deed)
    assert state(house) == "returned"


def test_a_level_that_recommends_says_so(house: House) -> None:
    """With two levels the first a recommends: the piece stays in review, the opinion is shown, the next one decides."""
    house.article("in_review", TWO_LEVELS)

    async def first(driver: Driver) -> None:
        await opened(driver)
        assert "等审核乙" in await driver.press("a")

    async def second(driver: Driver) -> None:
        assert "审核甲 拟同意" in await opened(driver)
        await driver.press("a")

    drive(seat(house), first)
    assert state(house) == "in_review"
    drive(seat(house, "reviewer2"), second)
    assert state(house) == "approved"


def test_who_wrote_it_has_no_key_to_approve(house: House) -> None:
    """A reviewer who changed the text finds no a at the foot, and pressing it passes nothing."""
    one = house.article("in_review")
    one = house.send(house.edit(one, NEW, "reviewer1"))

    async def deed(driver: Driver) -> None:
        from bulletin.tui.screens import review_text
        from bulletin.tui.screens.review_piece import PieceScreen

        await driver.settle(0.2)
        await driver.app.push_screen(PieceScreen(review_text.opened(driver.app.sitting, one.id)))
        shown = await driver.settle(0.2)
        assert "a 同意" not in shown
        assert "未完成" in await driver.press("a")

    drive(seat(house), deed)
    assert state(house) == "in_review"


def test_a_piece_is_sent_back_with_a_reason_to_whom_one_says(house: House) -> None:
    """r, a reason, then the level: it goes back to that level; without earlier levels it goes to the editor at once."""
    one = house.article("in_review", TWO_LEVELS)
    house.move(one, "approve", "reviewer1")
    levels = house.settings.publication(TWO_LEVELS).levels

    async def deed(driver: Driver) -> None:
        await opened(driver)
        assert "数字来源须核实后写明" in await driver.press("r")
        asked = await driver.press("1", "enter")
        assert "退给谁" in asked
        await driver.press("down", "enter")

    drive(seat(house, "reviewer2"), deed)
    last = store.statuses.history(house.db, "article", one.id)[-1]
    assert (last.action, last.target, last.note) == ("step_back", levels[0], "数字来源须核实后写明")

    async def to_the_editor(driver: Driver) -> None:
        await opened(driver)
        await driver.press("r")
        await driver.type("标题太长")
        await driver.press("enter")

    drive(seat(house, "reviewer1"), to_the_editor)
    assert state(house) == "returned"


def test_words_as_on_paper_are_read_and_told_before_they_are_done(house: House) -> None:
    """缓发 is read as 缓办 and asked for; 同意数字核实后发 is refused, explained, and stays in the line."""
    house.article("in_review")

    async def deed(driver: Driver) -> None:
        await opened(driver)
        await driver.press("i")
        await driver.type("同意数字核实后发")
        refused = await driver.press("enter")
        assert "没有办理" in refused
        assert "\n  同意数字核实后发" in refused
        assert state(house) == "in_review"
        await driver.press("ctrl+u")
        await driver.type("缓发")
        assert "读作：缓办" in await driver.press("enter")
        assert state(house) == "in_review"
        await driver.press("enter")

    drive(seat(house), deed)
    assert state(house) == "held"


def test_a_piece_is_held_until_a_day(house: House) -> None:
    """h asks for the reason and the day; both stand in the trail."""
    house.article("in_review")

    async def deed(driver: Driver) -> None:
        await opened(driver)
        await driver.press("h")
        await driver.type("等统计局口径")
        await driver.press("enter")
        await driver.type("2026-11-30")
        await driver.press("enter")

    drive(seat(house), deed)
    last = store.statuses.history(house.db, "article", 1)[-1]
    assert (last.action, last.note, last.target) == ("hold", "等统计局口径", "2026-11-30")


def test_countersigning_from_being_asked_to_the_reply(house: House) -> None:
    """c asks a person, who says Y with words; R replies, and only then a passes the piece."""
    house.article("in_review")

    async def ask(driver: Driver) -> None:
        await opened(driver)
        await driver.press("c")
        await driver.type("签发甲")
        assert "等签发甲" in await driver.press("enter")
        assert state(house) == "in_review"

    async def dissent(driver: Driver) -> None:
        assert "待会签" in await opened(driver)
        await driver.press("Y")
        await driver.type("第二段再核")
        await driver.press("enter")

    async def reply(driver: Driver) -> None:
        assert "会签有意见：第二段再核" in await opened(driver)
        assert "未完成" in await driver.press("a")
        await driver.press("R")
        await driver.type("已核，数字无误")
        await driver.press("enter")
        await driver.press("a")

    drive(seat(house), ask)
    drive(seat(house, "signer1"), dissent)
    drive(seat(house), reply)
    assert trail(house)[-4:] == ["countersign", "dissent", "reply", "approve"]


def test_a_revision_that_came_meanwhile_is_not_approved_unseen(house: House) -> None:
    """Another text is sent while he reads: he is told, a is refused, Enter shows what changed, then a passes it."""
    one = house.article("in_review", text=OLD)
    other = store.open_database(house.settings.database_path)

    async def deed(driver: Driver) -> None:
        await opened(driver)
        house.send(house.edit(one, NEW))
        assert "旧稿" in await driver.press("a") or state(house) == "in_review"
        driver.app.records_changed()
        assert "稿件刚改到第2稿" in (await driver.settle(0.2)).replace("\n ", "")
        assert "1.1万亩" in driver.screen()
        assert "现　据统计，全市播种油菜1.2万亩。" in await driver.press("enter")
        assert "没有答复，还同意吗" in await driver.press("a")
        await driver.press("y")

    drive(seat(house), deed)
    other.close()
    assert state(house) == "approved"


@pytest.mark.usefixtures("unseen")
def test_a_level_somebody_else_passed_meanwhile_is_not_passed_again(house: House) -> None:
    """Another reviewer passes the level while he reads: his a does not slip into the next level."""
    one = house.article("in_review", TWO_LEVELS)
    other = store.open_database(house.settings.database_path)

    async def deed(driver: Driver) -> None:
        await opened(driver)
        review.act(other, house.settings, one.id, "approve", house.actor("reviewer1"), house.at)
        assert "未完成" in await driver.press("a")

    drive(seat(house, "reviewer2"), deed)
    other.close()
    assert trail(house)[-1] == "approve"
    assert state(house) == "in_review"


def test_what_waits_appears_when_another_sends_it(house: House) -> None:
    """An article sent by another connection stands in the list within two seconds, with its light and time."""
    one = house.article("draft")
    other = store.open_database(house.settings.database_path)

    async def deed(driver: Driver) -> None:
        await driver.settle(0.2)
        driver.app.go("审核")
        assert "没有等你办的" in await driver.settle(0.2)
        review.act(other, house.settings, one.id, "send", house.actor("editor1"), house.at)
        shown = await driver.settle(1.6)
        assert "绿 11-23 09:00 待你审核   稿件 1" in shown

    drive(seat(house), deed)
    other.close()


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_the_piece_looks_like_its_picture(house: House, columns: int, rows: int) -> None:
    """A piece returned, mended and sent again looks as it was last read and found good."""
    returned_and_sent_again(house)

    async def look(driver: Driver) -> None:
        compare(f"review-{columns}x{rows}", await opened(driver) + "\n")

    drive(seat(house), look, columns, rows)


def test_no_english_sentence_is_shown(house: House) -> None:
    """Every screen that opens from 审核 is Chinese throughout, its help and its questions too."""
    from tests.calls import LATIN

    returned_and_sent_again(house)

    async def deed(driver: Driver) -> None:
        shown = await opened(driver)
        shown = shown.replace("article verify 1", "")
        assert not LATIN.search(shown), shown
        for key in ("question_mark", "r", "h", "c", "z", "i", "v"):
            shown = (await driver.press(key)).replace("article verify 1", "")
            assert not LATIN.search(shown), shown
            await driver.press("escape")

    drive(seat(house), deed)
