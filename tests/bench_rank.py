"""How well the rank orders: against newest first, unit first and chance, on the sample office and on a labelled queue.

    .venv/bin/python tests/bench_rank.py

The labelled queue is made of real pieces from ``shared/data``: 301 news articles of `dedup/ecob_zh_dev.json`, 165 notices of
`feeds/real/shenzhen_policy.rss.xml` and 40 regulations of `laws/` as ballast. Each was given a grade by reading title and
text, by this rule: 2 — a city office would print it (its own work with results or figures, measures of the city, a question
of livelihood, market or safety on which its government has to act); 1 — it could be printed as reference (a domestic social
question, a regulation explained, a proposal of delegates); 0 — it would not (abroad, sport, show business, lists, calls for
applications, budgets, pages about the office itself). News were graded by event, notices one by one; the grades stand below
as lists of numbers. Whoever wrote the features also gave the grades, before the weights were first run on them. The
office's focus topics are those of the sample office, which were written without this queue.

Arrival times are spread over 20 days by a hash of the title, so newest first has no luck in it and no merit.
"""

from __future__ import annotations

import json
import lzma
import random
import re
import sys
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from io import StringIO
from math import log2
from pathlib import Path

import feedparser

from bulletin import store
from bulletin.cli import run
from bulletin.desk import editing, queue
from bulletin.model import Extracted, Received
from bulletin.settings import Settings, Unit, read_settings, shipped_office
from bulletin.store import Database

DATA = Path(__file__).parents[2] / "shared" / "data"
AT = datetime.fromisoformat("2026-11-20T09:00:00+08:00")
PLACES = 20
SPREAD_DAYS = 20
SPREADS = ("", "a", "b", "c")
"""Different arrivals of the same pieces; the test in `test_desk_rank_quality.py` takes the first."""

NEWS_PRINTED = {592, 593, 595, 599, 608, 612, 643}
NEWS_REFERENCE = {
    *(594, 597, 598, 602, 604, 609, 615, 620, 621, 623, 627, 634, 642, 644, 646, 651, 655, 658, 661, 663, 664),
}
NOTICES_PRINTED = {
    *(2, 11, 21, 37, 52, 64, 71, 89, 92, 93, 111, 116, 123, 124, 129, 130, 134, 136, 137, 138, 145, 147, 160, 163, 164),
}
NOTICES_REFERENCE = {
    *(9, 12, 15, 17, 24, 30, 41, 43, 44, 60, 61, 62, 65, 66, 79, 94, 95, 96, 97, 98, 99, 100, 101, 102, 103, 104, 105),
    *(106, 107, 108, 109, 110, 112, 113, 114, 115, 117, 118, 119, 120, 121, 122, 125, 126, 127, 128, 131, 132, 133),
    *(135, 139, 140, 141, 142, 143, 144, 146, 149, 150, 151, 152, 153, 154, 155, 156, 157, 158, 159, 161, 162, 165),
}
BALLAST = 40
UNIT_CLASSES = {
    "发展和改革": 1,
    "发改": 1,
    "工业和信息化局": 1,
    "工信局": 1,
    "科技创新局": 2,
    "商务局": 2,
    "中小企业服务局": 2,
}


@dataclass(frozen=True)
class Piece:
    """One piece of the queue with its grade: 0, 1 or 2."""

    title: str
    text: str
    unit: str
    grade: int


@dataclass(frozen=True)
class Figures:
    """How good an order is: nDCG and precision (grade 1 and better) among the first."""

    ndcg: float
    precision: float

    def __str__(self) -> str:
        return f"nDCG@{PLACES} {self.ndcg:.3f}  P@10 {self.precision:.2f}"


def pieces() -> list[Piece]:
    """Return the labelled queue."""
    return [*_news(), *_notices(), *_ballast()]


def _news() -> Iterable[Piece]:
    for article in json.loads((DATA / "dedup" / "ecob_zh_dev.json").read_text(encoding="utf-8")):
        event = article["Descriptor"]["event_id"]
        text = "\n".join(sentence["sent_text"] for sentence in article["Doc"]["content"])
        yield Piece(article["Doc"]["title"], text, "", 2 if event in NEWS_PRINTED else int(event in NEWS_REFERENCE))


def _notices() -> Iterable[Piece]:
    feed = feedparser.parse((DATA / "feeds" / "real" / "shenzhen_policy.rss.xml").read_bytes())
    for number, entry in enumerate(feed.entries):
        summary = re.sub(r"<[^>]+>", "", entry.get("summary", ""))
        unit = re.match(r"来源:\s*(\S{2,12}?[局委部院]|\S*政府|\S*中心)", summary)
        grade = 2 if number in NOTICES_PRINTED else int(number in NOTICES_REFERENCE)
        yield Piece(entry.title, summary, unit[1] if unit else "", grade)


def _ballast() -> Iterable[Piece]:
    with lzma.open(DATA / "laws" / "national_regulations.jsonl.xz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for row in rows[:: len(rows) // BALLAST][:BALLAST]:
        yield Piece(row["title"], row["text"][:3000], "", 0)


SAMPLE_PRINTED = (1, 2, 3, 4, 5, 6, 7)
"""Items of the sample office that its shipped day (`sample/demo.sh`) adopts."""
SAMPLE_PASSED_OVER = (11, 13)
"""Those it shelves or declines; its other submissions stay undecided: grade 1. News of the feed: 0."""


def sample(root: Path) -> tuple[Database, Settings, dict[int, int]]:
    """Return the sample office after it has collected, and the grade of each item by what its shipped day does with it."""
    at = ["--office", str(root), "--at", "2026-11-20T09:05:00+08:00"]
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        run(["init", str(root), "--sample"])
        run([*at, "collect"])
    settings = read_settings(root)
    db = store.open_database(settings.database_path)
    rows = queue.open_listing(db, settings, "all", at=AT).rows(0, 100)
    grades = {row.id: int(bool(row.unit)) - (row.id in SAMPLE_PASSED_OVER) for row in rows}
    return db, settings, {**grades, **dict.fromkeys(SAMPLE_PRINTED, 2)}


# The office


def office(root: Path) -> Settings:
    """Return an office in `root` with the sample's settings and the units of the labelled queue."""
    (root / "bulletin.toml").write_bytes((shipped_office() / "bulletin.toml").read_bytes())
    settings = read_settings(root)
    units = dict(settings.units)
    for name in sorted({piece.unit for piece in pieces() if piece.unit}):
        grade = next((grade for word, grade in UNIT_CLASSES.items() if word in name and "南山" not in name), 3)
        units[name] = Unit(name, name, grade)
    return replace(settings, units=units)


def fill(db: Database, settings: Settings, given: Sequence[Piece], spread: str) -> list[int]:
    """Put the pieces into the queue and return their numbers, in the order given."""
    arrivals = [AT - timedelta(minutes=_number(spread + piece.title) % (SPREAD_DAYS * 1440)) for piece in given]
    numbers = [0] * len(given)
    for place in sorted(range(len(given)), key=lambda one: (arrivals[one], one)):
        piece, at = given[place], arrivals[place]
        received = Received(f"{place}\n{piece.title}\n{piece.text}".encode(), f"bench:{place}", "text/plain", "utf-8")
        original, _ = store.originals.keep(db, settings, received, "bench", at)
        extracted = Extracted(f"p{place}", piece.title, piece.text, piece.text, unit=piece.unit)
        item, _ = store.items.add(db, original, extracted, at)
        store.relations.relate(db, item, at)
        numbers[place] = item.id
    return numbers


def _number(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:6], "big")


# Figures


def measured(order: Sequence[int], grades: dict[int, int]) -> Figures:
    """Return the figures of an order of items (only those that have a grade)."""
    found = [grades[number] for number in order if number in grades]
    best = sorted(found, reverse=True)
    return Figures(_gain(found) / _gain(best), sum(grade > 0 for grade in found[:10]) / 10)


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades[:PLACES]))


def orders(db: Database, settings: Settings) -> dict[str, list[int]]:
    """Return the queue in the rank's order and in the two others."""
    store_rows = {row.id: row for row in queue.open_listing(db, settings, at=AT).rows(0, 10_000)}
    newest = sorted(store_rows, key=lambda one: (store_rows[one].received_at, one), reverse=True)

    def unit_class(number: int) -> int:
        unit = settings.unit(store_rows[number].unit)
        return unit.unit_class if unit else 9

    return {"rank": list(store_rows), "newest": newest, "unit": sorted(newest, key=unit_class)}


def by_chance(grades: dict[int, int], times: int = 200) -> Figures:
    """Return the mean figures of random orders."""
    dice, numbers = random.Random(5), sorted(grades)
    found = [measured(dice.sample(numbers, len(numbers)), grades) for _ in range(times)]
    return Figures(sum(one.ndcg for one in found) / times, sum(one.precision for one in found) / times)


def compared(db: Database, settings: Settings, grades: dict[int, int]) -> dict[str, Figures]:
    """Return the figures of the rank and of its three rivals."""
    found = {name: measured(order, grades) for name, order in orders(db, settings).items()}
    return {**found, "random": by_chance(grades)}


def labelled(root: Path, spread: str = "") -> tuple[Database, Settings, dict[int, int]]:
    """Return an office in `root` that holds the labelled queue, scored, and the grade of each item."""
    settings = office(root)
    db = store.open_database(settings.database_path)
    given = pieces()
    numbers = fill(db, settings, given, spread)
    while queue.refresh(db, settings, AT):
        pass
    return db, settings, {number: piece.grade for number, piece in zip(numbers, given, strict=True)}


def learnt(db: Database, settings: Settings, grades: dict[int, int]) -> dict[str, Figures]:
    """Let editors decide about half the queue by its grades, and return the figures of the other half, before and after."""
    half = [number for number in sorted(grades) if _number(str(number)) % 2]
    left = {number: grade for number, grade in grades.items() if number not in half}
    before = compared(db, settings, left)["rank"]
    actor = settings.actor("editor1", AT.date())
    for number in half:
        if grades[number]:
            editing.adopt(db, settings, [number], editing.Wish(), actor, AT)
        else:
            editing.decide(db, [number], "decline", actor, AT, "不合用")
    queue.learn(db, settings, AT)
    while queue.refresh(db, settings, AT):
        pass
    return {"before": before, "after": compared(db, settings, left)["rank"]}


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        db, settings, grades = sample(Path(folder))
        _print(f"sample office, {len(grades)} items", compared(db, settings, grades))
        db.close()
    for spread in SPREADS:
        with tempfile.TemporaryDirectory() as folder:
            db, settings, grades = labelled(Path(folder), spread)
            counts = [sum(grade == wanted for grade in grades.values()) for wanted in (0, 1, 2)]
            found = compared(db, settings, grades)
            _print(f"labelled queue, {len(grades)} pieces, grades 0/1/2 {counts}, spread “{spread}”", found)
            if "-v" in sys.argv:
                _print_lines(db, settings, grades)
            halves = learnt(db, settings, grades)
            _print("  the other half, before and after learning from decisions about one half", halves)
            db.close()


def _print(head: str, found: dict[str, Figures]) -> None:
    print(head)
    for name, figures in found.items():
        print(f"    {name:8} {figures}")


def _print_lines(db: Database, settings: Settings, grades: dict[int, int]) -> None:
    for line in queue.open_listing(db, settings, at=AT).lines(0, 30):
        why = " ".join(f"{reason.name}{reason.points:+g}" for reason in line.reasons)
        print(grades[line.row.id], f"{line.row.score:5.1f}", line.row.title[:40], "|", why)


if __name__ == "__main__":
    main()
