"""The counterfoils (存根) of rows that move on: whatever is written to one leaves behind, under seal, what it then held.

A follow-up's due date or an item's unit may change, and decides what is assessed. Each writing of such a row appends a row
to ``counterfoils`` (append-only, sealed), by trigger: the newest one says what the program wrote last, the older ones what
stood before. Who writes the file without this program fails, and who takes the triggers away first is contradicted
(`bulletin.store.counterfoils`). A ``state`` the trail says is left out.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlite_utils import Database

from bulletin.store.sealing import columns_of, seal_of


@dataclass(frozen=True, slots=True)
class Foil:
    """What is held of a row, names parted by spaces: columns as they are; columns as one hash, named ``content``.

    ``lists`` names what is held beside them, and the SQL that asks for it.
    """

    columns: str
    content: str = ""
    lists: tuple[tuple[str, str], ...] = ()

    def written(self) -> list[str]:
        """Return the columns whose writing leaves a counterfoil."""
        return ["id", *self.columns.split(), *self.content.split()]


_ITEMS_OF = """(select json_group_object(position, item_id) from
    (select position, item_id from article_items where article_id = {row}.id order by position))"""
FOILS: dict[str, Foil] = {
    "items": Foil(
        "original_id source unit kind signed_by urgency published_at received_at instruction_id number",
        content="key title text raw_text url origin fingerprint flags removed is_record",
    ),
    "articles": Foil("section revision_id", lists=(("items", _ITEMS_OF),)),
    "issues": Foil("publication series year number total composed_by composed_at editor_note folder"),
    "entries": Foil("issue_id position article_id revision_id section editor_note"),
    "follow_ups": Foil("instruction_id unit co_units task due_at begun_at mode urgency previous_id"),
    "problems": Foil("source severity what remedy at keep_until settled_at settled_by on_behalf_of reason"),
    "former_names": Foil("former name last_original by on_behalf_of at"),
    "arrivals": Foil("source uid_validity uid state sender subject original_id what"),
}
"""Tables whose rows move on and leave counterfoils."""
TAKEN_OUT = frozenset({"entries"})
"""Tables whose rows may be taken out again; of the others none is ever removed."""
_ALONE = "''"
"""SQL: no seal before it."""
_LEAVE = "insert into counterfoils (record, record_id, event, held)"


def held(*named: str | int | None) -> str:
    """Return names and values, given in turn, as one JSON object with its keys in order; what is null is left out."""
    row = {str(name): value for name, value in zip(named[::2], named[1::2], strict=True) if value is not None}
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def register_held(db: Database) -> None:
    """Enter the SQL function ``held``."""
    db.conn.create_function("held", -1, held, deterministic=True)


def held_of(db: Database, table: str, foil: Foil, row: str) -> str:
    """Return the SQL for what is held of `row` (``new``, or an alias) of the table.

    A column added later holds its default in older rows, and a default is not held (as in `seal_of`).
    """
    columns = [column for column in columns_of(db, table) if column.name in foil.columns.split()]
    values = [f"'{name}', nullif({row}.\"{name}\", {default})" for name, default in columns]
    values += [f"'{name}', {sql.format(row=row)}" for name, sql in foil.lists]
    if foil.content:
        values.append(f"'content', {seal_of(db, table, tuple(foil.content.split()), row, _ALONE)}")
    return f"held({', '.join(values)})"


def counterfoil_triggers(db: Database) -> dict[str, str]:
    """Return the triggers that leave the counterfoils: name to SQL."""
    made = [trigger for table, foil in FOILS.items() for trigger in _triggers(db, table, foil)]
    return dict([*made, *_items_of_articles(db)])


def _triggers(db: Database, table: str, foil: Foil) -> list[tuple[str, str]]:
    """A row that is written to as it stood already leaves none."""
    changed = " or ".join(f'old."{name}" is not new."{name}"' for name in foil.written())
    new = held_of(db, table, foil, "new")
    return [
        _trigger(f"{table}_held_on_insert", f"after insert on {table}", table, ("new.id", "insert", new)),
        _trigger(
            f"{table}_held_on_update",
            f"after update of {', '.join(foil.written())} on {table} when {changed}",
            table,
            ("new.id", "update", new),
        ),
        _trigger(f"{table}_held_on_delete", f"after delete on {table}", table, ("old.id", "delete", "''")),
    ]


def _items_of_articles(db: Database) -> list[tuple[str, str]]:
    """The items an article is made of are held with the article."""
    now = held_of(db, "articles", FOILS["articles"], "a")
    return [
        (
            name := f"article_items_held_on_{event}",
            f"create trigger {name} after {event} on article_items begin {_LEAVE} "
            f"select 'articles', a.id, 'update', {now} from articles a where a.id = {row}.article_id; end",
        )
        for event, row in (("insert", "new"), ("update", "new"), ("delete", "old"))
    ]


def _trigger(name: str, when: str, table: str, left: tuple[str, str, str]) -> tuple[str, str]:
    row_id, event, what = left
    return name, f"create trigger {name} {when} begin {_LEAVE} values ('{table}', {row_id}, '{event}', {what}); end"
