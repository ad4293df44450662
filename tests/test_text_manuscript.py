"""The manuscript: what an editor types becomes blocks, and nothing he typed is lost."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.text import plain
from bulletin.text.manuscript import (
    Attachment,
    AttachmentList,
    Figure,
    Note,
    Paragraph,
    Signature,
    Table,
    blocks,
    picture_names,
    table_row,
)

SIGNED = "正文。\n××市财政局\n2026年3月5日"


def test_a_line_is_a_paragraph() -> None:
    """Every line that is not blank is a paragraph, numbered, blanks at its ends aside."""
    assert blocks("第一段。\n\n　第二段。 \n") == (Paragraph(1, "第一段。"), Paragraph(2, "第二段。"))


def test_a_table_has_title_unit_head_alignment_and_note() -> None:
    """Title, unit and note stand directly around the rows; the row of dashes says how columns are aligned."""
    text = (
        "表1：各县得分\n单位：分\n| 单位 | 得分 |\n|:----|---:|\n| 东山县 | 36.5 |\n| 西河区 |\n注：截至10月。\n后文。"
    )

    table, after = blocks(text)

    assert table == Table(
        line=1,
        title="表1　各县得分",
        unit="单位：分",
        head=(("单位", "得分"),),
        rows=(("东山县", "36.5"), ("西河区", "")),
        alignments=("left", "right"),
        note="注：截至10月。",
    )
    assert after == Paragraph(8, "后文。")


def test_a_table_needs_nothing_but_bars() -> None:
    """Rows alone are a table, whatever bars they are typed with; the first is the head; a missing last bar is forgiven."""
    (table,) = blocks("｜甲｜乙\n| 1 | 2 |")

    assert isinstance(table, Table)
    assert (table.head, table.rows, table.alignments) == ((("甲", "乙"),), (("1", "2"),), ("", ""))


def test_a_head_may_have_two_rows() -> None:
    """The row of dashes ends the head, after one row or more."""
    (table,) = blocks("| 单位 | 采用 | |\n| | 上报 | 约稿 |\n|---|---|---|\n| 甲 | 1 | 2 |")

    assert isinstance(table, Table)
    assert (len(table.head), len(table.rows)) == (2, 1)


@pytest.mark.parametrize(
    "line", ["表：说明", "单位：万元", "注：见附表。", "图：流程", "附件：", "附件材料", "［注：］", "甲［注：乙"]
)
def test_what_fits_no_sign_stays_a_paragraph(line: str) -> None:
    """A sign without what belongs to it is text."""
    assert blocks(f"前文。\n{line}\n后文。")[1] == Paragraph(2, line)


def test_a_picture_has_a_name_and_a_caption() -> None:
    """图： takes the name up to its ending; the rest is the caption, if there is one."""
    assert blocks("图：大厅 1.PNG　群众办事\n图：b.jpeg") == (
        Figure(1, "大厅 1.PNG", "群众办事"),
        Figure(2, "b.jpeg", ""),
    )
    assert picture_names("图：a.png\n文\n图：b.jpg\n图：a.png 再次") == ("a.png", "b.jpg")


def test_footnotes_are_taken_out_of_the_paragraph() -> None:
    """A footnote stands where it was typed; brackets within it belong to it; half-width brackets do too."""
    (paragraph,) = blocks("甲［注：见《条例》［2020］5号。］乙[注: 丙]。")

    assert blocks("甲［注：乙］") == (Paragraph(1, "甲", (Note(1, "乙"),)),)
    assert paragraph == Paragraph(1, "甲乙。", (Note(1, "见《条例》［2020］5号。"), Note(2, "丙")))


def test_the_end_of_a_letter() -> None:
    """附件说明, 署名, date and 附注 are recognised at the end of the text, in that order."""
    text = "正文。\n附件：1. 清单\n2．名单\n××市财政局\n2026年3月5日\n（联系人：林晓）"

    assert blocks(text) == (
        Paragraph(1, "正文。"),
        AttachmentList(2, ("清单", "名单"), numbered=True),
        Signature(4, "××市财政局", "2026年3月5日", "（联系人：林晓）"),
    )


def test_a_single_attachment_has_no_number() -> None:
    """附件： with one name is a list of one."""
    assert blocks("正文。\n附件：任务清单")[1] == AttachmentList(2, ("任务清单",), numbered=False)


@pytest.mark.parametrize(
    "text",
    [
        "附件：1. 甲\n3. 乙",
        "附件：甲\n1. 乙",
        "附件：甲\n后面还有正文。",
        "2026年3月5日",
        "会议于当日召开。\n2026年3月5日",
    ],
)
def test_what_is_no_end_of_a_letter_stays_text(text: str) -> None:
    """Numbers that do not run, a list in the middle, a date without a name: paragraphs."""
    assert all(isinstance(block, Paragraph) for block in blocks(f"正文。\n{text}"))


def test_an_attachment_begins_with_its_label() -> None:
    """附件1 on a line of its own begins an attachment, the next line is its title; what signs the letter stands before."""
    text = f"{SIGNED}\n附件1\n任务清单\n一、范围\n附 件 2：\n| 甲 |\n| 1 |"

    kinds = [type(block) for block in blocks(text)]

    assert kinds == [Paragraph, Signature, Attachment, Paragraph, Attachment, Table]
    assert blocks(text)[2] == Attachment(4, "附件1", "任务清单")
    assert blocks(text)[4] == Attachment(7, "附件2", "")


def test_a_sentence_is_no_title_of_an_attachment() -> None:
    """A line that ends like a sentence after the label is the attachment's text."""
    assert blocks("附件\n现将名单印发。") == (Attachment(1, "附件", ""), Paragraph(2, "现将名单印发。"))


def test_a_row_made_of_cells_is_read_back() -> None:
    """Bars and line breaks in a cell do not break the table."""
    cells = ["甲|乙", "上\n下", "尾\\", "全｜角", ""]

    (table,) = blocks(table_row(cells))

    assert isinstance(table, Table)
    assert table.head == (("甲|乙", "上 下", "尾\\", "全｜角", ""),)


_TABLE = ("| 甲 | 1 |", "|---|--:|", "表：题", "单位：元", "注：说明。", "|", "a\\|b")
_LETTER = ("附件：1. 甲", "2. 乙", "××市财政局", "2026年3月5日", "（附注）", "附件", "附件2：")
_TEXT = ("图：a.png 说", "甲［注：乙］丙", "正文。", "［注：", "　")
_PIECES = st.sampled_from([*_TABLE, *_LETTER, *_TEXT])


@given(st.lists(_PIECES | st.text(max_size=12), max_size=14))
def test_nothing_typed_is_lost(lines: list[str]) -> None:
    """Whatever is typed, every letter, digit and hanzi of it is in one of the blocks, in whatever place."""
    text = "\n".join(lines)

    said = Counter("".join(map(_words, blocks(text))))

    for char, times in Counter(filter(str.isalpha, plain(text))).items():
        assert said[char] >= times or char in "表单位注图附件"


def _words(block: object) -> str:
    if isinstance(block, Paragraph):
        return block.text + "".join(note.text for note in block.notes)
    if isinstance(block, Table):
        cells = [cell for row in (*block.head, *block.rows) for cell in row]
        return "".join([block.title, block.unit, block.note, *cells])
    return repr(block)


@given(st.text(alphabet="|｜-：:\\ 甲1\n表注图附件［］[]。2026年3月5日", max_size=60))
def test_any_text_is_read(text: str) -> None:
    """No text at all makes the reader fail, and reading one twice gives the same."""
    assert blocks(text) == blocks(text)


@pytest.mark.parametrize(
    ("text", "title", "unit"),
    [
        ("单位：分\n| 甲 | 乙 |\n| 1 | 2 |", "", "单位：分"),
        ("表3　各县得分\n| 甲 | 乙 |\n| 1 | 2 |", "表3　各县得分", ""),
        ("表2 各县得分\n单位：分\n| 甲 |\n| 1 |", "表2　各县得分", "单位：分"),
    ],
)
def test_title_and_unit_stand_each_alone(text: str, title: str, unit: str) -> None:
    """A table's unit needs no title, and its title no colon where rows follow."""
    (table,) = blocks(text)

    assert isinstance(table, Table) and (table.title, table.unit) == (title, unit)


def test_an_empty_note_stays_text_and_the_next_is_read() -> None:
    """［注：］ without words is text; the note after it is a note."""
    (paragraph,) = blocks("甲［注：］乙［注：丙］。")

    assert isinstance(paragraph, Paragraph)
    assert (paragraph.text, paragraph.notes) == ("甲［注：］乙。", (Note(6, "丙"),))
