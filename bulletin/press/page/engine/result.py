"""What comes of typesetting: the PDF, and what it was made with."""

from __future__ import annotations

from dataclasses import dataclass

from bulletin.model import Json
from bulletin.press.page.faces.facts import face_sha256, memory
from bulletin.press.page.faces.fonts import FontSet


@dataclass(frozen=True, slots=True)
class Typeset:
    """A finished PDF. ``entry_pages`` gives the page each entry starts on, in the sheet's order.

    ``made_with`` is JSON-ready: ``{"versions": {…}, "template": {"name", "version", "sha256", …},
    "fonts": {role: {"file", "family", "sha256", "note"}}}``. ``warnings`` are Chinese sentences for the editor.
    """

    pdf: bytes
    pages: int
    entry_pages: tuple[int, ...]
    made_with: Json
    warnings: tuple[str, ...]


def font_records(fonts: FontSet) -> Json:
    """Return what a manifest keeps of every face, by role."""
    return {
        role: {
            "file": face.path.name,
            "family": face.family,
            "sha256": face_sha256(face, memory(fonts)),
            "note": face.note,
        }
        for role, face in fonts.faces.items()
    }
