"""Good pages that are out of the ordinary: the checker must not call them wrong, for what it calls wrong is not signed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin.press.check import Expected
from bulletin.press.check.content import Box, Char
from bulletin.press.check.document import Line
from bulletin.press.check.read import Row
from tests import official_pages as official
from tests.official_pages import swapped
from tests.planted import ENDING, FULL, OPENING, found, good, good_lines, paragraph, rules_of, setting

CALL = '<span style="font-size: .62em; line-height: 0; vertical-align: super; letter-spacing: 0">①</span>'
OFFICIAL = official.downward()
ATTACHED = official.attached()
SECOND = '<p class="second">2. 值班安排</p>'
TABLE = (
    '<table style="break-inside: avoid"><tr><td>单位</td><td>人数</td></tr><tr><td>东山镇</td><td>12</td></tr></table>'
)
RULED = """table { border-collapse: collapse; width: 156mm } td { border: .2mm solid #000; padding: 0;
font: 12pt/8mm "bulletin 仿宋" }</style>"""
LISTED = '<p class="in list">附件：森林防火责任清单</p>'


def with_text(words: str) -> str:
    """The document with a paragraph more at the end of its text."""
    return swapped(OFFICIAL, official.body(), official.body() + official.text(words))


def test_circled_numbers_of_the_text_are_text(tmp_path: Path) -> None:
    """①, ② typed in the text are compared like any other character, beside the call of a footnote as without one."""
    own = "①" + FULL[0][1:]
    called = f'<span style="letter-spacing: .01401em">{FULL[1][:20]}{CALL}{FULL[1][20:27]}</span>'
    source = OPENING[0] + own + FULL[1][:20] + "①" + FULL[1][20:27]
    wrong = source.replace("①", "②")

    assert 73 not in rules_of(found(good(lines=(own, called)), tmp_path, Expected(texts=(source,))))
    assert 73 in rules_of(found(good(lines=(own, called)), tmp_path, Expected(texts=(wrong,))))


def test_contents_that_run_over_with_an_entry_of_two_lines_are_read_on(tmp_path: Path) -> None:
    """The contents go on overleaf though the first line there leads to no number yet."""
    second = '<p class="entry">2. 全市入冬以来火险形势分析………………2</p>'
    turned = '<div class="annex"></div><p>2. 全市入冬以来</p><p>火险形势分析………………3</p>'
    html = swapped(official.bulletin(), second, turned)
    html = swapped(html, "防火工作………………1", "防火工作………………2")

    assert 81 not in rules_of(found(setting(html), tmp_path))
    assert 81 in rules_of(found(setting(swapped(html, "…3<", "…9<")), tmp_path))


def test_a_first_page_with_its_masthead_alone_is_not_blank(tmp_path: Path) -> None:
    """Where a title and its picture find no room below the masthead, page 1 is a page all the same, with a number."""
    assert 51 not in rules_of(found(good(css="h1 { break-before: page }"), tmp_path))


def test_a_list_of_attachments_over_a_page_end_is_one(tmp_path: Path) -> None:
    """What stands overleaf of a 附件说明 is announced too."""
    split = swapped(ATTACHED, SECOND, f'<div class="annex"></div>{SECOND}')

    assert not {35, 41} & rules_of(found(setting(split), tmp_path))


def test_two_items_with_attachments_of_their_own_are_right(tmp_path: Path) -> None:
    """附件2 of one item is not held against the name of another item's."""
    other = official.blank() + '<p class="in list">附件：1. 巡护路线</p><p class="second">2. 联络名单</p>'
    html = swapped(ATTACHED, official.body(), official.text(official.TEXT) + other + official.blank())

    assert 41 not in rules_of(found(setting(html), tmp_path))


def test_the_body_is_not_taken_from_a_long_title(tmp_path: Path) -> None:
    """A title with more characters than the text does not make 2号 the size of the body."""
    title = f"<h1><span>{chr(10).join(line[:18] for line in good_lines(9))}</span></h1>"
    pages = good(title=title, count=0, css="h1 { line-height: 10.445mm }")

    assert not {2, 3, 12, 13, 50} & rules_of(found(pages, tmp_path))


def test_a_paragraph_may_begin_with_the_call_of_a_footnote(tmp_path: Path) -> None:
    """The raised number is part of the line, which begins with it."""
    ending = paragraph(OPENING[1], FULL[0], ENDING) + f"<p>{CALL}{ENDING}</p>"

    assert found(good(ending=ending), tmp_path).findings == ()


@pytest.mark.parametrize("block", [TABLE, f'<div class="annex"></div>{TABLE}'], ids=["below", "overleaf"])
def test_a_table_above_the_list_of_attachments_is_text(block: str, tmp_path: Path) -> None:
    """附件说明 stands below a table as it stands below a paragraph, and a signature below it is not alone."""
    html = swapped(swapped(OFFICIAL, LISTED, block + LISTED), "</style>", RULED)

    assert not {35, 39} & rules_of(found(setting(html), tmp_path))


def test_a_quotation_over_several_paragraphs_is_right(tmp_path: Path) -> None:
    """Each paragraph of a long quotation opens it anew, only the last closes it."""
    said = [official.text(words) for words in ("他说：“要立即报告。", "“不得迟报。", "“到此为止。”")]
    closed = "".join(said)
    left_open = "".join([*said[:2], official.text("到此为止。")])

    assert 64 not in rules_of(found(setting(swapped(OFFICIAL, official.body(), official.body() + closed)), tmp_path))
    assert 64 in rules_of(found(setting(swapped(OFFICIAL, official.body(), official.body() + left_open)), tmp_path))


def test_a_few_short_lines_do_not_tell_how_many_a_line_holds(tmp_path: Path) -> None:
    """With fewer than eight full lines nothing is said of 28 characters a line."""
    pages = good(
        opening=OPENING[0],
        count=0,
        ending=paragraph(f'<span style="letter-spacing: .04em">{FULL[0][:25]}</span>', ENDING) * 5,
    )

    assert 9 not in rules_of(found(pages, tmp_path))


def test_a_mark_at_the_line_end_counts_as_far_as_it_stands_in_the_measure() -> None:
    """A closing mark whose blank half hangs over the edge is half a character wide."""
    letters = [Char("字", 28 + 5.5 * k, 33.5 + 5.5 * k, 50, 15.59, "F", (0, 0, 0), Box(0, 0, 0, 0)) for k in range(27)]
    mark = Char("，", 181.25, 186.75, 50, 15.59, "F", (0, 0, 0), Box(181.5, 48, 183, 50))
    line = Line(1, Row((*letters, mark), 50, 15.59), 28.0, False, True)

    assert line.capacity == pytest.approx(27.5, abs=0.05)


def test_a_paragraph_before_an_attachment_page_has_ended(tmp_path: Path) -> None:
    """附件 at the head of the next page, flush as it stands, does not continue the line before it."""
    last = f'<p class="text">{FULL[0][:24]}。</p>'
    html = swapped(
        ATTACHED, '<p class="annex hei-line"><span class="hei">附件2', f'{last}<p class="annex"><span class="hei">附件2'
    )

    assert not {5, 10} & rules_of(found(setting(html), tmp_path))


def test_the_title_of_a_table_may_fill_its_line(tmp_path: Path) -> None:
    """表1 … in 4号 is no body text of another size, however long."""
    words = "表1" + FULL[0] + FULL[1][:2]
    caption = f'<p style="font-size: 14pt; text-align: center; letter-spacing: -.02em">{words}</p>'
    html = swapped(ATTACHED, "<table>", f"{caption}<table>")

    assert 12 not in rules_of(found(setting(html), tmp_path))


def test_a_long_numbered_paragraph_is_no_heading(tmp_path: Path) -> None:
    """（一） before a sentence of more than forty characters is set like the text; before a short one it is a heading."""
    long = with_text(
        "（一）2009年8月召开的全市森林防火工作专题会议审议通过的年度重点任务责任分工清单和时间进度安排已经印发执行。"
    )
    short = with_text("（一）加强组织领导。各级要抓紧抓实。")

    assert 32 not in rules_of(found(setting(long), tmp_path))
    assert 32 in rules_of(found(setting(short), tmp_path))


@pytest.mark.parametrize(
    ("words", "severity"),
    [
        ("据世卫组织(WHO)报告。", "advice"),
        ("见图1(a)所示。", "advice"),
        ("用Windows11(64位)操作系统。", "advice"),
        ("遇有火情(险情)报告。", "error"),
        ("遇有火情(2026年)报告。", "error"),
        ("遇有火情,报告(WHO)组织。", "error"),
    ],
)
def test_latin_brackets_are_advice(words: str, severity: str, tmp_path: Path) -> None:
    """Half-width brackets around Latin letters or figures stop nothing; around Chinese words they are wrong."""
    report = found(setting(with_text(words)), tmp_path)

    assert [finding.severity for finding in report.findings if finding.rule == 63] == [severity]
