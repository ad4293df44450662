"""The next page of a list: a link that says so, the number after this one, or the script that writes the pager."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bulletin.collect.sites.addresses import absolute, base_of
from bulletin.collect.sites.listing.links import address_of
from bulletin.text import one_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NEXT = re.compile(r"[\[【(（<]*\s*(?:下一?页|后一?页|下页|next(?:\s+page)?|older(?: posts)?)\s*[\]】)）>»›→]*", re.I)
_SIGN = re.compile(r"[>»›]{1,2}")
_PAGER_CLASS = re.compile(r"pag|fenye|fy\b|turn", re.I)
_OF_TRS = re.compile(
    r"createPageHTML\(\s*(?P<total>\d+)\s*,\s*(?P<current>\d+)\s*,\s*['\"](?P<stem>[^'\"]+)['\"]\s*,\s*['\"](?P<suffix>\w+)['\"]"
)
_OF_OTHERS = re.compile(
    r"createPageHTML\(\s*['\"][^'\"]*['\"]\s*,\s*(?P<total>\d+)\s*,\s*(?P<current>\d+)\s*,\s*['\"](?P<stem>[^'\"]+)['\"]\s*,\s*['\"](?P<suffix>\w+)['\"]"
)


def next_page(root: HtmlElement, text: str, address: str, number: int) -> str:
    """Return the address of the page after this one, the `number`-th, or ''; never one of another host."""
    base = base_of(root, address)
    found = _by_words(root, base) or _by_script(text, base) or _by_number(root, base, number + 1)
    host = urlsplit(address).hostname
    return found if found != address and urlsplit(found).hostname == host else ""


def _by_words(root: HtmlElement, base: str) -> str:
    """Return where the link called 下一页 leads; a lone » counts inside a pager only."""
    links = list(root.iter("a"))
    for link in links:
        words = one_line("".join(link.itertext())) or link.get("title") or ""
        if len(words) < 20 and _NEXT.fullmatch(words) and (found := address_of(link, base)):
            return found
    for link in links:
        words = one_line("".join(link.itertext()))
        if _SIGN.fullmatch(words) and _is_in_pager(link) and (found := address_of(link, base)):
            return found
    return ""


def _by_script(text: str, base: str) -> str:
    """Return the next page by the call that writes the pager.

    TRS WCM counts from 0 and names the second page ``index_1.html``; others count from 1 and name it ``list_2.shtml``.
    """
    for pattern, last in ((_OF_TRS, 1), (_OF_OTHERS, 0)):
        match = pattern.search(text)
        if match and int(match["current"]) + 1 <= int(match["total"]) - last:
            return absolute(f"{match['stem']}_{int(match['current']) + 1}.{match['suffix']}", base)
    return ""


def _by_number(root: HtmlElement, base: str, wanted: int) -> str:
    """Return where the link called by the number of the next page leads, inside a pager."""
    for link in root.iter("a"):
        if one_line("".join(link.itertext())).strip("[]【】()") == str(wanted) and _is_in_pager(link):
            return address_of(link, base)
    return ""


def _is_in_pager(link: HtmlElement) -> bool:
    """Tell whether a link stands among links that turn pages: in an element called so, or beside numbers."""
    above = list(link.iterancestors())[:3]
    if any(_PAGER_CLASS.search(f"{one.get('class') or ''} {one.get('id') or ''}") for one in (link, *above)):
        return True
    numbers = [
        other for other in above[0].iter("a", "span", "b", "strong") if (other.text or "").strip("[] \n\t").isdecimal()
    ]
    return len(numbers) >= 2
