"""What every collector hands over, and the way from a page's or feed's text to a candidate item."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bulletin.collect.clean import clean
from bulletin.collect.fetch import Visitor
from bulletin.model import Extracted, Received, SourceHealth
from bulletin.settings import Settings, Source
from bulletin.text import one_line, plain, shorten
from bulletin.text.mojibake import find_mojibake

Knows = Callable[[str], bool]
"""Tells whether an item of that key is already in the queue."""


@dataclass(frozen=True, slots=True)
class Batch:
    """One piece of a collector's work: bytes with the items read from them, or a problem, or how many were known.

    ``received`` is None where nothing may or need be kept; ``is_listing`` marks the document whose ETag answers for
    the whole source; ``keep`` is false where the bytes bring nothing new.
    """

    received: Received | None = None
    extracted: tuple[Extracted, ...] = ()
    problem: str = ""
    remedy: str = ""
    seen: int = 0
    is_listing: bool = False
    keep: bool = True


@dataclass(frozen=True, slots=True)
class Task:
    """What a collector works on: a source of an office, a visitor for the network, what is known from before."""

    source: Source
    settings: Settings
    visitor: Visitor
    health: SourceHealth
    knows: Knows


def candidate(
    source: Source,
    key: str,
    title: str,
    text: str,
    *,
    url: str = "",
    origin: str = "",
    published: datetime | None = None,
) -> Extracted:
    """Return the item made of a title and a text as a page or feed gives them: cleaned, flagged, harmless to show."""
    raw_text = plain(text)
    cleaned = clean(raw_text, one_line(title) or " ", broken_lines=False)
    return Extracted(
        key=plain(key),
        title=one_line(title) or shorten(cleaned.text, 40),
        text=cleaned.text,
        raw_text=raw_text,
        url=url,
        origin=one_line(origin),
        unit=source.unit,
        kind=source.kind,
        published_at=published,
        flags=find_mojibake(cleaned.text),
        removed=cleaned.removed,
    )
