"""What is promised about references: how people name issues and entries, there and back."""

from __future__ import annotations

import pytest
from conftest import AT

from bulletin import reference
from bulletin.errors import UsageError
from bulletin.model import Issue


def _numbered(series: str, year: int | None, number: int | None, id: int = 7) -> Issue:
    return Issue(id, "政务信息", series, year, number, None, "composed", "e", AT, "")


@pytest.mark.parametrize(
    ("issue", "name", "folder"),
    [
        (_numbered("正刊", 2026, 12), "政务信息/2026/12", "政务信息/2026/012"),
        (_numbered("增刊", 2026, 1), "政务信息/2026/增刊1", "政务信息/2026/增刊-001"),
        (_numbered("正刊", 2026, 1234), "政务信息/2026/1234", "政务信息/2026/1234"),
    ],
)
def test_a_reference_leads_back_to_what_it_was_made_of(issue: Issue, name: str, folder: str) -> None:
    """Names of numbered issues and entries parse to publication, year, series, number and position."""
    parsed = reference.parse(reference.of_issue(issue, 3))

    assert reference.of_issue(issue) == name
    assert reference.folder_of(issue) == folder
    assert (parsed.publication, parsed.year, parsed.series) == ("政务信息", 2026, issue.series)
    assert (parsed.number, parsed.position) == (issue.number, 3)


def test_an_issue_without_a_number_is_named_by_its_record() -> None:
    """Before it has a number an issue is ``政务信息/编排/7``."""
    name = reference.of_issue(_numbered("正刊", None, None))

    assert name == "政务信息/编排/7"
    assert reference.parse(name) == reference.Reference("政务信息", None, "正刊", 7, None)


@pytest.mark.parametrize("form", ["政务信息/2026/012", "政务信息/2026/增刊-001", " 政务信息/2026/12 "])
def test_a_folder_name_is_understood_as_a_reference(form: str) -> None:
    """What stands in the archive's folder names can be typed as it is."""
    parsed = reference.parse(form)

    assert (parsed.publication, parsed.year, parsed.number) in (("政务信息", 2026, 12), ("政务信息", 2026, 1))


@pytest.mark.parametrize(
    "text", ["", "12", "政务信息", "政务信息/2026", "政务信息/26/1", "政务信息/2026/0", "a/2026/1#x"]
)
def test_what_is_no_reference_is_answered_with_the_form(text: str) -> None:
    """A wrong form is refused with an example of the right one."""
    with pytest.raises(UsageError, match=r"应如 政务信息/2026/12、政务信息/2026/12#3、政务信息/2026/增刊1"):
        reference.parse(text)
