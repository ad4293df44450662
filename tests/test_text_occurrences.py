"""What is promised about finding words: how they are spaced, how wide they are and where a footnote is called hides none."""

from __future__ import annotations

import pytest

from bulletin.text.occurrences import occurrences


@pytest.mark.parametrize(
    "text",
    ["创历史之最", "创 历史之最", "创历史\u3000之最", "创历史［注：见表。］之最", "创[ 注 ：甲]历史 之最"],
)
def test_a_word_is_found_however_it_is_spaced_or_footnoted(text: str) -> None:
    """The place told is all that stands from its first character to its last."""
    assert list(occurrences(["创历史之最"], f"去年{text}。")) == [("创历史之最", 2, 2 + len(text))]


def test_a_word_in_a_footnote_is_found() -> None:
    """A footnote is text like any other: what stands in it counts."""
    assert list(occurrences(["创历史之最"], "正文［注：创历史 之最。］。")) == [("创历史之最", 5, 11)]


@pytest.mark.parametrize(("word", "text"), [("P2P", "Ｐ２Ｐ"), ("Ｐ２Ｐ", "P2P"), ("[^-]", "［^-］"), ("①号", "①号")])
def test_width_and_signs_do_not_matter(word: str, text: str) -> None:
    """Full-width and half-width are the same, and no sign of a word is taken for a pattern."""
    assert list(occurrences([word], text)) == [(word, 0, len(text))]


@pytest.mark.parametrize("text", ["创历史\n之最", "创历史的之最", "创历史", ""])
def test_other_words_and_two_paragraphs_are_none(text: str) -> None:
    """What has other characters between, or a paragraph's end, is not the word; nor is an empty word anywhere."""
    assert list(occurrences(["创历史之最", "", "  "], text)) == []
