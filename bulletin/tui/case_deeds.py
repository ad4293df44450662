"""Decisions on follow-ups as they are made on a screen: only on what stands as the person saw it.

Between looking and pressing a key somebody else may have acted. Then nothing is done, and it is said who did what, when.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from bulletin import store
from bulletin.errors import RefusedAction
from bulletin.model import FollowUp, Instruction, SentSlip
from bulletin.tui import case_reading
from bulletin.tui.sitting import Sitting

if TYPE_CHECKING:
    from bulletin.feedback.cases.reminding import DueReminder

Done = TypeVar("Done")


def on_seen(sitting: Sitting, seen: FollowUp, act: Callable[[], Done]) -> Done:
    """Return what `act` gives, done now on the case as it was `seen`. Raises `RefusedAction` where it stands otherwise."""
    sitting.renew()
    with store.write(sitting.db):
        now = store.follow_ups.get(sitting.db, seen.id)
        if now != seen:
            told = case_reading.last_deed(sitting, now)
            raise RefusedAction(f"刚有变动：{told}。本次操作未执行", "列表已更新，请返回看过再定")
        return act()


def on_same(sitting: Sitting, seen: Instruction, act: Callable[[], Done]) -> Done:
    """Return what `act` gives, done now on the instruction as it was `seen`. Raises `RefusedAction` where it stands otherwise."""
    sitting.renew()
    with store.write(sitting.db):
        if store.instructions.get(sitting.db, seen.id) != seen:
            raise RefusedAction(
                f"批示 {seen.id} 的类别、级别刚被他人改过。本次操作未执行", "列表已更新，请返回看过再定"
            )
        return act()


def remind_all(sitting: Sitting, seen: Sequence[DueReminder]) -> list[SentSlip]:
    """Send the reminders that are due, if they are those `seen`. Raises `RefusedAction` where they are others now."""
    from bulletin.feedback.cases import reminding

    sitting.renew()
    with store.write(sitting.db):
        if reminding.burning(sitting.db, sitting.settings, sitting.at) != list(seen):
            raise RefusedAction("今天该催的刚有变动，没有催办", "请再按一次，看过再定")
        return reminding.remind_due(sitting.db, sitting.settings, sitting.actor, sitting.at)
