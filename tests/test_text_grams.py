"""What is promised about character bigrams: a phrase of them stands in the index exactly where its characters stand."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bulletin.text.grams import STOP, folded, grams, has_variants, is_one_run, narrowed, runs

SIGNS = st.text(st.sampled_from("防汛作工出AaＡａ1１ 　，,。Σσςİé々Ⅲ①\n\U0002070e"), max_size=40)


def _stands(words: list[str], phrase: list[str]) -> bool:
    """Tell whether the phrase stands in the words, as FTS5 would."""
    return any(words[at : at + len(phrase)] == phrase for at in range(len(words)))


@given(SIGNS, st.integers(0, 39), st.integers(2, 12))
@example("工作，作出", 0, 5)
@example("ΑΣΑ", 0, 2)
@example("aİb", 1, 2)
def test_every_run_of_a_substring_is_a_phrase_of_the_whole(text: str, at: int, length: int) -> None:
    """Whatever is cut out of a text, each of its runs is found again: nothing is missed."""
    words = grams(text).split()

    assert all(_stands(words, run) for run in runs(text[at : at + length]))


@given(SIGNS, SIGNS)
@example("工作，作出", "工作出")
@example("工作，作，作出", "工作出")
def test_a_phrase_stands_only_where_its_characters_do(text: str, wanted: str) -> None:
    """One run from end to end is in the words exactly when it is in the folded text: nothing wrong is found."""
    if is_one_run(wanted):
        (phrase,) = runs(wanted)
        assert _stands(grams(text).split(), phrase) == (folded(wanted) in folded(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("防汛物资", "防汛 汛物 物资"),
        ("22日，A股", "22 2日 a股"),
        ("ＧＤＰ增５％", "gd dp p增 增5"),
        ("雨。水", ""),
        ("工作，作出", f"工作 {STOP} 作出"),
        ("第Ⅲ类①項", "第ⅲ ⅲ类 类① ①項"),
        ("𠜎字C++", "𠜎字 字c"),
        ("", ""),
    ],
)
def test_words_of_the_index(text: str, words: str) -> None:
    """Letters, digits and Chinese characters make runs, signs and blanks end them; no sign of a query can come out."""
    assert grams(text) == words


@given(st.text(max_size=60))
@example("ΑΣ")
@example("ΑΣΑ")
@example("İı")
def test_folding_keeps_every_place(text: str) -> None:
    """A character stays one character, whatever stands beside it, so that places in a folded text are those of the text."""
    assert len(narrowed(text)) == len(text)
    assert folded(text) == "".join(map(folded, text))


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    """What was folded stays as it is, so that a folded word is found in a folded text."""
    assert folded(folded(text)) == folded(text)


def test_characters_with_variants_are_known() -> None:
    """Of all characters, each that folds to another, and each that another folds to, is known to have variants."""
    every = "".join(chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)

    changed = {char for pair in zip(every, folded(every), strict=True) if pair[0] != pair[1] for char in pair}

    assert len(changed) > 2500
    assert [char for char in changed if not has_variants(char)] == []
    assert not has_variants("防汛々〇一")
