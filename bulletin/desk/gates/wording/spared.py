"""What the rules about words leave alone: it is quoted, or a name, or no prose."""

from __future__ import annotations

import re
from functools import lru_cache

from bulletin.settings import Settings

BLANK = "\ufffc"
"""Stands for a character that is spared: no rule matches it, and places stay what they are."""
_QUOTED = (
    r"《[^《》\n]*(?:《[^《》\n]*》[^《》\n]*)*》",
    r"“[^“”\n]*”",
    r"「[^「」\n]*」",
    r"『[^『』\n]*』",
    r"(?:https?://|www\.)[!-~]+|[A-Za-z0-9_.+-]+@[A-Za-z0-9.-]+",
    r"〔\d{4}〕\d+号",
    r"(?m:^[|｜].*$)",
)


def spared(text: str, settings: Settings) -> str:
    """Return `text`, as long as before, with what no rule about words judges blanked out.

    Titles in 《》, words in quotation marks, addresses, document numbers, rows of tables and the office's ``keep_words``.
    """
    return _spared(text, settings.gates.keep_words)


@lru_cache(maxsize=8)
def _spared(text: str, keep_words: tuple[str, ...]) -> str:
    """Kept for the texts at hand: each rule about words asks for the same."""
    kept = map(re.escape, sorted(keep_words, key=len, reverse=True))
    return re.sub("|".join((*kept, *_QUOTED)), lambda match: BLANK * len(match[0]), text)
