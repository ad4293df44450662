"""What the desk costs, at 10³ and 10⁵ items and more: ``make bench-desk SIZES="1000 100000 1000000"``.

screen     first paint, memory, and how long a key takes, in a real pseudo-terminal, beside Textual alone, Textual's own table
           and newsboat (`bench_desk_screen`, `bench_desk_peers`)
rank       listing, scoring and explaining, beside reading the row of an item
gates      the four gates on a text of 800 characters, beside the same

Rows are written in bulk: texts of 300 characters, scores as a real queue has them (most old, one point apart; a few
hundred new). The search index is left out, for it is measured in `bench_search.py`; filters here are by unit. Every time is
the median of several unless said otherwise. Nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from bulletin import store
from bulletin.desk import gates, queue
from bulletin.settings import Settings, read_settings, shipped_office
from bulletin.store import Database
from tests import bench_desk_screen as screen

AT = datetime.fromisoformat("2026-11-20T09:00:00+08:00")
SIZES = (1_000, 100_000)
ROUNDS = 25
LENGTH = 800
"""Characters of the texts before the gates."""
_ITEM = """
    with recursive n (id) as (select 1 union all select id + 1 from n where id < ?)
    insert into items (id, original_id, source, key, title, text, raw_text, url, origin, unit, kind, signed_by, urgency,
    published_at, received_at, state, fingerprint, flags, removed)
    select id, 1, 'news', id, '第' || id || '件来稿：某地晚稻收割进度', substr(?, 1 + id % 40, 300), '', '', '',
    case id % 9 when 0 then '东山镇' when 1 then '市财政局' else '' end, case id % 7 when 0 then '问题' else '动态' end, '',
    '', null, strftime('%Y-%m-%dT%H:%M:%S+08:00', '2026-11-20', '-' || ((? - id) / 300) || ' days'),
    case id % 20 when 0 then 'adopted' else 'new' end, id, '[]', '[]' from n
"""
_SCORE = """
    update item_scores set score = (item_id * 7919) % 600 - 100, fixed = '[["有数据",40],["要点：防汛救灾",200]]',
    timed = '[]', facts = '{"dated":1700000000,"hours":0,"received":1700000000}', is_stale = 0, due = 4611686018427387904,
    is_problem = item_id % 7 = 0, rules = ?
"""
_TEXT = (
    "截至11月10日，东山镇3.2万亩晚稻全部收割完毕，比去年提前6天。一是统筹机具，二是错峰作业，主要原因是建议尽快。" * 8
)


def office(root: Path, size: int) -> tuple[Database, Settings]:
    """Return an office with that many items, all scored."""
    (root / "bulletin.toml").write_bytes((shipped_office() / "bulletin.toml").read_bytes())
    settings = read_settings(root)
    db = store.open_database(settings.database_path)
    db.execute("pragma synchronous = off")
    for name in ("item_grams_on_insert", "item_grams_on_update"):
        db.execute(f"drop trigger {name}")
    with store.write(db):
        db.execute("insert into originals values (1, '0', 'news', 'x', 'text/plain', 'utf-8', 1, ?)", (AT.isoformat(),))
        db.execute(_ITEM, (size, _TEXT, size))
    queue.refresh(db, settings, AT, most=20)
    number = db.execute("select max(id) from rank_rules").fetchone()[0]
    with store.write(db):
        db.execute(_SCORE, (number,))
    store.restore_triggers(db)
    db.execute("pragma synchronous = full")
    return db, settings


def median(call: Callable[[], object], times: int = 7, clock: Callable[[], float] = time.perf_counter) -> float:
    """Return the median time of a call, in milliseconds."""
    taken = []
    for _ in range(times):
        begun = clock()
        call()
        taken.append(1000 * (clock() - begun))
    return statistics.median(taken)


def rank(db: Database, settings: Settings, size: int) -> None:
    """Measure the kept order of the queue."""
    print(f"\nrank at {size} items: milliseconds")
    costs = {**_listed(db, settings, size), **_scored(db, settings, min(size, 2000))}
    row = _read_a_row(db, size)
    for name, cost in {"read a row": row, **costs}.items():
        print(f"  {name:30} {cost:8.3f}   {cost / row:7.1f} × a row read", flush=True)


def _read_a_row(db: Database, size: int) -> float:
    """Return the milliseconds of reading one whole row, of many read."""
    ids = range(1, size + 1, max(1, size // 500))
    sql = "select * from items where id = ?"
    return median(lambda: [db.execute(sql, (item_id,)).fetchone() for item_id in ids]) / len(ids)


def _listed(db: Database, settings: Settings, size: int) -> dict[str, float]:
    """Return what looking at the queue costs."""
    listing = queue.open_listing(db, settings, at=AT)
    total = listing.total

    def opened(state: str, expression: str = "") -> queue.Listing:
        return queue.open_listing(db, settings, state, expression, at=AT)

    windows = {f"200 rows at {share:.0%}": int(share * (total - 200)) for share in (0, 0.25, 0.5, 1)}
    return {
        "open": median(lambda: opened("new")),
        "total": median(lambda: listing.total),
        **{name: median(partial(listing.rows, start, 200)) for name, start in windows.items()},
        "50 rows with reasons": median(lambda: listing.lines(total // 3, 50)),
        "index_of": median(lambda: listing.index_of(size // 2)),
        "all states, 200 rows at 50%": median(lambda: opened("all").rows(size // 2, 200)),
        "explain": median(lambda: queue.explain(db, settings, size // 2, AT)),
        "filter unit:东山": median(lambda: opened("new", "unit:东山"), 3),
    }


def _scored(db: Database, settings: Settings, some: int) -> dict[str, float]:
    """Return what scoring costs for each of `some` items."""
    store.scores.renew(db)
    begun = time.perf_counter()
    queue.refresh(db, settings, AT, some)
    whole = time.perf_counter()
    with store.write(db):
        db.execute("update item_scores set due = 0, is_stale = 0, rules = (select max(id) from rank_rules)")
    aged_from = time.perf_counter()
    queue.refresh(db, settings, AT, some)
    return {
        "score as a whole, an item": 1000 * (whole - begun) / some,
        "age, an item": 1000 * (time.perf_counter() - aged_from) / some,
    }


def drafts(settings: Settings) -> list[gates.Draft]:
    """Return articles of `LENGTH` characters: the sample office's edited texts, each begun at another paragraph, and the
    same text as raw text."""
    texts = [
        path.read_text(encoding="utf-8")
        for path in sorted((screen.ROOT / "bulletin" / "sample" / "edited").glob("*.txt"))
    ]
    paragraphs = [line for text in texts for line in text.split("\n")[2:] if line]
    made = []
    for start in range(len(paragraphs)):
        text = "\n".join((*paragraphs[start:], *paragraphs[:start]))[:LENGTH]
        made.append(gates.Draft("标题", text, "", ("东山镇",), settings.publication(), raw=(f"标题\n{text}",)))
    return made


def gate(db: Database, settings: Settings, size: int) -> None:
    """Measure the four gates by the processor's clock, after one text that reads their lists."""
    texts = drafts(settings)
    gates.check(texts[0], settings, {})
    costs = sorted(median(partial(gates.check, text, settings, {}), 1, time.process_time) for text in texts)
    row, middle, high = _read_a_row(db, size), statistics.median(costs), costs[round(0.95 * (len(costs) - 1))]
    print(
        f"\ngates, all {len(gates.RULES)} rules on {len(texts)} texts of {LENGTH} characters: milliseconds of processor"
    )
    print(f"  median {middle:.2f}, p95 {high:.2f}, most {costs[-1]:.2f}; {middle / row:.0f} × a row read", flush=True)


def main() -> None:
    """Build the offices, and run the sections one after another."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, metavar="SIZE")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each key is pressed")
    parser.add_argument("--presses", type=int, default=screen.PRESSES, help="keys pressed for the figures of memory")
    given = parser.parse_args()
    sizes = sorted({*(given.sizes or SIZES)})
    with tempfile.TemporaryDirectory() as folder:
        offices = {size: _built(Path(folder) / str(size), size) for size in sizes}
        seen = [
            program
            for size, (db, settings) in offices.items()
            for program in screen.programs(
                settings.root, settings.database_path, store.queued.counts(db, "new").total, AT.isoformat()
            )
        ]
        screen.measure(seen, given.rounds, given.presses)
        for size, (db, settings) in offices.items():
            rank(db, settings, size)
        gate(*offices[sizes[0]], sizes[0])
        for db, _ in offices.values():
            db.close()
    print(f"\nload of the machine at the end: {' '.join(f'{load:.1f}' for load in os.getloadavg())}")


def _built(root: Path, size: int) -> tuple[Database, Settings]:
    begun = time.perf_counter()
    root.mkdir()
    made = office(root, size)
    print(f"{size} items, written in {time.perf_counter() - begun:.0f} s; load {os.getloadavg()[0]:.1f}", flush=True)
    return made


if __name__ == "__main__":
    main()
