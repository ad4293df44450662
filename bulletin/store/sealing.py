"""How a row is sealed (封存): SQLite itself hashes each new row together with the seal before it, by the function ``sealed``.

The seals (`bulletin.store.seals`) are one chain over all that is never changed: a row rewritten behind the program's back no
longer gives its seal, and a seal made anew no longer gives the next. What a table holds is asked of the schema, so that no
list of columns can lag behind it. A column added later holds its default in older rows, and a default is not hashed.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from sqlite_utils import Database

from bulletin.text import sha256


class Column(NamedTuple):
    """One column of a table: its name, and its default as SQL, ``null`` where none is declared."""

    name: str
    default: str


def sealed(before: str, record: str, *named: str | int | None) -> str:
    """Return the seal of a row of the table `record`: the SHA-256 of the seal before it and of its values by name.

    `named` are names and values in turn; what is null is left out.
    """
    row = {str(name): value for name, value in zip(named[::2], named[1::2], strict=True) if value is not None}
    text = json.dumps([before, record, row], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode())


def register_sealed(db: Database) -> None:
    """Enter the SQL function ``sealed``: who writes a sealed table without this program fails, which is right."""
    db.conn.create_function("sealed", -1, sealed, deterministic=True)


def columns_of(db: Database, table: str) -> list[Column]:
    """Return the columns of a table; none where there is no such table."""
    sql = "select name, coalesce(dflt_value, 'null') from pragma_table_info(?) order by cid"
    return [Column(*row) for row in db.execute(sql, (table,)).fetchall()]


def keys_of(db: Database, table: str) -> list[tuple[str, ...]]:
    """Return what must be unique in a table: ``id``, then the columns of every unique index."""
    sql = """
        select l.name, i.name from pragma_index_list(?) l join pragma_index_info(l.name) i
        where l."unique" order by l.seq desc, i.seqno
    """
    keys: dict[str, tuple[str, ...]] = {"": ("id",)}
    for index, column in db.execute(sql, (table,)).fetchall():
        keys[index] = (*keys.get(index, ()), column)
    return list(keys.values())


HEAD = "coalesce((select sha256 from seals order by id desc limit 1), '')"
"""SQL: the newest seal, '' where there is none."""


def seal_of(db: Database, table: str, names: tuple[str, ...], row: str, before: str) -> str:
    """Return the SQL for the seal of `row` (``new``, or an alias) of the table after the seal `before`.

    Sealed are the columns in `names`, all where none is named.
    """
    columns = [column for column in columns_of(db, table) if not names or column.name in names]
    values = ", ".join(f"'{name}', nullif({row}.\"{name}\", {default})" for name, default in columns)
    return f"sealed({before}, '{table}', {values})"


def seal_rows(db: Database, table: str, names: tuple[str, ...]) -> None:
    """Seal the rows a table has already, oldest first: for the migration that puts it under seal."""
    seal = seal_of(db, table, names, "t", HEAD)
    sql = f"insert into seals (record, record_id, sha256) select '{table}', t.id, {seal} from {table} t where t.id = ?"
    ids = db.execute(f"select id from {table} order by id").fetchall()
    db.conn.executemany(sql, ids)
