"""Character bigrams: the words a full-text index is made of, so that any two characters that stand together are found.

A text is folded (letters to lower case, full-width signs to half width, one character for one) and cut into runs of
letters, digits and Chinese characters; each run gives its overlapping pairs. Where the last pair of a run and the first
of the next would read as one run (工作，作出), a stop stands between them. So a phrase of pairs matches exactly where
its characters stand side by side in the folded text. Which characters make up a run is written down here and does not
depend on the Unicode tables of Python or SQLite: an index made by one version is read by every other. Whoever changes
what `grams` gives rebuilds the index in a migration (`store.search.rebuild`): old words are taken out by their old form.
"""

from __future__ import annotations

import re
from operator import add

STOP = "0"
"""A word of the index that no pair is: it keeps two runs apart."""

_RUN = re.compile(
    "[0-9a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u1fff"  # letters and digits, without × and ÷
    "\u2150-\u218b\u2460-\u24ff\u2c00-\u2dff"  # ⅓ Ⅲ ① Ⓐ
    "\u3005-\u3007\u3021-\u302f\u3031-\ufdff"  # 々〆〇, kana, all of CJK, Hangul, private use
    "\ufe70-\ufefe\uff66-\uffdf\U00010000-\U0001efff\U0001fb00-\U0010ffff]{2,}"  # no emoji
)
_WIDE = re.compile("[\u3000\uff01-\uff5e]")
_ODD = re.compile("[\u0130\u03a3]")  # the two whose lower case has two letters, or hangs on the letter after
_ODD_LOWER = {"\u0130": "i", "\u03a3": "\u03c3"}


def narrowed(text: str) -> str:
    """Return `text` with full-width letters, digits, signs and blanks as half-width ones, character for character."""
    return _WIDE.sub(_narrow, text)


def _narrow(wide: re.Match[str]) -> str:
    return " " if wide[0] == "\u3000" else chr(ord(wide[0]) - 0xFEE0)


def folded(text: str) -> str:
    """Return `text` in lower case and half width, character for character: places in both are the same."""
    return _ODD.sub(lambda odd: _ODD_LOWER[odd[0]], narrowed(text)).lower()


def has_variants(text: str) -> bool:
    """Tell whether `text` has a character that another one folds to, or that folds to another."""
    return any(char.isascii() or char.lower() != char.upper() or _WIDE.match(char) for char in text)


def grams(text: str) -> str:
    """Return the words an index keeps of `text`, parted by blanks. Registered as a function of the database."""
    words: list[str] = []
    for run in _RUN.findall(folded(text)):
        if words and words[-1][1] == run[0]:
            words.append(STOP)
        words += map(add, run, run[1:])
    return " ".join(words)


def runs(text: str) -> list[list[str]]:
    """Return the pairs of each run in `text` that has at least two characters: what must stand together in the index."""
    return [list(map(add, run, run[1:])) for run in _RUN.findall(folded(text))]


def is_one_run(text: str) -> bool:
    """Tell whether `text` is a run from end to end, so that a phrase of its pairs says all there is to say."""
    return _RUN.fullmatch(folded(text)) is not None
