"""From a sheet to what a template is given: every piece of text inked, broken into lines and escaped.

A template decides where things stand; it never sees raw text. The names it may use are the keys of `context`.
"""

from __future__ import annotations

from bulletin.model import Json
from bulletin.press.page.entries import body, front
from bulletin.press.page.entries.levels import clean
from bulletin.press.page.faces.glyphs import Glyphs
from bulletin.press.page.sheet import Sheet


def context(sheet: Sheet, glyphs: Glyphs) -> Json:
    """Return the names a template may use for `sheet`; every value is escaped HTML, a number or plain data.

    Raises `TypesettingFailure` naming the place of a character without a face, a missing picture, a table too wide.
    """
    return {
        "meta": _meta(sheet),
        **front.masthead(sheet, glyphs),
        "editor_note": body.note(glyphs, sheet.editor_note, "本期编者按"),
        "contents": front.contents(glyphs, sheet.entries) if len(sheet.entries) > 1 else (),
        "entries": body.entries(glyphs, sheet),
        **front.colophon(sheet, glyphs),
    }


def _meta(sheet: Sheet) -> Json:
    return {
        "title": f"{clean(sheet.masthead)} {clean(sheet.number_line)}",
        "author": clean(sheet.issuer),
        "keywords": "，".join(clean(entry.title) for entry in sheet.entries),
        "date": f"{sheet.dated_on.isoformat()}T00:00:00+08:00",
    }
