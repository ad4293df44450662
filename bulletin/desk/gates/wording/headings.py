"""Numbers of headings (GB/T 9704—2012 7.3.3: 一、（一）1.（1）) and of points within a paragraph (一是…二是…)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin.desk.gates.rule import Draft, GateRule, Sighting
from bulletin.desk.gates.wording.running import running
from bulletin.settings import Settings

_DIGITS = "零一二三四五六七八九"
_NUMERAL = "[一二三四五六七八九十]{1,3}"
_LEVELS = (
    re.compile(rf"[ \u3000]*({_NUMERAL})(、|，|,|\.|．)(?=[\u4e00-\u9fff“《])"),
    re.compile(rf"[ \u3000]*[（(]({_NUMERAL})[）)]([、，,.．]?)"),
    re.compile(r"[ \u3000]*(\d{1,2})(\.|．|、|，)(?!\d)"),
    re.compile(r"[ \u3000]*[（(](\d{1,2})[）)]([、，,.．]?)"),
)
_RIGHT = ("、", "", ".", "")
_AFTER = 4
_FORMS = ("一、", "（一）", "1.", "（1）")


def _numbers(text: str) -> Iterator[tuple[int, int, re.Match[str]]]:
    """Yield for each numbered paragraph of the running text its level (0 to 3), its number and the match."""
    start, text = 0, running(text)
    for paragraph in text.split("\n"):
        for level, pattern in enumerate(_LEVELS):
            if match := pattern.match(text, start, start + len(paragraph)):
                yield level, _value(match[1]), match
                break
        start += len(paragraph) + 1


def _value(numeral: str) -> int:
    """Return the number written in Arabic figures or as 一 … 九十九."""
    if numeral.isdecimal():
        return int(numeral)
    if "十" not in numeral:
        return _DIGITS.find(numeral)
    tens, _, units = numeral.partition("十")
    return 10 * (_DIGITS.find(tens) if tens else 1) + (_DIGITS.find(units) if units else 0)


def _heading_mark(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """Behind the number stands 、 on the first level, a point on the third, nothing behind brackets.

    A number that stands alone is no heading.
    """
    numbered = list(_numbers(draft.text))
    for level, _, match in numbered if len(numbered) > 1 else ():
        if match[2] not in (_RIGHT[level], _RIGHT[level].replace(".", "．")):
            right = match[0].strip()[: len(match[0].strip()) - len(match[2])] + _RIGHT[level]
            after = draft.text[match.end() : match.end() + _AFTER].partition("\n")[0]
            words = f"层次序数应写作“{_FORMS[level]}”的样子"
            yield Sighting(match.start(), match.end() + len(after), words, right + after)


def _heading_order(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """Numbers of a level follow one another; a higher level begins the lower ones anew, with 1."""
    last = [0, 0, 0, 0]
    for level, number, match in _numbers(draft.text):
        is_begun = any(last[: level + 1])
        if is_begun and number not in (1, last[level] + 1):
            after = draft.text[match.end() : match.end() + _AFTER].partition("\n")[0]
            words = f"序号不连续：这里是第{number}，应是第{last[level] + 1}"
            yield Sighting(match.start(), match.end() + len(after), words)
        last[level] = number
        last[level + 1 :] = [0] * (len(last) - level - 1)


def _ordinal_mark(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """Behind 第一, 其一 stands a comma, not the pause mark of 一、 (GB/T 15834—2011 4.4)."""
    for match in re.finditer(rf"(?:^|(?<=[。；：\n]))[第其]{_NUMERAL}、(?![第一二三四五六七八九十])", draft.text):
        yield Sighting(*match.span(), "“第一”“其一”后面用逗号", match[0][:-1] + "，")


_POINT = re.compile(rf"(?:^|(?<=[，。；：、,;:\s]))({_NUMERAL})(?:是|要)(?=[^，。；：、\s])")


def _points(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """一是…二是…三是… follow one another; one that begins anew with 一 is another list."""
    last = ""
    for match in _POINT.finditer(draft.text):
        kind, number = match[0][-1], _value(match[1])
        if last and last[-1] == kind and number not in (1, _value(last[:-1]) + 1):
            yield Sighting(match.start(), match.end() + 1, f"序数不连续：前面是“{last}”，这里是“{match[0]}”")
        last = match[0]


RULES = (
    GateRule("wording.heading_mark", "wording", "warning", _heading_mark, "层次序数的写法"),
    GateRule("wording.heading_order", "wording", "warning", _heading_order, "层次序数不连续"),
    GateRule("wording.ordinal_mark", "wording", "warning", _ordinal_mark, "“第一”后用顿号"),
    GateRule("wording.points", "wording", "warning", _points, "一是、二是不连续"),
)
