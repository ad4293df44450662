"""Slips (交办单、催办通知单、三色督查单) and the way slip (流转单) printed: pure data to a PDF of one page.

forms     the slips as forms: a heavy frame, hairlines, a band for the colour, room for the seal, a receipt
way       the whole way of a case as a timeline
rows      labels and values in rows
blocks    text in a cell, its height known before there is a page
told      the steps of a way as they are told
leaving   which steps a way too long leaves out
spans     spans of time in words
v1        under templates/督办单: where things stand; sizes are fitted here

What is printed depends on data, template, fonts and libraries alone: the same data gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bulletin.errors import TypesettingFailure
from bulletin.model import CaseSpeed, Json, Slip, Trail
from bulletin.press.page.engine.document import set_document
from bulletin.press.page.engine.template import environment
from bulletin.press.page.faces.fonts import FontSet
from bulletin.press.page.faces.glyphs import Glyphs
from bulletin.press.slips import forms, way
from bulletin.settings import Settings, shipped_office
from bulletin.settings.publication import SLIPS, TEMPLATES

FOLDER, VERSION = SLIPS, "v1"
_RESTORE = "请从程序目录的 templates/督办单 恢复"


@dataclass(frozen=True, slots=True)
class Printed:
    """A slip as PDF. ``cut`` names the texts that do not stand on it whole, ``borrowed`` the characters that only the
    fallback face has."""

    pdf: bytes
    cut: tuple[str, ...]
    borrowed: tuple[str, ...]


def template_dir(settings: Settings) -> Path:
    """Return the folder of the templates of slips: the office's own, else the one the program ships."""
    own = settings.root / TEMPLATES / FOLDER / VERSION
    return own if own.is_dir() else shipped_office() / TEMPLATES / FOLDER / VERSION


def set_slip(slip: Slip, template: Path, fonts: FontSet) -> Printed:
    """Set an assignment, reminder or colour slip.

    Raises `TypesettingFailure` naming a character that no face has, a broken template, a page too many.
    """
    glyphs = Glyphs(fonts)
    names, cut = forms.context(slip, glyphs)
    return _printed("slip.html.j2", names, cut, template, glyphs, fonts)


def set_trail(trail: Trail, speeds: Sequence[CaseSpeed], template: Path, fonts: FontSet) -> Printed:
    """Set the way slip of a case with its four `speeds`, on one page whatever its length. Raises as `set_slip` does."""
    glyphs = Glyphs(fonts)
    names, cut = way.context(trail, speeds, glyphs)
    return _printed("trail.html.j2", names, cut, template, glyphs, fonts)


def _printed(name: str, names: Json, cut: tuple[str, ...], template: Path, glyphs: Glyphs, fonts: FontSet) -> Printed:
    html = _html(template, name, names, glyphs)
    report, pdf = set_document(html, _style(template), fonts)
    if report["pages"] != 1:
        raise TypesettingFailure(
            f"{names['meta']['title']}排成了{report['pages']}页，应为一页", f"请检查模板 {template}"
        )
    return Printed(pdf, cut, tuple(glyphs.borrowed))


def _html(template: Path, name: str, names: Json, glyphs: Glyphs) -> str:
    from jinja2 import TemplateError

    try:
        return environment([template], glyphs).get_template(name).render(names)
    except TemplateError as error:
        raise TypesettingFailure(f"模板 {template / name} 有误：{error}", _RESTORE) from error


def _style(template: Path) -> str:
    try:
        return (template / "page.css").read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TypesettingFailure(f"模板 {template} 的 page.css 读不出来：{error}", _RESTORE) from error
