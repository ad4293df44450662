"""One door for every file format: bytes and a name in, a `Document` out.

What the bytes are goes before what the name says: a page saved as .doc is read as the page it is, and said to be one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath

from bulletin.collect.documents.charset import decode
from bulletin.collect.documents.document import Document
from bulletin.collect.documents.docx import read_docx
from bulletin.collect.documents.html_text import html_to_text, parse, text_of
from bulletin.collect.documents.libreoffice import RTF_MAGIC, WORD_MAGIC, read_by_libreoffice
from bulletin.collect.documents.ofd import read_ofd
from bulletin.collect.documents.pdf import MAGIC, read_pdf
from bulletin.collect.documents.zipped import bundled
from bulletin.errors import UnreadableMaterial
from bulletin.text import one_line, plain

READABLE = (".txt", ".html", ".htm", ".docx", ".docm", ".dotx", ".doc", ".wps", ".rtf", ".pdf", ".ofd")
"""The suffixes `read_document` knows."""
BUNDLE = ".zip"
_WORD = (".docx", ".docm", ".dotx", ".doc", ".wps", ".rtf")
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?<(?:!doctype html|html|head|body|meta)\b", re.I)
_REFUSED = {
    **dict.fromkeys((".rar", ".7z", ".tar", ".gz", ".tgz"), "请改用 zip 压缩，或解压后逐份报送"),
    **dict.fromkeys(
        (".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".gif"), "图片不能当作来稿，请报可编辑的 Word 文件"
    ),
    **dict.fromkeys((".ppt", ".pptx", ".dps"), "请把文字另存为 .docx 或 .txt 后再报"),
    **dict.fromkeys((".xls", ".xlsx", ".csv", ".et"), "表格请另建表格类来源，或把内容放进 .docx 后再报"),
}
_SAVE_AS = "请另存为 .docx 或 .txt 后再报"


def unpacked(body: bytes, name: str) -> list[tuple[str, bytes]]:
    """Return the files a submitted file consists of, each with its name: those of a zip archive, or the file itself.

    Every kind of file is returned, also what `read_document` does not read. Raises `UnreadableMaterial` and
    `RefusedMaterial` for an archive that is cut, encrypted, too deep or too big (`bundled`).
    """
    return bundled(body) if suffix_of(name) == BUNDLE else [(name, body)]


def suffix_of(name: str) -> str:
    """Return the suffix of a file's name in small letters, with its dot."""
    return PurePath(name).suffix.lower()


def read_document(body: bytes, name: str) -> Document:
    """Return what a file says. Raises `UnreadableMaterial` and `RefusedMaterial`, both with what to do now."""
    suffix = suffix_of(name)
    if suffix not in READABLE:
        what = f"不能读取 {one_line(suffix) or '没有扩展名'} 类文件"
        raise UnreadableMaterial(what, _REFUSED.get(suffix, _SAVE_AS))
    if not body.strip():
        raise UnreadableMaterial("文件是空的", "可能尚未写完或未保存，请核对后重新报送")
    if suffix == ".txt":
        return _read_text(body)
    if suffix in (".html", ".htm"):
        return _read_page(body)
    return _read_by_magic(body, suffix)


def _read_by_magic(body: bytes, suffix: str) -> Document:
    """Return what a file of a program says: read as what its first bytes say it is, told where its name says other."""
    if body.startswith(b"PK"):
        return read_ofd(body) if suffix == ".ofd" else read_docx(body)
    if body.startswith((WORD_MAGIC, RTF_MAGIC)):
        return read_by_libreoffice(body)
    if MAGIC in body[:1024]:
        return read_pdf(body)
    if suffix in _WORD and _PAGE.match(body):
        page = _read_page(body)
        return replace(
            page, remarks=(*page.remarks, f"文件名是 {suffix}，内容是网页，已按网页读取，格式请对照原件核对")
        )
    raise UnreadableMaterial(f"文件内容不是 {suffix} 文件，可能已损坏或改过扩展名", _SAVE_AS)


def _read_text(body: bytes) -> Document:
    text, _ = decode(body)
    if "\0" in text:
        raise UnreadableMaterial("文件内容不是文本", f"请核对文件类型，{_SAVE_AS.removeprefix('请')}")
    return Document(tuple(plain(text).split("\n")), broken_lines=True, source=text)


def _read_page(body: bytes) -> Document:
    text, _ = decode(body)
    root = parse(text)
    titles = tuple(text_of(title) for title in root.iter("title"))
    return Document(tuple(html_to_text(text).split("\n")), marked=titles, source="".join(root.itertext()))
