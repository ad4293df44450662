"""Phrases: the words of a text, and neighbouring words joined, as names a topic could go by."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin.text.grams import folded

LEAD = 120
"""Characters of the text that are read beside the title: the first sentences say what happened."""
SHORTEST, LONGEST = 2, 8
"""Characters of a phrase."""
_QUOTES = re.compile("[“”‘’「」『』《》〈〉\"']")
_RUN = re.compile("[\u3400-\u9fff0-9a-z·-]+")
_SAYS_SOMETHING = re.compile("[\u3400-\u9fff]|[a-z]{2}")
_FIGURE = re.compile(r"[0-9.%·-]+|[一二三四五六七八九十百千万亿两零〇第年月日时分号个]+")
_LINKS = frozenset(
    (
        *"的了在和与及等对为是将把被从向以其并或于由就也都还已又不没有这那该此各之所至到让使着过上中下内外前后里我你他她它们据称说",
        *("记者", "获悉", "日前", "近日", "今天", "昨天", "今日", "昨日", "关于", "通知", "进行", "开展"),
        *(
            "截至",
            "截止",
            "目前",
            "今年",
            "去年",
            "以来",
            "今年以来",
            "同比",
            "环比",
            "其中",
            "全市",
            "全县",
            "全镇",
            "全省",
            "下一步",
        ),
    )
)
"""Words that join others, or stand in any text of an office: no phrase begins, ends or goes through them."""


def phrases(title: str, text: str) -> list[str]:
    """Return the phrases of a title and of the lead of its text, each once, in the order they stand.

    Of the title up to three neighbouring words are joined, of the lead two; quotation marks do not part words, so
    超强台风“海燕” gives 台风海燕. Figures, dates and words that only join are no part of a phrase.
    """
    found: dict[str, None] = {}
    for source, most in ((title, 3), (text[:LEAD], 2)):
        for words in _runs(source):
            found.update(dict.fromkeys(_joined(words, most)))
    return list(found)


def _runs(text: str) -> Iterator[list[str]]:
    """Yield the words that stand side by side, parted at marks, figures and words that only join.

    The dictionary is rjieba's, with its guesses at unknown words.
    """
    import rjieba

    for run in _RUN.findall(_QUOTES.sub("", folded(text))):
        part: list[str] = []
        for word in rjieba.cut(run):
            if word in _LINKS or _FIGURE.fullmatch(word):
                yield part
                part = []
            else:
                part.append(word)
        yield part


def _joined(words: list[str], most: int) -> Iterator[str]:
    """Yield the words of two characters and more, and up to `most` neighbours joined."""
    for start in range(len(words)):
        phrase = ""
        for word in words[start : start + most]:
            phrase += word
            if len(phrase) > LONGEST:
                break
            if len(phrase) >= SHORTEST and _SAYS_SOMETHING.search(phrase):
                yield phrase
