"""Feeds (信息源): RSS, Atom, RDF and JSON Feed, from the network or from a local file.

feedparser gets bytes only, decoded by us before: it opens paths and addresses itself, and reads a feed labelled gbk
with one character beyond GBK as iso-8859-2. Its date guesses are never used.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from collections import defaultdict
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo
from html import escape, unescape
from typing import Any
from urllib.parse import urlsplit

from bulletin.collect.cleaning.account import Account
from bulletin.collect.dates import find_date
from bulletin.collect.documents.charset import decode
from bulletin.collect.documents.html_text import CONTROLS, html_to_text
from bulletin.collect.material import LONGEST_TITLE, Batch, Task, candidate
from bulletin.collect.sites import attached, leads
from bulletin.collect.sites.addresses import LONGEST, absolute
from bulletin.collect.sites.feed_entries import xml_entries
from bulletin.collect.web.fetch import DECODED_CAP
from bulletin.errors import SourceFailure
from bulletin.model import Extracted, Pace, Received, Removal
from bulletin.settings import Source
from bulletin.text import fingerprint, one_line, plain, sha256

_ROOT = re.compile(r"<(?:[\w.-]+:)?(?:rss|feed|RDF|channel)\b", re.I)
_COMMENT = re.compile(r"<!--(?:.*?-->|.*)", re.S)
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|&#?\w+;")
_TAG = re.compile(r"<[^<>]*>")
_ORIGIN_LEAD = re.compile(r"^来源\s*[:：]\s*([^\n]{2,40})(?:\n|$)")
_SURROGATES = re.compile("[\ud800-\udfff]")
_TTL = re.compile(r"<ttl>\s*(\d{1,6})\s*</ttl>", re.I)
_SKIPPED = re.compile(r"<skip(?:Hours|Days)>.{0,2000}?</skip(?:Hours|Days)>", re.I | re.S)
_HOUR = re.compile(r"<hour>\s*(\d|1\d|2[0-4])\s*</hour>", re.I)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = re.compile(rf"<day>\s*({'|'.join(_WEEKDAYS)})\s*</day>", re.I)
_NOT_ITS_OWN = re.compile(
    r"<(?P<of>(?:\w+:)?(?:item|entry|image|textinput))\b[^<>]*>.*?(?:</(?P=of)\s*>|\Z)", re.I | re.S
)
"""What has a title of its own inside a feed."""
_TITLE = re.compile(r"<(?:atom:|rss:)?title\b[^<>]*>(.{0,1000}?)</(?:atom:|rss:)?title\s*>", re.I | re.S)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.S)
_HEAD = 200_000
_MOST_MINUTES = 24 * 60
_AT_ONCE = 200
"""Entries looked at together: a feed may hold 10⁵, and nobody else can write while they are stored."""
_FAILED = "请在浏览器中打开来源地址核对，必要时修改来源文件"


def collect(task: Task) -> Iterator[Batch]:
    """Yield what the feed holds that is not known yet; of an entry that is only a lead, its page (see `leads`).

    The documents an entry encloses come before it, so that a run broken off before it fetches them again.
    Raises `SourceFailure` when the feed cannot be had or read. A page that cannot is a problem, and the lead is kept.
    """
    received = receive(task)
    if received is None:
        return
    yield Batch(received, is_listing=True)
    reading = read_entries(received.body, task.source, received.charset)
    held = 0
    for start in range(0, len(reading.entries), _AT_ONCE):
        yield Batch(pace=reading.pace)
        held += yield from _entries(reading.entries[start : start + _AT_ONCE], received, task)
    _demand(held, len(reading.entries))


def _entries(some: tuple[Entry, ...], feed: Received, task: Task) -> Generator[Batch, None, int]:
    """Yield those entries that are not known yet; return how many are known or hold anything.

    An entry that encloses documents is handed over as soon as they are fetched: a run whose time is over then has it.
    """
    new = [entry for entry in some if entry.key in task.leads or not _is_known(entry, task)]
    held = len(some) - len(new)
    yield Batch(seen=held)
    whole: list[Extracted] = []
    wanted: list[Extracted] = []
    for entry in new:
        item, documents = item_of_entry(entry, task.source, task.settings.zone)
        if not (item.title or item.text):
            continue
        held += 1
        if entry.key not in task.leads:
            yield from attached.kept(documents, item.title, task)
        (wanted if leads.is_wanted(item, task.source) else whole).append(item)
        if documents and whole:
            yield Batch(feed, tuple(whole))
            whole = []
    if whole:
        yield Batch(feed, tuple(whole))
    for item in wanted:
        yield from leads.followed(item, feed, task)
    return held


def _is_known(entry: Entry, task: Task) -> bool:
    return task.knows(entry.key) or task.knows(entry.own_key)


def read_feed(body: bytes, source: Source, zone: tzinfo, label: str = "") -> list[Extracted]:
    """Return the entries of a feed as items, in its order, each key once.

    `label` is the charset the server named. Raises `SourceFailure` for bytes that are no feed, and for a feed without
    entries.
    """
    entries = read_entries(body, source, label).entries
    items = [item for item, _ in (item_of_entry(entry, source, zone) for entry in entries) if item.title or item.text]
    _demand(len(items), len(entries))
    return items


def title_of(body: bytes, label: str = "") -> str:
    """Return what a feed is called, '' where it does not say. `label` as in `read_feed`. Raises `SourceFailure`."""
    text = CONTROLS.sub("", decode(_unzipped(body), label)[0])
    if text.lstrip().startswith("{"):
        document = json.loads(text)
        return _shown(_scalar(document, "title"))[:LONGEST_TITLE] if isinstance(document, dict) else ""
    found = _TITLE.search(_NOT_ITS_OWN.sub("", _COMMENT.sub("", text[:_HEAD])))
    return _shown(unescape(_CDATA.sub(r"\1", found[1])))[:LONGEST_TITLE] if found else ""


def _demand(held: int, entries: int) -> None:
    """Raise `SourceFailure` where no entry of a feed holds anything."""
    if not held:
        raise SourceFailure(f"信息源的 {entries} 个条目都没有标题和正文", _FAILED)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry in feedparser's shape, its key, and the key it would have if others shared its id."""

    key: str
    own_key: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """A feed as read: its entries, each key once, and its wishes."""

    entries: tuple[Entry, ...]
    pace: Pace


def read_entries(body: bytes, source: Source, label: str = "") -> Reading:
    """Return what a feed holds, its entries not yet cleaned. `label` as in `read_feed`. Raises `SourceFailure`."""
    text = CONTROLS.sub("", decode(_unzipped(body), source.charset or label)[0])
    if not text.strip():
        raise SourceFailure("信息源是空的，没有任何内容", _FAILED)
    entries = _json_entries(text) if text.lstrip().startswith("{") else _xml_entries(text)
    found = {entry.key: entry for entry in _named(entries)}
    if not found:
        raise SourceFailure("信息源中没有任何条目", _FAILED)
    return Reading(tuple(found.values()), _pace(text))


def _pace(text: str) -> Pace:
    """Return how often the feed wants to be asked (RSS 2.0 ttl, skipHours and skipDays); what is out of range is not."""
    minutes = next((int(found) for found in _TTL.findall(text)), 0)
    inside = "".join(_SKIPPED.findall(text))
    hours = {int(hour) % 24 for hour in _HOUR.findall(inside)}
    days = {_WEEKDAYS.index(day.lower()) for day in _DAY.findall(inside)}
    return Pace(
        min(minutes, _MOST_MINUTES),
        tuple(sorted(hours)) if len(hours) < 24 else (),
        tuple(sorted(days)) if len(days) < 7 else (),
    )


def receive(task: Task) -> Received | None:
    """Return the feed's bytes, from the network or from a file of the office; None when it has not changed.

    Raises `SourceFailure`.
    """
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
    """Return the entries of an RSS, Atom or RDF feed in feedparser's shape. Raises `SourceFailure` for anything else."""
    if not _ROOT.search(_COMMENT.sub("", text[:200_000])):
        raise SourceFailure(
            "地址给出的不是信息源，而是网页或其他内容",
            '请改填真正的 RSS 地址，或改用栏目页方式（collector = "webpage"）',
        )
    return xml_entries(text)


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
        "summary": _scalar(item, "content_html") or _as_html(_scalar(item, "content_text", "summary")),
        "enclosures": [_enclosure(one) for one in _listed(item, "attachments")],
        "published": _scalar(item, "date_published", "date_modified"),
    }


def _as_html(text: str) -> str:
    """Return plain text as HTML that reads the same."""
    return escape(text, quote=False).replace("\n", "<br>")


def _listed(item: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the objects in a list of an item."""
    found = item.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _enclosure(attachment: dict[str, Any]) -> dict[str, str]:
    """Return an attachment of a JSON Feed with feedparser's names."""
    fields = {"href": "url", "type": "mime_type", "title": "title"}
    return {name: _scalar(attachment, field) for name, field in fields.items()}


def _scalar(item: dict[str, Any], *names: str) -> str:
    """Return the first of these fields that holds a text or a number, as text; '' for none."""
    found = (item.get(name) for name in names)
    return next((str(value) for value in found if value and isinstance(value, str | int | float)), "")


def _named(entries: list[Mapping[str, Any]]) -> Iterator[Entry]:
    """Yield entries with their keys: the id, and where several share it, the id with what tells them apart."""
    sharing: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        sharing[_identity(entry)].add(_own_key(entry))
    for entry in entries:
        identity, own_key = _identity(entry), _own_key(entry)
        yield Entry(_key(own_key if len(sharing[identity]) > 1 else identity), _key(own_key), entry)


def item_of_entry(entry: Entry, source: Source, zone: tzinfo) -> tuple[Extracted, tuple[attached.Attachment, ...]]:
    """Return the item of an entry, with the documents it encloses."""
    fields = entry.fields
    text = html_to_text(_body(fields)).strip()
    lead = _ORIGIN_LEAD.match(text)
    stated = _text(fields, "published") or _text(fields, "updated") or _text(fields, "created")
    documents = attached.enclosures_of(fields, source.address)
    item = candidate(
        source,
        entry.key,
        _shown(_text(fields, "title")),
        Account(
            attached.with_names(text, documents), (_taken(lead[0].rstrip()),) if lead else (), _seen(_body(fields))
        ),
        url=absolute(_link(fields), source.address, keeps_fragment=True),
        origin=lead.group(1) if lead else _text(fields.get("source") or {}, "title"),
        published=find_date(stated, zone),
    )
    return item, documents


def _taken(origin: str) -> Removal:
    return Removal(0, len(origin), origin, "来源，已单列")


def _seen(markup: str) -> str:
    """Return the characters of a description, those nobody sees too, without its tags."""
    return unescape(_TAG.sub("", markup))


def _identity(entry: Mapping[str, Any]) -> str:
    """Return what should name an entry within its feed: its id, else its link, else its title and date."""
    return (
        _text(entry, "id")
        or _text(entry, "link")
        or fingerprint(_text(entry, "title") + _text(entry, "published") + _body(entry)[:200])
    )


def _key(name: str) -> str:
    """Return a name as it is kept; of one longer than any address the SHA-256."""
    return plain(name) if len(name) <= LONGEST else sha256(name.encode("utf-8", "replace"))


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


def _link(entry: Mapping[str, Any]) -> str:
    """Return the link of an entry; an id that feedparser takes for one counts only where it is an address."""
    link = _text(entry, "link")
    return link if link != _text(entry, "id") or "/" in link else ""


def _text(entry: Mapping[str, Any], name: str) -> str:
    """Return a field of an entry without what no document may hold (``&#xD800;``, ``\\ud800``)."""
    return _SURROGATES.sub("", str(entry.get(name) or "")).strip()
