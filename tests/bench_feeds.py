"""Feeds beside a bare lxml parse of the same bytes: ``python -m tests.bench_feeds [ENTRIES…]``; a built feed holds so many.

entries    reading alone, from bytes to entries: what every changed feed costs
1 in 20    the same with the cleaning of what is new, where one entry in twenty is: the others are known by their keys
all new    the same where all are new: a feed's first reading
unchanged  finding by the SHA-256 that nothing has changed, as parts of a parse by feedparser and of a reading of the entries
growth     each against that of the built feed before

What is not plain (`bulletin.collect.sites.feed_entries`) is left to feedparser; the last line shows what that costs.
"""

from __future__ import annotations

import io
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from lxml import etree

from bulletin.collect.sites.feed import item_of_entry, read_entries, read_feed
from bulletin.settings import Source
from bulletin.text import sha256

_ZONE = ZoneInfo("Asia/Shanghai")
_REAL = Path(__file__).parents[2] / "shared" / "data" / "feeds" / "real"
_SOURCE = Source(name="试", title="试", collector="feed", address="https://www.shiyan.test/rss.xml")
_PIECES = (
    "会议强调，各级各部门要把信息工作摆在突出位置，做到及时、准确、真实、全面。",
    "截至11月10日，全市完成投资182.4亿元，同比增长7.3%，比上月提高0.6个百分点。",
    "针对群众反映的停水问题，水务部门连夜抢修，20日6时恢复供水，惠及居民1.2万户。",
    "下一步，将压实属地责任，完善应急预案，加强值班值守，确保人民群众生命财产安全。",
)
SIZES = (50, 500, 5000)


def built_feed(entries: int, seed: int = 7) -> bytes:
    """Return an RSS feed with that many entries of 200 to 900 characters, as HTML in CDATA."""
    chance = random.Random(seed)
    items = []
    for number in range(entries):
        body = "".join(f"<p>{''.join(chance.sample(_PIECES, 3))}</p>" for _ in range(chance.randint(2, 8)))
        items.append(
            f"<item><title>第{number}号通知：{chance.choice(_PIECES)[:18]}</title><link>/a/{number}.html</link>"
            f"<guid>{number}</guid><pubDate>2026年11月{number % 28 + 1}日 09:30</pubDate>"
            f"<description><![CDATA[来源: 某局<br/>{body}]]></description></item>"
        )
    return f"<?xml version='1.0'?><rss version='2.0'><channel>{''.join(items)}</channel></rss>".encode()


def measured(body: bytes) -> dict[str, float]:
    """Return the milliseconds of a bare lxml parse, of the reading of the entries alone, with the cleaning of one in
    twenty, with the cleaning of all, of feedparser's parse, and of finding that nothing has changed."""
    import feedparser

    return {
        "lxml": least(lambda: etree.fromstring(body, etree.XMLParser(recover=True, huge_tree=False)), 20),
        "entries": least(lambda: read_entries(body, _SOURCE), 10),
        "1 in 20": least(
            lambda: [item_of_entry(one, _SOURCE, _ZONE) for one in read_entries(body, _SOURCE).entries[::20]], 10
        ),
        "all new": least(lambda: read_feed(body, _SOURCE, _ZONE), 5),
        "feedparser": least(lambda: feedparser.parse(io.BytesIO(body)), 2),
        "unchanged": least(lambda: sha256(body), 50),
    }


def least(act: Callable[[], object], rounds: int) -> float:
    """Return the least processor time of some rounds of `act`, in milliseconds."""
    act()
    times = []
    for _ in range(rounds):
        start = time.process_time()
        act()
        times.append(time.process_time() - start)
    return max(min(times), 1e-6) * 1000


def main(sizes: Sequence[int] = SIZES) -> None:
    """Print a line for each real feed of the shared material and for built ones of these numbers of entries."""
    for path in sorted(_REAL.glob("*")):
        told(path.name, path.read_bytes())
    before: dict[str, float] = {}
    for size in sizes:
        now = told(f"{size} built entries", built_feed(size))
        if before:
            shown = ", ".join(f"{name} {now[name] / before[name]:.1f}x" for name in now)
            print(f"feeds: growth to {size} entries: {shown}")
        before = now
    told(f"{sizes[0]} of feedparser's", built_feed(sizes[0]).replace(b"<rss", b"<!DOCTYPE rss><rss", 1))


def told(name: str, body: bytes) -> dict[str, float]:
    """Measure one feed, print it and return the milliseconds."""
    found = measured(body)
    ratios = "  ".join(f"{what} {found[what] / found['lxml']:5.1f}× lxml" for what in ("entries", "1 in 20", "all new"))
    print(
        f"feeds: {name:26} {len(body) >> 10:5} KB  lxml {found['lxml']:7.2f} ms  {ratios}  "
        f"feedparser {found['feedparser'] / found['lxml']:.0f}×  unchanged 1/{found['feedparser'] / found['unchanged']:.0f} "
        f"of feedparser, 1/{found['entries'] / found['unchanged']:.0f} of the entries",
        flush=True,
    )
    return found


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or SIZES)
