"""Faults planted one at a time in a perfect bulletin: each is found under its rule, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from bulletin.press.check import Expected
from tests.official_pages import letter
from tests.planted import (
    COLOPHON,
    ENDING,
    FULL,
    HEAD,
    OPENING,
    Pages,
    found,
    good,
    long_text,
    paragraph,
    reworked,
    rules_of,
    setting,
)

LAST = paragraph(OPENING[1], FULL[0], ENDING)
OFFICIAL = """<div class="colophon"><div class="outer"></div><p class="copied">抄送：市委各部门，市人大常委会办公室，市政协办公室，\n\
市中级人民法院。</p><div class="inner"></div><div class="ends"><span>某市人民政府办公室</span><span>2026年11月20日印发</span></div>\
<div class="outer"></div></div><style>.colophon .copied { text-indent: -42pt; padding-left: 42pt }</style>"""
SQUEEZED = '<span style="margin-right: -.5em">”</span>，'
QUOTING = f"坚持“项目为王{SQUEEZED}强化“月月申报{SQUEEZED}推进重点项目提质又增效"
LOOSE = f"坚持“项目为王”，强化“月月申报{SQUEEZED}推进5类项目提质又增效"
CENTRED = '<span style="position: relative; {}">{}</span>'


def moved(line: str, style: str) -> str:
    return CENTRED.format(style, line)


LOW_PAGES = """@page { margin-bottom: 31.5mm; @bottom-right { padding-top: 1.03mm } @bottom-left { padding-top: 1.03mm } }
.last { height: 229.79mm }"""

PLANTED: list[tuple[int, str, dict[str, object]]] = [
    (2, "天头过大", {"css": "@page :nth(4) { margin-top: 37.2mm } .last { height: 227.2mm }"}),
    (3, "订口偏移", {"css": ".last > p { position: relative; left: 1.3mm; letter-spacing: -.006em }"}),
    (4, "行超出右边缘", {"lines": (FULL[0] + "好",)}),
    (4, "行超出左边缘", {"lines": (moved(FULL[0], "left: -.4mm; letter-spacing: .00401em"),)}),
    (5, "满页超出下边缘", {"css": LOW_PAGES + "html { line-height: 10.49mm }"}),
    (6, "行距过大", {"css": "html { line-height: 10.94mm } h1 { margin: 10.94mm 0 }", "count": 51}),
    (7, "一行离开行格", {"lines": (moved(FULL[0], "top: .4mm"),)}),
    (9, "每行 27 字", {
        "lines": tuple(FULL[k % 6][:27] for k in range(54)),
        "opening": f"<span style=\"letter-spacing: .04501em\">{OPENING[0][:25]}</span>",
        "css": ".long { letter-spacing: .04001em; margin-right: -2mm }",
    }),
    (10, "一行未撑满", {"lines": (FULL[0][:27],)}),
    (11, "字距拉大", {"lines": (f'<span style="letter-spacing: .17501em">{FULL[0][:24]}</span>',)}),
    (12, "一行字号不同", {"lines": (f'<span style="font-size: 15.9pt; line-height: 0; letter-spacing: -.01em">{FULL[0]}</span>',)}),
    (12, "一段字号不同", {"ending": LAST + f'<p class="flush" style="font-size: 14pt">{FULL[0]}{FULL[1][:3]}</p>'}),
    (13, "回行未顶格", {"lines": (moved(FULL[0], "left: 1mm; letter-spacing: -.0065em"),)}),
    (13, "段首未空格", {"ending": LAST + f'<p class="flush">{FULL[1]}\n{ENDING}</p>'}),
    (14, "段间加空", {"ending": LAST + LAST.replace("<p>", '<p style="margin-top: 3mm">')}),
    (14, "段间空行", {"ending": paragraph(OPENING[1], ENDING).replace("<p>", '<p style="margin-bottom: 10.445mm">') * 5}),
    (15, "蓝字", {"lines": (f'<span style="color: #00c">{FULL[0]}</span>',)}),
    (42, "版记线过粗", {"css": ".outer { height: .6mm }"}),
    (42, "版记线过短", {"css": ".inner { width: 140mm }"}),
    (43, "版记位置偏高", {"css": ".colophon { bottom: 5mm }"}),
    (44, "抄送左空不足", {"colophon": OFFICIAL, "css": ".colophon p { margin-left: 4pt }"}),
    (44, "抄送末无句号", {"colophon": OFFICIAL.replace("院。<", "院<")}),
    (44, "抄送字号", {"colophon": OFFICIAL, "css": ".colophon p { font-size: 12pt; line-height: 8mm }"}),
    (44, "抄送回行未对齐", {"colophon": OFFICIAL, "css": ".colophon p.copied { padding-left: 0; text-indent: 0 }"}),
    (45, "印发机关左空过大", {"colophon": OFFICIAL, "css": ".colophon .ends { margin-left: 28pt }"}),
    (45, "印发日期有虚位", {"colophon": OFFICIAL.replace("11月20日", "03月05日")}),
    (47, "版记下有文字", {"colophon": COLOPHON + '<div style="position: absolute; bottom: -4mm; left: 60mm">内部使用</div>'}),
    (48, "页码字体", {"css": '@page { @bottom-right { font-family: "bulletin 黑体" } }'}),
    (48, "页码字号", {"css": "@page { @bottom-right { font-size: 13pt } }"}),
    (49, "页码偏低", {"css": "@page { @bottom-right { padding-top: 4mm } }"}),
    (50, "页码未空一字", {"css": "@page :right { @bottom-right { padding-right: 0 } }"}),
    (50, "页码居中", {"css": "@page :left { @bottom-left { padding-left: 70mm } }"}),
    (51, "一页无页码", {"css": "@page :nth(3) { @bottom-right { content: none } }"}),
    (51, "页码跳号", {"css": "@page :nth(3) { @bottom-right { content: '— 7 —' } }"}),
    (51, "全文无页码", {"css": "@page { @bottom-right { content: none } @bottom-left { content: none } }"
                         "@page :right { @bottom-right { content: none } } @page :left { @bottom-left { content: none } }"}),
    (56, "顿号居行首", {"lines": (FULL[0], "、" + FULL[1][1:])}),
    (56, "连接号居行首", {"lines": (FULL[0], "—" + FULL[1][1:])}),
    (56, "々居行首", {"lines": (FULL[0], "々" + FULL[1][1:])}),
    (57, "前括号居行末", {"lines": (FULL[0][:27] + "（", "注）" + FULL[1][2:])}),
    (58, "破折号断开", {"lines": (FULL[0][:27] + "—", "—" + FULL[1][1:])}),
    (58, "三连破折号", {"lines": (FULL[0][:13] + "———" + FULL[0][16:],)}),
    (58, "破折号只一半", {"lines": (FULL[0][:13] + "，—" + FULL[0][15:],)}),
    (58, "省略号只一半", {"lines": (FULL[0][:14] + "…" + FULL[0][15:],)}),
    (59, "数断开", {"lines": (FULL[0][:27] + "12", "34" + FULL[1][1:])}),
    (59, "数与单位断开", {"lines": (FULL[0][:26] + "2026", "年" + FULL[1][1:])}),
    (60, "孤字", {"ending": paragraph(OPENING[1], FULL[0], "好。")}),
    (61, "孤行", {"ending": f'<p class="flush">{ENDING}</p>' + LAST}),
    (62, "挤压不一致", {"lines": (QUOTING, QUOTING, LOOSE)}),
    (65, "破折号用西文字体", {"lines": (f'{FULL[0][:14]}<span class="n">——</span>{FULL[0][16:]}',)}),
    (68, "数字过宽", {"lines": (f'{FULL[0][:14]}<span class="楷">12</span>{FULL[0][15:]}',)}),
    (75, "语言", {"lang": "en"}),
    (75, "关键词", {"head": HEAD.replace('<meta name="keywords" content="重大项目">', "")}),
    (82, "送在报前", {"colophon": COLOPHON.replace("<p>发：市政府各部门。</p>", "").replace(
        "<p>报：", "<p>发：市政府各部门。</p><p>报：")}),
    (82, "报尾无句号", {"colophon": COLOPHON.replace("各部门。</p>", "各部门</p>")}),
    (83, "没有报尾", {"colophon": ""}),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "what", "changed"), PLANTED, ids=[f"{rule}-{what}" for rule, what, _ in PLANTED])
def test_a_planted_fault_is_found_and_nothing_else(
    rule: int, what: str, changed: dict[str, object], tmp_path: Path
) -> None:
    """One fault of the page is reported under its own rule alone."""
    report = found(good(**changed), tmp_path)

    assert rules_of(report) == {rule}, [finding.message for finding in report.findings]


def test_the_page_to_plant_in_is_perfect(tmp_path: Path) -> None:
    """Without a fault there is no finding, whatever else of good matter stands on the page."""
    assert found(good(), tmp_path).findings == ()
    assert found(good(colophon=OFFICIAL), tmp_path).findings == ()
    assert found(good(lines=(QUOTING, QUOTING)), tmp_path).findings == ()


def test_pages_that_all_end_early_are_found(tmp_path: Path) -> None:
    """Where the text goes on overleaf from the 21st line of every page, the type area is not filled."""
    css = """@page { margin-bottom: 43mm } .last { height: 229.79mm; margin-bottom: -30mm; break-inside: avoid }
    @page { @bottom-right { margin-top: 10.4mm } @bottom-left { margin-top: 10.4mm } }"""
    report = found(good(css=css, count=50), tmp_path)

    assert rules_of(report) == {5}, [finding.message for finding in report.findings]


def test_missing_numbers_are_told_page_by_page(tmp_path: Path) -> None:
    """One page without a number is named; a file without any is told once."""
    one = found(good(css="@page :nth(3) { @bottom-right { content: none } }"), tmp_path).findings
    none = next(changed for _, what, changed in PLANTED if what == "全文无页码")

    assert [(finding.page, finding.message) for finding in one] == [(3, "本页没有页码")]
    assert len(found(good(**none), tmp_path).findings) == 1


def test_the_first_page_of_a_letter_shows_no_number(tmp_path: Path) -> None:
    """信函 shows no page number on its first page (10.1)."""
    number = """<style>@page :first { @bottom-right { content: "— 1 —"; font: 14pt/14pt "bulletin 宋体";
    vertical-align: top; padding-top: 2.11mm; padding-right: 14pt } }</style></head>"""
    report = found(setting(letter().replace("</head>", number)), tmp_path)

    assert [finding.message for finding in report.findings] == ["信函首页不显示页码"]


def undecided(pdf: bytes, folder: Path) -> set[int]:
    return {one.rule for one in found(pdf, folder).undecided}


def test_rules_about_what_is_not_there_are_undecided(tmp_path: Path) -> None:
    """抄送 and 印发 are asked of a 版记 that has them, 报送发 of a 报尾, the 版记 of a file that has one."""
    colophon = {42, 43, 44, 45, 46, 47, 82}

    assert undecided(good(), tmp_path) & colophon == {44, 45}
    assert undecided(good(colophon=OFFICIAL), tmp_path) & colophon == {82}
    assert undecided(good(colophon=""), tmp_path) & colophon == colophon


WIDE = """<style>@page wide { size: 297mm 210mm; @bottom-left { content: none } @bottom-right { content: none } }
table { page: wide; break-before: page; border-collapse: collapse; font-size: 12pt } td { border: .3mm solid; height: 8mm }
</style><table><tr><td>单位</td><td>得分</td></tr><tr><td>东山镇</td><td>九十</td></tr></table>"""


def test_a_wide_table_may_lie_on_its_side(tmp_path: Path) -> None:
    """A4 pages that hold a table may lie on their side; lying pages of plain text are against rule 1."""
    table = Pages().html.replace('<div class="last">', WIDE + WIDE + '<div class="last">')
    text = table.replace("border: .3mm solid", "")

    assert found(setting(table), tmp_path).findings == ()
    assert rules_of(found(setting(text), tmp_path)) == {1}


def test_what_looks_like_a_fault_is_none(tmp_path: Path) -> None:
    """Blank lines at a page's top, a dash between places and a list of dashes, quotes squeezed alike: no findings."""
    blank = ".last { padding-top: 10.445mm; height: 219.34mm }"
    places = FULL[0][:13] + "京—沪" + FULL[0][16:]
    table = '<table style="page: auto; break-before: auto"><tr><td>单位</td></tr><tr><td>东山镇</td></tr></table>'
    listed = "<p>——" + OPENING[0][2:] + f"\n{FULL[1]}\n{ENDING}</p>"

    assert found(good(css=blank), tmp_path).findings == ()
    assert found(good(lines=(places,)), tmp_path).findings == ()
    assert found(good(ending=listed), tmp_path).findings == ()
    assert found(good(ending=WIDE.split("<table>")[0] + table + "<p></p>" + LAST), tmp_path).findings == ()


def wider(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        page.MediaBox = [0, -30, 610, page.MediaBox[3]]


def turned(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[2]
    width, height = (float(side) for side in page.MediaBox[2:])
    page.MediaBox = [0, 0, height, width]
    page.Rotate = 90
    body = page.Contents.read_bytes()
    page.Contents = pdf.make_stream(b"q 0 1 -1 0 %f 0 cm\n" % height + body + b"\nQ")


def unembedded(pdf: pikepdf.Pdf) -> None:
    for descriptor in descriptors(pdf, "FandolHei"):
        del descriptor["/FontFile3"]


def without_tag(pdf: pikepdf.Pdf) -> None:
    for font in fonts(pdf, "FandolHei"):
        font.BaseFont = pikepdf.Name("/FandolHei")


def renamed(pdf: pikepdf.Pdf) -> None:
    for font in fonts(pdf, "FandolHei"):
        font.BaseFont = pikepdf.Name("/ABCDEF+ComicNeue")


def private(pdf: pikepdf.Pdf) -> None:
    for font in fonts(pdf, "FandolFang"):
        table = font.ToUnicode.read_bytes()
        assert b"<5168>" in table
        font.ToUnicode.write(table.replace(b"<5168>", b"<e000>"))


def fonts(pdf: pikepdf.Pdf, name: str) -> list[pikepdf.Object]:
    every = pdf.pages[0].resources.Font.values()
    return [font for font in every if str(font.BaseFont).endswith(name)]


def descriptors(pdf: pikepdf.Pdf, name: str) -> list[pikepdf.Object]:
    return [font.DescendantFonts[0].FontDescriptor for font in fonts(pdf, name)]


def scanned(pdf: pikepdf.Pdf) -> None:
    image = pdf.make_stream(b"\xff" * 100)
    for key, value in {
        "/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": 10, "/Height": 10,
        "/ColorSpace": pikepdf.Name.DeviceGray, "/BitsPerComponent": 8,
    }.items():  # fmt: skip
        image[key] = value
    for page in pdf.pages:
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=image))
        page.Contents = pdf.make_stream(b"q 590 0 0 840 0 0 cm /Scan Do Q")


def scripted(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def unmarked(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Outlines"]


def marked_otherwise(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.Title = pikepdf.String("第一条")


@pytest.mark.parametrize(
    ("rule", "change"),
    [(1, wider), (1, turned), (71, unembedded), (71, without_tag), (71, renamed), (72, private), (74, scanned),
     (75, scripted), (75, unmarked), (75, marked_otherwise)],
)  # fmt: skip
def test_a_fault_planted_in_the_file_is_found_and_nothing_else(
    rule: int, change: Callable[[pikepdf.Pdf], None], tmp_path: Path
) -> None:
    """One fault of the file, made in its objects, is reported under its own rule alone."""
    report = found(reworked(good(), change), tmp_path)

    assert rules_of(report) == {rule}, [finding.message for finding in report.findings]


def in_printing_inks(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        body = page.Contents.read_bytes().replace(b"0 0 0 rg", b"0 0 0 1 k").replace(b"1 0 0 rg", b"0 0.8 0.8 0 k")
        page.Contents = pdf.make_stream(body)


def test_printing_inks_are_black_and_red(tmp_path: Path) -> None:
    """Black as BL100 and red as Y80 M80 (GB/T 9704-2012 6.2) are black and red like those of the screen."""
    assert found(reworked(good(), in_printing_inks), tmp_path).findings == ()


def unmapped(pdf: pikepdf.Pdf) -> None:
    for font in fonts(pdf, "FandolHei"):
        del font["/ToUnicode"]


def test_a_font_without_unicode_map_is_found(tmp_path: Path) -> None:
    """What cannot be copied or searched is told of the font, whatever becomes of its characters."""
    report = found(reworked(good(), unmapped), tmp_path)

    assert [one.message for one in report.findings if one.rule == 71] == [
        "字体 FandolHei 没有 Unicode 对照，文字不能复制和检索"
    ]
    assert rules_of(report) <= {71, 72}


def test_text_that_differs_from_the_source_is_found(tmp_path: Path) -> None:
    """What was to be printed is compared with what the file gives back; the first difference is named."""
    source = long_text(52)
    wrong = source[:100] + "误" + source[101:]

    assert found(good(), tmp_path, Expected(texts=(source,))).findings == ()
    report = found(good(), tmp_path, Expected(texts=(wrong,)))
    assert rules_of(report) == {73}
    assert "误" in report.findings[0].message and report.findings[0].measured == "前 100 字一致"


def test_copies_that_differ_from_the_list_are_found(tmp_path: Path) -> None:
    """（共印150份） is held against the distribution list."""
    assert found(good(), tmp_path, Expected(copies=150)).findings == ()
    assert rules_of(found(good(), tmp_path, Expected(copies=140))) == {82}


def test_a_colophon_on_an_odd_page_is_found(tmp_path: Path) -> None:
    """With one page of text less the 版记 comes out on page 3."""
    assert rules_of(found(good(count=32), tmp_path)) == {46}


def test_a_page_of_23_lines_is_found(tmp_path: Path) -> None:
    """A page with more than 22 lines is an error, one that ends early before running text a warning."""
    more = """@page { margin-top: 33.7mm; margin-bottom: 28mm } html { line-height: 10.21mm } h1 { margin: 10.21mm 0 }
    .last { height: 230.72mm }
    @page { @bottom-right { margin-top: -4.58mm; padding-top: 2.11mm } @bottom-left { margin-top: -4.58mm } }"""
    report = found(good(css=more), tmp_path)
    early = Pages().html.replace(
        "\n" + FULL[0] + "\n", f"\n{ENDING}</p><p style='break-before: page'>{OPENING[1]}\n", 2
    )

    assert {(one.rule, one.severity) for one in report.findings} == {(8, "error")}
    assert {(one.rule, one.severity) for one in found(setting(early), tmp_path).findings} == {(8, "warning")}
