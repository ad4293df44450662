"""A file of anybody's is checked in a process of its own, with so much memory and time and no more.

A PDF of a few kilobytes can ask for gigabytes: forms within forms, pictures of a million dots.
"""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from pathlib import Path

import bulletin
from bulletin.errors import UnreadableMaterial
from bulletin.model import Json
from bulletin.press.check.finding import Expected, FontUse, PageFinding, Place, Report, Undecided

TIME_LIMIT = 60  # seconds
OUT_OF_MEMORY = 9  # what `bulletin.press.check.child` ends with when its memory does not suffice


def check_pdf(path: Path, expected: Expected | None = None) -> Report:
    """Hold the PDF at `path`, anybody's, against the 83 rules; `expected` is what is known of it besides.

    Raises `UnreadableMaterial` if it cannot be read as a PDF, is encrypted, has over 1,000 pages, or takes more than
    1.5 GB or a minute; `ChildProcessError` if the checker itself is at fault.
    """
    root = str(Path(bulletin.__file__).parents[1])
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bulletin.press.check.child"],
            input=pickle.dumps((path, expected)),
            capture_output=True,
            env={"PYTHONPATH": root, "PYTHONIOENCODING": "utf-8", "LANG": "C.UTF-8"},
            timeout=TIME_LIMIT,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_much(path) from error
    if done.returncode < 0 or done.returncode == OUT_OF_MEMORY:
        raise _too_much(path)
    if done.returncode:
        raise ChildProcessError(done.stderr.decode("utf-8", "replace"))
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise UnreadableMaterial(*answer["refused"])
    return _report(answer)


def _report(answer: Json) -> Report:
    """Return the report that was written as JSON: a file may have taken over the process that read it."""
    findings = [{**one, "place": Place(**one["place"]) if one["place"] else None} for one in answer["findings"]]
    return Report(
        tuple(PageFinding(**one) for one in findings),
        tuple(Undecided(**one) for one in answer["undecided"]),
        tuple(FontUse(**one) for one in answer["fonts"]),
    )


def _too_much(path: Path) -> UnreadableMaterial:
    return UnreadableMaterial(f"{path} 过于复杂，不能检查", "请用原来的文字处理程序重新导出 PDF，再检查")
