"""Words: what stands twice, confusions of characters, words that fit together badly, forms that are out of use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bulletin.desk.gates.rule import Draft, GateRule, Sighting
from bulletin.desk.gates.wording.patterns import pattern_rule
from bulletin.desk.gates.wording.running import running
from bulletin.desk.gates.wording.spared import spared
from bulletin.settings import Settings

_LEAST_TWICE = 15


def _repeated(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """The same long sentence twice: what a merge leaves when two items tell the same."""
    seen: set[str] = set()
    for match in re.finditer(rf"[^。！？\n]{{{_LEAST_TWICE},}}[。！？]?", running(draft.text)):
        if match[0] in seen:
            yield Sighting(*match.span(), "与前文重复")
        seen.add(match[0])


_TWICE = re.compile(r"([\u4e00-\u9fff]{1,6})\1")
_NEVER_TWICE = frozenset("的和与及在了被把将对从向为是由等并而")
_MAY_REPEAT = re.compile("[一二两三四五六七八九十百千万几半每各逐很多好非常不大小早慢快点滴如何你我他它谁啊哈]")
_NOUN_AND_VERB = frozenset(("规定", "决定", "要求", "计划", "通知", "报告", "建议", "工作"))
"""Words that are both: 本规定规定, 该计划计划."""
_AROUND = 8


def _word_twice(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """The same word of the dictionary twice in a row (首次首次, 的的); 一步一步, 讨论讨论 are not seen."""
    text = spared(draft.text, settings)
    for match in _TWICE.finditer(text):
        start, end = match.span()
        if _stands_twice(text, start, end, match[1]):
            yield Sighting(start, end, f"“{match[1]}”重复", match[1])


def _stands_twice(text: str, start: int, end: int, word: str) -> bool:
    """Tell whether `word` is cut as the same word twice at ``start:end``, in a way nobody writes on purpose."""
    is_telling = len(word) > 1 and word not in _NOUN_AND_VERB and not _MAY_REPEAT.search(word)
    if word in _NEVER_TWICE or is_telling:
        pieces = _words_around(text, start, end)
        middle = start + len(word)
        alone = [piece for piece in pieces if piece[0] < end and piece[1] > start]
        return [one[:2] for one in alone] == [(start, middle), (middle, end)] and not _is_verb(alone[0][2], word)
    return False


def _is_verb(tag: str, word: str) -> bool:
    return len(word) > 1 and tag.startswith("v") and not tag.startswith("vn")


def _words_around(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Return the words of rjieba's dictionary about ``start:end`` as (start, end, tag)."""
    import rjieba

    at = max(0, start - _AROUND)
    pieces = []
    for word, tag in rjieba.tag(text[at : end + _AROUND], False):
        pieces.append((at, at + len(word), tag))
        at += len(word)
    return pieces


@cache
def _pairs(name: str) -> dict[str, dict[str, str]]:
    """Return a file of this package, ``wrong<TAB>right`` a line, by the first two characters of what is wrong."""
    pairs: dict[str, dict[str, str]] = {}
    for line in (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            wrong, right = line.split("\t")
            pairs.setdefault(wrong[:2], {})[wrong] = right
    return pairs


@cache
def _beginnings(name: str) -> re.Pattern[str]:
    """Return a pattern that leaves few places of a text to be looked up in `_pairs`."""
    first, second = ("".join(sorted({one[at] for one in _pairs(name)})) for at in (0, 1))
    return re.compile(f"[{first}](?=[{second}])")


def _listed(text: str, name: str) -> Iterator[tuple[int, int, str]]:
    """Yield where an entry of a list stands in `text` as words of its own, and what should stand there."""
    pairs = _pairs(name)
    for match in _beginnings(name).finditer(text):
        start = match.start()
        for wrong, right in pairs.get(text[start : start + 2], {}).items():
            if text.startswith(wrong, start) and _whole_words(text, start, start + len(wrong)):
                yield start, start + len(wrong), right


def _whole_words(text: str, start: int, end: int) -> bool:
    """Tell whether no word of the dictionary reaches over either end of ``start:end``: not 按装 in 按装配式."""
    return not any(left < start < right or left < end < right for left, right, _ in _words_around(text, start, end))


def confusions(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where a word of ``confusions.tsv`` stands in `text`, which is wrong anywhere, and the right one."""
    return _listed(text, "confusions.tsv")


def _confusion(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    for start, end, right in confusions(spared(draft.text, settings)):
        yield Sighting(start, end, f"“{draft.text[start:end]}”疑为“{right}”之误", right)


def _variant(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """Word forms the standard does not recommend (GF 1001—2001 第一批异形词整理表) or offices have given up."""
    for start, end, right in _listed(spared(draft.text, settings), "variants.tsv"):
        yield Sighting(start, end, f"推荐写作“{right}”", right)


_TIME = r"(?=\d|目前|今年|去年|本月|上月|昨|[一二三四五六七八九十〇]{1,4}[年月])"
_TIMES_SPENT = "春节|国庆|元旦|中秋|端午|清明|假期|假日|周末|暑假|寒假|童年|晚年|一生|时光|岁月|新年|佳节|节日"
_OVERCOME = "难关|危机|险滩|长江|黄河|江河|海峡|困境"
RULES = (
    GateRule("wording.repeated", "wording", "warning", _repeated, "整句重复"),
    GateRule("wording.word_twice", "wording", "warning", _word_twice, "词语重复"),
    GateRule("wording.confusion", "wording", "warning", _confusion, "常见错写"),
    GateRule("wording.variant", "wording", "advice", _variant, "不推荐的异形词"),
    # 截至 goes with a time that follows, 截止 ends a sentence.
    pattern_rule(
        "until",
        "warning",
        rf"(?:^|(?<=[，。；：（\s]))截止(?:到|至)?{_TIME}",
        "后面跟时间，应为“截至”",
        lambda match: "截至",
    ),
    # 度 is said of time, 渡 of water and what is like it.
    pattern_rule(
        "pass_through",
        "warning",
        rf"渡过了?(?=[\u4e00-\u9fff“]{{0,6}}?(?:{_TIMES_SPENT}))|度过了?(?=[\u4e00-\u9fff]{{0,3}}?(?:{_OVERCOME}))",
        "时间用“度过”，难关、江河用“渡过”",
        lambda match: match[0].translate(str.maketrans("渡度", "度渡")),
    ),
    pattern_rule(
        "reflect",
        "warning",
        "(?<!化学)反应(?=情况|问题|意见|诉求|社情民意|[了出]?群众的?(?:意见|诉求|呼声))",
        "向上说明应为“反映”",
        lambda match: "反映",
    ),
    pattern_rule(
        "organ_of_power",
        "warning",
        "(?:国家|最高|立法)权利机关|权利寻租|(?:公|行政)权利(?=运行|清单|机关)|权利清单和责任清单",
        "此处应为“权力”",
        lambda match: match[0].replace("权利", "权力"),
    ),
    # A verb that has its object within, or a word said twice with another.
    pattern_rule(
        "redundant",
        "advice",
        "涉及到|凯旋归来|切忌不要|切勿不要|目前当前|当前目前|首次第一|亲眼目睹|免费赠送|出乎意料之外|被[^，。]{0,6}所困扰",
        "前后重复，可以删去一处",
    ),
)
