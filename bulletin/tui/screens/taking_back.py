"""Undo and redo (撤销、重做) on any screen: what would be taken back is told first, and only that is taken back."""

from __future__ import annotations

from collections.abc import Callable

from bulletin.tui.desk_screen import DeskScreen
from bulletin.tui.prompts import Confirm

NONE = 0
"""The number of no deed: to ask for it takes nothing back, and tells why nothing can be."""


def ask(screen: DeskScreen, again: bool, then: Callable[[int], None] | None = None) -> None:
    """Tell the person what he did last (with `again`: took back last), and take it back (do it again) when he says yes.

    Where nothing can be, it is said why. `then` is called with the number of the deed, after the screens have read again.
    """
    from bulletin.desk import undo

    sitting, word = screen.desk.sitting, "重做" if again else "撤销"
    look, act = (undo.last_undone, undo.redo) if again else (undo.last, undo.undo)
    told = screen.attempt(lambda: look(sitting.db, sitting.settings, sitting.actor, sitting.at))
    if told is None:
        if not screen.is_wrong:
            screen.attempt(lambda: act(sitting.db, sitting.settings, sitting.actor, sitting.at, NONE))
        return
    deed_id = told.id

    def answered(answer: str | None) -> None:
        if answer is None:
            return
        done = screen.attempt(lambda: act(sitting.db, sitting.settings, sitting.actor, sitting.at, deed_id))
        screen.desk.records_changed()
        if done:
            if then:
                then(deed_id)
            screen.say(f"已{word}：{done.words}")

    lines = [f"结果：{told.result}", *(f"跳过：{one}" for one in told.passed_over)]
    screen.app.push_screen(Confirm(f"{word}：{told.words}", lines, screen.lettering), answered)
