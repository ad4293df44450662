"""From a sheet to the HTML and the style of its pages: every text inked and broken into lines, the template filled."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from bulletin.errors import TypesettingFailure
from bulletin.model import Json
from bulletin.press.page.engine.layout import context
from bulletin.press.page.engine.template import PARTS, is_litter
from bulletin.press.page.entries.levels import clean
from bulletin.press.page.faces.glyphs import Glyphs
from bulletin.press.page.markup import inline, value_css
from bulletin.press.page.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment

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

    environment = _environment(template, memory)
    environment.filters["ink"] = lambda text, style: _ink(glyphs, text, style)
    try:
        return environment.get_template("template.html.j2").render(context(sheet, glyphs))
    except TemplateError as error:
        place = f"第 {lineno} 行" if (lineno := getattr(error, "lineno", 0)) else ""
        raise TypesettingFailure(f"模板 {template} {place}有误：{error}", "请改正模板，或改用上一版模板") from error


def _environment(template: Path, memory: Path) -> Environment:
    from jinja2 import FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, TemplateNotFound
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Counted(FileSystemLoader):
        """Loads only what the template's SHA-256 counts."""

        def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
            if any(map(is_litter, template.split("/"))):
                raise TemplateNotFound(template)
            return super().get_source(environment, template)

    compiled = None
    with contextlib.suppress(OSError):  # without a place to write, templates are compiled every time
        memory.mkdir(parents=True, exist_ok=True)
        compiled = FileSystemBytecodeCache(str(memory))
    return ImmutableSandboxedEnvironment(
        loader=Counted([template, PARTS]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=compiled,
    )


def _ink(glyphs: Glyphs, text: str, style: str) -> Markup:
    """The filter ``ink``: a template's own words in a role's face."""
    return inline(glyphs.ink(clean(text), style, "模板"))


def _css(template: Path) -> str:
    try:
        own = (template / "page.css").read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TypesettingFailure(f"模板 {template} 的 page.css 读不出来：{error}", "请恢复该文件") from error
    return "".join((PARTS / name).read_text("utf-8") for name in _STYLES) + own
