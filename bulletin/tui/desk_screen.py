"""What every screen of the desk has: a head, a foot with the keys of now, a place for messages, and the help of ``?``.

A new screen is a subclass with `KEYS` (from which its ``BINDINGS`` are made), a body, `actions_now` and `records_changed`; it
becomes a noun by a line in `bulletin.tui.nouns`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual import events
from textual.containers import Vertical
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from bulletin import workflow
from bulletin.errors import BulletinError, RefusedAction
from bulletin.model import Standing
from bulletin.tui.advice import refusal
from bulletin.tui.keys import EVERYWHERE, Key, bindings
from bulletin.tui.prompts import Choice, Confirm, Finder
from bulletin.tui.words import Lettering, broken

if TYPE_CHECKING:
    from bulletin.tui.program import Program

Answer = TypeVar("Answer")
_NO_DEED = 0
"""The number of no deed: to ask for it takes nothing back, and tells why nothing can be."""


class DeskScreen(Screen[None]):
    """One screen of the desk. ``NOUN`` is the word it is reached by, ``FOOT`` the actions whose keys stand first at its foot."""

    NOUN: ClassVar[str] = ""
    FOOT: ClassVar[tuple[str, ...]] = ("help",)
    KEYS: ClassVar[tuple[Key, ...]] = ()
    BINDINGS = bindings(EVERYWHERE)  # type: ignore[assignment]

    @property
    def desk(self) -> Program:
        """The program this screen belongs to."""
        return cast("Program", self.app)

    @property
    def lettering(self) -> Lettering:
        """How text is written on this terminal."""
        return self.desk.lettering

    def colour(self, name: str, ground: bool = False) -> Style:
        """Return a colour of the theme as a style, of the writing or of the ground; '' is the usual one."""
        if not name:
            return Style()
        colour = self.app.theme_variables[name]
        return Style(bgcolor=colour) if ground else Style(color=colour)

    @property
    def is_open(self) -> bool:
        """Whether the screen stands there with all its parts: before it is made, and when it is closed, it has none."""
        return self in self.app.screen_stack and self.is_mounted and bool(self.query("#keys"))

    def foot(self) -> Widget:
        """Return the foot: a message that comes and goes, and the keys of now."""
        return Vertical(Static(id="message"), Static(id="keys"), id="foot")

    def actions_now(self) -> frozenset[str]:
        """Return what the rules allow this person at the record under the cursor: actions of `bulletin.workflow`."""
        return frozenset()

    def standing_now(self) -> Standing | None:
        """Return where the record under the cursor stands, None where there is none: it says why a key is refused."""
        return None

    def is_idle(self, action: str) -> bool:
        """Tell whether `action`, as `KEYS` names it, would find nothing to act on here and now."""
        return False

    def records_changed(self) -> None:
        """Read again: somebody else has written, or this desk has."""

    def keys_now(self) -> Iterator[Key]:
        """Yield the keys that do something here and now."""
        allowed = self.actions_now()
        keys = (key for key in (*self.KEYS, *EVERYWHERE) if not key.rule or key.rule in allowed)
        return (key for key in keys if not self.is_idle(key.action))

    def show_keys(self) -> None:
        """Write the keys of now at the foot, those of `FOOT` first, as many as there is room for."""
        line, room = Text(no_wrap=True), self.size.width - 2
        places = {action: place for place, action in enumerate(self.FOOT)}
        for key in sorted(self.keys_now(), key=lambda key: places.get(key.action, len(places))):
            words = f"{key.shown} {key.short}"
            if key.short and cell_len(line.plain) + cell_len(words) + 2 <= room:
                line.append(f"{key.shown} ", "bold").append(f"{key.short}  ")
        self.query_one("#keys", Static).update(line, layout=False)

    def say(self, words: str, wrong: bool = False) -> None:
        """Show a message above the keys, until the next one; an empty one takes it away."""
        message = self.query_one("#message", Static)
        if not words and not message.display:
            return
        message.update(Text("\n").join(broken(self.lettering.shown(words), max(1, self.size.width - 2))))
        message.set_class(bool(words) and not wrong, "said")
        message.set_class(bool(words) and wrong, "wrong")

    def announce(self, words: str) -> None:
        """Read again on every screen, and say what was done."""
        self.desk.records_changed()
        self.say(words)

    @property
    def is_wrong(self) -> bool:
        """Whether the message on the screen says why something was not done."""
        return self.query_one("#message").has_class("wrong")

    def attempt(self, act: Callable[[], Answer]) -> Answer | None:
        """Return what `act` gives, done now by whoever may act now; say why where it is refused, and return None."""
        self.say("")
        self.desk.sitting.renew()
        return self.told(act)

    def told(self, act: Callable[[], Answer]) -> Answer | None:
        """Return what `act` gives; say why where it fails, and return None. Whatever reads or writes goes through here."""
        try:
            return act()
        except BulletinError as error:
            self.say(f"未完成：{refusal(error)}", wrong=True)
            return None

    def on_screen_suspend(self, event: events.ScreenSuspend) -> None:
        """Take the message away: who comes back has read it, and what it speaks of is over."""
        if self.is_open:
            self.say("")

    def on_key(self, event: events.Key) -> None:
        """Refuse a key that the rules do not allow now, before it asks for anything; say of an unknown one that it is none."""
        borne = [key for key in self.KEYS if key.is_pressed(event.key, event.character)]
        if borne and all(key.rule for key in borne) and not self.actions_now().intersection(key.rule for key in borne):
            event.stop()
            event.prevent_default()
            self.desk.sitting.renew()
            self.told(lambda: self._refuse(borne[0]))
        elif event.is_printable and event.key not in self.active_bindings:
            self.say(f"这里没有“{event.character}”键；按 ? 看有哪些")

    def _refuse(self, key: Key) -> None:
        """Say why the key does nothing, and what this person may do instead."""
        standing, why = self.standing_now(), ""
        if standing:
            try:
                workflow.advance(standing, key.rule, self.desk.sitting.actor, self.desk.sitting.at, key.words)
            except RefusedAction as refused:
                why = refused.what
        may = "、".join(f"{one.shown} {one.short}" for one in self.keys_now() if one.rule and one.short)
        remedy = f"你现在可以：{may}" if may else "按 ? 看现在能用的键"
        what = key.words.partition("：")[0]
        self.say(f"未完成：{why or f'“{key.shown} {what}”现在不能用'}。{remedy}", wrong=True)

    def _takes_nothing_back(self, action: str) -> bool:
        """Tell whether there is nothing for ``undo`` or ``redo`` to take back."""
        from bulletin.desk import undo

        looks = {"undo": undo.last, "redo": undo.last_undone}
        sitting = self.desk.sitting
        return action in looks and looks[action](sitting.db, sitting.settings, sitting.viewer, sitting.at) is None

    def took_back(self, deed_id: int) -> None:
        """Go to what the deed that was taken back, or done again, was about; most screens stay where they are."""

    def action_undo(self) -> None:
        """Tell what this person did last, and take it back when he says yes."""
        self._take_back(again=False)

    def action_redo(self) -> None:
        """Tell what this person took back last, and do it again when he says yes."""
        self._take_back(again=True)

    def _take_back(self, *, again: bool) -> None:
        """Tell what was done last (with `again`: taken back last), and take back that and nothing else (do it again).

        Where nothing can be, it is said why. `took_back` is called after the screens have read again.
        """
        from bulletin.desk import undo

        sitting, word = self.desk.sitting, "重做" if again else "撤销"
        look, act = (undo.last_undone, undo.redo) if again else (undo.last, undo.undo)

        def taken(deed_id: int) -> str | None:
            done = self.attempt(lambda: act(sitting.db, sitting.settings, sitting.actor, sitting.at, deed_id))
            return done.words if done else None

        def answered(answer: str | None) -> None:
            if answer is None or told is None:
                return
            words = taken(told.id)
            self.desk.records_changed()
            if words is not None:
                self.took_back(told.id)
                self.say(f"已{word}：{words}")

        told = self.attempt(lambda: look(sitting.db, sitting.settings, sitting.actor, sitting.at))
        if told is not None:
            lines = [f"结果：{told.result}", *(f"跳过：{one}" for one in told.passed_over)]
            self.app.push_screen(Confirm(f"{word}：{told.words}", lines, self.lettering), answered)
        elif not self.is_wrong:
            taken(_NO_DEED)

    async def action_help(self) -> None:
        """Show the keys of now; the one chosen is pressed."""
        keys = [key for key in self.keys_now() if not self._takes_nothing_back(key.action)]
        choices = [Choice(key.action, key.words, sign=key.shown) for key in keys]
        finder = Finder("按键帮助　只列现在能用的；选中回车，就如按下那个键", choices, self.lettering)

        async def press(action: str | None) -> None:
            if action:
                target = self.focused or self
                await self.app.run_action(
                    action, target if hasattr(target, f"action_{action.partition('(')[0]}") else self
                )

        self.app.push_screen(finder, press)

    def action_go(self) -> None:
        """Ask where to go."""
        self.desk.ask_where()

    def action_turn_light(self) -> None:
        """Change between night and day."""
        self.desk.turn_light()

    def action_redraw(self) -> None:
        """Draw everything anew."""
        self.refresh(repaint=True, layout=True)

    def action_leave(self) -> None:
        """Go back to the queue."""
        self.desk.go("队列")
