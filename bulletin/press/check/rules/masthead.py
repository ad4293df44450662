"""Rules 16–25 (版头 of an official document) and 77–80 (报头 of a 简报): what stands above the text of page 1.

19–25 are held only against a real official head, 77–80 only against one with a 期号.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bulletin.press.check.document import Document
from bulletin.press.check.elements import FULL_DATE, Head, bare, centre, em, in_red, ink_top, read_head, style_of
from bulletin.press.check.finding import Expected, Found, Place, Rule, mm, place_of
from bulletin.press.check.read import Row
from bulletin.press.check.read import Rule as RuledLine
from bulletin.press.geometry import AREA_TOP, AREA_WIDTH, CELL

_LEFT = 28.0  # page 1 is an odd page
_RIGHT = _LEFT + AREA_WIDTH
_CENTRE = _LEFT + AREA_WIDTH / 2
_MARK_TOP = 72.0  # 35 mm below the type area's upper edge, 7.2.4
TWO_LINES = (20.8, 25.7)
"""What two blank lines measure between characters, mm: by GB/T 33476.2 and as measured between boxes."""
_BODY_SIZES = (15.6, 16.1)  # 3号, points
_SECRECY = re.compile(r"(?:绝密|机密|秘密)(?:★(?:长期|[1-9]\d?(?:年|个月|月|日|天)))?")
_URGENCY = re.compile(r"特急|加急|特提|平急")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}〔(?:19|20)\d{2}〕[1-9]\d*号")


def real_date(text: str) -> bool:
    """Tell whether `text` is a day of the calendar in full, without leading zeros (GB/T 9704-2012 7.3.5.4)."""
    found = FULL_DATE.fullmatch(text)
    if not found:
        return False
    try:
        date(*map(int, found.groups()))
    except ValueError:
        return False
    return True


def three(size: float) -> bool:
    """Tell whether `size`, in points, is 3号."""
    return _BODY_SIZES[0] <= size <= _BODY_SIZES[1]


def place_of_rule(rule: RuledLine) -> Place:
    """Return the box of a ruled line."""
    return Place(rule.x0, rule.top, rule.x1, rule.bottom)


def _rule_16(document: Document, _expected: Expected) -> Iterator[Found]:
    head = read_head(document)
    row = head.copy_number
    if row is None or not head.mark or (row.baseline > head.mark[0].bottom and head.kind != "信函"):
        return
    place = place_of(row)
    if not re.fullmatch(r"\d{6}", row.text):
        yield Found(1, f"份号“{row.text}”应为6位阿拉伯数字", row.text, "6位数字", place)
    if abs(row.x0 - _LEFT) > 0.5:
        yield Found(1, "份号应顶格编排在版心左边缘", mm(row.x0), "28.0±0.5 毫米", place)
    if head.kind != "信函" and abs(row.top - AREA_TOP) > 1:
        yield Found(1, "份号应在版心第一行", mm(row.top), "37±1 毫米", place)
    if not three(row.size):
        yield Found(1, "份号应用3号字", f"{row.size:g} 磅", "15.6 至 16.1 磅", place)


def _rule_17(document: Document, _expected: Expected) -> Iterator[Found]:
    row = read_head(document).secrecy
    if row is None:
        return
    if not _SECRECY.fullmatch(row.text):
        message = f"密级和保密期限“{row.text}”写法不合规定，期限用阿拉伯数字，与密级之间用★"
        yield Found(1, message, row.text, "如 秘密★1年", place_of(row))
    yield from _black_flush_left(row, "密级和保密期限")


def _black_flush_left(row: Row, name: str) -> Iterator[Found]:
    if style_of(row) not in ("", "黑体"):
        yield Found(1, f"{name}应用黑体", style_of(row), "黑体", place_of(row))
    if abs(row.x0 - _LEFT) > 0.5:
        yield Found(1, f"{name}应顶格编排在版心左边缘", mm(row.x0), "28.0±0.5 毫米", place_of(row))


def _rule_18(document: Document, _expected: Expected) -> Iterator[Found]:
    head = read_head(document)
    row = head.urgency
    if row is not None:
        if not _URGENCY.fullmatch(row.text):
            yield Found(1, f"紧急程度“{row.text}”应写作特急或加急", row.text, "特急、加急", place_of(row))
        yield from _black_flush_left(row, "紧急程度")
    stack = [part for part in (head.copy_number, head.secrecy, row) if part is not None]
    if stack != sorted(stack, key=lambda part: part.baseline):
        order = "、".join(part.text for part in sorted(stack, key=lambda part: part.baseline))
        yield Found(1, "份号、密级、紧急程度应自上而下排列", order, "份号、密级、紧急程度", place_of(*stack))


def _rule_19(document: Document, _expected: Expected) -> Iterator[Found]:
    head = read_head(document)
    if head.kind not in ("公文", "纪要") or not head.mark:
        return
    first = head.mark[0]
    top, ink = first.top, min(map(ink_top, head.mark))
    if abs(top - _MARK_TOP) > 0.5 and not 0 <= ink - _MARK_TOP <= 3:
        message = "发文机关标志上边缘应距页上边 72 毫米（版心上边缘下 35 毫米）"
        measured = f"字框 {mm(top)}，墨迹 {mm(ink)}"
        yield Found(1, message, measured, "字框 72.0±0.5 毫米，或墨迹 72 至 75 毫米", place_of(*head.mark))


def _rule_20(document: Document, _expected: Expected) -> Iterator[Found]:
    head = read_head(document)
    if not head.official or not head.mark:
        return
    left, right = min(row.x0 for row in head.mark), max(row.x1 for row in head.mark)
    place = place_of(*head.mark)
    if abs((left + right) / 2 - _CENTRE) > 0.7:
        yield Found(1, "发文机关标志应居中", mm((left + right) / 2), "106.0±0.7 毫米", place)
    if left < _LEFT - 0.3 or right > _RIGHT + 0.3:
        yield Found(1, "发文机关标志超出版心", f"{left:.1f}–{right:.1f} 毫米", "28–184 毫米以内", place)
    if not all(map(in_red, head.mark)):
        yield Found(1, "发文机关标志应为红色", "不是红色", "红色", place)
    styles = {style_of(row) for row in head.mark} - {"", "小标宋"}
    if styles:
        yield Found(1, "发文机关标志推荐用小标宋体", "、".join(sorted(styles)), "小标宋", place)


def _rule_21(document: Document, _expected: Expected) -> Iterator[Found]:
    head = read_head(document)
    if head.kind not in ("公文", "信函") or head.number is None or _NUMBER.fullmatch(head.number.text):
        return
    message = f"发文字号“{head.number.text}”写法不合规定：年份四位、用六角括号〔〕，序号不编虚位、不加“第”，以“号”结尾"
    yield Found(1, message, head.number.text, "如 ×政发〔2026〕5号", place_of(head.number))


def _rule_22(document: Document, _expected: Expected) -> Iterator[Found]:
    head = read_head(document)
    if head.kind != "公文" or head.number is None:
        return
    number, place = head.number, place_of(head.number)
    if not head.signers:
        if abs(centre(number) - _CENTRE) > 0.7:
            yield Found(1, "发文字号应居中", mm(centre(number)), "106.0±0.7 毫米", place)
        return
    wanted = _LEFT + CELL
    if abs(number.x0 - wanted) > 0.8:
        yield Found(1, "上行文的发文字号应居左空一字", mm(number.x0), f"{wanted:.1f}±0.8 毫米", place)
    last = head.signers[-1].baseline
    if abs(number.baseline - last) > 0.5:
        message = "发文字号应与最后一个签发人姓名在同一行"
        yield Found(1, message, f"相差 {mm(abs(number.baseline - last))}", "同一行", place)


def _rule_23(document: Document, _expected: Expected) -> Iterator[Found]:
    head = read_head(document)
    if head.kind != "公文" or head.number is None or not head.mark:
        return
    below = min([head.number, *head.signers], key=lambda row: row.top)
    gap = below.top - max(row.bottom for row in head.mark)
    if not TWO_LINES[0] - 0.1 <= gap <= TWO_LINES[1]:
        message = "发文字号应在发文机关标志下空二行"
        yield Found(1, message, mm(gap), f"{TWO_LINES[0]} 至 {TWO_LINES[1]} 毫米", place_of(head.number))


def _rule_24(document: Document, _expected: Expected) -> Iterator[Found]:
    head = read_head(document)
    if head.kind != "公文" or not head.signers:
        return
    label = head.signers[0]
    place = place_of(*head.signers)
    if not label.text.startswith("签发人："):
        yield Found(1, "“签发人”之后应标全角冒号", label.text[:4], "签发人：", place)
    if style_of(label, 3) not in ("", "仿宋"):
        yield Found(1, "“签发人”三字应用仿宋", style_of(label, 3), "仿宋", place)
    names = Row(label.chars[4:], label.baseline, label.size) if len(label.chars) > 4 else None
    for row in [*([names] if names else []), *head.signers[1:]]:
        if style_of(row) not in ("", "楷体"):
            yield Found(1, f"签发人姓名“{row.text}”应用楷体", style_of(row), "楷体", place_of(row))
    right, wanted = max(row.x1 for row in head.signers), _RIGHT - CELL
    if abs(right - wanted) > 0.8:
        yield Found(1, "签发人应居右空一字", mm(right), f"{wanted:.1f}±0.8 毫米", place)


def _rule_25(document: Document, _expected: Expected) -> Iterator[Found]:
    head = read_head(document)
    if head.kind != "公文" or head.number is None or head.rule is None:
        return
    rule, gap = head.rule, head.rule.top - head.number.bottom
    if abs(gap - 4) > 0.5:
        message = "红色分隔线应在发文字号之下 4 毫米"
        yield Found(1, message, mm(gap, 2), "4.0±0.5 毫米", place_of(head.number))
    yield from _as_wide_as_the_area(head)
    weight = rule.bottom - rule.top
    if not 0.3 <= weight <= 1.1:
        yield Found(1, "红色分隔线过粗或过细", mm(weight, 2), "0.3 至 1.1 毫米", place_of_rule(rule), "advice")


def _as_wide_as_the_area(head: Head) -> Iterator[Found]:
    rule = head.rule
    if rule and (abs(rule.x0 - _LEFT) > 0.5 or abs(rule.x1 - _RIGHT) > 0.5):
        yield Found(
            1, "红色分隔线应与版心等宽", f"{rule.x0:.1f}–{rule.x1:.1f} 毫米", "28–184±0.5 毫米", place_of_rule(rule)
        )


def _rule_77(document: Document, expected: Expected) -> Iterator[Found]:
    head = read_head(document)
    if head.kind != "简报" or not head.mark:
        return
    place, name = place_of(*head.mark), "".join(row.text for row in head.mark)
    if not all(map(in_red, head.mark)):
        yield Found(1, "刊名应为红色", "不是红色", "红色", place)
    for row in head.mark:
        if abs(centre(row) - _CENTRE) > 0.7:
            yield Found(1, "刊名应居中", mm(centre(row)), "106.0±0.7 毫米", place)
    size = max(row.size for row in head.mark)
    larger = [row for row in document.pages[0].rows if row.size > size]
    if larger:
        text = f"“{larger[0].text[:12]}”的字比刊名大，刊名应为首页最大的字"
        yield Found(1, text, f"{larger[0].size:g} 磅", f"不大于 {size:g} 磅", place_of(larger[0]))
    if expected.masthead and bare(name) != bare(expected.masthead):
        yield Found(1, f"刊名“{name}”与系列的刊名不同", name, expected.masthead, place)


def _rule_78(document: Document, expected: Expected) -> Iterator[Found]:
    head = read_head(document)
    if head.kind != "简报" or head.number is None:
        return
    text, place = head.number.text, place_of(head.number)
    if expected.number_pattern and not re.fullmatch(expected.number_pattern, text):
        yield Found(1, f"期号“{text}”不合本系列的写法", text, expected.number_pattern, place)
        return
    total = re.search(r"总第?(\d+)期", text)
    number = re.search(r"(\d+)期", re.sub(r"[（(]?总第?\d+期[）)]?", "", text))
    for name, found, previous in (
        ("期号", number, expected.previous_number),
        ("总期号", total, expected.previous_total),
    ):
        if found and previous is not None and int(found[1]) != previous + 1:
            message = f"{name} {found[1]} 不接上期的 {previous}"
            yield Found(1, message, found[1], str(previous + 1), place)


def _series_unknown(document: Document, expected: Expected) -> str:
    """Answer why the number of a 简报 cannot be judged: nothing is known of its series."""
    known = expected.number_pattern or expected.previous_number is not None or expected.previous_total is not None
    if known or read_head(document).kind != "简报":
        return ""
    return "不知道本系列的期号写法和上期期号，请用 --series 指明系列"


def _rule_79(document: Document, _expected: Expected) -> Iterator[Found]:
    head = read_head(document)
    if head.kind != "简报" or head.date is None:
        return
    if not real_date(head.date.text):
        yield Found(1, f"日期“{head.date.text}”写法不合规定", head.date.text, "如 2026年3月5日", place_of(head.date))
    if head.unit is None:
        return
    place = place_of(head.unit, head.date)
    if abs(head.unit.baseline - head.date.baseline) > 0.3:
        apart = abs(head.unit.baseline - head.date.baseline)
        yield Found(1, "编发单位与日期应在同一行", f"相差 {mm(apart)}", "同一行", place)
    wanted = _LEFT + CELL
    if abs(head.unit.x0 - wanted) > 0.8:
        yield Found(1, "编发单位应居左空一字", mm(head.unit.x0), f"{wanted:.1f}±0.8 毫米", place)
    wanted = _RIGHT - CELL
    if abs(head.date.x1 - wanted) > 0.8:
        yield Found(1, "日期应居右空一字", mm(head.date.x1), f"{wanted:.1f}±0.8 毫米", place)


def _rule_80(document: Document, _expected: Expected) -> Iterator[Found]:
    head = read_head(document)
    if head.kind != "简报" or head.rule is None:
        return
    yield from _as_wide_as_the_area(head)
    lowest = max((row for row in (head.number, head.date) if row), key=lambda row: row.baseline, default=None)
    if lowest is None:
        return
    first = next((rule for rule in document.pages[0].rules if rule.red and rule.top > lowest.baseline), None)
    if first and first.top - lowest.bottom > 1.5 * em(lowest):
        message = "红色分隔线应紧接在编发单位、日期一行之下"
        yield Found(1, message, mm(first.top - lowest.bottom), "4 毫米上下", place_of(lowest))


RULES: tuple[Rule, ...] = (
    Rule(16, "GB/T 9704-2012 7.2.1", "规定", "份号：6位数字，3号，顶格编排在版心左上角第一行", _rule_16),
    Rule(17, "GB/T 9704-2012 7.2.2", "规定", "密级和保密期限：黑体，顶格，期限用阿拉伯数字", _rule_17),
    Rule(18, "GB/T 9704-2012 7.2.3", "规定", "紧急程度：黑体，顶格，排在份号、密级之下", _rule_18),
    Rule(19, "GB/T 9704-2012 7.2.4", "规定", "发文机关标志上边缘距页上边 72 毫米", _rule_19),
    Rule(20, "GB/T 9704-2012 7.2.4", "推荐", "发文机关标志居中、红色、小标宋体，在版心以内", _rule_20),
    Rule(21, "GB/T 9704-2012 7.2.5", "规定", "发文字号的写法", _rule_21),
    Rule(22, "GB/T 9704-2012 7.2.5", "规定", "发文字号居中；上行文居左空一字，与末一签发人同行", _rule_22),
    Rule(23, "GB/T 9704-2012 7.2.5", "一般", "发文字号在发文机关标志下空二行", _rule_23),
    Rule(24, "GB/T 9704-2012 7.2.6", "规定", "签发人：三字仿宋，姓名楷体，全角冒号，居右空一字", _rule_24),
    Rule(25, "GB/T 9704-2012 7.2.7", "规定", "红色分隔线：发文字号下 4 毫米，与版心等宽", _rule_25),
    Rule(77, "简报实务", "实务", "刊名红色、居中，为首页最大的字", _rule_77),
    Rule(78, "简报实务", "规定", "期号的写法合本系列，期数接上期", _rule_78, _series_unknown),
    Rule(79, "简报实务", "实务", "编发单位、日期同一行，左右各空一字", _rule_79),
    Rule(80, "简报实务", "实务", "报头红线与版心等宽，紧接编发单位一行之下", _rule_80),
)
"""What is held against the head of page 1."""
