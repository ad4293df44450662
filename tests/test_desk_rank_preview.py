"""What is promised about the preview: it says what other weights would have done, day by day, and writes nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from conftest import House, NewHouse

from bulletin.desk import editing, queue
from bulletin.desk.rank import preview
from bulletin.settings.rank import RANK_DEFAULTS

NO_HEADLINE = {**RANK_DEFAULTS, "headline": 0.0, "focus": 0.0, "matter": 0.0}


@pytest.fixture(scope="module")
def past(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """An office in which thirty items came in five days ago: every other with a figure and a focus topic in its title."""
    house: House = new_house(tmp_path_factory.mktemp("preview"))
    early = house.later(days=-5)
    for number in range(30):
        title = f"暴雨{number}次" if number % 2 else "晒谷场边种树"
        early.item(f"第{number}件。", title, "")
    return house


def test_the_same_weights_change_nothing(past: House) -> None:
    """Compared with themselves, the office's weights give the same order on every day."""
    found = preview.preview(past.db, past.settings, past.settings.rank, past.at)

    assert found.correlation == 1.0
    assert not any(day.entering or day.leaving for day in found.days)
    assert found.printed_now == found.printed_then


def test_only_days_with_items_are_told(past: House) -> None:
    """From the day the first item came in, each day once; the sample's own items came in today."""
    found = preview.preview(past.db, past.settings, NO_HEADLINE, past.at)

    assert [day.on for day in found.days] == [past.at.date() - timedelta(days=ago) for ago in (5, 4, 3, 2, 1, 0)]
    assert [day.waiting for day in found.days[:-1]] == [30] * 5


def test_who_enters_and_who_leaves_is_told_with_both_places(past: House) -> None:
    """Without points for figures and topics, those that had them leave the first twenty and others enter, one for one."""
    day = preview.preview(past.db, past.settings, NO_HEADLINE, past.at).days[0]

    assert day.entering and len(day.entering) == len(day.leaving)
    assert all(one.then <= preview.FIRST < one.now for one in day.entering)
    assert all(one.now <= preview.FIRST < one.then and "暴雨" in one.title for one in day.leaving)
    assert -1 <= day.correlation < 1


def test_nothing_is_written(past: House) -> None:
    """Scores, rules and what was learnt stay as they were."""
    queue.refresh(past.db, past.settings, past.at)
    before = past.db.execute("select * from item_scores order by item_id").fetchall()

    preview.preview(past.db, past.settings, NO_HEADLINE, past.at)

    assert past.db.execute("select * from item_scores order by item_id").fetchall() == before
    assert past.db.execute("select count(*) from rank_rules").fetchone() == (1,)


def test_an_item_stands_in_the_queue_until_it_is_decided_about(new_house: NewHouse, tmp_path: Path) -> None:
    """What was declined on the second day is not among those waiting on the third."""
    house: House = new_house(tmp_path)
    item = house.later(days=-4).item("事。", "晒谷场边种树", "")
    two_days_ago = house.at - timedelta(days=2)
    editing.decide(house.db, [item.id], "decline", house.actor("editor1"), two_days_ago, "内容一般")

    found = preview.preview(house.db, house.settings, NO_HEADLINE, house.at)

    assert [day.on for day in found.days if day.on < house.at.date()] == [
        house.at.date() - timedelta(days=ago) for ago in (4, 3)
    ]


def test_what_is_hidden_and_was_printed_is_named(new_house: NewHouse, tmp_path: Path) -> None:
    """An item that stood among the first, was printed, and would have been hidden is told as lost."""
    house: House = new_house(tmp_path)
    early = house.later(days=-4)
    for number in range(25):
        early.item(f"第{number}件。", "晒谷场边种树", "")
    item = early.item("第三十件。", "暴雨3次", "")
    then = house.later(days=-1)
    made = editing.adopt(house.db, house.settings, [item.id], editing.Wish(), house.actor("editor1"), then.at)
    then.approve(then.send(made))
    then.issue("published")

    kept = preview.preview(house.db, house.settings, house.settings.rank, house.at)
    found = preview.preview(house.db, house.settings, dict.fromkeys(RANK_DEFAULTS, 0.0), house.at)

    assert (kept.lost, kept.printed_now) == ((), 3)
    assert [one.id for one in found.lost] == [item.id]
    assert found.printed_then == 0


def test_the_correlation_of_an_order_and_its_reverse_is_minus_one() -> None:
    """Spearman's ρ: 1 for the same order, −1 for the reverse, 1 where there is nothing to order."""
    order, back = {n: n for n in range(1, 6)}, {n: 6 - n for n in range(1, 6)}

    assert preview._correlation(order, order) == 1
    assert preview._correlation(order, back) == -1
    assert preview._correlation({1: 1}, {1: 1}) == 1
