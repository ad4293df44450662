"""What is promised about phrases: words and neighbours joined, nothing that only links."""

from __future__ import annotations

import pytest

from bulletin.text.phrases import LEAD, LONGEST, SHORTEST, phrases


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
