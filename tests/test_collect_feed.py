"""Feeds of every shape: read as what they are, or refused with the reason."""

from __future__ import annotations

import gzip
import json
import re

import pytest
from collect_support import ZONE, a_source, shared

from bulletin.collect.sites.feed import read_feed
from bulletin.errors import SourceFailure
from bulletin.model import Extracted

_RSS = '<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><title>试</title>{items}</channel></rss>'


def rss(*items: str, encoding: str = "utf-8", written: str = "") -> bytes:
    inner = "".join(f"<item>{item}</item>" for item in items)
    return _RSS.format(encoding=encoding, items=inner).encode(written or encoding)


def read(body: bytes, label: str = "") -> list[Extracted]:
    return read_feed(body, a_source(), ZONE, label)


@pytest.mark.parametrize(
    ("label", "written"),
    [("utf-8", "utf-8"), ("gb2312", "gb18030"), ("gbk", "gb18030"), ("gb2312", "utf-8"), ("utf-8", "gb18030")],
)
def test_titles_are_right_whatever_the_declaration(label: str, written: str) -> None:
    """Characters beyond GBK and lying declarations do not spoil a title."""
    body = rss("<title>㐂镇𠮷村防汛工作取得进展</title><guid>1</guid>", encoding=label, written=written)
    assert read(body)[0].title == "㐂镇𠮷村防汛工作取得进展"


def test_body_origin_date_and_link_are_read() -> None:
    """HTML becomes lines, the 来源 lead becomes the origin, the date is read by our own rule, links become absolute."""
    item = (
        "<title>通知</title><link>/a/1.html</link><pubDate>2026年11月20日 09:30</pubDate><description><![CDATA["
        "来源: 市发展改革委<br/><p>第一段。</p><script>x()</script><ul><li>甲</li><li>乙</li></ul>]]></description>"
    )
    found = read(rss(item))[0]

    assert (found.text, found.origin) == ("第一段。\n甲\n乙", "市发展改革委")
    assert found.url == "http://example.test/a/1.html"
    assert found.published_at and f"{found.published_at:%F %H:%M%z}" == "2026-11-20 09:30+0800"


def test_atom_rdf_and_json_are_feeds_too() -> None:
    """The other shapes give the same items."""
    entry = "<entry><id>1</id><title>甲</title><content>正文。</content></entry>"
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        "<item><title>甲</title><link>http://a.test/1</link><description>正文。</description></item></rdf:RDF>"
    )
    document = {"version": "1.1", "items": [{"id": 1, "title": "甲", "content_html": "<p>正文。</p>"}]}
    for body in (atom.encode(), rdf.encode(), json.dumps(document).encode()):
        assert [(item.title, item.text) for item in read(body)] == [("甲", "正文。")]


def test_shared_ids_lose_no_item() -> None:
    """Entries that share a guid stay apart by link or title; the same entry twice is one."""
    item = "<title>{}</title><guid>same</guid><link>http://a.test/{}</link>"
    items = [item.format(*pair) for pair in ("甲1", "乙1", "乙2", "乙2")]
    assert len(read(rss(*items))) == 3


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "空"),
        (b"  \n ", "空"),
        (b"<!DOCTYPE html><html><body><p>404</p></body></html>", "网页"),
        (b"hello", "网页"),
        (b'{"items": ', "JSON"),
        (b'{"version": "1"}', "JSON"),
        (b"<rss><channel><title>x</title></channel></rss>", "没有任何条目"),
        (gzip.compress(b"<rss/>")[:-9], "压缩"),
        (gzip.compress(bytes(21 << 20)), "20 MB"),
    ],
)
def test_what_is_no_feed_is_refused_with_the_reason(body: bytes, reason: str) -> None:
    """Web pages, empty answers, scraps and bombs are failures that say what came."""
    with pytest.raises(SourceFailure, match=reason) as caught:
        read(body)
    assert caught.value.remedy


def test_a_gzip_file_is_a_feed() -> None:
    """A feed packed as a file is unpacked."""
    assert read(gzip.compress(rss("<title>甲乙丙丁</title>")))[0].title == "甲乙丙丁"


def test_hostile_titles_are_harmless() -> None:
    """Escape sequences, bidi controls and scripts do not come through, nor do links that are no web addresses."""
    items = [
        "<title><![CDATA[标题<script>alert(1)</script>甲]]></title><link>javascript:alert(1)</link>",
        "<title>标题&#27;]0;PWNED&#7;乙\u202e</title><link>file:///etc/passwd</link>",
        "<title>&amp;lt;b&amp;gt;丙</title><guid isPermaLink='false'>3</guid>",
    ]
    found = read(rss(*items))

    assert [item.url for item in found] == ["", "", ""]
    for item in found:
        assert not re.search("[\x1b\u202e]|alert|PWNED", item.title + item.text)


def test_entity_bombs_do_not_unfold() -> None:
    """A billion laughs neither hang nor fill the memory."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    items = "<rss><channel><item><title>&l9;</title></item></channel></rss>"
    body = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{entities}]>{items}'
    try:
        found = read(body.encode())
    except SourceFailure:
        return
    assert sum(len(item.title) + len(item.text) for item in found) < 100_000


def test_the_collection_of_broken_feeds_never_breaks_us() -> None:
    """Every sample is read or refused in Chinese; where its head comment tells a title, that title comes out."""
    for folder in ("broken_real", "feedparser_encoding", "feedparser_illformed", "feedparser_json", "real"):
        for path in sorted(shared(f"data/feeds/{folder}").iterdir()):
            body = path.read_bytes()
            header = re.search(rb"Header:.*?charset\s*=\s*'?([\w-]+)", body[:600])
            try:
                titles = [item.title for item in read(body, header.group(1).decode() if header else "")]
            except SourceFailure as failure:
                assert failure.what and failure.remedy
                continue
            assert all("\ufffd" not in title for title in titles), path.name
            if path.name == "chardet_gb2312.xml":
                assert titles == ["不归移民漫画系列：专业工作"]


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("broken_real/compressed.xml", 10),
        ("broken_real/illegally-nested.xml", 10),
        ("broken_real/saxerror.xml", 3),
        ("broken_real/rss-with-trailing-meta.xml", 1),
        ("broken_real/unknown-namespace.atom", 1),
        ("feedparser_json/example.json", 2),
        ("real/shenzhen_policy.rss.xml", 165),
    ],
)
def test_broken_and_real_feeds_give_their_items(name: str, count: int) -> None:
    """Illegal nesting, bad characters, packed files and shared guids lose no item (one notice stands there twice)."""
    assert len(read(shared(f"data/feeds/{name}").read_bytes())) == count


def test_the_real_feed_is_read_field_by_field() -> None:
    """Every item of the policy feed has a title, an origin and a day of publication."""
    items = read(shared("data/feeds/real/shenzhen_policy.rss.xml").read_bytes())
    assert all(item.title and item.origin and item.published_at for item in items)
    assert not any(item.text.startswith("来源") or item.flags for item in items)
