"""The warm worker: the same pages sooner, and never a page less for it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from bulletin.errors import NothingToDo, TypesettingFailure
from bulletin.press.page.engine import worker
from bulletin.press.page.engine.packing import pack
from bulletin.press.page.engine.result import Typeset
from bulletin.press.page.engine.typeset import typeset
from bulletin.press.page.engine.worker import Worker
from bulletin.press.page.sheet import Sheet
from tests.calls import done, process
from tests.press_sheets import TEMPLATES, entry, fonts_here, sheet, whole_issue

ROOT = Path(__file__).parents[1]
TEMPLATE = TEMPLATES / "政务信息" / "v1"
MANY = int(os.environ.get("WORKER_ROUNDS", "100"))
"""How many conversations the test of patience holds; the long run has 1,000."""


@contextmanager
def serving(runtime: Path) -> Iterator[tuple[Worker, subprocess.Popen[bytes]]]:
    """A worker of its own whose socket lies below `runtime`."""
    environ = {**os.environ, "XDG_RUNTIME_DIR": str(runtime), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-m", "bulletin", "press", "serve"], env=environ, cwd="/")
    found = worker.find(environ)
    try:
        wait_for(lambda: found.greeting() is not None or process.poll() is not None)
        assert process.poll() is None, "the worker did not start"
        yield found, process
    finally:
        process.kill()
        process.wait()


def wait_for(happened: object, limit: float = 30) -> None:
    """Wait until calling `happened` gives true."""
    until = time.monotonic() + limit
    while not happened():  # type: ignore[operator]
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.02)


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory so deep that no Unix socket could be named in it by its whole path."""
    path = tmp_path_factory.mktemp("runtime") / ("深" * 30) / ("deep" * 20)
    path.mkdir(parents=True)
    return path


@pytest.fixture(scope="module")
def running(runtime: Path) -> Iterator[tuple[Worker, subprocess.Popen[bytes]]]:
    fonts_here()
    with serving(runtime) as both:
        yield both


@pytest.fixture
def warm(running: tuple[Worker, subprocess.Popen[bytes]]) -> Worker:
    return running[0]


@pytest.fixture(scope="module")
def cold() -> Typeset:
    return typeset(whole_issue(), TEMPLATE, fonts_here())


def small() -> Sheet:
    return sheet(entry(1, "全市各级各部门扎实推进各项工作落地见效。"))


def forks(pid: int) -> list[int]:
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


def test_warm_and_cold_are_the_same(warm: Worker, cold: Typeset) -> None:
    """The worker gives the very answer the cold path gives: bytes, pages, record, warnings."""
    assert warm.typeset(whole_issue(), TEMPLATE, fonts_here()) == cold


def test_bytes_do_not_depend_on_the_process(cold: Typeset, tmp_path: Path) -> None:
    """Another process, hash seed, working directory, time zone and font folder give the same bytes."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    for face in fonts_here().faces.values():
        (folder / face.path.name).symlink_to(face.path)
    (tmp_path / "sheet.json").write_text(json.dumps(pack(whole_issue())), "utf-8")
    words = [
        "-m",
        "tests.bench_press_client",
        str(tmp_path / "sheet.json"),
        str(TEMPLATE),
        str(tmp_path / "x.pdf"),
        "cold",
    ]
    environ = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "America/New_York", "BULLETIN_FONTS": str(folder)}

    subprocess.run([sys.executable, *words], cwd=tmp_path, env={**environ, "PYTHONPATH": str(ROOT)}, check=True)

    assert (tmp_path / "x.pdf").read_bytes() == cold.pdf


def test_without_a_worker_the_page_is_set_all_the_same(cold: Typeset, tmp_path: Path) -> None:
    """Where no worker is, typesetting does without."""
    nobody = Worker(tmp_path / "nowhere")

    assert nobody.greeting() is None
    assert typeset(whole_issue(), TEMPLATE, fonts_here(), nobody) == cold


def test_a_socket_nobody_listens_on_is_no_worker(tmp_path: Path) -> None:
    """What a killed worker leaves behind is not waited for, and the next worker takes its place."""
    left = tmp_path / "bulletin"
    left.mkdir(mode=0o700)
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(left / worker.SOCKET))

    assert Worker(left).typeset(small(), TEMPLATE, fonts_here()) is None
    with serving(tmp_path) as (found, _):
        assert found.typeset(small(), TEMPLATE, fonts_here()) is not None


def test_a_worker_with_other_fonts_is_not_used(warm: Worker) -> None:
    """A worker that started with another set of fonts would set other pages: it is left alone."""
    fonts = fonts_here()
    faces = {**fonts.faces, "楷体": replace(fonts.faces["仿宋"], role="楷体")}

    assert warm.typeset(small(), TEMPLATE, replace(fonts, faces=faces)) is None


def test_a_worker_of_another_program_is_not_used(warm: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker started before libraries or program changed is left alone."""
    monkeypatch.setattr(sys, "path", [*sys.path, str(ROOT / "no-such-packages")])
    assert warm.typeset(small(), TEMPLATE, fonts_here()) is not None

    monkeypatch.setattr(sys, "path", [place for place in sys.path if not place.endswith("site-packages")])
    assert warm.typeset(small(), TEMPLATE, fonts_here()) is None


def test_a_refusal_is_the_same_refusal(warm: Worker) -> None:
    """What cannot be set is refused by the worker in the words of the cold path."""
    bad = sheet(entry(1), entry(2, "村名写作\ue026。"))
    with pytest.raises(TypesettingFailure) as alone:
        typeset(bad, TEMPLATE, fonts_here())
    with pytest.raises(TypesettingFailure) as asked:
        warm.typeset(bad, TEMPLATE, fonts_here())

    assert str(asked.value) == str(alone.value)


def test_a_crash_costs_one_answer(running: tuple[Worker, subprocess.Popen[bytes]], cold: Typeset) -> None:
    """A fork that dies in the middle of a sheet leaves the worker working, and the sheet is set without it."""
    found, process = running
    answers: list[Typeset] = []
    asking = Thread(target=lambda: answers.append(typeset(whole_issue(), TEMPLATE, fonts_here(), found)))

    asking.start()
    wait_for(lambda: forks(process.pid))
    time.sleep(0.2)
    os.kill(forks(process.pid)[0], signal.SIGSEGV)
    asking.join()

    assert answers == [cold]
    assert found.typeset(small(), TEMPLATE, fonts_here()) is not None


def test_who_says_nothing_or_nonsense_holds_up_nobody(warm: Worker) -> None:
    """Callers that are silent, talk nonsense or promise endless messages do not keep others waiting."""
    for said in (b"", b"GET / HTTP/1.1\r\n\r\n", b"\xff" * 64, b"\0\0\0\0\0\0\0\x02[]", b"\0\0\0\0\0\0\0\x02{}"):
        with worker.entered(warm.directory) as short, socket.socket(socket.AF_UNIX) as caller:
            caller.connect(str(short / worker.SOCKET))
            caller.sendall(said)
            start = time.monotonic()
            assert warm.greeting() is not None
            assert time.monotonic() - start < 2

    assert warm.typeset(small(), TEMPLATE, fonts_here()) is not None


def test_many_conversations_leave_nothing_behind(running: tuple[Worker, subprocess.Popen[bytes]]) -> None:
    """After many conversations there is no zombie, no open descriptor and no memory more than before."""
    found, process = running
    found.greeting()
    wait_for(lambda: not forks(process.pid))
    before = standing(process.pid)

    for number in range(MANY):
        assert found.greeting() is not None
        if number % 20 == 0:
            assert found.typeset(small(), TEMPLATE, fonts_here()) is not None

    wait_for(lambda: not forks(process.pid))
    after = standing(process.pid)
    assert after[0] == before[0]
    assert after[1] - before[1] < 2048


def standing(pid: int) -> tuple[int, int]:
    """Return open descriptors and resident kB of a process."""
    status = Path(f"/proc/{pid}/status").read_text()
    resident = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))
    return len(list(Path(f"/proc/{pid}/fd").iterdir())), resident


def test_two_workers_do_not_fight(
    running: tuple[Worker, subprocess.Popen[bytes]], runtime: Path, cold: Typeset, tmp_path: Path
) -> None:
    """A second worker for the same place, with other fonts, says that it is taken, and the first goes on as before."""
    found, first = running
    for face in fonts_here().faces.values():
        (tmp_path / face.path.name).unlink(missing_ok=True)
        (tmp_path / face.path.name).symlink_to(face.path)

    before = {path: path.read_bytes() for path in found.directory.glob("*.conf")}
    here = {"XDG_RUNTIME_DIR": str(runtime), "BULLETIN_FONTS": str(tmp_path)}
    second = process(None, "press", "serve", cwd=Path("/"), **here)

    assert second.code == 1
    assert "已在运行" in second.err
    assert {path: path.read_bytes() for path in before} == before
    assert found.greeting()["pid"] == first.pid  # type: ignore[index]
    assert found.typeset(whole_issue(), TEMPLATE, fonts_here()) == cold


def test_a_directory_open_to_others_is_not_used(tmp_path: Path) -> None:
    """A socket in a directory that others may enter is neither offered nor believed."""
    fonts_here()
    (tmp_path / "bulletin").mkdir(mode=0o755)
    (tmp_path / "bulletin").chmod(0o755)

    refused = process(None, "press", "serve", XDG_RUNTIME_DIR=str(tmp_path))

    assert refused.code == 4
    assert "0700" in refused.err
    assert Worker(tmp_path / "bulletin").greeting() is None


def test_the_command_line_tells_and_stops(tmp_path: Path) -> None:
    """press status says whether a worker runs and can be used; press stop ends it, and says so when there is none."""
    fonts_here()
    here = {"XDG_RUNTIME_DIR": str(tmp_path)}
    assert done(process(None, "press", "status", "--json", **here)) == {"running": False}
    with serving(tmp_path) as (_, server):
        status = done(process(None, "press", "status", "--json", **here))
        assert (status["running"], status["usable"], status["pid"]) == (True, True, server.pid)
        assert status["libraries"].keys() == {"weasyprint", "pango", "harfbuzz"}

        assert done(process(None, "press", "stop", "--json", **here)) == {"stopped": server.pid}
        assert server.wait(5) == 0

    assert process(None, "press", "stop", **here).code == 1
    with pytest.raises(NothingToDo):
        Worker(tmp_path / "bulletin").stop()
