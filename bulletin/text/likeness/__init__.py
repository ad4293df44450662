"""Likeness of two texts, purely: shares of common wording both ways, what differs within it, and what that makes them.

`Reading` holds a text with what is derived from it, its samples among them, by which candidates are found; `possible_share`
weighs candidates, `compare` gives the `Verdict`, `apart` puts it right for two `Case`s of a table. One module for intake,
queue and issue check; rows are kept by `bulletin.store.identity`.
"""

from bulletin.text.likeness.cases import Case, apart, are_others, may_be_one
from bulletin.text.likeness.shingles import possible_share
from bulletin.text.likeness.verdict import SHORT, Kind, Reading, Verdict, compare

__all__ = [
    "SHORT",
    "Case",
    "Kind",
    "Reading",
    "Verdict",
    "apart",
    "are_others",
    "compare",
    "may_be_one",
    "possible_share",
]
