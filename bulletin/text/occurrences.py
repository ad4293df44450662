"""Where words stand in a text as it will be read: spaces, width and a footnote's call between two characters hide none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_BLANK = r"[^\S\n]"
_BETWEEN = rf"(?:{_BLANK}|[［\[]\s*注\s*[:：][^［\[］\]\n]*[］\]])"
_WIDER = 0xFEE0
"""How far a full-width sign of ASCII stands behind its half-width one."""
_HALF_WIDTH = {code + _WIDER: code for code in range(0x21, 0x7F)}


def occurrences(words: Iterable[str], text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each place of each of `words` in `text`: the word, start and end. Empty words stand nowhere."""
    bare = f"{_without(_BLANK, text)}\n{_without(_BETWEEN, text)}"
    for word in words:
        if (wanted := _without(_BLANK, word)) and wanted in bare:
            for match in re.finditer(f"{_BETWEEN}*".join(map(_any_width, wanted)), text):
                yield word, *match.span()


def _without(parts: str, text: str) -> str:
    return re.sub(f"{parts}+", "", text).translate(_HALF_WIDTH)


def _any_width(char: str) -> str:
    wide = chr(ord(char) + _WIDER) if "!" <= char <= "~" else ""
    return f"[{re.escape(char)}{wide}]"
