"""How wide every character of a face is."""

from __future__ import annotations

from bulletin.errors import TypesettingFailure
from bulletin.press.page.fonts import SETUP, Face


def advances(face: Face) -> dict[int, int]:
    """Return the width in em/1000 of every character `face` can show, by code point.

    Raises `TypesettingFailure` if the file can no longer be read.
    """
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(face.path, lazy=True, fontNumber=face.index) as font:
            widths, units = font["hmtx"].metrics, font["head"].unitsPerEm
            return {code: round(widths[glyph][0] * 1000 / units) for code, glyph in font.getBestCmap().items()}
    except (OSError, TTLibError) as error:
        raise TypesettingFailure(f"{face.role}的字体文件 {face.path} 读不出来（{error}）", SETUP) from error
