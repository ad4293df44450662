"""A document that is no issue (stamps, title pages, indexes): its own HTML and style, the page's fonts, grid and renderer."""

from __future__ import annotations

from bulletin.model import Json
from bulletin.press.page.engine.process import refuse_missing_glyphs, render
from bulletin.press.page.engine.template import PARTS
from bulletin.press.page.faces.fonts import FontSet
from bulletin.press.page.markup import value_css


def set_document(html: str, css: str, fonts: FontSet) -> tuple[Json, bytes]:
    """Return the renderer's report (``pages``, ``anchors`` …) and the PDF of `html`, `css` added to the page's own style.

    The PDF has no structure tree: joined with others or laid over them, it would lose it.

    Every text in `html` must have been inked (`bulletin.press.page.faces.glyphs`). Raises `TypesettingFailure`.
    """
    style = (PARTS / "page.css").read_text("utf-8") + css + value_css(html)
    report, pdf = render({"html": html, "css": style, "css_apart": "", "tags": False}, fonts)
    refuse_missing_glyphs(report)
    return report, pdf
