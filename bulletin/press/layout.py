"""From a sheet to what a template is given: every piece of text inked, broken into lines and escaped.

A template decides where things stand; it never sees raw text. The names it may use are the keys of `context`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from bulletin.errors import TypesettingFailure
from bulletin.model import Json
from bulletin.press.blocks import LONGEST_PARAGRAPH, Paragraph, clean, paragraphs, title_lines
from bulletin.press.geometry import AREA_WIDTH, EM, INDENT, MEASURE, MM, NOTE_SIZE, TITLE_SIZE
from bulletin.press.glyphs import Glyphs, Inked
from bulletin.press.linebreak import break_lines, natural_width
from bulletin.press.markup import broken, inline
from bulletin.press.sheet import PrintedEntry, Sheet
from bulletin.text import chinese_date, shorten

_TITLE_MEASURE = int(AREA_WIDTH * MM / TITLE_SIZE - 1) * EM  # one character of 2号 free at least
_NOTE_MEASURE = int(AREA_WIDTH * MM / NOTE_SIZE * EM) - 2 * EM  # 版记: one character of 4号 free on both sides, 7.4.2
_NUMBER_ROOM = 3 * INDENT // 4  # contents: a cell and a half for the number
_CONTENTS_MEASURE = MEASURE - _NUMBER_ROOM - 4 * EM  # and four cells for leader and page
_MASTHEAD_WIDTH = 132.0 * MM  # 刊名: what the name may take of 156 mm
_MASTHEAD_SIZES = (18.0, 60.0)  # points; usual for 简报: 36 to 60, less for very long names


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


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A line of the contents: a section's heading (no ``anchor``) or a title, its number and the ``room`` between (em/1000)."""

    anchor: str
    number: Markup
    room: int
    html: Markup


@dataclass(frozen=True, slots=True)
class DistributionLine:
    """One of 报、送、发 with the names behind it."""

    label: Markup
    html: Markup


def context(sheet: Sheet, glyphs: Glyphs) -> Json:
    """Return the names a template may use for `sheet`; every value is escaped HTML, a number or plain data.

    Raises `TypesettingFailure` for a character without a face or a paragraph of more than 5,000 characters.
    """
    name = clean(sheet.masthead)
    return {
        "meta": {
            "title": f"{name} {clean(sheet.number_line)}",
            "author": clean(sheet.issuer),
            "keywords": "，".join(clean(entry.title) for entry in sheet.entries),
            "date": f"{sheet.dated_on.isoformat()}T00:00:00+08:00",
        },
        "mark": _inline(glyphs, sheet.mark, "黑体", "密级或标记"),
        "masthead": _inline(glyphs, name, "小标宋", "刊名"),
        "masthead_size": masthead_size(name),
        "number_line": _inline(glyphs, sheet.number_line, "仿宋", "期号"),
        "issuer": _inline(glyphs, sheet.issuer, "仿宋", "编发单位"),
        "dated_on": _inline(glyphs, chinese_date(sheet.dated_on), "仿宋", "日期"),
        "signed_by": _inline(glyphs, sheet.signed_by, "楷体", "签发人"),
        "editor_note": _note(glyphs, sheet.editor_note, "本期编者按"),
        "contents": _contents(glyphs, sheet.entries) if len(sheet.entries) > 1 else (),
        "entries": _entries(glyphs, sheet.entries),
        "distribution": _distribution(glyphs, sheet),
        "staff": _inline(glyphs, "　".join(f"{role}：{person}" for role, person in sheet.staff), "仿宋", "版记"),
        "copies": _inline(glyphs, f"（共印{sheet.copies}份）" if sheet.copies else "", "仿宋", "版记"),
    }


def masthead_size(name: str) -> float:
    """Return the type size in points at which a 刊名 with a fifth of an em between its characters has room."""
    smallest, largest = _MASTHEAD_SIZES
    return round(min(largest, max(smallest, _MASTHEAD_WIDTH / max(1.0, 1.2 * len(name)))), 1)


def _inline(glyphs: Glyphs, text: str, style: str, where: str) -> Markup:
    text = clean(text)
    return inline(glyphs.ink(text, style, where)) if text else Markup()


def _entries(glyphs: Glyphs, entries: Sequence[PrintedEntry]) -> tuple[EntryView, ...]:
    before = ["", *(entry.section for entry in entries)]
    return tuple(_entry(glyphs, entry, entry.section != last) for entry, last in zip(entries, before, strict=False))


def _entry(glyphs: Glyphs, entry: PrintedEntry, opens_section: bool) -> EntryView:
    where = _name(entry)
    title = glyphs.ink(clean(entry.title), "小标宋", f"{where}标题")
    body = [
        _inked(glyphs, paragraph, f"{where}正文第 {number} 段")
        for number, paragraph in enumerate(paragraphs(entry.text), 1)
    ]
    return EntryView(
        anchor=f"entry-{entry.position}",
        label=title.text,
        section=_inline(glyphs, f"【{entry.section}】" if opens_section and entry.section else "", "黑体", "栏目"),
        title=_title(title),
        note=_note(glyphs, entry.editor_note, f"{where}编者按"),
        paragraphs=tuple(_printed(body, _attribution(glyphs, entry, where))),
    )


def _name(entry: PrintedEntry) -> str:
    return f"第 {entry.position} 条《{shorten(entry.title)}》"


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


def _note(glyphs: Glyphs, text: str, where: str) -> tuple[PrintedParagraph, ...]:
    """Set an editor's note in 楷体, its first words 编者按： in 黑体."""
    if not clean(text):
        return ()
    first, *rest = [glyphs.ink(paragraph.text, paragraph.styles, where) for paragraph in paragraphs(text, "楷体")]
    label = glyphs.ink("" if first.text.startswith(("编者按", "按：", "按语")) else "编者按：", "黑体", where)
    return tuple(_set("text", inked) for inked in (label + first, *rest))


def _contents(glyphs: Glyphs, entries: Sequence[PrintedEntry]) -> tuple[ContentsLine, ...]:
    lines: list[ContentsLine] = []
    for section, group in groupby(entries, key=lambda entry: entry.section):
        if section:
            lines.append(ContentsLine("", Markup(), 0, _inline(glyphs, f"【{section}】", "黑体", "栏目")))
        lines.extend(_contents_line(glyphs, entry) for entry in group)
    return tuple(lines)


def _contents_line(glyphs: Glyphs, entry: PrintedEntry) -> ContentsLine:
    title = glyphs.ink(clean(entry.title), "仿宋", f"{_name(entry)}标题")
    lines = break_lines(title.text, title.widths, 0, _CONTENTS_MEASURE)
    number = glyphs.ink(f"{entry.position}.", "仿宋", "目录")
    return ContentsLine(
        f"entry-{entry.position}", inline(number), _NUMBER_ROOM - sum(number.widths), broken(title, lines)
    )


def _distribution(glyphs: Glyphs, sheet: Sheet) -> tuple[DistributionLine, ...]:
    groups = (("报", sheet.report_to), ("送", sheet.send_to), ("发", sheet.issue_to))
    return tuple(_distribution_line(glyphs, label, names) for label, names in groups if names)


def _distribution_line(glyphs: Glyphs, label: str, names: Sequence[str]) -> DistributionLine:
    text = "，".join(clean(name).rstrip("。；，") for name in names) + "。"
    inked = glyphs.ink(text, "仿宋", f"版记“{label}”")
    lines = break_lines(inked.text, inked.widths, 0, _NOTE_MEASURE - 2 * EM)
    return DistributionLine(_inline(glyphs, f"{label}：", "仿宋", "版记"), broken(inked, lines))
