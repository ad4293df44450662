"""What an item has to do with all others: likeness (`identity`) and events, found as it comes in.

When the text of an item changes, a trigger takes out what was found of its likeness, so that whatever happens
`relate_missing` finds it; `renew` looks at its event again as well.
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


def renew(db: Database, item: Item, at: datetime) -> None:
    """Do it afresh for an item whose text has changed; for one that reads as before nothing changes."""
    with write(db):
        events.forget(db, item.id)
        relate(db, item, at)


def relate_missing(db: Database, at: datetime, most: int | None = None) -> int:
    """Do it for what is not related yet, of either kind at most `most`: new, changed, from before this was kept.

    Return how many were looked at. Committed in batches: interrupted, it goes on where it stopped.
    """
    return identity.link_missing(db, at, most) + events.assign_missing(db, at, most)
