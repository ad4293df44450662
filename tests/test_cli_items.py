"""What ``bulletin item show`` tells of an item's relations."""

from __future__ import annotations

from calls import call
from conftest import House

NOTICE = "各有关单位：现就第{0}批项目申报工作通知如下。一、申报时间。二、申报条件。三、申报材料。请各单位按要求组织申报，逾期不予受理。"
WHEAT = (
    "全市夏粮收购全面展开，已收购小麦41.2万吨，同比增加3.1万吨，收购价格平稳，农民售粮踊跃，仓容充足，未出现卖粮难。"
)


def test_what_matters_of_the_relations_stands_first_and_templates_are_few(house: House) -> None:
    """Of six notices in one wording three are shown and the others counted."""
    for batch in "一二三四五六":
        last = house.item(title=f"关于第{batch}批项目申报的通知", text=NOTICE.format(batch))

    shown = call(house.settings.root, "item", "show", last.id).out.splitlines()

    assert sum(line.startswith("同模板：来稿 ") for line in shown) == 3
    assert "另有2件同模板" in shown


def test_what_was_printed_stands_before_what_is_only_alike(house: House) -> None:
    """The printed text comes first, then the update in the queue."""
    house.article("approved", title="夏粮收购进展顺利", text=WHEAT)
    house.issue("published")
    house.item(title="夏粮收购进展顺利", text=WHEAT.replace("41.2", "39.8"))
    last = house.item(title="夏粮收购进展顺利", text=WHEAT)

    shown = call(house.settings.root, "item", "show", last.id).out.splitlines()
    told = [line for line in shown if line.partition("：")[0] in ("同文", "更新")]

    assert "已刊 政务信息2026年第1期" in told[0]
    assert told[-1].startswith("更新：来稿 ")
