"""What is promised about verification where rows cannot be read: a broken one is named, and hides no other."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import House, NewHouse

from bulletin import store
from bulletin.feedback.cases import follow_ups
from bulletin.press import publish, verify
from bulletin.store.counterfoil_tables import FOILS
from bulletin.store.triggers import BEGUN, SEALED, TABLE_OF_SUBJECT
from tests.calls import call

GARBAGE = {
    "INTEGER": ("7000000", "-7000000"),
    "REAL": ("7e9",),
    "TEXT": ("'[[1'", "'[1,2]'", "cast(x'fffe' as text)"),
    "BLOB": ("x'00'",),
}
"""By type of column, in SQL: numbers of nothing; no JSON and no time; JSON of another shape; bytes that are no text."""
REF = "政务信息/2026/1"


@pytest.fixture(scope="module")
def office_once(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """An office in the midst of things, and a row that means nothing in every guarded table that has none."""
    house: House = new_house(tmp_path_factory.mktemp("office"))
    instruction = house.instruction(house.printed_by_two().reread(store.issues.get(house.db, 1)))
    assignment = follow_ups.Assignment("东山镇")
    follow_ups.assign(house.db, house.settings, instruction.id, assignment, house.actor("clerk1"), house.at)
    signed = house.issue("signed")
    publish.void(house.db, house.settings, signed, "数据有误", house.actor("signer1"), house.at)
    house.issue("proofed")
    house.article("approved", title="下一期的一条", text="下一期的正文。")
    house.issue("composed")
    house.db.execute("pragma foreign_keys = off")
    house.db.execute("pragma ignore_check_constraints = on")
    for table in (*SEALED, *FOILS):
        if not house.db.table(table).count:
            columns = house.db.query("select name, type from pragma_table_info(?) where name <> 'id'", (table,))
            values = {one["name"]: 1 if one["type"] in ("INTEGER", "REAL") else "x" for one in columns}
            store.rows.insert(house.db, table, values)
    house.db.execute("pragma ignore_check_constraints = off")
    return house


@pytest.fixture
def office(new_house: NewHouse, tmp_path: Path, office_once: House) -> House:
    """A copy of that office, to be harmed."""
    return new_house(tmp_path / "office", office_once)


def unprotected(house: House, *statements: str) -> None:
    """Change rows as somebody would who drops the triggers and puts them back."""
    house.db.execute("pragma foreign_keys = off")
    for name in store.triggers.present_triggers(house.db):
        house.db.execute(f'drop trigger "{name}"')
    for statement in statements:
        house.db.execute(statement)
    store.restore_triggers(house.db)


def errors(house: House) -> list[str]:
    return [trouble.what for trouble in verify.verify(house.db, house.settings) if trouble.kind == "error"]


def is_guarded(table: str, column: str) -> bool:
    """Tell whether a column is sealed, held by a counterfoil, or said by the trail; `tests.test_store_counterfoils` has why not."""
    begun = BEGUN.get(table, ())
    sealed = table in SEALED and (not begun or column in begun)
    held = table in FOILS and column in FOILS[table].written()
    said = column == "state" and table in TABLE_OF_SUBJECT.values()
    return sealed or held or said or table in ("article_items", "seals")


def changes(house: House, chance: random.Random) -> Iterator[tuple[str, str, str]]:
    """Yield for every table with rows the removal of its first row, and each of its columns changed: table, column, SQL."""
    for table in house.db.table_names():
        first = (
            f"rowid = (select min(rowid) from {table})"
            if any(is_guarded(table, name) for name in ("id", "position"))
            else "true"
        )
        if not table.startswith(("_", "sqlite_", "item_grams", "revision_grams")):
            yield table, "", f"delete from {table} where {first}"
            for column in house.db.query("select name, type from pragma_table_info(?)", (table,)):
                name = column["name"]
                value = chance.choice(GARBAGE[column["type"]])
                yield table, name, f'update or ignore {table} set "{name}" = {value} where {first}'


def test_no_row_stops_verification_and_no_guarded_one_is_passed_over(office: House) -> None:
    """Whatever is removed or made unreadable, anywhere: verification goes to its end, and says it where it is guarded."""
    db, unsaid, count = office.db, [], 0
    db.execute("pragma foreign_keys = off")
    db.execute("pragma ignore_check_constraints = on")
    for name in store.triggers.present_triggers(db):
        db.execute(f'drop trigger "{name}"')
    before = set(errors(office))
    for table, column, change in changes(office, random.Random(20261122)):
        db.execute("begin immediate")
        is_changed = db.execute(change).rowcount > 0
        said = set(errors(office)) - before
        db.execute("rollback")
        count += is_changed
        if is_changed and is_guarded(table, column or "id") and not said:
            unsaid.append(change)

    assert unsaid == []
    assert count > 300


def test_a_broken_row_hides_no_other(office: House) -> None:
    """Points rewritten, a due date moved, an article gone: each is said, and the command ends with 4, not with the first."""
    unprotected(
        office,
        "delete from articles where id = 1",
        "update items set flags = '[[' where id = 2",
        "update sign_offs set accepted = '[[' where issue_id = 1",
        "update penalties set what = '别的'",
        "update follow_ups set due_at = '2027-06-30T23:59:59+08:00'",
    )

    said = call(office.settings.root, "archive", "verify")

    assert said.code == 4
    for words in (
        "稿件 1（政务信息/2026/1#1）不见了", "来稿 2", "签发 1", "扣分登记 1", "督办 1", f"{REF} 的清单没有核对完：有记录读不出来",
        f"{REF} 的归档内容没有核对完：没有找到稿件 1",
    ):  # fmt: skip
        assert words in said.out
    assert "程序内部错误" not in said.out + said.err


@pytest.mark.parametrize("harm", ["delete from entries where id = 1", "update entries set issue_id = 9 where id = 1"])
def test_an_entry_that_is_gone_is_counted(office: House, harm: str) -> None:
    """A published issue of fewer entries than its proof has pages for: both numbers are said."""
    unprotected(office, harm)

    assert f"{REF} 的归档内容没有核对完：{REF} 现有0条，清样上是1条" in errors(office)


def test_what_cannot_be_read_removes_nothing(office: House) -> None:
    """Whose file it is cannot be told while a row of the originals is unreadable: no orphan, and none is removed."""
    stray = office.settings.work_dir / "proofs" / "stray.pdf"
    stray.write_bytes(b"x")
    unprotected(office, "update originals set received_at = '昨天' where id = 1")

    said = call(office.settings.root, "archive", "verify", "--remove-orphans")

    assert said.code == 4
    assert "中断留下的文件没有核对完" in said.out and stray.exists()
