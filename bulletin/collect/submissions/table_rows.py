"""From a sheet to items: where its headings stand, which column means what, one item for each row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from bulletin.collect.cleaning.account import Account
from bulletin.collect.dates import find_date
from bulletin.collect.material import candidate
from bulletin.collect.submissions.sheets import Cell, Sheet
from bulletin.errors import UnreadableMaterial
from bulletin.model import Extracted, Flag, Removal
from bulletin.settings import Settings, Source
from bulletin.settings.columns import Columns
from bulletin.terms import KINDS
from bulletin.text import nearest, one_line, plain, sha256, shorten
from bulletin.text.personal import masked

_HEAD_ROWS = 30
_HEAD_HEIGHT = 3
_LONGEST_HEADING = 40
_SUM = re.compile(
    r"(?:合|总|小|共)\s*计|制表|填表|统计(?:人|时间)|注\s*[:：]|说明\s*[:：]|备注\s*[:：]|打印|导出时间|第.{1,6}页"
)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_FIRST_DAY = datetime(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 25569, 73050
_SENTENCE_END = re.compile(r"[。！？；\n]")
_HASH = 16


@dataclass(frozen=True, slots=True)
class Head:
    """The headings of a sheet: the column of each that the source file names, and the number of the last heading row."""

    columns: dict[str, int]
    last: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row that gave an item: where it stands, its own number ('' for none) and what was extracted."""

    place: str
    number: str
    extracted: Extracted


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that gave none: where it stands and why."""

    place: str
    why: str


def find_head(sheet: Sheet, columns: Columns) -> Head | None:
    """Return the headings of a sheet, which may stand below a title and in up to three rows with merged cells; None
    where not all that are needed are there."""
    best: Head | None = None
    wanted = {_folded(name): name for name in (*columns.needed, *columns.wished)}
    for top in range(min(_HEAD_ROWS, len(sheet.rows))):
        for height in range(1, _HEAD_HEIGHT + 1):
            found: dict[str, int] = {}
            for row in sheet.rows[top : top + height]:
                for column, cell in enumerate(row):
                    if name := wanted.get(_folded(cell.text)):
                        found.setdefault(name, column)
            if all(name in found for name in columns.needed) and len(found) > len(best.columns if best else ()):
                best = Head(found, top + height)
    return best


def wrong_mapping(sheets: list[Sheet], columns: Columns) -> UnreadableMaterial:
    """Return the refusal of a table without the columns the source file names; it names those the table has."""
    rows = [row for sheet in sheets for row in sheet.rows[:_HEAD_ROWS]]
    headings = list(
        dict.fromkeys(one_line(cell.text) for row in rows for cell in row if 0 < len(cell.text) <= _LONGEST_HEADING)
    )
    there = {_folded(heading) for heading in headings}
    missing = [name for name in columns.needed if _folded(name) not in there]
    if not missing:
        return UnreadableMaterial("所需各列不在同一表头中", "请核对表头是否完整，或用 sheet 写明工作表")
    near = [f"“{name}”（最接近的是“{nearest(name, headings) or '无'}”）" for name in missing]
    return UnreadableMaterial(f"没有列{'、'.join(near)}", "请在来源文件的 [columns] 中改为表里的列名，或核对这份表")


def rows_of(sheet: Sheet, head: Head, source: Source, settings: Settings) -> Iterator[Row | Fault]:
    """Yield what each row of a sheet below its headings gives; blank rows, repeated headings and sums give nothing."""
    columns = source.columns
    assert columns is not None, "the settings give every table source its columns"
    headings = {_folded(name) for name in head.columns}
    for number, cells in enumerate(sheet.rows[head.last :], head.last + 1):
        values = {name: cells[column] for name, column in head.columns.items() if column < len(cells)}
        texts = [cell.text for cell in values.values() if cell.text]
        first = next((cell.text for cell in cells if cell.text), "")
        is_sum = _SUM.match(first) and (len(texts) < 2 or not _text(values, columns.title))
        if not texts or is_sum or {_folded(text) for text in texts} <= headings:
            continue
        place = f"{f'工作表“{shorten(sheet.name, 20)}”' if sheet.name else ''}第 {number} 行"
        yield _row(place, values, source, settings)


def _row(place: str, values: dict[str, Cell], source: Source, settings: Settings) -> Row | Fault:
    columns = source.columns
    assert columns is not None
    parts = [(name, values[name].text) for name in columns.text if name in values and values[name].text]
    if not parts:
        return Fault(place, f"“{'、'.join(columns.text)}”是空的")
    if columns.title and not _text(values, columns.title):
        return Fault(place, f"“{columns.title}”是空的")
    place_text = _text(values, columns.place)
    body = parts[0][1] if len(columns.text) == 1 else "\n".join(f"{name}：{text}" for name, text in parts)
    body += f"\n{columns.place}：{place_text}" if place_text else ""
    title = one_line(_text(values, columns.title) or _SENTENCE_END.split(parts[0][1])[0])
    hidden: tuple[Removal, ...] = ()
    if columns.mask:
        (body, first), (title, second) = masked(body), masked(title)
        hidden = tuple(Removal(0, 0, what, f"个人信息已隐去，见原件{place}") for what in (*second, *first))
    number = _own_number(values, columns)
    item = candidate(
        source,
        f"{number or '行'} {_content_hash(values)}",
        title,
        Account(body, source="\n".join(values[name].source for name, _ in parts)),
        origin=source.title,
        published=_date(_text(values, columns.date), settings.zone),
    )
    kind, unit = _text(values, columns.kind), _text(values, columns.unit)
    known = settings.unit(unit)
    notes = list(_notes(values, unit if not known else "", columns))
    return Row(
        place,
        number,
        replace(
            item,
            unit=known.name if known else source.unit,
            kind=kind if kind in KINDS else source.kind,
            flags=(*item.flags, *(Flag("file", 0, 0, "", note) for note in notes)),
            removed=(*item.removed, *hidden),
            number=plain(number),
            is_record=True,
        ),
    )


def _own_number(values: dict[str, Cell], columns: Columns) -> str:
    """Return the number of a row, '' where it has none or has lost its last digits."""
    cell = values.get(columns.number, Cell(""))
    return "" if cell.is_inexact else "".join(cell.text.split())


def _content_hash(values: dict[str, Cell]) -> str:
    """Return what tells the named columns of a row from those of any other."""
    return sha256("\0".join(f"{name}\0{cell.text}" for name, cell in sorted(values.items())).encode())[:_HASH]


def _notes(values: dict[str, Cell], unknown_unit: str, columns: Columns) -> Iterator[str]:
    """Yield what an editor must know of a row beyond its text."""
    if unknown_unit:
        yield f"{columns.unit}“{shorten(unknown_unit, 30)}”不是登记的报送单位"
    for name, cell in values.items():
        if cell.is_inexact:
            yield f"“{name}”在表中存为数值，超过15位，末几位已在表中丢失，请单位把该列设为文本后重新导出"


def _text(values: dict[str, Cell], name: str) -> str:
    return values[name].text if name in values else ""


def _date(text: str, zone: tzinfo) -> datetime | None:
    """Return the time a cell gives: written out, or as the number of days by which spreadsheets count."""
    if _SERIAL.fullmatch(text) and _FIRST_SERIAL < float(text) < _LAST_SERIAL:
        return (_FIRST_DAY + timedelta(days=float(text))).replace(microsecond=0, tzinfo=zone)
    return find_date(text, zone) if text else None


def _folded(heading: str) -> str:
    """Return a heading without blanks, width, marks of obligation and colons."""
    return "".join(unicodedata.normalize("NFKC", heading).split()).strip("*:").lower()
