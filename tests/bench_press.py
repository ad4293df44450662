"""The press against what an office could use instead, in one run and on the same content: ``make bench-press``.

An issue of 12 items, a volume of 120 and, for this program, the growth from 12 to 192. Every program is one whole process
(this one: sheet in, PDF out), all take their turn in every round, and a ratio is the median of the rounds' own ratios, so
that a machine busy with something else slows both sides of it. Memory is that of the whole tree of processes, shared
pages counted once. A peer that is not installed is named and left out. Nothing here passes or fails.

python -m tests.bench_press [ROUNDS [ROUNDS OF THE VOLUME]]
"""

from __future__ import annotations

import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bulletin.press.page.engine import worker
from bulletin.press.page.engine.packing import pack
from bulletin.press.page.faces import fonts
from bulletin.press.page.faces.fonts import FontSet
from bulletin.press.page.sheet import PrintedEntry, Sheet
from tests import bench_press_peers as peers

ROOT = Path(__file__).parents[1]
TEMPLATE = ROOT / "templates" / "政务信息" / "v1"
ISSUE, VOLUME, GROWTH = 12, 120, (12, 48, 192)
ROUNDS = [7, 3]

_WHO = ("全市各级各部门", "市发展改革委", "清水河县", "东山镇", "高新技术产业开发区", "市市场监管局", "市大数据中心")
_WHEN = ("今年以来", "近期", "前三季度", "围绕“十四五”规划目标任务", "为切实解决群众急难愁盼问题", "坚持问题导向")
_DID = (
    "扎实推进重点项目建设",
    "深化“放管服”改革",
    "持续优化营商环境",
    "统筹抓好防汛抗旱工作",
    "全面落实《优化营商环境条例》",
    "推动Open Data平台与5G专网融合应用",
    "开展安全生产大排查大整治",
)
_RESULT = (
    "累计完成投资412.6亿元，同比增长7.3%",
    "惠及群众12.8万人次",
    "办理时限由15个工作日压缩至3个工作日",
    "新增市场主体2,368户",
    "排查整治隐患1,286处，整改率达98.5%",
    "群众满意度达到99.2%",
)
_NEXT = (
    "下一步，将进一步压实责任、细化措施，确保各项任务落地见效。",
    "相关做法得到省级主管部门肯定，有关情况已在全省推广交流。",
    "咨询电话为0371—12345，邮箱为info@example.gov.cn。",
    "同时，建立“周调度、月通报、季评估”工作机制，推动责任层层落实、任务件件落地、成效人人可感。",
)
_TITLE = ("多措并举推动重大项目建设提质增效取得明显成效", "创新“马上就办”机制提升基层治理效能", "持续优化营商环境")
_HEADS = ("一、强化组织领导，健全工作机制", "二、突出重点环节，狠抓任务落实")


def invented(count: int, paragraphs: int = 4) -> Sheet:
    """Return an issue of `count` items of that many paragraphs or one more, about 110 characters each, always the same."""
    chance = random.Random(count)
    entries = tuple(
        PrintedEntry(
            position=number,
            section="工作动态" if (number - 1) % ISSUE < ISSUE // 2 else "经验交流",
            title=chance.choice(_WHO) + chance.choice(_TITLE),
            text="\n".join(
                [
                    _HEADS[0],
                    _paragraph(chance),
                    _HEADS[1],
                    *(_paragraph(chance) for _ in range(paragraphs - number % 2)),
                ]
            ),
            units=(chance.choice(_WHO),),
        )
        for number in range(1, count + 1)
    )
    return Sheet(
        publication="政务信息",
        masthead="政务信息",
        number_line="第12期（总第345期）",
        issuer="市政府办公室",
        dated_on=date(2026, 11, 20),
        entries=entries,
        mark="内部资料　注意保存",
        report_to=("省政府办公厅", "市委书记、副书记、常委"),
        send_to=("市委各部门",),
        issue_to=("各县（市、区）人民政府",),
        staff=(("责任编辑", "林晓"),),
        copies=150,
    )


def _paragraph(chance: random.Random) -> str:
    parts = ("，".join(map(chance.choice, (_WHEN, _WHO))), "，".join(map(chance.choice, (_DID, _DID))))
    return f"{''.join(parts)}，{chance.choice(_RESULT)}；{chance.choice(_RESULT)}。{chance.choice(_NEXT)}"


@dataclass
class Program:
    """One way from the sheet to a PDF: ``commands`` in a row, each a whole process, leave ``pdf``."""

    name: str
    commands: list[list[str]]
    pdf: Path
    environ: Mapping[str, str] = field(default_factory=dict)
    walls: list[float] = field(default_factory=list)
    cpus: list[float] = field(default_factory=list)
    peak: float = 0.0

    def run(self, helper: int) -> None:
        """Run once; `helper` is the process that works for it without being its child, or 0."""
        self.pdf.unlink(missing_ok=True)
        before, start = _cpu(helper), time.perf_counter()
        for command in self.commands:
            subprocess.run(command, cwd=self.pdf.parent, env={**os.environ, **self.environ}, check=True, **_QUIET)
        self.walls.append(time.perf_counter() - start)
        self.cpus.append(_cpu(helper) - before)
        assert self.pdf.is_file(), f"{self.name} left no PDF"

    def weigh(self, helper: int) -> None:
        """Run once more and look at memory all the time."""
        for command in self.commands:
            running = subprocess.Popen(command, cwd=self.pdf.parent, env={**os.environ, **self.environ}, **_QUIET)
            while running.poll() is None:
                self.peak = max(self.peak, _memory(running.pid) + (_memory(helper) if helper else 0.0))
                time.sleep(0.02)

    def forget(self) -> None:
        """Forget the runs so far."""
        self.walls, self.cpus = [], []

    def line(self) -> str:
        """Return name, wall and CPU seconds, MiB, kB and pages as a line of the table."""
        wall, cpu = statistics.median(self.walls), statistics.median(self.cpus)
        size = self.pdf.stat().st_size // 1000
        return f"{self.name:14}{wall:8.2f}{cpu:8.2f}{self.peak:6.0f}{size:7}{peers.pages_of(self.pdf):6}"


_QUIET = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def _cpu(helper: int) -> float:
    """Return the CPU seconds of all processes waited for, and of the forks of `helper`."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    if not helper:
        return used.ru_utime + used.ru_stime
    while _children(helper):  # counted when they have been waited for
        time.sleep(0.05)
    fields = Path(f"/proc/{helper}/stat").read_text().rpartition(") ")[2].split()
    return used.ru_utime + used.ru_stime + sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _children(pid: int) -> list[int]:
    """Return the children of all threads of a process."""
    found: list[int] = []
    for task in Path("/proc", str(pid), "task").glob("*/children"):
        with suppress(OSError):
            found += map(int, task.read_text().split())
    return found


def _memory(pid: int) -> float:
    """Return the memory of the process and all below it in MiB, shared pages counted once (PSS)."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        own = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024
    except (OSError, StopIteration):
        own = 0.0
    return own + sum(map(_memory, _children(pid)))


def ours(folder: Path, warm: bool) -> Program:
    """This program, with or without the warm worker, from the sheet in `folder`."""
    name, pdf = ("warm", folder / "warm.pdf") if warm else ("cold", folder / "cold.pdf")
    words = [
        sys.executable,
        "-m",
        "tests.bench_press_client",
        str(folder / "sheet.json"),
        str(TEMPLATE),
        str(pdf),
        name,
    ]
    return Program(f"bulletin {name}", [words], pdf, {"PYTHONPATH": str(ROOT)})


def compare(name: str, sheet: Sheet, set_of_fonts: FontSet, folder: Path, rounds: int, helper: int) -> None:
    """Measure this program and its peers on `sheet` and print what each took, and the ratios."""
    folder.mkdir()
    (folder / "sheet.json").write_text(json.dumps(pack(sheet)), "utf-8")
    warm, cold = ours(folder, warm=True), ours(folder, warm=False)
    found, missing = peers.written(sheet, set_of_fonts, TEMPLATE, folder)
    programs = [warm, cold, *(Program(*peer) for peer in found)]
    for program in programs:  # one that does not count: caches of fonts and profiles are made
        program.run(0)
        program.weigh(helper if program is warm else 0)
        program.forget()
    for _ in range(rounds):
        for program in programs:
            program.run(helper if program is warm else 0)
    characters = sum(len(entry.text) for entry in sheet.entries)
    print(f"\n{name}: {len(sheet.entries)} items, {characters} characters, {rounds} rounds")
    for program in missing:
        print(f"  {program}: not installed, left out")
    print(
        f"  {'':14}{'wall s':>8}{'CPU s':>8}{'MiB':>6}{'KB':>7}{'pages':>6}   wall ÷ it: cold, warm   CPU ÷ it: cold, warm"
    )
    for program in programs:
        print(f"  {program.line()}   {_against(program, cold, warm)}")


def _against(program: Program, cold: Program, warm: Program) -> str:
    walls, cpus = (
        [_ratio(one.walls, program.walls) for one in (cold, warm)],
        [_ratio(one.cpus, program.cpus) for one in (cold, warm)],
    )
    return f"{walls[0]:>15.2f}{walls[1]:>8.2f}{cpus[0]:>16.2f}{cpus[1]:>8.2f}"


def _ratio(these: list[float], those: list[float]) -> float:
    """Return the median of the rounds' ratios."""
    return statistics.median(one / other for one, other in zip(these, those, strict=True))


def grow(folder: Path) -> None:
    """Print what a page takes as issues grow."""
    folder.mkdir()
    print("\ngrowth of bulletin cold, medians of 3")
    first = 0.0
    for count in GROWTH:
        (folder / "sheet.json").write_text(json.dumps(pack(invented(count))), "utf-8")
        program = ours(folder, warm=False)
        for _ in range(3):
            program.run(0)
        pages = peers.pages_of(program.pdf)
        each = statistics.median(program.cpus) / pages
        first = first or each
        print(
            f"  {count:>4} items {pages:>4} pages: {each * 1000:.0f} ms of CPU a page, {each / first:.2f} of the first"
        )


@contextmanager
def warm_worker(directory: Path) -> Iterator[int]:
    """A worker of its own for this run; yields its process."""
    os.environ["XDG_RUNTIME_DIR"] = str(directory)
    process = subprocess.Popen(
        [sys.executable, "-m", "bulletin", "press", "serve"], cwd=ROOT, stderr=subprocess.DEVNULL
    )
    try:
        while worker.find(os.environ).greeting() is None:
            assert process.poll() is None, "the worker did not start"
            time.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def main() -> None:
    """Run the benchmarks and print their tables."""
    rounds = [int(word) for word in sys.argv[1:]] + ROUNDS[len(sys.argv) - 1 :]
    set_of_fonts = fonts.find_fonts(os.environ)
    with tempfile.TemporaryDirectory(prefix="bench-press-") as folder, warm_worker(Path(folder)) as helper:
        compare("issue", invented(ISSUE), set_of_fonts, Path(folder, "issue"), rounds[0], helper)
        compare("volume", invented(VOLUME, 8), set_of_fonts, Path(folder, "volume"), rounds[1], helper)
        grow(Path(folder, "growth"))


if __name__ == "__main__":
    main()
