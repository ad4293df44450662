"""Articles on the screen: the list, the piece with its findings, merging, splitting, the chain; nothing is decided unseen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

from bulletin import store
from bulletin.desk import editing
from bulletin.model import Article
from bulletin.tui.desk_screen import DeskScreen
from bulletin.tui.screens.article import ArticleScreen
from bulletin.tui.screens.articles import ArticlesScreen
from bulletin.tui.screens.chain import ChainScreen
from bulletin.tui.text_pane import TextPane
from tests.conftest import House
from tests.desk_terminal import Driver, Seat, desk, drive
from tests.test_tui_pictures import compare

RAW = "截至11月10日，东山镇3.2万亩晚稻全部收割完毕，比去年提前6天。\n目前，该镇已播种油菜、绿肥1.1万亩。\n下步，将加强田间管理。"
FAULTY = "截至11月31日，东山镇3.2万亩晚稻全部收割完毕,比去年提前6天。\n目前，该镇已播种油菜、绿肥1.1万亩。\n下步，将加强田间管里。"
"""A day that is not, a half-width comma, and a character that only sounds right: two errors, a warning, an advice."""


def seat(house: House, person: str = "editor1") -> Seat:
    """A person at the desk of that office."""
    return Seat(house.db, house.settings, house.at, person)


def faulty(house: House) -> Article:
    """An article with faults the gates see."""
    return house.edit(house.article(text=RAW), FAULTY)


def now(house: House, one: Article) -> Article:
    """The article as it stands now."""
    return store.articles.get(house.db, one.id)


async def listed(driver: Driver) -> str:
    """Go to the articles."""
    driver.app.go("稿件")
    return await driver.settle(0.2)


async def opened(driver: Driver) -> str:
    """Open the first article of the list, and wait until the gates have looked."""
    await listed(driver)
    return await checked(driver, "enter")


async def checked(driver: Driver, *keys: str) -> str:
    """Press the keys, and wait until the gates have looked."""
    await driver.press(*keys)
    for _ in range(100):
        shown = await driver.settle(0.1)
        if "四关正在检查" not in shown:
            return await driver.settle(0.1)
    raise AssertionError(shown)


# The list


def test_after_sending_the_cursor_stands_at_the_next_to_send(house: House) -> None:
    """S, y on the first of three drafts: it goes down the list, the cursor stays where it was, at the next draft."""
    made = [house.article(title=f"第{number}篇") for number in (1, 2, 3)]

    async def deed(driver: Driver) -> None:
        await listed(driver)
        await driver.press("S")
        await driver.press("y")
        screen = driver.app.screen
        assert isinstance(screen, ArticlesScreen)
        assert screen.article
        assert screen.article.id == made[1].id

    drive(seat(house), deed)
    assert now(house, made[2]).state == "in_review"  # the one touched last stands first


def test_a_key_that_is_not_allowed_asks_nothing(house: House) -> None:
    """S on a piece in review: no question; why not, and what this person may do instead, each with its key."""
    house.send(house.article())

    async def deed(driver: Driver) -> None:
        await listed(driver)
        refused = (await driver.press("S")).replace("\n ", "")
        assert "处于“审核中”，不能送审" in refused
        assert "你现在可以：" in refused
        assert "R 撤回" in refused
        assert "审核级次" not in refused

    drive(seat(house), deed)


def test_esc_and_q_leave_the_list(house: House) -> None:
    """Either goes back to the queue; on the queue q asks first, and n stays."""

    async def deed(driver: Driver) -> None:
        for key in ("escape", "q"):
            await listed(driver)
            await driver.press(key)
            assert "待处理" in await driver.settle(0.2)
        assert "退出采编台？" in await driver.press("q")
        await driver.press("n")
        assert driver.app.is_running

    drive(seat(house), deed)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_the_list_tells_state_and_whom_each_waits_for(house: House, columns: int, rows: int) -> None:
    """Returned pieces first, then drafts, then those in review; whom each waits for, and its light; no column drifts."""
    draft, sent, back = (house.article(title=f"{word}“{word}”——稿…·①") for word in ("起草", "送审", "退回"))
    house.send(sent)
    house.move(house.send(back), "return", "reviewer1", "数字请核对")

    async def look(driver: Driver) -> None:
        lines = (await listed(driver)).split("\n")
        assert len(lines) == rows
        assert all(cell_len(line) <= columns for line in lines)
        told = [line for line in lines if "——稿" in line and line[:5].strip().isdecimal()]
        assert [int(line[:5]) for line in told] == [back.id, draft.id, sent.id]
        assert "退回修改" in told[0]
        assert "等编辑甲" in told[1]
        assert "等审核甲" in told[2]
        assert "绿" in told[2]
        assert "退回修改 1　编辑中 1　审核中 1" in lines[1]
        assert "退回：数字请核对（审核甲 11-20 09:00）" in driver.screen()

    drive(seat(house), look, columns, rows)


def test_the_list_is_filtered_by_words_and_by_state(house: House) -> None:
    """Words of title, text or unit narrow it; o shows another state; Esc takes the filter away."""
    house.article(title="晚稻收割")
    house.article("approved", title="防汛物资")

    async def deed(driver: Driver) -> None:
        await listed(driver)
        await driver.press("slash")
        await driver.type("防汛")
        assert "筛出1篇" in await driver.press("enter")
        await driver.press("escape")
        assert "在办 2/2" in await driver.settle(0.2)
        await driver.press("o")
        await driver.type("编辑中")
        await driver.press("enter")
        shown = await driver.settle(0.2)
        assert "编辑中 1/1" in shown
        assert "晚稻收割" in shown
        await driver.press("slash")
        await driver.type("东山镇")
        assert "筛出1篇" in await driver.press("enter")

    drive(seat(house), deed)


def test_an_article_is_found_by_its_number(house: House) -> None:
    """:稿件1 opens the piece; a number there is none of is told in Chinese."""
    one = house.article()

    async def deed(driver: Driver) -> None:
        await driver.press("colon")
        await driver.type(f"稿件{one.id}")
        await driver.press("enter")
        assert f"稿件 {one.id}　编辑中" in await driver.settle(0.3)
        await driver.press("colon")
        await driver.type("稿件99")
        await driver.press("enter")
        assert "没有找到稿件 99" in await driver.settle(0.3)

    drive(seat(house), deed)


# The piece and its findings


def test_findings_are_gone_through_one_by_one(house: House) -> None:
    """Errors first, each in full with its suggestion; j and k go through them; the count stands above."""
    faulty(house)

    async def look(driver: Driver) -> None:
        shown = await opened(driver)
        assert "检查结果 1/" in shown
        assert "必改 2" in shown
        assert "日期不存在" in shown
        shown = await driver.press("j")
        assert "检查结果 2/" in shown
        assert "建议改为：收割完毕，比去年提" in shown
        body = next(strip for strip in driver.app.screen._compositor.render_strips() if "截至11月31日" in strip.text)
        marked = {segment.text: segment.style for segment in body if segment.style and segment.style.underline}
        assert set(marked) == {"11月31日", "收割完毕,比去年提"}
        assert marked["11月31日"].bgcolor != marked["收割完毕,比去年提"].bgcolor
        assert "检查结果 1/" in await driver.press("k")

    drive(seat(house), look)


@pytest.mark.parametrize(
    "make", [ArticleScreen, lambda number: ChainScreen("article", number), lambda _: ArticlesScreen()]
)
def test_a_change_while_a_screen_is_being_opened_ends_nothing(house: House, make: Callable[[int], DeskScreen]) -> None:
    """The records change between the key and the first picture: the desk goes on, and the screen opens."""
    one = faulty(house)

    async def look(driver: Driver) -> None:
        await listed(driver)
        driver.app.push_screen(make(one.id))
        for _ in range(200):  # at every step of its being put together
            driver.app.records_changed()
            await asyncio.sleep(0)
        assert f"稿件 {one.id}" in await checked(driver)

    drive(seat(house), look)


def test_a_suggestion_is_applied_only_when_it_was_seen(house: House) -> None:
    """m shows the sentence before and after; Esc changes nothing, Enter makes the next revision, and u takes it back."""
    one = faulty(house)

    async def deed(driver: Driver) -> None:
        shown = await opened(driver)
        assert "照改" not in shown.split("\n")[-1]
        asked = await driver.press("j", "m")
        assert "改：截至11月31日，东山镇3.2万亩晚稻全部收割完毕，比去年提前6天。" in asked
        await driver.press("escape")
        assert now(house, one).revision.number == 2
        shown = await checked(driver, "m", "enter")
        assert "存为第3稿" in shown
        assert "必改 1" in shown
        assert "完毕，比去年" in now(house, one).revision.text
        await checked(driver, "u", "enter")
        assert now(house, one).revision.text == FAULTY

    drive(seat(house), deed)


def test_findings_are_answered_with_a_reason_or_as_verified(house: House) -> None:
    """a asks for a reason, y how it was verified; both are kept, and the finding counts as answered."""
    one = faulty(house)

    async def deed(driver: Driver) -> None:
        await opened(driver)
        await driver.press("a")
        await driver.type("引用原话")
        assert "已答复 1" in await checked(driver, "enter")
        await driver.press("y")
        await driver.type("电话问过东山镇")
        shown = await checked(driver, "enter")
        assert "已答复 2" in shown
        assert "必改" not in shown.split("检查结果")[1].split("\n")[0]

    drive(seat(house), deed)
    assert sorted(store.articles.answers(house.db, one.id).values()) == ["引用原话", "核实无误：电话问过东山镇"]


def test_a_verification_is_written_down_with_what_is_missing_said(house: House) -> None:
    """V without a person says what is missing and keeps what was typed; completed, the finding that asks for it is gone."""
    item = house.item("上坪村发生山体滑坡，无人员伤亡。", "上坪村山体滑坡", "市应急管理局", urgency="特急")
    wish = editing.Wish(section="工作动态")
    one = editing.adopt(house.db, house.settings, [item.id], wish, house.actor("editor1"), house.at)

    async def deed(driver: Driver) -> None:
        assert "还没有核实" in await opened(driver)
        await driver.press("V", "down")
        await driver.type("0795-12345")
        missing = await driver.press("enter")
        assert "没有写明向谁核实" in missing
        assert "0795-12345" in missing
        await driver.type("值班员")
        shown = await checked(driver, "enter")
        assert f"已登记核实：来稿 {item.id}，电话，属实" in shown
        assert "还没有核实" not in shown

    drive(seat(house), deed)
    made = store.verifications.of_article(house.db, one.id, one.items)
    assert [(each.person, each.means, each.by) for each in made] == [("值班员", "电话", "editor1")]


def test_sending_shows_first_what_stands_against_it(house: House) -> None:
    """S with two errors open sends nothing, from the list too; the piece is opened at the first of them."""
    one = faulty(house)

    async def deed(driver: Driver) -> None:
        await listed(driver)
        shown = await checked(driver, "S")
        assert f"稿件 {one.id} 有2处必改，未送审" in shown
        assert "检查结果 1/" in shown
        assert "未送审" in await driver.press("S")
        assert now(house, one).state == "draft"

    drive(seat(house), deed)


def test_a_sound_piece_is_sent_and_recalled(house: House) -> None:
    """S tells route and units and sends; then it waits for the reviewer; R takes it back; D gives it up with a reason."""
    one = house.article()

    async def deed(driver: Driver) -> None:
        await opened(driver)
        asked = await driver.press("S")
        assert "署名单位：东山镇" in asked
        assert "审核级次：" in asked
        said = await driver.press("enter")
        assert "已送审" in said
        assert "等审核甲" in said
        assert now(house, one).state == "in_review"
        assert "已撤回" in await driver.press("R")
        assert now(house, one).state == "draft"
        await driver.press("D")
        assert "已撤稿" in await driver.press("1", "enter")
        assert now(house, one).state == "dropped"
        assert store.items.get(house.db, one.items[0]).state == "new"

    drive(seat(house), deed)


def test_the_section_is_changed_by_a_key_and_taken_back(house: House) -> None:
    """s offers the publication's sections, the chosen one stands in the head; u takes it back by its words."""
    one = house.article()

    async def deed(driver: Driver) -> None:
        assert "政务信息·工作动态" in await opened(driver)
        asked = await driver.press("s")
        assert "现为“工作动态”" in asked and "经验交流" in asked
        await driver.type("问题")
        shown = await driver.press("enter")
        assert "政务信息·问题建议" in shown and "栏目改为“问题建议”（u 撤销）" in shown
        assert "由“工作动态”改为“问题建议”" in await driver.press("u")
        assert "政务信息·工作动态" in await driver.press("enter")

    drive(seat(house), deed)
    trail = [step.action for step in store.statuses.history(house.db, "article", one.id)]
    assert trail == ["adopt", "set_section", "set_section"]


@pytest.mark.usefixtures("unseen")
def test_a_section_is_not_changed_unseen(house: House) -> None:
    """Another editor moved it between look and key: nothing is done, and who did it is said."""
    one = house.article()
    other = store.open_database(house.settings.database_path)

    async def deed(driver: Driver) -> None:
        await opened(driver)
        await driver.press("s")
        editing.set_section(other, house.settings, one.id, "经验交流", house.actor("editor2"), house.at)
        await driver.type("问题")
        assert "已由编辑乙 11-20 09:00 改栏目" in await driver.press("enter")

    drive(seat(house), deed)
    assert now(house, one).section == "经验交流"
    other.close()


def test_whoever_a_piece_waits_for_is_urged_by_a_key(house: House) -> None:
    """n writes a notice for the reviewer and says to whom; urging again at once is not offered."""
    one = house.article("in_review")

    async def deed(driver: Driver) -> None:
        await opened(driver)
        shown = await driver.press("n")
        assert "稿件 1：已催审核甲" in shown.replace("、审核乙", "")
        assert "这里没有" not in shown
        assert "催办：" not in await driver.press("question_mark", "pagedown")

    drive(seat(house), deed)
    assert store.reviews.notices(house.db, "reviewer1")[0].text.count(one.revision.title)


def test_only_what_is_allowed_now_stands_in_the_help(house: House) -> None:
    """A draft can be sent and not recalled; a signer may only look."""
    house.article()

    async def as_editor(driver: Driver) -> None:
        await opened(driver)
        shown = await driver.press("question_mark", "pagedown")
        assert "送审：有必改的先列出来" in shown
        assert "撤回自己送审的" not in shown

    async def as_signer(driver: Driver) -> None:
        await opened(driver)
        shown = await driver.press("question_mark")
        assert "送审：有必改的先列出来" not in shown
        assert "脉络" in shown

    drive(seat(house), as_editor)
    drive(seat(house, "signer1"), as_signer)


def test_the_title_is_changed_in_one_line(house: House) -> None:
    """t asks for the title and saves it as the next revision; the text stays."""
    one = house.article()

    async def deed(driver: Driver) -> None:
        await opened(driver)
        await driver.press("t", "ctrl+u")
        await driver.type("东山镇晚稻收完")
        assert "存为第2稿" in await driver.press("enter")

    drive(seat(house), deed)
    assert now(house, one).revision.title == "东山镇晚稻收完"
    assert now(house, one).revision.text == one.revision.text


# Two editors


def test_nothing_is_decided_on_a_revision_that_was_not_seen(house: House) -> None:
    """Another editor saved between look and key: nothing is sent, who saved it is said, and the new text is shown."""
    one = house.article()

    async def deed(driver: Driver) -> None:
        await opened(driver)
        await driver.press("S")
        house.edit(one, "编辑乙改过的正文，一共只有这一句。", "editor2")
        shown = await driver.press("enter")
        assert f"稿件 {one.id} 已由编辑乙 11-20 09:00 修改（第2稿）" in shown
        assert now(house, one).state == "draft"
        assert "编辑乙改过的正文" in await driver.settle(0.3)

    drive(seat(house), deed)


def test_a_title_typed_on_an_old_revision_overwrites_nothing(house: House) -> None:
    """The other's revision stands; the title typed meanwhile is kept in a file, whose place is told."""
    one = house.article()

    async def deed(driver: Driver) -> None:
        await opened(driver)
        await driver.press("t", "ctrl+u")
        await driver.type("另一个标题")
        house.edit(one, "编辑乙改过的正文。", "editor2")
        shown = await driver.press("enter")
        assert "未完成" in shown
        assert "var/work/kept" in shown.replace("\n", "").replace(" ", "")

    drive(seat(house), deed)
    assert now(house, one).revision.title == one.revision.title
    kept = list((house.settings.work_dir / "kept").glob("*.txt"))
    assert [path.read_text(encoding="utf-8").split("\n")[0] for path in kept] == ["另一个标题"]


def test_what_another_editor_saves_appears_by_itself(house: House) -> None:
    """A revision saved through another connection is on the screen within two seconds, and who saved it is said."""
    one = house.article()
    other = store.open_database(house.settings.database_path)

    async def deed(driver: Driver) -> None:
        await opened(driver)
        text = editing.Text(one.revision.title, "编辑乙改过的正文。", 1)
        editing.save(other, house.settings, one.id, text, house.actor("editor2"), house.at)
        shown = await driver.settle(1.6)
        assert "编辑乙改过的正文" in shown
        assert "已由编辑乙" in shown
        assert "第2稿" in shown.split("\n")[0]

    drive(seat(house), deed)
    other.close()


# Merging and splitting


def test_items_are_merged_with_every_unit_shown_before_and_after(house: House) -> None:
    """M, i and a number mark the item; a tells the units before and after; Enter makes the next revision."""
    one = house.article(text=RAW)
    item = house.item("河西区也已收割完毕，共1.5万亩。", "河西区收割晚稻", "河西区")

    async def deed(driver: Driver) -> None:
        await opened(driver)
        await driver.press("M")
        await driver.settle(0.2)
        await driver.press("i")
        await driver.type(str(item.id))
        shown = await driver.press("enter")
        assert "署名单位：东山镇 → 东山镇、河西区" in shown
        asked = await driver.press("a")
        assert "正文加在文末" in asked
        assert "并入前署名：东山镇" in asked
        assert "并入后署名：东山镇、河西区（每个单位记一次）" in asked
        await driver.press("escape")
        assert now(house, one).items == one.items
        await driver.press("a", "enter")
        shown = await driver.settle(0.3)
        assert "存为第2稿" in shown
        assert "署名单位：东山镇、河西区" in shown

    drive(seat(house), deed)
    assert now(house, one).units == ("东山镇", "河西区")
    assert now(house, one).revision.text.endswith("共1.5万亩。")


def test_a_piece_is_split_with_both_results_shown(house: House) -> None:
    """P, x on a paragraph shows it under the new article; a and a title make two articles, and u makes one of them again."""
    one = house.article(text=RAW)

    async def deed(driver: Driver) -> None:
        await opened(driver)
        await driver.press("P")
        assert "（还没有）" in await driver.settle(0.2)
        assert "按 x 选" in await driver.press("a")
        shown = await driver.press("j", "x")
        assert "留在稿件" in shown
        assert "分出的新稿件（1段）" in shown
        stays, goes = (driver.app.screen.query_one(name, TextPane).plain for name in ("#stays", "#goes"))
        assert RAW.split("\n")[1] in goes
        assert RAW.split("\n")[1] not in stays
        assert "署名单位：东山镇" in stays
        assert "署名单位：东山镇" in goes
        await driver.press("a")
        await driver.type("油菜绿肥播种")
        shown = await driver.press("enter")
        shown = await driver.settle(0.3)
        assert "已分出稿件 2《油菜绿肥播种》" in shown
        assert store.articles.get(house.db, 2).revision.text == RAW.split("\n")[1]
        assert now(house, one).revision.text == "\n".join(RAW.split("\n")[::2])
        await driver.press("u", "enter")
        assert now(house, one).revision.text == RAW

    drive(seat(house), deed)


# The chain


def test_the_chain_goes_from_the_bytes_received_to_the_follow_up(house: House) -> None:
    """Original, item, article, revisions, steps, issue, instruction, follow-up: one line each, in order; Enter goes there."""
    from bulletin.feedback.cases import follow_ups

    issue = house.issue("published")
    one = store.articles.in_states(house.db, "published")[0]
    said = house.instruction(issue)
    wish = follow_ups.Assignment("市农业农村局", task="总结推广东山镇做法", due_on=house.at.date().replace(day=30))
    follow_ups.assign(house.db, house.settings, said.id, wish, house.actor("clerk1"), house.at)

    async def look(driver: Driver) -> None:
        await driver.press("colon")
        await driver.type(f"稿件{one.id}")
        await driver.press("enter")
        await driver.settle(0.3)
        await driver.press("c")
        shown = await driver.settle(0.3)
        links = "\n".join(line[:60] for line in shown.split("\n"))
        words = (
            "脉络",
            "原件",
            f"来稿 {one.items[0]}",
            "第1稿",
            "送审",
            "审核通过",
            "2026/1#1",
            "出清样",
            "批示",
            "督办",
        )
        places = [links.index(word) for word in words]
        assert places == sorted(places)
        assert "\n   第1稿" in links
        assert "收到的原文" in await driver.press("j", "enter")
        await driver.press("escape")
        assert "请农业农村局总结推广" in await driver.press("G", "k")
        await driver.press("g", "j", "enter")
        shown = await driver.settle(0.4)
        assert "已采用 1/1" in shown
        await driver.press("c")
        assert f"脉络：来稿 {one.items[0]}" in await driver.settle(0.3)
        assert "请农业农村局总结推广" in await driver.press("G", "k")

    drive(seat(house), look, 120, 40)


def test_every_revision_can_be_seen_beside_the_one_before(house: House) -> None:
    """h lists the revisions; the second stands beside the first, the first beside what was received."""
    house.edit(house.article(text=RAW), RAW.replace("6天", "七天"))

    async def look(driver: Driver) -> None:
        await opened(driver)
        asked = await driver.press("h")
        assert "第2稿 编辑甲" in asked
        shown = await driver.press("enter")
        assert "处不同" in shown
        await driver.press("escape", "h", "down", "enter")
        assert "收到的原文" in driver.screen()

    drive(seat(house), look)


# As it looks


@pytest.mark.parametrize("name", ["articles", "article", "merge", "split"])
@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_the_screen_looks_like_its_picture(house: House, name: str, columns: int, rows: int) -> None:
    """List, piece, merge and split look as they were last read and found good."""
    faulty(house)
    keys = {"articles": (), "article": ("enter",), "merge": ("M",), "split": ("P",)}[name]
    more = {"articles": (), "article": ("j",), "merge": ("i", *"12", "enter", "a"), "split": ("x",)}[name]

    async def look(driver: Driver) -> None:
        await listed(driver)
        await checked(driver, *keys)
        await driver.press(*more)
        shown = await driver.settle(0.3)
        assert all(cell_len(line) <= columns for line in shown.split("\n"))
        if name != "merge":
            compare(f"{name}-{columns}x{rows}", shown + "\n")
        else:
            assert "并入后署名：东山镇、" in shown

    drive(seat(house), look, columns, rows)


def test_wide_terminals_get_no_character_of_doubtful_width(house: House) -> None:
    """List, piece, chain and split on a terminal that draws “ ” … — · two cells wide hold none of them."""
    house.edit(house.article(title="“十四五”——稿…·①"), "“一单派”——增长·±0.5%……\t℃①\n第二段“如此”,如此。")

    async def look(driver: Driver) -> None:
        for keys in ((), ("enter",), ("c",), ("escape", "P")):
            shown = await (checked(driver, *keys) if keys else listed(driver))
            assert all(cell_len(line) <= 80 for line in shown.split("\n"))
            assert not set("“”…—·±①℃→") & set(shown)

    drive(seat(house), look, wide=True)


# In a real terminal


def test_from_the_queue_through_the_editor_to_review(house: House, tmp_path: Path) -> None:
    """Keys alone in tmux: adopt, go to the piece, edit it in $EDITOR, send it; the row says it waits for review."""
    script = tmp_path / "editor.sh"
    script.write_text('#!/bin/sh\nprintf "晚稻收完\\n\\n东山镇晚稻已全部收割完毕，比去年提前六天。\\n" > "$1"\n')
    script.chmod(0o755)
    item = house.item("东山镇晚稻已全部收割完毕。", "东山镇收完晚稻")
    with desk(house.settings.root, environ={"EDITOR": str(script)}) as terminal:
        terminal.wait("待处理 14")
        terminal.press(":")
        terminal.wait("转到")
        terminal.type(str(item.id))
        terminal.press("Enter")
        terminal.wait("东山镇晚稻已全部收割完毕")
        terminal.press("a")
        terminal.wait("署名单位")
        terminal.press("Enter")
        terminal.wait("已采用为稿件 1")
        terminal.press(":")
        terminal.wait("转到")
        terminal.type("稿件1")
        terminal.press("Enter")
        terminal.wait("四关没有发现问题", seconds=30)
        terminal.press("e")
        terminal.wait("已存为第2稿")
        terminal.press("S")
        terminal.wait("送审：稿件 1《晚稻收完》")
        terminal.press("Enter")
        terminal.wait("已送审：稿件 1")
    one = store.articles.get(house.db, 1)
    assert (one.state, one.revision.number, one.revision.text) == (
        "in_review",
        2,
        "东山镇晚稻已全部收割完毕，比去年提前六天。",
    )
