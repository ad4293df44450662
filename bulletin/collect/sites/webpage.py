"""Column pages (栏目页): the list, page by page, then every article on it that is not known yet, with its attachments.

What the list says of an article (title, day) fills what the article's own page does not say, and is compared with it.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from urllib.parse import unquote, urlsplit

from bulletin.collect.dates import date_in_address
from bulletin.collect.documents.reading import read_document
from bulletin.collect.material import Batch, Task, candidate
from bulletin.collect.sites import attached
from bulletin.collect.sites.article_page import Article, read_article
from bulletin.collect.sites.listing.entries import Listed, Moment
from bulletin.collect.sites.listing.links import DOCUMENTS, is_document
from bulletin.collect.sites.listing.reading import Listing, read_listing
from bulletin.errors import RefusedMaterial, SourceFailure, UnreadableMaterial
from bulletin.model import Extracted, Flag, Item, Received
from bulletin.settings import Source
from bulletin.text import one_line, shorten

_PAGES = ("", "text/html", "application/xhtml+xml", "text/plain", "application/octet-stream", "text/xml")
_MAGIC = {b"%PDF": "pdf", b"PK\x03\x04": "docx", b"\xd0\xcf\x11\xe0": "doc", b"{\\rt": "rtf"}
_GREAT = timedelta(days=3)
_LIST_DAY = re.compile(r"栏目页写 (\d{4}-\d\d-\d\d)，文章页写 ")


def collect(task: Task) -> Iterator[Batch]:
    """Yield the list pages, and after each every article on it that is not known yet; one that fails is a problem.

    The first page that brings nothing new is the last one, except while the last reading was not whole, or there was
    none: then all of its ``first_pages`` are read, so that what was broken off or failed is taken up again. Raises
    `SourceFailure` when the first page cannot be had or holds no list; a later one that fails is a problem.
    """
    source, rules = task.source, task.source.listing
    is_unfinished = not task.health.body_sha256
    most = max(rules.pages, rules.first_pages) if is_unfinished else rules.pages
    received = task.visitor.fetch(source.address, task.health.etag, task.health.last_modified)
    seen: set[str] = set()
    visited = {source.address}
    for number in range(1, most + 1):
        if received is None:
            return
        yield Batch(replace(received, address=source.address), is_listing=number == 1)
        listing = read_listing(received.body, source, _moment(task, received.address), received.charset, number)
        new = yield from _articles(listing, task, seen)
        address = listing.next_page
        if number == most or not address or address in visited or not (new or is_unfinished):
            return
        visited.add(address)
        try:
            received = task.visitor.fetch(address)
        except SourceFailure as error:
            yield Batch(problem=f"栏目第{number + 1}页 {shorten(address, 80)}：{error.what}", remedy=error.remedy)
            return


def read_page(
    received: Received, source: Source, zone: tzinfo, *, listed: Listed | None = None, at: datetime | None = None
) -> Extracted:
    """Return the item an article page or a document holds; its key is its address.

    `listed` is what the list says of it, `at` when it was fetched. Raises `UnreadableMaterial`.
    """
    kind = _kind_of(received)
    if kind:
        return _item_of_document(received, kind, source, zone, listed)
    if received.media_type not in _PAGES:
        raise UnreadableMaterial(f"不是网页（{shorten(received.media_type, 40)}）", "请人工查看该附件")
    return _item_of_page(received, _read(received, source, zone, at), source, zone, listed)


def listed_of(item: Item, zone: tzinfo) -> Listed:
    """Return what the list said of an item that came in, as far as the item still tells: title, day, another site."""
    stated = next((found for flag in item.flags if (found := _LIST_DAY.match(flag.note))), None)
    day = datetime.strptime(stated[1], "%Y-%m-%d").replace(tzinfo=zone) if stated else item.published_at
    offsite = any(flag.kind == "offsite" for flag in item.flags)
    return Listed(item.url, item.title, day and day.astimezone(zone), is_offsite=offsite)


def _moment(task: Task, address: str) -> Moment:
    return Moment(address, task.visitor.at.astimezone(task.settings.zone), task.settings.zone)


def _articles(listing: Listing, task: Task, seen: set[str]) -> Generator[Batch, None, int]:
    """Yield the articles of one list page that are not known and not on an earlier one; return how many those are."""
    skips = task.source.listing.offsite == "skip"
    wanted = [item for item in listing.items if item.address not in seen and not (skips and item.is_offsite)]
    seen.update(item.address for item in wanted)
    unknown = [item for item in wanted if not task.knows(item.address)]
    yield Batch(seen=len(wanted) - len(unknown))
    for item in unknown:
        yield from _article(item, task)
    return len(unknown)


def _article(listed: Listed, task: Task) -> Iterator[Batch]:
    """Fetch one article, read it, fetch its attachments; a failure is told as a problem.

    The item comes last, so that a run broken off before it fetches the attachments again.
    """
    try:
        fetched = task.visitor.fetch(listed.address)
        if fetched is None:
            return
        received = replace(fetched, address=listed.address)
        yield Batch(received)
        zone, at = task.settings.zone, task.visitor.at
        if _kind_of(received) or received.media_type not in _PAGES:
            yield Batch(received, (read_page(received, task.source, zone, listed=listed, at=at),))
            return
        article = _read(received, task.source, zone, at)
        yield from attached.kept(article.attachments, article.title, task)
        yield Batch(received, (_item_of_page(received, article, task.source, zone, listed),))
    except (SourceFailure, UnreadableMaterial) as error:
        yield Batch(problem=f"文章 {shorten(listed.address, 80)}：{error.what}", remedy=error.remedy)


def _read(received: Received, source: Source, zone: tzinfo, at: datetime | None) -> Article:
    return read_article(received.body, source, zone, received.charset, address=received.address, fetched=at)


def _item_of_page(
    received: Received, article: Article, source: Source, zone: tzinfo, listed: Listed | None
) -> Extracted:
    """Return the item of a page; the list's title and day where the page states none, and a flag where the two days are
    far apart."""
    listed_at = listed.published_at if listed else None
    item = candidate(
        source,
        received.address,
        article.title or (listed.title if listed else ""),
        article.text,
        url=received.address,
        origin=article.origin,
        published=article.published_at or listed_at or date_in_address(received.address, zone),
    )
    return replace(item, flags=(*item.flags, *article.flags, *_doubts(article, listed)))


def _item_of_document(received: Received, kind: str, source: Source, zone: tzinfo, listed: Listed | None) -> Extracted:
    """Return the item of a document that a list links to directly; where its text cannot be read, its name and why."""
    name = unquote(urlsplit(received.address).path.rpartition("/")[2])
    title = (listed.title if listed else "") or name
    flags: tuple[Flag, ...] = ()
    try:
        text = "\n".join(read_document(received.body, f"{name.rpartition('.')[0] or name}.{kind}").lines)
    except (UnreadableMaterial, RefusedMaterial) as error:
        text = f"附件：{one_line(name)}"
        flags = (Flag("extraction", 0, 0, "", f"文章是附件，{error.what}，请打开原件查看"),)
    published = (listed.published_at if listed else None) or date_in_address(received.address, zone)
    item = candidate(source, received.address, title, text, url=received.address, published=published)
    return replace(item, flags=(*item.flags, *flags, *_offsite(listed)))


def _kind_of(received: Received) -> str:
    """Return the suffix of the document these bytes are, or '' for a page: by their first bytes, else by the address."""
    magic = next((kind for mark, kind in _MAGIC.items() if received.body.startswith(mark)), "")
    suffix = urlsplit(received.address).path.rpartition(".")[2].lower()
    if magic:
        return suffix if suffix in DOCUMENTS else magic
    return suffix if is_document(received.address) and received.media_type != "text/html" else ""


def _doubts(article: Article, listed: Listed | None) -> tuple[Flag, ...]:
    """Return what a person must look at: days of list and page far apart, and an article on another site."""
    shown, stated = listed.published_at if listed else None, article.published_at
    if shown is None or stated is None or abs(stated - shown) <= _GREAT:
        return _offsite(listed)
    note = f"栏目页写 {shown:%Y-%m-%d}，文章页写 {stated:%Y-%m-%d}，相差较大，请对照原网页核对"
    return (Flag("date", 0, 0, "", note), *_offsite(listed))


def _offsite(listed: Listed | None) -> tuple[Flag, ...]:
    if listed is None or not listed.is_offsite:
        return ()
    host = urlsplit(listed.address).hostname or ""
    return (Flag("offsite", 0, 0, "", f"栏目链接到外站 {shorten(host, 60)}，请核对出处"),)
