"""The full-text index: one contentless FTS5 table over character bigrams for items, one for revisions.

Triggers (`store.triggers`) keep it in step, calling the SQL function ``grams``: who writes the file without this program
fails with ``no such function: grams``, which is right. The tokenizer ``ascii`` takes the words as `text.grams` made them
on every SQLite; ``unicode61`` would ask the tables of the SQLite at hand which characters are letters.
"""

from __future__ import annotations

from sqlite_utils import Database

from bulletin.text.grams import folded, grams, narrowed

ROWS_OF = {"item_grams": "items", "revision_grams": "revisions"}
"""Each index, and the table whose ``title`` and ``text`` it holds under the same number."""


def register_functions(db: Database) -> None:
    """Enter the SQL functions that index and search call."""
    for function in (grams, folded, narrowed):
        db.register_function(function, deterministic=True)


def fill(db: Database, index: str) -> None:
    """Enter all rows into an empty index, one after another, in little memory however many they are.

    FTS5 keeps its usual hash: a larger one fills a third faster and leaves one giant segment, which the commits that follow
    merge whole.
    """
    rows = ROWS_OF[index]
    db.execute(f"insert into {index} (rowid, title, text) select id, grams(title), grams(text) from {rows} order by id")


def command(db: Database, index: str, name: str, value: int | str | None = None) -> None:
    """Give FTS5 one of its commands (https://sqlite.org/fts5.html#special_insert_commands)."""
    db.execute(f"insert into {index} ({index}, rank) values (?, ?)", (name, value))
