"""The store: all SQL of the program, one module for each kind of record; dataclasses in, dataclasses out.

The first argument of every function is the open database. Writes happen inside `write`, alone or joined to the caller's.
Bytes lie beside the database: originals and pictures under ``var/originals/``, proofs under ``var/work/proofs/``.
"""

from sqlite_utils import Database

from bulletin.store import (
    articles,
    copies,
    files,
    follow_ups,
    instructions,
    issues,
    items,
    originals,
    pictures,
    problems,
    sources,
    spans,
    statuses,
)
from bulletin.store.database import damages, describe, journal_mode, open_database, write
from bulletin.store.triggers import altered_triggers, restore_triggers

__all__ = [
    "Database",
    "altered_triggers",
    "articles",
    "copies",
    "damages",
    "describe",
    "files",
    "follow_ups",
    "instructions",
    "issues",
    "items",
    "journal_mode",
    "open_database",
    "originals",
    "pictures",
    "problems",
    "restore_triggers",
    "sources",
    "spans",
    "statuses",
    "write",
]
