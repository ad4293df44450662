"""Rules 48–51: the page number (GB/T 9704-2012 7.5, 10.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin.press.check.document import PAGE_NUMBER, Document
from bulletin.press.check.faces import is_latin_serif, style
from bulletin.press.check.finding import Expected, Found, Place, Rule, mm, place_of
from bulletin.press.check.read import Page, Row
from bulletin.press.geometry import AREA_WIDTH, CELL, DASH_CENTRE, MM, NOTE_SIZE

_FORM = re.compile(r"—\s?\d+\s?—")
_TOLERANCE = 0.8  # mm


def _numbered(document: Document) -> Iterator[tuple[Page, Row]]:
    for page in document.pages:
        row = document.page_number(page)
        if row is not None:
            yield page, row


def _form(document: Document, _: Expected) -> Iterator[Found]:
    for page, row in _numbered(document):
        place = place_of(row)
        if not _FORM.fullmatch(row.text):
            text = f"页码写作“{row.text}”，数字左右应各有一条一字线"
            yield Found(page.number, text, row.text, "— 1 —", place)
        if not 13.7 <= row.size <= 14.1:
            text = f"页码字号 {row.size:g} 磅，应为4号（{NOTE_SIZE:g} 磅）"
            yield Found(page.number, text, f"{row.size:g} 磅", "13.7 至 14.1 磅", place)
        yield from _type_of_number(page, row, place)


def _type_of_number(page: Page, row: Row, place: Place) -> Iterator[Found]:
    """The face and width of the digits, and the face of the dashes."""
    strangers = sorted({char.font for char in row.chars if not _is_songti(char.font)})
    if strangers:
        text = f"页码用 {'、'.join(strangers)}，应为宋体"
        yield Found(page.number, text, "、".join(strangers), "宋体", place)
    digits = [char for char in row.chars if char.text.isdigit()]
    wide = [(char.x1 - char.x0) * MM / char.size for char in digits]
    if wide and max(wide) > 0.75:
        yield Found(page.number, "页码用了全角数字，应为半角", f"{max(wide):.2f} 字宽", "0.50 字宽", place)


def _is_songti(font: str) -> bool:
    """Tell whether a font is 宋体, or the Latin face that goes with it, or unknown to us."""
    return style(font) in ("宋体", "小标宋") or is_latin_serif(font)


def _height(document: Document, _: Expected) -> Iterator[Found]:
    """The ink of the dash, not its box: fonts draw it at different heights."""
    for page, row in _numbered(document):
        dashes = [char.ink for char in row.chars if char.text in "—–―－-"]
        digits = [char.ink for char in row.chars if char.text.isdigit()]
        marks = dashes or digits
        centre = sum(box.top + box.bottom for box in marks) / 2 / len(marks)
        if abs(centre - DASH_CENTRE) > 0.7:
            what = "页码一字线" if dashes else "页码"
            text = f"{what}在 {mm(centre)}处，应在 269.0 毫米处（版心下边缘之下 7 毫米）"
            yield Found(page.number, text, mm(centre, 2), "269.0±0.7 毫米", place_of(row))


def _side(document: Document, expected: Expected) -> Iterator[Found]:
    """One character in from the outer edge, a character of 4号 or of 3号; a series may have them in the middle."""
    for page, row in _numbered(document):
        left, even = document.left(page), page.number % 2 == 0
        off_centre = abs((row.x0 + row.x1) / 2 - left - AREA_WIDTH / 2)
        if expected.centred_numbers and off_centre <= _TOLERANCE:
            continue
        inset = row.x0 - left if even else left + AREA_WIDTH - row.x1
        if not NOTE_SIZE / MM - _TOLERANCE <= inset <= CELL + _TOLERANCE:
            side = "左" if even else "右"
            text = f"页码距版心{side}边缘 {mm(inset)}，{'双' if even else '单'}页码应居{side}空一字"
            yield Found(page.number, text, mm(inset), "4.9 至 5.6 毫米", place_of(row))


def _sequence(document: Document, _: Expected) -> Iterator[Found]:
    """Pages whose number cannot be seen, blank or lying on their side, count or not."""
    yield from _missing(document)
    before, page_before = 0, 0
    for page, row in _numbered(document):
        found = PAGE_NUMBER.fullmatch(row.text)
        number = int(found[1]) if found else 0
        if not _filled(document, page):
            text = "空白页和只有版记的页不应编页码"
            yield Found(page.number, text, row.text, "无页码", place_of(row))
        if page.number == 1 and document.is_letter:
            yield Found(1, "信函首页不显示页码", row.text, "无页码", place_of(row))
        if page_before and number not in (before + 1, before + page.number - page_before):
            text = f"页码 {number} 不接前页的 {before}"
            yield Found(page.number, text, str(number), str(before + 1), place_of(row))
        before, page_before = number, page.number


def _missing(document: Document) -> Iterator[Found]:
    """Pages with text and no number; a file without any is told once."""
    filled = [page.number for page in document.pages if _filled(document, page)]
    upright = [number for number in filled if document.is_portrait(document.pages[number - 1])]
    due = [number for number in upright if not (number == 1 and document.is_letter)]
    bare = [number for number in due if document.page_number(document.pages[number - 1]) is None]
    if bare and len(bare) == len(due):
        yield Found(bare[0], "版心之下没有页码，全文如此", "无页码", "— 1 —")
        return
    for number in bare:
        yield Found(number, "本页没有页码", "无页码", f"— {number} —")


def _filled(document: Document, page: Page) -> bool:
    """Tell whether a page holds anything but the 版记 and its number; the head of the first page counts."""
    if page.number == 1 and document.masthead_bottom > 0:
        return True
    return bool(document.text_rows(page) or document.tables(page) or page.images or page.turned)


def _no_number(document: Document, _: Expected) -> str:
    return "" if next(_numbered(document), None) else "没有可辨认的页码"


RULES: tuple[Rule, ...] = (
    Rule(48, "GB/T 9704-2012 7.5", "规定", "页码：4号半角宋体数字，左右各一条一字线", _form, _no_number),
    Rule(49, "GB/T 9704-2012 7.5", "规定", "页码一字线上距版心下边缘 7 毫米（269.0 毫米）", _height, _no_number),
    Rule(50, "GB/T 9704-2012 7.5", "规定", "单页码居右空一字，双页码居左空一字", _side, _no_number),
    Rule(51, "GB/T 9704-2012 7.5", "规定", "页码连续；空白页、只有版记的页和信函首页不编", _sequence),
)
