"""Other people's programs on other people's files: in a process of their own, with so much of everything and no more.

Memory, processor time, size of files and wall time are limited; where the system allows it (``unshare -rn``) there is
no network. The whole process group is killed in the end, so that nothing stays behind.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_LIMITED = 'ulimit -c 0; ulimit -f "$1"; ulimit -v "$2"; ulimit -t "$3"; shift 3; exec "$@"'
_BLOCK = 512  # bytes: the unit of `ulimit -f` in sh
_MOST_ANSWER = 1 << 16
_ANSWER, _FAULTS = "answer", "faults"


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a program may use: ``memory`` of address space and ``file`` of one file in bytes, ``seconds`` of its own
    processor time and of wall time."""

    memory: int
    seconds: int
    file: int = 64 << 20


@dataclass(frozen=True, slots=True)
class Done:
    """How a program ended: its exit code (negative: the signal that killed it; None: out of time) and what it said."""

    code: int | None
    answer: str
    faults: str


def found(*names: str) -> str:
    """Return the path of the first of these programs that is installed, '' if none is."""
    return next((path for name in names if (path := shutil.which(name))), "")


def run_apart(command: Sequence[str], folder: Path, allowance: Allowance) -> Done:
    """Run `command` in `folder`, which is also its home, and wait for it. Never raises for what the program does.

    Of its answer the first 64 KB are kept: whatever is longer it has to write into a file.
    """
    limits = (allowance.file // _BLOCK, allowance.memory // 1024, allowance.seconds)
    line = [*_without_network(), "/bin/sh", "-c", _LIMITED, "sh", *map(str, limits), *command]
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    settings = {**kept, "HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8", "PYTHONIOENCODING": "utf-8"}
    with (folder / _ANSWER).open("wb") as answer, (folder / _FAULTS).open("wb") as faults:
        child = subprocess.Popen(  # noqa: S603 - a list of words, no shell reads them
            line,
            cwd=folder,
            env=settings,
            stdin=subprocess.DEVNULL,
            stdout=answer,
            stderr=faults,
            start_new_session=True,
        )
        try:
            code = child.wait(allowance.seconds)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            _end(child)
    return Done(code, _said(folder / _ANSWER), _said(folder / _FAULTS))


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill all that is left of the child's process group."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _said(path: Path) -> str:
    with path.open("rb") as stream:
        return stream.read(_MOST_ANSWER).decode("utf-8", "replace")


def _without_network() -> tuple[str, ...]:
    """Return what goes before a command to take the network from it; nothing where the system does not allow that."""
    program = found("unshare")
    if not program:
        return ()
    prefix = (program, "-rn")
    tried = subprocess.run([*prefix, "true"], capture_output=True, check=False)  # noqa: S603
    return prefix if tried.returncode == 0 else ()
