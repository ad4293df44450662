"""A deed (操作) as the trail tells it: what it did to what, from where, and which deed it goes back to."""

from __future__ import annotations

from bulletin import store
from bulletin.model import Revision, Status
from bulletin.store import Database
from bulletin.store.deeds import Deed as Steps

OPPOSITE = {"close": "reopen", "reopen": "close"}
"""What takes a step on a commission back."""


def actions(deed: Steps, subject: str) -> set[str]:
    """Return what the deed did to things of that kind."""
    return {step.action for step in deed.steps if step.subject == subject}


def ids(deed: Steps, subject: str) -> list[int]:
    """Return which things of that kind the deed touched, each once."""
    return list(dict.fromkeys(step.subject_id for step in deed.steps if step.subject == subject))


def targets(deed: Steps) -> list[int]:
    """Return the items that steps on a commission are about."""
    return [int(step.target) for step in deed.steps]


def released(deed: Steps) -> list[int]:
    """Return the items the deed gave back to the queue."""
    return [step.subject_id for step in deed.steps if (step.subject, step.action) == ("item", "release")]


def of(deed: Steps, action: str) -> Status:
    """Return the step of that action on an article."""
    return next(step for step in deed.steps if (step.subject, step.action) == ("article", action))


def base(db: Database, step: Status) -> Revision:
    """Return the revision an edit was made on: its step names that one, not the one it made."""
    found = store.articles.revisions(db, step.subject_id)
    return next(revision for revision in found if revision.id == step.revision_id)


def state_before(db: Database, deed: Steps, item_id: int) -> str:
    """Return where an item stood before the deed."""
    first = next(step for step in deed.steps if (step.subject, step.subject_id) == ("item", item_id))
    before = store.deeds.before(db, "item", item_id, first.id)
    return before.state if before else "new"


def is_undo(db: Database, deed: Steps) -> bool:
    """Tell whether the deed takes something back; a redo does not."""
    return deed.undoes is not None and not is_undo(db, store.deeds.of_number(db, deed.undoes))


def root(db: Database, deed: Steps) -> Steps:
    """Return the deed that was taken back, done again and so on: the one that is not about another."""
    return deed if deed.undoes is None else root(db, store.deeds.of_number(db, deed.undoes))


def joined(db: Database, deed: Steps) -> list[int]:
    """Return the items that a merge, or what takes one back, is about; none where it is none."""
    merged = root(db, deed)
    return ids(merged, "item") if actions(merged, "article") == {"edit"} else []


def listed(numbers: list[int]) -> str:
    """Return numbers as they are told."""
    return "、".join(map(str, numbers))
