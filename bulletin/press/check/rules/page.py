"""Rules 1–15: paper, margins, grid and body type (GB/T 9704-2012 chapters 3 and 5, GB/T 33476.2-2016).

Positions refer to the type area of each page, whose left edge is at 28 mm, or 26 mm on the even pages of a file printed
on both sides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median

from bulletin.press.check.document import HALF_BLANK, Document, Line, mode
from bulletin.press.check.finding import Expected, Found, Place, Rule, mm, place_of
from bulletin.press.check.read import Page, Row, is_black, is_red
from bulletin.press.geometry import (
    AREA_BOTTOM,
    AREA_TOP,
    AREA_WIDTH,
    CELL,
    CELLS,
    LINES,
    MM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
)
from bulletin.text import is_hanzi, shorten

_ON_GRID = 0.15  # mm
_EDGE = 0.3  # mm
_LARGEST_BODY, _SMALLEST_PROSE = 18.0, 12.5  # points: titles are larger; notes and tables smaller
_MOST_STRETCH = 0.10  # em
_LEAST_LINES = 8  # full ones, to tell how many characters a line holds
_LATIN = re.compile("[A-Za-z]")
_CAPTION = re.compile(r"[表图]\s*\d")


def _paper(document: Document, _: Expected) -> Iterator[Found]:
    """A4, upright; a page that holds nothing but a wide table may lie on its side."""
    for page in document.pages:
        upright = _is_a4(page.width, page.height)
        lying = _is_a4(page.height, page.width) and bool(document.tables(page))
        if (upright and not page.rotation) or lying:
            continue
        turned = f"，旋转 {page.rotation} 度" if page.rotation else ""
        size = f"{page.width:.1f}×{page.height:.1f} 毫米{turned}"
        yield Found(page.number, f"纸张为 {size}，应为 A4（210×297 毫米）", size, "210×297 毫米")


def _is_a4(width: float, height: float) -> bool:
    return abs(width - PAGE_WIDTH) <= 0.5 and abs(height - PAGE_HEIGHT) <= 0.5


def _top(document: Document, _: Expected) -> Iterator[Found]:
    """The first body line of a continuation page; blank lines left on purpose are whole lines of the grid."""
    firsts = [(page, row) for page in document.pages[1:] if (row := _first_body_row(document, page))]
    kept = any(abs(row.top - AREA_TOP) <= 1 for _, row in firsts)
    for page, row in firsts:
        blank = round((row.top - AREA_TOP) / document.pitch) if document.pitch else 0
        off = row.top - AREA_TOP - (blank * document.pitch if kept and blank > 0 else 0)
        if abs(off) > 1:
            text = f"天头 {mm(row.top)}，应为 37±1 毫米"
            yield Found(page.number, text, mm(row.top, 2), "37±1 毫米", place_of(row))


def _first_body_row(document: Document, page: Page) -> Row | None:
    """Return the first row of the text if it is body text; None after a title, a table, a picture, a chart or nothing."""
    rows = [row for row in document.text_rows(page) if row.size > 0.9 * document.body_size]
    if not rows or not document.is_portrait(page) or rows[0] not in document.body_rows(page):
        return None
    drawn = (edge for edge in page.edges if edge.top > AREA_TOP - 1)
    above = [*document.tables(page), *page.images, *drawn]
    return None if any(box.top < rows[0].top for box in above) else rows[0]


def _left(document: Document, _: Expected) -> Iterator[Found]:
    for page in document.pages:
        left = document.left(page)
        edge = mode(row.x0 for row in document.body_rows(page) if abs(row.x0 - left) < CELL)
        if edge is not None and abs(edge - left) > 1 and document.is_portrait(page):
            text = f"正文左边缘距纸边 {mm(edge)}，应为 {left:.0f}±1 毫米"
            yield Found(page.number, text, mm(edge), f"{left:.0f}±1 毫米")


def _inside(document: Document, _: Expected) -> Iterator[Found]:
    for line in document.lines:
        if line.ink_end > line.right + _EDGE:
            out = mm(line.ink_end - line.right)
            yield Found(line.page, f"{line.name}超出版心右边缘 {out}", out, "0 毫米", place_of(line.row))
        if line.start < line.left - _EDGE:
            out = mm(line.left - line.start)
            yield Found(line.page, f"{line.name}超出版心左边缘 {out}", out, "0 毫米", place_of(line.row))


def _foot(document: Document, _: Expected) -> Iterator[Found]:
    """Full pages are those whose text goes on overleaf, or that hold 22 lines; the fullest tells where pages end.

    A page of more lines is rule 8's.
    """
    full = list(_full_pages(document))
    reach = max((row.bottom for _, row in full), default=0.0)
    for page, row in full:
        if _places(document, document.body_rows(document.pages[page - 1])) > LINES:
            continue
        if row.bottom > 262.3 or (reach < 260.5 and row.bottom > reach - 1):
            text = f"满页末行下边缘在 {mm(row.bottom)}处，应在 262 毫米处"
            yield Found(page, text, mm(row.bottom, 2), "260.5 至 262.3 毫米", place_of(row))


def _full_pages(document: Document) -> Iterator[tuple[int, Row]]:
    """Yield the number and last line of each full page: one of 22 places, or one whose text had no reason to end early.

    The last two lines of a paragraph keep together (孤行), so a page may end a line early before exactly two of them.
    """
    for k, (line, after) in enumerate(pairwise([*document.lines, None])):
        if line is None or (after is not None and after.page == line.page):
            continue
        rows = document.body_rows(document.pages[line.page - 1])
        if line.row is not document.text_rows(document.pages[line.page - 1])[-1]:
            continue  # notes stand below
        runs_on = line.goes_on and not (k + 2 < len(document.lines) and not document.lines[k + 2].goes_on)
        if runs_on or (rows[0].top < AREA_TOP + 2 and _places(document, rows) >= LINES):
            yield line.page, line.row


def _places(document: Document, rows: list[Row]) -> int:
    """Return how many places of the grid the rows span."""
    return round((rows[-1].baseline - rows[0].baseline) / document.pitch) + 1 if document.pitch else len(rows)


def _pitch(document: Document, _: Expected) -> Iterator[Found]:
    if document.pitch and not 10.20 <= document.pitch <= 10.60:
        text = f"行距 {mm(document.pitch, 2)}，应为 10.39 至 10.45 毫米"
        yield Found(1, text, mm(document.pitch, 2), "10.39 至 10.45 毫米")


def _grid(document: Document, _: Expected) -> Iterator[Found]:
    """Every line on the grid of its page; space between two paragraphs is rule 14's and shifts the grid with it."""
    spread = {id(line.row): extra for line, extra in _paragraph_space(document)}
    for page in document.pages:
        stray = _off_grid(document, page, spread)
        if stray:
            row = stray[0]
            text = f"有 {len(stray)} 行不在行格上，如“{shorten(row.text, 12)}”"
            yield Found(page.number, text, f"{len(stray)} 行", "偏差不超过 0.15 毫米", place_of(row))


def _off_grid(document: Document, page: Page, spread: Mapping[int, float]) -> list[Row]:
    """Return the rows that stand more than 0.15 mm off where most rows of the page stand.

    ``spread`` gives what stands between paragraphs too much, mm, by the identity of the row below.
    """
    rows = [row for row in document.text_rows(page) if row.size > 0.9 * document.body_size]
    if not document.pitch or len(rows) < 3:
        return []
    shift, phases = 0.0, []
    for row in rows:
        shift += spread.get(id(row), 0.0)
        phases.append((row.baseline - shift) / document.pitch)
    usual = Counter(round(phase % 1 * 20) % 20 for phase in phases).most_common(1)[0][0] / 20
    near = [phase for phase in phases if abs(_apart(phase, usual)) * document.pitch < 0.6]
    centre = usual + median(_apart(phase, usual) for phase in near)
    return [
        row for row, phase in zip(rows, phases, strict=True) if abs(_apart(phase, centre)) * document.pitch > _ON_GRID
    ]


def _apart(phase: float, other: float) -> float:
    """Return how far two places within a line are apart, from −0.5 to 0.5 of a line."""
    return (phase - other + 0.5) % 1 - 0.5


def _full_lines(document: Document, _: Expected) -> Iterator[Found]:
    """22 lines; fewer only before a heading, a title or the end."""
    for page, after in pairwise([*document.pages, None]):
        if page is None or not document.is_portrait(page):
            continue
        rows = document.text_rows(page)
        if len(rows) < 2 or not document.pitch:
            continue
        places = _places(document, rows)
        if places > LINES:
            text = f"一页 {places} 行，应为每页 22 行"
            yield Found(page.number, text, f"{places} 行", "22 行", place_of(*rows))
        elif after and page.number > 1 and _ends_early(document, page) and _opens_with_text(document, after):
            text = f"一页只有 {places} 行而下页仍是正文，应为每页 22 行"
            yield Found(page.number, text, f"{places} 行", "22 行", place_of(*rows), "warning")


def _ends_early(document: Document, page: Page) -> bool:
    """Tell whether three lines and more are left blank at the foot of the page, under tables and pictures too."""
    edges = [row.bottom for row in document.text_rows(page)]
    edges += [box.bottom for box in (*document.tables(page), *page.images)]
    return not page.turned and max(edges) < AREA_BOTTOM - 2.5 * document.pitch


def _opens_with_text(document: Document, page: Page) -> bool:
    """Tell whether the page begins with a full line of body text, so that the page before had no reason to end early."""
    row = _first_body_row(document, page)
    return row is not None and row.x1 > document.left(page) + AREA_WIDTH - 3 * CELL


def _capacity(document: Document, _: Expected) -> Iterator[Found]:
    """Lines with Latin words are left out: blanks have no width of their own. The same line twice tells no more."""
    lines = {line.row.text: line for line in document.lines if line.goes_on and not _LATIN.search(line.row.text)}
    full = [line.capacity + (2 if line.opens else 0) for line in lines.values()]
    if len(full) >= _LEAST_LINES and abs(median(full) - CELLS) > 0.6:
        text = f"正文每行约 {median(full):.1f} 字，应为 28 字"
        yield Found(1, text, f"{median(full):.1f} 字", "28±0.6 字")


def _justified(document: Document, _: Expected) -> Iterator[Found]:
    """Lines that end short of the edge; those that go beyond it are rule 4's."""
    for line in document.lines:
        short = line.right - line.row.x1
        allowed = 2.8 if line.row.chars[-1].text in HALF_BLANK else 0.6
        if line.goes_on and short > allowed:
            text = f"{line.name}未与版心右边缘对齐，差 {mm(short)}"
            yield Found(line.page, text, mm(line.row.x1), f"{line.right:.1f}±0.6 毫米", place_of(line.row))


def _stretch(document: Document, _: Expected) -> Iterator[Found]:
    for line in document.lines:
        gaps = [
            (after.x0 - char.x1) * MM / char.size
            for char, after in pairwise(line.row.chars)
            if is_hanzi(char.text[0]) and is_hanzi(after.text[0])
        ]
        if line.goes_on and len(gaps) >= 3 and median(gaps) > _MOST_STRETCH:
            text = f"{line.name}字距拉大 {median(gaps):.2f} 字，应另选断行处"
            yield Found(line.page, text, f"{median(gaps):.2f} 字", "不超过 0.10 字", place_of(line.row))


def _body_type(document: Document, _: Expected) -> Iterator[Found]:
    size = document.body_size
    if document.lines and not 15.6 <= size <= 16.1:
        yield Found(1, f"正文字号 {size:g} 磅，应为3号（15.6 至 16.1 磅）", f"{size:g} 磅", "15.6 至 16.1 磅")
    if not document.lines:
        return
    usual = Counter(line.row.size for line in document.lines).most_common(1)[0][0]
    for page, row in [*((line.page, line.row) for line in document.lines), *_other_prose(document)]:
        if abs(row.size - usual) > 0.05:
            text = f"“{shorten(row.text, 12)}”一行 {row.size:g} 磅，与正文的 {usual:g} 磅不一致"
            yield Found(page, text, f"{row.size:g} 磅", f"{usual:g} 磅", place_of(row))


def _other_prose(document: Document) -> Iterator[tuple[int, Row]]:
    """Yield full lines that read like body text, in a size that is neither a title's nor a note's."""
    for page in document.pages:
        right, body = document.left(page) + AREA_WIDTH, document.body_rows(page)
        rows = document.text_rows(page)
        for row in _without_captions(rows, document.pitch):
            wide = row.x1 > right - 3 * CELL and row.x0 < document.left(page) + 2.5 * CELL
            if wide and row not in body and _SMALLEST_PROSE < row.size < _LARGEST_BODY:
                yield page.number, row


def _without_captions(rows: Sequence[Row], pitch: float) -> Iterator[Row]:
    """Yield `rows` but those of the titles of tables and pictures (表1 …, 图1 …), whose lines may be full."""
    caption: Row | None = None
    for row in rows:
        near = caption is not None and row.baseline - caption.baseline < 1.3 * pitch
        if _CAPTION.match(row.text) or (caption is not None and near and abs(row.size - caption.size) < 0.05):
            caption = row
        else:
            caption = None
            yield row


def _indent(document: Document, _: Expected) -> Iterator[Found]:
    cell = document.cell
    for before, line in pairwise([None, *document.lines]):
        assert line is not None
        offset = line.start - _edge(document, line)
        ends = line.row.x1 > line.right - 3 * cell or line.row.text[-1] in "。；"
        odd = ends and _EDGE < offset < 4 * cell and abs(offset - 2 * cell) > 0.6
        if odd or _lacks_indent(before, line, document):
            text = f"{line.name}左空 {offset / cell:.1f} 字，段首应左空二字、回行顶格"
            yield Found(line.page, text, mm(offset), f"{2 * cell:.1f}±0.6 毫米或 0±0.3 毫米", place_of(line.row))


def _edge(document: Document, line: Line) -> float:
    """Return where text on the line's page begins; a page that is moved as a whole is rule 3's."""
    page = document.pages[line.page - 1]
    edge = mode(row.x0 for row in document.body_rows(page) if abs(row.x0 - line.left) < CELL)
    return edge if edge is not None and abs(edge - line.left) > 1 else line.left


def _lacks_indent(before: Line | None, line: Line, document: Document) -> bool:
    """Tell whether a flush full line follows a paragraph that has ended: short, with a full stop, one line above."""
    if before is None or before.page != line.page or not line.goes_on or line.opens:
        return False
    ended = before.row.text[-1] in "。！？" and before.row.x1 < before.right - 3 * CELL
    return ended and line.row.baseline - before.row.baseline < 1.3 * document.pitch and (before.opens or _flush(before))


def _flush(line: Line) -> bool:
    return abs(line.start - line.left) < _EDGE


def _spacing(document: Document, _: Expected) -> Iterator[Found]:
    for line, extra in _paragraph_space(document):
        text = f"{line.name}与上段之间多空 {mm(extra)}，段间不应加空"
        yield Found(line.page, text, mm(extra, 2), "0 毫米", place_of(line.row))
    gaps = [(line, round(step / document.pitch)) for line, step in _paragraph_steps(document)]
    blank = [line for line, count in gaps if count >= 2]
    if len(gaps) >= 4 and len(blank) > len(gaps) / 2:
        text = f"{len(gaps)} 处段间有 {len(blank)} 处空行，段间不应空行"
        yield Found(blank[0].page, text, f"{len(blank)} 处", "0 处", place_of(blank[0].row))


def _paragraph_space(document: Document) -> Iterator[tuple[Line, float]]:
    """Yield the first line of each paragraph that stands too low by other than whole lines, and by how much, mm."""
    for line, step in _paragraph_steps(document):
        extra = step - max(1, int(step / document.pitch + _ON_GRID / document.pitch)) * document.pitch
        if extra > _ON_GRID:
            yield line, extra


def _paragraph_steps(document: Document) -> Iterator[tuple[Line, float]]:
    """Yield the first line of each paragraph of plain text that follows another on its page, and its distance, mm."""
    for before, line in pairwise(document.lines):
        step = line.row.baseline - before.row.baseline
        plain = (
            line.opens
            and not line.row.text.startswith("附件")
            and (before.opens or _flush(before))
            and _same_face(before.row, line.row)
        )
        if before.page == line.page and not before.goes_on and plain and document.pitch and step < 3 * document.pitch:
            yield line, step


def _same_face(one: Row, other: Row) -> bool:
    """Tell whether two rows begin in the same font: a heading in 黑体 is no plain paragraph."""
    first = next((char.font for char in one.chars if is_hanzi(char.text)), "")
    return first == next((char.font for char in other.chars if is_hanzi(char.text)), "")


def _black(document: Document, _: Expected) -> Iterator[Found]:
    for page in document.pages:
        head = document.masthead_bottom if page.number == 1 else 0.0
        odd = [
            char
            for row in page.rows
            for char in row.chars
            if not is_black(char.colour) and not (row.baseline < head and is_red(char.colour))
        ]
        if odd:
            text = f"“{shorten(''.join(char.text for char in odd), 12)}”等 {len(odd)} 字不是黑色"
            colour = "#" + "".join(f"{round(part * 255):02x}" for part in odd[0].colour)
            ink = odd[0].ink
            yield Found(page.number, text, colour, "黑色", Place(ink.x0, ink.top, ink.x1, ink.bottom))


def _no_body(document: Document, _: Expected) -> str:
    return "" if document.lines else "没有可辨认的正文行"


def _one_page(document: Document, _: Expected) -> str:
    return "" if len(document.pages) > 1 else "只有一页，没有接排页可量"


RULES: tuple[Rule, ...] = (
    Rule(1, "GB/T 9704-2012 5.1", "规定", "纸张：A4，不旋转", _paper, needs_text=False),
    Rule(2, "GB/T 9704-2012 5.2.1", "规定", "天头 37±1 毫米", _top, _one_page),
    Rule(3, "GB/T 9704-2012 5.2.1", "规定", "订口 28±1 毫米", _left, _no_body),
    Rule(4, "GB/T 9704-2012 5.2.1", "规定", "正文不出版心（宽 156 毫米）", _inside, _no_body),
    Rule(
        5,
        "GB/T 9704-2012 5.2.3",
        "一般",
        f"满页撑满版心（高 225 毫米，下边缘 {AREA_BOTTOM:.0f} 毫米）",
        _foot,
        _no_body,
    ),
    Rule(6, "GB/T 9704-2012 3.2", "一般", "行距：一字加八分之七字（10.39 至 10.45 毫米）", _pitch, _no_body),
    Rule(7, "GB/T 9704-2012 5.2.3", "一般", "各行都在行格上（±0.15 毫米）", _grid, _no_body),
    Rule(8, "GB/T 9704-2012 5.2.3", "规定", "每页 22 行", _full_lines, _no_body),
    Rule(9, "GB/T 9704-2012 5.2.3", "一般", "每行 28 字", _capacity, _no_body),
    Rule(10, "GB/T 9704-2012 5.2.3", "一般", "各行右边缘对齐", _justified, _no_body),
    Rule(11, "CLREQ", "实务", "字距拉开不超过 0.10 字", _stretch, _no_body),
    Rule(12, "GB/T 9704-2012 5.2.2", "一般", "正文 3号字，通篇一致", _body_type, _no_body),
    Rule(13, "GB/T 9704-2012 7.3.3", "规定", "段首左空二字，回行顶格", _indent, _no_body),
    Rule(14, "GB/T 9704-2012 5.2.3", "一般", "段间不加空", _spacing, _no_body),
    Rule(15, "GB/T 9704-2012 5.2.4", "规定", "文字为黑色", _black),
)
