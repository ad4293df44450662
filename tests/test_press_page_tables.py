"""Tables on the page: ruled boxes on the grid, the head on every page, wide ones turned, nothing cut or lost."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pdfplumber
import pytest

from bulletin.errors import TypesettingFailure
from bulletin.press.geometry import PITCH
from bulletin.press.page.entries.columns import SIZES, fit
from bulletin.press.page.faces.glyphs import Inked
from tests.press_sheets import FLOODS, TEMPLATES, entry, printed, sheet
from tests.test_press_page_body import MM, SCORES, rows_of

REPORT = TEMPLATES / "信息专报" / "v1"
HEAD = ["县（市、区）", "地区生产总值（亿元）", "同比增长（%）", "规模以上工业增加值（亿元）", "固定资产投资（亿元）"]


def table(rows: list[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def middle(word: dict[str, float]) -> float:
    return (word["x0"] + word["x1"]) / 2 * MM


def pdf_of(text: str, folder: Path) -> Path:
    path = folder / "table.pdf"
    path.write_bytes(printed(sheet(entry(1, text, units=())), REPORT).pdf)
    return path


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = [["序号", "单位", "采用", "备注"]]
    rows += [[str(k), f"东山县第{k % 37}科", str(k * 7 % 50), "迟报一次，已核实" * (k % 3)] for k in range(1, 91)]
    return pdf_of(f"前文。\n表：采用情况\n{table(rows)}\n后文在表格之后。\n{FLOODS}", tmp_path_factory.mktemp("long"))


def test_a_table_fills_the_width_and_keeps_the_grid(tmp_path: Path) -> None:
    """The box is 156 mm wide; every horizontal rule is a whole number of lines below the first; text goes on on the grid."""
    with pdfplumber.open(pdf_of(f"前文。\n{SCORES}\n后文。", tmp_path)) as pdf:
        page = next(page for page in pdf.pages if "东山县" in page.extract_text())
        boxes = [rect for rect in page.rects if rect["non_stroking_color"] == (0, 0, 0) and rect["bottom"] * MM < 215]
        left = 28 if page.page_number % 2 else 26
        lines = [297 - char["matrix"][5] * MM for char in page.chars if char["text"] in "前后"]
    bottoms = sorted({round(rect["bottom"] * MM, 2) for rect in boxes})

    assert min(rect["x0"] for rect in boxes) * MM == pytest.approx(left, abs=0.05)
    assert max(rect["x1"] for rect in boxes) * MM == pytest.approx(left + 156, abs=0.05)
    steps = [(bottom - bottoms[0]) / PITCH for bottom in bottoms]
    assert len(steps) >= 3 and max(min(step % 1, 1 - step % 1) for step in steps) < 0.06
    assert lines[1] - lines[0] == pytest.approx(8 * PITCH, abs=0.05)


def test_a_long_table_repeats_its_head(long: Path) -> None:
    """The head stands first on every page of the table; every row is there once; the text after it is on the grid."""
    with pdfplumber.open(long) as pdf:
        texts = [page.extract_text() for page in pdf.pages]
    on = [text for text in texts if "序号" in text]

    assert len(on) > 4
    assert all(text.split("\n")[0].startswith("序号") for text in on[1:])
    numbers = [int(found) for text in texts for found in re.findall(r"^(\d+) 东山县", text, re.MULTILINE)]
    assert numbers == list(range(1, 91))


def test_figures_stand_in_line(long: Path) -> None:
    """The last digits of a column of figures stand under each other, in the middle of the column."""
    with pdfplumber.open(long) as pdf:
        words = [(page.page_number % 2, word) for page in pdf.pages for word in page.extract_words()]
    cells = [after for (_, word), after in pairwise(words) if re.fullmatch(r"东山县第\d+科", word["text"])]
    heads = [(odd, middle(word)) for odd, word in words if word["text"] == "采用"]

    assert len(cells) == 90 and len({(odd, round(word["x1"] * MM, 1)) for odd, word in cells}) == 2
    for odd, word in cells:
        if len(word["text"]) == 2:
            assert any(odd == side and abs(middle(word) - centre) < 0.5 for side, centre in heads)


def test_short_columns_keep_their_words_whole() -> None:
    """While there is room, only the widest column is broken; no column is narrower than what it must hold."""
    cells = [[_inked(text) for text in ("单位", "上报信息", "得分", "迟报一次" * 12)]]

    columns = fit(cells)

    assert columns is not None and not columns.turned and columns.size is SIZES[0]
    assert sum(columns.widths) == pytest.approx(156 - 0.25, abs=0.3)
    for column, cell in enumerate(cells[0][:3]):
        assert columns.room(column) >= sum(cell.widths)


def test_more_columns_take_smaller_type_then_the_other_way() -> None:
    """As columns are added a table is set in 小四, then 五号, then turned, then not at all."""
    found = [fit([[_inked("1,234.5")] * count]) for count in (6, 9, 11, 15, 40)]

    assert [(one.size.name, one.turned) if one else None for one in found] == [
        ("small-four", False),
        ("five", False),
        ("small-four", True),
        ("five", True),
        None,
    ]


def test_a_wide_table_is_turned(tmp_path: Path) -> None:
    """Its head stands at the left edge of every page, reading upwards; the page number stays where it was (GB/T 9704, 8)."""
    rows = [HEAD * 3, *([f"县{k}", *[f"{k * 13.7 + j:.1f}" for j in range(14)]] for k in range(1, 30))]
    with pdfplumber.open(pdf_of(f"前文。\n表1：主要经济指标\n{table(rows)}\n后文。", tmp_path)) as pdf:
        turned = [page for page in pdf.pages if any(not char["upright"] for char in page.chars)]
        assert len(turned) >= 3
        text = "".join(char["text"] for page in pdf.pages for char in page.chars)
        for page in turned:
            assert (page.width, page.height, page.rotation or 0) == (
                pytest.approx(595.28, abs=0.1),
                pytest.approx(841.89, abs=0.1),
                0,
            )
            cells = [char for char in page.chars if not char["upright"]]
            number = [char for char in page.chars if char["upright"]]
            left = 28 if page.page_number % 2 else 26
            assert min(char["x0"] for char in cells) * MM > left and max(char["x1"] for char in cells) * MM < left + 156
            assert min(char["top"] for char in cells) * MM > 35.9 and max(char["bottom"] for char in cells) * MM < 262.1
            heads = [char for char in cells if re.search("Hei|Bold", char["fontname"])]
            body = [char for char in cells if char not in heads]
            assert max(char["x0"] for char in heads) < min(char["x0"] for char in body) + 20
            assert "".join(char["text"] for char in number if char["text"].strip()) == f"—{page.page_number}—"
            assert cells[0]["matrix"][1] > 0  # reads upwards
        for k in range(1, 30):
            assert f"县{k}" in text


def test_head_and_rows_are_equally_high(tmp_path: Path) -> None:
    """A head of one line is as high as a row of one; white below the table, or its note, makes up the line of the grid."""
    rows = table([["单位", "采用"], *([f"东山县{k}", str(k)] for k in range(4))])
    long_note = "注：" + "得分截至2026年10月底，未含迟报的信息。" * 5
    text = f"前文。\n{rows}\n后文。\n{rows}\n注：得分。\n后文。\n{rows}\n{long_note}\n后文。"
    with pdfplumber.open(pdf_of(text, tmp_path)) as pdf:
        words = [word for page in pdf.pages for word in page.extract_words() if re.match("[东单注后]", word["text"])]
    middles = [(word["text"], (word["top"] + word["bottom"]) / 2 * MM, word["top"] * MM) for word in words]
    pairs = [(above, below) for above, below in pairwise(middles) if below[1] > above[1]]
    rows_apart = [below[1] - above[1] for above, below in pairs if below[0].startswith("东山县")]
    white = [below[2] - above[1] - PITCH / 2 for above, below in pairs if below[0].startswith("注")]
    after = [below[1] for _, below in pairs if below[0] == "后文。"]

    assert len(rows_apart) >= 11 and max(abs(step - PITCH) for step in rows_apart) < 0.15
    assert len(white) == 2 and min(white) > 1
    assert len(after) == 3 and max(abs((y - after[0]) / PITCH - round((y - after[0]) / PITCH)) for y in after) < 0.01


def test_a_turned_table_takes_its_attachment_along(tmp_path: Path) -> None:
    """Label and title of an attachment that is a wide table stand above it on the turned page, and in the bookmarks."""
    rows = [HEAD * 3, *([f"县{k}", *[f"{k * 13.7 + j:.1f}" for j in range(14)]] for k in range(1, 13))]
    text = f"{FLOODS}\n附件：经济指标完成情况\n市统计局\n2026年11月3日\n附件\n经济指标完成情况\n{table(rows)}"
    with pdfplumber.open(pdf_of(text, tmp_path)) as pdf:
        turned = [page for page in pdf.pages if any(not char["upright"] for char in page.chars)]
        left = 28 if turned[0].page_number % 2 else 26
        cells = [char for char in turned[0].chars if not char["upright"]]
        outline = [title for _, title, *_ in pdf.doc.get_outlines()]
        told = ["".join(char["text"] for char in page.chars) for page in pdf.pages]

    first = "".join(char["text"] for char in cells)
    assert first.startswith("附件经济指标完成情况") and "地区生产" in first
    assert max(char["x1"] for char in cells) * MM < left + 156
    assert "附件 经济指标完成情况" in outline
    assert [k for k, said in enumerate(told, 1) if "县12" in said] == [turned[-1].page_number]
    assert turned[0].page_number == 2 or "2026年11月3日" in told[turned[0].page_number - 2]


def test_a_row_taller_than_the_page_goes_on(tmp_path: Path) -> None:
    """A cell of 3,000 characters is printed over several pages, the head on each, nothing lost."""
    words = "这是一个很长的单元格，里面写了许多情况。" * 150
    rows = rows_of(
        printed(sheet(entry(1, table([["事项", "情况"], ["长", words], ["短", "无"]]), units=())), REPORT), tmp_path
    )
    cell = "".join(one.text for one in rows if one.size <= 12)

    assert cell.count("许多") == 150
    assert max(one.baseline for one in rows) < 262


def test_a_table_too_wide_for_any_page_is_named() -> None:
    """Forty columns are refused with entry, paragraph and their number."""
    with pytest.raises(TypesettingFailure, match=r"第 1 条.*第 2 段.*40 栏"):
        printed(sheet(entry(1, f"甲。\n{table([['1,234.5'] * 40] * 2)}")), REPORT)


def test_a_head_too_high_is_named() -> None:
    """A head that would fill the page is refused with entry and paragraph."""
    with pytest.raises(TypesettingFailure, match=r"第 1 条.*第 1 段.*表头太高"):
        printed(sheet(entry(1, table([["很长的表头文字" * 170, "乙"], ["1", "2"]]))), REPORT)


def test_a_character_without_a_face_is_named_by_its_cell() -> None:
    """What cannot be printed in a table is named by row and column."""
    with pytest.raises(TypesettingFailure, match=r"第 2 行第 2 栏第 1 字.*U\+E000"):
        printed(sheet(entry(1, table([["甲", "乙"], ["丙", "\ue000"]]))), REPORT)


def _inked(text: str) -> Inked:
    widths = tuple(500 if char.isascii() else 1000 for char in text)
    return Inked(text, ("仿宋",) * len(text), widths)
