"""The warm worker, seen by those who use it: where it listens, what it must be, how it is asked.

A worker (`bulletin.press.page.engine.serve`) is a process that has the libraries imported and the fonts open. It listens on a
Unix socket in a directory only its user may enter, and both sides ask the kernel who the other is. A message is its
length (eight bytes) and its bytes: JSON, or a PDF; nothing that could run. A conversation is one greeting, one wish and
one answer; the greeting tells program, fonts and libraries, and one that differs in any of them is not used.

`socket` is imported for this file in the file system only: no address of a network can be named here.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import socket
import struct
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import bulletin
from bulletin.errors import NothingToDo, TypesettingFailure
from bulletin.model import Json
from bulletin.press.page.engine.packing import pack
from bulletin.press.page.engine.process import TIME_LIMIT, environment
from bulletin.press.page.engine.result import Typeset, font_records
from bulletin.press.page.faces.fonts import FontSet, cache_directory, fontconfig
from bulletin.press.page.sheet import Sheet

SOCKET = "press.sock"
LOCK = "press.lock"
GREETING_LIMIT = 3.0  # seconds in which a worker must say what it is
LARGEST_MESSAGE = 512 * 1024 * 1024  # bytes
_STOP_LIMIT = 5.0  # seconds
_PARTS = ("press/page", "text", "settings")  # of the program: what is imported for a page
_SOURCES = (".py", ".css", ".j2")
_LENGTH = struct.Struct(">Q")
_PEER = struct.Struct("3i")  # struct ucred: pid, uid, gid


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker that may or may not be there. ``directory`` holds its socket."""

    directory: Path

    def typeset(self, sheet: Sheet, template: Path, fonts: FontSet) -> Typeset | None:
        """Return `sheet` as the worker set it; None if there is no worker, another one, or no answer.

        Raises `TypesettingFailure` if the worker refuses the sheet: without it, it would be refused as well.
        """
        wish = {"sheet": pack(sheet), "template": str(template.absolute())}
        try:
            with greeted(self.directory) as (connection, greeting):
                if (greeting["program"], greeting["fonts"]) != (program_sha256(), fonts_sha256(fonts)):
                    return None
                connection.settimeout(TIME_LIMIT)
                send(connection, json.dumps({"wish": "typeset", **wish}).encode())
                answer = receive_json(connection)
                if "refused" in answer:
                    raise TypesettingFailure(*answer["refused"])
                return _typeset(answer, receive(connection))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def greeting(self) -> Json | None:
        """Return what the worker says of itself; None if there is none.

        ``{"pid", "version", "program", "fonts", "libraries", "jobs", "at_work"}``.
        """
        try:
            with greeted(self.directory) as (_, greeting):
                return greeting
        except (OSError, ValueError):
            return None

    def stop(self) -> Json:
        """Ask the worker to end and wait until it has; return its greeting. Raises `NothingToDo` if there is none.

        Raises `TypesettingFailure` if it is still setting pages after five seconds; it ends when they are done.
        """
        try:
            with greeted(self.directory) as (connection, greeting):
                send(connection, json.dumps({"wish": "stop"}).encode())
                receive_json(connection)
        except (OSError, ValueError):
            raise NothingToDo("排版服务没有运行", "需要时用 bulletin press serve 启动") from None
        until = time.monotonic() + _STOP_LIMIT
        while not _is_free(self.directory):
            if time.monotonic() > until:
                raise TypesettingFailure(f"排版服务（进程{greeting['pid']}）还在排版", "排完自行结束，请稍后查看")
            time.sleep(0.02)
        return greeting


def find(environ: Mapping[str, str]) -> Worker:
    """Return the worker of this user: its socket lies in ``$XDG_RUNTIME_DIR/bulletin``, else in the cache directory."""
    runtime = environ.get("XDG_RUNTIME_DIR")
    return Worker(Path(runtime, "bulletin") if runtime else cache_directory(environ) / "run")


def start(worker: Worker, fonts: FontSet) -> NoReturn:
    """Become the worker: this process is replaced, because fonts and libraries are fixed when a process starts.

    Raises `TypesettingFailure` if the directory of the socket cannot be made or is open to others.
    """
    try:
        worker.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        with entered(worker.directory):
            text = fontconfig(fonts)  # a file for each set of fonts: every fork of a running worker reads its own
            config = worker.directory / f"fonts-{_sha256(text)[:16]}.conf"
            config.write_text(text, "utf-8")
    except OSError as error:
        raise TypesettingFailure(
            f"排版服务的目录 {worker.directory} 不能用：{error}", f"请执行 chmod 700 {worker.directory}"
        ) from error
    told = json.dumps({"directory": str(worker.directory), "fonts": pack(fonts)})
    words = [sys.executable, "-m", "bulletin.press.page.engine.serve", told]
    os.execve(sys.executable, words, environment(config, fonts))  # noqa: S606 - our own words


def claim(directory: Path) -> int | None:
    """Return the open lock of `directory` if no worker holds it, else None. It is held until it is closed."""
    lock = os.open(directory / LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock


def _is_free(directory: Path) -> bool:
    lock = claim(directory)
    if lock is not None:
        os.close(lock)
    return lock is not None


@contextmanager
def entered(directory: Path) -> Iterator[Path]:
    """Open `directory` and yield a short path to it: an address of a Unix socket holds no more than 107 bytes.

    Raises `OSError` if it is missing, a link, another user's, or open to others.
    """
    opened = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        status = os.fstat(opened)
        if status.st_uid != os.getuid() or status.st_mode & 0o077:
            raise PermissionError(f"{directory} 不是本人专用的目录（应为 0700）")
        yield Path("/proc/self/fd", str(opened))
    finally:
        os.close(opened)


@contextmanager
def greeted(directory: Path) -> Iterator[tuple[socket.socket, Json]]:
    """Connect to the worker in `directory` and yield the connection and its greeting. Raises `OSError`, `ValueError`."""
    with entered(directory) as short, socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(GREETING_LIMIT)
        connection.connect(str(short / SOCKET))
        if not is_ours(connection):
            raise PermissionError(f"{directory} 中的排版服务不是本人的")
        yield connection, receive_json(connection)


def is_ours(connection: socket.socket) -> bool:
    """Tell whether the other side belongs to the same user; the kernel says so, not the other side."""
    peer = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size)
    return int(_PEER.unpack(peer)[1]) == os.getuid()


def send(connection: socket.socket, message: bytes) -> None:
    """Send one message. Raises `OSError`."""
    connection.sendall(_LENGTH.pack(len(message)) + message)


def receive(connection: socket.socket) -> bytes:
    """Return the next message. Raises `OSError` if the other side is gone or says too much."""
    length = _LENGTH.unpack(_exactly(connection, _LENGTH.size))[0]
    if length > LARGEST_MESSAGE:
        raise OSError(f"a message of {length} bytes")
    return _exactly(connection, length)


def receive_json(connection: socket.socket) -> Json:
    """Return the next message, a JSON object. Raises `OSError`, `ValueError`."""
    message = json.loads(receive(connection))
    if not isinstance(message, dict):
        raise ValueError("no JSON object")
    return message


def _exactly(connection: socket.socket, length: int) -> bytes:
    parts: list[bytes] = []
    while length:
        part = connection.recv(min(length, 1 << 20))
        if not part:
            raise ConnectionResetError("the other side is gone")
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def _typeset(answer: Json, pdf: bytes) -> Typeset:
    return Typeset(pdf, answer["pages"], tuple(answer["entry_pages"]), answer["made_with"], tuple(answer["warnings"]))


def program_sha256() -> str:
    """Return what tells one program from another: its files, where they lie, and the versions of all libraries.

    Files count by size and time of change: reading them would take as long as setting a page.
    """
    package = Path(bulletin.__file__).parent
    files = [*package.glob("*.py"), *(path for part in _PARTS for path in (package / part).rglob("*.*"))]
    sources = sorted(path for path in files if path.suffix in _SOURCES)
    stats = [(str(path), status.st_size, status.st_mtime_ns) for path in sources if (status := path.stat())]
    return _sha256([sys.version, stats, _libraries()])


def _libraries() -> list[str]:
    """Return the installed libraries as their directories name them: ``weasyprint-70.0.dist-info``."""
    places = [place for place in sys.path if place.endswith("-packages")]
    return sorted(found.name for place in places for found in Path(place).glob("*.dist-info"))


def fonts_sha256(fonts: FontSet) -> str:
    """Return what tells one set of fonts from another: file contents, and which face plays which role."""
    return _sha256([font_records(fonts), [(face.role, face.index, face.bold) for face in fonts.faces.values()]])


def _sha256(data: Any) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
