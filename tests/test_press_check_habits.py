"""What is promised about an office's own demands on a series: each is advice where it is not met, and only there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bulletin.press.check.document import Document, read_document
from bulletin.press.check.habits import advice
from bulletin.settings import SeriesCheck
from tests.press_sheets import printed, sheet
from tests.series_sheets import DOZEN, REPORT, issue, template

NOTHING = SeriesCheck(number_pattern="", most_entries=0, contents=False, signer=False, colophon=False)


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """An issue of three items with contents and 版记, without a signer."""
    one = issue("政务信息", DOZEN[:3])
    return document(tmp_path_factory.mktemp("several"), printed(one, template(one)).pdf)


@pytest.fixture(scope="module")
def single(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """A report of one item with a signer, without contents."""
    one = issue("信息专报", [REPORT])
    return document(tmp_path_factory.mktemp("single"), printed(one, template(one)).pdf)


def document(folder: Path, pdf: bytes) -> Document:
    (folder / "issue.pdf").write_bytes(pdf)
    return read_document(folder / "issue.pdf")


@pytest.mark.parametrize(
    ("asked", "rule"),
    [
        ({"signer": True}, 24),
        ({"most_entries": 2}, 81),
        ({"contents": True}, 0),
        ({"colophon": True}, 0),
        ({"most_entries": 3}, 0),
        ({}, 0),
    ],
)
def test_what_an_issue_lacks_is_named_once(several: Document, asked: dict[str, object], rule: int) -> None:
    """Of what the series asks only what is missing is advised, under the nearest rule, as the series' own."""
    found = list(advice(several, replace(NOTHING, **asked)))  # type: ignore[arg-type]

    assert [one.rule for one in found] == ([rule] if rule else [])
    assert {(one.severity, one.clause) for one in found} <= {("advice", "本刊样式")}


def test_contents_are_asked_of_issues_of_several_items_only(single: Document) -> None:
    """An issue of one item needs no 目录; one that is known to have two does."""
    asked = replace(NOTHING, contents=True, signer=True, colophon=True)

    assert list(advice(single, asked)) == []
    assert [one.rule for one in advice(single, asked, entries=2)] == [81]


def test_an_issue_without_a_colophon_is_told_so(tmp_path: Path) -> None:
    """Where the last page has no 版记 and the series asks for one, that page is named."""
    bare = sheet(*issue("信息专报", [REPORT]).entries, report_to=(), send_to=(), issue_to=(), staff=(), copies=0)
    made = printed(bare)

    found = list(advice(document(tmp_path, made.pdf), replace(NOTHING, colophon=True)))

    assert [(one.rule, one.page) for one in found] == [(83, made.pages)]
