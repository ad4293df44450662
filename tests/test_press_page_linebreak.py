"""The line breaker: what every arrangement of a paragraph keeps to."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.press.page.geometry import CELLS, EM, INDENT, MEASURE
from bulletin.press.page.linebreak import NEVER_FIRST, NEVER_LAST, Line, break_lines, natural_width
from bulletin.text import is_hanzi

CLOSING = "。，、；：？！”’）》〉】〕"
OPENING = "“‘（《〈【〔"
HANZI = "市政务信息办公室关于推进重点项目建设工作情况的报告和人民群众"

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
    return [EM // 2 if char.isascii() else EM for char in text]


def broken(text: str, indent: int = INDENT) -> list[Line]:
    return break_lines(text, widths_of(text), indent)


def set_width(text: str, line: Line) -> int:
    """The width of a line as printed: gaps included; blanks and half of a mark at its end hang out."""
    inner = text[line.start : line.end].rstrip()
    width = sum(widths_of(inner)) + sum(line.gaps[: len(inner)])
    return width - (EM // 2 if inner[-1:] in CLOSING else 0)


@given(paragraphs)
@settings(max_examples=300, deadline=None)
def test_nothing_is_lost_or_moved(text: str) -> None:
    """The lines joined are the text."""
    lines = broken(text)

    assert "".join(text[line.start : line.end] for line in lines) == text
    assert all(len(line.gaps) == line.end - line.start for line in lines)


@given(paragraphs)
@settings(max_examples=300, deadline=None)
def test_no_line_is_longer_than_the_measure(text: str) -> None:
    """No line is wider than 28 cells, the first not wider than 26."""
    for line in broken(text):
        assert set_width(text, line) <= MEASURE - (INDENT if line.start == 0 else 0)


@given(paragraphs)
@settings(max_examples=300, deadline=None)
def test_marks_keep_off_the_edges(text: str) -> None:
    """No line starts with a closing mark, dash or percent sign, and none ends with an opening one."""
    for before, line in zip(broken(text), broken(text)[1:], strict=False):
        assert text[line.start] not in NEVER_FIRST
        assert text[before.end - 1] not in NEVER_LAST


@given(paragraphs)
@settings(max_examples=300, deadline=None)
def test_numbers_and_double_marks_stay_whole(text: str) -> None:
    """No line ends inside a number, before its percent sign or inside —— and ……."""
    for line in broken(text)[1:]:
        left, right = text[line.start - 1], text[line.start]
        assert not (left.isdigit() and (right.isdigit() or right in "%℃,."))
        assert not (left == right and right in "—…")


def test_full_lines_fill_the_measure() -> None:
    """Every line but the last ends within 0.6 mm of the right edge."""
    text = (
        "今年以来，市发展改革委坚持“项目为王”理念，全市完成投资1,286.5亿元，同比增长7.3%，高于全省平均水平2.1个百分点。"
        * 6
    )
    tolerance = 0.6 / 156 * MEASURE

    for line in broken(text)[:-1]:
        room = MEASURE - (INDENT if line.start == 0 else 0)
        printed = sum(widths_of(text[line.start : line.end])) + sum(line.gaps)
        assert room - tolerance <= printed <= room + EM // 2 + tolerance


def test_plain_text_has_twenty_eight_characters_a_line() -> None:
    """Chinese characters without marks stand 26 on the first line and 28 on the others."""
    text = HANZI * 6

    lengths = [line.end - line.start for line in broken(text)]

    assert lengths[0] == CELLS - 2
    assert set(lengths[1:-1]) == {CELLS}


@given(st.integers(27, 200))
def test_no_character_is_left_alone(count: int) -> None:
    """The last line never holds one character, with or without its full stop."""
    text = (HANZI * 7)[:count] + "。"

    last = broken(text)[-1]

    assert sum(map(is_hanzi, text[last.start : last.end])) >= 2


def test_a_line_is_squeezed_before_it_is_stretched() -> None:
    """A mark that is one cell too many is pulled in by closing the marks of its line."""
    text = ("各县、各区、各镇，要" + HANZI)[:CELLS] + "，" + HANZI * 2

    first = broken(text, indent=0)[0]

    assert first.end == CELLS + 1
    assert min(first.gaps) < 0
    assert first.spacing == 0


def test_neighbouring_marks_share_a_cell_and_a_half() -> None:
    """Two marks side by side take 1.5 em, everywhere in the text."""
    text = "《办法》、《规定》"

    assert natural_width(text, widths_of(text)) == len(text) * EM - EM // 2 * 2


def test_an_endless_word_is_cut() -> None:
    """A word of more than 24 characters is cut rather than set over the edge."""
    text = "网址" + "a" * 200

    assert all(set_width(text, line) <= MEASURE for line in broken(text))


def test_marks_without_end_are_set_all_the_same() -> None:
    """Where only marks follow each other, a forbidden break is better than a line over the edge."""
    text = "好" + "。" * 200

    lines = broken(text)

    assert "".join(text[line.start : line.end] for line in lines) == text
    assert all(set_width(text, line) <= MEASURE for line in lines)
