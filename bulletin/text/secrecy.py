"""Secrecy marks (密级标志): lines that say a text is classified. 涉密不上网: such material is handled elsewhere."""

from __future__ import annotations

import re

from bulletin.terms import SECRECY_LEVELS

_LEVELS = "|".join(SECRECY_LEVELS)
_SPACED = "|".join(map(r"\s*".join, (*SECRECY_LEVELS, "涉密")))
_MARK = re.compile(
    rf"^[【\[（(]?(?:密级[:：]?)?(?:(?:{_LEVELS})(?:[★☆*＊].*)?|涉密(?:文件|材料|信息|资料|内容)?(?:[:：,，].*)?)[】\]）)]?$"
)
_STATED = re.compile(rf"密\s*级\s*[:：\s]\s*(?:{_SPACED})")


def is_marked(line: str) -> bool:
    """Tell whether a line marks what it stands on as classified: ``秘密★1年``, ``【机密】``, ``密 级：绝密``, ``涉密材料``."""
    return _MARK.match(re.sub(r"\s", "", line)) is not None or _STATED.search(line) is not None
