"""What is promised of ``bulletin upward``: what a person reads before and after confirming, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bulletin import store
from bulletin.model import UpwardReport
from bulletin.tui import upward_reading
from tests.calls import Answer, call, done
from tests.conftest import House, NewHouse
from tests.desk_terminal import Seat
from tests.packages import (
    RECEIVER,
    UPPER,
    a_receipt,
    collected,
    packed,
    send,
    with_receipts,
    with_settings,
    with_source,
)


@pytest.fixture(scope="module")
def told_once(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """An office whose one entry was printed and reported, with two receipts for it, and a forged one from below."""
    folder = tmp_path_factory.mktemp("told")
    house: House = new_house(folder / "office")
    house.article("approved")
    house.issue("published")
    house = with_settings(house, f'[upward.offices."{RECEIVER}"]\nlevel = "省"')
    report = send(house, store.articles.get(house.db, 1))
    two = (a_receipt(report.tag), a_receipt(report.tag, "2026年第4期"))
    house = with_receipts(house, folder / "up", *two)
    house = with_source(house, packed(folder / "low", a_receipt(report.tag, "2026年第9期")), name="lower")
    collected(house, "lower")
    return house


@pytest.fixture
def told(new_house: NewHouse, tmp_path: Path, told_once: House) -> House:
    """A copy of that office, for one test."""
    return new_house(tmp_path / "told", told_once)


def ask(house: House, *words: object) -> Answer:
    """Run one call as the clerk, at the moment of the house."""
    return call(house.settings.root, *words, person="clerk1", at=house.at.isoformat())


def test_the_list_numbers_each_receipt_and_names_what_is_refused(told: House) -> None:
    """Number, day, bulletin, source and state of each; then what is not believed, with the reason and the remedy."""
    said = ask(told, "upward", "receipts").out

    assert "1-1　2026-11-20　省政府办公厅《每日要情》2026年第3期　待确认（来源 below）" in said
    assert "确认并登记：bulletin upward confirm 1-1；bulletin upward confirm 1-2" in said
    assert "不予采信1件：\n来源 lower　2026-11-20　省政府办公厅《每日要情》2026年第9期" in said
    assert "原因：来源 lower 没有写明是哪个上级办公室的" in said
    states = [(row["receipt"], row["state"], row["source"]) for row in done(ask(told, "upward", "receipts", "--json"))]
    assert states == [("1-1", "待确认", "below"), ("1-2", "待确认", "below"), ("", "不予采信", "lower")]


def test_confirming_says_what_was_done_and_undoing_is_not_undone(told: House) -> None:
    """Source, bulletin, number, day, levels before and after; after 撤销 it stays as it is until --again."""
    refused = ask(told, "upward", "confirm", 1)
    assert refused.code == 1 and "上报 1 有2件回执，没有写明是哪一件" in refused.err

    said = ask(told, "upward", "confirm", "1-2").out

    assert "已登记 1：省级《每日要情》2026年第4期（2026-11-20）" in said
    assert "回执 1-2，来源 below，省政府办公厅" in said
    assert "这一条的上级采用：登记前无，登记后省级" in said
    assert "回执 1-2 已登记为 1，没有变化" in ask(told, "upward", "confirm", "1-2").out
    assert ask(told, "adoption", "undo", 1, "--reason", "登错了").code == 0
    assert (
        "1-2　2026-11-20　省政府办公厅《每日要情》2026年第4期　已撤销登记 1（2026-11-20，登错了）"
        in ask(told, "upward", "receipts").out
    )
    again = ask(told, "upward", "confirm", "1-2")
    assert again.code == 1 and "撤销（登错了），没有再登记" in again.err and "--again" in again.err
    assert ask(told, "upward", "confirm", "1-2", "--again").code == 0
    assert done(ask(told, "upward", "list", "--json"))[0]["fate"] == "待确认1件"


def test_the_fate_of_a_report_says_that_its_registration_was_undone(told: House) -> None:
    """Nothing waits, nothing stands: the list says why."""
    for number in ("1-1", "1-2"):
        ask(told, "upward", "confirm", number)
    assert done(ask(told, "upward", "list", "--json"))[0]["fate"] == "已登记"
    for adoption in (1, 2):
        ask(told, "adoption", "undo", adoption, "--reason", "登错了")

    assert done(ask(told, "upward", "list", "--json"))[0]["fate"] == "已撤销登记"


def test_a_registered_receipt_outweighs_one_that_was_taken_back(told: House, tmp_path: Path) -> None:
    """The first is registered, the upper office withdraws the second: the report is registered, on paper and on the screen."""
    ask(told, "upward", "confirm", "1-1")
    tag = store.upward.every(told.db)[0].tag
    path = packed(tmp_path / "up", a_receipt(tag), a_receipt(tag, "2026年第4期", state="withdrawn"))
    house = with_source(told, path, UPPER)
    collected(house)

    assert done(ask(house, "upward", "list", "--json"))[0]["fate"] == "已登记"
    sitting = Seat(house.db, house.settings, house.at)
    (row,) = (row for row in upward_reading.rows(sitting, "report"))
    assert upward_reading.fate(row) == "已登记"


def test_a_report_that_cannot_be_published_is_recorded_all_the_same(told: House) -> None:
    """Another office's folder cannot be written: the report counts as sent, its package lies there, and the code is 3."""
    first: UpwardReport = store.upward.every(told.db)[0]
    store.upward.add(told.db, replace(first, receiver="省" * 100, tag=f"{first.tag}/x"))
    told.article("approved", title="另一件", text="另一件的正文，已经审定。")
    words = ("upward", "send", 2, "--to", RECEIVER, "--signed-by", "签发甲", "--json")

    answer = call(told.settings.root, *words, person="editor1", at=told.at.isoformat())

    assert answer.code == 3
    assert [bool(one["problem"]) for one in answer.json["packages"]] == [False, True]
    assert answer.json["new"] and len(store.upward.every(told.db)) == 3
