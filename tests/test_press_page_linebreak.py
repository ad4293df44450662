"""The line breaker: what every arrangement of a paragraph keeps to."""

from __future__ import annotations

import io
import re
import time
from itertools import pairwise

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.errors import TypesettingFailure
from bulletin.press.geometry import AREA_WIDTH, CELLS, EM, INDENT, MEASURE, MM, NATURAL_GAP
from bulletin.press.page.engine.document import set_document
from bulletin.press.page.entries.levels import clean
from bulletin.press.page.faces.glyphs import Glyphs, Inked
from bulletin.press.page.lines.breakplaces import CALL, break_costs
from bulletin.press.page.lines.linebreak import NEVER_FIRST, NEVER_LAST, Line, break_lines, natural_width
from bulletin.press.page.markup import broken as broken_html
from bulletin.text import is_hanzi
from tests.press_paragraphs import real_paragraphs
from tests.press_sheets import fonts_here

CLOSING = "。，、；：？！”’）》〉】〕"
HANGING = "。，、；：”’）》〉】〕"
OPENING = "“‘（《〈【〔"
HANZI = "市政务信息办公室关于推进重点项目建设工作情况的报告和人民群众"
HALF = EM // 2

phrases = st.one_of(
    st.text(HANZI, min_size=2, max_size=9),
    st.builds(
        "{}{}{}".format, st.sampled_from(OPENING), st.text(HANZI, min_size=1, max_size=8), st.sampled_from("”）》")
    ),
    st.builds("{}{}".format, st.text(HANZI, min_size=1, max_size=8), st.sampled_from(CLOSING + "—～·…")),
    st.builds(
        "{}{}".format, st.integers(0, 10**7).map("{:,}".format), st.sampled_from(["年", "万元", "%", "℃", "个", ""])
    ),
    st.sampled_from(["——", "……", "GDP", "5G", "PM2.5", "office@example.gov.cn", " A4 ", "12.6%", "〔2026〕28号"]),
)
paragraphs = st.lists(phrases, min_size=1, max_size=60).map("".join).map(lambda text: "据" + text + "报")


def widths_of(text: str) -> list[int]:
    """Half an em for ASCII, one em for everything else, as in the fonts of the page."""
    return [HALF if char.isascii() else EM for char in text]


def broken(text: str, indent: int = INDENT, measure: int = MEASURE) -> list[Line]:
    return break_lines(text, widths_of(text), indent, measure)


def texts(text: str, indent: int = INDENT, measure: int = MEASURE) -> list[str]:
    return [text[line.start : line.end] for line in broken(text, indent, measure)]


def set_width(text: str, line: Line) -> int:
    """The width of a line as printed: gaps included; blanks and half of a mark at its end hang out."""
    inner = text[line.start : line.end].rstrip()
    width = sum(widths_of(inner)) + sum(line.gaps[: len(inner)])
    return width - (HALF if inner and inner[-1] in HANGING else 0)


@given(paragraphs)
@settings(max_examples=200, deadline=None)
def test_nothing_is_lost_or_moved(text: str) -> None:
    """The lines joined are the text, and every character has a gap."""
    lines = broken(text)

    assert "".join(text[line.start : line.end] for line in lines) == text
    assert all(len(line.gaps) == line.end - line.start for line in lines)


@given(paragraphs)
@settings(max_examples=200, deadline=None)
def test_no_line_is_longer_than_the_measure(text: str) -> None:
    """No line is wider than 28 cells, the first not wider than 26."""
    for line in broken(text):
        assert set_width(text, line) <= MEASURE - (INDENT if line.start == 0 else 0)


@given(paragraphs)
@settings(max_examples=200, deadline=None)
def test_every_line_but_the_last_fills_the_measure(text: str) -> None:
    """Every line but the last ends within a thousandth of an em a gap of the right edge, half a closing mark beyond it."""
    for line in broken(text)[:-1]:
        short = MEASURE - (INDENT if line.start == 0 else 0) - set_width(text, line)

        assert 0 <= short < line.end - line.start


@given(paragraphs)
@settings(max_examples=200, deadline=None)
def test_marks_keep_off_the_edges(text: str) -> None:
    """No line starts with a closing mark, dash or percent sign, and none ends with an opening one."""
    for before, line in pairwise(broken(text)):
        assert text[line.start] not in NEVER_FIRST
        assert text[before.end - 1] not in NEVER_LAST


@given(paragraphs)
@settings(max_examples=200, deadline=None)
def test_numbers_and_double_marks_stay_whole(text: str) -> None:
    """No line ends inside a number, before its sign or unit, or inside —— and ……."""
    for line in broken(text)[1:]:
        left, right = text[line.start - 1], text[line.start]
        assert not (left.isdigit() and (right.isdigit() or right in "%℃,." or is_hanzi(right)))
        assert not (left == right and right in "—…")


@given(paragraphs)
@settings(max_examples=200, deadline=None)
def test_marks_give_half_an_em_at_most(text: str) -> None:
    """No gap closes by more than half an em, and none that is not beside a mark closes at all."""
    for line in broken(text):
        for k, gap in enumerate(line.gaps[:-1], line.start):
            assert gap >= -HALF
            assert gap >= 0 or text[k] in CLOSING + "·" + OPENING or text[k + 1] in OPENING + "·"


@pytest.mark.parametrize(
    "whole",
    [
        "15.6%",
        "1,286.5亿元",
        "2024年",
        "3～5万",
        "15%～30%",
        "9亿～16亿元",
        "2020—2025年",
        "3至5年",
        "−5℃",
        "¥100",
        "〔2026〕28号",
        "第28号",
        "12345热线",
        "COVID-19",
        "5G",
        "PM2.5",
        "10个百分点",
        "18个工作日",
        "100余万平方米",
        "12345平方米／户",
        "22℃／30℃",
        "38．05％",
        "２６．１６亿美元",
        "３８００万元",
        "——",
        "……",
    ],
)
def test_a_number_stays_on_its_line(whole: str) -> None:
    """A number with its signs, range and unit is never parted, wherever on the line it falls (GB/T 15835)."""
    for before in range(2, 34):
        text = (HANZI * 2)[:before] + whole + HANZI

        assert any(whole in line for line in texts(text))


@pytest.mark.parametrize("joint", ["～", "·", "/", "／", "—", "-"])
def test_joints_stand_neither_first_nor_last(joint: str) -> None:
    """连接号, 间隔号 and 分隔号 never start a line, nor end one."""
    for before in range(2, 34):
        text = (HANZI * 2)[:before] + joint + HANZI

        for line in texts(text):
            assert not line.startswith(joint)
            assert not line.endswith(joint)


def test_a_dash_may_end_a_line() -> None:
    """—— may stand at the end of a line: only a single — joins what stands beside it."""
    assert break_costs("说明——今年")[4] == 0
    assert break_costs("北京—上海")[3] > 1000


def test_plain_text_has_twenty_eight_characters_a_line() -> None:
    """Chinese characters without marks stand 26 on the first line and 28 on the others, all on the cells."""
    text = HANZI * 6

    lines = broken(text)
    lengths = [line.end - line.start for line in lines]

    assert lengths[0] == CELLS - 2
    assert set(lengths[1:-1]) == {CELLS}
    assert all(NATURAL_GAP - 1 <= line.spacing <= NATURAL_GAP for line in lines)


@given(st.integers(27, 200))
def test_no_character_is_left_alone(count: int) -> None:
    """The last line never holds one character, with or without its full stop."""
    text = (HANZI * 7)[:count] + "。"

    last = broken(text)[-1]

    assert sum(map(is_hanzi, text[last.start : last.end])) >= 2


def test_a_character_alone_is_worse_than_a_loose_line() -> None:
    """Even where it costs very wide gaps, the last line takes a second character."""
    assert [len(line) for line in texts(HANZI[:7], 0, 6 * EM)] == [5, 2]


def test_three_characters_are_better_than_two() -> None:
    """Where one line above can give a character, the last line holds three instead of two."""
    assert len(texts((HANZI * 3)[: 26 + 28 + 2])[-1]) == 3


def test_a_long_number_moves_to_the_next_line_whole() -> None:
    """Where a number does not fit, the line before it stays loose rather than the number being parted."""
    number = "1,234,567,890.12万平方米"

    lines = texts(HANZI[:19] + number + HANZI, 0)

    assert lines[0] == HANZI[:19]
    assert lines[1].startswith(number)


def test_a_number_is_not_left_alone() -> None:
    """The last line holds a word where it can, not only the end of a number."""
    text = (HANZI * 3)[:52] + "完成1,286%。"

    assert "完成" in texts(text)[-1]


def test_a_line_is_squeezed_before_it_is_stretched() -> None:
    """A mark that is one cell too many is pulled in by closing the marks of its line."""
    text = ("各县、各区、各镇，要" + HANZI)[:CELLS] + "，" + HANZI * 2

    first = broken(text, indent=0)[0]

    assert first.end == CELLS + 1
    assert min(first.gaps) < 0
    assert first.spacing == 0


def test_brackets_close_before_commas_and_commas_before_stops() -> None:
    """The order of squeezing is CLREQ's: brackets, then ，、；：, then 。？！."""
    text = "是。好，的“项目”和" + (HANZI * 2)[:18] + "，" + HANZI * 2

    first = broken(text, indent=0)[0]
    closed = {text[k]: gap for k, gap in enumerate(first.gaps)}

    assert text[first.end - 1] == "，"
    assert closed["的"] == closed["”"] < 0
    assert closed["，"] == closed["。"] == 0

    text = "是。好，的问题和" + (HANZI * 2)[:20] + "，" + HANZI * 2
    first = broken(text, indent=0)[0]
    assert first.gaps[3] == -400
    assert first.gaps[1] == -(first.end * EM - HALF - 400 - MEASURE)


def test_spaces_open_first_then_gaps_beside_latin_then_all() -> None:
    """The order of stretching is CLREQ's: word spaces to half an em, gaps beside Latin a little, then all alike."""
    text = "按GDP of GB分析" + (HANZI * 2)[:17] + "〔2026〕28号" + HANZI

    first = broken(text, indent=0)[0]
    gaps = first.gaps[: first.end]

    assert text[first.end] == "〔"
    assert gaps[4] - first.spacing == gaps[7] - first.spacing == 250  # after the two spaces
    assert gaps[0] - first.spacing == gaps[9] - first.spacing == 50
    assert gaps[1] == gaps[2] == gaps[3] == 0
    assert gaps[12] == first.spacing > NATURAL_GAP


def test_a_mark_at_the_end_of_a_line_takes_half_an_em() -> None:
    """The blank half of a closing mark hangs over the edge (GB/T 15834 5.1.10)."""
    text = (HANZI * 2)[:27] + "，" + HANZI * 2

    first = broken(text, indent=0)[0]

    assert first.end == CELLS
    assert sum(widths_of(text[: first.end])) + sum(first.gaps) - HALF + CELLS >= MEASURE
    assert first.spacing > NATURAL_GAP


@pytest.mark.parametrize("mark", "？！")
def test_marks_that_ask_do_not_hang(mark: str) -> None:
    """？ and ！ take their full em at the end of a line: their ink is not in the left half."""
    for before in range(24, 30):
        first = broken((HANZI * 2)[:before] + mark + HANZI * 2, indent=0)[0]
        full = sum(widths_of(HANZI)[0] for _ in range(first.start, first.end)) + sum(first.gaps[:-1])

        assert MEASURE - CELLS < full <= MEASURE


def test_marks_that_ask_give_little() -> None:
    """？ and ！ close by a fifth of an em at most, and before a closing mark by no more than leaves the ink apart."""
    text = "是？好！的？项目和问题！在" + (HANZI * 2)[:15] + "，" + HANZI * 2

    first = broken(text, indent=0)[0]
    pairs = ["？”", "！）", "？！"]

    assert first.end == text.index("，") + 1
    assert min(first.gaps) >= -200
    assert all(natural_width(pair, [EM, EM]) >= 2 * EM - 350 for pair in pairs)


@pytest.mark.parametrize("around", ["，{}（二）", "。{}“好”", "第18{}19", "尔{}·", "·{}马", "PM2.5{}的", "好{}GDP"])
def test_gaps_beside_a_call_are_ordinary(around: str) -> None:
    """On either side of a footnote's call the gap is that of the line: any other would be set in the call's small size."""
    for before in range(14, 30):
        text = (HANZI * 2)[:before] + around.format(CALL) + HANZI + "，“好”，" + HANZI
        widths = [620 if char == CALL else width for char, width in zip(text, widths_of(text), strict=True)]
        for line in break_lines(text, widths, INDENT):
            for k in (text.index(CALL) - 1, text.index(CALL)):
                if line.start <= k < line.end - 1:
                    assert line.gaps[k - line.start] == line.spacing


def test_the_last_line_is_not_stretched() -> None:
    """The last line keeps to the cells of the page."""
    last = broken(HANZI + "完。")[-1]

    assert last.spacing == NATURAL_GAP
    assert max(last.gaps) == NATURAL_GAP


def test_neighbouring_marks_share_a_cell_and_a_half() -> None:
    """Two marks side by side take 1.5 em, everywhere in the text; an opening and its closing one keep theirs."""
    assert natural_width("《办法》、《规定》", widths_of("《办法》、《规定》")) == 9 * EM - 2 * HALF
    assert natural_width("（“好”）。", widths_of("（“好”）。")) == 6 * EM - 3 * HALF
    assert natural_width("（）", widths_of("（）")) == 2 * EM


def test_a_middle_dot_takes_half_an_em() -> None:
    """间隔号 is half a character wide, in the middle of its half (GB/T 15834 5.1.7)."""
    text = "卡尔·马克思"

    assert natural_width(text, widths_of(text)) == 5 * EM + HALF
    assert broken(text)[0].gaps[1] == broken(text)[0].gaps[2] == -HALF // 2


def test_narrow_marks_give_nothing() -> None:
    """Marks of a face that draws them half an em wide are neither closed up nor cut."""
    text = "他说“好”，“行”。"
    widths = [EM if is_hanzi(char) else 400 for char in text]

    assert natural_width(text, widths) == sum(widths)


def test_every_run_is_measured_in_its_own_font() -> None:
    """The widths given decide: the same text in wider digits needs another line."""
    text = "1234567890" * 2 + HANZI[:18]

    assert len(break_lines(text, [500 if char.isdigit() else EM for char in text])) == 1
    assert len(break_lines(text, [555 if char.isdigit() else EM for char in text])) == 2


def test_a_space_at_the_end_of_a_line_takes_no_room() -> None:
    """A blank where the line breaks stays on the line it ends and is not counted."""
    text = HANZI[:27] + "好 " + HANZI * 2

    first = broken(text, indent=0)[0]

    assert text[: first.end].endswith("好 ")
    assert set_width(text, first) > MEASURE - CELLS


def test_an_endless_word_fills_its_lines() -> None:
    """A word of more than 24 characters is cut where the line is full, not inside its numbers, not beside / and dots."""
    text = "网址" + "https://www.example.gov.cn/zwgk/2026/abcdef?id=12345" * 90

    lines = broken(text)

    assert all(set_width(text, line) <= MEASURE for line in lines)
    assert all(MEASURE - set_width(text, line) < 100 for line in lines[1:-1])
    for line in lines[1:]:
        assert not re.fullmatch(r"\d\d|./|/.|.\.", text[line.start - 1 : line.start + 1])


def test_marks_without_end_are_set_all_the_same() -> None:
    """Where only marks follow each other, a forbidden break is better than a line over the edge."""
    text = "好" + "。" * 200

    lines = broken(text)

    assert "".join(text[line.start : line.end] for line in lines) == text
    assert all(set_width(text, line) <= MEASURE for line in lines)


@given(paragraphs, st.integers(4, 12))
@settings(max_examples=100, deadline=None)
def test_narrow_columns_are_kept_to(text: str, cells: int) -> None:
    """In a column of a few characters too, nothing is lost and nothing stands over the edge."""
    lines = broken(text, 0, cells * EM)

    assert "".join(text[line.start : line.end] for line in lines) == text
    assert all(set_width(text, line) <= cells * EM or line.end - line.start > 2 * cells for line in lines)


def test_time_grows_with_the_paragraph() -> None:
    """Four times the text takes four times as long, not more."""
    sentence = "今年以来，市发展改革委坚持“项目为王”理念，全市完成投资1,286.5亿元，同比增长7.3%，高于全省2.1个百分点。"

    def seconds(count: int) -> float:
        text = sentence * count
        widths, start = widths_of(text), time.process_time()
        break_lines(text, widths, INDENT)
        return time.process_time() - start

    small, large = min(seconds(300) for _ in range(3)), min(seconds(1200) for _ in range(3))
    assert large < 6 * small


def inked_paragraphs(count: int, seed: int) -> list[Inked]:
    """Real paragraphs in 仿宋 and the face of digits; those with a character that no face has are left out."""
    glyphs, inked = Glyphs(fonts_here()), []
    for text in real_paragraphs(count, seed):
        try:
            inked.append(glyphs.ink(clean(text), "仿宋", "试样"))
        except TypesettingFailure:
            continue
    return inked


def test_a_thousand_real_paragraphs_are_well_set() -> None:
    """Real text in the page's fonts: every line full, no mark on a wrong edge, no number parted, no 孤字."""
    for inked in inked_paragraphs(1000, 15834):
        text, widths = inked.text, inked.widths
        lines, costs = break_lines(text, widths, INDENT), break_costs(text)
        for line in lines[:-1]:
            inner = text[line.start : line.end].rstrip()
            end = line.start + len(inner)
            hung = HALF if inner[-1] in HANGING and widths[end - 1] == EM else 0
            printed = sum(widths[line.start : end]) + sum(line.gaps[: len(inner)]) - hung
            assert 0 <= MEASURE - (INDENT if line.start == 0 else 0) - printed < 60, inner
        assert all(costs[line.start] < 1000 for line in lines), text
        assert len(lines) == 1 or sum(map(is_hanzi, text[lines[-1].start :])) >= 2, text


def test_real_paragraphs_come_out_of_the_typesetter_as_they_were_broken() -> None:
    """In the finished PDF every line has its text, starts at the left edge and ends within 0.6 mm of the right one."""
    inked = inked_paragraphs(120, 9704)
    lines = [break_lines(one.text, one.widths, INDENT) for one in inked]
    wanted = [one.text[line.start : line.end] for one, own in zip(inked, lines, strict=True) for line in own]
    body = "".join(f"<p>{broken_html(one, own)}</p>" for one, own in zip(inked, lines, strict=True))
    html = f'<html lang="zh-CN"><head><title>试样</title></head><body>{body}</body></html>'
    _, pdf = set_document(html, "p { text-indent: 11.143mm }", fonts_here())

    rows = printed_rows(pdf)

    assert [text.rstrip() for text, _, _ in rows] == [text.rstrip() for text in wanted]
    full = [
        row
        for own, row in zip((line for own in lines for line in [*own[:-1], None][: len(own)]), rows, strict=True)
        if own
    ]
    for text, left, right in full:
        hung = HALF / EM * 15.75 / MM if text.rstrip()[-1] in HANGING else 0.0
        assert min(abs(left), abs(left - 11.143)) < 0.1, text
        assert abs(right - hung - AREA_WIDTH) < 0.6, text


@pytest.mark.parametrize(
    "endless",
    [
        "abcdefghij" * 20,
        "1234567890" * 20,
        "https://www.example.gov.cn/zwgk/2026/abcdef?id=12345" * 30,
        "a1b2c3d4e5f60789" * 30,
    ],
)
def test_words_cut_in_two_fill_their_lines(endless: str) -> None:
    """In the finished PDF every line of a word cut in two ends within 0.3 mm of the right edge."""
    glyphs, body = Glyphs(fonts_here()), ""
    for before in range(4):
        one = glyphs.ink("据市政务"[before:] + endless, "仿宋", "试样")
        body += f"<p>{broken_html(one, break_lines(one.text, one.widths, INDENT))}</p>"
    html = f'<html lang="zh-CN"><head><title>试样</title></head><body>{body}</body></html>'
    _, pdf = set_document(html, "p { text-indent: 11.143mm }", fonts_here())

    rows = printed_rows(pdf)
    full = [above for above, below in pairwise(rows) if abs(below[1]) < 0.1]

    assert len(full) > 8
    assert [text for text, _, right in full if abs(right - AREA_WIDTH) > 0.3] == []


def printed_rows(pdf: bytes) -> list[tuple[str, float, float]]:
    """The lines of a PDF, page numbers left out: text, left and right edge in mm from the left of the type area."""
    rows = []
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            edge = 28 if page.page_number % 2 else 26
            by_baseline: dict[int, list[dict[str, float | str]]] = {}
            for char in page.chars:
                if float(page.height) - char["matrix"][5] < 263 * MM:
                    by_baseline.setdefault(round(char["matrix"][5]), []).append(char)
            for chars in by_baseline.values():
                text = "".join(str(char["text"]) for char in chars)
                rows.append((text, float(chars[0]["x0"]) / MM - edge, float(chars[-1]["x1"]) / MM - edge))
    return rows
