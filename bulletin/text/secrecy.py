"""Secrecy marks (密级标志): lines and file names that say a text is classified.

涉密不上网: such material is handled elsewhere. A mark stands by itself (GB/T 9704 7.2.1–7.2.3: copy number, level with
its term, urgency); prose that speaks of secrecy is none.
"""

from __future__ import annotations

import re
import unicodedata

SECRECY_LEVELS = ("绝密", "机密", "秘密")
"""The levels, highest first (保守国家秘密法)."""

_FOLDED = str.maketrans(
    {
        "機": "机",
        "絕": "绝",
        "絶": "绝",
        "祕": "秘",
        "宻": "密",
        "㝥": "密",
        "㊙": "秘密",
        "級": "级",
        "長": "长",
        "個": "个",
    }
)
"""Other forms of the characters of a mark; NFKC folds the rest (full width, circled, compatibility forms)."""
_BLANK = re.compile("[\u115f\u1160\u2800\u3164]")
"""Letters and signs that show nothing."""
_STAR_SIGNS = "★☆*⭐🌟✦✧✩✪✫✬✭✮✯✰✱✲✳✴✵✶✷✸✹✺⋆⁎⁑∗※＊﹡"
_OPEN, _CLOSE = r"[【\[(〔〖{]", r"[】\])〕〗}]"
_STARS = "[★☆*⭐🌟✦✧✩✪✫✬✭✮✯✰⋆∗]"
_LEVEL = rf"(?:{'|'.join(SECRECY_LEVELS)})"
_NUMERAL = "[一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾]"
_TERM = rf"(?:(?:\d{{1,3}}|{_NUMERAL}{{1,3}})(?:年|个月|月|日|天)|长期)"
_URGENCY = "(?:特急|加急|急件|特提|平急)"
_COPY = r"(?:(?:份号:?|No\.?:?)?\d{1,8})"
_THING = "(?:文件|材料|信息|资料|内容)"
_LEVEL_MARK = rf"{_LEVEL}(?:级|件)?{_THING}?"
_LABEL = r"(?:[^\W\d_]{1,6}:)?"
_MARK = re.compile(
    rf"{_LABEL}(?:{_COPY}|{_URGENCY}!?|{_STARS}){{0,3}}{_OPEN}?{_STARS}?(?:密级[:=]?)?{_OPEN}?{_STARS}?"
    rf"(?:{_LEVEL_MARK}{_CLOSE}?(?:{_STARS}.*|,?{_OPEN}?(?:(?:保密期限:?)?{_TERM})?{_CLOSE}?{_URGENCY}?)"
    rf"|涉密{_THING}?(?:[:,].*)?){_CLOSE}?!{{0,3}}"
)
"""A level by itself, or behind a short word and a colon (``注意：机密``)."""
_SIGN = r"[^\w\s]"
_ALTERED_LEVEL = rf"[绝机秘几肌叽杌泌必]{_SIGN}{{0,2}}[密蜜宓谧嘧泌]"
_DISGUISED = re.compile(
    rf"(?:\({_NUMERAL}{{1,3}}\)|\(?\d{{1,3}}[).、]|{_NUMERAL}{{1,3}}[、.,]|第{_NUMERAL}{{1,3}}[条项款]|{_COPY}|{_URGENCY}){{0,3}}{_SIGN}{{0,2}}"
    rf"(?:{_LEVEL}(?:级|件)?(?:{_SIGN}|[xX]){{1,4}}{_TERM}|{_ALTERED_LEVEL}(?:级|件)?{_CLOSE}?[{_STAR_SIGNS}]{{1,3}}{_OPEN}?{_TERM}"
    rf"|{_LEVEL}(?:级|件)?(?:{_TERM}|{_URGENCY}))(?:{_CLOSE}|》)?{_URGENCY}?"
)
"""A level with its term behind a number, with any sign for the star, or with a character replaced by one like it."""
_BRACKETED = re.compile(
    rf"{_OPEN}{_STARS}?(?:密级:?)?(?:{_LEVEL_MARK}(?:{_STARS}[^】\])〕〗}}]{{0,12}}|{_TERM})?{_URGENCY}?|涉密{_THING}?){_CLOSE}"
)
_STATED = re.compile(rf"密 ?级(?: ?[:=] ?| )(?:{'|'.join(map(' ?'.join, (*SECRECY_LEVELS, '涉密')))})")
_IN_A_NAME = re.compile(
    rf"{_LEVEL}(?:级|件)?[{_STAR_SIGNS}]|^[「『“‘\"']{_LEVEL_MARK}{_TERM}?[」』”’\"']|[「『“‘\"']{_LEVEL_MARK}{_TERM}?[」』”’\"']$"
)
"""In the name of a file: a level with a star anywhere, a level in quotation marks as its first or last word."""
_DRESS_BEFORE = re.compile(r"[^\w【\[(〔〖{《]*")
_DRESS_AFTER = re.compile(r"[^\w】\])〕〗}》。!?;:,、.]*")
"""Quotation marks, bullets and rules around a line; a book title and the end of a sentence are none."""
_BAR = re.compile(r"[|｜\t]")
_JOINTS = re.compile(r"[\s_\-—–.,，、:;!=+~]+")
_HINTS = frozenset(f"密宻㝥㊙{_STAR_SIGNS}")


def is_marked(line: str) -> bool:
    """Tell whether a line marks what it stands on as classified: ``秘密★1年``, ``机密 特急``, ``密 级：绝密``, ``涉密材料``.

    So does one that dresses the mark up: behind a number (``（一）秘密★1年``), in quotation marks, with another sign for the
    star, with a character written otherwise or replaced. A bracketed level that opens the line is a mark whatever follows
    (``【机密】关于…``); in a row of a table each cell is a line, and the row without its bars (``| 密级 | 机密 |``). Linear in
    the length of `line`.
    """
    if not may_be_marked(line):
        return False
    cells = _BAR.split(line)
    return any(map(_marks, cells)) or (len(cells) > 1 and _marks(" ".join(cell for cell in cells if cell.strip())))


def may_be_marked(text: str) -> bool:
    """Tell whether a character stands in the text without which no line of it is marked: a quick look before a slow one."""
    return not _HINTS.isdisjoint(text)


def _marks(line: str) -> bool:
    spaced = re.sub(r"\s+", " ", _folded(line))
    bare = spaced.replace(" ", "")
    undressed = _DRESS_AFTER.sub("", _DRESS_BEFORE.sub("", bare, count=1)[::-1], count=1)[::-1]
    return bool(
        _MARK.fullmatch(bare)
        or _MARK.fullmatch(undressed)
        or _DISGUISED.fullmatch(undressed)
        or _BRACKETED.match(bare)
        or _STATED.search(spaced)
    )


def _folded(text: str) -> str:
    """Return the text in one form of each character, without what shows nothing: the same mark is the same text."""
    folded = _BLANK.sub(" ", unicodedata.normalize("NFKC", text.translate(_FOLDED))).translate(_FOLDED)
    return "".join(
        char for char in folded if unicodedata.category(char) not in ("Cf", "Cc", "Mn", "Me") or char.isspace()
    )


def is_marked_name(name: str) -> bool:
    """Tell whether the name of a file or directory carries a mark: alone, as its first or last word, or in brackets."""
    return any(_carries_mark(text) for text in (name, name.rpartition(".")[0]))


def _carries_mark(name: str) -> bool:
    folded = _folded(name)
    words = [word for word in _JOINTS.split(folded) if word and not word.isdecimal()]
    bare = re.sub(r"\s", "", folded)
    in_name = _BRACKETED.search(bare) or _IN_A_NAME.search(bare)
    return is_marked(name) or in_name is not None or any(map(is_marked, (*words[:1], *words[-1:])))
