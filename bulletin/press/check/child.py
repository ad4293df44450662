"""The process that checks one file of anybody's, for `bulletin.press.check.apart`.

It reads a path and what is expected of the file from its input, pickled by this program, and answers in JSON with the
report, or with what is wrong with the file and what can be done.
"""

from __future__ import annotations

import json
import pickle
import resource
import sys
from dataclasses import asdict
from pathlib import Path

from bulletin.errors import UnreadableMaterial
from bulletin.model import Json
from bulletin.press.check.apart import OUT_OF_MEMORY
from bulletin.press.check.finding import Expected
from bulletin.press.check.report import check_here

MEMORY = 1_500_000_000  # bytes of address space


def main() -> None:
    """Check the file named on the input, and write the answer."""
    path, expected = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started this one
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        sys.stdout.write(json.dumps(_answer(path, expected)))
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)


def _answer(path: Path, expected: Expected | None) -> Json:
    try:
        return asdict(check_here(path, expected))
    except UnreadableMaterial as refusal:
        return {"refused": [refusal.what, refusal.remedy]}


if __name__ == "__main__":
    main()
