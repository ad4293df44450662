"""Articles and their revisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

MOST_DOTS = 40_000_000
"""Dots a picture (附图) may have: a page at 600 dpi has 35 million."""


@dataclass(frozen=True, slots=True)
class Revision:
    """Revision (修改稿): one immutable text of an article; ``number`` counts from 1 within the article."""

    id: int
    article_id: int
    number: int
    title: str
    text: str
    sha256: str
    by: str
    on_behalf_of: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class Article:
    """Article (稿件): what the desk makes of one or several items, for one publication."""

    id: int
    publication: str
    section: str
    state: str
    created_by: str
    created_at: datetime
    revision: Revision
    items: tuple[int, ...]
    units: tuple[str, ...]
