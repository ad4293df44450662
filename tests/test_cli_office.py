"""What is promised about `doctor`: what would stop the office's work is told before it does."""

from __future__ import annotations

import json
from pathlib import Path

from conftest import House

from tests.calls import call


def test_a_rule_switched_off_that_is_none_is_told_before_it_is_missed(house: House, tmp_path: Path) -> None:
    """The doctor fails on it, and a file is not checked with rules other than the office thinks: both name the nearest."""
    path, text = house.settings.root / "bulletin.toml", tmp_path / "a.txt"
    text.write_text("标题\n\n正文。", encoding="utf-8")
    path.write_text(f'{path.read_text(encoding="utf-8")}\n[gates]\noff = ["wording.varient"]\n', encoding="utf-8")

    doctor = call(house.settings.root, "doctor", "--json")
    checked = call(house.settings.root, "gate", "check", text)

    (row,) = [row for row in json.loads(doctor.out) if row["check"] == "检查规则"]
    assert (doctor.code, row["ok"], checked.code) == (4, False, 2)
    assert "wording.variant" in row["remedy"] and "wording.variant" in checked.err


def test_a_mistake_in_the_rules_of_points_is_told_and_stops_no_issue(house: House) -> None:
    """The doctor names the file and the remedy, and still says that an issue can be published."""
    path = house.settings.root / "templates" / "计分" / "默认.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('name = "默认"\nnotice = "办法"\nvalid_form = 2026-01-01\n', encoding="utf-8")

    doctor = call(house.settings.root, "doctor", "--json")

    (row,) = [row for row in json.loads(doctor.out) if row["check"] == "计分办法"]
    assert (doctor.code, row["ok"]) == (0, False)
    assert "默认.toml" in row["detail"] and row["remedy"]
