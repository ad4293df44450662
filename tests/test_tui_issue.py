"""An issue on the screen: ordered by keys, its pages counted as one goes, proofed, signed as it was seen, published."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from bulletin import store
from bulletin.model import Issue
from bulletin.press import compose, proof
from tests.conftest import House
from tests.desk_terminal import Driver, Seat, drive
from tests.test_tui_pictures import compare

TITLES = ("“十四五”规划——稳中求进……", "晚稻收割完毕", "城区公交延时")


def seat(house: House, person: str = "editor1") -> Seat:
    """A person at the desk of that office."""
    return Seat(house.db, house.settings, house.at, person)


def composed(house: House) -> Issue:
    """An issue of three entries that have nothing in common."""
    texts = ("市发改委汇总各部门意见。", "全市晚稻收割已经结束，机收率创新高。", "今起八条公交线路末班车延后一小时。")
    for title, text in zip(TITLES, texts, strict=True):
        house.article("approved", title=title, text=text)
    return house.issue()


def titles(house: House, issue: Issue) -> list[str]:
    """The titles of an issue in their order."""
    return [entry.title for entry in store.issues.entries(house.db, issue.id)]


async def opened(driver: Driver) -> str:
    """Go to the issues and open the first."""
    await driver.settle(0.2)
    driver.app.go("期")
    await driver.settle(0.2)
    await driver.press("enter")
    return await driver.settle(0.2)


async def until(driver: Driver, words: str) -> str:
    """Wait until the screen shows the words."""
    for _ in range(150):
        shown = await driver.settle(0.1)
        if words in shown:
            return shown
    raise AssertionError(f"{words} 没有出现：\n{shown}")


def editor_that_writes(tmp_path: Path, words: str) -> str:
    """A program for ``$EDITOR`` that replaces the text by those words."""
    script = tmp_path / "editor.sh"
    script.write_text(f"#!/bin/sh\nprintf '%s\\n' '{words}' > \"$1\"\n", encoding="utf-8")
    script.chmod(0o755)
    return str(script)


def test_what_is_approved_is_composed_by_a_key(house: House) -> None:
    """c offers each publication with what is approved for it; Enter makes the issue and says its name."""
    house.article("approved")

    async def deed(driver: Driver) -> None:
        await driver.settle(0.2)
        driver.app.go("期")
        shown = await driver.settle(0.2)
        assert "已审定待编 1篇" in shown
        assert "政务信息 正刊 已审定1篇" in await driver.press("c")
        shown = await driver.press("enter")
        assert "已编入 政务信息/编排/1" in shown
        assert "等编辑甲或编辑乙出清样" in shown

    drive(seat(house), deed)
    assert store.issues.every(house.db)[0].state == "composed"


def test_entries_are_moved_by_keys(house: House) -> None:
    """J moves the entry down and the cursor with it, K up again; at the ends nothing happens."""
    issue = composed(house)

    async def deed(driver: Driver) -> None:
        await opened(driver)
        await driver.press("J", "J", "J")
        assert titles(house, issue) == [TITLES[1], TITLES[2], TITLES[0]]
        assert driver.app.screen.current.title == TITLES[0]  # type: ignore[attr-defined]
        await driver.press("K")
        assert titles(house, issue) == [TITLES[1], TITLES[0], TITLES[2]]

    drive(seat(house), deed)


def test_a_move_is_taken_back(house: House) -> None:
    """u tells which entry was moved from where to where, and puts it back; U moves it again."""
    issue = composed(house)

    async def deed(driver: Driver) -> None:
        await opened(driver)
        await driver.press("J", "J")
        shown = await driver.press("u")
        assert f"“{TITLES[2]}”由第3条移到第2条" in shown
        assert "次序回到：1. 晚稻收割完毕" in shown
        await driver.press("enter")
        assert titles(house, issue) == [TITLES[1], TITLES[0], TITLES[2]]
        await driver.press("u", "enter")
        assert titles(house, issue) == list(TITLES)
        await driver.press("U", "enter")
        assert titles(house, issue) == [TITLES[1], TITLES[0], TITLES[2]]

    drive(seat(house), deed)


@pytest.mark.usefixtures("unseen")
def test_nothing_is_moved_unseen(house: House) -> None:
    """Another editor changed the order first: the key says who and when, and moves nothing."""
    issue = composed(house)
    other = store.open_database(house.settings.database_path)

    async def deed(driver: Driver) -> None:
        await opened(driver)
        compose.order(other, issue, [3, 2, 1], house.actor("editor2"), house.at)
        shown = await driver.press("J")
        assert "刚由编辑乙于 09:00 调整编排" in shown
        assert titles(house, issue) == list(TITLES)[::-1]
        assert [row.title for row in driver.app.screen.listed] == list(TITLES)[::-1]  # type: ignore[attr-defined]

    drive(seat(house), deed)
    other.close()


def test_an_entry_is_taken_out_and_put_in_again(house: House) -> None:
    """x gives the article back to the approved ones, A puts it in again."""
    issue = composed(house)

    async def deed(driver: Driver) -> None:
        await opened(driver)
        shown = await driver.press("x")
        assert f"已撤出“{TITLES[0]}”" in shown
        assert store.articles.get(house.db, 1).state == "approved"
        assert "已编入1条" in await driver.press("A")

    drive(seat(house), deed)
    assert sorted(titles(house, issue)) == sorted(TITLES)


def test_pages_are_counted_while_one_goes_on(house: House) -> None:
    """A second after opening the pages are counted and shown by page; while that runs, keys move the cursor."""
    composed(house)

    async def deed(driver: Driver) -> None:
        shown = await opened(driver)
        assert "正在数" in shown
        await driver.settle(1.2)
        assert driver.app.screen._is_counting  # type: ignore[attr-defined]
        await driver.press("j")
        assert driver.app.screen.list.cursor == 1  # type: ignore[attr-defined]
        assert re.search(r"试排共\d页：第\d(—\d)?条起于第\d页", await until(driver, "试排"))
        assert "试排：还没有期号" in await driver.press("v")

    drive(seat(house), deed, 120, 40)
    assert store.issues.every(house.db)[0].number is None


def test_a_proof_is_made_aside_and_arranging_after_it_is_asked_for(house: House) -> None:
    """p names the number and asks, Enter makes the proof; J then warns that it will not hold, Esc leaves it, Enter arranges."""
    issue = composed(house)

    async def deed(driver: Driver) -> None:
        await opened(driver)
        assert "出清样：政务信息2026年第1期？" in await driver.press("p")
        await driver.press("enter")
        shown = await until(driver, "清样已出")
        assert "第1期 待签发" in shown
        assert "等签发甲签发" in shown
        assert "清样不再有效" in await driver.press("J")
        await driver.press("escape")
        assert house.reread(issue).state == "proofed"
        await driver.press("J", "enter")
        assert house.reread(issue).state == "composed"
        assert titles(house, issue)[1] == TITLES[0]

    drive(seat(house), deed)


def test_a_proof_goes_on_when_the_screen_is_left(house: House) -> None:
    """p, q: the proof is made all the same, and the list says so."""
    issue = composed(house)

    async def deed(driver: Driver) -> None:
        await opened(driver)
        await driver.press("p", "enter", "q")
        shown = await until(driver, "清样已出")
        assert "编排中、待签发、已签发" in shown

    drive(seat(house), deed)
    assert house.reread(issue).state == "proofed"


def test_what_stands_against_printing_is_told(house: House) -> None:
    """An entry whose article was changed after it was composed is named, and no proof is made."""
    composed(house)
    house.edit(store.articles.get(house.db, 1), "另一种说法。")

    async def deed(driver: Driver) -> None:
        await opened(driver)
        assert "编入后又有改动" in (await until(driver, "编入后")).replace("\n ", "")
        await driver.press("p", "enter")
        assert "不能付印" in await until(driver, "未完成")

    drive(seat(house), deed)


def test_a_note_is_written_in_the_editor(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """N hands the note of the issue to ``$EDITOR`` and stores what comes back; the file is put away."""
    issue = composed(house)
    monkeypatch.setenv("EDITOR", editor_that_writes(tmp_path, "编者按：稳中求进。"))
    monkeypatch.delenv("VISUAL", raising=False)

    async def deed(driver: Driver) -> None:
        await opened(driver)
        assert "编者按已保存" in await driver.press("N")
        assert "本条按语已保存" in await driver.press("j", "n")

    drive(seat(house), deed)
    assert house.reread(issue).editor_note == "编者按：稳中求进。"
    assert store.issues.entries(house.db, issue.id)[1].editor_note == "编者按：稳中求进。"
    assert not list((house.settings.work_dir / "desk").glob("编者按*"))


def test_a_note_that_is_refused_stays_in_its_file(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A secrecy mark in the note: it is refused, said, and what was typed is there the next time."""
    issue = composed(house)
    monkeypatch.setenv("EDITOR", editor_that_writes(tmp_path, "机密★1年"))
    monkeypatch.delenv("VISUAL", raising=False)

    async def deed(driver: Driver) -> None:
        await opened(driver)
        assert "密级标志" in await driver.press("N")
        await driver.press("q", "enter")
        assert "没有存完的编者按" in await driver.settle(0.2)

    drive(seat(house), deed)
    assert house.reread(issue).editor_note == ""
    kept = house.settings.work_dir / "desk" / f"编者按-期{issue.id}-editor1.txt"
    assert kept.read_text(encoding="utf-8").strip() == "机密★1年"


def test_a_note_somebody_else_changed_is_not_overwritten(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one editor types, another stores a note: the first is told, his text stays in its file."""
    issue = composed(house)
    script = tmp_path / "editor.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\nfrom bulletin import store\n"
        f"db = store.open_database(Path({str(house.settings.database_path)!r}))\n"
        "db.execute(\"update issues set editor_note = '他人的'\")\n"
        "open(sys.argv[1], 'w', encoding='utf-8').write('我的\\n')\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    monkeypatch.delenv("VISUAL", raising=False)

    async def deed(driver: Driver) -> None:
        await opened(driver)
        assert "刚被他人改过" in await driver.press("N")

    drive(seat(house), deed)
    assert house.reread(issue).editor_note == "他人的"


def test_the_signer_sees_page_and_all_that_stands_against_it_on_one_screen(house: House) -> None:
    """From the list of what waits: the picture of the page, its words, the entries, who passed them; s, Enter signs."""
    composed(house)
    issue = house.proof(store.issues.every(house.db)[0])

    async def deed(driver: Driver) -> None:
        await driver.settle(0.2)
        driver.app.go("审核")
        assert "签发" in await driver.settle(0.2)
        await driver.press("enter")
        shown = await driver.settle(0.3)
        assert "▀▀▀▀" in shown
        assert "版面检查没有发现问题" in shown
        assert TITLES[0] in shown
        assert "审核 审核甲" in shown
        asked = await driver.press("s")
        assert store.issues.last_proof(house.db, issue.id).sha256[:12] in asked  # type: ignore[union-attr]
        assert "已签发" in await driver.press("enter")

    drive(seat(house, "signer1"), deed, 120, 40)
    assert house.reread(issue).state == "signed"


@pytest.mark.usefixtures("unseen")
def test_a_proof_that_was_made_again_is_not_signed_unseen(house: House) -> None:
    """The editor makes another proof while the signer looks: it is told, and s signs nothing until he has seen it."""
    composed(house)
    issue = house.proof(store.issues.every(house.db)[0])

    async def deed(driver: Driver) -> None:
        await driver.settle(0.2)
        driver.app.go("审核")
        await driver.settle(0.2)
        await driver.press("enter")
        ordered = compose.order(house.db, house.reread(issue), [2, 1, 3], house.actor("editor1"), house.at)
        proof.make(house.db, house.settings, ordered, house.actor("editor1"), house.at, os.environ)
        await driver.press("s")
        shown = await driver.press("enter")
        assert "不是现在这一份" in shown
        assert house.reread(issue).state == "proofed"
        await driver.press("enter", "s")
        assert "已签发" in await driver.press("enter")

    drive(seat(house, "signer1"), deed)
    assert house.reread(issue).state == "signed"


def test_who_may_not_sign_has_no_key_for_it(house: House) -> None:
    """The editor who composed sees the proof without the key for signing; pressing it all the same is refused."""
    composed(house)
    issue = house.proof(store.issues.every(house.db)[0])

    async def deed(driver: Driver) -> None:
        await opened(driver)
        shown = await driver.press("v")
        assert "s 签发" not in shown
        assert "编辑甲" in (refused := await driver.press("s"))
        assert "未完成" in refused
        assert "签发 政务信息" not in refused

    drive(seat(house), deed)
    assert house.reread(issue).state == "proofed"


def test_a_signed_issue_is_published_by_a_key(house: House) -> None:
    """P asks, Enter files the signed bytes and says where they lie."""
    composed(house)
    issue = house.sign(house.proof(store.issues.every(house.db)[0]))

    async def deed(driver: Driver) -> None:
        await opened(driver)
        assert "签发的那份文件归入档案" in await driver.press("P")
        assert "已印发归档" in await driver.press("enter")

    drive(seat(house), deed)
    assert (house.settings.issues_dir / house.reread(issue).folder / "issue.pdf").is_file()


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_the_issue_looks_like_its_picture(house: House, columns: int, rows: int) -> None:
    """The issue with its pages counted looks as it was last read and found good."""
    composed(house)

    async def look(driver: Driver) -> None:
        await opened(driver)
        compare(f"issue-{columns}x{rows}", await until(driver, "试排") + "\n")

    drive(seat(house), look, columns, rows)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_the_proof_looks_like_its_picture(house: House, columns: int, rows: int) -> None:
    """The proof before its signer looks as it was last read and found good; what the page looks like is not told in words."""
    composed(house)
    house.proof(store.issues.every(house.db)[0])

    async def look(driver: Driver) -> None:
        await driver.settle(0.2)
        driver.app.go("审核")
        await driver.settle(0.2)
        await driver.press("enter")
        shown = re.sub("[▀ ]{20,}|▀", lambda found: " " * len(found[0]), await driver.settle(0.3))
        shown = re.sub("指纹[ \n]+[0-9a-f]{12}", "指纹 ############", shown)
        compare(f"proof-{columns}x{rows}", "\n".join(line.rstrip() for line in shown.split("\n")) + "\n")

    drive(seat(house, "signer1"), look, columns, rows)
