"""Entries that are only a lead get their text from their page, politely; feeds say how often they want to be asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from collect_support import AT, Answer, a_source, office, page, quiet, served

from bulletin import store
from bulletin.collect.material import Task
from bulletin.collect.rereading import extract_again
from bulletin.collect.runs import CollectionReport, collect_all
from bulletin.collect.sites import feed, leads
from bulletin.collect.sites.leads import is_lead, is_wanted
from bulletin.collect.web.fetch import Visitor
from bulletin.model import Extracted, Item, Pace, SourceHealth
from bulletin.settings import Settings
from bulletin.store import Database

TEXT = "会议强调，各级各部门要把信息工作摆在突出位置，做到及时、准确、真实、全面，为领导决策提供参考。"
ARTICLE = f"<html><head><title>甲</title></head><body><h1>甲</h1><p>来源：市水利局</p><p>{TEXT}</p><p>{TEXT}</p></body></html>"


def rss(*items: str, head: str = "") -> Answer:
    inner = "".join(f"<item>{item}</item>" for item in items)
    return page(f"<rss><channel>{head}{inner}</channel></rss>".encode(), "text/xml; charset=utf-8")


def run(root: Path, base: str, more: str = "") -> tuple[CollectionReport, list[Item], Database, Settings]:
    """Collect the feed at ``/feed`` once; return the report, all items, the database and the settings."""
    text = f'collector = "feed"\naddress = "{base}/feed"\npause = 0\nevery_minutes = 1\n{more}'
    settings = office(root, 源=text)
    db = store.open_database(root / "var" / "test.db")
    report = collect_all(db, settings, ["源"], at=AT, say=quiet)
    return report, store.items.selected(db, "true", ()), db, settings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("", True), ("甲", True), (f"{TEXT[:30]}…", True), (f"{TEXT[:30]}...", True), (f"{TEXT}[阅读全文]", True)),
        *((f"{TEXT}查看详情>>", True), ("附件：通知.pdf", True), (TEXT, False), (f"{TEXT}\n附件：通知.pdf", False)),
        *(("今日水位3.2米。", False), ("他说“……”，随后离开。", False)),
    ],
)
def test_a_lead_is_told_from_a_text(text: str, expected: bool) -> None:
    """No text, the title again, one that breaks off or asks to read on; a short whole text is none."""
    assert is_lead(Extracted("k", "甲", text, text)) is expected


def test_who_is_asked_for_full_texts() -> None:
    """In auto only the feed's own server; always asks any, never asks none; a feed from a file asks none."""
    source = a_source(address="http://own.test/feed")
    near = Extracted("k", "甲", "", "", url="http://own.test/1")
    far, silent = replace(near, url="http://far.test/1"), replace(near, url="")

    assert [is_wanted(item, source) for item in (near, far, silent)] == [True, False, False]
    always, never = replace(source, full_text="always"), replace(source, full_text="never")
    assert [is_wanted(item, always) for item in (near, far, silent)] == [True, True, False]
    assert not is_wanted(near, never)
    assert not is_wanted(near, replace(source, address="inbox/feed.xml"))


def test_the_page_of_a_lead_gives_its_text_once(tmp_path: Path) -> None:
    """The text comes from the page, key and title from the feed; both originals are kept; a second run asks no page."""
    asked: list[str] = []
    article = page(ARTICLE.encode())

    def counted(handler: object) -> None:
        asked.append("1")
        article(handler)  # type: ignore[arg-type]

    whole = f"<title>乙</title><link>/2</link><description>{TEXT}</description>"
    lead = "<title>甲</title><link>/1</link><guid>g1</guid><description>会议强调……</description>"
    with served({"/feed": rss(lead, whole), "/1": counted}) as base:
        report, items, db, settings = run(tmp_path, base)
        again = collect_all(db, settings, ["源"], at=AT, say=quiet)

    first = next(item for item in items if item.title == "甲")
    assert (first.key, first.text, first.origin) == ("g1", f"{TEXT}\n{TEXT}", "市水利局")
    assert (report.sources[0].new, again.sources[0].new, asked) == (2, 0, ["1"])
    assert store.originals.get(db, first.original_id).address == f"{base}/1"


def test_a_page_that_fails_leaves_the_lead_and_a_problem(tmp_path: Path) -> None:
    """The lead is in the queue, the problem names the entry, and the others are not held up."""
    lead = "<title>甲</title><link>/gone</link><description>会议强调……</description>"
    with served({"/feed": rss(lead, f"<title>乙</title><description>{TEXT}</description>")}) as base:
        report, items, _, _ = run(tmp_path, base)

    assert {item.title: item.text for item in items} == {"甲": "会议强调……", "乙": TEXT}
    assert [(flag.kind, "打开原网页" in flag.note) for item in items for flag in item.flags] == [("lead", True)]
    assert len(report.sources[0].problems) == 1 and "“甲”的全文没有取到" in report.sources[0].problems[0]


def test_a_lead_gets_its_text_from_a_later_run(tmp_path: Path) -> None:
    """As long as its page cannot be had the problem is told and the mark stays, even when originals are read again; once
    it can, the same item has the text and the page as its original, and is not asked for any more."""
    asked: list[str] = []
    article = page(ARTICLE.encode())

    def counted(handler: BaseHTTPRequestHandler) -> None:
        asked.append("1")
        article(handler)

    answers = {"/feed": rss("<title>甲</title><link>/1</link><description>会议强调……</description>")}
    with served(answers) as base:
        _, [lead], db, settings = run(tmp_path, base)
        still = collect_all(db, settings, ["源"], at=AT, say=quiet)
        extract_again(db, settings, ["源"], at=AT)
        marked = leads.is_only_lead(store.items.get(db, lead.id))
        answers["/1"] = counted
        had = collect_all(db, settings, ["源"], at=AT, say=quiet)
        collect_all(db, settings, ["源"], at=AT, say=quiet)

    [item] = store.items.selected(db, "true", ())
    assert len(still.sources[0].problems) == 1 and marked and not had.new_items
    assert (item.id, item.text, item.flags) == (lead.id, f"{TEXT}\n{TEXT}", ())
    assert store.originals.get(db, item.original_id).address == f"{base}/1"
    assert asked == ["1"] and not store.problems.unsettled(db)


def test_a_lead_is_not_asked_for_for_ever(tmp_path: Path) -> None:
    """After three days, and for an item that was decided about, no page is asked for any more; the mark stays."""
    answers = {"/feed": rss("<title>甲</title><link>/1</link><description>会议强调……</description>")}
    with served(answers) as base:
        _, [lead], db, settings = run(tmp_path, base)
        answers["/1"] = page(ARTICLE.encode())
        collect_all(db, settings, ["源"], at=AT + timedelta(days=4), say=quiet)

    assert store.items.leads(db, AT) == {"源": {lead.key}}
    db.execute("update items set state = 'declined'")
    assert leads.is_only_lead(store.items.get(db, lead.id)) and not store.items.leads(db, AT)


def test_enclosed_documents_are_kept_as_originals(tmp_path: Path) -> None:
    """The bytes of an enclosed document are an original of the source; one that is gone is a problem; never twice."""
    enclosed = "".join(f'<enclosure url="{url}" type="application/pdf" length="1"/>' for url in ("/a.pdf", "/gone.pdf"))
    answers = {
        "/feed": rss(f"<title>甲</title><description>{TEXT}</description>{enclosed}"),
        "/a.pdf": page(b"%PDF-1.4 x", "application/pdf"),
    }
    with served(answers) as base:
        report, items, db, _ = run(tmp_path, base)
        kept = [original.address for original in store.originals.of_source(db, "源")]

    assert items[0].text.endswith("附件：a.pdf\n附件：gone.pdf")
    assert (f"{base}/a.pdf" in kept, f"{base}/gone.pdf" in kept) == (True, False)
    assert ["gone.pdf" in problem for problem in report.sources[0].problems] == [True]


@pytest.mark.parametrize(
    ("head", "pace"),
    [
        ("", Pace()),
        ("<ttl>90</ttl>", Pace(90)),
        ("<ttl>999999</ttl>", Pace(24 * 60)),
        (
            "<skipHours><hour>0</hour><hour>24</hour><hour>7</hour><hour>99</hour></skipHours>",
            Pace(0, (0, 7)),
        ),
        ("<skipDays><day>Saturday</day><day>sunday</day><day>X</day></skipDays>", Pace(0, (), (5, 6))),
        (f"<skipHours>{''.join(f'<hour>{n}</hour>' for n in range(24))}</skipHours>", Pace()),
        ("<ttl>soon</ttl><hour>5</hour>", Pace()),
    ],
)
def test_the_pace_a_feed_wishes_is_handed_over(tmp_path: Path, head: str, pace: Pace) -> None:
    """ttl, skipHours and skipDays are remembered with the source; what is out of range or would silence it is not."""
    with served({"/feed": rss(f"<title>甲</title><description>{TEXT}</description>", head=head)}) as base:
        _, _, db, _ = run(tmp_path, base)

    assert store.sources.health(db, "源").pace == pace


def test_a_feed_of_many_entries_is_stored_piece_by_piece(tmp_path: Path) -> None:
    """No transaction is as long as a feed: time that is over in its middle leaves what was read until then."""
    items = [
        f"<item><title>第{n}条</title><guid>g{n}</guid><description>{TEXT}</description></item>" for n in range(450)
    ]
    (tmp_path / "feed.xml").write_text(f"<rss><channel>{''.join(items)}</channel></rss>", "utf-8")
    settings = office(tmp_path, 源='collector = "feed"\naddress = "feed.xml"\n')
    task = Task(settings.sources["源"], settings, Visitor(), SourceHealth("源"), lambda key: key == "g7")

    batches = list(feed.collect(task))

    assert [len(batch.extracted) for batch in batches if batch.extracted] == [199, 200, 50]
    assert sum(batch.seen for batch in batches) == 1


def test_an_entry_is_handed_over_as_soon_as_its_documents_are_there(tmp_path: Path) -> None:
    """Documents that take all the time of a run do not hold up a feed for ever: the next run begins behind them."""
    texts = [f"<title>第{n}条</title><guid>g{n}</guid><description>{TEXT}</description>" for n in range(3)]
    items = [f"{text}<enclosure url='/{n}.pdf' type='application/pdf'/>" for n, text in enumerate(texts)]
    pages = {f"/{n}.pdf": page(b"%PDF-1.4", "application/pdf") for n in range(3)}
    with served({"/feed": rss(*items), **pages}) as base:
        settings = office(tmp_path, 源=f'collector = "feed"\naddress = "{base}/feed"\n')
        visitor = Visitor(pause=0, allow=("127.0.0.0/8",))
        task = Task(settings.sources["源"], settings, visitor, SourceHealth("源"), lambda _: False)
        batches = [batch for batch in feed.collect(task) if batch.received]

    assert [len(batch.extracted) for batch in batches] == [0, 0, 1, 0, 1, 0, 1]


def test_a_link_longer_than_any_address_is_no_key(tmp_path: Path) -> None:
    """Megabytes in a link or an id stay out of the index of keys, and the entry is still known the next time."""
    long = f"<title>甲</title><link>http://a.test/{'a' * 100_000}</link><description>{TEXT}</description>"
    longer = f"<title>乙</title><guid>{'乙' * 100_000}</guid><description>{TEXT}</description>"
    with served({"/feed": rss(long, longer)}) as base:
        _, stored, _, _ = run(tmp_path, base)
        again, _, _, _ = run(tmp_path, base, "title = '改过'\n")

    assert sorted((len(item.key), item.url) for item in stored) == [(64, ""), (64, "")]
    assert not again.new_items and again.sources[0].seen == 2
