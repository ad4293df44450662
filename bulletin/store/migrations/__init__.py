"""The schema, as named, ordered migrations. A released migration is never edited; a change is a new one.

`_sqlite_migrations` records what was applied. After a `table.transform()` call `restore_triggers`: it drops them silently.
"""

from __future__ import annotations

from bulletin.store.migrations import chain
from bulletin.store.migrations.ledger import MIGRATIONS

__all__ = ["MIGRATIONS", "chain"]
