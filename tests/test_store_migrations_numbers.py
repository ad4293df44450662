"""What is promised about m012: an older office learns the numbers it already has, and its rows of tables are cases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import AT

from bulletin import store
from bulletin.store import Database
from bulletin.store.migrations import MIGRATIONS
from bulletin.store.rows import insert

_FORM = "来电人反映小区夜间停水，影响正常生活，希望尽快恢复供水并告知原因，请有关部门核实处理后回复来电人，保障居民的基本用水需要。"
_DIGEST = "0123456789abcdef"
_ITEMS = [
    ("热线", "application/vnd.ms-excel", f"RX20260001 {_DIGEST}", ""),
    ("热线", "application/vnd.ms-excel", f"RX20260002 {_DIGEST}", ""),
    ("热线", "application/vnd.ms-excel", f"行 {_DIGEST}", ""),
    ("报送", "", f"东山镇 〔2026〕15号 {_DIGEST * 4}", "东山镇"),
    ("报送", "", f"东 山镇 {_DIGEST * 4}", "东 山镇"),
    ("网站", "application/vnd.ms-excel", "https://example.org/a/0123456789abcdef", ""),
    ("网站", "text/html", f"RX20260003 {_DIGEST}", ""),
]


@pytest.fixture
def older(tmp_path: Path) -> Iterator[Database]:
    """An office as it was before own numbers were kept, with the likeness its rows had then; opened afresh."""
    path = tmp_path / "bulletin.db"
    db = store.open_database(path)
    for n, (source, media_type, key, unit) in enumerate(_ITEMS, 1):
        names = {"sha256": "00", "address": f"a{n}", "charset": "", "size": 0, "received_at": AT.isoformat()}
        insert(db, "originals", {**names, "source": source, "media_type": media_type})
        texts = {"title": "夜间停水", "text": _FORM, "raw_text": "", "fingerprint": "x", "flags": "[]", "removed": "[]"}
        empty = dict.fromkeys(("url", "origin", "kind", "signed_by", "urgency"), "")
        row = {"original_id": n, "source": source, "key": key, "unit": unit, "state": "new", **texts, **empty}
        insert(db, "items", {**row, "received_at": AT.isoformat()})
    store.identity.link_missing(db, AT)
    for trigger in store.triggers.present_triggers(db):
        db.execute(f'drop trigger "{trigger}"')
    db.execute("drop index items_by_number")
    for column in ("number", "is_record"):
        db.execute(f"alter table items drop column {column}")
    db.execute("delete from _sqlite_migrations where name = 'm012_numbered'")
    assert [one.name for one in MIGRATIONS.pending(db)] == ["m012_numbered"]
    db.close()
    opened = store.open_database(path)
    yield opened
    opened.close()


def test_numbers_and_rows_are_read_out_of_keys_and_originals(older: Database) -> None:
    """Rows of tables and submissions get the numbers in their keys; a page whose address looks like one gets nothing."""
    found = [(item.number, item.is_record) for item in store.items.selected(older, "true", ())]
    tables, submissions, pages = found[:3], found[3:5], found[5:]
    assert tables == [("RX20260001", True), ("RX20260002", True), ("", True)]
    assert submissions == [("〔2026〕15号", False), ("", False)]
    assert pages == [("", False), ("", False)]


def test_rows_that_were_taken_for_one_are_compared_anew(older: Database) -> None:
    """What had been called 同文 is taken back for rows of tables only, and found as another case at the next run."""
    kept = {(row["item_id"], row["other_id"]) for row in older.query("select * from relations")}
    assert kept and not [pair for pair in kept if min(pair) <= 3]
    assert store.identity.link_missing(older, AT) == 3
    (relation,) = [one for one in store.identity.of_item(older, 2) if one.other_id == 1]
    assert (relation.kind, relation.sure) == ("twin", False)
    assert "RX20260001" in relation.why and "RX20260002" in relation.why
    assert store.altered_triggers(older) == []
