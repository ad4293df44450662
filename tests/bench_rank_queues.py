"""The labelled queues by which the order is measured: four of real pieces, labelled in three ways that know nothing of it.

``mixed``: 301 news articles, 165 notices and 40 regulations, graded by reading title and text: 2 — a city office would print
it (its own work with results or figures, measures of the city, a question of livelihood, market or safety on which its
government has to act); 1 — it could be printed as reference (a domestic social question, a regulation explained, a
proposal of delegates); 0 — it would not (abroad, sport, show business, lists, calls for applications, budgets, pages about
the office itself). The features were first made with this queue at hand: it is the least independent.

``posts``: 330 posts of media accounts of at least thirty characters, picked by a hash, graded by the same rule before any
feature was changed, and not changed after.

``notices``: the 166 notices labelled by a fact no feature sees, without reading: 2 — the department itself published an
explanation of the document; 1 — it bears a document number; 0 — all others, the explanations among them.

``sites``: titles of three sites, labelled by the site: 2 — work news of a provincial department; 1 — orders of a ministry;
0 — announcements of fund companies.

Each queue is halved by a hash of the title. Weights and words were tried on the half `TRIED`; the other is for reporting.
"""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import feedparser

DATA = Path(__file__).parents[2] / "shared" / "data"
TRIED, REPORTED = 0, 1
"""The halves of a queue."""

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
POSTS, SHORTEST_POST = 330, 30
POSTS_PRINTED = {
    *(4, 7, 11, 16, 21, 36, 37, 41, 51, 63, 67, 83, 84, 90, 92, 94, 115, 117, 131, 140, 141, 150, 167, 176, 178, 192),
    *(203, 205, 214, 216, 234, 254, 268, 278, 282, 301, 303, 307, 312, 320, 321, 322, 323),
}
POSTS_REFERENCE = {
    *(5, 18, 22, 24, 28, 29, 31, 33, 34, 45, 59, 74, 76, 88, 93, 99, 104, 105, 106, 111, 113, 122, 125, 133, 135, 151),
    *(154, 161, 164, 166, 168, 177, 182, 184, 194, 198, 201, 206, 209, 211, 220, 225, 226, 237, 240, 246, 248, 252),
    *(262, 265, 269, 273, 275, 276, 294, 302, 314),
}
_EXPLANATION = re.compile(r"解读|图解")
_NUMBERED = re.compile(r"〔20\d\d〕|令第")
_TITLE_LONGEST = 60


@dataclass(frozen=True)
class Piece:
    """One piece of a queue with its grade: 0, 1 or 2."""

    title: str
    text: str
    unit: str
    grade: int

    @property
    def half(self) -> int:
        """The half of the queue it belongs to."""
        return _digest(self.title)[3] % 2


def _digest(text: str) -> bytes:
    return sha256(text.encode()).digest()


def mixed() -> list[Piece]:
    """Return news, notices and ballast, graded by hand."""
    return [*_news(), *_notices(), *_ballast()]


def posts() -> list[Piece]:
    """Return posts of media accounts, graded by hand."""
    rows = json.loads((DATA / "proof" / "cscd_ns_test_a.json").read_text(encoding="utf-8"))
    texts = [row["correct_text"] for row in rows if len(row["correct_text"]) >= SHORTEST_POST]
    picked = sorted(texts, key=_digest)[:POSTS]
    return [
        Piece(text[:_TITLE_LONGEST], text, "", 2 if number in POSTS_PRINTED else int(number in POSTS_REFERENCE))
        for number, text in enumerate(picked)
    ]


def notices() -> list[Piece]:
    """Return the notices, labelled by whether their department explained them, and by their document numbers."""
    found = list(_notices())
    explained = [_core(piece.title) for piece in found if _EXPLANATION.search(piece.title)]

    def grade(piece: Piece) -> int:
        if _EXPLANATION.search(piece.title):
            return 0
        if any(len(core) > 5 and core in _plain(piece.title) for core in explained):
            return 2
        return int(_NUMBERED.search(piece.text[:60] + piece.title) is not None)

    return [replace(piece, grade=grade(piece)) for piece in found]


def sites() -> list[Piece]:
    """Return the titles of three sites' lists, labelled by the site."""
    lines = (DATA / "html_lists" / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    pages = [json.loads(line) for line in lines]
    return [
        Piece(item["title"], item["title"], "", {"zrzy": 2, "ndrc": 1}.get(page["file"][:4], 0))
        for page in pages
        for item in page["items"]
    ]


QUEUES: dict[str, Callable[[], list[Piece]]] = {"mixed": mixed, "posts": posts, "notices": notices, "sites": sites}


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


def _core(title: str) -> str:
    """Return the name of the document that an explanation explains."""
    quoted = re.search(r"《([^》]*(?:《[^》]*》)?[^》]*)》", title)
    return _plain(quoted[1] if quoted else re.sub(r"图解[:：]|政策解读[:：]?", "", title))


def _plain(title: str) -> str:
    return re.sub(r"[《》（）()\s]|深圳市|的通知", "", title)
