"""Article pages: ours beside trafilatura alone on the four counts, body F1, and time beside a bare lxml parse.

`python -m tests.bench_pages [-v]` prints the tables; -v names every miss.
"""

from __future__ import annotations

import difflib
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from lxml import html

from bulletin.collect.documents.charset import decode
from bulletin.collect.sites.article_page import read_article
from bulletin.errors import UnreadableMaterial
from bulletin.settings import Source
from tests import page_kinds
from tests.page_kinds import FETCHED, PageKind

_ZONE = ZoneInfo("Asia/Shanghai")
_SHARED = Path(__file__).parents[2] / "shared" / "data" / "html_pages"
_SOURCE = Source(name="试", title="试", collector="webpage", address="https://www.shiyan.test/")
COUNTS = ("wanted", "unwanted", "title", "date", "source", "problem")


@dataclass(frozen=True)
class Reading:
    """What one extractor gives for a page; ``problem`` is its refusal."""

    title: str = ""
    text: str = ""
    origin: str = ""
    date: str = ""
    problem: str = ""
    flags: tuple[str, ...] = ()


def saved_pages() -> list[PageKind]:
    """Return the saved pages of the shared material as kinds, [] where it is absent."""
    if not _SHARED.exists():
        return []
    rows = [json.loads(line) for line in (_SHARED / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    return [
        PageKind(
            name=row["file"][:28], html=(_SHARED / row["file"]).read_bytes().decode("latin-1"), charset="latin-1",
            title=row["title"], date=row["date"], origin=row.get("source", "?"), wanted=tuple(row["with"]),
            unwanted=tuple(row["without"]), text=row.get("text", ""), address=row.get("url", ""),
        )
        for row in rows
    ]  # fmt: skip


def ours(kind: PageKind) -> Reading:
    """Read a page with our extractor."""
    fetched = FETCHED if kind.charset != "latin-1" else None
    try:
        article = read_article(kind.body, _SOURCE, _ZONE, address=kind.address, fetched=fetched)
    except UnreadableMaterial as error:
        return Reading(problem=error.what)
    return Reading(
        article.title,
        article.text,
        article.origin,
        _stamp(article.published_at),
        flags=tuple(f.kind for f in article.flags),
    )


def library(kind: PageKind) -> Reading:
    """Read a page with trafilatura alone."""
    import trafilatura

    found = trafilatura.bare_extraction(
        decode(kind.body, "")[0], include_comments=False, with_metadata=True, url=kind.address or None
    )
    if found is None or not found.text:
        return Reading(problem="nothing")
    return Reading(found.title or "", found.text, found.sitename or "", found.date or "")


def judged(kind: PageKind, found: Reading) -> dict[str, bool]:
    """Return which counts a reading has right. A date is right to the minute where truth has one (the day: library)."""
    if kind.problem:
        return {"problem": kind.problem in found.problem or (found.problem == "nothing")}
    day = found.date if len(found.date) > 10 else found.date + kind.date[10:] if found.date else ""
    return {
        "wanted": not found.problem and all(piece in found.text for piece in kind.wanted),
        "unwanted": not any(piece in found.text for piece in kind.unwanted),
        "title": found.title == kind.title,
        "date": day[:16] == kind.date[:16] or (len(kind.date) == 10 and day[:10] == kind.date)
        if kind.date
        else not found.date,
        **({"source": found.origin == kind.origin} if kind.origin != "?" else {}),
    }


def body_f1(truth: str, text: str) -> float:
    """Return the F1 of the characters two texts share in order, blanks aside."""
    a, b = ("".join(part.split()) for part in (truth, text))
    if not a or not b:
        return 0.0
    shared = sum(block.size for block in difflib.SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks())
    return 2 * shared / (len(a) + len(b))


def _stamp(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment else ""


def table(name: str, kinds: Iterable[PageKind], *, verbose: bool = False) -> None:
    """Print the counts of both extractors on some pages."""
    kinds = list(kinds)
    print(f"\n{name}: {len(kinds)} pages")
    for label, read in (("ours", ours), ("trafilatura", library)):
        totals = dict.fromkeys(COUNTS, 0)
        right = dict.fromkeys(COUNTS, 0)
        scores = []
        for kind in kinds:
            found = read(kind)
            verdict = judged(kind, found)
            for count, good in verdict.items():
                totals[count] += 1
                right[count] += good
            if kind.text:
                scores.append(body_f1(kind.text, found.text))
            wrong = [count for count, good in verdict.items() if not good]
            if verbose and label == "ours" and (wrong or (found.flags != kind.flags and kind.charset != "latin-1")):
                _explain(kind, found, wrong)
        cells = "  ".join(f"{count} {right[count]}/{totals[count]}" for count in COUNTS if totals[count])
        print(f"  {label:12} {cells}  body F1 {statistics.mean(scores) if scores else 0:.3f} on {len(scores)}")


def _explain(kind: PageKind, found: Reading, wrong: list[str]) -> None:
    print(f"    {kind.name}: {wrong} problem={found.problem!r} flags={found.flags}")
    if "title" in wrong:
        print(f"      title {found.title!r} not {kind.title!r}")
    if "date" in wrong or "source" in wrong:
        print(f"      {found.date!r} {found.origin!r} not {kind.date!r} {kind.origin!r}")
    for piece in kind.wanted if "wanted" in wrong else ():
        if piece not in found.text:
            print(f"      lacks {piece!r}")
    for piece in kind.unwanted if "unwanted" in wrong else ():
        if piece in found.text:
            print(f"      holds {piece!r}")


def speed(kinds: Iterable[PageKind]) -> None:
    """Print the time of each page beside a bare lxml parse of its decoded text."""
    rows = []
    for kind in kinds:
        markup = decode(kind.body, "")[0]
        rows.append((kind.name, _best(parsed, markup), _best(ours, kind), _best(library, kind, rounds=2)))
    for name, bare, own, other in rows:
        print(f"  {name:30} lxml {bare:6.2f} ms  ours {own / bare:5.1f}×  trafilatura {other / bare:5.1f}×")
    sums = [sum(row[column] for row in rows) for column in (1, 2, 3)]
    ratios = sorted(row[2] / row[1] for row in rows)
    print(f"  all: ours {sums[1] / sums[0]:.1f}×, trafilatura {sums[2] / sums[0]:.1f}× the time of the lxml parse")
    print(f"  ours on the median page {statistics.median(ratios):.1f}×, on the slowest {ratios[-1]:.1f}×")


def parsed(markup: str) -> object:
    """Parse a page with lxml and do nothing else."""
    return html.document_fromstring(markup.encode(), parser=html.HTMLParser(encoding="utf-8"))


def _best(act: Callable[..., object], subject: object, rounds: int = 5) -> float:
    """Return the least processor time of `act` on `subject`, in milliseconds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        act(subject)
        times.append(time.process_time() - start)
    return min(times) * 1000


if __name__ == "__main__":
    wordy = "-v" in sys.argv
    saved = saved_pages()
    if saved:
        table("saved pages", saved, verbose=wordy)
    table("kinds", page_kinds.pages(), verbose=wordy)
    table("mixed", page_kinds.mixed(), verbose=wordy)
    if "-s" in sys.argv:
        speed(saved or page_kinds.pages())
