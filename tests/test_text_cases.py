"""What is promised of cases: two rows of a table of cases are never one, however alike their wording."""

from __future__ import annotations

import pytest

from bulletin.text.likeness import Case, Verdict, apart, are_others, may_be_one

HERE = Case("12345", "RX1", 1)


@pytest.mark.parametrize(
    ("other", "is_other"),
    [
        (Case("12345", "RX2", 1), True),
        (Case("12345", "RX2", 2), True),
        (Case("12345", "RX1", 2), False),
        (Case("12345", "", 1), True),
        (Case("12345", "", 2), False),
        (Case("信访", "RX2", 1), False),
    ],
)
def test_numbers_of_one_source_and_rows_of_one_file_tell_cases_apart(other: Case, is_other: bool) -> None:
    """Two numbers of one source are two cases; without a number two rows of one file are; nothing else is certain."""
    assert HERE.is_other(other) == other.is_other(HERE) == is_other


def test_rows_without_numbers_are_two_cases_within_one_file_only() -> None:
    """The next export may give the same row again in other words."""
    assert Case("12345", "", 1).is_other(Case("12345", "", 1))
    assert not Case("12345", "", 1).is_other(Case("12345", "", 2))


def test_a_text_made_of_several_cases_is_another_only_where_it_has_none_in_common() -> None:
    """One case in common is enough to be a repetition; what tells of no case is never another case."""
    other, third = Case("12345", "RX2", 1), Case("12345", "RX3", 1)
    assert are_others((other, third), (HERE,))
    assert not are_others((other, HERE), (HERE,))
    assert not are_others((), (HERE,)) and not are_others((HERE,), ()) and not are_others((), ())


def test_a_case_counts_as_one_with_its_own_number_only() -> None:
    """Not with a text of no case, not with another hotline's case, and not where a number is missing."""
    assert may_be_one((), ()) and may_be_one((HERE,), (Case("12345", "RX1", 7),))
    assert not may_be_one((HERE,), ()) and not may_be_one((), (HERE,))
    assert not may_be_one((HERE,), (Case("信访", "RX1", 1),))
    assert not may_be_one((Case("12345", "", 1),), (Case("12345", "", 2),))


@pytest.mark.parametrize("kind", ["exact", "near", "update", "twin"])
def test_two_cases_are_at_most_of_one_template_and_the_reason_names_both(kind: str) -> None:
    """Whatever the wording says: 同模板, never certain, with both numbers before what is alike."""
    verdict = apart(Verdict(kind, 0.9, 0.8, "正文85%相同", True), (HERE,), (Case("12345", "RX2", 1),))  # type: ignore[arg-type]
    assert (verdict.kind, verdict.clean, verdict.share, verdict.back_share) == ("twin", False, 0.9, 0.8)
    assert verdict.why == "另一件（编号 RX1→RX2）：正文85%相同"


def test_the_reason_counts_many_numbers_and_says_where_there_is_none() -> None:
    """Of several cases the first is named; of rows without numbers there is no number to name."""
    verdict = Verdict("exact", 1.0, 1.0, "标题、正文都相同", True)
    other, bare = Case("12345", "RX2", 1), Case("12345", "", 1)
    assert apart(verdict, (other, Case("12345", "RX3", 1)), (HERE,)).why.startswith("另一件（编号 RX2等2件→RX1）：")
    assert apart(verdict, (bare,), (HERE,)).why == "同一表格的另一行：标题、正文都相同"
