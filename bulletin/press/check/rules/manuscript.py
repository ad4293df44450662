"""Rule 73: what was written is what is printed: every paragraph as it was, once, in its place; tables, pictures; in sight.

Only what is certain is said. What else stands on a page (notes, captions, contents, the end of a letter) is not known
here: a paragraph is missing where it can begin on fewer lines than it should; it is printed too often or out of place
where a paragraph of the page is it from its first character to its last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bulletin.press.check.document import Document
from bulletin.press.check.elements import bare
from bulletin.press.check.finding import Expected, Found, Place, Rule, place_of
from bulletin.press.check.read import Page, Row
from bulletin.text import shorten

_LEAST = 4  # characters of a paragraph that can be told from others
_LEAST_TWICE = 12  # characters nobody writes twice without meaning to
_SAME_SIZE = 0.6  # points
_INDENT = 3.0  # mm a first line may stand off its place and still opens a paragraph


@dataclass(frozen=True, slots=True)
class _Running:
    """The body text of all pages as one, without line ends; and where in it paragraphs open, on which page and row."""

    text: str
    opens: dict[int, tuple[int, Row]]

    def places(self, paragraph: str) -> list[int]:
        """Return where a paragraph opens with the whole of `paragraph`."""
        return [at for at in self.opens if self.text.startswith(paragraph, at)]


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph of the manuscript: how often it is ``wanted``, and its ``places`` in the running text."""

    text: str
    wanted: int
    places: tuple[int, ...]

    @property
    def name(self) -> str:
        """How messages call it."""
        return f"“{shorten(self.text, 12)}”"


def _as_written(document: Document, expected: Expected) -> Iterator[Found]:
    texts = [text for text in map(bare, expected.texts) if text]
    everything, body = _joined(document.pages), "".join(line.row.text for line in document.lines)
    altered = [text for text in texts if text not in everything and text not in body]
    yield from (_difference(document, text, everything, body) for text in altered)
    running, kept = _running(document), [text for text in texts if text not in altered]
    paragraphs = [
        _Paragraph(text, sum(other.startswith(text) for other in texts), tuple(running.places(text)))
        for text in dict.fromkeys(kept)
        if len(text) >= _LEAST
    ]
    yield from _missing(document, paragraphs)
    yield from _repeated(running, paragraphs, "\n".join(map(bare, expected.titles)))
    yield from _out_of_place(running, kept, paragraphs)
    yield from _without_tables(document, expected)
    yield from _without_pictures(document, expected)
    yield from _painted_over(document)


def _difference(document: Document, text: str, *places: str) -> Found:
    """Return from where on `text` is on the pages no longer as it was written."""
    kept = _longest_start(text, *places)
    where = shorten(text[max(0, kept - 6) : kept + 6], 14)
    message = f"文中“{shorten(text, 12)}”一段与原稿不一致，从“{where}”处起"
    return Found(_page_of(document, text[:kept]), message, f"前 {kept} 字一致", f"{len(text)} 字全部一致")


def _joined(pages: Sequence[Page]) -> str:
    return "".join(row.text for page in pages for row in page.rows)


def _longest_start(text: str, *places: str) -> int:
    """Return how many characters of `text`, from its start, are found in one of `places`."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if any(text[:middle] in place for place in places):
            low = middle
        else:
            high = middle - 1
    return low


def _page_of(document: Document, start: str) -> int:
    """Return the page on which `start` begins, as far as one line can tell; 1 if it cannot."""
    for page in document.pages:
        if start[:10] and start[:10] in _joined([page]):
            return page.number
    return 1


def _running(document: Document) -> _Running:
    text, opens = "", dict[int, tuple[int, Row]]()
    for page in document.pages:
        indented = document.left(page) + 2 * document.cell
        for row in document.text_rows(page):
            if abs(row.size - document.body_size) >= _SAME_SIZE:
                continue
            if abs(row.x0 - indented) < _INDENT:
                opens[len(text)] = (page.number, row)
            text += row.text
    return _Running(text, opens)


def _missing(document: Document, paragraphs: Sequence[_Paragraph]) -> Iterator[Found]:
    """Yield the paragraphs whose words are on the pages, but begin on fewer lines, of whatever kind, than they should."""
    for one in paragraphs:
        begun = sum(_begins(page.rows[k:], one.text) for page in document.pages for k in range(len(page.rows)))
        if begun < one.wanted:
            message = f"文中{one.name}一段应印 {one.wanted} 处，版面上只有 {begun} 处"
            yield Found(_page_of(document, one.text), message, f"{begun} 处", f"{one.wanted} 处")


def _begins(rows: Sequence[Row], text: str) -> bool:
    """Tell whether `text` may begin with the first of `rows` and go on in those of its size, to the end of the page."""
    at = 0
    for row in rows:
        if abs(row.size - rows[0].size) >= _SAME_SIZE:
            continue
        if not text.startswith(row.text, at):
            return row.text.startswith(text[at:])
        at += len(row.text)
    return True


def _repeated(running: _Running, paragraphs: Sequence[_Paragraph], titles: str) -> Iterator[Found]:
    for one in paragraphs:
        if len(one.text) >= _LEAST_TWICE and len(one.places) > one.wanted and one.text not in titles:
            page, row = running.opens[one.places[one.wanted]]
            message = f"文中{one.name}一段重复印出"
            yield Found(page, message, f"{len(one.places)} 处", f"{one.wanted} 处", place_of(row))


def _out_of_place(running: _Running, texts: Sequence[str], paragraphs: Sequence[_Paragraph]) -> Iterator[Found]:
    """Yield the paragraphs that would have to be moved, of those that are printed as often as they are written."""
    whole = {one.text: one for one in paragraphs if len(one.places) == one.wanted == texts.count(one.text)}
    written = [text for text in texts if text in whole]
    printed = sorted((at, text) for text, one in whole.items() for at in one.places)
    alike = SequenceMatcher(None, written, [text for _, text in printed], autojunk=False)
    kept = {block.b + k for block in alike.get_matching_blocks() for k in range(block.size)}
    for k, (at, text) in enumerate(printed):
        if k not in kept:
            page, row = running.opens[at]
            measured = f"在{whole[printed[k - 1][1]].name}之后" if k else "在文首"
            yield Found(page, f"文中{whole[text].name}一段的位置与原稿不同", measured, "照原稿次序", place_of(row))


def _without_tables(document: Document, expected: Expected) -> Iterator[Found]:
    """Yield the tables more than half of whose characters are nowhere among those smaller than the text, 版记 aside."""
    tables = [bare(table) for table in expected.tables]
    lacking = Counter("".join(tables)) - Counter("".join(_small(document)))
    for table in tables:
        if 2 * sum((Counter(table) & lacking).values()) > len(table):
            lacking -= Counter(table)
            yield Found(1, f"原稿中“{shorten(table, 16)}”一表没有印出", "没有", "照原稿印出")


def _small(document: Document) -> Iterator[str]:
    """Yield what stands on the pages in smaller type than the text, or turned: tables, and with them notes and captions."""
    for page in document.pages:
        yield bare(page.turned)
        other = (*document.colophon_rows(), document.page_number(page))
        small = (row for row in page.rows if row.size < document.body_size - _SAME_SIZE)
        yield from (row.text for row in small if row not in other)


def _without_pictures(document: Document, expected: Expected) -> Iterator[Found]:
    printed = sum(len(page.images) for page in document.pages)
    if printed < expected.pictures:
        message = f"原稿有 {expected.pictures} 幅图，版面上只有 {printed} 幅"
        yield Found(1, message, f"{printed} 幅", f"{expected.pictures} 幅")


def _painted_over(document: Document) -> Iterator[Found]:
    for page in document.pages:
        if page.covered:
            text = shorten("".join(char.text for char in page.covered), 12)
            place = Place(
                min(char.ink.x0 for char in page.covered),
                min(char.ink.top for char in page.covered),
                max(char.ink.x1 for char in page.covered),
                max(char.ink.bottom for char in page.covered),
            )
            count = f"{len(page.covered)} 字"
            yield Found(page.number, f"“{text}”等 {count}被色块盖住，印出来看不见", count, "0 字", place)


def _no_source(_document: Document, expected: Expected) -> str:
    return "" if expected.texts else "没有原稿可对照"


RULES: tuple[Rule, ...] = (Rule(73, "GB/T 33476.2-2016", "规定", "可提取的文字与原稿一致", _as_written, _no_source),)
"""What is held against the manuscript."""
