"""A program on a terminal of its own (a pty), read and written without waiting.

Hanging up does to it what closing the window of a terminal does; so does the end of this process, however it ends.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import signal
import struct
import termios
from collections.abc import Mapping, Sequence
from contextlib import suppress

from bulletin.errors import Refusal

AT_ONCE = 64 * 1024
PATIENCE_SECONDS = 3.0
"""How long a program that was hung up may take to end."""
_LOOK_SECONDS = 0.02
SMALLEST, LARGEST = (40, 10), (400, 150)
"""Columns and rows of a terminal."""

Size = tuple[int, int]


class Terminal:
    """A running program and its terminal; made by `open_terminal`."""

    def __init__(
        self,
        process: asyncio.subprocess.Process,
        said: asyncio.StreamReader,
        screen: asyncio.ReadTransport,
        keys: asyncio.WriteTransport,
    ) -> None:
        self._process, self._said, self._screen, self._keys = process, said, screen, keys

    async def read(self) -> bytes:
        """Return what the program has written since, b'' when it has ended."""
        try:
            return await self._said.read(AT_ONCE)
        except OSError:  # Linux says EIO where the last program has left the terminal
            return b""

    async def write(self, typed: bytes) -> None:
        """Give the program what was typed, as fast as it takes it."""
        self._keys.write(typed)
        while self._keys.get_write_buffer_size() > AT_ONCE and self._process.returncode is None:
            await asyncio.sleep(_LOOK_SECONDS)

    def resize(self, size: Size) -> None:
        """Tell the program how large its window is now."""
        if not self._keys.is_closing():
            _set_size(self._keys.get_extra_info("pipe").fileno(), size)

    async def hang_up(self) -> int:
        """End the program, whole with what it has started, and return its exit code."""
        for number in (signal.SIGHUP, signal.SIGKILL):
            if self._process.returncode is None:
                with suppress(ProcessLookupError):
                    os.killpg(self._process.pid, number)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._process.wait(), PATIENCE_SECONDS)
        self._keys.abort()
        self._screen.close()
        return await self._process.wait()


async def open_terminal(
    command: Sequence[str], environ: Mapping[str, str], size: Size, handles: Sequence[int] = ()
) -> Terminal:
    """Start a program on a new terminal of that size, which inherits the open files in `handles`. Raises `OSError`."""
    master, slave = os.openpty()
    try:
        _set_size(slave, size)
        process = await asyncio.create_subprocess_exec(
            *command, stdin=slave, stdout=slave, stderr=slave, env=environ, start_new_session=True, pass_fds=handles
        )
    except OSError:
        os.close(master)
        raise
    finally:
        os.close(slave)
    loop, said = asyncio.get_running_loop(), asyncio.StreamReader()
    reading, writing = os.fdopen(os.dup(master), "rb", 0), os.fdopen(master, "wb", 0)
    screen, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(said), reading)
    keys, _ = await loop.connect_write_pipe(asyncio.BaseProtocol, writing)
    return Terminal(process, said, screen, keys)


def take_terminal() -> None:
    """Make the terminal on standard input this process's own, so that it hears when it is hung up: the child's first act.

    Raises `Refusal` where it has been hung up already.
    """
    try:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    except PermissionError:
        pass  # it is ours already, or another's: somebody called by hand
    except OSError:
        raise Refusal("终端已断开，没有打开采编台", "请从浏览器重新打开") from None


def _set_size(handle: int, size: Size) -> None:
    columns, rows = (min(most, max(least, given)) for least, most, given in zip(SMALLEST, LARGEST, size, strict=True))
    fcntl.ioctl(handle, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
