"""The two texts of one tracing: as edited and as received, and where they part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bulletin.desk.gates.reading import Reading
from bulletin.desk.gates.tracing.alignment import Gap, Stretch, gaps, stretches


@dataclass(frozen=True)
class Texts:
    """An edited text and its raw text, read, with the places where they part; line ends count as ends of sentences.

    ``day`` is the day the edited text is of: what 去年 in the raw text means.
    """

    here: Reading
    there: Reading
    day: date | None = None

    @property
    def edited(self) -> str:
        """The edited text."""
        return self.here.sentences

    @property
    def raw(self) -> str:
        """The raw text."""
        return self.there.sentences

    @cached_property
    def stretches(self) -> list[Stretch]:
        """What both share."""
        return stretches(self.edited, self.raw)

    @cached_property
    def gaps(self) -> list[Gap]:
        """Where they part."""
        return gaps(self.edited, self.raw, self.stretches)
