"""What every collector hands over, and the way from a page's or feed's text to a candidate item."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bulletin.collect.cleaning.account import Account
from bulletin.collect.cleaning.clean import clean
from bulletin.collect.cleaning.flags import flags_of
from bulletin.collect.cleaning.unseen import unseen_in
from bulletin.collect.web.fetch import Visitor
from bulletin.model import Extracted, Flag, Pace, ReceiptId, Received, SourceHealth, UnreadPage
from bulletin.settings import Settings, Source
from bulletin.text import one_line, plain, shorten

LONGEST_TITLE = 200
"""What is kept of a title, in characters."""
LONGEST_TEXT = 300_000
"""What is taken in of a page's or entry's text, in characters: three times the Civil Code."""


class Knows(Protocol):
    """Tells whether an item is already in the queue."""

    def __call__(self, key: str, content: str = "", /) -> bool:
        """Tell so of a key; with `content`, the hash of a title and a text, only of an item that came in with those."""
        ...


@dataclass(frozen=True, slots=True)
class Batch:
    """One piece of a collector's work: bytes, or the items read from them, or a problem, or how many were known.

    A collector yields bytes from outside before it reads them, so that they are kept whatever the reading comes to, and
    again with the items. ``is_listing`` marks the document whose ETag answers for the whole source: when its bytes are
    those last read, the collector is not asked for more. ``pace`` is what a publisher wishes, where its feed says so.
    ``stays`` marks a problem that a person has to see: runs that go well do not settle it for some days. ``page`` comes
    with the problem of a page that is to be tried again by itself, and without one when such a page has been read;
    ``is_final`` marks a problem after which there is nothing to try again. ``receipts`` counts 采用回执 that are
    new, ``receipt`` is one that a bound source tells of, new or not.
    """

    received: Received | None = None
    extracted: tuple[Extracted, ...] = ()
    problem: str = ""
    remedy: str = ""
    seen: int = 0
    is_listing: bool = False
    pace: Pace | None = None
    stays: bool = False
    page: UnreadPage | None = None
    is_final: bool = False
    receipts: int = 0
    receipt: ReceiptId | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """What a collector works on: a source of an office, a visitor for the network, what is known from before.

    ``leads`` are the keys of the items whose full text is still to be had (see `bulletin.collect.sites.leads`), ``unread``
    the addresses of its pages that could not be read, and ``due`` those of them that are to be tried in this run.
    """

    source: Source
    settings: Settings
    visitor: Visitor
    health: SourceHealth
    knows: Knows
    leads: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()
    due: tuple[UnreadPage, ...] = ()


def candidate(
    source: Source,
    key: str,
    title: str,
    account: Account,
    *,
    url: str = "",
    origin: str = "",
    published: datetime | None = None,
) -> Extracted:
    """Return the item made of a title and a text as a page or feed gives them: cleaned, flagged, harmless to show."""
    within = [replace(one, end=min(one.end, LONGEST_TEXT)) for one in account.taken if one.start < LONGEST_TEXT]
    cleaned = clean(account.raw[:LONGEST_TEXT], one_line(title) or " ", taken=within, broken_lines=False)
    return Extracted(
        key=plain(key),
        title=one_line(title)[:LONGEST_TITLE] or shorten(cleaned.text, 40),
        text=cleaned.text,
        raw_text=cleaned.raw,
        url=url,
        origin=one_line(origin),
        unit=source.unit,
        kind=source.kind,
        published_at=published,
        flags=(*flags_of(cleaned.text), *_cut_off(account.raw)),
        removed=(*cleaned.removed, *unseen_in(account.source, cleaned.raw)),
    )


def _cut_off(text: str) -> tuple[Flag, ...]:
    """Return what must be said of a text that was not taken in as a whole."""
    if len(text) <= LONGEST_TEXT:
        return ()
    note = f"原文有 {len(text)} 字，只收了前 {LONGEST_TEXT} 字，其余请看原件"
    return (Flag("extraction", 0, 0, "", note),)
