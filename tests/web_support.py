"""A real server of the desk on loopback, and a client that knows what a browser sends."""

from __future__ import annotations

import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from bulletin.settings import read_settings
from bulletin.web import passwords

PASSWORDS = {"editor1": "竹影扫阶尘不动1", "reviewer1": "月轮穿沼水无痕2", "signer1": "given-by-admin"}
"""Who can log in; signer1 with what the administrator gave him."""


def give_passwords(office: Path) -> None:
    """Give the persons of `PASSWORDS` theirs."""
    settings = read_settings(office)
    for person, password in PASSWORDS.items():
        passwords.keep(settings, settings.people[person], password, given=person == "signer1")


@dataclass
class Running:
    """A server that runs: where it is reached, its process, what it has said."""

    url: str
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    @property
    def host(self) -> str:
        """The ``Host`` a browser would call it by."""
        return self.url.removeprefix("http://")


@contextmanager
def serving(office: Path, *options: str, environ: Mapping[str, str] | None = None) -> Iterator[Running]:
    """Serve the office's desk on a free port of loopback until the block ends."""
    command = [sys.executable, "-m", "bulletin", "--office", str(office), "desk", "--browser", "--port", "0", *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, **(environ or {})})
    said: list[str] = []
    ready: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_listen, args=(process, said, ready), daemon=True).start()
    try:
        url = ready.get(timeout=20)
        assert url, said
        yield Running(url, process, said)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _listen(process: subprocess.Popen[str], said: list[str], ready: queue.Queue[str]) -> None:
    assert process.stderr is not None
    for line in process.stderr:
        said.append(line)
        if found := re.search(r"http://\S+:\d+(?=/)", line):
            ready.put(found[0])
    ready.put("")


@asynccontextmanager
async def client(server: Running, **headers: str) -> AsyncIterator[aiohttp.ClientSession]:
    """Give a client with cookies that calls the server as its own page would."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(server.url, cookie_jar=jar, headers={"Origin": server.url, **headers}) as session:
        yield session


async def log_in(session: aiohttp.ClientSession, person: str, password: str = "") -> int:
    """Log in and return the status of the answer itself."""
    form = {"person": person, "password": password or PASSWORDS.get(person, "")}
    async with session.post("/login", data=form, allow_redirects=False) as answer:
        return answer.status


async def screen_until(socket: aiohttp.ClientWebSocketResponse, words: str, seconds: float = 15) -> str:
    """Return what the desk has written until the words were there, blanks and signs for the terminal left out."""
    seen = ""
    deadline = asyncio_time() + seconds
    while words not in seen:
        left = deadline - asyncio_time()
        assert left > 0, f"没有等到“{words}”：{seen[-2000:]}"
        message = await socket.receive(timeout=left)
        assert message.type is aiohttp.WSMsgType.BINARY, (message, seen[-2000:])
        seen += re.sub(
            r"\x1b(\[[0-9;?>=<]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|P[^\x1b]*\x1b\\|.)",
            "",
            message.data.decode("utf-8", "replace"),
        )
    return seen


def asyncio_time() -> float:
    """Return the time of the running loop."""
    import asyncio

    return asyncio.get_running_loop().time()


async def closing(socket: aiohttp.ClientWebSocketResponse, seconds: float = 15) -> tuple[int | None, str]:
    """Return with which code and words the server closes the socket."""
    while True:
        message = await socket.receive(timeout=seconds)
        if message.type is aiohttp.WSMsgType.CLOSE:
            return message.data, message.extra or ""
        if message.type in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.CLOSING):
            return socket.close_code, ""


def children(process_id: int) -> Sequence[int]:
    """Return the ids of the processes that a process has started."""
    found = Path(f"/proc/{process_id}/task/{process_id}/children")
    return [int(word) for word in found.read_text().split()]
