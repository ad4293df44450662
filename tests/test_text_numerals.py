"""What is promised about numerals: one number is written one way, however it stood."""

from __future__ import annotations

import pytest

from bulletin.text.numerals import amount


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("12.50", "12.5"),
        ("1,200", "1200"),
        ("007", "7"),
        ("0.0", "0"),
        ("二〇二六", "2026"),
        ("二○二六", "2026"),
        ("十二", "12"),
        ("廿三", "23"),
        ("两千零五", "2005"),
        ("三万二千", "32000"),
        ("一亿三千万", "130000000"),
    ],
)
def test_a_number_is_told_one_way(words: str, number: str) -> None:
    """Arabic or Chinese, with commas, idle zeros or 万 and 亿: what amounts to the same is the same."""
    assert amount(words) == number
