"""Speed as ratios against named peers, measured in the same run: ``make bench``. Nothing here passes or fails.

queue      ranking the queue, against reading the same rows newest first with plain sqlite3
filter     filtering it by two words, against SQL LIKE over the same texts
proof      setting an issue, against WeasyPrint alone on the same text without lines broken or pages numbered
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from bulletin import store
from bulletin.desk import queue
from bulletin.model import Extracted, Received
from bulletin.press.page.engine import typeset
from bulletin.press.page.faces import fonts
from bulletin.press.page.sheet import PrintedEntry, Sheet
from bulletin.settings import Settings, read_settings

ROOT = Path(__file__).parent.parent
SENTENCE = "今年以来，全市扎实推进重点项目建设，前10个月完成投资412.6亿元，同比增长7.3%，一批项目提前竣工。"


def main() -> None:
    """Run the benchmarks and print one line each."""
    with tempfile.TemporaryDirectory() as directory:
        settings = read_settings(ROOT)
        for size in (10_000, 100_000):
            bench_queue(replace(settings, root=Path(directory) / str(size)), size)
    bench_proof(settings)


def bench_queue(settings: Settings, size: int) -> None:
    """Compare listing the queue by score with listing it newest first."""
    db = store.open_database(settings.database_path)
    at = datetime(2026, 11, 20, 9, tzinfo=settings.zone)
    fill(db, settings, size, at)
    ours = timed(lambda: queue.list_items(db, settings, "new", "", at))
    plain = sqlite3.connect(settings.database_path)
    sql = "select * from items where state = 'new' order by received_at desc, id desc"
    theirs = timed(lambda: plain.execute(sql).fetchall())
    print(f"queue {size:>7}: {ours:.3f}s, newest first with sqlite3 {theirs:.3f}s, ratio {ours / theirs:.1f}")
    words = ["重点项目", "提前竣工"]
    like = "select id from items where (title || text) like ? and (title || text) like ?"
    expression = " ".join(words)
    ours = timed(lambda: queue.list_items(db, settings, "new", expression, at))
    theirs = timed(lambda: plain.execute(like, [f"%{word}%" for word in words]).fetchall())
    print(f"filter {size:>6}: {ours:.3f}s, LIKE over the same texts {theirs:.3f}s, ratio {ours / theirs:.1f}")


def fill(db: store.Database, settings: Settings, size: int, at: datetime) -> None:
    """Put `size` items into the queue, as rows only."""
    units = list(settings.units)
    with store.write(db):
        original, _ = store.originals.keep(db, settings, Received(b"bench", "bench"), "bench", at)
        for number in range(size):
            extracted = Extracted(
                key=str(number),
                title=f"第{number}号重点项目进展情况",
                text=SENTENCE * 5,
                raw_text=SENTENCE * 5,
                unit=units[number % len(units)],
                kind="动态",
                published_at=at - timedelta(minutes=number),
            )
            store.items.add(db, original, extracted, at)


def bench_proof(settings: Settings) -> None:
    """Compare a whole proof with WeasyPrint alone, each as its own process."""
    text = "\n".join(SENTENCE * 4 for _ in range(6))
    entries = tuple(PrintedEntry(n, "工作动态", f"第{n}号重点项目进展情况", text, ("市发改委",)) for n in range(1, 9))
    sheet = Sheet("政务信息", "政务信息", "第1期", "市政府办公室", datetime(2026, 11, 20).date(), entries, copies=60)
    template = settings.template_dir(settings.publication("政务信息"))
    found = fonts.find_fonts(os.environ)
    ours = timed(lambda: typeset.typeset(sheet, template, found))
    html = "".join(f"<h1>{e.title}</h1>" + "".join(f"<p>{p}</p>" for p in text.split("\n")) for e in entries)
    program = "import sys, weasyprint; weasyprint.HTML(string=sys.stdin.read()).write_pdf('/dev/null')"
    theirs = timed(lambda: subprocess.run([sys.executable, "-c", program], input=html.encode(), check=True))
    print(f"proof of 8 entries: {ours:.2f}s, WeasyPrint alone {theirs:.2f}s, ratio {ours / theirs:.1f}")


def timed(work: Callable[[], object], runs: int = 5) -> float:
    """Return the median time of `work` in seconds, after one run that does not count."""
    work()
    spans = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        spans.append(time.perf_counter() - start)
    return statistics.median(spans)


if __name__ == "__main__":
    main()
