"""A filter over a queue of any length: its first rows at once, all of them as soon as they are found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from textual.worker import get_current_worker

from bulletin import store
from bulletin.desk.listing import Listing, open_kept
from bulletin.errors import StoreFailure
from bulletin.tui.advice import refusal
from bulletin.tui.desk_screen import DeskScreen

_NOTHING = ("", "")


class Sieve:
    """Opens the queue for a screen. What cannot be gone through at once is gone through aside, by a connection of its own,
    and handed to ``show`` when it is there."""

    def __init__(self, screen: DeskScreen, show: Callable[[Listing], None]) -> None:
        self._screen, self._show = screen, show
        self._wanted = self._sought = _NOTHING
        self._found: Listing | None = None

    def open(self, state: str, expression: str) -> Listing:
        """Return the items in `state` that the filter `expression` selects, or those known so far (``is_whole``).

        Raises `UsageError` for what cannot be read.
        """
        wanted, sitting = (state, expression), self._screen.desk.sitting
        if self._found is None or wanted != self._wanted:
            opened = open_kept(sitting.db, state, expression, sitting.at, at_once=True)
            self._wanted, self._found = wanted, None
            if opened.is_whole:
                return opened
        else:
            opened = self._found
        self._seek(wanted, sitting.at)
        return opened

    def _seek(self, wanted: tuple[str, str], at: datetime) -> None:
        if self._sought != wanted:
            self._sought = wanted
            self._screen.run_worker(lambda: self._go_through(wanted, at), thread=True, group="sieve")

    def _go_through(self, wanted: tuple[str, str], at: datetime) -> None:
        worker, app = get_current_worker(), self._screen.app
        try:
            db = store.open_database(self._screen.desk.sitting.settings.database_path)
            try:
                found: Listing | StoreFailure = open_kept(db, *wanted, at)
            finally:
                db.close()
        except StoreFailure as error:
            found = error
        if not worker.is_cancelled:
            app.call_from_thread(self._gone_through, wanted, found)

    def _gone_through(self, wanted: tuple[str, str], found: Listing | StoreFailure) -> None:
        if self._sought == wanted:
            self._sought = _NOTHING
        if wanted != self._wanted:
            return
        if isinstance(found, StoreFailure):
            self._screen.say(f"未筛完：{refusal(found)}", wrong=True)
            return
        self._found = found.read_by(self._screen.desk.sitting.db)
        self._show(self._found)
