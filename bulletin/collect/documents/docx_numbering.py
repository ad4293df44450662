"""The numbers Word paints before paragraphs (一、（一）1.): they stand not in the text but in numbering.xml."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = frozenset(
    (
        *("chineseCounting", "chineseCountingThousand", "ideographDigital", "koreanCounting", "koreanDigital"),
        *("japaneseCounting", "japaneseDigitalTenThousand"),
        *("taiwaneseCounting", "taiwaneseCountingThousand", "taiwaneseDigital"),
    )
)
_LEGAL = frozenset(("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"))
_TO_LEGAL = str.maketrans("一二三四五六七八九十", "壹贰叁肆伍陆柒捌玖拾")
_ENCLOSED = {  # the character before the first of twenty: ① ⑴ ⒈
    "decimalEnclosedCircle": 0x245F,
    "decimalEnclosedCircleChinese": 0x245F,
    "decimalEnclosedParen": 0x2473,
    "decimalEnclosedFullstop": 0x2487,
}
_STEMS = {"ideographTraditional": "甲乙丙丁戊己庚辛壬癸", "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥"}
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_FIGURES = "〇一二三四五六七八九"
_MOST_LEVELS = 9
_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level counts: its number format, the pattern of its label (``%1、``), its first number."""

    form: str
    pattern: str
    start: int


@dataclass(slots=True)
class Numbering:
    """The numbering of one document; `label` counts as it is called, so paragraphs must come in order."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, numbering: Element | None, styles: Element | None) -> Numbering:
        """Return the numbering defined in the two parts; either may be missing."""
        found = cls()
        if numbering is not None:
            found._read_numbers(numbering)
        if styles is not None:
            found._read_styles(styles)
        return found

    def label(self, paragraph: Element) -> str:
        """Return the number Word paints before `paragraph`, and count it; '' for a bullet or no number."""
        number, depth = self._numbered_as(paragraph)
        level = self.levels.get(number, {}).get(depth)
        if level is None:
            return ""
        counts = self.counts.setdefault(self.shared.get(number, number), {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        if level.form in ("bullet", "none") or not "".join(paragraph.itertext(f"{W}t")).strip():
            return ""
        return re.sub(r"%([1-9])", lambda match: self._part(number, counts, int(match.group(1)) - 1), level.pattern)

    def _part(self, number: str, counts: dict[int, int], depth: int) -> str:
        """Return the current count of the level at `depth`, written in its form."""
        level = self.levels[number].get(depth, _Level("decimal", "", 1))
        return _written(counts.get(depth, level.start), level.form)

    def _numbered_as(self, paragraph: Element) -> tuple[str, int]:
        """Return the list and the depth a paragraph belongs to, by its own properties or by its style."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        style = _value(paragraph.find(f"{W}pPr/{W}pStyle"))
        number, depth = self.styles.get(style, ("", 0))
        if own is not None:
            number = _value(own.find(f"{W}numId")) or number
            depth = _integer(_value(own.find(f"{W}ilvl")), depth)
        return number, min(depth, _MOST_LEVELS - 1)

    def _read_numbers(self, root: Element) -> None:
        abstract = {
            definition.get(f"{W}abstractNumId", ""): {
                _integer(level.get(f"{W}ilvl"), 0): _level(level) for level in definition.findall(f"{W}lvl")
            }
            for definition in root.findall(f"{W}abstractNum")
        }
        for instance in root.findall(f"{W}num"):
            number, base = instance.get(f"{W}numId", ""), _value(instance.find(f"{W}abstractNumId"))
            overrides = {_integer(change.get(f"{W}ilvl"), 0): change for change in instance.findall(f"{W}lvlOverride")}
            self.levels[number] = {
                depth: _overridden(level, overrides.get(depth)) for depth, level in abstract.get(base, {}).items()
            }
            if not overrides:
                self.shared[number] = f"abstract {base}"

    def _read_styles(self, root: Element) -> None:
        based: dict[str, str] = {}
        for style in root.findall(f"{W}style"):
            name = style.get(f"{W}styleId", "")
            based[name] = _value(style.find(f"{W}basedOn"))
            own = style.find(f"{W}pPr/{W}numPr")
            if own is not None:
                self.styles[name] = (_value(own.find(f"{W}numId")), _integer(_value(own.find(f"{W}ilvl")), 0))
        for name, parent in based.items():
            if name not in self.styles and parent in self.styles:
                self.styles[name] = self.styles[parent]


def _level(level: Element) -> _Level:
    return _Level(
        form=_value(level.find(f"{W}numFmt")) or "decimal",
        pattern=_value(level.find(f"{W}lvlText")),
        start=_integer(_value(level.find(f"{W}start")), 1),
    )


def _overridden(level: _Level, change: Element | None) -> _Level:
    """Return `level` as an instance of the list changes it."""
    if change is None:
        return level
    inner = change.find(f"{W}lvl")
    level = _level(inner) if inner is not None else level
    return _Level(level.form, level.pattern, _integer(_value(change.find(f"{W}startOverride")), level.start))


def _written(count: int, form: str) -> str:
    """Return `count` in a number format of Word (ECMA-376, ST_NumberFormat); an unknown one is written in figures."""
    if form in _CHINESE:
        return _chinese(count)
    if form in _LEGAL:
        return ("壹" * (10 <= count < 20)) + _chinese(count).translate(_TO_LEGAL)
    if form in _ENCLOSED and 1 <= count <= 20:
        return chr(_ENCLOSED[form] + count)
    if form in _STEMS and 1 <= count <= len(_STEMS[form]):
        return _STEMS[form][count - 1]
    if form.startswith("decimalFullWidth"):
        return str(count).translate(_FULL_WIDTH)
    if form in ("upperLetter", "lowerLetter") and 1 <= count <= 26:
        return chr((64 if form == "upperLetter" else 96) + count)
    if form in ("upperRoman", "lowerRoman") and 1 <= count <= len(_ROMAN):
        roman = _ROMAN[count - 1]
        return roman if form == "upperRoman" else roman.lower()
    return f"{count:02d}" if form == "decimalZero" else str(count)


def _chinese(count: int) -> str:
    """Return `count` (below 100) as 一, 十, 十一, 二十, 二十一; above that in figures."""
    if not 0 < count < 100:
        return str(count)
    tens, ones = divmod(count, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else _FIGURES[tens] + "十"
    return lead + (_FIGURES[ones] if ones else "")


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(f"{W}val", "")


def _integer(text: str | None, otherwise: int) -> int:
    """Return the number written as `text`, or `otherwise` where it is none or one that no document needs."""
    return int(text) if text and text.isdecimal() and len(text) <= _MOST_DIGITS else otherwise
