"""A plain step: it takes a thing from where it stands to its next state, and does nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol, TypeVar

from bulletin import store, workflow
from bulletin.model import Actor, Standing
from bulletin.store import Database

Thing = TypeVar("Thing")


class Kind(Protocol[Thing]):
    """A module of the store that keeps one kind of things: `store.commissions`, `store.urgent`."""

    def get(self, db: Database, number: int, /) -> Thing:
        """Return the thing of that number. Raises `NotFound`."""

    def standing(self, thing: Thing, /) -> Standing:
        """Return where the thing stands."""


def take(db: Database, kind: Kind[Thing], number: int, action: str, actor: Actor, at: datetime, note: str) -> Thing:
    """Take the step `action` on a thing as it stands inside the transaction; return it as it stands then.

    Raises `NotFound`, and `RefusedAction` where the rules do not allow it.
    """
    with store.write(db):
        standing = kind.standing(kind.get(db, number))
        store.statuses.record(db, workflow.advance(standing, action, actor, at, note))
        return kind.get(db, number)
