"""Lines of a text on its way through cleaning: what is left of each, and where that stood in the raw text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bulletin.model import Removal

Span = tuple[int, int]
_INDENT = ("\u3000", "    ", "\xa0\xa0")
_LEAST_BARS = 3
_WIDE_GAP = re.compile(r"(?<=\S) ( +)(?=\S)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line as far as it is left: ``text`` trimmed, ``begins`` true where a blank line or an indent stood before it.

    ``pieces`` are the stretches of the raw text that ``text`` is made of, in order. ``is_row`` marks a row of a table.
    """

    text: str
    begins: bool
    pieces: tuple[Span, ...]
    is_row: bool = False

    def removal(self, span: Span, why: str) -> Removal:
        """Return the removal of ``text[start:end]``, trimmed; its place includes what was taken out inside it before."""
        whole = self.text[slice(*span)]
        start = span[0] + len(whole) - len(whole.lstrip())
        found = list(self._raw((start, start + len(whole.strip()))))
        return Removal(found[0][0], found[-1][1], whole.strip(), why)

    def without(self, spans: Iterable[Span]) -> Line:
        """Return the line without these stretches of its text, trimmed."""
        kept: list[Span] = []
        position = 0
        for start, end in (*sorted(spans), (len(self.text), len(self.text))):
            if start > position:
                kept.append((position, start))
            position = max(position, end)
        text = "".join(self.text[start:end] for start, end in kept)
        pieces = tuple(raw for span in kept for raw in self._raw(span))
        return replace(self, text=text, pieces=pieces)._trimmed()

    def _trimmed(self) -> Line:
        first, last = len(self.text) - len(self.text.lstrip()), len(self.text.rstrip())
        if (first, last) == (0, len(self.text)):
            return self
        return replace(self, text=self.text[first:last], pieces=tuple(self._raw((first, last))))

    def _raw(self, span: Span) -> Iterator[Span]:
        """Yield where ``text[start:end]`` stood in the raw text."""
        offset = 0
        for start, end in self.pieces:
            first, last = max(span[0], offset), min(span[1], offset + end - start)
            if first < last:
                yield start + first - offset, start + last - offset
            offset += end - start


def lines_of(raw: str, cuts: dict[int, list[Span]], rows: frozenset[int]) -> tuple[list[Line], list[Line]]:
    """Return the lines of `raw` less the stretches `cuts` names by line number, those not blank; and all, uncut.

    Where something was cut out of a line, several blanks in a row become one.
    """
    found: list[Line] = []
    uncut: list[Line] = []
    begins, offset = True, 0
    for number, text in enumerate(raw.split("\n")):
        whole = Line(text, begins or text.startswith(_INDENT), ((offset, offset + len(text)),), number in rows)
        uncut.append(whole)
        line = whole.without(cuts.get(number, ()))
        if number in cuts:
            line = line.without(match.span(1) for match in _WIDE_GAP.finditer(line.text))
        offset += len(text) + 1
        begins = not line.text
        if line.text:
            found.append(line)
    return found, uncut


def less(line: str, spans: Iterable[Span]) -> str:
    """Return `line` without `spans`, which are in order."""
    for start, end in reversed(list(spans)):
        line = line[:start] + line[end:]
    return line


def by_line(raw: str, taken: Iterable[Removal]) -> dict[int, list[Span]]:
    """Return the places of removals, which are in order, as stretches of the lines of `raw` by their numbers."""
    found: dict[int, list[Span]] = {}
    ends = [match.start() for match in re.finditer(r"\n|\Z", raw)]
    for one in taken:
        number = bisect_left(ends, one.start)
        while number < len(ends) and (first := ends[number - 1] + 1 if number else 0) < one.end:
            found.setdefault(number, []).append((max(one.start - first, 0), min(one.end, ends[number]) - first))
            number += 1
    return found


def table_rows(lines: list[str]) -> frozenset[int]:
    """Return the numbers of the lines that are rows of a table (``| … | … |``), of which two stand one below another."""
    rows = {n for n, line in enumerate(lines) if line.count("|") >= _LEAST_BARS and _is_barred(line.strip())}
    return frozenset(n for n in rows if n - 1 in rows or n + 1 in rows)


def _is_barred(line: str) -> bool:
    return line.startswith("|") and line.endswith("|")
