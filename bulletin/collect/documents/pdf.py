"""PDF with a text layer: by poppler's ``pdftotext`` where it is installed, else by pdfplumber, both in a limited child.

Measured: of all readers these two keep “quotation marks” in their places; a stream of a few kilobytes can inflate to
512 MB, hence the limits. A file of pictures only is refused: reading text off pictures (OCR) is not done here.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import bulletin
from bulletin.collect.documents.apart import Allowance, Done, found, run_apart
from bulletin.collect.documents.document import Document
from bulletin.collect.documents.pages import Piece, document_of, lines_of
from bulletin.errors import UnreadableMaterial
from bulletin.text import one_line

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAGIC = b"%PDF-"
MOST_PAGES = 300
_POPPLER = Allowance(memory=1 << 30, seconds=30, file=48 << 20)
_PLUMBER = Allowance(memory=1_500_000_000, seconds=40, file=48 << 20)
_REMEDY = "请重新导出 PDF，或报可编辑的 Word 文件"
_IN, _OUT = "in.pdf", "out.xml"
LOCKED = 7
"""What `bulletin.collect.documents.pdf_child` ends with when the file asks for a password."""


def read_pdf(body: bytes) -> Document:
    """Return what a PDF says, its first 300 pages. Raises `RefusedMaterial` when it holds pictures only, and
    `UnreadableMaterial` when it is cut, encrypted, too complex for the limits, or its text has no characters."""
    with tempfile.TemporaryDirectory(prefix="bulletin-") as name:
        folder = Path(name)
        (folder / _IN).write_bytes(body)
        program = found("pdftotext")
        done = _by_poppler(program, folder) if program else _by_plumber(folder)
        _refuse(done)
        said, pages = _read(folder / _OUT)
    read = document_of(pages, "PDF 文件")
    cut = [f"达到 {MOST_PAGES} 页，其后的没有收入"] * (len(pages) >= MOST_PAGES)
    return Document(read.lines, True, (*read.marked, *said), (*read.remarks, *cut))


def _by_poppler(program: str, folder: Path) -> Done:
    """Let poppler write every word with its place: its own lines lose the indents that begin paragraphs."""
    return run_apart([program, "-bbox", "-enc", "UTF-8", "-l", str(MOST_PAGES), _IN, _OUT], folder, _POPPLER)


def _by_plumber(folder: Path) -> Done:
    """Read with our own dependency; the child writes the same form."""
    (folder / "bulletin").symlink_to(Path(bulletin.__file__).parent)
    return run_apart([sys.executable, "-m", "bulletin.collect.documents.pdf_child", _IN, _OUT], folder, _PLUMBER)


def _read(path: Path) -> tuple[list[str], list[list[str]]]:
    """Return what the document's properties say, and the lines of each page, of the XHTML ``pdftotext -bbox`` writes."""
    from lxml import etree

    said: list[str] = []
    pages: list[list[str]] = []
    if not path.is_file():
        raise UnreadableMaterial("PDF 文件不完整或已损坏", _REMEDY)
    tags = ("{*}page", "{*}title", "{*}meta")
    for _, element in etree.iterparse(str(path), tag=tags, recover=True, no_network=True, load_dtd=False):
        if etree.QName(element).localname == "page":
            words = map(_piece, element.iter("{*}word"))
            pages.append(list(lines_of(word for word in words if word.text)))
            element.clear()
        else:
            said.append(one_line(element.get("content") or element.text or ""))
    return said, pages


def _piece(word: Element) -> Piece:
    x0, y0, x1, y1 = (float(word.get(name, 0)) for name in ("xMin", "yMin", "xMax", "yMax"))
    return Piece(x0, y1, x1 - x0, y1 - y0, (word.text or "").strip())


def _refuse(done: Done) -> None:
    """Raise what the program's end means, if it is not a good one."""
    if done.code == 0:
        return
    locked = ("Incorrect password", "encrypted", "not allowed")
    if done.code == LOCKED or any(word in done.faults for word in locked):
        raise UnreadableMaterial("PDF 文件加了密码或禁止复制文字，读不出", "请去掉密码后再报，或报可编辑的 Word 文件")
    if done.code is None or done.code < 0 or done.code > 128 or "emory" in done.faults:
        raise UnreadableMaterial("PDF 文件过于复杂，没有读完", _REMEDY)
    raise UnreadableMaterial("PDF 文件不完整或已损坏", _REMEDY)
