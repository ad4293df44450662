"""Rules 52–55: the special formats 信函, 命令（令） and 纪要 (GB/T 9704-2012 chapter 10)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from bulletin.press.check.document import Document
from bulletin.press.check.elements import Head, Kind, ink_top, read_head, style_of
from bulletin.press.check.finding import Expected, Found, Rule, mm, place_of
from bulletin.press.check.read import Row
from bulletin.press.check.read import Rule as RuledLine
from bulletin.press.check.rules.masthead import TWO_LINES, place_of_rule
from bulletin.press.geometry import AREA_WIDTH, CELL, PAGE_HEIGHT, PITCH

_LETTER_TOP, _ORDER_TOP = 30.0, 57.0  # mm from the upper edge of the page, 10.1, 10.2
_LETTER_RULE = 170.0  # mm
_SEVEN_EIGHTHS = 4.84  # 7/8 of a character of 3号, mm
_RIGHT = 28.0 + AREA_WIDTH
_PRESENT = re.compile(r"(出席|请假|列席)(?:人员)?[：:]")


def _not(kind: Kind, name: str) -> Callable[[Document, Expected], str]:
    """Return the test that answers why a rule about `kind` says nothing of a file."""
    return lambda document, _expected: "" if read_head(document).kind == kind else f"不是{name}格式"


def _rule_52(document: Document, _expected: Expected) -> Iterator[Found]:
    head = read_head(document)
    page = document.pages[0]
    upper = [rule for rule in page.rules if rule.red and rule.top < 150][:2]
    lower = [rule for rule in page.rules if rule.red and rule.top > 240][-2:]
    top = min(map(ink_top, head.mark))
    if abs(top - _LETTER_TOP) > 1 and abs(head.mark[0].top - _LETTER_TOP) > 0.5:
        message = "信函的发文机关标志上边缘应距页上边 30 毫米"
        yield Found(1, message, f"墨迹 {mm(top)}", "30±1 毫米", place_of(*head.mark))
    gap = upper[0].top - max(row.bottom for row in head.mark)
    if abs(gap - 4) > 0.5:
        yield Found(1, "武文线应在发文机关标志下 4 毫米", mm(gap), "4.0±0.5 毫米", place_of(*head.mark))
    edge = PAGE_HEIGHT - max(rule.bottom for rule in lower)
    if abs(edge - 20) > 0.5:
        yield Found(1, "文武线应距页下边 20 毫米", mm(edge), "20.0±0.5 毫米")
    yield from _double(upper, "首条双线", thick_above=True)
    yield from _double(lower, "末条双线", thick_above=False)


def _double(rules: list[RuledLine], name: str, *, thick_above: bool) -> Iterator[Found]:
    for rule in rules:
        length, middle = rule.x1 - rule.x0, (rule.x0 + rule.x1) / 2
        if abs(length - _LETTER_RULE) > 0.5:
            yield Found(1, f"信函{name}应长 170 毫米", mm(length), "170±0.5 毫米", place_of_rule(rule))
            break
        if not 104.3 <= middle <= 106.7:
            yield Found(1, f"信函{name}应居中", mm(middle), "105 至 106 毫米", place_of_rule(rule))
            break
    if len(rules) < 2:
        yield Found(1, f"信函{name}应为一粗一细两条红线", f"{len(rules)} 条", "2 条", place_of_rule(rules[0]))
        return
    above, below = (rule.bottom - rule.top for rule in rules)
    if (above > below) is not thick_above or abs(above - below) < 0.05:
        order = "上粗下细" if thick_above else "上细下粗"
        yield Found(1, f"信函{name}应{order}", f"上 {mm(above, 2)}，下 {mm(below, 2)}", order, place_of_rule(rules[0]))


def _rule_53(document: Document, _expected: Expected) -> Iterator[Found]:
    head = read_head(document)
    number = head.number
    if number is not None and abs(number.x1 - _RIGHT) > 0.5:
        message = "信函的发文字号应顶格居版心右边缘"
        yield Found(1, message, mm(number.x1), "184.0±0.5 毫米", place_of(number))
    first = _topmost(head)
    if first is not None and head.rule is not None:
        gap = first.top - head.rule.bottom
        if abs(gap - _SEVEN_EIGHTHS) > 0.7:
            message = "双线下第一个要素与线的距离应为3号字高度的 7/8"
            yield Found(1, message, mm(gap, 2), "4.84±0.7 毫米", place_of(first))
    yield from _letter_colophon(document)


def _topmost(head: Head) -> Row | None:
    parts = [part for part in (head.number, head.copy_number, head.secrecy, head.urgency) if part is not None]
    return min(parts, key=lambda part: part.top, default=None)


def _letter_colophon(document: Document) -> Iterator[Found]:
    last = document.pages[-1]
    printed = [row for row in last.rows if re.search(r"日印发$", row.text) and row.baseline > 150]
    if printed:
        yield Found(last.number, "信函的版记不加印发机关和印发日期", printed[-1].text, "无", place_of(printed[-1]))
    if document.colophon:
        yield Found(last.number, "信函的版记不加分隔线", f"{len(document.colophon)} 条线", "无")


def _rule_54(document: Document, _expected: Expected) -> Iterator[Found]:
    head = read_head(document)
    top, ink = head.mark[0].top, min(map(ink_top, head.mark))
    if abs(top - _ORDER_TOP) > 1.5 and abs(ink - _ORDER_TOP) > 1.5:
        message = "命令（令）的发文机关标志上边缘应距版心上边缘 20 毫米"
        yield Found(1, message, f"字框 {mm(top)}，墨迹 {mm(ink)}", "距页上边 57.0±1.5 毫米", place_of(*head.mark))
    if head.number is None:
        return
    yield from _two_lines(max(row.bottom for row in head.mark), head.number, "令号应在发文机关标志下空二行")
    text = next((row for row in document.text_rows(document.pages[0]) if row.baseline > head.number.bottom), None)
    if text is not None:
        yield from _two_lines(head.number.bottom, text, "正文应在令号下空二行")


def _two_lines(above: float, row: Row, message: str) -> Iterator[Found]:
    gap = row.top - above
    if not TWO_LINES[0] - 0.1 <= gap <= TWO_LINES[1]:
        yield Found(1, message, mm(gap), f"{TWO_LINES[0]} 至 {TWO_LINES[1]} 毫米", place_of(row))


def _rule_55(document: Document, _expected: Expected) -> Iterator[Found]:
    for page in document.pages:
        rows, left = document.text_rows(page), document.left(page)
        for k, row in enumerate(rows):
            label = _PRESENT.match(row.text)
            if not label:
                continue
            wanted = left + 2 * CELL
            if abs(row.x0 - wanted) > 0.8:
                message = f"“{label[1]}”应左空二字"
                yield Found(page.number, message, mm(row.x0), f"{wanted:.1f}±0.8 毫米", place_of(row))
            yield from _faces(page.number, row, len(label[0]), label[1])
            yield from _turnover(document, page.number, rows[k:], len(label[0]))


def _faces(page: int, row: Row, length: int, label: str) -> Iterator[Found]:
    if style_of(row, len(label)) not in ("", "黑体"):
        yield Found(page, f"“{label}”一般用黑体", style_of(row, len(label)), "黑体", place_of(row))
    names = Row(row.chars[length:], row.baseline, row.size) if len(row.chars) > length else None
    if names and style_of(names) not in ("", "仿宋"):
        yield Found(page, f"“{label}”人员名单一般用仿宋", style_of(names), "仿宋", place_of(names))


def _turnover(document: Document, page: int, rows: list[Row], length: int) -> Iterator[Found]:
    """What is turned over stands below the first name (10.3: 回行时与冒号后的首字对齐)."""
    first = rows[0]
    if len(first.chars) <= length:
        return
    wanted, pitch = first.chars[length].x0, document.pitch or PITCH
    for above, row in pairwise(rows):
        goes_on = row.baseline - above.baseline < 1.4 * pitch and above.x1 > _RIGHT - 6 * CELL
        if not goes_on or _PRESENT.match(row.text):
            return
        if abs(row.x0 - wanted) > 0.8:
            message = "名单回行应与冒号后的首字对齐"
            yield Found(page, message, mm(row.x0), f"{wanted:.1f}±0.8 毫米", place_of(row))


RULES: tuple[Rule, ...] = (
    Rule(
        52, "GB/T 9704-2012 10.1", "规定", "信函：标志距页上边 30 毫米，双线长 170 毫米", _rule_52, _not("信函", "信函")
    ),
    Rule(53, "GB/T 9704-2012 10.1", "规定", "信函：发文字号居右，版记无线、无印发行", _rule_53, _not("信函", "信函")),
    Rule(
        54,
        "GB/T 9704-2012 10.2",
        "规定",
        "命令：标志距版心上边缘 20 毫米，令号、正文各空二行",
        _rule_54,
        _not("命令", "命令（令）"),
    ),
    Rule(55, "GB/T 9704-2012 10.3", "一般", "纪要：出席、请假、列席名单", _rule_55, _not("纪要", "纪要")),
)
"""What is held against the special formats."""
