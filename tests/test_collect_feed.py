"""Feeds of every shape: read as what they are, or refused with the reason."""

from __future__ import annotations

import contextlib
import gzip
import json
import re
from pathlib import Path

import pytest
from collect_support import ZONE, a_source, shared

from bulletin.collect.documents.charset import decode
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


def _samples() -> list[Path]:
    return sorted(path for path in shared("data/feeds").rglob("*") if path.is_file())


def _head(body: bytes) -> str:
    """Return the comment at the head of a sample, whatever it is written in."""
    return decode(body[:1200])[0]


def _label(head: str) -> str:
    """Return the charset of the header that is to be pretended."""
    header = re.search(r"Header:.*?charset\s*=\s*'?([\w-]+)", head)
    return header[1] if header else ""


def test_every_sample_feed_gives_items_or_a_clear_problem() -> None:
    """No file of the collection breaks the reader; what is refused is refused in Chinese, no title has a hole."""
    for path in _samples():
        body = path.read_bytes()
        try:
            titles = [item.title for item in read(body, _label(_head(body)))]
        except SourceFailure as failure:
            assert re.search("[\u4e00-\u9fff]", failure.what) and failure.remedy, path.name
            continue
        assert titles and all(titles) and not any("\ufffd" in title for title in titles), path.name
        if path.name == "chardet_gb2312.xml":
            assert titles == ["不归移民漫画系列：专业工作"]


def test_every_sample_feed_meets_its_stated_expectation() -> None:
    """What the head comment of a sample expects of encoding, title, description or count is what we read."""
    met = 0
    for path in _samples():
        body = path.read_bytes()
        head = _head(body)
        text, name = decode(body, _label(head))
        for expected in re.findall(r"encoding == '([\w-]+)'", head):
            met += 1
            with contextlib.suppress(UnicodeDecodeError):
                assert text.lstrip("\ufeff") == body.decode(expected).lstrip("\ufeff"), (path.name, name)
        for expected in re.findall(r"feed(?:\.|\[')title(?:'\])? == '(.*?)'", head):
            met += 1
            assert json.loads(f'"{expected}"') in text, path.name
        for expected in re.findall(r"entries\[0\]\['description'\] == '(.*?)'", head):
            met += 1
            assert read(body)[0].text == json.loads(f'"{expected}"'), path.name
        for expected in re.findall(r"len\(entries\) == (\d+)", head):
            met += 1
            assert len(read(body)) == int(expected), path.name
    assert met >= 15


def test_entries_without_title_and_text_are_a_failure_that_says_so() -> None:
    """A feed of empty entries is not said to have none."""
    with pytest.raises(SourceFailure, match="2 个条目都没有标题和正文"):
        read(rss("<guid>1</guid>", "<description>——</description>"))


def test_an_entrys_address_keeps_its_fragment_and_is_no_template() -> None:
    """Behind ``#`` a script's page names the article; a place of a template and a broken host are no addresses."""
    links = ["/show.html#/news/1", "{{item.url}}", "http:///1.html", "//other.test/1.html"]

    found = read(rss(*(f"<title>甲{n}</title><link>{link}</link>" for n, link in enumerate(links))))

    assert [item.url.partition("/show")[2] for item in found[:1]] == [".html#/news/1"]
    assert [item.url for item in found[1:3]] == ["", ""]
    assert found[3].url.endswith("://other.test/1.html")


def test_enclosed_documents_are_named_in_the_text() -> None:
    """An enclosure that is a document stands as 附件 below the text, once; sounds do not, nor does any in a text twice."""
    enclosures = "".join(
        f'<enclosure url="{url}" type="{kind}" length="1"/>'
        for url, kind in [
            ("/f/%E9%80%9A%E7%9F%A5.pdf", ""),
            ("http://a.test/get?id=1", "application/pdf"),
            ("http://a.test/a.mp3", "audio/mpeg"),
            ("javascript:x.pdf", "application/pdf"),
        ]
    )
    attachment = {"url": "http://a.test/1.docx", "mime_type": "", "title": "实施方案"}
    document = {"version": "1.1", "items": [{"id": 1, "content_text": "一 < 二\n三", "attachments": [attachment, 5]}]}

    assert read(rss(f"<title>甲</title><description>正文。</description>{enclosures}"))[0].text == (
        "正文。\n附件：通知.pdf\n附件：get"
    )
    assert read(json.dumps(document).encode())[0].text == "一 < 二\n三\n附件：实施方案"


def test_an_id_is_no_link_unless_it_is_an_address() -> None:
    """A guid that is an address is the link of an entry without one; a bare number is not."""
    items = ["<title>甲</title><guid>http://a.test/1</guid>", "<title>乙</title><guid>1</guid>"]
    assert [item.url for item in read(rss(*items))] == ["http://a.test/1", ""]


def test_links_start_from_the_base_an_entry_states() -> None:
    """``xml:base`` of feed and entry lead on from one another; without one the feed's own address counts."""
    entry = '<entry xml:base="y/"><id>urn:1</id><title>甲</title><link href="z.html"/></entry>'
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://b.test/x/">{entry}</feed>'
    assert read(feed.encode())[0].url == "http://b.test/x/y/z.html"


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
    assert not any(item.text.startswith("来源") for item in items)
    assert not any(flag.kind != "width" for item in items for flag in item.flags)


def test_unseen_characters_are_listed_with_their_place() -> None:
    """Zero-width and direction marks of a description are gone from the text and stand among the removed."""
    found = read(
        rss("<title>甲</title><description><![CDATA[<p>防\u200b\u200b汛工作</p><p>\u202e部署</p>]]></description>")
    )[0]

    assert found.text == "防汛工作\n部署"
    assert [(one.start, one.end, one.text) for one in found.removed] == [(1, 1, "U+200B×2"), (5, 5, "U+202E")]
