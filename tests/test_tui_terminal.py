"""The desk in a real terminal (tmux), at 80×24 and 120×40: keys in, screen out, and a clean terminal left behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from bulletin import store
from tests.conftest import House
from tests.desk_terminal import desk

TITLE = "标题\x1b]0;PWNED\x07\x1b[2J山体滑坡"


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_ten_items_are_triaged_by_keys_alone(house: House, columns: int, rows: int) -> None:
    """Adopt one, merge two, decline with a reason, shelve, undo, leave: the rows say so, and the terminal is as before."""
    root = house.settings.root
    with desk(root, columns=columns, rows=rows) as terminal:
        shown = terminal.wait("待处理 13")
        assert all(cell_len(line) <= columns for line in shown.split("\n"))
        terminal.press("a")
        terminal.wait("署名单位")
        terminal.press("Enter")
        terminal.wait("已采用为稿件 1")
        terminal.press("x", "x", "a")
        terminal.wait("2条来稿合并")
        terminal.press("Enter")
        terminal.wait("已采用为稿件 2")
        terminal.press("d")
        terminal.wait("一般性工作")
        terminal.press("3", "Enter")
        terminal.wait("不采用：来稿")
        terminal.press("s")
        terminal.wait("暂存：来稿")
        terminal.press("u")
        terminal.wait("撤销：暂存来稿")
        terminal.press("Enter")
        terminal.wait("已撤销")
        terminal.wait("待处理 9　已采用 3　不采用 1　暂存 0")
        terminal.press("q")
        terminal.wait("退出采编台？")
        terminal.press("Enter")
        for _ in range(100):
            if not terminal.alive():
                break
    assert store.statuses.count_by_state(house.db, "item") == {"adopted": 3, "declined": 1, "new": 9}


def test_two_editors_at_once(house: House) -> None:
    """Two desks on one office: what one decides the other sees within seconds, and neither decides an item twice."""
    root = house.settings.root
    with desk(root, "editor1") as one, desk(root, "editor2") as other:
        one.wait("待处理 13")
        other.wait("待处理 13")
        one.press("s")
        one.wait("暂存：来稿")
        other.wait("青溪县石桥乡", seconds=5, gone=True)
        other.press("s")
        other.wait("暂存：来稿")
        one.wait("待处理 11", seconds=5)
    trail = store.statuses.history(house.db, "item", 3)
    assert [(status.action, status.by) for status in trail] == [("shelve", "editor1")]


def test_chinese_is_typed_as_an_input_method_gives_it(house: House) -> None:
    """Words handed over at once, and full-width signs of an input method that is still on, do what they should."""
    with desk(house.settings.root) as terminal:
        terminal.wait("待处理 13")
        terminal.press("／")
        terminal.wait("筛选")
        terminal.type("晚稻")
        terminal.press("Enter")
        terminal.wait("筛出2条")
        terminal.press("？")
        terminal.wait("按键帮助")


def test_a_title_does_not_reach_the_terminal_as_a_command(house: House) -> None:
    """A title that would rename the window or wipe the screen is shown as words; the window keeps its name."""
    house.item(title=TITLE, text="正文")
    with desk(house.settings.root, rows=40) as terminal:
        before = terminal.title()
        terminal.wait("待处理 14")
        terminal.press("G")
        shown = terminal.wait("14/14")
        assert "东江市人民政府办公室信息科" in shown
        assert "PWNED" not in shown
        assert terminal.title() == before != "PWNED"


def test_the_self_test_measures_the_terminal(house: House) -> None:
    """:自检 asks tmux for the cursor after each character and finds its widths in order."""
    with desk(house.settings.root) as terminal:
        terminal.wait("待处理 13")
        terminal.press(":")
        terminal.wait("转到")
        terminal.type("自检")
        terminal.press("Enter")
        terminal.wait("字宽正常", seconds=30)


def test_a_window_that_is_resized_is_drawn_again(house: House, tmp_path: Path) -> None:
    """In a wide window the text stands beside the list."""
    with desk(house.settings.root, columns=120, rows=30) as terminal:
        shown = terminal.wait("接报时间")
        line = next(line for line in shown.split("\n") if "接报时间" in line)
        assert cell_len(line[: line.index("接报时间")]) > 60


def test_an_unforeseen_failure_ends_in_chinese(house: House) -> None:
    """The database file turns to rubbish under the desk: no traceback on the terminal, a line that says what is safe."""
    root = house.settings.root
    with desk(root, "editor1", "--light", rows=30, keep=True) as terminal:
        terminal.wait("待处理 13")
        house.settings.database_path.write_bytes(b"rubbish" * 50_000)
        terminal.press("s")
        shown = terminal.wait("结束：1")
        assert "已做的决定都已保存" in shown
        assert (root / "var" / "work" / "desk" / "意外结束.txt").is_file()
        assert "Traceback" not in shown
        assert "sqlite3" not in shown
