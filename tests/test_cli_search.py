"""What is promised about ``bulletin search``: all kinds of records in one call, honest notes, refusals in Chinese."""

from __future__ import annotations

from pathlib import Path

import pytest
from calls import call, done
from conftest import House


def test_all_kinds_are_searched_and_each_hit_says_where_it_is(house: House) -> None:
    """Items and articles answer under their headings, with number, day, place, title and the words in 【】."""
    house.article(text="清水河治理完工。", title="清水河变清")

    shown = call(house.settings.root, "search", "清水", "治理").out.splitlines()

    assert shown[0].startswith("来稿（3条）")
    assert [line for line in shown if line.startswith("稿件（1条）")]
    assert "　　【清水】河【治理】完工。" in shown


def test_one_kind_newest_first_as_json(office: Path) -> None:
    """``--in`` leaves one kind; the document has the snippet with the places of the words, and how it was found."""
    (kind, answer), *others = done(call(office, "search", "晚稻", "--in", "items", "--newest", "--json")).items()

    assert (kind, others, answer["ranked"], answer["read_through"]) == ("items", [], 0, False)
    assert [hit["id"] for hit in answer["hits"]] == sorted((hit["id"] for hit in answer["hits"]), reverse=True)
    first = answer["hits"][0]
    assert [first["snippet"][start:end] for start, end in first["marks"]] == ["晚稻"] * len(first["marks"])


def test_a_kind_without_the_field_is_left_out_and_named(office: Path) -> None:
    """Items have no section: they are not searched, and that is said; asked for by name, they are refused."""
    answer = call(office, "search", "栏目:要情", "--json")
    refused = call(office, "search", "栏目:要情", "--in", "items")

    assert list(answer.json) == ["articles", "issues"]
    assert "来稿没有所写的字段或状态，未查" in answer.err
    assert (refused.code, "来稿没有“栏目”这一字段" in refused.err) == (2, True)
    assert "没有一种记录同时有这些字段和状态" in call(office, "search", "栏目:要情", "类型:问题").err


def test_the_way_without_an_index_is_said(office: Path) -> None:
    """One character is found, and the reader learns why it may be slow."""
    answer = call(office, "search", "稻", "--in", "items")

    assert "【稻】" in answer.out
    assert "单个字或标点没有索引" in answer.err


@pytest.mark.parametrize(
    ("typed", "said"),
    [('"晚稻', "引号没有收尾"), ("(晚稻", "左括号没有配对"), ("单卫:东山", "最接近的是 单位"), (" ", "没有写要查什么")],
)
def test_what_cannot_be_read_is_a_usage_error(office: Path, typed: str, said: str) -> None:
    """The exit code is 2, and the message says what and where."""
    answer = call(office, "search", typed)

    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


def test_nothing_found_is_no_failure(office: Path) -> None:
    """An answer without hits says so and ends with 0."""
    answer = call(office, "search", "无此词语")

    assert (answer.code, answer.out) == (0, "没有找到\n")


def test_a_state_only_one_kind_has_searches_that_kind(office: Path) -> None:
    """待处理 is a state of items: they are searched, and the kinds that do not know it are named as left out."""
    answer = call(office, "search", "状态:待处理 晚稻", "--json")

    assert list(answer.json) == ["items"]
    assert "稿件、已印发没有所写的字段或状态，未查" in answer.err


def test_a_word_with_a_minus_is_left_out_on_the_command_line_too(office: Path) -> None:
    """``search 收割 -96.8万亩`` is a query, not an option; a real option still is one."""
    with_it = done(call(office, "search", "收割", "--in", "items", "--json"))["items"]["hits"]
    without = done(call(office, "search", "收割", "-96.8万亩", "--in", "items", "--json"))["items"]["hits"]

    assert 0 < len(without) < len(with_it)


@pytest.mark.parametrize("mark", ["相近", "near", "文件提示", "修订痕迹"])
def test_what_the_queue_marks_can_be_filtered_by_its_word(office: Path, mark: str) -> None:
    """Marks are asked for by the word the queue shows, by their English name, or by what a note says."""
    rows = done(call(office, "item", "list", "--filter", f"标记:{mark}", "--json"))

    assert rows
    assert len(rows) < len(done(call(office, "item", "list", "--json")))


def test_a_unit_is_asked_for_as_the_queue_shows_it(house: House) -> None:
    """An item without a unit shows where it is from in that column, and is found by it."""
    shown = house.item(unit="", title="某网消息", origin="某网")

    found = done(call(house.settings.root, "item", "list", "--filter", "单位:某网", "--json"))

    assert [row["id"] for row in found] == [shown.id]
