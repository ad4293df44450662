"""Names in a text: persons, places, units, posts, titles in 《》, and whether one name is short for another.

finding   where names stand       posts      words of posts
surnames  姓                      short_forms   简称
lookalikes   words that look like names and are none
"""

from __future__ import annotations

from bulletin.text.names.finding import Name, NameKind, Reading, Word, find_names, read
from bulletin.text.names.lookalikes import FUNCTION
from bulletin.text.names.posts import posts_of
from bulletin.text.names.short_forms import abbreviates, is_short_for
from bulletin.text.names.surnames import COMPOUND, SURNAMES, WORDS_TOO

__all__ = [
    "COMPOUND",
    "FUNCTION",
    "SURNAMES",
    "WORDS_TOO",
    "Name",
    "NameKind",
    "Reading",
    "Word",
    "abbreviates",
    "find_names",
    "is_short_for",
    "posts_of",
    "read",
]
