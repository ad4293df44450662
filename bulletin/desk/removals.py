"""Putting back into an item what cleaning had taken out: an editor's decision, as adopting it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bulletin import store
from bulletin.errors import RefusedAction
from bulletin.model import Actor, Item
from bulletin.store import Database
from bulletin.terms import role_names
from bulletin.workflow import authority

_ROLES = ("editor",)


def keep(db: Database, item_id: int, numbers: Iterable[int], actor: Actor, at: datetime) -> Item:
    """Put the removals of these numbers back into the text of an item, for good; return the item as it now reads.

    Raises `NotFound`, and `RefusedAction` for an actor who is no editor, an item an article was already made of, and a
    removal that has no place in its text.
    """
    if authority(actor, _ROLES) is None:
        held = role_names(actor.roles) or "无"
        what = f"来稿 {item_id}：放回清理掉的内容须由{role_names(_ROLES)}角色进行，{actor.name}的角色是{held}"
        raise RefusedAction(what, "请由编辑操作")
    with store.write(db):
        item = store.items.keep_removed(db, item_id, numbers, actor.id)
        store.relations.renew(db, item, at)
    return item
