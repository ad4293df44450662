"""What every reader of a file format hands over: the text as lines, and what an editor must be told of the file."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from bulletin.model import Removal


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read.

    ``lines`` are its paragraphs in order, tables written as rows of the manuscript (`bulletin.text.manuscript`);
    ``broken_lines`` is true where a paragraph may run over several of them (plain text, PDF). ``marked`` are other
    places in which a level (密级) may stand: page margins, titles, properties, comments, hidden and deleted text.
    ``aside`` are the numbers of lines that are no part of the text, with why (the greeting of a mail); these lines and all
    above them are plain.
    ``remarks`` are Chinese notices for the editor (有修订痕迹……), each one sentence without a mark at its end. ``source`` is
    the text with the characters nobody sees still in it, '' where the format's reader does not come by it.
    """

    lines: tuple[str, ...]
    broken_lines: bool = False
    marked: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    aside: tuple[tuple[int, str], ...] = ()
    source: str = ""

    @property
    def blanked(self) -> list[str]:
        """The lines, in the place of those set aside blanks."""
        numbers = {number for number, _ in self.aside}
        return [" " * len(line) if number in numbers else line for number, line in enumerate(self.lines)]

    @property
    def set_aside(self) -> tuple[Removal, ...]:
        """The lines set aside, with their places in the lines joined by line ends."""
        starts = list(accumulate((len(line) + 1 for line in self.lines), initial=0))
        return tuple(Removal(starts[n], starts[n + 1] - 1, self.lines[n], why) for n, why in self.aside)
