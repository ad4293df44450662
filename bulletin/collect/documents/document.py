"""What every reader of a file format hands over: the text as lines, and what an editor must be told of the file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read.

    ``lines`` are its paragraphs in order, tables written as rows of the manuscript (`bulletin.text.manuscript`);
    ``broken_lines`` is true where a paragraph may run over several of them (plain text, PDF). ``marked`` are other
    places in which a level (密级) may stand: page margins, titles, properties, comments, hidden and deleted text.
    ``remarks`` are Chinese notices for the editor (有修订痕迹……), each one sentence without a mark at its end.
    """

    lines: tuple[str, ...]
    broken_lines: bool = False
    marked: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
