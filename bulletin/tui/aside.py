"""Counting aside: what takes longer than a key may, by a thread with a connection of its own; the screen goes on meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from textual.worker import get_current_worker

from bulletin import store
from bulletin.errors import BulletinError
from bulletin.store import Database
from bulletin.tui.advice import refusal
from bulletin.tui.desk_screen import DeskScreen

Counted = TypeVar("Counted")


class Aside(Generic[Counted]):
    """Counts for a screen and hands what was found to ``show``; of what is asked for while it counts, the last is done next."""

    def __init__(
        self, screen: DeskScreen, show: Callable[[Counted], None], fail: Callable[[str], None] | None = None
    ) -> None:
        """`fail` is told why nothing was found; else the screen says it."""
        self._screen, self._show, self._fail = screen, show, fail or self._say
        self._next: Callable[[Database], Counted] | None = None
        self.is_busy = False
        """Whether something is being counted now."""

    def count(self, work: Callable[[Database], Counted]) -> None:
        """Have `work` done with a connection of its own. Where it fails, the screen says why."""
        self._next = work
        if not self.is_busy:
            self._begin()

    def _begin(self) -> None:
        work, self._next = self._next, None
        assert work is not None
        self.is_busy = True
        self._screen.run_worker(lambda: self._do(work), thread=True, group="aside")

    def _do(self, work: Callable[[Database], Counted]) -> None:
        worker, app = get_current_worker(), self._screen.app
        found: Counted | BulletinError
        try:
            db = store.open_database(self._screen.desk.sitting.settings.database_path)
            try:
                found = work(db)
            finally:
                db.close()
        except BulletinError as error:
            found = error
        if not worker.is_cancelled:
            app.call_from_thread(self._done, found)

    def _done(self, found: Counted | BulletinError) -> None:
        self.is_busy = False
        if self._next is not None:
            self._begin()
        if not self._screen.is_open:
            return
        if isinstance(found, BulletinError):
            self._fail(refusal(found))
        else:
            self._show(found)

    def _say(self, why: str) -> None:
        self._screen.say(f"没有算成：{why}", wrong=True)
