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
from bulletin.store.rows import Row, first, insert, known_moment, select, stamp
from bulletin.text import sha256


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
        known = first(
            db,
            "select * from originals where source = ? and address = ? and sha256 = ?",
            source,
            received.address,
            digest,
        )
        if known is not None:
            return _original(known), False
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
    row = first(db, "select * from originals where id = ?", original_id)
    if row is None:
        raise NotFound("原件", original_id)
    return _original(row)


def of_source(db: Database, source: str) -> list[Original]:
    """Return the originals of a source, oldest first."""
    return [_original(row) for row in select(db, "select * from originals where source = ? order by id", source)]


def every(db: Database) -> list[Original]:
    """Return all originals, oldest first."""
    return [_original(row) for row in select(db, "select * from originals order by id")]


def body(settings: Settings, original: Original) -> bytes:
    """Return the bytes of an original, unchanged since they came in. Raises `StoreFailure` when they are not."""
    found = files.read(path_of(settings, original.sha256))
    if sha256(found) != original.sha256:
        raise StoreFailure(f"原件 {original.id} 的字节与收到时不同", "请从备份恢复，运行 archive verify 查看范围")
    return found


def path_of(settings: Settings, digest: str) -> Path:
    """Return where bytes of that SHA-256 lie."""
    return settings.originals_dir / digest[:2] / digest


def _original(row: Row) -> Original:
    return Original(**{**row, "received_at": known_moment(row["received_at"])})
