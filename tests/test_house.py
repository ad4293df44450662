"""The house rules that no linter knows: sizes of functions and modules, names, and documents that agree with the program."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from pathlib import Path

import pytest

from bulletin.cli import cli, tables
from bulletin.terms import ACTIONS, STATES
from bulletin.workflow import BEGINNINGS, TABLES

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "bulletin").rglob("*.py"))
MOST_LINES, MOST_CODE_LINES = 80, 400


def code_lines(source: str) -> int:
    """Lines that hold code: no blanks, comments or docstrings."""
    tree = ast.parse(source)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {
        line
        for node in ast.walk(tree)
        if isinstance(node, documented) and ast.get_docstring(node, clean=False) is not None
        for line in range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1)
    }
    silent = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    code = {
        line
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type not in silent
        for line in range(token.start[0], token.end[0] + 1)
    }
    return len(code - docstrings)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_stays_readable(path: Path) -> None:
    """No module has more than 400 code lines, no function more than 80 lines."""
    source = path.read_text(encoding="utf-8")

    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    long = [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= MOST_LINES]

    assert not long
    assert code_lines(source) <= MOST_CODE_LINES


def test_the_median_function_is_short() -> None:
    """The median function has at most ten lines."""
    lengths = sorted(
        (node.end_lineno or 0) - node.lineno + 1
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    )
    assert lengths[len(lengths) // 2] <= 10


def test_no_module_has_a_name_that_says_nothing() -> None:
    """Nothing is called utils, helpers, common, base, manager, service or handler."""
    empty = {"utils", "util", "helpers", "common", "base", "manager", "service", "handler"}
    assert not empty & {path.stem for path in MODULES}


def test_the_readme_prints_the_tables_of_the_program() -> None:
    """README.md shows the word table and the state tables as the program has them now."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert tables.words() in readme
    assert tables.states() in readme


def test_every_state_and_action_of_the_workflow_has_a_chinese_word() -> None:
    """A state or action cannot be added without its word."""
    for subject, rules in TABLES.items():
        used = {state for rule in rules for state in (*rule.before, rule.after)} | {
            BEGINNINGS.get(subject, ("", ""))[1]
        }
        assert used - {""} <= STATES[subject].keys()
        assert {rule.action for rule in rules} <= ACTIONS.keys()


def test_every_make_target_is_explained() -> None:
    """`make help` names each target of the Makefile, and the README names them too."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    declared = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert declared is not None
    targets = set(declared[1].split()) - {"help"}

    assert targets <= set(re.findall(r"'make ([\w-]+) ", makefile))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(target in readme for target in targets)


def test_the_manual_names_every_command() -> None:
    """Every noun and verb of the command line is found in the manual."""
    manual = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "bulletin" / "manual").glob("*.md"))
    missing = []
    for noun, command in cli.commands.items():
        verbs = getattr(command, "commands", {})
        missing += [f"{noun} {verb}" for verb in verbs if f"{noun} {verb}" not in manual]
        missing += [noun] if not verbs and f"bulletin {noun}" not in manual else []
    assert not missing


def test_no_file_names_a_package_registry() -> None:
    """Offices install from mirrors: no file of the project names a registry's host."""
    hosts = re.compile(
        "|".join(("pypi" + r"\.org", "python" + r"hosted\.org", "registry" + r"\.npmjs", "deb" + r"\.debian\.org"))
    )
    skipped = {".git", ".venv", "var", ".mypy_cache", ".ruff_cache", ".hypothesis", "__pycache__", ".pytest_cache"}
    texts = [
        path
        for path in ROOT.rglob("*")
        if path.is_file() and not skipped & set(path.relative_to(ROOT).parts) and path.stat().st_size < 2_000_000
    ]
    assert not [path for path in texts if hosts.search(path.read_text(encoding="utf-8", errors="ignore"))]
