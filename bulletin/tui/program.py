"""What the screens of the desk ask of the program they belong to."""

from __future__ import annotations

from abc import abstractmethod
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from textual.app import App

from bulletin.tui.sitting import Sitting
from bulletin.tui.words import Lettering

if TYPE_CHECKING:
    from bulletin.desk.review import Waiting


class Program(App[None]):
    """The program as its screens see it; `bulletin.tui.app.Desk` is the one there is."""

    sitting: Sitting
    lettering: Lettering

    @abstractmethod
    def records_changed(self) -> None:
        """Let every open screen of the desk read again."""

    @abstractmethod
    def waiting(self) -> list[Waiting]:
        """Return what waits for the person at the desk, first due first."""

    @abstractmethod
    def go(self, word: str) -> None:
        """Show the screen of that noun, as it was left; what was opened over the screen of another noun is closed."""

    @abstractmethod
    def ask_where(self) -> None:
        """Ask for a noun, for the number of an item, or for that of an article (``稿件5``)."""

    @abstractmethod
    def show_item(self, number: str) -> None:
        """Go to the queue, and put the cursor at the item of that number."""

    @abstractmethod
    def show_article(self, article_id: int) -> None:
        """Go to the articles, and open the one of that number."""

    @abstractmethod
    def handed_over(self) -> AbstractContextManager[None]:
        """Leave the terminal to another program inside the block."""

    @abstractmethod
    def turn_light(self) -> None:
        """Change between night and day."""
