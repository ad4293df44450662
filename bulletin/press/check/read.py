"""What stands on the pages of a PDF, in millimetres: rows of characters, ruled lines, pictures.

Baselines, not boxes, are measured: a character's box follows the font's descriptor, its baseline does not. The edges of
a Chinese character are taken as 0.88 em above and 0.12 em below the baseline; where the ink itself is meant, a
character's ``ink`` is the box of its outline.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bulletin.errors import UnreadableMaterial
from bulletin.press.check.content import Box, Char, Content, Stroke, read_content
from bulletin.press.geometry import MM
from bulletin.text import is_hanzi

_SAME_LINE = 0.5  # mm between baselines that count as one
_ABOVE, _BELOW = 0.88, 0.12  # em
_RAISED = (0.15, 0.6)  # em of the line: how far a call of a footnote or an exponent stands above its baseline
_SMALLER = 0.8  # of the line's size, at most
_BESIDE = 4.0  # em: how far raised characters may reach beyond the others of their line
_LARGEST_RAISED_FROM = 24.0  # points: what stands beside a masthead is no exponent
_RULE_LENGTH = 50.0  # mm
_MOST_PAGES = 1000
_BLACK = 0.16  # black as printing inks become on a screen
_REPAIR = "请确认文件完整、未加密"


@dataclass(frozen=True)
class Row:
    """The characters on one baseline and those raised from it, left to right; ``size`` is the commonest type size, in points."""

    chars: tuple[Char, ...]
    baseline: float
    size: float

    @cached_property
    def text(self) -> str:
        """The characters joined."""
        return "".join(char.text for char in self.chars)

    @cached_property
    def level_text(self) -> str:
        """The characters joined, without those raised from the line."""
        return "".join(char.text for char in self.chars if abs(char.baseline - self.baseline) <= _SAME_LINE)

    @property
    def x0(self) -> float:
        """Left edge of the first character, mm."""
        return self.chars[0].x0

    @cached_property
    def x1(self) -> float:
        """Right edge of the last character, mm."""
        return max(char.x1 for char in self.chars)

    @property
    def top(self) -> float:
        """Upper edge of its Chinese characters, mm from the top of the page."""
        return self.baseline - _ABOVE * self.size / MM

    @property
    def bottom(self) -> float:
        """Lower edge of its Chinese characters, mm from the top of the page."""
        return self.baseline + _BELOW * self.size / MM


@dataclass(frozen=True, slots=True)
class Rule:
    """A long level line: edges in mm, ``red`` or not."""

    x0: float
    x1: float
    top: float
    bottom: float
    red: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it is shown; lengths in mm, ``rotation`` in degrees, rows and rules from top to bottom.

    ``rules`` are level and over 50 mm long; ``edges`` all thin straight lines of 3 mm and more, level or upright.
    ``turned`` is the text that does not stand upright, ``hidden`` how many characters leave no ink, ``covered`` are
    those that something was painted over.
    """

    number: int
    width: float
    height: float
    rotation: int
    rows: tuple[Row, ...]
    rules: tuple[Rule, ...]
    edges: tuple[Box, ...]
    images: tuple[Box, ...]
    turned: str
    hidden: int
    covered: tuple[Char, ...]


def read_pages(path: Path) -> list[Page]:
    """Read every page of the PDF at `path`.

    Raises `UnreadableMaterial` if the file is missing, not a PDF, encrypted, damaged beyond reading or over 1,000 pages.
    """
    from pypdfium2 import PdfDocument, PdfiumError, raw

    try:
        with PdfDocument(path) as pdf:
            if raw.FPDF_GetSecurityHandlerRevision(pdf) != -1:
                raise UnreadableMaterial(f"{path} 是加密的 PDF，不能检查", "请先去除口令再检查")
            if len(pdf) > _MOST_PAGES:
                raise UnreadableMaterial(f"{path} 有 {len(pdf)} 页，超过 {_MOST_PAGES} 页", "请分成几个文件检查")
            return [_page(number, read_content(page)) for number, page in enumerate(pdf, 1)]
    except OSError as error:
        raise UnreadableMaterial(f"{path} 读不出来（{error.strerror or '没有这个文件'}）", _REPAIR) from error
    except PdfiumError as error:
        if "assword" in str(error):
            raise UnreadableMaterial(f"{path} 是加密的 PDF，不能检查", "请先去除口令再检查") from error
        raise UnreadableMaterial(f"{path} 不是能读的 PDF（{error}）", _REPAIR) from error


def is_black(colour: tuple[float, ...]) -> bool:
    """Tell whether `colour` (red, green, blue) is black."""
    return all(part < _BLACK for part in colour)


def is_red(colour: tuple[float, ...]) -> bool:
    """Tell whether `colour` (red, green, blue) is the red of mastheads (GB/T 9704-2012 6.2: Y80 M80)."""
    red, green, blue = colour
    return red > 0.6 and green < 0.5 and blue < 0.5


def _page(number: int, content: Content) -> Page:
    chars = sorted(content.chars, key=lambda char: char.baseline)
    return Page(
        number=number,
        width=content.width,
        height=content.height,
        rotation=content.rotation,
        rows=tuple(_with_raised([_row(group) for group in _on_one_line(chars)])),
        rules=tuple(sorted(_rules(content.strokes), key=lambda rule: rule.top)),
        edges=tuple(stroke.box for stroke in content.strokes),
        images=content.images,
        turned=content.turned,
        hidden=content.hidden,
        covered=content.covered,
    )


def _on_one_line(chars: Iterable[Char]) -> Iterator[list[Char]]:
    group: list[Char] = []
    for char in chars:
        if group and char.baseline - group[0].baseline > _SAME_LINE:
            yield group
            group = []
        group.append(char)
    if group:
        yield group


def _row(chars: list[Char]) -> Row:
    sizes = Counter(round(char.size, 2) for char in chars if is_hanzi(char.text[0]))
    sizes = sizes or Counter(round(char.size, 2) for char in chars)
    ordered = tuple(sorted(chars, key=lambda char: char.x0))
    return Row(ordered, Counter(char.baseline for char in chars).most_common(1)[0][0], sizes.most_common(1)[0][0])


def _with_raised(rows: list[Row]) -> Iterator[Row]:
    """Yield `rows` with the calls of footnotes and exponents in the lines that they are raised from."""
    raised: list[Row] = []
    for k, row in enumerate(rows):
        if any(_is_raised(row, host) for host in rows[k + 1 : k + 4]):
            raised.append(row)
            continue
        mine = [one for one in raised if _is_raised(one, row)]
        raised = [one for one in raised if one not in mine]
        chars = sorted((char for one in (row, *mine) for char in one.chars), key=lambda char: char.x0)
        yield Row(tuple(chars), row.baseline, row.size) if mine else row


def _is_raised(row: Row, host: Row) -> bool:
    """Tell whether all of `row` stands a little above the baseline of `host`, smaller and within its length."""
    em = host.size / MM
    near = _RAISED[0] * em < host.baseline - row.baseline < _RAISED[1] * em
    small = row.size <= _SMALLER * host.size and host.size <= _LARGEST_RAISED_FROM
    return near and small and host.x0 - _BESIDE * em < row.x0 and row.x1 < host.x1 + _BESIDE * em


def _rules(strokes: Iterable[Stroke]) -> Iterator[Rule]:
    for stroke in strokes:
        if stroke.box.width > _RULE_LENGTH:
            yield Rule(stroke.box.x0, stroke.box.x1, stroke.box.top, stroke.box.bottom, is_red(stroke.colour))
