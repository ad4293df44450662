"""The head of page 1: silent on good heads, and each fault planted in one is found under its rule alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin.press.check import Expected, check_pdf
from bulletin.press.check.elements import ISSUE_NUMBER
from tests import official_pages as good
from tests.official_pages import swapped
from tests.planted import found, rules_of, setting

SAMPLE = Path(__file__).parents[2] / "shared" / "data" / "docs" / "govdoc_typst_sample.pdf"
MINE = {*range(16, 42), *range(52, 56), 63, 64, 66, 67, 69, 70, *range(77, 82)}
OFFICIAL = good.downward()
UPWARD = good.upward()
BULLETIN = good.bulletin()
HEI = '<span class="hei">'


@pytest.mark.parametrize("html", [OFFICIAL, UPWARD, BULLETIN, good.downward(good.sealed()), good.attached()])
def test_a_good_head_is_left_alone(html: str, tmp_path: Path) -> None:
    """Documents set as the standard says have no finding at all."""
    assert found(setting(html), tmp_path).findings == ()


PLANTED: list[tuple[int, str, str]] = [
    (16, "份号五位", swapped(OFFICIAL, "000001", "00001")),
    (16, "份号未顶格", swapped(OFFICIAL, "000001", '<span class="in"></span>000001')),
    (16, "份号字号", swapped(OFFICIAL, "000001", '<span style="font-size: 14pt">000001</span>')),
    (16, "份号不在第一行", swapped(OFFICIAL, good.at(37.02, "000001"), good.at(39.5, "000001"))),
    (17, "期限用汉字", swapped(OFFICIAL, "机密★1年", "机密★一年")),
    (17, "密级用仿宋", swapped(OFFICIAL, f"{HEI}机密", "<span>机密")),
    (17, "密级未顶格", swapped(OFFICIAL, f"{HEI}机密", f'<span class="in">{HEI}</span></span>{HEI}机密')),
    (18, "紧急程度写法", swapped(OFFICIAL, "特急", "火急")),
    (18, "紧急程度在密级之上", swapped(swapped(swapped(OFFICIAL, "机密★1年", "甲"), "特急", "机密★1年"), "甲", "特急")),
    (19, "标志偏高", swapped(OFFICIAL, good.mark(72, "东山市人民政府文件"), good.mark(70, "东山市人民政府文件"))),
    (20, "标志不居中", swapped(OFFICIAL, "</style>", ".big { left: 4mm }</style>")),
    (20, "标志超出版心", swapped(OFFICIAL, "</style>", ".big { letter-spacing: .48em; margin: 0 -8mm 0 -3mm }</style>")),
    (20, "标志用黑体", swapped(OFFICIAL, "</style>", '.big { font-family: "bulletin 黑体" }</style>')),
    (20, "标志为黑色", swapped(OFFICIAL, "</style>", ".big { color: #000 }</style>")),
    (21, "圆括号", swapped(OFFICIAL, "〔2026〕", "（2026）")),
    (21, "虚位", swapped(OFFICIAL, "〕28号", "〕028号")),
    (21, "带第字", swapped(OFFICIAL, "〕28号", "〕第28号")),
    (22, "字号不居中", swapped(OFFICIAL, "middle number", "number")),
    (22, "上行文字号未左空一字", swapped(UPWARD, 'class="number"', 'class="number" style="margin-left: 6mm"')),
    (22, "上行文字号与签发人不同行", swapped(UPWARD, '"kai">周', '"kai" style="position: relative; top: -.7mm">周')),
    (23, "标志与字号之间过大", swapped(OFFICIAL, "</style>", ".big { font-size: 28pt }</style>")),
    (24, "姓名用仿宋", swapped(UPWARD, '<span class="kai">李明远</span>', "李明远")),
    (24, "标签用黑体", swapped(UPWARD, "签发人：", '<b class="hei">签发人</b>：')),
    (24, "右空不足", swapped(UPWARD, "</style>", ".row { margin-right: 4pt }</style>")),
    (25, "红线偏高", swapped(OFFICIAL, good.red(117.76, 0.5), good.red(116.9, 0.5))),
    (25, "红线过短", swapped(OFFICIAL, good.red(117.76, 0.5), good.red(117.76, 0.5, 3, 150))),
    (25, "红线过粗", swapped(OFFICIAL, good.red(117.76, 0.5), good.red(117.3, 1.2))),
    (77, "刊名不居中", swapped(BULLETIN, "</style>", ".big { left: 4mm }</style>")),
    (77, "刊名不红", swapped(BULLETIN, "</style>", ".big { color: #000 }</style>")),
    (79, "编发单位未空一字", swapped(BULLETIN, 'class="unit"', 'class="unit" style="margin-left: -5mm"')),
    (79, "日期未空一字", swapped(BULLETIN, 'class="date"', 'class="date" style="margin-right: -5mm"')),
    (79, "日期有虚位", swapped(BULLETIN, '<span class="date">2026年11月20日', '<span class="date">2026年11月05日')),
    (79, "日期与单位不同行", swapped(BULLETIN, 'class="date"', 'class="date" style="position: relative; top: -.7mm"')),
    (80, "红线过短", swapped(BULLETIN, good.red(97.96, 0.65), good.red(97.96, 0.65, 3, 150))),
    (80, "红线过低", swapped(BULLETIN, good.red(97.96, 0.65), good.red(103.5, 0.65))),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "html"), [pytest.param(n, html, id=f"{n}-{name}") for n, name, html in PLANTED])
def test_a_fault_is_found_and_nothing_else(rule: int, html: str, tmp_path: Path) -> None:
    """Each fault planted in a good head is reported under its rule alone."""
    assert rules_of(found(setting(html), tmp_path)) == {rule}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (77, Expected(masthead="东山日报", number_pattern=r"第\d+期（总第\d+期）")),
        (78, Expected(number_pattern=r"〔\d{4}〕\d+期")),
        (78, Expected(number_pattern=r"第\d+期（总第\d+期）", previous_number=12)),
        (78, Expected(previous_number=11, previous_total=340)),
    ],
)
def test_a_series_is_held_to_its_form(rule: int, expected: Expected, tmp_path: Path) -> None:
    """A 刊名 or 期号 that is not its series' is reported under its rule alone."""
    assert rules_of(found(setting(BULLETIN), tmp_path, expected)) == {rule}


def test_a_series_number_that_follows_is_right(tmp_path: Path) -> None:
    """期号 and 总期号 one more than those of the issue before are no finding, and the rule is decided."""
    expected = Expected(number_pattern=r"第\d+期（总第\d+期）", previous_number=11, previous_total=344)

    report = found(setting(BULLETIN), tmp_path, expected)

    assert report.findings == ()
    assert 78 not in {undecided.rule for undecided in report.undecided}


def test_a_number_below_the_unit_is_right(tmp_path: Path) -> None:
    """Houses differ in whether the 期号 stands above the unit line or below it: both are left alone."""
    html = swapped(
        BULLETIN,
        good.at(78, "第12期（总第345期）", "middle number"),
        good.at(88.4, "第12期（总第345期）", "middle number"),
    )
    html = swapped(
        html,
        f'<div class="row at" style="top: {88.4 - 37.0245:.3f}mm">',
        f'<div class="row at" style="top: {78 - 37.0245:.3f}mm">',
    )

    assert found(setting(html), tmp_path).findings == ()


def test_without_the_series_the_number_is_undecided(tmp_path: Path) -> None:
    """Of a 简报 whose series is not known the checker says so instead of guessing."""
    report = found(setting(BULLETIN), tmp_path)

    assert [undecided.rule for undecided in report.undecided if "期号" in undecided.reason] == [78]


def test_a_finding_carries_place_figures_and_strength(tmp_path: Path) -> None:
    """A finding names its clause, what was measured and wanted, and where in millimetres."""
    html = swapped(OFFICIAL, good.red(117.76, 0.5), good.red(116.9, 0.5))

    (finding,) = found(setting(html), tmp_path).findings

    assert (finding.severity, finding.strength, finding.clause) == ("error", "规定", "GB/T 9704-2012 7.2.7")
    assert (finding.measured, finding.wanted) == ("3.14 毫米", "4.0±0.5 毫米")
    assert finding.place is not None and 107 < finding.place.y0 < finding.place.y1 < 115


def test_a_weight_is_advice_only(tmp_path: Path) -> None:
    """The standard does not name the weight of the red rule: one too heavy is advice."""
    html = swapped(OFFICIAL, good.red(117.76, 0.5), good.red(117.3, 1.2))

    assert [finding.severity for finding in found(setting(html), tmp_path).findings] == ["advice"]


@pytest.mark.parametrize(
    "form",
    [
        "第12期",
        "（第12期）",
        "〔2026〕12期",
        "2026年第12期（总第345期）",
        "增刊第1期",
        "第十二期",
        "（2026）第12期",
        "第12期（增刊）",
    ],
)
def test_the_usual_forms_of_a_number_are_known(form: str) -> None:
    """期号 in the forms offices use are recognised as such."""
    assert ISSUE_NUMBER.fullmatch(form)


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample of another program is not here")
def test_findings_on_a_foreign_page_can_be_measured() -> None:
    """On another program's document every finding is one that a ruler confirms, and there is no other.

    Measured on the page: ink of the mark from 40.3 mm, red rule at 107.7 mm under characters that end at 104.5 mm,
    title from 120.6 mm, 主送机关 24.2 mm below it, date to 184.0 mm, 附注 from 25.2 mm and above the date; mark and
    title in 黑体.
    """
    report = check_pdf(SAMPLE)

    rules = {finding.rule: finding for finding in report.findings if finding.rule in MINE}
    assert sorted(rules) == [19, 20, 23, 25, 26, 27, 30, 36, 40]
    assert (rules[25].measured, rules[27].measured, rules[30].measured) == ("3.15 毫米", "12.6 毫米", "24.2 毫米")
