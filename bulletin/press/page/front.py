"""The front and back of an issue as a template is given them: masthead (报头), contents (目录), colophon (版记)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from bulletin.model import Json
from bulletin.press.page.blocks import clean
from bulletin.press.page.geometry import AREA_WIDTH, EM, INDENT, MEASURE, MM, NOTE_SIZE
from bulletin.press.page.glyphs import Glyphs
from bulletin.press.page.linebreak import break_lines
from bulletin.press.page.markup import broken, inline, inline_text
from bulletin.press.page.sheet import PrintedEntry, Sheet
from bulletin.text import chinese_date

_NOTE_MEASURE = int(AREA_WIDTH * MM / NOTE_SIZE * EM) - 2 * EM  # 版记: one character of 4号 free on both sides, 7.4.2
_NUMBER_ROOM = 3 * INDENT // 4  # contents: a cell and a half for the number
_CONTENTS_MEASURE = MEASURE - _NUMBER_ROOM - 4 * EM  # and four cells for leader and page
_MASTHEAD_WIDTH = 132.0 * MM  # 刊名: what the name may take of 156 mm
_MASTHEAD_SIZES = (18.0, 60.0)  # points; usual for 简报: 36 to 60, less for very long names


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


def masthead(sheet: Sheet, glyphs: Glyphs) -> Json:
    """Return what stands in the masthead of `sheet`, by the names templates use. Raises `TypesettingFailure`."""
    name = clean(sheet.masthead)
    return {
        "mark": inline_text(glyphs, sheet.mark, "黑体", "密级或标记"),
        "masthead": inline_text(glyphs, name, "小标宋", "刊名"),
        "masthead_size": masthead_size(name),
        "number_line": inline_text(glyphs, sheet.number_line, "仿宋", "期号"),
        "issuer": inline_text(glyphs, sheet.issuer, "仿宋", "编发单位"),
        "dated_on": inline_text(glyphs, chinese_date(sheet.dated_on), "仿宋", "日期"),
        "signed_by": inline_text(glyphs, sheet.signed_by, "楷体", "签发人"),
    }


def colophon(sheet: Sheet, glyphs: Glyphs) -> Json:
    """Return what stands in the 版记 of `sheet`, by the names templates use. Raises `TypesettingFailure`."""
    staff = "　".join(f"{role}：{person}" for role, person in sheet.staff)
    return {
        "distribution": _distribution(glyphs, sheet),
        "staff": inline_text(glyphs, staff, "仿宋", "版记"),
        "copies": inline_text(glyphs, f"（共印{sheet.copies}份）" if sheet.copies else "", "仿宋", "版记"),
    }


def masthead_size(name: str) -> float:
    """Return the type size in points at which a 刊名 with a fifth of an em between its characters has room."""
    smallest, largest = _MASTHEAD_SIZES
    return round(min(largest, max(smallest, _MASTHEAD_WIDTH / max(1.0, 1.2 * len(name)))), 1)


def contents(glyphs: Glyphs, entries: Sequence[PrintedEntry]) -> tuple[ContentsLine, ...]:
    """Return the lines of the contents: each section over its titles. Raises `TypesettingFailure`."""
    lines: list[ContentsLine] = []
    for section, group in groupby(entries, key=lambda entry: entry.section):
        if section:
            lines.append(ContentsLine("", Markup(), 0, inline_text(glyphs, f"【{section}】", "黑体", "栏目")))
        lines.extend(_contents_line(glyphs, entry) for entry in group)
    return tuple(lines)


def _contents_line(glyphs: Glyphs, entry: PrintedEntry) -> ContentsLine:
    title = glyphs.ink(clean(entry.title), "仿宋", f"{entry.name}标题")
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
    return DistributionLine(inline_text(glyphs, f"{label}：", "仿宋", "版记"), broken(inked, lines))
