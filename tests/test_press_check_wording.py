"""Marks, numbering, numerals and sums: what is wrong in any context is found, what may be right is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import official_pages as good
from tests.official_pages import swapped
from tests.planted import found, rules_of, setting

OFFICIAL = good.downward()
ATTACHED = good.attached()
LAST = "度，遇有火情立即报告，不得迟报。"  # the last line of the first paragraph


def ending(words: str) -> str:
    """The document with the last line of its first paragraph replaced."""
    return swapped(OFFICIAL, LAST, words)


def with_paragraph(words: str) -> str:
    """The document with a short paragraph more at the end of its text."""
    return swapped(OFFICIAL, good.body(), good.body() + good.text(words))


WRONG: list[tuple[int, str]] = [
    (63, "度，遇有火情立即报告,不得迟报。"),
    (63, "度，遇有火情(险情)立即报告。"),
    (63, "度，遇有火情立即报告，最迟１２点。"),
    (64, "度，遇有“火情立即报告，不得迟报。"),
    (64, "度，遇有火情》立即报告，不得迟报。"),
    (64, "度，遇有“所谓“火情”之事”立即报告。"),
    (64, "度，落实《关于印发《条例》的通知》。"),
    (64, "度，遇有‘火情’立即报告，不得迟报。"),
    (66, "度，遇有“火情”、“险情”立即报告。"),
    (66, "度，落实《条例》、《办法》要求。"),
    (69, "度，从二○二六年起严格落实。"),
    (69, "度，从二零二六年起严格落实。"),
    (69, "度，从2,026年起严格落实。"),
    (69, "度，投入经费3千元。"),
    (69, "度，于2026年03月起施行。"),
    (69, "度，于26年3月5日起施行。"),
    (69, "度，覆盖率为15～30%。"),
    (69, "度，投入经费9～16亿元。"),
    (69, "度，时间约为三、四个月。"),
    (69, "度，增长.46%。"),
]


@pytest.mark.parametrize(("rule", "words"), WRONG, ids=[f"{rule}-{words}" for rule, words in WRONG])
def test_a_fault_is_found_and_nothing_else(rule: int, words: str, tmp_path: Path) -> None:
    """Each wrong mark or numeral is reported under its rule alone."""
    assert rules_of(found(setting(ending(words)), tmp_path)) == {rule}


@pytest.mark.parametrize("words", ["1、按时报送。", "（一）、按时报送。", "一.按时报送。"])
def test_a_wrong_numbering_is_found(words: str, tmp_path: Path) -> None:
    """Numbers in another form than the four of the standard are reported."""
    assert 67 in rules_of(found(setting(with_paragraph(words)), tmp_path))


RIGHT = (
    "度，落实《条例》（2020年版）、《办法》。",
    "度，“两重”“两新”项目要提速。",
    "度，详见www.example.cn/a?b=1。",
    "度，落实《关于印发〈条例〉的通知》。",
    "度，他说：“遇有‘火情’立即报告。”",
    "度，第三、四季度全长5千米。",
    "度，500强企业用电3千瓦时。",
    "度，2025—2026年增长15%～30%。",
    "度，有1,200年历史，24年来不变。",
    "度，分为1）巡护；2）值守。",
    "度，二〇二六年三千零五十二人。",
    "度，2026年3月5日8:30前报告。",
)


@pytest.mark.parametrize("words", RIGHT)
def test_what_is_right_is_left_alone(words: str, tmp_path: Path) -> None:
    """Words that only look like a fault are no finding."""
    assert not {63, 64, 66, 67, 69} & rules_of(found(setting(ending(words)), tmp_path))


def test_a_heading_is_no_approximate_number(tmp_path: Path) -> None:
    """三、 at the head of a paragraph is its number, whatever number follows it."""
    html = swapped(OFFICIAL, good.LINES[2], "三、四个百分百")

    assert found(setting(html), tmp_path).findings == ()


def test_a_quotation_over_two_paragraphs_is_right(tmp_path: Path) -> None:
    """A quotation that closes in a later paragraph is paired."""
    html = ending("度，市长强调：“要立即报告。")
    html = swapped(html, f"{good.LINES[2]}</span></h2>", f"{good.LINES[2]}</span></h2><p class='text'>不得迟报。”</p>")

    assert 64 not in rules_of(found(setting(html), tmp_path))


@pytest.mark.parametrize(("right", "wrong", "named"), [("10,145", "10,245", "责任面积"), (">36<", ">35<", "巡护人数")])
def test_a_total_that_does_not_add_up_is_found(right: str, wrong: str, named: str, tmp_path: Path) -> None:
    """A wrong figure in a row of totals is reported by its column; the column of rates is no sum."""
    (finding,) = found(setting(swapped(ATTACHED, right, wrong)), tmp_path).findings

    assert (finding.rule, finding.severity) == (70, "advice")
    assert named in finding.message


def test_a_table_with_parts_of_parts_is_left_alone(tmp_path: Path) -> None:
    """Where a row is part of another nothing is added up."""
    html = swapped(swapped(ATTACHED, "南坪镇", "其中：山区"), ">36<", ">27<")

    assert found(setting(html), tmp_path).findings == ()
