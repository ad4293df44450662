"""Late entries (补录): items printed elsewhere or before this program. Rows are never changed; a wrong one is taken back."""

from __future__ import annotations

from datetime import date

from sqlite_utils import Database

from bulletin.errors import NotFound
from bulletin.model import LateEntry
from bulletin.store.database import write
from bulletin.store.retractions import joined, taken_out
from bulletin.store.rows import Row, first, insert, known_moment, pack, select, stamp, texts

TABLE = "late_entries"


def add(db: Database, wish: LateEntry) -> LateEntry:
    """Enter a late entry; its id is given here."""
    row: Row = {name: getattr(wish, name) for name in LateEntry.__slots__ if name not in ("id", "retracted")}
    row |= {"units": pack(wish.units), "printed_on": wish.printed_on.isoformat(), "at": stamp(wish.at)}
    with write(db):
        return get(db, insert(db, TABLE, row))


def get(db: Database, late_entry_id: int) -> LateEntry:
    """Return the late entry of that number. Raises `NotFound`."""
    row = first(db, f"{joined(TABLE)} where t.id = ?", late_entry_id)
    if row is None:
        raise NotFound("补录", late_entry_id, "请用 adoption list 查看编号")
    return _late(row)


def every(db: Database) -> list[LateEntry]:
    """Return all of them, the oldest date first."""
    return [_late(row) for row in select(db, f"{joined(TABLE)} order by t.printed_on, t.id")]


def same(db: Database, wish: LateEntry) -> LateEntry | None:
    """Return the one that stands with the same title in the same publication, on the same day or in the same issue, or None."""
    standing = (_late(row) for row in select(db, f"{joined(TABLE)} where b.id is null order by t.id"))
    written = (wish.publication, wish.number, wish.title, wish.printed_on)
    return next((one for one in standing if one.is_same_as(*written)), None)


def _late(row: Row) -> LateEntry:
    retracted = taken_out(row)
    return LateEntry(
        **{
            **row,
            "units": texts(row["units"]),
            "printed_on": date.fromisoformat(row["printed_on"]),
            "at": known_moment(row["at"]),
            "retracted": retracted,
        }
    )
