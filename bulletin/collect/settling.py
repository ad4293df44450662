"""Settling problems (销问题) on a person's word: only who may, and never without saying how it was dealt with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bulletin import store
from bulletin.errors import RefusedAction, UsageError
from bulletin.model import Actor, Problem
from bulletin.store import Database
from bulletin.terms import role_names
from bulletin.text import one_line
from bulletin.workflow import authority

SETTLERS = ("editor", "admin")


def settle(db: Database, numbers: Iterable[int], reason: str, actor: Actor, at: datetime) -> list[Problem]:
    """Mark problems as settled, all or none; return them. A problem that is still there comes again with the next run.

    Raises `RefusedAction` (no role, settled already), `UsageError` without a reason, `NotFound`.
    """
    behalf, words = authority(actor, SETTLERS), one_line(reason)
    if behalf is None:
        what = f"销去问题须由{role_names(SETTLERS)}进行，{actor.name}没有这个角色"
        raise RefusedAction(what, "请由编辑或管理员操作")
    if not words:
        raise UsageError("没有写怎样处置的", "请写明，如：已清除")
    with store.write(db):
        return [
            store.problems.settle_by_hand(db, number, actor, behalf, words, at) for number in dict.fromkeys(numbers)
        ]
