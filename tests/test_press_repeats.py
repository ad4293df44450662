"""What an issue would repeat, told before it is signed."""

from __future__ import annotations

from conftest import House

from bulletin.press.repeats import repeats

WHEAT = (
    "全市夏粮收购全面展开，已收购小麦41.2万吨，同比增加3.1万吨，收购价格平稳，农民售粮踊跃，仓容充足，未出现卖粮难。"
)


def test_two_entries_that_tell_the_same_are_named(house: House) -> None:
    """Two articles of one text are named with their places; another text is not."""
    house.article("approved", title="夏粮收购进展顺利", text=WHEAT)
    house.article("approved", title="夏粮收购进展顺利", text=WHEAT)
    house.article("approved")
    issue = house.issue()

    (line,) = repeats(house.db, issue)

    assert line.startswith("第2条与第1条同文：")


def test_an_entry_printed_before_is_named_with_its_issue(house: House) -> None:
    """What stood in an earlier issue is told when it is composed again, and no longer once the issue is printed."""
    house.article("approved", title="夏粮收购进展顺利", text=WHEAT)
    first = house.issue("published")
    house.article("approved", title="夏粮收购进展顺利", text=WHEAT)
    second = house.issue()

    assert [line.partition("：")[0] for line in repeats(house.db, second)] == ["第1条与政务信息2026年第1期所载同文"]
    assert repeats(house.db, first) == []


def test_new_figures_are_told_as_an_update(house: House) -> None:
    """The same report with later figures is called 更新, and says which figures."""
    house.article("approved", title="夏粮收购进展顺利", text=WHEAT)
    house.issue("published")
    house.article("approved", title="夏粮收购进展顺利", text=WHEAT.replace("41.2", "52.7"))
    second = house.issue()

    (line,) = repeats(house.db, second)

    assert "更新" in line
    assert "52.7" in line
