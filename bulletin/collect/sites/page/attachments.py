"""The attachments (附件) an article page links to: their names as the page writes them, their absolute addresses."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from bulletin.collect.documents.html_text import Page, text_of
from bulletin.collect.sites.addresses import absolute
from bulletin.collect.sites.page.body import Body
from bulletin.text import one_line

_DOCUMENT = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|ofd|wps|et|dps|csv|zip|rar|7z)(?=$|[?#&])", re.IGNORECASE)
_DOWNLOAD = re.compile(r"download|attach|fujian|upload_?file|file_?down", re.IGNORECASE)
_NAMED = re.compile(r"附\s*件|\.(?:docx?|xlsx?|pptx?|pdf|ofd|wps|et|zip|rar|7z)\W*$", re.IGNORECASE)
_LABEL = re.compile(
    r"^\W{0,2}(?:附\s*件(?:下载)?\s*(?:\d{1,2}\s*[:：.．、-]?|[一二三四五六七八九十]{1,3}\s*[:：、]|[:：]|(?=\s|$))\s*)?(?:\d{1,2}\s*[.．、]\s*)?"
)
_LEAVE = "/:?=&%#+@,;~!$()[]"
_WITHIN = 12
_MOST = 60
_LONGEST_NAME = 120


def attachments_of(page: Page, body: Body, base: str) -> dict[int, list[tuple[str, str]]]:
    """Return name and address of each attachment by the segment its link stands in, each address once.

    `base` is the page's own address. Links count within the body and in the lines shortly below it.
    """
    found: dict[int, list[tuple[str, str]]] = {}
    seen: set[str] = set()
    for spot in page.links:
        href = (spot.element.get("href") or "").strip()
        if not body.first <= spot.number < body.end + _WITHIN or not _is_document(href, text := text_of(spot.element)):
            continue
        address = _in_ascii(href, base)
        if (
            address
            and address not in seen
            and len(seen) < _MOST
            and body.lines.fit[min(spot.number, len(body.lines.fit) - 1)]
        ):
            seen.add(address)
            found.setdefault(spot.number, []).append((_name(text, address), address))
    return found


def _in_ascii(href: str, base: str) -> str:
    """Return the absolute http or https address of a link in ASCII, or '' for any other, and for a part of one without
    a base."""
    return quote(absolute(href, base), safe=_LEAVE)


def _is_document(href: str, text: str) -> bool:
    """Tell whether a link leads to a document: by its address, or by its address and its text together."""
    if not href or href.startswith(("#", "javascript:", "mailto:")):
        return False
    return _DOCUMENT.search(href) is not None or (
        _DOWNLOAD.search(href) is not None and _NAMED.search(text) is not None
    )


def _name(text: str, address: str) -> str:
    """Return the name of an attachment: the text of its link without 附件1：, or the last part of its address."""
    name = _LABEL.sub("", one_line(text)).strip()
    return (name or urlsplit(address).path.rpartition("/")[2])[:_LONGEST_NAME]
