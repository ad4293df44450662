"""Decisions as they are made on a screen: only on what stands as the person saw it.

The modules that decide are imported when somebody decides: they cost more than the first picture.
Between looking and pressing a key another editor may have decided. Then nothing is done, and it is said who did what, when.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from bulletin import store
from bulletin.errors import RefusedAction
from bulletin.model import Article, Item
from bulletin.terms import action_name
from bulletin.tui.sitting import Sitting

if TYPE_CHECKING:
    from bulletin.desk.editing import Wish

Seen = Mapping[int, str]
"""The items acted on, each with the state in which the person saw it."""
Done = TypeVar("Done")


def on_unchanged(sitting: Sitting, read: Callable[[], object], seen: object, act: Callable[[], Done]) -> Done:
    """Return what `act` gives, done now where what `read` gives still is what the person has `seen`.

    Raises `RefusedAction` where somebody else has acted meanwhile; nothing is done then.
    """
    sitting.renew()
    with store.write(sitting.db):
        if read() != seen:
            raise RefusedAction("刚有变动，本次操作未执行", "列表已更新，请返回看过再定")
        return act()


def decide(sitting: Sitting, seen: Seen, action: str, reason: str = "") -> list[Item]:
    """Decline, shelve or restore the items, all or none. Raises `RefusedAction`, also where one was decided meanwhile."""
    from bulletin.desk import editing

    with store.write(sitting.db):
        _as_seen(sitting, seen)
        return editing.decide(sitting.db, list(seen), action, sitting.actor, sitting.at, reason)


def adopt(sitting: Sitting, seen: Seen, wish: Wish) -> Article:
    """Make one article of the items. Raises `RefusedAction`, also where one was decided meanwhile."""
    from bulletin.desk import editing

    with store.write(sitting.db):
        _as_seen(sitting, seen)
        return editing.adopt(sitting.db, sitting.settings, list(seen), wish, sitting.actor, sitting.at)


def _as_seen(sitting: Sitting, seen: Seen) -> None:
    changed = [item_id for item_id, state in seen.items() if store.items.get(sitting.db, item_id).state != state]
    if changed:
        told = "；".join(last_deed(sitting, item_id) for item_id in changed[:3])
        raise RefusedAction(f"{told}。本次操作未执行", "队列已更新，请看过再定")


def last_deed(sitting: Sitting, item_id: int) -> str:
    """Return who did what to an item last, and when: ``来稿 5 已由编辑乙于 09:31 不采用（内容陈旧）``."""
    history = store.statuses.history(sitting.db, "item", item_id)
    if not history:
        return f"来稿 {item_id} 还没有人处理"
    last = history[-1]
    day = "%H:%M" if last.at.date() == sitting.at.date() else "%m月%d日 %H:%M"
    who = sitting.settings.person_name(last.by)
    note = f"（{last.note}）" if last.note else ""
    return f"来稿 {item_id} 已由{who}于 {last.at:{day}} {action_name(last.action)}{note}"
