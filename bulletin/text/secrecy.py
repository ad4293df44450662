"""Secrecy marks (密级标志): lines and file names that say a text is classified.

涉密不上网: such material is handled elsewhere. A mark stands by itself (GB/T 9704 7.2.1–7.2.3: copy number, level with
its term, urgency); prose that speaks of secrecy is none.
"""

from __future__ import annotations

import re
import unicodedata

SECRECY_LEVELS = ("绝密", "机密", "秘密")
"""The levels, highest first (保守国家秘密法)."""

_FOLDED = str.maketrans({"機": "机", "絕": "绝", "絶": "绝", "祕": "秘", "㊙": "秘密"})
_OPEN, _CLOSE = r"[【\[(〔〖{]", r"[】\])〕〗}]"
_STARS = "[★☆*]"
_LEVEL = rf"(?:{'|'.join(SECRECY_LEVELS)})"
_TERM = r"(?:(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:年|个月|月|日|天)|长期)"
_URGENCY = "(?:特急|加急|急件|特提|平急)"
_COPY = r"(?:(?:份号:?|No\.?:?)?\d{1,8})"
_THING = "(?:文件|材料|信息|资料|内容)"
_LEVEL_MARK = rf"{_LEVEL}(?:级|件)?{_THING}?"
_MARK = re.compile(
    rf"(?:{_COPY}|{_URGENCY}|{_STARS}){{0,3}}{_OPEN}?{_STARS}?(?:密级:?)?"
    rf"(?:{_LEVEL_MARK}{_CLOSE}?(?:{_STARS}.*|{_OPEN}?{_TERM}?{_CLOSE}?{_URGENCY}?)|涉密{_THING}?(?:[:,].*)?){_CLOSE}?"
)
_BRACKETED = re.compile(
    rf"{_OPEN}{_STARS}?(?:密级:?)?(?:{_LEVEL_MARK}(?:{_STARS}[^】\])〕〗}}]{{0,12}}|{_TERM})?{_URGENCY}?|涉密{_THING}?){_CLOSE}"
)
_STATED = re.compile(rf"密 ?级(?: ?: ?| )(?:{'|'.join(map(' ?'.join, (*SECRECY_LEVELS, '涉密')))})")
_BAR = re.compile(r"[|｜\t]")
_JOINTS = re.compile(r"[\s_\-—–.,，、]+")


def is_marked(line: str) -> bool:
    """Tell whether a line marks what it stands on as classified: ``秘密★1年``, ``机密 特急``, ``密 级：绝密``, ``涉密材料``.

    A bracketed level that opens the line is a mark whatever follows (``【机密】关于…``); in a row of a table each cell is
    a line, and the row without its bars (``| 密级 | 机密 |``). Linear in the length of `line`.
    """
    if "密" not in line and "㊙" not in line:
        return False
    cells = _BAR.split(line)
    return any(map(_marks, cells)) or (len(cells) > 1 and _marks(" ".join(cell for cell in cells if cell.strip())))


def _marks(line: str) -> bool:
    spaced = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", line.translate(_FOLDED)))
    bare = spaced.replace(" ", "")
    return bool(_MARK.fullmatch(bare) or _BRACKETED.match(bare) or _STATED.search(spaced))


def is_marked_name(name: str) -> bool:
    """Tell whether the name of a file or directory carries a mark: alone, as its first or last word, or in brackets."""
    return any(_carries_mark(text) for text in (name, name.rpartition(".")[0]))


def _carries_mark(name: str) -> bool:
    folded = unicodedata.normalize("NFKC", name.translate(_FOLDED))
    words = [word for word in _JOINTS.split(folded) if word and not word.isdecimal()]
    bare = re.sub(r"\s", "", folded)
    return is_marked(name) or _BRACKETED.search(bare) is not None or any(map(is_marked, (*words[:1], *words[-1:])))
