"""What is promised about counterfoils: whatever is written to a row that moves on is under seal, and the row is held to it."""

from __future__ import annotations

import json
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import House, NewHouse
from sqlite_utils import Database

from bulletin import store
from bulletin.desk import editing
from bulletin.feedback.cases import follow_ups
from bulletin.press import compose
from bulletin.store.counterfoil_tables import FOILS
from bulletin.store.counterfoils import Mismatch
from bulletin.store.migrations import MIGRATIONS
from bulletin.store.triggers import APPEND_ONLY, BEGUN, TABLE_OF_SUBJECT

LEFT = {
    **dict.fromkeys(("article_items",), "held with the article"),
    **dict.fromkeys(("commissions", "incidents"), "all but the state is sealed, and the state follows the trail"),
    **dict.fromkeys(
        ("source_health", "source_runs", "unread_pages", "tables_read", "robots"),
        "how collecting goes: what is lost is asked for again",
    ),
    **dict.fromkeys(
        (
            *("relations", "printed_relations", "events", "event_items", "event_sketches", "event_probes"),
            *("event_gram_counts", "item_samples", "entry_samples", "sampled_items", "sampled_entries", "item_phrases"),
            *("item_scores", "score_counts", "rank_topics", "rank_terms", "rank_rules", "rank_marks"),
        ),
        "computed of the items, and decides nothing that is printed or counted",
    ),
    "seals": "the chain itself",
}
"""Tables that leave no counterfoils and are not sealed as a whole, and why."""


@pytest.fixture(scope="module")
def working_once(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """An office in the midst of things: a case, an issue being composed, an item undecided, a problem, a source renamed."""
    house: House = new_house(tmp_path_factory.mktemp("working"))
    instruction = house.instruction(house.issue("published"))
    clerk = house.actor("clerk1")
    follow_ups.assign(house.db, house.settings, instruction.id, follow_ups.Assignment("东山镇"), clerk, house.at)
    house.article("approved", title="下一期的一条", text="下一期的正文。")
    house.issue("composed")
    house.item("未定的一条。")
    with store.write(house.db):
        house.db.execute("insert into problems values (null, 's', 'error', 'w', 'r', '2026', null, null, '', '', '')")
        house.db.execute(
            "insert into arrivals values (null, 'box', 1, 7, 'boxed', 'a@example.org', '报送', null, '', '', '')"
        )
        house.db.execute("insert into former_names values (1, 'a', 'b', 0, 'admin1', '', '2026')")
    return house


@pytest.fixture
def working(new_house: NewHouse, tmp_path: Path, working_once: House) -> House:
    """A copy of that office, to be harmed."""
    return new_house(tmp_path / "working", working_once)


def unprotected(db: Database, *statements: str) -> None:
    """Change rows as somebody would who drops the triggers and puts them back."""
    db.execute("pragma foreign_keys = off")
    for name in store.triggers.present_triggers(db):
        db.execute(f'drop trigger "{name}"')
    for statement in statements:
        db.execute(statement)
    store.restore_triggers(db)


def found(db: Database) -> list[tuple[str, str, int, str]]:
    """Return what differs: kind, table, row, field."""
    return [(one.kind, one.record, one.id, one.field) for one in store.counterfoils.mismatches(db)]


def foils(db: Database, table: str, row_id: int) -> list[tuple[str, dict[str, object]]]:
    """Return the counterfoils of a row: the event, and what the row held."""
    sql = "select event, held from counterfoils where record = ? and record_id = ? order by id"
    return [(event, json.loads(held or "{}")) for event, held in db.execute(sql, (table, row_id))]


def test_an_office_at_work_holds_what_was_written(working: House) -> None:
    """Every row that moves on has its counterfoil, and each holds what the newest one says; the chain of seals is whole."""
    assert found(working.db) == []
    assert list(store.seals.faults(working.db)) == []
    assert [table for table in FOILS if not working.db.table(table).count] == []


def test_a_due_date_that_was_moved_leaves_both_dates_behind(working: House) -> None:
    """What stood before a change can be read under seal, and what stands now."""
    case = store.follow_ups.get(working.db, 1)
    later = case.due_at + timedelta(days=5)

    store.follow_ups.set_due(working.db, 1, later)

    dates = [held["due_at"] for _, held in foils(working.db, "follow_ups", 1)]
    assert dates[-2:] == [case.due_at.isoformat(), later.isoformat()]
    assert found(working.db) == []


def test_what_is_written_as_it_stood_leaves_nothing(working: House) -> None:
    """The same value again, or another state, is no writing."""
    before = working.db.table("counterfoils").count
    item = working.db.execute("select max(id) from items").fetchone()[0]

    working.db.execute("update follow_ups set due_at = due_at, unit = unit")
    working.db.execute("update items set text = text, urgency = urgency")
    editing.decide(working.db, [item], "shelve", working.actor("editor1"), working.at)

    assert working.db.table("counterfoils").count == before


def test_an_entry_taken_out_and_items_put_in_are_the_programs_own(working: House) -> None:
    """An issue that loses an entry, and an article made of other items, hold what was written to them."""
    (issue,) = store.issues.every(working.db, states=("composed",))
    entry = store.issues.entries(working.db, issue.id)[0]
    compose.take_out(working.db, working.settings, issue, 1, working.actor("editor1"), working.at)
    store.articles.set_items(working.db, entry.article_id, [3, 1])

    assert foils(working.db, "entries", entry.id)[-1] == ("delete", {})
    assert foils(working.db, "articles", entry.article_id)[-1][1]["items"] == '{"1":3,"2":1}'
    assert found(working.db) == []


HARMS = {
    "due date": ("update follow_ups set due_at = '2027-06-30T23:59:59+08:00'", ("changed", "follow_ups", 1, "due_at")),
    "lead unit": ("update follow_ups set unit = '市财政局'", ("changed", "follow_ups", 1, "unit")),
    "co-units": ("update follow_ups set co_units = '[\"西河镇\"]'", ("changed", "follow_ups", 1, "co_units")),
    "mode, to the default": ("update follow_ups set mode = '自办'", ("changed", "follow_ups", 1, "mode")),
    "unit of an item": ("update items set unit = '市财政局' where id = 3", ("changed", "items", 3, "unit")),
    "urgency of an item": ("update items set urgency = '普通' where id = 3", ("changed", "items", 3, "urgency")),
    "when it was received": ("update items set received_at = '2026' where id = 3", ("changed", "items", 3, "received_at")),
    "text of an item": ("update items set raw_text = '别的' where id = 3", ("changed", "items", 3, "content")),
    "items of an article": ("update article_items set item_id = 3 where article_id = 2", ("changed", "articles", 2, "items")),
    "items taken away": ("delete from article_items where article_id = 2", ("changed", "articles", 2, "items")),
    "revision of an article": ("update articles set revision_id = 1 where id = 2", ("changed", "articles", 2, "revision_id")),
    "revision of an entry": ("update entries set revision_id = 1 where id = 2", ("changed", "entries", 2, "revision_id")),
    "note of an issue": ("update issues set editor_note = '按' where id = 2", ("changed", "issues", 2, "editor_note")),
    "order of items": ("update article_items set position = 3 where article_id = 2", ("changed", "articles", 2, "items")),
    "remedy of a problem": ("update problems set remedy = '不必理会' where id = 1", ("changed", "problems", 1, "remedy")),
    "problem kept": ("update problems set keep_until = '2026' where id = 1", ("changed", "problems", 1, "keep_until")),
    "problem settled": ("update problems set settled_by = 'admin1' where id = 1", ("changed", "problems", 1, "settled_by")),
    "name of a source": ("update former_names set name = 'c'", ("changed", "former_names", 1, "name")),
    "mail put aside": ("update arrivals set state = 'dismissed'", ("changed", "arrivals", 1, "state")),
    "case gone": ("delete from follow_ups", ("lost", "follow_ups", 1, "")),
    "entry gone": ("delete from entries where id = 2", ("lost", "entries", 2, "")),
    "case slipped in": (
        "insert into follow_ups select 7, instruction_id, unit, co_units, task, due_at, state, begun_at, mode, urgency, "
        "previous_id from follow_ups",
        ("bare", "follow_ups", 7, ""),
    ),
}  # fmt: skip


@pytest.mark.parametrize("harm", HARMS)
def test_a_row_changed_without_its_triggers_is_contradicted(working: House, harm: str) -> None:
    """Triggers dropped, a row rewritten, triggers put back: exactly that row and field are named, though no seal is broken."""
    statement, said = HARMS[harm]

    unprotected(working.db, statement)

    assert (found(working.db), store.altered_triggers(working.db)) == ([said], [])
    assert list(store.seals.faults(working.db)) == []


def test_what_stands_and_what_was_recorded_are_both_told(working: House) -> None:
    """A value that was the column's default is told as that, though a counterfoil leaves it out."""
    unprotected(working.db, "update follow_ups set mode = '自办', unit = '市财政局'")

    told = {one.field: one for one in store.counterfoils.mismatches(working.db)}

    assert {(one.stands, one.recorded) for one in told.values()} == {("自办", "交办"), ("市财政局", "东山镇")}
    assert isinstance(told["unit"], Mismatch)
    assert told["unit"].row["task"] == store.follow_ups.get(working.db, 1).task


@pytest.mark.parametrize("harm", ["x", "[]", "{", "null"])
def test_a_counterfoil_that_is_none_is_said_and_stops_nothing(working: House, harm: str) -> None:
    """One that was overwritten with anything is told as unreadable, of a row that is gone too."""
    unprotected(
        working.db,
        f"update counterfoils set held = '{harm}' where record in ('follow_ups', 'arrivals')",
        "delete from arrivals",
    )

    assert found(working.db) == [("unreadable", "follow_ups", 1, ""), ("lost", "arrivals", 1, "")]


def test_a_row_removed_with_the_triggers_in_place_is_missed(working: House) -> None:
    """Only an entry is ever taken out: of anything else the counterfoil of its removal is no excuse."""
    working.db.execute("pragma foreign_keys = off")
    working.db.execute("delete from follow_ups")

    (one,) = store.counterfoils.mismatches(working.db)
    assert (one.kind, one.record, one.row["unit"]) == ("lost", "follow_ups", "东山镇")


def test_another_program_writes_no_row_that_moves_on(working: House) -> None:
    """A plain connection does not know how a counterfoil is left, and one that pretends to breaks the chain of seals."""
    outside = sqlite3.connect(working.settings.database_path)
    for statement in ("update follow_ups set due_at = '2027'", "update items set urgency = ''", "delete from entries"):
        with pytest.raises(sqlite3.OperationalError, match="no such function"):
            outside.execute(statement)
    outside.create_function("sealed", -1, lambda *values: "0" * 64)
    outside.create_function("held", -1, lambda *values: "{}")
    outside.execute("update follow_ups set due_at = '2027'")
    outside.commit()
    outside.close()

    faults = [(fault.kind, fault.record, fault.row["record"]) for fault in store.seals.faults(working.db)]
    assert faults == [("altered", "counterfoils", "follow_ups")]
    assert found(working.db) != []


def test_an_office_from_before_is_held_as_it_was_found(working: House) -> None:
    """The update leaves a counterfoil of each row as it stands; what is changed behind it afterwards says so."""
    for name in store.triggers.present_triggers(working.db):
        working.db.execute(f'drop trigger "{name}"')
    working.db.execute("delete from seals where record = 'counterfoils'")
    working.db.execute("drop table counterfoils")
    working.db.execute("delete from _sqlite_migrations where name = 'm025_held'")
    assert [one.name for one in MIGRATIONS.pending(working.db)] == ["m025_held"]
    working.db.close()

    db = store.open_database(working.settings.database_path)
    rows = sum(db.table(table).count for table in FOILS)
    events = db.execute("select distinct event from counterfoils").fetchall()
    db.close()
    db = store.open_database(working.settings.database_path)

    assert (db.table("counterfoils").count, events) == (rows, [("found",)])
    assert (found(db), store.altered_triggers(db)) == ([], [])
    unprotected(db, "update follow_ups set unit = '市财政局'")
    (one,) = store.counterfoils.mismatches(db)
    assert (one.is_found, one.recorded) == (True, "东山镇")
    db.close()


def test_a_column_added_later_contradicts_no_row(working: House) -> None:
    """A default of a later version was never held."""
    working.db.execute("alter table follow_ups add column zone text not null default '+08:00'")
    foil = FOILS["follow_ups"]
    FOILS["follow_ups"] = type(foil)(f"{foil.columns} zone")
    try:
        store.restore_triggers(working.db)
        assert found(working.db) == []
        working.db.execute("update follow_ups set zone = '+09:00'")
        assert found(working.db) == []
    finally:
        FOILS["follow_ups"] = foil


@pytest.mark.parametrize("table", FOILS)
def test_every_column_is_held_sealed_or_said_by_the_trail(working: House, table: str) -> None:
    """No column of a row that moves on is without guard, but for advice and for when something is tried again."""
    said = {"state"} if table in TABLE_OF_SUBJECT.values() else set()
    held = {*FOILS[table].written(), *BEGUN.get(table, ()), *said}

    left = {"arrivals": {"remedy", "rules"}}
    assert set(working.db.table(table).columns_dict) - held == left.get(table, set())


def test_every_table_is_sealed_held_or_named_here(working: House) -> None:
    """A new table is under seal, leaves counterfoils, or says here why it need not."""
    tables = {name for name in working.db.table_names() if not name.startswith(("_", "sqlite_"))}
    indexes = {name for name in tables if name.startswith(("item_grams", "revision_grams"))}

    assert tables - indexes - {*APPEND_ONLY, *FOILS} == set(LEFT)
