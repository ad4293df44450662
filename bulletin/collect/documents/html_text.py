"""HTML to segments of text: one segment per block, scripts and styles dropped, data tables and lists kept as such."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bulletin.collect.documents.html_tables import CELLS, data_rows, is_simple_row
from bulletin.errors import UnreadableMaterial
from bulletin.text import plain
from bulletin.text.manuscript import table_row

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCK_TAGS = """address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr html li main menu ol p pre section table tbody thead tfoot tr td th ul
    caption legend br"""
_DROPPED_TAGS = """script style noscript template head title svg math iframe object embed select option button textarea
    input audio video canvas nav"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_DROPPED = frozenset(_DROPPED_TAGS.split())
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_KINDS = {"figcaption": "caption", **dict.fromkeys(_HEADINGS, "heading")}
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
"""The XML declaration at the head of a document, whose charset no longer holds once it is text."""
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""What no document may hold; escape sequences lose their ESC here and the rest of them in `plain`."""
_SPACES = re.compile(r"[ \t\r\n\f\v\xa0\u3000]+")
_NUMBERED = re.compile(
    r"\W{0,2}(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[①-⑳])\s*[.．、)）]|[①-⑳]|第[一二三四五六七八九十\d]+"
)
_SHOWN_LATER = re.compile(r"js_content|rich_media_content|article[-_]?(?:body|content)|main[-_]?content", re.IGNORECASE)
_LISTS = frozenset(("ol", "ul", "menu"))
_MOST_HIDDEN, _UNCOUNTED = 400, -1
_EMPTY = "<html><body></body></html>"
_MOST_TAGS = 200_000
_MOST_ATTRIBUTES, _LONG_TAG = 5_000, 10_000
_ATTRIBUTE = re.compile(
    r"""[ \t\n\f\r/]*+[^ \t\n\f\r/>][^ \t\n\f\r/>=]*+"""
    r"""(?:[ \t\n\f\r]*+=[ \t\n\f\r]*+(?:"[^"]*+"?|'[^']*+'?|[^ \t\n\f\r>"'][^ \t\n\f\r>]*+)?+)?+"""
)
_QUOTED_END = re.compile(r"""=[ \t\n\f\r]*+(?:"[^">]*+>|'[^'>]*+>)""")
_MARKUP = re.compile(
    rf"<(?:!--(?:-?>|.*?(?:--!?>|\Z))|[!?][^>]*+|/?+(?P<name>[A-Za-z][^ \t\n\f\r/>]*+)(?P<rest>(?:{_ATTRIBUTE.pattern})*+))",
    re.DOTALL,
)
_RAW = frozenset(["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"])
"""Elements whose content is no markup (HTML 13.2.5.2 to 13.2.5.4)."""
_TOO_MANY_REMEDY = "请在浏览器中打开原网页，需要的内容请人工录入"


@dataclass(frozen=True, slots=True)
class Segment:
    """One line of a page: its text, how many of its characters stand inside links, and what it is.

    ``kind`` is ``heading`` (h1–h6), ``row`` (of a data table), ``caption`` or ''.
    """

    text: str
    linked: int = 0
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What an element covers: ``segments[start:end]`` of its page."""

    element: HtmlElement
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A link or picture, and the number of the segment it stands in (a picture alone: of the segment after it)."""

    element: HtmlElement
    number: int


@dataclass(slots=True)
class Page:
    """The visible text of a page in reading order, and the stretch each block element covers, inner ones first."""

    segments: list[Segment] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)
    links: list[Spot] = field(default_factory=list)
    pictures: list[Spot] = field(default_factory=list)


def parse(text: str) -> HtmlElement:
    """Return the tree of an HTML page or fragment; any text gives a tree, the empty one an empty body.

    Raises `UnreadableMaterial` for so many attributes in one tag that libxml2, which compares each with all others, takes
    minutes.
    """
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    source = CONTROLS.sub("", DECLARATION.sub("", text)).strip() or _EMPTY
    if any(len(_ATTRIBUTE.findall(tag)) > _MOST_ATTRIBUTES for tag in _long_tags(source)):
        raise UnreadableMaterial("网页的一个标签里有成千上万个属性，未读", _TOO_MANY_REMEDY)
    try:
        return html.document_fromstring(source.encode(), parser=parser)
    except etree.ParserError:  # nothing but comments or a document type
        return html.document_fromstring(_EMPTY, parser=parser)


def parse_page(text: str) -> HtmlElement:
    """Return the tree of a whole page.

    Raises `UnreadableMaterial` for one of so many tags that its tree fills the memory (half a kilobyte each; the longest
    lists have a tenth of what is allowed), and as `parse`.
    """
    tags = text.count("<")
    if tags > _MOST_TAGS:
        raise UnreadableMaterial(f"网页有 {tags} 个标签，过于复杂，未读", _TOO_MANY_REMEDY)
    return parse(text)


def _long_tags(source: str) -> Iterator[str]:
    """Yield what stands after the name in tags so long that they may hold too many attributes.

    Read as a browser reads (HTML 13.2.5): a ``>`` within a quoted value ends no tag, comments and scripts hold none. A page
    without a quoted ``>`` and with each soon after the other has no such tag, which is seen at a tenth of the price.
    """
    is_short = len(source) <= _LONG_TAG
    if is_short or (len(max(source.split(">"), key=len)) <= _LONG_TAG and not _QUOTED_END.search(source)):
        return
    place = 0
    while found := _MARKUP.search(source, place):
        place = found.end()
        if (rest := found["rest"]) and len(rest) > _LONG_TAG:
            yield rest
        name = (found["name"] or "").lower()
        if name in _RAW and source[found.start() + 1] != "/":
            end = re.compile(f"</{name}", re.IGNORECASE).search(source, place)
            place = end.start() if end else len(source)


def html_to_text(text: str) -> str:
    """Return the text of an HTML page or fragment, one block a line; text without markup keeps its own lines.

    Rows of data tables are written as the manuscript writes them (``| 县区 | 数值 |``), items of numbered lists with
    their numbers. Raises as `parse`.
    """
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
    """Walks a tree once and writes segments, stretches, links and pictures into `page`."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pending: list[tuple[str, bool]] = []
        self.kind = ""
        self.mark = ""
        self.counts: list[int] = []

    def read(self, element: HtmlElement, linked: bool) -> None:
        """Read `element` and all below it."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _DROPPED or _is_hidden(element):
            return
        linked = linked or tag == "a"
        if tag not in _BLOCKS:
            self._note(element, tag)
            self._read_inside(element, linked)
            return
        self.end_line()
        start = len(self.page.segments)
        self._read_block(element, tag, linked)
        self.end_line()
        if len(self.page.segments) > start:
            self.page.stretches.append(Stretch(element, start, len(self.page.segments)))

    def _read_block(self, element: HtmlElement, tag: str, linked: bool) -> None:
        """Read a block: a table as rows, a preformatted text line by line, anything else as what it holds."""
        rows = data_rows(element) if tag == "table" else []
        if rows:
            self._read_rows(element, rows)
        elif tag == "tr" and is_simple_row(element):
            self._add("\t".join(text_of(cell) for cell in element if cell.tag in CELLS), 0)
        elif tag == "pre":
            for line in "".join(element.itertext()).split("\n"):
                self._add(_folded(line), 0)
        elif tag in _LISTS:
            self.counts.append(_first_of(element) if tag == "ol" else _UNCOUNTED)
            self._read_inside(element, linked)
            self.counts.pop()
        else:
            above, self.kind = self.kind, _KINDS.get(tag, self.kind)
            self.mark = self._next_mark() if tag == "li" else self.mark
            self._read_inside(element, linked)
            self.end_line()
            self.kind, self.mark = above, "" if tag == "li" else self.mark

    def _next_mark(self) -> str:
        """Return the number a browser shows before this item of a numbered list (``2. ``), or ''."""
        if not self.counts or self.counts[-1] == _UNCOUNTED:
            return ""
        self.counts[-1] += 1
        return f"{self.counts[-1] - 1}. "

    def _read_rows(self, table: HtmlElement, rows: list[tuple[str, ...]]) -> None:
        for link in table.iter("a"):
            self.page.links.append(Spot(link, len(self.page.segments)))
        for row in rows:
            self.page.segments.append(Segment(plain(table_row(row)), 0, "row"))

    def _note(self, element: HtmlElement, tag: str) -> None:
        if tag == "a":
            self.page.links.append(Spot(element, len(self.page.segments)))
        elif tag == "img":
            self.page.pictures.append(Spot(element, len(self.page.segments)))

    def _read_inside(self, element: HtmlElement, linked: bool) -> None:
        self.pending.append((element.text or "", linked))
        for child in element:
            self.read(child, linked)
            self.pending.append((child.tail or "", linked))

    def end_line(self) -> None:
        """Make a segment of what has been read since the last edge of a block."""
        if not self.pending:
            return
        text = "".join(piece for piece, _ in self.pending)
        if text and not text.isspace():
            self._add(_folded(text), sum(len(_folded(piece)) for piece, linked in self.pending if linked))
        self.pending.clear()

    def _add(self, text: str, linked: int) -> None:
        if not text.strip():
            return
        text = plain(text)
        if self.mark and not _NUMBERED.match(text):
            text = f"{self.mark}{text}"
        self.mark = ""
        self.page.segments.append(Segment(text, linked, self.kind))


def _folded(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _first_of(numbered: HtmlElement) -> int:
    """Return the number of the first item of an <ol>."""
    stated = numbered.get("start") or ""
    return int(stated) if stated.isascii() and stated.isdecimal() and len(stated) < 4 else 1


def _is_hidden(element: HtmlElement) -> bool:
    """Tell whether the page hides `element` from readers; a hidden body is shown later by a script and counts."""
    style = element.get("style")
    if not style or "none" not in style or "display:none" not in _SPACES.sub("", style).lower():
        return False
    if _SHOWN_LATER.search(f"{element.get('id') or ''} {element.get('class') or ''}"):
        return False
    length = 0
    for text in element.itertext():
        length += len(text.strip())
        if length >= _MOST_HIDDEN:
            return False
    return True
