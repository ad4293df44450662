"""Submissions in the queue: one item for one text of a unit, and a new version told where its number comes again.

A unit's own number for its material (编号、文号) stands in the item's key: unit, number, hash of the content, parted by
blanks (`bulletin.collect.submissions.submission.item_of`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from sqlite_utils import Database

from bulletin.model import Extracted, Flag, Item, Original
from bulletin.store import items
from bulletin.store.database import write
from bulletin.store.rows import first, known_moment, moment, select
from bulletin.text import fingerprint, shorten

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SAME_SENDING = timedelta(days=1)
_SAME_SEQUENCE = timedelta(days=180)
"""How long a number without a year is taken for the same one: units begin anew each year."""


def add(
    db: Database, original: Original, extracted: Extracted, at: datetime, sharing: tuple[str, ...] = ()
) -> tuple[Item, bool]:
    """Put a submission into the queue as `items.add` does; the same title and text of the same unit, sent again within
    a day, is the same item (a 零报告 of the next day, in the same words, is another).

    With the number of an earlier item and another text it is a new version: an item of its own, flagged ``version``.
    """
    with write(db):
        same = _same(db, extracted, (original.source, *sharing), at)
        if same is not None:
            return items.get(db, same), False
        return items.add(db, original, _told(db, extracted, at), at, sharing=sharing)


def replace_extraction(
    db: Database, original: Original, extracted: Extracted, at: datetime, sharing: tuple[str, ...] = ()
) -> bool:
    """Write a repeated extraction as `items.replace_extraction` does, the flag ``version`` kept; never a second item for
    one text of a unit."""
    with write(db):
        known = items.has_key(db, (original.source, *sharing), extracted.key)
        if not known and _same(db, extracted, (original.source, *sharing), original.received_at) is not None:
            return False
        return items.replace_extraction(db, original, _told(db, extracted, at), at, sharing)


def _same(db: Database, extracted: Extracted, sources: tuple[str, ...], at: datetime) -> int | None:
    """Return the number of the item with this title and text of this unit that one of `sources` gave within a day."""
    marks = ", ".join("?" * len(sources))
    rows = select(
        db,
        f"select id, received_at from items where fingerprint = ? and unit = ? and title = ? and source in ({marks}) "
        "order by id",
        *(fingerprint(extracted.text or extracted.title), extracted.unit, extracted.title, *sources),
    )
    return next((row["id"] for row in rows if abs(known_moment(row["received_at"]) - at) < _SAME_SENDING), None)


def _told(db: Database, extracted: Extracted, at: datetime) -> Extracted:
    """Return a submission with a flag that names the latest earlier item of the same unit and number, if there is one."""
    number = number_of(extracted.key, extracted.unit)
    if not number:
        return extracted
    start = f"{extracted.unit} {number} "
    own = first(db, "select id, received_at from items where key = ? order by id", extracted.key)
    since = (moment(own["received_at"]) if own else None) or at
    rows = select(
        db,
        "select id, title, received_at from items where key > ? and key < ? and key <> ? and id < ? order by id desc",
        *(start, f"{start}\uffff", extracted.key, own["id"] if own else 1 << 62),
    )
    for row in rows:
        received = moment(row["received_at"])
        if _YEAR.search(number) or (received and since - received <= _SAME_SEQUENCE):
            note = f"同一编号（{shorten(number, 30)}）的新版本，先前为来稿 {row['id']}《{shorten(row['title'], 30)}》，请核对后取舍"
            return replace(extracted, flags=(*extracted.flags, Flag("version", 0, 0, "", note)))
    return extracted


def number_of(key: str, unit: str) -> str:
    """Return the unit's own number in the key of a submission, '' where it has none."""
    number, _, _ = key.removeprefix(f"{unit} ").rpartition(" ")
    return number if key.startswith(f"{unit} ") else ""
