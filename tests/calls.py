"""Calls of the program as a person makes them: in this process, or as a process of its own. Neither may ever show a traceback."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from bulletin.cli import run
from bulletin.press.page.faces import fonts

ROOT = Path(__file__).parents[1]
HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
LATIN = re.compile(r"\b(?!bulletin\b)[A-Za-z]{3,}(?: [a-z]{2,}){2,}")
"""Three English words in a row: a sentence nobody translated."""


@dataclass(frozen=True)
class Answer:
    """What one call left: its exit code, and what it wrote on stdout and stderr."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on stdout; anything besides it is an error."""
        return json.loads(self.out)

    @property
    def said(self) -> str:
        """Everything a person sees."""
        return self.out + self.err


def call(office: Path | None, *words: object, person: str = "", at: str = "") -> Answer:
    """Run one call in this process."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run(arguments(office, words, person, at))
    return decent(Answer(code, out.getvalue(), err.getvalue()))


def process(
    office: Path | None, *words: object, person: str = "", cwd: Path | None = None, limit: float = 60, **environ: str
) -> Answer:
    """Run one call as ``python -m bulletin`` in a process of its own, killed after `limit` seconds."""
    done = subprocess.run(
        [sys.executable, "-m", "bulletin", *arguments(office, words, person, "")],
        cwd=cwd or ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environ},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=limit,
        check=False,
    )
    return decent(Answer(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")))


def arguments(office: Path | None, words: tuple[object, ...], person: str, at: str) -> list[str]:
    """Return the command line for these wishes."""
    before = [("--office", office), ("--as", person), ("--at", at)]
    return [str(part) for option, value in before if value for part in (option, value)] + list(map(str, words))


def decent(answer: Answer) -> Answer:
    """Return the answer if it keeps what every answer must: no traceback, no inner error, nothing that drives a terminal."""
    assert "Traceback" not in answer.said, answer.said
    assert "程序内部错误" not in answer.said, answer.said
    answer.said.encode("utf-8")
    assert not HARMFUL.search(answer.said), repr(answer.said)
    return answer


def done(answer: Answer) -> Any:
    """Return the JSON of a call that had to succeed."""
    assert answer.code == 0, answer.said
    return answer.json


def need_fonts() -> None:
    """Skip the test where the program cannot typeset."""
    if not all(ok for _, ok, _, _ in fonts.examine(os.environ)):
        pytest.skip("fonts or typesetting libraries are missing: make setup")
