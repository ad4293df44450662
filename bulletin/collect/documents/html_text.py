"""HTML to segments of text: one segment per block, scripts and styles dropped, data tables row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bulletin.text import plain

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCK_TAGS = """address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr html li main menu ol p pre section table tbody thead tfoot tr td th ul
    caption legend br"""
_DROPPED_TAGS = """script style noscript template head title svg math iframe object embed select option button textarea
    input audio video canvas nav"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_DROPPED = frozenset(_DROPPED_TAGS.split())
_CELLS = frozenset(("td", "th"))
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""What no document may hold; escape sequences lose their ESC here and the rest of them in `plain`."""
_SPACES = re.compile(r"[ \t\r\n\f\v\xa0\u3000]+")
_MOST_HIDDEN = 400


@dataclass(frozen=True, slots=True)
class Segment:
    """One line of a page: its text, and how many of its characters stand inside links."""

    text: str
    linked: int = 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """What an element covers: ``segments[start:end]`` of its page."""

    element: HtmlElement
    start: int
    end: int


@dataclass(slots=True)
class Page:
    """The visible text of a page in reading order, and the stretch each block element covers, inner ones first."""

    segments: list[Segment] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)


def parse(text: str) -> HtmlElement:
    """Return the tree of an HTML page or fragment; any text gives a tree, the empty one an empty body."""
    from lxml import html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    source = CONTROLS.sub("", _DECLARATION.sub("", text)).strip() or "<html><body></body></html>"
    return html.document_fromstring(source.encode(), parser=parser)


def html_to_text(text: str) -> str:
    """Return the text of an HTML page or fragment, one block a line; text without markup keeps its own lines."""
    if "<" not in text and "&" not in text:
        return plain(text)
    return "\n".join(segment.text for segment in read_page(parse(text)).segments)


def read_page(root: HtmlElement) -> Page:
    """Return the text under `root` as segments, spaces folded, empty ones left out."""
    page = Page()
    reader = _Reader(page)
    reader.read(root, linked=False)
    reader.end_line()
    return page


def text_of(element: HtmlElement) -> str:
    """Return the text of one element on one line."""
    return _folded(plain("".join(element.itertext())))


class _Reader:
    """Walks a tree once and writes segments and stretches into `page`."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pending: list[tuple[str, bool]] = []

    def read(self, element: HtmlElement, linked: bool) -> None:
        """Read `element` and all below it."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _DROPPED or _is_hidden(element):
            return
        linked = linked or tag == "a"
        if tag not in _BLOCKS:
            self._read_inside(element, linked)
            return
        self.end_line()
        start = len(self.page.segments)
        if tag == "tr" and _is_data(element):
            self._add("\t".join(text_of(cell) for cell in element if cell.tag in _CELLS), 0)
        else:
            self._read_inside(element, linked)
        self.end_line()
        if len(self.page.segments) > start:
            self.page.stretches.append(Stretch(element, start, len(self.page.segments)))

    def _read_inside(self, element: HtmlElement, linked: bool) -> None:
        self.pending.append((element.text or "", linked))
        for child in element:
            self.read(child, linked)
            self.pending.append((child.tail or "", linked))

    def end_line(self) -> None:
        """Make a segment of what has been read since the last edge of a block."""
        text = _folded("".join(piece for piece, _ in self.pending))
        self._add(text, sum(len(_folded(piece)) for piece, linked in self.pending if linked))
        self.pending.clear()

    def _add(self, text: str, linked: int) -> None:
        if text.strip():
            self.page.segments.append(Segment(plain(text), linked))


def _folded(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _is_hidden(element: HtmlElement) -> bool:
    """Tell whether the page hides `element` from readers; long hidden text is shown later by a script and counts."""
    style = _SPACES.sub("", element.get("style") or "").lower()
    return "display:none" in style and len(text_of(element)) < _MOST_HIDDEN


def _is_data(row: HtmlElement) -> bool:
    """Tell whether a table row holds data (several short cells) and is not there for the layout of the page."""
    cells = [cell for cell in row if cell.tag in _CELLS]
    return len(cells) > 1 and not any(_holds_blocks(cell) for cell in cells)


def _holds_blocks(cell: HtmlElement) -> bool:
    """Tell whether `cell` holds another table, several paragraphs, a link or more text than data."""
    inner: Iterator[HtmlElement] = cell.iter("table", "p", "div", "ul", "br", "a")
    return sum(1 for _ in inner) > 1 or len(text_of(cell)) > 200
