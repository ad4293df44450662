"""Rules 56–62, 65 and 68: what may stand at the edges of a line, and how wide marks and digits are.

GB/T 15834-2011 《标点符号用法》 5.1, GB/T 15835-2011 《出版物上数字用法》, CLREQ. The marks are listed here after the
standards, not taken from our own line breaker: the checker is to find its faults.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from bulletin.press.check.content import Char
from bulletin.press.check.document import HALF_BLANK, OPENING, Document, Line
from bulletin.press.check.faces import is_latin
from bulletin.press.check.finding import Expected, Found, Place, Rule, place_of
from bulletin.press.check.read import Page, Row
from bulletin.press.geometry import MM
from bulletin.text import is_hanzi

NEVER_FIRST = frozenset("。．，、；：？！”’）》〉」』】〕］｝)]}%％‰℃…—～·・/／々")
NEVER_LAST = frozenset("“‘（《〈「『【〔［｛([{¥￥$＄№/／")
_UNITS = "年月日时分秒万亿元个件人次户家项倍吨亩米级期届号"
_SPLIT_NUMBER = re.compile(r"\d[.,．，]?\|[.．]?\d|\d\|[,，]\d{3}|\d\|[%％‰℃°]")
_SPLIT_UNIT = re.compile(rf"\d\|[{_UNITS}]")
_SQUEEZED, _MARK = 0.75, 1.0  # em: an adjacent pair that takes less than 1.75 together is squeezed
_FULL_WIDTH = "“”‘’—…〔〕"
_NARROW = 0.8  # em
_DIGIT = 0.50  # em


def _starts(document: Document, _: Expected) -> Iterator[Found]:
    """Marks at the start of a line; half of a —— or …… is rule 58's."""
    for before, line in pairwise(document.lines):
        first = line.row.text[0]
        halved = first in "—…" and before.row.text[-1] == first
        if before.goes_on and first in NEVER_FIRST and not halved:
            text = f"{line.name}以“{first}”开头，此标点不应居行首"
            place = place_of(line.row)
            yield Found(line.page, text, first, "不居行首", place, "advice" if first == "…" else None)


def _ends(document: Document, _: Expected) -> Iterator[Found]:
    for line in document.lines:
        last = line.row.text[-1]
        if line.goes_on and last in NEVER_LAST:
            text = f"{line.name}以“{last}”结尾，此标点不应居行末"
            yield Found(line.page, text, last, "不居行末", place_of(line.row))


def _dashes(document: Document, _: Expected) -> Iterator[Found]:
    """—— and …… whole and of two characters; a single — may join numbers, places and times, three in a row nothing."""
    for before, line in pairwise(document.lines):
        first = line.row.text[0]
        if before.goes_on and first in "—…" and before.row.text[-1] == first:
            text = f"{line.name}把“{first * 2}”断在两行"
            yield Found(line.page, text, f"{first}／{first}", first * 2, place_of(line.row))
    for line in document.lines:
        for found in re.finditer(r"—+|…+", line.row.text):
            if _is_odd(found, line, document):
                text = f"{line.name}的“{found[0]}”应为“{found[0][0] * 2}”"
                yield Found(line.page, text, found[0], found[0][0] * 2, place_of(line.row))


def _is_odd(found: re.Match[str], line: Line, document: Document) -> bool:
    """Tell whether a run of dashes or dots has a length that no rule allows, the ends of lines left to the other test."""
    text, run = line.row.text, found[0]
    if found.start() == 0 or found.end() == len(text):
        return False
    around = is_hanzi(text[found.start() - 1]) or is_hanzi(text[found.end()])
    if run[0] == "…":
        return len(run) in (1, 3) and around
    beside_mark = text[found.start() - 1] in "。，、；：！？" or text[found.end()] in "。，、；：！？"
    return len(run) > 2 or (len(run) == 1 and beside_mark)


def _numbers(document: Document, _: Expected) -> Iterator[Found]:
    for before, line in pairwise(document.lines):
        if not before.goes_on:
            continue
        joined = before.row.text[-2:] + "|" + line.row.text[:4]
        shown = before.row.text[-2:] + "／" + line.row.text[:2]
        if _SPLIT_NUMBER.search(joined):
            text = f"{line.name}把一个数断在两行（{shown}）"
            yield Found(line.page, text, shown, "数与其符号同行", place_of(line.row))
        elif _SPLIT_UNIT.search(joined):
            text = f"{line.name}把数与单位断开（{shown}）"
            yield Found(line.page, text, shown, "数与单位同行", place_of(line.row), "advice")


def _orphans(document: Document, _: Expected) -> Iterator[Found]:
    for before, line in pairwise(document.lines):
        characters = sum(char.isalnum() for char in line.row.level_text)
        if before.goes_on and not line.goes_on and characters < 2:
            text = f"段末只有一字（“{line.row.text}”），应避免孤字成行"
            yield Found(line.page, text, f"{characters} 字", "至少 2 字", place_of(line.row))


def _widows(document: Document, _: Expected) -> Iterator[Found]:
    for before, line in pairwise(document.lines):
        if before.goes_on and not line.goes_on and before.page != line.page:
            text = f"{line.name}是上页一段的末行，单独落在本页页首（孤行）"
            yield Found(line.page, text, "1 行", "至少 2 行", place_of(line.row))


def _squeeze(document: Document, _: Expected) -> Iterator[Found]:
    """Where some adjacent marks are squeezed, all are; where none is, the office does not squeeze."""
    pairs = [(page, row, pair) for page, row in _body(document) for pair in _pairs(row)]
    loose = [one for one in pairs if _room(one[2]) > _SQUEEZED]
    if not loose or len(loose) > len(pairs) / 2:
        return
    for page, row, (first, second) in loose:
        text = f"“{first.text}{second.text}”相连未挤压，占 {_room((first, second)) + _MARK:.2f} 字，与他处不一致"
        box = Place(first.x0, row.top, second.x1, row.bottom)
        yield Found(page.number, text, f"{_room((first, second)) + _MARK:.2f} 字", "不超过 1.5 字", box)


def _body(document: Document) -> Iterator[tuple[Page, Row]]:
    for page in document.pages:
        for row in document.body_rows(page):
            yield page, row


def _pairs(row: Row) -> Iterator[tuple[Char, Char]]:
    """Yield closing marks followed by a mark: their blank halves meet."""
    for first, second in pairwise(row.chars):
        if first.text in HALF_BLANK and second.text in HALF_BLANK | OPENING and second.text not in "？！":
            yield first, second


def _room(pair: tuple[Char, Char]) -> float:
    """Return how far the second of two marks stands from the first, em."""
    return (pair[1].x0 - pair[0].x0) * MM / pair[0].size


def _full_width(document: Document, _: Expected) -> Iterator[Found]:
    """Quotes, dashes and 〔〕 beside Chinese characters: one em wide and not from a Latin face."""
    told: set[tuple[int, str, str]] = set()
    for page, row in _body(document):
        for before, char, after in zip((None, *row.chars), row.chars, (*row.chars[1:], None), strict=False):
            if char.text not in _FULL_WIDTH or not (_is_chinese(before) or _is_chinese(after)):
                continue
            width = (char.x1 - char.x0) * MM / char.size
            wrong = width < _NARROW or is_latin(char.font)
            if wrong and (page.number, char.text, char.font) not in told:
                told.add((page.number, char.text, char.font))
                text = f"“{char.text}”用西文字体 {char.font}，占 {width:.2f} 字，应用中文字体、占一字"
                box = Place(char.x0, row.top, char.x1, row.bottom)
                yield Found(page.number, text, f"{width:.2f} 字", "1.00 字", box)


def _is_chinese(char: Char | None) -> bool:
    return char is not None and is_hanzi(char.text[0])


def _digits(document: Document, _: Expected) -> Iterator[Found]:
    """Told once for each font: its digits are as wide everywhere."""
    told: set[str] = set()
    for page, row in _body(document):
        for char in row.chars:
            width = (char.x1 - char.x0) * MM / char.size
            if char.text in "0123456789" and abs(width - _DIGIT) > 0.01 and char.font not in told:
                told.add(char.font)
                text = f"字体 {char.font} 的数字宽 {width:.2f} 字，应为半字（0.50 字）"
                yield Found(
                    page.number, text, f"{width:.3f} 字", "0.50±0.01 字", Place(char.x0, row.top, char.x1, row.bottom)
                )


def _no_lines(document: Document, _: Expected) -> str:
    return "" if any(line.goes_on for line in document.lines) else "没有可辨认的成段正文"


def _no_digits(document: Document, _: Expected) -> str:
    return "" if any(char.text.isdigit() for _page, row in _body(document) for char in row.chars) else "正文没有数字"


RULES: tuple[Rule, ...] = (
    Rule(56, "GB/T 15834-2011 5.1", "规定", "行首不出现点号、后引号、后括号、连接号等", _starts, _no_lines),
    Rule(57, "GB/T 15834-2011 5.1.3、5.1.9", "规定", "行末不出现前引号、前括号、币符等", _ends, _no_lines),
    Rule(58, "GB/T 15834-2011 5.1.4、5.1.5", "规定", "破折号、省略号占两字，不断开", _dashes, _no_lines),
    Rule(59, "GB/T 15835-2011", "规定", "数不断在两行，数与符号、单位不分开", _numbers, _no_lines),
    Rule(60, "CLREQ", "推荐", "段末不留孤字", _orphans, _no_lines),
    Rule(61, "CLREQ", "实务", "页首不留孤行", _widows, _no_lines),
    Rule(62, "CLREQ", "实务", "相连标点挤压一致", _squeeze),
    Rule(65, "GB/T 15834-2011 5.1", "推荐", "引号、破折号、六角括号用中文字体，占一字", _full_width),
    Rule(68, "GB/T 15835-2011", "推荐", "数字占半字", _digits, _no_digits),
)
