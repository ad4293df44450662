"""The front and back of an issue as a template is given them: masthead (报头), contents (目录), colophon (版记)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from bulletin.errors import TypesettingFailure
from bulletin.model import Json
from bulletin.press.geometry import AREA_WIDTH, EM, INDENT, MEASURE, MM, NOTE_SIZE
from bulletin.press.page.entries.levels import clean
from bulletin.press.page.faces.glyphs import Glyphs, Inked
from bulletin.press.page.lines.linebreak import break_lines, natural_width
from bulletin.press.page.markup import broken, by_sense, inline, inline_text
from bulletin.press.page.sheet import PrintedEntry, Sheet
from bulletin.text import chinese_date

_NOTE_MEASURE = int(AREA_WIDTH * MM / NOTE_SIZE * EM) - 2 * EM  # 版记: one character of 4号 free on both sides, 7.4.2
_NUMBER_ROOM = 3 * INDENT // 4  # contents: a cell and a half for the number
_CONTENTS_MEASURE = MEASURE - _NUMBER_ROOM - 4 * EM  # and four cells for leader and page
_ROW_MEASURE = MEASURE - INDENT  # 编发单位 and date: one character free on both sides
_MASTHEAD_WIDTH = 132.0 * MM  # 刊名: what the name takes of 156 mm; a very long one takes all of it
_LEAST_MASTHEAD = 23.0  # points; usual for 简报: 36 to 60, and never smaller than a title (22) while there is room
_THIN, _BETWEEN = 0.35, 0.6  # mm: the second rule of a 文武线, and the white before it


@dataclass(frozen=True, slots=True)
class Masthead:
    """The masthead ready for the page. ``above`` are the lines at the upper left, at least one; ``size`` is in points.

    ``number_place`` is ``above``, ``beside`` or ``below`` the line of unit and date. ``rules`` are the red rules as
    (white before it, weight), in mm, from the upper one down.
    """

    above: tuple[Markup, ...]
    name: Markup
    size: float
    number: Markup
    number_place: str
    signer: Markup
    issuer: Markup
    date: Markup
    rules: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A line of the contents: a section's heading (no ``anchor``) or a title, its number and the ``room`` between (em/1000)."""

    anchor: str
    number: Markup
    room: int
    html: Markup


@dataclass(frozen=True, slots=True)
class ColophonLine:
    """A line of the 版记: ``label`` and what hangs behind it, turnovers ``hang`` em in; or, without, two ends of a row."""

    label: Markup
    html: Markup
    hang: int = 0


def masthead(sheet: Sheet, glyphs: Glyphs) -> Json:
    """Return the masthead of `sheet` and its look, by the names templates use. Raises `TypesettingFailure`."""
    name, look = clean(sheet.masthead), sheet.look
    number = _inked(glyphs, sheet.number_line, "期号")
    issuer, date = _inked(glyphs, sheet.issuer, "编发单位"), _inked(glyphs, chinese_date(sheet.dated_on), "日期")
    _refuse_crowded((issuer, *([number] if look.number_place == "beside" else []), date))
    return {
        "look": look,
        "page": " ".join([look.page_number, *(["new-page"] if look.new_page else [])]),
        "masthead": Masthead(
            above=_upper_left(sheet, glyphs),
            name=inline_text(glyphs, name, "小标宋", "刊名"),
            size=masthead_size(name, look.masthead_size),
            number=inline(number),
            number_place=look.number_place,
            signer=_signer(glyphs, sheet.signed_by),
            issuer=inline(issuer),
            date=inline(date),
            rules=_red_rules(look.rule, look.rule_weight),
        ),
    }


def colophon(sheet: Sheet, glyphs: Glyphs) -> Json:
    """Return what stands in the 版记 of `sheet`, by the names templates use: groups of lines between inner rules.

    Order: 报 送 发 · 抄送 · people and 印数 · 印发机关 and date (GB/T 9704 7.4.3: above the last rule).
    Raises `TypesettingFailure`.
    """
    look = sheet.look
    lists = ((look.report_label, sheet.report_to), (look.send_label, sheet.send_to), (look.issue_label, sheet.issue_to))
    printed = f"{chinese_date(sheet.dated_on)}印发" if sheet.printed_by else ""
    groups = (
        tuple(_names(glyphs, label, names) for label, names in lists if names),
        (_names(glyphs, "抄送", sheet.copy_to),) if sheet.copy_to else (),
        _people(glyphs, sheet.staff, look.copies_form.format(copies=sheet.copies) if sheet.copies else ""),
        (_ends(glyphs, sheet.printed_by, printed),) if printed else (),
    )
    return {"colophon": tuple(group for group in groups if group)}


def masthead_size(name: str, largest: float) -> float:
    """Return the type size in points at which a 刊名 with a fifth of an em between its characters has room."""
    ems = max(1.0, 1.2 * len(name) - 0.2)
    least = min(_LEAST_MASTHEAD, AREA_WIDTH * MM / ems)
    return int(10 * min(largest, max(least, _MASTHEAD_WIDTH / ems))) / 10


def contents(glyphs: Glyphs, entries: Sequence[PrintedEntry]) -> tuple[ContentsLine, ...]:
    """Return the lines of the contents: each section over its titles. Raises `TypesettingFailure`."""
    lines: list[ContentsLine] = []
    for section, group in groupby(entries, key=lambda entry: entry.section):
        if section:
            lines.append(ContentsLine("", Markup(), 0, inline_text(glyphs, f"【{section}】", "黑体", "栏目")))
        lines.extend(_contents_line(glyphs, entry) for entry in group)
    return tuple(lines)


def _upper_left(sheet: Sheet, glyphs: Glyphs) -> tuple[Markup, ...]:
    """Return the lines at the upper left: 份号, 密级 or mark, 紧急程度 (7.2.1 to 7.2.3); a blank one where there is none.

    The base file of numbered copies keeps the first line free: the numbers are laid over it copy by copy.
    """
    numbered, mark = bool(sheet.look.numbered_copies or sheet.copy_number), sheet.mark.replace(" ", "　")
    lines = (
        ("份号", sheet.copy_number, "仿宋", numbered),
        ("密级或标记", mark, "黑体", bool(mark) or not (numbered or sheet.urgency)),
        ("紧急程度", sheet.urgency, "黑体", bool(sheet.urgency)),
    )
    return tuple(inline_text(glyphs, text, style, where) for where, text, style, shown in lines if shown)


def _signer(glyphs: Glyphs, name: str) -> Markup:
    """Return 签发人 with the name in 楷体 (7.2.6), nothing without a name."""
    label = inline_text(glyphs, "签发人：", "仿宋", "签发人")
    return label + inline_text(glyphs, name, "楷体", "签发人") if clean(name) else Markup()


def _red_rules(kind: str, weight: float) -> tuple[tuple[float, float], ...]:
    """Return one red rule, or the thick one and the thin one below it (文武线)."""
    return ((0.0, weight), (_BETWEEN, _THIN)) if kind == "double" else ((0.0, weight),)


def _contents_line(glyphs: Glyphs, entry: PrintedEntry) -> ContentsLine:
    title = glyphs.ink(clean(entry.title), "仿宋", f"{entry.name}标题")
    pieces = by_sense(title, _CONTENTS_MEASURE)
    lines = [broken(piece, break_lines(piece.text, piece.widths, 0, _CONTENTS_MEASURE)) for piece in pieces]
    number = glyphs.ink(f"{entry.position}.", "仿宋", "目录")
    room = _NUMBER_ROOM - sum(number.widths)
    return ContentsLine(f"entry-{entry.position}", inline(number), room, Markup("\n").join(lines))


def _names(glyphs: Glyphs, label: str, names: Sequence[str]) -> ColophonLine:
    """Return a list of names behind its label, closed with 。 (7.4.2)."""
    return _hanging(glyphs, label, "，".join(clean(name).rstrip("。；，") for name in names) + "。")


def _hanging(glyphs: Glyphs, label: str, text: str) -> ColophonLine:
    """Return `text` behind its label, turnovers aligned after the colon (7.4.2).

    Half a character is left over for the blank half of a mark at the end of a line.
    """
    inked, hang = _inked(glyphs, text, f"版记“{label}”"), len(label) + 1
    lines = break_lines(inked.text, inked.widths, 0, _NOTE_MEASURE - hang * EM - EM // 2)
    return ColophonLine(inline_text(glyphs, f"{label}：", "仿宋", "版记"), broken(inked, lines), hang)


def _people(glyphs: Glyphs, staff: Sequence[tuple[str, str]], copies: str) -> tuple[ColophonLine, ...]:
    """Return who made the issue and the 印数 on one row; each on its own where they have no room side by side."""
    people = "　".join(f"{role}：{person}" for role, person in staff)
    whole = _inked(glyphs, people + copies, "版记")
    if not whole.text:
        return ()
    if natural_width(whole.text, whole.widths) + EM <= _NOTE_MEASURE:
        return (_ends(glyphs, people, copies),)
    apart = (_ends(glyphs, "", copies),) if copies else ()
    return (*(_hanging(glyphs, role, person) for role, person in staff), *apart)


def _ends(glyphs: Glyphs, left: str, right: str) -> ColophonLine:
    """Return a row with text at both ends."""
    return ColophonLine(inline(_inked(glyphs, left, "版记")), inline(_inked(glyphs, right, "版记")))


def _refuse_crowded(parts: Sequence[Inked]) -> None:
    """Raise `TypesettingFailure` where what stands on the line of 编发单位 and date has no room side by side."""
    if sum(natural_width(part.text, part.widths) for part in parts) + EM * (len(parts) - 1) > _ROW_MEASURE:
        texts = "”“".join(part.text for part in parts)
        raise TypesettingFailure(
            f"报头的编发单位一行放不下“{texts}”",
            "请在 bulletin.toml 中用较短的编发单位名称 issuer，或把期号另起一行（page.number_place 写 above）",
        )


def _inked(glyphs: Glyphs, text: str, where: str) -> Inked:
    return glyphs.ink(clean(text), "仿宋", where)
