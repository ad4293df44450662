"""What is promised of the words a call answers with: what has come, what is still to be done, where to go on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bulletin import store
from bulletin.text.exchange import Field
from tests.calls import call, done
from tests.conftest import AT, House, NewHouse
from tests.packages import RECEIVER, UPPER, a_paper, a_receipt, packed, send, with_settings, with_source


@pytest.fixture
def reported(new_house: NewHouse, tmp_path: Path) -> House:
    """An office whose one entry was printed and reported up."""
    house: House = new_house(tmp_path / "office")
    house.article("approved")
    house.issue("published")
    house = with_settings(house, f'[upward.offices."{RECEIVER}"]\nlevel = "省"')
    send(house, store.articles.get(house.db, 1))
    return house


def _said(house: House, *words: object, person: str = "editor1") -> str:
    answer = call(house.settings.root, *words, person=person, at=house.at.isoformat())
    assert answer.code == 0, answer.said
    return answer.out


def test_new_receipts_are_told_where_they_come_in(reported: House, tmp_path: Path) -> None:
    """``collect`` says how many receipts came and how they are read, by themselves too; when nothing came, nothing of it."""
    tag = store.upward.every(reported.db)[0].tag
    two = packed(tmp_path / "up", a_receipt(tag), a_receipt(tag, "2026年第4期"))
    house = with_source(reported, two, UPPER)

    assert "below：新收来稿0条、回执2件，先前已收0件；回执用 upward receipts 查看" in _said(house, "collect", "--all")
    assert "回执" not in _said(house, "collect", "below")


def test_times_of_another_office_are_shown_as_all_are(reported: House, tmp_path: Path) -> None:
    """``item show`` of a report: sent and received to the minute, without zone and T; what is no time stays as it is."""
    about = (("unit", "东山镇"), ("item", "3"), ("number", ""), ("received", "很早"))
    plain = a_paper(article="1", revision="1")
    paper = replace(plain, fields=(*plain.fields, Field("original", "0" * 64, about)))
    house = with_source(reported, packed(tmp_path / "up", paper))
    _said(house, "collect", "--all")
    (item,) = store.items.selected(house.db, "d.source = 'below'", ())

    shown = _said(house, "item", "show", item.id)

    assert f"{AT:%Y-%m-%d %H:%M} 签发人" in shown and "很早收到" in shown
    assert AT.isoformat() not in shown


def test_an_instruction_a_receipt_tells_of_is_told_until_it_is_registered(reported: House, tmp_path: Path) -> None:
    """Confirming says with which call it is registered; the call, filled in, is taken, and then nothing is left to say."""
    tag = store.upward.every(reported.db)[0].tag
    about = (("level", "省"), ("rank", "主要"), ("class", "肯定"), ("on", "2026-11-20"))
    plain = a_receipt(tag)
    receipt = replace(plain, fields=(*plain.fields, Field("instruction", "", about)))
    house = with_source(reported, packed(tmp_path / "up", receipt), UPPER)
    _said(house, "collect", "below")

    shown = _said(house, "upward", "confirm", "1-1", person="clerk1")

    assert "批示另行登记才计分，还没有登记" in shown
    (line,) = (line for line in shown.splitlines() if "instruction add" in line)
    words = line.split("：", 1)[1].replace("批示领导", "省长").replace("批示原文", "经验很好").split()
    assert words[:3] == ["instruction", "add", "政务信息/2026/1#1"]
    (untold,) = done(call(house.settings.root, "upward", "confirm", "1-1", "--json", person="clerk1"))[
        "unregistered_instructions"
    ]
    assert (untold["reference"], untold["level"], untold["rank"]) == ("政务信息/2026/1#1", "省", "主要")
    _said(house, *words, person="clerk1")
    assert "批示另行登记" not in _said(house, "upward", "confirm", "1-1", person="clerk1")


def test_the_next_step_names_other_publications_that_wait(new_house: NewHouse, tmp_path: Path) -> None:
    """Nothing approved for the first publication, two for another: how many, and the option that goes on with it; that one's
    own call does not name itself."""
    house: House = new_house(tmp_path / "office")
    for title in ("一件", "另一件"):
        house.article("approved", "信息专报", title=title)

    assert "政务信息没有稿件；信息专报有2篇已审定，用 --publication 信息专报" in _said(house, "issue", "next")
    house.article("draft")
    assert "--publication" not in _said(house, "issue", "next")


def test_a_replay_says_where_the_other_rules_give_nothing(new_house: NewHouse, tmp_path: Path) -> None:
    """The clause of the one rule set and, where the other has none for it, words that say so: never an empty place."""
    house: House = new_house(tmp_path / "office").printed_by_two()
    words = "instruction add 政务信息/2026/1#1 --leader 张三 --level 乡 --rank 其他 --kind 肯定 --text 很好"
    _said(house, *words.split(), person="clerk1")

    shown = _said(house, "points", "replay", "衢州", "--unit", "东山镇")

    assert "本级其他领导批示加5分 → 没有对应的分值" in shown
    assert "本级刊物采用每条3分 → 信息版、特刊每条2分" in shown
