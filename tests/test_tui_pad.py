"""The text field in place of an editor."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from bulletin.tui.pad import Field, Pad
from bulletin.web.terminal import open_terminal

TEXT = "晚稻提前收割\n\n东山镇3.2万亩晚稻全部收割完毕。\n已播种油菜1.1万亩。\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A text to edit."""
    path = tmp_path / "稿件1-第1稿-editor1.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def sit(pad: Pad, act: Callable[[Pilot[int]], Awaitable[None]]) -> None:
    """Run the field, and do at it what `act` does."""

    async def run() -> None:
        async with pad.run_test(size=(80, 24)) as pilot:
            await act(pilot)

    asyncio.run(run())


def test_every_change_is_in_the_file_before_the_next(file: Path) -> None:
    """What was typed is in the file at once, without any key to save it."""
    kept = []

    async def act(pilot: Pilot[int]) -> None:
        for char in "速报":
            await pilot.press(char)
            await pilot.pause()
            kept.append(file.read_text(encoding="utf-8"))

    sit(Pad(file), act)

    assert kept == [f"速{TEXT}", f"速报{TEXT}"]


def test_ctrl_s_leaves_what_was_written(file: Path) -> None:
    """Ctrl-S leaves with 0, and the file holds the text."""
    pad = Pad(file)

    async def act(pilot: Pilot[int]) -> None:
        await pilot.press("速", "ctrl+s")

    sit(pad, act)

    assert (pad.return_value, file.read_text(encoding="utf-8")) == (0, f"速{TEXT}")


def test_looking_changes_nothing(file: Path) -> None:
    """Whoever opens the field and leaves with Esc has changed no byte, and is asked nothing."""
    pad, before = Pad(file), file.stat().st_mtime_ns

    async def act(pilot: Pilot[int]) -> None:
        await pilot.press("escape")

    sit(pad, act)

    assert (pad.return_value, file.stat().st_mtime_ns) == (0, before)


@pytest.mark.parametrize(("answer", "left"), [("2", f"速{TEXT}"), ("3", TEXT)])
def test_esc_asks_what_becomes_of_changes(file: Path, answer: str, left: str) -> None:
    """After a change Esc asks: store it, or have the text as it was."""
    pad = Pad(file)

    async def act(pilot: Pilot[int]) -> None:
        await pilot.press("速", "escape")
        await pilot.pause()
        await pilot.press(answer)
        await pilot.pause()
        await pilot.press("enter")

    sit(pad, act)

    assert (pad.return_value, file.read_text(encoding="utf-8")) == (0, left)


def test_one_goes_on_writing_after_esc(file: Path) -> None:
    """Esc pressed by mistake costs nothing: the first answer goes on."""
    pad = Pad(file)

    async def act(pilot: Pilot[int]) -> None:
        await pilot.press("速", "escape")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("报")
        await pilot.pause()
        assert pad.is_running

    sit(pad, act)

    assert file.read_text(encoding="utf-8") == f"速报{TEXT}"


def test_words_are_found_one_place_after_the_other(file: Path) -> None:
    """Ctrl-F selects the words at their next place, and begins again after the last."""
    pad, found = Pad(file), []

    async def act(pilot: Pilot[int]) -> None:
        for _ in range(3):
            await pilot.press("ctrl+f")
            await pilot.pause()
            if not found:
                await pilot.press("晚", "稻")
            await pilot.press("enter")
            await pilot.pause()
            found.append(pad.query_one(Field).selection.start)

    sit(pad, act)

    assert found == [(0, 0), (2, 8), (0, 0)]


def test_a_file_that_cannot_be_written_is_said_and_the_text_stays(tmp_path: Path) -> None:
    """Where the file cannot be written the field says so, does not leave with Ctrl-S, and writes as soon as it can."""
    folder = tmp_path / "desk"
    folder.mkdir()
    file = folder / "稿件1-第1稿-editor1.txt"
    file.write_text(TEXT, encoding="utf-8")
    pad, away = Pad(file), tmp_path / "away"
    said: list[str] = []

    async def act(pilot: Pilot[int]) -> None:
        folder.rename(away)
        folder.write_text("")
        await pilot.press("速")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()
        said.append(str(pad.query_one("#wrong").render()))
        assert pad.is_running
        folder.unlink()
        away.rename(folder)
        await pilot.press("ctrl+s")

    sit(pad, act)

    assert "还没有存到文件里" in said[0]
    assert (pad.return_value, file.read_text(encoding="utf-8")) == (0, f"速{TEXT}")


def test_the_field_is_an_editor_like_any_other(file: Path) -> None:
    """`run_editor` starts the field with the command `own_editor` gives, on a real terminal, and hears of its end."""
    program = (
        "import sys;from pathlib import Path;from bulletin.tui import editor;"
        "sys.exit(editor.run_editor(Path(sys.argv[1]), {'EDITOR': editor.own_editor()}))"
    )

    async def run() -> int:
        environ = {**os.environ, "TERM": "xterm-256color"}
        terminal = await open_terminal([sys.executable, "-c", program, str(file)], environ, (80, 24))
        async with asyncio.timeout(20):
            seen = b""
            while "晚稻".encode() not in seen:
                seen += await terminal.read()
            await asyncio.sleep(0.3)
            await terminal.write("速\x13".encode())
            while await terminal.read():
                pass
            return await terminal.hang_up()

    assert asyncio.run(run()) == 0
    assert file.read_text(encoding="utf-8") == f"速{TEXT}"
