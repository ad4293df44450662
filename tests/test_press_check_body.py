"""Titles, 主送机关, headings, what follows the text, contents: each fault planted is found under its rule alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import official_pages as good
from tests.official_pages import swapped
from tests.planted import found, rules_of, setting

OFFICIAL = good.downward()
ATTACHED = good.attached()
BULLETIN = good.bulletin()
TITLE = good.title(*good.TITLE)
HEI = '<span class="hei">'
LISTED = "附件：森林防火责任清单"


BELOW = f'<p class="annex text">以上清单请认真执行。</p>{good.blank()}'


def retitled(*lines: str) -> str:
    return swapped(OFFICIAL, TITLE, good.title(*lines))


def signed(name: float, date: float) -> str:
    """The unsealed document with 署名 and date moved to the right by so many mm."""
    html = swapped(OFFICIAL, 'class="signer"', f'class="signer moved{name}"')
    html = swapped(html, 'class="date"', f'class="date" id="d{name}"')
    style = f".signer {{ position: relative; left: {name}mm }} .date {{ position: relative; left: {date}mm }}"
    return swapped(html, "</style>", style + "</style>")


def without_text_at_the_end() -> str:
    """署名 and date on a page of their own."""
    body = good.text(good.TEXT) + good.text(good.TEXT[:52])
    html = swapped(OFFICIAL, good.body(), body + '<div class="annex"></div>')
    return swapped(html, f'{good.blank()}<p class="in list">{LISTED}</p>{good.blank()}', "")


def without_text_on_page_one() -> str:
    """A first page that ends with the 主送机关."""
    body = good.text(good.ORDERS) + good.heading(good.LINES[0]) + good.text(good.ORDERS)
    return swapped(swapped(OFFICIAL, good.body(), body), good.ADDRESSED, good.ADDRESSED + '<div class="annex"></div>')


LONG = "附件：东山今冬明春森林防火责任分工和完成情况表（\n<span style='{}'></span>征求意见稿）"


def short_signed(cells: float) -> str:
    """The document signed with a short name, its longer date ending so many characters in."""
    date = f'<p class="date" style="text-align: right; margin-right: {cells * 15.793 + 6}pt">2026年11月20日</p>'
    return good.downward(good.right("东山市政府", 4.5, "signer") + date)


def heading_at_the_end() -> str:
    """A first page whose last line is a heading that its text does not follow."""
    stranded = swapped(good.heading(good.LINES[0]), "break-after: avoid", "break-after: auto")
    opening = good.text(good.TEXT) + good.text("一是加强日常巡护。") + good.text("二是严格火源管控。")
    rest = good.text(good.ORDERS) + good.heading(good.LINES[1]) + good.text(good.ORDERS)
    return swapped(OFFICIAL, good.body(), opening + stranded + rest)


PLANTED: list[tuple[int, str, str]] = [
    (26, "标题18磅", swapped(OFFICIAL, "font-size: 22pt", "font-size: 19pt")),
    (26, "标题用黑体", swapped(OFFICIAL, "</style>", '.title span { font-family: "bulletin 黑体" }</style>')),
    (26, "标题不居中", swapped(OFFICIAL, "</style>", ".title { position: relative; left: 1.5mm }</style>")),
    (27, "标题下空一行", swapped(OFFICIAL, good.blank(10), good.blank(9))),
    (28, "沙漏形", retitled("东山市人民政府关于做好", "森林防火", "工作的实施意见和通知")),
    (28, "一行不足四字", retitled("东山市人民政府关于做好森林防火", "通知")),
    (29, "断开词语", retitled("东山市人民政府关于做好今冬明春森", "林防火工作的通知")),
    (29, "断开书名号", retitled("东山市人民政府关于印发《森林", "防火条例》的通知")),
    (30, "主送机关下移", swapped(OFFICIAL, good.ADDRESSED, good.blank() + good.ADDRESSED)),
    (30, "主送机关未顶格", swapped(OFFICIAL, good.ADDRESSED, good.ADDRESSED.replace("<p>", '<p style="margin-left: 4mm">'))),
    (31, "首页没有正文", without_text_on_page_one()),
    (32, "一级标题用楷体", swapped(OFFICIAL, f"{HEI}一、", '<span class="kai">一、')),
    (32, "二级标题用黑体", swapped(OFFICIAL, '<span class="kai">（一）', f"{HEI}（一）")),
    (32, "标题字号", swapped(OFFICIAL, f"{HEI}三、", '<span class="hei" style="font-size: 18pt">三、')),
    (33, "序号跳过", swapped(OFFICIAL, "三、做好", "四、做好")),
    (33, "越层", swapped(OFFICIAL, good.heading(good.LINES[2]), '<p class="text">1. 做好应急准备</p>')),
    (33, "半角括号", swapped(OFFICIAL, good.heading(good.LINES[2]), good.heading("(一)做好应急准备", "kai"))),
    (34, "独行标题带句号", swapped(OFFICIAL, "压实工作责任<", "压实工作责任。<")),
    (34, "标题居页末", heading_at_the_end()),
    (35, "名称后有句号", swapped(OFFICIAL, LISTED, LISTED + "。")),
    (35, "左空不足", swapped(OFFICIAL, "</style>", ".list { position: relative; left: -5mm }</style>")),
    (35, "序号不对齐", swapped(ATTACHED, ".second { margin-left: 27.86mm", ".second { margin-left: 30mm")),
    (35, "正文下空二行", swapped(OFFICIAL, f'{good.blank()}<p class="in list">', f'{good.blank(2)}<p class="in list">')),
    (35, "序号不从1起", swapped(OFFICIAL, LISTED, "附件：2. 森林防火责任清单")),
    (35, "序号用顿号", swapped(ATTACHED, "2. 值班安排<", "2、值班安排<")),
    (35, "名称回行未对齐", swapped(OFFICIAL, LISTED, LONG.format("margin-left: 0"))),
    (36, "日期长于署名", short_signed(2)),
    (36, "署名右空不足", signed(5.57, 5.57)),
    (36, "日期未右移二字", signed(0, -5.57)),
    (37, "日期右空不足", swapped(good.downward(good.sealed()), "</style>", ".signer, .date { position: relative; left: 2mm }</style>")),
    (37, "署名不居中", swapped(good.downward(good.sealed()), "</style>", ".signer { position: relative; left: -2mm }</style>")),
    (38, "日期有虚位", swapped(OFFICIAL, 'class="date">2026年11月20日', 'class="date">2026年11月05日')),
    (38, "没有的日子", swapped(OFFICIAL, 'class="date">2026年11月20日', 'class="date">2026年11月31日')),
    (39, "署名页没有正文", without_text_at_the_end()),
    (40, "附注未空二字", swapped(OFFICIAL, good.NOTE, good.NOTE.replace('class="in"', 'style="margin-left: 5.57mm"'))),
    (40, "附注隔一行", swapped(OFFICIAL, good.NOTE, good.blank() + good.NOTE)),
    (41, "附件用仿宋", swapped(ATTACHED, f"{HEI}附件1", "<span>附件1")),
    (41, "附件标题在第二行", swapped(ATTACHED, f"附件2</span></p>{good.blank()}", "附件2</span></p>")),
    (41, "附件标题与说明不同", swapped(ATTACHED, "2. 值班安排", "2. 值班安排表")),
    (41, "附件未顶格", swapped(ATTACHED, f"{HEI}附件2", f'<span style="margin-left: 5.57mm"></span>{HEI}附件2')),
    (41, "附件序号不同", swapped(ATTACHED, "附件2</span>", "附件3</span>")),
    (41, "附件标题不居中", swapped(ATTACHED, good.title("值班安排"), good.title("值班安排　　　"))),
    (41, "附件未另面", swapped(ATTACHED, '<p class="annex hei-line"><span class="hei">附件2', BELOW + '<p><span class="hei">附件2')),
    (81, "目录页码不对", swapped(BULLETIN, "……2</p>", "……3</p>")),
    (81, "目录缺一篇", swapped(BULLETIN, "2. 全市入冬以来火险形势分析………………2", "　")),
    (81, "目录标题不同", swapped(BULLETIN, "1. 东山镇扎实推进", "1. 东山镇切实推进")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "html"), [pytest.param(n, html, id=f"{n}-{name}") for n, name, html in PLANTED])
def test_a_fault_is_found_and_nothing_else(rule: int, html: str, tmp_path: Path) -> None:
    """Each fault planted in a good document is reported under its rule alone."""
    assert rules_of(found(setting(html), tmp_path)) == {rule}


def test_an_attachment_that_begins_too_low_is_found(tmp_path: Path) -> None:
    """附件 on the second line of its page is found under its own rule."""
    html = swapped(
        ATTACHED,
        '<p class="annex hei-line"><span class="hei">附件2',
        '<div class="annex"></div>' + good.blank() + f"<p>{HEI}附件2",
    )

    assert rules_of(found(setting(html), tmp_path)) == {41}


def test_a_half_width_colon_is_named_by_its_element_too(tmp_path: Path) -> None:
    """附件:, 签发人: and a 主送机关 with half-width colons break their own rule and the one about marks."""
    for rule, html in (
        (35, swapped(OFFICIAL, LISTED, LISTED.replace("：", ":"))),
        (24, swapped(good.upward(), "签发人：", "签发人:")),
        (30, swapped(OFFICIAL, "市政府各部门：", "市政府各部门:")),
    ):
        assert rules_of(found(setting(html), tmp_path)) == {rule, 63}


def test_a_seal_near_the_text_is_right(tmp_path: Path) -> None:
    """A red seal over the date, its top within a line of the text, is no finding."""
    pdf = good.with_seal(setting(good.downward(good.sealed())), 115, 183)

    assert found(pdf, tmp_path).findings == ()


def test_a_seal_far_from_the_text_is_found(tmp_path: Path) -> None:
    """A seal whose top is more than a line below the text is reported under its rule."""
    pdf = good.with_seal(setting(good.downward(good.sealed())), 115, 206)

    assert rules_of(found(pdf, tmp_path)) == {37}


def test_a_seal_on_a_date_set_for_none_is_found(tmp_path: Path) -> None:
    """Where a seal lies over the date, 署名 and date are held to the form with a seal."""
    pdf = good.with_seal(setting(OFFICIAL), 110, 183)

    assert rules_of(found(pdf, tmp_path)) == {37}


def test_a_turned_name_below_the_name_is_right(tmp_path: Path) -> None:
    """A long name of an attachment goes on below its own first character."""
    html = swapped(OFFICIAL, LISTED, LONG.format("margin-left: 16.72mm"))

    assert 35 not in rules_of(found(setting(html), tmp_path))


@pytest.mark.parametrize(
    "lines",
    [
        ("东山市人民政府关于做好", "今冬明春森林防火工作的通知"),
        ("东山市人民政府", "关于进一步做好今冬明春", "森林防火工作的实施意见"),
        ("东山市人民政府关于印发重大", "项目建设管理办法的通知"),
        ("东山市人民政府关于推进", "高质量发展的意见"),
    ],
)
def test_a_break_between_words_is_right(lines: tuple[str, ...], tmp_path: Path) -> None:
    """Titles cut between words, long compounds at their joint included, are no finding."""
    assert not {28, 29} & rules_of(found(setting(retitled(*lines)), tmp_path))


def test_two_levels_with_arabic_numbers_are_advice(tmp_path: Path) -> None:
    """Where an item has two levels only, 1. below 一、 is common: it is named, but stops nothing."""
    html = swapped(
        swapped(OFFICIAL, good.heading(good.LINES[2]), '<p class="text">1. 做好应急准备</p>'),
        "（一）加强",
        "　　　加强",
    )

    report = found(setting(html), tmp_path)

    assert [finding.severity for finding in report.findings if finding.rule == 33] == ["advice"]


def test_headings_start_anew_in_each_item(tmp_path: Path) -> None:
    """In a bulletin every item counts its headings from 一、 again."""
    parts = good.heading("一、强化火源管控") + good.text(good.ORDERS)
    html = swapped(BULLETIN, good.text(good.ORDERS), parts)

    assert not {32, 33} & rules_of(found(setting(html), tmp_path))
