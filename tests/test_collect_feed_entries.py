"""What is read without feedparser is read as feedparser reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from bench_feeds import built_feed
from collect_support import shared

from bulletin.collect.documents.charset import decode
from bulletin.collect.documents.html_text import CONTROLS, DECLARATION
from bulletin.collect.sites import feed_entries
from bulletin.collect.sites.attached import enclosures_of
from bulletin.collect.sites.feed_entries import xml_entries

ATOM = '<feed xmlns="http://www.w3.org/2005/Atom">{}</feed>'
RSS = (
    '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:x="urn:x"><channel><item>{}</item></channel></rss>'
)
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>t</title></channel>{}</rdf:RDF>'
)
PLAIN = (
    ATOM.format(
        '<entry><id>1</id><title type="html">&lt;b&gt;甲&amp;lt;</title><link href="http://a/1"/><link rel="self" href="s"/>'
        '<link rel="enclosure" href="/f.pdf" type="application/pdf"/><summary>文</summary><published>2026-11-20</published>'
        "<updated>2026-11-21</updated></entry><entry><id>urn:2</id><title>乙</title></entry>"
    ),
    ATOM.format(
        '<entry><link href="a1" type="text/html"/><id>u</id><title> 甲 </title><content type="html">&lt;p>文</content></entry>'
    ),
    RSS.format(
        "<guid isPermaLink='false'>1</guid><title>甲 &amp;amp; 乙·丙</title><link> http://a/1 </link><pubDate>x</pubDate>"
    ),
    RSS.format(
        "<guid>http://a/2</guid><title>甲</title><description><![CDATA[<p>a</p>文]]></description><category>x</category>"
    ),
    RSS.format("<title/><link/><guid> </guid><description/>"),
    RSS.format(
        "<title>甲</title><description>短</description><content:encoded>&lt;p>长长长</content:encoded><dc:date>2026</dc:date>"
    ),
    RSS.format(
        '<enclosure url="/f.pdf" type="x" length="1"/><source url="http://s">某局</source><title>a &lt; b 文</title>'
    ),
    RDF.format('<item rdf:about="http://a/1"><title>甲</title><link>http://a/1</link><dc:date>2026</dc:date></item>'),
    RDF.format('<item rdf:about="http://a/2"><title>乙</title></item>'),
)
ODD = (
    RSS.format("<title>甲<b>乙</b></title>"),
    RSS.format("<title>一</title><title>二</title>"),
    RSS.format("<title>甲</title><x:unknown>乙</x:unknown>"),
    RSS.format("<title>caf\u00e9</title>"),
    RSS.format("<title>&#x7532;</title>"),
    ATOM.format('<entry xml:base="y/"><id>1</id><title>甲</title></entry>'),
    ATOM.format(
        '<entry><id>1</id><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">甲</div></content></entry>'
    ),
    RSS.format("<title>甲 & 乙</title>"),
    f"<!DOCTYPE rss>{RSS.format('<title>甲</title>')}",
    "<rss><item><title>甲</title></item></rss>",
)


def facts(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return all that the reader asks of an entry: the longest content goes before the summary, published before updated."""
    texts = {name: str(entry.get(name) or "").strip() for name in ("id", "link", "title")}
    contents = [part["value"] for part in entry.get("content") or ()]
    return {
        **texts,
        "body": max(contents, key=len, default="") or str(entry.get("summary") or ""),
        "stated": entry.get("published") or entry.get("updated") or "",
        "source": str((entry.get("source") or {}).get("title") or ""),
        "enclosures": enclosures_of(entry, "http://x/"),
    }


def both(text: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return what we read and what feedparser reads."""
    text = DECLARATION.sub("", text)
    return list(map(facts, xml_entries(text))), list(map(facts, feed_entries._parsed_entries(text)))


@pytest.mark.filterwarnings("ignore:To avoid breaking")
@pytest.mark.parametrize("text", [*PLAIN, *ODD, built_feed(20).decode()])
def test_both_ways_give_the_same(text: str) -> None:
    """Every field the reader asks for is the one feedparser gives."""
    own, theirs = both(text)
    assert own == theirs


@pytest.mark.parametrize("text", PLAIN)
def test_plain_feeds_need_no_feedparser(text: str) -> None:
    """The fast way is taken where nothing is out of the ordinary."""
    assert feed_entries._plain_entries(text)


@pytest.mark.parametrize("text", ODD)
def test_all_else_is_left_to_feedparser(text: str) -> None:
    """Inline markup, repeated and unknown elements, bases, references, damage and text that may be encoded twice."""
    with pytest.raises(feed_entries._NotPlain):
        feed_entries._plain_entries(text)


@pytest.mark.filterwarnings("ignore:To avoid breaking")
def test_the_shared_feeds_are_read_alike() -> None:
    """All sample feeds, the real one with its 166 entries too, give the same either way."""
    for path in sorted(shared("data/feeds").rglob("*.*ml")):
        text = CONTROLS.sub("", DECLARATION.sub("", decode(path.read_bytes())[0])).lstrip()
        if path.name == "compressed.xml" or not text.startswith("<"):
            continue
        own, theirs = both(text)
        assert own == theirs, path.name
