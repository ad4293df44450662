"""The page against the standard: numbered rules, each measured in the finished PDF, anybody's.

The numbers are those of the office's rule list: 1–15 page and grid, 42–51 版记 and page number, 56–60 lines and
punctuation, 71–72 the file, 83 the foot of a bulletin. GB/T 9704-2012 separates 规定 (error) from 一般 and 推荐
(warning); what is only custom or good typography is advice. Positions refer to the type area of each page, whose left
edge is at 28 mm, or 26 mm on the even pages of a file printed on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

from bulletin.model import Severity
from bulletin.press.check.document import HALF_BLANK, PAGE_NUMBER, Document, mode
from bulletin.press.check.read import Font, Page, Row, is_black, is_red, read_pages
from bulletin.press.page.geometry import (
    AREA_BOTTOM,
    AREA_TOP,
    AREA_WIDTH,
    CELL,
    CELLS,
    DASH_CENTRE,
    LINES,
    MM,
    NOTE_SIZE,
    PAGE_HEIGHT,
    PAGE_WIDTH,
)
from bulletin.press.page.linebreak import NEVER_FIRST, NEVER_LAST
from bulletin.text import shorten

_UNITS = "年月日时分秒万亿元个件人次户家项倍吨亩米级期届号"
_KNOWN_FONTS = re.compile(
    r"fang|kai|hei|song|ming|sung|xbs|xiaobiao|liberation|times|noto|source ?han|zhuque|wenkai|宋|仿|楷|黑"
    r"|^st|^sim|^fz|^hy|nimbus|termes|tinos|arial|helvetica|uming|ukai|gbsn|gkai",
    re.IGNORECASE,
)
_DASH_HEIGHT = 0.30  # em from the baseline to the centre of a dash


@dataclass(frozen=True, slots=True)
class PageFinding:
    """What a rule found: its number, the page (from 1), how much it matters, and a Chinese sentence."""

    rule: int
    page: int
    severity: Severity
    message: str


def check_pdf(path: Path) -> list[PageFinding]:
    """Measure the PDF at `path` against the page rules; findings in the order of page and rule.

    Raises `UnreadableMaterial` if it cannot be read as a PDF or is encrypted.
    """
    document = Document(read_pages(path))
    findings = [finding for rule in _RULES for finding in rule(document)]
    return sorted(findings, key=lambda finding: (finding.page, finding.rule))


def _rule_1(document: Document) -> Iterator[PageFinding]:
    """A4, upright (GB/T 9704-2012 5.1)."""
    for page in document.pages:
        if abs(page.width - PAGE_WIDTH) > 0.5 or abs(page.height - PAGE_HEIGHT) > 0.5 or page.rotation % 360:
            turned = f"，旋转 {page.rotation} 度" if page.rotation % 360 else ""
            size = f"{page.width:.1f}×{page.height:.1f} 毫米{turned}"
            yield PageFinding(1, page.number, "error", f"纸张为 {size}，应为 A4（210×297 毫米）")


def _rule_2(document: Document) -> Iterator[PageFinding]:
    """天头 37 ± 1 mm on continuation pages (5.2.1)."""
    for page in document.pages[1:]:
        rows = document.body_rows(page)
        if rows and rows[0] is document.text_rows(page)[0] and abs(rows[0].top - AREA_TOP) > 1:
            yield PageFinding(2, page.number, "error", f"天头 {rows[0].top:.1f} 毫米，应为 37±1 毫米")


def _rule_3(document: Document) -> Iterator[PageFinding]:
    """订口 28 ± 1 mm (5.2.1)."""
    for page in document.pages:
        left = document.left(page)
        edge = mode(row.x0 for row in document.body_rows(page) if abs(row.x0 - left) < CELL)
        if edge is not None and abs(edge - left) > 1:
            yield PageFinding(3, page.number, "error", f"正文左边缘距纸边 {edge:.1f} 毫米，应为 {left:.0f}±1 毫米")


def _rule_4(document: Document) -> Iterator[PageFinding]:
    """Nothing outside the 156 mm (5.2.1)."""
    for line in document.lines:
        right = line.left + AREA_WIDTH
        if line.ink_end > right + 0.3:
            yield PageFinding(4, line.page, "error", f"{line.name}超出版心右边缘 {line.ink_end - right:.1f} 毫米")
        if line.row.x0 < line.left - 0.3:
            out = line.left - line.row.x0
            yield PageFinding(4, line.page, "error", f"{line.name}超出版心左边缘 {out:.1f} 毫米")


def _rule_5(document: Document) -> Iterator[PageFinding]:
    """A full page fills the 225 mm (5.2.3)."""
    for page in document.pages:
        rows = document.body_rows(page)
        full = rows and _places(document, rows) >= LINES and rows[0] is document.text_rows(page)[0]
        if full and not 260.5 <= rows[-1].bottom <= 262.3:
            bottom = rows[-1].bottom
            yield PageFinding(5, page.number, "warning", f"满页末行下边缘在 {bottom:.1f} 毫米处，应在 262 毫米处")


def _places(document: Document, rows: list[Row]) -> int:
    """Return how many places of the grid the rows span."""
    return round((rows[-1].baseline - rows[0].baseline) / document.pitch) + 1 if document.pitch else len(rows)


def _rule_6(document: Document) -> Iterator[PageFinding]:
    """One line is one character and 7/8 of a 3号 character high (3.2)."""
    if document.pitch and not 10.20 <= document.pitch <= 10.60:
        yield PageFinding(6, 1, "warning", f"行距 {document.pitch:.2f} 毫米，应为 10.39 至 10.45 毫米")


def _rule_7(document: Document) -> Iterator[PageFinding]:
    """Every baseline on the grid of its page."""
    for page in document.pages:
        rows = [row for row in document.text_rows(page) if row.size > 0.9 * document.body_size]
        if not document.pitch or len(rows) < 2:
            continue
        steps = [(row.baseline - rows[0].baseline) / document.pitch for row in rows]
        stray = [row for row, step in zip(rows, steps, strict=True) if abs(step - round(step)) * document.pitch > 0.15]
        if stray:
            text = f"有 {len(stray)} 行不在行格上，如“{shorten(stray[0].text, 12)}”"
            yield PageFinding(7, page.number, "warning", text)


def _rule_8(document: Document) -> Iterator[PageFinding]:
    """22 lines a page (5.2.3); fewer only before a heading, a title or the end."""
    for page, after in pairwise([*document.pages, None]):
        rows = document.text_rows(page) if page else []
        if not page or len(rows) < 2 or not document.pitch:
            continue
        places = _places(document, rows)
        if places > LINES:
            yield PageFinding(8, page.number, "error", f"一页 {places} 行，应为每页 22 行")
        elif after and page.number > 1 and places < LINES - 2 and _opens_with_text(document, after):
            yield PageFinding(8, page.number, "warning", f"一页只有 {places} 行而下页仍是正文，应为每页 22 行")


def _opens_with_text(document: Document, page: Page) -> bool:
    rows = document.text_rows(page)
    plain = bool(rows) and abs(rows[0].size - document.body_size) < 0.6
    return plain and rows[0].x1 > document.left(page) + AREA_WIDTH - 3 * CELL


def _rule_9(document: Document) -> Iterator[PageFinding]:
    """28 characters a line (5.2.3)."""
    full = [line.capacity + (2 if line.opens else 0) for line in document.lines if line.goes_on]
    if full and abs(median(full) - CELLS) > 0.6:
        yield PageFinding(9, 1, "warning", f"正文每行约 {median(full):.1f} 字，应为 28 字")


def _rule_10(document: Document) -> Iterator[PageFinding]:
    """Lines end together at the right edge."""
    for line in document.lines:
        off = line.row.x1 - line.left - AREA_WIDTH
        allowed = 2.8 if line.row.chars[-1].text in HALF_BLANK else 0.6
        if line.goes_on and abs(off) > allowed:
            yield PageFinding(10, line.page, "warning", f"{line.name}未与版心右边缘对齐，差 {abs(off):.1f} 毫米")


def _rule_12(document: Document) -> Iterator[PageFinding]:
    """3号, one size throughout (5.2.2)."""
    sizes = {line.row.size for line in document.lines}
    if document.lines and not 15.6 <= document.body_size <= 16.1:
        yield PageFinding(12, 1, "warning", f"正文字号 {document.body_size:g} 磅，应为3号（15.6 至 16.1 磅）")
    if len(sizes) > 1:
        named = "、".join(f"{size:g}" for size in sorted(sizes))
        yield PageFinding(12, 1, "warning", f"正文字号不一（{named} 磅），应通篇一致")


def _rule_13(document: Document) -> Iterator[PageFinding]:
    """Paragraphs indented by two characters, turnover flush (7.3.3)."""
    for line in document.lines:
        offset = line.row.x0 - line.left
        full = line.row.x1 > line.left + AREA_WIDTH - 3 * CELL
        if full and 0.3 < offset < 4 * CELL and abs(offset - 2 * CELL) > 0.6:
            cells = offset / CELL
            yield PageFinding(13, line.page, "error", f"{line.name}左空 {cells:.1f} 字，段首应左空二字、回行顶格")


def _rule_15(document: Document) -> Iterator[PageFinding]:
    """Text black, red only in the masthead (5.2.4)."""
    for page in document.pages:
        head = document.masthead_bottom if page.number == 1 else 0.0
        odd = [
            char
            for row in page.rows
            for char in row.chars
            if not is_black(char.colour) and not (row.baseline < head and is_red(char.colour))
        ]
        if odd:
            text = "".join(char.text for char in odd)
            yield PageFinding(15, page.number, "error", f"“{shorten(text, 12)}”等 {len(odd)} 字不是黑色")


def _rule_42(document: Document) -> Iterator[PageFinding]:
    """Rules of the 版记: outer 0.35 mm, inner 0.25 mm, as wide as the type area (7.4.1)."""
    rules, page = document.colophon, len(document.pages)
    for k, rule in enumerate(rules):
        weight, wanted = rule.bottom - rule.top, 0.35 if k in (0, len(rules) - 1) else 0.25
        if abs(weight - wanted) > 0.05:
            yield PageFinding(42, page, "warning", f"版记第 {k + 1} 条线粗 {weight:.2f} 毫米，应为 {wanted} 毫米")
        if abs(rule.x1 - rule.x0 - AREA_WIDTH) > 0.5:
            length = rule.x1 - rule.x0
            yield PageFinding(42, page, "warning", f"版记第 {k + 1} 条线长 {length:.1f} 毫米，应为 156 毫米")


def _rule_43(document: Document) -> Iterator[PageFinding]:
    """The last rule lies on the lower edge of the type area (7.4.1)."""
    if document.colophon and abs(document.colophon[-1].bottom - AREA_BOTTOM) > 0.5:
        bottom = document.colophon[-1].bottom
        yield PageFinding(43, len(document.pages), "error", f"版记末条线在 {bottom:.1f} 毫米处，应在 262.0 毫米处")


def _rule_46(document: Document) -> Iterator[PageFinding]:
    """The 版记 on an even page (GB/T 33476.2-2016 7.3.1)."""
    if document.colophon and len(document.pages) % 2:
        yield PageFinding(46, len(document.pages), "warning", "版记在单页上，应在双页（偶数页）上")


def _rule_47(document: Document) -> Iterator[PageFinding]:
    """Nothing below the 版记 but the page number (7.4)."""
    if not document.colophon:
        return
    page = document.pages[-1]
    below = [row for row in page.rows if row.baseline > document.colophon[-1].bottom + 0.5]
    for row in below:
        if row is not document.page_number(page):
            yield PageFinding(47, page.number, "error", f"版记之下还有“{shorten(row.text, 12)}”，只应有页码")


def _rule_48(document: Document) -> Iterator[PageFinding]:
    """4号宋体, one 一字线 on each side (7.5)."""
    for page in document.pages:
        row = document.page_number(page)
        if not row:
            continue
        if not re.fullmatch(r"—\s?\d+\s?—", row.text):
            yield PageFinding(48, page.number, "error", f"页码写作“{row.text}”，数字左右应各有一条一字线")
        if not 13.7 <= row.size <= 14.1:
            yield PageFinding(48, page.number, "error", f"页码字号 {row.size:g} 磅，应为4号（{NOTE_SIZE:g} 磅）")
        if not re.search(r"song|simsun|sung|宋|times|liberation ?-?serif", row.chars[0].font, re.IGNORECASE):
            yield PageFinding(48, page.number, "error", f"页码用 {row.chars[0].font}，应为宋体")


def _rule_49(document: Document) -> Iterator[PageFinding]:
    """The dash 7 mm below the type area: 269.0 mm (7.5, GB/T 33476.2)."""
    for page in document.pages:
        row = document.page_number(page)
        centre = row.baseline - _DASH_HEIGHT * row.size / MM if row else DASH_CENTRE
        if abs(centre - DASH_CENTRE) > 0.7:
            yield PageFinding(49, page.number, "error", f"页码一字线在 {centre:.1f} 毫米处，应在 269.0 毫米处")


def _rule_50(document: Document) -> Iterator[PageFinding]:
    """Odd pages right, even pages left, one character in (7.5)."""
    for page in document.pages:
        row = document.page_number(page)
        if not row:
            continue
        left = document.left(page)
        inset = row.x0 - left if page.number % 2 == 0 else left + AREA_WIDTH - row.x1
        if not NOTE_SIZE / MM - 0.8 <= inset <= CELL + 0.8:
            side = "左" if page.number % 2 == 0 else "右"
            yield PageFinding(50, page.number, "error", f"页码距版心{side}边缘 {inset:.1f} 毫米，应居{side}空一字")


def _rule_51(document: Document) -> Iterator[PageFinding]:
    """Numbers follow each other; a blank page and one with nothing but the 版记 carry none (7.5)."""
    numbers: list[int] = []
    for page in document.pages:
        row, filled = document.page_number(page), bool(document.text_rows(page))
        if row and not filled:
            yield PageFinding(51, page.number, "error", "空白页和只有版记的页不应编页码")
        if not row and filled:
            yield PageFinding(51, page.number, "error", "本页没有页码")
        found = PAGE_NUMBER.fullmatch(row.text) if row else None
        if found:
            numbers.append(int(found[1]))
            if len(numbers) > 1 and numbers[-1] != numbers[-2] + 1:
                text = f"页码 {numbers[-1]} 不接上页的 {numbers[-2]}"
                yield PageFinding(51, page.number, "error", text)


def _rule_56(document: Document) -> Iterator[PageFinding]:
    """Marks that may not start a line (GB/T 15834-2011 5.1)."""
    for before, line in pairwise(document.lines):
        first = line.row.text[0]
        if before.goes_on and first in NEVER_FIRST:
            severity: Severity = "advice" if first == "…" else "error"
            yield PageFinding(56, line.page, severity, f"{line.name}以“{first}”开头，此标点不应居行首")


def _rule_57(document: Document) -> Iterator[PageFinding]:
    """Marks that may not end a line (5.1.3, 5.1.9)."""
    for line in document.lines:
        if line.goes_on and line.row.text[-1] in NEVER_LAST:
            yield PageFinding(57, line.page, "error", f"{line.name}以“{line.row.text[-1]}”结尾，此标点不应居行末")


def _rule_58(document: Document) -> Iterator[PageFinding]:
    """—— and …… stay whole (5.1.4, 5.1.5)."""
    for before, line in pairwise(document.lines):
        if before.goes_on and before.row.text[-1] == line.row.text[0] and line.row.text[0] in "—…":
            yield PageFinding(58, line.page, "error", f"{line.name}把“{line.row.text[0] * 2}”断在两行")


def _rule_59(document: Document) -> Iterator[PageFinding]:
    """A number stays on one line, with its sign and, if possible, its unit (GB/T 15835-2011)."""
    for before, line in pairwise(document.lines):
        joined = before.row.text[-2:] + "|" + line.row.text[:2]
        if not before.goes_on:
            continue
        if re.search(r"\d[.,]?\|[.,]?\d|\d\|[%‰℃°％]", joined):
            yield PageFinding(59, line.page, "error", f"{line.name}把一个数断在两行（{joined.replace('|', '／')}）")
        elif re.search(rf"\d\|[{_UNITS}]", joined):
            yield PageFinding(59, line.page, "advice", f"{line.name}把数与单位断开（{joined.replace('|', '／')}）")


def _rule_60(document: Document) -> Iterator[PageFinding]:
    """No last line of a single character (CLREQ 孤字)."""
    for before, line in pairwise(document.lines):
        characters = sum(char.isalnum() for char in line.row.text)
        if before.goes_on and not line.goes_on and characters < 2:
            yield PageFinding(60, line.page, "warning", f"段末只有一字（“{line.row.text}”），应避免孤字成行")


def _rule_71(document: Document) -> Iterator[PageFinding]:
    """Every font embedded, subset, with a Unicode map; no Type 3, no stranger."""
    seen: set[Font] = set()
    for page in document.pages:
        for font in page.fonts:
            if font in seen:
                continue
            seen.add(font)
            for severity, what in _font_faults(font):
                yield PageFinding(71, page.number, severity, f"字体 {font.name or '（无名）'} {what}")


def _font_faults(font: Font) -> Iterator[tuple[Severity, str]]:
    if font.kind == "Type3":
        yield "error", "是 Type 3 字体，不应使用"
        return
    if not font.embedded:
        yield "error", "没有嵌入，换一台机器会变样"
    elif not font.subset:
        yield "warning", "整套嵌入，应只嵌入用到的字"
    if not font.to_unicode and font.kind == "Type0":
        yield "error", "没有 Unicode 对照，文字不能复制和检索"
    if not _KNOWN_FONTS.search(font.name):
        yield "warning", "不在公文字体之列"


def _rule_72(document: Document) -> Iterator[PageFinding]:
    """No missing glyph, replacement or private-use character in the extracted text."""
    if not any(page.rows for page in document.pages):
        yield PageFinding(72, 1, "error", "没有可提取的文字（可能是扫描件），版面无法检查")
    for page in document.pages:
        text = "".join(row.text for row in page.rows)
        bad = re.findall(r"\(cid:\d+\)|[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]", text)
        if bad:
            yield PageFinding(72, page.number, "error", f"有 {len(bad)} 个字符缺字或不可识别")


def _rule_83(document: Document) -> Iterator[PageFinding]:
    """A bulletin ends with its 报尾 at the foot of the last page."""
    if document.pages and not document.colophon:
        yield PageFinding(83, len(document.pages), "advice", "末页没有报尾（版记）")


_RULES: tuple[Callable[[Document], Iterator[PageFinding]], ...] = (
    _rule_1, _rule_2, _rule_3, _rule_4, _rule_5, _rule_6, _rule_7, _rule_8, _rule_9, _rule_10, _rule_12, _rule_13,
    _rule_15, _rule_42, _rule_43, _rule_46, _rule_47, _rule_48, _rule_49, _rule_50, _rule_51, _rule_56, _rule_57,
    _rule_58, _rule_59, _rule_60, _rule_71, _rule_72, _rule_83,
)  # fmt: skip
