"""What is promised about the route of a publication, and about office hours, as bulletin.toml writes them."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.errors import SettingsError
from bulletin.model import Level
from bulletin.settings import Settings, read_settings
from bulletin.settings.calendar import read_calendar
from bulletin.settings.office_hours import OfficeHours

OFFICE = """
[office]
name = "某办"
[people.chief]
name = "科长"
roles = ["reviewer"]
[people.head]
name = "主任"
roles = ["signer"]
{more}
[publications."某某信息"]
issuer = "某办"
sections = ["动态"]
{levels}
"""


def _read(folder: Path, levels: str, more: str = "") -> Settings:
    (folder / "bulletin.toml").write_text(OFFICE.format(levels=levels, more=more), encoding="utf-8")
    return read_settings(folder)


def _route(folder: Path, levels: str) -> tuple[Level, ...]:
    return _read(folder, levels).publication().route


def test_a_level_is_a_name_or_a_table(tmp_path: Path) -> None:
    """Names alone are levels for any reviewer; a table says who, whom to ask, how long, and whether urgency skips it."""
    written = (
        'levels = ["初审", { name = "科长审核", people = ["chief"], hours = 4, skip_when_urgent = true }, '
        '{ name = "主任审定", roles = ["signer"], countersign = ["chief"], decides = true }]'
    )

    assert _route(tmp_path, written) == (
        Level("初审"),
        Level("科长审核", people=("chief",), hours=4, skippable=True),
        Level("主任审定", roles=("signer",), countersign=("chief",)),
    )
    assert _read(tmp_path, written).publication().levels == ("初审", "科长审核", "主任审定")


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ("levels = []", ["publications.某某信息.levels", "至少有一级审核"]),
        ("", ["publications.某某信息.levels", "至少有一级审核"]),
        ("levels = [3]", ["levels", "每项是文字或"]),
        ('levels = ["审核", "审核"]', ["两级都叫“审核”"]),
        ('levels = ["编辑"]', ["levels[1].name", "不能叫“编辑”"]),
        ('levels = [{ name = "甲", decides = true }, "乙"]', ["levels[1].decides", "只有末级审定"]),
        ('levels = ["甲", { name = "乙", decides = false }]', ["levels[2].decides", "只有末级审定"]),
        ('levels = ["甲", { name = "乙", skip_when_urgent = true }]', ["levels[2].skip_when_urgent", "特急也不能"]),
        ('levels = [{ name = "甲", roles = ["reviewr"] }]', ["levels[1].roles", "最接近的是 reviewer"]),
        ('levels = [{ name = "甲", roles = [] }]', ["levels[1].roles", "至少有一个角色"]),
        ('levels = [{ name = "甲", hours = 99999 }]', ["levels[1].hours", "最多 2000 小时"]),
        ('levels = [{ name = "甲", people = ["cheif"] }]', ["“甲”写有 cheif", "最接近的是 chief"]),
        ('levels = [{ name = "甲", countersign = ["nobody"] }]', ["“甲”写有 nobody"]),
        ('levels = [{ name = "甲", people = ["head"] }]', ["“甲”由 head 审", "角色不在本级"]),
        ('levels = [{ nam = "甲" }]', ["缺少 publications.某某信息.levels[1].name"]),
        ('levels = [{ name = "甲", hour = 3 }]', ["levels[1].hour", "最接近的有效键是 hours"]),
    ],
)
def test_a_route_that_cannot_be_walked_is_refused_with_its_place(tmp_path: Path, levels: str, said: list[str]) -> None:
    """No level, two of one name, one that decides too early, one for nobody, a stranger, a slip of a key."""
    with pytest.raises(SettingsError) as wrong:
        _route(tmp_path, levels)

    assert all(part in str(wrong.value) for part in said), str(wrong.value)


@pytest.mark.parametrize(
    ("delegation", "said"),
    [
        ('giver = "chief"\ntaker = "chief"', "不能授权给自己"),
        ('giver = "chief"\ntaker = "head"\nroles = ["signer"]', "只能授予授权人自己的角色：reviewer"),
    ],
)
def test_a_delegation_gives_what_one_has_to_somebody_else(tmp_path: Path, delegation: str, said: str) -> None:
    """Neither to oneself nor beyond one's own roles."""
    more = f'[[delegations]]\n{delegation}\nstart = 2026-11-20\nend = 2026-11-21\nreason = "出差"'

    with pytest.raises(SettingsError, match=said):
        _read(tmp_path, 'levels = ["甲"]', more)


# Office hours

HOURS = OfficeHours(calendar=read_calendar(Path("/nonexistent")))


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-11-20T09:00", 2, "2026-11-20T11:00"),
        ("2026-11-20T11:00", 2, "2026-11-20T15:00"),  # over lunch
        ("2026-11-20T17:00", 2, "2026-11-23T09:00"),  # over the weekend
        ("2026-11-21T10:00", 1, "2026-11-23T09:00"),  # from a Saturday
        ("2026-11-20T08:00", 8, "2026-11-20T18:00"),  # a whole day ends with the day
        ("2026-09-30T17:00", 2, "2026-10-08T09:00"),  # over 国庆
        ("2026-02-14T17:00", 1, "2026-02-14T18:00"),  # a Saturday worked instead (调休)
    ],
)
def test_due_times_run_in_office_hours(start: str, hours: float, due: str) -> None:
    """Lunch, nights, weekends and holidays do not count; a weekend day that is worked does."""
    began, ends = (datetime.fromisoformat(f"{text}:00+08:00") for text in (start, due))

    assert HOURS.due_at(began, hours) == ends


@given(st.integers(0, 60 * 24 * 365), st.floats(0.25, 100))
def test_what_is_due_after_so_many_hours_is_so_many_hours_away(minutes: int, hours: float) -> None:
    """From whatever moment of the year: between a start and its due time lie just the hours allowed."""
    start = datetime.fromisoformat("2026-01-01T00:00:00+08:00") + timedelta(minutes=minutes)

    assert HOURS.between(start, HOURS.due_at(start, hours)) == pytest.approx(hours, abs=0.001)


@pytest.mark.parametrize("hours", ['["8-12"]', '["12:00-08:00"]', '["08:00-12:00", "11:00-17:00"]', "[]"])
def test_office_hours_that_are_none_are_refused(tmp_path: Path, hours: str) -> None:
    """A time that is none, an end before its beginning, two spans that cross, no span at all."""
    with pytest.raises(SettingsError, match="office_hours"):
        _read(tmp_path, 'levels = ["甲"]', f"[deadlines]\noffice_hours = {hours}")
