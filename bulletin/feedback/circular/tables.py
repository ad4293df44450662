"""The statistics as tables for other programs: csv that opens in Excel and Calc, and an xlsx workbook to go on with.

A cell that begins with = + - @, a tab or a carriage return would be taken for a formula by a spreadsheet: text like that gets
an apostrophe before it (OWASP, CSV Injection); figures are written as figures. Every quote and line break is kept by csv.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from bulletin.feedback.circular.period import period_name
from bulletin.feedback.statistics import Row, Statistics
from bulletin.model import in_print

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | Fraction | None
"""Text, a number, points, or nothing."""
Sum = int | Fraction
Span = tuple[int, int]
"""The first and the last row, from 0."""
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_ENDS = ("上期累计", "调整", "累计得分", "名次")
_WIDEST, _NARROW = 30, 6.3
"""Characters a column of names, and one of figures, is wide."""
_KINDS = {
    "printed": "采用",
    "reported": "上报",
    "adopted": "上级采用",
    "instructed": "批示",
    "asked": "约稿",
    "award": "得分",
}


def safe(text: str) -> str:
    """Return `text` so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def head(made: Statistics) -> list[str]:
    """Return the names of all columns, in order."""
    return ["组别", "单位", "报送", *(column.name for column in made.columns), *_ENDS]


def unit_cells(made: Statistics, group: str, row: Row) -> list[Cell]:
    """Return the cells of one unit, in the order of `head`."""
    figures: list[Cell] = [column.value(row) if column.adds else int(column.value(row)) for column in made.columns]
    return [
        group,
        row.unit,
        row.submitted,
        *figures,
        row.printed_before,
        row.adjusted,
        row.cumulative,
        row.place or None,
    ]


def as_csv(made: Statistics) -> bytes:
    """Return one line for each unit as csv in UTF-8 with a mark at its head, points with at most four decimals."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(map(safe, head(made)))
    for group in made.groups:
        for row in group.rows:
            writer.writerow(_csv_cell(cell) for cell in unit_cells(made, group.name, row))
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def as_xlsx(made: Statistics, title: str) -> bytes:
    """Return a workbook: a sheet 得分 with a sum below each group and all, a sheet 明细 with what is behind each figure.

    Figures are numbers and sums are formulas; the sums stand in the file as well, for readers that do not calculate.
    The same statistics give the same bytes.
    """
    import xlsxwriter

    written = io.BytesIO()
    with xlsxwriter.Workbook(
        written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"title": title, "created": datetime.combine(made.end, time())})
        looks = _looks(book)
        _units_sheet(book.add_worksheet("得分"), looks, made, title)
        _mentions_sheet(book.add_worksheet("明细"), looks, made)
    return written.getvalue()


def _csv_cell(cell: Cell) -> str:
    if isinstance(cell, Fraction):
        return in_print(cell, 4)
    return safe(cell) if isinstance(cell, str) else "" if cell is None else str(cell)


def _looks(book: Workbook) -> dict[str, Any]:
    plain = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter"}
    bold = {**plain, "bold": True, "bg_color": "#EFEFEF"}
    return {
        "title": book.add_format({"font_name": "黑体", "font_size": 14, "align": "center", "valign": "vcenter"}),
        "head": book.add_format({**bold, "align": "center", "text_wrap": True}),
        "text": book.add_format({**plain, "text_wrap": True}),
        "whole": book.add_format({**plain, "num_format": "0"}),
        "points": book.add_format({**plain, "num_format": "0.0"}),
        "sum text": book.add_format(bold),
        "sum whole": book.add_format({**bold, "num_format": "0"}),
        "sum points": book.add_format({**bold, "num_format": "0.0"}),
    }


def _units_sheet(sheet: Worksheet, looks: dict[str, Any], made: Statistics, title: str) -> None:
    names = head(made)
    sheet.merge_range(0, 0, 0, len(names) - 1, title, looks["title"])
    for number, name in enumerate(names):
        sheet.write_string(1, number, name, looks["head"])
    at = 2
    every: list[Span] = []
    for group in made.groups:
        cells = [unit_cells(made, group.name, row) for row in group.rows]
        for number, line in enumerate(cells, at):
            _line(sheet, looks, number, line)
        if cells:
            span = (at, at + len(cells) - 1)
            at = span[1] + 1
            _sum_line(sheet, looks, at, (group.name, "小计"), [(one, [span]) for one in _added(cells)])
            every.append(span)
            at += 1
    cells = [unit_cells(made, group.name, row) for group in made.groups for row in group.rows]
    _sum_line(sheet, looks, at, ("合计", ""), [(one, every) for one in _added(cells)])
    _arrange(sheet, names, at, max((len(row.unit) for row in made.rows), default=4))


def _line(sheet: Worksheet, looks: dict[str, Any], at: int, cells: Sequence[Cell]) -> None:
    for number, cell in enumerate(cells):
        if isinstance(cell, str):
            sheet.write_string(at, number, cell, looks["text"])
        elif isinstance(cell, Fraction):
            sheet.write_number(at, number, float(cell), looks["points"])
        elif cell is not None:
            sheet.write_number(at, number, cell, looks["whole"])


def _added(lines: Sequence[Sequence[Cell]]) -> list[Sum]:
    """Return the sums of the columns of figures, places left out; a sum of points is a `Fraction`."""
    return [_total(column) for column in list(zip(*lines, strict=True))[2:-1]]


def _total(column: Sequence[Cell]) -> Sum:
    figures = [cell for cell in column if isinstance(cell, (int, Fraction))]
    return sum(figures, Fraction(0)) if any(isinstance(one, Fraction) for one in figures) else sum(map(int, figures))


def _sum_line(
    sheet: Worksheet,
    looks: dict[str, Any],
    at: int,
    names: tuple[str, str],
    totals: Sequence[tuple[Sum, Sequence[Span]]],
) -> None:
    """Write a line of sums, each a formula over its spans of rows with what it comes to."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    for number, name in enumerate(names):
        sheet.write_string(at, number, name, looks["sum text"])
    for number, (total, spans) in enumerate(totals, 2):
        ranges = [f"{xl_rowcol_to_cell(first, number)}:{xl_rowcol_to_cell(last, number)}" for first, last in spans]
        look = looks["sum points" if isinstance(total, Fraction) else "sum whole"]
        sheet.write_formula(at, number, f"=SUM({','.join(ranges)})", look, float(total))
    sheet.write_blank(at, len(totals) + 2, None, looks["sum text"])


def _arrange(sheet: Worksheet, names: Sequence[str], last: int, longest: int) -> None:
    """Freeze the head, set the widths, and print on A4 across, the head on every page."""
    sheet.set_row(0, 24)
    sheet.set_row(1, 42)
    sheet.freeze_panes(2, 2)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, min(_WIDEST, 2 * longest + 2))
    sheet.set_column(2, len(names) - 1, _NARROW)
    sheet.autofilter(1, 0, last - 1, len(names) - 1)
    _print_set_up(sheet, 1)


def _print_set_up(sheet: Worksheet, head_row: int) -> None:
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, head_row)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _mentions_sheet(sheet: Worksheet, looks: dict[str, Any], made: Statistics) -> None:
    """Write what is behind each figure: one line for each thing that counts."""
    names = ("组别", "单位", "日期", "种类", "出处", "标题", "说明", "分值")
    for number, name in enumerate(names):
        sheet.write_string(0, number, name, looks["head"])
    lines = list(mention_cells(made))
    for number, cells in enumerate(lines, 1):
        _line(sheet, looks, number, cells)
    for number, width in enumerate((12, 20, 11, 9, 24, 46, 46, 8)):
        sheet.set_column(number, number, width)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(lines), len(names) - 1)
    _print_set_up(sheet, 0)


def mention_cells(made: Statistics) -> Iterator[list[Cell]]:
    """Yield a line for each thing behind a figure."""
    for group in made.groups:
        for row in group.rows:
            for one in row.mentions:
                points = one.points if one.kind == "award" else None
                kind = _KINDS[one.kind]
                yield [group.name, row.unit, one.on.isoformat(), kind, one.reference, one.title, one.what, points]


def title_of(made: Statistics) -> str:
    """Return what the tables are called."""
    return f"{period_name(made.start, made.end)}各单位信息报送采用得分统计"
