"""What is promised about ``bulletin status``: what lies where and how long, who waits for whom, the four speeds, on one screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bulletin import store
from bulletin.cli.columns import width
from bulletin.desk import commissions, editing
from bulletin.feedback import board, speeds
from bulletin.feedback.cases import closing, follow_ups
from bulletin.settings import read_settings
from bulletin.terms import LIGHTS
from tests.calls import call, done
from tests.conftest import AT, House, NewHouse

LATER = AT + timedelta(days=4)


@pytest.fixture(scope="module")
def busy(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """An office with something in almost every state: items, articles, an issue, a case, a commission."""
    house: House = new_house(tmp_path_factory.mktemp("busy"))
    printed = house.issue("published")
    case = house.instruction(printed, kind="办理")
    wish = follow_ups.Assignment("东山镇")
    follow_ups.assign(house.db, house.settings, case.id, wish, house.actor("clerk1"), house.at)
    for state in ("draft", "in_review", "in_review", "approved"):
        house.article(state)
    returned = house.article("in_review")
    house.move(returned, "return", "reviewer1", "请核实")
    held = house.article("in_review")
    house.move(held, "hold", "reviewer1", "等数据")
    house.article("approved", "信息专报")
    house.issue("composed", "信息专报")
    wish = commissions.Call("防汛物资储备", house.at + timedelta(days=2), ("现有数量",), ("市水利局", "市财政局"))
    commissions.commission(house.db, house.settings, wish, house.actor("editor1"), house.at)
    return house


def status(house: House, *words: str, at: datetime = LATER) -> Any:
    """Return the board in JSON."""
    return done(call(house.settings.root, "status", *words, "--json", at=at.isoformat()))


def test_the_board_fits_one_screen(busy: House) -> None:
    """At most 24 lines of 80 cells, however much lies; ``--all`` shows every line of it."""
    shown = call(busy.settings.root, "status", at=LATER.isoformat()).out.splitlines()
    whole = call(busy.settings.root, "status", "--all", at=LATER.isoformat()).out.splitlines()

    assert len(shown) <= 23
    assert max(map(width, shown)) <= 80
    assert len(whole) > len(shown) and "用 --all 列出" not in "".join(whole)


def test_the_backlog_counts_every_state_by_age_oldest_first(busy: House) -> None:
    """What lies is what the tables hold; the ages add up; the oldest state stands first."""
    found = status(busy)["backlog"]

    counted = {(one["subject"], one["state"]): one["count"] for one in found}
    assert {state: n for (subject, state), n in counted.items() if subject == "article"} == {
        state: n
        for state, n in store.statuses.count_by_state(busy.db, "article").items()
        if state in board.LYING["article"]
    }
    assert counted[("commission", "open")] == counted[("follow_up", "assigned")] == 1
    assert all(sum(one["ages"]) == one["count"] for one in found)
    assert all(one["ages"][2] == one["count"] for one in found if one["subject"] == "article")
    assert [one["oldest_at"] for one in found] == sorted(one["oldest_at"] for one in found)


def test_who_waits_for_whom_since_when(busy: House) -> None:
    """A sent article waits for reviewers, red when late; a case for its unit; a commission for those that have not answered."""
    found = {(one["subject"], one["why"]): one for one in status(busy)["waiting"]}

    review = found[("article", "审核中")]
    assert (review["people"], review["hours"], LIGHTS[review["light"]]) == (["reviewer1", "reviewer2"], 96.0, "红")
    assert found[("commission", "逾期未交")]["units"] == ["市水利局", "市财政局"]
    (case,) = [one for (subject, _), one in found.items() if subject == "follow_up"]
    assert (case["units"], case["since"]) == (["东山镇"], AT.isoformat())
    moments = [one["since"] for one in status(busy)["waiting"]]
    assert moments == sorted(moments)


def test_waiting_begins_anew_with_every_state(house: House) -> None:
    """An article sent on the third day waits for a reviewer since that day, not since it was made."""
    one = house.article("draft")
    later = house.later(days=3)
    later.send(one)

    (wait,) = [wait for wait in board.waits(house.db, house.settings, LATER) if wait.subject == "article"]

    assert wait.since == AT + timedelta(days=3)


def test_what_comes_back_is_counted_from_its_return(house: House) -> None:
    """An item that was shelved and restored lies in the queue since it was restored, the others since they came in."""
    item, editor = house.item(), house.actor("editor1")
    editing.decide(house.db, [item.id], "shelve", editor, AT + timedelta(days=1))
    editing.decide(house.db, [item.id], "restore", editor, AT + timedelta(days=3))

    since = {number: moment for number, _, moment in store.backlog.since(house.db, "item", ("new", "shelved"))}

    assert since.pop(item.id) == AT + timedelta(days=3)
    assert set(since.values()) == {AT}


def test_speeds_are_measured_for_the_month_they_ended_in(house: House) -> None:
    """An article sent in December counts for December; the share in time is that of the limit; another month has none."""
    house.later(days=20).send(house.article("draft"))
    house.send(house.article("draft"))

    december = speeds.measure(house.db, house.settings, (datetime(2026, 12, 1).date(), datetime(2027, 1, 1).date()))
    both = speeds.measure(house.db, house.settings)["edited"]

    assert (december["edited"].count, december["edited"].worst_hours, december["edited"].in_time) == (1, 480.0, 0.0)
    assert (both.count, both.over_limit, both.in_time) == (2, 1, 0.5)
    shown = status(house, "--month", "2026-10")
    assert shown["speeds"]["edited"]["count"] == 0 and shown["period"]["end"] == "2026-11-01"
    assert status(house)["period"] is None


def dated(house: House, limit: str) -> House:
    """Return the office with that limit for every 办理."""
    with (house.settings.root / "bulletin.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[follow_ups.limits."办理"]\n"非急件" = "{limit}"\n')
    return replace(house, settings=read_settings(house.settings.root))


@pytest.mark.parametrize(
    ("limit", "due", "said"), [("40个工作日", "", True), ("60日", "", False), ("40个工作日", "2027-03-01", False)]
)
def test_a_date_reckoned_without_holidays_says_of_which_year(
    new_house: NewHouse, tmp_path: Path, limit: str, due: str, said: bool
) -> None:
    """assign, list and status name the year whose arrangement nobody entered; not where days are plain or somebody named the day."""
    house = dated(new_house(tmp_path / "office"), limit)
    noted = house.instruction(house.issue("published"), kind="办理")
    named = ("--due", due) if due else ()

    root, words = house.settings.root, "2027年的放假安排还没有登记，工作日只按周末和元旦、五一、国庆计算"
    assigned = call(
        root, "followup", "assign", noted.id, "--unit", "东山镇", *named, person="clerk1", at=AT.isoformat()
    )
    listed = call(root, "followup", "list", at=LATER.isoformat())
    shown = call(root, "status", at=LATER.isoformat())

    assert [words in text for text in (assigned.err, listed.err, shown.out)] == [said] * 3
    assert status(house)["unarranged_years"] == ([2027] if said else [])
    assert len(shown.out.splitlines()) <= 23 and max(map(width, shown.out.splitlines())) <= 80
    if said:
        (root / "calendar.toml").write_text('[2027]\noff = ["01-01..01-03"]\n', encoding="utf-8")
        assert status(house)["unarranged_years"] == []


def test_the_board_says_why_a_light_is_yellow(house: House) -> None:
    """A report that was sent back: 被退回 on the board as on the case, not 进度慢."""
    noted, clerk = house.instruction(house.issue("published"), kind="办理"), house.actor("clerk1")
    case = follow_ups.assign(house.db, house.settings, noted.id, follow_ups.Assignment("东山镇"), clerk, house.at)
    follow_ups.report(house.db, case.id, "已办", True, clerk, house.at)
    closing.send_back(house.db, case.id, "数据不全", clerk, house.at)

    (shown,) = [one for one in status(house)["waiting"] if one["subject"] == "follow_up"]

    assert shown["why"] == "承办中，黄（被退回）"


def test_an_empty_office_says_so(tmp_path: Path) -> None:
    """Nothing lies, nothing waits: the board says it in words, and no speed is invented."""
    assert call(None, "init", tmp_path / "new").code == 0

    shown = call(tmp_path / "new", "status").out

    assert "没有积压" in shown and "没有在等的事项" in shown
    assert done(call(tmp_path / "new", "status", "--json"))["speeds"]["approved"]["in_time"] is None
