"""What was taken out of a text comes back where it stood."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.collect.cleaning.clean import clean
from bulletin.text.put_back import put_back

PROSE = "会议强调，各级各部门要把信息工作摆在突出位置，做到及时、准确、真实、全面，为领导决策提供参考。"
NOISE = "0 G L1 j3 H( ^- V/ s* l: e"
TAG = "文秘之家版权所有"
DIRT = (PROSE, PROSE[:20], NOISE, f"{PROSE}{TAG}", f"{PROSE[:9]}{NOISE} {PROSE[9:]}", "————", "[打印] | [关闭]", "")
DIRTY = (*DIRT, "Copyright ©2015 某网", "责任编辑：王五", "防汛工作进展", "时间:2022-06-25 09:54:00", f"　　{PROSE}")


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    ("text", "raw", "place", "grown"),
    [
        ("甲。\n丙。", "甲。\n乙\n丙。", (3, 4), "甲。\n乙\n丙。"),
        ("甲丙。", "甲乙丙。", (1, 2), "甲乙丙。"),
        ("甲丙。", "甲 乙 丙。", (2, 3), "甲 乙 丙。"),
        ("甲丙。", "甲\n乙\n丙。", (2, 3), "甲\n乙\n丙。"),
        ("甲。\n丙。", "甲。乙\n丙。", (2, 3), "甲。乙\n丙。"),
        ("甲。\n丙。", "甲。\n乙丙。", (3, 4), "甲。\n乙丙。"),
        ("甲。", "乙\n甲。", (0, 1), "乙\n甲。"),
        ("甲。", "甲。\n乙", (3, 4), "甲。\n乙"),
        ("", "乙", (0, 1), "乙"),
        ("甲。", "甲。\n乙\n\n随信还有别的", (3, 4), "甲。\n乙"),
    ],
)
def test_a_piece_comes_back_in_its_place(text: str, raw: str, place: tuple[int, int], grown: str) -> None:
    """A line comes back as a line, a word within a line as a word, at the beginning, in the midst and at the end."""
    found = put_back(text, raw, [], place, raw[slice(*place)])
    assert found is not None and found[0] == grown


def test_texts_that_do_not_fit_are_told() -> None:
    """Where the clean text is not the raw text less what is gone there is no place."""
    assert put_back("甲。", "乙。丙", [], (2, 3), "丙") is None
    assert put_back("甲", "甲乙丙丁", [], (3, 4), "丁") is None


@settings(deadline=None)
@given(st.lists(st.sampled_from(DIRTY), max_size=12), st.booleans())
def test_all_that_cleaning_took_out_can_come_back(lines: list[str], broken_lines: bool) -> None:
    """Put back one after another, outer stretches first, the removals give the raw text again, blanks aside."""
    cleaned = clean("\n".join(lines), broken_lines=broken_lines)
    left = sorted(cleaned.removed, key=lambda one: (one.start - one.end, one.start))
    text = cleaned.text
    while left:
        one = left.pop(0)
        gone = [(other.start, other.end) for other in left]
        found = put_back(text, cleaned.raw, gone, (one.start, one.end), one.text)
        assert found is not None
        text = found[0]

    assert bare(text) == bare(cleaned.raw)
