"""What is promised about phrases: words and neighbours joined, nothing that only links."""

from __future__ import annotations

import pytest

from bulletin.text.phrases import LEAD, LONGEST, SHORTEST, is_name, phrases, stands_in


def test_words_and_joined_neighbours_are_phrases() -> None:
    """A title gives its words and what they make together, quotation marks do not part them."""
    found = phrases("东山镇防御超强台风“海葵”", "")

    assert {"东山镇", "台风海葵"} <= set(found) or {"东山镇", "强台风海葵"} <= set(found)
    assert all(SHORTEST <= len(phrase) <= LONGEST for phrase in found)
    assert len(found) == len(set(found))


def test_links_figures_and_marks_are_no_part_of_a_phrase() -> None:
    """的, dates, numbers and marks part phrases and stand in none."""
    found = "".join(phrases("11月18日，全市的防汛和抗旱", "12.5%的村庄"))

    assert not set("的和，1258%月日") & set(found)


@pytest.mark.parametrize(
    "routine",
    [
        "扎实推进重点工作",
        "召开专题会议部署全市工作",
        "本周工作情况报告",
        "加强组织领导 强化责任落实",
        "群众生活水平提高",
    ],
)
def test_the_words_of_any_office_make_no_phrase(routine: str) -> None:
    """What every unit writes every day gives nothing that could name a topic."""
    assert phrases(routine, f"{routine}。") == []


def test_general_words_stay_in_a_phrase_that_says_something() -> None:
    """问题 alone is no phrase, 拖欠工资 is, with 问题 after it too."""
    assert {"拖欠工资", "拖欠工资问题"} <= set(phrases("拖欠工资问题", ""))
    assert "问题" not in phrases("拖欠工资问题", "")


def test_names_of_places_and_units_are_told_from_matters() -> None:
    """A town, a bureau, and a part of a unit's name are names; what happened is none."""
    assert all(is_name(name, ["市水利局"]) for name in ("东山镇", "南湖街道", "青溪县", "水利"))
    assert not any(is_name(matter, ["市水利局"]) for matter in ("山体滑坡", "拖欠工资", "甲流"))


def test_a_phrase_is_found_in_its_title() -> None:
    """Quotation marks and width do not hide a phrase in the title it was read from."""
    assert stands_in("台风海葵", "防御台风“海葵”")
    assert stands_in("gdp增长", "ＧＤＰ增长")
    assert not stands_in("海葵", "防御台风")


def test_only_the_lead_of_a_text_counts() -> None:
    """What stands behind the first sentences is not read."""
    assert "滑坡" in phrases("", "滑坡")
    assert "滑坡" not in phrases("", "春" * LEAD + "。滑坡")


def test_width_and_case_do_not_matter() -> None:
    """Full-width letters and capitals give the same phrases."""
    assert phrases("ＧＤＰ增长", "") == phrases("gdp增长", "")


@pytest.mark.parametrize("text", ["", "！", "𠮷", "\x00", "a b", "。" * 500, "\ud800"])
def test_any_text_can_be_read(text: str) -> None:
    """Signs, blanks and rare characters give phrases or none, never a failure, and no phrase has a blank."""
    assert not any(" " in phrase for phrase in phrases(text, text))
