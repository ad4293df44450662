"""What is promised about deadlines in words: the forms people write are read, what is past or no deadline is not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.text.deadlines import deadlines

DAY = date(2026, 11, 20)  # a Friday


def workdays(day: date, count: int) -> date:
    """Working days of weeks without holidays."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


@pytest.mark.parametrize(
    ("text", "words", "on"),
    [
        ("请农业农村局办理，月底前报结果。", "月底前", "2026-11-30"),
        ("本月底前报结果", "本月底前", "2026-11-30"),
        ("11月底前完成", "11月底前", "2026-11-30"),
        ("12月底前完成", "12月底前", "2026-12-31"),
        ("1月底前完成", "1月底前", "2027-01-31"),
        ("下月底前", "下月底前", "2026-12-31"),
        ("下个月底前", "下个月底前", "2026-12-31"),
        ("本月内办结", "本月内", "2026-11-30"),
        ("12月上旬报市政府", "12月上旬", "2026-12-10"),
        ("12月中旬前报", "12月中旬前", "2026-12-20"),
        ("11月28日前报我", "11月28日前", "2026-11-28"),
        ("请于2026年12月3日前反馈", "2026年12月3日前", "2026-12-03"),
        ("11月25日下班前报来", "11月25日下班前", "2026-11-25"),
        ("11月25日17时前报来", "11月25日17时前", "2026-11-25"),
        ("11月25日之前", "11月25日之前", "2026-11-25"),
        ("1月5日前反馈", "1月5日前", "2027-01-05"),
        ("请于十二月五日前报结果", "十二月五日前", "2026-12-05"),
        ("十二月底前报结果", "十二月底前", "2026-12-31"),
        ("25日前反馈", "25日前", "2026-11-25"),
        ("5日前报结果", "5日前", "2026-12-05"),
        ("下月10日前报", "下月10日前", "2026-12-10"),
        ("28号以前", "28号以前", "2026-11-28"),
        ("本周内报结果", "本周内", "2026-11-22"),
        ("下周内拿出方案", "下周内", "2026-11-29"),
        ("下周一前报我", "下周一前", "2026-11-23"),
        ("周三前报我", "周三前", "2026-11-25"),
        ("本周日前", "本周日前", "2026-11-22"),
        ("星期二下班前", "星期二下班前", "2026-11-24"),
        ("周末前", "周末前", "2026-11-22"),
        ("三日内报告", "三日内", "2026-11-23"),
        ("3天内报告", "3天内", "2026-11-23"),
        ("十日之内", "十日之内", "2026-11-30"),
        ("5个工作日内反馈", "5个工作日内", "2026-11-27"),
        ("五个工作日内反馈", "五个工作日内", "2026-11-27"),
        ("一周内查清", "一周内", "2026-11-27"),
        ("两周内查清", "两周内", "2026-12-04"),
        ("半月内整改", "半月内", "2026-12-05"),
        ("半个月内整改", "半个月内", "2026-12-05"),
        ("一个月内整改到位", "一个月内", "2026-12-20"),
        ("半年内见效", "半年内", "2027-05-20"),
        ("24小时内书面报告", "24小时内", "2026-11-21"),
        ("48小时内书面报告", "48小时内", "2026-11-22"),
        ("今天下班前报我", "今天下班前", "2026-11-20"),
        ("当日内反馈", "当日内", "2026-11-20"),
        ("明天中午前报来", "明天中午前", "2026-11-21"),
        ("年底前完成", "年底前", "2026-12-31"),
        ("年内见成效", "年内", "2026-12-31"),
        ("明年底前建成", "明年底前", "2027-12-31"),
    ],
)
def test_a_deadline_is_read_as_it_is_written(text: str, words: str, on: str) -> None:
    """The words as they stand, and the day they mean when written on Friday, 20 November 2026."""
    (found,) = deadlines(text, DAY, workdays)

    assert (found.words, found.on.isoformat()) == (words, on)


@pytest.mark.parametrize(
    "text",
    [
        "请水利局办理，结果报我。",
        "近三日内连续发生两起",
        "过去三个月内的情况",
        "11月5日前的情况请查清",
        "去年底前的欠账",
        "三年来成效明显",
        "上月底前的欠账",
        "2月30日前",
        "很好，值得推广",
        "立即办理",
    ],
)
def test_what_is_no_deadline_is_not_read(text: str) -> None:
    """What is past, what is no day, and words without one."""
    assert deadlines(text, DAY, workdays) == []


def test_several_deadlines_stand_in_their_order() -> None:
    """本周内拿方案，月底前报结果: both, each once."""
    found = deadlines("请本周内拿出方案，月底前报结果。", DAY, workdays)

    assert [(one.words, one.on.day) for one in found] == [("本周内", 22), ("月底前", 30)]


@given(
    text=st.text("月日号年底前内周三五一下本十二12个工作天半0旬中", max_size=14),
    day=st.dates(date(2020, 1, 1), date(2090, 1, 1)),
)
def test_no_text_breaks_it_and_none_is_before_its_day(text: str, day: date) -> None:
    """Whatever is written, nothing fails, and no day is before that of the text."""
    assert all(one.on >= day for one in deadlines(text, day, workdays))
