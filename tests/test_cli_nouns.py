"""The command line imports what it is asked for, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bulletin.cli import NOUNS

ROOT = Path(__file__).parent.parent


def loaded_by(*words: str) -> set[str]:
    """Return the modules that one call in a process of its own has loaded at its end."""
    program = "import sys; from bulletin.cli import run; run(sys.argv[1:]); print('\\n' + ' '.join(sys.modules), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", program, *words], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stderr.split("\n")[-2].split())


@pytest.mark.parametrize("noun", NOUNS)
def test_the_line_of_help_is_that_of_the_command(noun: str) -> None:
    """What the list of nouns says of a command is what the command says of itself."""
    assert NOUNS[noun].command().get_short_help_str(60) == NOUNS[noun].help


def test_the_help_of_the_program_imports_no_command() -> None:
    """``bulletin --help`` knows the nouns without importing one of them, nor a stage, nor the screen."""
    loaded = loaded_by("--help")

    assert not loaded & {"bulletin.collect", "bulletin.press", "bulletin.cli.items", "bulletin.cli.desk", "textual"}


def test_the_desk_imports_nothing_heavy() -> None:
    """What the desk needs for its first picture holds no typesetter, no collector and no gate."""
    program = (
        "import bulletin.cli.desk, bulletin.tui.app, bulletin.tui.screens.queue, sys; print(' '.join(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    heavy = {"weasyprint", "pdfplumber", "pikepdf", "trafilatura", "lxml", "urllib3", "feedparser", "rjieba", "PIL"}
    heavy |= {
        "bulletin.collect",
        "bulletin.press",
        "bulletin.desk.gates",
        "bulletin.desk.editing",
        "bulletin.store.identity",
    }

    assert not heavy & set(done.stdout.split())
