"""The steps of a way as they are told on paper: what belongs together as one, nothing said twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from bulletin.model import TrailStep
from bulletin.press.page.entries.levels import clean

_SHA256 = re.compile(r"[0-9a-f]{64}")
_RECORD = re.compile(r"(?:督办|批示|稿件|来稿) \d+")

Run = tuple[str, str]
"""Text and the role of its face."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step as it is told: when, in which part of the way, its text, by whom; ``record`` is where all of it stands, '' where that is
    in more than one."""

    at: datetime
    part: str
    runs: tuple[Run, ...]
    who: str
    record: str


def told(steps: Sequence[TrailStep], apart: bool = False) -> Iterator[Step]:
    """Yield the steps as they are told: what one person did in one minute as one; a record is named where it changes.

    With `apart` each thing done stands on a line of its own, else one after the other.
    """
    named, part = "", ""
    for _, group in groupby(steps, key=lambda step: (step.part, step.who, f"{step.at:%Y%m%d%H%M}")):
        together, runs, records = list(group), list[Run](), set[str]()
        for step in together:
            record = found[0] if (found := _RECORD.search(step.what)) else ""
            is_known = (record, step.part) == (named, part)
            named, part = record, step.part
            records.add(record)
            if runs and not apart:
                runs[-1] = runs[-1][0].rstrip("。"), runs[-1][1]
            parting = "" if not runs else "\n" if apart else "；"
            runs += _runs(step, step.what.removeprefix(record).strip() if is_known else step.what, parting)
        yield Step(together[0].at, part, tuple(runs), together[0].who, named if len(records) == 1 else "")


def _runs(step: TrailStep, what: str, parting: str) -> Iterator[Run]:
    words = clean(_SHA256.sub(lambda found: f"指纹{found[0][:16]}…", step.words))
    yield parting + clean(what) + ("：" if words else ""), "仿宋"
    yield words, "楷体"
