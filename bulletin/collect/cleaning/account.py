"""The account of a text that every reader of pages and feeds gives: all that is shown, and what of it is no text."""

from __future__ import annotations

from dataclasses import dataclass

from bulletin.collect.cleaning.lines import by_line, less
from bulletin.model import Removal


@dataclass(frozen=True, slots=True)
class Account:
    """``raw`` is all that is shown, a line each; ``taken`` are the places in it that its reader knows not to be text.

    ``source`` is what it was read from, with the characters nobody sees still in it, '' where that is not at hand.
    """

    raw: str
    taken: tuple[Removal, ...] = ()
    source: str = ""

    @property
    def text(self) -> str:
        """What is shown less what is taken out, without blank lines."""
        cuts = by_line(self.raw, self.taken)
        lines = (less(line, cuts.get(number, ())).strip() for number, line in enumerate(self.raw.split("\n")))
        return "\n".join(filter(None, lines))
