"""From a sheet to a PDF: lines and template become HTML here, pages in a process of their own.

That process is started for the one sheet (`bulletin.press.page.engine.process`), or is one of a warm worker's
(`bulletin.press.page.engine.worker`), which does all of it in a third of the time. Same sheet, template, fonts and libraries,
same bytes, either way: no clock, no machine font, nothing from the network. What was used is written into
``made_with``, so that a later difference can be explained.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import bulletin
from bulletin.errors import TypesettingFailure
from bulletin.model import Json
from bulletin.press.page.engine.process import Renderer, refuse_missing_glyphs
from bulletin.press.page.engine.result import Typeset, font_records
from bulletin.press.page.faces.facts import FaceFacts
from bulletin.press.page.faces.fonts import FontSet
from bulletin.press.page.sheet import Sheet

if TYPE_CHECKING:
    from bulletin.press.page.engine.worker import Worker
    from bulletin.press.page.faces.glyphs import Glyphs


def typeset(sheet: Sheet, template: Path, fonts: FontSet, worker: Worker | None = None) -> Typeset:
    """Set `sheet` with the template folder `template` (``templates/<publication>/<version>``) and the closed `fonts`.

    A `worker` is asked first; where it does not answer, or not as it should, the page is set without it. Raises
    `TypesettingFailure` if a character has no face, the template is broken, a footnote finds no room, libraries are
    missing, or the renderer dies or takes more than two minutes.
    """
    if worker and (done := worker.typeset(sheet, template, fonts)):
        return done
    with Renderer(fonts) as renderer:
        return set_with(renderer.render, sheet, template, fonts, {})


def set_with(
    render: Callable[[Json], tuple[Json, bytes]],
    sheet: Sheet,
    template: Path,
    fonts: FontSet,
    known: dict[str, FaceFacts],
) -> Typeset:
    """Set `sheet` with `render`, which returns report and PDF for a request; `known` are facts of faces read before."""
    from bulletin.press.page.engine import prepare
    from bulletin.press.page.engine.template import record
    from bulletin.press.page.entries import notes  # a worker's client never needs them
    from bulletin.press.page.faces.glyphs import Glyphs

    glyphs = Glyphs(fonts, known)
    request = prepare.request(sheet, template, glyphs, fonts.cache / "templates")
    report, pdf = render(request)
    refuse_missing_glyphs(report)
    if lost := notes.lost(request["html"], report["anchors"]):
        raise TypesettingFailure(f"{'、'.join(lost)}在版面上放不下，不能排版", "请缩短注文，或移入正文")
    pages = tuple(report["anchors"][f"entry-{entry.position}"] for entry in sheet.entries)
    made_with = {
        "versions": {"bulletin": bulletin.__version__, **report["versions"]},
        "template": record(template),
        "fonts": font_records(fonts),
    }
    return Typeset(pdf, report["pages"], pages, made_with, _warnings(glyphs, report["log"]))


def _warnings(glyphs: Glyphs, log: list[str]) -> tuple[str, ...]:
    borrowed = (f"{where}的“{char}”字用后备字体补字，字形略有不同" for char, where in glyphs.borrowed.items())
    return (*borrowed, *(f"排版程序提示：{line}" for line in log))
