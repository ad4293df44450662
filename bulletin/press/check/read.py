"""What stands on the pages of a PDF, in millimetres: lines of characters, ruled lines, fonts.

Baselines, not boxes, are measured: a character's box follows the font's descriptor, its baseline does not. The edges of
a Chinese character are taken as 0.88 em above and 0.12 em below the baseline.
"""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bulletin.errors import UnreadableMaterial
from bulletin.press.page.geometry import MM
from bulletin.text import is_hanzi

_SAME_LINE = 0.5  # mm between baselines that count as one
_ABOVE, _BELOW = 0.88, 0.12  # em
_RULE_LENGTH, _RULE_WEIGHT = 50.0, 1.5  # mm: a thing longer than the one and thinner than the other is a rule
_MOST_PAGES = 1000

_BROKEN = (
    OSError, ValueError, TypeError, LookupError, AttributeError, AssertionError, ArithmeticError, RecursionError,
    struct.error, zlib.error,
)  # fmt: skip  # what pdfminer lets through on damaged files


@dataclass(frozen=True, slots=True)
class Char:
    """One character: horizontal edges and baseline in mm from the top left, size in points."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    font: str
    colour: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """The characters on one baseline, left to right; ``size`` is the commonest type size, in points."""

    chars: tuple[Char, ...]
    baseline: float
    size: float

    @property
    def text(self) -> str:
        """The characters joined."""
        return "".join(char.text for char in self.chars)

    @property
    def x0(self) -> float:
        """Left edge of the first character, mm."""
        return self.chars[0].x0

    @property
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
    """A ruled line: edges in mm, ``red`` or black."""

    x0: float
    x1: float
    top: float
    bottom: float
    red: bool


@dataclass(frozen=True, slots=True)
class Font:
    """A font of the file: its name without the subset tag, and how it is stored."""

    name: str
    kind: str
    embedded: bool
    subset: bool
    to_unicode: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page; lengths in mm, ``rotation`` in degrees, rows and rules from top to bottom."""

    number: int
    width: float
    height: float
    rotation: int
    rows: tuple[Row, ...]
    rules: tuple[Rule, ...]
    fonts: tuple[Font, ...]


def read_pages(path: Path) -> list[Page]:
    """Read every page of the PDF at `path`.

    Raises `UnreadableMaterial` if the file is missing, not a PDF, encrypted, damaged beyond reading or over 1,000 pages.
    """
    import pdfplumber
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(path) as pdf:
            if pdf.doc.encryption:
                raise UnreadableMaterial(f"{path} 是加密的 PDF，不能检查", "请先去除口令再检查")
            if len(pdf.pages) > _MOST_PAGES:
                raise UnreadableMaterial(f"{path} 有 {len(pdf.pages)} 页，超过 {_MOST_PAGES} 页", "请分成几个文件检查")
            return [_page(page) for page in pdf.pages]
    except (PDFException, PSException, PdfminerException, *_BROKEN) as error:
        reason = str(error) or type(error).__name__
        raise UnreadableMaterial(f"{path} 不是能读的 PDF（{reason}）", "请确认文件完整、未加密") from error


def bare_name(font: str) -> str:
    """Return a font's name without the six-letter subset tag."""
    return font.split("+", 1)[1] if len(font) > 7 and font[6] == "+" else font


def _page(page: Any) -> Page:
    height = float(page.height)
    chars = sorted(
        (_char(char, height) for char in page.chars if char["text"].strip() and char.get("upright", True)),
        key=lambda char: char.baseline,
    )
    rules = sorted(_rules(page), key=lambda rule: rule.top)
    return Page(
        number=page.page_number,
        width=float(page.width) / MM,
        height=height / MM,
        rotation=int(page.rotation or 0),
        rows=tuple(_row(group) for group in _on_one_line(chars)),
        rules=tuple(rules),
        fonts=tuple(_fonts(page.page_obj.resources)),
    )


def _char(char: dict[str, Any], page_height: float) -> Char:
    return Char(
        text=char["text"],
        x0=float(char["x0"]) / MM,
        x1=float(char["x1"]) / MM,
        baseline=(page_height - float(char["matrix"][5])) / MM,
        size=float(char["size"]),
        font=bare_name(str(char["fontname"])),
        colour=_colour(char["non_stroking_color"]),
    )


def _colour(value: Any) -> tuple[float, ...]:
    """Return a colour's components as numbers; a pattern or nothing is an empty tuple."""
    parts = value if isinstance(value, (list, tuple)) else [value]
    return tuple(float(part) for part in parts if isinstance(part, (int, float)))


def is_black(colour: tuple[float, ...]) -> bool:
    """Tell whether `colour` (grey, RGB or CMYK) is black; a file that names no colour prints black."""
    if len(colour) == 4:
        return colour[3] > 0.95 or min(colour[:3]) > 0.95
    return all(part < 0.05 for part in colour)


def is_red(colour: tuple[float, ...]) -> bool:
    """Tell whether `colour` (RGB or CMYK) is the red of mastheads (GB/T 9704-2012 6.2: Y80 M80)."""
    if len(colour) == 4:
        return colour[0] < 0.3 and colour[1] > 0.6 and colour[2] > 0.6
    return len(colour) == 3 and colour[0] > 0.6 and colour[1] < 0.4 and colour[2] < 0.4


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


def _rules(page: Any) -> Iterator[Rule]:
    """Yield filled rectangles and strokes that are long and thin."""
    for thing in [*page.rects, *page.lines]:
        x0, x1 = float(thing["x0"]) / MM, float(thing["x1"]) / MM
        top, bottom = float(thing["top"]) / MM, float(thing["bottom"]) / MM
        colour = thing["non_stroking_color"]
        if thing["object_type"] == "line" or not thing.get("fill"):
            half, colour = float(thing.get("linewidth") or 0) / MM / 2, thing["stroking_color"]
            top, bottom = top - half, bottom + half
        if x1 - x0 > _RULE_LENGTH and bottom - top < _RULE_WEIGHT:
            yield Rule(x0, x1, top, bottom, is_red(_colour(colour)))


def _fonts(resources: Any) -> Iterator[Font]:
    from pdfminer.pdftypes import dict_value, list_value, resolve1

    for reference in dict_value(dict_value(resources).get("Font") or {}).values():
        font = dict_value(reference)
        kind = _name(font.get("Subtype"))
        inner = dict_value(list_value(font["DescendantFonts"])[0]) if "DescendantFonts" in font else font
        descriptor = resolve1(inner.get("FontDescriptor")) or {}
        full = _name(font.get("BaseFont"))
        yield Font(
            name=bare_name(full),
            kind=kind,
            embedded=any(key in descriptor for key in ("FontFile", "FontFile2", "FontFile3")),
            subset=bare_name(full) != full,
            to_unicode="ToUnicode" in font,
        )


def _name(value: Any) -> str:
    from pdfminer.psparser import PSLiteral

    name = value.name if isinstance(value, PSLiteral) else value
    return name.decode("utf-8", "replace") if isinstance(name, bytes) else str(name or "")
