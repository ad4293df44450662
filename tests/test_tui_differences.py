"""Two texts side by side: what belongs together stands together, and what differs is marked to the character."""

from __future__ import annotations

from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from bulletin.tui.differences import Pair, side_by_side

PARAGRAPHS = st.lists(st.text(alphabet="东江市投资增长12.5%，。", max_size=30), max_size=6)


@given(PARAGRAPHS, PARAGRAPHS)
def test_both_texts_are_there_whole(left: list[str], right: list[str]) -> None:
    """Each side, read downwards, is its text; what is not marked is the same on both sides."""
    pairs = side_by_side("\n".join(left), "\n".join(right))

    assert "\n".join(pair.left for pair in pairs if pair.left is not None) == "\n".join(left)
    assert "\n".join(pair.right for pair in pairs if pair.right is not None) == "\n".join(right)
    for pair in pairs:
        if pair.left is not None and pair.right is not None:
            assert _unmarked(pair.left, pair.left_spans) == _unmarked(pair.right, pair.right_spans)


def _unmarked(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    marked = {place for start, end in spans for place in range(start, end)}
    return "".join(char for place, char in enumerate(text) if place not in marked)


def test_a_changed_figure_is_marked_and_nothing_else() -> None:
    """In a paragraph where one figure changed only its digits are marked."""
    (pair,) = side_by_side("全市完成投资412.6亿元。", "全市完成投资421.6亿元。")

    assert pair.differs
    assert [pair.left[start:end] for start, end in pair.left_spans if pair.left] != []
    assert all(start >= 6 and end <= 9 for start, end in pair.left_spans + pair.right_spans)


def test_an_inserted_paragraph_stands_alone() -> None:
    """A paragraph only one side has is opposite nothing, marked whole; its neighbours stay together."""
    pairs = side_by_side("甲段文字很长\n丙段文字很长", "甲段文字很长\n完全不同新加的一段\n丙段文字很长")

    assert pairs[1] == Pair(None, "完全不同新加的一段", (), ((0, 9),))
    assert [pair.differs for pair in pairs] == [False, True, False]


def test_a_very_long_paragraph_costs_little() -> None:
    """Two paragraphs of 30,000 characters are compared within a second, between their common ends."""
    left = "投资增长" * 7500
    start = process_time()

    (pair,) = side_by_side(left, left[:15000] + "改" + left[15001:])

    assert pair.left_spans == ((15000, 15001),)
    assert process_time() - start < 1
