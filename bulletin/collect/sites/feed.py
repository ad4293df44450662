"""Feeds (信息源): RSS, Atom, RDF and JSON Feed, from the network or from a local file.

feedparser gets bytes only, decoded by us before: it opens paths and addresses itself, and reads a feed labelled gbk
with one character beyond GBK as iso-8859-2. Its date guesses are never used.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import tzinfo
from typing import Any
from urllib.parse import urljoin, urlsplit

from bulletin.collect.dates import find_date
from bulletin.collect.documents.charset import decode
from bulletin.collect.documents.html_text import CONTROLS, html_to_text
from bulletin.collect.material import Batch, Task, candidate
from bulletin.collect.web.fetch import DECODED_CAP
from bulletin.errors import SourceFailure
from bulletin.model import Extracted, Received
from bulletin.settings import Source
from bulletin.text import fingerprint, one_line, plain

_ROOT = re.compile(r"<(?:[\w.-]+:)?(?:rss|feed|RDF|channel)\b", re.I)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_COMMENT = re.compile(r"<!--(?:.*?-->|.*)", re.S)
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|&#?\w+;")
_ORIGIN_LEAD = re.compile(r"^来源\s*[:：]\s*([^\n]{2,40})(?:\n|$)")
_SURROGATES = re.compile("[\ud800-\udfff]")
_REFERENCE = re.compile(r"&#(?:x0*([0-9a-f]+)|0*([0-9]+));?", re.I)
_MOST_DIGITS = 7
_NEW_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
_FAILED = "请在浏览器中打开来源地址核对，必要时修改来源文件"


def collect(task: Task) -> Iterator[Batch]:
    """Yield what the feed holds that is not known yet. Raises `SourceFailure` when it cannot be had or read."""
    received = _receive(task)
    if received is None:
        return
    yield Batch(received, is_listing=True)
    entries = _readings(received.body, task.source, task.settings.zone, received.charset)
    new = tuple(item for item, own_key in entries.values() if not (task.knows(item.key) or task.knows(own_key)))
    yield Batch(received, new, seen=len(entries) - len(new))


def read_feed(body: bytes, source: Source, zone: tzinfo, label: str = "") -> list[Extracted]:
    """Return the entries of a feed as items, in its order, each key once.

    `label` is the charset the server named. Raises `SourceFailure` for bytes that are no feed, and for a feed without
    entries.
    """
    return [item for item, _ in _readings(body, source, zone, label).values()]


def _readings(body: bytes, source: Source, zone: tzinfo, label: str) -> dict[str, tuple[Extracted, str]]:
    """Return the items of a feed by key, each with the key it would have if others shared its id."""
    text = CONTROLS.sub("", decode(_unzipped(body), source.charset or label)[0])
    if not text.strip():
        raise SourceFailure("信息源是空的，没有任何内容", _FAILED)
    entries = _json_entries(text) if text.lstrip().startswith("{") else _xml_entries(text)
    found = {item.key: (item, own_key) for item, own_key in _items(entries, source, zone)}
    if not found:
        raise SourceFailure("信息源中没有任何条目", _FAILED)
    return found


def _receive(task: Task) -> Received | None:
    """Return the feed's bytes, from the network or from a file of the office; None when it has not changed."""
    source = task.source
    if urlsplit(source.address).scheme in ("http", "https"):
        received = task.visitor.fetch(source.address, task.health.etag, task.health.last_modified)
        return received and replace(received, address=source.address)
    path = task.settings.root / source.address.removeprefix("file://")
    try:
        with path.open("rb") as stream:
            body = stream.read(DECODED_CAP + 1)
    except OSError as error:
        what = f"读不到信息源文件 {one_line(source.address)}（{error.strerror}）"
        raise SourceFailure(what, "请核对路径与权限") from error
    if len(body) > DECODED_CAP:
        raise SourceFailure(f"信息源文件超过 {DECODED_CAP >> 20} MB", "请核对来源文件中的 address")
    return Received(body, source.address)


def _unzipped(body: bytes) -> bytes:
    """Return `body`, unpacked under the cap where it is a gzip file whatever its name."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        with gzip.open(io.BytesIO(body)) as stream:
            unpacked = stream.read(DECODED_CAP + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise SourceFailure("信息源的压缩内容已损坏", _FAILED) from error
    if len(unpacked) > DECODED_CAP:
        raise SourceFailure(f"信息源解压后超过 {DECODED_CAP >> 20} MB，已中止", "可能是恶意压缩，请核对来源")
    return unpacked


def _xml_entries(text: str) -> list[Mapping[str, Any]]:
    """Return the entries of an RSS, Atom or RDF feed in feedparser's shape."""
    import feedparser

    if not _ROOT.search(_COMMENT.sub("", text[:200_000])):
        raise SourceFailure(
            "地址给出的不是信息源，而是网页或其他内容",
            '请改填真正的 RSS 地址，或改用栏目页方式（collector = "webpage"）',
        )
    text = _REFERENCE.sub(_known_reference, _DECLARATION.sub("", text).lstrip())
    document = (_NEW_DECLARATION + text).encode("utf-8")
    parsed = feedparser.parse(
        io.BytesIO(document),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    return list(parsed.entries)


def _known_reference(match: re.Match[str]) -> str:
    """Return a character reference as it stands, '' for a surrogate or no character (feedparser raises on those)."""
    digits, base = (match[1], 16) if match[1] else (match[2], 10)
    code = int(digits, base) if len(digits) <= _MOST_DIGITS else sys.maxunicode + 1
    return "" if code > sys.maxunicode or 0xD800 <= code <= 0xDFFF else match.group()


def _json_entries(text: str) -> list[Mapping[str, Any]]:
    """Return the entries of a JSON Feed (version 1.0 and 1.1) in feedparser's shape."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceFailure("信息源是残缺或过大的 JSON", _FAILED) from error
    found = document.get("items") if isinstance(document, dict) else None
    if not isinstance(found, list):
        raise SourceFailure("地址给出的 JSON 不是信息源（没有 items）", _FAILED)
    return [_from_json(item) for item in found if isinstance(item, dict)]


def _from_json(item: dict[str, Any]) -> dict[str, Any]:
    """Return one item of a JSON Feed with feedparser's names."""
    return {
        "id": _scalar(item, "id"),
        "link": _scalar(item, "url", "external_url"),
        "title": _scalar(item, "title"),
        "summary": _scalar(item, "content_html", "content_text", "summary"),
        "published": _scalar(item, "date_published", "date_modified"),
    }


def _scalar(item: dict[str, Any], *names: str) -> str:
    """Return the first of these fields that holds a text or a number, as text; '' for none."""
    found = (item.get(name) for name in names)
    return next((str(value) for value in found if value and isinstance(value, str | int | float)), "")


def _items(entries: list[Mapping[str, Any]], source: Source, zone: tzinfo) -> Iterator[tuple[Extracted, str]]:
    """Yield an item and its own key for every entry that has a title or a text."""
    sharing: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        sharing[_identity(entry)].add(_own_key(entry))
    for entry in entries:
        title = _shown(_text(entry, "title"))
        text = html_to_text(_body(entry)).strip()
        lead = _ORIGIN_LEAD.match(text)
        stated = _text(entry, "published") or _text(entry, "updated") or _text(entry, "created")
        own_key = plain(_own_key(entry))
        item = candidate(
            source,
            own_key if len(sharing[_identity(entry)]) > 1 else _identity(entry),
            title,
            text[lead.end() :] if lead else text,
            url=_web_address(_text(entry, "link"), source.address),
            origin=lead.group(1) if lead else _text(entry.get("source") or {}, "title"),
            published=find_date(stated, zone),
        )
        if item.title or item.text:
            yield item, own_key


def _identity(entry: Mapping[str, Any]) -> str:
    """Return what should name an entry within its feed: its id, else its link, else its title and date."""
    return (
        _text(entry, "id")
        or _text(entry, "link")
        or fingerprint(_text(entry, "title") + _text(entry, "published") + _body(entry)[:200])
    )


def _own_key(entry: Mapping[str, Any]) -> str:
    """Return what names an entry whose id other entries use as well (one real feed gives ten notices one guid)."""
    return f"{_identity(entry)} {fingerprint(_text(entry, 'title') + _text(entry, 'link'))[:16]}"


def _body(entry: Mapping[str, Any]) -> str:
    """Return the longest content of an entry, else its summary, as HTML or text."""
    contents = [str(part.get("value") or "") for part in entry.get("content") or ()]
    return max(contents, key=len, default="") or _text(entry, "summary")


def _shown(title: str) -> str:
    """Return a title without markup and character references."""
    return one_line(html_to_text(title) if _MARKUP.search(title) else title)


def _web_address(link: str, base: str) -> str:
    """Return the absolute http or https address of an entry; '' for anything else (``javascript:``, ``file:``)."""
    try:
        address = urljoin(base, link.strip())
        return address if link and urlsplit(address).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _text(entry: Mapping[str, Any], name: str) -> str:
    """Return a field of an entry without what no document may hold (``&#xD800;``, ``\\ud800``)."""
    return _SURROGATES.sub("", str(entry.get(name) or "")).strip()
