"""Column pages (栏目页): a list page whose XPath ``links`` selects the articles, each fetched once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import tzinfo
from urllib.parse import urldefrag, urljoin, urlsplit

from bulletin.collect.dates import date_in_address
from bulletin.collect.documents.charset import decode
from bulletin.collect.documents.html_text import parse, text_of
from bulletin.collect.material import Batch, Task, candidate
from bulletin.collect.sites.article_page import read_article
from bulletin.errors import SourceFailure, UnreadableMaterial
from bulletin.model import Extracted, Received
from bulletin.settings import Source
from bulletin.text import shorten

_DOCUMENTS = ("", "text/html", "application/xhtml+xml", "text/plain", "application/octet-stream", "text/xml")
_SELECTOR_REMEDY = "网页可能已改版，请打开栏目页核对，并修改来源文件中的 links"


def collect(task: Task) -> Iterator[Batch]:
    """Yield the list page, then every article on it that is not known yet; one that fails is a problem, not the end.

    Raises `SourceFailure` when the list page cannot be had or its selector finds nothing.
    """
    source = task.source
    listing = task.visitor.fetch(source.address, task.health.etag, task.health.last_modified)
    if listing is None:
        return
    yield Batch(replace(listing, address=source.address), is_listing=True)
    addresses = list_addresses(listing.body, source, listing.address, listing.charset)
    wanted = [address for address in addresses if not task.knows(address)]
    yield Batch(seen=len(addresses) - len(wanted))
    for address in wanted:
        yield from _article(address, task)


def list_addresses(body: bytes, source: Source, base: str, label: str = "") -> list[str]:
    """Return the addresses of the articles a list page names, in its order, each once, absolute.

    `base` is the page's own final address. Raises `SourceFailure` for a selector that is wrong or finds no article.
    """
    from lxml import etree

    root = parse(decode(body, source.charset or label)[0])
    declared = next((element.get("href") or "" for element in root.iter("base")), "")
    try:
        found = root.xpath(source.links)
    except etree.XPathError as error:
        raise SourceFailure(f"links 不是正确的 XPath：{shorten(source.links, 60)}", "请修改来源文件") from error
    anchors = [node for node in found if getattr(node, "tag", "") == "a"] if isinstance(found, list) else []
    hrefs = [anchor.get("href") or "" for anchor in anchors if text_of(anchor) or anchor.get("title")]
    addresses = dict.fromkeys(filter(None, (_absolute(href, urljoin(base, declared)) for href in hrefs)))
    if not addresses:
        raise SourceFailure(f"links（{shorten(source.links, 60)}）在栏目页上没有选到任何文章", _SELECTOR_REMEDY)
    return list(addresses)


def read_page(received: Received, source: Source, zone: tzinfo) -> Extracted:
    """Return the item an article page holds; its key is its address. Raises `UnreadableMaterial`."""
    if received.media_type not in _DOCUMENTS:
        raise UnreadableMaterial(f"不是网页（{shorten(received.media_type, 40)}）", "请人工查看该附件")
    article = read_article(received.body, source, zone, received.charset)
    return candidate(
        source,
        received.address,
        article.title,
        article.text,
        url=received.address,
        origin=article.origin,
        published=article.published_at or date_in_address(received.address, zone),
    )


def _article(address: str, task: Task) -> Iterator[Batch]:
    """Fetch one article, then read it; a failure is told as a problem."""
    try:
        fetched = task.visitor.fetch(address)
        if fetched is None:
            return
        received = replace(fetched, address=address)
        yield Batch(received)
        yield Batch(received, (read_page(received, task.source, task.settings.zone),))
    except (SourceFailure, UnreadableMaterial) as error:
        yield Batch(problem=f"文章 {shorten(address, 80)}：{error.what}", remedy=error.remedy)


def _absolute(href: str, base: str) -> str:
    """Return the absolute http or https address of a link without its fragment, or ''."""
    try:
        address = urldefrag(urljoin(base, href.strip())).url
        return address if href.strip("# ") and urlsplit(address).scheme in ("http", "https") else ""
    except ValueError:
        return ""
