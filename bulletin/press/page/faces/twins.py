"""Code points a face draws with one and the same glyph: ⼀ and 一, ⋯ and …, • and ·.

A PDF maps each glyph back to one character. Of two characters with one glyph, both come back as whichever was printed
first, so that a search for the other fails. Printed with the plainest of them throughout, the page looks the same to the
last dot, and what is copied from it does not depend on what else it says.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

_RADICALS = range(0x2E80, 0x2FE0)


def twins(cmap: Mapping[int, str]) -> dict[int, int]:
    """Return, for every code point of `cmap` (code point → glyph) that shares its glyph, the one to print in its place.

    That is the character the others are compatible with by Unicode (一 for the radical ⼀), else no radical (民 for ⺠),
    else one of GBK (… for ⋯, · for •), else the first. Controls and private-use characters stand for nothing.
    """
    sharing: dict[str, list[int]] = {}
    for code, glyph in cmap.items():
        if unicodedata.category(chr(code)) not in ("Cc", "Co"):
            sharing.setdefault(glyph, []).append(code)
    chosen = {glyph: _plainest(codes) for glyph, codes in sharing.items() if len(codes) > 1}
    return {code: chosen[glyph] for glyph in chosen for code in sharing[glyph] if code != chosen[glyph]}


def _plainest(codes: list[int]) -> int:
    return min(codes, key=lambda code: (_is_compatible(code, codes), code in _RADICALS, not _in_gbk(code), code))


def _is_compatible(code: int, codes: list[int]) -> bool:
    """Tell whether Unicode calls another of `codes` the ordinary form of `code`."""
    folded = unicodedata.normalize("NFKC", chr(code))
    return len(folded) == 1 and ord(folded) != code and ord(folded) in codes


def _in_gbk(code: int) -> bool:
    try:
        return bool(chr(code).encode("gbk"))
    except UnicodeEncodeError:
        return False
