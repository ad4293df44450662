"""The queue on the screen: what stands where, what a key does, and that nobody decides on what he has not seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from bulletin import store
from bulletin.desk import editing
from bulletin.tui.differences import side_by_side
from bulletin.tui.screens.comparison import laid_out
from tests.conftest import House
from tests.desk_terminal import Driver, Seat, drive

GOLDEN = Path(__file__).parent / "golden"
SHOWN = "青溪县石桥乡上坪村发生山体滑坡"


def seat(house: House, person: str = "editor1") -> Seat:
    """A person at the desk of that office."""
    return Seat(house.db, house.settings, house.at, person)


def states(house: House) -> dict[int, str]:
    """Where every item stands."""
    return {item.id: item.state for item in store.items.selected(house.db, "true", ())}


def first_id(house: House) -> int:
    """The item that stands first in the queue."""
    from bulletin.desk import queue

    return queue.open_listing(house.db, house.settings, at=house.at).ids(0, 1)[0]


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_the_screen_fills_the_window_and_no_column_drifts(house: House, columns: int, rows: int) -> None:
    """Every line fits the window, ages stand below each other at the right edge of the list, and the keys stand last."""
    from rich.cells import cell_len

    async def look(driver: Driver) -> None:
        lines = (await driver.settle(0.2)).split("\n")
        assert len(lines) == rows
        assert all(cell_len(line) <= columns for line in lines)
        listed = [line for line in lines if "刚刚" in line and "收到" not in line]
        assert len({cell_len(line[: line.index("刚刚")]) for line in listed}) == 1
        assert len(listed) >= 8
        assert lines[-1].startswith(" ? 帮助")
        assert "编辑甲（编辑）" in lines[0]
        assert SHOWN in lines[2]

    drive(seat(house), look, columns, rows)


def test_quotes_dashes_and_dots_move_no_column(house: House) -> None:
    """Titles with “ ” … — · and with wide names keep the age column where it is, on wide terminals too."""
    from rich.cells import cell_len

    for title in ("“十四五”规划——稳中求进……持续·推进·再推进", "①②③℃‰★→“”…—·" * 3, "ABC abc １２３ ＡＢＣ"):
        house.item(title=title, text=title)

    async def look(driver: Driver) -> None:
        lines = (await driver.settle(0.2)).split("\n")
        listed = [line for line in lines if line.endswith("刚刚") and line[2:6].strip()]
        assert {cell_len(line) for line in listed} == {80}

    drive(seat(house), look, 80, 40)
    drive(seat(house), look, 80, 40, wide=True)


def test_a_title_cannot_drive_the_desk(house: House) -> None:
    """Markup and escape sequences in a title are shown as words or dropped; nothing runs and nothing breaks."""
    for title in ("[@click=app.action_leave]点我[/]山体滑坡", "附件[/]全文", "标题\x1b]0;PWNED\x07\x1b[2J"):
        house.item(title=title, text=title)

    async def look(driver: Driver) -> None:
        shown = await driver.press("G")
        assert "点我[/]山体滑坡" in shown or "附件[/]全文" in shown
        assert "\x1b" not in shown
        assert "PWNED" not in shown

    drive(seat(house), look, 80, 40)


def test_declining_asks_for_a_reason_and_can_be_undone(house: House) -> None:
    """d, a number, Enter declines with that reason; u puts the item back."""
    first = first_id(house)

    async def deed(driver: Driver) -> None:
        asked = await driver.press("d")
        assert "内容陈旧，已过时效" in asked
        said = await driver.press("1", "enter")
        assert f"不采用：来稿 {first}" in said
        assert states(house)[first] == "declined"
        assert store.statuses.history(house.db, "item", first)[-1].note == "内容陈旧，已过时效"
        told = await driver.press("u")
        assert f"撤销：不采用来稿 {first}（内容陈旧，已过时效）" in told
        assert states(house)[first] == "declined"
        assert "已撤销" in await driver.press("enter")
        assert states(house)[first] == "new"
        await driver.press("U", "enter")
        assert states(house)[first] == "declined"

    drive(seat(house), deed)


def test_a_reason_of_ones_own_can_be_typed(house: House) -> None:
    """What is typed is the reason where it is none of the usual ones."""
    first = first_id(house)

    async def deed(driver: Driver) -> None:
        await driver.press("d")
        await driver.type("与县里口径不一")
        await driver.press("enter")

    drive(seat(house), deed)
    assert store.statuses.history(house.db, "item", first)[-1].note == "与县里口径不一"


def test_what_is_pasted_is_taken_whole(house: House) -> None:
    """Two lines pasted into a question become one line; neither is lost."""

    async def deed(driver: Driver) -> None:
        await driver.press("d")
        driver.app.post_message(events.Paste("与“喆䶮”一稿…——重复\n请合并后再报"))
        assert "重复 请合并后再报" in await driver.settle(0.3)

    drive(seat(house), deed)


def test_marked_items_are_merged_and_every_unit_is_shown_before(house: House) -> None:
    """x x a shows both units, then Enter makes one article of both; Esc would have changed nothing."""

    async def deed(driver: Driver) -> None:
        await driver.press("x", "x")
        asked = await driver.press("a")
        assert "2条来稿合并为一篇稿件" in asked
        assert "署名单位（各记一次）" in asked
        assert "市应急管理局（市应急局）" in asked
        await driver.press("escape")
        assert set(states(house).values()) == {"new"}
        await driver.press("a", "ctrl+u")
        await driver.type("合并后的标题")
        said = await driver.press("enter")
        assert "已采用为稿件 1《合并后的标题》" in said

    drive(seat(house), deed)
    made = store.articles.get(house.db, 1)
    assert len(made.items) == 2
    assert len(made.units) == 2


def test_publication_and_section_are_chosen_by_arrows(house: House) -> None:
    """Down to the section, right: the first section of the publication; the article stands in it."""

    async def deed(driver: Driver) -> None:
        await driver.press("a", "down", "down", "right")
        await driver.press("enter")

    drive(seat(house), deed)
    assert store.articles.get(house.db, 1).section == house.settings.publication().sections[0]


@pytest.mark.usefixtures("unseen")
def test_what_somebody_else_decided_meanwhile_is_not_decided_again(house: House) -> None:
    """The item on the screen was declined by another editor: the key says who and when, and changes nothing."""
    first = first_id(house)

    async def deed(driver: Driver) -> None:
        editing.decide(house.db, [first], "decline", house.actor("editor2"), house.at, "另有安排")
        said = await driver.press("s")
        assert f"来稿 {first} 已由编辑乙于 09:00" in said
        assert "未执行" in said
        assert states(house)[first] == "declined"

    drive(seat(house), deed)


@pytest.mark.usefixtures("unseen")
def test_what_the_rules_would_allow_is_still_not_done_unseen(house: House) -> None:
    """Another editor shelved the item; declining a shelved item is allowed, but not by one who saw it waiting."""
    first = first_id(house)

    async def deed(driver: Driver) -> None:
        await driver.press("d")
        editing.decide(house.db, [first], "shelve", house.actor("editor2"), house.at)
        said = await driver.press("1", "enter")
        assert f"未完成：来稿 {first} 已由编辑乙于 09:00 暂存" in said
        assert states(house)[first] == "shelved"

    drive(seat(house), deed)


@pytest.mark.usefixtures("unseen")
def test_a_whole_batch_or_nothing(house: House) -> None:
    """One of three marked items was taken by another editor: none of them is shelved."""

    async def deed(driver: Driver) -> None:
        await driver.press("x", "x", "x")
        marked = list(driver.app.screen.view.marked)  # type: ignore[attr-defined]
        editing.adopt(house.db, house.settings, marked[1:2], editing.Wish(), house.actor("editor2"), house.at)
        said = await driver.press("s")
        assert f"未完成：来稿 {marked[1]} 已由编辑乙" in said
        assert "shelved" not in states(house).values()

    drive(seat(house), deed)


def test_another_editors_change_appears_and_the_cursor_stays(house: House) -> None:
    """A decision by another connection is on the screen within two seconds; the cursor stays at its item."""
    other = store.open_database(house.settings.database_path)
    first = first_id(house)

    async def deed(driver: Driver) -> None:
        await driver.press("j", "j", "j")
        before = driver.app.screen.list.current.id  # type: ignore[attr-defined]
        editing.decide(other, [first], "decline", house.actor("editor2"), house.at, "另有安排")
        shown = await driver.settle(1.5)
        assert "待处理 12" in shown
        assert SHOWN not in shown.split("\n")[2]
        assert driver.app.screen.list.current.id == before  # type: ignore[attr-defined]

    drive(seat(house), deed)
    other.close()


def test_a_wrong_filter_is_explained_and_kept_for_mending(house: House) -> None:
    """An unreadable filter names its fault in Chinese and stays in the line; a right one narrows the list."""

    async def deed(driver: Driver) -> None:
        await driver.press("slash")
        await driver.type("无此字段:1")
        wrong = await driver.press("enter")
        assert "未筛选" in wrong
        assert "无此字段:1" in wrong
        await driver.press("ctrl+u")
        await driver.type("晚稻")
        right = await driver.press("enter")
        assert "筛出2条" in right
        assert "筛选 晚稻" in right
        assert "待处理 13" in await driver.press("escape")

    drive(seat(house), deed)


def test_help_lists_only_what_is_allowed_here_and_now(house: House) -> None:
    """A new item can be declined and not restored; a reviewer sees no key for deciding at all."""

    async def as_editor(driver: Driver) -> None:
        shown = await driver.press("question_mark")
        assert "不采用，选或写理由" in shown
        assert "恢复：放回待处理" not in shown
        await driver.type("理由")
        assert "为何排在这里" in driver.screen()
        assert "标记或取消标记" not in driver.screen()

    async def as_reviewer(driver: Driver) -> None:
        shown = await driver.press("question_mark")
        assert "不采用，选或写理由" not in shown
        assert "筛选" in shown

    drive(seat(house), as_editor)
    drive(seat(house, "reviewer1"), as_reviewer)


def test_a_key_chosen_in_the_help_is_pressed(house: House) -> None:
    """Enter in the help does what the key does."""

    async def deed(driver: Driver) -> None:
        await driver.press("question_mark")
        await driver.type("对照")
        assert "收到的原文" in await driver.press("enter")

    drive(seat(house), deed)


def test_who_may_not_decide_is_told_so(house: House) -> None:
    """A reviewer who presses s reads that the role is missing; nothing changes."""

    async def deed(driver: Driver) -> None:
        said = await driver.press("s")
        assert "须由编辑角色" in said
        assert set(states(house).values()) == {"new"}

    drive(seat(house, "reviewer1"), deed)


def test_why_it_stands_there_adds_up(house: House) -> None:
    """w shows the reasons with their points; they add up to the score on the line."""
    import re

    async def deed(driver: Driver) -> None:
        shown = await driver.press("w")
        told = re.search(r"得分 ([\d.]+) ＝ (.*?)\n\n", shown.replace("\n ", ""), re.DOTALL)
        text = driver.app.screen.pane._text.plain  # type: ignore[attr-defined]
        line = next(line for line in text.split("\n") if line.startswith("得分"))
        score, points = line.split(" ＝ ")
        assert told or line
        given = sum(float(one) for one in re.findall(r" ([+-][\d.]+)(?:　|$)", points))
        assert round(given, 1) == float(score.removeprefix("得分 "))

    drive(seat(house), deed)


def test_the_noun_palette_is_chinese_and_finds_numbers(house: House) -> None:
    """: lists the nouns in Chinese; a number goes to that item, whatever its state."""
    editing.decide(house.db, [5], "shelve", house.actor("editor1"), house.at)

    async def deed(driver: Driver) -> None:
        shown = await driver.press("colon")
        assert "队列" in shown
        assert "自检" in shown
        await driver.type("5")
        await driver.press("enter")
        shown = await driver.settle(0.2)
        assert "来稿 5　暂存" in shown

    drive(seat(house), deed)


def test_reading_takes_the_whole_window(house: House) -> None:
    """Enter hides the list, j scrolls the text, J goes to the next item, q brings the list back and does not leave."""

    async def deed(driver: Driver) -> None:
        shown = await driver.press("enter")
        assert shown.split("\n")[2].strip().startswith(SHOWN)
        scrolled = await driver.press("j")
        assert not scrolled.split("\n")[2].strip().startswith(SHOWN)
        assert "来稿" in await driver.press("J")
        assert "待处理 2/13" in await driver.press("q")
        assert driver.app.is_running

    drive(seat(house), deed)


def test_marking_everything_has_a_limit(house: House) -> None:
    """* marks what is listed, * again takes it back."""

    async def deed(driver: Driver) -> None:
        assert "标记 13" in await driver.press("asterisk")
        assert "标记" not in (await driver.press("asterisk")).split("\n")[-15]

    drive(seat(house), deed)


def test_no_english_sentence_is_shown(house: House) -> None:
    """Queue, help, palette, prompts and self-test are Chinese throughout."""
    from tests.calls import LATIN

    async def deed(driver: Driver) -> None:
        for keys in (("question_mark",), ("colon",), ("d",), ("a",), ("slash",), ("o",), ("v",)):
            shown = await driver.press(*keys)
            assert not LATIN.search(shown), shown
            await driver.press("escape")

    drive(seat(house), deed)


def test_a_change_elsewhere_does_not_move_the_reader(house: House) -> None:
    """Somebody decides another item while this one is being read: the text stays at its line, and a lost mark is told."""
    other = store.open_database(house.settings.database_path)

    async def deed(driver: Driver) -> None:
        await driver.press("x", "x", "space")
        queue_screen = driver.app.screen
        marked, top = list(queue_screen.view.marked), queue_screen.pane.top  # type: ignore[attr-defined]
        assert top > 0
        editing.decide(other, marked[:1], "decline", house.actor("editor2"), house.at, "另有安排")
        shown = await driver.settle(1.5)
        assert queue_screen.pane.top == top  # type: ignore[attr-defined]
        assert f"来稿 {marked[0]} 已由编辑乙" in shown
        assert "已取消1条标记" in shown.replace("\n ", "")

    drive(seat(house), deed)
    other.close()


def test_keys_typed_in_one_go_are_all_taken_in_their_order(house: House) -> None:
    """d 1 Enter s, faster than a question is drawn: the first item is declined for reason 1, the next shelved."""
    from bulletin.desk import queue

    first, second = queue.open_listing(house.db, house.settings, at=house.at).ids(0, 2)

    async def deed(driver: Driver) -> None:
        for key in ("d", "1", "enter", "s"):
            driver.app.post_message(events.Key(key, key if len(key) == 1 else None))
        for _ in range(100):
            if "暂存：来稿" in await driver.settle():
                break
        assert (states(house)[first], states(house)[second]) == ("declined", "shelved")

    drive(seat(house), deed)
    assert store.statuses.history(house.db, "item", first)[-1].note == "内容陈旧，已过时效"


def test_what_was_taken_back_is_under_the_cursor(house: House) -> None:
    """After u the item is back and selected, wherever the cursor had gone meanwhile."""

    async def deed(driver: Driver) -> None:
        said = await driver.press("s", "G")
        assert "暂存：来稿" in said
        shown = await driver.press("u", "enter")
        assert "待处理 1/13" in shown

    drive(seat(house), deed)


def test_why_nothing_can_be_taken_back_is_said(house: House) -> None:
    """u after a colleague has gone on with one's article tells so, and takes nothing back."""
    article = house.article()
    house.edit(article, "另一位编辑改过的正文。", person="editor2")

    async def deed(driver: Driver) -> None:
        said = await driver.press("u")
        assert "没有可以撤销的操作：" in said

    drive(seat(house), deed)


def test_a_declined_item_tells_who_declined_it_and_why(house: House) -> None:
    """The message names title and reason; among the declined the pane tells who, when and why."""
    first = first_id(house)

    async def deed(driver: Driver) -> None:
        said = await driver.press("d", "7", "enter")
        assert f"不采用：来稿 {first}《{store.items.get(house.db, first).title}》（不宜刊发）" in said.replace(
            "\n ", ""
        )
        await driver.press("o")
        await driver.type("不采用")
        shown = await driver.press("enter")
        assert f"来稿 {first} 已由编辑甲于" in shown
        assert "不采用（不宜刊发）" in shown

    drive(seat(house), deed)


def test_a_key_without_meaning_is_answered(house: House) -> None:
    """A letter that does nothing here is said to do nothing; keys that only move are silent."""

    async def deed(driver: Driver) -> None:
        assert "这里没有“z”键" in await driver.press("z")
        assert "这里没有" not in await driver.press("escape", "j", "k")

    drive(seat(house), deed)


def test_help_leaves_room_for_what_is_typed_in_a_small_window(house: House) -> None:
    """In 15 lines fewer keys are listed, and the line typed into and the keys of the question stay in sight."""

    async def look(driver: Driver) -> None:
        shown = await driver.press("question_mark")
        assert "Esc 取消" in shown
        assert "撤销" in await driver.type("撤销")
        assert "  撤销" in driver.screen()

    drive(seat(house), look, 60, 15)


def test_what_only_one_side_has_is_one_difference(house: House) -> None:
    """The head of a slip, five lines that only the raw text has, is one difference and one press of n."""
    pairs = side_by_side("报送单位：某局\n签发人：某\n类型：动态\n正文一。\n正文二有改。", "正文一。\n正文二已改。")
    assert [row.begins for row in laid_out(pairs, 40)] == [True, False, False, False, True]


def test_an_item_is_laid_beside_the_one_it_is_like(house: House) -> None:
    """V shows the earlier report on the left and the later on the right; where nothing is alike it says so."""

    async def look(driver: Driver) -> None:
        assert "没有相似的来稿" in await driver.press("V")
        await driver.press("slash")
        await driver.type("晚稻机收率")
        await driver.press("enter")
        shown = await driver.press("V")
        assert "来稿 4 与来稿 5" in shown
        assert "处不同" in shown
        assert "筛选 晚稻机收率" in await driver.press("escape")

    drive(seat(house), look)


def test_a_filter_written_again_begins_anew_and_a_vain_one_says_so(house: House) -> None:
    """/ a second time: typing replaces the old words; words nothing has are told as such; Esc lists all again."""

    async def deed(driver: Driver) -> None:
        await driver.settle(0.3)
        for words in ("晚稻", "没有这样的来稿"):
            await driver.press("slash")
            await driver.type(words)
            shown = await driver.press("enter")
        assert "没有一条合这个筛选" in shown
        assert "筛选 没有这样的来稿" in shown
        await driver.press("escape")
        assert "待处理 1/13" in await driver.settle(0.2)

    drive(seat(house), deed)


def test_enter_typed_before_the_desk_has_the_terminal_is_enter(house: House) -> None:
    """The terminal hands it over as a line feed (Ctrl-J): it answers the question that is open."""

    async def deed(driver: Driver) -> None:
        await driver.settle(0.3)
        await driver.press("colon", *"期", "ctrl+j")
        assert "在编的" in await driver.settle(0.3) or "编排中" in driver.screen()

    drive(seat(house), deed)
