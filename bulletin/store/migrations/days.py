"""The day of an item, as filters ask for it."""

from __future__ import annotations

from sqlite_utils import Database

from bulletin.store.migrations.ledger import MIGRATIONS, run


@MIGRATIONS()
def m020_by_day(db: Database) -> None:
    """An index over the day of an item (日期): that of the text, else that of its receipt. See `store.search`."""
    run(db, "create index items_by_day on items (coalesce(published_at, received_at))")
