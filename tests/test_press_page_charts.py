"""Charts: figures of the manuscript drawn as vectors on the grid; whatever cannot be drawn is listed as a table."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pdfplumber
import pytest

from bulletin.desk import pictures
from bulletin.errors import RefusedMaterial, TypesettingFailure
from bulletin.press.check import check_here
from bulletin.press.page.entries import charts
from bulletin.press.page.faces.fonts import find_fonts
from bulletin.press.page.faces.glyphs import Glyphs
from bulletin.text import manuscript
from bulletin.text.manuscript import Table
from tests.calls import need_fonts
from tests.press_sheets import TEMPLATES, entry, printed, sheet

REPORT = TEMPLATES / "信息专报" / "v1"
BARS = """条形图：各组得分
单位：分
| 组别 | 单位 | 得分 |
| 一类 | 市财政局 | 36.5 |
| 一类 | 市水利局 | 12.0 |
| 二类 | 市供电公司 | 20.0 |"""
LINES = """折线图：各月中位用时
| 月份 | 采编快 | 审批快 |
| 1月 | 26.4 | 30 |
| 2月 | — | 28.5 |
| 3月 | 20.7 | 25 |"""


def table_of(text: str) -> Table:
    """Return the one table of a manuscript."""
    (table,) = (block for block in manuscript.blocks(text) if isinstance(block, Table))
    return table


def svg_of(text: str) -> str:
    """Return the drawing of a chart."""
    need_fonts()
    return charts.printed(Glyphs(find_fonts(os.environ)), table_of(text), "第 1 条").drawing


def test_the_sign_of_a_chart_stands_where_a_tables_title_stands() -> None:
    """条形图： before the rows, with a unit between; without rows after it, it is a paragraph like any other."""
    table = table_of(BARS)

    assert (table.drawn, table.title, table.unit, len(table.rows)) == ("条形图", "各组得分", "单位：分", 3)
    assert [type(block).__name__ for block in manuscript.blocks("条形图：见附件。\n下文。")] == [
        "Paragraph",
        "Paragraph",
    ]
    assert table_of("表1：得分\n| 甲 | 乙 |\n| 1 | 2 |").drawn == ""


@pytest.mark.parametrize(
    "text",
    [
        BARS.replace("36.5", "约36分"),
        BARS.replace("| 36.5 |", "| |"),
        "\n".join([*BARS.split("\n")[:3], *(f"| 一类 | 第{n}局 | {n} |" for n in range(60))]),
        "条形图：得分\n| 单位 | 报送 | 采用 | 得分 |\n| 甲 | 1 | 1 | 1 |",
        LINES.replace("26.4", "很快"),
        BARS.replace("市水利局", "东江经济技术开发区管理委员会综合行政执法局"),
        "折线图：用时\n| 月份 | 采编快 |\n| 1月 | 3 |",
    ],
)
def test_what_cannot_be_drawn_is_a_table(text: str) -> None:
    """Figures that are none, too many bars, too few points: nothing is lost, the rows are listed."""
    assert not charts.is_drawn(table_of(text))


def test_bars_are_as_long_as_their_figures() -> None:
    """The boxes stand in the ratio of the figures; the best of each group is red, the others grey."""
    boxes = re.findall(r'<rect [^>]*?width="([\d.]+)" height="[\d.]+" fill="(#\w+)"', svg_of(BARS))

    widths = [float(width) for width, _ in boxes]
    assert [colour for _, colour in boxes] == ["#f00", "#8c8c8c", "#f00"]
    assert widths[1] / widths[0] == pytest.approx(12 / 36.5, abs=0.001)
    assert widths[2] / widths[0] == pytest.approx(20 / 36.5, abs=0.001)


def test_a_negative_bar_goes_to_the_left_of_the_line() -> None:
    """Below nothing the bar ends where the others begin, and is never red."""
    drawn = svg_of("条形图：得分\n| 单位 | 得分 |\n| 甲局 | -5 |\n| 乙局 | 10 |")

    (x1, w1, c1), (x2, w2, c2) = re.findall(
        r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="[\d.]+" fill="(#\w+)"', drawn
    )
    assert float(x1) + float(w1) == pytest.approx(float(x2), abs=0.01) and float(w2) == pytest.approx(
        2 * float(w1), abs=0.01
    )
    assert (c1, c2) == ("#8c8c8c", "#f00")
    assert "#f00" not in svg_of("条形图：得分\n| 单位 | 得分 |\n| 甲局 | -5 |\n| 乙局 | 0 |")


def test_a_line_does_not_cross_what_is_not_known() -> None:
    """A month without a figure leaves a gap: two single points, no line between them; the other chart has one line of three."""
    lines = re.findall(r'<polyline points="([^"]*)" fill="none" stroke="#000" stroke-width="0.5"', svg_of(LINES))

    assert sorted(line.count(",") for line in lines) == [1, 1, 3]


def test_no_chart_is_larger_than_the_page_allows() -> None:
    """The most bars that are drawn still stay within the height of a picture, all of them within the drawing."""
    head = BARS.split("\n")[:3]
    rows = [f"| 第{n // 7}组 | 第{n}单位 | {n} |" for n in range(60)]
    most = next(n for n in range(60, 0, -1) if charts.is_drawn(table_of("\n".join([*head, *rows[:n]]))))

    drawn = svg_of("\n".join([*head, *rows[:most]]))

    height = float(re.search(r'height="([\d.]+)mm"', drawn)[1])  # type: ignore[index]
    ends = [
        float(y) + float(high)
        for y, high in re.findall(r'<rect [^>]*y="([\d.]+)" width="[\d.]+" height="([\d.]+)"', drawn)
    ]
    assert most >= 18 and max(ends) <= height <= charts._MOST


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with both charts between paragraphs."""
    need_fonts()
    path = tmp_path_factory.mktemp("charts") / "charts.pdf"
    path.write_bytes(printed(sheet(entry(1, f"前文。\n{BARS}\n中文。\n{LINES}\n后文。", units=())), REPORT).pdf)
    return path


def test_charts_are_vectors_without_text_of_their_own(pdf: Path) -> None:
    """No image of dots, no letters beside caption and text; what is around them is set as ever."""
    with pdfplumber.open(pdf) as document:
        text = "".join(page.extract_text() for page in document.pages)
        images = [image for page in document.pages for image in page.images]

    assert not images and "市财政局" not in text
    assert "各组得分（单位：分）" in text and "各月中位用时" in text
    assert [word for word in ("前文", "中文", "后文") if word in text] == ["前文", "中文", "后文"]


def test_the_same_chart_is_the_same_bytes(pdf: Path) -> None:
    """Typeset again it is byte for byte the same file."""
    again = printed(sheet(entry(1, f"前文。\n{BARS}\n中文。\n{LINES}\n后文。", units=())), REPORT).pdf

    assert again == pdf.read_bytes()


def test_a_character_no_face_has_is_named_with_its_place() -> None:
    """A chart stops like any text where the fonts lack a character."""
    need_fonts()
    with pytest.raises(TypesettingFailure, match="条形图"):
        svg_of(BARS.replace("市水利局", "市\U000f0000局"))


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><image href="file:///etc/hostname"/></svg>'


def test_a_drawing_from_outside_is_still_refused() -> None:
    """SVG is no picture that can be attached, whatever its name says."""
    for name in ("图.svg", "图.png"):
        with pytest.raises(RefusedMaterial):
            pictures.examine(name, SVG)


def test_what_is_written_in_a_chart_stays_words() -> None:
    """Markup in a name, a figure's head or the title is escaped where it is told, and never becomes part of the drawing."""
    drawn = svg_of('条形图：<image href="file:///etc/hostname"/>\n| 单位 | <b>得分</b> |\n| </title><rect/> | 3 |')

    assert drawn.count("<image") == drawn.count("<b>") == 0 and drawn.count("</title>") == 1
    assert "&lt;image href=" in drawn and drawn.count("<rect") == 1


@pytest.mark.parametrize("before", range(9, 12))
def test_a_chart_at_the_top_of_a_page_is_no_fault_of_the_page(before: int, tmp_path: Path) -> None:
    """Wherever on the page a chart comes to stand, at its very top too, the head of the page is not taken for blank."""
    path = tmp_path / "a.pdf"
    text = "\n".join((*(f"第{n}段的文字。" for n in range(before)), BARS, "后文一段。", LINES, "后文又一段。"))
    path.write_bytes(printed(sheet(entry(1, text, units=())), REPORT).pdf)

    found = check_here(path).findings

    assert [one for one in found if one.severity == "error"] == []
