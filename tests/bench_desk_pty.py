"""A program in a pseudo-terminal of 80×24, watched from outside: when it shows something, what it uses, how long a key takes.

Only bytes are looked at: a key is answered when the last byte it brought has come and nothing follows for `QUIET` seconds.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

QUIET = 0.2
"""Seconds without a byte after which a program is taken to have nothing more to say."""
LONG = 20.0
"""Seconds in which a key must bring its first byte."""
_READ = 1 << 16


class Silent(Exception):
    """The program did not show in time what was waited for, or ended."""


class Watched:
    """One running program, started at once."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str], columns: int = 80, rows: int = 24) -> None:
        given = {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color", **environ}
        self.begun = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execvpe(command[0], list(command), given)
        self._output = select.poll()  # select() knows no file descriptor above 1023
        self._output.register(self.fd, select.POLLIN)
        self._seen = b""

    def __enter__(self) -> Watched:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.pid:
            self.end()

    def wait(self, words: str, seconds: float = 60.0) -> float:
        """Return the seconds from the start until `words` stood among what was written since the last wait."""
        end = time.perf_counter() + seconds
        sign = words.encode()
        while sign not in self._seen:
            if not self._read(end - time.perf_counter()):
                raise Silent(f"{words}: {self._seen[-400:]!r}")
        self._seen = b""
        return time.perf_counter() - self.begun

    def settle(self, quiet: float = QUIET, most: float = 60.0) -> float | None:
        """Return the moment of the last byte once nothing has come for `quiet` seconds; None where nothing came at all."""
        last, end = None, time.perf_counter() + most
        while time.perf_counter() < end and self._read(quiet):
            last = time.perf_counter()
        self._seen = b""
        return last

    def press(self, keys: bytes) -> tuple[float, float] | None:
        """Return the seconds from writing `keys` to the first byte they brought, and to the last; None where none came."""
        begun = time.perf_counter()
        os.write(self.fd, keys)
        if not self._read(LONG):
            return None
        first = time.perf_counter()
        return first - begun, (self.settle() or first) - begun

    def type(self, keys: bytes) -> None:
        """Write keys and wait until nothing more comes of them."""
        os.write(self.fd, keys)
        self.settle()

    def memory(self) -> float:
        """Return the resident memory in MB."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    def worked(self) -> float:
        """Return the seconds all its living threads have spent on a processor."""
        tasks = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9

    def end(self) -> float:
        """Kill it, and return the processor seconds it took in all."""
        os.kill(self.pid, signal.SIGKILL)
        _, _, usage = os.wait4(self.pid, 0)
        os.close(self.fd)
        self.pid = 0
        return usage.ru_utime + usage.ru_stime

    def _read(self, seconds: float) -> bool:
        """Take what the program writes within `seconds`; False where it writes nothing or has ended."""
        if not self._output.poll(max(0.0, seconds) * 1000):
            return False
        try:
            taken = os.read(self.fd, _READ)
        except OSError:  # the other end is closed
            return False
        self._seen += taken
        return bool(taken)
