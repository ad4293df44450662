"""Identity measured: ``python -m tests.bench_identity [quality | SIZE…] [--archives DIR]``. Nothing here passes or fails.

quality   candidates found and kinds given on edits of real texts; look-alikes of real archives; versions of laws; a feed
SIZE      the check of one new item against storing it with the office's index, in an archive of that size
          (`tests.bench_archive`); growth over sizes
"""

from __future__ import annotations

import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from random import Random

from bulletin import store
from bulletin.store import identity
from bulletin.text import fingerprint
from tests import text_edits
from tests.bench_archive import AT, SHARED, Archive, Kept, arguments, fresh, insert, law_pieces, laws, news, prepared
from tests.text_edits import Piece

_BATCH = 10
"""Items put in by one transaction; one of them is something the archive knows, in other dress."""


def main() -> None:
    """Print the figures asked for."""
    given = arguments(__doc__, "quality")
    if not SHARED.is_dir():
        print(f"identity: {SHARED} is not here, nothing measured")
    elif given.part:
        quality()
    else:
        growth([prepared(size, given.archives) for size in given.sizes])


def growth(archives: list[Kept]) -> None:
    """Print the check's cost beside the cost of storing the item, at each size, and how both grow."""
    before: tuple[float, ...] = ()
    for kept in archives:
        check, storing, bare = now = speed(kept)
        print(
            f"identity {kept.size:>8}: check {check * 1000:.2f} ms; insert with the office's index {storing * 1000:.2f} ms, "
            f"ratio {check / storing:.2f}; the index alone {(storing - bare) * 1000:.2f} ms, ratio {check / (storing - bare):.2f}"
        )
        if before:
            print(
                f"identity {kept.size:>8}: growth check {check / before[0]:.1f}x, insert with index {storing / before[1]:.1f}x",
                flush=True,
            )
        before = now


# Material


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


def speed(kept: Kept, tries: int = 300) -> tuple[float, float, float]:
    """Return the seconds of processor time of linking one item, of storing it with its index, and without.

    Means over `tries`, commits included, `_BATCH` items a transaction.
    """
    rng, source = Random(kept.size), fresh(kept.size + 1)
    archive, plain = kept.office(), kept.plain()
    spent = [0.0, 0.0, 0.0]
    for _ in range(tries // _BATCH):
        batch = [next(source) for _ in range(_BATCH - 1)]
        known = store.items.get(archive.db, rng.randint(1, kept.size))
        batch.append(text_edits.light5(rng, known.title, known.text))
        for place, seconds in enumerate(round_of(archive, plain, batch)):
            spent[place] += seconds / tries
    return spent[0], spent[1], spent[2]


def round_of(archive: Archive, plain: store.Database, batch: list[Piece]) -> Iterator[float]:
    """Yield the seconds of linking a batch, of storing it, and of storing it where there is no index."""
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
    with store.write(plain):
        for piece in batch:
            insert(plain, *piece)
    yield time.process_time() - start


if __name__ == "__main__":
    main()
