"""Tables that must be printed as they were made: frozen as plain data, and held against a text that was edited since.

Compared are titles (without their numbers), units, heads and cells; how columns are aligned, notes and the words around are an
editor's. A chart may be left out, a table may not: its figures are what the text rests on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from bulletin.text.manuscript import Row, Table, blocks

_NUMBER = re.compile(r"表\d*[\s\u3000]*")


@dataclass(frozen=True, slots=True)
class TableChange:
    """A place where a table is not what was frozen: which table, row and column, what is printed and what was frozen."""

    table: str
    row: str
    column: str
    printed: str
    frozen: str

    @property
    def words(self) -> str:
        """The change in Chinese: ``表“一类单位”中“市财政局”的“得分”印作“25.0”，封存的是“23.0”``."""
        place = f"“{self.row}”的“{self.column}”" if self.column else self.row
        return f"表“{self.table}”{'中' if place else ''}{place}印作“{self.printed}”，封存的是“{self.frozen}”"


def freeze(text: str) -> list[dict[str, Any]]:
    """Return the tables of a manuscript as plain data: title, unit, head, rows, and how it is drawn."""
    return [
        {
            "title": _title(table),
            "unit": table.unit,
            "drawn": table.drawn,
            "rows": [list(row) for row in (*table.head, *table.rows)],
        }
        for table in _tables(text)
    ]


def changes(frozen: Sequence[Mapping[str, Any]], text: str) -> Iterator[TableChange]:
    """Yield where the tables of `text` are not those that were frozen; tables that were added are not looked at."""
    printed = _tables(text)
    for was in frozen:
        found = next((one for one in printed if (_title(one), one.drawn) == (was["title"], was["drawn"])), None)
        if found is not None:
            printed.remove(found)
            yield from _of_table(was, found)
        elif not was["drawn"]:
            yield TableChange(was["title"], "", "", "（没有这张表，或表题已改）", was["title"])


def _tables(text: str) -> list[Table]:
    return [block for block in blocks(text) if isinstance(block, Table)]


def _title(table: Table) -> str:
    return _NUMBER.sub("", table.title, count=1) if not table.drawn else table.title


def _of_table(was: Mapping[str, Any], now: Table) -> Iterator[TableChange]:
    if was["unit"] != now.unit:
        yield TableChange(was["title"], "单位", "", now.unit, was["unit"])
    before, after = [tuple(row) for row in was["rows"]], [*now.head, *now.rows]
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "replace" and j - i == m - k:
            for old, new in zip(before[i:j], after[k:m], strict=True):
                yield from _of_row(was["title"], before[0], old, new)
        elif tag != "equal":
            yield from (TableChange(was["title"], _name(old), "整行", "（没有）", " ".join(old)) for old in before[i:j])
            yield from (TableChange(was["title"], _name(new), "整行", " ".join(new), "（没有）") for new in after[k:m])


def _of_row(title: str, head: Row, old: Row, new: Row) -> Iterator[TableChange]:
    if len(old) != len(new):
        yield TableChange(title, _name(old), "整行", " ".join(new), " ".join(old))
        return
    for column, was, now in zip(head, old, new, strict=False):
        if was != now:
            yield TableChange(title, _name(old), column, now, was)


def _name(row: Row) -> str:
    """Return what a row is called: its first cell that is not a mere figure."""
    return next((cell for cell in row if cell and not cell.isdigit() and cell != "—"), "".join(row[:1]))
