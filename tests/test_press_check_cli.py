"""``bulletin issue check`` and ``issue rules``: what a person and a program are told."""

from __future__ import annotations

from pathlib import Path

from tests.calls import call
from tests.planted import ENDING, FULL, good

KEYS = {"rule", "page", "severity", "message", "clause", "strength", "place", "measured", "wanted"}


def stored(folder: Path, pdf: bytes) -> Path:
    path = folder / "page.pdf"
    path.write_bytes(pdf)
    return path


def test_errors_block_and_are_told_in_full(office: Path, tmp_path: Path) -> None:
    """With errors the exit code is 4; the JSON document gives each finding with its source, place and figures."""
    answer = call(office, "issue", "check", stored(tmp_path, good(lines=(FULL[0] + "好",))), "--json")

    assert answer.code == 4
    assert (answer.json["errors"], answer.json["warnings"], answer.json["advice"]) == (1, 0, 0)
    finding = answer.json["findings"][0]
    assert finding.keys() >= KEYS and finding["rule"] == 4 and finding["strength"] == "规定"
    assert {"x0", "y0", "x1", "y1"} == finding["place"].keys()
    assert {"rule", "reason"} == answer.json["undecided"][0].keys()
    assert {"name": "FandolFang", "role": "仿宋", "substitute": True} in answer.json["fonts"]


def test_warnings_do_not_block(office: Path, tmp_path: Path) -> None:
    """Warnings are told, with exit code 0."""
    answer = call(office, "issue", "check", stored(tmp_path, good(ending=f"<p>{FULL[0][:26]}\n{FULL[1]}\n好。</p>")))

    assert answer.code == 0
    assert "提醒　规则60　第4页" in answer.out and "必改0处，提醒1处，建议0处" in answer.out


def test_many_findings_of_a_rule_are_counted_for_people(office: Path, tmp_path: Path) -> None:
    """A person is shown three findings of a rule and how many there are besides; a program gets all."""
    path = stored(tmp_path, good(lines=tuple(line[:27] for line in FULL)))

    assert "规则10　另有3处" in call(office, "issue", "check", path).out
    assert len(call(office, "issue", "check", path, "--json").json["findings"]) == 6


def test_a_series_is_held_against_its_own_masthead_and_number(office: Path, tmp_path: Path) -> None:
    """With --series the 刊名 and 期号 must be those of the series; without, they are left undecided."""
    path = stored(tmp_path, good())
    alone = call(office, "issue", "check", path, "--json").json
    other = call(office, "issue", "check", path, "--series", "信息专报", "--json").json

    assert 78 in {one["rule"] for one in alone["undecided"]}
    assert {77, 78} & {one["rule"] for one in other["findings"]}
    assert "本刊样式" in {one["clause"] for one in other["findings"]}
    assert call(office, "issue", "check", path, "--series", "没有这种").code == 1


def test_the_rules_can_be_read(office: Path) -> None:
    """`issue rules` lists the 83 rules with source and strength, for people and for programs."""
    rules = call(office, "issue", "rules", "--json").json
    shown = call(office, "issue", "rules").out

    assert [rule["rule"] for rule in rules] == list(range(1, 84))
    assert rules[48] == {
        "rule": 49, "clause": "GB/T 9704-2012 7.5", "strength": "规定", "title": rules[48]["title"],
    }  # fmt: skip
    assert "页码" in rules[48]["title"] and rules[48]["title"] in shown


def test_a_good_ending_is_no_finding(office: Path, tmp_path: Path) -> None:
    """A page without fault says so in one line of counts."""
    answer = call(
        office, "issue", "check", stored(tmp_path, good(ending=f"<p>{FULL[0][:26]}\n{FULL[1]}\n{ENDING}</p>"))
    )

    assert answer.code == 0
    assert answer.out.rstrip().endswith("必改0处，提醒0处，建议0处")
