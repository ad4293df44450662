"""Tables that must be printed as they were made: frozen as plain data, and held against a text that was edited since.

Compared are titles (without their numbers), units, heads and cells; how columns are aligned, notes and the words around are an
editor's. A chart may be left out, a table may not: its figures are what the text rests on. What is added is no chart, and
no table that has the title or the head of a frozen one: who reads it could not tell which of the two is true.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from bulletin.text.manuscript import Row, Table, blocks

UNCHANGEABLE = "表中的数字封存后不能改"
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
            "rows": _rows(table),
        }
        for table in _tables(text)
    ]


def changes(frozen: Sequence[Mapping[str, Any]], text: str) -> Iterator[TableChange]:
    """Yield where the tables of `text` are not those that were frozen; where none were, any table may stand."""
    printed = _tables(text) if frozen else []
    retitled: list[Any] = []
    for was in frozen:
        alike = [one for one in printed if (_title(one), one.drawn) == (was["title"], was["drawn"])]
        if alike:
            found = min(alike, key=lambda one: len(list(_of_table(was, one))))
            printed = [one for one in printed if one is not found]
            yield from _of_table(was, found)
        elif not was["drawn"]:
            yield TableChange(was["title"], "", "", "（没有这张表，或表题已改）", was["title"])
            retitled.append(was["rows"])
    yield from _added(frozen, (one for one in printed if one.drawn or _rows(one) not in retitled))


def _added(frozen: Sequence[Mapping[str, Any]], tables: Iterable[Table]) -> Iterator[TableChange]:
    """Yield the tables beside those that were frozen that may not stand there."""
    titles = {_bare(was["title"]) for was in frozen}
    heads = {tuple(map(_bare, was["rows"][0])) for was in frozen}
    for table in tables:
        if table.drawn:
            yield TableChange(
                _title(table), "", "", f"{table.drawn}：{table.title}", "（没有这张图；图可以删，不能改，也不能加）"
            )
        elif _bare(_title(table)) in titles or tuple(map(_bare, _rows(table)[0])) in heads:
            yield TableChange(_title(table), "", "", "（另加的一张）", "（没有；表题或表头与封存的表相同的，不能另加）")


def _bare(words: str) -> str:
    """Return words by which two tables are taken for one: neither blanks nor the width of characters tell them apart."""
    return "".join(unicodedata.normalize("NFKC", words).split())


def _tables(text: str) -> list[Table]:
    return [block for block in blocks(text) if isinstance(block, Table)]


def _rows(table: Table) -> list[list[str]]:
    """Return the rows of a table as they are frozen, those of its head first."""
    return [list(row) for row in (*table.head, *table.rows)]


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
