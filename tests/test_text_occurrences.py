"""What is promised about finding words: how they are spaced, how wide they are and where a footnote is called hides none."""

from __future__ import annotations

import pytest

from bulletin.text.occurrences import occurrences, one_off, places


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


@pytest.mark.parametrize(
    ("text", "starts"),
    [("青水县和清水县", [0]), ("清水镇、清山县、消山县", [0, 4]), ("清水", []), ("", []), ("请清水县", [])],
)
def test_a_word_one_character_off_is_found(text: str, starts: list[int]) -> None:
    """A word stands where all of its characters but one do, in their places; the word itself is none."""
    assert one_off(text, "清水县") == starts


@pytest.mark.parametrize(
    "sign",
    [*"\u115f\u1160\u3164\uffa0\u0301\u034f\u2800\u200b\u2060\u2065\u180e\ufe0f\u20e3\x07", "\U000e0041", "\U0001d173"],
)
def test_a_sign_that_shows_nothing_hides_no_word(sign: str) -> None:
    """Fillers, blanks, marks on a letter, format and unassigned signs between two characters: the word is there."""
    assert list(occurrences(["创历史之最"], f"产量创历{sign}{sign}史之{sign}最。")) == [("创历史之最", 2, 10)]


@pytest.mark.parametrize("sign", ["，", "a", "·", "的", "☆"])
def test_a_sign_that_shows_parts_a_word(sign: str) -> None:
    """What is seen between two characters is read there."""
    assert list(occurrences(["创历史之最"], f"产量创历{sign}史之最。")) == []


def test_words_are_found_where_they_overlap() -> None:
    """Every place counts, one inside another too; no words stand nowhere."""
    assert places("天天天", "天天") == [0, 1]
    assert places("天", "") == []
