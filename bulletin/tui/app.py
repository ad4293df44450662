"""The desk as a program: who sits there, which screens are open, and the look at the database every second."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import datetime
from functools import partial
from io import StringIO
from time import sleep
from typing import TYPE_CHECKING

from rich.console import Console
from textual import events
from textual.app import SuspendNotSupported
from textual.binding import Binding
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.timer import Timer
from textual.worker import Worker, get_current_worker

from bulletin import store
from bulletin.errors import StoreFailure
from bulletin.text import plain
from bulletin.tui.desk_screen import DeskScreen
from bulletin.tui.looks import CSS, DAY, NIGHT
from bulletin.tui.nouns import NOUNS
from bulletin.tui.program import Program
from bulletin.tui.prompts import Choice, Finder
from bulletin.tui.sitting import Sitting
from bulletin.tui.words import Lettering

if TYPE_CHECKING:
    from bulletin.desk.review import Waiting, Waitlist

LOOK_SECONDS = 1.0
SCORE_SECONDS = 300.0
SCORED_AT_ONCE, SCORE_REST = 100, 0.3
"""Items scored aside at once, and the seconds of rest after them: who presses a key meanwhile is answered first."""
LONGEST_KEY = 2.0
"""Seconds after which the next key is taken although the one before has not been heard of: a desk never goes deaf."""
_ARTICLE = re.compile(r"稿件?\s*(\d{1,9})")


def _as_meant(event: events.Key | events.Paste) -> events.Key | events.Paste:
    """Return the key that was pressed: Enter, typed while the desk was starting, comes as a line feed (Ctrl-J).

    Until the desk has the terminal, the terminal itself writes a line feed for Enter (``icrnl``).
    """
    is_feed = isinstance(event, events.Key) and event.key == "ctrl+j"
    return events.Key("enter", "\r") if is_feed else event


class Desk(Program):
    """The desk (采编台) on a terminal."""

    CSS = CSS
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [  # noqa: RUF012
        Binding("ctrl+q", "leave", show=False, priority=True),
        Binding("ctrl+c", "how_to_leave", show=False, priority=True),
    ]

    def __init__(self, sitting: Sitting, wide: bool = False, light: bool = False) -> None:
        super().__init__()
        self.animation_level = "none"
        self.error_console = Console(
            file=StringIO(), width=120
        )  # never the terminal: it would show foreign text as it is
        self.sitting = sitting
        self.lettering = Lettering(wide)
        self._seen = store.watching.version(sitting.db)
        self._typed: list[events.Key | events.Paste] = []
        self._patience: Timer | None = None
        self._waitlist: Waitlist | None = None
        self._scoring: Worker[None] | None = None
        self.register_theme(NIGHT)
        self.register_theme(DAY)
        self.theme = DAY.name if light else NIGHT.name

    def on_mount(self) -> None:
        """Open the queue, and look every second for what others write."""
        self.go(NOUNS[0].word)
        self.set_interval(LOOK_SECONDS, self.look)
        self.set_timer(LOOK_SECONDS, self.score)
        self.set_interval(SCORE_SECONDS, self.score)

    # Keys, one after the other

    async def on_event(self, event: events.Event) -> None:
        """Take keys one at a time: each goes to what the one before has left open, however fast they are typed.

        Textual gives a key at once to what has the focus. ``d1`` and Enter in one go would reach the list, before the
        question of ``d`` is there to be answered, and be lost.
        """
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._typed.append(_as_meant(event))
            if len(self._typed) == 1:
                await self._take_key()
        else:
            await super().on_event(event)

    async def _take_key(self) -> None:
        """Give the first key to what has the focus now, and follow it."""
        key, screen = self._typed[0], self.screen
        self._patience = self.set_timer(LONGEST_KEY, partial(self._key_done, key))
        way = [*(self.focused or screen).ancestors_with_self]
        await super().on_event(key)
        self._follow(key, screen, [*way, *way])

    def _follow(self, key: events.Event, screen: Screen[object], way: list[MessagePump]) -> None:
        """Go behind a key from the focus up to the desk, twice: the key bubbles up, and then what it has set off does."""
        while way and self.screen is screen:
            if way[0].call_later(self._follow, key, screen, way[1:]):
                return
            way = way[1:]
        if self.screen is screen:
            self.call_later(self._key_done, key)
        else:
            self.screen.call_after_refresh(self.call_later, self._key_done, key)

    async def _key_done(self, key: events.Event) -> None:
        """Take the next key, if this is the one that was waited for."""
        if not (self._typed and self._typed[0] is key):
            return
        if self._patience:
            self._patience.stop()
        self._typed.pop(0)
        if self._typed:
            await self._take_key()

    def score(self) -> None:
        """Bring the scores of the queue up to date, aside: a thread with a connection of its own."""
        if self._scoring is None or self._scoring.is_finished:
            at = self.sitting.at
            self._scoring = self.run_worker(lambda: self._score(at), thread=True, group="scores")

    def _score(self, at: datetime) -> None:
        from bulletin.desk import queue

        worker = get_current_worker()
        db = store.open_database(self.sitting.settings.database_path)
        try:
            with suppress(StoreFailure):  # somebody else writes: the next round goes on from here
                while not worker.is_cancelled and queue.refresh(db, self.sitting.settings, at, SCORED_AT_ONCE):
                    sleep(SCORE_REST)
        finally:
            db.close()

    @property
    def fault(self) -> str:
        """What is known of an error that ended the desk, for who mends it; '' where there was none."""
        assert isinstance(self.error_console.file, StringIO)
        return plain(self.error_console.file.getvalue())

    def look(self) -> None:
        """Read again what is shown, where another connection has written since."""
        with suppress(StoreFailure):  # said when somebody acts; until then the screen stands as it is
            version = store.watching.version(self.sitting.db)
            if version != self._seen:
                self._seen = version
                self.records_changed()
                self.score()

    def records_changed(self) -> None:
        """Let every open screen of the desk read again."""
        self.sitting.renew()
        for screen in self.screen_stack:
            if isinstance(screen, DeskScreen) and screen.is_open:
                screen.told(screen.records_changed)

    def waiting(self) -> list[Waiting]:
        """Return what waits for the person at the desk, first due first."""
        from bulletin.desk.review import Waitlist

        if self._waitlist is None:
            self._waitlist = Waitlist()
        sitting = self.sitting
        return self._waitlist.now(sitting.db, sitting.settings, sitting.viewer, sitting.at)

    def go(self, word: str) -> None:
        """Show the screen of that noun, as it was left; what was opened over the screen of another noun is closed."""
        noun = next(noun for noun in NOUNS if noun.word == word)
        while len(self.screen_stack) > 2:
            self.pop_screen()
        if not self.is_screen_installed(word):
            self.install_screen(noun.screen(), word)
        if len(self.screen_stack) < 2:
            self.push_screen(word)
        elif self.screen is not self.get_screen(word):
            self.switch_screen(word)
            self.call_after_refresh(self.records_changed)

    def ask_where(self) -> None:
        """Ask for a noun, for the number of an item, or for that of an article (``稿件5``)."""
        choices = [Choice(noun.word, noun.about, noun.more, noun.word) for noun in NOUNS]
        self.push_screen(Finder("转到", choices, self.lettering, free="来稿编号或“稿件5”"), self._went)

    def _went(self, answer: str | None) -> None:
        if answer is None:
            return
        if any(noun.word == answer for noun in NOUNS):
            self.go(answer)
            return
        if named := _ARTICLE.fullmatch(answer):
            self.show_article(int(named[1]))
            return
        self.show_item(answer)

    def show_item(self, number: str) -> None:
        """Go to the queue, and put the cursor at the item of that number."""
        self.go(NOUNS[0].word)
        self.call_after_refresh(partial(self._find, number))

    def show_article(self, article_id: int) -> None:
        """Go to the articles, and open the one of that number."""
        self.go("稿件")
        self.call_after_refresh(partial(self._open, article_id))

    def _open(self, article_id: int) -> None:
        from bulletin.tui.screens.articles import ArticlesScreen

        if isinstance(self.screen, ArticlesScreen):
            self.screen.find(article_id)

    def _find(self, number: str) -> None:
        from bulletin.tui.screens.queue import QueueScreen

        if isinstance(self.screen, QueueScreen):
            self.screen.find(number)

    @contextmanager
    def handed_over(self) -> Iterator[None]:
        """Leave the terminal to another program inside the block, and take it back whatever happens there."""
        # closed as if all went well: after a failure Textual would leave the screen blank
        with closing(ExitStack()) as stack:
            with suppress(SuspendNotSupported):
                stack.enter_context(self.suspend())
            yield

    def turn_light(self) -> None:
        """Change between night and day."""
        self.theme = DAY.name if self.theme == NIGHT.name else NIGHT.name
        self.records_changed()

    def action_leave(self) -> None:
        """Leave the desk; everything that was done is stored."""
        self.exit()

    def action_how_to_leave(self) -> None:
        """Say how to leave: Ctrl-C is pressed by mistake more often than not."""
        if isinstance(self.screen, DeskScreen):
            self.screen.say("要退出请按 q（或 Ctrl-Q）")
