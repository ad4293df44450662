"""From review to print in a real terminal, by keys alone, at three desks: the reviewer's, the editor's, the signer's."""

from __future__ import annotations

import os
import time

import pytest
from rich.cells import cell_len

from bulletin import store
from bulletin.errors import TypesettingFailure
from bulletin.press.page.faces import fonts
from tests.conftest import House
from tests.desk_terminal import Terminal, desk

TITLES = ("“十四五”规划——稳中求进……", "晚稻收割完毕", "城区公交延时")
TEXTS = ("市发改委汇总各部门意见。", "全市晚稻收割已经结束，机收率创新高。", "今起八条公交线路末班车延后一小时。")


def go(terminal: Terminal, noun: str, words: str) -> None:
    """Go to a noun as a person does: colon, the word, Enter."""
    terminal.press(":")
    terminal.wait("转到")
    terminal.type(noun)
    terminal.wait("共")
    terminal.press("Enter")
    terminal.wait(words, seconds=30)


def fits(terminal: Terminal, columns: int) -> None:
    """No line is wider than the window."""
    assert all(cell_len(line) <= columns for line in terminal.screen().split("\n"))


def approve(reviewer: Terminal) -> None:
    """Pass the piece on the screen; where something stands unanswered, that is asked first."""
    reviewer.press("a")
    for _ in range(75):
        shown = reviewer.screen()
        if "还同意吗" in shown:
            reviewer.press("y")
        if "a 同意" not in shown:
            return
        time.sleep(0.2)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_three_people_bring_an_issue_to_print(house: House, columns: int, rows: int) -> None:
    """Approve three, return one and approve it mended, compose, order, proof, sign, publish: keys only, at both sizes."""
    try:
        fonts.find_fonts(os.environ)
    except TypesettingFailure as missing:
        pytest.skip(str(missing))
    made = [house.article("in_review", title=title, text=text) for title, text in zip(TITLES, TEXTS, strict=True)]
    root, size = house.settings.root, {"columns": columns, "rows": rows}
    with desk(root, "reviewer1", **size) as reviewer:
        reviewer.wait("待处理 13")
        go(reviewer, "审核", "等审核甲办的 3件")
        reviewer.press("Enter")
        reviewer.wait("你第一次看这一篇")
        reviewer.press("r")
        reviewer.wait("退回，理由")
        reviewer.press("2", "Enter")
        reviewer.wait("等审核甲办的 2件")
        mended = house.edit(store.articles.get(house.db, made[0].id), TEXTS[0] + "共收到三十条。")
        house.send(mended)
        reviewer.wait("等审核甲办的 3件")
        for left in (2, 1, 0):
            reviewer.press("Enter")
            reviewer.wait("审看")
            fits(reviewer, columns)
            approve(reviewer)
            reviewer.wait(f"等审核甲办的 {left}件")
    with desk(root, "editor1", **size) as editor:
        editor.wait("待处理 13")
        go(editor, "期", "已审定待编 3篇")
        editor.press("c")
        editor.wait("编哪种刊物")
        editor.press("Enter")
        editor.wait("已编入")
        editor.press("Enter")
        editor.wait("试排", seconds=60)
        fits(editor, columns)
        editor.press("J")
        editor.wait("2/3")
        editor.press("p")
        editor.wait("出清样：政务信息2026年第1期？")
        editor.press("Enter")
        editor.wait("清样已出", seconds=60)
        with desk(root, "signer1", **size) as signer:
            signer.wait("待处理 13")
            go(signer, "审核", "等签发甲办的 1件")
            signer.press("Enter")
            signer.wait("▀▀▀▀", seconds=30)
            signer.wait("版面检查没有发现问题")
            signer.wait("s 签发")
            fits(signer, columns)
            signer.press("s")
            signer.wait("签发 政务信息/2026/1？")
            signer.press("Enter")
            signer.wait("已签发")
        editor.wait("第1期 已签发", seconds=10)
        editor.press("P")
        editor.wait("印发 政务信息/2026/1？")
        editor.press("Enter")
        editor.wait("已印发归档", seconds=30)
    issue = store.issues.every(house.db)[0]
    assert issue.state == "published"
    assert [entry.title for entry in store.issues.entries(house.db, issue.id)] == [TITLES[1], TITLES[0], TITLES[2]]
    assert (house.settings.issues_dir / issue.folder / "issue.pdf").is_file()
