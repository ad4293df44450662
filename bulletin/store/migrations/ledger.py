"""The list that every migration is entered in, and how one is run."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

MIGRATIONS = Migrations("bulletin")


def run(db: Database, script: str) -> None:
    """Execute the statements of `script`, which are parted by semicolons (no triggers: they stand in `store.triggers`)."""
    for statement in filter(str.strip, script.split(";")):
        db.execute(statement)
