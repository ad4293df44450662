"""OFD (GB/T 33190, the national format of fixed pages): its text, by place, on zip and lxml.

Writers differ in namespace and in how they cut lines, so elements are matched by their local names and lines are made
of places: by the baseline, then from left to right. Templates (版面模板) under the pages count as running heads.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from bulletin.collect.documents.document import Document
from bulletin.collect.documents.pages import Piece, document_of, lines_of
from bulletin.collect.documents.xml import Trees
from bulletin.collect.documents.zipped import Limits, opened
from bulletin.errors import UnreadableMaterial
from bulletin.text import one_line

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

ENTRY = "OFD.xml"
_NOUN = "OFD 文件"
_REMEDY = "请重新导出，或报可编辑的 Word 文件"
_LIMITS = Limits(members=4_000, part=16 << 20, total=64 << 20)
_MOST_PAGES = 300
_NUMBER = re.compile(r"-?\d{1,6}(?:\.\d*)?|-?\.\d+")
_Read = Callable[[str], "Element | None"]


def read_ofd(body: bytes) -> Document:
    """Return what an OFD file says, its first 300 pages. Raises `RefusedMaterial` when it holds pictures only, and
    `UnreadableMaterial` when it is cut, encrypted, a bomb, or no OFD."""
    with opened(body, _NOUN, _REMEDY, _LIMITS) as package:
        names, parse = frozenset(package.names), Trees(_NOUN, _REMEDY).of

        def read(name: str) -> Element | None:
            return parse(package.read(name)) if name in names else None

        entry = read(ENTRY)
        if entry is None:
            raise UnreadableMaterial("文件不是 OFD 文档", _REMEDY)
        pages: list[list[str]] = []
        templates: list[str] = []
        for root in _texts(entry, "DocRoot"):
            _read_document(_joined("", root), read, pages, templates)
    if not pages:
        raise UnreadableMaterial("OFD 文件中没有页面，或已加密", _REMEDY)
    found = document_of(pages, _NOUN)
    said = [
        one_line(element.text) for element in entry.iter("{*}DocInfo") for element in element.iter("*") if element.text
    ]
    return Document(found.lines, True, (*found.marked, *templates, *said), found.remarks)


def _read_document(name: str, read: _Read, pages: list[list[str]], templates: list[str]) -> None:
    """Add the lines of the pages and templates of the document at `name`."""
    document = read(name)
    if document is None:
        return
    for template in document.iter("{*}TemplatePage"):
        content = read(_joined(name, template.get("BaseLoc", "")))
        templates += [] if content is None else [line.strip() for line in lines_of(_pieces(content))]
    for page in document.iter("{*}Page"):
        if len(pages) < _MOST_PAGES:
            content = read(_joined(name, page.get("BaseLoc", "")))
            pages.append([] if content is None else list(lines_of(_pieces(content))))


def _joined(base: str, location: str) -> str:
    """Return where `location`, as written in the part `base`, lies in the package; from its root with a slash."""
    path = location.strip().replace("\\", "/")
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(base), path)).lstrip("/")


def _texts(root: Element, name: str) -> list[str]:
    return [element.text or "" for element in root.iter(f"{{*}}{name}")]


def _pieces(content: Element) -> Iterator[Piece]:
    """Yield the runs of text of a page: TextCode within TextObject, moved by its Boundary and turned by its CTM."""
    for text_object in content.iter("{*}TextObject"):
        x0, y0, *_ = [*_numbers(text_object.get("Boundary")), 0.0, 0.0]
        a, b, c, d, e, f = _matrix(text_object.get("CTM"))
        size = next(iter(_numbers(text_object.get("Size"))), 0.0) or 3.0
        for code in text_object.iter("{*}TextCode"):
            text = code.text or ""
            if text.strip():
                x, y = (next(iter(_numbers(code.get(name))), 0.0) for name in ("X", "Y"))
                width = (sum(_advances(code.get("DeltaX"), len(text) - 1)) or size * (len(text) - 1)) + size
                yield Piece(x0 + a * x + c * y + e, y0 + b * x + d * y + f, abs(a) * width, abs(d) * size or size, text)


def _numbers(text: str | None) -> list[float]:
    return [float(number) for number in _NUMBER.findall(text or "")]


def _matrix(text: str | None) -> tuple[float, ...]:
    found = tuple(_numbers(text))
    return found if len(found) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _advances(text: str | None, most: int) -> list[float]:
    """Return the steps from character to character, ``g n x`` written out (n times x); at most `most`."""
    found: list[float] = []
    words = (text or "").split()
    while words and len(found) < most:
        word = words.pop(0)
        if word == "g" and len(words) > 1 and words[0].isdecimal():
            times = min(int(words.pop(0)[:6]), most)
            found += _numbers(words.pop(0))[:1] * times
        else:
            found += _numbers(word)[:1]
    return found[:most]
