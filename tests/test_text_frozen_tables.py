"""What is promised about frozen tables: whatever of their figures is not what was frozen is named with its place."""

from __future__ import annotations

import pytest

from bulletin.text.frozen_tables import changes, freeze

TEXT = """一、得分情况
各组情况见下表。
表1：一类单位（2个）
| 名次 | 单位 | 得分 |
| 1 | 市财政局 | 23.0 |
| 2 | 市水利局 | 9.0 |
| | 合计 | 32.0 |
注：四舍五入。
条形图：各组得分
单位：分
| 单位 | 得分 |
| 市财政局 | 23.0 |
二、存在的问题"""
FROZEN = freeze(TEXT)


def words(text: str) -> list[str]:
    """Return what is changed, in words."""
    return [one.words for one in changes(FROZEN, text)]


@pytest.mark.parametrize(
    "edit",
    [
        ("各组情况见下表。", "各组情况，以下表为准。"),
        ("注：四舍五入。", "注：得分四舍五入到一位。"),
        ("表1：", "表3："),
        ("| 1 | 市财政局 | 23.0 |", "|1|市财政局|23.0|"),
        ("| 1 | 市财政局 | 23.0 |", "|---|---|---:|\n| 1 | 市财政局 | 23.0 |"),
        ("条形图：各组得分\n单位：分\n| 单位 | 得分 |\n| 市财政局 | 23.0 |\n", ""),
        ("二、存在的问题", "表2：附带说明\n| 事 | 数 |\n| 会 | 3 |\n二、存在的问题"),
    ],
)
def test_what_is_an_editors_may_be_changed(edit: tuple[str, str]) -> None:
    """Words around a table, its note, number and alignment, a chart less, a table more: nothing stands against it."""
    assert TEXT.count(edit[0]) == 1
    assert words(TEXT.replace(*edit)) == []


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("市财政局 | 23.0 |\n| 2", "市财政局 | 25.0 |\n| 2", "“市财政局”的“得分”印作“25.0”，封存的是“23.0”"),
        ("| 2 | 市水利局 | 9.0 |", "| 1 | 市水利局 | 9.0 |", "“市水利局”的“名次”印作“1”，封存的是“2”"),
        ("| | 合计 | 32.0 |", "| | 合计 | 33.0 |", "“合计”的“得分”印作“33.0”，封存的是“32.0”"),
        ("| 2 | 市水利局 | 9.0 |\n", "", "“市水利局”的“整行”印作“（没有）”，封存的是“2 市水利局 9.0”"),
        ("| | 合计", "| 3 | 市科协 | 8.0 |\n| | 合计", "“市科协”的“整行”印作“3 市科协 8.0”，封存的是“（没有）”"),
        ("单位：分", "单位：千分", "印作“单位：千分”，封存的是“单位：分”"),
        ("| 市财政局 | 23.0 |\n二", "| 市财政局 | 32.0 |\n二", "印作“32.0”，封存的是“23.0”"),
        ("名次 | 单位 | 得分", "名次 | 单位 | 累计", "印作“累计”，封存的是“得分”"),
    ],
)
def test_a_changed_figure_is_named_with_row_column_and_both_values(was: str, now: str, told: str) -> None:
    """A cell, a place, a sum, a row less or more, the unit, a bar of a chart, a head."""
    assert TEXT.count(was) == 1
    (found,) = words(TEXT.replace(was, now))
    assert told in found


def test_a_table_that_is_gone_or_called_otherwise_is_named() -> None:
    """Neither its rows nor its title may go; two tables of one title are held one by one."""
    (found,) = words(TEXT.replace("表1：一类单位（2个）", "表1：各单位"))
    assert "“一类单位（2个）”" in found and "没有这张表" in found
    twice = freeze(f"{TEXT}\n{TEXT}")
    assert [one.row for one in changes(twice, f"{TEXT}\n{TEXT.replace('9.0', '8.0')}")] == ["市水利局"]


@pytest.mark.parametrize(
    ("was", "now", "called"),
    [
        (
            "条形图：各组得分\n单位：分\n| 单位 | 得分 |\n| 市财政局 | 23.0 |",
            "条形图：得分\n| 单位 | 得分 |\n| 市财政局 | 999 |",
            "得分",
        ),
        ("条形图：各组得分", "折线图：各组得分", "各组得分"),
        ("二、存在的问题", "条形图：各单位得分\n| 局 | 分 |\n| 市财政局 | 999 |\n二、存在的问题", "各单位得分"),
        ("条形图：", "表1：一类单位（2个）\n| 单位 | 数 |\n| 市财政局 | 999 |\n条形图：", "一类单位（2个）"),
        ("各组情况见下表。", "表9：一类单位 (2个)\n| 单位 | 数 |\n| 市财政局 | 999 |", "一类单位 (2个)"),
        ("二、存在的问题", "表2：另一张\n| 名 次 | 单位 | 得分 |\n| 1 | 市财政局 | 999 |\n二、存在的问题", "另一张"),
    ],
)
def test_nothing_is_added_that_could_be_taken_for_what_was_frozen(was: str, now: str, called: str) -> None:
    """A chart of another title, kind or figures, a table of a frozen title or head, before the true one or behind it."""
    assert TEXT.count(was) == 1
    (found,) = changes(FROZEN, TEXT.replace(was, now))
    assert (found.table, "没有" in found.frozen) == (called, True)


def test_an_article_of_which_nothing_was_frozen_has_any_chart_it_likes() -> None:
    """Only a circular is held to its figures."""
    assert list(changes([], TEXT)) == []
