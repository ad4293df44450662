"""The desk on its screen, beside its peers: first paint, memory, and how long a key takes; see `bench_desk`.

First paint is the wall time from fork until titles stand on the terminal, and the processor time until then. Programs take
turns, round by round and key by key, so that whatever else the machine does touches all alike; a ratio is the median of the
rounds' ratios, the desk of the same size being 1.
"""

from __future__ import annotations

import compileall
import math
import os
import shutil
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench_desk_peers import make_cache, newsboat_environ
from tests.bench_desk_pty import Silent, Watched

ROOT = Path(__file__).parent.parent
TITLE = "某地晚稻收割进度"
DESK, NEWSBOAT = "bulletin desk", "newsboat"
MOST_HELD = 100_000
"""More rows are not given to programs that hold them all: Textual's table needs 0.1 ms and 1 kB for each before it shows the
first; newsboat held 950,000 in 2.0 GB and took 23 s of processor to show them."""
SLOW = 5.0
"""Seconds of a first start from which a program is started only once, not in every round."""
CALM = 1.3
"""Seconds of quiet before anything but the start is measured: what comes after the first picture is over then."""
PRESSES, CHUNK = 2000, 20
_CURSES = {"next": b"\x1bOB", "page": b"\x1b[6~", "last": b"\x1bOF", "previous": b"\x1bOA", "first": b"\x1bOH"}
_TEXTUAL = {"next": b"\x1b[B", "page": b"\x1b[6~", "last": b"\x1b[1;5F", "previous": b"\x1b[A", "first": b"\x1b[1;5H"}
_OURS = {"next": b"j", "page": b"\x06", "last": b"G", "previous": b"k", "first": b"g", "read on": b" ", "mark": b"x"}
_ORDER = (*_OURS, "filter")


@dataclass(frozen=True, slots=True)
class Filter:
    """What is typed before the filter is applied (by the return key), and what takes it away again."""

    before: tuple[bytes, ...]
    after: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """A program to be measured on that many rows. ``entrance`` is a sign of its first screen, from which the return key
    leads to the list."""

    name: str
    rows: int
    command: Sequence[str]
    environ: Mapping[str, str]
    keys: Mapping[str, bytes] = field(default_factory=dict)
    entrance: str = ""
    filter: Filter | None = None

    def start(self) -> tuple[Watched, float]:
        """Start it; return it with the seconds until titles stood on the terminal. Raises `Silent` where none came."""
        run = Watched(self.command, self.environ)
        try:
            if self.entrance:
                run.wait(self.entrance)
                os.write(run.fd, b"\r")
            return run, run.wait(TITLE)
        except Silent:
            run.end()
            raise


@dataclass(frozen=True, slots=True)
class Start:
    """One start: seconds on the wall, on a processor, and MB then."""

    wall: float
    worked: float
    memory: float


@dataclass(frozen=True, slots=True)
class Stroke:
    """One key: seconds from the key to the first byte, to the last, and on a processor."""

    first: float
    last: float
    worked: float


def programs(office: Path, database: Path, rows: int, at: str) -> list[Program]:
    """Return the desk of an office with that many rows in the queue, and what it is measured beside."""
    environ = {"PATH": os.environ["PATH"], "HOME": str(office), "PYTHONPATH": str(ROOT), "TEXTUAL_ANIMATIONS": "none"}
    desk = [sys.executable, "-m", "bulletin", "--office", str(office), "--as", "editor1", "--at", at, "desk"]
    peer = [sys.executable, "-m", "tests.bench_desk_peers"]
    ours = Filter((b"/", "单位:东山镇".encode()), (b"/", b"\x15", b"\r"))
    made = [
        Program(DESK, rows, desk, environ, _OURS, filter=ours),
        Program("Textual alone", rows, [*peer, "bare", str(database)], environ),
    ]
    if rows > MOST_HELD:
        return made
    made.append(Program("Textual's table", rows, [*peer, "table", str(database)], environ, _TEXTUAL))
    if shutil.which(NEWSBOAT):
        folder = office / NEWSBOAT
        theirs = Filter((b"F", 'author =~ "东山镇"'.encode()), (b"\x06",))
        keys = {**_CURSES, "mark": b"N"}
        command = make_cache(database, folder)
        made.append(Program(NEWSBOAT, rows, command, newsboat_environ(folder), keys, "来稿队列", theirs))
    return made


def measure(some: Sequence[Program], rounds: int, presses: int = PRESSES) -> None:
    """Measure the programs and print what they take."""
    if not shutil.which(NEWSBOAT):
        print("newsboat is not installed: left out (apt-get install newsboat)")
    for folder in ("bulletin", "tests"):
        compileall.compile_dir(ROOT / folder, quiet=2)
    found = starts(some, math.ceil(rounds / 3))
    _print_starts(found)
    with ExitStack() as stack:
        runs = _opened(found, stack)
        settled = {program: run.memory() for program, run in runs.items()}
        _print_strokes(strokes(runs, rounds))
        _print_memory(
            {program: (settled[program], *memory(program, run, presses)) for program, run in runs.items()}, presses
        )


def _opened(some: Iterable[Program], stack: ExitStack) -> dict[Program, Watched]:
    runs = {}
    for program in some:
        if program.keys:
            runs[program] = stack.enter_context(program.start()[0])
            runs[program].settle(CALM)
    return runs


# Starting


def starts(some: Sequence[Program], rounds: int) -> dict[Program, list[Start]]:
    """Start every program once a round, and end it as soon as it shows titles; a peer that never does is left out."""
    found: dict[Program, list[Start]] = {program: [] for program in some}
    for number in range(rounds):
        for program, made in [*found.items()]:
            try:
                if not number or made[0].wall < SLOW:
                    made.append(_started(program))
            except Silent:
                if program.name == DESK:
                    raise
                print(f"{program.name} showed none of {program.rows} rows in time: left out")
                del found[program]
    return found


def _started(program: Program) -> Start:
    run, wall = program.start()
    held = run.memory()
    return Start(wall, run.end(), held)


def _print_starts(found: Mapping[Program, Sequence[Start]]) -> None:
    print("\nfirst paint: seconds (median; least of them for the processor), ratios to the desk, memory at that moment")
    print(
        f"{'rows':>9} {'':16} {'wall':>7} {'ratio':>6}   {'cpu':>6} {'least':>6} {'ratio':>6}   {'MB':>6} {'starts':>6}"
    )
    for program, mine in found.items():
        desk = next(made for one, made in found.items() if one.name == DESK and one.rows == program.rows)
        wall = statistics.median(one.wall / beside.wall for one, beside in zip(mine, desk, strict=False))
        worked = statistics.median(one.worked / beside.worked for one, beside in zip(mine, desk, strict=False))
        middle = Start(*(statistics.median(getattr(one, part) for one in mine) for part in Start.__slots__))
        least = min(one.worked for one in mine)
        print(
            f"{program.rows:>9} {program.name:16} {middle.wall:7.3f} {wall:6.2f}   {middle.worked:6.3f} {least:6.3f} "
            f"{worked:6.2f}   {middle.memory:6.1f} {len(mine):6}",
            flush=True,
        )


# Keys


def strokes(runs: Mapping[Program, Watched], rounds: int) -> dict[tuple[Program, str], list[Stroke]]:
    """Press every key once a round in every program, all programs being open; filter in every fifth round."""
    found: dict[tuple[Program, str], list[Stroke]] = defaultdict(list)
    for number in range(rounds):
        for name in _OURS:
            for program, run in runs.items():
                if name in program.keys:
                    found[program, name] += _pressed(run, program.keys[name])
        for program, run in runs.items():
            if number % 5 == 0 and program.filter:
                for typed in program.filter.before:
                    run.type(typed)
                found[program, "filter"] += _pressed(run, b"\r")
                for typed in program.filter.after:
                    run.type(typed)
    return found


def _pressed(run: Watched, keys: bytes) -> list[Stroke]:
    """Press, and return the stroke; a key that brings no byte (the cursor is there already) counts for nothing."""
    run.settle(0)
    before = run.worked()
    answer = run.press(keys)
    return [] if answer is None else [Stroke(*answer, run.worked() - before)]


def _print_strokes(found: Mapping[tuple[Program, str], Sequence[Stroke]]) -> None:
    print("\na key until its first byte and until its last: milliseconds, and the processor's share")
    print(f"{'key':10} {'rows':>9} {'':16} {'first':>7} {'last':>7} {'p95':>7} {'most':>7} {'cpu':>7} {'presses':>7}")
    for (program, name), made in sorted(found.items(), key=lambda one: _ORDER.index(one[0][1])):
        if made:
            _print_stroke(name, program, made)


def _print_stroke(name: str, program: Program, made: Sequence[Stroke]) -> None:
    ends = sorted(1000 * one.last for one in made)
    high = ends[round(0.95 * (len(ends) - 1))]
    first, last, worked = (1000 * statistics.median(getattr(one, part) for one in made) for part in Stroke.__slots__)
    print(
        f"{name:10} {program.rows:>9} {program.name:16} {first:7.1f} {last:7.1f} {high:7.1f} {ends[-1]:7.1f} "
        f"{worked:7.1f} {len(ends):7}",
        flush=True,
    )


# Memory


def memory(program: Program, run: Watched, presses: int) -> tuple[float, float, float]:
    """Return the MB before, in the middle of and after so many presses of the keys that go down the list."""
    held = [run.memory()]
    for _ in range(2):
        for _ in range(presses // 2 // CHUNK):
            os.write(run.fd, (program.keys["next"] + program.keys["page"]) * (CHUNK // 2))
            run.settle(0.03)
        held.append(run.memory())
    return held[0], held[1], held[2]


def _print_memory(found: Mapping[Program, Sequence[float]], presses: int) -> None:
    print(
        f"\nresident memory in MB: after the first picture, after the keys above, {presses // 2} and {presses} presses later"
    )
    for program, held in found.items():
        print(f"{program.rows:>9} {program.name:16} {' '.join(f'{one:8.1f}' for one in held)}")
