"""Submissions in the queue: one item for one text, and a new version told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from collect_support import AT, office

from bulletin import store
from bulletin.collect.submissions.submission import SubmissionForm, read_submissions
from bulletin.model import Extracted, Item, Original, Received
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.store.submissions import number_of

_TEXT = "今年以来，全市重点项目建设加快推进，1至10月完成投资120亿元，同比增长8.1%，为年度计划的92%。"
_OTHER = _TEXT.replace("120", "126")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return office(tmp_path)


@pytest.fixture
def db(settings: Settings) -> Database:
    return store.open_database(settings.database_path)


def material(
    settings: Settings, text: str, number: str = "", unit: str = "东山镇", title: str = "某项工作"
) -> Extracted:
    """Return what a file with this text and number holds."""
    head = f"标题：{title}\n" + (f"编号：{number}\n" if number else "")
    return read_submissions(f"{head}\n{text}".encode(), "a.txt", SubmissionForm(unit, "甲"), settings).items[0]


def _original(db: Database, settings: Settings, extracted: Extracted, source: str = "报送") -> Original:
    return store.originals.keep(db, settings, Received(extracted.key.encode(), "a.txt"), source, AT)[0]


def filed(
    db: Database, settings: Settings, extracted: Extracted, days: int = 0, source: str = "报送"
) -> tuple[Item, bool]:
    """File a submission some days later."""
    original = _original(db, settings, extracted, source)
    return store.submissions.add(db, original, extracted, AT + timedelta(days), sharing=("报送", "inbox"))


def _versions(item: Item) -> list[str]:
    return [flag.note for flag in item.flags if flag.kind == "version"]


def test_the_same_text_under_another_number_is_the_same_item(db: Database, settings: Settings) -> None:
    """Sent again with another number, in other bytes, through another folder: nothing new, and nothing told."""
    first, new = filed(db, settings, material(settings, _TEXT, "〔2026〕15号"))
    again, repeated = filed(db, settings, material(settings, f"\n{_TEXT}\n", "〔2026〕16号"), source="inbox")
    bare, third = filed(db, settings, material(settings, _TEXT))
    assert new and not repeated and not third and first.id == again.id == bare.id and not _versions(again)


def test_the_same_number_with_another_text_is_a_new_version(db: Database, settings: Settings) -> None:
    """It is an item of its own and names the earlier one; the third names the second."""
    first, _ = filed(db, settings, material(settings, _TEXT, "〔2026〕15号"))
    second, new = filed(db, settings, material(settings, _OTHER, "[2026] 15号"))
    third, _ = filed(db, settings, material(settings, _OTHER + "又及。", "〔2026〕15号"))
    assert new and not _versions(first)
    assert f"来稿 {first.id}《某项工作》" in _versions(second)[0]
    assert f"来稿 {second.id}《" in _versions(third)[0]


def test_other_units_and_other_years_are_no_versions(db: Database, settings: Settings) -> None:
    """The same number of another unit, and a number without a year half a year later, are other material."""
    filed(db, settings, material(settings, _TEXT, "15"))
    other, new = filed(db, settings, material(settings, _OTHER, "15", unit="市发展改革委"))
    soon, _ = filed(db, settings, material(settings, _OTHER + "其一。", "15"), days=30)
    late, _ = filed(db, settings, material(settings, _OTHER + "其二。", "15"), days=300)
    assert new and not _versions(other) and _versions(soon) and not _versions(late)


def test_the_same_text_of_two_units_and_two_titles_is_two_items(db: Database, settings: Settings) -> None:
    """Two counties report the same sentence; a unit reports nothing new under two dates: each is its own."""
    ids = {
        filed(db, settings, material(settings, _TEXT, unit=unit, title=title))[0].id
        for unit in ("东山镇", "市发展改革委")
        for title in ("3月5日零报告", "3月6日零报告")
    }
    assert len(ids) == 4


def test_reading_again_keeps_the_version_and_makes_no_second_item(db: Database, settings: Settings) -> None:
    """Repeated extraction changes nothing where nothing changed, keeps the flag, and adds no item for a known text."""
    one, two = material(settings, _TEXT, "〔2026〕15号"), material(settings, _OTHER, "〔2026〕15号")
    twin = material(settings, _TEXT, "〔2026〕16号")
    filed(db, settings, one)
    second, _ = filed(db, settings, two)
    filed(db, settings, twin)
    changed = [
        store.submissions.replace_extraction(db, _original(db, settings, each), each, AT, ("报送",))
        for each in (one, two, twin)
    ]
    assert changed == [False, False, False]
    assert store.items.get(db, second.id) == second and len(store.items.selected(db, "true", ())) == 2


@pytest.mark.parametrize(
    ("key", "unit", "number"),
    [
        ("东山镇 abc", "东山镇", ""),
        ("东山镇 15号 abc", "东山镇", "15号"),
        ("甲 乙 15号 abc", "甲 乙", "15号"),
        ("x", "乙", ""),
    ],
)
def test_the_number_is_read_out_of_the_key(key: str, unit: str, number: str) -> None:
    """Unit, number and hash are told apart, also where a unit's name has a blank."""
    assert number_of(key, unit) == number
