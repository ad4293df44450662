"""What is registered counts once: however it is written, and however often it is taken back and registered again."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from bulletin import store
from bulletin.errors import RefusedAction, UsageError
from bulletin.feedback import registers
from bulletin.feedback.circular import making
from bulletin.feedback.points import compute, gather
from bulletin.model import LateEntry, Penalty, UpperAdoption
from bulletin.press import corrections
from bulletin.settings.points import read_book
from tests.conftest import AT, House, NewHouse

DAY, UNIT = AT.date(), "东山镇"
WISH = UpperAdoption(0, 1, None, "adopted", "省", "每日要情", "第5期", "", False, None, DAY)
LATE = LateEntry(0, "政务信息", "", "", "旧刊一条", "", (UNIT,), DAY, "")
FAULT = Penalty(0, UNIT, "失实", "面积有误", "", DAY)
NEW_YEAR = date(2027, 1, 1)


@pytest.fixture(scope="module")
def published(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """An office with a published issue of one entry."""
    house: House = new_house(tmp_path_factory.mktemp("registers"))
    house.article("approved")
    house.issue("published")
    return house


@pytest.fixture
def house(published: House, new_house: NewHouse, tmp_path: Path) -> House:
    """A copy of that office, for one test alone."""
    return new_house(tmp_path / "office", like=published)


def adopt(house: House, **fields: Any) -> UpperAdoption:
    """Register an adoption of the entry."""
    return registers.register(house.db, house.settings, replace(WISH, **fields), house.actor("clerk1"), house.at)


def enter(house: House, **fields: Any) -> LateEntry:
    """Enter an item late."""
    return registers.enter_late(house.db, house.settings, replace(LATE, **fields), house.actor("clerk1"), house.at)


def penalise(house: House, **fields: Any) -> Penalty:
    """Register a fault."""
    return registers.penalise(house.db, house.settings, replace(FAULT, **fields), house.actor("clerk1"), house.at)


def undo(house: House, record: str, number: int) -> None:
    """Take a row of a register back."""
    registers.take_back(house.db, house.settings, record, number, "登错了", house.actor("clerk1"), house.at)


def on(house: House, day: date) -> House:
    """Return the office on another day."""
    return replace(house, at=datetime.combine(day, AT.timetz()))


def years(house: House) -> list[Fraction]:
    """Return the points of the unit in 2026 and in 2027, as they are known by now."""
    ledger = compute(gather(house.db, house.settings, house.at), read_book(house.settings))
    return [ledger.between(date(year, 1, 1), date(year + 1, 1, 1)).total(UNIT) for year in (2026, 2027)]


@pytest.mark.parametrize(
    ("bulletin", "number", "level"),
    [
        ("每日要情", "2026年第5期", "省"),
        ("《每日要情》", "5", "省"),
        ("每日 要情", "２０２６年 第５期", "省"),
        ("《每日要情》", "第五期（总第120期）", "省"),
        ("每日要情", "〔2026〕5号", "国"),
        ("每日要情", "", "省"),
    ],
)
def test_the_same_issue_above_is_registered_once(house: House, bulletin: str, number: str, level: str) -> None:
    """With or without marks, year, 第 and 期, at another level too, or with no number at all: the first one is named."""
    adopt(house)

    with pytest.raises(RefusedAction, match=r"省级《每日要情》第5期采用已登记为 1（2026-11-20），未重复登记"):
        adopt(house, bulletin=bulletin, number=number, level=level)

    assert len(store.upper_adoptions.every(house.db)) == 1


def test_one_without_a_number_may_be_any_issue_and_is_put_right_first(house: House) -> None:
    """What was registered without a number stands in the way of every number; taken back, each is registered with its own."""
    adopt(house, number="")
    with pytest.raises(RefusedAction) as refused:
        adopt(house)
    assert "没有写期号" in refused.value.remedy and "adoption undo 1" in refused.value.remedy

    undo(house, "upper_adoptions", 1)
    adopt(house)

    assert adopt(house, number="2026年第6期").id == 3


def test_what_goes_up_without_a_bulletin_is_told_by_its_level(house: House) -> None:
    """选用上报 names no bulletin: to the province and to the state are two facts, to the province again is none."""
    for level in ("省", "国"):
        adopt(house, kind="reported", bulletin="", number="", level=level)

    with pytest.raises(RefusedAction, match="省级选用上报已登记为 1"):
        adopt(house, kind="reported", bulletin="", number="")


def test_names_are_kept_without_their_marks(house: House) -> None:
    """《》 are printed round a name, never kept in it; a name of marks alone is none."""
    assert adopt(house, bulletin="《每日要情》").bulletin == "每日要情"
    assert enter(house, publication="《要情》").publication == "要情"
    with pytest.raises(UsageError, match="没有写明刊名"):
        adopt(house, bulletin="《》")


def test_what_this_office_printed_is_not_entered_late(house: House) -> None:
    """The title of an entry, on its day or in its issue, with other marks too, is refused by name; elsewhere it is another."""
    (printed,) = store.credits.printed_titles(house.db, 2026)
    other = {"printed_on": DAY - timedelta(days=9), "title": printed.title}
    for fields in (
        {"title": printed.title},
        {"title": f"“{printed.title}”。", "publication": "《政务信息》"},
        {**other, "number": "第1期"},
        {**other, "number": "2026年第1期"},
    ):
        with pytest.raises(RefusedAction, match=r"已印在《政务信息》2026年第1期第1条（政务信息/2026/1#1，2026-11-20）"):
            enter(house, **fields)

    assert enter(house, **other).id == 1
    assert enter(house, title=printed.title, publication="信息专报").id == 2


@pytest.mark.parametrize("title", ["旧刊一条。", "《旧刊一条》", "旧刊 一条"])
def test_marks_make_no_other_late_entry(house: House, title: str) -> None:
    """The same title with other marks, on the same day, is the same item."""
    enter(house)

    with pytest.raises(RefusedAction, match="已补录为 补录/1"):
        enter(house, title=title, publication="《政务信息》")


@pytest.mark.parametrize(
    ("since", "keeps", "day", "refused"),
    [
        (None, False, DAY, True),
        (None, True, DAY, False),
        (date(2026, 11, 25), False, date(2026, 11, 25), True),
        (date(2026, 11, 25), False, date(2026, 11, 24), False),
    ],
)
def test_nothing_is_registered_for_what_brings_no_points_any_more(
    house: House, since: date | None, keeps: bool, day: date, refused: bool
) -> None:
    """Withdrawn, and its points gone: refused from that day on, from the start where it never held."""
    later = on(house, date(2026, 11, 30))
    issue = store.issues.by_number(house.db, "政务信息", "正刊", 2026, 1)
    assert issue is not None
    wish = corrections.Withdrawal("数据有误", since, keeps_points=keeps)
    corrections.withdraw(house.db, house.settings, issue, None, wish, house.actor("signer1"), later.at)

    if refused:
        with pytest.raises(RefusedAction, match=r"已.*撤回.*不计分，不能登记采用"):
            adopt(later, dated_on=day)
    else:
        assert adopt(later, dated_on=day).id == 1


def test_registered_undone_and_registered_again_over_new_year_counts_once(house: House) -> None:
    """Undone on 3 January and entered again for 31 December: the old year has it once, the new year loses nothing."""
    never = [Fraction(3) + 20, Fraction(0)]
    day = date(2026, 12, 31)
    adopt(on(house, day), dated_on=day)
    assert years(on(house, day)) == never

    undo(on(house, date(2027, 1, 3)), "upper_adoptions", 1)
    assert years(on(house, date(2027, 1, 3))) == [23, -20]
    adopt(on(house, date(2027, 1, 4)), dated_on=day, number="2026年第5期")

    assert years(on(house, date(2027, 1, 5))) == never


def test_what_is_put_right_counts_as_it_is_now(house: House) -> None:
    """A wrong number, a wrong level: undone and registered anew for its day, it counts once, as it was put right."""
    day = date(2026, 12, 31)
    adopt(on(house, day), dated_on=day, number="第6期", level="国")
    undo(on(house, date(2027, 1, 3)), "upper_adoptions", 1)
    adopt(on(house, date(2027, 1, 4)), dated_on=day)

    assert years(on(house, date(2027, 1, 5))) == [23, 0]


def test_decembers_circular_tells_each_adoption_once_with_each_unit_once(house: House) -> None:
    """Made on 5 January, of what was undone and registered anew, and of two issues of one day: two lines, no unit twice."""
    day = date(2026, 12, 31)
    late = enter(on(house, day), units=(UNIT, "市水利局"), title="两家合报", printed_on=day)
    place = {"entry_id": None, "late_entry_id": late.id, "dated_on": day}
    adopt(on(house, day), **place)
    undo(on(house, date(2027, 1, 3)), "upper_adoptions", 1)
    for number in ("2026年第5期", "第6期"):
        adopt(on(house, date(2027, 1, 4)), **place, number=number)

    january = on(house, date(2027, 1, 5))
    item, _ = making.make(house.db, house.settings, (date(2026, 12, 1), NEW_YEAR), january.at)

    assert "被上级采用2条（按单位计4次），其中省级2条。" in item.text
    lines = [line for line in item.text.splitlines() if "两家合报" in line and "每日要情" in line]
    assert sorted(line.count(UNIT) for line in lines)[-2:] == [1, 1] and len(lines) >= 2
    assert not [line for line in lines if line.count(UNIT) > 1]


def test_late_entries_and_faults_move_no_points_between_years_either(house: House) -> None:
    """补录 and 扣分 undone in January and registered again for December are in December once."""
    day = date(2026, 12, 31)
    enter(on(house, day), printed_on=day)
    penalise(on(house, day), dated_on=day)
    before = years(on(house, day))
    january = on(house, date(2027, 1, 3))
    undo(january, "late_entries", 1)
    undo(january, "penalties", 1)
    assert years(january)[1] != 0

    enter(january, printed_on=day, title="旧刊一条。")
    penalise(january, dated_on=day, what="面积有误，应为3亩")

    assert years(january) == before


@pytest.mark.parametrize("seed", range(12))
def test_any_course_of_undoing_and_registering_is_worth_what_stands(house: House, seed: int) -> None:
    """Registered, undone and registered again on random days over the year's end: if it stands at last it counts once, in the
    year it is registered for wherever that day never changed; if not, it is worth nothing in all."""
    chance, now, known = random.Random(seed), DAY, 0
    keeps_day = chance.random() < 0.5
    own = DAY + timedelta(days=chance.randint(0, 60))
    now = own
    stands = False
    for _ in range(chance.randint(1, 7)):
        if stands:
            undo(on(house, now), "upper_adoptions", known)
        else:
            day = own if keeps_day else DAY + timedelta(days=chance.randint(0, (now - DAY).days))
            known = adopt(on(house, now), dated_on=day, number=chance.choice(("第5期", "2026年第5期", "", "5"))).id
        stands = not stands
        now += timedelta(days=chance.randint(0, 30))

    old, new = years(on(house, now))

    assert old + new == 3 + (20 if stands else 0)
    if stands and keeps_day:
        assert (old if own < NEW_YEAR else new) >= 20 and old in (3, 23)
