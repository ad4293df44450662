"""Inked text and broken lines as HTML: one run for each stretch of characters that share a face and a gap.

WeasyPrint does not justify Chinese text, so every gap is written out: ``letter-spacing`` for the ordinary gap of a
line, a margin where one gap differs. WeasyPrint cuts letter-spacing to whole thousandths of an em, hence the hair
beyond them. Every string passes through `escape`.

A layout takes as long as it has elements and style attributes. So a line at the natural gap is bare text (``p`` and
``.digits`` in page.css have that gap), and every other gap is a class that names its value, for which `value_css`
writes the rules: a third of the time of the same lines with style attributes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from bulletin.press.geometry import NATURAL_GAP, PITCH
from bulletin.press.page.entries.levels import clean
from bulletin.press.page.faces.glyphs import Glyphs, Inked
from bulletin.press.page.lines.linebreak import Line
from bulletin.press.page.lines.titles import title_lines

PART = 16  # lines; of 4 to 64 tried, no other is better
BODY = "仿宋"  # the face of the block; runs in other faces are marked
_NATURAL = (NATURAL_GAP - 1, NATURAL_GAP)  # gaps that differ by less than 0.03 mm a line are one
_CLASS = re.compile(r'class="([^"]*)"')
_VALUE = re.compile(r"([sbgrh])(-?\d+)")
_PROPERTIES = {"s": "letter-spacing", "b": "margin-left", "g": "margin-right", "r": "padding-right", "h": "height"}

Inserts = Mapping[int, Markup]
"""What stands after a character of a paragraph without being part of it: the footnotes, by position."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters of one face: margins ``before`` and ``after`` in em/1000, and what is inserted behind it."""

    role: str
    text: str
    before: int
    after: int
    insert: Markup


def inline(inked: Inked) -> Markup:
    """Return `inked` as one unbroken run without gaps."""
    return _line_html(inked, Line(0, len(inked.text), 0, (0,) * len(inked.text)), {})


def inline_text(glyphs: Glyphs, text: str, style: str, where: str) -> Markup:
    """Return `text` cleaned and inked in `style` as one run; nothing for nothing. Raises `TypesettingFailure`."""
    text = clean(text)
    return inline(glyphs.ink(text, style, where)) if text else Markup()


def by_sense(title: Inked, measure: int) -> list[Inked]:
    """Return the lines of a title cut by sense, none longer than `measure` (em/1000)."""
    lines, start = [], 0
    for line in title_lines(title.text, title.widths, measure):
        start = title.text.index(line, start)
        lines.append(title.cut(start, start + len(line)))
        start += len(line)
    return lines


def broken(inked: Inked, lines: Iterable[Line], inserts: Inserts | None = None) -> Markup:
    """Return `lines` of `inked`, joined by newlines for ``white-space: pre``, each insert after its character."""
    return Markup("\n").join(
        _line_html(inked.cut(line.start, line.end), line, _within(line, inserts) if inserts else {}) for line in lines
    )


def in_parts(inked: Inked, lines: Sequence[Line], inserts: Inserts | None = None, one_by_one: bool = False) -> Markup:
    """Return `lines` like `broken`, a long paragraph in parts of 16 lines: WeasyPrint shapes what is left again and again.

    A hundred thousand characters in one paragraph then take little more time than in many. No part but the first is
    indented, and only the first and the last keep two lines together (``.part`` in body.css).

    `one_by_one` makes every line a part: where there are footnotes, WeasyPrint else sends notes to the next page to keep
    two lines of a later paragraph on this one.
    """
    size, kind = (1, "part single") if one_by_one else (PART, "part")
    if len(lines) < 2 * size:
        return broken(inked, lines, inserts)
    starts = [*range(0, len(lines) - (not one_by_one), size), len(lines)]
    parts = [broken(inked, lines[start:end], inserts) for start, end in pairwise(starts)]
    return Markup().join(Markup('<span class="{}">{}</span>').format(kind, part) for part in parts)


def value_css(html: str) -> str:
    """Return the rules of the classes in `html` that name a value: gaps in em/1000, a cell's padding in
    mm/100, a height in lines of the grid."""
    names = {name for found in _CLASS.findall(html) for name in found.split(" ")}
    values = sorted((match[1], int(match[2])) for name in names if (match := _VALUE.fullmatch(name)))
    return "".join(f".{kind}{value}{{{_PROPERTIES[kind]}:{_length(kind, value)}}}\n" for kind, value in values)


def _length(kind: str, value: int) -> str:
    return f"{value / 100}mm" if kind == "r" else f"{round(value * PITCH, 3)}mm" if kind == "h" else _em(value)


def _within(line: Line, inserts: Inserts) -> Inserts:
    return {k - line.start: html for k, html in inserts.items() if line.start <= k < line.end}


def _line_html(inked: Inked, line: Line, inserts: Inserts) -> Markup:
    content = Markup().join(map(_run_html, _runs(inked, line, inserts)))
    if line.spacing in _NATURAL:
        return content
    return Markup('<span class="line{}">{}</span>').format(f" s{line.spacing}" if line.spacing else "", content)


def _runs(inked: Inked, line: Line, inserts: Inserts) -> list[_Run]:
    """Return the runs of a line: cut where the face changes, where a gap differs, where something is inserted.

    A gap that differs is a margin of the run that needs an element anyway, and of the run after it where neither does:
    WeasyPrint sets the last text before a right margin twice.
    """
    slack = NATURAL_GAP if line.spacing in _NATURAL else 0
    runs: list[_Run] = []
    start, before = 0, 0
    for k, role in enumerate(inked.roles):
        last = k + 1 == len(inked.text)
        beyond = 0 if last else line.gaps[k] - (0 if _is_latin(role) else line.spacing)
        if not (last or k in inserts or abs(beyond) > slack or inked.roles[k + 1] != role):
            continue
        least, most = (0, NATURAL_GAP) if _is_latin(role) else (-slack, slack)
        margin = 0 if least <= beyond <= most else beyond
        own = role != BODY or k in inserts
        runs.append(_Run(role, inked.text[start : k + 1], before, margin if own else 0, inserts.get(k, Markup())))
        start, before = k + 1, 0 if own else margin
    return runs


def _run_html(run: _Run) -> Markup:
    names = [
        *([run.role] if run.role != BODY else []),
        *([f"b{run.before}"] if run.before else []),
        *([f"g{run.after}"] if run.after else []),
    ]
    html = Markup('<span class="{}">{}</span>').format(" ".join(names), run.text) if names else escape(run.text)
    return html + run.insert


def _is_latin(role: str) -> bool:
    return role.startswith("digits")


def _em(thousandths: int) -> str:
    """Return `thousandths` of an em as CSS, a hair beyond so that cutting to whole thousandths keeps them."""
    return f"{thousandths / 1000 + (0.00001 if thousandths > 0 else -0.00001):.5f}em"
