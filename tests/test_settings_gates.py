"""What is promised about ``[gates]``: what the office bans, keeps and switches off is read, and a slip is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin.errors import SettingsError
from bulletin.settings.gates import Gates, read_gates
from bulletin.settings.table import Table


def _read(tmp_path: Path, text: str) -> Gates:
    path = tmp_path / "bulletin.toml"
    path.write_text(f"[gates]\n{text}", encoding="utf-8")
    return read_gates(Table.of_file(path, path.name).table("gates"))


def test_an_office_that_says_nothing_has_every_rule(tmp_path: Path) -> None:
    """Without a word nothing is banned, kept or switched off, and a sentence may have 150 characters."""
    assert _read(tmp_path, "") == Gates((), (), 150, frozenset())


def test_what_the_office_says_counts(tmp_path: Path) -> None:
    """All four keys are read."""
    text = 'banned_words = ["世界第一"]\nkeep_words = ["按装公司"]\nsentence_limit = 0\noff = ["wording.variant"]'

    assert _read(tmp_path, text) == Gates(("世界第一",), ("按装公司",), 0, frozenset({"wording.variant"}))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('off = ["variant"]', 'gates.off = "variant"'),
        ('off = ["错字"]', 'gates.off = "错字"'),
        ('keep_word = ["a"]', "gates.keep_word"),
        ('sentence_limit = "长"', "gates.sentence_limit"),
    ],
)
def test_a_slip_is_named_with_its_key_and_value(tmp_path: Path, text: str, said: str) -> None:
    """A rule not written as a code, an unknown key and a wrong type are refused with a way out."""
    with pytest.raises(SettingsError) as refusal:
        _read(tmp_path, text)

    assert said in str(refusal.value)
    assert refusal.value.remedy
