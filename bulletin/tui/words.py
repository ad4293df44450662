"""Foreign text on its way to the screen: harmless, of known width, and never markup.

A title can hold what drives a terminal, or what a widget would take for markup with an action behind it. So no ``str`` ever
goes into a widget: everything passes `Lettering`, which gives ``rich.text.Text`` made of `bulletin.text.plain` characters.

Widths are counted in cells by ``rich.cells``, for which characters of ambiguous width (“ ” … — ·) take one. A terminal set to
draw them two cells wide would push every column to the right; for those terminals ``Lettering(wide=True)`` shows twins of
theirs whose width nobody doubts. Only the screen changes, never a text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from bulletin.text import one_line, plain

Line = tuple[str, str]
"""Words to be shown, and the name of their style: a colour of the theme or ``bold``, '' for the usual one."""
AMBIGUOUS = "“”‘’…—·×÷±°①②Ⅰ■□●○★→℃‰§"
"""Characters that officials write and terminals disagree about, for the self-test."""
_NOT_FIRST = frozenset("，。、；：？！）》】”’」』〉％%…—·,.;:?!)]}〞＇⋯－・")
_NOT_LAST = frozenset("（《【“‘「『〈([{〝")
_TOGETHER = re.compile(r"[0-9A-Za-z.,:/_-]{2}")
_PATH = re.compile(r"/[^\s，。；：、“”《》（）]*")
_NUMBERED = re.compile(r"[㐀-鿿]{1,2} \d")
"""A word with its number, which stays on the line with it: 来稿 3, 稿件 12."""
_MOST_SPARED = 12
"""Characters a line may be shorter for the sake of a good break."""
_TWINS = str.maketrans(
    {
        "“": "〝",
        "”": "〞",
        "‘": "＇",
        "’": "＇",
        "…": "⋯",
        "—": "－",
        "―": "－",
        "·": "・",
        "×": "✕",
        "÷": "／",
        "±": "+/-",
        "°": "˚",
        "→": "＞",
        "←": "＜",
        "↑": "＾",
        "↓": "ｖ",
        "■": "＃",
        "□": "口",
        "●": "＊",
        "○": "〇",
        "★": "＊",
        "☆": "＊",
        "▲": "＾",
        "△": "＾",
        "◆": "＊",
        "◇": "＊",
        "※": "＊",
        "§": "＃",
    }
)


@dataclass(frozen=True, slots=True)
class Lettering:
    """How text is written on this terminal. ``wide``: it draws characters of ambiguous width two cells wide."""

    wide: bool = False

    def line(self, text: str) -> str:
        """Return `text` as one harmless line."""
        return self._certain(one_line(text))

    def shown(self, text: str, style: str = "") -> Text:
        """Return `text` for a widget: harmless, its lines kept, no markup; the only way for a foreign string to get there."""
        return Text(self._certain(plain(text)).replace("\t", "    "), style=style, end="")

    def fit(self, text: str, cells: int) -> str:
        """Return `text` as one line of exactly `cells` cells: filled up with blanks, or cut with an ellipsis."""
        line = self.line(text)
        if cell_len(line) <= cells:
            return set_cell_size(line, cells)
        mark = self._certain("…")
        return (
            set_cell_size(set_cell_size(line, cells - cell_len(mark)).rstrip() + mark, cells)
            if cells > 1
            else " " * cells
        )

    def _certain(self, text: str) -> str:
        if not self.wide:
            return text
        return "".join(char if _is_certain(char) else _spelt(char) for char in text.translate(_TWINS))


def _is_certain(char: str) -> bool:
    return char.isascii() or unicodedata.east_asian_width(char) != "A"


def _spelt(char: str) -> str:
    """Return a character of ambiguous width by others of the same meaning, or 〓 where there are none."""
    same = unicodedata.normalize("NFKC", char)
    return same if all(map(_is_certain, same)) else "〓"


def folded(line: str, cells: int) -> Iterator[str]:
    """Yield `line` in parts of at most `cells` cells, an empty line once.

    No part begins with a sign that may not stand there (避头: ，。、” and the like), none ends with an opening one (避尾), and
    no number or word is broken, as long as the line has something to spare. Facts with wide blanks between them stay whole,
    and so does a path where a line is long enough for it.
    """
    start, used, place = 0, 0, 0
    while place < len(line):
        width = cell_len(line[place])
        if used + width > cells and place > start:
            place = (
                _between_facts(line, start, place, cells)
                or _before_path(line, start, place, cells)
                or _spared(line, start, place)
            )
            yield line[start:place]
            start, used = place, 0
            continue
        used += width
        place += 1
    yield line[start:]


def _between_facts(line: str, start: int, place: int, cells: int) -> int:
    """Return the place after the last wide blank, where what follows up to the next one fits on a line; else 0."""
    gap = line.rfind("　", start, place) + 1
    if not line[start:gap].strip():
        return 0
    end = line.find("　", gap)
    return gap if cell_len(line[gap : end if end >= 0 else None]) <= cells else 0


def _before_path(line: str, start: int, place: int, cells: int) -> int:
    """Return where a path begins that would be broken at `place` and fits on a line of its own; else 0."""
    paths = (found.span() for found in _PATH.finditer(line, start))
    begun = next(
        (begin for begin, end in paths if start < begin < place < end and cell_len(line[begin:end]) <= cells), 0
    )
    return begun if begun and not line[begun - 1].isalnum() else 0


def _spared(line: str, start: int, place: int) -> int:
    """Return where to break instead of `place`: the nearest good place before it, or `place` itself."""
    nearest = range(place, max(start, place - _MOST_SPARED), -1)
    return next((here for here in nearest if _may_break(line, here)), place)


def _may_break(line: str, place: int) -> bool:
    before, after = line[place - 1], line[place]
    if _NUMBERED.match(line, place - 1) or (before == " " and _NUMBERED.match(line, max(0, place - 2))):
        return False
    return after not in _NOT_FIRST and before not in _NOT_LAST and not _TOGETHER.fullmatch(before + after)


def broken(text: Text, cells: int) -> list[Text]:
    """Return `text` in lines of at most `cells` cells, styles kept."""
    lines: list[Text] = []
    for line in text.split("\n", allow_blank=True):
        ends = accumulate(len(part) for part in folded(line.plain, cells))
        lines += line.divide([end for end in ends if end < len(line.plain)])
    for line in lines:
        line.end = ""
    return lines
