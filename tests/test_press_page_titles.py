"""Titles over several lines: cut by sense, even, in the shapes GB/T 9704-2012 7.3.1 wants."""

from __future__ import annotations

import json
import lzma
import subprocess
import sys
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.press.geometry import EM
from bulletin.press.page.lines.titles import title_lines
from tests.press_paragraphs import SHARED

MEASURE = 19 * EM
WORDS = [
    *[
        "市发展改革委",
        "市财政局",
        "东山镇",
        "关于",
        "推进",
        "加强",
        "和",
        "与",
        "的",
        "通知",
        "意见",
        "工作",
        "重点项目",
        "建设",
        "全市",
    ],
    *[
        "“马上就办”",
        "《若干措施》",
        "（试行）",
        "2026年",
        "1,286.5亿元",
        "7.3%",
        "〔2026〕28号",
        "GDP",
        "、",
        "，",
        "机制",
        "基层治理",
    ],
]
titles = st.lists(st.sampled_from(WORDS), min_size=5, max_size=24).map("".join).filter(lambda text: len(text) <= 120)


def widths_of(text: str) -> list[int]:
    """Half an em for ASCII, one em for everything else, as in the faces of titles."""
    return [EM // 2 if char.isascii() else EM for char in text]


def cut(text: str) -> list[str]:
    return title_lines(text, widths_of(text), MEASURE)


def sizes(lines: list[str]) -> list[int]:
    return [sum(widths_of(line)) for line in lines]


def is_hourglass(lines: list[str]) -> bool:
    """Whether a line is longer than the one before after another was shorter."""
    steps = [after - before for before, after in pairwise(sizes(lines)) if after != before]
    return any(before < 0 < after for before, after in pairwise(steps))


@given(titles)
@settings(max_examples=80, deadline=None)
def test_nothing_is_lost_and_nothing_is_too_long(text: str) -> None:
    """The lines joined are the title; none is longer than the measure."""
    lines = cut(text)

    assert "".join(lines) == text
    assert all(size <= MEASURE for size in sizes(lines))


@given(titles)
@settings(max_examples=80, deadline=None)
def test_numbers_and_marks_are_never_parted(text: str) -> None:
    """No line ends within a number or with an opening mark, none starts with a closing one."""
    for before, after in pairwise(cut(text)):
        assert not (before[-1].isdigit() and (after[0].isdigit() or after[0] in "%,.年亿"))
        assert before[-1] not in "“《（〔"
        assert after[0] not in "”》）〕、，%的"


@pytest.mark.parametrize(
    ("lines"),
    [
        ["市发展改革委多措并举推动", "重大项目建设提质增效取得明显成效"],
        ["市应急管理局扎实做好", "汛期地质灾害防范应对各项工作"],
        ["东山镇创新“马上就办”机制", "打通服务群众“最后一公里”"],
        ["市财政局全力保障", "“三保”支出兜牢基层运行底线"],
        ["我市前三季度规模以上工业增加值", "同比增长7.3%居全省第二位"],
        ["市卫生健康委、市医保局", "联合推进紧密型县域医共体建设"],
        ["关于2025年全市国民经济和社会发展计划", "执行情况与2026年计划草案的报告"],
        ["西河区以“小网格”撬动", "基层“大治理”的探索与实践"],
        ["市委办公室市政府办公室", "关于进一步加强和改进信息报送工作的意见"],
        ["我市入选国家“5G+工业互联网”", "融合应用试点城市"],
        ["南湖县积极探索", "“党建引领+网格治理+数字赋能”", "基层治理新模式"],
        ["市商务局反映当前外贸企业面临订单不足、", "汇率波动、物流成本上升等问题及建议"],
        ["北山县突出“四个强化”", "做好耕地保护和撂荒地整治工作"],
        ["南湖区科技创新局", "2026年“三公”经费明细表"],
        ["东江市工业和信息化局", "科技型企业孵化器管理办法"],
        ["东江市南湖区促进产业高质量发展", "专项资金2025年资助情况"],
        ["市中小企业服务局关于公布上一轮第三批", "重点“小巨人”企业奖补项目的通知"],
        ["东江市商务局", "关于印发《东江市商业网点规划", "（2025—2035）》的通知"],
    ],
    ids=lambda lines: lines[0],
)
def test_titles_are_cut_by_sense(lines: list[str]) -> None:
    """As an editor would cut them: after the subject, before the verb, names of organs and quotations whole."""
    assert cut("".join(lines)) == lines


@pytest.mark.parametrize(
    "whole",
    [
        "《关于加强城乡社区治理的若干措施》",
        "“党建引领网格治理”",
        "市人力资源社会保障局",
        "1,286.5亿元",
        "（2026—2028年）",
        "高质量发展",
    ],
)
def test_names_and_quotations_stay_whole(whole: str) -> None:
    """What is one name, one quotation or one figure stands on one line wherever in the title it comes."""
    for before in (4, 7, 9, 11, 13, 15, 17):
        text = "全市各级各部门认真学习深入贯彻落实有关"[:before] + whole + "情况的报告"
        if len(text) > 19:
            assert any(whole in line for line in cut(text)), text


def test_a_title_of_one_line_stands_on_one() -> None:
    """A title that fits is not cut, blanks at its ends dropped."""
    assert cut("关于做好2026年春节期间有关工作的通知") == ["关于做好2026年春节期间有关工作的通知"]
    assert cut(" 一周要情 ") == ["一周要情"]


def test_a_blank_at_a_cut_is_dropped() -> None:
    """The halves of a title set apart by a blank stand on two lines, and the blank on neither."""
    assert cut("全面履行办公室各项职能 努力提升“三服务”工作水平") == [
        "全面履行办公室各项职能",
        "努力提升“三服务”工作水平",
    ]


def test_no_line_is_a_stub() -> None:
    """A line has four characters at least."""
    for lines in map(
        cut,
        (
            "东江市关于做好防汛抗旱和抢险救灾工作的通知",
            "东江市第三季度重点工作任务完成情况的通报",
            "东江市科技创新局关于印发《东江鲲鹏青年创新创业项目管理办法》的通知",
            "统计局" * 9,
        ),
    ):
        assert min(sizes(lines)) >= 4 * EM


def test_a_title_without_sense_is_cut_all_the_same() -> None:
    """One hundred and twenty characters without words, marks or blanks make seven even lines."""
    lines = cut("一" * 120)

    assert len(lines) == 7
    assert max(sizes(lines)) - min(sizes(lines)) <= 3 * EM


def test_a_quotation_longer_than_a_line_is_cut_by_sense() -> None:
    """Only a 《》 that no line holds is cut, between its words, best before its brackets."""
    lines = cut("东山区科技局关于《创业之星大赛奖金操作规程（征求意见稿）》公开征求意见的通知")

    assert lines[-1].startswith("（征求意见稿）》")


def test_a_title_of_120_characters_is_set_in_good_time() -> None:
    """The longest title allowed takes less than half a second and never has the shape of an hourglass."""
    text = ("市人民政府办公室关于印发全市优化营商环境三年行动方案和重大项目建设管理办法等制度的通知" * 3)[:120]
    cut(text)
    start = time.process_time()

    lines = cut(text)

    assert time.process_time() - start < 0.5
    assert not is_hourglass(lines)


def test_a_short_title_needs_no_dictionary() -> None:
    """The dictionary of words, a tenth of a second to load, is loaded only for a title of several lines."""
    program = (
        "import sys; from bulletin.press.page.lines.titles import title_lines; "
        "title_lines('一周要情', [1000] * 4, 19000); sys.exit('rjieba' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_real_titles_have_good_shapes() -> None:
    """Titles of laws: no hourglass, no stub, no line that starts or ends where words forbid it."""
    path = SHARED / "laws" / "national_regulations.jsonl.xz"
    if not path.exists():
        pytest.skip("no real material beside this checkout")
    with lzma.open(path, "rt", encoding="utf-8") as rows:
        long = sorted({title for row in rows if len(title := json.loads(row)["title"]) > 19})

    for lines in map(cut, long):
        assert not is_hourglass(lines), lines
        assert min(sizes(lines)) >= 4 * EM, lines
        assert not any(
            after.startswith(("的", "了", "等")) or before.endswith(("和", "与", "及"))
            for before, after in pairwise(lines)
        )
    assert len(long) > 40
