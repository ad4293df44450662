"""A block of text ready for the page."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class PrintedBlock:
    """A block of text: ``kind`` is its class in the style sheet, ``tag`` its element, ``label`` its bookmark or ''.

    ``left`` and ``hang`` are in em/1000 of body type: how far the block stands in, and how far its first line less.
    """

    kind: str
    html: Markup
    tag: str = "p"
    label: str = ""
    left: int = 0
    hang: int = 0
