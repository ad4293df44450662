"""Numerals (数词): numbers in Arabic or Chinese numerals, and what they amount to."""

from __future__ import annotations

DIGITS = "〇零○一二三四五六七八九"
"""Chinese digits, zero in the three ways it is written."""
NUMERALS = f"{DIGITS}十百千两廿卅"
"""Chinese numerals below 万."""
_VALUES = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}


def amount(words: str) -> str:
    """Return the number `words` is, written one way: ``12.50`` is 12.5, ``二〇二六`` 2026, ``十二`` 12."""
    if words[0].isdigit():
        plain = words.replace(",", "")
        whole, point, rest = plain.partition(".")
        rest = rest.rstrip("0")
        return (whole.lstrip("0") or "0") + (point + rest if rest else "")
    spelt = words.replace("廿", "二十").replace("卅", "三十")
    if all(char in _VALUES for char in spelt):
        return str(int("".join(str(_VALUES[char]) for char in spelt)))
    return str(_counted(spelt))


def _counted(words: str) -> int:
    """Return the value of Chinese numerals with 十百千万亿: ``三万二千`` is 32000."""
    total = section = digit = 0
    for char in words:
        if char in _VALUES:
            digit = _VALUES[char]
        elif char in _TENS:
            section += (digit or 1) * _TENS[char]
            digit = 0
        else:
            total += (section + digit) * _LARGE[char]
            section = digit = 0
    return total + section + digit
