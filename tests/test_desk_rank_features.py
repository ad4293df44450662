"""What is promised about the features: each says what it found, brings what its weight says, and changes when it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from conftest import House
from hypothesis import given
from hypothesis import strategies as st

from bulletin import store
from bulletin.desk import queue
from bulletin.desk.rank import balance, features
from bulletin.desk.rank.reading import SKELETONS, read
from bulletin.desk.rank.rules import read_rules
from bulletin.settings.rank import RANK_DEFAULTS
from bulletin.store.scores import NEVER, Bearing
from bulletin.terms import KINDS, URGENCIES

TITLE = "晒谷场边种树"


def _reasons(house: House, item_id: int, at_hours: float = 0) -> dict[str, float]:
    at = house.at + timedelta(hours=at_hours)
    return {one.name: one.points for one in queue.explain(house.db, house.settings, item_id, at).reasons}


def _one(reasons: dict[str, float], beginning: str) -> tuple[str, float]:
    found = [(name, points) for name, points in reasons.items() if name.startswith(beginning)]
    return found[0] if found else ("", 0.0)


@pytest.mark.parametrize(
    ("kind", "text", "shown", "points"),
    [
        ("动态", "11月3日，东山镇政府召开现场会，完成播种1.1万亩。", "五要素5/5", 4.0),
        ("动态", "11月3日，东山镇政府召开现场会。", "五要素4/5，缺结果", 3.2),
        ("动态", "天气很好。", "", 0.0),
        ("问题", "反映取水困难，原因是管网老化，影响灌溉，建议尽快更换。", "问题要件4/4", 4.0),
        ("问题", "反映取水困难，影响灌溉。", "", 0.0),
        ("经验", "东山镇政府一是建立机制，调查120户，满意度提高到98%。", "经验要件4/4", 4.0),
        ("紧急", "3时20分，石桥村发生滑坡，2人受伤，已疏散群众。", "紧急要件5/5", 4.0),
    ],
)
def test_what_a_type_asks_for_counts_from_more_than_half(
    house: House, kind: str, text: str, shown: str, points: float
) -> None:
    """The elements of its type bring their share of the weight, the missing ones are named; half of them is nothing."""
    item = house.item(text, TITLE, "", kind=kind)

    reasons = _reasons(house, item.id)

    name = "五要素" if kind == "动态" else f"{kind}要件"
    assert _one(reasons, name) == (shown, points)


def test_every_type_has_its_elements() -> None:
    """For each type of item it is written what it should have."""
    assert set(SKELETONS) == set(KINDS)


@pytest.mark.parametrize(
    ("title", "kind", "is_problem"),
    [
        ("村级卫生室缺药问题需引起重视", "动态", True),
        ("农民工反映工资拖欠", "", True),
        ("关于错峰供水的建议", "建议", True),
        ("晚稻收割完毕", "动态", False),
        ("治理旧城有问题也有办法", "经验", False),
        ("群众盼望夜间公交", "社情民意", True),
    ],
)
def test_a_problem_is_known_by_its_type_or_title(house: House, title: str, kind: str, is_problem: bool) -> None:
    """喜忧兼报: 问题、建议、预测、社情民意 count, and news whose title tells of a problem; other types do not."""
    item = house.item("内容。", title, "", kind=kind)

    assert ("喜忧兼报：问题、建议" in _reasons(house, item.id)) is is_problem


@pytest.mark.parametrize(
    ("title", "unit", "beginning", "points"),
    [
        ("关于第二批拟资助名单的公示", "", "事务性材料", -12.0),
        ("资金名单不实问题需引起重视", "", "事务性材料", 0.0),
        ("日本首相宣布辞职", "", "题外（境外）", -12.0),
        ("我市对日本出口增长一成", "市财政局", "题外（境外）", 0.0),
        ("晚稻收割3.2万亩", "", "标题有数", 3.0),
        ("晚稻收割", "", "标题有数", 0.0),
        ("重大项目投资提速", "", "政务事项：经济运行", 8.0),
        ("晚稻", "市财政局", "报送单位来稿", 5.0),
    ],
)
def test_what_a_title_says_counts(house: House, title: str, unit: str, beginning: str, points: float) -> None:
    """Routine and matters abroad take points off, unless a problem or a unit of the office stands behind them."""
    item = house.item("天气很好。", title, unit)

    assert _one(_reasons(house, item.id), beginning)[1] == points


def test_a_topic_named_in_passing_does_not_count(house: House) -> None:
    """In the lead, or named three times, a focus topic counts half; once in a long text it does not."""
    long = "天气很好。" * 60

    in_passing = house.item(f"{long}暴雨。", TITLE, "")
    again = house.item(f"{long}暴雨。暴雨。山洪。", TITLE, "")

    assert _one(_reasons(house, in_passing.id), "要点") == ("", 0.0)
    assert _one(_reasons(house, again.id), "要点") == ("要点（正文）：防汛救灾", 10.0)


def test_the_clock_of_an_urgent_item_runs(house: House) -> None:
    """特急: nothing in the first hour, half from then on, all after two hours, nothing after a week; 加急: a day."""
    top, rush = (house.item("事。", TITLE, "", urgency=urgency) for urgency in ("特急", "加急"))

    points = [
        _one(_reasons(house, top.id, hours), "2小时" if hours < 2 else "已超2小时")[1]
        for hours in (0.9, 1, 2, 160, 169)
    ]
    assert points == [0.0, 7.5, 15.0, 15.0, 0.0]
    assert [_one(_reasons(house, rush.id, hours), "24小时")[1] for hours in (11, 12)] == [0.0, 7.5]


def test_a_unit_seldom_heard_counts_once_there_is_something_to_compare(house: House) -> None:
    """With thirty items in a month, a unit with none, one or two among them brings more, and the reason counts them."""
    early = house.item("一。", TITLE, "东山镇")
    for number in range(30):
        house.later(days=-1).item(f"第{number}件。", TITLE, "市财政局")
    late = house.later(hours=1).item("二。", TITLE, "东山镇")

    assert _one(_reasons(house, late.id), "少有来稿")[0] in {f"少有来稿的单位（30天内{n}条）" for n in (1, 2)}
    assert _one(_reasons(house, late.id), "少有来稿")[1] > 0
    assert early.id < late.id


def test_what_is_told_from_many_places_counts_more_and_at_most_its_weight() -> None:
    """Two places bring a third of the weight, eight and more all of it."""
    rules = type("R", (), {"weights": RANK_DEFAULTS})
    found = [list(features._heat(Bearing(places), rules)) for places in (1, 2, 4, 8, 50)]  # type: ignore[arg-type]

    assert [points for reasons in found for _, points in reasons] == [27, 53, 80, 80]


def test_an_answer_to_a_commission_counts(house: House) -> None:
    """What the office asked for itself brings its weight as soon as it is known to be an answer; the reason names it."""
    other, item = house.item("另一件事。", TITLE, ""), house.item("事。", TITLE, "")
    listing = queue.open_listing(house.db, house.settings, at=house.at)
    assert (listing.index_of(other.id) or 0) < (listing.index_of(item.id) or 0)
    house.db.execute(
        "insert into commissions values (1, '冬修水利', '[]', '[]', '2026', '2026', null, null, 'open', 'editor1', '', '2026')"
    )
    house.db.execute("insert into commission_answers values (1, 1, ?, '东山镇', 0, 'editor1', '', '2026')", (item.id,))

    assert _reasons(house, item.id)["应约稿：冬修水利"] == 15.0
    listing = queue.open_listing(house.db, house.settings, at=house.at)
    assert (listing.index_of(other.id) or 0) > (listing.index_of(item.id) or 0)


@given(
    kind=st.sampled_from(("", *KINDS)),
    urgency=st.sampled_from(("", *URGENCIES)),
    hours=st.floats(-50, 2000),
    places=st.integers(1, 30),
    repeats=st.sampled_from(("", "已刊")),
    title=st.text("暴雨问题名单公示3万亩日本项目投资村，。", max_size=20),
    text=st.text("一是建议原因由于反映11月3日东山镇政府开展完成，。2%亿元", max_size=80),
)
def test_the_points_add_up_and_stay_until_they_are_due(
    order_house: House, kind: str, urgency: str, hours: float, places: int, repeats: str, title: str, text: str
) -> None:
    """Whatever the item and the moment: no reason is worth nothing, and none changes before the time it was said to."""
    house = order_house
    rules, at = read_rules(house.db, house.settings, house.at), house.at + timedelta(hours=hours)
    item = replace(
        store.items.get(house.db, 1), kind=kind, urgency=urgency, title=title, text=text, received_at=house.at
    )
    case, bearing = features.Case(item, read(title, text, kind), (40, 1)), Bearing(places, repeats)

    made = features.score(case, rules, bearing, at)

    assert made.tenths == sum(points for _, points in (*made.fixed, *made.timed))
    assert all(name and points for name, points in (*made.fixed, *made.timed))
    now = int(at.timestamp())
    assert made.due > now
    before = min(made.due - 1, now + 10**9)
    assert features.retimed(made, rules, bearing, before).timed == made.timed
    if made.due < NEVER:
        assert features.retimed(made, rules, bearing, made.due).timed != made.timed or hours < 0


@pytest.fixture(scope="module")
def order_house(new_house, tmp_path_factory) -> House:  # type: ignore[no-untyped-def]
    """One office for all examples; nothing is written to it."""
    house: House = new_house(tmp_path_factory.mktemp("features"))
    return house


# Balance


def test_problems_that_would_sink_are_lifted_just_high_enough() -> None:
    """Of ten places two are to tell of problems: the two best come in above those they displace, and no other."""
    heads = [(number, 500 - number, False) for number in range(1, 11)]
    problems = [(21, 300, True), (22, 290, True), (23, 280, True)]

    lifted = balance.lifts(heads, problems, 10, 0.2)

    worth = {item_id: points for item_id, points, _ in (*heads, *problems)}
    order = sorted(worth, key=lambda one: (-worth[one] - lifted.get(one, 0), one))
    assert set(lifted) == {21, 22}
    assert set(order[:10]) == {*range(1, 9), 21, 22}
    assert order[:8] == list(range(1, 9))


@given(
    heads=st.lists(st.tuples(st.integers(-100, 900), st.booleans()), max_size=30),
    more=st.lists(st.integers(-200, 900), max_size=10),
    share=st.floats(0, 1),
)
def test_balance_never_lifts_without_need_and_always_reaches_its_share(
    heads: list[tuple[int, bool]], more: list[int], share: float
) -> None:
    """Among the first ten stand as many problems as the share asks for, or all there are; nothing is ever pushed down."""
    every = [(number, points, told) for number, (points, told) in enumerate(heads)]
    every += [(100 + number, points, True) for number, points in enumerate(more)]
    worth = sorted(every, key=lambda one: (-one[1], one[0]))
    lifted = balance.lifts(worth[:10], [one for one in worth if one[2]], 10, share)

    order = sorted(worth, key=lambda one: (-one[1] - lifted.get(one[0], 0), one[0]))
    told = sum(one[2] for one in order[:10])
    assert all(points > 0 for points in lifted.values())
    if len(worth) >= 10:
        assert told >= min(round(10 * share), sum(one[2] for one in every))
    if sum(one[2] for one in worth[:10]) >= round(10 * share):
        assert lifted == {}


def test_the_lift_is_a_reason_like_any_other(house: House) -> None:
    """Of thirty pieces of good news at the head some give way to problems, whose points say so and add up."""
    for number in range(30):
        house.item("一是建议，主要原因。完成3.2亿元。", f"重大项目投资提速第{number}件", "市财政局", urgency="加急")
    without = replace(house.settings, rank={**house.settings.rank, "balance_share": 0.0})

    def told(lines: list[queue.Line]) -> int:
        return sum("喜忧兼报：问题、建议" in {reason.name for reason in line.reasons} for line in lines)

    assert told(queue.open_listing(house.db, without, at=house.at).lines(0, 20)) < 4
    first = queue.open_listing(house.db, house.settings, at=house.at).lines(0, 20)

    assert told(first) == 4
    lifted = [line for line in first if any("排在前面的问题、建议太少" in reason.name for reason in line.reasons)]
    assert lifted
    for line in lifted:
        assert line.row.score == round(sum(reason.points for reason in line.reasons), 1)
        assert queue.explain(house.db, house.settings, line.row.id, house.at).score == line.row.score
