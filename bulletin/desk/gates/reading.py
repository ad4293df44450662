"""Reading: what the rules of one check ask of a text (its words, names, figures) is looked for once, when first asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from bulletin.desk.gates.quantities import Quantity, quantities
from bulletin.text import names
from bulletin.text.names import Name

_WIDTHS = {0xFF01 + k: 0x21 + k for k in range(94)} | {0x3000: 0x20, 0x2212: 0x2D, 0x2236: 0x3A}


@dataclass(frozen=True)
class Reading:
    """A text as written, and what is read in it; every character keeps its place in all of its forms."""

    written: str

    @cached_property
    def text(self) -> str:
        """The text with full-width letters, digits and signs made half-width."""
        return self.written.translate(_WIDTHS)

    @cached_property
    def sentences(self) -> str:
        """``text`` with every line end as the end of a sentence."""
        return self.text.replace("\n", "。")

    @cached_property
    def words(self) -> names.Reading:
        """The words of ``text``."""
        return names.read(self.text)

    @cached_property
    def names(self) -> list[Name]:
        """The names of ``text``, in the order they stand."""
        return names.find_names(self.words)

    @cached_property
    def quantities(self) -> list[Quantity]:
        """The figures, dates and document numbers of ``text``, in the order they stand."""
        return quantities(self.text)
