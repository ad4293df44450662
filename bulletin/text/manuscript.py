"""The manuscript (文稿): an article's text as an editor types it, one paragraph a line, parsed into typed blocks.

What is more than a paragraph is marked with signs that can be typed in any editor and read aloud::

    表1：各县（市、区）得分            a table's title, directly before its rows
    单位：分                           its unit, if any, between title and rows
    | 单位 | 采用 | 得分 |             rows; the first is the head
    |------|-----:|-----:|             how columns are aligned, if said: left, :centre:, right:
    | 东山县 | 12 | 36.5 |
    注：得分截至10月底。               its note, directly after its rows
    条形图：各组得分                   in place of a table's title: its figures are drawn (also 折线图)
    图：大厅.png　群众在大厅办事       a picture attached to the article, and its caption
    全市共318个［注：含在建项目。］    a footnote
    附件：1. 任务清单                  the list of attachments (附件说明), numbered on over the lines below
    ××市财政局                         last but one: 署名
    2026年3月5日                       last: 成文日期; a line in （） after it is the 附注
    附件1                              an attachment begins, on a page of its own; the next line is its title

Nothing is dropped and nothing refused: what does not fit a sign stays a paragraph as it was typed.
Places: GB/T 9704-2012 7.3.4 (附件说明), 7.3.5 (署名、成文日期), 7.3.6 (附注), 7.3.7 (附件).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

from bulletin.text import one_line, plain

Alignment = Literal["", "left", "center", "right"]
"""How a column stands; '' where the manuscript does not say."""
_UNSAID: Alignment = ""
Row: TypeAlias = tuple[str, ...]
Line: TypeAlias = tuple[int, str]
"""A line that is not blank: its number, from 1, and its text."""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote (注): its text, and how many characters of its paragraph stand before it."""

    at: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph without its footnotes. ``line`` is its number among the lines that are not blank, from 1."""

    line: int
    text: str
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table: ``head`` and ``rows`` have as many cells a row as ``alignments``; title, unit and note may be ''.

    ``drawn`` is 条形图 or 折线图 where its figures are to be drawn instead of listed.
    """

    line: int
    title: str
    unit: str
    head: tuple[Row, ...]
    rows: tuple[Row, ...]
    alignments: tuple[Alignment, ...]
    note: str
    drawn: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture (图) by the name it is attached under, with its caption or ''."""

    line: int
    name: str
    caption: str


@dataclass(frozen=True, slots=True)
class AttachmentList:
    """附件说明: the names of the attachments, ``numbered`` or a single one without a number."""

    line: int
    names: tuple[str, ...]
    numbered: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """署名 and 成文日期 as typed, and the 附注 without its brackets' line, or ''."""

    line: int
    signed_by: str
    dated: str
    remark: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment begins here (附件1): all blocks up to the next one are its own. ``title`` may be ''."""

    line: int
    label: str
    title: str


Block: TypeAlias = Paragraph | Table | Figure | AttachmentList | Signature | Attachment

_ROW = re.compile(r"[|｜]")
BAR = re.compile(r"(?<!\\)[|｜]")
"""What parts the cells of a table row; one after a backslash belongs to its cell."""
_RULE = re.compile(r"[:：]?[-—－]{2,}[:：]?")
_TITLE = re.compile(r"表\s*(\d*)(?:\s*[:：]\s*|\s+)(\S.*)")  # only where rows follow
_CHART = re.compile(r"(条形图|折线图)\s*[:：]\s*(\S.*)")  # as well
_UNIT = re.compile(r"[（(]?单位\s*[:：]\s*[^（）()。；]{1,20}[）)]?")
_TABLE_NOTE = re.compile(r"注\s*[:：]\s*\S.*")
_FIGURE = re.compile(r"图\s*[:：]\s*(\S.*?\.(?:png|jpe?g))(?:[\s\u3000，、]+(.*))?", re.IGNORECASE)
_OPENING_NOTE = re.compile(r"[［\[]\s*注\s*[:：]")
_LIST = re.compile(r"附\s*件\s*[:：]\s*(\S.*)")
_NUMBERED = re.compile(r"(\d{1,2})\s*[.．、]\s*(\S.*)")
_ATTACHMENT = re.compile(r"附\s*件(?:\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*[:：]?)?")
_DATE = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")
_REMARK = re.compile(r"（.+）|\(.+\)")
_SIGNER = re.compile(r"[^。！？；：:;!?|｜]{2,60}")
_MOST_HEADS = 3  # rows a head may have
_LONGEST_TITLE = 80  # characters; a longer line after 附件1 is its text


def blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of `text` in order. Every character of it is in one of them, signs and blanks at ends aside."""
    lines = _lines(text)
    starts = [k for k, (_, line) in enumerate(lines) if _ATTACHMENT.fullmatch(line)]
    found = _front(lines[: starts[0]] if starts else lines)
    for start, end in pairwise([*starts, len(lines)]):
        found += _attachment(lines[start:end])
    return tuple(found)


def picture_names(text: str) -> tuple[str, ...]:
    """Return the names of the pictures `text` asks for, in order, each once."""
    return tuple(dict.fromkeys(block.name for block in blocks(text) if isinstance(block, Figure)))


def table_row(cells: Iterable[str]) -> str:
    """Return `cells` as one row of a table, as `blocks` reads it: each on one line, bars within it kept apart."""
    return f"| {' | '.join(BAR.sub(_escaped, one_line(cell)) for cell in cells)} |"


def _escaped(bar: re.Match[str]) -> str:
    return f"\\{bar[0]}"


def _lines(text: str) -> list[Line]:
    stripped = (line.strip() for line in plain(text).split("\n"))
    return list(enumerate((line for line in stripped if line), 1))


def _front(lines: list[Line]) -> list[Block]:
    """Return the blocks before the first attachment: body, list of attachments, signature."""
    rest, signature = _signature(lines)
    rest, names = _attachment_list(rest)
    return [*_body(rest), *names, *signature]


def _attachment(lines: list[Line]) -> list[Block]:
    """Return an attachment, its label on the first of `lines`, and its blocks."""
    number, label = lines[0]
    match = _ATTACHMENT.fullmatch(label)
    assert match is not None
    titled = len(lines) > 1 and _may_be_title(lines, 1)
    title = lines[1][1] if titled else ""
    return [Attachment(number, f"附件{match[1] or ''}", title), *_body(lines[2 if titled else 1 :])]


def _may_be_title(lines: Sequence[Line], k: int) -> bool:
    line = lines[k][1]
    special = (
        _ROW.match(line) or _FIGURE.fullmatch(line) or _titles_table(lines, k) or line.endswith(("。", "：", "；"))
    )
    return not special and len(line) <= _LONGEST_TITLE


def _signature(lines: list[Line]) -> tuple[list[Line], list[Block]]:
    """Take 署名, 成文日期 and 附注 off the end of `lines`."""
    remarked = len(lines) > 2 and _REMARK.fullmatch(lines[-1][1]) and _DATE.fullmatch(lines[-2][1])
    remark, signed = (lines[-1][1], lines[:-1]) if remarked else ("", lines)
    if len(signed) < 2 or not (_DATE.fullmatch(signed[-1][1]) and _signs(signed[-2][1])):
        return lines, []
    number, signer = signed[-2]
    return signed[:-2], [Signature(number, signer, signed[-1][1], remark)]


def _signs(line: str) -> bool:
    return bool(_SIGNER.fullmatch(line)) and not _NUMBERED.match(line)


def _attachment_list(lines: list[Line]) -> tuple[list[Line], list[Block]]:
    """Take 附件说明 off the end of `lines`: 附件： and a name, or names numbered from 1 line by line."""
    start = next((k for k in range(len(lines) - 1, -1, -1) if not _NUMBERED.fullmatch(lines[k][1])), -1)
    match = _LIST.fullmatch(lines[start][1]) if start >= 0 else None
    if match is None:
        return lines, []
    names = [match[1], *(line for _, line in lines[start + 1 :])]
    numbered = [_NUMBERED.fullmatch(name) for name in names]
    if not any(numbered):
        return lines[:start], [AttachmentList(lines[start][0], (match[1],), False)]
    found = [item for item in numbered if item]
    if [int(item[1]) for item in found] != list(range(1, len(names) + 1)):
        return lines, []
    return lines[:start], [AttachmentList(lines[start][0], tuple(item[2] for item in found), True)]


def _body(lines: Sequence[Line]) -> Iterator[Block]:
    """Yield paragraphs, tables and pictures."""
    k = 0
    while k < len(lines):
        number, line = lines[k]
        if _ROW.match(line) or _titles_table(lines, k):
            table, k = _table(lines, k)
            yield table
            continue
        picture = _FIGURE.fullmatch(line)
        yield Figure(number, one_line(picture[1]), one_line(picture[2] or "")) if picture else _paragraph(number, line)
        k += 1


def _titles_table(lines: Sequence[Line], k: int) -> bool:
    """Tell whether line `k` begins a table that has a title, a unit or both above its rows."""
    after = k + bool(_TITLE.fullmatch(lines[k][1]) or _CHART.fullmatch(lines[k][1]))
    after += after < len(lines) and bool(_UNIT.fullmatch(lines[after][1]))
    return after > k and after < len(lines) and bool(_ROW.match(lines[after][1]))


def _table(lines: Sequence[Line], k: int) -> tuple[Table, int]:
    """Return the table that begins at line `k`, and the number of the line after it."""
    number, start = lines[k][0], k
    title, chart = _TITLE.fullmatch(lines[k][1]), _CHART.fullmatch(lines[k][1])  # a unit alone may stand there
    while not _ROW.match(lines[k][1]):
        k += 1
    unit = lines[k - 1][1] if k - start > bool(title or chart) else ""
    end = next((n for n in range(k, len(lines)) if not _ROW.match(lines[n][1])), len(lines))
    rows, rule = _rows([line for _, line in lines[k:end]])
    columns = max(map(len, rows))
    padded = [(*row, *[""] * (columns - len(row))) for row in rows]
    said = dict(enumerate(rule.alignments))
    noted = end < len(lines) and _TABLE_NOTE.fullmatch(lines[end][1])
    table = Table(
        line=number,
        title=(f"表{title[1]}　" if title[1] else "") + title[2] if title else chart[2] if chart else "",
        unit=unit,
        head=tuple(padded[: rule.after]),
        rows=tuple(padded[rule.after :]),
        alignments=tuple(said.get(column, _UNSAID) for column in range(columns)),
        note=lines[end][1] if noted else "",
        drawn=chart[1] if chart else "",
    )
    return table, end + 1 if noted else end


@dataclass(frozen=True, slots=True)
class _Rule:
    """The row of dashes: after how many rows, and what it says of the columns."""

    after: int
    alignments: tuple[Alignment, ...]


def _rows(lines: Sequence[str]) -> tuple[list[Row], _Rule]:
    """Return the rows of cells, the row of dashes under the head taken out; without one the head is the first row."""
    rows = [_cells(line) for line in lines]
    for k, row in enumerate(rows[: _MOST_HEADS + 1]):
        if k and all(_RULE.fullmatch(cell) for cell in row):
            return [*rows[:k], *rows[k + 1 :]], _Rule(k, tuple(map(_alignment, row)))
    return rows, _Rule(1, ())


def _cells(line: str) -> Row:
    cells = BAR.split(line)[1:]
    if len(cells) > 1 and not cells[-1].strip():  # the bar that closes the row
        cells = cells[:-1]
    return tuple(re.sub(r"\\([|｜])", r"\1", cell.strip()) for cell in cells)


def _alignment(cell: str) -> Alignment:
    left, right = cell[0] in ":：", cell[-1] in ":："
    return "center" if left and right else "right" if right else "left" if left else ""


def _paragraph(number: int, line: str) -> Paragraph:
    """Return the paragraph on `line`, its footnotes taken out; an empty one, and a bracket never closed, stay text."""
    text, notes, start = "", [], 0
    while opening := _OPENING_NOTE.search(line, start):
        end = _closing(line, opening.start())
        if end == opening.start():
            break
        note = line[opening.end() : end - 1].strip()
        text += line[start : opening.start() if note else end]
        notes.extend([Note(len(text), note)] if note else [])
        start = end
    return Paragraph(number, text + line[start:], tuple(notes))


def _closing(line: str, start: int) -> int:
    """Return the position after the bracket that closes the one at `start`; `start` itself where none does."""
    depth = 0
    for k in range(start, len(line)):
        depth += (line[k] in "［[") - (line[k] in "］]")
        if depth == 0:
            return k + 1
    return start
