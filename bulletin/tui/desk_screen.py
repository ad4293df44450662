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

from bulletin.errors import BulletinError
from bulletin.tui.keys import EVERYWHERE, Key, bindings
from bulletin.tui.prompts import Choice, Finder
from bulletin.tui.words import Lettering, broken

if TYPE_CHECKING:
    from bulletin.tui.program import Program

Answer = TypeVar("Answer")


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
        return self in self.app.screen_stack and bool(self.query("#keys"))

    def foot(self) -> Widget:
        """Return the foot: a message that comes and goes, and the keys of now."""
        return Vertical(Static(id="message"), Static(id="keys"), id="foot")

    def actions_now(self) -> frozenset[str]:
        """Return what the rules allow this person at the record under the cursor: actions of `bulletin.workflow`."""
        return frozenset()

    def records_changed(self) -> None:
        """Read again: somebody else has written, or this desk has."""

    def keys_now(self) -> Iterator[Key]:
        """Yield the keys that do something here and now."""
        allowed = self.actions_now()
        return (key for key in (*self.KEYS, *EVERYWHERE) if not key.rule or key.rule in allowed)

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
            self.say(f"未完成：{error}", wrong=True)
            return None

    def on_key(self, event: events.Key) -> None:
        """Say of a letter that no key of this screen bears that it does nothing."""
        if event.is_printable and event.key not in self.active_bindings:
            self.say(f"这里没有“{event.character}”键；按 ? 看有哪些")

    async def action_help(self) -> None:
        """Show the keys of now; the one chosen is pressed."""
        keys = list(self.keys_now())
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
