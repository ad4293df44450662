"""Column pages (栏目页): the list, page by page, then every article on it that is not known yet, with its attachments.

What the list says of an article (title, day) fills what the article's own page does not say, and is compared with it.
A page that cannot be read is remembered with what the list said of it, and tried again by itself: nothing else is read
again for its sake.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from urllib.parse import unquote, urlsplit

from bulletin.collect.cleaning.account import Account
from bulletin.collect.dates import date_in_address
from bulletin.collect.documents.reading import read_document
from bulletin.collect.material import Batch, Task, candidate
from bulletin.collect.sites import attached
from bulletin.collect.sites.article_page import Article, read_article
from bulletin.collect.sites.listing.entries import Listed, Moment
from bulletin.collect.sites.listing.links import DOCUMENTS, is_document
from bulletin.collect.sites.listing.reading import Listing, read_listing
from bulletin.collect.web.failures import WebFailure
from bulletin.errors import RefusedMaterial, SourceFailure, UnreadableMaterial
from bulletin.model import Extracted, Flag, Item, Received, UnreadPage
from bulletin.settings import Source
from bulletin.text import one_line, sha256, shorten

_PAGES = ("", "text/html", "application/xhtml+xml", "text/plain", "application/octet-stream", "text/xml")
_MAGIC = {b"%PDF": "pdf", b"PK\x03\x04": "docx", b"\xd0\xcf\x11\xe0": "doc", b"{\\rt": "rtf"}
_GREAT = timedelta(days=3)
_LIST_DAY = re.compile(r"栏目页写 (\d{4}-\d\d-\d\d)，文章页写 ")


def collect(task: Task) -> Iterator[Batch]:
    """Yield the list pages, and after each every article on it that is not known yet; then the pages that failed before.

    The first page that brings nothing new is the last one, except while the last reading was broken off, or there was
    none: then all of its ``first_pages`` are read, so that nothing is passed over. A list page that is as it was last time
    is not read. Raises `SourceFailure` when the first page cannot be had or holds no list; what fails later is a problem.
    """
    source, rules, health = task.source, task.source.listing, task.health
    is_unfinished = not health.body_sha256
    most = max(rules.pages, rules.first_pages) if is_unfinished else rules.pages
    seen: set[str] = set()
    received = task.visitor.fetch(source.address, health.etag, health.last_modified)
    if received is not None and sha256(received.body) != health.body_sha256:
        yield from _pages(UnreadPage(source.address, 1, most), received, task, seen, is_whole=is_unfinished)
    for page in task.due:
        yield from _again(page, task, seen)


def _again(page: UnreadPage, task: Task, seen: set[str]) -> Iterator[Batch]:
    """Try once more a page that failed before: an article, or a list page and those after it.

    A list page is forgotten only after all of them, so that a run broken off begins there again.
    """
    if not page.number:
        listed = Listed(page.address, page.title, page.published_at, is_offsite=page.is_offsite)
        yield from _article(listed, task, page)
        return
    try:
        yield from _pages(page, task.visitor.fetch(page.address), task, seen, is_whole=True)
        yield Batch(page=page)
    except SourceFailure as error:
        yield _unread(page, error)


def _pages(
    first: UnreadPage, received: Received | None, task: Task, seen: set[str], *, is_whole: bool
) -> Iterator[Batch]:
    """Yield the list pages from the `first`, which was `received`, to its last, or (unless `is_whole` is asked for) to one
    that brings nothing new. Raises `SourceFailure` where the first holds no list."""
    source, page, visited = task.source, first, {task.source.address}
    while received is not None:
        visited.add(page.address)
        try:
            yield Batch(replace(received, address=source.address), is_listing=page.number == 1)
            listing = read_listing(
                received.body, source, _moment(task, received.address), received.charset, page.number
            )
            new = yield from _articles(listing, task, seen)
            if page.number == page.last or listing.next_page in ("", *visited) or not (new or is_whole):
                return
            page = UnreadPage(listing.next_page, page.number + 1, page.last)
            received = task.visitor.fetch(page.address)
        except SourceFailure as error:
            if page is first:
                raise
            yield _unread(page, error)
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
    """Yield the articles of one list page that are not known, not on an earlier one and did not fail before; return how
    many those are."""
    skips = task.source.listing.offsite == "skip"
    wanted = [item for item in listing.items if item.address not in seen and not (skips and item.is_offsite)]
    seen.update(item.address for item in wanted)
    wanted = [item for item in wanted if item.address not in task.unread]
    unknown = [item for item in wanted if not task.knows(item.address)]
    yield Batch(seen=len(wanted) - len(unknown))
    for item in unknown:
        page = UnreadPage(item.address, 0, 0, item.title, item.published_at, item.is_offsite)
        yield from _article(item, task, page)
    return len(unknown)


def _article(listed: Listed, task: Task, page: UnreadPage) -> Iterator[Batch]:
    """Fetch one article, read it, fetch its attachments; a failure is told as a problem of its `page`.

    The item comes last, so that a run broken off before it fetches the attachments again.
    """
    done = page if page.address in task.unread else None
    try:
        fetched = task.visitor.fetch(listed.address)
        if fetched is None:
            return
        received = replace(fetched, address=listed.address)
        yield Batch(received)
        zone, at = task.settings.zone, task.visitor.at
        if _kind_of(received) or received.media_type not in _PAGES:
            yield Batch(received, (read_page(received, task.source, zone, listed=listed, at=at),), page=done)
            return
        article = _read(received, task.source, zone, at)
        yield from attached.kept(article.attachments, article.title, task)
        yield Batch(received, (_item_of_page(received, article, task.source, zone, listed),), page=done)
    except (SourceFailure, UnreadableMaterial) as error:
        yield _unread(page, error)


def _unread(page: UnreadPage, error: SourceFailure | UnreadableMaterial) -> Batch:
    """Return the problem of a page that could not be read; that a server asks for a pause is no failure of the page."""
    place = f"栏目第{page.number}页" if page.number else "文章"
    what = f"{place} {shorten(page.address, 80)}：{error.what}"
    is_own = not (isinstance(error, WebFailure) and error.kind in ("wait", "budget"))
    failed = replace(page, failures=page.failures + is_own, what=what)
    return Batch(problem=what, remedy=error.remedy, page=failed)


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
        article.account,
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
        document = read_document(received.body, f"{name.rpartition('.')[0] or name}.{kind}")
        account = Account("\n".join(document.lines), source=document.source)
    except (UnreadableMaterial, RefusedMaterial) as error:
        account = Account(f"附件：{one_line(name)}")
        flags = (Flag("extraction", 0, 0, "", f"文章是附件，{error.what}，请打开原件查看"),)
    published = (listed.published_at if listed else None) or date_in_address(received.address, zone)
    item = candidate(source, received.address, title, account, url=received.address, published=published)
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
