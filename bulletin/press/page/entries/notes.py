"""Footnotes (注): a raised number in the text, the note in 五号 at the foot of the page, numbered anew in every entry.

The call is inked into the paragraph, so that lines are broken around it; the note is an element behind it that
WeasyPrint takes out of the text and to the foot of the page where its call stands. WeasyPrint drops a note for which it
finds no room without a word: `lost` finds out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bulletin.errors import TypesettingFailure
from bulletin.press.geometry import AREA_WIDTH, EM, MM
from bulletin.press.page.entries.levels import Paragraph, clean
from bulletin.press.page.faces.glyphs import Glyphs, Inked
from bulletin.press.page.lines.breakplaces import CALL
from bulletin.press.page.lines.linebreak import break_lines
from bulletin.press.page.markup import BODY, broken
from bulletin.text.manuscript import Note

SIZE = 10.5  # points, 五号
MOST_LINES = 12  # of one note: about 500 characters, a quarter of the page
_MEASURE = round(AREA_WIDTH * MM / SIZE * EM)
_CALL = 0.62  # of the body's size; .call in body.css
_ID = re.compile(r'id="(note-\d+-\d+)"')


@dataclass(frozen=True, slots=True)
class Noted:
    """A paragraph with its calls: what is inked, the text the breaker looks at, and the note behind each call."""

    inked: Inked
    text: str
    inserts: Mapping[int, Markup]


def inked(
    glyphs: Glyphs, kind: Paragraph, notes: Sequence[Note], numbers: Iterator[int], where: str, entry: int
) -> Noted:
    """Return `kind` inked with a call at the place of each of `notes`, numbered by `numbers`.

    `entry` is the entry's position, for anchors. Raises `TypesettingFailure` naming `where`.
    """
    whole = glyphs.ink(kind.text, kind.styles, where)
    if not notes:
        return Noted(whole, whole.text, {})
    pieces, text, inserts, start = Inked("", (), ()), "", {}, 0
    for note in notes:
        end = min(note.at, len(whole.text))
        number = next(numbers)
        call = _call(glyphs.ink(mark(number), BODY, where))
        pieces = pieces + whole.cut(start, end) + call
        text += whole.text[start:end] + CALL * len(call.text)
        inserts[len(text) - 1] = _note(glyphs, note, number, f"{where}注 {number}", f"note-{entry}-{number}")
        start = end
    return Noted(pieces + whole.cut(start, len(whole.text)), text + whole.text[start:], inserts)


def mark(number: int) -> str:
    """Return the number of a footnote: ① to ㊿, then ［51］."""
    circled = ((20, 0x2460), (35, 0x3251 - 20), (50, 0x32B1 - 35))
    return next((chr(first + number - 1) for last, first in circled if number <= last), f"［{number}］")


def lost(html: str, anchors: Mapping[str, int]) -> list[str]:
    """Return the footnotes of `html` that stand on no page, as ``第 3 条注 2``; `anchors` are the pages' by name."""
    missing = [name.split("-") for name in _ID.findall(html) if name not in anchors]
    return [f"第 {entry} 条注 {number}" for _, entry, number in missing]


def _call(inked: Inked) -> Inked:
    roles = tuple("call" if role == BODY else f"{role} call" for role in inked.roles)
    return Inked(inked.text, roles, tuple(round(width * _CALL) for width in inked.widths))


def _note(glyphs: Glyphs, note: Note, number: int, where: str, anchor: str) -> Markup:
    text = glyphs.ink(mark(number) + clean(note.text), BODY, where)
    lines = break_lines(text.text, text.widths, 2 * EM, _MEASURE)
    if len(lines) > MOST_LINES:
        raise TypesettingFailure(f"{where}有 {len(lines)} 行，页下最多放 {MOST_LINES} 行", "请缩短，或移入正文、附件")
    html = broken(text, lines)
    return Markup('<span class="footnote" id="{}">{}</span>').format(anchor, html)
