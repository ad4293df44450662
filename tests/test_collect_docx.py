"""Our own reader of Word files: nothing lost, nothing brought back, nothing blown up."""

from __future__ import annotations

import io
import zipfile

import pytest
from word_files import NUMBERING, W, cell, numbered, package, paragraph, run, table, word_file

from bulletin.collect.documents.docx import MOST_MEMBERS, read_docx
from bulletin.errors import UnreadableMaterial
from bulletin.text.manuscript import Paragraph, Table, blocks

_STYLES = f"""<w:styles {W}><w:style w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="H1a"><w:basedOn w:val="H1"/></w:style><w:style w:styleId="9"><w:name w:val="toc 1"/></w:style>
<w:style w:styleId="Ghost"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"""


def test_insertions_stay_and_deletions_go() -> None:
    """A tracked insertion is text, a tracked deletion is not, nor is a moved passage at its old place."""
    body = paragraph(
        run("会议")
        + f"<w:ins>{run('认真')}</w:ins>"
        + "<w:del><w:r><w:delText>领导不重视</w:delText></w:r></w:del>"
        + f"<w:moveFrom>{run('旧处')}</w:moveFrom><w:moveTo>{run('新处')}</w:moveTo>"
        + run("部署")
    )
    assert read_docx(word_file(body)).lines == ("会议认真新处部署",)


def test_numbers_of_headings_are_written_out() -> None:
    """Auto-numbered headings come with the numbers Word paints, counted level by level."""
    levels = [("形势", 0), ("成绩", 1), ("产值", 2), ("投资", 2), ("问题", 1), ("措施", 0), ("抓落实", 1)]
    lines = read_docx(word_file("".join(numbered(*level) for level in levels), numbering=NUMBERING)).lines
    assert lines == ("一、形势", "（一）成绩", "1.产值", "2.投资", "（二）问题", "二、措施", "（一）抓落实")


def test_numbers_by_style_are_written_out() -> None:
    """A style, or the style it is based on, numbers a paragraph too."""
    body = paragraph(run("甲"), '<w:pStyle w:val="H1"/>') + paragraph(run("乙"), '<w:pStyle w:val="H1a"/>')
    assert read_docx(word_file(body, numbering=NUMBERING, styles=_STYLES)).lines == ("一、甲", "二、乙")


def test_tables_become_tables_of_the_manuscript() -> None:
    """A table is read where it stands, row by row with bars; a deleted row is gone; bars and lines in cells stay in them."""
    gone = "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    body = table(("指标", "数值"), ("甲|乙/丙", "120")).replace("</w:tbl>", gone)

    lines = read_docx(word_file(paragraph(run("前")) + body + paragraph(run("后")))).lines

    assert lines == ("前", "| 指标 | 数值 |", "| 甲\\|乙 丙 | 120 |", "后")
    _, rows, _ = blocks("\n".join(lines))
    assert isinstance(rows, Table) and rows.rows == (("甲|乙 丙", "120"),)


def test_a_frame_around_text_is_no_table() -> None:
    """A table of one column is a frame: its paragraphs are text."""
    assert read_docx(word_file(table(("第一段。/第二段。",), ("第三段。",)))).lines == (
        "第一段。",
        "第二段。",
        "第三段。",
    )


def test_text_boxes_are_kept_once() -> None:
    """A text box is read once, though Word writes it twice for old programs."""
    box = f"<w:txbxContent>{paragraph(run('联系人：甲'))}</w:txbxContent>"
    inner = f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    assert read_docx(word_file(paragraph(run("正文") + inner + "</mc:AlternateContent></w:r>"))).lines == (
        "正文",
        "联系人：甲",
    )


def test_breaks_and_page_margins_are_read() -> None:
    """A line break inside a paragraph ends a line; page headers come apart from the text."""
    header = f"<w:hdr {W}>{paragraph(run('机密★1年'))}</w:hdr>"
    word = read_docx(word_file(paragraph("<w:r><w:t>上</w:t><w:br/><w:t>下</w:t></w:r>"), header1=header))
    assert (word.lines, word.marked) == (("上", "下"), ("机密★1年",))


@pytest.mark.parametrize("kept", [10, 200, -30])
def test_a_cut_file_is_unreadable(kept: int) -> None:
    """A file cut anywhere is refused with a remedy, not half read."""
    with pytest.raises(UnreadableMaterial) as caught:
        read_docx(word_file(paragraph(run("正文" * 200)))[:kept])
    assert caught.value.remedy


def test_other_archives_and_broken_xml_are_unreadable() -> None:
    """A zip without a document, and a document that is not well-formed, are refused."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "x")
    for body in (stream.getvalue(), word_file("<w:p>"), b"", b"PK\x03\x04"):
        with pytest.raises(UnreadableMaterial):
            read_docx(body)


def test_a_doctype_is_refused() -> None:
    """Entity tricks never reach the parser."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", f'<!DOCTYPE x [<!ENTITY a "b">]><w:document {W}/>')
    with pytest.raises(UnreadableMaterial, match="DOCTYPE"):
        read_docx(stream.getvalue())


_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_EVIL = {
    "file": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document {W}>&a;</w:document>',
    "laughs": f'<!DOCTYPE x [<!ENTITY l0 "ha">{_LAUGHS}]><w:document {{W}}>&l9;</w:document>',
    "attribute": f'<!DOCTYPE x [<!ENTITY l0 "ha">{_LAUGHS}]><w:document {{W}} a="&l9;"/>',
    "late": f'<!--{"x" * 100_000}--><!DOCTYPE x [<!ENTITY l0 "ha">]><w:document {{W}}>&l0;</w:document>',
}


@pytest.mark.parametrize("name", _EVIL)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["word/document.xml", "word/header1.xml", "docProps/core.xml"])
def test_no_entity_is_ever_read(name: str, encoding: str, part: str) -> None:
    """External entities, billion laughs and a DOCTYPE far down are refused in every part and in either encoding."""
    parts = {"word/document.xml": f"<w:document {W}/>".encode(), part: _EVIL[name].replace("{W}", W).encode(encoding)}
    with pytest.raises(UnreadableMaterial, match=r"DOCTYPE|已损坏"):
        read_docx(package(dict(parts)))


def test_a_bomb_is_refused_by_the_bytes_it_unpacks_to() -> None:
    """A part that unpacks to 70 MB is refused, and so is an archive of too many members."""
    with pytest.raises(UnreadableMaterial, match="8 MB"):
        read_docx(word_file(" " * (70 << 20)))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(MOST_MEMBERS + 1):
            archive.writestr(f"{number}", "")
    with pytest.raises(UnreadableMaterial, match=str(MOST_MEMBERS)):
        read_docx(stream.getvalue())


@pytest.mark.parametrize("inner", ["<w:p/>", f"<w:tbl><w:tr>{'<w:tc/>' * 9}</w:tr></w:tbl>", run("x")])
def test_a_file_of_nothing_but_tags_is_refused_at_once(inner: str) -> None:
    """A few kilobytes that unpack to a million elements, in one part or over many, cost no seconds."""
    times = (7 << 20) // len(inner)
    header = f"<w:hdr {W}>{paragraph('') * 20_000}</w:hdr>"
    for body in (word_file(inner * times), word_file("", {f"word/header{n}.xml": header for n in range(9)})):
        with pytest.raises(UnreadableMaterial, match="过于复杂"):
            read_docx(body)


def test_escape_sequences_do_not_come_through() -> None:
    """What a Word file says is harmless to show."""
    assert read_docx(word_file(paragraph(run("标\u202e题\u200b")))).lines == ("标题",)


def test_merged_cells_stand_once() -> None:
    """A cell over several columns or rows is written once, the places it covers are empty; a wide first row is a title."""
    wide, tall, on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        [cell("各县得分", '<w:gridSpan w:val="3"/>')],
        ["县", cell("得分", wide)],
        [cell("东山", tall), "12", "3"],
        [cell("东山", on), "9", "2"],
        [cell("注：截至10月底。", '<w:gridSpan w:val="3"/>')],
    )

    lines = read_docx(word_file(table(*rows))).lines

    assert lines == ("表：各县得分", "| 县 | 得分 |  |", "| 东山 | 12 | 3 |", "|  | 9 | 2 |", "注：截至10月底。")
    (read,) = blocks("\n".join(lines))
    assert isinstance(read, Table) and (read.title, read.note) == ("各县得分", "注：截至10月底。")


def test_tables_that_meet_stay_two() -> None:
    """Two tables with nothing but a blank line between them do not become one in the manuscript."""
    lines = read_docx(
        word_file(table(("甲", "乙"), ("1", "2")) + paragraph("") + table(("丙", "丁"), ("3", "4")))
    ).lines
    assert [type(block) for block in blocks("\n".join(lines))] == [Table, Table]


def test_a_table_within_a_cell_is_text_of_the_cell() -> None:
    """A nested table is written into its cell without bars of its own."""
    inner = table(("A组", "3人"), ("B组", "4人"))
    lines = read_docx(word_file(table(("单位", "人数"), ("东山", cell(inner + paragraph("")))))).lines
    assert lines == ("| 单位 | 人数 |", "| 东山 | A组 3人 B组 4人 |")


def test_absurd_spans_and_empty_tables_do_no_harm() -> None:
    """A span of a thousand million columns is a wide cell; a table without text is nothing."""
    absurd = cell("甲", '<w:gridSpan w:val="1000000000"/>')
    assert read_docx(word_file(table((absurd, "乙"), ("", "")) + table(("", ""), ("", "")))).lines == ("| 甲 | 乙 |",)
    wide = cell("甲", '<w:gridSpan w:val="99999"/>')
    assert read_docx(word_file(table((wide, "乙"), ("", "")))).lines == ("| 甲 | 乙 |",)
    assert read_docx(word_file("<w:tbl/><w:tbl><w:tr/></w:tbl>")).lines == ()


def test_columns_of_the_grid_without_any_cell_are_left_out() -> None:
    """Converters cut columns finer than the cells: what is empty in every row is no column."""
    two = '<w:gridSpan w:val="2"/>'
    rows = ([cell("单位", two), cell("得分", two)], [cell("东山", two), cell("12", two)])
    assert read_docx(word_file(table(*rows))).lines == ("| 单位 | 得分 |", "| 东山 | 12 |")


def test_a_form_around_a_text_leaves_it_its_paragraphs() -> None:
    """In a 报送单 the cell that holds the text is written as its paragraphs, the labels as rows."""
    first, second = "今年以来，全市重点项目加快推进。" * 12, "下一步，抓好落实。" * 5
    lines = read_docx(word_file(table(("报送单位", "东山镇"), ("正文", f"{first}/{second}")))).lines
    assert lines == ("| 报送单位 | 东山镇 |", "| 正文 |", first, second)


def test_footnotes_become_notes_of_the_manuscript() -> None:
    """A footnote stands where it is called, in the form the manuscript has for it; odd brackets do not end it early."""
    notes = f'<w:footnotes {W}><w:footnote w:id="2">{paragraph(run("含在建［项目。"))}</w:footnote></w:footnotes>'
    body = paragraph(run("共318个") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run("，"))

    lines = read_docx(word_file(body, footnotes=notes)).lines

    assert lines == ("共318个［注：含在建（项目。］，",)
    (read,) = blocks(lines[0])
    assert isinstance(read, Paragraph) and [note.text for note in read.notes] == ["含在建（项目。"]


def test_hidden_text_stays_out_and_is_told() -> None:
    """Text hidden by itself or by its style is not in the lines; its level is looked for; the editor is told."""
    body = paragraph(run("甲") + run("机密★1年", "<w:vanish/>") + run("乙", '<w:rStyle w:val="Ghost"/>') + run("丙"))
    word = read_docx(word_file(body + paragraph(run("丁", '<w:vanish w:val="0"/>')), styles=_STYLES))
    assert word.lines == ("甲丙", "丁")
    assert "机密★1年" in word.marked
    assert "有隐藏文字 6 字，没有收入" in word.remarks


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    """Two paragraphs an editor joined under tracking are one; a heading deleted whole does not count in the numbering."""
    gone = "<w:rPr><w:del/></w:rPr>"
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr>'
    deleted = "<w:del><w:r><w:delText>旧题</w:delText></w:r></w:del>"
    body = numbered("甲", 0) + paragraph(deleted, listed + gone) + numbered("乙", 0)
    joined = paragraph(run("会议"), gone) + paragraph(run("强调"))
    assert read_docx(word_file(body + joined, numbering=NUMBERING)).lines == ("一、甲", "二、乙", "会议强调")


def test_what_was_deleted_is_searched_for_a_level_only_as_it_read() -> None:
    """A whole line deleted under tracking is a place for a level; a word deleted inside a sentence is no line."""
    line = paragraph("<w:del><w:r><w:delText>机密★1年</w:delText></w:r></w:del>")
    inside = paragraph(run("保守") + "<w:del><w:r><w:delText>秘密</w:delText></w:r></w:del>" + run("人人有责"))
    marked = read_docx(word_file(line + inside)).marked
    assert "机密★1年" in marked and "秘密" not in marked and "保守秘密人人有责" in marked


def test_comments_and_properties_are_searched_and_not_read() -> None:
    """Comments and document properties are no text; a level in them is found, a named one with its name."""
    comments = f'<w:comments {W}><w:comment w:id="1">{paragraph(run("按秘密件办"))}</w:comment></w:comments>'
    custom = '<Properties><property name="密级"><lpwstr>机密</lpwstr></property></Properties>'
    core = "<coreProperties><keywords>绝密</keywords></coreProperties>"
    parts = {"docProps/custom.xml": custom, "docProps/core.xml": core}
    word = read_docx(word_file(paragraph(run("正文")), parts, comments=comments))
    assert word.lines == ("正文",)
    assert {"按秘密件办", "密级：机密", "绝密"} <= set(word.marked)
    assert "有批注 1 条，没有收入" in word.remarks


def test_a_watermark_is_a_place_for_a_level() -> None:
    """Text drawn as a picture behind the page (WordArt) is handed over."""
    art = '<w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="机密"/></v:shape></w:pict>'
    header = f"<w:hdr {W}>{paragraph(f'<w:r>{art}</w:r>')}</w:hdr>"
    assert read_docx(word_file(paragraph(run("正文")), header1=header)).marked == ("机密",)


def test_the_editor_is_told_what_the_file_brings_along() -> None:
    """Tracked changes, macros, embedded files, charts and pictures are named; a plain file brings no remark."""
    picture = '<w:r><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/></w:r>'
    parts = {"word/vbaProject.bin": "x", "word/embeddings/a.xlsx": "x", "word/charts/chart1.xml": "x"}
    told = " ".join(read_docx(word_file(paragraph(f"<w:ins>{run('甲')}</w:ins>{picture}"), parts)).remarks)
    assert all(word in told for word in ("修订痕迹", "宏", "嵌有其他文件 1 个", "图表、图示 1 个", "图片 1 张"))
    assert read_docx(word_file(paragraph(run("甲")))).remarks == ()


def test_a_table_of_contents_is_left_out() -> None:
    """Rows of the table of contents, known by the name of their style, are not text."""
    body = paragraph(run("一、形势\t1"), '<w:pStyle w:val="9"/>') + paragraph(run("正文"))
    word = read_docx(word_file(body, styles=_STYLES))
    assert (word.lines, word.remarks) == (("正文",), ("有目录，没有收入",))


@pytest.mark.parametrize(
    ("form", "label"),
    [
        *[("taiwaneseCountingThousand", "十二"), ("chineseLegalSimplified", "壹拾贰"), ("decimalEnclosedCircle", "⑫")],
        *[("decimalFullWidth", "１２"), ("upperRoman", "XII"), ("lowerLetter", "l"), ("somethingNew", "12")],
    ],
)
def test_every_usual_form_of_number_is_written(form: str, label: str) -> None:
    """The number formats of Word that Chinese documents use are written as Word shows them."""
    levels = f'<w:lvl w:ilvl="0"><w:start w:val="12"/><w:numFmt w:val="{form}"/><w:lvlText w:val="%1、"/></w:lvl>'
    numbering = f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
    numbering += '<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    assert read_docx(word_file(numbered("甲", 0), numbering=numbering)).lines == (f"{label}、甲",)


def test_strict_files_and_ticked_boxes_are_read() -> None:
    """A file in the strict form of the standard reads the same; boxes of symbol fonts become signs."""
    body = paragraph('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>' + run("同意"))
    with zipfile.ZipFile(io.BytesIO(word_file(body))) as archive:
        text = archive.read("word/document.xml").decode()
    ours = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    other = text.replace(ours, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert read_docx(package({"word/document.xml": other})).lines == ("☑同意",)


def test_an_encrypted_package_is_told() -> None:
    """A member under a password is no torn file: the refusal says what it is."""
    body = bytearray(word_file(paragraph(run("甲"))))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        body[body.index(mark) + place] |= 1
    with pytest.raises(UnreadableMaterial, match="密码"):
        read_docx(bytes(body))


def test_deep_nesting_ends_in_a_refusal() -> None:
    """Tables a hundred deep, and elements a thousand deep, neither crash nor hang."""
    deep = run("甲")
    for _ in range(60):
        deep = f"<w:tbl><w:tr><w:tc>{paragraph(deep)}</w:tc></w:tr></w:tbl>"
    assert read_docx(word_file(deep)) is not None
    with pytest.raises(UnreadableMaterial):
        read_docx(word_file("<w:sdt>" * 1000 + "</w:sdt>" * 1000))
