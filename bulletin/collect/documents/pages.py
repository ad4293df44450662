"""Pages of placed lines (PDF, OFD) to a document: running heads and page numbers off, paragraphs' beginnings marked.

A page knows no paragraphs, only lines at places. What is told apart here by rule: a line repeated at the head or foot of
pages, a page number, an indent that begins a paragraph, rows of columns that make a table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bulletin.collect.documents.document import Document
from bulletin.errors import RefusedMaterial, UnreadableMaterial
from bulletin.text import is_hanzi, plain, shorten
from bulletin.text.manuscript import table_row

_EDGE = 2  # lines at the head and foot of a page that may be running heads
_LEAST_REPEATED = 3  # pages
_PROSE = re.compile(r"[。；]|\w{30}")
_PAGE_NUMBER = re.compile(
    r"\s*(?:[-—–－·•~\s]*\d{1,4}[-—–－·•~\s]*|第\s*\d{1,4}\s*页(?:[\s,，/]*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4})\s*"
)
_DASHED = re.compile(r"\s*[-—–－·•~].*[-—–－·•~]\s*|.*[页/].*")
_GAP = re.compile(r"\s{2,}|\t")
_INDENT = "\u3000\u3000"
_LEAST_INDENT = 3  # blanks: two Chinese characters are four
_LEAST_COLUMNS = 3
_LEAST_ROWS = 3
_WIDEST_GAP = 200  # blanks
_TITLE_SIZE = 1.2  # times the size of the text: a title over several lines is one line
_LEAST_TEXT = 10
_MOST_UNREADABLE = 0.2
_ONLY_PICTURES = "文件只有图片，没有文字层，未收"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text on a page, in any unit: its left end ``x``, its baseline or lower edge ``y`` (downwards), how wide
    it is, and the ``size`` of its letters."""

    x: float
    y: float
    width: float
    size: float
    text: str


def lines_of(pieces: Iterable[Piece]) -> Iterator[str]:
    """Yield the lines of a page from top to bottom, each indented with blanks as it stands: two for a Chinese letter."""
    ordered = sorted(pieces, key=lambda piece: (piece.y, piece.x))
    left = min((piece.x for piece in ordered), default=0.0)
    rows: list[list[Piece]] = []
    for piece in ordered:
        if rows and piece.y - rows[-1][0].y < max(piece.size, rows[-1][0].size) / 2:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    larger = _body_size(ordered) * _TITLE_SIZE
    above: list[Piece] = []
    line = ""
    for row in rows:
        text = _spaced(sorted(row, key=lambda piece: piece.x), left)
        if above and row[0].size > larger and _is_next_line(above[0], row[0]):
            line += text.strip()
        else:
            yield from [line] if above else []
            line = text
        above = row
    yield from [line] if above else []


def _body_size(pieces: Sequence[Piece]) -> float:
    """Return the size of most letters of a page."""
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[round(piece.size, 1)] += len(piece.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _is_next_line(above: Piece, below: Piece) -> bool:
    """Tell whether a line set in a title's large letters goes on with the next one."""
    return abs(above.size - below.size) < above.size / 20 and below.y - above.y < 2 * above.size


def _spaced(row: Sequence[Piece], left: float) -> str:
    """Return the pieces of a line as text, with blanks for the room between them."""
    size = max(piece.size for piece in row) or 1.0
    line, edge = "", left
    for piece in row:
        gap = min(max(0, round((piece.x - edge) / size * 2)), _WIDEST_GAP)
        joins = line and gap < 2 and is_hanzi(line[-1]) and is_hanzi(piece.text[0])
        line += ("" if joins else " " * gap) + piece.text
        edge = max(edge, piece.x + piece.width)
    return line


def document_of(pages: Sequence[Sequence[str]], noun: str) -> Document:
    """Return the document made of the lines of each page, indented with blanks as they stand; `noun` names its kind.

    Running heads are kept apart in ``marked``: they may carry a 密级. Raises `RefusedMaterial` when there is no text but
    only pictures, `UnreadableMaterial` when the text is not readable (fonts without a table of characters).
    """
    pages = [[line for line in map(plain, page)] for page in pages]
    _refuse_unreadable(pages, noun)
    running = _running(pages)
    marked: list[str] = []
    lines: list[str] = []
    for number, page in enumerate(pages, 1):
        body, edge = _without_edges(page, running, number)
        marked += edge
        lines += _paragraph_lines(body)
    heads = list(dict.fromkeys(line for line in marked if _figureless(line) in running and re.search(r"[^\W\d]", line)))
    empty = [number for number, page in enumerate(pages, 1) if not any(line.strip() for line in page)]
    remarks = [f"{noun}是按版面还原的文字，段落、表格请对照原件核对"]
    if heads:
        remarks.append(f"每页重复的页眉页脚没有收入：{shorten('；'.join(heads), 80)}")
    if empty:
        shown = "、".join(map(str, empty[:10])) + ("等" if len(empty) > 10 else "")
        remarks.append(f"第 {shown} 页没有文字（可能是扫描图片），没有收入")
    return Document(tuple(lines), broken_lines=True, marked=tuple(marked), remarks=tuple(remarks))


def _refuse_unreadable(pages: Sequence[Sequence[str]], noun: str) -> None:
    """Raise where the pages hold no text, or one of signs nobody can read."""
    text = "".join(char for page in pages for line in page for char in line if not char.isspace())
    if sum(map(str.isalnum, text)) < _LEAST_TEXT and not any(map(_is_private, text)):
        remedy = "请报可编辑的 Word 文件；只有纸质件的，请录入文字后再报（本程序不作图片文字识别）"
        raise RefusedMaterial(_ONLY_PICTURES, remedy)
    if sum(map(_is_private, text)) > len(text) * _MOST_UNREADABLE:
        what = f"{noun}的文字层读不出（字体没有文字编码）"
        raise UnreadableMaterial(what, "请报可编辑的 Word 文件")


def _is_private(char: str) -> bool:
    return "\ue000" <= char <= "\uf8ff" or char == "\ufffd" or ord(char) >= 0xF0000


def _running(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Return the lines, figures aside, that stand at the edge of half the pages, three at least, and are no prose."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_figureless(page[n]) for n in _edges(page) if not _PROSE.search(page[n])})
    least = max(_LEAST_REPEATED, (len(pages) + 1) // 2)
    return frozenset(line for line, count in counts.items() if count >= least and line)


def _edges(page: Sequence[str]) -> list[int]:
    """Return the numbers of the first and last lines of a page, blank ones passed over."""
    written = [number for number, line in enumerate(page) if line.strip()]
    return [*written[:_EDGE], *written[max(_EDGE, len(written) - _EDGE) :]]


def _figureless(line: str) -> str:
    return re.sub(r"\d+", "0", re.sub(r"\s+", "", line))


def _without_edges(page: Sequence[str], running: frozenset[str], number: int) -> tuple[list[str], list[str]]:
    """Return the lines of a page without its running heads and its number, and those taken off.

    Taken from the edge inwards, and no further than the first line that is neither.
    """
    body = list(page)
    taken: list[str] = []
    for end in (0, -1):
        for _ in range(_EDGE):
            while body and not body[end].strip():
                body.pop(end)
            if not body or not (_figureless(body[end]) in running or _is_page_number(body[end], number)):
                break
            taken.append(body.pop(end).strip())
    while body and not body[-1].strip():
        body.pop()
    return body, taken


def _is_page_number(line: str, number: int) -> bool:
    """Tell whether a line is a page's number: with dashes or words about it, or the bare number of this page."""
    return bool(_PAGE_NUMBER.fullmatch(line)) and (bool(_DASHED.fullmatch(line)) or line.strip() == str(number))


def _paragraph_lines(body: list[str]) -> Iterator[str]:
    """Yield the lines of a page's text: an indented one with two Chinese blanks before it, columns as table rows."""
    body = _without_spacing([line.replace("\t", "    ").expandtabs() for line in body])
    margin = _margin(body)
    for is_table, group in groupby(_columned(body), key=lambda pair: pair[1]):
        for line, _ in group:
            if is_table:
                yield table_row(_GAP.split(line.strip()))
            else:
                indent = len(line) - len(line.lstrip())
                text = " ".join(line.split())
                yield (_INDENT if indent - margin >= _LEAST_INDENT else "") + text


def _without_spacing(body: list[str]) -> list[str]:
    """Return the lines without blank ones where those only show that the lines stand far apart."""
    written = sum(1 for line in body if line.strip())
    blank = len(body) - written
    return [line for line in body if line.strip()] if blank * 2 > written else body


def _margin(body: list[str]) -> int:
    """Return how far the long lines are indented at least: the left edge of the text."""
    longest = max((len(line.strip()) for line in body), default=0)
    return min((len(line) - len(line.lstrip()) for line in body if len(line.strip()) * 2 > longest), default=0)


def _columned(body: list[str]) -> list[tuple[str, bool]]:
    """Return each line with whether it is a row of a table: three in a row with as many columns, three or more."""
    columns = [len(_GAP.split(line.strip())) for line in body]
    found: list[tuple[str, bool]] = []
    start = 0
    for width, group in groupby(columns):
        end = start + len(list(group))
        is_table = width >= _LEAST_COLUMNS and end - start >= _LEAST_ROWS
        found += [(line, is_table) for line in body[start:end]]
        start = end
    return found
