"""Search as ratios against SQL LIKE over the same rows, measured in one run: ``python -m tests.bench_search [SIZE…]``.

In an archive of each size (`tests.bench_archive`, items of about 800 characters), the files in the system's cache:

index      its size against the bytes of title and text
top-20     a word of two characters, best first with snippets, against LIKE over all rows
newest-20  the same, newest first; beside it the numbers alone, which is what LIKE returns, and LIKE that stops at the
           twentieth
recall     500 random substrings of 2 to 12 characters against `in`: nothing missing, nothing wrong
insert     one item and its commit, against the same without an index, in turns
growth     each time against that of the size before
"""

from __future__ import annotations

import os
import random
import sqlite3
import statistics
import time
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import add

from bulletin import store
from bulletin.text.query import Words
from tests import bench_archive
from tests.bench_archive import SHARED, Kept, arguments, fresh, prepared

SUBSTRINGS, WORDS, LIKES, INSERTS = 500, 20, 3, 300
_SAMPLE = 2000
_EVERY_ROW = "select id from items where title like ? or text like ? order by id desc"


@dataclass(frozen=True)
class Figures:
    """What was measured at one size; times in milliseconds, medians."""

    top: float
    common: float
    newest: float
    newest_common: float
    insert: float


def main() -> None:
    """Run at each size and print one line a figure."""
    given = arguments(__doc__)
    if not SHARED.is_dir():
        print(f"search: {SHARED} is not here, nothing measured")
        return
    before: Figures | None = None
    for kept in [prepared(size, given.archives) for size in given.sizes]:
        now = bench(kept)
        if before:
            pairs = [(name, getattr(now, name) / getattr(before, name)) for name in Figures.__annotations__]
            shown = ", ".join(f"{name} {ratio:.1f}x" for name, ratio in pairs)
            print(f"search {kept.size:>8}: growth {shown}", flush=True)
        before = now


def bench(kept: Kept) -> Figures:
    """Measure at one size and print."""
    db, plain = kept.office().db, kept.plain()
    index_size(db, kept.size)
    rare, common = words_of(db, kept.size)
    full = {word: read_through(kept, word) for word in (*rare[:LIKES], *common[:LIKES])}
    figures = Figures(
        against_like("top-20, rare words", db, rare, kept, full),
        against_like("top-20, common words", db, common, kept, full),
        against_like("newest-20, rare words", db, rare, kept, full, newest=True),
        against_like("newest-20, common words", db, common, kept, full, newest=True),
        insertion(db, plain, kept.size),
    )
    recall(kept.office().db, kept.size)
    return figures


def index_size(db: store.Database, size: int) -> None:
    """Print how large the index is beside the text, as UTF-8."""
    pages = "select sum(pageno) from dbstat where aggregate = 1 and name like 'item_grams%'"
    lengths = "select sum(length(cast(title as blob)) + length(cast(text as blob))), sum(length(text)) from items"
    (count,), (page,) = db.execute(pages).fetchone(), db.execute("pragma page_size").fetchone()
    text, characters = db.execute(lengths).fetchone()
    print(
        f"search {size:>8}: index / text {count * page / text:.2f}; {characters / size:.0f} characters a text",
        flush=True,
    )


def words_of(db: store.Database, size: int) -> tuple[list[str], list[str]]:
    """Return words of two characters: some that 0.1 to 1 % of the documents have, some that 15 to 45 % have."""
    choose = random.Random(size)
    numbers = choose.sample(range(1, size + 1), min(size, _SAMPLE))
    sample = [text for number in numbers for _, text in documents(db, number, number)]
    pairs = sorted({text[at : at + 2] for text in sample for at in range(0, len(text) - 1, 7)})
    choose.shuffle(pairs)
    chinese = [pair for pair in pairs if all("\u4e00" <= char <= "\u9fff" for char in pair)]
    share = {pair: sum(pair in text for text in sample) / len(sample) for pair in chinese[:4000]}
    rare = [pair for pair, part in share.items() if 0.001 <= part <= 0.01]
    return rare[:WORDS], [pair for pair, part in share.items() if 0.15 <= part <= 0.45][:WORDS]


def documents(db: store.Database, first: int, last: int) -> Iterator[tuple[int, str]]:
    """Yield the numbers of the items from `first` to `last`, with title and text."""
    rows = db.execute("select id, title, text from items where id between ? and ?", (first, last))
    return ((id_, f"{title}\n{text}") for id_, title, text in rows)


def against_like(
    what: str, db: store.Database, words: list[str], kept: Kept, full: dict[str, float], newest: bool = False
) -> float:
    """Compare the first 20 of each word with what a LIKE over all rows takes; return the median of ours when asked again."""
    first = [timed(store.search.find, db, "items", Words(word), newest) for word in words]
    ours = [quiet(store.search.find, db, "items", Words(word), newest) for word in words]
    middle, like = statistics.median(ours), statistics.mean(full[word] for word in words[:LIKES])
    beside = ""
    if newest:
        bare = statistics.median(quiet(store.search.ids, db, "items", Words(word), 20) for word in words)
        stopped = statistics.mean(read_through(kept, word, 20) for word in words[:LIKES])
        beside = f"; the 20 numbers without rows and snippets {bare:.3f} ms, ratio {like / bare:.0f}; LIKE up to the 20th {stopped:.1f}"
    print(
        f"search {kept.size:>8}: {what}: {middle:.2f} ms (median of {len(words)}, best of three; worst {max(ours):.2f}; "
        f"when first asked {statistics.median(first):.2f}); LIKE {like:.0f} ms of CPU (mean of {LIKES} words), "
        f"ratio {like / middle:.0f}{beside}",
        flush=True,
    )
    return middle


def read_through(kept: Kept, word: str, limit: int = -1) -> float:
    """Return the milliseconds of CPU that LIKE takes for the rows that have the word, newest first, at most `limit`."""
    db = sqlite3.connect(kept.folder / "plain.db")
    spent = cpu(lambda: db.execute(f"{_EVERY_ROW} limit ?", [f"%{word}%", f"%{word}%", limit]).fetchall())
    db.close()
    return spent


def insertion(db: store.Database, plain: store.Database, size: int) -> float:
    """Compare one insert and its commit with one that has no index, in turns; return ours."""
    ours: list[float] = []
    theirs: list[float] = []
    for _, piece in zip(range(INSERTS), fresh(size + 3), strict=False):
        for times, to in ((ours, db), (theirs, plain)):
            times.append(timed(insert_and_commit, to, *piece))
    our, their = statistics.median(ours), statistics.median(theirs)
    print(
        f"search {size:>8}: insert + commit {our:.2f} ms (p95 {sorted(ours)[-INSERTS // 20]:.1f}), without index "
        f"{their:.2f}, allowed {1.5 * their + 0.7:.2f} (medians of {INSERTS}, in turns)",
        flush=True,
    )
    return our


def insert_and_commit(db: store.Database, title: str, text: str) -> None:
    """Insert one item in a transaction of its own."""
    with store.write(db):
        bench_archive.insert(db, title, text)


def recall(db: store.Database, size: int) -> None:
    """Compare what random substrings find with what `in` finds, all in one reading of the texts.

    No times are taken: the rows are held in memory, as far as half of it goes.
    """
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    db.execute(f"pragma cache_size = -{memory // 2048}")
    choose = random.Random(size)
    needles: dict[str, array[int]] = {}
    while len(needles) < SUBSTRINGS:
        number, length = choose.randint(1, size), choose.randint(2, 12)
        ((_, text),) = documents(db, number, number)
        at = choose.randrange(len(text) - length)
        needles[text[at : at + length]] = array("I")
    hold(needles, documents(db, 1, size))
    missing = wrong = hits = 0
    for needle, truth in needles.items():
        wanted, found = set(truth), set(store.search.ids(db, "items", Words(needle)))
        missing, wrong, hits = missing + len(wanted - found), wrong + len(found - wanted), hits + len(wanted)
    print(
        f"search {size:>8}: {SUBSTRINGS} substrings, {hits} hits, recall {(hits - missing) / hits:.4f}, "
        f"precision {(hits - missing) / (hits - missing + wrong):.4f} (missing {missing}, wrong {wrong})",
        flush=True,
    )


def hold(needles: dict[str, array[int]], texts: Iterator[tuple[int, str]]) -> None:
    """Enter under each needle the numbers of the texts that have it: `in`, asked where the text has its first pair."""
    by_pair: dict[str, list[str]] = {}
    for needle in needles:
        by_pair.setdefault(needle[:2], []).append(needle)
    for number, text in texts:
        for pair in by_pair.keys() & set(map(add, text, text[1:])):
            for needle in by_pair[pair]:
                if needle in text:
                    needles[needle].append(number)


def quiet(act: Callable[..., object], *given: object) -> float:
    """Return the milliseconds of the best of three runs: what other programs on the machine do is not measured."""
    return min(timed(act, *given) for _ in range(3))


def cpu(act: Callable[..., object], *given: object) -> float:
    """Return the milliseconds of CPU `act` takes: what other programs on the machine do is not measured."""
    began = time.process_time()
    act(*given)
    return (time.process_time() - began) * 1e3


def timed(act: Callable[..., object], *given: object) -> float:
    """Return the milliseconds `act` takes."""
    began = time.perf_counter()
    act(*given)
    return (time.perf_counter() - began) * 1e3


if __name__ == "__main__":
    main()
