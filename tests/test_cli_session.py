"""One call and what it holds."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest

from bulletin.cli import run
from tests.conftest import House


def open_files(folder: Path) -> list[str]:
    """The files below a folder that this process holds open."""
    held = (os.path.realpath(one) for one in Path("/proc/self/fd").iterdir())
    return sorted(one for one in held if one.startswith(os.path.realpath(folder)))


@pytest.mark.parametrize(("words", "code"), [(["item", "list"], 0), (["item", "show", "9999"], 1)])
def test_a_call_leaves_no_database_open(
    house: House, words: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Done or refused, a call closes the database it opened, and leaves that to no garbage collector."""
    before = open_files(house.settings.root)
    gc.disable()
    try:
        assert run(["--office", str(house.settings.root), *words]) == code, capsys.readouterr().err
        assert open_files(house.settings.root) == before
    finally:
        gc.enable()
    assert before
