"""What is promised about the queue: every point has a printed reason, and the selection means what it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from conftest import House

from bulletin import store
from bulletin.desk import editing, queue
from bulletin.errors import UsageError
from bulletin.settings import Focus
from bulletin.terms import URGENCIES

PLAIN = "晒谷场边种了一排树。"


def _reasons(house: House, text: str = PLAIN, **fields: str) -> dict[str, float]:
    unit = fields.pop("unit", "")
    item = house.item(text, fields.pop("title", "晒谷场边种树"), unit, **fields)
    return {reason.name: reason.points for reason in queue.explain(house.db, house.settings, item.id, house.at).reasons}


def _order(house: House, expression: str = "", state: str = "new") -> list[int]:
    return [one.item.id for one in queue.list_items(house.db, house.settings, state, expression, house.at)]


def test_the_reasons_add_up_to_the_score(house: House) -> None:
    """For every item of the sample, at any age, the printed points are the score, and the best stands first."""
    for days in (0, 1, 2.3, 400):
        listed = queue.list_items(house.db, house.settings, "all", "", house.at + timedelta(days=days))

        assert listed
        for one in listed:
            assert one.score == round(sum(reason.points for reason in one.reasons), 1)
            assert all(reason.name for reason in one.reasons)
        assert [one.score for one in listed] == sorted((one.score for one in listed), reverse=True)


def test_a_plain_item_scores_for_its_freshness_alone(house: House) -> None:
    """Without class, focus, urgency or content marks, only the age brings points."""
    assert _reasons(house) == {"时效（0天）": 10.0}


@pytest.mark.parametrize(
    ("unit", "points"), [("市财政局", 12.0), ("市教育局", 8.0), ("东山镇", 4.0), ("市发改委", 12.0)]
)
def test_the_class_of_the_unit_counts(house: House, unit: str, points: float) -> None:
    """A unit of class 1 brings the full weight, 2 two thirds, 3 one third, under whatever name it is known."""
    name = f"{house.settings.unit(unit).unit_class}类单位"  # type: ignore[union-attr]

    assert _reasons(house, unit=unit)[name] == points


@pytest.mark.parametrize("urgency", URGENCIES)
def test_urgency_counts(house: House, urgency: str) -> None:
    """特急 brings the full weight, 加急 half of it, 普通 nothing."""
    assert _reasons(house, urgency=urgency).get(urgency) == {"特急": 40.0, "加急": 20.0}.get(urgency)


def test_a_focus_topic_counts_until_its_day_and_more_in_the_title(house: House) -> None:
    """A topic brings its weight for the title, half for the text, and nothing from the day after its last."""
    focus = (Focus("防汛", ("暴雨",), house.at.date()), Focus("过期", ("暴雨",), date(2026, 11, 19)))
    house = House(replace(house.settings, focus=focus), house.db, house.at)

    assert _reasons(house, title="暴雨来袭")["要点：防汛"] == 20.0
    in_text = _reasons(house, "昨夜暴雨。")
    assert in_text["要点（正文）：防汛"] == 10.0
    assert not any("过期" in name for name in in_text)


def test_freshness_halves_with_every_half_life(house: House) -> None:
    """After three days half the points are left, after six a quarter; a date in the future is as fresh as today."""
    item = house.item(PLAIN)

    def points(days: float) -> float:
        reasons = queue.explain(house.db, house.settings, item.id, house.at + timedelta(days=days)).reasons
        return sum(reason.points for reason in reasons if reason.name.startswith("时效"))

    assert [points(days) for days in (-5, 0, 3, 6, 60)] == [10.0, 10.0, 5.0, 2.5, 0]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("共投资3.2亿元、修路5公里、盖楼12个。", "有数据（3处）"),
        ("以东山镇为例。", "有典型"),
        ("一是抓重点。", "有观点"),
        ("原因在于缺水。", "有分析"),
        ("建议尽快修复。", "有建议"),
    ],
)
def test_each_of_the_five_marks_of_a_good_text_counts_once(house: House, text: str, name: str) -> None:
    """有数据、有典型、有观点、有分析、有建议 bring four points each to what a unit reports, however often they occur."""
    reasons = _reasons(house, text * 3, unit="市财政局")

    assert reasons[name] == 4.0
    assert len([one for one in reasons if one.startswith("有")]) == 1


def test_weights_are_the_offices_own(house: House) -> None:
    """A weight of zero switches a reason off."""
    settings = replace(house.settings, rank={**house.settings.rank, "freshness": 0.0, "data": 0.0, "matter": 0.0})

    item = house.item("投资3亿元。", "晒谷场边种树", "")

    assert queue.explain(house.db, settings, item.id, house.at).score == 0


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("", {"a", "b", "c"}),
        ("暴雨", {"a", "b"}),
        ("暴雨 -滑坡", {"a"}),
        ("unit:东山", {"a"}),
        ("unit：财政 暴雨", {"b"}),
        ("kind:问题", {"c"}),
        ("-kind:问题", {"a", "b"}),
        ("urgency:特急", {"b"}),
        ("title:暴雨", {"a"}),
        ("暴雨 kind:问题", set()),
        ("source:test", {"a", "b", "c"}),
        ("flag:mojibake", set()),
        ("(滑坡 或 缺水) 单位:财政", {"b", "c"}),
        ('"暴雨引发" OR 类型:问题', {"b", "c"}),
        ("非 暴雨", {"c"}),
        ("日期:近7天 标题:暴雨", {"a"}),
        ("状态:待处理 收到:..2026-11-19", set()),
    ],
)
def test_a_filter_selects_what_it_says(house: House, expression: str, found: set[str]) -> None:
    """Words are sought in title and text, ``field:word`` in a field, all must hold, a hyphen negates; and so the rest."""
    made = {
        "a": house.item("雨后。", "暴雨预警", "东山镇"),
        "b": house.item("暴雨引发滑坡。", "灾情", "市财政局", urgency="特急"),
        "c": house.item("缺水。", "旱情", "市财政局", kind="问题"),
    }
    names = {item.id: name for name, item in made.items()}

    listed = {names[number] for number in _order(house, expression) if number in names}

    assert listed == found


def test_an_unknown_field_or_state_is_answered_with_the_nearest(house: House) -> None:
    """A mistyped field names the one that was meant; an unknown state names those there are."""
    with pytest.raises(UsageError, match=r"没有字段 units。最接近的是 unit"):
        _order(house, "units:东山")
    with pytest.raises(UsageError, match=r"来稿没有“栏目”这一字段"):
        _order(house, "栏目:要情")
    with pytest.raises(UsageError, match=r"第1字处：左括号没有配对"):
        _order(house, "(暴雨")
    with pytest.raises(UsageError, match=r"没有状态 nwe。可用的状态：new（待处理）、adopted（已采用）.*all（全部）"):
        _order(house, state="nwe")


def test_items_of_the_same_text_are_shown_as_one_group(house: House) -> None:
    """The queue names the first item of those with the same text, and nothing for the others."""
    one, other, alone = house.item("同一件事。"), house.item("同一件事"), house.item("另一件事。")

    groups = {q.item.id: q.group for q in queue.list_items(house.db, house.settings, "new", "", house.at)}

    assert (groups[one.id], groups[other.id], groups[alone.id]) == (one.id, one.id, None)


def test_the_queue_shows_what_stands_in_the_state_asked_for(house: House) -> None:
    """An item that was shelved is in the list of shelved items and in that of all, not among the new."""
    item = house.item()
    editing.decide(house.db, [item.id], "shelve", house.actor("editor1"), house.at)

    assert item.id not in _order(house)
    assert _order(house, state="shelved") == [item.id]
    assert item.id in _order(house, state="all")


def test_the_same_queue_is_always_in_the_same_order(house: House) -> None:
    """Equal scores stand in the order of arrival."""
    made = [house.item(PLAIN, unit="").id for _ in range(5)]

    assert [number for number in _order(house) if number in made] == made
    assert store.statuses.count_by_state(house.db, "item")["new"] == len(_order(house))


def test_a_filtered_listing_is_the_queue_with_the_others_left_out(house: House) -> None:
    """What a filter selects stands in the same order, each found at its place; what it leaves out has none."""
    for number in range(12):
        house.item(f"第{number}件。", "晒谷场边种树" if number % 2 else "重大项目投资3亿元", "")
    whole = queue.open_listing(house.db, house.settings, at=house.at)
    part = queue.open_listing(house.db, house.settings, expression="标题:晒谷场", at=house.at)

    ids = [row.id for row in part.rows(0, 100)]
    assert part.total == len(ids) == 6
    assert ids == [row.id for row in whole.rows(0, 100) if row.id in ids]
    assert [part.index_of(one) for one in ids] == list(range(6))
    assert part.index_of(whole.rows(0, 1)[0].id) is None
    assert [row.id for row in part.rows(2, 2)] == ids[2:4]


def test_a_listing_is_always_of_this_moment(house: House) -> None:
    """An item that is decided about leaves the open listing, one that comes in stands in it."""
    listing = queue.open_listing(house.db, house.settings, at=house.at)
    before, first = listing.total, listing.rows(0, 1)[0]

    editing.decide(house.db, [first.id], "shelve", house.actor("editor1"), house.at)
    assert (listing.total, listing.index_of(first.id)) == (before - 1, None)
    made = house.item()
    assert listing.total == before
    assert listing.index_of(made.id) is not None


def test_a_row_shows_what_the_item_says(house: House) -> None:
    """Unit, type, urgency, state, score and the time it came in are the item's."""
    item = house.item(unit="市财政局", kind="经验", urgency="加急")
    listing = queue.open_listing(house.db, house.settings, at=house.at)

    (row,) = [row for row in listing.rows(0, 100) if row.id == item.id]

    assert (row.title, row.unit, row.kind, row.urgency, row.state) == (item.title, "市财政局", "经验", "加急", "new")
    assert (row.received_at, row.place, row.group) == (item.received_at, "市财政局", None)
    assert row.score == queue.explain(house.db, house.settings, item.id, house.at).score


def test_more_than_can_be_scored_at_once_is_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A listing scores so many items and says how many wait; the next one goes on, until none does."""
    monkeypatch.setattr(queue, "AT_ONCE", 5)
    store.scores.renew(house.db)
    total = queue.Listing(house.db, "", None, 0).total

    left = [queue.open_listing(house.db, house.settings, at=house.at).unscored for _ in range(4)]

    assert left[0] == total - 5
    assert left == [max(0, total - 5 * times) for times in range(1, 5)]


def test_ageing_changes_only_what_is_due(house: House) -> None:
    """Within the first day nothing is written; after it, points for freshness fall, and nothing else changes."""
    item = house.item()
    queue.refresh(house.db, house.settings, house.at)
    kept = house.db.execute("select fixed, timed, made from item_scores where item_id = ?", (item.id,)).fetchone()

    queue.refresh(house.db, house.settings, house.at + timedelta(hours=23))
    assert (
        house.db.execute("select fixed, timed, made from item_scores where item_id = ?", (item.id,)).fetchone() == kept
    )
    queue.refresh(house.db, house.settings, house.at + timedelta(hours=25))
    after = house.db.execute("select fixed, timed, made from item_scores where item_id = ?", (item.id,)).fetchone()

    assert after[0] == kept[0]
    assert "时效（1天）" in after[1]


def test_a_database_that_is_being_written_is_listed_as_it_stands(house: House) -> None:
    """While another program writes, the queue is shown as it was scored last, and what waits is told."""
    queue.refresh(house.db, house.settings, house.at)
    house.item("事。", "晒谷场边种树", "")
    house.db.conn.execute("pragma busy_timeout = 50")
    other = store.open_database(house.settings.database_path)
    other.conn.execute("begin immediate")
    try:
        listing = queue.open_listing(house.db, house.settings, at=house.at)
        assert (listing.unscored, len(listing.rows(0, 100))) == (1, listing.total)
    finally:
        other.conn.execute("rollback")
        other.close()
    assert queue.open_listing(house.db, house.settings, at=house.at).unscored == 0
