"""What an item has to do with all others: likeness (`identity`) and events, found as it comes in.

A trigger takes an item out again when its text changes, so that whatever happens `relate_missing` finds what is to be done.
"""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from bulletin.model import Item
from bulletin.store import events, identity
from bulletin.store.database import write


def relate(db: Database, item: Item, at: datetime) -> None:
    """Compare a new item with all others and put it into its event; call it in the same write as the item comes in."""
    with write(db):
        identity.link(db, item, at)
        events.assign(db, item, at)


def relate_missing(db: Database, at: datetime, most: int | None = None) -> int:
    """Do it for what is not related yet, of either kind at most `most`: new, changed, from before this was kept.

    Return how many were looked at. Committed in batches: interrupted, it goes on where it stopped.
    """
    return identity.link_missing(db, at, most) + events.assign_missing(db, at, most)
