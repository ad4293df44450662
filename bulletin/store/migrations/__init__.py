"""The schema, as named, ordered migrations. A released migration is never edited; a change is a new one.

`_sqlite_migrations` records what was applied. After a `table.transform()` call `restore_triggers`: it drops them silently.
"""

from __future__ import annotations

# isort: off
from bulletin.store.migrations.ledger import MIGRATIONS
from bulletin.store.migrations import chain, intake, mail, search, identity, events, notices, numbers  # run in this order

# isort: on

__all__ = ["MIGRATIONS", "chain", "events", "identity", "intake", "mail", "notices", "numbers", "search"]
