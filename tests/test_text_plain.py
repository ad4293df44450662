"""Foreign text made harmless."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.text import fingerprint, one_line, plain, shorten

_HOSTILE = st.text(
    alphabet="标题ab \n\t\x1b[]m;0\x07\x9b\x9d\x90\\\u202e\u200b\ufeff\x00\x85\u2028\ud800é", max_size=60
)


@given(_HOSTILE)
def test_nothing_plain_returns_can_drive_a_terminal(text: str) -> None:
    """No control, bidi, zero-width character or surrogate survives, and plain text stays as it is."""
    result = plain(text)
    assert plain(result) == result
    assert all(char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf", "Cs") for char in result)


@given(_HOSTILE)
def test_one_line_is_one_line(text: str) -> None:
    """Whatever comes in, the result has no line break and no blank at its ends."""
    result = one_line(text)
    assert "\n" not in result and "\t" not in result and result == result.strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("标题\x1b]0;PWNED\x07甲", "标题甲"),
        ("\x1b[5;5H伪造签发", "伪造签发"),
        ("甲\x9b2J乙", "甲乙"),
        ("甲\r\n乙", "甲\n乙"),
    ],
)
def test_escape_sequences_go_as_a_whole(text: str, expected: str) -> None:
    """Nothing of a sequence is left behind as text."""
    assert plain(text) == expected


def test_fingerprints_ignore_width_spaces_and_marks() -> None:
    """Texts that differ only in typing are one, texts that differ in a figure are two."""
    assert fingerprint("完成投资１２０亿元，增长8%。") == fingerprint("完成投资 120 亿元,增长8%")
    assert fingerprint("完成投资120亿元") != fingerprint("完成投资121亿元")


def test_shorten_cuts_to_the_limit() -> None:
    """The result is never longer than the limit and says that it was cut."""
    assert shorten("一二三四五六", 4) == "一二三…" and shorten("一二", 4) == "一二"
