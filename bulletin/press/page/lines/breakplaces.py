"""Where a line may end: what each break costs, from free to forbidden.

Sources: GB/T 15834-2011 5.1 (positions of marks), GB/T 15835-2011 (one number, one line), W3C CLREQ (level GB, and
strict for —— and ……). 连接号 and 间隔号 stand neither first nor last here: the standard forbids only the first, but a
range or a name parted after its joint reads no better.
"""

from __future__ import annotations

import re
from math import inf

CALL = "\ufdd0"
"""Stands for the call of a footnote: no character of any text. It stays with what it follows."""

NEVER_FIRST = frozenset("。，、；：？！”’）》〉」』】〕］｝〗…%‰℃°—～~·/／．々,.;:?!)]}％－" + CALL)
"""Marks that may not start a line (GB/T 15834 5.1.1–5.1.9; CLREQ level GB, and strict for —— and ……)."""
NEVER_LAST = frozenset("“‘（《〈「『【〔［｛〖¥￥$＄№/([{")
"""Marks that may not end a line (GB/T 15834 5.1.3, 5.1.9)."""

_JOINTS = "～~·－–-‐‑/／"
JOINT = re.compile(f"[{re.escape(_JOINTS)}]|(?<!—)—(?!—)")
"""连接号 (a dash only when single), 间隔号, 分隔号: neither first nor last, and the gaps beside them do not open."""

LONGEST_WORD = 24
"""Characters of a word or number that are kept together; a longer one is cut rather than set far too loose."""

_CUT_WORD = 60.0  # what cutting a word too long for its line costs: as much as gaps of 77/1000 em
_CUT_NUMERAL = 25.0  # 二十|三: allowed, but gaps of 50/1000 em are better

_UNITS = (
    "平方公里|平方米|立方米|摄氏度|微克|毫克|公里|公斤|公顷|千米|厘米|毫米|千瓦时|千瓦|兆瓦|人次|小时|分钟|周年|年度|月份|美元|欧元"
    "|个?百分点|个?工作日|个?自然日|个月|热线|专线|(?!至\\d)[\u4e00-\u9fff]"
)
_NUMBER_END = rf"(?:(?<=\d)(?:[余多几]?[十百千万亿]*[余多]?(?:[%‰℃°％]|[A-Za-zμ]{{1,3}}(?![A-Za-z])|{_UNITS})|[％‰℃°]))"
_POINT = r"(?<=\d)．(?=\d)"  # 38．05: a full-width point between digits
_WORD = rf"[¥￥$€£№±+−－]*[A-Za-z0-9０-９](?:[!-~０-９]|{_POINT})*{_NUMBER_END}?"
_TOGETHER = re.compile(rf"—+|…+|〔\d{{4}}〕第?\d+号?|(?:第(?=\d))?{_WORD}(?:[～—–至](?=[\d¥￥−]){_WORD})*")
_NUMERAL = re.compile("第?[〇零一二三四五六七八九十百千]{2,}|第[一二三四五六七八九十](?=[条款项章节编])")
_NOT_BEFORE = re.compile(rf"[{re.escape(_JOINTS + ''.join(sorted(NEVER_FIRST)))}\s]")
_NOT_AFTER = re.compile(f"[{re.escape(''.join(sorted(NEVER_LAST)))}]|{JOINT.pattern}")


def break_costs(text: str) -> list[float]:
    """Return for each position 0 … len(text) what breaking before it costs: 0 is free, infinity is forbidden.

    A cost is comparable to that of stretching a line: 4 for gaps of 20/1000 em, 100 for gaps of 100/1000 em.
    """
    costs = [0.0] * (len(text) + 1)
    for match in _NUMERAL.finditer(text):
        for k in range(match.start() + 1, match.end()):
            costs[k] = _CUT_NUMERAL
    for match in _TOGETHER.finditer(text):
        start, end = match.span()
        if end - start <= LONGEST_WORD:
            costs[start + 1 : end] = [inf] * (end - start - 1)
        else:
            costs[start + 1 : end] = _long_word_costs(match[0])
    for match in _NOT_BEFORE.finditer(text):
        costs[match.start()] = inf
    for match in _NOT_AFTER.finditer(text):
        costs[match.end()] = inf
    costs[0] = costs[len(text)] = 0.0
    return costs


def _long_word_costs(word: str) -> list[float]:
    """Return the costs within a word too long to be kept together: anywhere but within numbers."""
    if not any(map(str.isalpha, word)):
        return [_CUT_WORD] * (len(word) - 1)
    return [inf if _within_number(word, k) else _CUT_WORD for k in range(1, len(word))]


def _within_number(word: str, k: int) -> bool:
    """Tell whether a cut before ``word[k]`` would part a number, or a number from its sign or unit."""
    number = word[k - 1].isdigit() or word[k - 1] in ".,．"
    return number and (word[k].isdigit() or word[k] in "%,." or not word[k].isascii())
