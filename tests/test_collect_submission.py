"""Submitted files: what is accepted, what is refused and why."""

from __future__ import annotations

from pathlib import Path

import pytest
from collect_support import office
from word_files import W, package, paragraph, run, table, word_file

from bulletin.collect.submissions.submission import SubmissionForm, read_submissions
from bulletin.errors import Classified, NotFound, RefusedMaterial, SettingsError, UnreadableMaterial
from bulletin.model import Extracted
from bulletin.settings import Settings, read_settings
from bulletin.text.manuscript import Table, blocks

_TEXT = "今年以来，全市重点项目建设加快推进，1至10月完成投资120亿元，同比增长8.1%，为年度计划的92%。"
_HEADER = "报送单位：市发改委\n签发人：甲某\n信息类型：动态\n紧急程度：加急\n标题：重点项目完成投资120亿元\n"
_FORM = SubmissionForm("市发展改革委", "甲某")


def read(root: Path, text: str, name: str = "材料.txt", form: SubmissionForm | None = None) -> Extracted:
    return read_submissions(text.encode(), name, form or SubmissionForm(), office(root)).items[0]


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
_PAGE_HEADER = f"<w:hdr {W}>{paragraph(run('报送单位：东山镇'))}</w:hdr>"


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
        read_submissions(body, name, SubmissionForm(signed_by="乙某"), office(tmp_path))
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


@pytest.mark.parametrize("name", ["a.pdf", "a.doc", "a.docx", "a.ofd", "a.exe", "a", "a.zip.txt.xyz"])
def test_other_kinds_of_file_are_refused_with_a_way_out(tmp_path: Path, name: str) -> None:
    """What we cannot read is named with what to do."""
    with pytest.raises(UnreadableMaterial) as caught:
        read(tmp_path, _TEXT, name, _FORM)
    assert "docx" in caught.value.remedy or "Word" in caught.value.remedy


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


def demanding(root: Path, require: str) -> Settings:
    """Return the office with this line under ``[submissions]``."""
    office(root)
    toml = (root / "bulletin.toml").read_text(encoding="utf-8")
    (root / "bulletin.toml").write_text(f"{toml}\n[submissions]\nrequire = {require}\n", encoding="utf-8")
    return read_settings(root)


@pytest.mark.parametrize(
    ("head", "reason"),
    [("签发人：甲\n", "没有责任编辑"), ("责任编辑：乙\n", "没有签发人"), ("签发人：\n责编：乙\n", "没有签发人")],
)
def test_an_office_may_demand_the_editor_too(tmp_path: Path, head: str, reason: str) -> None:
    """Where bulletin.toml asks for both, whichever is missing is named; with both the material is taken."""
    settings = demanding(tmp_path, '["signed_by", "editor"]')
    with pytest.raises(RefusedMaterial, match=reason) as caught:
        read_submissions(f"报送单位：东山镇\n{head}\n{_TEXT}".encode(), "a.txt", SubmissionForm(), settings)
    assert caught.value.remedy
    whole = f"报送单位：东山镇\n签发人：甲\n\n{_TEXT}\n责任编辑：乙".encode()
    item = read_submissions(whole, "a.txt", SubmissionForm(), settings).items[0]
    assert item.signed_by == "甲" and "责任编辑：乙" in [flag.note for flag in item.flags]


def test_an_unknown_demand_is_a_wrong_setting(tmp_path: Path) -> None:
    """A word in `require` that means nothing is named with the nearest."""
    with pytest.raises(SettingsError, match="signed_by"):
        demanding(tmp_path, '["signedby"]')


def test_the_unit_that_signs_below_is_the_sender(tmp_path: Path) -> None:
    """Without a stated unit the signature counts, spaced letters too; it stays in the text."""
    item = read(tmp_path, f"签发人：甲\n\n{_TEXT}\n\n东 山 镇\n2026年3月5日")
    assert item.unit == "东山镇" and item.text.endswith("2026年3月5日")


def test_a_form_in_a_word_file_gives_all_fields(tmp_path: Path) -> None:
    """A 报送单 as a table: labels and values become fields, the long cell the text with its paragraphs and table."""
    long, more = _TEXT * 3, "下一步，抓好落实，确保完成全年任务。" * 2
    labels = table(("报送单位", "东山镇", "签发人", "甲"), ("信息类型", "经验", "编号", "〔2026〕15号"))
    body = labels + table(("标题", "重点项目建设加快推进"), ("正文", f"{long}/{more}"))
    item = read_submissions(word_file(body), "a.docx", SubmissionForm(), office(tmp_path)).items[0]
    assert (item.unit, item.signed_by, item.kind) == ("东山镇", "甲", "经验")
    assert (item.title, item.text) == ("重点项目建设加快推进", f"{long}\n{more}")
    assert item.key.startswith("东山镇 〔2026〕15号 ")


def test_a_table_in_the_text_stays_a_table(tmp_path: Path) -> None:
    """A table of data comes through reading and cleaning as a table of the manuscript."""
    body = paragraph(run(_TEXT)) + table(("县", "得分"), ("东山", "12"), ("西河", "9")) + paragraph(run(_TEXT))
    item = read_submissions(word_file(body), "a.docx", _FORM, office(tmp_path)).items[0]
    (found,) = [block for block in blocks(item.text) if isinstance(block, Table)]
    assert found.head == (("县", "得分"),) and found.rows == (("东山", "12"), ("西河", "9"))


@pytest.mark.parametrize("number", ["〔2026〕15号", "[2026]15号", "（2026） 15号", "【２０２６】15号"])
def test_a_number_counts_however_it_is_typed(tmp_path: Path, number: str) -> None:
    """Brackets, widths and blanks of the unit's own number make no other number."""
    item = read(tmp_path, f"{_HEADER}编号：{number}\n\n{_TEXT}")
    assert item.key.startswith("市发展改革委 〔2026〕15号 ")
    assert (item.number, item.is_record) == ("〔2026〕15号", False)


def test_the_editor_is_told_of_what_the_file_brings(tmp_path: Path) -> None:
    """Tracked changes, another unit than the one stated, and contacts on the slip come as flags without a place."""
    lines = ("报送单位：市发改委　联系电话：0591-1", "签发人：甲")
    body = "".join(paragraph(run(line)) for line in lines) + paragraph(f"<w:ins>{run(_TEXT)}</w:ins>")
    item = read_submissions(word_file(body), "a.docx", SubmissionForm("东山镇"), office(tmp_path)).items[0]
    notes = [flag.note for flag in item.flags if flag.kind == "file" and flag.start == flag.end == 0]
    assert [word for word in ("修订痕迹", "市发改委", "联系电话：0591-1") if any(word in note for note in notes)] == [
        "修订痕迹",
        "市发改委",
        "联系电话：0591-1",
    ]


_SIGNED = f"报送单位：东山镇\n签发人：乙某\n\n{_TEXT}"


def test_an_archive_gives_an_item_for_each_document(tmp_path: Path) -> None:
    """Every document of an archive is an item of its own; one that is not taken is named; the same one twice is one."""
    members = {
        "a.txt": _SIGNED,
        "b.docx": _word("签发人：乙某", _TEXT),
        "c.txt": _TEXT,
        "d.jpg": "x",
        "同a.txt": _SIGNED,
    }
    reading = read_submissions(package(members), "x.zip", SubmissionForm("东山镇"), office(tmp_path))
    assert len(reading.items) == 2 and len({item.key for item in reading.items}) == 2
    assert [what.partition("：")[0] for what, _ in reading.problems] == ["压缩包内的 c.txt", "压缩包内的 d.jpg"]
    assert all(remedy for _, remedy in reading.problems)


def test_a_file_is_the_same_within_an_archive(tmp_path: Path) -> None:
    """An archive of one file is that file: the same key."""
    settings = office(tmp_path)
    alone = read_submissions(package({"a.txt": _SIGNED}), "x.zip", SubmissionForm(), settings).items[0]
    assert alone.key == read_submissions(_SIGNED.encode(), "b.txt", SubmissionForm(), settings).items[0].key


@pytest.mark.parametrize(
    "members",
    [
        {"a.txt": _SIGNED, "b.txt": f"机密★1年\n{_SIGNED}"},
        {"a.txt": _SIGNED, "机密★报告.pdf": "x"},
        {"a.txt": _SIGNED, "秘密/b.txt": _SIGNED},
        {"a.txt": _SIGNED, "b.zip": package({"c.txt": f"密级：秘密\n{_SIGNED}"})},
    ],
)
def test_one_classified_document_refuses_the_whole_archive(tmp_path: Path, members: dict[str, bytes]) -> None:
    """The archive would be kept as it is: a mark anywhere in it, in a name too, and nothing of it is taken."""
    with pytest.raises(Classified):
        read_submissions(package(members), "x.zip", SubmissionForm(), office(tmp_path))


@pytest.mark.parametrize("members", [{}, {"a.jpg": "x"}, {"a.txt": _TEXT, "b.txt": ""}])
def test_an_archive_without_anything_to_take_is_refused(tmp_path: Path, members: dict[str, bytes]) -> None:
    """Nothing readable inside is a refusal that gives the first reason."""
    with pytest.raises((UnreadableMaterial, RefusedMaterial)) as caught:
        read_submissions(package(members), "x.zip", SubmissionForm(), office(tmp_path))
    assert caught.value.remedy


@pytest.mark.parametrize(
    "body",
    [
        word_file(paragraph(run(_TEXT)), {"docProps/core.xml": "<p><keywords>机密</keywords></p>"}),
        word_file(paragraph(run("密级★", "<w:vanish/>") + run(_TEXT)) + paragraph(run("机密★长期", "<w:vanish/>"))),
        word_file(table(("密 级", "机密"), ("标题", "某事")) + paragraph(run(_TEXT))),
        word_file(table(("份号", "000001", "机密★1年"), ("a", "b", "c")) + paragraph(run(_TEXT))),
        word_file(paragraph(run(_TEXT)), comments=f"<w:comments {W}>{paragraph(run('秘密'))}</w:comments>"),
    ],
)
def test_a_level_anywhere_in_a_word_file_is_seen(tmp_path: Path, body: bytes) -> None:
    """Properties, hidden lines, cells of tables and comments are places for a level."""
    with pytest.raises(Classified):
        read_submissions(body, "a.docx", _FORM, office(tmp_path))
