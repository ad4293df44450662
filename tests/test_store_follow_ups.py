"""What is promised about m021 and the rows of cases: an older office keeps its cases, and what is read of them stays quick."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from conftest import AT, House

from bulletin import store
from bulletin.feedback.cases import follow_ups, signals, slips
from bulletin.store import Database
from bulletin.store.migrations import MIGRATIONS

M021 = "m021_followed"


@pytest.fixture
def older(house: House, tmp_path: Path) -> Iterator[House]:
    """An office as it was before m021, with a case of it: assigned, reminded, extended; opened afresh."""
    case = follow_ups.assign(
        house.db,
        house.settings,
        house.instruction(house.issue("published")).id,
        follow_ups.Assignment("东山镇"),
        house.actor("clerk1"),
        house.at,
    )
    db = house.db
    for (name,) in db.execute("select name from sqlite_master where type = 'trigger'").fetchall():
        db.execute(f'drop trigger "{name}"')
    db.execute("delete from statuses where action = 'register'")
    for index in ("instructions_by_issue", "follow_ups_by_state"):
        db.execute(f"drop index {index}")
    for table in ("judgements", "slips"):
        db.execute(f"drop table {table}")
    columns = {
        "instructions": ("rank", "level", '"order"', "follow_up_id"),
        "follow_ups": ("mode", "urgency", "previous_id"),
        "progress": ("unit", "due_at", "judged"),
    }
    for table, names in columns.items():
        for name in names:
            db.execute(f"alter table {table} drop column {name}")
    for former, name in (("due_on", "due_at"), ("assigned_at", "begun_at")):
        db.execute(f"alter table follow_ups rename column {name} to {former}")
    db.execute("update follow_ups set due_on = '2026-12-10'")
    old = "insert into progress values (?, ?, ?, ?, ?, 'clerk1', '', ?)"
    db.execute(old, (901, case.id, "remind", "请按时反馈办理情况", None, AT.isoformat()))
    db.execute(old, (902, case.id, "extend", "材料未齐", "2026-12-10", AT.isoformat()))
    db.execute("delete from _sqlite_migrations where name = ?", (M021,))
    assert M021 in [one.name for one in MIGRATIONS.pending(db)]
    db.close()
    opened: Database = store.open_database(house.settings.database_path)
    yield House(house.settings, opened, house.at)
    opened.close()


def test_an_older_case_is_due_at_the_end_of_its_day(older: House) -> None:
    """The date it had becomes the last second of that day, in the zone it was assigned in; an extension's date too."""
    case = store.follow_ups.get(older.db, 1)

    assert case.due_at.isoformat() == "2026-12-10T23:59:59+08:00"
    assert (case.begun_at, case.course.assigned_at, case.mode, case.previous_id) == (AT, AT, "交办", None)
    extended = store.follow_ups.progress(older.db, 1)[-1]
    assert (extended.kind, extended.due_at, extended.judged) == ("extend", case.due_at, ())
    assert store.altered_triggers(older.db) == []


def test_an_older_case_goes_on_to_its_end(older: House) -> None:
    """It is reported, accepted, shown with its light, and told as a way slip, though no slip of it was ever numbered."""
    clerk, later = older.actor("clerk1"), older.later(days=21)
    assert follow_ups.signal(store.follow_ups.get(older.db, 1), older.settings, later.at) == "red"

    follow_ups.report(older.db, 1, "办好了。", True, clerk, later.at)
    follow_ups.accept(older.db, older.settings, 1, "", clerk, later.at)

    assert signals.timing(store.follow_ups.get(older.db, 1), later.at) == "closed_late"
    told = [step.what for step in slips.trail(older.db, older.settings, 1, later.at).steps]
    assert told[-5:] == [
        "督办 1 交办",
        "督办 1 催办",
        "督办 1 延期至2026年12月10日",
        "督办 1 反馈（东山镇）",
        "督办 1 审结（六问皆是）",
    ]
    assert store.instructions.get(older.db, 1).level == ""


def test_ten_thousand_cases_are_listed_in_a_moment(house: House) -> None:
    """What is read of each case beside its row is found by index: 10,000 cases in seconds, not minutes."""
    house.instruction(house.issue("published"))
    with store.write(house.db):
        house.db.execute(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 10000) "
            "insert into follow_ups (instruction_id, unit, co_units, task, due_at, state, begun_at) "
            "select 1, '东山镇', '[]', '办', '2026-12-10T23:59:59+08:00', 'assigned', ? from n",
            (AT.isoformat(),),
        )
        house.db.execute(
            "insert into progress (follow_up_id, kind, text, by, on_behalf_of, at) "
            "select id, 'interim', '在办', 'clerk1', '', ? from follow_ups",
            (AT.isoformat(),),
        )
    started = time.perf_counter()

    found = store.follow_ups.every(house.db)

    assert time.perf_counter() - started < 8
    assert len(found) == 10_000
    assert {one.course.spoken_at for one in found} == {datetime.fromisoformat(AT.isoformat())}
