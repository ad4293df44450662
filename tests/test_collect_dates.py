"""Dates as Chinese sites, feeds and people write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from collect_support import AT, ZONE

from bulletin.collect.dates import date_in_address, doubt_of_date, find_date, relative_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026年11月20日", "2026-11-20T00:00:00"),
        ("2026年11月20日 09:30", "2026-11-20T09:30:00"),
        ("2019年06月15日08:18  来源：某网", "2019-06-15T08:18:00"),
        ("2026/02/27 19:30", "2026-02-27T19:30:00"),
        ("2026-02-27 19:30:00", "2026-02-27T19:30:00"),
        ("2026.2.7", "2026-02-07T00:00:00"),
        ("二〇二六年十一月二十日", "2026-11-20T00:00:00"),
        ("二○二六年十月三十一日", "2026-10-31T00:00:00"),
        ("2026-11-20 星期五 08:00", "2026-11-20T08:00:00"),
        ("Tue, 14 Apr 2026 00:00:00 +0800", "2026-04-14T00:00:00"),
        ("Tue, 14 Apr 2026 00:00:00 GMT", "2026-04-14T08:00:00"),
        ("2026-02-27T19:30:00Z", "2026-02-28T03:30:00"),
        ("2026-02-27T19:30:00.25+00:00", "2026-02-28T03:30:00"),
        ("20260227", "2026-02-27T00:00:00"),
        ("2026-02-27 19:30 GMT", "2026-02-28T03:30:00"),
        ("2026-02-27-19:30:00", "2026-02-27T19:30:00"),
        ("２０２６年２月２７日　１９：３０", "2026-02-27T19:30:00"),
        ("2026年2月27日 下午3:20", "2026-02-27T15:20:00"),
        ("2026年2月27日（周五）上午9时", "2026-02-27T09:00:00"),
        ("26-02-27 19:30", "2026-02-27T19:30:00"),
        ("27 2026-02", "2026-02-27T00:00:00"),
        ("272026-02　来源", "2026-02-27T00:00:00"),
        ("2026 02/27 19:30:05 来源", "2026-02-27T19:30:05"),
        ("February 27, 2026 19:30", "2026-02-27T19:30:00"),
        ("27th Feb 2026", "2026-02-27T00:00:00"),
    ],
)
def test_written_dates_are_read_in_the_offices_zone(text: str, expected: str) -> None:
    """A time without a zone is the office's own, one with a zone is converted."""
    assert find_date(text, ZONE) == datetime.fromisoformat(f"{expected}+08:00")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "昨天",
        "2026年2月",
        "2026-02-30",
        "2026-13-01",
        "星期四, 27 二月",
        "1.2026.02.27",
        "2026件",
        "农历二〇二六年六月十八日",
        "第12期 2026-07期",
    ],
)
def test_what_is_not_written_out_is_no_date(text: str) -> None:
    """Nothing is guessed: half a date, an impossible one and words give None."""
    assert find_date(text, ZONE) is None


def test_the_first_date_of_the_calendar_wins() -> None:
    """An impossible date before a possible one does not hide it."""
    assert find_date("编号2026-19-99，发布时间：2026-11-20", ZONE) == datetime(2026, 11, 20, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3小时前", "2026-11-20T06:00:00"),
        ("发布于 25 分钟前", "2026-11-20T08:35:00"),
        ("2天前", "2026-11-18T09:00:00"),
        ("刚刚", "2026-11-20T09:00:00"),
        ("昨天 08:12", "2026-11-19T08:12:00"),
        ("今天", "2026-11-20T00:00:00"),
        ("11-20 08:12", "2026-11-20T08:12:00"),
        ("12-30 08:12", "2025-12-30T08:12:00"),
        ("7月31日", "2026-07-31T00:00:00"),
    ],
)
def test_relative_times_count_from_the_fetching(text: str, expected: str) -> None:
    """What a page says of its age counts back from the moment it was fetched; a day without a year is the last one."""
    assert relative_date(text, AT) == datetime.fromisoformat(f"{expected}+08:00")


@pytest.mark.parametrize("text", ["", "明天", "2026-02-27", "13-40", "比昔日更好", "3个月前"])
def test_what_names_no_moment_is_no_relative_time(text: str) -> None:
    """Full dates, impossible ones and words give None."""
    assert relative_date(text, AT) is None


def test_doubtful_times_say_why() -> None:
    """1 January 00:00 and a time more than two days after the fetching are doubtful; others are not."""
    assert "默认值" in doubt_of_date(datetime(2026, 1, 1, tzinfo=ZONE), AT)
    assert "晚于" in doubt_of_date(AT + timedelta(days=3), AT)
    assert doubt_of_date(AT + timedelta(days=1), AT) == doubt_of_date(AT + timedelta(days=9), None) == ""


def test_other_zones_are_respected() -> None:
    """The zone is an argument, not a constant."""
    assert find_date("2026-02-27 19:30", UTC) == datetime(2026, 2, 27, 19, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://a.test/202607/t20260731_1406815.html", 31),
        ("https://a.test/n/2026/0731/c1-2.html", 31),
        ("https://a.test/2026-07/31/content_1.htm", 31),
        ("https://a.test/101034447238812680192.html", 0),
        ("https://a.test/20269999/", 0),
    ],
)
def test_the_day_in_an_address_is_read(address: str, day: int) -> None:
    """An address that names a day tells it; other figures do not."""
    expected = datetime(2026, 7, day, tzinfo=ZONE) if day else None
    assert date_in_address(address, ZONE) == expected
