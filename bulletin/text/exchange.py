"""The package (上报包) that offices of this program hand each other: an Atom feed (RFC 4287) with elements of their own.

Any reader of feeds can show it; an office also reads what stands in the namespace `NAMESPACE`: which office, which units,
which revision, which originals. What is written is read back exactly, and the same package always gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bulletin.text import one_line, plain, sha256, shorten
from bulletin.text.secrecy import is_marked, is_marked_name, may_be_marked

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAMESPACE = "tag:bulletin.invalid,2026:exchange"
ATOM = "http://www.w3.org/2005/Atom"
OPEN = "非密"
"""What a paper says of its secrecy; nothing else is ever sent, or taken in."""
_BEFORE_ALL = "1970-01-01T00:00:00+00:00"
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_UNREAD = (("<!--", "-->"), ("<?", "?>"))
"""What a reader passes over and the bytes hold all the same: comments and instructions."""
_PLACES = {"title": "标题", "content": "正文", "link": "附图"}


@dataclass(frozen=True, slots=True)
class Field:
    """One element of our own: its name, its text, and what more is said of it, by name. Names may repeat."""

    name: str
    value: str
    about: tuple[tuple[str, str], ...] = ()

    def told(self, name: str) -> str:
        """Return what is said of it under `name`, '' for nothing."""
        return next((value for key, value in self.about if key == name), "")


@dataclass(frozen=True, slots=True)
class Part:
    """A picture that goes with a paper: its name, its address from the feed's own, its type and the SHA-256 of its bytes."""

    name: str
    address: str
    media_type: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One entry of a package: a whole text under an id that never changes. ``updated`` is ISO 8601 with offset."""

    id: str
    title: str
    updated: str
    text: str
    fields: tuple[Field, ...] = ()
    parts: tuple[Part, ...] = ()

    def value(self, name: str) -> str:
        """Return the value of the first field of that name, '' where there is none."""
        return next((field.value for field in self.fields if field.name == name), "")

    def all(self, name: str) -> tuple[Field, ...]:
        """Return the fields of that name, in their order."""
        return tuple(field for field in self.fields if field.name == name)


@dataclass(frozen=True, slots=True)
class Package:
    """A feed: its id and title, the office it comes from, and its papers, the newest first."""

    id: str
    title: str
    office: str
    papers: tuple[Paper, ...] = ()


def content_hash(title: str, text: str) -> str:
    """Return the SHA-256 that stands for a title and a text."""
    return sha256(f"{title}\n\n{text}".encode())


def sendable(text: str) -> str:
    """Return a text without the characters that XML cannot hold, for words that somebody else once wrote."""
    return _ILLEGAL.sub("", plain(text))


def second_key(tag: str, content: str) -> str:
    """Return the key of an item read from a paper whose tag is known with another text; `content` is its hash."""
    return f"{tag} {content[:16]}"


def tag_of(key: str) -> str:
    """Return the tag of the paper that the item of that key was read from."""
    return key.partition(" ")[0]


def write(package: Package) -> bytes:
    """Return the package as a feed. Raises `ValueError` for a character that XML cannot hold."""
    from xml.etree import ElementTree

    root = ElementTree.Element("feed", {"xmlns": ATOM, "xmlns:b": NAMESPACE})
    _add(root, "id", package.id)
    _add(root, "title", package.title)
    _add(root, "updated", max((paper.updated for paper in package.papers), default=_BEFORE_ALL))
    _add(_add(root, "author"), "name", package.office)
    for paper in package.papers:
        _write_paper(root, paper)
    ElementTree.indent(root, " ")
    body: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return body + b"\n"


def _write_paper(root: Element, paper: Paper) -> None:
    entry = _add(root, "entry")
    _add(entry, "id", paper.id)
    _add(entry, "title", paper.title)
    _add(entry, "updated", paper.updated)
    for part in paper.parts:
        about = {"rel": "enclosure", "href": part.address, "type": part.media_type, "title": part.name}
        _add(entry, "link", **about, **{"b:sha256": part.sha256})
    for field in paper.fields:
        _add(entry, f"b:{field.name}", field.value, **dict(field.about))
    _add(entry, "content", paper.text, type="text")


def _add(parent: Element, tag: str, text: str = "", **about: str) -> Element:
    for value in (text, *about.values()):
        if found := _ILLEGAL.search(value):
            raise ValueError(f"U+{ord(found[0]):04X}")
    child = parent.makeelement(tag, about)
    parent.append(child)
    child.text = text
    return child


def marked_place(body: bytes) -> str:
    """Return where a feed is marked as classified, in words (``“题”的正文``); '' where nowhere. Raises `ValueError` as `read`.

    All of it is looked at, whatever it is called: what goes out and what comes in are measured by this one rule.
    """
    root = _tree(body)
    if any(map(_has_mark, _unread(body.decode("utf-8")))):
        return "上报包的注释"
    if found := _marked_among([root]):
        return f"上报包的{found}"
    for child in root:
        if found := _marked_among(child.iter()):
            subject = f"“{shorten(_text(child, 'title'))}”" if child.tag == _atom("entry") else "上报包"
            return f"{subject}的{found}"
    return ""


def _unread(text: str) -> Iterator[str]:
    """Yield what stands in comments and instructions, in one pass: a pattern would look for each end from each start."""
    for opening, closing in _UNREAD:
        start = text.find(opening)
        while start >= 0 and (end := text.find(closing, start)) >= 0:
            yield text[start + len(opening) : end]
            start = text.find(opening, end)


def _marked_among(elements: Iterable[Element]) -> str:
    """Return what the first of the elements is called that holds a mark, '' where none does."""
    for element in elements:
        name = element.tag.rpartition("}")[2]
        if name == "secrecy" and one_line(element.text or "") not in ("", OPEN):
            return "密级栏"
        words = (name, element.text or "", element.tail or "", *element.attrib, *element.attrib.values())
        names = [part for value in element.attrib.values() for part in value.split("/")] if name == "link" else []
        if any(map(_has_mark, words)) or any(map(is_marked_name, names)):
            return _PLACES.get(name, f"“{shorten(name, 20)}”一项")
    return ""


def _has_mark(text: str) -> bool:
    return may_be_marked(text) and any(map(is_marked, plain(text).split("\n")))


def read(body: bytes) -> Package:
    """Return the package that a feed is. Raises `ValueError` for what is none: not UTF-8 (nor UTF-16 that looks it), a DTD, damaged, no feed."""
    root = _tree(body)
    return Package(
        _text(root, "id"),
        _text(root, "title"),
        root.findtext(f"{_atom('author')}/{_atom('name')}", ""),
        tuple(_read_paper(entry) for entry in root.iterfind(_atom("entry"))),
    )


def _tree(body: bytes) -> Element:
    from xml.etree import ElementTree

    body.decode("utf-8")
    if _DECLARED.search(body) or b"\0" in body:
        raise ValueError("DOCTYPE")
    try:
        utf8 = ElementTree.XMLParser(encoding="utf-8")  # noqa: S314 - no DTD comes so far, and so no entity
        root = ElementTree.fromstring(body, utf8)  # noqa: S314 - whatever charset the feed says it is in
    except ElementTree.ParseError as error:
        raise ValueError(str(error)) from None
    if root.tag != _atom("feed"):
        raise ValueError(str(root.tag))
    return root


def _read_paper(entry: Element) -> Paper:
    own = f"{{{NAMESPACE}}}"
    fields = (
        Field(child.tag.removeprefix(own), child.text or "", tuple(child.attrib.items()))
        for child in entry
        if child.tag.startswith(own)
    )
    return Paper(
        id=_text(entry, "id"),
        title=_text(entry, "title"),
        updated=_text(entry, "updated"),
        text=_text(entry, "content"),
        fields=tuple(fields),
        parts=tuple(_parts(entry)),
    )


def _parts(entry: Element) -> Iterator[Part]:
    for link in entry.iterfind(_atom("link")):
        if link.get("rel") == "enclosure":
            names = ("title", "href", "type", _own("sha256"))
            yield Part(*(link.get(name, "") for name in names))


def _text(parent: Element, name: str) -> str:
    return parent.findtext(_atom(name), "")


def _atom(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _own(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
