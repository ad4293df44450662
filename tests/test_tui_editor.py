"""Long texts in the person's own editor: what was typed is stored, or kept and offered, whatever dies meanwhile."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bulletin import store
from bulletin.desk import editing
from bulletin.model import Article
from bulletin.tui import editor
from tests.conftest import House
from tests.desk_terminal import Driver, Seat, desk, drive

Editors = Callable[[str], str]


@pytest.fixture
def editor_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Editors:
    """``editor_that(script)``: an editor that does what the shell script says to the file ``$1``; return its path."""

    def make(script: str) -> str:
        path = tmp_path / "editor.sh"
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)
        monkeypatch.setenv("VISUAL", str(path))
        return str(path)

    return make


def seat(house: House, person: str = "editor1") -> Seat:
    """A person at the desk of that office."""
    return Seat(house.db, house.settings, house.at, person)


def drafts(house: House) -> list[Path]:
    """The files of texts on their way."""
    return sorted(editor.drafts_dir(house.settings).glob("*"))


def adopted(house: House) -> Article:
    """An article made of the first item."""
    return editing.adopt(house.db, house.settings, [3], editing.Wish(), house.actor("editor1"), house.at)


def test_what_the_editor_saved_is_the_next_revision(house: House, editor_that: Editors) -> None:
    """Ctrl-E adopts and opens the editor; what it wrote is revision 2, and no file is left."""
    editor_that("printf '新标题\\n\\n新正文第一段。\\n' > \"$1\"")

    async def deed(driver: Driver) -> None:
        await driver.press("a", "ctrl+e")
        assert "已存为第2稿" in await driver.settle(0.3)

    drive(seat(house), deed)
    revision = store.articles.get(house.db, 1).revision
    assert (revision.number, revision.title, revision.text) == (2, "新标题", "新正文第一段。")
    assert drafts(house) == []


def test_an_editor_left_without_a_change_stores_nothing(house: House, editor_that: Editors) -> None:
    """Closing the editor untouched makes no revision and leaves no file."""
    editor_that("exit 0")

    async def deed(driver: Driver) -> None:
        await driver.press("a", "ctrl+e")
        assert "没有改动" in await driver.settle(0.3)

    drive(seat(house), deed)
    assert store.articles.get(house.db, 1).revision.number == 1
    assert drafts(house) == []


def test_a_crashed_editors_text_is_kept_and_offered(house: House, editor_that: Editors) -> None:
    """The editor wrote and died: nothing is stored by itself, the text is offered, and 3 stores it."""
    editor_that("printf '标题\\n\\n写了一半。\\n' > \"$1\"; kill -9 $$")

    async def deed(driver: Driver) -> None:
        await driver.press("a", "ctrl+e")
        assert "没有存完的文字" in await driver.settle(0.3)
        assert store.articles.get(house.db, 1).revision.number == 1
        await driver.press("3", "enter")
        assert "已存为第2稿" in await driver.settle(0.2)

    drive(seat(house), deed)
    assert store.articles.get(house.db, 1).revision.text == "写了一半。"


def test_two_editors_never_overwrite_each_other(house: House, editor_that: Editors) -> None:
    """Somebody saved while the editor was open: his revision stays, mine is kept and offered beside it."""
    one = adopted(house)
    path = editor.draft_of(house.settings, one, "editor1")
    path.write_text("我的标题\n\n我的正文。\n", encoding="utf-8")
    text = editing.Text("他的标题", "他的正文。", 1)
    editing.save(house.db, house.settings, one.id, text, house.actor("editor2"), house.at)

    async def deed(driver: Driver) -> None:
        shown = await driver.settle(0.3)
        assert "没有存完的文字" in shown
        assert "现在已到第2稿" in shown
        compared = await driver.press("2", "enter")
        assert "他的正文" in compared
        assert "我的正文" in compared
        await driver.press("q")
        await driver.press("3", "enter")
        await driver.settle(0.2)

    drive(seat(house), deed)
    texts = [revision.text for revision in store.articles.revisions(house.db, one.id)]
    assert texts[1:] == ["他的正文。", "我的正文。"]


def test_a_full_disk_loses_nothing(house: House, editor_that: Editors) -> None:
    """The database cannot grow: the revision is refused in Chinese, and the text stays in its file."""
    one = adopted(house)
    long = "字" * 400_000
    path = editor.draft_of(house.settings, one, "editor1")
    path.write_text(f"标题\n\n{long}\n", encoding="utf-8")
    pages = house.db.execute("pragma page_count").fetchone()[0]
    house.db.execute(f"pragma max_page_count = {pages}")

    async def deed(driver: Driver) -> None:
        await driver.settle(0.2)
        await driver.press("3", "enter")
        assert "磁盘已满" in (await driver.settle(0.2)).replace("\n ", "") or path.is_file()

    drive(seat(house), deed)
    assert store.articles.get(house.db, one.id).revision.number == 1
    assert long in path.read_text(encoding="utf-8")


def test_put_aside_is_not_deleted(house: House) -> None:
    """What the person does not want any more moves to ``var/work/kept`` and is not offered again."""
    one = adopted(house)
    path = editor.draft_of(house.settings, one, "editor1")
    path.write_text("标题\n\n不要了的文字。\n", encoding="utf-8")
    sitting = seat(house)

    place = editor.put_aside(house.settings, editor.left_over(sitting)[0])

    assert "不要了的文字" in place.read_text(encoding="utf-8")
    assert editor.left_over(sitting) == []


def test_an_untouched_file_is_not_offered(house: House) -> None:
    """A desk that died before anything was typed leaves nothing to be asked about."""
    editor.draft_of(house.settings, adopted(house), "editor1")

    assert editor.left_over(seat(house)) == []
    assert drafts(house) == []


def test_another_persons_text_is_not_offered(house: House) -> None:
    """Everybody is offered his own."""
    path = editor.draft_of(house.settings, adopted(house), "editor1")
    path.write_text("标题\n\n甲写的。\n", encoding="utf-8")

    assert editor.left_over(seat(house, "editor2")) == []
    assert len(editor.left_over(seat(house))) == 1


def test_the_file_of_an_open_editor_is_not_offered(house: House) -> None:
    """A second window of the same person leaves alone what the first one is editing."""
    path = editor.draft_of(house.settings, adopted(house), "editor1")
    path.write_text("标题\n\n正在写。\n", encoding="utf-8")

    with editor.being_edited(path):
        assert editor.left_over(seat(house)) == []
    assert len(editor.left_over(seat(house))) == 1


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGHUP])
def test_a_dead_terminal_loses_nothing(house: House, tmp_path: Path, number: signal.Signals) -> None:
    """The terminal dies (or the desk is killed) while the editor is open: the next desk offers what had been saved."""
    one = adopted(house)
    wrote = tmp_path / "wrote"
    script = tmp_path / "editor.sh"
    script.write_text(
        f"#!/bin/sh\nprintf '标题\\n\\n断线之前写的。\\n' > \"$1\"; touch {wrote}; exec sleep 60\n", encoding="utf-8"
    )
    script.chmod(0o755)
    root = house.settings.root
    house.db.close()

    with desk(root, environ={"VISUAL": str(script)}) as terminal:
        terminal.wait("待处理")
        terminal.press("o")
        terminal.wait("看哪种状态")
        terminal.type("已采用")
        terminal.press("Enter")
        terminal.wait("去向：稿件 1")
        terminal.press("e")
        for _ in range(200):
            if wrote.exists():
                break
            time.sleep(0.05)
        os.kill(terminal.pid(), number)
    with desk(root) as terminal:
        terminal.wait("没有存完的文字")
        terminal.press("3", "Enter")
        terminal.wait("已存为第2稿")
        terminal.press("q")
    db = store.open_database(house.settings.database_path)
    assert store.articles.get(db, one.id).revision.text == "断线之前写的。"
    db.close()


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ("no-such-editor", "没有找到编辑器 no-such-editor"),
        ("no-such-editor --wait", "没有找到编辑器 no-such-editor"),
        ("{folder}/plain.txt", "不能运行（Permission denied）"),
        ("vim '", "引号不成对"),
    ],
)
def test_an_editor_that_cannot_be_run_gives_way_to_our_own(
    house: House, tmp_path: Path, chosen: str, said: str
) -> None:
    """The text field stands in and says why; what is written there is stored, and the desk goes on."""
    (tmp_path / "plain.txt").write_text("", encoding="utf-8")
    adopted(house)
    with desk(house.settings.root, environ={"EDITOR": chosen.format(folder=tmp_path)}) as terminal:
        terminal.wait("待处理")
        terminal.press(":")
        terminal.wait("转到")
        terminal.type("稿件")
        terminal.press("Enter")
        terminal.wait("在办 1/1")
        terminal.press("e")
        terminal.wait(said)
        terminal.press("速", "C-s")
        terminal.wait("稿件 1 已存为第2稿")


@pytest.mark.parametrize(("chosen", "code"), [("sh -c 'exit 3' x", 3), ("touch -c", 0), ("false", 1)])
def test_an_editor_may_have_arguments_and_its_end_is_told(tmp_path: Path, chosen: str, code: int) -> None:
    """The words after the name are its arguments; the exit code is given on."""
    file = tmp_path / "text"
    file.write_text("", encoding="utf-8")

    assert editor.run_editor(file, {"EDITOR": chosen}) == code


def test_the_screen_comes_back_whatever_happens_outside(house: House) -> None:
    """What goes wrong while the terminal is left to another program reaches the desk, and the terminal is taken back."""
    seen = []

    @contextmanager
    def suspend() -> Iterator[None]:  # as Textual's: what is raised inside keeps it from taking the terminal back
        yield
        seen.append("back")

    async def deed(driver: Driver) -> None:
        driver.app.suspend = suspend  # type: ignore[method-assign]
        with pytest.raises(RuntimeError), driver.app.handed_over():
            raise RuntimeError

    drive(seat(house), deed)
    assert seen == ["back"]
