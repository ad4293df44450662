"""What is promised about commissions: who is asked, who answered in time, what is only a suggestion, who was reminded."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from typing import Any

import pytest
from conftest import AT, House

from bulletin import store
from bulletin.desk import commissions
from bulletin.desk.commissions import Call, Duty
from bulletin.errors import NotFound, NothingToDo, RefusedAction, UsageError
from bulletin.model import Commission

DUE = AT + timedelta(days=2)
TOPIC = "小麦条锈病防控情况"


def ask(house: House, topic: str = TOPIC, due_at: datetime = DUE, **more: Any) -> Commission:
    """A commission put out by editor1."""
    call = Call(topic, due_at, **more)
    return commissions.commission(house.db, house.settings, call, house.actor("editor1"), house.at)


def answer(house: House, one: Commission, *item_ids: int, unit: str = "") -> None:
    """The items confirmed as answers."""
    who = (house.actor("editor1"), house.at)
    commissions.answer(house.db, house.settings, one.id, list(item_ids), *who, unit)


def standing(house: House, one: Commission) -> dict[str, str]:
    """How each unit stands at the moment of the house."""
    return {duty.unit: duty.state for duty in commissions.duties(house.db, one, house.at)}


def suggested(house: House, one: Commission) -> list[int]:
    """The items suggested."""
    return [found.item.id for found in commissions.suggestions(house.db, house.settings, one, house.at)]


# Asking


def test_all_units_are_asked_unless_some_are_named(house: House) -> None:
    """Nobody named: every unit; else the named, by any name they go by, and those of the classes, each once."""
    first_class = [unit.name for unit in house.settings.units.values() if unit.unit_class == 1]

    assert ask(house).units == tuple(house.settings.units)
    assert ask(house, units=("东山镇", "东山镇")).units == ("东山镇",)
    assert set(ask(house, units=("东山镇",), classes=(1,)).units) == {"东山镇", *first_class}


def test_a_commission_says_what_is_asked_and_from_when_to_when(house: House) -> None:
    """Topic, elements, times in the office's zone and what led to it are kept, and the notice says them."""
    issue = house.issue()
    starts = datetime.fromisoformat("2026-11-20T02:00:00+00:00")

    one = ask(house, asks=("面积", "防治措施"), units=("东山镇",), starts_at=starts, issue_id=issue.id)

    assert store.commissions.get(house.db, one.id) == one
    assert (one.state, one.asks, one.issue_id) == ("open", ("面积", "防治措施"), issue.id)
    assert one.starts_at.isoformat() == "2026-11-20T10:00:00+08:00"
    notice = "\n".join(commissions.notice(one, house.settings))
    for told in (
        "约稿通知单",
        "东山镇",
        TOPIC,
        "面积；防治措施",
        "2026年11月22日09:00",
        "北京时间",
        house.settings.office,
    ):
        assert told in notice


def test_a_commission_follows_from_an_instruction(house: House) -> None:
    """An instruction that is there can be named, and leads to the commission; one that is not there is refused."""
    instruction = house.instruction(house.issue("published"))

    one = ask(house, instruction_id=instruction.id)

    assert store.commissions.of_instruction(house.db, instruction.id) == [one.id]
    with pytest.raises(NotFound):
        ask(house, instruction_id=99)


def test_it_may_start_when_it_is_due_but_not_later(house: House) -> None:
    """Start ≤ due, exactly (R2)."""
    assert ask(house, starts_at=DUE, due_at=DUE).due_at == DUE
    with pytest.raises(UsageError, match="早于发布时间"):
        ask(house, starts_at=DUE + timedelta(seconds=1), due_at=DUE)


@pytest.mark.parametrize("wrong", [{"topic": " "}, {"units": ("月亮镇",)}, {"classes": (9,)}])
def test_a_commission_to_nobody_or_for_nothing_is_refused(house: House, wrong: dict[str, Any]) -> None:
    """No topic, an unknown unit, a class without units: nothing is put out."""
    with pytest.raises((UsageError, NotFound)):
        ask(house, **wrong)
    assert store.commissions.every(house.db) == []


def test_what_was_asked_is_never_changed(house: House) -> None:
    """The file itself refuses to change or delete a commission that went out."""
    one = ask(house)
    for sql in ("update commissions set due_at = '2027' where id = ?", "delete from commissions where id = ?"):
        with pytest.raises(sqlite3.IntegrityError, match="约稿"):
            house.db.execute(sql, (one.id,))


# Answering


@pytest.mark.parametrize(("late", "state"), [(0, "answered"), (1, "late")])
def test_the_due_time_itself_is_in_time(house: House, late: int, state: str) -> None:
    """What was received at the due second is in time, what came one second later is late."""
    one = ask(house, units=("东山镇",))
    item = house.later(days=2, seconds=late).item()

    answer(house, one, item.id)

    assert standing(house.later(days=3), one) == {"东山镇": state}


@pytest.mark.parametrize(("late", "state"), [(0, "waiting"), (1, "overdue")])
def test_who_has_not_answered_is_late_only_after_the_due_time(house: House, late: int, state: str) -> None:
    """Up to the due second a unit is waited for; from the next on it is overdue."""
    assert standing(house.later(days=2, seconds=late), ask(house, units=("东山镇",))) == {"东山镇": state}


def test_the_first_answer_of_a_unit_counts(house: House) -> None:
    """A later supplement does not make a unit late."""
    one, supplement = ask(house, units=("东山镇", "市财政局")), house.later(days=3).item()
    answer(house, one, supplement.id, house.item().id)

    assert standing(house.later(days=3), one) == {"东山镇": "answered", "市财政局": "overdue"}
    assert commissions.missing(commissions.duties(house.db, one, house.at)) == ["市财政局"]


def test_an_answer_can_be_taken_back_and_given_again(house: House) -> None:
    """The newest word counts, and every word is kept."""
    one, item = ask(house, units=("东山镇",)), house.item()
    answer(house, one, item.id)
    answer(house, one, item.id)
    commissions.unlink(house.db, one.id, [item.id], house.actor("editor1"), house.at)
    assert standing(house, one) == {"东山镇": "waiting"}
    assert store.commissions.of_item(house.db, item.id) == []

    answer(house, one, item.id)

    assert standing(house, one) == {"东山镇": "answered"}
    trail = [step.action for step in store.statuses.history(house.db, "commission", one.id)]
    assert trail == ["commission", "answer", "unlink", "answer"]


def test_an_item_of_no_unit_needs_one_named(house: House) -> None:
    """A web page answers for nobody until a person says for whom; who was not asked may answer, and is marked."""
    one, page = ask(house, units=("东山镇",)), house.item(unit="")
    with pytest.raises(RefusedAction, match="没有写明单位"):
        answer(house, one, page.id)

    answer(house, one, page.id, unit="市财政局")

    duties = commissions.duties(house.db, one, house.at)
    assert [(duty.unit, duty.asked, bool(duty.answers)) for duty in duties] == [
        ("东山镇", True, False),
        ("市财政局", False, True),
    ]


def test_answers_are_linked_all_or_none(house: House) -> None:
    """One item that is not there, and none is linked."""
    one, item = ask(house), house.item()
    with pytest.raises(NotFound):
        answer(house, one, item.id, 999)
    assert store.commissions.answers(house.db, one.id) == []


def test_an_answered_item_carries_its_commission(house: House) -> None:
    """From the item one step leads to what was asked; many items are told in one go; the rank is computed anew."""
    one, item, other = ask(house), house.item(), house.item()
    house.db.execute("update item_scores set is_stale = 0")

    answer(house, one, item.id)

    assert store.commissions.of_item(house.db, item.id) == [one]
    assert store.commissions.topics(house.db, [item.id, other.id]) == {item.id: TOPIC}
    stale = house.db.execute("select item_id from item_scores where is_stale = 1").fetchall()
    assert stale == [(item.id,)]


# Suggestions


def test_a_suggestion_needs_the_unit_the_time_and_the_topic(house: House) -> None:
    """Asked units, not before the start, with words of the topic: one in the title, or two in the text."""
    one = ask(house, units=("东山镇",), starts_at=AT)
    titled = house.item("各村已喷药一遍。", "东山镇小麦条锈病发生面积下降")
    told = house.item("全镇小麦长势较好，条锈病零星发生。", "东山镇农业生产情况")
    house.item("全镇小麦已播种。", "东山镇农业生产情况")
    house.item("各村已喷药一遍。", "小麦条锈病防治", unit="市财政局")
    house.later(seconds=-1).item("各村已喷药一遍。", "小麦条锈病防治")

    assert suggested(house, one) == [titled.id, told.id]
    assert standing(house, one) == {"东山镇": "waiting"}


def test_a_suggestion_is_made_until_somebody_says_yes_or_no(house: House) -> None:
    """A confirmed item is an answer, a refused one is not suggested again, a closed commission suggests nothing."""
    one = ask(house, units=("东山镇",))
    first, second, third = (house.item(f"{n}。", "小麦条锈病防治") for n in range(3))

    answer(house, one, first.id)
    commissions.unlink(house.db, one.id, [second.id], house.actor("editor1"), house.at)

    assert suggested(house, one) == [third.id]
    closed = commissions.close(house.db, one.id, house.actor("editor1"), house.at)
    assert suggested(house, closed) == []


# Reminding, closing


def test_reminders_go_to_those_who_have_not_answered_and_are_kept(house: House) -> None:
    """Without a name all that are missing are reminded; each reminder stands at its unit, with who and when."""
    one, item = ask(house, units=("东山镇", "市财政局")), house.item()
    answer(house, one, item.id)
    who = (house.actor("editor2"), house.at)

    names = commissions.remind(house.db, house.settings, one.id, [], *who, "请今天报")

    assert names == ["市财政局"]
    duties: dict[str, Duty] = {duty.unit: duty for duty in commissions.duties(house.db, one, house.at)}
    assert [(step.by, step.note, step.at) for step in duties["市财政局"].reminded] == [("editor2", "请今天报", AT)]
    assert duties["东山镇"].reminded == ()
    for unit, why in (("东山镇", "已经应约"), ("市应急管理局", "没有被约")):
        with pytest.raises(RefusedAction, match=why):
            commissions.remind(house.db, house.settings, one.id, [unit], *who)


def test_when_all_have_answered_there_is_nobody_to_remind(house: House) -> None:
    """It is said, and nothing is recorded."""
    one = ask(house, units=("东山镇",))
    answer(house, one, house.item().id)
    with pytest.raises(NothingToDo, match="都已应约"):
        commissions.remind(house.db, house.settings, one.id, [], house.actor("editor1"), house.at)


def test_a_closed_commission_takes_nothing_until_it_is_opened_again(house: House) -> None:
    """No answer, no reminder after it is closed; the list shows the open ones, first due first."""
    late, one = ask(house, due_at=DUE + timedelta(days=1)), ask(house, units=("东山镇",))
    who = (house.actor("editor1"), house.at)
    assert [found.id for found, _ in commissions.list_commissions(house.db, house.at)] == [one.id, late.id]
    commissions.close(house.db, one.id, *who)

    for act in (
        lambda: answer(house, one, house.item().id),
        lambda: commissions.remind(house.db, house.settings, one.id, [], *who),
        lambda: commissions.close(house.db, one.id, *who),
    ):
        with pytest.raises(RefusedAction):
            act()
    assert [found.id for found, _ in commissions.list_commissions(house.db, house.at)] == [late.id]
    commissions.reopen(house.db, one.id, *who)
    answer(house, one, house.item().id)


def test_only_editors_commission(house: House) -> None:
    """A reviewer, signer or clerk may neither put out a commission nor say what answers it."""
    one, item = ask(house), house.item()
    for person in ("reviewer1", "signer1", "clerk1"):
        actor = house.actor(person)
        with pytest.raises(RefusedAction):
            commissions.commission(house.db, house.settings, Call(TOPIC, DUE), actor, house.at)
        with pytest.raises(RefusedAction):
            commissions.answer(house.db, house.settings, one.id, [item.id], actor, house.at)
