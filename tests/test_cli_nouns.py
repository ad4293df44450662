"""The command line imports what it is asked for, and nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bulletin.cli import NOUNS, cli, run

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
        "bulletin.desk.rank",
        "bulletin.desk.editing",
        "bulletin.store.identity",
    }

    assert not heavy & set(done.stdout.split())


@pytest.mark.parametrize(
    ("words", "told", "untold"),
    [
        (("find", "晚稻"), "是否为 search？", "undo？"),
        (("serach", "晚稻"), "是否为 search？", "undo？"),
        (("item", "ls"), "是否为 list？", "？可用的命令：list"),
        (("fond", "晚稻"), "可用的命令：init", "是否为"),
    ],
)
def test_only_what_was_certainly_meant_is_offered(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str, untold: str
) -> None:
    """A usual other word or a slip of the hand leads to the command; another deed is never offered."""
    assert run([*words]) == 2

    said = capsys.readouterr().err
    assert told in said and untold not in said


def test_help_is_in_chinese_throughout(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing of the parser's own English is left in any page of help."""

    def pages(command: click.Command, context: click.Context) -> Iterator[str]:
        yield command.get_help(context)
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                verb = command.get_command(context, name)
                assert verb is not None
                yield from pages(verb, click.Context(verb, info_name=name, parent=context))

    shown = "\n".join(pages(cli, click.Context(cli, info_name="bulletin", **cli.context_settings)))
    assert re.findall(r"required|default|INTEGER|TEXT|PATH\b|DIRECTORY|RANGE|x[<>]=|Show this", shown) == []
    assert "[必写]" in shown and "[1 至 90]" in shown
