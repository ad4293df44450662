"""信函, 命令 and 纪要: silent on good pages, and each fault planted in one is found under its rule alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import official_pages as good
from tests.official_pages import swapped
from tests.planted import found, rules_of, setting

LETTER, ORDER, MINUTES = good.letter(), good.order(), good.minutes()
RULE = 30.0 + 14.82 + 4  # mm: where the first rule of the 信函 begins


@pytest.mark.parametrize("html", [LETTER, ORDER, MINUTES], ids=["信函", "命令", "纪要"])
def test_a_good_page_is_left_alone(html: str, tmp_path: Path) -> None:
    """A special format set as chapter 10 says has no finding at all."""
    assert found(setting(html), tmp_path).findings == ()


def test_other_documents_are_not_held_to_special_formats(tmp_path: Path) -> None:
    """On an ordinary document the rules of the special formats say why they do not speak."""
    report = found(setting(good.downward()), tmp_path)

    reasons = {undecided.rule: undecided.reason for undecided in report.undecided}
    assert reasons[52] == reasons[53] == "不是信函格式"
    assert (reasons[54], reasons[55]) == ("不是命令（令）格式", "不是纪要格式")


def first_rule(weight: float = 0.7, left: float = -7, width: float = 170) -> str:
    """The letter with the first of its rules changed, all in mm."""
    return swapped(LETTER, good.red(RULE, 0.7, -7, 170), good.red(RULE, weight, left, width))


def raised_foot() -> str:
    """The letter with its lower rules two millimetres too high."""
    html = swapped(LETTER, good.red(277 - 0.7, 0.7, -7, 170), good.red(275 - 0.7, 0.7, -7, 170))
    return swapped(html, good.red(277 - 1.45, 0.25, -7, 170), good.red(275 - 1.45, 0.25, -7, 170))


PLANTED: list[tuple[int, str, str]] = [
    (52, "标志偏低", swapped(LETTER, good.mark(30, "东山市人民政府"), good.mark(32, "东山市人民政府")).replace("42pt/1", "36.5pt/1")),
    (52, "双线过短", first_rule(width=166, left=-5)),
    (52, "上粗下细颠倒", first_rule(weight=0.2)),
    (52, "末线偏高", raised_foot()),
    (52, "标志与双线过近", swapped(LETTER, "42pt/1", "39pt/1")),
    (52, "双线不居中", first_rule(left=-4)),
    (53, "要素离双线过远", good.letter(6.0)),
    (53, "发文字号不居右", swapped(LETTER, ".number { text-align: right }", ".number { text-align: right; margin-right: 3mm }")),
    (53, "有印发行", swapped(LETTER, "市政协办公室。</p>", "市政协办公室。</p><p>2026年11月20日印发</p>")),
    (54, "标志偏低", swapped(ORDER, good.mark(57, "东山市人民政府令"), good.mark(60, "东山市人民政府令")).replace("42pt/1", "34pt/1")),
    (54, "令号偏低", swapped(ORDER, good.at(94.82, "第28号", "middle number"), good.at(99, "第28号", "middle number"))),
    (54, "正文偏低", swapped(ORDER, good.text(good.TEXT), good.blank() + good.text(good.TEXT))),
    (55, "出席用仿宋", swapped(MINUTES, '<span class="hei">出席', "<span>出席")),
    (55, "名单回行未对齐", swapped(MINUTES, ".turned { margin-left: 16.72mm }", ".turned { margin-left: 11mm }")),
    (55, "请假未空二字", swapped(MINUTES, '<p class="in"><span class="hei">请假', '<p style="margin-left: 5.57mm"><span class="hei">请假')),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "html"), [pytest.param(n, html, id=f"{n}-{name}") for n, name, html in PLANTED])
def test_a_fault_is_found_and_nothing_else(rule: int, html: str, tmp_path: Path) -> None:
    """Each fault planted in a special format is reported under its rule alone."""
    assert rules_of(found(setting(html), tmp_path)) == {rule}
