"""What is promised about ``[urgent]`` in bulletin.toml: dated limits, elements, and refusals that say where and why."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from bulletin.errors import SettingsError
from bulletin.settings.table import Table
from bulletin.settings.urgent import UrgentRules, read_urgent
from bulletin.terms import INCIDENT_ELEMENTS

TWO = """
elements = ["地点", "伤亡损失"]
[[notices]]
name = "新通知"
valid_from = 2025-01-01
limits = { "重大" = { phone = 10, written = 20, written_from_receipt = 25, every_hours = 4 } }
[[notices]]
name = "旧通知"
valid_from = 2018-05-02
limits = { "重大" = { phone = 20, written = 40 }, "一般" = { written = 120 } }
"""


def read(tmp_path: Path, text: str) -> UrgentRules:
    """The rules that a file with this text gives."""
    path = tmp_path / "bulletin.toml"
    path.write_text(text, encoding="utf-8")
    return read_urgent(Table.of_file(path, "bulletin.toml"))


def test_the_notice_in_force_on_the_day_counts(tmp_path: Path) -> None:
    """From its first day on the new notice, the day before still the old one, before both none at all."""
    rules = read(tmp_path, TWO)
    names = [(one.name if one else None) for one in map(rules.notice, map(date.fromisoformat, _DAYS))]

    assert names == [None, "旧通知", "旧通知", "新通知"]
    assert rules.limits("重大", date(2024, 12, 31)).phone == timedelta(minutes=20)
    assert rules.limits("重大", date(2025, 1, 1)).phone == timedelta(minutes=10)
    assert rules.limits("重大", date(2018, 5, 1)).phone is None


_DAYS = ("2018-05-01", "2018-05-02", "2024-12-31", "2025-01-01")


def test_from_receipt_the_same_limit_holds_where_none_is_written(tmp_path: Path) -> None:
    """Limits from receipt may differ; what is not written is that from the event; a severity not named has none."""
    rules = read(tmp_path, TWO)
    new, old = rules.limits("重大", date(2025, 1, 1)), rules.limits("一般", date(2020, 1, 1))

    assert new.of("phone", "receipt") == timedelta(minutes=10)
    assert new.of("written", "receipt") == timedelta(minutes=25)
    assert (old.of("phone", "event"), old.of("written", "event")) == (None, timedelta(hours=2))
    assert rules.limits("较大", date(2025, 1, 1)).written is None
    assert (new.every, old.every) == (timedelta(hours=4), timedelta(hours=24))


def test_an_office_that_writes_nothing_has_the_shipped_limits(tmp_path: Path) -> None:
    """15 and 30 minutes, 30 and 60; all eleven elements."""
    rules = read(tmp_path, "")
    limits = rules.limits("重大", date(1999, 1, 1))

    assert (limits.phone, limits.written) == (timedelta(minutes=15), timedelta(minutes=30))
    assert rules.elements == INCIDENT_ELEMENTS


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("2018-05-02", "2025-01-01", "同日生效"),
        ('"重大" = { phone = 10', '"重大的" = { phone = 10', "最接近的是 重大"),
        ("phone = 20, written = 40", "phone = 50, written = 40", "不能长于书面报告"),
        ("phone = 10", "phone = 0", "1 至"),
        ("phone = 10", "phone = 1.5", "整数"),
        ("phone = 10", "phone = -5", "不能为负"),
        ("phone = 10", "phones = 10", "最接近的有效键是 phone"),
        ('"伤亡损失"]', '"伤亡损矢"]', "最接近的是 伤亡损失"),
        ("valid_from = 2018-05-02", "", "valid_from"),
        ("every_hours = 4", "every_hours = 10000", "1 至 744"),
    ],
)
def test_a_wrong_limit_is_refused_with_its_place(tmp_path: Path, before: str, after: str, words: str) -> None:
    """File, key, value and a way out: two notices of one day, a severity there is not, a call allowed longer than a writing."""
    assert before in TWO

    with pytest.raises(SettingsError) as refused:
        read(tmp_path, TWO.replace(before, after))

    assert "bulletin.toml" in refused.value.what
    assert words in f"{refused.value.what}{refused.value.remedy}"
