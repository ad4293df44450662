"""The counterfoils (存根) of rows that move on, begun with the rows of an office as they stand."""

from __future__ import annotations

from sqlite_utils import Database

from bulletin.store.counterfoil_tables import Foil, leave
from bulletin.store.migrations.ledger import MIGRATIONS, run
from bulletin.store.sealing import seal_rows

_ITEMS_OF = """(select json_group_array(item_id) from
    (select item_id from article_items where article_id = {row}.id order by position))"""
_FOILS = {
    "items": Foil(
        "original_id source unit kind signed_by urgency published_at received_at instruction_id number",
        content="key title text raw_text url origin fingerprint flags removed is_record",
    ),
    "articles": Foil("section revision_id", lists=(("items", _ITEMS_OF),)),
    "issues": Foil("publication series year number total composed_by composed_at editor_note folder"),
    "entries": Foil("issue_id position article_id revision_id section editor_note"),
    "follow_ups": Foil("instruction_id unit co_units task due_at begun_at mode urgency previous_id"),
    "problems": Foil("source severity what at settled_at settled_by on_behalf_of reason"),
    "former_names": Foil("former name last_original by on_behalf_of at"),
    "arrivals": Foil("source uid_validity uid state sender subject original_id what"),
}


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
    for table, foil in _FOILS.items():
        leave(db, table, foil)
    seal_rows(db, "counterfoils", ())
