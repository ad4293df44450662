"""What is promised about the rules of figures (数字): each sees the fault it is for, the right form passes in silence."""

from __future__ import annotations

import pytest

from bulletin.desk import gates
from bulletin.desk.gates import figures
from bulletin.settings import Settings

FAULTS: list[tuple[str, str, str]] = [
    ("wording.date", "二〇二六年二月三十日召开。", "二〇二六年二月二十八日召开。"),
    ("wording.date", "13月份用电增加。", "12月份用电增加。"),
    ("wording.date", "第五季度完成。", "第四季度完成。"),
    ("wording.weekday", "2026年11月22日（星期一）召开。", "2026年11月22日（星期日）召开。"),
    ("wording.weekday", "2026年11月20日，周四，召开。", "2026年11月20日，周五，召开。"),
    ("wording.part", "投资3亿元，其中中央资金5亿元。", "投资8亿元，其中中央资金5亿元。"),
    ("wording.part", "共检查1200人，其中党员2万人。", "共检查1200人，其中党员200人。"),
    ("wording.share", "合格率达到103.5%。", "合格率达到100%。"),
    ("wording.share", "工业用电占全部用电的120%。", "完成投资占年度计划的120%。"),
    ("wording.share", "来信同比下降130%。", "净利润同比下降130%。"),
    ("wording.fold", "费用下降了2倍。", "费用增加了2倍。"),
    ("wording.range_backwards", "每亩增收50—30元。", "每亩增收30—50元。"),
    ("wording.range_backwards", "2025—2021年实施。", "2021—2025年实施。"),
    ("wording.comparison", "用电量同比增长。", "用电量同比增长3%。"),
    ("wording.comparison", "比去年同比增长3%。", "同比增长3%。"),
    ("wording.told_twice", "完成投资182.4亿元。到年底完成投资184.2亿元。", "完成投资182.4亿元。占用土地184.2亩。"),
    ("wording.age", "村民李某某今年193岁。", "村口古树193岁。"),
    ("policy.personal", "联系电话13812345678。", "联系电话138****5678。"),
]


def _seen(settings: Settings, text: str) -> list[str]:
    draft = gates.Draft("标题", text, "工作动态", ("东山镇",), settings.publication())
    return [rule.code for rule in figures.RULES for _ in rule.look(draft, settings)]


@pytest.mark.parametrize(("rule", "bad", "good"), FAULTS)
def test_each_rule_sees_its_fault_and_lets_the_right_form_pass(
    settings: Settings, rule: str, bad: str, good: str
) -> None:
    """The rule fires once on the fault, alone, and none fires on the same text put right."""
    assert _seen(settings, bad) == [rule]
    assert _seen(settings, good) == []


def test_every_rule_of_figures_is_tried() -> None:
    """No rule stands without a fault here; the sum of parts is tried with the first four gates."""
    assert {rule.code for rule in figures.RULES} == {rule for rule, _, _ in FAULTS} | {"wording.sum"}


@pytest.mark.parametrize(
    "text",
    [
        "投资由50亿元降至30亿元，从20至15人精简。",
        "增长2倍，达到103%，占上年同期的130%。",
        "全镇共有120人，其中每人年均收入2万元，比上年增加300人。",
        "飞入领空前20至15分钟报告。",
    ],
)
def test_figures_that_only_look_odd_pass(settings: Settings, text: str) -> None:
    """Falls told as from–to, multiples of an earlier year and averages behind 其中 are no faults."""
    assert _seen(settings, text) == []


def test_a_hidden_number_is_suggested(settings: Settings) -> None:
    """The finding of a person's number stands at the number and suggests how it is hidden."""
    draft = gates.Draft("", "来电13812345678反映。", "", (), settings.publication())

    (found,) = [one for rule in figures.RULES for one in rule.look(draft, settings)]

    assert draft.text[found.start : found.end] == "13812345678"
    assert found.suggestion == "138****5678"
