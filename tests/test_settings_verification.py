"""What is promised about ``[verification]`` and ``proof_readings``: read strictly, and wrong words are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin.errors import SettingsError
from bulletin.settings import VerificationRules, read_settings


def with_more(root: Path, more: str) -> Path:
    path = root / "bulletin.toml"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    return root


def test_an_office_that_says_nothing_has_the_usual_rules(office_root: Path) -> None:
    """Without the table problems, urgent and doubtful material, and single public sources are to be verified, as a warning."""
    settings = read_settings(office_root)

    assert settings.verification == VerificationRules()
    assert {one.proof_readings for one in settings.publications.values()} == {0}


def test_the_table_says_all_of_it(office_root: Path) -> None:
    """Every key counts; flags are written in the words people read."""
    text = (
        '\n[verification]\nseverity = "error"\nkinds = ["调研"]\nurgencies = []\nwords = ["死亡", ""]\n'
        'flags = ["时间存疑"]\nsingle_source = false\nuntraced = false\n'
    )

    rules = read_settings(with_more(office_root, text)).verification

    assert rules == VerificationRules("error", ("调研",), (), ("死亡",), ("date",), False, False)


@pytest.mark.parametrize(
    "line",
    ['severity = "advice"', 'kinds = ["难题"]', 'urgencies = ["急"]', 'flags = ["date"]', "untraced = 1", "kind = []"],
)
def test_a_wrong_word_is_named(office_root: Path, line: str) -> None:
    """A value or a key there is not is refused by name."""
    with pytest.raises(SettingsError, match=line.partition(" ")[0]):
        read_settings(with_more(office_root, f"\n[verification]\n{line}\n"))


@pytest.mark.parametrize(("readings", "is_right"), [("1", True), ("2", True), ("3", False), ("1.5", False)])
def test_proof_readings_are_none_one_or_two(office_root: Path, readings: str, is_right: bool) -> None:
    """A publication asks for at most two readings."""
    path = office_root / "bulletin.toml"
    line = 'levels = ["科长审核"]\ntotal_before = 344\n'
    text = path.read_text(encoding="utf-8")
    assert line in text
    path.write_text(text.replace(line, f"{line}proof_readings = {readings}\n"), encoding="utf-8")

    if is_right:
        assert read_settings(office_root).publication("政务信息").proof_readings == int(readings)
    else:
        with pytest.raises(SettingsError, match="proof_readings"):
            read_settings(office_root)


@pytest.fixture(name="office_root")
def _office_root(office: Path) -> Path:
    return office
