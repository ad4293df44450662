"""What is promised about an office's rules for follow-ups, its holidays and its delegations: read strictly, refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin.errors import SettingsError
from bulletin.settings import Settings, read_settings
from bulletin.settings.follow_ups import USUAL_STAGES, Limit, SignalPolicy

OFFICE = """
[office]
name = "某市信息科"
[people.a]
name = "甲"
roles = ["reviewer", "signer"]
[people.b]
name = "乙"
roles = ["reviewer", "signer"]
[people.c]
name = "丙"
roles = ["reviewer", "clerk"]
[publications."某某信息"]
issuer = "某市办公室"
levels = ["科长审核"]
[deadlines]
remind_days = 5
[deadlines.instruction_days]
"办理" = 20
"""
RULES = """
[follow_ups]
approvers = ["a"]
opens_first = true
extends_by_two = true
shows_leader = true
answers_six = true
accept_hours = 8
again_days = 2
[follow_ups.limits."办理"]
"急件" = "3个工作日"
"难度较大" = "45日"
[follow_ups.signals]
kind = "逐级"
behind_after = 0.5
[[follow_ups.reminders]]
before = 2
words = "请抓紧"
[[follow_ups.reminders]]
after = 1
to = "分管领导"
words = "请督促"
colour = "橙"
answer_days = 1
"""


def office(folder: Path, rules: str = "", **files: str) -> Settings:
    """Read the small office with more settings, and files beside them."""
    (folder / "bulletin.toml").write_text(OFFICE + rules, encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return read_settings(folder)


def test_without_rules_the_usual_ones_hold(tmp_path: Path) -> None:
    """The days of a class as they always stood, 急件 5 and 难度较大 30 days, blue as near as the first reminder, 到期制."""
    rules = office(tmp_path).follow_ups

    assert [rules.limit("办理", urgency).days for urgency in ("", "急件", "非急件", "难度较大")] == [20, 5, 20, 30]
    assert rules.limit("研究", "") == Limit(15)
    assert rules.signals == SignalPolicy(near_days=5)
    assert [stage.days for stage in rules.stages] == [-5, *(stage.days for stage in USUAL_STAGES[1:])]
    assert (rules.approvers, rules.opens_first, rules.extends_by_two, rules.shows_leader) == ((), False, False, False)


def test_what_is_written_counts(tmp_path: Path) -> None:
    """Limits in days and working days, stages with colours, who approves: as the office writes them."""
    rules = office(tmp_path, RULES).follow_ups

    assert (rules.limit("办理", "急件"), rules.limit("办理", "难度较大")) == (Limit(3, worked=True), Limit(45))
    assert (rules.signals.kind, rules.signals.behind_after) == ("逐级", 0.5)
    assert [(stage.days, stage.to, stage.colour, stage.answer_days) for stage in rules.stages] == [
        (-2, "承办单位", "", 3),
        (1, "分管领导", "橙", 1),
    ]
    assert (rules.approvers, rules.again_days, rules.accept_hours, rules.answers_six) == (("a",), 2, 8, True)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"3个工作日"', '"三天"', ['follow_ups.limits.办理.急件 = "三天"', "应如 15日、5个工作日"]),
        ('"3个工作日"', '"0日"', ['follow_ups.limits.办理.急件 = "0日"']),
        ('"急件"', '"加急"', ["follow_ups.limits.办理.加急", "最接近的有效键是 急件"]),
        ('limits."办理"', 'limits."办里"', ["follow_ups.limits.办里", "最接近的有效键是 办理"]),
        ('kind = "逐级"', 'kind = "逐月"', ['follow_ups.signals.kind = "逐月"', "到期制、逐级、按月龄"]),
        ("behind_after = 0.5", "behind_after = 50", ["follow_ups.signals.behind_after", "应小于 1"]),
        ('colour = "橙"', 'colour = "紫"', ['follow_ups.reminders[2].colour = "紫"', "蓝、黄、橙、红"]),
        ("after = 1", "after = 1\nbefore = 1", ["follow_ups.reminders[2].before", "只能写一个"]),
        ("before = 2", "after = 2", ["follow_ups.reminders", "后一级不早于前一级"]),
        ("before = 2", "before = 1.5", ["follow_ups.reminders[1].before", "整数"]),
        ('words = "请抓紧"', "", ["缺少 follow_ups.reminders[1].words"]),
        ("again_days = 2", "again_days = 0", ["follow_ups.again_days", "1 至 366"]),
        ('approvers = ["a"]', 'approvers = ["d"]', ['follow_ups.approvers = "d"', "没有这个人员"]),
        ("opens_first = true", "opens_firs = true", ["follow_ups.opens_firs", "最接近的有效键是 opens_first"]),
        ('kind = "逐级"', "ages = { yellow = 3, orange = 2 }", ["follow_ups.signals.ages", "一个比一个大"]),
    ],
)
def test_a_wrong_rule_is_refused_with_file_key_and_remedy(tmp_path: Path, old: str, new: str, said: list[str]) -> None:
    """File, key, value, and what would be right."""
    assert old in RULES
    with pytest.raises(SettingsError) as refusal:
        office(tmp_path, RULES.replace(old, new, 1))

    for words in ("bulletin.toml", *said):
        assert words in str(refusal.value)


def test_a_day_both_off_and_worked_is_refused(tmp_path: Path) -> None:
    """File, key and day are named: a span that covers a worked Saturday counts as naming it."""
    with pytest.raises(SettingsError, match=r'calendar.toml 中 2027.work = "10-02" 不对。这一天同时写在 off（放假）里'):
        office(tmp_path, calendar='[2027]\noff = ["10-01..10-07"]\nwork = ["09-26", "10-02"]\n')
    assert 2027 in office(tmp_path, calendar='[2027]\noff = ["10-01..10-07"]\nwork = ["10-09"]\n').calendar.years


def _delegations(*given: tuple[str, str, str, str, str]) -> str:
    return "".join(
        f'[[delegations]]\ngiver = "{giver}"\ntaker = "{taker}"\nstart = {start}\nend = {end}\nreason = "出差"\n'
        + (f'roles = ["{role}"]\n' if role else "")
        for giver, taker, start, end, role in given
    )


NOV, LATE, DEC = ("2026-11-01", "2026-11-15"), ("2026-11-15", "2026-11-30"), ("2026-12-01", "2026-12-31")


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ([("a", "b", *NOV, ""), ("b", "a", *LATE, "")], "乙→甲→乙"),
        ([("a", "b", *NOV, "signer"), ("b", "a", *LATE, "signer")], "乙→甲→乙"),
        ([("a", "b", *NOV, ""), ("b", "c", *LATE, ""), ("c", "a", *NOV, "reviewer")], "丙→甲→乙→丙"),
    ],
)
def test_a_role_handed_round_in_a_circle_is_refused(
    tmp_path: Path, given: list[tuple[str, str, str, str, str]], names: str
) -> None:
    """甲授权乙、乙又授权甲, the same role on the same day: the entry that closes the circle is named, with the way round."""
    with pytest.raises(SettingsError) as refusal:
        office(tmp_path, _delegations(*given))

    for words in ("bulletin.toml", f"delegations[{len(given)}].taker", names, "授权不能再转授", "错开日期"):
        assert words in str(refusal.value)


@pytest.mark.parametrize(
    "given",
    [
        [("a", "b", *NOV, ""), ("b", "a", *DEC, "")],
        [("a", "b", *NOV, "signer"), ("b", "a", *NOV, "reviewer")],
        [("a", "b", *NOV, ""), ("b", "c", *NOV, ""), ("a", "c", *NOV, "")],
        [("a", "b", *NOV, ""), ("b", "c", *NOV, ""), ("c", "a", *NOV, "clerk")],
    ],
)
def test_what_only_looks_like_a_circle_is_accepted(tmp_path: Path, given: list[tuple[str, str, str, str, str]]) -> None:
    """Other days, other roles, or two ways to one person are no circle."""
    assert len(office(tmp_path, _delegations(*given)).delegations) == len(given)
