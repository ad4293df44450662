"""What the press does while somebody goes on pressing keys: the live page count (页数) of an issue being arranged, and its proof.

Each runs in a thread, on a connection of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bulletin import store
from bulletin.errors import BulletinError
from bulletin.model import Actor, Issue, Proof
from bulletin.settings import Settings
from bulletin.tui import editor

if TYPE_CHECKING:
    from bulletin.press.page.engine.result import Typeset


def set_draft(settings: Settings, issue_id: int, at: datetime) -> Typeset | str:
    """Set the issue as it is arranged now, on a connection of its own; return why not in words where it cannot be set."""
    from bulletin.press import preview

    db = store.open_database(settings.database_path)
    try:
        return preview.preview_issue(db, settings, issue_id, at, editor.environment())
    except BulletinError as error:
        return str(error)
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
        return str(error)
    finally:
        db.close()


def pages_line(pages: int, entry_pages: Sequence[int], word: str) -> str:
    """Return how many pages there are, and how many entries begin on each: ``试排2页：第1页3条　第2页1条``."""
    begun = Counter(entry_pages)
    each = "　".join(f"第{page}页{begun[page]}条" for page in sorted(begun))
    return f"{word}{pages}页：{each}"


def pages_of_proof(issue: Issue, made: Proof | None) -> str:
    """Return the same of the proof `made` of an issue; '' where there is none that holds."""
    if made is None or issue.state not in ("proofed", "signed", "published"):
        return ""
    return pages_line(made.pages, made.made_with.get("entry_pages", ()), "清样")
