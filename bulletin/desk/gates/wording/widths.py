"""Half and full width: marks between Chinese are full, figures and letters half; no spaces within Chinese words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from bulletin.desk.gates.rule import Draft, GateRule, Sighting, place
from bulletin.settings import Settings

_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）", ".": "。"}
_HANZI = r"\u4e00-\u9fff"
_HALF = re.compile(
    rf"[,;:?!.()](?:(?<=[{_HANZI}”》）%][,;:?!])(?=[{_HANZI}“《（]|[0-9]+(?![0-9]*[:.,][0-9])|\s*$)"
    rf"|(?<=[{_HANZI}]\.)(?=[{_HANZI}]|\s*$)|(?<=[{_HANZI}”》]\()(?=[^()\n]*[{_HANZI}])|(?<=[{_HANZI}”》]\)))",
    re.MULTILINE,
)
_FAMILIES = (",;:?!.", "()")
_FIRST_PLACES = 3
_STRAIGHT = re.compile(rf'(?<=[{_HANZI}])"|"(?=[{_HANZI}])')


def _written_full(text: str, family: str) -> bool:
    return any(_FULL[mark] in text for mark in family if mark != ".")


def _half_width(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """Marks between Chinese characters are full width, one cell each (GB/T 15834—2011 5.1.1, 5.1.2): one that differs from its neighbours.

    Straight quotation marks are wrong wherever they stand beside Chinese.
    """
    for match in _HALF.finditer(draft.text):
        family = next(family for family in _FAMILIES if match[0] in family)
        if match[0] == "." or _written_full(draft.text, family):
            right = "" if _is_inner_point(draft.text, match) else _FULL[match[0]]
            yield _shown(draft.text, match, "汉字之间用了半角标点，应为全角", right)
    for match in _STRAIGHT.finditer(draft.text):
        yield _shown(draft.text, match, "汉字旁用了直引号，应为“”")


def _is_inner_point(text: str, match: re.Match[str]) -> bool:
    """Tell whether a point stands within a line: it may be meant for 。 or for the · of a foreign name."""
    return match[0] == "." and not re.match(r"\s*$", text[match.end() : match.end() + 2])


def _half_throughout(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """A text whose marks are half width throughout comes from a web page or a program: one hint for the whole, with the
    first places; all of them are replaced at once, so they are answered at once."""
    half = [family for family in _FAMILIES if not _written_full(draft.text, family)]
    found = [match for match in _HALF.finditer(draft.text) if match[0] != "." and any(match[0] in one for one in half)]
    if found:
        marks = " ".join(dict.fromkeys(match[0] for match in found))
        first = "、".join(dict.fromkeys(place(draft.text, match.start()) for match in found[:_FIRST_PLACES]))
        rest = "等" if len(found) > _FIRST_PLACES else ""
        words = f"全文的 {marks} 都是半角，共{len(found)}处（{first}{rest}），请一次替换为全角"
        yield _shown(draft.text, found[0], words, _FULL[found[0][0]])


def _shown(text: str, match: re.Match[str], message: str, suggestion: str = "") -> Sighting:
    """Return a sighting of a mark with a word on each side, so that an answer covers this one only."""
    left = max(text.rfind("\n", 0, match.start()) + 1, match.start() - 4)
    ending = text.find("\n", match.end())
    right = min(len(text) if ending < 0 else ending, match.end() + 4)
    offered = text[left : match.start()] + suggestion + text[match.end() : right] if suggestion else ""
    return Sighting(left, right, message, offered)


_FULL_WORDS = re.compile("[０-９Ａ-Ｚａ-ｚ]+(?:[．，][０-９]+)*[％]?")


def _full_width(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """Arabic figures and letters are half width (GB/T 15835—2011 5.1.7)."""
    for match in _FULL_WORDS.finditer(draft.text):
        right = unicodedata.normalize("NFKC", match[0])
        yield Sighting(*match.span(), "数字、字母用了全角，应为半角", right)


_SPACE = re.compile(rf"(?<=[{_HANZI}])[ \u3000]+(?=[{_HANZI}])")
_SPACE_AT_MARK = re.compile(
    rf"(?<=[{_HANZI}])[ \u3000]+(?=[，。；：、！？）》”])|(?<=[，。；：、！？（《“])[ \u3000]+(?=[{_HANZI}])"
)
_REACH = 4


def _space(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """A space that parts a word of the dictionary, or stands beside a mark, is a slip; others may part names."""
    for match in _SPACE.finditer(draft.text):
        if _parts_a_word(draft.text, match):
            yield _shown(draft.text, match, "词语中间有空格，应删去")
    for match in _SPACE_AT_MARK.finditer(draft.text):
        yield _shown(draft.text, match, "标点旁有空格，应删去")


def _parts_a_word(text: str, space: re.Match[str]) -> bool:
    """Tell whether a word of rjieba's dictionary reaches over the space: 完 成, not 张 三 or 总 则."""
    import rjieba

    before = re.sub(rf"^.*[^{_HANZI}]", "", text[max(0, space.start() - _REACH) : space.start()], flags=re.DOTALL)
    after = re.sub(rf"[^{_HANZI}].*$", "", text[space.end() : space.end() + _REACH], flags=re.DOTALL)
    if len(before) == len(after) == 1:
        return False
    end = 0
    for word, tag in rjieba.tag(before + after, False):
        start, end = end, end + len(word)
        if start < len(before) < end:
            return not tag.startswith("nr")
    return False


RULES = (
    GateRule("wording.half_width", "wording", "error", _half_width, "半角标点与全文不一致"),
    GateRule("wording.half_throughout", "wording", "advice", _half_throughout, "全文用半角标点"),
    GateRule("wording.full_width", "wording", "warning", _full_width, "全角数字、字母"),
    GateRule("wording.space", "wording", "warning", _space, "词中或标点旁的空格"),
)
