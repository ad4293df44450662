"""What is remembered of sources between two runs, and pieces of a transaction that fail alone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from collect_support import AT
from sqlite_utils import Database

from bulletin import store
from bulletin.model import Pace, SourceHealth, SourceRun


@pytest.fixture
def db(tmp_path: Path) -> Database:
    """An empty database."""
    return store.open_database(tmp_path / "bulletin.db")


def test_what_is_planned_and_read_is_remembered(db: Database) -> None:
    """The next moment, the publisher's wishes and the last reading come back as they were given."""
    pace = Pace(60, (0, 1), (5, 6))
    store.sources.record_run(db, "a", at=AT, error="", etag="e", definition="d")
    store.sources.plan(db, "a", "feed.xml", AT + timedelta(hours=1), "d", pace)
    store.sources.remember_reading(db, "a", "f" * 64, 12)
    store.sources.enter(db, SourceRun("a", AT, 1.5, 12, 3))

    expected = SourceHealth(
        "a", AT, AT, 0, "", "e", "", "d", "f" * 64, 12, AT + timedelta(hours=1), "d", pace, AT, "feed.xml"
    )
    assert store.sources.health(db, "a") == expected
    assert store.sources.every_health(db) == {"a": expected}
    assert store.sources.history(db, "a") == [SourceRun("a", AT, 1.5, 12, 3)]


def test_what_came_is_counted_by_source(db: Database) -> None:
    """Only runs since the moment count, and sources that gave nothing are not named."""
    for name, new, days in (("a", 2, 0), ("a", 3, 0), ("a", 50, -2), ("b", 0, 0), ("c", 1, 0)):
        store.sources.enter(db, SourceRun(name, AT + timedelta(days=days), new=new))

    assert store.sources.new_since(db, AT - timedelta(days=1)) == {"a": 5, "c": 1}


def test_robots_txt_counts_for_a_day(db: Database) -> None:
    """What is older is neither given nor kept."""
    store.sources.keep_robots(db, {"https://a.test": "x", "https://b.test": ""}, AT)
    assert store.sources.robots(db, AT + timedelta(hours=23)) == {"https://a.test": "x", "https://b.test": ""}
    assert store.sources.robots(db, AT + timedelta(hours=24)) == {}

    store.sources.keep_robots(db, {"https://b.test": "y"}, AT + timedelta(hours=30))

    assert store.sources.robots(db, AT + timedelta(hours=30)) == {"https://b.test": "y"}


def test_open_and_settled_problems_are_counted(db: Database) -> None:
    """The head of the queue counts what is open; the morning's report names what was settled since."""
    store.problems.add(db, "a", "error", "连接不上", "请核对", AT)
    store.problems.add(db, "b", "warning", "页面改版", "请改规则", AT)
    assert store.problems.count_open(db) == 2

    store.problems.settle(db, "a", AT + timedelta(hours=1))

    assert store.problems.count_open(db) == 1
    assert [problem.source for problem in store.problems.settled_since(db, AT)] == ["a"]
    assert store.problems.settled_since(db, AT + timedelta(hours=2)) == []


def test_a_piece_that_fails_undoes_only_itself(db: Database) -> None:
    """Within one transaction the pieces before and after stay."""
    with store.write(db):
        for name in ("one", "bad", "two"):
            if name == "bad":
                with pytest.raises(ValueError, match="spoilt"), store.apart(db):
                    store.problems.add(db, name, "error", "x", "y", AT)
                    raise ValueError("spoilt")
            else:
                with store.apart(db):
                    store.problems.add(db, name, "error", "x", "y", AT)

    assert [problem.source for problem in store.problems.unsettled(db)] == ["one", "two"]
