"""What is promised about the queue as it was scored last: whole orders, first rows at once, and nothing written."""

from __future__ import annotations

from collections.abc import Iterator

import bench_desk
import pytest
from conftest import House

from bulletin import store
from bulletin.desk import listing
from bulletin.desk.listing import FIRST, REACH, open_kept
from bulletin.errors import UsageError
from bulletin.settings import Settings
from bulletin.store import Database

FILTERS = ("单位:东山镇", "类型:问题", "单位:没有这个", "-单位:东山镇", "日期:2026-11-19..2026-11-20")


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, Settings]]:
    """An office with 5,000 items, all scored, many alike."""
    db, settings = bench_desk.office(tmp_path_factory.mktemp("crowd"), 5_000)
    yield db, settings
    db.close()


@pytest.mark.parametrize("state", ["new", "all"])
@pytest.mark.parametrize("expression", FILTERS)
def test_the_first_rows_are_those_of_the_whole(crowd: tuple[Database, Settings], expression: str, state: str) -> None:
    """What is there at once is the beginning of the whole list, as far as it is among the first of the queue."""
    db, _ = crowd
    whole = open_kept(db, state, expression, bench_desk.AT)
    reached = set(open_kept(db, state, "", bench_desk.AT).ids(0, REACH))

    first = open_kept(db, state, expression, bench_desk.AT, at_once=True)

    assert first.ids(0, FIRST) == [item_id for item_id in whole.ids(0, whole.total) if item_id in reached][:FIRST]
    assert (first.is_whole, whole.is_whole) == (False, True)


def test_a_short_queue_is_whole_at_once(house: House) -> None:
    """Where all items can be gone through at once, a filter gives all that it selects."""
    items = [house.item(f"第{number}件。", "晒谷场边种树", "").id for number in range(70)]

    found = open_kept(house.db, "new", "标题:晒谷场", house.at, at_once=True)

    assert (sorted(found.ids(0, 100)), found.is_whole) == (items, True)


def test_listing_writes_nothing(house: House) -> None:
    """What is due stays due: opening the queue as it was scored last changes no row."""
    house.item("新的一件。", "晒谷场", "")
    before = house.db.conn.total_changes

    assert store.queued.is_due(house.db, int(house.at.timestamp()))
    assert open_kept(house.db, "new", "", house.at).total > 0
    assert house.db.conn.total_changes == before


def test_what_is_listed_of_some_items(crowd: tuple[Database, Settings]) -> None:
    """Which of some items are listed is told alike with and without a filter."""
    db, _ = crowd
    some = range(1, 60)

    plain = open_kept(db, "new", "", bench_desk.AT).holding(some)
    filtered = open_kept(db, "new", "单位:东山镇", bench_desk.AT).holding(some)

    assert plain == {item_id for item_id in some if item_id % 20}
    assert filtered == {item_id for item_id in plain if item_id % 9 == 0}


def test_an_unknown_state_is_refused_with_those_there_are(house: House) -> None:
    """A state that items do not have is named, with the words one may use."""
    with pytest.raises(UsageError, match="没有状态 草稿") as refused:
        listing.open_kept(house.db, "草稿", "", house.at)

    assert "待处理" in refused.value.remedy and "all" in refused.value.remedy


def test_a_day_is_found_by_its_index(crowd: tuple[Database, Settings]) -> None:
    """A filter by day reads the items of those days, not all of the state."""
    db, _ = crowd
    wanted = store.search.selection(store.search.read("日期:近7天", bench_desk.AT), "new")

    plan = db.execute(f"explain query plan select d.id from items d where {wanted.sql}", wanted.parameters).fetchall()

    assert "items_by_day" in plan[0][3]
