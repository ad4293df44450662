"""Short forms (简称): a name that keeps some of the characters of another, in their order (市发改委, 市发展和改革委员会)."""

from __future__ import annotations

import re

from bulletin.text.names.finding import Word

_APART = "[\u4e00-\u9fff]{0,6}?"
"""What a short form leaves out between two of its characters."""
_SHORTEST = 2


def is_short_for(short: str, full: str) -> bool:
    """Tell whether every character of `short` stands in `full`, in the same order, two at the least."""
    rest = iter(full)
    return 2 <= len(short) <= len(full) and all(char in rest for char in short)


def abbreviates(short: str, text: str, word_at: list[Word]) -> bool:
    """Tell whether `text` has words that `short` could be short for, named or not: 市妇儿工委, 市政府妇女儿童工作委员会.

    Each character begins a word or the next two characters of a long one, or ends it, or stands beside the one before it.
    `word_at` has the word at each place.
    """
    if len(short) < _SHORTEST:
        return False
    pattern = _APART.join(f"({re.escape(char)})" for char in short)
    return any(_keeps_words(match, len(short), word_at) for match in re.finditer(pattern, text))


def _keeps_words(match: re.Match[str], count: int, word_at: list[Word]) -> bool:
    kept = [match.start(k) for k in range(1, count + 1)]
    return all(
        (at - word_at[at].start) % 2 == 0 or at == word_at[at].end - 1 or (k > 0 and kept[k - 1] == at - 1)
        for k, at in enumerate(kept)
    )
