"""The text of a Word file as it is meant to be read: changes accepted, numbers written out, tables kept.

Paragraphs in order, a table as rows of the manuscript (`bulletin.text.manuscript`), footnotes as ［注：…］, text boxes
after the paragraph they hang on. Insertions are kept and deletions gone; hidden text and tables of contents are left
out and told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bulletin.collect.documents.docx_numbering import Numbering, W
from bulletin.text import one_line, plain
from bulletin.text.manuscript import table_row

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_TEXTS = (f"{W}t", _FORMULA)
_DELETED = frozenset(f"{W}{name}" for name in ("del", "moveFrom"))
_INSERTED = frozenset(f"{W}{name}" for name in ("ins", "moveTo"))
_DROPPED = frozenset(f"{W}{name}" for name in ("instrText", "delInstrText", "pPr", "rPr", "sectPr", "rt"))
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_BOXES = {  # ticked and empty boxes of forms: (font, character) to the sign
    **dict.fromkeys([("wingdings", 0x6F), ("wingdings", 0xA8), ("wingdings 2", 0x2A), ("wingdings 2", 0xA3)], "□"),
    **dict.fromkeys([("wingdings", 0xFE), ("wingdings 2", 0x52), ("wingdings 2", 0x51)], "☑"),
    **dict.fromkeys([("wingdings", 0xFC), ("wingdings 2", 0x50)], "√"),
}
_WIDEST_SPAN = 63  # columns a table of Word may have
_FRAMED = 120  # characters: a cell with more of them, over half of its table, holds the text of a form
_TITLE = re.compile(r"表\s*\d*\s*[:：\s]")
_UNTITLED = "表：（原件此表没有表题）"


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell: its lines, and how many columns it covers; an empty one continues the cell above."""

    lines: tuple[str, ...]
    columns: int = 1

    @property
    def size(self) -> int:
        """Characters in it."""
        return sum(map(len, self.lines))

    @property
    def text(self) -> str:
        """All of it on one line."""
        return one_line(" ".join(self.lines))


@dataclass(slots=True)
class Story:
    """Reads the stories of one file: body, page margins, comments.

    ``notes`` are the footnotes by the name of their reference and their id; ``hidden`` and ``earlier`` collect what is
    left out: hidden text, and paragraphs with deletions as they read before. ``contents`` tells of a table of contents.
    """

    numbering: Numbering
    styles: dict[str, str]
    vanishing: frozenset[str]
    notes: dict[str, dict[str, str]]
    hidden: list[str] = field(default_factory=list)
    earlier: list[str] = field(default_factory=list)
    contents: bool = False

    def lines(self, root: Element) -> Iterator[str]:
        """Yield the lines of a story, in order; two tables that meet are kept apart by a title."""
        above = ""
        for line in self._lines(root):
            if line == _UNTITLED and not above.startswith("|"):
                continue
            yield line
            above = line

    def _lines(self, root: Element, in_cell: bool = False) -> Iterator[str]:
        """Yield the lines of the paragraphs and tables under `root`; a table within a cell is written without bars."""
        carried = ""
        for child in root:
            if child.tag == f"{W}p":
                if self._is_contents(child):
                    continue
                boxes: list[Element] = []
                carried += "".join(self._runs(child, boxes))
                if child.find(f"{W}pPr/{W}rPr/{W}del") is None:  # else its end is deleted: the next goes on with it
                    yield from _split(self.numbering.label(child) + carried)
                    carried = ""
                for box in boxes:
                    yield from self._lines(box, in_cell)
            elif child.tag == f"{W}tbl":
                yield from self._table(child, in_cell)
            elif child.tag not in _DROPPED and child.tag not in _DELETED and child.tag != _FALLBACK:
                yield from self._lines(child, in_cell)
        yield from _split(carried)

    def _is_contents(self, paragraph: Element) -> bool:
        """Tell whether a paragraph is a row of the table of contents."""
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        found = style is not None and self.styles.get(style.get(f"{W}val", ""), "").startswith("toc ")
        self.contents = self.contents or found
        return found

    def _runs(self, paragraph: Element, boxes: list[Element]) -> Iterator[str]:
        """Yield the text of a paragraph as it is meant now; put its text boxes aside into `boxes`."""
        if next(paragraph.iter(f"{W}delText", f"{W}moveFrom"), None) is not None:
            self.earlier += _split("".join(_before(paragraph)))
        yield from self._pieces(paragraph, boxes)

    def _pieces(self, element: Element, boxes: list[Element]) -> Iterator[str]:
        for child in element:
            tag = child.tag
            if tag in _TEXTS:
                yield child.text or ""
            elif tag in _SIGNS:
                yield _SIGNS[tag]
            elif tag == f"{W}sym":
                yield _symbol(child)
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                yield self._note(child)
            elif tag == f"{W}txbxContent":
                boxes.append(child)
            elif tag == f"{W}r" and self._is_hidden(child):
                self.hidden += _split("".join(self._pieces(child, boxes)))
            elif tag not in _DROPPED and tag not in _DELETED and tag != _FALLBACK:
                yield from self._pieces(child, boxes)

    def _note(self, reference: Element) -> str:
        note = self.notes.get(reference.tag.removeprefix(W), {}).get(reference.get(f"{W}id", ""), "")
        return f"［注：{note}］" if note else ""

    def _is_hidden(self, run: Element) -> bool:
        """Tell whether Word does not show a run: by its own mark, else by its style."""
        properties = run.find(f"{W}rPr")
        if properties is None:
            return False
        mark, style = properties.find(f"{W}vanish"), properties.find(f"{W}rStyle")
        if mark is not None:
            return _is_on(mark)
        return style is not None and style.get(f"{W}val", "") in self.vanishing

    def _table(self, table: Element, in_cell: bool) -> Iterator[str]:
        """Yield a table: as rows of the manuscript, or as text where it only frames text or lies within a cell."""
        rows = [self._row(row, in_cell) for row in _children(table, "tr") if row.find(f"{W}trPr/{W}del") is None]
        rows = [row for row in rows if any(cell.lines for cell in row)]
        if all(len(row) <= 1 for row in rows):
            yield from (line for row in rows for cell in row for line in cell.lines)
        elif in_cell:
            yield from (" ".join(cell.text for cell in row if cell.lines) for row in rows)
        elif _is_form(rows):
            yield from _form(rows)
        else:
            yield from _data(rows)

    def _row(self, row: Element, in_cell: bool) -> list[_Cell]:
        """Return the cells of a row; deleted cells are gone."""
        cells = []
        for cell in _children(row, "tc"):
            merged = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = merged is not None and merged.get(f"{W}val", "continue") == "continue"
            if cell.find(f"{W}tcPr/{W}cellDel") is None:
                lines = () if goes_on else tuple(self._lines(cell, in_cell=True))
                cells.append(_Cell(lines, _span(cell.find(f"{W}tcPr/{W}gridSpan"))))
        before = _span(row.find(f"{W}trPr/{W}gridBefore"), 0)
        return [_Cell(()) for _ in range(before)] + cells


def named_styles(styles: Element | None) -> dict[str, str]:
    """Return the names of the styles, in small letters, by their ids."""
    found = () if styles is None else styles.findall(f"{W}style")
    return {style.get(f"{W}styleId", ""): _value(style.find(f"{W}name")).lower() for style in found}


def hidden_styles(styles: Element | None) -> frozenset[str]:
    """Return the ids of the styles that hide their text."""
    found = () if styles is None else styles.findall(f"{W}style")
    marks = {style.get(f"{W}styleId", ""): style.find(f"{W}rPr/{W}vanish") for style in found}
    return frozenset(name for name, mark in marks.items() if mark is not None and _is_on(mark))


def notes_of(part: Element | None) -> dict[str, str]:
    """Return the footnotes of a part by their ids, each on one line, its brackets even."""
    notes = () if part is None else part
    return {note.get(f"{W}id", ""): _evened(one_line("".join(_after(note)))) for note in notes if len(note)}


def _evened(text: str) -> str:
    """Return `text` with round brackets for square ones where those do not pair: they would end the note early."""
    depth = 0
    for char in text:
        depth += (char in "［[") - (char in "］]")
        if depth < 0:
            break
    return text if depth == 0 else text.translate(str.maketrans("［[］]", "（（））"))


def _after(element: Element) -> Iterator[str]:
    """Yield the text under `element` with all changes accepted."""
    for child in element:
        if child.tag in _TEXTS:
            yield child.text or ""
        elif child.tag == f"{W}p":
            yield from _after(child)
            yield " "
        elif child.tag not in _DELETED and child.tag not in _DROPPED and child.tag != _FALLBACK:
            yield _SIGNS.get(child.tag, "")
            yield from _after(child)


def _before(element: Element) -> Iterator[str]:
    """Yield the text under `element` as it was before all changes."""
    for child in element:
        if child.tag in (*_TEXTS, f"{W}delText"):
            yield child.text or ""
        elif child.tag not in _INSERTED and child.tag not in _DROPPED and child.tag != _FALLBACK:
            yield _SIGNS.get(child.tag, "")
            yield from _before(child)


def _split(text: str) -> list[str]:
    """Return the lines of a paragraph that say anything."""
    return [line.strip(" ") for line in plain(text).split("\n") if line.strip()]


def _symbol(element: Element) -> str:
    """Return the sign a symbol font shows: boxes of forms; others are left out."""
    code = element.get(f"{W}char", "")
    number = int(code, 16) & 0xFF if re.fullmatch("[0-9A-Fa-f]{1,4}", code) else 0
    return _BOXES.get((element.get(f"{W}font", "").lower(), number), "")


def _children(element: Element, name: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, also those within content controls."""
    for child in element:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", *_INSERTED):
            yield from _children(child, name)


def _is_form(rows: list[list[_Cell]]) -> bool:
    """Tell whether one cell holds the text and the others only say what it is (报送单, 送审单)."""
    sizes = [(cell.size, len(cell.lines)) for row in rows for cell in row]
    largest, lines = max(sizes)
    return largest > max(_FRAMED, sum(size for size, _ in sizes) / 2) and (lines > 1 or largest > 2 * _FRAMED)


def _form(rows: list[list[_Cell]]) -> Iterator[str]:
    """Yield the rows of a form; a long cell is written as the paragraphs it holds."""
    for row in rows:
        long = [cell for cell in row if cell.size > _FRAMED]
        short = [cell.text for cell in row if cell.lines and cell not in long]
        if short:
            yield table_row(short)
        yield from (line for cell in long for line in cell.lines)


def _data(rows: list[list[_Cell]]) -> Iterator[str]:
    """Yield a table of data: a first row of one cell as its title, a last one that says 注 as its note."""
    titled = len(rows[0]) == 1 and rows[0][0].columns > 1
    noted = len(rows) > 1 and len(rows[-1]) == 1 and rows[-1][0].text.startswith("注")
    yield _UNTITLED
    if titled:
        title = rows[0][0].text
        yield title if _TITLE.match(title) else f"表：{title}"
    yield from map(table_row, _places(rows[titled : len(rows) - noted]))
    if noted:
        yield rows[-1][0].text


def _places(rows: list[list[_Cell]]) -> Iterator[list[str]]:
    """Yield the rows with a place for each column: a merged cell stands once, at the first place it covers.

    Columns with nothing in any row are left out: lines of the grid that belong to no cell (converters leave them).
    """
    grid = [[text for cell in row for text in (cell.text, *[""] * (cell.columns - 1))] for row in rows]
    filled = sorted({k for row in grid for k, text in enumerate(row) if text})
    yield from ([row[k] if k < len(row) else "" for k in filled] for row in grid)


def _span(mark: Element | None, least: int = 1) -> int:
    value = _value(mark)
    return min(max(int(value), least), _WIDEST_SPAN) if value.isdecimal() and len(value) < 6 else least


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(f"{W}val", "")


def _is_on(mark: Element) -> bool:
    return mark.get(f"{W}val", "1") not in ("0", "false", "off")
