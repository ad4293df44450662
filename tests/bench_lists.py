"""List pages, measured: ``python -m tests.bench_lists`` prints how many articles, titles and days are right, and how long
the finder takes beside a bare lxml parse of the same page."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import urljoin

sys.path.insert(0, str(Path(__file__).parent))

import list_kinds as kinds
from list_kinds import ADDRESS, AT, Kind
from lxml import html

from bulletin.collect.dates import find_date
from bulletin.collect.sites.listing.definition import define
from bulletin.collect.sites.listing.entries import Listed, Moment
from bulletin.collect.sites.listing.finder import find_list
from bulletin.collect.sites.listing.reading import by_definition, find, open_page
from bulletin.errors import SourceFailure
from bulletin.settings.listing import ListRules
from bulletin.settings.source import Source

_LISTS = Path(__file__).parents[2] / "shared" / "data" / "html_lists"
_ROUNDS = 15
_GROUPS: dict[str, Callable[[], Iterable[Kind]]] = {
    "plain": kinds._plain,
    "shaped": kinds._shaped,
    "linked": kinds._linked,
    "scripted": kinds._scripted,
    "pinned": kinds._pinned,
    "odd": kinds._odd,
    "systems": kinds._systems,
}


def _real() -> list[tuple[str, bytes, str, list[tuple[str, str, object]]]]:
    if not _LISTS.exists():
        return []
    found = []
    for row in map(json.loads, (_LISTS / "truth.jsonl").read_text(encoding="utf-8").splitlines()):
        truth: list[tuple[str, str, object]] = []
        for item in row["items"]:
            day = find_date(item["date"], AT.tzinfo or AT.astimezone().tzinfo)
            truth.append((urljoin(row["base"], item["url"]), " ".join(item["title"].split()), day and day.date()))
        found.append((row["file"], (_LISTS / row["file"]).read_bytes(), row["base"], truth))
    return found


def _by_both(body: bytes, moment: Moment) -> tuple[tuple[Listed, ...], tuple[Listed, ...]]:
    """Return what the finder gives, and what the definition made from it gives."""
    page = open_page(body)
    try:
        found = find(page, moment)
    except SourceFailure:
        return (), ()
    made = define(page, found, moment)
    source = (
        Source("", "", "webpage", moment.address, links=made.links, listing=ListRules(date=made.date)) if made else None
    )
    return found.items, by_definition(open_page(body), source, moment) if source else ()


def _counts(items: tuple[Listed, ...], truth: list[tuple[str, str, object]]) -> tuple[int, ...]:
    """Return how many articles there are, were given, are right, have the right title, the right day."""
    given = {item.address: item for item in items}
    right = [(given[url], title, day) for url, title, day in truth if url in given]
    titles = sum(item.title == title for item, title, _ in right)
    days = sum((item.published_at.date() if item.published_at else None) == day for item, _, day in right)
    return len(truth), len(items), len(right), titles, days


def _row(name: str, pages: int, counts: list[tuple[int, ...]]) -> str:
    total, given, right, titles, days = (sum(column) for column in zip(*counts, strict=True))
    shares = (right / max(given, 1), right / total, titles / total, days / total)
    return f"{name:26}{pages:6}{total:8}" + "".join(f"{share:11.3f}" for share in shares)


def _fastest(work: Callable[[], object]) -> float:
    """Return the shortest time of several rounds, in milliseconds."""
    best = float("inf")
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return best * 1000


def main() -> None:
    """Print both tables."""
    sys.stdout.write(f"{'pages':26}{'pages':>6}{'items':>8}{'precision':>11}{'recall':>11}{'titles':>11}{'days':>11}\n")
    sets = {
        name: [(kind.html.encode(), ADDRESS, [(e.url, e.title, e.day) for e in kind.truth]) for kind in make()]
        for name, make in _GROUPS.items()
    }
    sets["real"] = [(body, base, truth) for _, body, base, truth in _real()]
    for name, pages in sets.items():
        results = [(_by_both(body, Moment(base, AT, AT.tzinfo)), truth) for body, base, truth in pages]  # type: ignore[arg-type]
        for number, way in enumerate(("finder", "definition")):
            if results:
                counts = [_counts(both[number], truth) for both, truth in results]
                sys.stdout.write(_row(f"{name}, {way}", len(pages), counts) + "\n")
    sys.stdout.write(f"\n{'page':34}{'KB':>6}{'lxml ms':>9}{'finder ms':>11}{'ratio':>7}\n")
    for name, body, base, _ in _real():
        page, moment = open_page(body), Moment(base, AT, AT.tzinfo)  # type: ignore[arg-type]
        encoded, parser = page.text.encode(), html.HTMLParser(encoding="utf-8")
        bare = _fastest(lambda encoded=encoded, parser=parser: html.document_fromstring(encoded, parser=parser))  # type: ignore[misc]
        finder = _fastest(lambda page=page, moment=moment: find_list(page.root, moment))  # type: ignore[misc]
        sys.stdout.write(f"{name:34}{len(body) / 1000:6.1f}{bare:9.2f}{finder:11.2f}{finder / bare:7.1f}\n")


if __name__ == "__main__":
    main()
