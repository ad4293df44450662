"""From a sheet to the HTML and the style of its pages: every text inked and broken into lines, the template filled."""

from __future__ import annotations

from pathlib import Path

from bulletin.errors import TypesettingFailure
from bulletin.model import Json
from bulletin.press.page.engine.layout import context
from bulletin.press.page.engine.template import PARTS, environment
from bulletin.press.page.faces.glyphs import Glyphs
from bulletin.press.page.markup import value_css
from bulletin.press.page.sheet import Sheet

_STYLES = ("page.css", "front.css", "body.css")
_APART = ".colophon-place { break-before: left; page: colophon }"


def request(sheet: Sheet, template: Path, glyphs: Glyphs, memory: Path) -> Json:
    """Return what `bulletin.press.page.engine.render` is asked for: `sheet` in the template folder `template`.

    `memory` is a directory where compiled templates are kept. Raises `TypesettingFailure` naming the place: a character
    without a face, a broken template.
    """
    html = _html(sheet, template, glyphs, memory)
    return {"html": html, "css": _css(template) + value_css(html), "css_apart": _APART}


def _html(sheet: Sheet, template: Path, glyphs: Glyphs, memory: Path) -> str:
    from jinja2 import TemplateError

    try:
        filled = environment([template, PARTS], glyphs, memory).get_template("template.html.j2")
        return filled.render(context(sheet, glyphs))
    except TemplateError as error:
        place = f"第 {lineno} 行" if (lineno := getattr(error, "lineno", 0)) else ""
        raise TypesettingFailure(f"模板 {template} {place}有误：{error}", "请改正模板，或改用上一版模板") from error


def _css(template: Path) -> str:
    try:
        own = (template / "page.css").read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TypesettingFailure(f"模板 {template} 的 page.css 读不出来：{error}", "请恢复该文件") from error
    return "".join((PARTS / name).read_text("utf-8") for name in _STYLES) + own
