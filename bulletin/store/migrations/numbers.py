"""Own numbers (编号) of items, and which items are rows of tables: each of those is a case of its own."""

from __future__ import annotations

import re

from sqlite_utils import Database

from bulletin.store.migrations.ledger import MIGRATIONS, run

_ROW = re.compile(r"(\S+) [0-9a-f]{16}")
"""The key of a table's row: its number, or 行, and the hash of its columns."""
_SUBMITTED = re.compile(r"(?:(\S+) )?[0-9a-f]{64}")
"""What follows the unit in the key of a submission: its number, if it states one, and the hash of its content."""
_TABLE = "application/vnd.ms-excel"


@MIGRATIONS()
def m012_numbered(db: Database) -> None:
    """The own number of each item, and whether it is a row of a table, both read from its key and its original.

    What was found of the likeness of such rows is taken back: it is found anew at the next run.
    """
    run(
        db,
        """
        alter table items add column number text not null default '';
        alter table items add column is_record integer not null default 0;
        create index items_by_number on items (number) where number <> '';
        """,
    )
    sql = "select i.id, i.key, i.unit, o.media_type from items i join originals o on o.id = i.original_id"
    read = ((_read(key, unit, media_type), id_) for id_, key, unit, media_type in db.execute(sql))
    told = [(number, is_record, id_) for (number, is_record), id_ in read if number or is_record]
    db.conn.executemany("update items set number = ?, is_record = ? where id = ?", told)
    records = "(select id from items where is_record = 1)"
    run(
        db,
        f"""
        delete from sampled_items where item_id in {records};
        delete from relations where kind <> 'event' and (item_id in {records} or other_id in {records})
        """,
    )


def _read(key: str, unit: str, media_type: str) -> tuple[str, int]:
    """Return the number that a key states, and 1 where it is a table's row."""
    row = _ROW.fullmatch(key) if media_type == _TABLE else None
    if row:
        return (row[1] if row[1] != "行" else ""), 1
    submitted = _SUBMITTED.fullmatch(key.removeprefix(f"{unit} ")) if unit and key.startswith(f"{unit} ") else None
    return (submitted[1] or "" if submitted else ""), 0
