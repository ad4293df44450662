"""Entries of an XML feed (RSS, RDF, Atom) in feedparser's shape.

feedparser takes some seventy times as long as a bare parse. A feed that is well-formed and holds in its entries only
elements whose meaning is plain is read here, with the same outcome; every other one is feedparser's, which knows how to
deal with damage, with inline markup and with a hundred dialects.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from bulletin.collect.documents.html_text import DECLARATION

if TYPE_CHECKING:
    from lxml.etree import _Element

_NEW_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
_REFERENCE = re.compile(r"&#(?:x0*([0-9a-f]+)|0*([0-9]+));?", re.I)
_MOST_DIGITS = 7
_ODD = re.compile("<!DOCTYPE|<!ENTITY|xml:base|base64|[\x80-\x9f]|&#", re.I)
_WESTERN = re.compile("[\x00-\xff]*[\x80-\xff][\x00-\xff]*")
_RSS = ("", "{http://purl.org/rss/1.0/}")
_ATOM = "{http://www.w3.org/2005/Atom}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_FIELDS = {
    **{f"{space}{name}": field for space in _RSS for name, field in (
        ("title", "title"), ("link", "link"), ("guid", "id"), ("description", "summary"), ("pubDate", "published"),
    )},
    **{f"{_ATOM}{name}": field for name, field in (
        ("title", "title"), ("id", "id"), ("summary", "summary"), ("content", "content"),
        ("published", "published"), ("updated", "updated"),
    )},
    "{http://purl.org/rss/1.0/modules/content/}encoded": "content",
    f"{_DC}date": "updated",
}  # fmt: skip
_PASSED_OVER = {
    *("category", "author", "comments", f"{_ATOM}category", f"{_ATOM}author"),
    *(f"{_DC}{name}" for name in ("creator", "subject", "publisher", "language")),
    "{http://purl.org/rss/1.0/modules/slash/}comments",
    "{http://wellformedweb.org/CommentAPI/}commentRss",
}
_PLAIN_TYPES = ("", "text", "html", "text/html", "text/plain")
_HTML_TYPES = ("", "text/html", "application/xhtml+xml")


class _NotPlain(Exception):
    """A feed that feedparser is to read."""


def xml_entries(text: str) -> list[Mapping[str, Any]]:
    """Return the entries of a feed already decoded, in its order."""
    text = DECLARATION.sub("", text).lstrip()
    try:
        return _plain_entries(text)
    except _NotPlain:
        return _parsed_entries(text)


def _parsed_entries(text: str) -> list[Mapping[str, Any]]:
    """Return the entries as feedparser gives them."""
    import feedparser

    document = (_NEW_DECLARATION + _REFERENCE.sub(_known_reference, text)).encode("utf-8")
    parsed = feedparser.parse(
        io.BytesIO(document),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    return list(parsed.entries)


def _known_reference(match: re.Match[str]) -> str:
    """Return a character reference as it stands, '' for a surrogate or no character (feedparser raises on those)."""
    digits, base = (match[1], 16) if match[1] else (match[2], 10)
    code = int(digits, base) if len(digits) <= _MOST_DIGITS else sys.maxunicode + 1
    return "" if code > sys.maxunicode or 0xD800 <= code <= 0xDFFF else match.group()


def _plain_entries(text: str) -> list[Mapping[str, Any]]:
    """Return the entries of a feed in which nothing is out of the ordinary. Raises `_NotPlain` for any other."""
    from lxml import etree

    if _ODD.search(text):
        raise _NotPlain
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise _NotPlain from error
    entries = _found(root)
    if not entries or sum(1 for _ in root.iter("{*}item", "{*}entry")) != len(entries):
        raise _NotPlain
    return [_entry(element) for element in entries]


def _found(root: _Element) -> list[_Element]:
    """Return the entries of a feed where they belong."""
    if root.tag == "rss":
        return list(root.iterfind("channel/item"))
    if root.tag == f"{_RDF}RDF":
        return list(root.iterfind(f"{_RSS[1]}item"))
    return list(root.iterfind(f"{_ATOM}entry")) if root.tag == f"{_ATOM}feed" else []


def _entry(element: _Element) -> dict[str, Any]:
    """Return an entry with feedparser's names. Raises `_NotPlain`."""
    found: dict[str, Any] = {}
    about = (element.get(f"{_RDF}about") or "").strip()
    if about:
        found["id"] = about
    for child in element:
        tag = str(child.tag)
        if tag in _PASSED_OVER:
            continue
        for field, value in _values(child, tag):
            if field in found and not (field == "id" and about):
                raise _NotPlain
            found[field] = value
    if "links" in found:
        found["link"] = found.pop("links")
    linked = found.pop("id_is_link", True)
    if "link" not in found and found.get("id") and linked and not about:
        found["link"] = found["id"]
    found["enclosures"] = [_enclosure(child) for child in element if _is_enclosure(child)]
    return found


def _values(child: _Element, tag: str) -> Iterator[tuple[str, Any]]:
    """Yield what a child of an entry says, by field. Raises `_NotPlain` for an element that is not known here."""
    if tag == f"{_ATOM}link":
        if len(child):
            raise _NotPlain
        if child.get("rel", "alternate") == "alternate" and child.get("type", "") in _HTML_TYPES:
            yield "links", (child.get("href") or "").strip()
    elif tag == "enclosure":
        return
    elif tag == "source":
        yield "source", {"title": _text(child)}
    elif tag in _FIELDS:
        if child.get("type", "") not in _PLAIN_TYPES or child.get("src") or child.get("mode"):
            raise _NotPlain
        value = _text(child)
        yield _FIELDS[tag], [{"value": value}] if _FIELDS[tag] == "content" else value
        if tag.endswith("guid"):
            yield "id_is_link", child.get("isPermaLink", "true").lower() == "true"
    else:
        raise _NotPlain


def _text(child: _Element) -> str:
    """Return the text of an element. Raises `_NotPlain` for inline markup and for text that may be encoded twice."""
    text = (child.text or "").strip()
    if len(child) or _WESTERN.fullmatch(text):
        raise _NotPlain
    return text


def _is_enclosure(child: _Element) -> bool:
    return str(child.tag) == "enclosure" or (str(child.tag) == f"{_ATOM}link" and child.get("rel") == "enclosure")


def _enclosure(child: _Element) -> dict[str, str]:
    return {"href": child.get("url") or child.get("href") or "", "type": child.get("type") or ""}
