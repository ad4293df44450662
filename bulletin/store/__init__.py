"""The store: all SQL of the program, one module for each kind of record; dataclasses in, dataclasses out.

The first argument of every function is the open database. Writes happen inside `write`, alone or joined to the caller's.
Bytes lie beside the database: originals and pictures under ``var/originals/``, proofs under ``var/work/proofs/``.
"""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from sqlite_utils import Database

from bulletin.store.database import damages, describe, journal_mode, open_database, write
from bulletin.store.savepoints import apart
from bulletin.store.triggers import altered_triggers, restore_triggers

if TYPE_CHECKING:
    from bulletin.store import (
        articles,
        backlog,
        choices,
        circulars,
        commissions,
        copies,
        corrections,
        counterfoils,
        course,
        credits,
        deeds,
        events,
        files,
        findings,
        follow_ups,
        identity,
        instructions,
        issues,
        items,
        late_entries,
        lifts,
        mail,
        originals,
        penalties,
        phrases,
        pictures,
        problems,
        queued,
        readings,
        relations,
        removals,
        retractions,
        reviews,
        scores,
        seals,
        search,
        slips,
        sources,
        spans,
        statuses,
        submissions,
        tables,
        unit_views,
        upper_adoptions,
        upward,
        urgent,
        verifications,
        watching,
    )

__all__ = [
    "Database",
    "altered_triggers",
    "apart",
    "articles",
    "backlog",
    "choices",
    "circulars",
    "commissions",
    "copies",
    "corrections",
    "counterfoils",
    "course",
    "credits",
    "damages",
    "deeds",
    "describe",
    "events",
    "files",
    "findings",
    "follow_ups",
    "identity",
    "instructions",
    "issues",
    "items",
    "journal_mode",
    "late_entries",
    "lifts",
    "mail",
    "open_database",
    "originals",
    "penalties",
    "phrases",
    "pictures",
    "problems",
    "queued",
    "readings",
    "relations",
    "removals",
    "restore_triggers",
    "retractions",
    "reviews",
    "scores",
    "seals",
    "search",
    "slips",
    "sources",
    "spans",
    "statuses",
    "submissions",
    "tables",
    "unit_views",
    "upper_adoptions",
    "upward",
    "urgent",
    "verifications",
    "watching",
    "write",
]


def __getattr__(name: str) -> ModuleType:
    """Import one of the modules above when it is first asked for: what a call does not touch costs it nothing."""
    if name in __all__:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__} has no attribute {name}")
