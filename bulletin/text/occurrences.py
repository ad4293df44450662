"""Where words stand in a text as it will be read: no space, width, footnote's call or sign that shows nothing hides one.

And where a word stands that differs from a given one by one character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

_NOTE = r"[［\[]\s*注\s*[:：][^［\[］\]\n]*[］\]]"
_NOT_SEEN = ("Cc", "Cf", "Cn", "Mn", "Me")
_WIDER = 0xFEE0
"""How far a full-width sign of ASCII stands behind its half-width one."""
_HALF_WIDTH = {code + _WIDER: code for code in range(0x21, 0x7F)}


def occurrences(words: Iterable[str], text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each place of each of `words` in `text`: the word, start and end. Empty words stand nowhere."""
    words = list(words)
    blank = _blanks(text, *words)
    between = f"(?:{blank}|{_NOTE})"
    bare = f"{_without(blank, text)}\n{_without(between, text)}"
    for word in words:
        if (wanted := _without(blank, word)) and wanted in bare:
            for match in re.finditer(f"{between}*".join(map(_any_width, wanted)), text):
                yield word, *match.span()


def shows_nothing(char: str) -> bool:
    """Tell whether a character leaves no mark of its own on a line: a space, a control or format sign, a mark on the letter
    before it, an unassigned code, a filler (U+115F, U+3164, U+FFA0) or a blank of a script that has one (U+2800)."""
    if char.isspace() or unicodedata.category(char) in _NOT_SEEN:
        return True
    return unicodedata.name(char, "").endswith((" FILLER", " BLANK"))


def one_off(text: str, word: str) -> list[int]:
    """Return where `text` has a word that is `word` with exactly one character changed: one of its halves stands there."""
    half = len(word) // 2
    starts = {start for start in places(text, word[:half])} | {start - half for start in places(text, word[half:])}
    return [start for start in sorted(starts) if start >= 0 and _differ_once(text[start : start + len(word)], word)]


def places(text: str, words: str) -> list[int]:
    """Return where `words` stand in `text` as they are, also overlapping; empty words nowhere."""
    found, at = [], text.find(words) if words else -1
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def _blanks(*texts: str) -> str:
    """Return the pattern for one character of the texts that shows nothing, the end of a line excepted."""
    hidden = sorted(char for char in set().union(*texts) if char != "\n" and shows_nothing(char))
    return f"[{re.escape(''.join(hidden))}]" if hidden else r"(?!)"


def _differ_once(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _without(parts: str, text: str) -> str:
    return re.sub(f"{parts}+", "", text).translate(_HALF_WIDTH)


def _any_width(char: str) -> str:
    wide = chr(ord(char) + _WIDER) if "!" <= char <= "~" else ""
    return f"[{re.escape(char)}{wide}]"
