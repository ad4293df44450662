"""``[list]`` of a source file: what it may say, and how a mistake in it is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from collect_support import office

from bulletin.settings.listing import ListRules

_SOURCE = 'collector = "webpage"\naddress = "http://a.test/"\n[list]\n'


def test_a_source_needs_no_xpath(tmp_path: Path) -> None:
    """A list page without ``links`` and ``[list]`` is a source whose list is found at every run, one page of it."""
    settings = office(tmp_path, a=_SOURCE.replace("[list]\n", ""))

    assert settings.sources["a"].links == "" and settings.sources["a"].listing == ListRules()


def test_rules_of_lists_are_read(tmp_path: Path) -> None:
    """Every key of ``[list]`` reaches the source."""
    keys = 'date = "../span"\npages = 3\nfirst_pages = 20\noffsite = "skip"\nattachments = 0\nattachment_mb = 1.5\n'

    assert office(tmp_path, a=_SOURCE + keys).sources["a"].listing == ListRules("../span", 3, 20, "skip", 0, 1.5)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("pages = 0", "list.pages"),
        ("pages = 2.5", "整数"),
        ("pages = 999", "200"),
        ('offsite = "ask"', "take、skip"),
        ("attachments = 51", "50"),
        ("attachment_mb = 101", "100"),
        ("page = 3", "pages"),
    ],
)
def test_a_mistake_names_key_and_way_out(tmp_path: Path, line: str, says: str) -> None:
    """A wrong value or key stops this source and names file, key and what is right."""
    error = office(tmp_path, a=_SOURCE + line).source_errors["a"]

    assert "sources/a.toml" in str(error) and says in str(error)
