"""Archives for the benches of intake: ``python -m tests.bench_archive [SIZE…] [--archives DIR] [--remove]``.

One folder a size, made once and used by search, identity and events:

bulletin.db   that many items with their full-text index and samples, as an office has them
plain.db      the same rows without index and samples: what an insert and a LIKE are compared with

Rows, samples and index are written in bulk, each in one large transaction, and no item is compared with the others. That
the rows come out as `store.identity.link` and the triggers of the index leave them is asserted on 200 items before every
build. A folder is used again as long as its tables and samples are those of the program at hand.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import islice
from pathlib import Path
from random import Random

from bulletin import store
from bulletin.model import Item, Relation
from bulletin.store import events, identity, triggers
from bulletin.text import fingerprint
from bulletin.text.likeness import Reading
from tests.text_edits import Piece

SHARED = Path(__file__).parents[2] / "shared" / "data"
AT = datetime(2026, 11, 20, 9, tzinfo=timezone(timedelta(hours=8)))
USUAL_SIZES = (10_000, 100_000)
_ARTICLE = re.compile(r"\n(?=第[一二三四五六七八九十百]+条)")
_CHECKED, _LOOKED_AT = 200, 50
_AT_ONCE = 10_000
_CACHE_KB = 1 << 20
_TABLES = {
    "items": "id, source, title, text, published_at, received_at, state, fingerprint, flags, removed",
    "item_samples": "sample, item_id",
    "sampled_items": "item_id, size",
    "temp.words": "term, doc, col, offset",
}
"""What must be equal however an archive was made; ``key`` is only a running number."""


def main() -> None:
    """Make the archives of the sizes asked for, or remove them."""
    given = arguments(__doc__, remove=True)
    for size in given.sizes:
        if given.remove:
            shutil.rmtree(folder_of(size, given.archives), ignore_errors=True)
        else:
            prepared(size, given.archives)


def arguments(what: str | None, *words: str, remove: bool = False) -> argparse.Namespace:
    """Read a bench's arguments: ``sizes``, ``archives``, and ``part``, one of `words` or '', given in place of sizes."""
    parser = argparse.ArgumentParser(description=what, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("given", nargs="*", metavar="|".join([*words, "SIZE…"]))
    parser.add_argument("--archives", type=Path, default=Path(tempfile.gettempdir()), help="folder of the archives")
    if remove:
        parser.add_argument("--remove", action="store_true", help="remove the archives instead")
    read = parser.parse_args()
    read.part = read.given[0] if read.given and read.given[0] in words else ""
    try:
        read.sizes = [] if read.part else [int(word) for word in read.given] or list(USUAL_SIZES)
    except ValueError:
        parser.error(f"{' '.join(read.given)} are no sizes")
    return read


# Material


def laws() -> list[dict[str, str]]:
    """The national laws and regulations."""
    with lzma.open(SHARED / "laws" / "national_regulations.jsonl.xz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def law_pieces(least: int = 300, most: int = 1200) -> list[Piece]:
    """Runs of articles of a law, each about a page, with the law's title; one version of each law."""
    pieces = []
    for law in {law["title"]: law for law in laws()}.values():
        run = ""
        for article in _ARTICLE.split(law["text"])[1:]:
            run = f"{run}\n{article.strip()}".strip()
            if len(run) >= least:
                pieces.append((f"{law['title']}（{run.split('　')[0][:8].strip()}起）", run[:most]))
                run = ""
    return pieces


def news() -> list[Piece]:
    """The news articles of the labelled set of events."""
    rows = json.loads((SHARED / "dedup" / "ecob_zh_dev.json").read_text(encoding="utf-8"))
    return [
        (row["Doc"]["title"], "\n".join(part["sent_text"] for part in row["Doc"]["content"]))
        for row in rows
        if sum(len(part["sent_text"]) for part in row["Doc"]["content"]) >= 120
    ]


def texts(rng: Random, pieces: list[Piece]) -> Iterator[Piece]:
    """Yield texts of about 800 characters made of sentences of several laws and articles, four a paragraph, without end."""
    sentences = [part + "。" for _, text in pieces for part in re.split(r"[。\n]+", text) if 12 <= len(part) <= 150]
    while True:
        parts: list[str] = []
        while sum(map(len, parts)) < 770:
            parts.append(rng.choice(sentences))
        yield (
            f"{rng.choice(sentences)[:14]}：{rng.choice(sentences)[:14]}",
            "\n".join("".join(parts[at : at + 4]) for at in range(0, len(parts), 4)),
        )


def fresh(seed: int) -> Iterator[Piece]:
    """Yield texts as the archives have them."""
    return texts(Random(seed), [*law_pieces(), *news()])


# An archive of items


class Archive:
    """An office's database with items only, put in without files."""

    def __init__(self, folder: Path) -> None:
        self.db = store.open_database(folder / "bulletin.db")
        if not self.db.execute("select 1 from originals").fetchone():
            row = ("00", "bench", "bench", "text/plain", "utf-8", 0, AT.isoformat())
            names = "sha256, source, address, media_type, charset, size, received_at"
            self.db.execute(f"insert into originals ({names}) values (?, ?, ?, ?, ?, ?, ?)", row)

    def add(self, title: str, text: str, published: datetime | None = None) -> int:
        """Insert one item as a row; nothing is linked."""
        return insert(self.db, title, text, published)

    def take(self, title: str, text: str, published: datetime | None = None) -> tuple[Item, tuple[Relation, ...]]:
        """Insert one item and link it."""
        item = store.items.get(self.db, self.add(title, text, published))
        return item, identity.link(self.db, item, AT)

    def fill(self, pieces: Sequence[Piece]) -> list[int]:
        """Insert and link many items in one transaction."""
        with store.write(self.db):
            return [self.take(*piece)[0].id for piece in pieces]


def insert(db: store.Database, title: str, text: str, published: datetime | None = None) -> int:
    """Insert one item as a row, and return its number."""
    names = (
        "original_id, source, key, title, text, raw_text, url, origin, unit, kind, signed_by, urgency, published_at,"
        "received_at, state, fingerprint, flags, removed, instruction_id"
    )
    at = (published or AT).isoformat(timespec="seconds")
    key = str(time.monotonic_ns())
    values = (1, "bench", key, title, text, "", "", "", "", "", "", "", at, at, "new", fingerprint(text or title))
    marks = ", ".join("?" * 19)
    cursor = db.execute(f"insert into items ({names}) values ({marks})", (*values, "[]", "[]", None))
    return int(cursor.lastrowid or 0)


# Archives by size


@dataclass(frozen=True)
class Kept:
    """An archive of `size` items in a folder."""

    folder: Path
    size: int

    def office(self) -> Archive:
        """Open the office's database, without whatever a bench put in after the build, its file in the system's cache."""
        warm(self.folder / "bulletin.db")
        archive = Archive(self.folder)
        with store.write(archive.db):
            if archive.db.execute("select max(id) from items").fetchone()[0] > self.size:
                for table in ("item_samples", "sampled_items", "relations"):
                    archive.db.execute(f"delete from {table} where item_id > ?", (self.size,))
                archive.db.execute("delete from items where id > ?", (self.size,))
        return archive

    def plain(self) -> store.Database:
        """Open the rows that have no index, likewise."""
        warm(self.folder / "plain.db")
        db = store.open_database(self.folder / "plain.db")
        drop_index_triggers(db)
        with store.write(db):
            db.execute("delete from items where id > ?", (self.size,))
        return db


def warm(path: Path) -> None:
    """Read a file once, so that the cache of the operating system has it."""
    with path.open("rb") as stream:
        while stream.read(1 << 24):
            pass


def folder_of(size: int, archives: Path) -> Path:
    """Return where the archive of that size is kept."""
    return archives / f"bench-archive-{size}"


def prepared(size: int, archives: Path) -> Kept:
    """Return the archive of that size, made where it is not there or another version made it."""
    kept = Kept(folder_of(size, archives), size)
    if not (kept.folder.exists() and is_current(kept)):
        assert_bulk_is_exact()
        build(kept)
    return kept


def is_current(kept: Kept) -> bool:
    """Tell whether the file has the tables this program makes, and some items the samples it takes."""
    db = kept.office().db
    with tempfile.TemporaryDirectory() as folder:
        same = schema_of(db) == schema_of(Archive(Path(folder)).db)
    numbers = Random(0).sample(range(1, kept.size + 1), min(_LOOKED_AT, kept.size))
    rows = [db.execute("select title, text from items where id = ?", (number,)).fetchone() for number in numbers]
    sql = "select 1 from item_samples where sample = ? and item_id = ?"
    found = [
        db.execute(sql, (sample, number)).fetchone()
        for number, row in zip(numbers, rows, strict=True)
        for sample in (Reading(*row).samples if row else [0])
    ]
    db.close()
    return same and all(found)


def schema_of(db: store.Database) -> list[tuple[str, str]]:
    """Return the tables, indexes and triggers of a database with their SQL."""
    return db.execute("select name, sql from sqlite_master where sql is not null order by name").fetchall()


def build(kept: Kept) -> None:
    """Make an archive beside its place, tell what each step took, and put it in its place."""
    part = kept.folder.with_suffix(".part")
    for old in (part, kept.folder):
        shutil.rmtree(old, ignore_errors=True)
    part.mkdir(parents=True)
    step = timedelta(days=events.WINDOW_DAYS) / kept.size
    source = islice(fresh(kept.size), kept.size)
    times = fill(part, ((*piece, AT + step * (number - kept.size)) for number, piece in enumerate(source)))
    part.rename(kept.folder)
    shown = ", ".join(f"{name} {seconds:.0f} s" for name, seconds in times.items())
    print(f"archive {kept.size:>8}: made in bulk in {kept.folder}: {shown}", flush=True)


def fill(folder: Path, pieces: Iterator[tuple[str, str, datetime]]) -> dict[str, float]:
    """Write rows, samples and index of the pieces into a new database, its plain copy beside it. Return the CPU seconds
    of each step."""
    db = Archive(folder).db
    for pragma in ("journal_mode = off", "synchronous = off", f"cache_size = -{_CACHE_KB}"):
        db.execute(f"pragma {pragma}").fetchall()
    drop_index_triggers(db)
    times, began = {}, time.process_time()
    for name, act in (("rows", write_rows), ("samples", write_samples), ("index", write_index)):
        if name == "samples":
            shutil.copyfile(folder / "bulletin.db", folder / "plain.db")
        with store.write(db):
            act(db, pieces)
        times[name], began = time.process_time() - began, time.process_time()
    db.close()
    return times


def drop_index_triggers(db: store.Database) -> None:
    """Make inserts those of a database without full-text search."""
    for name in triggers.present_triggers(db):
        if name.startswith("item_grams_on_"):
            db.execute(f"drop trigger {name}")


def write_rows(db: store.Database, pieces: Iterator[tuple[str, str, datetime]]) -> None:
    """Insert the pieces as items."""
    for piece in pieces:
        insert(db, *piece)


def write_samples(db: store.Database, _: object) -> None:
    """Enter the samples of all items, as `store.identity` keeps them."""
    last, at = 0, AT.isoformat(timespec="seconds")
    sql = "select id, title, text from items where id > ? order by id limit ?"
    while rows := db.execute(sql, (last, _AT_ONCE)).fetchall():
        read = [(id_, Reading(title, text)) for id_, title, text in rows]
        samples = ((sample, id_) for id_, reading in read for sample in reading.samples)
        db.conn.executemany("insert or ignore into item_samples values (?, ?)", samples)
        sizes = ((id_, len(reading.grams), at) for id_, reading in read)
        db.conn.executemany("insert into sampled_items values (?, ?, ?)", sizes)
        last = rows[-1][0]


def write_index(db: store.Database, _: object) -> None:
    """Fill the index a segment of the usual size at a time, so that it is layered as one that grew, and put its triggers
    back. (What a migration leaves, one segment of everything, is merged into the small ones of the next inserts.)"""
    db.execute(
        "insert into item_grams (rowid, title, text) select id, grams(title), grams(text) from items order by id"
    )
    store.restore_triggers(db)


def assert_bulk_is_exact() -> None:
    """Assert that 200 items written in bulk are the rows they are when they come in one by one."""
    pieces = [(*piece, AT) for piece in islice(fresh(_CHECKED), _CHECKED)]
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        fill(Path(one), iter(pieces))
        archive = Archive(Path(other))
        with store.write(archive.db):
            for piece in pieces:
                archive.take(*piece)
        bulk = Archive(Path(one)).db
        assert not store.search.faults(bulk), store.search.faults(bulk)
        assert not triggers.altered_triggers(bulk)
        for db in (bulk, archive.db):
            db.execute("create virtual table temp.words using fts5vocab ('main', 'item_grams', 'instance')")
        for table, names in _TABLES.items():
            sql = f"select {names} from {table} order by {names}"
            rows, wanted = (db.execute(sql).fetchall() for db in (bulk, archive.db))
            assert wanted and rows == wanted, f"{table}: written in bulk it is another"


if __name__ == "__main__":
    main()
