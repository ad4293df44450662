"""Originals (原件): bytes as received, by SHA-256 under ``var/originals/ab/abcd…``, and a row for each reception."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from bulletin.errors import NotFound, StoreFailure
from bulletin.model import Original, Received
from bulletin.settings import Settings
from bulletin.store import files
from bulletin.store.database import write
from bulletin.store.rows import Row, first, insert, known_moment, question_marks, select, stamp
from bulletin.text import sha256

_NAME_TODAY = """coalesce((
    select name from former_names where former = source and last_original >= originals.id order by last_original limit 1
), source)"""
_SELECT = f"select id, sha256, {_NAME_TODAY} source, address, media_type, charset, size, received_at from originals"
"""A row stays as it was written; the source it tells of is called as it is today."""


def keep(db: Database, settings: Settings, received: Received, source: str, at: datetime) -> tuple[Original, bool]:
    """Keep what was received: first its bytes, durably, then the row. True when this reception is new.

    The same bytes from the same address of the same source are one reception. The bytes are written while no other
    writer is let in, so that nobody can take a file without a row yet for one that is left over. Raises `StoreFailure`.
    """
    digest = sha256(received.body)
    path = path_of(settings, digest)
    with write(db):
        if not path.exists():
            files.write_durably(path, received.body)
        known = reception(db, source, received.address, digest)
        if known is not None:
            return known, False
        row: Row = {
            "sha256": digest,
            "source": source,
            "address": received.address,
            "media_type": received.media_type,
            "charset": received.charset,
            "size": len(received.body),
            "received_at": stamp(at),
        }
        return _original({"id": insert(db, "originals", row), **row}), True


def get(db: Database, original_id: int) -> Original:
    """Return the original of that number. Raises `NotFound`."""
    row = first(db, f"{_SELECT} where id = ?", original_id)
    if row is None:
        raise NotFound("原件", original_id)
    return _original(row)


def reception(db: Database, source: str, address: str, digest: str) -> Original | None:
    """Return the original kept of the bytes with that SHA-256 from this address of the source, or None."""
    names = names_of(db, source)
    condition = f"source in ({question_marks(names)}) and address = ? and sha256 = ? and {_NAME_TODAY} = ?"
    row = first(db, f"{_SELECT} where {condition} order by id", *names, address, digest, source)
    return _original(row) if row else None


def of_source(db: Database, source: str) -> list[Original]:
    """Return the originals of a source, those received under its former names included, oldest first."""
    names = names_of(db, source)
    condition = f"source in ({question_marks(names)}) and {_NAME_TODAY} = ?"
    return [_original(row) for row in select(db, f"{_SELECT} where {condition} order by id", *names, source)]


def names_of(db: Database, source: str) -> tuple[str, ...]:
    """Return the name of a source and those it had before."""
    rows = select(db, "select distinct former from former_names where name = ? order by former", source)
    return (source, *(row["former"] for row in rows))


def every(db: Database) -> list[Original]:
    """Return all originals, oldest first."""
    return [_original(row) for row in select(db, f"{_SELECT} order by id")]


def body(settings: Settings, original: Original) -> bytes:
    """Return the bytes of an original, unchanged since they came in. Raises `StoreFailure` when they are not."""
    found = files.read(path_of(settings, original.sha256))
    if sha256(found) != original.sha256:
        raise StoreFailure(f"原件 {original.id} 的字节与收到时不同", "请从备份恢复；运行 archive verify 查看范围")
    return found


def path_of(settings: Settings, digest: str) -> Path:
    """Return where bytes of that SHA-256 lie."""
    return settings.originals_dir / digest[:2] / digest


def _original(row: Row) -> Original:
    return Original(**{**row, "received_at": known_moment(row["received_at"])})
