"""The desk in a real browser: an input method, straight columns at two sizes, and nothing lost when the tab goes."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

from calls import call  # isort: skip
from web_browser import Browser, browser, need_browser  # isort: skip
from web_support import PASSWORDS, Running, give_passwords, serving  # isort: skip

_DRIFT = """[...document.querySelectorAll('.xterm-rows > div')].flatMap(row => {
  const left = row.getBoundingClientRect().left, cell = document.querySelector('.xterm-screen').clientWidth / terminal.cols;
  let cells = 0;
  return [...row.children].map(span => {
    const drift = Math.abs(span.getBoundingClientRect().left - left - cells * cell) / cell;
    for (const char of span.textContent) cells += widths.wcwidth(char.codePointAt(0));
    return drift;
  });
}).reduce((most, drift) => Math.max(most, drift), 0)"""
"""By how much of a cell the runs of the screen stand off where they belong, at most."""

_GAP = """(() => {
  const pen = document.createElement('canvas').getContext('2d');
  pen.font = `${terminal.options.fontSize}px ${terminal.options.fontFamily}`;
  return 2 * document.querySelector('.xterm-screen').clientWidth / terminal.cols / pen.measureText('中').width - 1;
})()"""
"""How much of a Chinese letter is left empty between two."""
_COMPOSED = """(() => {
  const at = name => document.querySelector(name).getBoundingClientRect();
  const view = at('.composition-view'), screen = at('.xterm-screen');
  return [Math.round((view.left - screen.left) / screen.width * terminal.cols * 2) / 2,
    Math.round((view.top - screen.top) / screen.height * terminal.rows)];
})()"""
"""Column and row at which an input method shows what is being composed."""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """The sample office, with passwords."""
    need_browser()
    root = tmp_path / "office"
    assert call(None, "init", root, "--sample").code == 0
    give_passwords(root)
    return root


@pytest.fixture
def server(office: Path) -> Iterator[Running]:
    """A server of that office."""
    with serving(office) as running:
        yield running


def play(folder: Path, act: Callable[[Browser], Coroutine[Any, Any, None]]) -> None:
    """Play one scene in a browser of its own, two minutes at most."""

    async def run() -> None:
        async with asyncio.timeout(120), browser(folder / "profile") as tab:
            await act(tab)

    asyncio.run(run())


def drafts(office: Path) -> str:
    """Return what lies in the texts on their way."""
    return "\n".join(path.read_text(encoding="utf-8") for path in (office / "var/work/desk").glob("*.txt"))


async def open_field(tab: Browser) -> None:
    """Adopt the item under the cursor and open the text field on it."""
    await tab.key("e")
    await tab.until_screen("Ctrl-E 采用并修改")
    await tab.key("e", control=True)
    await tab.until_screen("Ctrl-S 写完返回")


def test_a_day_in_the_browser(server: Running, office: Path, tmp_path: Path) -> None:
    """Logging in, an input method, straight columns in two windows, a tab that dies while somebody types, and going on.

    The page asks nothing of any other host, and its own policy forbids nothing it needs.
    """

    async def act(tab: Browser) -> None:
        await tab.log_in(server.url, "编辑甲", PASSWORDS["editor1"])
        for size in ((1024, 768), (1440, 900)):
            await tab.resize(*size)
            await asyncio.sleep(1)
            await tab.until_screen("“互联网+明厨亮灶”")
            assert await tab.run(_DRIFT) < 0.25, size
        assert await tab.run(_GAP) < 0.15
        await tab.key("/")
        await tab.until_screen("筛选")
        await tab.compose("w", "wan", "晚稻")
        await asyncio.sleep(1)  # the list is narrowed meanwhile
        await tab.ask("Input.imeSetComposition", text="shou", selectionStart=4, selectionEnd=4)
        await asyncio.sleep(0.2)
        assert await tab.run(_COMPOSED) == [6, await tab.run("terminal.rows - 2")]
        await tab.ask("Input.imeSetComposition", text="", selectionStart=0, selectionEnd=0)
        await tab.key("Enter", 13)
        await tab.until_screen("筛选 晚稻")
        await open_field(tab)
        await tab.compose("b", "bian", "编辑部")
        await tab.paste("“速”……——·")
        await tab.until_screen("编辑部“速”……——·")
        await tab.ask("Page.navigate", url="about:blank")  # the tab goes while he types

        await tab.ask("Page.navigate", url=server.url)
        await tab.until("document.querySelector('.xterm-screen') !== null")
        await tab.until_screen("没有存完的文字")
        assert "编辑部“速”……——·" in drafts(office)
        await tab.key("3")
        await tab.key("Enter", 13)
        await tab.until_screen("已存为第2稿")
        assert drafts(office) == ""
        assert (tab.foreign, tab.complaints) == ([], [])

    play(tmp_path, act)


def test_nothing_typed_is_lost_when_the_server_dies(server: Running, office: Path, tmp_path: Path) -> None:
    """What was typed is there although the server was killed, and the page says that the connection is gone."""

    async def act(tab: Browser) -> None:
        await tab.log_in(server.url, "editor1", PASSWORDS["editor1"])
        await tab.until_screen("编辑甲")
        await open_field(tab)
        await tab.compose("z", "zhong", "中文")
        await tab.until_screen("中文")
        server.process.send_signal(signal.SIGKILL)
        await tab.until("!document.getElementById('ended').hidden")
        assert "与服务的连接断了" in await tab.shown()

    play(tmp_path, act)

    assert drafts(office).startswith("中文")
