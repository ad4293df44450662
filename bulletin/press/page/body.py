"""The entries of an issue as a template is given them: titles, paragraphs, notes, each broken into lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bulletin.errors import TypesettingFailure
from bulletin.press.page.blocks import LONGEST_PARAGRAPH, Paragraph, clean, paragraphs
from bulletin.press.page.geometry import AREA_WIDTH, EM, INDENT, MEASURE, MM, TITLE_SIZE
from bulletin.press.page.glyphs import Glyphs, Inked
from bulletin.press.page.linebreak import break_lines, natural_width
from bulletin.press.page.markup import broken, inline, inline_text
from bulletin.press.page.sheet import PrintedEntry
from bulletin.press.page.titles import title_lines

_TITLE_MEASURE = int(AREA_WIDTH * MM / TITLE_SIZE - 1) * EM  # one character of 2号 free at least


@dataclass(frozen=True, slots=True)
class PrintedParagraph:
    """A paragraph ready for the page: ``kind`` is its class in the style sheet (text, heading, attribution)."""

    kind: str
    html: Markup


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry ready for the page; ``section`` is empty unless it opens one; ``label`` names it in the bookmarks."""

    anchor: str
    label: str
    section: Markup
    title: Markup
    note: tuple[PrintedParagraph, ...]
    paragraphs: tuple[PrintedParagraph, ...]


def entries(glyphs: Glyphs, printed: Sequence[PrintedEntry]) -> tuple[EntryView, ...]:
    """Return the entries ready for the page. Raises `TypesettingFailure` naming the place."""
    before = ["", *(entry.section for entry in printed)]
    return tuple(_entry(glyphs, entry, entry.section != last) for entry, last in zip(printed, before, strict=False))


def _entry(glyphs: Glyphs, entry: PrintedEntry, opens_section: bool) -> EntryView:
    where = entry.name
    title = glyphs.ink(clean(entry.title), "小标宋", f"{where}标题")
    body = [
        _inked(glyphs, paragraph, f"{where}正文第 {number} 段")
        for number, paragraph in enumerate(paragraphs(entry.text), 1)
    ]
    return EntryView(
        anchor=f"entry-{entry.position}",
        label=title.text,
        section=inline_text(glyphs, f"【{entry.section}】" if opens_section and entry.section else "", "黑体", "栏目"),
        title=_title(title),
        note=note(glyphs, entry.editor_note, f"{where}编者按"),
        paragraphs=tuple(_printed(body, _attribution(glyphs, entry, where))),
    )


def _inked(glyphs: Glyphs, paragraph: Paragraph, where: str) -> tuple[str, Inked]:
    """Return the kind of a paragraph and its inked text."""
    if len(paragraph.text) > LONGEST_PARAGRAPH:
        raise TypesettingFailure(
            f"{where}有 {len(paragraph.text)} 字，超过每段 {LONGEST_PARAGRAPH} 字的上限，不能排版", "请在该条中分段"
        )
    return "heading" if paragraph.heading else "text", glyphs.ink(paragraph.text, paragraph.styles, where)


def _attribution(glyphs: Glyphs, entry: PrintedEntry, where: str) -> Inked | None:
    units = "、".join(clean(unit) for unit in entry.units)
    return glyphs.ink(f"（{units}）", "楷体", f"{where}供稿单位") if units else None


def _printed(body: list[tuple[str, Inked]], attribution: Inked | None) -> list[PrintedParagraph]:
    """Break the paragraphs; the attribution runs into the last line if it has room, else stands on its own, right."""
    if not attribution or not body or body[-1][0] != "text":
        return [_set(kind, inked) for kind, inked in body] + ([_alone(attribution)] if attribution else [])
    head, last = [_set(kind, inked) for kind, inked in body[:-1]], body[-1][1]
    lines = break_lines(last.text, last.widths, INDENT)
    start = lines[-1].start
    tail, indent = last.cut(start, len(last.text)) + attribution, 0 if start else INDENT
    if natural_width(tail.text, tail.widths) > MEASURE - indent - EM:
        return [*head, PrintedParagraph("text", broken(last, lines)), _alone(attribution)]
    ending = break_lines(tail.text, tail.widths, indent)
    html = [broken(last, lines[:-1]), broken(tail, ending)]
    return [*head, PrintedParagraph("text", Markup("\n").join(part for part in html if part))]


def _set(kind: str, inked: Inked) -> PrintedParagraph:
    return PrintedParagraph(kind, broken(inked, break_lines(inked.text, inked.widths, INDENT)))


def _alone(attribution: Inked) -> PrintedParagraph:
    return PrintedParagraph("attribution", broken(attribution, break_lines(attribution.text, attribution.widths)))


def _title(title: Inked) -> Markup:
    lines, start = [], 0
    for line in title_lines(title.text, title.widths, _TITLE_MEASURE):
        start = title.text.index(line, start)
        lines.append(inline(title.cut(start, start + len(line))))
        start += len(line)
    return Markup("\n").join(lines)


def note(glyphs: Glyphs, text: str, where: str) -> tuple[PrintedParagraph, ...]:
    """Set an editor's note in 楷体, its first words 编者按： in 黑体."""
    if not clean(text):
        return ()
    first, *rest = [glyphs.ink(paragraph.text, paragraph.styles, where) for paragraph in paragraphs(text, "楷体")]
    label = glyphs.ink("" if first.text.startswith(("编者按", "按：", "按语")) else "编者按：", "黑体", where)
    return tuple(_set("text", inked) for inked in (label + first, *rest))
