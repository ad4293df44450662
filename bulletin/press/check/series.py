"""What a series of the office lets the checker expect of a file: 刊名, the form of the 期号, 印数, its own habits."""

from __future__ import annotations

from bulletin.press.check.finding import Expected
from bulletin.settings import Publication


def expected_of(publication: Publication) -> Expected:
    """Return what the pages of any issue of `publication` must show, whichever its number."""
    return Expected(
        publication=publication.name,
        masthead=publication.masthead,
        number_pattern=publication.check.number_pattern,
        copies=publication.copies,
        centred_numbers=publication.look.page_number == "centre",
        habits=publication.check,
    )
