"""From a list that was found to a definition that finds it again: short XPaths, ids and classes before positions.

Every candidate is tried on the page itself; only one that gives the same articles with the same titles and days counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bulletin.collect.sites.addresses import base_of
from bulletin.collect.sites.listing.days import is_day
from bulletin.collect.sites.listing.entries import Listed, Moment
from bulletin.collect.sites.listing.finder import Found
from bulletin.collect.sites.listing.links import address_of
from bulletin.collect.sites.listing.reading import ListPage, by_definition
from bulletin.errors import SourceFailure
from bulletin.settings import Source
from bulletin.settings.listing import ListRules
from bulletin.text import one_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_UNSTABLE = re.compile(r"\d{4,}|^(?:css|sc|jsx|svelte|_)-?\w*\d|[0-9a-f]{8,}|^\d+$", re.I)
_PASSING = re.compile(
    r"^(?:first|last|odd|even|on|active|cur(?:rent)?|hover|show|clearfix|cf|fix|fl|fr|left|right|row|col\w*)$", re.I
)
_FILTERS = ("", "[1]", "[2]", "[last()]", "[@title]", "[normalize-space()]")
_MOST_ABOVE, _MOST_TRIES = 6, 400


@dataclass(frozen=True, slots=True)
class Definition:
    """The XPaths of a source file: ``links`` selects the articles' links, ``date`` leads from a link to its day ('': by
    itself)."""

    links: str
    date: str = ""


def define(page: ListPage, found: Found, moment: Moment) -> Definition | None:
    """Return the shortest stable definition that gives what was found, or None where no XPath does."""
    base = base_of(page.root, moment.address)
    wanted = [item.address for item in found.items]
    for number, path in enumerate(_paths(page.root, found)):
        if number == _MOST_TRIES:
            return None
        if _addresses(page.root, path, base) == wanted and _reads(page, path, "", moment) == found.items:
            date = next(
                (one for one in _date_paths(found) if _reads(page, path, one, moment, strict=True) == found.items), ""
            )
            return Definition(path, date)
    return None


def _reads(page: ListPage, links: str, date: str, moment: Moment, *, strict: bool = False) -> tuple[Listed, ...]:
    """Return what the page gives by these XPaths; `strict` demands that the path itself leads to every day there is."""
    source = Source("", "", "webpage", moment.address, links=links, listing=ListRules(date=date))
    try:
        items = by_definition(page, source, moment)
    except SourceFailure:
        return ()
    reached = _reached(page, links, date, moment) if strict else set()
    return () if strict and any(item.published_at and item.address not in reached for item in items) else items


def _reached(page: ListPage, links: str, date: str, moment: Moment) -> set[str]:
    """Return the addresses of the links from which the path leads to any text."""
    base = base_of(page.root, moment.address)
    selected = page.root.xpath(links)
    return {
        address_of(link, base)
        for link in selected
        if any(one_line("".join(node.itertext())) for node in link.xpath(date))
    }


def _addresses(root: HtmlElement, path: str, base: str) -> list[str]:
    """Return the addresses of the links an XPath selects; none where a page's tags or names do not make an XPath."""
    from lxml import etree

    try:
        found = root.xpath(path)
    except etree.XPathError:
        return []
    links = [node for node in found if hasattr(node, "get")] if isinstance(found, list) else []
    return list(dict.fromkeys(filter(None, (address_of(link, base) for link in links))))


def _paths(root: HtmlElement, found: Found) -> Iterator[str]:
    """Yield XPaths that may select the links, the most stable first."""
    tails = list(_tails(found))
    for head in _heads(found.below):
        for tail in tails:
            yield head + tail
    for head in _placed_heads(found.below):
        for tail in tails:
            yield head + tail
    yield from _conditional(found)
    position = root.getroottree().getpath(found.below)
    for tail in tails:
        yield position + tail


def _tails(found: Found) -> Iterator[str]:
    """Yield the ways from the list's element down to its links."""
    ways = {_way(found.below, link) for link in found.links}
    last = {link.tag if link.tag == "a" else f"{link.tag}[@onclick]" for link in found.links}
    steps = [way.split("/")[:-1] for way in sorted(ways)]
    for name in sorted(last):
        exact = ["/".join(step) for step in steps]
        if len(set(exact)) == 1:
            yield from (f"/{exact[0]}/{name}{one}".replace("//", "/") for one in _FILTERS)
        tops = {step[0] for step in steps if step}
        if len(tops) == 1:
            yield from (f"/{next(iter(tops))}//{name}{one}" for one in _FILTERS)
        yield from (f"//{name}{one}" for one in _FILTERS)
        yield from (f"/*{exact[0].count('/') * '/*'}//{name}{one}" for one in ("[@title]", "[normalize-space()]"))


def _way(below: HtmlElement, link: HtmlElement) -> str:
    """Return the tags from the list's element down to a link."""
    tags = [link.tag]
    for above in link.iterancestors():
        if above is below:
            break
        tags.append(above.tag)
    return "/".join(reversed(tags))


def _heads(below: HtmlElement) -> Iterator[str]:
    """Yield XPaths of the element that holds the list: by its own id or class, then by those of what stands above it."""
    shaky: list[str] = []
    way = ""
    for above in [below, *list(below.iterancestors())[:_MOST_ABOVE]]:
        if above.tag in ("html", "body"):
            break
        for step, is_stable in _named(above):
            for head in dict.fromkeys((f"//{step}{way}", f"//{step}{_loose(way)}")):
                if is_stable:
                    yield head
                else:
                    shaky.append(head)
        way = f"/{above.tag}{way}"
    yield from shaky


def _placed_heads(below: HtmlElement) -> Iterator[str]:
    """Yield XPaths of the list's element from the nearest named element above it, by places among its siblings."""
    way = ""
    for above in [below, *list(below.iterancestors())[:_MOST_ABOVE]]:
        if above.tag in ("html", "body"):
            return
        for step, is_stable in _named(above) if way else ():
            if is_stable:
                yield f"//{step}{way}"
        parent = above.getparent()
        same = [one for one in parent if one.tag == above.tag] if parent is not None else []
        way = f"/{above.tag}{f'[{same.index(above) + 1}]' if len(same) > 1 else ''}{way}"


def _loose(way: str) -> str:
    """Return a way down with only its last step named."""
    return f"//{way.rpartition('/')[2]}" if way.count("/") > 1 else way


def _named(element: HtmlElement) -> Iterator[tuple[str, bool]]:
    """Yield the steps that name an element by id or class, and whether the name looks lasting."""
    name = (element.get("id") or "").strip()
    if name and "'" not in name:
        yield f"{element.tag}[@id='{name}']", not _UNSTABLE.search(name)
    classes = (element.get("class") or "").split()
    for one in classes:
        if "'" in one or _PASSING.match(one):
            continue
        step = (
            f"[@class='{one}']"
            if len(classes) == 1
            else f"[contains(concat(' ',normalize-space(@class),' '),' {one} ')]"
        )
        yield element.tag + step, not _UNSTABLE.search(one)


def _conditional(found: Found) -> Iterator[str]:
    """Yield XPaths without names: by what stands beside the links (``//li[span]/a``), by what the addresses share."""
    link = found.links[0]
    parent = link.getparent()
    for beside in dict.fromkeys(
        child.tag for child in parent if isinstance(child.tag, str) and child.tag not in ("a", "br", "img", "script")
    ):
        yield f"//{parent.tag}[{beside}]/a"
    above = parent.getparent()
    if parent.tag == "td" and above is not None:
        cells = [cell for cell in above if cell.tag == "td"]
        yield f"//tr[count(td)={len(cells)}]/td[{cells.index(parent) + 1}]/a"
    yield f"//{found.below.tag}/{_way(found.below, link)}"
    hrefs = [one.get("href") or "" for one in found.links]
    folders = {href.rpartition("/")[0] for href in hrefs}
    for part in sorted(
        {piece for folder in folders for piece in folder.split("/") if piece and not re.search(r"\d", piece)}
    ):
        if all(f"/{part}/" in f"/{href}" for href in hrefs) and "'" not in part and part not in (".", ".."):
            yield f"//a[contains(@href,'{part}/')]"
            yield f"//{parent.tag}/a[contains(@href,'{part}/')]"


def _date_paths(found: Found) -> Iterator[str]:
    """Yield XPaths from a link to its day: to an element beside it, in it, in its record, or beside its record."""
    link = next((one for one, item in zip(found.links, found.items, strict=False) if item.published_at), found.links[0])
    chain = [link, *link.iterancestors()]
    for above in chain[: chain.index(found.below)]:
        for element in above.iter():
            if element is not above and _holds_day(element):
                yield from _routes(link, above, element)
        for step, element in (("following", above.getnext()), ("preceding", above.getprevious())):
            if element is not None and _holds_day(element):
                way = "" if above is link else f"ancestor::{above.tag}[1]/"
                yield f"{way}{step}-sibling::{element.tag}[1]"


def _holds_day(element: HtmlElement) -> bool:
    return isinstance(element.tag, str) and is_day(one_line("".join(element.itertext())))


def _routes(link: HtmlElement, above: HtmlElement, element: HtmlElement) -> Iterator[str]:
    """Yield the ways from a link over an element above it to the element with its day."""
    classes = (element.get("class") or "").split()
    named = f"{element.tag}[@class='{classes[0]}']" if len(classes) == 1 and "'" not in classes[0] else element.tag
    if above is link:
        yield f".//{named}"
        return
    if element.getparent() is link.getparent():
        yield f"following-sibling::{named}[1]"
        yield f"preceding-sibling::{named}[1]"
        yield f"../{named}"
        return
    parent, same = element.getparent(), [one for one in element.getparent() if one.tag == element.tag]
    if len(same) > 1:
        way = f"{_way(above, parent)}/" if parent is not above else ""
        yield f"ancestor::{above.tag}[1]/{way}{element.tag}[{same.index(element) + 1}]"
    yield f"ancestor::{above.tag}[1]/{_way(above, element)}"
    yield f"ancestor::{above.tag}[1]//{named}"
