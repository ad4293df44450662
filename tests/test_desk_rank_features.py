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
        ("关于第二批拟资助名单的公示", "", "事务性材料", -15.0),
        ("资金名单不实问题需引起重视", "", "事务性材料", 0.0),
        ("三家企业进了失信黑名单", "", "事务性材料", 0.0),
        ("日本首相宣布辞职", "", "题外（境外）", -15.0),
        ("我市对日本出口增长一成", "市财政局", "题外（境外）", 0.0),
        ("新款手机跑分出炉", "", "题外（商情产品）", -15.0),
        ("警方通报手机店起火", "", "题外", 0.0),
        ("晚稻收割3.2万亩", "", "标题有数", 3.0),
        ("晚稻收割", "", "标题有数", 0.0),
        ("晚稻收割办法（2026年版）第3批", "", "标题有数", 0.0),
        ("重大项目投资提速", "", "政务事项：经济运行", 8.0),
        ("晚稻收割细则", "", "政务事项：政策措施", 6.0),
        ("全省首个晾晒棚", "", "新做法、新进展（首个）", 3.0),
        ("城管清理晒谷场", "", "有关机关：城管", 6.0),
        ("城管清理晒谷场", "市财政局", "有关机关", 0.0),
        ("晚稻", "市财政局", "报送单位来稿", 8.0),
    ],
)
def test_what_a_title_says_counts(house: House, title: str, unit: str, beginning: str, points: float) -> None:
    """Routine and matters abroad take points off, unless a problem or a unit of the office stands behind them."""
    item = house.item("天气很好。", title, unit)

    assert _one(_reasons(house, item.id), beginning)[1] == points


@pytest.mark.parametrize(
    ("title", "text", "shown"),
    [
        ("市档案局召开工作推进会", "", "会议活动（召开工作推进会）"),
        ("区领导走访慰问困难群众", "", "会议活动（走访）"),
        ("某局热烈庆祝建局四十周年", "", "会议活动（热烈）"),
        ("市水利局工作总结", "", "工作总结（工作总结）"),
        ("《晒谷场管理办法》政策解读", "", "解读、图解（政策解读）"),
        ("晒谷场管理条例", "第一章　总则\n第一条　为了管好晒谷场。", "法规原文（第一章总则）"),
        (TITLE, "深入贯彻会议要求，高度重视，切实加强领导，扎实推进。", "表态（深入贯彻、高度重视）"),
    ],
)
def test_a_poor_kind_takes_points_off_and_names_the_word_that_shows_it(
    house: House, title: str, text: str, shown: str
) -> None:
    """Ceremony, summaries, explanations, bare rules and pledges sink; what they are about earns a ceremony nothing."""
    reasons = _reasons(house, house.item(text or "天气很好。", title, "").id)

    assert reasons.get(shown, 0.0) < 0
    assert not (shown.startswith("会议活动") and _one(reasons, "政务事项")[0])


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("我市召开会商会提前转移群众1200人", "天气很好。"),
        ("市档案局召开会议完成库房改造", "天气很好。"),
        ("市档案局召开会议讨论漏水难题", "天气很好。"),
        ("省委经济工作会议召开", "天气很好。"),
        ("市长调研显示小企业用工成本上升", "天气很好。"),
        (TITLE, "深入贯彻会议要求，高度重视，扎实推进，建成棚12个、仓3座、路5公里、渠8条。"),
    ],
)
def test_what_came_of_a_meeting_is_no_ceremony(house: House, title: str, text: str) -> None:
    """A figure, a result, a problem, or a meeting that decides for all below it: the meeting is only the occasion."""
    reasons = _reasons(house, house.item(text, title, "").id)

    assert not [name for name in reasons if name.startswith(("会议活动", "表态"))]


def test_one_figure_counts_half_and_what_the_press_argues_too(house: House) -> None:
    """有数据 counts whole from three figures on; the other four marks count whole only for a unit of the office."""
    text = "共投资3.2亿元。"
    few, many = house.item(text, TITLE, ""), house.item("共投资3.2亿元、修路5公里、盖楼12个。", TITLE, "")
    unit, press = (house.item("原因在于缺水。", TITLE, place) for place in ("市财政局", ""))

    assert _reasons(house, few.id)["有数据（1处）"] == 2.0
    assert _reasons(house, many.id)["有数据（3处）"] == 4.0
    assert [_reasons(house, one.id)["有分析"] for one in (unit, press)] == [4.0, 2.0]


def test_what_is_outside_earns_nothing_by_being_well_made(house: House) -> None:
    """News from abroad with figures, argument, proposals and a focus topic in passing has no points but its freshness."""
    text = "共投资3.2亿元，原因在于缺水，建议尽快修复，例如暴雨、暴雨、暴雨。"

    reasons = _reasons(house, house.item(text, "日本首相宣布辞职3次", "").id)

    assert {name for name, points in reasons.items() if points > 0} <= {"时效（0天）", "五要素4/5，缺地点"}


def test_what_the_press_tells_again_makes_room(house: House) -> None:
    """The second article on one event points to the first and loses half, the third all; what a unit reports loses nothing."""
    text = "昨夜东山镇石桥村晒谷场起火，消防员到场后二十分钟扑灭，无人伤亡，起火原因正在调查。"
    first = house.item(text, "东山镇石桥村晒谷场起火", "")
    again = house.item(f"据报道，{text}", "石桥村晒谷场夜里起火 无人伤亡", "")
    unit = house.item(f"{text}特此报告。", "关于石桥村晒谷场起火的报告", "市财政局")
    rules = read_rules(house.db, house.settings, house.at)
    third = replace(features.case_of(house.db, again, rules), told=(first.id, again.id))

    told = [_one(_reasons(house, one.id), "同一事件") for one in (first, again, unit)]

    assert told == [("", 0.0), (f"同一事件第2条，首条是来稿{first.id}", -6.0), ("", 0.0)]
    assert (f"同一事件第3条，首条是来稿{first.id}", -120) in list(features.fixed(third, rules))


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
    """Two places bring a third of the weight, eight and more all of it; what is outside or routine gains nothing."""
    rules = type("R", (), {"weights": RANK_DEFAULTS})
    found = [list(features._heat({}, Bearing(places), rules)) for places in (1, 2, 4, 8, 50)]  # type: ignore[arg-type]

    assert [points for reasons in found for _, points in reasons] == [20, 40, 60, 60]
    assert not list(features._heat({"is_cold": 1}, Bearing(50), rules))  # type: ignore[arg-type]


def test_an_answer_to_a_commission_counts(house: House) -> None:
    """What the office asked for itself brings its weight as soon as it is known to be an answer; the reason names it."""
    other, item = house.item("另外的事。", "晒谷场边修路", ""), house.item("事。", TITLE, "")
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
    title=st.text("暴雨问题名单公示3万亩日本项目投资村召开会议局手机首个，。", max_size=20),
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
