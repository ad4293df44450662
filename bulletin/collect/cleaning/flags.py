"""What of a clean text needs a person's eye and is not changed: mojibake, private-use characters, half and full width."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin.model import Flag
from bulletin.text import shorten
from bulletin.text.mojibake import judge_mojibake

_MOJIBAKE = "疑似乱码（可能性{percent}%），请向报送单位核对原文后改正或删去，程序不作修复"
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]+")
_PRIVATE_NOTE = "自造字或符号字体的字符（{codes}），换一台机器会显示成别的，请对照原文改成通用字"
_HANZI = "\u3400-\u9fff"
_HALF = re.compile(rf"(?<=[{_HANZI}”’》）])[,;:?!](?=[{_HANZI}“‘《（\s]|$)|\((?=[{_HANZI}])|(?<=[{_HANZI}])\)")
_FULL = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff05\uff0e]+")
_MOST_PLACES, _SHOWN_CODES = 20, 4


def flags_of(text: str) -> tuple[Flag, ...]:
    """Return the flags of a clean text: each stretch of mojibake with its probability, each of private-use characters
    (the first twenty), and one for all half-width marks and one for all full-width letters and figures."""
    return (*_mojibake(text), *_private(text), *_width(text))


def _mojibake(text: str) -> Iterator[Flag]:
    for one in judge_mojibake(text):
        note = _MOJIBAKE.format(percent=round(one.probability * 100))
        yield Flag("mojibake", one.start, one.end, shorten(text[one.start : one.end], 40), note, one.probability)


def _private(text: str) -> Iterator[Flag]:
    for match, _ in zip(_PRIVATE.finditer(text), range(_MOST_PLACES), strict=False):
        codes = " ".join(f"U+{ord(char):04X}" for char in match.group()[:_SHOWN_CODES])
        yield Flag("private", *match.span(), match.group()[:_SHOWN_CODES], _PRIVATE_NOTE.format(codes=codes))


def _width(text: str) -> Iterator[Flag]:
    """Yield a flag at the first place of either sort, with how many there are."""
    for pattern, noun in ((_HALF, "汉字间的半角标点"), (_FULL, "全角数字、字母")):
        first = pattern.search(text)
        if first:
            count = sum(1 for _ in pattern.finditer(text, first.start()))
            note = f"{noun}{count}处，此为第一处；正文未作改动，请在编稿时统一"
            yield Flag("width", *first.span(), shorten(text[max(0, first.start() - 6) : first.end() + 6], 40), note)
