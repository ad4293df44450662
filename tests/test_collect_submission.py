"""Submitted files: what is accepted, what is refused and why."""

from __future__ import annotations

from pathlib import Path

import pytest
from collect_support import office
from test_collect_docx import _W as NAMESPACE
from test_collect_docx import paragraph, run, word_file

from bulletin.collect.submissions.submission import SubmissionForm, read_submission
from bulletin.errors import NotFound, RefusedMaterial, UnreadableMaterial
from bulletin.model import Extracted

_TEXT = "今年以来，全市重点项目建设加快推进，1至10月完成投资120亿元，同比增长8.1%，为年度计划的92%。"
_HEADER = "报送单位：市发改委\n签发人：甲某\n信息类型：动态\n紧急程度：加急\n标题：重点项目完成投资120亿元\n"
_FORM = SubmissionForm("市发展改革委", "甲某")


def read(root: Path, text: str, name: str = "材料.txt", form: SubmissionForm | None = None) -> Extracted:
    return read_submission(text.encode(), name, form or SubmissionForm(), office(root))


def test_header_lines_state_who_what_and_how(tmp_path: Path) -> None:
    """The lines at the top become fields, the rest the text; the unit is the office's own name for it."""
    item = read(tmp_path, f"{_HEADER}\n{_TEXT}")

    assert (item.unit, item.signed_by, item.kind, item.urgency) == ("市发展改革委", "甲某", "动态", "加急")
    assert (item.title, item.text) == ("重点项目完成投资120亿元", _TEXT)


def test_the_form_goes_before_the_header(tmp_path: Path) -> None:
    """What the person filing states counts more than the file."""
    item = read(tmp_path, f"{_HEADER}\n{_TEXT}", form=SubmissionForm("东山镇", "乙某", "经验", "普通"))
    assert (item.unit, item.signed_by, item.kind, item.urgency) == ("东山镇", "乙某", "经验", "普通")


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        (f"重点项目建设加快推进\n\n{_TEXT}", "a.txt", "重点项目建设加快推进"),
        (f"一、加快项目建设\n{_TEXT}", "重点项目投资进度.txt", "重点项目投资进度"),
        (f"一、加快项目建设\n{_TEXT}", "a.txt", "加快项目建设"),
        (_TEXT, "1.txt", "今年以来"),
    ],
)
def test_every_item_gets_a_title(tmp_path: Path, text: str, name: str, title: str) -> None:
    """Without a stated title the first heading serves, then the file's name, then the first words."""
    assert read(tmp_path, text, name, _FORM).title == title


def test_web_files_are_read_too(tmp_path: Path) -> None:
    """An .html file is read block by block, its header lines too."""
    markup = f"<p>报送单位：东山镇</p><p>签发人：乙某</p><p>山体滑坡处置情况</p><p>{_TEXT}</p><script>x</script>"
    item = read(tmp_path, markup, "a.HTML")
    assert (item.unit, item.title, item.text) == ("东山镇", "山体滑坡处置情况", _TEXT)


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        (SubmissionForm(), "报送单位"),
        (SubmissionForm("东山镇"), "签发人"),
        (SubmissionForm(signed_by="甲"), "报送单位"),
    ],
)
def test_without_unit_or_signer_nothing_is_accepted(tmp_path: Path, form: SubmissionForm, reason: str) -> None:
    """A missing unit or signature is refused, and the refusal says which."""
    with pytest.raises(RefusedMaterial, match=reason) as caught:
        read(tmp_path, _TEXT, form=form)
    assert caught.value.remedy


def test_an_unknown_unit_is_named_with_the_nearest(tmp_path: Path) -> None:
    """A misspelt unit is not taken for another one."""
    with pytest.raises(NotFound, match="市发展改革委"):
        read(tmp_path, _TEXT, form=SubmissionForm("市发展改革局", "甲"))


@pytest.mark.parametrize("field", ["kind", "urgency"])
def test_words_the_office_does_not_use_are_refused(tmp_path: Path, field: str) -> None:
    """A kind or urgency outside the office's words is refused with the list."""
    with pytest.raises(RefusedMaterial, match="可用"):
        read(tmp_path, _TEXT, form=SubmissionForm("东山镇", "甲", **{field: "随便"}))


@pytest.mark.parametrize(
    "top",
    [
        *("密级：机密\n", "密级: 秘密★5年\n", "机密★1年\n", "绝 密\n", "【秘密】\n", "涉密文件\n", "密级：涉密\n"),
        "标题：某事\n\n某某专报\n秘密\n",
    ],
)
def test_classified_material_is_refused_without_a_trace(tmp_path: Path, top: str) -> None:
    """A level in the header or near the top refuses the file; the message says nothing of what it holds."""
    with pytest.raises(RefusedMaterial, match="密级") as caught:
        read(tmp_path, f"报送单位：东山镇\n签发人：乙某\n{top}\n不该外传的标题\n{_TEXT}", "不该外传.txt")
    assert "不该外传" not in str(caught.value) and "重点项目" not in str(caught.value)
    assert "东山镇" in caught.value.what and "涉密渠道" in caught.value.remedy


def _word(*lines: str, **parts: str) -> bytes:
    return word_file("".join(paragraph(run(line)) for line in lines), **parts)


_HTML_HEAD = "<h1>不该外传</h1><p>机密</p><p>报送单位：东山镇（盖章）</p>"
_HTML_TABLE = "<table><tr><td>密级</td><td>机密</td></tr><tr><td>报送单位</td><td>东山镇</td></tr></table>"
_PAGE_HEADER = f"<w:hdr {NAMESPACE}>{paragraph(run('报送单位：东山镇'))}</w:hdr>"


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (_word("机密★1年", "报送单位：东山镇", "签发人：乙某", "不该外传", _TEXT), "a.docx"),
        (_word("不该外传", "密级：机密", "报送单位：东山镇", _TEXT), "a.docx"),
        (_word("报送单位：东山镇　　密 级：机 密", "签发人：乙某", _TEXT), "a.docx"),
        (_word("报 送 单 位（盖章）：东山镇", "机密", _TEXT), "a.docx"),
        (_word("机密", _TEXT, header1=_PAGE_HEADER), "a.docx"),
        ((_HTML_HEAD + f"<p>{_TEXT}</p>").encode(), "a.html"),
        ((_HTML_TABLE + f"<p>{_TEXT}</p>").encode(), "a.htm"),
        (f"秘密\n报送单位：东山镇\n\n{_TEXT}".encode(), "a.txt"),
    ],
)
def test_a_classified_file_is_told_of_with_its_sender(tmp_path: Path, body: bytes, name: str) -> None:
    """Wherever the head of a marked file names its unit, the refusal does too, and says nothing else of it."""
    with pytest.raises(RefusedMaterial) as caught:
        read_submission(body, name, SubmissionForm(signed_by="乙某"), office(tmp_path))
    assert caught.value.what == "东山镇报送的材料标有密级，未收，未留存任何内容"


def test_a_level_beside_another_field_is_seen_whatever_the_form_says(tmp_path: Path) -> None:
    """A level written on the line of another field refuses the file even where unit and signer come from the form."""
    with pytest.raises(RefusedMaterial, match="标有密级"):
        read(tmp_path, f"报送单位：东山镇　密级：秘密\n签发人：乙某\n\n{_TEXT}", form=_FORM)


def test_an_unknown_sender_of_classified_material_is_not_repeated(tmp_path: Path) -> None:
    """What stands for a unit but is none the office knows is not shown: it might be anything."""
    with pytest.raises(RefusedMaterial, match="未注明的单位") as caught:
        read(tmp_path, f"机密\n报送单位：不该外传\n\n{_TEXT}")
    assert "不该外传" not in str(caught.value)


@pytest.mark.parametrize("name", ["机密★1年 某事.txt", "【秘密】某事.txt", "秘密_某事.txt", "涉密-某事.txt"])
def test_a_level_in_the_files_name_counts(tmp_path: Path, name: str) -> None:
    """A file whose name carries a level is refused too."""
    with pytest.raises(RefusedMaterial, match="密级"):
        read(tmp_path, _TEXT, name, _FORM)


@pytest.mark.parametrize(
    "title", ["秘密战线英雄事迹报告会举行", "全市开展涉密人员保密培训", "机密文件管理得到加强", "密级：非密\n项目进展"]
)
def test_writing_about_secrecy_is_not_secret(tmp_path: Path, title: str) -> None:
    """A title that only speaks of secrecy is accepted."""
    assert read(tmp_path, f"{title}\n\n{_TEXT}", "a.txt", _FORM).text.endswith(_TEXT)


@pytest.mark.parametrize("name", ["a.pdf", "a.doc", "a.exe", "a", "a.txt.zip"])
def test_other_kinds_of_file_are_refused_with_a_way_out(tmp_path: Path, name: str) -> None:
    """What we cannot read is named with what to do."""
    with pytest.raises(UnreadableMaterial) as caught:
        read(tmp_path, _TEXT, name, _FORM)
    assert "docx" in caught.value.remedy


@pytest.mark.parametrize("text", ["", " \n\n", "PK\0\0\1\2\0binary", "------\n"])
def test_empty_and_binary_files_are_unreadable(tmp_path: Path, text: str) -> None:
    """A file without text is refused."""
    with pytest.raises(UnreadableMaterial):
        read(tmp_path, text, "a.txt", _FORM)


def test_the_key_is_the_unit_and_the_bytes(tmp_path: Path) -> None:
    """The same bytes of another unit are another submission; the file's name does not count."""
    one, same = read(tmp_path, _TEXT, "a.txt", _FORM), read(tmp_path, _TEXT, "b.txt", _FORM)
    other = read(tmp_path, _TEXT, "a.txt", SubmissionForm("东山镇", "乙某"))
    assert one.key == same.key != other.key


def test_mojibake_is_flagged_and_left(tmp_path: Path) -> None:
    """A spoilt stretch stays as it came and carries a flag on the clean text."""
    spoilt = "锟斤拷锟斤拷"
    item = read(tmp_path, f"{_TEXT}{spoilt}。{_TEXT}", "a.txt", _FORM)
    (flag,) = item.flags
    assert item.text[flag.start : flag.end] == spoilt
