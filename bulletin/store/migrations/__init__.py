"""The schema, as named, ordered migrations. A released migration is never edited; a change is a new one.

`_sqlite_migrations` records what was applied. After a `table.transform()` call `restore_triggers`: it drops them silently.
"""

from __future__ import annotations

from bulletin.store.migrations.ledger import MIGRATIONS

# isort: off
from bulletin.store.migrations import (  # entered as they are imported, and run in this order
    chain,
    intake,
    mail,
    search,
    identity,
    events,
    notices,
    numbers,
    upkeep,
    scores,
    reviews,
    commissions,
    findings,
    checks,
    seals,
    days,
    case_steps,
    points,
    incidents,
    upward,
    counterfoils,
    exchange,
)

# isort: on

__all__ = [
    "MIGRATIONS",
    "case_steps",
    "chain",
    "checks",
    "commissions",
    "counterfoils",
    "days",
    "events",
    "exchange",
    "findings",
    "identity",
    "incidents",
    "intake",
    "mail",
    "notices",
    "numbers",
    "points",
    "reviews",
    "scores",
    "seals",
    "search",
    "upkeep",
    "upward",
]
