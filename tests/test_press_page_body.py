"""What stands on the page besides plain paragraphs: tables, pictures, footnotes, attachments, 署名; each where it belongs."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from itertools import count, pairwise
from pathlib import Path

import pdfplumber
import pytest
from PIL import Image

from bulletin.errors import TypesettingFailure
from bulletin.press.check import check_pdf
from bulletin.press.geometry import CELL, PITCH
from bulletin.press.page.engine.result import Typeset
from bulletin.press.page.entries import body, notes
from bulletin.press.page.entries.levels import paragraph
from bulletin.press.page.faces.glyphs import Glyphs
from bulletin.press.page.lines.linebreak import break_lines
from bulletin.press.page.sheet import Picture
from bulletin.text.manuscript import Note
from tests.press_sheets import FLOODS, PROJECTS, TEMPLATES, entry, fonts_here, printed, sheet

REPORT = TEMPLATES / "信息专报" / "v1"
MM = 25.4 / 72
FILLER = "全市各级各部门坚持问题导向，扎实推进各项工作落地见效，群众满意度持续提升。\n"
SCORES = """\
表1：各县（市、区）政务信息采用情况
单位：分
| 单位 | 约稿 | 采用 | 得分 | 备注 |
|---|---|---|---|---|
| 东山县 | 12 | 36 | 136.5 | |
| 西河区人民政府办公室 | 8 | 21 | 98.0 | 迟报1次，经核实系系统故障所致，按办法规定不扣分 |
| 高新技术产业开发区 | — | 9 | 45.25 | |
注：得分截至2026年10月底。"""
NOTE = "含续建项目，不含本年度已经竣工的项目。"
LETTER = f"""\
一、总体情况
今年以来共实施重点项目328个［注：{NOTE}］，总投资1,286.5亿元。
{SCORES}
图：大厅.png　群众在市政务服务大厅办事
各县（市、区）要对照先进找差距，重要情况及时报告［注：见《办法》。］。
附件：1. 2026年全市重点项目建设任务清单及责任分工一览表和各县（市、区）联系人名单
2. 名单
××市人民政府办公室
2026年11月20日
（联系人：林晓，电话：12345）
附件1
2026年全市重点项目建设任务清单
现将任务清单印发给你们。
附件2
名单
| 序号 | 姓名 |
| 1 | 张三 |"""


@dataclass(frozen=True)
class Row:
    """A line of characters on a page, in mm from the upper left corner."""

    page: int
    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    fonts: frozenset[str]

    @property
    def cells(self) -> tuple[float, float]:
        """How many cells the line stands in from the left and the right edge of the type area."""
        left = 28.0 if self.page % 2 else 26.0
        return round((self.x0 - left) / CELL, 2), round((left + 156 - self.x1) / CELL, 2)


def picture(name: str = "大厅.png", size: tuple[int, int] = (900, 600), mode: str = "RGB") -> Picture:
    """A picture of one colour."""
    kind = "JPEG" if name.endswith("jpg") else "PNG"
    stream = io.BytesIO()
    Image.new(mode, size, 128 if mode in ("L", "I;16") else "teal" if mode != "CMYK" else (0, 90, 90, 10)).save(
        stream, kind
    )
    return Picture(name, f"image/{kind.lower()}", stream.getvalue())


def rows_of(issue: Typeset, folder: Path) -> list[Row]:
    """The lines of all pages in the order of the file: characters that share a baseline, page numbers left out."""
    path = folder / "issue.pdf"
    path.write_bytes(issue.pdf)
    found: list[Row] = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            lines: dict[float, list[dict]] = {}  # type: ignore[type-arg]
            for char in page.chars:
                if char["upright"]:
                    lines.setdefault(round(297 - char["matrix"][5] * MM, 1), []).append(char)
            found += [
                Row(
                    page.page_number,
                    "".join(char["text"] for char in chars).strip(),
                    min(char["x0"] for char in chars) * MM,
                    max(char["x1"] for char in chars) * MM,
                    baseline,
                    round(max(char["size"] for char in chars), 2),
                    frozenset(char["fontname"][7:] for char in chars),
                )
                for baseline, chars in lines.items()
                if baseline < 265
            ]
    return found


def row(rows: list[Row], start: str) -> Row:
    """The first line that begins with `start`."""
    return next(one for one in rows if one.text.startswith(start))


@pytest.fixture(scope="module")
def letter() -> Typeset:
    issue = sheet(entry(1, LETTER, pictures=(picture(),)), entry(2), addressed_to="各县（市、区）人民政府")
    return printed(issue, REPORT)


@pytest.fixture(scope="module")
def rows(letter: Typeset, tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    return rows_of(letter, tmp_path_factory.mktemp("letter"))


def test_everything_typed_is_printed(rows: list[Row]) -> None:
    """Cells, captions, notes, names and attachments are all on the pages."""
    text = re.sub(r"\s", "", "".join(one.text for one in rows))

    for word in ("136.5", "45.25", "不扣分", "群众在市政务服务大厅办事", NOTE, "见《办法》。", "任务清单", "张三"):
        assert word in text
    assert "| " not in text and "图：" not in text and "［注" not in text


def test_the_paragraphs_are_told_as_printed(rows: list[Row]) -> None:
    """`body.texts` gives the paragraphs as the PDF has them, calls of footnotes in place, without tables and 署名."""
    text = "".join(one.text for one in rows if one.size == 15.75 or one.size < 10).replace(" ", "")
    said = body.texts(entry(1, LETTER))

    assert said[1] == "今年以来共实施重点项目328个①，总投资1,286.5亿元。"
    assert said[2].endswith("重要情况及时报告②。") and len(said) == 4
    assert said[3] in text


def test_body_text_after_tables_and_pictures_is_on_the_grid(rows: list[Row]) -> None:
    """Whatever stands between, every line of body text is a whole number of lines below the first one possible."""
    text = [one for one in rows if 15.6 < one.size < 16 and one.x1 - one.x0 > 60]

    steps = [(one.baseline - 37 - 0.88 * 5.556) / PITCH for one in text]

    assert len(text) > 12
    assert max(abs(step - round(step)) for step in steps) < 0.02


def test_addressees_stand_between_title_and_text(rows: list[Row]) -> None:
    """主送机关 is flush left, ends with a full-width colon and stands one blank line below the title (7.3.2)."""
    title, names = row(rows, "市应急管理局扎实"), row(rows, "各县（市、区）人民政府：")

    assert abs(names.cells[0]) < 0.1
    assert round((names.baseline - title.baseline) / PITCH) == 2


def test_the_list_of_attachments_hangs(rows: list[Row]) -> None:
    """附件说明 begins two cells in, one blank line below the text; turnovers and 2. stand under name and number (7.3.4)."""
    first, second = row(rows, "附件：1."), row(rows, "2.名单")
    turnover = rows[rows.index(first) + 1]

    assert first.cells[0] == pytest.approx(2, abs=0.05)
    assert second.cells[0] == pytest.approx(5, abs=0.1)
    assert turnover.cells[0] == pytest.approx(5.75, abs=0.15)


def test_signature_without_a_seal(rows: list[Row]) -> None:
    """署名 ends two cells in, the date begins two cells right of it, on the next line; then 附注 (7.3.5.2, 7.3.6)."""
    name, date = [one for one in rows if one.text in ("××市人民政府办公室", "2026年11月20日") and one.page > 1]
    remark = row(rows, "（联系人")

    assert name.cells[1] == pytest.approx(2, abs=0.1)
    assert date.cells[0] - name.cells[0] == pytest.approx(2, abs=0.1)
    assert round((date.baseline - name.baseline) / PITCH) == 1
    assert round((remark.baseline - date.baseline) / PITCH) == 1 and remark.cells[0] == pytest.approx(2, abs=0.1)


@pytest.mark.parametrize(
    ("name", "seal"), [("××市应急委员会办公室", True), ("市水利管理局", False), ("市府办", False), ("市府办", True)]
)
def test_signatures_by_the_rule(name: str, seal: bool, tmp_path: Path) -> None:
    """With a seal the date ends four cells in and 署名 is centred on it; a date longer than 署名 ends two cells in."""
    issue = sheet(entry(1, f"{FLOODS}\n{name}\n2026年11月20日\n（附注）", units=()), seal=seal, issuer="发文单位")
    found = rows_of(printed(issue, REPORT), tmp_path)
    signer = row(found, name)
    date = found[found.index(signer) + 1]
    text = found[found.index(signer) - 1]

    assert date.text == "2026年11月20日"
    assert date.cells[1] == pytest.approx(4 if seal else 2, abs=0.1)
    if seal:
        assert sum(signer.cells) - 2 * signer.cells[1] == pytest.approx(sum(date.cells) - 2 * date.cells[1], abs=0.15)
    else:
        assert date.cells[0] - signer.cells[0] == pytest.approx(2, abs=0.1)
    assert round((signer.baseline - text.baseline) / PITCH) == (3 if seal else 2)
    assert signer.page == text.page
    assert round((row(found, "（附注）").baseline - date.baseline) / PITCH) == 1


def test_attachments_begin_pages(letter: Typeset, rows: list[Row]) -> None:
    """Each attachment begins a page: label 黑体 flush left on line 1, title centred on line 3; then the next entry, new page."""
    for label in ("附件1", "附件2"):
        first = row(rows, label)
        on_page = [one for one in rows if one.page == first.page]
        title = on_page[1]
        assert on_page[0] is first and abs(first.cells[0]) < 0.1 and "Hei" in str(first.fonts)
        assert round((title.baseline - first.baseline) / PITCH) == 2 and title.size > 20.9
        assert abs(title.cells[0] - title.cells[1]) < 0.3
    assert [one.page for one in rows if one.text == "市应急管理局扎实做好防汛备汛工作"] == list(letter.entry_pages)
    assert letter.entry_pages[1] > row(rows, "附件2").page


def test_a_footnote_stands_below_its_call(rows: list[Row]) -> None:
    """The call is raised and small, the note in 五号 at the foot of the same page, numbered through the entry."""
    for number, words in (("①", "含续建"), ("②", "见《办法》")):
        call = next(one for one in rows if one.text.startswith(number) and one.size < 10.4)
        note = next(one for one in rows if one.text.startswith(number + words))
        assert call.page == note.page
        assert note.size == pytest.approx(10.5) and note.baseline == max(
            o.baseline for o in rows if o.page == note.page
        )


def test_notes_stay_with_their_calls(tmp_path: Path) -> None:
    """In an issue full of footnotes, each one is printed once, on the page of its call."""
    text = "\n".join([f"{FLOODS}［注：见《办法》，{'由市应急管理局负责解释，' * 11}自发布之日起施行。］"] * 12)
    found = rows_of(printed(sheet(entry(1, text)), REPORT), tmp_path)

    marks = [chr(0x2460 + k) for k in range(12)]
    calls = {one.text[0]: one.page for one in found if one.size < 10 and one.text[:1] in marks}
    below = {one.text[0]: one.page for one in found if one.size == 10.5 and one.text[:1] in marks}

    assert calls == below and list(calls) == marks


def test_a_call_never_begins_a_line() -> None:
    """Wherever a footnote falls, its call stays on the line of the word it belongs to."""
    glyphs = Glyphs(fonts_here())
    for length in range(22, 60):
        kind = paragraph("各" * length + "级" * 40)
        noted = notes.inked(glyphs, kind, [Note(length, "说明")], count(1), "这里", 1)
        assert noted.inked.text[length] == "①" and list(noted.inserts) == [length]
        assert length not in [line.start for line in break_lines(noted.text, noted.inked.widths, 2005)]


def test_lines_with_calls_end_at_the_right_edge(tmp_path: Path) -> None:
    """After and before marks and digits too, a line with calls fills the type area, calls and hanging marks counted."""
    around = ["，{}感动了群众", "。{}（二）", "；{}“好”事", "项目{}，", "18{}个", "全市{}2026年", "》{}、《"]
    words = "各级各部门扎实推进各项工作落地见效，群众满意度（含“好”和“较好”）持续提升；"
    text = "\n".join(
        words[: k + 9] + around[k % len(around)].format("［注：见《办法》。］") + words * 2 for k in range(28)
    )
    full = full_lines(printed(sheet(entry(1, text, units=())), REPORT), tmp_path)

    assert sum(any("①" <= char <= "㊿" for char in line) for line, _ in full) > 20
    assert [line for line, right in full if abs(right - 156) > 0.3] == []


def full_lines(issue: Typeset, folder: Path) -> list[tuple[str, float]]:
    """The lines of body text that go on, calls in place: text and right edge in mm, half of a hanging mark left out."""
    (folder / "issue.pdf").write_bytes(issue.pdf)
    lines: list[tuple[str, float, float]] = []
    with pdfplumber.open(folder / "issue.pdf") as pdf:
        for page in pdf.pages:
            left = 28 if page.page_number % 2 else 26
            sized = [(char, round(char["matrix"][5] * MM, 1)) for char in page.chars if char["upright"]]
            for base in sorted({y for char, y in sized if abs(char["size"] - 15.75) < 0.1}, reverse=True):
                own = [char for char, y in sized if y == base or (0 < y - base < 4 and 9 < char["size"] < 10)]
                own.sort(key=lambda char: float(char["x0"]))
                hung = 15.75 * MM / 2 if own[-1]["text"] in "。，、；：”’）》" else 0.0
                text = "".join(char["text"] for char in own)
                lines.append((text, own[0]["x0"] * MM - left, own[-1]["x1"] * MM - left - hung))
    return [(text, right) for (text, _, right), (_, x, _) in pairwise(lines) if abs(x) < 0.3 and right > 120]


def test_notes_stand_above_the_colophon(tmp_path: Path) -> None:
    """On the last page the notes stand between the text and the 版记."""
    found = rows_of(printed(sheet(entry(1, FILLER * 7 + f"{FLOODS}［注：见《办法》。］")), REPORT), tmp_path)
    note, colophon = row(found, "①见《办法》"), row(found, "报：")

    assert note.page == colophon.page == 2
    assert 5 < colophon.baseline - note.baseline < 15
    assert note.baseline > row(found, "（市应急管理局）").baseline + PITCH / 2


def test_a_note_too_long_is_refused() -> None:
    """A footnote that would fill the page is refused with entry, paragraph and number."""
    with pytest.raises(TypesettingFailure, match=r"第 1 条.*第 2 段注 1.*行"):
        printed(sheet(entry(1, f"甲。\n乙［注：{'长注' * 400}］。")), REPORT)


@pytest.mark.parametrize("noted", ["", "［注：见《办法》。］"])
def test_a_lone_line_is_not_left_behind(noted: str, tmp_path: Path) -> None:
    """No page begins with the last line of a paragraph nor ends with its first, with footnotes or without."""
    paragraphs = [
        f"始{'各级各部门扎实推进各项工作落地见效' * (2 + k % 5)}{noted if k % 7 == 0 else ''}终。" for k in range(90)
    ]
    found = rows_of(printed(sheet(entry(1, "\n".join(paragraphs), units=())), REPORT), tmp_path)
    pages = [
        lines for k in range(2, found[-1].page) if (lines := [o for o in found if o.page == k and o.size == 15.75])
    ]

    assert len(pages) > 10
    assert not [lines[0].text for lines in pages if lines[0].text.endswith("终。")]
    assert not [lines[-1].text for lines in pages if lines[-1].text.startswith("始")]


def test_a_picture_keeps_its_caption_and_its_size(letter: Typeset, rows: list[Row], tmp_path: Path) -> None:
    """900 dots are 152.4 mm at 150 dpi, centred; the caption in 楷体 stands below on the same page."""
    (tmp_path / "a.pdf").write_bytes(letter.pdf)
    with pdfplumber.open(tmp_path / "a.pdf") as pdf:
        ((number, image),) = [(page.page_number, image) for page in pdf.pages for image in page.images]
    caption = row(rows, "群众在市政务服务大厅")

    left, right = image["x0"] * MM, image["x1"] * MM
    assert right - left == pytest.approx(152.4, abs=0.1) and image["top"] < image["bottom"]
    assert (left + right) / 2 == pytest.approx(104 if number % 2 == 0 else 106, abs=0.2)
    assert caption.page == number and caption.baseline > image["bottom"] * MM
    assert "Kai" in str(caption.fonts)


@pytest.mark.parametrize(
    ("name", "size", "mode", "width"),
    [("a.png", (3000, 300), "RGBA", 156), ("b.jpg", (100, 4000), "CMYK", 3.6), ("c.png", (300, 300), "P", 50.8)],
)
def test_pictures_of_all_kinds_fit(name: str, size: tuple[int, int], mode: str, width: float, tmp_path: Path) -> None:
    """Transparent, CMYK and palette pictures are printed in RGB; none is wider than the page or higher than two thirds."""
    text = f"{FLOODS}\n{FLOODS}\n图：{name}"
    issue = printed(sheet(entry(1, text, pictures=(picture(name, size, mode),))), REPORT)
    (tmp_path / "a.pdf").write_bytes(issue.pdf)

    with pdfplumber.open(tmp_path / "a.pdf") as pdf:
        (image,) = [image for page in pdf.pages for image in page.images]

    assert (image["x1"] - image["x0"]) * MM == pytest.approx(width, abs=0.2)
    assert (image["bottom"] - image["top"]) * MM < 148
    assert "DeviceCMYK" not in str(image["colorspace"]) and issue.warnings == ()


def test_nothing_beside_the_dots_is_printed() -> None:
    """What a camera wrote into the file is not in the PDF, and the picture gives the same bytes again."""
    stream = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    Image.new("RGB", (200, 200), "teal").save(stream, "JPEG", exif=exif, comment=b"secret place")
    told = sheet(entry(1, "图：a.jpg", pictures=(Picture("a.jpg", "image/jpeg", stream.getvalue()),)))

    first, second = printed(told, REPORT).pdf, printed(told, REPORT).pdf

    assert b"secret place" in stream.getvalue() and b"secret place" not in first
    assert first == second


def test_a_missing_or_broken_picture_is_named() -> None:
    """A picture that is not attached, or cannot be opened, is refused with entry, paragraph and name."""
    with pytest.raises(TypesettingFailure, match=r"第 1 条.*第 2 段.*“没有\.png”没有附"):
        printed(sheet(entry(1, "甲。\n图：没有.png")), REPORT)
    broken = Picture("坏.png", "image/png", picture().body[:200])
    with pytest.raises(TypesettingFailure, match=r"第 1 条.*“坏\.png”打不开"):
        printed(sheet(entry(1, "图：坏.png", pictures=(broken,))), REPORT)


def test_bookmarks_follow_the_text(letter: Typeset, tmp_path: Path) -> None:
    """Sections, under them titles, under them headings 一、 and attachments."""
    (tmp_path / "a.pdf").write_bytes(letter.pdf)
    with pdfplumber.open(tmp_path / "a.pdf") as pdf:
        outline = [(level, title) for level, title, *_ in pdf.doc.get_outlines()]

    assert outline[:5] == [
        (1, "工作动态"),
        (2, "市应急管理局扎实做好防汛备汛工作"),
        (3, "一、总体情况"),
        (3, "附件1 2026年全市重点项目建设任务清单"),
        (3, "附件2 名单"),
    ]


def test_a_long_paragraph_is_one_paragraph(tmp_path: Path) -> None:
    """A paragraph of 10,000 characters is set like any other: full pages of 22 lines, indented once, nothing lost."""
    text = PROJECTS.replace("\n", "") * 22
    found = rows_of(printed(sheet(entry(1, text, units=())), REPORT), tmp_path)
    lines = [one for one in found if one.size == 15.75 and one.page > 1]
    per_page = [sum(one.page == page for one in lines) for page in range(2, max(one.page for one in lines) - 1)]

    assert len(text) > 10_000 and set(per_page) == {22}
    assert max(abs(one.cells[0]) for one in lines[:-9]) < 0.1
    assert re.sub(r"\s", "", text) in "".join(one.text.replace(" ", "") for one in found)


def test_numbers_in_chinese() -> None:
    """Items are numbered 一 to 三百 as a typist would."""
    numbers = {1: "一", 10: "十", 12: "十二", 20: "二十", 99: "九十九", 100: "一百", 105: "一百〇五", 110: "一百一十"}

    assert {number: body.numeral(number) for number in numbers} == numbers


@pytest.mark.parametrize(
    "name", ["市水利局", "市水利管理局", "东江市发展改革委", "东江市应急委员会办公室", "东江市政府办公室"]
)
def test_our_own_signatures_pass_our_own_check(name: str, tmp_path: Path) -> None:
    """Whatever the length of 署名, the page check has nothing against its place and that of the date."""
    path = tmp_path / "signed.pdf"
    path.write_bytes(printed(sheet(entry(1, f"{FLOODS}\n{name}\n2026年11月18日", units=())), REPORT).pdf)

    assert [finding.message for finding in check_pdf(path).findings if finding.rule in (36, 37)] == []


@pytest.mark.parametrize("last", ["", "| 甲 | 乙 |\n| 一 | 二 |\n", "图：大厅.png\n"])
def test_what_ends_a_letter_takes_text_along(last: str, tmp_path: Path) -> None:
    """附件说明, 署名 and date stand on one page, and above them the last line, row or picture of the text (7.3.5.5)."""
    for lines in range(1, 15):
        text = "某项工作有序推进，成效明显。\n" * lines + last
        text += "附件：1. 甲清单\n2. 乙清单\n3. 丙清单\n市财政局\n2026年11月3日"
        issue = printed(sheet(entry(1, text, units=(), pictures=(picture(size=(300, 200)),))), REPORT)
        found = rows_of(issue, tmp_path)
        first = found.index(row(found, "附件：1."))
        ending = found[first : first + 5]
        assert ending[-1].text == "2026年11月3日" and len({one.page for one in ending}) == 1
        above = [one for one in found[:first] if one.page == ending[0].page]
        with pdfplumber.open(tmp_path / "issue.pdf") as pdf:
            assert above or pdf.pages[ending[0].page - 1].images


@pytest.mark.parametrize(
    ("before", "changed"),
    [
        ("", {}),
        ("", {"title": "关于市政务服务大厅群众办事等候时间有关情况的调研报告", "editor_note": "现予编发。"}),
        ("全市各级各部门扎实推进各项工作落地见效，群众满意度持续提升。\n", {}),
    ],
)
def test_a_tall_picture_that_opens_an_entry_stays_with_the_masthead(
    before: str, changed: dict[str, str], tmp_path: Path
) -> None:
    """A picture two thirds of a page high is made lower where it would leave the masthead alone on its page."""
    opening = entry(1, f"{before}图：大厅.png　群众办事\n{FLOODS}", pictures=(picture(size=(600, 900)),), **changed)
    path = tmp_path / "tall.pdf"
    path.write_bytes(printed(sheet(opening), REPORT).pdf)

    with pdfplumber.open(path) as pdf:
        assert [page.page_number for page in pdf.pages if page.images] == [1]
        assert "群众办事" in pdf.pages[0].extract_text()
        assert pdf.pages[0].images[0]["height"] * MM > 40
