"""Our own reader of Word files (.docx) on zipfile and lxml.

Every library tried loses tracked insertions, auto-numbering or text boxes, and some bring deleted words back. Here:
paragraphs in order, tables as rows of the manuscript (`bulletin.text.manuscript`), insertions kept, deletions dropped, text boxes kept, numbers
of numbered headings written out. Caps are checked on the bytes really unpacked, not on what the archive claims.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bulletin.collect.documents.docx_numbering import Numbering, W
from bulletin.errors import UnreadableMaterial
from bulletin.text import plain
from bulletin.text.manuscript import table_row

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_MEMBERS = 4_000
PART_CAP = 8 * 1024 * 1024
SUM_CAP = 64 * 1024 * 1024
_CHUNK = 1024 * 1024
_MAIN = "word/document.xml"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DROPPED = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sectPr"))
_SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_REMEDY = "请用 Word 或 WPS 打开后另存为 .docx 再报送"


@dataclass(frozen=True, slots=True)
class WordText:
    """The text of a Word file: ``lines`` of the body in order, ``page_margins`` (headers and footers) apart: they may
    carry a 密级."""

    lines: tuple[str, ...]
    page_margins: tuple[str, ...] = ()


def read_docx(body: bytes) -> WordText:
    """Return the text of a .docx file. Raises `UnreadableMaterial` when it is cut, a bomb, or no Word file."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            parts = _parts(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError, struct.error) as error:
        raise UnreadableMaterial("Word 文件不完整或已损坏", _REMEDY) from error
    if _MAIN not in parts:
        raise UnreadableMaterial("文件不是 Word 文档（没有正文部分）", _REMEDY)
    numbering = Numbering.read(*(_tree(parts[name]) if name in parts else None for name in _NUMBER_PARTS))
    margins = [name for name in sorted(parts) if _is_margin(name)]
    return WordText(
        lines=tuple(_lines(_tree(parts[_MAIN]), numbering)),
        page_margins=tuple(line for name in margins for line in _lines(_tree(parts[name]), numbering)),
    )


_NUMBER_PARTS = ("word/numbering.xml", "word/styles.xml")


def _parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Return the XML parts the text stands in, unpacked under the caps."""
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise UnreadableMaterial(f"Word 文件内含 {len(members)} 个部分，超过 {MOST_MEMBERS}，未打开", _REMEDY)
    parts: dict[str, bytes] = {}
    left = SUM_CAP
    for member in members:
        if member.filename == _MAIN or member.filename in _NUMBER_PARTS or _is_margin(member.filename):
            parts[member.filename] = _unpacked(archive, member, min(left, PART_CAP))
            left -= len(parts[member.filename])
    return parts


def _is_margin(name: str) -> bool:
    """Tell whether a part is a page header or footer, by its name (whose case does not count in a package)."""
    return name.lower().endswith(".xml") and ("header" in name.lower() or "footer" in name.lower())


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, cap: int) -> bytes:
    """Return the bytes of `member`, read piece by piece; raise as soon as they pass `cap`."""
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnreadableMaterial("Word 文件的压缩方式不是 Word 所用，未打开", _REMEDY)
    pieces: list[bytes] = []
    size = 0
    with archive.open(member) as stream:
        while piece := stream.read(_CHUNK):
            pieces.append(piece)
            size += len(piece)
            if size > cap:
                raise UnreadableMaterial(f"Word 文件解压后超过 {cap >> 20} MB，未打开", _REMEDY)
    return b"".join(pieces)


def _tree(part: bytes) -> Element:
    """Return the tree of an XML part. Raises `UnreadableMaterial` for a DOCTYPE and for broken XML."""
    from lxml import etree

    if b"<!DOCTYPE" in part[:4096] or b"<!ENTITY" in part[:65536]:
        raise UnreadableMaterial("Word 文件内含不允许的声明（DOCTYPE），未打开", _REMEDY)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableMaterial("Word 文件的内容不完整或已损坏", _REMEDY) from error


def _lines(root: Element, numbering: Numbering) -> Iterator[str]:
    """Yield the lines of body-level paragraphs and tables under `root`, in order."""
    for child in root:
        if child.tag == f"{W}p":
            yield from _paragraph(child, numbering)
        elif child.tag == f"{W}tbl":
            yield from _table(child, numbering)
        elif child.tag not in _DROPPED:
            yield from _lines(child, numbering)


def _paragraph(paragraph: Element, numbering: Numbering) -> Iterator[str]:
    """Yield the lines of one paragraph with its number, then those of the text boxes anchored in it."""
    boxes: list[Element] = []
    text = numbering.label(paragraph) + plain("".join(_runs(paragraph, boxes)))
    yield from (line.strip(" ") for line in text.split("\n") if line.strip())
    for box in boxes:
        yield from _lines(box, numbering)


def _runs(element: Element, boxes: list[Element]) -> Iterator[str]:
    """Yield the text under `element` without what was deleted; put text boxes aside into `boxes`."""
    for child in element:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag == f"{W}txbxContent":
            boxes.append(child)
        elif child.tag not in _DROPPED and child.tag != _FALLBACK:
            yield from _runs(child, boxes)


def _table(table: Element, numbering: Numbering) -> Iterator[str]:
    """Yield each row as a row of the manuscript (one cell alone as a line: a frame around text); deleted rows are dropped."""
    rows = [row for row in table.iter(f"{W}tr") if next(row.iterancestors(f"{W}tbl")) is table and not _is_deleted(row)]
    cells = [[list(_lines(cell, numbering)) for cell in row.findall(f"{W}tc")] for row in rows]
    if all(len(row) <= 1 for row in cells):
        yield from (line for row in cells for cell in row for line in cell)
    else:
        yield from (table_row(" ".join(cell) for cell in row) for row in cells if any(row))


def _is_deleted(row: Element) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None
