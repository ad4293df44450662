"""Our own reader of Word files (.docx, .docm, .dotx) on zipfile and lxml.

Every library tried loses tracked insertions, auto-numbering or text boxes, and some bring deleted words back. This
module opens the package under limits, finds its parts and says what an editor must know of them; `docx_text` reads the
text. Nothing outside the file is ever fetched, nothing in it is run.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bulletin.collect.documents.document import Document
from bulletin.collect.documents.docx_numbering import Numbering, W
from bulletin.collect.documents.docx_text import Story, hidden_styles, named_styles, notes_of
from bulletin.collect.documents.xml import Trees
from bulletin.collect.documents.zipped import Limits, Package, opened
from bulletin.errors import UnreadableMaterial
from bulletin.text import one_line

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_MEMBERS = 4_000
PART_CAP = 8 << 20
SUM_CAP = 32 << 20
_LIMITS = Limits(MOST_MEMBERS, PART_CAP, SUM_CAP)
_NOUN = "Word 文件"
_REMEDY = "请用 Word 或 WPS 打开后另存为 .docx 再报送"
_MAIN, _NUMBERING, _STYLES = "word/document.xml", "word/numbering.xml", "word/styles.xml"
_FOOTNOTES, _ENDNOTES = "word/footnotes.xml", "word/endnotes.xml"
_TRACKED = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel"))
_WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"
_PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"  # ISO/IEC 29500 Strict
_USUAL = W.strip("{}").encode()
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of a package that are read, as trees by name in small letters, and the names of all parts."""

    trees: dict[str, Element]
    names: tuple[str, ...]

    def matching(self, *words: str) -> list[Element]:
        """Return the trees of the parts in whose names one of `words` stands, in order of their names."""
        return [self.trees[name] for name in sorted(self.trees) if any(word in name for word in words)]

    def count(self, start: str) -> int:
        """Return how many parts have names that begin with `start`."""
        return sum(name.startswith(start) for name in self.names)


def read_docx(body: bytes) -> Document:
    """Return what a Word file says. Raises `UnreadableMaterial` when it is cut, a bomb, encrypted, or no Word file.

    ``marked`` of the result are page headers and footers, watermarks, comments, properties, hidden text, and every paragraph with
    changes as it read before them.
    """
    with opened(body, _NOUN, _REMEDY, _LIMITS) as package:
        parts = _parts(package)
    if _MAIN not in parts.trees:
        raise UnreadableMaterial("文件不是 Word 文档（没有正文部分）", _REMEDY)
    numbering = Numbering.read(parts.trees.get(_NUMBERING), parts.trees.get(_STYLES))
    story = Story(
        numbering,
        named_styles(parts.trees.get(_STYLES)),
        hidden_styles(parts.trees.get(_STYLES)),
        {
            "footnoteReference": notes_of(parts.trees.get(_FOOTNOTES)),
            "endnoteReference": notes_of(parts.trees.get(_ENDNOTES)),
        },
    )
    lines = tuple(story.lines(parts.trees[_MAIN]))
    aside = [line for part in parts.matching("header", "footer", "comments.xml") for line in story.lines(part)]
    watermarks = [element.get("string", "") for part in parts.trees.values() for element in part.iter(_WORD_ART)]
    return Document(
        lines=lines,
        marked=(*aside, *watermarks, *_properties(parts), *story.hidden, *story.earlier),
        remarks=tuple(_remarks(parts, story)),
        source="".join(parts.trees[_MAIN].itertext()),
    )


def _parts(package: Package) -> _Parts:
    """Return the parts the text and its circumstances stand in, unpacked under the limits."""
    parse = Trees(_NOUN, _REMEDY).of
    trees = {
        name.lower(): parse(package.read(name).replace(_STRICT, _USUAL))
        for name in package.names
        if _is_read(name.lower())
    }
    return _Parts(trees, tuple(name.lower() for name in package.names))


def _is_read(name: str) -> bool:
    """Tell whether a part is read, by its name in small letters (case does not count in a package)."""
    is_aside = any(word in name for word in ("header", "footer", "comments.xml")) or name.startswith("docprops/")
    return name in (_MAIN, _NUMBERING, _STYLES, _FOOTNOTES, _ENDNOTES) or (is_aside and name.endswith(".xml"))


def _properties(parts: _Parts) -> Iterator[str]:
    """Yield the values of the document's properties, a named one with its name (``密级：机密``)."""
    for root in parts.matching("docprops/"):
        for element in root.iter("*"):
            name = element.get("name")
            if name:
                yield one_line(f"{name}：{''.join(element.itertext())}")
            elif element.text and element.text.strip():
                yield one_line(element.text)


def _remarks(parts: _Parts, story: Story) -> Iterator[str]:
    """Yield what the editor must know of the file, beyond its text."""
    main = parts.trees[_MAIN]
    if next(main.iter(*_TRACKED), None) is not None:
        yield "有修订痕迹：插入的文字已收入，删去的文字没有收入，请与报送单位核对定稿"
    if hidden := sum(map(len, story.hidden)):
        yield f"有隐藏文字 {hidden} 字，没有收入"
    if comments := sum(1 for part in parts.matching("comments.xml") for _ in part.iter(f"{W}comment")):
        yield f"有批注 {comments} 条，没有收入"
    if any(name.endswith("vbaproject.bin") for name in parts.names):
        yield "带有宏，没有执行，也没有收入"
    if embedded := parts.count("word/embeddings/") + sum(1 for _ in main.iter(f"{W}altChunk")):
        yield f"嵌有其他文件 {embedded} 个，其中的内容没有收入"
    if drawn := parts.count("word/charts/chart") + parts.count("word/diagrams/data"):
        yield f"有图表、图示 {drawn} 个，其中的文字没有收入"
    if pictures := sum(1 for picture in main.iter(*_PICTURES) if not _is_second(picture)):
        yield f"有图片 {pictures} 张，没有收入，要用的请从原件取出后附在稿件上"
    if story.contents:
        yield "有目录，没有收入"


def _is_second(element: Element) -> bool:
    """Tell whether `element` is written a second time for old programs."""
    return next(element.iterancestors(_FALLBACK), None) is not None
