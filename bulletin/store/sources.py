"""The health of sources (来源): when each last ran and last succeeded, and what to ask its server next time."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from bulletin.model import SourceHealth
from bulletin.store.database import write
from bulletin.store.rows import first, moment, stamp


def health(db: Database, name: str) -> SourceHealth:
    """Return how the source fared; a source that never ran has an empty record."""
    row = first(db, "select * from source_health where name = ?", name)
    if row is None:
        return SourceHealth(name)
    times = {key: moment(row[key]) for key in ("last_run_at", "last_ok_at")}
    return SourceHealth(**{**row, **times})


def record_run(
    db: Database,
    name: str,
    *,
    at: datetime,
    error: str,
    etag: str = "",
    last_modified: str = "",
    definition: str = "",
) -> None:
    """Record one run of a source: `error` empty means it succeeded, and then its validators and definition count."""
    with write(db):
        before = health(db, name)
        ok = not error
        db.execute(
            "insert or replace into source_health values (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                name,
                stamp(at),
                stamp(at if ok else before.last_ok_at),
                0 if ok else before.failures + 1,
                error,
                etag if ok else before.etag,
                last_modified if ok else before.last_modified,
                definition if ok else before.definition,
            ),
        )
