"""Tables of any make as rows of text: xlsx and xls through `python-calamine` in a child, csv and saved pages by ourselves.

Numbers of eighteen digits and telephone numbers are text; where a file holds them as floating numbers it has lost their
last digits itself, and that is told.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import re
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from bulletin.collect.documents.apart import Allowance, run_apart
from bulletin.collect.documents.charset import decode
from bulletin.collect.documents.html_text import parse, text_of
from bulletin.collect.documents.zipped import opened
from bulletin.errors import RefusedMaterial, UnreadableMaterial
from bulletin.text import plain, shorten

TABLES = (".xlsx", ".xls", ".csv", ".tsv")
"""The suffixes of tables."""
_ALLOWANCE = Allowance(memory=1 << 30, seconds=60, file=512 << 20)
_IN, _OUT = "in", "out"
_SEPARATORS = (",", "\t", ";", "|", "，")
_MOST_SHEETS_ROWS = 200_000
_HEAD = 30
_EXACT = 10**15
_GUARDED = re.compile(r'="(.*)"|[\'\t](?=[\d+=@-])(.*)', re.S)
_RESAVE = "请用 Excel 或 WPS 打开，另存为 .xlsx 或 .csv 后再放入"
_LONGEST_RUN = 200


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, whether the file held it as a number too long to be exact, and a text as the file holds it."""

    text: str
    is_inexact: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name ('' for a csv), its rows from the first of the file on; hidden ones have none."""

    name: str
    rows: list[list[Cell]]
    is_hidden: bool = False


def read_sheets(body: bytes, name: str, wanted: Iterable[str]) -> list[Sheet]:
    """Return the sheets of a table. `wanted` are the headings by which a csv shows how its fields are separated.

    Raises `UnreadableMaterial` for what is no table, damaged, locked or too big, and `RefusedMaterial` where the extra
    ``xlsx`` is not installed.
    """
    if body.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _of_workbook(body)
    text = decode(body)[0]
    if text.lstrip("\ufeff \r\n\t")[:1] == "<":
        return [Sheet("", _of_page(text))]
    if PurePath(name).suffix.lower() in (".xlsx", ".xls") and "\0" in text:
        raise UnreadableMaterial("表格已损坏，打不开", _RESAVE)
    return [Sheet("", _of_text(text, set(wanted)))]


def _of_workbook(body: bytes) -> list[Sheet]:
    if importlib.util.find_spec("python_calamine") is None:
        what = "没有安装读 Excel 表格的部件（python-calamine）"
        raise RefusedMaterial(what, "请执行 pip install 'bulletin[xlsx]'，或把表格另存为 .csv")
    if body.startswith(b"PK"):
        with opened(body, "表格", _RESAVE):
            pass  # the number of parts is within limits; what they unpack to is limited in the child
    with tempfile.TemporaryDirectory(prefix="bulletin-sheet-") as made:
        folder = Path(made)
        (folder / _IN).write_bytes(body)
        command = [
            sys.executable,
            "-m",
            "bulletin.collect.submissions.sheet_child",
            str(folder / _IN),
            str(folder / _OUT),
        ]
        done = run_apart(command, folder, _ALLOWANCE)
        if done.code == 4:
            raise UnreadableMaterial("表格加了密码，打不开", "请去掉密码后再放入")
        if done.code == 3:
            raise UnreadableMaterial("表格已损坏，打不开", _RESAVE)
        if done.code != 0:
            raise UnreadableMaterial(
                "表格展开后太大，或读取超时，未打开", "请删去空行空列和无关的工作表，或另存为 .csv"
            )
        found: list[dict[str, Any]] = json.loads((folder / _OUT).read_text(encoding="utf-8"))
    return [Sheet(one["name"], _spread(one["rows"], one["merged"]), one["hidden"]) for one in found]


def _spread(rows: list[list[Any]], merged: list[list[list[int]]]) -> list[list[Cell]]:
    """Return the cells, the value of a range merged downwards in each of its rows."""
    if len(rows) > _MOST_SHEETS_ROWS:
        raise UnreadableMaterial(f"表格有 {len(rows)} 行，超过 {_MOST_SHEETS_ROWS} 行", "请分成几个文件")
    cells = [[_cell(value) for value in row] for row in rows]
    for (top, left), (bottom, _) in merged:
        for row in range(top + 1, min(bottom + 1, len(cells))):
            if left < len(cells[row]) and left < len(cells[top]):
                cells[row][left] = cells[top][left]
    return cells


def _cell(value: Any) -> Cell:
    """Return a cell by its value: whole numbers without a point, dates as ``2026-11-20 09:00:00``, formulas as computed."""
    if isinstance(value, bool):
        return Cell("是" if value else "否")
    if isinstance(value, (int, float)):
        is_whole = value == value and abs(value) < 1e300 and value == int(value)
        text = str(int(value)) if is_whole else format(value, ".15g")
        return Cell(text, is_inexact=is_whole and abs(value) >= _EXACT)
    if isinstance(value, list):
        return Cell(str(value[1]).removesuffix(" 00:00:00"))
    return _text_cell(str(value))


def _text_cell(text: str) -> Cell:
    """Return a cell of text without what programs put before a number to keep it text (``="007"``, ``'007``)."""
    guarded = _GUARDED.fullmatch(text)
    inside = (guarded.group(1) or guarded.group(2) or "") if guarded else text
    return Cell(plain(inside.replace("_x000D_", "")).strip(), source=text)


def _of_page(text: str) -> list[list[Cell]]:
    """Return the rows of the largest table of a page: many systems save one and call it .xls."""
    tables = [[row for row in table.iter("tr")] for table in parse(text).iter("table")]
    rows = max(tables, key=len, default=[])
    if not rows:
        raise UnreadableMaterial("文件是网页，其中没有表格", _RESAVE)
    return [[_text_cell(text_of(cell)) for cell in row if cell.tag in ("td", "th")] for row in rows]


def _of_text(text: str, wanted: set[str]) -> list[list[Cell]]:
    """Return the rows of a csv, separated by whatever shows most of the wanted headings."""
    text = text.removeprefix("\ufeff").replace("\0", "")
    readings = {separator: _head_of(text, separator) for separator in _SEPARATORS}
    best = max(_SEPARATORS, key=lambda one: (len(wanted & readings[one]), len(readings[one])))
    rows = _rows(text, best)
    for number, row in enumerate(rows, 1):
        if any(field.count("\n") > _LONGEST_RUN for field in row):
            raise UnreadableMaterial(
                f"第 {number} 行起引号没有成对，后面的行分不开", "请核对该行的双引号，或另存为 .xlsx"
            )
    return [[_text_cell(field) for field in row] for row in rows]


def _head_of(text: str, separator: str) -> set[str]:
    lines = text.split("\n", _HEAD)[:_HEAD]
    return {"".join(field.split()) for row in _rows("\n".join(lines), separator) for field in row}


def _rows(text: str, separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise UnreadableMaterial(f"文件不是完好的表格（{shorten(str(error), 40)}）", _RESAVE) from error
