"""The desk in a test: in a real terminal (tmux: keys in, screen out), or without one, driven by Textual's pilot.

Each `Terminal` has a server of its own (``tmux -L``), so that nothing of the machine's own tmux is touched.
"""

from __future__ import annotations

import asyncio
import os
import shlex
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType

import pytest
from sqlite_utils import Database
from textual.pilot import Pilot

from bulletin.model import Actor
from bulletin.settings import Settings
from bulletin.tui.app import Desk

ROOT = Path(__file__).parent.parent
KEYS = {"Enter", "Escape", "Space", "Up", "Down", "Left", "Right", "BSpace", "PageDown", "PageUp"}


def need_tmux() -> None:
    """Skip the test where there is no tmux."""
    if shutil.which("tmux") is None:
        pytest.skip("没有 tmux，真终端的测试跳过")


class Terminal:
    """One window of `columns` × `rows` with a program in it."""

    def __init__(
        self, command: list[str], columns: int = 80, rows: int = 24, environ: Mapping[str, str] | None = None
    ) -> None:
        self._server = f"desk-{uuid.uuid4().hex[:8]}"
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        given = {**kept, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color", **(environ or {})}
        self._environ = given
        self._tmux(
            "-f", "/dev/null", "new-session", "-d", "-x", str(columns), "-y", str(rows), "-s", "desk", *_quoted(command)
        )
        self._tmux("set-option", "-g", "status", "off")

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def press(self, *keys: str) -> None:
        """Press keys one after the other: a character, or a name of `KEYS` or like ``C-e``."""
        for key in keys:
            named = key in KEYS or key.startswith("C-")
            self._tmux("send-keys", "-t", "desk", *([key] if named else ["-l", key]))

    def type(self, text: str) -> None:
        """Type text as an input method hands it over: all at once."""
        self._tmux("send-keys", "-t", "desk", "-l", text)

    def screen(self) -> str:
        """Return what stands on the screen."""
        return self._tmux("capture-pane", "-p", "-t", "desk")

    def wait(self, words: str, seconds: float = 15.0, gone: bool = False) -> str:
        """Return the screen as soon as it shows the words (or no longer does)."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            shown = self.screen()
            if (words in shown) is not gone:
                return shown
            time.sleep(0.05)
        raise AssertionError(f"{words} {'没有消失' if gone else '没有出现'}：\n{self.screen()}")

    def pid(self) -> int:
        """Return the process that runs in the window."""
        return int(self._tmux("list-panes", "-t", "desk", "-F", "#{pane_pid}"))

    def title(self) -> str:
        """Return the title the program gave the window."""
        return self._tmux("list-panes", "-t", "desk", "-F", "#{pane_title}").strip()

    def alive(self) -> bool:
        """Tell whether the program still runs."""
        done = subprocess.run(
            ["tmux", "-L", self._server, "has-session", "-t", "desk"],
            env=self._environ,
            capture_output=True,
            check=False,
        )
        return done.returncode == 0

    def close(self) -> None:
        """End the server and whatever runs in it."""
        subprocess.run(["tmux", "-L", self._server, "kill-server"], env=self._environ, capture_output=True, check=False)

    def _tmux(self, *words: str) -> str:
        command = ["tmux", "-L", self._server, *words]
        done = subprocess.run(command, env=self._environ, capture_output=True, text=True, check=False, timeout=20)
        assert done.returncode == 0, done.stderr
        return done.stdout


def desk(
    office: Path,
    person: str = "editor1",
    *options: str,
    at: str = "",
    keep: bool = False,
    environ: Mapping[str, str] | None = None,
    **size: int,
) -> Terminal:
    """Open the desk of that office in a terminal, as that person; with `keep` the window stays when the desk has ended."""
    need_tmux()
    moment = ["--at", at] if at else []
    command = [sys.executable, "-m", "bulletin", "--office", str(office), "--as", person, *moment, "desk", *options]
    if keep:  # what the program says at its end stays to be read
        command = ["sh", "-c", '"$@"; echo "结束：$?"; exec sleep 60', "sh", *command]
    return Terminal(command, environ={"PYTHONPATH": str(ROOT), **(environ or {})}, **size)


def _quoted(command: list[str]) -> list[str]:
    return [shlex.join(command)]


@dataclass
class Seat:
    """A person at a desk, at a moment: what the command line gives the desk."""

    db: Database
    settings: Settings
    at: datetime
    person: str = "editor1"
    renewed: int = field(default=0)

    @property
    def actor(self) -> Actor:
        """The person as an actor."""
        return self.settings.actor(self.person, self.at.date())

    @property
    def viewer(self) -> Actor:
        """The same."""
        return self.actor

    def renew(self) -> None:
        """Count how often the clock was looked at."""
        self.renewed += 1


class Driver:
    """A desk without a terminal: press, and read what stands on the screen."""

    def __init__(self, app: Desk, pilot: Pilot[None]) -> None:
        self.app, self._pilot = app, pilot

    async def press(self, *keys: str) -> str:
        """Press keys by Textual's names, and return the screen."""
        for key in keys:
            await self._pilot.press(key)
            await self._pilot.pause()
        await self._pilot.pause()
        return self.screen()

    async def type(self, text: str) -> str:
        """Type text, character by character, and return the screen."""
        return await self.press(*text)

    async def settle(self, seconds: float = 0.05) -> str:
        """Wait a little, and return the screen."""
        await self._pilot.pause(seconds)
        return self.screen()

    async def wait(self, words: str, seconds: float = 15.0, gone: bool = False) -> str:
        """Return the screen as soon as it shows the words (or no longer does)."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            shown = await self.settle()
            if (words in shown) is not gone:
                return shown
        raise AssertionError(f"{words} {'没有消失' if gone else '没有出现'}：\n{self.screen()}")

    def screen(self) -> str:
        """Return what stands on the screen as text."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


def drive(
    seat: Seat, deed: Callable[[Driver], Awaitable[None]], columns: int = 80, rows: int = 24, **options: bool
) -> None:
    """Open the desk for that person without a terminal, and do `deed` with it."""

    async def run() -> None:
        app = Desk(seat, **options)
        async with app.run_test(size=(columns, rows)) as pilot:
            await pilot.pause()
            await pilot.pause()
            await deed(Driver(app, pilot))

    asyncio.run(run())
