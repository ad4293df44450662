"""The warm worker: libraries imported and fonts open, a fork for every sheet. ``bulletin press serve`` becomes this.

A fork starts with everything its parent has read, and takes it along when it ends: a crash in Pango, a sheet that needs
all memory or never ends, costs one answer. The parent never touches a sheet. What is asked and answered is in
`bulletin.press.page.engine.worker`.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import socket
import sys
import traceback
from datetime import date
from pathlib import Path
from types import FrameType

import bulletin
from bulletin.errors import TypesettingFailure
from bulletin.model import Json
from bulletin.press.page.engine import layout, worker
from bulletin.press.page.engine.packing import unpack
from bulletin.press.page.engine.process import TIME_LIMIT
from bulletin.press.page.engine.render import render
from bulletin.press.page.engine.typeset import set_with
from bulletin.press.page.faces.facts import FaceFacts
from bulletin.press.page.faces.fonts import FontSet
from bulletin.press.page.faces.glyphs import Glyphs
from bulletin.press.page.sheet import PrintedEntry, Sheet

MEMORY_LIMIT = 3 * 1024**3  # bytes of address space for one sheet; a bound volume takes a tenth
_MOST_FORKS = 4  # at once; further callers wait in the queue of the socket
_REAPING = 1.0  # seconds between looks at forks that may have ended


class Stop(Exception):
    """The worker is to end."""


class Server:
    """The parent process: what it has warm, and its forks."""

    def __init__(self, directory: Path, fonts: FontSet) -> None:
        self._directory, self._fonts = directory, fonts
        self._known: dict[str, FaceFacts] = {}
        self._program, self._set = worker.program_sha256(), worker.fonts_sha256(fonts)
        self._libraries: Json = {}
        self._forks: set[int] = set()
        self._jobs = 0

    def warm(self) -> None:
        """Set a page that has every usual face in it, so that forks find libraries, fonts and word lists ready."""
        title = "关于进一步加强政务信息报送工作有关事项的通知的补充说明"
        entry = PrintedEntry(1, "", title, "一、正文1：ABC", ("报送单位",), editor_note="按")
        layout.context(Sheet("", "刊", "第1期", "", date(2000, 1, 1), (entry, entry)), Glyphs(self._fonts, self._known))
        usual = (role for role in self._fonts.faces if not role.startswith("fallback"))  # those are large, and rare
        runs = "".join(f'<p style="font-family: bulletin {role}">1</p>' for role in usual)
        page = {"html": f"<html><head></head><body>{runs}</body></html>", "css": "", "css_apart": ""}
        self._libraries = render(page)[0]["versions"]
        gc.collect()
        gc.freeze()
        gc.disable()

    def serve(self, listener: socket.socket, lock: int) -> None:
        """Answer until told to stop, then wait for the forks still at work."""
        signal.signal(signal.SIGTERM, _stop)
        signal.signal(signal.SIGINT, _stop)
        try:
            while True:
                listener.settimeout(_REAPING if self._forks else None)
                self._reap(os.WNOHANG if len(self._forks) < _MOST_FORKS else 0)
                try:
                    connection, _ = listener.accept()
                except TimeoutError:
                    continue
                with connection:
                    self._answer_apart(connection, (listener.fileno(), lock))
        except Stop:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)  # who asks twice does not want to wait
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            (self._directory / worker.SOCKET).unlink(missing_ok=True)
            listener.close()
            while self._forks:
                self._reap(0)

    def _reap(self, flags: int) -> None:
        """Take note of forks that ended; without WNOHANG wait for one."""
        while self._forks:
            ended, _ = os.waitpid(-1, flags)
            if not ended:
                return
            self._forks.discard(ended)
            flags = os.WNOHANG

    def _answer_apart(self, connection: socket.socket, ours: tuple[int, ...]) -> None:
        """Answer in a fork, which closes the descriptors that are `ours` alone."""
        self._jobs += 1
        fork = os.fork()
        if fork:
            self._forks.add(fork)
            return
        status = 1
        try:
            for descriptor in ours:
                os.close(descriptor)
            _limit()
            self._answer(connection)
            status = 0
        except OSError:  # the other side is gone: the greeting was all it wanted, or it waits no longer
            pass
        finally:
            if sys.exc_info()[0]:
                traceback.print_exc()
            os._exit(status)

    def _answer(self, connection: socket.socket) -> None:
        """Hold one conversation."""
        connection.settimeout(worker.GREETING_LIMIT)
        if not worker.is_ours(connection):
            return
        worker.send(connection, json.dumps(self._greeting()).encode())
        wish = worker.receive_json(connection)
        connection.settimeout(TIME_LIMIT)
        if wish["wish"] == "stop":
            os.kill(os.getppid(), signal.SIGTERM)
            worker.send(connection, b"{}")
        elif wish["wish"] == "typeset":
            for message in self._typeset(wish):
                worker.send(connection, message)

    def _greeting(self) -> Json:
        return {
            "pid": os.getppid(),
            "version": bulletin.__version__,
            "program": "" if _replaced() else self._program,
            "fonts": self._set,
            "libraries": self._libraries,
            "jobs": self._jobs,
            "at_work": len(self._forks),
        }

    def _typeset(self, wish: Json) -> list[bytes]:
        """Return the messages that answer the wish for a sheet."""
        sheet = unpack(Sheet, wish["sheet"])
        try:
            done = set_with(render, sheet, Path(wish["template"]), self._fonts, self._known)
        except TypesettingFailure as refusal:
            return [json.dumps({"refused": [refusal.what, refusal.remedy]}).encode()]
        head = {
            "pages": done.pages,
            "entry_pages": done.entry_pages,
            "made_with": done.made_with,
            "warnings": done.warnings,
        }
        return [json.dumps(head).encode(), done.pdf]


def _stop(_: int, __: FrameType | None) -> None:
    raise Stop


def _limit() -> None:
    """Bound a fork in time and memory; ^C in the terminal is the parent's business."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.alarm(TIME_LIMIT)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))


def _replaced() -> bool:
    """Tell whether a library was replaced on disk (an upgrade) since it was loaded."""
    mapped = Path("/proc/self/maps").read_text("utf-8", "replace").splitlines()
    return any(line.endswith(" (deleted)") and ".so" in line for line in mapped)


def main() -> None:
    """Take the place of the worker in the directory named on the command line, or say that it is taken."""
    told = json.loads(sys.argv[1])
    directory, fonts = Path(told["directory"]), unpack(FontSet, told["fonts"])
    lock = worker.claim(directory)
    if lock is None:
        sys.exit("未完成：排版服务已在运行\n　办法：要换成这一个，请先执行 bulletin press stop")
    server = Server(directory, fonts)
    server.warm()
    with worker.entered(directory) as short, socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        (directory / worker.SOCKET).unlink(missing_ok=True)  # left by a worker that was killed: the lock is ours
        listener.bind(str(short / worker.SOCKET))
        listener.listen()
        sys.stderr.write(f"排版服务已启动（进程{os.getpid()}），结束请用 bulletin press stop\n")
        server.serve(listener, lock)


if __name__ == "__main__":
    main()
