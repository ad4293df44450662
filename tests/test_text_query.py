"""What is promised about the query language: what each form means, and that what cannot be read is refused with its place."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.text import plain
from bulletin.text.days import Days, days
from bulletin.text.query import (
    MOST_CONDITIONS,
    AllOf,
    AnyOf,
    Dated,
    Holds,
    Not,
    Query,
    QueryError,
    Words,
    needles,
    parse,
    quoted,
)

TODAY = date(2026, 11, 20)


def _word(text: str) -> Words:
    return Words(text, "folded")


@pytest.mark.parametrize(
    ("expression", "tree"),
    [
        ("", AllOf()),
        (" 　 ", AllOf()),
        ("防汛", _word("防汛")),
        ("防汛 物资", AllOf((_word("防汛"), _word("物资")))),
        ("防汛　物资", AllOf((_word("防汛"), _word("物资")))),
        ("防汛 AND 物资", AllOf((_word("防汛"), _word("物资")))),
        ("防汛 与 物资", AllOf((_word("防汛"), _word("物资")))),
        ("防汛 OR 抗旱 演练", AnyOf((_word("防汛"), AllOf((_word("抗旱"), _word("演练")))))),
        ("防汛 或 抗旱", AnyOf((_word("防汛"), _word("抗旱")))),
        ("-演练", Not(_word("演练"))),
        ("－演练", Not(_word("演练"))),
        ("NOT 演练", Not(_word("演练"))),
        ("非 演练", Not(_word("演练"))),
        ("非(防汛 或 抗旱)", Not(AnyOf((_word("防汛"), _word("抗旱"))))),
        ("（防汛 或 抗旱） -演练", AllOf((AnyOf((_word("防汛"), _word("抗旱"))), Not(_word("演练"))))),
        ('"防汛 物资"', Words("防汛 物资")),
        ("“防汛，物资”", Words("防汛，物资")),
        ("「防汛」", Words("防汛")),
        ('"他说""好"""', Words('他说"好"')),
        ('"AND"', Words("AND")),
        ("或者 与会 非常", AllOf((_word("或者"), _word("与会"), _word("非常")))),
        ("and or not", AllOf((_word("and"), _word("or"), _word("not")))),
        ("COVID", Words("COVID", "cased")),
        ("covid", _word("covid")),
        ("关于“十四五”规划", _word("关于“十四五”规划")),
        ("通知(试行)稿", _word("通知(试行)稿")),
        ("(通知（试行）)", _word("通知（试行）")),
        ("C++", Words("C++", "cased")),
        ("10:30", _word("10:30")),
        ("http://x.cn", _word("http://x.cn")),
        ("东山-西山", _word("东山-西山")),
        ("unit:东山", Holds("unit", "东山")),
        ("单位：东山", Holds("unit", "东山")),
        ('Unit:"东山 镇"', Holds("unit", "东山 镇")),
        ("-类型:问题", Not(Holds("kind", "问题"))),
        ("栏目:要情 刊物:政务信息", AllOf((Holds("section", "要情"), Holds("publication", "政务信息")))),
        ("标题:暴雨", Words("暴雨", "folded", True)),
        ("title:“暴 雨”", Words("暴 雨", "exact", True)),
        ("date:2026-01", Dated("date", Days(date(2026, 1, 1), date(2026, 2, 1)))),
        ("收到：今天", Dated("received", Days(TODAY, date(2026, 11, 21)))),
        ("(日期:2026)", Dated("date", Days(date(2026, 1, 1), date(2027, 1, 1)))),
    ],
)
def test_each_form_means_what_it_says(expression: str, tree: Query) -> None:
    """Words, phrases, operators in both languages, brackets of both widths, fields and days come out as written down."""
    assert parse(expression, TODAY) == tree


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ('"防汛', "第1字处：引号没有收尾"),
        ('防汛 "', "第4字处：引号没有收尾"),
        ('""', "第1字处：引号里没有字"),
        ("防汛 AND", "第7字处：缺少条件"),
        ("AND 防汛", "第1字处：缺少条件"),
        ("防汛 OR OR 抗旱", "第7字处：缺少条件"),
        ("NOT", "第4字处：缺少条件"),
        ("防汛 或", "第5字处：缺少条件"),
        ("(防汛", "第1字处：左括号没有配对"),
        ("防汛)", "第3字处：多了一个右括号"),
        ("()", "第2字处：缺少条件"),
        ("(" * 300, "套得太深"),
        ("(" * 300 + "防汛" + ")" * 300, "套得太深"),
        ("-" * 300 + "防汛", "套得太深"),
        ("NOT " * 300 + "防汛", "套得太深"),
        ("防汛 " * 10_000, "查询太长"),
        ("防 " * (MOST_CONDITIONS + 1), "条件太多"),
        ("unit:", "“unit”后面没有写值"),
        ("单位： 东山", "“单位”后面没有写值"),
        ("units:东山", "没有字段 units"),
        ("日期:昨日", "日期“昨日”看不懂"),
        ("日期:2026-13", "日期“2026-13”不是一个日子"),
        ("日期:2026-02..2026-01", "前后颠倒"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(expression: str, said: str) -> None:
    """No guess and no traceback: what is wrong, at which character, and what to do."""
    with pytest.raises(QueryError) as refused:
        parse(expression, TODAY)

    assert said in refused.value.what
    assert refused.value.remedy


@pytest.mark.parametrize(("typed", "meant"), [("units", "unit"), ("单卫", "单位"), ("tilte", "title"), ("刊", "刊物")])
def test_an_unknown_field_names_the_nearest(typed: str, meant: str) -> None:
    """English or Chinese, a slip is answered with the name that was meant."""
    with pytest.raises(QueryError) as refused:
        parse(f"{typed}:东山")

    assert f"最接近的是 {meant}" in refused.value.remedy


def test_relative_days_need_to_know_what_today_is() -> None:
    """Without a today 近7天 is refused, and nothing reads a clock."""
    with pytest.raises(QueryError, match="要从今天算起"):
        parse("日期:近7天")


@given(st.text(max_size=80))
def test_any_line_is_read_or_refused(text: str) -> None:
    """Whatever is typed, the answer is a tree or a refusal in Chinese."""
    try:
        parse(text, TODAY)
    except QueryError as refused:
        assert refused.what and refused.remedy


@given(st.text(min_size=1, max_size=80))
def test_anything_can_be_looked_for_in_quotes(text: str) -> None:
    """`quoted` gives the query that means exactly the text, as far as the text is plain."""
    wanted = plain(text)

    assert not wanted or parse(quoted(wanted)) == Words(plain(wanted))


@pytest.mark.parametrize(
    ("text", "since", "before"),
    [
        ("2026", "2026-01-01", "2027-01-01"),
        ("2026年", "2026-01-01", "2027-01-01"),
        ("2026-12", "2026-12-01", "2027-01-01"),
        ("2026年2月", "2026-02-01", "2026-03-01"),
        ("2026-1-5", "2026-01-05", "2026-01-06"),
        ("2026年1月5日", "2026-01-05", "2026-01-06"),
        ("2026.1.5", "2026-01-05", "2026-01-06"),
        ("2026-01-05..2026-02", "2026-01-05", "2026-03-01"),
        ("2026-01至2026-02", "2026-01-01", "2026-03-01"),
        ("2026-01..", "2026-01-01", None),
        ("..2026-01", None, "2026-02-01"),
        ("近7天", "2026-11-14", "2026-11-21"),
        ("近2周", "2026-11-07", "2026-11-21"),
        ("近9999年", "0001-01-01", "2026-11-21"),
        ("昨天", "2026-11-19", "2026-11-20"),
        ("本周", "2026-11-16", "2026-11-23"),
        ("上周", "2026-11-09", "2026-11-16"),
        ("本月", "2026-11-01", "2026-12-01"),
        ("上月", "2026-10-01", "2026-11-01"),
        ("去年", "2025-01-01", "2026-01-01"),
    ],
)
def test_days_as_people_write_them(text: str, since: str | None, before: str | None) -> None:
    """Years, months, days, ranges open or closed, and counts back from today are spans from one day to before another."""
    span = days(text, TODAY)

    assert span == Days(*(date.fromisoformat(day) if day else None for day in (since, before)))


@pytest.mark.parametrize("text", ["", "..", "近0天", "9999", "0000", "2026-02-30", "2026-01-05T09:00", "二〇二六"])
def test_what_is_no_day_is_refused(text: str) -> None:
    """An impossible date is not bent into a possible one."""
    with pytest.raises(ValueError, match=r"[看不]"):
        days(text, TODAY)


def test_needles_are_the_words_that_are_wanted() -> None:
    """What is negated is not marked in a snippet; what is asked twice is marked once."""
    assert needles(parse("防汛 (物资 或 防汛) -演练 单位:东山")) == (_word("防汛"), _word("物资"))
