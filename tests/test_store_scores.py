"""What is promised about the kept order of the queue: it is the order by score, at every position, after every change."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from conftest import House

from bulletin import store
from bulletin.desk import editing, queue
from bulletin.model import Relation
from bulletin.store.queued import Counts
from bulletin.store.scores import NEVER, Score


def _scored(house: House, tenths: list[int]) -> list[int]:
    """Put items with these scores into the queue and return their numbers."""
    ids = [house.item(f"第{number}件。", "晒谷场边种树", "").id for number in range(len(tenths))]
    scores = [Score(one, fixed=(("试", points),), due=NEVER) for one, points in zip(ids, tenths, strict=True)]
    store.scores.keep(house.db, scores, 1, int(house.at.timestamp()))
    return ids


def _written(house: House, state: str) -> list[int]:
    """Return the order by plain sorting of the table."""
    rows = house.db.execute("select item_id, score, state from item_scores").fetchall()
    return [
        item_id for item_id, _, in_state in sorted(rows, key=lambda row: (-row[1], row[0])) if state in ("", in_state)
    ]


@pytest.fixture
def crowd(house: House) -> House:
    """An office with forty items of few different scores, some of them decided about."""
    dice = random.Random(3)
    ids = _scored(house, [dice.choice((-12, 0, 5, 5, 5, 90, 91)) for _ in range(40)])
    editing.decide(house.db, ids[:7], "shelve", house.actor("editor1"), house.at)
    return house


@pytest.mark.parametrize("state", ["new", "shelved", ""])
def test_every_window_is_a_piece_of_the_whole_order(crowd: House, state: str) -> None:
    """From any position, any number of lines: best first, those of equal score in the order of arrival."""
    whole = _written(crowd, state)

    for start in range(len(whole) + 2):
        assert store.queued.window(crowd.db, state, start, 6) == whole[start : start + 6]
    assert store.queued.counts(crowd.db, state).total == len(whole)


@pytest.mark.parametrize("state", ["new", "shelved", ""])
def test_every_item_is_found_at_its_position(crowd: House, state: str) -> None:
    """The position of an item is where the whole order has it; an item of another state has none."""
    whole = _written(crowd, state)

    assert [store.queued.position(crowd.db, state, item_id) for item_id in whole] == list(range(len(whole)))
    assert store.queued.position(crowd.db, state, 999) is None
    for other in set(_written(crowd, "")) - set(whole):
        assert store.queued.position(crowd.db, state, other) is None


def test_counts_follow_every_change(crowd: House) -> None:
    """After items came in, were scored, decided about and restored, each score is counted as often as it stands there."""
    crowd.item("又一件。")
    editing.decide(crowd.db, _written(crowd, "shelved")[:3], "restore", crowd.actor("editor1"), crowd.at)
    _scored(crowd, [5, 7])

    counted = crowd.db.execute("select state, score, items from score_counts where items > 0").fetchall()
    stands = crowd.db.execute("select state, score, count(*) from item_scores group by state, score").fetchall()

    assert sorted(counted) == sorted(stands)


def test_a_changed_item_is_scored_anew_and_an_unchanged_one_is_not(house: House) -> None:
    """Another title, unit, type or text makes an item stale; what does not count in the score does not."""
    one, other = _scored(house, [10, 20])
    assert store.scores.stale(house.db, 1, 100)[:2] != [other, one]

    house.db.execute("update items set title = '晒谷场边又种树' where id = ?", (one,))
    house.db.execute("update items set signed_by = '李明' where id = ?", (other,))

    assert one in store.scores.stale(house.db, 1, 100)
    assert other not in store.scores.stale(house.db, 1, 100)


def test_other_rules_have_everything_scored_anew_newest_first(house: House) -> None:
    """Rules with another fingerprint get the next number, and the items scored before wait; the same rules ask nothing."""
    first = store.scores.rules_number(house.db, "甲")
    while waiting := store.scores.stale(house.db, first, 100):
        store.scores.keep(house.db, [Score(one) for one in waiting], first, 0)

    assert store.scores.rules_number(house.db, "甲") == first
    second = store.scores.rules_number(house.db, "乙")
    stale = store.scores.stale(house.db, second, 5)

    assert stale == sorted(stale, reverse=True) and len(stale) == 5
    assert store.scores.waiting(house.db, 0, second) == len(_written(house, ""))
    assert store.scores.rules_number(house.db, "甲") > second


def test_a_time_gone_back_has_later_scores_made_anew(house: House) -> None:
    """In training the clock may be turned back: what was scored after that moment is due again, and only that."""
    (one,), now = _scored(house, [10]), int(house.at.timestamp())

    store.scores.turn_back(house.db, now)
    assert one not in [score.item_id for score in store.scores.aged(house.db, now, 100)]
    store.scores.turn_back(house.db, now - 60)
    assert one in [score.item_id for score in store.scores.aged(house.db, now - 60, 100)]


def test_lifts_are_added_and_taken_back_whole(house: House) -> None:
    """A lift adds to the score, another takes its place, and without it the score is what it was."""
    one, other = _scored(house, [10, 20])

    store.lifts.set_lifts(house.db, {one: 15})
    assert _written(house, "new")[:2] == [one, other]
    store.lifts.set_lifts(house.db, {one: 3, other: 1})
    assert store.lifts.lifts(house.db) == {one: 3, other: 1}
    store.lifts.set_lifts(house.db, {})

    assert store.queued.counts(house.db, "new").scores[:2] == ((20, 1), (10, 1))


def test_groups_are_those_of_identity(house: House) -> None:
    """What hangs together by sure relations goes by its first item, whichever of them is asked for, as in the whole list."""
    one, two, three, alone = (house.item(text).id for text in ("同一件事。", "同一件事", "另一件事。", "第三件事。"))
    sql = "insert or replace into relations values (?, ?, 'near', 1, 1, '', 1, '2026')"
    house.db.execute(sql, (three, two))
    whole = store.identity.groups(house.db)

    assert whole[three] == one
    for item_id in (one, two, three):
        assert store.queued.groups(house.db, [item_id, alone]) == {item_id: one}


def test_what_others_make_of_an_item(house: House) -> None:
    """An event told from three units is known at each of its items; a sure repeat names the item it repeats."""
    text = "清溪河水位昨夜超过警戒线0.8米，沿河三个村1200名群众转移。"
    first = house.item(text, "清溪河水位超警戒 三村群众转移", "东山镇")
    again = house.item(text, "清溪河水位超警戒 三村群众转移", "市水利局")

    found = store.scores.bearings(house.db, [first.id, again.id])

    assert found[first.id].places == found[again.id].places == 2
    assert (found[first.id].repeats, found[again.id].repeats) == ("", f"同来稿{first.id}")
    assert store.identity.certain(Relation(2, 1, "exact", 1, 1, "", sure=True))


def test_how_much_was_heard_counts_what_came_before_the_item(house: House) -> None:
    """Items of the days before count, and those of the same unit; later ones and older ones do not; never more than asked."""
    house.later(days=-40).item("早年。", unit="东山镇")
    for number in range(4):
        house.later(days=-3).item(f"前几天{number}。", unit="东山镇" if number else "河西区")
    item = house.item("今天。", unit="东山镇")
    house.later(days=1).item("明天。", unit="东山镇")
    since = house.at - timedelta(days=30)
    before = len(store.scores.received_since(house.db, since, 1000)) - 2

    total, of_unit = store.scores.heard(house.db, item, since, 1000)
    sample = sum(
        row.unit == "东山镇" for row in queue.open_listing(house.db, house.settings, "all", at=house.at).rows(0, 50)
    )

    assert total <= before and of_unit == 3 <= sample
    assert store.scores.heard(house.db, item, since, 2) == (2, 2)


def test_a_position_beyond_the_end_is_empty() -> None:
    """A window that begins behind the last item has nothing in it, and so has an empty queue."""
    assert Counts(()).find(0)[1] == 0
    assert Counts(((5, 2), (1, 1))).find(2) == (1, 0)
    assert Counts(((5, 2), (1, 1))).find(3)[0] < -1000
