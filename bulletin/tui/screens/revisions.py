"""Revisions side by side: what was received beside what was made of it, and a revision beside the one before."""

from __future__ import annotations

from bulletin import store
from bulletin.tui import editor
from bulletin.tui.desk_screen import DeskScreen
from bulletin.tui.screens.comparison import ComparisonScreen, Side


def show_made(screen: DeskScreen, article_id: int, number: int) -> None:
    """Show the revision of that number beside what was received. Raises `NotFound`."""
    db = screen.desk.sitting.db
    items = [store.items.get(db, item_id) for item_id in store.articles.get(db, article_id).items]
    numbers = "、".join(str(item.id) for item in items)
    received = "\n".join(f"{item.title}\n\n{item.raw_text}" for item in items)
    _show(screen, article_id, Side(f"收到的原文（来稿 {numbers}）", received), number)


def show_changed(screen: DeskScreen, article_id: int, number: int) -> None:
    """Show what the revision of that number changed in the one before; the first stands beside what was received."""
    if number == 1:
        show_made(screen, article_id, number)
    else:
        _show(screen, article_id, _side(screen, article_id, number - 1), number)


def _show(screen: DeskScreen, article_id: int, before: Side, number: int) -> None:
    now = _side(screen, article_id, number)
    screen.app.push_screen(ComparisonScreen(f"稿件 {article_id}", before, now))


def _side(screen: DeskScreen, article_id: int, number: int) -> Side:
    revisions = store.articles.revisions(screen.desk.sitting.db, article_id)
    return Side(f"第{number}稿", editor.written(next(one for one in revisions if one.number == number)))
