"""What a list says of each of its articles: the links of the list in, title, date and address out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from bulletin.collect.sites.listing.days import (
    WHOLE,
    Stated,
    day_in_title,
    is_day,
    is_day_alone,
    resolved,
    stated_day,
)
from bulletin.collect.sites.listing.links import (
    is_document,
    is_generic,
    is_offsite,
    is_pinned,
    size,
    tidy_title,
    title_of,
)
from bulletin.text import plain

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SILENT = frozenset(("script", "style", "noscript", "select", "button", "textarea", "svg"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "strong", "b", "dt"))
_SHORT_SCRIPT = 200
_DAY_COLUMN = re.compile(r"日期|时间|\bdate\b", re.I)
MANY = -1
"""Marks an element that holds links of several articles."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When and where a page was fetched: its final address, the time, and the office's zone."""

    address: str
    at: datetime
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Listed:
    """One article of a list: ``published_at`` is the day the list states, None where it states none."""

    address: str
    title: str
    published_at: datetime | None = None
    is_pinned: bool = False
    is_offsite: bool = False
    is_document: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text in a list: the article whose box it stands in (or `MANY`), and the link it is part of."""

    text: str
    box: int
    link: HtmlElement | None
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """The part of a page a list covers: its articles' addresses and links, whose box each element is, and the element
    that holds them all."""

    addresses: tuple[str, ...]
    links: tuple[tuple[HtmlElement, ...], ...]
    owners: dict[HtmlElement, int]
    span: HtmlElement | None


def field_of(links: Iterable[tuple[HtmlElement, str]], within: HtmlElement | None = None) -> Field:
    """Return the field these links, each with its address, span, in the order of the page.

    Links to one address are one article.

    A box is the largest element that holds links of its own article only. `within` bounds the field; without it the
    smallest element that holds all links does.
    """
    by_address: dict[str, list[HtmlElement]] = {}
    for link, address in links:
        by_address.setdefault(address, []).append(link)
    span = within if within is not None else _span([link for same in by_address.values() for link in same])
    owners: dict[HtmlElement, int] = {}
    for number, same in enumerate(by_address.values()):
        for link in same:
            _own(link, number, span, owners)
    return Field(tuple(by_address), tuple(map(tuple, by_address.values())), owners, span)


def entries(field: Field, moment: Moment) -> tuple[Listed, ...]:
    """Return the articles of the field with title and date."""
    pieces = tuple(_labelled(field)) if field.span is not None else ()
    boxed: list[list[Piece]] = [[] for _ in field.addresses]
    for piece in pieces:
        if piece.box != MANY:
            boxed[piece.box].append(piece)
    stated = _stated(boxed, pieces, moment)
    titles = [_title(links, box) for links, box in zip(field.links, boxed, strict=True)]
    for number, title in enumerate(titles):
        titles[number], inside = day_in_title(title, moment.at, moment.zone)
        stated[number] = stated[number] or inside or _inside(field.links[number], moment)
    days = dated_by(field, stated, moment)
    return tuple(
        Listed(
            address=address,
            title=titles[number],
            published_at=days[number],
            is_pinned=any(is_pinned(piece.text) for piece in boxed[number]),
            is_offsite=is_offsite(address, moment.address),
            is_document=is_document(address),
        )
        for number, address in enumerate(field.addresses)
    )


def dated_by(field: Field, stated: Sequence[Stated | None], moment: Moment) -> list[datetime | None]:
    """Return the days of a field's articles as the list states them, with their years."""
    return resolved(stated, field.addresses, moment.at, moment.zone)


def _span(links: Sequence[HtmlElement]) -> HtmlElement | None:
    """Return the smallest element that holds all of `links` without being one of them."""
    if not links:
        return None
    chain = list(links[0].iterancestors())
    held = {id(element) for element in chain}
    low = 0
    for link in links[1:]:
        shared = next(element for element in link.iterancestors() if id(element) in held)
        low = max(low, chain.index(shared))
    return chain[low]


def _own(link: HtmlElement, number: int, span: HtmlElement | None, owners: dict[HtmlElement, int]) -> None:
    """Enter `number` for every element from the link up to the span; where another article's link stands too, `MANY`."""
    element = link
    while element is not None and element is not span:
        known = owners.get(element)
        owners[element] = number if known in (None, number) else MANY
        element = element.getparent()


def _labelled(field: Field) -> Iterator[Piece]:
    """Yield the pieces of text of a field; in a table with a head row each day bears the name of its column."""
    span = field.span
    assert span is not None
    table = span.getparent() if span.tag == "tbody" else span
    rows = table.xpath("./tr | ./thead/tr | ./tbody/tr") if table.tag == "table" else []
    head = (
        [" ".join("".join(cell.itertext()).split()) for cell in rows[0]] if rows and rows[0] not in field.owners else []
    )
    if not any(_DAY_COLUMN.search(name) for name in head):
        yield from _pieces(span, field.owners, MANY, None)
        return
    yield from (piece for row in rows if row not in field.owners for piece in _pieces(row, {}, MANY, None))
    for row in rows:
        for number, cell in enumerate(row if row in field.owners else ()):
            name = head[number] if len(row) == len(head) else ""
            for piece in _pieces(cell, field.owners, field.owners.get(cell, field.owners[row]), None):
                is_named = piece.link is None and _DAY_COLUMN.search(name) and is_day(piece.text)
                yield replace(piece, text=f"{name}：{piece.text}") if is_named else piece


def _pieces(
    element: HtmlElement, owners: dict[HtmlElement, int], box: int, link: HtmlElement | None, heading: bool = False
) -> Iterator[Piece]:
    """Yield the pieces of text under `element` in order."""
    heading = heading or element.tag in _HEADINGS
    if element.text and (text := " ".join(element.text.split())):
        yield Piece(text, box, link, heading)
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _SILENT:
            inner = link if link is not None else child if child.tag == "a" else None
            yield from _pieces(child, owners, owners.get(child, box), inner, heading)
        elif child.tag == "script" and (written := WHOLE.search((child.text or "")[:_SHORT_SCRIPT])):
            yield Piece(written.group(), box, link)
        if child.tail and (text := " ".join(child.tail.split())):
            yield Piece(text, box, link, heading)


def _stated(boxed: list[list[Piece]], pieces: Sequence[Piece], moment: Moment) -> list[Stated | None]:
    """Return the day stated around each article's links: in its box, after it, before it, or in a heading above several.

    Whichever gives most articles a day is right for the whole list.
    """
    inside = [[piece.text for piece in box if _is_beside(piece)] for box in boxed]
    best = _days(inside, moment)
    if sum(map(bool, best)) * 2 >= len(boxed):
        return best
    ways = (
        _between(len(boxed), pieces, backwards=False),
        _between(len(boxed), pieces, backwards=True),
        _headed(len(boxed), pieces),
    )
    return max((best, *(_days(texts, moment) for texts in ways)), key=lambda days: sum(map(bool, days)))


def _is_beside(piece: Piece) -> bool:
    """Tell whether a piece stands beside the titles: outside of all links, or as a link of its own with nothing but a day."""
    return piece.link is None or is_day(piece.text)


def _days(around: list[list[str]], moment: Moment) -> list[Stated | None]:
    return [stated_day(texts, moment.at, moment.zone) for texts in around]


def _between(count: int, pieces: Sequence[Piece], *, backwards: bool) -> list[list[str]]:
    """Return the unlinked text from each article's link to the next one's; `backwards`, from the one before to it."""
    texts: list[list[str]] = [[] for _ in range(count)]
    current = MANY
    for piece in reversed(pieces) if backwards else pieces:
        current = piece.box if piece.box != MANY else current
        if piece.link is None and current != MANY:
            texts[current].append(piece.text)
    return [found[::-1] for found in texts] if backwards else texts


def _headed(count: int, pieces: Sequence[Piece]) -> list[list[str]]:
    """Return for each article the last day above it that stands in no article's box."""
    texts: list[list[str]] = [[] for _ in range(count)]
    day: list[str] = []
    for piece in pieces:
        if piece.box == MANY:
            day = [piece.text] if is_day(piece.text) and WHOLE.search(piece.text) else day
        elif not texts[piece.box]:
            texts[piece.box] = day
    return texts


def _inside(links: tuple[HtmlElement, ...], moment: Moment) -> Stated | None:
    """Return the day that stands as an element of its own inside one of the links."""
    for link in links:
        texts = [text for raw in link.itertext() if (text := " ".join(raw.split()))] if len(link) else []
        if len(texts) > 1 and (found := stated_day(list(filter(is_day_alone, texts)), moment.at, moment.zone)):
            return found
    return None


def _title(links: tuple[HtmlElement, ...], boxed: list[Piece]) -> str:
    """Return an article's title: of its links the one that says most, else the heading of its box."""
    named = [(title_of(link), link) for link in links]
    told = [(title, link) for title, link in named if title and not is_generic(title)]
    if told:
        first = next((title for title, link in told if _in_heading(link)), "")
        return plain(first or next((title for title, _ in told if size(title) >= 4), told[0][0]))
    loose = [piece for piece in boxed if piece.link is None and not is_day(piece.text) and size(piece.text) >= 4]
    heading = next((piece.text for piece in loose if piece.is_heading), "")
    return tidy_title(heading or (loose[0].text if loose else "")) or (named[0][0] if named else "")


def _in_heading(link: HtmlElement) -> bool:
    return any(element.tag in _HEADINGS for element in (*link.iter(), *list(link.iterancestors())[:2]))
