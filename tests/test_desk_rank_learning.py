"""What is promised about learning: readable terms with their evidence, within bounds, and a person may switch them off."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from conftest import House
from hypothesis import given
from hypothesis import strategies as st

from bulletin import store
from bulletin.desk import editing, queue
from bulletin.desk.rank import learning
from bulletin.desk.rank.learning import Chosen
from bulletin.desk.rank.reading import read
from bulletin.errors import NotFound, RefusedAction
from bulletin.store.choices import Term

GOOD, PASSED = Chosen(True, ["单位：甲"]), Chosen(False, ["单位：甲"])
WHOLE = [GOOD] * 16 + [PASSED] * 4 + [Chosen(True, ["单位：乙"])] * 4 + [Chosen(False, ["单位：乙"])] * 16


def _decide(house: House, unit: str, adopted: int, declined: int, note: str = "内容一般") -> None:
    for number in range(adopted + declined):
        item = house.item(f"{unit}第{number}件。", "晒谷场边种树", unit)
        if number < adopted:
            editing.adopt(house.db, house.settings, [item.id], editing.Wish(), house.actor("editor1"), house.at)
        else:
            editing.decide(house.db, [item.id], "decline", house.actor("editor1"), house.at, note)


def _learnt(house: House) -> dict[str, Term]:
    queue.learn(house.db, house.settings, house.at)
    return {term.term: term for term in store.choices.terms(house.db)}


def test_what_is_adopted_more_often_brings_points_and_says_how_often() -> None:
    """A term has the counts it comes from, and its points follow their sign."""
    found = {term.term: term for term in learning.weigh(WHOLE)}

    assert (found["单位：甲"].adopted, found["单位：甲"].declined) == (16, 4)
    assert found["单位：甲"].tenths == -found["单位：乙"].tenths > 0


@pytest.mark.parametrize(
    "choices",
    [WHOLE[:29], WHOLE[:16] * 3, [GOOD] * 26 + [PASSED] * 4],
    ids=["few", "none declined", "too few declined"],
)
def test_nothing_is_learnt_from_too_little(choices: list[Chosen]) -> None:
    """Thirty decisions, and five of each kind, are the least."""
    assert learning.weigh(choices) == []


def test_a_trait_of_every_item_says_nothing() -> None:
    """What adopted and declined items have alike is no term."""
    assert learning.weigh([Chosen(number % 2 == 0, ["有数据"]) for number in range(60)]) == []


def _scored(unit: str, high: int, low: int) -> list[Chosen]:
    return [Chosen(True, [unit], 600)] * high + [Chosen(False, [unit], -600)] * low


def test_what_the_score_tells_already_is_not_learnt_again() -> None:
    """Units whose items are adopted or not as their scores say have no terms; one adopted against its scores has."""
    as_expected = [*_scored("单位：甲", 16, 4), *_scored("单位：乙", 4, 16)]
    against = [Chosen(True, ["单位：丙"], -600)] * 6

    assert learning.weigh(as_expected) == []
    assert [term.term for term in learning.weigh([*as_expected, *against]) if term.tenths > 0] == ["单位：丙"]


def test_no_term_points_where_its_counts_do_not() -> None:
    """A unit adopted seldom, though less seldom than its poor scores say, has no term in its favour."""
    seldom = [Chosen(number < 8, ["单位：丙"], -600) for number in range(20)]

    terms = {
        one.term: one for one in learning.weigh([*_scored("单位：甲", 40, 0), *_scored("单位：丁", 0, 20), *seldom])
    }

    assert "单位：丙" not in terms
    assert terms["单位：丁"].tenths < 0


@given(
    st.lists(
        st.builds(Chosen, st.booleans(), st.lists(st.sampled_from("甲乙丙丁戊"), max_size=4), st.integers(-200, 900)),
        max_size=120,
    ),
    st.randoms(),
)
def test_terms_do_not_depend_on_the_order_of_decisions(choices: list[Chosen], dice) -> None:  # type: ignore[no-untyped-def]
    """The same decisions in any order give the same terms, each within its bound and to the side its counts point to."""
    mixed = list(choices)
    dice.shuffle(mixed)

    found = learning.weigh(choices)

    assert found == learning.weigh(mixed)
    assert all(abs(term.tenths) <= 10 * learning.MOST_POINTS for term in found)
    adopted = sum(one.is_adopted for one in choices)
    for term in found:
        more = term.adopted * len(choices) - adopted * (term.adopted + term.declined)
        assert more * term.tenths > 0


@given(st.lists(st.integers(-60, 60), max_size=9), st.integers(0, 20))
def test_all_terms_together_stay_within_the_weight(house_of_terms: House, tenths: list[int], most: int) -> None:
    """However many terms hold, they bring at most the weight, up or down, and each reason the points it adds."""
    item = replace(store.items.get(house_of_terms.db, 1), title="甲乙丙丁戊己庚辛壬")
    words = dict(zip("甲乙丙丁戊己庚辛壬", tenths, strict=False))
    terms = {f"标题词：{word}": Term(f"标题词：{word}", points, 5, 5) for word, points in words.items()}

    found = list(learning.points(item, read(item.title, "", ""), terms, most))

    assert abs(sum(points for _, points in found)) <= 10 * most
    assert all(points for _, points in found)


@pytest.fixture(scope="module")
def house_of_terms(new_house, tmp_path_factory) -> House:  # type: ignore[no-untyped-def]
    """One office for all examples; nothing is written to it."""
    house: House = new_house(tmp_path_factory.mktemp("terms"))
    return house


def test_editors_choices_move_the_queue_and_the_reason_tells_them(house: House) -> None:
    """After forty decisions, one unit's items rise and another's fall, each with the counts behind it."""
    _decide(house, "市财政局", 18, 2)
    _decide(house, "市发展改革委", 2, 18)
    good, bad = (house.item("新一件。", "晒谷场边种树", unit).id for unit in ("市财政局", "市发展改革委"))

    _learnt(house)
    why = {
        item_id: [one.name for one in queue.explain(house.db, house.settings, item_id, house.at).reasons]
        for item_id in (good, bad)
    }

    assert "同类采用多（单位：市财政局：采用18／不采用2）" in why[good]
    assert "同类采用少（单位：市发展改革委：采用2／不采用18）" in why[bad]
    listed = queue.open_listing(house.db, house.settings, at=house.at)
    assert (listed.index_of(good) or 0) < (listed.index_of(bad) or 0)


def test_a_decline_for_repetition_says_nothing_of_its_kind(house: House) -> None:
    """What was declined because it had been printed, or stood there twice, is not counted."""
    _decide(house, "市财政局", 18, 0)
    _decide(house, "市教育局", 2, 15)
    _decide(house, "市水利局", 0, 10, "与来稿3重复")

    learnt = _learnt(house)

    assert learnt["单位：市教育局"].declined == 15
    assert "单位：市水利局" not in learnt


def test_a_person_switches_a_term_off_and_on(house: House) -> None:
    """Off, it counts for no item and stays listed with its counts; on, it counts again; who said so is kept."""
    _decide(house, "市财政局", 18, 2)
    _decide(house, "市教育局", 2, 18)
    item, term = house.item("新一件。", "晒谷场边种树", "市财政局"), "单位：市财政局"
    _learnt(house)

    def shown() -> bool:
        line = next(
            one
            for one in queue.open_listing(house.db, house.settings, at=house.at).lines(0, 50)
            if one.row.id == item.id
        )
        return any(term in reason.name for reason in line.reasons)

    assert shown()
    queue.switch(house.db, term, True, "换了主任", house.actor("editor1"), house.at)
    assert not shown()
    assert _learnt(house)[term].is_off
    assert store.choices.switches(house.db)[term].by == "editor1"
    queue.switch(house.db, term, False, "", house.actor("admin1"), house.at)
    assert shown()


def test_what_was_not_learnt_cannot_be_switched_off(house: House) -> None:
    """A mistyped term is refused with the nearest; someone without a say in the queue is refused."""
    _decide(house, "市财政局", 18, 2)
    _decide(house, "市教育局", 2, 18)
    _learnt(house)

    with pytest.raises(NotFound, match="最接近的是 单位：市财政局"):
        queue.switch(house.db, "单位：市财政", True, "", house.actor("editor1"), house.at)
    with pytest.raises(RefusedAction, match="督办甲不是"):
        queue.switch(house.db, "单位：市财政局", True, "", house.actor("clerk1"), house.at)


def test_it_learns_by_itself_once_a_day(house: House) -> None:
    """The first refresh of a day learns from the decisions of the days before; a second one that day does not look again."""
    queue.refresh(house.db, house.settings, house.at)
    _decide(house, "市财政局", 18, 2)
    _decide(house, "市教育局", 2, 18)

    queue.refresh(house.db, house.settings, house.at)
    assert store.choices.terms(house.db) == []
    queue.refresh(house.db, house.settings, house.at + timedelta(days=1))
    assert store.choices.terms(house.db)


def test_what_a_leader_wrote_on_makes_a_topic(house: House) -> None:
    """After an instruction, items about the same matter rise, and the reason names leader, day and issue; for two months."""
    issue = house.issue("published")
    house.instruction(issue)
    item = house.item("一是加快。", "河西区晚稻收割接近尾声", "")

    queue.refresh(house.db, house.settings, house.at)
    (topic,) = store.choices.topics(house.db)
    names = [reason.name for reason in queue.explain(house.db, house.settings, item.id, house.at).reasons]
    later = house.at + timedelta(days=61)

    assert (topic.kind, learning.shared(topic, item.title)) == ("instructed", ("收割", "晚稻"))
    assert "批示关注：王副市长11月20日批政务信息/2026/1（收割、晚稻）" in names
    assert not any("批示关注" in one.name for one in queue.explain(house.db, house.settings, item.id, later).reasons)
