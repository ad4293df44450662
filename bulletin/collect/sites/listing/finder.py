"""Finding the list of articles on a page nobody has described: repeated links of one shape, weighed by what they say.

A list is a set of links that lie on the same path below one element. Long titles, days beside them, addresses that look
like articles and a pager below speak for it; being a menu, a footer, a hot list or a row of pictures speaks against it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from bulletin.collect.sites.addresses import base_of
from bulletin.collect.sites.listing.days import DAY_LIKE, is_day
from bulletin.collect.sites.listing.entries import MANY, Field, Listed, Moment, entries, field_of
from bulletin.collect.sites.listing.links import address_of, is_document, is_generic, size, tidy_title
from bulletin.collect.sites.listing.surroundings import Surroundings

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_INLINE_TAGS = "a b strong i em u font span p h1 h2 h3 h4 h5 h6 center label small big nobr tt s th"
_INLINE = frozenset(_INLINE_TAGS.split())
_MOST_LEVELS, _CONSIDERED, _FEWEST = 9, 10, 2
_SHORTEST = 4.0
_LONG, _STEEP = 14.0, 1.3
_LONGEST_LINE = 80
_FIGURE = re.compile(r"\d")
_DATED, _ARTICLE, _COLUMN = 3.0, 1.4, 0.35
_LEAST, _LEAST_WORTH = 0.9, 0.4
_ARTICLE_ADDRESS = re.compile(
    r"\d{4,}|(?:19|20)\d\d[-/_]\d{1,2}|(?:content|article|detail|info|view|show|news|art|post|doc)[^/]*[_=/\-]\w*\d|[?&]\w*id=\w*\d|[0-9a-f]{16,}",
    re.I,
)
_DAY_IN_ADDRESS = re.compile(r"20\d\d[-/_]?(?:0?[1-9]|1[0-2])[-/_]?(?:0?[1-9]|[12]\d|3[01])(?!\d)")
_COLUMN_ADDRESS = re.compile(r"(?:^|/)(?:(?:index|default|list|main|home)(?:_?\d{1,3})?(?:\.\w{2,5})?)?$", re.I)
_CHANGING = re.compile(
    r"(?:^|[-_])(?:first|last|odd|even|on|active|cur(?:rent)?|hover|top|alt|new|line|\d+)$|\d+$", re.I
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link worth a look: its element, address, how long its words are, and how much it looks like an article's."""

    element: HtmlElement
    address: str
    length: float
    worth: float


@dataclass(frozen=True, slots=True)
class Group:
    """Links on one path below one element."""

    below: HtmlElement
    path: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A list that was found: the element that holds it, its links, its articles, and its weight among the others."""

    below: HtmlElement
    links: tuple[HtmlElement, ...]
    items: tuple[Listed, ...]
    weight: float


def find_list(root: HtmlElement, moment: Moment) -> Found | None:
    """Return the list of articles of a page, or None where it has none."""
    elements = list(root.iter())
    links = _links(root, base_of(root, moment.address))
    days = _days_below(elements)
    surroundings = Surroundings(root)
    best: Found | None = None
    for promise, factor, group in _promising(_groups(links), days, surroundings, moment):
        if best and best.weight >= promise:
            break
        found = _weighed(group, factor, moment)
        best = found if found and (best is None or found.weight > best.weight) else best
    if best is None or best.weight < _LEAST or _mean_worth(best.items) < _LEAST_WORTH:
        return None
    return _with_strays(best, links, moment)


def _promising(
    groups: list[Group], days: Counter[HtmlElement], surroundings: Surroundings, moment: Moment
) -> list[tuple[float, float, Group]]:
    """Return the groups that may be the list with what each promises at most and its surroundings' factor, best first."""
    rated = sorted(((_promise(group, days), group) for group in groups), key=lambda pair: pair[0], reverse=True)
    found = []
    for promise, group in rated[:_CONSIDERED]:
        factor = surroundings.factor(group.below, group.links[0].element, group.links[-1].element, moment.address)
        found.append((promise * factor, factor, group))
    return sorted(found, key=lambda one: one[0], reverse=True)


def _days_below(elements: Sequence[HtmlElement]) -> Counter[HtmlElement]:
    """Return, for every element, how many pieces of text that look like dates stand below it."""
    found: Counter[HtmlElement] = Counter()
    for element in elements:
        if element.tag not in ("script", "style") and _is_like_day(element.text):
            _count_upwards(element, found)
        if _is_like_day(element.tail):
            _count_upwards(element.getparent(), found)
    return found


def _is_like_day(text: str | None) -> bool:
    return text is not None and len(text) < _LONGEST_LINE and bool(_FIGURE.search(text) and DAY_LIKE.search(text))


def _count_upwards(element: HtmlElement, found: Counter[HtmlElement]) -> None:
    while element is not None:
        found[element] += 1
        element = element.getparent()


def _mean_worth(items: Sequence[Listed]) -> float:
    """Return how much the average article of a list looks like one; a menu's entries do not."""
    weights = (worth(item.address, size(item.title)) * (_DATED if item.published_at else 1.0) for item in items)
    return sum(weights) / len(items)


def _links(root: HtmlElement, base: str) -> list[Link]:
    """Return the page's links that could be titles, in order; what only opens menus and pages is left out."""
    found: list[Link] = []
    for element in root.xpath("//a | //*[@onclick][not(self::a)]"):
        words = "".join(element.itertext()).strip() if len(element) else (element.text or "").strip()
        length = max(size(words), size(element.get("title") or ""))
        generic = is_generic(words)
        if generic:
            length = size(element.get("title") or "")
        if length < _SHORTEST and not (generic and (words or len(element))):
            continue
        if is_day(words):
            continue
        if address := address_of(element, base):
            found.append(Link(element, address, length, worth(address, length)))
    return found


def _groups(links: Sequence[Link]) -> list[Group]:
    """Return the groups of at least two articles; of those with the same links the one below the innermost element."""
    by_place: dict[tuple[HtmlElement, str], list[Link]] = {}
    for link in links:
        path = ""
        levels = 0
        for above in link.element.iterancestors():
            if above.tag not in _INLINE:
                by_place.setdefault((above, path), []).append(link)
                levels += 1
                if levels == _MOST_LEVELS:
                    break
                path = f"{above.tag}/{path}"
    groups: dict[tuple[int, ...], Group] = {}
    for (below, path), members in by_place.items():
        if len({link.address for link in members}) >= _FEWEST:
            groups.setdefault(tuple(id(link) for link in members), Group(below, path, tuple(members)))
    return list(groups.values())


def _promise(group: Group, days: Counter[HtmlElement]) -> float:
    """Return what a group may weigh, going by the date-like pieces of text below its element."""
    best: dict[str, float] = {}
    for link in group.links:
        best[link.address] = max(best.get(link.address, 0.0), link.worth)
    dated = min(1.0, days[group.below] / len(best))
    return sum(best.values()) * (1.0 + (_DATED - 1.0) * dated)


def worth(address: str, length: float) -> float:
    """Return how much a link looks like an article's title: by its length and its address."""
    weight: float = 0.1 + 0.9 * min(1.0, max(0.0, length - _SHORTEST) / (_LONG - _SHORTEST)) ** _STEEP
    path, _, query = address[address.find("/", len("https://")) :].partition("?")
    if not query and _COLUMN_ADDRESS.search(path):
        return weight * (_ARTICLE if _DAY_IN_ADDRESS.search(path) else _COLUMN)
    return weight * _ARTICLE if is_document(address) or _ARTICLE_ADDRESS.search(f"{path}?{query}") else weight


def _weighed(group: Group, factor: float, moment: Moment) -> Found | None:
    """Return the group as a list with its weight, or None where it is no one list."""
    chosen = _titles_only(group)
    field = field_of(((link.element, link.address) for link in chosen), group.below)
    count = len(field.addresses)
    parts = _parts(group.below, field)
    if count < _FEWEST or (len(parts) < count and not _could_be_one_list(parts, field)):
        return None
    items = entries(field, moment)
    if len(parts) < count and not _is_one_list(parts, items):
        return None
    links = tuple(link for same in field.links for link in same)
    return Found(group.below, links, items, _mean_worth(items) * count * factor)


def _titles_only(group: Group) -> list[Link]:
    """Return the group's links without those that stand beside titles: columns, units, places.

    They lead to the same few addresses again and again, or are the short ones among several in each record.
    """
    places: dict[HtmlElement, set[str]] = {}
    record: dict[int, HtmlElement] = {}
    for link in group.links:
        record[id(link)] = _child_of(group.below, link.element)
        places.setdefault(record[id(link)], set()).add(link.address)
    if len(places) < 2 or max(map(len, places.values())) == 1:
        return list(group.links)
    again = Counter(address for held in places.values() for address in held)
    longest: dict[HtmlElement, float] = {}
    for link in group.links:
        if again[link.address] == 1:
            longest[record[id(link)]] = max(longest.get(record[id(link)], 0.0), link.length)
    kept = [
        link
        for link in group.links
        if again[link.address] == 1 and (link.length * 2 >= longest[record[id(link)]] or link.length >= _LONG)
    ]
    return kept if len(kept) >= _FEWEST else list(group.links)


def _child_of(below: HtmlElement, element: HtmlElement) -> HtmlElement:
    """Return the child of `below` in which `element` stands."""
    parent = element.getparent()
    while parent is not None and parent is not below:
        element, parent = parent, parent.getparent()
    return element


def _parts(below: HtmlElement, field: Field) -> list[tuple[HtmlElement, list[int]]]:
    """Return the children of `below` that hold articles, each with the numbers of those."""
    parts: dict[HtmlElement, list[int]] = {}
    for number, links in enumerate(field.links):
        parts.setdefault(_child_of(below, links[0]), []).append(number)
    return list(parts.items())


def _could_be_one_list(parts: list[tuple[HtmlElement, list[int]]], field: Field) -> bool:
    """Tell whether parts with several articles each may be one list cut into blocks or laid out as a grid.

    Several lists show by headings above their parts and by other classes.
    """
    elements = [element for element, _ in parts]
    if len(elements) == 1:
        return True
    alike = len({_way_of(element, field.links[numbers[0]][0]) for element, numbers in parts}) == 1
    return alike and not any(_is_headed(element, field) for element in elements)


def _way_of(part: HtmlElement, link: HtmlElement) -> tuple[tuple[str, str], ...]:
    """Return tags and classes from a part down to the record of a link: alike in the parts of one list."""
    way = []
    for above in link.iterancestors():
        way.append((above.tag, _class_of(above)))
        if above is part:
            break
    return tuple(way[1:]) or ((part.tag, _class_of(part)),)


def _is_one_list(parts: list[tuple[HtmlElement, list[int]]], items: Sequence[Listed]) -> bool:
    """Tell the same by their days, which start anew with every list, or by even parts where there are none."""
    if len(parts) == 1:
        return True
    dated = [[day for number in numbers if (day := items[number].published_at)] for _, numbers in parts]
    if all(dated) and sum(map(len, dated)) * 2 > len(items):
        starts_anew = sum(1 for before, after in pairwise(dated) if after[0] > before[-1])
        return starts_anew <= len(parts) // 8
    sizes = [len(numbers) for _, numbers in parts]
    even = len(set(sizes[:-1])) == 1 and sizes[-1] <= sizes[0]
    return not any(dated) and even and not _is_tabbed([element for element, _ in parts])


def _is_headed(element: HtmlElement, field: Field) -> bool:
    """Tell whether a part begins with words of its own, as several lists under their headings do."""
    for child in element.iter():
        if isinstance(child.tag, str):
            if field.owners.get(child, MANY) != MANY:
                return False
            text = tidy_title(child.text or "")
            if text and not is_day(text) and size(text) >= 2:
                return True
    return False


def _is_tabbed(elements: Sequence[HtmlElement]) -> bool:
    """Tell whether only one of the elements is shown at a time."""
    styles = [re.sub(r"\s", "", element.get("style") or "").lower() for element in elements]
    return any("display:none" in style for style in styles) or any(
        "tab" in (above.get("class") or "").lower() for above in (elements[0], elements[0].getparent())
    )


def _class_of(element: HtmlElement) -> str:
    """Return the classes of an element without those that only tell its place or state."""
    names = (element.get("class") or "").split()
    return " ".join(name for name in names if not _CHANGING.search(name))


def _with_strays(found: Found, links: Sequence[Link], moment: Moment) -> Found:
    """Return the list with the articles among its records that lie on another path: pinned ones, the first with a picture."""
    strays = list(_strays(found, links))
    if not strays:
        return found
    held = {link.element: link.address for link in links}
    order = {element: number for number, element in enumerate(found.below.iter())}
    together = sorted((*found.links, *(link.element for link in strays)), key=order.__getitem__)
    field = field_of(((link, held[link]) for link in together), found.below)
    items = entries(field, moment)
    undated = {item.address for item in items if item.published_at is None}
    if sum(1 for item in found.items if item.published_at) * 2 > len(found.items) and undated & {
        one.address for one in strays
    }:
        return found
    return Found(found.below, tuple(link for same in field.links for link in same), items, found.weight)


def _strays(found: Found, links: Sequence[Link]) -> Iterator[Link]:
    """Yield the longest link of every record that has none of the list's."""
    held = {item.address for item in found.items}
    records = {_child_of(found.below, link) for link in found.links}
    tags = {record.tag for record in records}
    best: dict[HtmlElement, Link] = {}
    for link in links:
        if link.address in held or link.length < _SHORTEST or found.below not in link.element.iterancestors():
            continue
        record = _child_of(found.below, link.element)
        if record not in records and record.tag in tags and (record not in best or link.length > best[record].length):
            best[record] = link
    yield from best.values()
