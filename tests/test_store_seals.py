"""What is promised about seals: every row that stays has one, one chain, and whatever does not give its seal is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import House, NewHouse

from bulletin import store
from bulletin.store.migrations import MIGRATIONS
from bulletin.store.sealing import columns_of, sealed
from bulletin.store.seals import Fault
from bulletin.store.triggers import SEALED


@pytest.fixture(scope="module")
def sealed_once(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """An office with an article that was approved, and one that was not."""
    house = new_house(tmp_path_factory.mktemp("sealed"))
    house.article("approved")
    house.article("draft", title="另一篇", text="另一篇的正文。")
    return house


@pytest.fixture
def house(new_house: NewHouse, tmp_path: Path, sealed_once: House) -> House:
    """A copy of that office, to be harmed."""
    return new_house(tmp_path / "harmed", sealed_once)


def unprotected(house: House, statement: str) -> None:
    """Change rows as somebody would who drops the triggers and puts them back."""
    for name in store.triggers.present_triggers(house.db):
        house.db.execute(f'drop trigger "{name}"')
    house.db.execute(statement)
    store.restore_triggers(house.db)


def found(house: House) -> list[tuple[str, str, int]]:
    """Return the faults: kind, table, row."""
    return [(fault.kind, fault.record, fault.id) for fault in store.seals.faults(house.db)]


def from_before(house: House) -> None:
    """Take away seals and counterfoils, as it was before there were any: the migrations that bring them are to run anew."""
    for name in store.triggers.present_triggers(house.db):
        house.db.execute(f'drop trigger "{name}"')
    for table in ("seals", "counterfoils"):
        house.db.execute(f"drop table {table}")
    house.db.execute("delete from _sqlite_migrations where name in ('m019_sealed', 'm025_held')")


def test_every_row_that_stays_has_one_seal(house: House) -> None:
    """As many seals as rows, numbered without a gap, and all of them hold."""
    rows = sum(house.db.table(table).count for table in SEALED)

    assert store.seals.head(house.db).id == house.db.table("seals").count == rows > 0
    assert found(house) == []


def test_a_seal_is_made_of_the_row_and_of_the_seal_before() -> None:
    """Another value, table or predecessor is another seal; what is null is as if it were not there."""
    one = sealed("", "notices", "id", 1, "text", "请办")

    assert one == sealed("", "notices", "text", "请办", "id", 1, "action", None)
    assert len({one, sealed("x", "notices", "id", 1, "text", "请办"), sealed("", "sights", "id", 1, "text", "请办"),
                sealed("", "notices", "id", 1, "text", "请即办"), sealed("", "notices", "id", "1", "text", "请办")}) == 5  # fmt: skip


HARMS: dict[str, tuple[str, list[tuple[str, str, int]]]] = {
    "changed": ("update statuses set by = 'signer1' where id = 2", [("altered", "statuses", 2)]),
    "removed": ("delete from statuses where id = 2", [("lost", "statuses", 2)]),
    "origin": ("update articles set taken_from = 1 where id = 2", [("altered", "articles", 2)]),
}


@pytest.mark.parametrize("harm", HARMS)
def test_a_row_changed_without_its_triggers_is_named(house: House, harm: str) -> None:
    """Exactly the row that was changed or removed is found, and no other."""
    statement, said = HARMS[harm]

    unprotected(house, statement)

    assert store.altered_triggers(house.db) == []
    assert found(house) == said


def test_a_row_that_was_slipped_in_is_named(house: House) -> None:
    """A row written while the triggers were away has no seal."""
    unprotected(house, "insert into answers values (1, 1, 'wording.pairs-1', '照登', 'reviewer1', '', '2026', 0)")

    assert found(house) == [("unsealed", "answers", 1)]


def test_a_seal_made_anew_breaks_the_chain(house: House) -> None:
    """Who rewrites a row and its seal must rewrite all seals after it: the next one is named."""
    row = house.db.execute("select * from statuses where id = 2").fetchone()
    number, before = house.db.execute(
        "select s.id, b.sha256 from seals s join seals b on b.id = s.id - 1 where s.record = 'statuses' and s.record_id = 2"
    ).fetchone()
    names = [column.name for column in columns_of(house.db, "statuses")]
    values = {**dict(zip(names, row, strict=True)), "by": "signer1"}
    values = {name: value for name, value in values.items() if not (name == "deed" and value == 0)}
    values = {name: value for name, value in values.items() if not (name == "target" and value == "")}
    forged = sealed(before, "statuses", *(part for pair in values.items() for part in pair))

    unprotected(house, "update statuses set by = 'signer1' where id = 2")
    unprotected(house, f"update seals set sha256 = '{forged}' where id = {number}")

    (fault,) = store.seals.faults(house.db)
    after = house.db.execute("select record, record_id from seals where id = ?", (number + 1,)).fetchone()
    assert (fault.kind, fault.record, fault.id) == ("altered", *after)


def test_a_lost_seal_is_noticed(house: House) -> None:
    """Without its seal a row stands bare, and the chain has a gap."""
    unprotected(house, "delete from seals where id = 3")

    assert {kind for kind, *_ in found(house)} == {"unsealed", "altered", "gap"}


def test_a_fault_brings_the_row_along(house: House) -> None:
    """What is altered can be told of: the row as it is now."""
    unprotected(house, "update statuses set by = 'signer1' where id = 2")

    (fault,) = store.seals.faults(house.db)
    assert isinstance(fault, Fault)
    assert (fault.row["by"], fault.row["id"], "record_id" in fault.row) == ("signer1", 2, False)


def test_a_row_that_names_another_record_is_known_by_its_own_number(house: House) -> None:
    """A retraction names in ``record_id`` what it retracts; the fault names the retraction."""
    for number in (1, 2):
        row = f"({number}, 'penalties', {75 + number}, '误', '2026-03-04', 'a', '', '2026')"
        house.db.execute(f"insert into retractions values {row}")

    unprotected(house, "update retractions set reason = '别的' where id = 2")
    assert found(house) == [("altered", "retractions", 2)]
    assert next(store.seals.faults(house.db)).row["record_id"] == 77
    unprotected(house, "delete from retractions where id = 2")
    assert found(house) == [("lost", "retractions", 2)]


def test_a_column_added_later_breaks_no_seal(house: House) -> None:
    """A new version gives a table another column: the default is not sealed, a value written later is."""
    for added in ("extra text not null default ''", "level text not null default '[]'", "late integer"):
        house.db.execute(f"alter table verifications add column {added}")
        house.db.execute(f"alter table statuses add column x{added}")
    store.restore_triggers(house.db)

    assert found(house) == []
    house.db.execute(
        "insert into statuses (subject, subject_id, action, state, by, on_behalf_of, at, note, xextra) "
        "values ('item', 1, 'adopt', 'adopted', 'editor1', '', '2026', '', 'y')"
    )
    assert found(house) == []
    unprotected(house, "update statuses set xextra = 'z' where xextra = 'y'")
    assert [kind for kind, *_ in found(house)] == ["altered"]


def test_an_office_from_before_is_sealed_as_it_stands(house: House) -> None:
    """The rows of an older version get their seals with the update, and the next ones go on from there."""
    from_before(house)
    house.db.close()

    again = House(house.settings, store.open_database(house.settings.database_path), house.at)

    rows = sum(again.db.table(table).count for table in SEALED)
    assert store.seals.head(again.db).id == rows > 0
    assert (found(again), store.altered_triggers(again.db)) == ([], [])
    again.article("draft", title="第三篇", text="第三篇的正文。")
    assert found(again) == []
    assert store.seals.head(again.db).id > rows
    again.db.close()


def test_a_rebuilt_chain_no_longer_gives_an_earlier_head(house: House) -> None:
    """A head noted before, as manifests do, tells that the whole chain was made anew."""
    head = store.seals.head(house.db)
    unprotected(house, "update statuses set by = 'signer1' where id = 2")
    from_before(house)
    MIGRATIONS.apply(house.db)
    store.restore_triggers(house.db)

    assert found(house) == []
    assert store.seals.of_number(house.db, head.id) != head
