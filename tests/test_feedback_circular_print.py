"""A circular of sixty units in four groups, with ties and units that sent nothing: printed, and equal to its drill-down."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest
import python_calamine

from bulletin import store
from bulletin.desk import editing
from bulletin.feedback.circular import making, tables, wording
from bulletin.feedback.circular.listing import listings
from bulletin.feedback.statistics import BONUS, POINTS, PRINTED, TAKEN, Group, Mention, Row, Statistics
from bulletin.model import Json, Proof, in_print
from bulletin.press import proof
from bulletin.settings.points import read_book
from bulletin.store import circulars
from tests.conftest import House, NewHouse
from tests.sixty_units import GROUPS, SILENT, UNITS, UNUSED, sixty_units

SPAN = (date(2026, 10, 1), date(2026, 11, 21))


@pytest.fixture(scope="module")
def office(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """The office of sixty units, its quarter so far counted as one period."""
    house: House = sixty_units(new_house, tmp_path_factory.mktemp("sixty") / "office", most=3)
    return house.later(days=1)


@pytest.fixture(scope="module")
def made(office: House) -> Statistics:
    """The statistics of the period."""
    return making.counted(office.db, office.settings, SPAN, office.at, SPAN[1]).statistics


@pytest.fixture(scope="module")
def proofed(office: House, made: Statistics) -> tuple[Proof, Json]:
    """The circular as a proof with its page check, and the frozen figures it was made of."""
    item, _ = making.make(office.db, office.settings, SPAN, office.at)
    wish = editing.Wish(publication="信息工作通报")
    article = editing.adopt(office.db, office.settings, [item.id], wish, office.actor("editor1"), office.at)
    office.approve(office.send(article))
    issue = office.issue("proofed", "信息工作通报")
    (kept,) = circulars.every(office.db, office.settings)
    return proof.current(office.db, issue), kept.figures


@pytest.fixture(scope="module")
def pdf(office: House, proofed: tuple[Proof, Json], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The proof as a file."""
    path = tmp_path_factory.mktemp("proof") / "circular.pdf"
    path.write_bytes(proof.bytes_of(office.settings, proofed[0]))
    return path


@pytest.fixture(scope="module")
def printed_rows(pdf: Path) -> dict[str, list[list[str]]]:
    """The rows of all tables of the PDF by the first cell of their heads, those over several pages joined."""
    rows: dict[str, list[list[str]]] = {}
    with pdfplumber.open(pdf) as document:
        for page in document.pages:
            for table in page.extract_tables():
                cells = [[(cell or "").replace("\n", "") for cell in row] for row in table if any(row)]
                head = next(k for k, row in enumerate(cells) if row[0] in ("名次", "期号", "组别", "日期"))
                rows.setdefault(cells[head][0], []).extend(cells[head + 1 :])
    return rows


def test_the_circular_passes_the_page_check(proofed: tuple[Proof, Json]) -> None:
    """Typeset with tables over several pages and a chart, the page check finds no error and nothing to warn of."""
    check = proofed[0].made_with["check"]

    assert (check["errors"], check["warnings"]) == (0, 0), check["findings"]


def test_the_printed_table_is_the_drill_down_row_by_row(
    printed_rows: dict[str, list[list[str]]], proofed: tuple[Proof, Json], made: Statistics
) -> None:
    """Place, unit, sent, adopted, points of every row on paper are the count and the sum of the mentions behind them."""
    rows = [row for row in printed_rows["名次"] if row[1] != "合计"]
    frozen = [row for group in proofed[1]["groups"] for row in group["units"]]

    assert [row[1] for row in rows] == [row["unit"] for row in frozen] and len(rows) == 60
    for shown, row, counted in zip(rows, frozen, made.rows, strict=True):
        behind = row["mentions"]
        points = sum((Fraction(one["points"]) for one in behind if one["kind"] == "award"), Fraction(0))
        adopted = [one for one in behind if one["kind"] == "printed"]
        above = [one for one in behind if one["kind"] == "adopted"]
        assert shown[0] == str(row["place"] or "—") == str(counted.place or "—")
        assert (shown[2], shown[3], shown[4]) == (str(row["submitted"]), str(len(adopted)), str(len(above) or ""))
        assert shown[-1] == _fixed(points) and points == counted.points


def test_the_printed_sums_are_those_of_their_groups(printed_rows: dict[str, list[list[str]]], made: Statistics) -> None:
    """Each group's last row adds up what stands above it; the table of groups repeats it and adds up to all."""
    sums = [row for row in printed_rows["名次"] if row[1] == "合计"]
    groups = printed_rows["组别"]

    assert [row[0] for row in groups] == [*GROUPS, "合计"]
    for group, line, short in zip(made.groups, sums, groups, strict=False):
        points = sum((row.points for row in group.rows), Fraction(0))
        assert line[2] == str(sum(row.submitted for row in group.rows)) == short[2]
        assert line[-1] == _fixed(points) == short[-1]
    assert [groups[-1][k] for k in (1, 2)] == ["60", str(sum(row.submitted for row in made.rows))]


def test_no_table_leaves_a_row_or_two_on_a_page_and_every_page_repeats_its_head(pdf: Path) -> None:
    """Where a table begins, two rows follow its head at least; where it ends, three stand together, the sum among them."""
    found = list(_parts(pdf))

    assert max(len(parts) for parts in found) > 1
    for parts in found:
        assert all(part[0] == parts[0][0] for part in parts)
        assert len(parts) == 1 or (len(parts[0]) > 2 and len(parts[-1]) > 3)


def test_the_first_page_is_full_and_names_stand_on_one_line(pdf: Path) -> None:
    """Words go down to the last lines of the first page, no table pushes them away; no unit's name is broken in the list."""
    with pdfplumber.open(pdf) as document:
        first = document.pages[0]
        words = [word for word in first.extract_words() if word["bottom"] < 262 / 25.4 * 72]
        lowest = max(word["bottom"] for word in words) / 72 * 25.4
        names = [
            row[1] for page in document.pages for table in page.extract_tables() for row in table if row[0] != "期号"
        ]

    assert lowest > 262 - 3.5 * 10.4
    assert not [name for name in names if name and "\n" in name and name.replace("\n", "") in UNITS]


def _parts(pdf: Path) -> Iterator[list[list[list[str]]]]:
    """Yield the tables of the PDF, each as its parts on the pages it stands on: a title over a table begins another."""
    tables: list[list[list[list[str]]]] = []
    with pdfplumber.open(pdf) as document:
        for page in document.pages:
            for number, table in enumerate(page.find_tables()):
                rows = [[(cell or "").replace("\n", "") for cell in row] for row in table.extract() if any(row)]
                goes_on = number == 0 and table.bbox[1] < 45 / 25.4 * 72
                if goes_on:
                    tables[-1].append(rows)
                else:
                    tables.append([rows])
    yield from tables


def test_the_list_of_entries_is_complete(printed_rows: dict[str, list[list[str]]], made: Statistics) -> None:
    """Every adopted item stands once in the attachment, whatever number of units it has."""
    titles = sorted(row[1] for row in printed_rows["期号"])

    assert titles == sorted(entry.title for entry in made.entries)


@pytest.mark.usefixtures("proofed")
def test_tied_units_are_all_named_and_so_are_those_with_nothing(office: House, made: Statistics) -> None:
    """前3名 names every unit that shares a place up to the third; 零报送 and 零采用 are told apart."""
    text = store.items.selected(office.db, "d.source = ?", (circulars.SOURCE,))[0].text
    line = {
        name: next(one for one in text.split("\n") if one.startswith(f"{name}1") and "前3名" in one) for name in GROUPS
    }

    for group in made.groups:
        for row in group.rows:
            assert (row.unit in line[group.name]) == (0 < row.place <= 3)
            assert bool(row.place) == (row.points > 0)
    assert any(len({row.place for row in group.rows}) < len(group.rows) for group in made.groups)
    assert f"零报送的单位3个：{'、'.join(unit for unit in UNITS if unit in SILENT)}。" in text
    assert all(unit in text.partition("有报送、零采用的单位2个：")[2].partition("。")[0] for unit in UNUSED)


def test_of_many_tied_units_fewer_places_are_drawn_and_all_are_named(office: House, made: Statistics) -> None:
    """A chart of more bars than a picture holds has the first place alone; where even these are too many there is none."""
    texts = []
    for ties in (3, 30):
        first, *others = made.groups
        rows = [replace(row, place=1 if k < ties else 40) for k, row in enumerate(made.rows)]
        rows = [replace(row, place=2) if ties <= k < 30 else row for k, row in enumerate(rows)]
        tied = replace(made, groups=(replace(first, rows=tuple(rows)), *(replace(one, rows=()) for one in others)))
        told = wording.Told(tied, read_book(office.settings))
        texts.append(wording.manuscript(office.settings, told).text)

    assert "条形图：各组得分第1名" in texts[0] and "条形图" not in texts[1]
    assert all(row.unit in texts[1] for row in made.rows[:30] if row.points > 0)


def test_the_chart_is_drawn_as_vectors_and_tells_what_it_shows(pdf: Path) -> None:
    """No picture of dots stands on any page; the chart's bars are filled boxes, and its figures are its alternative text."""
    with pikepdf.open(pdf) as document:
        images = [image for page in document.pages for image in page.get_images()]
        told = [
            str(thing.Alt) for thing in document.objects if isinstance(thing, pikepdf.Dictionary) and "/Alt" in thing
        ]
    with pdfplumber.open(pdf) as pages:
        red = [rect for page in pages.pages for rect in page.rects if rect["non_stroking_color"] == (1, 0, 0)]

    assert not images
    assert any(alt.startswith("条形图：各组得分前3名（单位：分）。组别区、乡镇（街道），单位") for alt in told)
    assert sum(4 < rect["height"] * 25.4 / 72 * 1.5 < 8 for rect in red) >= 4


# csv and xlsx


def test_csv_opens_in_excel_with_a_line_for_each_unit(made: Statistics) -> None:
    """UTF-8 with its mark, one head, sixty lines of as many cells, the same figures as the statistics."""
    body = tables.as_csv(made)
    head, *lines = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))

    assert body.startswith(b"\xef\xbb\xbf") and len(lines) == 60
    assert {len(line) for line in lines} == {len(head)}
    assert [line[1] for line in lines] == [row.unit for row in made.rows]
    assert [line[head.index("本期得分")] for line in lines] == [in_print(row.points, 4) for row in made.rows]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "－1"])
def test_text_that_a_spreadsheet_would_calculate_is_kept_as_text(text: str) -> None:
    """Whatever begins like a formula gets an apostrophe before it; other text stays as it is."""
    assert tables.safe(text) == f"'{text}" and tables.safe("市财政局-1") == "市财政局-1"


def test_a_unit_with_a_name_like_a_formula_does_no_harm(made: Statistics) -> None:
    """In csv it is text with an apostrophe, in xlsx a string and no formula."""
    first = made.groups[0]
    row = replace(first.rows[0], unit='=HYPERLINK("http://example.com")')
    planted = replace(made, groups=(replace(first, rows=(row,)),))

    assert tables.as_csv(planted).decode("utf-8-sig").split("\n")[1].split(",")[1].strip('"').startswith("'=HYPERLINK")
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(tables.as_xlsx(planted, "统计")))
    assert book.get_sheet_by_name("得分").to_python()[2][1] == '=HYPERLINK("http://example.com")'


def test_the_workbook_has_numbers_and_sums_that_agree(made: Statistics) -> None:
    """Every figure is a number; each sum stands in the file and is that of the rows it is a formula over."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(tables.as_xlsx(made, tables.title_of(made))))
    _sums_agree(book.get_sheet_by_name("得分").to_python(), made)
    details = book.get_sheet_by_name("明细").to_python()
    assert len(details) - 1 == sum(len(row.mentions) for row in made.rows)
    award = [line for line in details if line[3] == "得分"]
    assert sum(float(str(line[7])) for line in award) == pytest.approx(float(sum(row.points for row in made.rows)))


def test_the_same_statistics_are_the_same_bytes(made: Statistics) -> None:
    """Neither the clock nor the process gets into csv or xlsx."""
    assert tables.as_xlsx(made, "统计") == tables.as_xlsx(made, "统计")
    assert tables.as_csv(made) == tables.as_csv(made)


def test_libreoffice_opens_the_workbook_and_calculates_the_same_sums(made: Statistics, tmp_path: Path) -> None:
    """Converted by LibreOffice, which calculates every formula again, each sum is that of its rows."""
    soffice = os.environ.get("BULLETIN_TEST_CALC") or shutil.which("soffice")
    if not soffice:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "t.xlsx").write_bytes(tables.as_xlsx(made, "统计"))
    options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"
    command = [
        soffice,
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        options,
    ]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(tmp_path / "t.xlsx")], check=False, capture_output=True, timeout=120
    )
    found = sorted(tmp_path.glob("*.csv"))
    if not found:
        pytest.skip("this LibreOffice has no Calc")
    rows = list(csv.reader(io.StringIO(found[0].read_text(encoding="utf-8-sig"))))

    _sums_agree([[_number(cell) for cell in row] for row in rows], made)


def _sums_agree(lines: list[list[Any]], made: Statistics) -> None:
    head = lines[1]
    points, submitted = head.index("本期得分"), head.index("报送")
    units = [line for line in lines[2:] if line[1] not in ("小计", "")]
    sums = {line[0]: line for line in lines[2:] if line[1] in ("小计", "")}
    assert [line[1] for line in units] == [row.unit for row in made.rows]
    assert list(sums) == [*GROUPS, "合计"]
    for name, line in sums.items():
        own = [unit for unit in units if name in (unit[0], "合计")]
        for column in range(submitted, points + 3):
            assert line[column] == pytest.approx(sum(unit[column] for unit in own), abs=0.06 * len(own)), head[column]
        assert line[submitted] == sum(unit[submitted] for unit in own)


def _number(cell: str) -> Any:
    try:
        return float(cell)
    except ValueError:
        return cell


def _fixed(points: Fraction) -> str:
    shown = in_print(points)
    return shown if "." in shown else f"{shown}.0"


def test_a_column_in_which_all_is_nothing_is_left_out(office: House) -> None:
    """Points that were given and taken back within the period leave no figure: the table keeps the room for those there are."""
    day = date(2026, 10, 12)
    given, back, kept = (
        Mention("award", "", "", day, "", frozenset({column.mark}), Fraction(points))
        for column, points in ((BONUS, 2), (BONUS, -2), (TAKEN, -1))
    )
    rows = (Row("甲局", 0, 1, (given, back), Fraction(0)), Row("乙局", 0, 1, (kept,), Fraction(0)))
    made = Statistics(day, date(2026, 11, 1), (PRINTED, BONUS, TAKEN, POINTS), (Group("各单位", rows),), ())

    (sheet,) = listings(office.settings, made, lists_entries=False)

    assert sheet.grids[0].head == ("名次", "单位", "报送", "采用", "扣分", "得分")
