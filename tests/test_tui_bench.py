"""The measuring of the desk: it runs from start to end on a small office, and its watch goes right."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench_desk_pty import QUIET, Silent, Watched

ROOT = Path(__file__).parent.parent
_SLOW_ECHO = "import sys, time; print('起', flush=True); [(time.sleep(0.2), print(c, flush=True)) for c in sys.stdin]"


def echo() -> Watched:
    """Start a program that answers every line a fifth of a second later."""
    return Watched(["sh", "-c", 'stty -echo; exec "$@"', "sh", sys.executable, "-c", _SLOW_ECHO], dict(os.environ))


def test_an_office_of_200_items_is_measured() -> None:
    """First paint, keys, memory, rank and gates all give figures that can be true, for the desk and for its peers."""
    command = [sys.executable, "-m", "tests.bench_desk", "200", "--rounds", "1", "--presses", "40"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    paint, keys, memory, rank, gates = re.split(r"\n(?=a key|resident|rank at|gates,)", done.stdout)
    wall, _, worked, *_ = _figures(paint, "bulletin desk")
    assert 0 < worked < wall * 2
    assert _figures(paint, "Textual alone")[2] < worked
    assert re.findall(r"^(\w+(?: on)?) +190 bulletin desk", keys, re.MULTILINE) == [
        *("next", "page", "last", "previous", "first", "read on", "mark", "filter"),
    ]
    assert all(10 < held < 500 for held in _figures(memory, "bulletin desk"))
    assert re.search(r"read a row +0\.\d+", rank)
    assert re.search(r"median \d+\.\d+", gates)


def _figures(section: str, name: str) -> list[float]:
    line = next(line for line in section.split("\n") if name in line)
    return [float(figure) for figure in line.partition(name)[2].split()]


def test_a_key_is_timed_to_its_answer() -> None:
    """The time of a key is the time the program takes to answer it, and waiting for quiet is not counted."""
    with echo() as program:
        program.wait("起")
        program.settle()
        answer = program.press(b"1\n")
        assert answer
        first, last = answer
        assert 0.2 <= first <= last < first + QUIET
        assert program.memory() > 1
        assert program.worked() > 0


def test_a_program_that_ends_is_told_from_one_that_is_slow() -> None:
    """What ends without having shown the words is said at once; what shows nothing in time, then."""
    with Watched(["true"], dict(os.environ)) as ended, pytest.raises(Silent):
        ended.wait("起", seconds=60)
    with echo() as program, pytest.raises(Silent):
        program.wait("止", seconds=0.5)
