"""Web addresses as pages, feeds and lists write them: made absolute, or '' for what no visit can be made to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LONGEST = 2_000
"""What an address has at most, in characters: servers and browsers take no more."""
_BLANKS = re.compile(r"[\r\n\t]")
_WHOLE = re.compile(r"(?i:https?)://(?:[^/?#\[\]\s]+|[^/?#\s]*\[[0-9a-fA-F:.]+\](?::\d+)?)(?:[/?#]|$)")
_PLACEHOLDER = re.compile(r"\{\{|\$\{|<%|%7B%7B")


def absolute(href: str, base: str, *, keeps_fragment: bool = False) -> str:
    """Return the absolute http or https address of `href` on a page of address `base`, else ''.

    '' for other schemes, places of a template (``{{url}}``), a broken host, and more than `LONGEST` characters. The
    fragment is left out unless asked for: it names a place on the page, or, behind a script's page, the article.
    """
    href = _BLANKS.sub("", href).strip()
    wanted = href if keeps_fragment else href.partition("#")[0]
    if not wanted or _PLACEHOLDER.search(href):
        return ""
    address = _joined(wanted, base)
    return address if len(address) <= LONGEST and _WHOLE.match(address) else ""


def _joined(href: str, base: str) -> str:
    """Return `href` read against `base`; the commonest cases without the library's 20 µs."""
    if href.startswith(("http://", "https://")):
        return href
    if href[0] == "/" and href[1:2] != "/" and "/." not in href:
        end = base.find("/", len("https://"))
        return (base if end < 0 else base[:end]) + href
    try:
        return urljoin(base, href)
    except ValueError:
        return ""


def base_of(root: HtmlElement, address: str) -> str:
    """Return the address against which the page's links are read: its own, or the one its <base> names."""
    declared = next((element.get("href") or "" for element in root.iter("base")), "")
    return absolute(declared, address) or address


def same_place(address: str) -> tuple[str, str]:
    """Return an address without what makes no difference to the server: the case of its host, a last stroke, the
    fragment. One that is none is returned as it stands."""
    try:
        bare, _ = urldefrag(address.strip())
        parts = urlsplit(bare)
    except ValueError:
        return "", address
    return f"{parts.scheme}://{parts.netloc}".lower(), bare.partition(parts.netloc)[2].removesuffix("/")
