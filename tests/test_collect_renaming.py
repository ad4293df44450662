"""A source under a new name brings nothing twice and loses nothing; a file renamed by hand is recognised."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from collect_support import AT, office, quiet

from bulletin import store
from bulletin.collect import collect_all, extract_again
from bulletin.collect.renaming import rename
from bulletin.collect.sites.listing.keeping import KeptPage, keep_page, paths_of
from bulletin.errors import NotFound, RefusedAction, StoreFailure, UsageError
from bulletin.model import Actor
from bulletin.settings import Settings, read_settings
from bulletin.store import Database

_EDITOR = Actor("editor1", "编辑甲", frozenset({"editor"}))
_FEED = 'collector = "feed"\naddress = "news.xml"\n'
_RSS = "<rss version='2.0'><channel><title>要闻</title>{}</channel></rss>"
_ENTRY = "<item><guid>{0}</guid><title>第{0}次会议</title><description>全市第{0}次防汛工作会议召开，部署近期工作。</description></item>"


def _news(root: Path, *numbers: int) -> None:
    (root / "news.xml").write_text(_RSS.format("".join(map(_ENTRY.format, numbers))), encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path) -> tuple[Settings, Database]:
    """An office whose one feed has brought two entries, with a kept page."""
    settings = office(tmp_path, 旧名=_FEED)
    _news(tmp_path, 1, 2)
    db = store.open_database(settings.database_path)
    collect_all(db, settings, (), at=AT, say=quiet)
    keep_page(tmp_path, "旧名", KeptPage(b"<html>", "http://a.test/", "", AT, ()))
    return settings, db


def _after(root: Path, db: Database, hours: int) -> list[int]:
    """Collect everything so much later and return the numbers of the new items."""
    report = collect_all(db, read_settings(root), (), at=AT + timedelta(hours=hours), say=quiet)
    assert not [one.error for one in report.sources if one.error]
    return list(report.new_items)


def test_a_renamed_source_goes_on_where_it_was(desk: tuple[Settings, Database], tmp_path: Path) -> None:
    """File, kept page, health, runs and items go by the new name; the next runs bring what is new and nothing twice."""
    settings, db = desk

    moved = rename(db, settings, "旧名", "新名", _EDITOR, AT)
    same = _after(tmp_path, db, 1)
    _news(tmp_path, 1, 2, 3)
    new = _after(tmp_path, db, 2)

    assert moved == ["sources/新名.toml", "sources/pages/新名.html.gz", "sources/pages/新名.json"]
    assert all(path.exists() for path in paths_of(tmp_path, "新名")) and not (tmp_path / "sources/旧名.toml").exists()
    assert (same, len(new)) == ([], 1)
    assert [run.unchanged for run in store.sources.history(db, "新名")] == [False, True, False]
    assert {item.source for item in store.items.selected(db, "true", ())} == {"新名"}
    assert list(store.sources.every_health(db)) == ["新名"]


def test_what_was_kept_before_is_read_again_under_the_new_name(desk: tuple[Settings, Database], tmp_path: Path) -> None:
    """Rereading finds the originals received under any former name, though their rows stay as they were written."""
    settings, db = desk
    rename(db, settings, "旧名", "中间名", _EDITOR, AT)
    rename(db, read_settings(tmp_path), "中间名", "新名", _EDITOR, AT)
    db.execute("update items set title = '改坏了' where id = 1")
    db.conn.commit()

    changed = extract_again(db, read_settings(tmp_path), ["新名"], at=AT)

    assert changed == 1 and len(store.items.selected(db, "true", ())) == 2
    assert {row["source"] for row in db.query("select source from originals")} == {"旧名"}
    assert [original.source for original in store.originals.every(db)] == ["新名"]


def test_a_former_name_may_be_given_to_another_source(desk: tuple[Settings, Database], tmp_path: Path) -> None:
    """What the new bearer of the name receives is its own."""
    settings, db = desk
    rename(db, settings, "旧名", "新名", _EDITOR, AT)
    (tmp_path / "other.xml").write_text(_RSS.format(_ENTRY.format(9)), encoding="utf-8")
    office(tmp_path, 旧名=_FEED.replace("news", "other"))

    new = _after(tmp_path, db, 1)

    assert len(new) == 1
    assert [len(store.originals.of_source(db, name)) for name in ("旧名", "新名")] == [1, 1]


def test_a_file_renamed_by_hand_is_recognised_and_taken_up(desk: tuple[Settings, Database], tmp_path: Path) -> None:
    """Its source stands still and says what to do; after ``source rename`` nothing is doubled."""
    _, db = desk
    (tmp_path / "sources/旧名.toml").rename(tmp_path / "sources/新名.toml")
    settings = read_settings(tmp_path)

    (report,) = collect_all(db, settings, (), at=AT + timedelta(hours=1), say=quiet).sources
    (problem,) = store.problems.unsettled(db)
    moved = rename(db, settings, "旧名", "新名", _EDITOR, AT)

    assert "旧名" in report.error and problem.remedy.startswith("请运行 source rename 旧名 新名")
    assert moved == ["sources/pages/新名.html.gz", "sources/pages/新名.json"]
    assert _after(tmp_path, db, 2) == [] and store.problems.unsettled(db) == []
    assert len(store.items.selected(db, "true", ())) == 2


def test_names_that_cannot_be_are_refused_and_nothing_moves(desk: tuple[Settings, Database], tmp_path: Path) -> None:
    """Unknown sources, names in use, names no file can have, and people who may not."""
    settings, db = desk
    office(tmp_path, 别的=_FEED.replace("news", "other"))
    settings = read_settings(tmp_path)

    for former, name, failure in (
        ("旧明", "新名", NotFound),
        ("没有", "别的", NotFound),
        ("旧名", "别的", RefusedAction),
        ("旧名", "../新名", UsageError),
        ("旧名", "报送", UsageError),
    ):
        with pytest.raises(failure):
            rename(db, settings, former, name, _EDITOR, AT)
    with pytest.raises(RefusedAction, match="编辑"):
        rename(db, settings, "旧名", "新名", Actor("r", "审核甲", frozenset({"reviewer"})), AT)
    assert (tmp_path / "sources/旧名.toml").exists() and list(store.sources.every_health(db)) == ["旧名"]


def test_a_file_that_cannot_be_moved_leaves_everything(desk: tuple[Settings, Database], tmp_path: Path) -> None:
    """A kept page of the new name in the way: the source file is back in its place and the database as it was."""
    settings, db = desk
    paths_of(tmp_path, "新名")[1].write_text("{}", encoding="utf-8")

    with pytest.raises(StoreFailure):
        rename(db, settings, "旧名", "新名", _EDITOR, AT)

    assert (tmp_path / "sources/旧名.toml").exists() and paths_of(tmp_path, "旧名")[0].exists()
    assert list(store.sources.every_health(db)) == ["旧名"]
    assert store.originals.names_of(db, "新名") == ("新名",)
