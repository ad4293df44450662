"""``bulletin item removed`` and ``bulletin item keep``: what cleaning took out of an item, and what is put back."""

from __future__ import annotations

from typing import Any

import click

from bulletin import store
from bulletin.cli.commands import NUMBER, Command
from bulletin.cli.session import Session
from bulletin.desk import removals
from bulletin.model import Item, Removal
from bulletin.text import shorten

_SHOWN = 60


@click.command(cls=Command)
@click.argument("item_id", metavar="ID", type=NUMBER)
@click.pass_obj
def removed(session: Session, item_id: int) -> None:
    """列出清理时从来稿中去掉的内容：编号、在原文中的位置、原因。"""
    item = store.items.get(session.db, item_id)
    lines = removal_lines(item) or ["没有清理掉任何内容"]
    session.answer(_data(item), [f"来稿 {item.id}　{item.title}", *lines])


@click.command(cls=Command)
@click.argument("item_id", metavar="ID", type=NUMBER)
@click.argument("numbers", metavar="编号…", nargs=-1, required=True, type=NUMBER)
@click.pass_obj
def keep(session: Session, item_id: int, numbers: tuple[int, ...]) -> None:
    """把清理掉的内容放回正文；以后重新提取（collect --again）也不再去掉。"""
    item = removals.keep(session.db, item_id, numbers, session.actor, session.at)
    session.answer(_data(item), [f"来稿 {item.id}：已放回{len(set(numbers))}处，正文{len(item.text)}字"])


def removal_lines(item: Item) -> list[str]:
    """Return what was taken out of an item, a line each: number, place, reason, text."""
    return [f"{number}　{_place(one)}　{_why(one)}　“{shorten(one.text, _SHOWN)}”" for number, one in _numbered(item)]


def _numbered(item: Item) -> list[tuple[int, Removal]]:
    return list(enumerate(item.removed, 1))


def _place(one: Removal) -> str:
    """Return where in the raw text a removal stood, in characters counted from 1."""
    if one.start < one.end:
        return f"原文第{one.start + 1}—{one.end}字"
    return f"原文第{one.start}字后" if one.start else "位置未记"


def _why(one: Removal) -> str:
    return f"{one.why or '原因未记'}{f'（{one.kept_by} 已放回）' if one.kept_by else ''}"


def _data(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": item.title,
        "text": item.text,
        "removed": [
            {
                "number": number,
                "start": one.start,
                "end": one.end,
                "text": one.text,
                "why": one.why,
                "kept_by": one.kept_by,
            }
            for number, one in _numbered(item)
        ],
    }
