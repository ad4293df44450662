"""The package (上报包) that offices of this program hand each other: an Atom feed (RFC 4287) with elements of their own.

Any reader of feeds can show it; an office also reads what stands in the namespace `NAMESPACE`: which office, which units,
which revision, which originals. What is written is read back exactly, and the same package always gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bulletin.text import sha256

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAMESPACE = "tag:bulletin.invalid,2026:exchange"
ATOM = "http://www.w3.org/2005/Atom"
_BEFORE_ALL = "1970-01-01T00:00:00+00:00"
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)


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


def read(body: bytes) -> Package:
    """Return the package that a feed is. Raises `ValueError` for what is none: not UTF-8 (nor UTF-16 that looks it), a DTD, damaged, no feed."""
    from xml.etree import ElementTree

    body.decode("utf-8")
    if _DECLARED.search(body) or b"\0" in body:
        raise ValueError("DOCTYPE")
    try:
        root = ElementTree.fromstring(body)  # noqa: S314 - no DTD comes so far, and so no entity
    except ElementTree.ParseError as error:
        raise ValueError(str(error)) from None
    if root.tag != _atom("feed"):
        raise ValueError(str(root.tag))
    return Package(
        _text(root, "id"),
        _text(root, "title"),
        root.findtext(f"{_atom('author')}/{_atom('name')}", ""),
        tuple(_read_paper(entry) for entry in root.iterfind(_atom("entry"))),
    )


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
