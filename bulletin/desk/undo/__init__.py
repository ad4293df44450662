"""Undo (撤销): the last own deed taken back, as the trail tells it, and redo (重做).

A deed (操作) is what one person did in one go: the steps of one transaction. Taking one back is a deed of its own, with new
steps, and new revisions that hold the earlier text: nothing is deleted, nobody's later work is touched. Taking an undo back
is a redo. A dropped article stays dropped: what brings it back makes a new one of the same items and the same text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bulletin import store
from bulletin.desk.undo import limits, steps, telling
from bulletin.desk.undo.reversal import Hand, reverse
from bulletin.errors import NothingToDo, Outdated
from bulletin.model import Actor
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.store.deeds import Deed as Steps

MOST = 50
"""Own deeds that are looked back at."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed as it is told before it is taken back: ``words`` what was done, ``result`` how things stand afterwards.

    ``passed_over`` are newer own deeds, each with why it cannot be taken back.
    """

    id: int
    words: str
    result: str
    at: datetime
    passed_over: tuple[str, ...] = ()


def last(db: Database, settings: Settings, actor: Actor, at: datetime) -> Deed | None:
    """Return what `undo` would take back now, None where there is nothing."""
    return _told(db, settings, _undoable(db, actor), actor, at)[0]


def undo(db: Database, settings: Settings, actor: Actor, at: datetime, deed_id: int | None = None) -> Deed:
    """Take the last own deed back that can be, and return it. `deed_id` is the one the person was told of.

    Raises `NothingToDo` with why the newest ones cannot be, `Outdated` when it is no longer `deed_id`, and what the steps
    raise: `RefusedAction`, `FindingsBlock`.
    """
    return _take_back(db, settings, actor, at, deed_id, again=False)


def last_undone(db: Database, settings: Settings, actor: Actor, at: datetime) -> Deed | None:
    """Return what `redo` would do again now: the last own deed taken back, unless something else was done since."""
    return _told(db, settings, _redoable(db, actor), actor, at)[0]


def redo(db: Database, settings: Settings, actor: Actor, at: datetime, deed_id: int | None = None) -> Deed:
    """Take the last own undo back, and return it. Raises as `undo` does."""
    return _take_back(db, settings, actor, at, deed_id, again=True)


def _take_back(
    db: Database, settings: Settings, actor: Actor, at: datetime, deed_id: int | None, *, again: bool
) -> Deed:
    word = "重做" if again else "撤销"
    with store.write(db):
        deeds = _redoable(db, actor) if again else _undoable(db, actor)
        found, why = _told(db, settings, deeds, actor, at)
        if found is None:
            raise NothingToDo(f"没有可以{word}的操作{'：' if why else ''}{'；'.join(why[:3])}", "")
        if deed_id not in (None, found.id):
            raise Outdated(f"要{word}的操作")
        deed = store.deeds.of_number(db, found.id)
        reverse(Hand(db, settings, actor, at, f"{word}：{found.words}"), deed)
        store.deeds.record_undoing(db, deed, actor.id)
    return found


def _undoable(db: Database, actor: Actor) -> Iterator[Steps]:
    """Yield the own deeds, newest first, that are no undo and were not taken back."""
    for deed in store.deeds.of_person(db, actor.id, MOST):
        if not steps.is_undo(db, deed) and not store.deeds.undoers(db, deed.id):
            yield deed


def _redoable(db: Database, actor: Actor) -> Iterator[Steps]:
    """Yield the own undos, newest first, that were not taken back, up to the first other thing done."""
    for deed in store.deeds.of_person(db, actor.id, MOST):
        if deed.undoes is None:
            if not store.deeds.undoers(db, deed.id):
                return
        elif steps.is_undo(db, deed) and not store.deeds.undoers(db, deed.id):
            yield deed


def _told(
    db: Database, settings: Settings, deeds: Iterator[Steps], actor: Actor, at: datetime
) -> tuple[Deed | None, list[str]]:
    """Return the first of the deeds that can be taken back, and why those before it cannot."""
    passed: list[str] = []
    for deed in deeds:
        words = telling.words(db, steps.root(db, deed))
        if why := limits.why_not(db, settings, deed, actor, at):
            passed.append(f"“{words}”不能撤销，{why}")
        else:
            return Deed(deed.id, words, telling.result(db, deed), deed.steps[0].at, tuple(passed)), passed
    return None, passed
