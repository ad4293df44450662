"""One line of the queue: mark, score, unit, title, tags, age. The title keeps three fifths of it, or stands there whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from bulletin.tui.words import Lettering

LEAST_TITLE = 0.6
"""The share of a line that a title has which needs it."""
WIDE_FROM = 70
"""Cells of a line from which units are given more room."""
_MARK, _SCORE, _AGE = 1, 6, 7
SHORT_TAGS = {"已刊": "刊", "同模板": "模", "同事件": "事", "相近": "近"}
"""How a tag is written where there is no room for it; the others by their first character: 特急 特, 加急 加, 同文 同, 更新 更."""


@dataclass(frozen=True, slots=True)
class Cells:
    """What stands on one line."""

    score: float
    unit: str
    title: str
    tags: Sequence[str]
    age: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of a line."""

    accent: Style
    quiet: Style
    warning: Style


def line_of(cells: Cells, width: int, lettering: Lettering, colours: Colours) -> Text:
    """Return the line, `width` cells wide."""
    unit_cells = 12 if width >= WIDE_FROM else 10
    room = width - _MARK - _SCORE - unit_cells - 1 - _AGE
    needed = min(cell_len(lettering.line(cells.title)), int(width * LEAST_TITLE))
    tags = tags_within(cells.tags, room - needed - 1, lettering)
    title_cells = max(1, room - (cell_len(tags) + 1 if tags else 0))
    accent = colours.accent if cells.is_marked else ""
    line = Text(no_wrap=True, end="").append("*" if cells.is_marked else " ", colours.accent)
    line.append(f"{_points(cells.score):>{_SCORE - 1}} ", colours.quiet)
    line.append(lettering.fit(cells.unit, unit_cells) + " ").append(lettering.fit(cells.title, title_cells), accent)
    line.append(f" {tags}" if tags else "", colours.warning)
    return line.append(" " * (_AGE - cell_len(cells.age)) + cells.age, colours.quiet)


def tags_within(tags: Sequence[str], cells: int, lettering: Lettering) -> str:
    """Return the tags as they fit: in full, else one character each, as many as there is room for, the first ones first."""
    whole = lettering.line(" ".join(tags))
    if cell_len(whole) <= cells:
        return whole
    short = "".join(SHORT_TAGS.get(tag, tag[0]) for tag in tags)
    return lettering.line(short[: max(0, cells // 2)])


def _points(score: float) -> str:
    """Return a score in at most five characters: its points stand one below the other."""
    exact = f"{score:.1f}"
    return exact if len(exact) < _SCORE else f"{score:.0f}"
