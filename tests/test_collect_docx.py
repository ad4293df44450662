"""Our own reader of Word files: nothing lost, nothing brought back, nothing blown up."""

from __future__ import annotations

import io
import zipfile

import pytest

from bulletin.collect.documents.docx import MOST_MEMBERS, read_docx
from bulletin.errors import UnreadableMaterial
from bulletin.text.manuscript import Table, blocks

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_NUMBERING = f"""<w:numbering {_W}>
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum>
<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""
_STYLES = f"""<w:styles {_W}><w:style w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="H1a"><w:basedOn w:val="H1"/></w:style></w:styles>"""


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def paragraph(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def numbered(text: str, level: int) -> str:
    return paragraph(run(text), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="5"/></w:numPr>')


def word_file(body: str, **parts: str) -> bytes:
    """Return a .docx with this body and further parts (`numbering`, `styles`, `header1`)."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {_W} {_MC}><w:body>{body}</w:body></w:document>")
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", text)
    return stream.getvalue()


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
    lines = read_docx(word_file("".join(numbered(*level) for level in levels), numbering=_NUMBERING)).lines
    assert lines == ("一、形势", "（一）成绩", "1.产值", "2.投资", "（二）问题", "二、措施", "（一）抓落实")


def test_numbers_by_style_are_written_out() -> None:
    """A style, or the style it is based on, numbers a paragraph too."""
    body = paragraph(run("甲"), '<w:pStyle w:val="H1"/>') + paragraph(run("乙"), '<w:pStyle w:val="H1a"/>')
    assert read_docx(word_file(body, numbering=_NUMBERING, styles=_STYLES)).lines == ("一、甲", "二、乙")


def table(*rows: tuple[str, ...]) -> str:
    cells = [
        "".join(f"<w:tc>{''.join(paragraph(run(p)) for p in cell.split('/'))}</w:tc>" for cell in row) for row in rows
    ]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


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
    header = f"<w:hdr {_W}>{paragraph(run('机密★1年'))}</w:hdr>"
    word = read_docx(word_file(paragraph("<w:r><w:t>上</w:t><w:br/><w:t>下</w:t></w:r>"), header1=header))
    assert (word.lines, word.page_margins) == (("上", "下"), ("机密★1年",))


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
        archive.writestr("word/document.xml", f'<!DOCTYPE x [<!ENTITY a "b">]><w:document {_W}/>')
    with pytest.raises(UnreadableMaterial, match="DOCTYPE"):
        read_docx(stream.getvalue())


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


def test_escape_sequences_do_not_come_through() -> None:
    """What a Word file says is harmless to show."""
    assert read_docx(word_file(paragraph(run("标\u202e题\u200b")))).lines == ("标题",)
