"""What is promised about deeds in the trail: one transaction is one deed, and older rows are none."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from conftest import House

from bulletin import store
from bulletin.desk import commissions, editing, undo
from bulletin.errors import NotFound
from bulletin.store.migrations import MIGRATIONS

M016 = "m016_commissioned"


def shelve(house: House, *ids: int) -> None:
    """Shelve items in one go, as editor1."""
    editing.decide(house.db, list(ids), "shelve", house.actor("editor1"), house.at)


def test_one_transaction_is_one_deed(house: House) -> None:
    """Steps written together have one number, the id of the first; what is written apart, even at the same second, another."""
    ids = [house.item().id for _ in range(5)]
    shelve(house, ids[0], ids[1])
    shelve(house, ids[2])
    with store.write(house.db):
        shelve(house, ids[3])
        shelve(house, ids[4])

    deeds = store.deeds.of_person(house.db, "editor1", 9)

    assert [[step.subject_id for step in deed.steps] for deed in deeds] == [ids[3:], [ids[2]], ids[:2]]
    assert [deed.id for deed in deeds] == [deed.steps[0].id for deed in deeds]
    assert len(store.deeds.of_person(house.db, "editor1", 2)) == 2


def test_a_deed_that_failed_leaves_no_number_behind(house: House) -> None:
    """What was rolled back is no deed, and the next one does not belong to it."""
    item = house.item()
    with pytest.raises(NotFound):
        shelve(house, item.id, 999)
    shelve(house, item.id)

    (deed,) = store.deeds.of_person(house.db, "editor1", 9)

    assert (deed.id, len(deed.steps)) == (deed.steps[0].id, 1)


def test_the_chain_of_undoing_is_kept(house: House) -> None:
    """Undone, redone, undone: every deed says what it took back, and whether it stands is read from that."""
    shelve(house, house.item().id)
    who = (house.db, house.settings, house.actor("editor1"), house.at)
    undo.undo(*who)
    undo.redo(*who)
    third, second, first = store.deeds.of_person(house.db, "editor1", 9)

    assert (first.undoes, second.undoes, third.undoes) == (None, first.id, second.id)
    assert [store.deeds.is_undone(house.db, deed.id) for deed in (first, second, third)] == [False, True, False]
    with pytest.raises(sqlite3.IntegrityError, match="只增不改"):
        house.db.execute("delete from undoings")


def test_an_office_from_before_keeps_its_trail_and_learns_commissions(house: House, tmp_path: Path) -> None:
    """The trail is carried over row by row, its states still follow it, and a commission can be put out."""
    article = house.article("approved")
    rows = house.db.execute("select * from statuses order by id").fetchall()
    old = store.open_database(tmp_path / "old.db")
    _as_before(old)
    old.conn.executemany(f"insert into statuses values ({', '.join('?' * 12)})", [row[:12] for row in rows])

    MIGRATIONS.apply(old)
    store.restore_triggers(old)

    assert [row[:12] for row in old.execute("select * from statuses order by id")] == [row[:12] for row in rows]
    assert store.deeds.of_person(old, "editor1", 9) == []
    assert store.articles.review(old, article.revision.id).approvals[0].by == "reviewer1"
    assert store.altered_triggers(old) == []
    call = commissions.Call("防汛", house.at)
    one = commissions.commission(old, house.settings, call, house.actor("editor1"), house.at)
    assert commissions.close(old, one.id, house.actor("editor1"), house.at).state == "closed"
    assert [row[0] for row in old.execute("pragma integrity_check")] == ["ok"]


def _as_before(db: store.Database) -> None:
    """Bring the empty database to where it was before m016."""
    db.execute("pragma foreign_keys = off")
    for (trigger,) in db.execute("select name from sqlite_master where type = 'trigger'").fetchall():
        db.execute(f"drop trigger {trigger}")
    for table in ("undoings", "commission_answers", "commissions"):
        db.execute(f"drop table {table}")
    db.execute("alter table articles drop column taken_from")
    (made,) = db.execute("select sql from sqlite_master where name = 'statuses'").fetchone()
    names = ("statuses_by_subject", "statuses_by_revision")
    indexes = [db.execute("select sql from sqlite_master where name = ?", (name,)).fetchone()[0] for name in names]
    db.execute("drop table statuses")
    db.execute(made.replace(", 'commission'", "").replace(", deed integer not null default 0", ""))
    for index in indexes:
        db.execute(index)
    db.execute("delete from _sqlite_migrations where name = ?", (M016,))
