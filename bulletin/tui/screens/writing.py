"""Handing an article over to ``$EDITOR`` and taking it back; and offering what was typed and never stored."""

from __future__ import annotations

from functools import partial

from bulletin import store
from bulletin.tui import editor
from bulletin.tui.desk_screen import DeskScreen
from bulletin.tui.editor import Kept
from bulletin.tui.prompts import Choice, Finder
from bulletin.tui.screens.comparison import ComparisonScreen, Side

CONTINUE, COMPARE, STORE, ASIDE = "continue", "compare", "store", "aside"


def edit_article(screen: DeskScreen, article_id: int) -> None:
    """Let the person edit an article in his own editor; what he saved there becomes a new revision."""
    sitting = screen.desk.sitting
    article = screen.attempt(lambda: store.articles.get(sitting.db, article_id))
    if article is None:
        return
    path = screen.attempt(lambda: editor.draft_of(sitting.settings, article, sitting.actor.id))
    if path is not None:
        _edit(screen, editor.kept_at(path, sitting))


def _edit(screen: DeskScreen, kept: Kept) -> None:
    code = screen.attempt(lambda: _hand_over(screen, kept))
    if code == 0:
        _store(screen, kept)
    elif code is not None:
        screen.say(f"编辑器没有正常结束（代码 {code}），未保存；文字还在 {kept.path}", wrong=True)
        offer(screen, kept)


def _hand_over(screen: DeskScreen, kept: Kept) -> int:
    with editor.being_edited(kept.path), screen.desk.handed_over():
        return editor.run_editor(kept.path, editor.environment())


def _store(screen: DeskScreen, kept: Kept) -> None:
    """Save the text as the next revision; where that is refused the file stays, and the way out is offered."""
    stored = screen.attempt(lambda: editor.store_draft(screen.desk.sitting, kept))
    if stored is None and kept.path.is_file():
        offer(screen, kept)
        return
    screen.desk.records_changed()
    words = f"稿件 {kept.article_id} 已存为第{stored.number}稿" if stored else f"稿件 {kept.article_id} 没有改动"
    screen.say(words)


def offer_left_over(screen: DeskScreen) -> None:
    """Offer the oldest text of this person that was begun and never stored, if there is one."""
    found = screen.attempt(lambda: editor.left_over(screen.desk.sitting))
    if found:
        offer(screen, found[0])


def offer(screen: DeskScreen, kept: Kept) -> None:
    """Ask what shall become of a text that was not stored."""
    current = store.articles.get(screen.desk.sitting.db, kept.article_id).revision
    newer = f"（现在已到第{current.number}稿，那一稿留在历史里）" if current.number != kept.base else ""
    beside = "；编辑器还留有恢复文件 " + "、".join(path.name for path in kept.rescued) if kept.rescued else ""
    choices = [
        Choice(CONTINUE, "继续修改", sign="1"),
        Choice(COMPARE, f"与第{current.number}稿对照", sign="2"),
        Choice(STORE, f"存为新稿{newer}", sign="3"),
        Choice(ASIDE, "移到一边，不再提示（文件不删）", sign="4"),
    ]
    title = f"没有存完的文字：稿件 {kept.article_id}，在第{kept.base}稿上修改，{kept.at:%m-%d %H:%M}{beside}"
    screen.app.push_screen(Finder(title, choices, screen.lettering), partial(_answered, screen, kept))


def _answered(screen: DeskScreen, kept: Kept, answer: str | None) -> None:
    if answer == CONTINUE:
        _edit(screen, kept)
    elif answer == COMPARE:
        _compare(screen, kept)
    elif answer == STORE:
        _store_on_top(screen, kept)
    elif answer == ASIDE:
        place = editor.put_aside(screen.desk.sitting.settings, kept)
        screen.say(f"文字已移到 {place}")
    else:
        screen.say(f"文字还在 {kept.path.name}，下次打开采编台时再提示")


def _compare(screen: DeskScreen, kept: Kept) -> None:
    current = store.articles.get(screen.desk.sitting.db, kept.article_id).revision
    mine = screen.attempt(lambda: editor.text_in(kept.path, current))
    if mine is not None:
        sides = (
            Side(f"第{current.number}稿", editor.written(current)),
            Side("没有存完的文字", f"{mine.title}\n\n{mine.body}\n"),
        )
        comparison = ComparisonScreen(f"稿件 {kept.article_id}", *sides)
        screen.app.push_screen(comparison, lambda _: offer(screen, kept))


def _store_on_top(screen: DeskScreen, kept: Kept) -> None:
    """Save the text after the newest revision: the person has been told that there is one, and it stays in the history."""
    renamed = screen.attempt(lambda: editor.rebased(screen.desk.sitting, kept))
    if renamed is not None:
        _store(screen, renamed)
