"""Short forms (简称): a name that keeps some of the characters of another, in their order (市发改委, 市发展和改革委员会)."""

from __future__ import annotations


def is_short_for(short: str, full: str) -> bool:
    """Tell whether every character of `short` stands in `full`, in the same order, two at the least."""
    rest = iter(full)
    return 2 <= len(short) <= len(full) and all(char in rest for char in short)
