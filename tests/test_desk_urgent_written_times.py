"""What is promised about times a report writes: read as they are meant, compared with what was entered, never refused."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from bulletin.desk.urgent.written_times import written

ZONE = timezone(timedelta(hours=8))
ENTERED = datetime(2026, 11, 20, 8, 30, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        (
            "事发时间：2026年11月19日4时40分\n接报时间：5时12分",
            "2026年11月19日4时40分",
            "2026-11-19 04:40",
            "2026-11-19 04:40",
        ),
        ("11月20日8时50分许，东山镇一居民楼起火", "11月20日8时50分许", "2026-11-20 08:40", "2026-11-20 09:00"),
        ("１１月２０日８时５０分，东山镇起火", "１１月２０日８时５０分", "2026-11-20 08:50", "2026-11-20 08:50"),
        ("11月20日8时，东山镇起火", "11月20日8时", "2026-11-20 08:00", "2026-11-20 08:59"),
        ("昨日下午三点半，石桥乡山体滑坡", "昨日下午三点半", "2026-11-19 15:30", "2026-11-19 15:30"),
        ("19日晚8时，老街起火", "19日晚8时", "2026-11-19 20:00", "2026-11-19 20:59"),
        ("12月31日23时5分，城南爆炸", "12月31日23时5分", "2025-12-31 23:05", "2025-12-31 23:05"),
        ("2026-11-19 04:40老街发生火灾", "2026-11-19 04:40", "2026-11-19 04:40", "2026-11-19 04:40"),
        ("11月19日，凌晨2时5分老街起火", "11月19日，凌晨2时5分", "2026-11-19 02:05", "2026-11-19 02:05"),
        ("8时50分，老街起火", "8时50分", "2026-11-20 08:50", "2026-11-20 08:50"),
    ],
)
def test_a_time_of_the_event_is_read_as_it_is_meant(text: str, words: str, first: str, last: str) -> None:
    """Year, month or day left out, Chinese numerals, parts of the day; 许 is ten minutes, an hour alone the whole of it."""
    found = written(text, "事发时间", ENTERED, date(2026, 11, 20))

    assert found and found.words == words
    assert (f"{found.first:%Y-%m-%d %H:%M}", f"{found.last:%Y-%m-%d %H:%M}") == (first, last)


@pytest.mark.parametrize(
    "text", ["老街起火，2人受伤。", "事发时间：不详", "5月40日8时老街起火", "11月20日28时老街起火", ""]
)
def test_what_is_no_time_says_nothing(text: str) -> None:
    """None given, 不详, a day or an hour there is not."""
    assert written(text, "事发时间", ENTERED, date(2026, 11, 20)) is None
