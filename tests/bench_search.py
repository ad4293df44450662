"""Search as ratios against SQL LIKE over the same rows, measured in the same run: ``python -m tests.bench_search [SIZE…]``.

For each number of items of about 800 characters (real paragraphs of regulations and news, recombined, seeded):

build      filling the index as the migration does, and its size against the bytes of title and text
top-20     a word of two characters, best first with snippets, against LIKE over all rows
newest-20  the same, newest first
recall     500 random substrings of 2 to 12 characters against `in`: nothing missing, nothing wrong
insert     one item and its commit, against the same without an index, in turns
growth     each time against that of a tenth of the rows
"""

from __future__ import annotations

import json
import lzma
import random
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from bulletin import store
from bulletin.store import gram_tables
from bulletin.text.query import Words

DATA = Path(__file__).parents[2] / "shared" / "data"
AT = datetime(2026, 11, 20, 9, tzinfo=timezone(timedelta(hours=8)))
SUBSTRINGS, WORDS, INSERTS = 500, 20, 300
COLUMNS = (
    "original_id, source, key, title, text, raw_text, url, origin, unit, kind, signed_by, urgency, received_at, state, "
    "fingerprint, flags, removed"
)
Doc = tuple[str, str]


@dataclass(frozen=True)
class Figures:
    """What was measured at one size; times in milliseconds, medians."""

    top: float
    common: float
    newest: float
    insert: float


def main(sizes: Sequence[int] = (10_000, 100_000)) -> None:
    """Run at each size and print one line a figure."""
    if not DATA.is_dir():
        print("search: /work/shared/data is not here, nothing measured")
        return
    pool = paragraphs()
    before: Figures | None = None
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="bench-search-") as folder:
            now = bench(Path(folder), pool, size)
        if before:
            pairs = [(name, getattr(now, name) / getattr(before, name)) for name in Figures.__annotations__]
            print(f"search {size:>8}: growth " + ", ".join(f"{name} {ratio:.1f}x" for name, ratio in pairs))
        before = now


def paragraphs() -> list[str]:
    """Return real paragraphs of 16 to 600 characters."""
    with lzma.open(DATA / "laws" / "national_regulations.jsonl.xz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    pool = [line.strip() for text in texts for line in text.split("\n") if 15 < len(line.strip()) < 600]
    for article in json.loads((DATA / "dedup" / "ecob_zh_dev.json").read_text("utf-8")):
        body = "".join(sentence["sent_text"] for sentence in article["Doc"]["content"])
        pool += [body[at : at + 120] for at in range(0, len(body) - 40, 120)]
    return pool


def documents(pool: list[str], size: int, seed: int = 8) -> Iterator[Doc]:
    """Yield `size` pairs of title and text."""
    choose = random.Random(seed)
    for _ in range(size):
        body, length = [], 0
        while length < 800:
            body.append(choose.choice(pool))
            length += len(body[-1])
        yield choose.choice(pool)[:30], "\n".join(body)


def bench(folder: Path, pool: list[str], size: int) -> Figures:
    """Measure at one size and print."""
    plain, indexed, blob = folder / "plain.db", folder / "indexed.db", folder / "texts"
    starts = fill(plain, blob, documents(pool, size))
    shutil.copyfile(plain, indexed)
    build_index(indexed, blob.stat().st_size, size)
    db, like = store.open_database(indexed), sqlite3.connect(plain)
    rare, common = words_of(pool, size)
    figures = Figures(
        *against_like("top-20", db, like, rare, size),
        *against_like("common ", db, like, common, size),
        *against_like("newest-20", db, like, rare, size, newest=True),
        insert=insertion(db, store.open_database(plain), pool, size),
    )
    like.close()
    recall(db, blob, starts, size)
    db.close()
    return figures


def fill(path: Path, blob: Path, docs: Iterator[Doc]) -> list[int]:
    """Write the rows without an index, and their bytes into `blob`; return where each begins."""
    db = store.open_database(path)
    drop_index_triggers(db)
    starts, at = [], 0
    with store.write(db), blob.open("wb") as out:
        db.execute("insert into originals values (1, '00', 's', 'a', '', '', 0, '2026')")
        for number, doc in enumerate(docs):
            insert(db, number, doc)
            starts.append(at)
            at += out.write(f"{doc[0]}\n{doc[1]}\0".encode())
    db.close()
    return starts


def drop_index_triggers(db: store.Database) -> None:
    """Make inserts those of a database without full-text search."""
    for event in ("insert", "update", "delete"):
        db.execute(f"drop trigger item_grams_on_{event}")


def insert(db: store.Database, number: int, doc: Doc) -> None:
    """Insert one item as a row."""
    row = (1, "s", str(number), *doc, "", "", "", f"单位{number % 50}", "动态", "", "", AT.isoformat(), "new")
    db.execute(f"insert into items ({COLUMNS}) values ({', '.join('?' * 17)})", (*row, f"{number:064x}", "[]", "[]"))


def build_index(path: Path, text_bytes: int, size: int) -> None:
    """Fill the index as the migration does, with its triggers."""
    db = store.open_database(path)
    store.restore_triggers(db)
    began, cpu = time.perf_counter(), time.process_time()
    with store.write(db):
        gram_tables.fill(db, "item_grams")
    wall, cpu = time.perf_counter() - began, time.process_time() - cpu
    sql = "select sum(pgsize) from dbstat where name like 'item_grams%'"
    index = db.execute(sql).fetchone()[0]
    db.close()
    grown = path.stat().st_size
    print(
        f"search {size:>8}: build {cpu / size * 1e3:.2f} ms CPU an item ({wall:.0f} s), index / text "
        f"{index / text_bytes:.2f}, file {grown / text_bytes:.2f}"
    )


def words_of(pool: list[str], size: int) -> tuple[list[str], list[str]]:
    """Return words of two characters: some that 0.1 to 1 % of the documents have, some that 15 to 45 % have."""
    sample = [f"{title}\n{text}" for title, text in documents(pool, 2000)]
    choose = random.Random(size)
    pairs = sorted({text[at : at + 2] for text in sample for at in range(0, len(text) - 1, 7)})
    choose.shuffle(pairs)
    chinese = [pair for pair in pairs if all("\u4e00" <= char <= "\u9fff" for char in pair)]
    share = {pair: sum(pair in text for text in sample) / len(sample) for pair in chinese[:4000]}
    rare = [pair for pair, part in share.items() if 0.001 <= part <= 0.01]
    return rare[:WORDS], [pair for pair, part in share.items() if 0.15 <= part <= 0.45][:WORDS]


def against_like(
    what: str, db: store.Database, like: sqlite3.Connection, words: list[str], size: int, newest: bool = False
) -> tuple[float]:
    """Compare the first 20 with a LIKE over all rows; return ours."""
    sql = "select id from items where title like ? or text like ? order by id desc"
    ours = [quiet(store.search.find, db, "items", Words(word), newest) for word in words]
    theirs = [cpu(lambda given: like.execute(sql, given).fetchall(), [f"%{word}%"] * 2) for word in words[:3]]
    ratio = statistics.median(theirs) / statistics.median(ours)
    print(
        f"search {size:>8}: {what} {statistics.median(ours):.2f} ms (worst {max(ours):.2f}), "
        f"LIKE {statistics.median(theirs):.0f} ms of CPU, ratio {ratio:.0f}"
    )
    return (statistics.median(ours),)


def insertion(db: store.Database, plain: store.Database, pool: list[str], size: int) -> float:
    """Compare one insert and its commit with one that has no index, in turns; return ours."""
    ours: list[float] = []
    theirs: list[float] = []
    for number, doc in enumerate(documents(pool, INSERTS, seed=9)):
        for times, to in ((ours, db), (theirs, plain)):
            times.append(timed(insert_and_commit, to, size + number, doc))
    our, their = statistics.median(ours), statistics.median(theirs)
    print(
        f"search {size:>8}: insert + commit {our:.2f} ms (p95 {sorted(ours)[-INSERTS // 20]:.1f}), without index "
        f"{their:.2f}, allowed {1.5 * their + 0.7:.2f}"
    )
    with store.write(db):
        db.execute("delete from items where id > ?", (size,))
    return our


def insert_and_commit(db: store.Database, number: int, doc: Doc) -> None:
    """Insert one item in a transaction of its own."""
    with store.write(db):
        insert(db, number, doc)


def recall(db: store.Database, blob: Path, starts: list[int], size: int) -> None:
    """Compare what random substrings find with what `in` finds."""
    text = blob.read_bytes()
    choose = random.Random(size)
    missing = wrong = hits = 0
    for _ in range(SUBSTRINGS):
        start = choose.choice(starts)
        doc = text[start : text.index(b"\0", start)].decode()
        length = choose.randint(2, 12)
        at = choose.randrange(len(doc) - length)
        truth = containing(text, starts, doc[at : at + length].encode())
        found = set(store.search.ids(db, "items", Words(doc[at : at + length])))
        missing, wrong, hits = missing + len(truth - found), wrong + len(found - truth), hits + len(truth)
    print(
        f"search {size:>8}: {SUBSTRINGS} substrings, {hits} hits, recall {(hits - missing) / hits:.4f}, "
        f"precision {(hits - missing) / (hits - missing + wrong):.4f}"
    )


def containing(text: bytes, starts: list[int], wanted: bytes) -> set[int]:
    """Return the numbers, from 1, of the documents that have the bytes."""
    found, at = set(), text.find(wanted)
    while at >= 0:
        number = bisect_right(starts, at)
        found.add(number)
        at = text.find(wanted, starts[number]) if number < len(starts) else -1
    return found


def quiet(act: Callable[..., object], *given: object) -> float:
    """Return the milliseconds of the best of three runs: what other programs on the machine do is not measured."""
    return min(timed(act, *given) for _ in range(3))


def cpu(act: Callable[..., object], *given: object) -> float:
    """Return the milliseconds of CPU `act` takes: as if the rows were in memory, which favours whoever reads them all."""
    began = time.process_time()
    act(*given)
    return (time.process_time() - began) * 1e3


def timed(act: Callable[..., object], *given: object) -> float:
    """Return the milliseconds `act` takes."""
    began = time.perf_counter()
    act(*given)
    return (time.perf_counter() - began) * 1e3


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or (10_000, 100_000))
