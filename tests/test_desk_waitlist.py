"""What waits for a person is read again when something of it has changed, and only then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from conftest import House

from bulletin.desk import editing, review
from bulletin.desk.review import Waiting, Waitlist


def _asked(house: House, call: Callable[[], list[Waiting]]) -> tuple[list[Waiting], int]:
    """Return what the call returns, and how many statements it asks of the database."""
    said: list[str] = []
    house.db.conn.set_trace_callback(said.append)
    try:
        return call(), len(said)
    finally:
        house.db.conn.set_trace_callback(None)


def test_nothing_is_read_again_where_nothing_has_changed(house: House) -> None:
    """A second look, and one after an item was decided, asks one question of the database."""
    house.article("in_review")
    item, reviewer, list_ = house.item("一件。", "晒谷场", ""), house.actor("reviewer1"), Waitlist()
    first = list_.now(house.db, house.settings, reviewer, house.at)
    editing.decide(house.db, [item.id], "shelve", house.actor("editor1"), house.at)

    again, asked = _asked(house, lambda: list_.now(house.db, house.settings, reviewer, house.at))

    assert again == first == review.waiting(house.db, house.settings, reviewer, house.at)
    assert (len(first), asked) == (1, 1)


@pytest.mark.parametrize("change", ["send", "edit", "see", "person", "time"])
def test_every_change_is_seen(house: House, change: str) -> None:
    """A step, a revision, a look, another person and a minute gone by: each time what waits is read as if for the first
    time."""
    one = house.article("in_review")
    list_, reviewer, at = Waitlist(), house.actor("reviewer1"), house.at
    list_.now(house.db, house.settings, reviewer, at)
    if change == "send":
        house.article("in_review")
    elif change == "edit":
        house.edit(house.article("draft"), "改过的全文", "editor1")
    elif change == "see":
        review.seen(house.db, one.id, reviewer, at)
    elif change == "person":
        reviewer = house.actor("reviewer2")
    else:
        at += timedelta(hours=30)

    found, asked = _asked(house, lambda: list_.now(house.db, house.settings, reviewer, at))

    assert found == review.waiting(house.db, house.settings, reviewer, at)
    assert asked > 1
