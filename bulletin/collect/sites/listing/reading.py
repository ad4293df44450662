"""A list page from bytes to articles: by the XPath of its source, or by the finder where the source has none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bulletin.collect.documents.charset import decode
from bulletin.collect.documents.html_text import parse_page
from bulletin.collect.sites.addresses import base_of
from bulletin.collect.sites.listing.days import stated_day
from bulletin.collect.sites.listing.diagnosis import no_list
from bulletin.collect.sites.listing.entries import Field, Listed, Moment, dated_by, entries, field_of
from bulletin.collect.sites.listing.finder import Found, find_list
from bulletin.collect.sites.listing.links import address_of
from bulletin.collect.sites.listing.paging import next_page
from bulletin.collect.sites.listing.unpack import unpacked
from bulletin.errors import SourceFailure
from bulletin.settings import Source
from bulletin.text import one_line, shorten

if TYPE_CHECKING:
    from lxml.html import HtmlElement


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list page as parsed: its tree and its text, the lists of its scripts written out in both."""

    root: HtmlElement
    text: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list page gives: its articles in its order, and the address of the page after it ('' for none)."""

    items: tuple[Listed, ...]
    next_page: str = ""


def open_page(body: bytes, label: str = "") -> ListPage:
    """Return the page these bytes are; `label` is the charset the source or the server names. Raises `UnreadableMaterial`."""
    text = unpacked(decode(body, label)[0])
    return ListPage(parse_page(text), text)


def read_listing(body: bytes, source: Source, moment: Moment, label: str = "", number: int = 1) -> Listing:
    """Return the articles of a list page, the `number`-th of its column, and where its next page is.

    Raises `SourceFailure` for an XPath that is wrong or selects no article, and for a page without a list, with the
    reason as far as the page shows it.
    """
    page = open_page(body, source.charset or label)
    items = by_definition(page, source, moment) if source.links else _by_finder(page, moment)
    return Listing(items, next_page(page.root, page.text, moment.address, number))


def find(page: ListPage, moment: Moment) -> Found:
    """Return the list the finder sees on the page. Raises `SourceFailure` with the reason where there is none."""
    found = find_list(page.root, moment)
    if found is None:
        raise no_list(page.root, page.text, moment.address)
    return found


def by_definition(page: ListPage, source: Source, moment: Moment) -> tuple[Listed, ...]:
    """Return the articles the source's XPath selects. Raises `SourceFailure` for a wrong XPath and for none."""
    base = base_of(page.root, moment.address)
    selected = _selected(page.root, source.links, "links")
    links = [(node, address) for node in selected if _is_link(node) and (address := address_of(node, base))]
    field = field_of(links)
    items = tuple(item for item in _stated(field, source, moment) if item.title)
    if not items:
        raise _alarm(page, source, moment)
    return items


def _by_finder(page: ListPage, moment: Moment) -> tuple[Listed, ...]:
    return find(page, moment).items


def _is_link(node: Any) -> bool:
    return getattr(node, "tag", "") == "a" or (hasattr(node, "get") and bool(node.get("onclick")))


def _stated(field: Field, source: Source, moment: Moment) -> tuple[Listed, ...]:
    """Return the articles of a field; the days by the source's own XPath where it has one and it finds them."""
    items = entries(field, moment)
    path = source.listing.date
    if not path:
        return items
    stated = []
    for links in field.links:
        pieces = [one_line(text) for link in links for text in _texts(_selected(link, path, "list.date"))]
        stated.append(stated_day([piece for piece in pieces if piece], moment.at, moment.zone))
    days = dated_by(field, stated, moment)
    return tuple(replace(item, published_at=day or item.published_at) for item, day in zip(items, days, strict=True))


def _selected(root: HtmlElement, path: str, key: str) -> list[Any]:
    """Return what an XPath selects, nothing for a value that is no set of nodes. Raises `SourceFailure` for a wrong one."""
    from lxml import etree

    try:
        found = root.xpath(path)
    except etree.XPathError as error:
        raise SourceFailure(f"{key} 不是正确的 XPath：{shorten(path, 60)}", "请修改来源文件") from error
    return found if isinstance(found, list) else []


def _texts(nodes: list[Any]) -> list[str]:
    return [text for node in nodes for text in ([node] if isinstance(node, str) else node.itertext())]


def _alarm(page: ListPage, source: Source, moment: Moment) -> SourceFailure:
    """Return the failure of an XPath that selects no article: what the page shows instead, and how to mend the source."""
    what = f"links（{shorten(source.links, 60)}）在栏目页上没有选到任何文章"
    found = find_list(page.root, moment)
    if found is None:
        reason = no_list(page.root, page.text, moment.address)
        return SourceFailure(f"{what}：{reason.what}", reason.remedy)
    first = shorten(found.items[0].title, 30)
    remedy = f"请打开栏目页核对，用 source new --repair {source.name} 看新的选取办法，再修改来源文件中的 links"
    return SourceFailure(f"{what}；网页可能已改版，网页上另有{len(found.items)}条的列表（首条：{first}）", remedy)
