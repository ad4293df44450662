"""Workbooks made by hand: the XML of xlsx as Excel and WPS write it, with titles above, merged cells, dates, formulas."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


@dataclass(frozen=True)
class Serial:
    """A date as spreadsheets store it: the number of days, shown as a date."""

    days: float


@dataclass(frozen=True)
class Formula:
    """A formula with the value it last had."""

    text: str
    value: str


Value = str | int | float | Serial | Formula


@dataclass(frozen=True)
class Page:
    """One sheet: its rows, its merged ranges (``A1:D1``), whether it is hidden."""

    name: str
    rows: Sequence[Sequence[Value]]
    merged: Sequence[str] = ()
    hidden: bool = False


def workbook(*pages: Page) -> bytes:
    """Return the bytes of an xlsx with these sheets."""
    sheets = "".join(
        f'<sheet name="{escape(page.name)}" sheetId="{n}" r:id="rId{n}" state="{"hidden" if page.hidden else "visible"}"/>'
        for n, page in enumerate(pages, 1)
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(pages) + 1)
    )
    styles = (
        f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>'
    )
    types = "".join(
        f'<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
        for part, kind in (
            ("xl/workbook.xml", "sheet.main"),
            ("xl/styles.xml", "styles"),
            *((f"xl/worksheets/sheet{n}.xml", "worksheet") for n in range(1, len(pages) + 1)),
        )
    )
    style_relation = f'<Relationship Id="rId99" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}{style_relation}</Relationships>',
        "xl/styles.xml": styles,
        **{f"xl/worksheets/sheet{n}.xml": _sheet(page) for n, page in enumerate(pages, 1)},
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, f"{_HEAD}\n{text}")
    return held.getvalue()


def _sheet(page: Page) -> str:
    rows = "".join(
        f'<row r="{r}">{"".join(_cell(f"{_letters(c)}{r}", value) for c, value in enumerate(row))}</row>'
        for r, row in enumerate(page.rows, 1)
    )
    merged = "".join(f'<mergeCell ref="{ref}"/>' for ref in page.merged)
    tail = f'<mergeCells count="{len(page.merged)}">{merged}</mergeCells>' if merged else ""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>{tail}</worksheet>'


def _cell(place: str, value: Value) -> str:
    if isinstance(value, Serial):
        return f'<c r="{place}" s="1"><v>{value.days}</v></c>'
    if isinstance(value, Formula):
        return f'<c r="{place}" t="str"><f>{escape(value.text)}</f><v>{escape(value.value)}</v></c>'
    if isinstance(value, str):
        text = f'<is><t xml:space="preserve">{escape(value)}</t></is>'
        return f'<c r="{place}" t="inlineStr">{text}</c>' if value else ""
    return f'<c r="{place}"><v>{value!r}</v></c>'


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
