"""Rules 42–47, 82 and 83: the 版记 of an official document, the 报尾 of a bulletin (GB/T 9704-2012 7.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from bulletin.press.check.document import Document
from bulletin.press.check.elements import FULL_DATE, read_head
from bulletin.press.check.faces import style
from bulletin.press.check.finding import Expected, Found, Place, Rule, mm, place_of
from bulletin.press.check.read import Row
from bulletin.press.geometry import AREA_BOTTOM, AREA_WIDTH, MM, NOTE_SIZE
from bulletin.text import shorten

_OUTER, _INNER, _WEIGHT = 0.35, 0.25, 0.05  # mm
_NOTE_CELL = NOTE_SIZE / MM  # one character of 4号
_TOLERANCE = 0.8  # mm
_COPIED = re.compile(r"(抄送|抄报|抄发|分送|主送)[：:]")
_DISTRIBUTED = re.compile(r"(报|送|发)[：:]")
_PRINTED = re.compile(r"(?P<who>.*?)(?P<when>\d.*|[〇○一二三四五六七八九十]{2,}年.*日.*)印发$")
_COPIES = re.compile(r"共?印(?:发)?(\d+)份")
_ORDER = "报送发"


def _weights(document: Document, _: Expected) -> Iterator[Found]:
    rules, page = document.colophon, _page(document)
    for k, rule in enumerate(rules):
        weight, wanted = rule.bottom - rule.top, _OUTER if k in (0, len(rules) - 1) else _INNER
        place = Place(rule.x0, rule.top, rule.x1, rule.bottom)
        if abs(weight - wanted) > _WEIGHT:
            text = f"版记第 {k + 1} 条线粗 {mm(weight, 2)}，应为 {wanted} 毫米"
            yield Found(page, text, mm(weight, 2), f"{wanted}±0.05 毫米", place)
        if abs(rule.x1 - rule.x0 - AREA_WIDTH) > 0.5:
            length = rule.x1 - rule.x0
            yield Found(page, f"版记第 {k + 1} 条线长 {mm(length)}，应为 156 毫米", mm(length), "156±0.5 毫米", place)


def _page(document: Document) -> int:
    return document.colophon_page.number if document.colophon_page else 1


def _foot(document: Document, _: Expected) -> Iterator[Found]:
    last = document.colophon[-1]
    if abs(last.bottom - AREA_BOTTOM) > 0.5:
        text = f"版记末条线在 {mm(last.bottom)}处，应在 262.0 毫米处（与版心下边缘重合）"
        place = Place(last.x0, last.top, last.x1, last.bottom)
        yield Found(_page(document), text, mm(last.bottom, 2), "262.0±0.5 毫米", place)


def _copied(document: Document, _: Expected) -> Iterator[Found]:
    """抄送 and 主送 in the 版记: one character in on both sides, turnover after the colon, a full stop at the end."""
    for paragraph in _paragraphs(document):
        if _COPIED.match(paragraph[0].text):
            yield from _note_type(document, paragraph)
            yield from _hanging(document, paragraph)


def _paragraphs(document: Document) -> list[list[Row]]:
    """Return the rows of the 版记, each labelled line with the lines it runs on to."""
    paragraphs: list[list[Row]] = []
    rules = document.colophon
    for row in document.colophon_rows():
        opens = bool(_COPIED.match(row.text) or _DISTRIBUTED.match(row.text) or _PRINTED.fullmatch(row.text))
        ruled_off = bool(paragraphs) and any(paragraphs[-1][-1].baseline < rule.top < row.baseline for rule in rules)
        if opens or ruled_off or not paragraphs:
            paragraphs.append([])
        paragraphs[-1].append(row)
    return paragraphs


def _note_type(document: Document, rows: list[Row]) -> Iterator[Found]:
    first = rows[0]
    name, place = shorten(first.text, 8), place_of(*rows)
    if not 13.7 <= first.size <= 14.1:
        text = f"版记“{name}”字号 {first.size:g} 磅，应为4号"
        yield Found(_page(document), text, f"{first.size:g} 磅", "13.7 至 14.1 磅", place)
    face = style(first.chars[0].font)
    if face and face != "仿宋":
        yield Found(_page(document), f"版记“{name}”用{face}，应为仿宋", face, "仿宋", place)


def _hanging(document: Document, rows: list[Row]) -> Iterator[Found]:
    """One character in on both sides; turnover under the first character after the colon; 。at the end."""
    page, left, place = _page(document), _left(document), place_of(*rows)
    name, note = shorten(rows[0].text, 8), _NOTE_CELL
    if abs(rows[0].x0 - left - note) > _TOLERANCE:
        inset = rows[0].x0 - left
        yield Found(page, f"版记“{name}”左空 {mm(inset)}，应左空一字", mm(inset), f"{note:.1f}±0.8 毫米", place)
    end = max(row.x1 for row in rows)
    if end > left + AREA_WIDTH - note + _TOLERANCE:
        inset = left + AREA_WIDTH - end
        yield Found(page, f"版记“{name}”右空 {mm(inset)}，应右空一字", mm(inset), f"{note:.1f} 毫米", place)
    wanted = _after_label(rows[0])
    for row in rows[1:]:
        if abs(row.x0 - wanted) > _TOLERANCE:
            text = f"版记“{shorten(row.text, 8)}”回行应与冒号后的首字对齐，差 {mm(abs(row.x0 - wanted))}"
            yield Found(page, text, mm(row.x0), f"{wanted:.1f}±0.8 毫米", place_of(row))
    if rows[-1].text[-1] != "。":
        yield Found(page, f"版记“{name}”末尾应标句号", rows[-1].text[-1], "。", place)


def _after_label(row: Row) -> float:
    """Return where the first character after the colon of a labelled line stands, mm."""
    colon = next(k for k, char in enumerate(row.chars) if char.text in "：:")
    return row.chars[min(colon + 1, len(row.chars) - 1)].x0


def _left(document: Document) -> float:
    return document.left(document.colophon_page) if document.colophon_page else 28.0


def _printed(document: Document, _: Expected) -> Iterator[Found]:
    """印发机关 left, 印发日期 right, one character in; Arabic digits, no leading zero."""
    for row in document.colophon_rows():
        found = _PRINTED.fullmatch(row.text)
        if not found:
            continue
        page, left, place = _page(document), _left(document), place_of(row)
        if found["who"] and abs(row.x0 - left - _NOTE_CELL) > _TOLERANCE:
            inset = row.x0 - left
            yield Found(page, f"印发机关左空 {mm(inset)}，应左空一字", mm(inset), f"{_NOTE_CELL:.1f}±0.8 毫米", place)
        inset = left + AREA_WIDTH - row.x1
        if abs(inset - _NOTE_CELL) > _TOLERANCE:
            yield Found(page, f"印发日期右空 {mm(inset)}，应右空一字", mm(inset), f"{_NOTE_CELL:.1f}±0.8 毫米", place)
        if not FULL_DATE.fullmatch(found["when"]):
            text = f"印发日期写作“{found['when']}”，应如 2026年3月5日"
            yield Found(page, text, found["when"], "年、月、日标全，月日不编虚位", place)


def _even(document: Document, _: Expected) -> Iterator[Found]:
    page = _page(document)
    if page % 2:
        yield Found(page, f"版记在第 {page} 页（单页）上，应在双页（偶数页）上", f"第 {page} 页", "偶数页")


def _below(document: Document, _: Expected) -> Iterator[Found]:
    page = document.colophon_page
    if page is None:
        return
    for row in page.rows:
        if row.baseline > document.colophon[-1].bottom + 0.5 and row is not document.page_number(page):
            text = f"版记之下还有“{shorten(row.text, 12)}”，只应有页码"
            yield Found(page.number, text, shorten(row.text, 12), "只有页码", place_of(row))


def _distribution(document: Document, expected: Expected) -> Iterator[Found]:
    """报, 送, 发 in this order, set like 抄送; （共印N份） as the distribution list says."""
    paragraphs = [rows for rows in _paragraphs(document) if _DISTRIBUTED.match(rows[0].text)]
    labels = [rows[0].text[0] for rows in paragraphs]
    for above, below in pairwise(labels):
        if _ORDER.index(above) >= _ORDER.index(below):
            text = f"报尾中“{below}”排在“{above}”之后，应按报、送、发的次序"
            yield Found(_page(document), text, "、".join(labels), "报、送、发", place_of(*paragraphs[0]))
    for rows in paragraphs:
        yield from _hanging(document, rows)
    yield from _copies(document, expected.copies)


def _copies(document: Document, copies: int) -> Iterator[Found]:
    for row in document.colophon_rows():
        found = _COPIES.search(row.text)
        if found and copies and int(found[1]) != copies:
            text = f"报尾印数 {found[1]} 份，分发名单合计 {copies} 份"
            yield Found(_page(document), text, f"{found[1]} 份", f"{copies} 份", place_of(row))


def _at_the_end(document: Document, _: Expected) -> Iterator[Found]:
    """A bulletin ends with its 报尾; what follows it, or its absence, is told."""
    if document.colophon_page is None:
        yield Found(len(document.pages), "末页没有报尾（版记）", "无", "末页下端")


def _no_bulletin(document: Document, _: Expected) -> str:
    return "" if read_head(document).kind == "简报" else "不是简报（没有期号）"


def _no_colophon(document: Document, _: Expected) -> str:
    return "" if document.colophon else "末页没有可辨认的版记"


def _no_copies(document: Document, _: Expected) -> str:
    if not document.colophon:
        return _no_colophon(document, _)
    copied = any(_COPIED.match(row.text) for row in document.colophon_rows())
    return "" if copied else "版记中没有抄送机关"


def _no_printer(document: Document, _: Expected) -> str:
    if not document.colophon:
        return _no_colophon(document, _)
    printed = any(_PRINTED.fullmatch(row.text) for row in document.colophon_rows())
    return "" if printed else "版记中没有印发机关和印发日期"


def _no_distribution(document: Document, _: Expected) -> str:
    if not document.colophon:
        return _no_colophon(document, _)
    given = any(_DISTRIBUTED.match(row.text) or _COPIES.search(row.text) for row in document.colophon_rows())
    return "" if given else "版记中没有报、送、发，不是简报的报尾"


RULES: tuple[Rule, ...] = (
    Rule(
        42,
        "GB/T 9704-2012 7.4.1",
        "推荐",
        "版记分隔线：首末 0.35 毫米，中间 0.25 毫米，与版心等宽",
        _weights,
        _no_colophon,
    ),
    Rule(43, "GB/T 9704-2012 7.4.1", "规定", "版记末条线与版心下边缘重合（262.0 毫米）", _foot, _no_colophon),
    Rule(44, "GB/T 9704-2012 7.4.2", "规定", "抄送机关：4号仿宋，左右各空一字，回行对齐，句号", _copied, _no_copies),
    Rule(45, "GB/T 9704-2012 7.4.3", "规定", "印发机关和印发日期：左右各空一字，日期标全", _printed, _no_printer),
    Rule(46, "GB/T 33476.2-2016 7.3.1", "推荐", "版记在偶数页", _even, _no_colophon),
    Rule(47, "GB/T 9704-2012 7.4", "规定", "版记之下只有页码", _below, _no_colophon),
    Rule(82, "简报实务", "推荐", "报尾：报、送、发的次序，回行对齐，句号，印数", _distribution, _no_distribution),
    Rule(83, "简报实务", "实务", "末页下端有报尾", _at_the_end, _no_bulletin),
)
