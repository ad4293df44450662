"""The store: all SQL of the program, one module for each kind of record; dataclasses in, dataclasses out.

The first argument of every function is the open database. Writes happen inside `write`, alone or joined to the caller's.
Bytes lie beside the database: originals and pictures under ``var/originals/``, proofs under ``var/work/proofs/``.
"""

from sqlite_utils import Database

from bulletin.store import (
    articles,
    copies,
    events,
    files,
    follow_ups,
    identity,
    instructions,
    issues,
    items,
    mail,
    originals,
    phrases,
    pictures,
    problems,
    relations,
    removals,
    search,
    sources,
    spans,
    statuses,
    submissions,
    tables,
)
from bulletin.store.database import damages, describe, journal_mode, open_database, write
from bulletin.store.savepoints import apart
from bulletin.store.triggers import altered_triggers, restore_triggers

__all__ = [
    "Database",
    "altered_triggers",
    "apart",
    "articles",
    "copies",
    "damages",
    "describe",
    "events",
    "files",
    "follow_ups",
    "identity",
    "instructions",
    "issues",
    "items",
    "journal_mode",
    "mail",
    "open_database",
    "originals",
    "phrases",
    "pictures",
    "problems",
    "relations",
    "removals",
    "restore_triggers",
    "search",
    "sources",
    "spans",
    "statuses",
    "submissions",
    "tables",
    "write",
]
