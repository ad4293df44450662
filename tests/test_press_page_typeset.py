"""The finished page: what is printed, where it stands, and what is refused."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pytest
from pdfminer.pdftypes import resolve1

from bulletin.errors import TypesettingFailure
from bulletin.press.check.read import Page, read_pages
from bulletin.press.page.engine.result import Typeset
from bulletin.press.page.engine.typeset import typeset
from bulletin.press.page.entries.levels import paragraph
from bulletin.press.page.lines.titles import title_lines
from tests.press_sheets import FLOODS, PROJECTS, TEMPLATES, entry, fonts_here, printed, sheet, whole_issue

REPORT = TEMPLATES / "信息专报" / "v1"


@pytest.fixture(scope="module")
def issue() -> Typeset:
    return printed(whole_issue())


@pytest.fixture(scope="module")
def pages(issue: Typeset, tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    return pages_of(issue, tmp_path_factory.mktemp("issue"))


def pages_of(issue: Typeset, folder: Path) -> list[Page]:
    path = folder / "issue.pdf"
    path.write_bytes(issue.pdf)
    return read_pages(path)


def text_of(issue: Typeset, folder: Path) -> str:
    """Everything printed, in the order of the file, blanks and page numbers left out."""
    path = folder / "text.pdf"
    path.write_bytes(issue.pdf)
    with pdfplumber.open(path) as pdf:
        text = "".join("".join(char["text"] for char in page.chars) for page in pdf.pages)
    return re.sub(r"— \d+ —|\s", "", text)


def test_the_same_sheet_gives_the_same_bytes(issue: Typeset) -> None:
    """Setting the same sheet again gives the same file, byte for byte."""
    assert printed(whole_issue()).pdf == issue.pdf


def test_what_is_printed_is_what_was_written(issue: Typeset, tmp_path: Path) -> None:
    """Every title, paragraph and attribution can be copied out of the PDF unchanged."""
    text = text_of(issue, tmp_path)

    for one in whole_issue().entries:
        assert one.title in text
        for line in one.text.split("\n"):
            assert re.sub(r"\s", "", line) in text
        assert f"（{'、'.join(one.units)}）" in text
    assert "编者按：现予编发，供各地借鉴。" in text
    assert "报：省政府办公厅，市委书记、副书记、常委，市长、副市长，市人大常委会主任，市政协主席。" in text
    assert "责任编辑：林晓（共印150份）" in text


def test_blanks_between_words_survive(tmp_path: Path) -> None:
    """A blank between Latin words, before a number or between Chinese phrases is in the PDF as a blank."""
    text = "该平台由 Open Data Center 建设，分为 3 期。全面履职 努力提升服务水平。"
    path = tmp_path / "blanks.pdf"
    path.write_bytes(printed(sheet(entry(1, text)), REPORT).pdf)

    with pdfplumber.open(path) as pdf:
        copied = "".join(char["text"] for page in pdf.pages for char in page.chars)

    assert text in copied


def test_entry_pages_are_where_the_titles_stand(issue: Typeset, pages: list[Page]) -> None:
    """The page reported for each entry is the one its title is printed on in 2号."""
    for number, one in zip(issue.entry_pages, whole_issue().entries, strict=True):
        titles = "".join(row.text for row in pages[number - 1].rows if 20.9 <= row.size <= 22.2)
        assert one.title in titles


def test_the_contents_give_the_pages(issue: Typeset, pages: list[Page]) -> None:
    """Each entry has a line in the contents that ends in its page."""
    listed = [int(found[1]) for row in pages[0].rows if (found := re.search(r"…{4,}(\d+)$", row.text))]

    assert listed == list(issue.entry_pages)


def test_one_entry_needs_no_contents(tmp_path: Path) -> None:
    """An issue of one entry has no contents, and its text begins on the first page."""
    first = pages_of(printed(sheet(entry(1))), tmp_path)[0]

    text = "".join(row.text for row in first.rows)
    assert "本期要目" not in text
    assert "针对近期持续强降雨天气" in text


def test_full_pages_have_twenty_two_lines(tmp_path: Path) -> None:
    """A page of nothing but text holds 22 lines, the first at 37 mm, the last ending at 262 mm."""
    plain = "全市各级各部门坚持问题导向目标导向结果导向相统一扎实推进各项工作落地见效，" * 40
    page = pages_of(printed(sheet(entry(1, plain)), REPORT), tmp_path)[1]
    body = [row for row in page.rows if row.baseline < 264]

    assert len(body) == 22
    assert abs(body[0].top - 37) < 0.2
    assert abs(body[-1].bottom - 262) < 0.3


def test_the_colophon_closes_an_even_last_page(pages: list[Page]) -> None:
    """The last page is even; its lowest rule ends at 262.0 mm; the three rules are 0.35, 0.25 and 0.35 mm."""
    rules = [rule for rule in pages[-1].rules if not rule.red]

    assert len(pages) % 2 == 0
    assert abs(rules[-1].bottom - 262.0) < 0.1
    assert [round(rule.bottom - rule.top, 2) for rule in rules] == [0.35, 0.25, 0.35]


@pytest.mark.parametrize("lines", range(9, 20, 2))
def test_pages_without_text_have_no_number(lines: int, tmp_path: Path) -> None:
    """However the text ends, the 版记 is on an even page, and a page of its own (or blank) carries no number."""
    body = "\n".join(["全市各级各部门扎实推进各项工作落地见效。"] * lines)
    pages = pages_of(printed(sheet(entry(1, body)), REPORT), tmp_path)

    assert len(pages) % 2 == 0
    for page in pages:
        numbered = any(re.fullmatch(r"—\d+—", row.text) for row in page.rows)
        rules = [rule.top for rule in page.rules if not rule.red]
        text = [row for row in page.rows if row.baseline < min(rules, default=264)]
        assert numbered == bool(text)


def test_a_rare_name_is_borrowed_and_said(tmp_path: Path) -> None:
    """A character only the fallback face has is printed, and the editor is told which and where."""
    result = printed(sheet(entry(1, "驻村第一书记李喆、张䶮带领群众种植果树。")), REPORT)

    assert "李喆、张䶮带领" in text_of(result, tmp_path)
    assert any("喆" in warning and "第 1 条" in warning for warning in result.warnings)


def test_a_character_without_a_face_stops_the_press() -> None:
    """A character no face has is refused by name, code, entry, title and place."""
    with pytest.raises(TypesettingFailure) as failure:
        printed(sheet(entry(1), entry(2, "第一段。\n村名写作\ue026，无法识别。")))

    for part in ("U+E026", "第 2 条", "市应急管理局", "第 2 段", "第 5 字"):
        assert part in failure.value.what


def test_markup_in_the_text_is_text(tmp_path: Path) -> None:
    """HTML and CSS in a title or text are printed as they are; nothing they name is fetched or run."""
    evil = '<img src="file:///etc/passwd"><style>p{display:none}</style>{{ 7*7 }}&amp;'
    result = printed(sheet(entry(1, evil, title=evil[:30])), REPORT)

    assert re.sub(r"\s", "", evil) in text_of(result, tmp_path)
    assert result.warnings == ()


def test_a_broken_template_is_named(tmp_path: Path) -> None:
    """A template that uses an unknown name is refused with its path and the name."""
    template = tmp_path / "政务信息" / "v9"
    shutil.copytree(TEMPLATES / "政务信息" / "v1", template)
    (template / "template.html.j2").write_text("{{ nonsense }}", "utf-8")

    with pytest.raises(TypesettingFailure, match=r"v9.*nonsense"):
        printed(sheet(entry(1)), template)


def test_a_missing_template_is_named(tmp_path: Path) -> None:
    """A template folder without its files is refused with its path."""
    with pytest.raises(TypesettingFailure, match="nowhere"):
        printed(sheet(entry(1)), tmp_path / "nowhere")


def test_a_font_that_vanished_is_named(tmp_path: Path) -> None:
    """A font file that is gone when the page is set is refused by role and path."""
    fonts = fonts_here()
    gone = replace(fonts.faces["仿宋"], path=tmp_path / "gone.otf")

    with pytest.raises(TypesettingFailure, match=r"仿宋.*gone\.otf"):
        typeset(sheet(entry(1)), REPORT, replace(fonts, faces={**fonts.faces, "仿宋": gone}))


def test_a_process_that_dies_is_reported(tmp_path: Path) -> None:
    """If the libraries cannot be used, the failure says so and names the command that mends it."""
    library = tmp_path / "libpango-1.0.so.0"
    library.write_bytes(b"not a library")

    with pytest.raises(TypesettingFailure, match="排版程序中断") as failure:
        typeset(sheet(entry(1)), REPORT, replace(fonts_here(), libraries=tmp_path))

    assert "make setup" in failure.value.remedy


def test_the_colophon_record_says_what_was_used(issue: Typeset) -> None:
    """The record is JSON and names program, libraries, template and every font with its hash."""
    record = json.loads(json.dumps(issue.made_with))

    assert set(record["versions"]) == {"bulletin", "weasyprint", "pango", "harfbuzz"}
    assert (record["template"]["name"], record["template"]["version"]) == ("政务信息", "v1")
    assert all(len(font["sha256"]) == 64 for font in record["fonts"].values())


def test_a_changed_template_has_another_hash(issue: Typeset, tmp_path: Path) -> None:
    """Any change to a file of the template changes its hash."""
    template = tmp_path / "政务信息" / "v1"
    shutil.copytree(TEMPLATES / "政务信息" / "v1", template)
    (template / "page.css").write_text((template / "page.css").read_text("utf-8") + "\n", "utf-8")

    changed = printed(sheet(entry(1)), template).made_with["template"]["sha256"]

    assert changed != issue.made_with["template"]["sha256"]


def test_the_file_describes_itself(issue: Typeset, tmp_path: Path) -> None:
    """Title, issuer, date of the issue, language, PDF/A-2u and a bookmark for every entry are in the file."""
    path = tmp_path / "described.pdf"
    path.write_bytes(issue.pdf)

    with pdfplumber.open(path) as pdf:
        info, catalog = pdf.metadata, pdf.doc.catalog
        metadata = resolve1(catalog["Metadata"]).get_data()
        outlines = [title for _, title, *_ in pdf.doc.get_outlines()]

    assert info["Title"] == "政务信息 第12期（总第345期）"
    assert info["Author"] == "××市人民政府办公室"
    assert info["CreationDate"].startswith("D:20261120")
    assert catalog["Lang"] == b"zh-CN" and "OutputIntents" in catalog
    assert b"pdfaid" in metadata
    assert [title for title in outlines if title in {one.title for one in whole_issue().entries}] == [
        one.title for one in whole_issue().entries
    ]


def test_everything_stays_inside_the_type_area(pages: list[Page]) -> None:
    """Full lines end within 0.6 mm of the right edge; half of a closing mark may stand outside."""
    for page in pages:
        right = 182 if page.number % 2 == 0 else 184
        for row in page.rows:
            half = (row.chars[-1].x1 - row.chars[-1].x0) / 2 if row.text[-1] in "。，、；：？！”）》" else 0
            assert row.x1 - half <= right + 0.3
            assert row.x0 >= right - 156 - 0.3


def test_a_report_names_its_signer(tmp_path: Path) -> None:
    """信息专报 prints 签发人 on the line of the number."""
    first = pages_of(printed(replace(sheet(entry(1, PROJECTS)), signed_by="周远"), REPORT), tmp_path)[0]

    assert any(row.text == "第12期（总第345期）签发人：周远" for row in first.rows)


def test_empty_parts_leave_no_trace(tmp_path: Path) -> None:
    """Without mark, units, distribution, staff and copies nothing is printed in their place."""
    bare = sheet(
        entry(1, FLOODS, section="", units=()), mark="", report_to=(), send_to=(), issue_to=(), staff=(), copies=0
    )

    text = text_of(printed(bare, REPORT), tmp_path)

    assert not any(word in text for word in ("报：", "送：", "发：", "共印", "【", "（）"))


def test_a_long_masthead_has_room(tmp_path: Path) -> None:
    """A long 刊名 is set smaller, on one line, centred."""
    name = "××经济技术开发区政务信息"
    first = pages_of(printed(sheet(entry(1), masthead=name), REPORT), tmp_path)[0]
    row = next(row for row in first.rows if row.text == name)

    assert abs((row.x0 + row.x1) / 2 - 106) < 0.7
    assert row.x0 > 28


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("全面履行办公室职能 努力提升“三服务”水平", ["全面履行办公室职能", "努力提升“三服务”水平"]),
        ("我市2026年前三季度固定资产投资同比增长7.3%", ["我市2026年前三季度", "固定资产投资同比增长7.3%"]),
        ("市应急管理局扎实做好防汛备汛工作", ["市应急管理局扎实做好防汛备汛工作"]),
    ],
)
def test_titles_break_by_sense(title: str, lines: list[str]) -> None:
    """A title is cut between phrases, never inside a number, a quotation or a word of the trade."""
    widths = [500 if char.isascii() else 1000 for char in title]

    assert title_lines(title, widths, 18000) == lines


def test_headings_take_their_faces() -> None:
    """一、 is set in 黑体, （一） in 楷体 up to its full stop, the rest in 仿宋."""
    lines = ("一、强化谋划储备", "（一）推行容缺受理。该委出台办法。", "1. 土地方面。")
    first, second, third = map(paragraph, lines)

    assert first.heading and set(first.styles) == {"黑体"}
    assert not second.heading and second.styles[:10] == ("楷体",) * 10 and set(second.styles[10:]) == {"仿宋"}
    assert set(third.styles) == {"仿宋"}
