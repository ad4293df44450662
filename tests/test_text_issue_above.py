"""An issue of an upper bulletin is the same one however people write it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.text.issue_above import issue_above, without_marks

DAY = date(2026, 11, 20)
FIFTH = """
    5、05、第5期、第 5 期、第05期、第五期、5期、5号、No.5、№5、第〇五期、２０２６年第５期、2026年第5期、2026年度第5期、26年第5期、2026第5期、2026-5、
    2026/05、2026．5、2026 5、〔2026〕5号、[2026]第5期、二〇二六年第五期、第5期（2026年）、第5期（总第120期）、2026年第5期(总第120期)、第5期第3条、
    《每日要情》2026年第5期、每日要情第5期
"""
SUPPLEMENT = "增刊3、增刊第3期、第3期增刊、2026年增刊第3期、增刊（三）"
DAILY = "11月20日、2026年11月20日、2026-11-20、十一月二十日"
OTHERS = (
    "第5期",
    "第15期",
    "第6期",
    "2025年第5期",
    "2027年第5期",
    "增刊第5期",
    "专报第5期",
    "第5、6期",
    "总第5期",
    "第2026期",
    "",
)


@pytest.mark.parametrize("ways", [FIFTH, SUPPLEMENT, DAILY])
def test_an_issue_is_the_same_in_every_way_of_writing(ways: str) -> None:
    """Year or not, Arabic, full-width or Chinese figures, brackets, blanks, the running number: one issue."""
    issues = [issue_above("每日要情", way.strip(), DAY) for way in ways.strip().split("、")]

    assert [one for one in issues if not one.is_same(issues[0])] == []
    assert all(one.is_numbered for one in issues)


@pytest.mark.parametrize("name", ["《每日要情》", " 每日要情 ", "〈每日要情〉", "每日 要情"])
def test_marks_and_blanks_make_no_other_bulletin(name: str) -> None:
    """《甲》 and 甲 are one bulletin, and what is kept has no marks, which are printed round it."""
    assert issue_above(name, "5", DAY).is_same(issue_above("每日要情", "第5期", DAY))
    assert without_marks(name).replace(" ", "") == "每日要情"


def test_other_numbers_series_years_and_bulletins_are_other_issues() -> None:
    """Nothing that differs in figures, series, written year or name is taken for the same."""
    issues = [issue_above("每日要情", number, DAY) for number in OTHERS] + [issue_above("信息专报", "第5期", DAY)]

    assert [(a, b) for a in issues for b in issues if a.is_same(b) and a is not b] == []


def test_a_number_without_a_year_is_of_the_year_of_its_day() -> None:
    """Registered in January it may be of the year that is over: 第52期 entered on 4 January is 2026年第52期, and no older one."""
    january, told = (
        issue_above("要情", "第52期", date(2027, 1, 4)),
        issue_above("要情", "2026年第52期", date(2026, 12, 31)),
    )

    assert january.is_same(told) and told.is_same(january)
    assert not january.is_same(issue_above("要情", "2025年第52期", DAY))
    assert not issue_above("要情", "第52期", date(2027, 2, 4)).is_same(told)


def test_without_a_number_it_may_be_any_issue_of_the_bulletin() -> None:
    """Nobody can tell it from 第5期: it is not the same, but it may be."""
    bare, fifth = issue_above("每日要情", "", DAY), issue_above("每日要情", "第5期", DAY)

    assert not bare.is_same(fifth) and bare.may_be(fifth) and fifth.may_be(bare)
    assert not bare.may_be(issue_above("信息专报", "第5期", DAY))


@given(st.text(max_size=40), st.text(alphabet="0123456789零一二十百年第期号总增刊-〔〕 ٥²Ⅴ", max_size=6000))
def test_any_text_is_read(bulletin: str, number: str) -> None:
    """Whatever somebody types, or a feed says, is the same issue as itself."""
    issue = issue_above(bulletin, number, DAY)

    assert issue.is_same(issue_above(bulletin, number, DAY))
