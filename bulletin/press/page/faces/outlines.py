"""Characters as outlines: drawn like any picture, no text to be found, copied or read aloud (watermarks, charts)."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from bulletin.press.page.faces.fonts import FontSet
from bulletin.press.page.faces.glyphs import Inked

if TYPE_CHECKING:
    from fontTools.pens.basePen import BasePen


_PATH = Markup('<path transform="translate({0:.3f} {1:.3f}) scale({2:.6f} -{2:.6f})" d="{3}"/>')


class Outlines:
    """The closed font set as outlines; each face is opened, and each character drawn, once."""

    def __init__(self, fonts: FontSet) -> None:
        self._fonts = fonts
        self._faces: dict[str, tuple[Any, dict[int, str], int]] = {}
        self._known: dict[tuple[str, str], str] = {}

    def draw(self, inked: Inked) -> str:
        """Return the PDF operators that fill the outlines of `inked`: one em is the unit, its baseline begins at 0, 0."""
        places = accumulate(inked.widths, initial=0)
        return "".join(
            f"q 1 0 0 1 {x / 1000:.3f} 0 cm\n{self._outline(role, char)}f Q\n"
            for char, role, x in zip(inked.text, inked.roles, places, strict=False)
        )

    def svg(self, inked: Inked, x: float, y: float, size: float) -> Markup:
        """Return SVG paths of the outlines of `inked`, its baseline beginning at `x`, `y`, with an em of `size`."""
        places = accumulate(inked.widths, initial=0)
        return Markup().join(
            self._svg_path(role, char, (x + at / 1000 * size, y), size)
            for char, role, at in zip(inked.text, inked.roles, places, strict=False)
        )

    def _svg_path(self, role: str, char: str, place: tuple[float, float], size: float) -> Markup:
        from fontTools.pens.svgPathPen import SVGPathPen

        glyphs, cmap, em = self._face(role)
        pen = SVGPathPen(glyphs, ntos=lambda number: str(round(number)))
        glyphs[cmap[ord(char)]].draw(pen)
        drawn = pen.getCommands()
        return _PATH.format(*place, size / em, drawn) if drawn else Markup()

    def _outline(self, role: str, char: str) -> str:
        if (role, char) not in self._known:
            glyphs, cmap, em = self._face(role)
            pen = _path_pen(glyphs, em)
            glyphs[cmap[ord(char)]].draw(pen)
            self._known[role, char] = "".join(pen.operators)
        return self._known[role, char]

    def _face(self, role: str) -> tuple[Any, dict[int, str], int]:
        from fontTools.ttLib import TTFont

        if role not in self._faces:
            face = self._fonts.faces[role]
            font = TTFont(face.path, fontNumber=face.index)  # read whole: no file stays open as long as this lives
            self._faces[role] = font.getGlyphSet(), font.getBestCmap(), font["head"].unitsPerEm
        return self._faces[role]


def _path_pen(glyphs: Any, em: int) -> BasePen:
    """Return a pen whose ``operators`` are the PDF path operators of what it draws, in `em` units."""
    from fontTools.pens.basePen import BasePen

    class PathPen(BasePen):  # type: ignore[misc]
        """Hands out cubic curves for quadratic ones, as PDF has no others."""

        def __init__(self) -> None:
            super().__init__(glyphs)
            self.operators: list[str] = []

        def _write(self, operator: str, *points: tuple[float, float]) -> None:
            self.operators += [*(f"{x / em:.4f} {y / em:.4f} " for x, y in points), operator, "\n"]

        def _moveTo(self, pt: tuple[float, float]) -> None:
            self._write("m", pt)

        def _lineTo(self, pt: tuple[float, float]) -> None:
            self._write("l", pt)

        def _curveToOne(self, *points: tuple[float, float]) -> None:
            self._write("c", *points)

        def _closePath(self) -> None:
            self._write("h")

    return PathPen()
