"""What is promised about the six series: each is set from its own data, passes the page check, and looks as it is told to."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bulletin.errors import TypesettingFailure
from bulletin.press.check import Expected, Report, check_pdf, expected_of
from bulletin.press.geometry import MM
from bulletin.press.page.engine.result import Typeset
from bulletin.press.page.entries import front
from bulletin.press.page.faces.glyphs import Glyphs
from bulletin.press.page.sheet import Sheet
from bulletin.settings import USUAL
from tests import contact_sheet
from tests.press_sheets import entry, fonts_here, printed, sheet, written
from tests.series_sheets import office, six

NAMES = ("政务信息", "信息专报", "每日要情", "增刊", "督查通报", "信息工作通报")
TEMPLATE = Path(__file__).parents[1] / "templates" / "政务信息" / "v1"


@dataclass(frozen=True)
class Line:
    """Characters on one baseline; lengths in mm from the upper left corner."""

    text: str
    x0: float
    x1: float
    baseline: float


@dataclass(frozen=True)
class Paper:
    """An issue in print: what was asked for, the PDF, and what a reader finds on its first and last page."""

    sheet: Sheet
    made: Typeset
    path: Path
    first: list[Line]
    last: list[Line]
    red: list[tuple[float, float, float, float]]

    def line(self, pattern: str) -> Line:
        """The first line of the first page, else of the last, that `pattern` is found in."""
        return next(line for line in (*self.first, *self.last) if re.search(pattern, line.text))


def paper(folder: Path, one: Sheet, template: Path = TEMPLATE) -> Paper:
    """`one` set and read back."""
    import pdfplumber

    made, path = printed(one, template), folder / "issue.pdf"
    path.write_bytes(made.pdf)
    with pdfplumber.open(path) as pdf:
        ends = [pdf.pages[0], pdf.pages[-1]]
        red = [box for box in ends[0].rects if box["non_stroking_color"] not in ((0,), (0, 0, 0))]
        first, last = (lines(page.chars, float(page.height)) for page in ends)
    boxes = sorted((box["x0"] / MM, box["x1"] / MM, box["top"] / MM, box["bottom"] / MM) for box in red)
    return Paper(one, made, path, first, last, sorted(boxes, key=lambda box: box[2]))


def lines(chars: list[dict[str, Any]], height: float) -> list[Line]:
    """The characters gathered by baseline, from the top."""
    rows: dict[int, list[dict[str, Any]]] = {}
    for char in chars:
        rows.setdefault(round((height - char["matrix"][5]) * 4), []).append(char)
    return [
        Line("".join(c["text"] for c in row), row[0]["x0"] / MM, row[-1]["x1"] / MM, key / 4 / MM)
        for key, row in sorted((key, sorted(row, key=lambda c: float(c["x0"]))) for key, row in rows.items())
    ]


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Paper]:
    fonts_here()
    return {name: paper(tmp_path_factory.mktemp(name), one, template) for name, (one, template) in six().items()}


def expected(name: str, one: Sheet) -> Expected:
    """What the pages of the series must show."""
    return expected_of(office().publication(one.publication).in_series(name))


@pytest.fixture(scope="module")
def reports(papers: Mapping[str, Paper]) -> Mapping[str, Report]:
    return {name: check_pdf(one.path, written(one.sheet, expected(name, one.sheet))) for name, one in papers.items()}


# The six


@pytest.mark.parametrize("name", NAMES)
def test_every_series_passes_the_page_check(reports: Mapping[str, Report], name: str) -> None:
    """A rich issue of each series has no error and no warning."""
    assert [finding for finding in reports[name].findings if finding.severity in ("error", "warning")] == []


@pytest.mark.parametrize(
    ("name", "masthead", "number"),
    [
        ("政务信息", "政务信息", "第12期（总第356期）"),
        ("信息专报", "信息专报", "第8期签发人：签发甲"),
        ("每日要情", "每日要情", "〔2026〕218期"),
        ("增刊", "政务信息", "增刊第3期"),
        ("督查通报", "督查通报", "〔2026〕第5期"),
        ("信息工作通报", "信息工作通报", "2026年第4期"),
    ],
)
def test_masthead_and_number_are_the_series_own(
    papers: Mapping[str, Paper], name: str, masthead: str, number: str
) -> None:
    """刊名 and 期号 stand on the first page as the series prints them, over the line of unit and date."""
    one = papers[name]
    texts = [line.text for line in one.first]

    assert texts.index(masthead) < texts.index(number) < texts.index(one.line("2026年11月20日$").text)


@pytest.mark.parametrize("name", NAMES)
def test_the_red_rule_is_as_wide_as_the_type_area_4_mm_below_unit_and_date(
    papers: Mapping[str, Paper], name: str
) -> None:
    """From 28 to 184 mm, 4 mm under the line; two rules where the series has 文武线, else one, of the weight it says."""
    one, look = papers[name], papers[name].sheet.look
    under = (
        one.line("办公室.*2026年11月20日$|督查室.*2026年11月20日$|信息科.*2026年11月20日$").baseline + 0.12 * 15.75 / MM
    )

    assert len(one.red) == (2 if look.rule == "double" else 1)
    for x0, x1, _, _ in one.red:
        assert (x0, x1) == (pytest.approx(28, abs=0.1), pytest.approx(184, abs=0.1))
    _, _, top, bottom = one.red[0]
    assert top - under == pytest.approx(4, abs=0.3)
    assert bottom - top == pytest.approx(look.rule_weight, abs=0.02)


def test_only_issues_of_several_items_have_contents(papers: Mapping[str, Paper]) -> None:
    """本期要目 stands in 政务信息, 目录 in a 增刊 of two items, none in the daily and in those of one item."""
    labels = {
        name: next((line.text for line in one.first if line.text in ("本期要目", "目录")), "")
        for name, one in papers.items()
    }

    assert {name: label for name, label in labels.items() if label} == {"政务信息": "本期要目", "增刊": "目录"}


def test_twelve_titles_have_room_on_the_first_page(papers: Mapping[str, Paper]) -> None:
    """The contents of a full 政务信息 end on page 1; no line of them is left for page 2."""
    listed = [line.text for line in papers["政务信息"].first if "……" in line.text]

    assert len(listed) == 12
    assert papers["政务信息"].made.entry_pages[0] == 2


def test_a_long_title_in_the_contents_hangs_behind_its_number(tmp_path: Path) -> None:
    """Turnovers stand under the title's first character; every page number ends at the right edge of the type area."""
    long = "市市场监管局会同市发展改革委、市财政局深入开展涉企收费专项整治切实减轻经营主体负担"

    one = paper(tmp_path, sheet(entry(1, title=long), entry(2)))

    first = next(k for k, line in enumerate(one.first) if line.text.startswith("1.市市场监管局"))
    turnover, listed = one.first[first + 1], [line for line in one.first if "……" in line.text]
    assert turnover.text.startswith(long[len(one.first[first].text) - 2 :][:4])
    assert turnover.x0 - 28 == pytest.approx(8.35, abs=0.1)
    assert [line.x1 for line in listed] == [pytest.approx(184, abs=0.2)] * 2


def test_the_daily_numbers_its_items_and_sets_them_close(papers: Mapping[str, Paper]) -> None:
    """Items of 每日要情 stand under numbered titles of body size, several to a page."""
    one = papers["每日要情"]

    assert one.line("^一、前10月").x0 == pytest.approx(28 + 2 * 5.571, abs=0.6)
    assert max(map(one.made.entry_pages.count, one.made.entry_pages)) >= 4


def test_a_supplement_credits_its_unit_on_a_line_of_its_own(papers: Mapping[str, Paper]) -> None:
    """In a 增刊 the unit stands below the text, right: 供稿：…"""
    assert papers["增刊"].line("^供稿：石桥乡$").x1 == pytest.approx(182, abs=1)


def test_a_report_upward_has_a_signer_and_no_recipients_below(papers: Mapping[str, Paper]) -> None:
    """信息专报 names its 签发人 on the line of the number and has 报 but no 发."""
    labels = [line.text[:2] for line in papers["信息专报"].last]

    assert "报：" in labels
    assert "发：" not in labels


def test_an_inspection_circular_is_addressed_signed_and_copied(papers: Mapping[str, Paper]) -> None:
    """督查通报 has 主送, 署名 over the date, and 抄送 and 印发机关 in its 版记, the date with 印发 last."""
    one = papers["督查通报"]
    texts = [line.text for line in one.last]

    assert one.line("^各县（市、区）人民政府，").text.endswith("：")
    assert texts.index("东江市人民政府督查室") + 1 == texts.index("2026年11月20日")
    assert texts[-4].startswith("抄送：")
    assert texts[-2] == "东江市人民政府办公室2026年11月20日印发"


def test_a_circular_of_scores_ends_with_its_tables(papers: Mapping[str, Paper]) -> None:
    """信息工作通报 signs before its attachments, which begin pages of their own after it."""
    one = papers["信息工作通报"]

    assert one.last[0].text == "附件2"
    assert one.made.pages == 4


# What a look can say


def test_the_number_stands_beside_or_below_the_unit_where_the_look_says_so(tmp_path: Path) -> None:
    """``beside``: unit, number and date share a baseline; ``below``: the number is the line under them."""
    beside, below = (
        paper(tmp_path, sheet(entry(1), number_line="第12期", look=replace(USUAL, number_place=place)))
        for place in ("beside", "below")
    )

    assert beside.line("第12期").text == "××市人民政府办公室第12期2026年11月20日"
    assert below.line("第12期").baseline - below.line("2026年11月20日$").baseline == pytest.approx(10.445, abs=0.1)
    assert below.red[0][2] > below.line("第12期").baseline


def test_each_item_begins_on_a_new_page_where_the_look_says_so() -> None:
    """With ``new_page`` the second of two short items begins page 2, its 栏目 with it; without, both stand on page 1."""
    items = [entry(k, "落实24小时值班制度。", section=name) for k, name in enumerate(("工作动态", "经验交流"), 1)]
    looks = [replace(USUAL, contents="", new_page=apart) for apart in (True, False)]

    assert [printed(sheet(*items, look=look)).entry_pages for look in looks] == [(1, 2), (1, 1)]


def test_numbered_copies_keep_the_first_line_free(tmp_path: Path) -> None:
    """份号, 密级, 紧急程度 stand one below the other at 28 mm; the base file of numbered copies leaves the first empty."""
    look = replace(USUAL, numbered_copies=True, page_number="centre")

    one = paper(tmp_path, sheet(entry(1), look=look, mark="秘密★1年", urgency="特急"))
    numbered = paper(tmp_path, sheet(entry(1), copy_number="000012", mark="秘密★1年", urgency="特急"))

    tops = {name: made.line("秘密").baseline for name, made in (("base", one), ("copy", numbered))}
    assert [line.text for line in numbered.first[:3]] == ["000012", "秘密★1年", "特急"]
    assert [line.text for line in one.first[:2]] == ["秘密★1年", "特急"]
    assert tops["base"] == pytest.approx(tops["copy"], abs=0.1)
    assert {round(line.x0) for line in numbered.first[:3]} == {28}
    page_number = one.line("^— 1 —$")
    assert (page_number.x0 + page_number.x1) / 2 == pytest.approx(106, abs=0.7)


def test_people_and_copies_that_crowd_each_other_have_lines_of_their_own(tmp_path: Path) -> None:
    """Where people and 印数 have no room side by side, each role has its line, turnovers behind its colon, and so has 印数."""
    many = "王建国、李春生、赵立新、诸葛文、欧阳明华、司马建平、上官云"
    people = (("责任编辑", "林晓、陈思远"), ("审核", many))

    one = paper(tmp_path, sheet(entry(1), staff=people, printed_by="××市人民政府办公室"))

    texts = [line.text for line in one.last]
    first = texts.index("责任编辑：林晓、陈思远")
    assert "".join(texts[first + 1 : first + 3]) == f"审核：{many}"
    assert one.last[first + 2].x0 - one.last[first + 1].x0 == pytest.approx(3 * 4.94, abs=0.2)
    assert texts[first + 3 : first + 5] == ["（共印150份）", "××市人民政府办公室2026年11月20日印发"]
    assert one.last[first + 3].x1 == pytest.approx(182 - 4.94, abs=0.8)
    assert max(line.x1 for line in one.last) < 184.5


@pytest.mark.parametrize(
    ("length", "least", "most"), [(1, 46, 46), (4, 46, 46), (8, 36, 46), (12, 24, 30), (16, 22.1, 23.5), (30, 10, 14)]
)
def test_a_masthead_is_as_large_as_its_name_has_room_for(length: int, least: float, most: float) -> None:
    """刊名 never leaves the type area, is no larger than the look says, and larger than a title up to 16 characters."""
    size = front.masthead_size("政" * length, 46)

    assert least <= size <= most
    assert size * (1.2 * length - 0.2) <= 156 * MM


def test_a_unit_too_long_for_its_line_is_refused_by_name() -> None:
    """A 编发单位 that would run into the date is refused with the text and what to change."""
    long = sheet(entry(1), issuer="中共××市委办公室　××市人民政府办公室　联合督查组")

    with pytest.raises(TypesettingFailure, match=r"编发单位一行放不下.*联合督查组") as refusal:
        front.masthead(long, Glyphs(fonts_here()))

    assert "issuer" in refusal.value.remedy


# The contact sheet


def test_the_contact_sheet_shows_every_page_in_rows(papers: Mapping[str, Paper]) -> None:
    """One row for each series, one picture for each page."""
    if not shutil.which("pdftoppm"):
        pytest.skip("pdftoppm is not here")
    rows = {name: contact_sheet.pages(papers[name].path) for name in ("信息专报", "督查通报")}

    picture = contact_sheet.montage(rows)

    assert [len(row) for row in rows.values()] == [papers[name].made.pages for name in rows]
    assert picture.width == contact_sheet.GAP + 2 * (contact_sheet.WIDTH + contact_sheet.GAP)
    assert picture.height > 2 * rows["督查通报"][0].height
