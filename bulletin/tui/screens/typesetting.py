"""What the press does while somebody goes on pressing keys: the live page count (页数) of an issue being arranged, and its proof.

Each runs in a thread, on a connection of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from bulletin import store
from bulletin.errors import BulletinError
from bulletin.model import Actor, Issue, Proof
from bulletin.settings import Settings
from bulletin.tui import editor
from bulletin.tui.advice import refusal

if TYPE_CHECKING:
    from bulletin.press.page.engine.result import Typeset


def set_draft(settings: Settings, issue_id: int, at: datetime) -> Typeset | str:
    """Set the issue as it is arranged now, on a connection of its own; return why not in words where it cannot be set."""
    from bulletin.press import preview

    db = store.open_database(settings.database_path)
    try:
        return preview.preview_issue(db, settings, issue_id, at, editor.environment())
    except BulletinError as error:
        return refusal(error)
    finally:
        db.close()


def make_proof(settings: Settings, issue_id: int, actor: Actor, at: datetime) -> list[str] | str:
    """Make a proof as ``issue proof`` does; return its warnings, or why there is none, in words."""
    from bulletin.desk import checking
    from bulletin.press import proof

    db = store.open_database(settings.database_path)
    try:
        issue = store.issues.get(db, issue_id)
        checking.inspect_entries(db, settings, issue.publication, at)
        made = proof.make(db, settings, issue, actor, at, editor.environment())
        return list(made.made_with["warnings"])
    except BulletinError as error:
        return refusal(error)
    finally:
        db.close()


def pages_line(pages: int, entry_pages: Sequence[int], word: str) -> str:
    """Return how many pages there are, and where the entries begin: ``试排共2页：第1—3条起于第1页，第4条起于第2页``."""
    starts, places = [], list(enumerate(entry_pages, 1))
    for page, those in groupby(places, key=lambda place: place[1]):
        numbers = [number for number, _ in those]
        span = f"{numbers[0]}—{numbers[-1]}" if len(numbers) > 1 else f"{numbers[0]}"
        starts.append(f"第{span}条起于第{page}页")
    return f"{word}共{pages}页" + (f"：{'，'.join(starts)}" if starts else "")


def pages_of_proof(issue: Issue, made: Proof | None) -> str:
    """Return the same of the proof `made` of an issue; '' where there is none that holds."""
    if made is None or issue.state not in ("proofed", "signed", "published"):
        return ""
    word = "印发的文件" if issue.state == "published" else "清样"
    return pages_line(made.pages, made.made_with.get("entry_pages", ()), word)
