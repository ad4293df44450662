"""What is promised about the rows of a review: those from before are read, and none is changed afterwards."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from conftest import House

from bulletin import store
from bulletin.store.migrations import MIGRATIONS
from bulletin.store.triggers import restore_triggers


def test_approvals_from_before_count_as_they_did(house: House, tmp_path: Path) -> None:
    """An office whose rows name no target opens, and what was approved stands, level by level."""
    one = house.article("approved", "信息专报")
    rows = house.db.execute("select subject, subject_id, action, state, by, on_behalf_of, at, note, revision_id, level "
                            "from statuses where subject = 'article' order by id").fetchall()  # fmt: skip
    old = store.open_database(tmp_path / "old.db")
    old.execute("pragma foreign_keys = off")
    for trigger in ("statuses_no_update", "statuses_no_delete", "statuses_no_replace", "statuses_sealed"):
        old.execute(f"drop trigger {trigger}")
    old.execute("alter table statuses drop column target")
    old.execute("drop table sights")
    old.execute("drop table notices")
    old.execute("delete from _sqlite_migrations where name = 'm015_reviewed'")
    old.conn.executemany(
        "insert into statuses (subject, subject_id, action, state, by, on_behalf_of, at, note, revision_id, level) "
        "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )

    MIGRATIONS.apply(old)
    restore_triggers(old)

    assert [(s.level, s.by, s.target) for s in store.articles.approvals(old, one.revision.id)] == [
        (1, "reviewer1", ""),
        (2, "reviewer2", ""),
    ]
    assert store.altered_triggers(old) == []


@pytest.mark.parametrize("table", ["sights", "notices"])
def test_what_was_looked_at_and_told_is_never_changed(house: House, table: str) -> None:
    """Neither may be rewritten or taken away."""
    house.move(house.article("in_review"), "approve", "reviewer1")

    assert house.db.execute(f"select count(*) from {table}").fetchone()[0] > 0
    for sql in (f"update {table} set by = 'x'", f"delete from {table}"):
        with pytest.raises(sqlite3.IntegrityError, match="只增不改"):
            house.db.execute(sql)


def test_looking_twice_at_the_same_is_one_row(house: House) -> None:
    """Opening the same revision again and again adds nothing."""
    one = house.article("in_review")
    for _ in range(3):
        store.reviews.look(house.db, one.id, one.revision.id, "reviewer1", house.at, opened=True)

    assert house.db.execute("select count(*) from sights").fetchone() == (1,)
