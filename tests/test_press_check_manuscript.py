"""Rule 73 beyond the words: each paragraph once and in its place, every table and picture there, nothing painted over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from bulletin.press.check import Expected, Report, check_here
from bulletin.press.check.rules import RULES
from bulletin.press.page.sheet import Picture, Sheet
from tests.full_issue import gradient
from tests.planted import ENDING, FULL, OPENING, found, good, long_text, paragraph, reworked, rules_of
from tests.press_sheets import entry, printed, sheet, written

FIRST = (OPENING[1], FULL[0], ENDING)
SECOND = (OPENING[0], FULL[1], ENDING)
THIRD = (FULL[2][:26], FULL[3], ENDING)
TEXTS = tuple("".join(lines) for lines in (FIRST, SECOND, THIRD))
WHITE = "1 g 100 480 300 40 re f"
"""A white box across the text of the last page."""
TABLE = "全市报送情况如下。\n表1：报送情况\n| 单位 | 报送 | 采用 |\n| 河西区 | 412 | 118 |\n| 东山县 | 398 | 106 |\n特此通报，请对照改进。"
PICTURED = "群众在大厅办理业务。\n图：hall.png　大厅一角\n窗口当日办结业务。"


def page(*paragraphs: tuple[str, ...]) -> bytes:
    """The good bulletin with these paragraphs above the 版记."""
    return good(ending="".join(paragraph(*lines) for lines in paragraphs))


def said(report: Report) -> list[str]:
    """What the report says of the manuscript."""
    return [finding.message for finding in report.findings if finding.rule == 73]


def test_paragraphs_printed_as_written_are_right(tmp_path: Path) -> None:
    """Once each and in order, nothing is found; a short one that also begins another is no second print of it."""
    heading = FULL[4][:6]
    pdf = page(FIRST, SECOND, (heading,), (heading + FULL[5][:18] + "。",), THIRD)
    texts = (*TEXTS[:2], heading, heading + FULL[5][:18] + "。", TEXTS[2])

    assert said(found(pdf, tmp_path, Expected(texts=(long_text(54), *texts)))) == []


def test_a_paragraph_wanted_twice_and_printed_once_is_missing(tmp_path: Path) -> None:
    """The words being on the pages is not enough: each time they were written they are to be there."""
    report = found(page(FIRST, SECOND), tmp_path, Expected(texts=(TEXTS[0], TEXTS[1], TEXTS[0])))

    assert rules_of(report) == {73}
    assert said(report) == ["文中“为进一步优化营商环境市…”一段应印 2 处，版面上只有 1 处"]


def test_a_paragraph_whose_words_stand_within_another_alone_is_missing(tmp_path: Path) -> None:
    """A heading that is lost is not found in a sentence that happens to hold its words."""
    within = OPENING[1][3:12]
    report = found(page(FIRST, SECOND), tmp_path, Expected(texts=(TEXTS[0], within, TEXTS[1])))

    assert said(report) == [f"文中“{within}”一段应印 1 处，版面上只有 0 处"]


def test_a_paragraph_printed_twice_is_found(tmp_path: Path) -> None:
    """It is told where it stands the second time; written twice it may be printed twice."""
    pdf = page(FIRST, SECOND, FIRST)
    report = found(pdf, tmp_path, Expected(texts=TEXTS[:2]))

    assert said(report) == ["文中“为进一步优化营商环境市…”一段重复印出"]
    assert report.findings[0].page == 4 and (place := report.findings[0].place) and place.y0 > 80
    assert said(found(pdf, tmp_path, Expected(texts=(*TEXTS[:2], TEXTS[0])))) == []


def test_a_title_in_the_words_of_a_paragraph_is_no_second_print_of_it(tmp_path: Path) -> None:
    """Small titles stand like paragraphs: with one of the same words the page has them twice, and rightly."""
    words = FULL[4][:20]
    pdf = page((words,), (words,), FIRST)

    assert said(found(pdf, tmp_path, Expected(titles=(words,), texts=(words, TEXTS[0])))) == []
    assert len(said(found(pdf, tmp_path, Expected(texts=(words, TEXTS[0]))))) == 1


@pytest.mark.parametrize("order", [(1, 0, 2), (0, 2, 1), (2, 0, 1)])
def test_paragraphs_in_the_wrong_order_are_found(order: tuple[int, ...], tmp_path: Path) -> None:
    """Of two that changed places, or one that was moved, exactly one is named."""
    lines = (FIRST, SECOND, THIRD)
    report = found(page(*(lines[k] for k in order)), tmp_path, Expected(texts=TEXTS))

    assert rules_of(report) == {73}
    assert len(said(report)) == 1 and "的位置与原稿不同" in said(report)[0]


@pytest.mark.parametrize(
    ("painted", "hidden"),
    [
        (f"q {WHITE} Q", True),
        ("q 1 g 100 480 m 400 480 l 400 520 l 100 520 l h f Q", True),
        (f"q /Half gs {WHITE} Q", False),
        ("q 1 g 40 400 500 200 re 60 480 480 100 re f* Q", False),
        ("q 1 g 100 480 m 100 520 l 400 500 l h f Q", False),
        ("q 0 0 10 10 re W n " + WHITE + " Q", False),
        ("q 104 400 6 200 re f Q", False),
    ],
    ids=["box", "drawn", "transparent", "frame", "wedge", "clipped away", "strip"],
)
def test_text_that_a_filled_box_is_painted_over_is_found(painted: str, hidden: bool, tmp_path: Path) -> None:
    """A box that hides characters is found; what shines through, frames them or only crosses them is not."""

    def paint(pdf: pikepdf.Pdf) -> None:
        last = pdf.pages[-1]
        last.Resources.ExtGState = pikepdf.Dictionary(Half=pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, ca=0.4))
        last.contents_add(b"q", prepend=True)
        last.contents_add(b"Q " + painted.encode())

    lines = [FULL[k] for k in range(6)] * 3
    body = good(ending=paragraph(OPENING[1], *lines, ENDING))
    report = found(reworked(body, paint), tmp_path, Expected(texts=(long_text(54),)))

    assert bool(said(report)) is hidden
    if hidden:
        assert "被色块盖住" in said(report)[0] and report.findings[0].page == 4


def test_a_box_below_the_text_hides_nothing(tmp_path: Path) -> None:
    """Shading that is painted before the text is only shading."""

    def paint(pdf: pikepdf.Pdf) -> None:
        pdf.pages[-1].contents_add(f"q {WHITE} Q".encode(), prepend=True)

    body = good(ending=paragraph(OPENING[1], *FULL, *FULL, *FULL, ENDING))

    assert said(found(reworked(body, paint), tmp_path, Expected(texts=(long_text(54),)))) == []


@pytest.fixture(scope="module")
def whole() -> Sheet:
    """Two entries, one with a table, one with a picture."""
    return sheet(
        entry(1, TABLE, title="全市信息报送情况"),
        entry(2, PICTURED, title="大厅服务情况", pictures=(Picture("hall.png", "image/png", gradient(200, 100)),)),
    )


def test_a_table_or_picture_that_is_not_printed_is_found(whole: Sheet, tmp_path: Path) -> None:
    """A sheet's own page is right; a page without its table or without its picture is told from it."""
    lines = [line for line in TABLE.split("\n") if not line.startswith(("|", "表"))]
    without = replace(whole, entries=(replace(whole.entries[0], text="\n".join(lines)), whole.entries[1]))
    unpictured = replace(whole.entries[1], text=PICTURED.replace("图：hall.png　大厅一角\n", ""))
    path = tmp_path / "issue.pdf"

    for made, messages in (
        (whole, []),
        (without, ["原稿中“表1报送情况单位报送采用河西区…”一表没有印出"]),
        (replace(whole, entries=(whole.entries[0], unpictured)), ["原稿有 1 幅图，版面上只有 0 幅"]),
    ):
        path.write_bytes(printed(made).pdf)
        assert said(check_here(path, written(whole))) == messages


def test_without_a_manuscript_nothing_is_held_against_it(tmp_path: Path) -> None:
    """Of a file whose manuscript is not known rule 73 says that it cannot tell."""
    assert 73 in {rule.rule for rule in found(good(), tmp_path).undecided}
    assert [rule.number for rule in RULES] == list(range(1, 84))
