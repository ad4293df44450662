"""A real Chromium without a window, driven over its debugging protocol: pages, keys, an input method, pictures."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import json
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

_HAS_DESK = "document.querySelector('.xterm-screen') !== null"
_NAMES = ("chromium", "chromium-browser", "google-chrome")


def need_browser() -> str:
    """Return the browser's command, or skip the test where there is none."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        pytest.skip("没有 Chromium，浏览器里的测试跳过")
    return found


class Browser:
    """One tab."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self.foreign: list[str] = []
        self.complaints: list[str] = []

    async def ask(self, method: str, **given: Any) -> Any:
        """Send one command and return its answer; what the page asks of the network meanwhile is noted."""
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": given})
        while True:
            said = await self._socket.receive_json(timeout=30)
            if said.get("id") == number:
                assert "error" not in said, said
                return said["result"]
            self._note(said)

    def _note(self, said: dict[str, Any]) -> None:
        if said.get("method") == "Network.requestWillBeSent":
            url = said["params"]["request"]["url"]
            if not url.startswith(("http://127.0.0.1:", "data:")):
                self.foreign.append(url)
        if said.get("method") == "Log.entryAdded" and said["params"]["entry"]["level"] == "error":
            self.complaints.append(said["params"]["entry"]["text"])
        if said.get("method") == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(said["params"]["exceptionDetails"])[:400])

    async def run(self, script: str) -> Any:
        """Return the value of a script in the page."""
        answer = await self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    async def open(self, url: str, columns: int = 1024, rows: int = 768) -> None:
        """Open a page in a window of so many dots."""
        for domain in ("Page", "Network", "Log", "Runtime"):
            await self.ask(f"{domain}.enable")
        await self.resize(columns, rows)
        await self.ask("Page.navigate", url=url)

    async def resize(self, columns: int, rows: int) -> None:
        """Make the window so many dots large."""
        size = {"width": columns, "height": rows, "deviceScaleFactor": 1, "mobile": False}
        await self.ask("Emulation.setDeviceMetricsOverride", **size)

    async def until(self, script: str, seconds: float = 15) -> None:
        """Wait until a script in the page is true."""
        deadline = asyncio.get_running_loop().time() + seconds
        while not await self._holds(script):
            assert asyncio.get_running_loop().time() < deadline, f"没有等到 {script}\n{await self.shown()}"
            await asyncio.sleep(0.1)

    async def _holds(self, script: str) -> bool:
        with contextlib.suppress(AssertionError):  # the page is being left
            return bool(await self.run(script))
        return False

    async def screen(self) -> str:
        """Return the desk's screen as text, as xterm.js holds it."""
        return str(
            await self.run(
                "[...Array(terminal.rows).keys()].map(row => "
                "terminal.buffer.active.getLine(row).translateToString(true)).join('\\n')"
            )
        )

    async def shown(self) -> str:
        """Return the screen, or the page's words where there is no desk on it."""
        return (
            str(await self.run("document.body.innerText"))
            + "\n"
            + (await self.screen() if await self.run(_HAS_DESK) else "")
        )

    async def until_screen(self, words: str, seconds: float = 15) -> str:
        """Return the screen as soon as the words stand there."""
        deadline = asyncio.get_running_loop().time() + seconds
        while words not in (seen := await self.screen()):
            assert asyncio.get_running_loop().time() < deadline, f"没有等到“{words}”\n{seen}"
            await asyncio.sleep(0.05)
        return seen

    async def key(self, key: str, code: int = 0, control: bool = False) -> None:
        """Press and let go of one key."""
        code = code or ord(key.upper()[0])
        given = {"key": key, "windowsVirtualKeyCode": code, "modifiers": 2 if control else 0}
        text = {"text": "\r" if key == "Enter" else key} if not control and (len(key) == 1 or key == "Enter") else {}
        await self.ask("Input.dispatchKeyEvent", type="keyDown", **given, **text)
        await self.ask("Input.dispatchKeyEvent", type="keyUp", **given)

    async def compose(self, *steps: str) -> None:
        """Type as an input method does: each step replaces the one before, the last is what is written."""
        for step in steps:
            await self.ask("Input.imeSetComposition", text=step, selectionStart=len(step), selectionEnd=len(step))
        await self.ask("Input.insertText", text=steps[-1])

    async def paste(self, text: str) -> None:
        """Insert text at once, as a dictation or a handwriting pad does."""
        await self.ask("Input.insertText", text=text)

    async def picture(self, path: Path) -> None:
        """Write what is seen into a PNG file."""
        path.write_bytes(base64.b64decode((await self.ask("Page.captureScreenshot", format="png"))["data"]))

    async def log_in(self, url: str, person: str, password: str, columns: int = 1024, rows: int = 768) -> None:
        """Log in through the page, and wait for the desk."""
        await self.open(f"{url}/login", columns, rows)
        await self.until("document.querySelector('input[name=password]') !== null")
        await self.run(f"document.querySelector('input[name=person]').value = {json.dumps(person)}")
        await self.run("document.querySelector('input[name=password]').focus()")
        await self.paste(password)
        await self.key("Enter", 13)
        await self.until(_HAS_DESK)


@asynccontextmanager
async def browser(folder: Path) -> AsyncIterator[Browser]:
    """Give a tab of a new browser whose profile lies in `folder`."""
    command = [
        *(need_browser(), "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
        *("--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"),
        *("--remote-debugging-port=0", f"--user-data-dir={folder}", "about:blank"),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        port = await _port(folder / "DevToolsActivePort", process)
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
                tab = next(one for one in await answer.json() if one["type"] == "page")
            async with session.ws_connect(tab["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                yield Browser(socket)
    finally:
        process.terminate()
        process.wait(20)


async def _port(file: Path, process: subprocess.Popen[bytes]) -> str:
    for _ in range(200):
        assert process.poll() is None, "Chromium 没有启动"
        if file.is_file() and (lines := file.read_text().split()):
            return lines[0]
        await asyncio.sleep(0.1)
    raise AssertionError("Chromium 没有打开调试端口")
