"""Identity measured: ``python -m tests.bench_identity [quality | SIZE…]``. Nothing here passes or fails.

quality   candidates found and kinds given on edits of real texts; look-alikes of real archives; versions of laws; a feed
SIZE      the check of one new item, against inserting it with a full-text index over character bigrams; growth over sizes
"""

from __future__ import annotations

import json
import lzma
import re
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random

from bulletin import store
from bulletin.model import Item
from bulletin.store import identity
from bulletin.text import fingerprint
from tests import text_edits
from tests.text_edits import Piece

SHARED = Path(__file__).parents[2] / "shared" / "data"
AT = datetime(2026, 11, 20, 9, tzinfo=timezone(timedelta(hours=8)))
_BATCH = 10
"""Items put in by one transaction; one of them is something the archive knows, in other dress."""
_ARTICLE = re.compile(r"\n(?=第[一二三四五六七八九十百]+条)")


def main(sizes: Sequence[int] = (10_000, 100_000)) -> None:
    """Print the check's cost beside the cost of indexing the item, at each size, and how both grow."""
    before = 0.0
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            check, storing, plain = speed(Path(folder), size)
        growth = f", {check / before:.1f} x the size before" if before else ""
        print(
            f"identity {size:>8}: check {check * 1000:.2f} ms; insert with the office's index {storing * 1000:.2f} ms,",
            end=" ",
        )
        print(
            f"ratio {check / storing:.2f}; into a plain bigram FTS5 {plain * 1000:.2f} ms, ratio {check / plain:.2f}",
            end="",
        )
        print(growth, flush=True)
        before = check


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


def notices() -> list[tuple[str, str, datetime]]:
    """The notices of the real feed: title, summary, time."""
    from email.utils import parsedate_to_datetime
    from xml.etree import ElementTree

    tree = ElementTree.parse(SHARED / "feeds" / "real" / "shenzhen_policy.rss.xml")
    return [
        (
            entry.findtext("title", "").strip(),
            entry.findtext("description", "").partition("<br/>")[2].strip(),
            parsedate_to_datetime(entry.findtext("pubDate", "")),
        )
        for entry in tree.iter("item")
    ]


# An archive of items


class Archive:
    """An office's database with items only, put in without files."""

    def __init__(self, folder: Path) -> None:
        self.db = store.open_database(folder / "bulletin.db")
        row = ("00", "bench", "bench", "text/plain", "utf-8", 0, AT.isoformat())
        names = "sha256, source, address, media_type, charset, size, received_at"
        self.db.execute(f"insert into originals ({names}) values (?, ?, ?, ?, ?, ?, ?)", row)

    def add(self, title: str, text: str, published: datetime | None = None) -> int:
        """Insert one item as a row; nothing is linked."""
        names = (
            "original_id, source, key, title, text, raw_text, url, origin, unit, kind, signed_by, urgency, published_at,"
            "received_at, state, fingerprint, flags, removed, instruction_id"
        )
        at = (published or AT).isoformat(timespec="seconds")
        key = str(time.monotonic_ns())
        values = (1, "bench", key, title, text, "", "", "", "", "", "", "", at, at, "new", fingerprint(text or title))
        marks = ", ".join("?" * 19)
        cursor = self.db.execute(f"insert into items ({names}) values ({marks})", (*values, "[]", "[]", None))
        return int(cursor.lastrowid or 0)

    def take(
        self, title: str, text: str, published: datetime | None = None
    ) -> tuple[Item, tuple[identity.Relation, ...]]:
        """Insert one item and link it."""
        item = store.items.get(self.db, self.add(title, text, published))
        return item, identity.link(self.db, item, AT)

    def fill(self, pieces: Sequence[Piece]) -> list[int]:
        """Insert and link many items in one transaction."""
        with store.write(self.db):
            return [self.take(*piece)[0].id for piece in pieces]


# Quality


def quality() -> None:
    """Print how well candidates are found, and what the verdicts on real look-alikes are."""
    for name, pieces in (("laws", law_pieces()), ("news", news())):
        with tempfile.TemporaryDirectory() as folder:
            edits(name, pieces, Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        stream(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        versions(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        feed(Path(folder))


def edits(name: str, pieces: list[Piece], folder: Path, count: int = 300) -> None:
    """Print recall of candidates and the kinds given, for each edit of `count` texts of an archive."""
    rng = Random(7)
    archive = Archive(folder)
    pieces = [(title, text if re.search(r"\d", text) else text_edits.with_figure(rng, text)) for title, text in pieces]
    ids = archive.fill(pieces)
    chosen = rng.sample(range(len(pieces)), min(count, len(pieces)))
    print(f"\n{name}: archive {len(ids)}, edits {len(chosen)} each")
    for edit in [*text_edits.EDITS, "merge2"]:
        found, kinds = 0, Counter[str]()
        for place in chosen:
            title, text = _edit(rng, edit, pieces, place)
            candidates, relation = examine(archive, title, text, ids[place])
            found += candidates
            kinds[relation] += 1
        shown = ", ".join(f"{kind} {number / len(chosen):.3f}" for kind, number in kinds.most_common())
        print(f"  {edit:<12} candidate recall {found / len(chosen):.3f}   {shown}", flush=True)


def _edit(rng: Random, edit: str, pieces: list[Piece], place: int) -> Piece:
    if edit == "merge2":
        return text_edits.merge2(rng, pieces[place], pieces[(place + len(pieces) // 2) % len(pieces)])
    return text_edits.EDITS[edit](rng, *pieces[place])


def examine(archive: Archive, title: str, text: str, original: int) -> tuple[bool, str]:
    """Return whether the original is among the candidates for a text, and the kind of relation it is given."""
    reading = identity.Reading(title, text)
    known, _ = identity._similar(archive.db, reading, fingerprint(text))
    of_it = [one for one in known if one.id == original]
    if not of_it:
        return False, "lost"
    verdict = identity.compare(of_it[0].reading, reading)
    return True, f"{verdict.kind}{'!' if verdict.clean else ''}" if verdict else "none"


def stream(folder: Path, incoming: int = 2000) -> None:
    """Print what natural items that follow on an archive of their like are called, and every automatic merger."""
    rng = Random(11)
    pieces = [*law_pieces(200, 900), *news()]
    rng.shuffle(pieces)
    archive = Archive(folder)
    archive.fill(pieces[incoming:])
    kinds, merged, shown = Counter[str](), [], []
    for title, text in pieces[:incoming]:
        item, relations = archive.take(title, text)
        for relation in relations:
            other = store.items.get(archive.db, relation.other_id)
            kinds[relation.kind] += 1
            shown.append((relation.kind, item, other, relation.why))
            if identity.certain(relation):
                merged.append((item, other, relation.why))
    print(f"\nstream: archive {len(pieces) - incoming}, incoming {incoming}: {dict(kinds)}, merged {len(merged)}")
    for item, other, why in merged:
        print(f"  MERGED {item.title} | {other.title} | {why}\n    {item.text[:120]!r}\n    {other.text[:120]!r}")
    for kind, item, other, why in rng.sample(shown, min(12, len(shown))):
        print(f"  {kind} {other.title} | {item.title} | {why}")


def versions(folder: Path) -> None:
    """Print what pairs of versions of one law are called."""
    texts = {law["path"]: law for law in laws()}
    rows = (SHARED / "dedup" / "law_version_pairs.tsv").read_text(encoding="utf-8").splitlines()[1:]
    archive = Archive(folder)
    ids: dict[str, int] = {}
    kinds = Counter[str]()
    for row in rows:
        title, date_a, date_b, path_a, path_b = row.split("\t")
        for path, date in ((path_a, date_a), (path_b, date_b)):
            if path not in ids:
                ids[path] = archive.take(title, texts[path]["text"], datetime.fromisoformat(f"{date}T00:00:00+08:00"))[
                    0
                ].id
        relation = [one for one in identity.of_item(archive.db, ids[path_b]) if one.other_id == ids[path_a]]
        kind = relation[0].kind + ("!" if identity.certain(relation[0]) else "") if relation else "none"
        kinds[kind] += 1
        print(f"  {kind} {title}: {relation[0].why if relation else ''}")
    print(f"law versions: {dict(kinds)}")


def feed(folder: Path) -> None:
    """Print every relation among the notices of the real feed."""
    archive = Archive(folder)
    kinds = Counter[str]()
    for title, text, published in notices():
        item, relations = archive.take(title, text, published)
        for relation in relations:
            kind = relation.kind + ("!" if identity.certain(relation) else "")
            kinds[kind] += 1
            other = store.items.get(archive.db, relation.other_id)
            print(f"  {kind} {other.title} | {item.title} | {relation.why}")
    print(f"feed: {dict(kinds)}")


# Speed


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


def speed(folder: Path, size: int, tries: int = 300) -> tuple[float, float, float]:
    """Return the seconds of processor time of linking one item, of storing it with its index, and in a plain FTS5.

    Means over `tries`, commits included, `_BATCH` items a transaction.
    """
    rng = Random(size)
    source = texts(rng, [*law_pieces(), *news()])
    archive = Archive(folder)
    plain = sqlite3.connect(folder / "plain.db", isolation_level=None)
    plain.execute("create table items (id integer primary key, title text, text text)")
    plain.execute(
        "create virtual table found using fts5 (title, text, content='', tokenize='unicode61 remove_diacritics 0')"
    )
    for done in range(0, size, 1000):
        pieces = [next(source) for _ in range(min(1000, size - done))]
        archive.fill(pieces)
        plain.execute("begin")
        for piece in pieces:
            index(plain, *piece)
        plain.execute("commit")
    spent = [0.0, 0.0, 0.0]
    for _ in range(tries // _BATCH):
        batch = [next(source) for _ in range(_BATCH - 1)]
        known = store.items.get(archive.db, rng.randint(1, size))
        batch.append(text_edits.light5(rng, known.title, known.text))
        for place, seconds in enumerate(round_of(archive, plain, batch)):
            spent[place] += seconds / tries
    return spent[0], spent[1], spent[2]


def round_of(archive: Archive, plain: sqlite3.Connection, batch: list[Piece]) -> Iterator[float]:
    """Yield the seconds of linking a batch, of storing it, and of putting it into a plain FTS5."""
    start = time.process_time()
    with store.write(archive.db):
        ids = [archive.add(*piece) for piece in batch]
    storing = time.process_time() - start
    items = [store.items.get(archive.db, id_) for id_ in ids]
    start = time.process_time()
    with store.write(archive.db):
        for item in items:
            identity.link(archive.db, item, AT)
    yield time.process_time() - start
    yield storing
    start = time.process_time()
    plain.execute("begin immediate")
    for piece in batch:
        index(plain, *piece)
    plain.execute("commit")
    yield time.process_time() - start


def index(plain: sqlite3.Connection, title: str, text: str) -> None:
    """Insert one row with its full-text index over character bigrams."""
    id_ = plain.execute("insert into items (title, text) values (?, ?)", (title, text)).lastrowid
    plain.execute("insert into found (rowid, title, text) values (?, ?, ?)", (id_, bigrams(title), bigrams(text)))


def bigrams(text: str) -> str:
    """Return the text as its overlapping pairs of characters."""
    return " ".join(a + b for run in re.findall(r"\w+", text) for a, b in zip(run, run[1:] or run, strict=False))


if __name__ == "__main__":
    if sys.argv[1:] == ["quality"]:
        quality()
    else:
        main([int(size) for size in sys.argv[1:]] or (10_000, 100_000))
