"""Rules 26–34 and 81: titles, 主送机关, headings, contents. Rules 35–41, what follows the text, are in `closing`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bulletin.model import Severity
from bulletin.press.check.document import ATTACHMENT_LABEL, Document
from bulletin.press.check.elements import (
    Head,
    Listed,
    Paragraph,
    Title,
    bare_title,
    centre,
    contents,
    em,
    paragraphs,
    read_head,
    style_of,
    titles,
)
from bulletin.press.check.finding import Expected, Found, Rule, mm, place_of
from bulletin.press.check.read import Page, Row
from bulletin.press.check.rules import closing
from bulletin.press.check.rules.masthead import TWO_LINES, three
from bulletin.press.geometry import AREA_WIDTH, CELL, PITCH
from bulletin.text import is_hanzi, shorten

_TITLE_SIZES = (20.9, 22.2)  # 2号, points
_DIGITS = "一二三四五六七八九十"
_LEVELS = (
    (re.compile(rf"([{_DIGITS}]+)、"), "黑体", "{}、"),
    (re.compile(rf"[（(]([{_DIGITS}]+)[）)]"), "楷体", "（{}）"),
    (re.compile(r"(\d{1,2})[.．](?!\d)"), "仿宋", "{}."),
    (re.compile(r"[（(](\d{1,2})[）)]"), "仿宋", "（{}）"),
)
"""The four levels: how the number is written, in what style, and how a message writes it (GB/T 9704-2012 7.3.3)."""
_HEADING = re.compile(r".{1,39}?(?:[，。！？：；]|$)")
"""A heading, or the phrase that is one; a numbered paragraph that begins with a longer one is no heading."""
_LONGEST_BOOK = 16  # characters: a longer 《》 has no room on one line of a title


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered paragraph: ``level`` from 0, its ``number``; ``alone`` if the whole paragraph is the heading."""

    paragraph: Paragraph
    level: int
    number: int
    alone: bool

    @property
    def row(self) -> Row:
        """Its first line."""
        return self.paragraph.lines[0].row

    @property
    def name(self) -> str:
        """How messages call it."""
        return f"“{shorten(self.paragraph.text, 12)}”"


def headings(document: Document) -> list[Heading]:
    """Return the numbered paragraphs in order."""
    found = []
    for paragraph in paragraphs(document):
        if not paragraph.lines[0].opens:
            continue
        for level, (pattern, face, _) in enumerate(_LEVELS):
            match = pattern.match(paragraph.text)
            if match:
                alone = level < 2 and all(style_of(line.row) == face for line in paragraph.lines)
                found.append(Heading(paragraph, level, _value(match[1]), alone))
                break
    return found


def _value(digits: str) -> int:
    """Return the value of a number up to 99 in Arabic or Chinese digits."""
    if digits.isdecimal():
        return int(digits)
    tens, ten, ones = digits.rpartition("十")
    high = (_DIGITS.index(tens[0]) + 1 if tens else 1) if ten else 0
    return 10 * high + (_DIGITS.index(ones[0]) + 1 if ones else 0)


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    high = "" if not tens else "十" if tens == 1 else _DIGITS[tens - 1] + "十"
    return high + (_DIGITS[ones - 1] if ones else "")


def _rule_26(document: Document, _expected: Expected) -> Iterator[Found]:
    for title in titles(document):
        place, name = place_of(*title.rows), f"标题“{shorten(title.text, 12)}”"
        sizes = {row.size for row in title.rows if not _TITLE_SIZES[0] <= row.size <= _TITLE_SIZES[1]}
        if sizes:
            measured = "、".join(f"{size:g} 磅" for size in sorted(sizes))
            yield Found(title.page, f"{name}一般用2号字", measured, "20.9 至 22.2 磅", place)
        styles = {style_of(row) for row in title.rows} - {"", "小标宋"}
        if styles:
            yield Found(title.page, f"{name}一般用小标宋体", "、".join(sorted(styles)), "小标宋", place)
        off = [row for row in title.rows if abs(centre(row) - title.left - AREA_WIDTH / 2) > 0.7]
        if off:
            wanted = f"{title.left + AREA_WIDTH / 2:.1f}±0.7 毫米"
            yield Found(title.page, f"{name}应居中", mm(centre(off[0])), wanted, place_of(*off))


def _rule_27(document: Document, _expected: Expected) -> Iterator[Found]:
    head = read_head(document)
    first = next((title for title in titles(document) if title.page == 1), None)
    if head.kind != "公文" or head.rule is None or first is None:
        return
    gap = first.rows[0].top - head.rule.bottom
    if not TWO_LINES[0] - 0.1 <= gap <= TWO_LINES[1]:
        wanted = f"{TWO_LINES[0]} 至 {TWO_LINES[1]} 毫米"
        yield Found(1, "标题应在红色分隔线下空二行", mm(gap), wanted, place_of(*first.rows))


def _rule_28(document: Document, _expected: Expected) -> Iterator[Found]:
    for title in titles(document):
        if len(title.rows) < 2:
            continue
        widths = [(row.x1 - row.x0) / em(row) for row in title.rows]
        measured = "、".join(f"{width:.1f}" for width in widths) + " 字"
        place, name = place_of(*title.rows), f"标题“{shorten(title.text, 12)}”"
        if min(widths) < 3.6:
            yield Found(title.page, f"{name}有一行不足四字", measured, "每行四字以上", place)
        elif _has_a_waist(widths):
            yield Found(title.page, f"{name}排成了沙漏形，应为梯形或菱形", measured, "梯形或菱形", place)


def _has_a_waist(widths: Sequence[float]) -> bool:
    """Tell whether a line is shorter, by more than half a character, than some line above it and some below it."""
    return any(
        max(widths[:k]) > width + 0.6 and max(widths[k + 1 :]) > width + 0.6
        for k, width in enumerate(widths)
        if 0 < k < len(widths) - 1
    )


def _rule_29(document: Document, _expected: Expected) -> Iterator[Found]:
    for title in titles(document):
        text, at = title.text, 0
        for row, following in pairwise(title.rows):
            at += len(row.text)
            cut = _cut(text, at)
            if cut:
                message = f"标题在“{row.text[-4:]}／{following.text[:4]}”处回行，断开了{cut}"
                yield Found(title.page, message, cut, "词意完整", place_of(row, following))


def _cut(text: str, at: int) -> str:
    """Return what a line end before ``text[at]`` cuts in two: a number, a 《》 that had room on a line, a word; or ''."""
    if re.search(r"\d[.,]?$", text[:at]) and re.match(r"[.,]?\d|[%％‰年月日万亿]", text[at:]):
        return "数字"
    book = next((m for m in re.finditer(r"《[^《》]*》", text) if m.start() < at < m.end()), None)
    if book and len(book[0]) <= _LONGEST_BOOK:
        return f"书名号{book[0]}"
    word = _word_across(text, at)
    return f"词语“{word}”" if word else ""


def _word_across(text: str, at: int) -> str:
    """Return the word of the dictionary that lies across ``text[:at]`` and ``text[at:]``, unless both its parts are words."""
    import rjieba

    start = 0
    for word in rjieba.cut(text, False):
        end = start + len(word)
        if start < at < end:
            parts = (word[: at - start], word[at - start :])
            known = all(len(part) > 1 and rjieba.cut(part, False) == [part] for part in parts)
            return "" if known or not all(map(is_hanzi, word)) else word
        start = end
    return ""


def _rule_30(document: Document, _expected: Expected) -> Iterator[Found]:
    for title in titles(document):
        page = document.pages[title.page - 1]
        addressed = _addressed(document, page, title)
        if addressed is None:
            continue
        place, pitch = place_of(addressed[0]), document.pitch or PITCH
        step = addressed[0].baseline - title.rows[-1].baseline
        if all(abs(step - 2 * line) > 0.3 * line for line in (pitch, PITCH)):
            message = "主送机关应在标题下空一行"
            yield Found(page.number, message, mm(step), f"{2 * pitch:.1f} 毫米（两行）", place)
        if abs(addressed[0].x0 - title.left) > 0.8:
            yield Found(page.number, "主送机关应居左顶格", mm(addressed[0].x0), mm(title.left), place)
        if not addressed[-1].text.endswith("："):
            yield Found(page.number, "主送机关之后应标全角冒号", addressed[-1].text[-1], "：", place_of(addressed[-1]))


def _addressed(document: Document, page: Page, title: Title) -> tuple[Row, ...] | None:
    """Return the lines of the 主送机关 below `title`: flush left, of body size, to the first colon; None without them."""
    rows = [row for row in document.text_rows(page) if row.baseline > title.rows[-1].baseline][:6]
    for k, row in enumerate(rows):
        if (
            row.x0 > title.left + 1.5 * CELL
            or abs(row.size - document.body_size) > 0.6
            or re.search("[。！？；]", row.text)
        ):
            return None
        if row.text.endswith(("：", ":")):
            return tuple(rows[: k + 1])
    return None


def _rule_31(document: Document, _expected: Expected) -> Iterator[Found]:
    head = read_head(document)
    if not head.official or not any(line.page > 1 for line in document.lines):
        return
    if not any(_is_text(document, head, line.row) for line in document.lines if line.page == 1):
        yield Found(1, "公文首页必须显示正文", "首页没有正文", "至少一行正文")


def _is_text(document: Document, head: Head, row: Row) -> bool:
    left = document.left(document.pages[0])
    return row.baseline > head.bottom and not row.text.endswith(("：", ":")) and row.x0 < left + 4 * CELL


def _rule_32(document: Document, _expected: Expected) -> Iterator[Found]:
    for heading in headings(document):
        if _HEADING.match(heading.paragraph.text):
            yield from _wrong_style(heading.paragraph.page, heading.row, heading.level)
    for page in document.pages:
        for row, level in _headings_of_another_size(document, page):
            message = f"标题“{shorten(row.text, 12)}”一般用3号字"
            yield Found(page.number, message, f"{row.size:g} 磅", "15.6 至 16.1 磅", place_of(row))
            yield from _wrong_style(page.number, row, level)


def _wrong_style(page: int, row: Row, level: int) -> Iterator[Found]:
    wanted, found = _LEVELS[level][1], style_of(row, 4)
    if found not in ("", wanted):
        message = f"第{_chinese(level + 1)}层标题“{shorten(row.text, 12)}”一般用{wanted}"
        yield Found(page, message, found, wanted, place_of(row))


def _headings_of_another_size(document: Document, page: Page) -> Iterator[tuple[Row, int]]:
    """Yield the indented lines numbered 一、 or （一） that are not set in the size of the text, and their level."""
    for row in document.text_rows(page):
        level = next((k for k in (0, 1) if _LEVELS[k][0].match(row.text)), None)
        apart = 0.6 <= abs(row.size - document.body_size) <= 6 and not three(row.size)
        if level is not None and apart and abs(row.x0 - document.left(page) - 2 * CELL) < 2:
            yield row, level


def _rule_33(document: Document, _expected: Expected) -> Iterator[Found]:
    for item in _items(document):
        counts: dict[int, int] = {}
        previous: Heading | None = None
        levels = {heading.level for heading in item.headings}
        for heading in item.headings:
            yield from _number_out_of_step(heading, counts.get(heading.level, 0) + 1, item.starts)
            yield from _level_skipped(heading, previous, levels)
            counts = {level: n for level, n in counts.items() if level < heading.level} | {
                heading.level: heading.number
            }
            previous = heading


def _number_out_of_step(heading: Heading, wanted: int, starts: str) -> Iterator[Found]:
    """Yield a number that does not follow, unless a line of the item begins with the missing one unrecognised."""
    page, place = heading.paragraph.page, place_of(heading.row)
    label, missing = _label(heading.level, heading.number), _label(heading.level, wanted)
    if heading.paragraph.text.startswith("("):
        yield Found(page, f"标题{heading.name}的序号应用全角括号", heading.paragraph.text[:3], label, place)
    if heading.number not in (1, wanted) and f"\n{missing}" not in starts:
        yield Found(page, f"标题{heading.name}的序号不连续", label, missing, place)


def _level_skipped(heading: Heading, previous: Heading | None, levels: set[int]) -> Iterator[Found]:
    """Yield a level left out on the way down. Of two levels in all the second is often 1. and not （一）: advice only."""
    if previous and heading.level > previous.level + 1 and heading.number == 1:
        message = f"标题{heading.name}越过了一层，应依次用一、（一）1.（1）"
        label, between = _label(heading.level, 1), _label(previous.level + 1, 1)
        severity: Severity | None = "advice" if levels == {0, 2} else None
        yield Found(heading.paragraph.page, message, label, between, place_of(heading.row), severity)


def _label(level: int, number: int) -> str:
    return _LEVELS[level][2].format(_chinese(number) if level < 2 else number)


@dataclass(frozen=True, slots=True)
class _Item:
    """What stands under one title: its headings, and how its lines begin, each after a line end."""

    headings: list[Heading]
    starts: str


def _items(document: Document) -> list[_Item]:
    """Return what stands under each title; what comes before the first title is an item of its own."""
    begins = [(0, 0.0), *((title.page, title.rows[0].baseline) for title in titles(document))]
    numbered: list[list[Heading]] = [[] for _ in begins]
    starts = [""] * len(begins)
    for heading in headings(document):
        numbered[bisect_right(begins, (heading.paragraph.page, heading.row.baseline)) - 1].append(heading)
    for line in document.lines:
        starts[bisect_right(begins, (line.page, line.row.baseline)) - 1] += f"\n{line.row.text[:6]}"
    return [_Item(*item) for item in zip(numbered, starts, strict=True)]


def _rule_34(document: Document, _expected: Expected) -> Iterator[Found]:
    last = {page.number: rows[-1] for page in document.pages[:-1] if (rows := document.text_rows(page))}
    for heading in headings(document):
        if not heading.alone:
            continue
        line = heading.paragraph.lines[-1]
        if line.row.text.endswith("。"):
            yield Found(line.page, f"标题{heading.name}独占一行，句末不加句号", "。", "无标点", place_of(line.row))
        if last.get(line.page) is line.row:
            yield Found(
                line.page, f"标题{heading.name}是本页末行，应与下文同页", "末行", "移至下页", place_of(line.row)
            )


def _rule_81(document: Document, expected: Expected) -> Iterator[Found]:
    listed, items = contents(document), titles(document)
    known: dict[str, list[Title]] = {}
    for title in reversed(items):
        known.setdefault(bare_title(title.text), []).append(title)  # two of the same name: the first is taken first
    meant = set(map(bare_title, expected.titles))
    matched = [next((name for name in entry.names if name in known or name in meant), "") for entry in listed]
    if sum(map(bool, matched)) * 2 < len(listed):
        return  # not a list of these titles
    for entry, name in zip(listed, matched, strict=True):
        alike = known.get(name, [])
        if alike or not name:  # else it is a title, though one that cannot be told from other centred lines
            yield from _wrong_entry(document, entry, alike.pop() if len(alike) > 1 else next(iter(alike), None))
    for title in items:
        if listed and bare_title(title.text) not in matched and not _is_attached(document, title):
            place = place_of(*title.rows)
            yield Found(title.page, f"标题“{shorten(title.text, 16)}”不在目录中", "缺", "列入目录", place)


def _wrong_entry(document: Document, entry: Listed, title: Title | None) -> Iterator[Found]:
    name, place = f"“{shorten(entry.text, 16)}”", place_of(entry.row)
    if title is None:
        yield Found(entry.page, f"目录中的{name}与正文各标题都不相同", entry.text, "与正文标题一致", place)
        return
    number = _printed_number(document, document.pages[title.page - 1])
    if number != entry.target:
        yield Found(entry.page, f"目录中{name}的页码不对", str(entry.target), str(number), place)


def _is_attached(document: Document, title: Title) -> bool:
    """Tell whether `title` is that of a 附件, which the contents need not list."""
    rows = [row for row in document.text_rows(document.pages[title.page - 1]) if row.baseline < title.rows[0].baseline]
    return bool(rows) and ATTACHMENT_LABEL.fullmatch(rows[-1].text) is not None


def _printed_number(document: Document, page: Page) -> int:
    """Return the number printed on `page`, or its place in the file where none is printed."""
    row = document.page_number(page)
    digits = re.search(r"\d+", row.text) if row else None
    return int(digits[0]) if digits else page.number


RULES: tuple[Rule, ...] = (
    Rule(26, "GB/T 9704-2012 7.3.1", "一般", "标题：2号小标宋，居中", _rule_26),
    Rule(27, "GB/T 9704-2012 7.3.1", "规定", "标题在红色分隔线下空二行", _rule_27),
    Rule(28, "GB/T 9704-2012 7.3.1", "一般", "标题各行排成梯形或菱形", _rule_28),
    Rule(29, "GB/T 9704-2012 7.3.1", "实务", "标题回行不断开词语、数字和书名号", _rule_29),
    Rule(30, "GB/T 9704-2012 7.3.2", "规定", "主送机关：标题下空一行，顶格，句末全角冒号", _rule_30),
    Rule(31, "GB/T 9704-2012 7.3.3", "规定", "首页必须显示正文", _rule_31),
    Rule(32, "GB/T 9704-2012 7.3.3", "一般", "各层标题的字体：黑体、楷体、仿宋、仿宋", _rule_32),
    Rule(33, "GB/T 9704-2012 7.3.3", "规定", "标题序号连续、不越层，括号全角", _rule_33),
    Rule(34, "GB/T 9704-2012 7.3.3", "实务", "独占一行的标题不加句号，不居页末", _rule_34),
    *closing.RULES,
    Rule(81, "简报实务", "规定", "目录与各篇标题、页码一致", _rule_81),
)
"""What is held against titles, text and contents, and against what follows the text."""
