"""What a page states for machines: meta fields, JSON-LD and the variables of its scripts, under one set of names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from bulletin.text import one_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

PUBLISHED = (
    *(
        "pubdate",
        "publishdate",
        "publish_time",
        "pubtime",
        "publishtime",
        "datepublished",
        "release_date",
        "firstpublishedtime",
    ),
    *(
        "article:published_time",
        "og:release_date",
        "og:published_time",
        "og:time",
        "weibo:article:create_at",
        "dc.date.issued",
    ),
    *("apub:time", "bytedance:published_time", "parsely-pub-date", "sailthru.date", "date", "dc.date", "createdate"),
)
"""The names under which a page states when it was published, surest first."""

ORIGIN = ("contentsource", "source", "mediaid", "article:author_source", "media", "medianame", "copyrightholder")
"""The names under which a page states where its text comes from."""

AUTHOR = ("author", "article:author", "dc.creator", "byline")
"""The names under which a page states who wrote its text."""

_SCRIPT = re.compile(
    r"""["']?\b(msg_title|publish_?[tT]ime|pub_?[tT]ime|pub_?[dD]ate|datePublished|createTime|ct|nickname|media(?:_?[nN]ame)?)\b["']?"""
    r"""\s*[:=]\s*(?:htmlDecode\()?(?:"([^"\n]{1,200})"|'([^'\n]{1,200})'|(\d{10,13})\b)"""
)
_LONGEST_SCRIPT = 300_000
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")


def metas_of(root: HtmlElement) -> dict[str, str]:
    """Return the page's meta fields by lower-case name without blanks, then what JSON-LD states under its own names."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = re.sub(r"\s", "", meta.get("name") or meta.get("property") or meta.get("itemprop") or "").lower()
        content = one_line(meta.get("content") or "")
        if name and content:
            found.setdefault(name, content)
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            for name, content in _linked_data(script.text or ""):
                found.setdefault(name, content)
    return found


def script_values(root: HtmlElement) -> dict[str, str]:
    """Return what the page's scripts assign to the few names that speak of the article, by lower-case name."""
    found: dict[str, str] = {}
    for script in root.iter("script"):
        for match in _SCRIPT.finditer((script.text or "")[:_LONGEST_SCRIPT]):
            value = one_line(match[2] or match[3] or match[4])
            if value:
                found.setdefault(match[1].lower(), value)
    return found


def seconds_since_1970(text: str) -> int:
    """Return a time stated in seconds or thousandths since 1970, in seconds; 0 for any other text."""
    text = text.strip()
    return int(text[:10]) if _EPOCH.fullmatch(text) else 0


def _linked_data(text: str) -> Iterator[tuple[str, str]]:
    """Yield name and value of what JSON-LD says of the article."""
    try:
        document = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return
    for node in _nodes(document):
        for name in ("headline", "datePublished", "pubDate"):
            if isinstance(node.get(name), str):
                yield name.lower(), one_line(node[name])
        for name, field in (("author", "author"), ("publisher", "medianame")):
            if spoken := _name_of(node.get(name)):
                yield field, spoken


def _nodes(document: object) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of a JSON-LD document, two levels deep."""
    for node in document if isinstance(document, list) else [document]:
        if isinstance(node, dict):
            yield node
            inner = node.get("@graph")
            yield from (child for child in (inner if isinstance(inner, list) else ()) if isinstance(child, dict))


def _name_of(value: object) -> str:
    """Return the name of a person or office as JSON-LD writes it (text, object, list of these), or ''."""
    first = value[0] if isinstance(value, list) and value else value
    name = first.get("name") if isinstance(first, dict) else first
    return one_line(name) if isinstance(name, str) else ""
