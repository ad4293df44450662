"""Filing files that somebody hands in one by one (`item submit`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bulletin import store
from bulletin.collect.selection import SUBMITTED, sharing
from bulletin.collect.submissions import folder
from bulletin.collect.submissions.submission import SubmissionForm, read_submissions, refuse_marked_name
from bulletin.errors import NotFound
from bulletin.model import Item, Received
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.text import one_line


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of a file handed in: its items, each with whether the desk had it already, and what of it was not
    taken, with what to do about it."""

    items: tuple[tuple[Item, bool], ...]
    problems: tuple[tuple[str, str], ...]


def submit(db: Database, settings: Settings, path: Path, form: SubmissionForm, *, at: datetime) -> Submitted:
    """File one file; a zip archive may hold several items. What the desk has already stays one item.

    Raises `NotFound` (file, unit), `RefusedMaterial`, `UnreadableMaterial` and `StoreFailure`.
    """
    refuse_marked_name(path.name, form, settings)
    if not path.is_file():
        raise NotFound("文件", one_line(str(path)), "请核对路径")
    body = folder.read_file(path)
    reading = read_submissions(body, path.name, form, settings)
    known = sharing(settings, SUBMITTED)
    with store.write(db):
        original, _ = store.originals.keep(db, settings, Received(body, one_line(path.name)), SUBMITTED, at)
        added = [store.submissions.add(db, original, one, at, sharing=known) for one in reading.items]
        for item in (item for item, is_new in added if is_new):
            store.relations.relate(db, item, at)
    return Submitted(tuple((item, not is_new) for item, is_new in added), reading.problems)
