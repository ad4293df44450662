"""The counterfoils (存根) of rows that move on, begun with the rows of an office as they stand.

What is held of them, and in which form, stands here as it was released, whatever `bulletin.store.counterfoil_tables` comes
to hold later: an office that is updated then begins with the same words as one that was updated before.
"""

from __future__ import annotations

from sqlite_utils import Database

from bulletin.store.migrations.ledger import MIGRATIONS, run
from bulletin.store.sealing import columns_of, seal_rows

_HELD = {
    "items": "original_id source unit kind signed_by urgency published_at received_at instruction_id number",
    "articles": "section revision_id",
    "issues": "publication series year number total composed_by composed_at editor_note folder",
    "entries": "issue_id position article_id revision_id section editor_note",
    "follow_ups": "instruction_id unit co_units task due_at begun_at mode urgency previous_id",
    "problems": "source severity what remedy at keep_until settled_at settled_by on_behalf_of reason",
    "former_names": "former name last_original by on_behalf_of at",
    "arrivals": "source uid_validity uid state sender subject original_id what",
}
"""Columns held as they are."""
_HASHED = "key title text raw_text url origin fingerprint flags removed is_record"
"""Columns of the items held as one hash."""
_ITEMS = """(select json_group_object(position, item_id) from
    (select position, item_id from article_items where article_id = t.id order by position))"""


@MIGRATIONS()
def m025_held(db: Database) -> None:
    """``held`` is JSON, what the row ``record_id`` of the table ``record`` held when it was written; '' once it is gone.

    ``event`` is ``found`` for what stood in an office from before.
    """
    run(
        db,
        """
        create table counterfoils (
            id integer primary key,
            record text not null,
            record_id integer not null,
            event text not null check (event in ('found', 'insert', 'update', 'delete')),
            held text not null
        ) strict;
        create index counterfoils_by_row on counterfoils (record, record_id, id)
        """,
    )
    for table, columns in _HELD.items():
        held = f"held({', '.join((*_named(db, table, columns), *_more(db, table)))})"
        db.execute(
            f"insert into counterfoils (record, record_id, event, held) "
            f"select '{table}', t.id, 'found', {held} from {table} t order by t.id"
        )
    seal_rows(db, "counterfoils", ())


def _more(db: Database, table: str) -> list[str]:
    """Return, as arguments in SQL, what is held beside the columns."""
    if table == "articles":
        return ["'items'", _ITEMS]
    if table == "items":
        return ["'content'", f"sealed('', 'items', {', '.join(_named(db, 'items', _HASHED))})"]
    return []


def _named(db: Database, table: str, columns: str) -> list[str]:
    """Return, as arguments in SQL, names and values of the columns of a row ``t``; a default is not held."""
    found = [one for one in columns_of(db, table) if one.name in columns.split()]
    return [f"'{name}', nullif(t.\"{name}\", {default})" for name, default in found]
