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
from bulletin.store.rows import first, known_moment, question_marks, select
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
    """Write a repeated extraction as `items.replace_extraction` does; never a second item for one text of a unit, nor for
    a document that is in the queue under another unit."""
    sources = (original.source, *sharing)
    with write(db):
        if items.has_key(db, sources, extracted.key):
            return items.replace_extraction(db, original, extracted, at, sharing)
        if _same(db, extracted, sources, original.received_at) is not None or _has_content(db, extracted.key, sources):
            return False
        return items.replace_extraction(db, original, _told(db, extracted, at), at, sharing)


def _same(db: Database, extracted: Extracted, sources: tuple[str, ...], at: datetime) -> int | None:
    """Return the number of the item with this title and text of this unit that one of `sources` gave within a day."""
    marks = question_marks(sources)
    rows = select(
        db,
        f"select id, received_at from items where fingerprint = ? and unit = ? and title = ? and source in ({marks}) "
        "order by id",
        *(fingerprint(extracted.text or extracted.title), extracted.unit, extracted.title, *sources),
    )
    return next((row["id"] for row in rows if abs(known_moment(row["received_at"]) - at) < _SAME_SENDING), None)


def _has_content(db: Database, key: str, sources: tuple[str, ...]) -> bool:
    """Tell whether one of `sources` gave an item of the content that `key` tells, whatever its unit and number."""
    marks = question_marks(sources)
    end = f" {content_of(key)}"
    sql = f"select id from items where source in ({marks}) and substr(key, ?) = ?"
    return first(db, sql, *sources, -len(end), end) is not None


def _told(db: Database, extracted: Extracted, at: datetime) -> Extracted:
    """Return a submission with a flag that names the latest earlier item of the same unit and number, if there is one."""
    number = number_of(extracted.key, extracted.unit)
    if not number:
        return extracted
    start = f"{extracted.unit} {number} "
    rows = select(
        db,
        "select id, title, received_at from items where key > ? and key < ? and key <> ? order by id desc",
        *(start, f"{start}\uffff", extracted.key),
    )
    for row in rows:
        if _YEAR.search(number) or at - known_moment(row["received_at"]) <= _SAME_SEQUENCE:
            return new_version(extracted, number, f"来稿 {row['id']}《{shorten(row['title'], 30)}》")
    return extracted


def new_version(extracted: Extracted, number: str, before: str) -> Extracted:
    """Return what was extracted, flagged as the new version of what `before` names: it has the same own number."""
    note = f"同一编号（{shorten(number, 30)}）的新版本，先前为{before}，请核对后取舍"
    return replace(extracted, flags=(*extracted.flags, Flag(items.VERSION, 0, 0, "", note)))


def content_of(key: str) -> str:
    """Return what the key of a submission says of its content: the hash at its end."""
    return key.rpartition(" ")[2]


def number_of(key: str, unit: str) -> str:
    """Return the unit's own number in the key of a submission, '' where it has none."""
    number, _, _ = key.removeprefix(f"{unit} ").rpartition(" ")
    return number if key.startswith(f"{unit} ") else ""
