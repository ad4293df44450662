"""The entries of an issue as a template is given them: titles and blocks, each broken into lines.

A block of the page is a `PrintedBlock` (paragraph, heading, title of an attachment …), a table or a picture. A
template never sees what was typed, only these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, pairwise

from markupsafe import Markup

from bulletin.press.geometry import AREA_WIDTH, CELLS, EM, INDENT, MEASURE, MM, TITLE_SIZE
from bulletin.press.page.entries import charts, notes, pictures, signature, tables
from bulletin.press.page.entries.levels import Paragraph, clean, paragraph
from bulletin.press.page.entries.notes import Noted
from bulletin.press.page.entries.printed import PrintedBlock
from bulletin.press.page.faces.glyphs import Glyphs, Inked
from bulletin.press.page.lines.linebreak import Line, break_lines, natural_width
from bulletin.press.page.markup import broken, by_sense, in_parts, inline, inline_text
from bulletin.press.page.sheet import PrintedEntry, Sheet
from bulletin.settings import Look
from bulletin.text import manuscript
from bulletin.text.manuscript import Attachment, AttachmentList, Block, Figure, Signature, Table

_TITLE_MEASURE = int(AREA_WIDTH * MM / TITLE_SIZE - 1) * EM  # one character of 2号 free at least
_FIRST_PAGE = 9  # lines of the grid a first page has below a title of one line, a caption aside
_LEAST = 5  # lines: a picture that would be lower stands on the next page
_NUMERALS = "〇一二三四五六七八九"

Printed = PrintedBlock | tables.PrintedTable | pictures.PrintedPicture | charts.PrintedChart


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry ready for the page; ``section`` is empty unless it opens one; ``label`` names it in the bookmarks.

    ``kind`` is its class: ``entry``, with ``small`` for a small title and ``attached`` where attachments end it, after
    which the next entry begins on a new page.
    """

    anchor: str
    kind: str
    label: str
    section: Markup
    section_label: str
    title: Markup
    blocks: tuple[Printed, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """What an entry's blocks are set with: the faces, the entry, whether it is sealed, whether the issue has footnotes,
    the number of its next one, and how many lines of the grid the picture that opens the entry may take, by its line."""

    glyphs: Glyphs
    entry: PrintedEntry
    seal: bool
    noted: bool
    numbers: Iterator[int]
    most: Mapping[int, int]

    def name(self, block: Block) -> str:
        return f"{self.entry.name}正文第 {block.line} 段"


def entries(glyphs: Glyphs, sheet: Sheet) -> tuple[EntryView, ...]:
    """Return the entries of `sheet` ready for the page. Raises `TypesettingFailure` naming the place."""
    before = ["", *(entry.section for entry in sheet.entries)]
    typed = [manuscript.blocks(entry.text) for entry in sheet.entries]
    noted = any(isinstance(block, manuscript.Paragraph) and block.notes for blocks in typed for block in blocks)
    return tuple(
        _entry(sheet, _Place(glyphs, entry, sheet.seal, noted, count(1), {}), blocks, entry.section != last)
        for entry, blocks, last in zip(sheet.entries, typed, before, strict=False)
    )


def texts(entry: PrintedEntry) -> tuple[str, ...]:
    """Return the paragraphs of `entry` as they can be copied out of the PDF, the calls of footnotes in their places.

    Tables, pictures, charts, notes and what closes a letter are left out: they are no body text.
    """
    numbers = count(1)
    paragraphs = [block for block in manuscript.blocks(entry.text) if isinstance(block, manuscript.Paragraph)]
    return tuple(_with_calls(block, numbers) for block in paragraphs)


def table_texts(entry: PrintedEntry) -> tuple[str, ...]:
    """Return the words and figures of each table of `entry`: title, unit, head, rows, note."""
    typed = [
        block for block in manuscript.blocks(entry.text) if isinstance(block, Table) and not charts.is_drawn(block)
    ]
    cells = [[cell for row in (*table.head, *table.rows) for cell in row] for table in typed]
    return tuple(
        clean("".join((table.title, table.unit, *inside, table.note)))
        for table, inside in zip(typed, cells, strict=True)
    )


def count_pictures(entry: PrintedEntry) -> int:
    """Return how many pictures the text of `entry` asks for."""
    return sum(isinstance(block, Figure) for block in manuscript.blocks(entry.text))


def _with_calls(block: manuscript.Paragraph, numbers: Iterator[int]) -> str:
    ends = [note.at for note in block.notes]
    pieces = [block.text[start:end] for start, end in pairwise([0, *ends, len(block.text)])]
    calls = [notes.mark(next(numbers)) for _ in ends]
    return clean("".join(piece + call for piece, call in zip(pieces, [*calls, ""], strict=True)))


def _entry(sheet: Sheet, place: _Place, typed: Sequence[Block], opens_section: bool) -> EntryView:
    glyphs, entry = place.glyphs, place.entry
    title = glyphs.ink(_title_text(entry, sheet.look), _title_style(sheet.look), f"{entry.name}标题")
    section = clean(sheet.look.section_form.format(section=entry.section)) if opens_section and entry.section else ""
    small, attached = sheet.look.titles == "small", any(isinstance(block, Attachment) for block in typed)
    addressed = signature.addressed(glyphs, sheet.addressed_to) if entry is sheet.entries[0] else ()
    set_title = _small_title(title) if small else _title(title)
    ahead = (*addressed, *note(glyphs, entry.editor_note, f"{entry.name}编者按"))
    taken = set_title.count("\n") + sum(block.html.count("\n") + 1 for block in ahead)
    place = replace(place, most=_opening(typed, _FIRST_PAGE - taken))
    return EntryView(
        anchor=f"entry-{entry.position}",
        kind=" ".join(["entry", *(["small"] if small else []), *(["attached"] if attached else [])]),
        label=clean(entry.title),
        section=inline_text(glyphs, section, "黑体", "栏目"),
        section_label=clean(entry.section),
        title=set_title,
        blocks=(*ahead, *_blocks(place, typed)),
    )


def _title_text(entry: PrintedEntry, look: Look) -> str:
    return clean(look.item_form.format(number=entry.position, numeral=numeral(entry.position)) + entry.title)


def _title_style(look: Look) -> str:
    return "黑体" if look.titles == "small" else "小标宋"


def numeral(number: int) -> str:
    """Return `number`, 1 to 999, in Chinese as it stands before 、: 一, 十二, 二十, 一百〇五."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    ten = "" if not tens else "十" if tens == 1 and not hundreds else f"{_NUMERALS[tens]}十"
    hundred = f"{_NUMERALS[hundreds]}百" if hundreds else ""
    return hundred + ("〇" if hundreds and ones and not tens else "") + ten + (_NUMERALS[ones] if ones else "")


def _title(title: Inked) -> Markup:
    return Markup("\n").join(map(inline, by_sense(title, _TITLE_MEASURE)))


def _small_title(title: Inked) -> Markup:
    return broken(title, break_lines(title.text, title.widths, INDENT))


def _blocks(place: _Place, typed: Sequence[Block]) -> Iterator[Printed]:
    """Yield the blocks of an entry: its text with the units behind it, then what belongs to its end."""
    ending = next((k for k, block in enumerate(typed) if isinstance(block, _ENDINGS)), len(typed))
    yield from _credited(place, typed[:ending], any(isinstance(block, Signature) for block in typed[ending:]))
    yield from _ended(place, typed[ending:])


def _ended(place: _Place, typed: Sequence[Block]) -> Iterator[Printed]:
    """Yield what belongs to the end; a turned table takes the label and title of its attachment onto its page."""
    label: list[PrintedBlock] = []
    for block in typed:
        if isinstance(block, Table) and not charts.is_drawn(block):
            table = tables.printed(place.glyphs, block, place.name(block), label)
            yield from (*(() if table.opens else label), table)
            label = []
            continue
        yield from label
        label = _attachment(place, block) if isinstance(block, Attachment) else []
        yield from () if label else _block(place, block)
    yield from label


_ENDINGS = (AttachmentList, Signature, Attachment)


def _block(place: _Place, block: Block) -> Iterable[Printed]:
    match block:
        case manuscript.Paragraph():
            return (_set(place, *_inked(place, block)),)
        case Table() if charts.is_drawn(block):
            return (charts.printed(place.glyphs, block, place.name(block)),)
        case Table():
            return (tables.printed(place.glyphs, block, place.name(block)),)
        case Figure():
            most = place.most.get(block.line, pictures.MOST_LINES)
            return (pictures.printed(place.glyphs, block, place.entry.pictures, place.name(block), most),)
        case AttachmentList():
            return signature.attachment_list(place.glyphs, block, place.name(block))
        case Signature():
            return signature.signed(place.glyphs, block, place.seal, place.name(block))
        case Attachment():
            return _attachment(place, block)


def _attachment(place: _Place, block: Attachment) -> list[PrintedBlock]:
    """Return the label of an attachment, and its title on the third line of the page (7.3.7)."""
    label = inline_text(place.glyphs, block.label, "黑体", place.name(block))
    title = _title(place.glyphs.ink(clean(block.title), "小标宋", place.name(block))) if block.title else Markup()
    outline = clean(f"{block.label} {block.title}")
    begins = PrintedBlock("attachment", label, "h2", outline)
    return [begins, PrintedBlock("title", title, "p")] if title else [replace(begins, kind="attachment untitled")]


def _opening(typed: Sequence[Block], room: int) -> dict[int, int]:
    """Return how many of `room` lines of the grid the few paragraphs of the opening leave to the picture after them.

    The paragraph of the picture and the lines; nothing where they are so few that it stands better on the next page.
    """
    for block in typed:
        if isinstance(block, Figure) and room >= _LEAST:
            return {block.line: room}
        if not isinstance(block, manuscript.Paragraph):
            break
        room -= -(-(len(block.text) + 2) // CELLS)
    return {}


def _credited(place: _Place, body: Sequence[Block], keeps: bool) -> Iterator[Printed]:
    """Yield the body; the units run into its last line if they have room, else stand on their own, right.

    `keeps` says that a signature follows, which never stands on a page without text (7.3.5.5).
    """
    units = "、".join(clean(unit) for unit in place.entry.units)
    attribution = place.glyphs.ink(f"（{units}）", "楷体", f"{place.entry.name}供稿单位") if units else None
    last = body[-1] if body else None
    for block in body[:-1]:
        yield from _block(place, block)
    place = replace(place, noted=place.noted or keeps)  # lines apart: two of them go with what follows, not all
    if attribution and isinstance(last, manuscript.Paragraph):
        yield from _set_with(place, *_inked(place, last), attribution)
    else:
        yield from _block(place, last) if last else ()
        yield from (_alone(attribution),) if attribution else ()
    if clean(place.entry.credit):
        yield _alone(place.glyphs.ink(clean(place.entry.credit), "楷体", f"{place.entry.name}供稿单位"))


def _inked(place: _Place, block: manuscript.Paragraph) -> tuple[Paragraph, Noted]:
    """Return what kind of paragraph `block` is, and its text with the calls of its footnotes."""
    kind = paragraph(clean(block.text))
    return kind, notes.inked(place.glyphs, kind, block.notes, place.numbers, place.name(block), place.entry.position)


def _set(place: _Place, kind: Paragraph, noted: Noted) -> PrintedBlock:
    lines = break_lines(noted.text, noted.inked.widths, INDENT)
    return _finished(kind, in_parts(noted.inked, lines, noted.inserts, place.noted))


def _finished(kind: Paragraph, html: Markup) -> PrintedBlock:
    """Return the paragraph under its tag: a heading is one to readers of the file too; 一、 appears in the outline."""
    tag = f"h{kind.level + 1}" if kind.heading and kind.level < 3 else "p"
    return PrintedBlock("heading" if kind.heading else "text", html, tag, kind.head if kind.level == 1 else "")


def _set_with(place: _Place, kind: Paragraph, noted: Noted, attribution: Inked) -> Iterator[PrintedBlock]:
    """Yield the last paragraph with the units on its last line, or before the units on a line of their own."""
    text, inked = noted.text, noted.inked
    lines = break_lines(text, inked.widths, INDENT)
    start = lines[-1].start if lines else 0
    tail, indent = inked.cut(start, len(text)) + attribution, 0 if start else INDENT
    if kind.heading or natural_width(tail.text, tail.widths) > MEASURE - indent - EM:
        yield _finished(kind, in_parts(inked, lines, noted.inserts, place.noted))
        yield _alone(attribution)
        return
    ending = break_lines(text[start:] + attribution.text, tail.widths, indent)
    whole = [*lines[:-1], *(_moved(line, start) for line in ending)]
    yield _finished(kind, in_parts(inked + attribution, whole, noted.inserts, place.noted))


def _moved(line: Line, by: int) -> Line:
    return replace(line, start=line.start + by, end=line.end + by)


def _alone(attribution: Inked) -> PrintedBlock:
    """Set the units on a line of their own, right; where one does not hold them, as a paragraph, its first line two in (7.3.3)."""
    lines = break_lines(attribution.text, attribution.widths)
    if len(lines) > 1:
        return PrintedBlock("text", in_parts(attribution, break_lines(attribution.text, attribution.widths, INDENT)))
    return PrintedBlock("attribution", broken(attribution, lines))


def note(glyphs: Glyphs, text: str, where: str) -> tuple[PrintedBlock, ...]:
    """Set an editor's note in 楷体, its first words 编者按： in 黑体."""
    lines = [line for line in map(clean, text.split("\n")) if line]
    if not lines:
        return ()
    first, *rest = [glyphs.ink(line, "楷体", where) for line in lines]
    label = glyphs.ink("" if first.text.startswith(("编者按", "按：", "按语")) else "编者按：", "黑体", where)
    return tuple(_noted(inked) for inked in (label + first, *rest))


def _noted(inked: Inked) -> PrintedBlock:
    return PrintedBlock("text", in_parts(inked, break_lines(inked.text, inked.widths, INDENT)))
