"""What people read, kept as text that was read by a person: the help of every command, the queue, and a printed issue.

``make golden`` writes the files anew; read the difference before you commit it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click
import pdfplumber
import pytest
from calls import call
from conftest import NewHouse

from bulletin.cli import cli
from bulletin.press import proof

GOLDEN = Path(__file__).parent / "golden"
EDITED = Path(__file__).parent.parent / "bulletin" / "sample" / "edited"


def compare(name: str, text: str) -> None:
    """Compare `text` with the golden file; a missing one is written and fails, so that somebody reads it."""
    path = GOLDEN / name
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return
    assert path.is_file(), f"{path} 还没有，请运行 make golden 后核读"
    assert text == path.read_text(encoding="utf-8")


def commands(group: click.Group, *path: str) -> Iterator[tuple[str, ...]]:
    """Every noun and verb, in the order of the help."""
    for name, command in group.commands.items():
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from commands(command, *path, name)


def test_the_help_of_every_command() -> None:
    """The help is Chinese, complete, and changes only on purpose."""
    pages = [call(None, *path, "--help").out for path in [(), *commands(cli)]]
    compare("help.txt", "\n".join(pages))


def test_the_queue_of_the_sample_office(office: Path) -> None:
    """The sample queue stands in this order, for these reasons."""
    compare("queue.txt", call(office, "item", "list").out)


def test_the_words_of_a_printed_issue(new_house: NewHouse, tmp_path: Path) -> None:
    """The sample texts, composed and set: masthead, contents with pages, items, colophon."""
    pytest.importorskip("pdfplumber")
    house = new_house(tmp_path / "office")
    for path in sorted(EDITED.glob("a*.txt")):
        title, _, text = path.read_text(encoding="utf-8").partition("\n\n")
        house.article("approved", title=title, text=text.strip())

    issue = house.issue("proofed")

    made = proof.current(house.db, issue)
    with pdfplumber.open(proof.path_of(house.settings, made.sha256)) as pdf:
        pages = [f"〔第{page.page_number}页〕\n{page.extract_text()}" for page in pdf.pages]
    compare("issue.txt", "\n\n".join(pages) + "\n")
