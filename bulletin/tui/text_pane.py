"""A text to read: folded as Chinese is, scrolled by lines, and drawn line by line so that a new text costs no new layout."""

from __future__ import annotations

from rich.text import Text
from textual.events import MouseScrollDown, MouseScrollUp, Resize
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from bulletin.tui.words import broken


class TextPane(Widget):
    """Shows one text, from the line ``top`` on."""

    top: reactive[int] = reactive(0, init=False)

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = Text()
        self.lines: list[Text] = []

    def show(self, text: Text, keep_place: bool = False) -> None:
        """Show another text from its beginning, or from the line now at the top."""
        self._text = text
        self._fold()
        self.to_line(self.top if keep_place else 0)
        self.refresh()

    @property
    def plain(self) -> str:
        """The text as it is folded now."""
        return "\n".join(line.plain for line in self.lines)

    @property
    def is_at_end(self) -> bool:
        """Whether the last line is on the screen."""
        return self.top >= self._last_top

    def to_line(self, line: int) -> None:
        """Put that line at the top, or as near to it as keeps the pane full."""
        self.top = max(0, min(line, self._last_top))

    def scroll_lines(self, lines: int) -> None:
        """Go that many lines on, or back."""
        self.to_line(self.top + lines)

    def scroll_screens(self, screens: int) -> None:
        """Go that many screens on, or back, one line of the last kept."""
        self.scroll_lines(screens * max(1, self.content_size.height - 1))

    def on_resize(self, event: Resize) -> None:
        """Fold the text for another width."""
        self._fold()
        self.to_line(self.top)
        self.refresh()

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Go on by the wheel."""
        self.scroll_lines(3)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Go back by the wheel."""
        self.scroll_lines(-3)

    def render_line(self, y: int) -> Strip:
        """Draw the line `y` of the pane."""
        width, index = self.content_size.width, self.top + y
        if index >= len(self.lines):
            return Strip.blank(width, self.rich_style)
        segments = self.lines[index].render(self.app.console)
        return Strip(segments).apply_style(self.rich_style).adjust_cell_length(width, self.rich_style)

    @property
    def _last_top(self) -> int:
        return max(0, len(self.lines) - self.content_size.height)

    def _fold(self) -> None:
        width = self.content_size.width
        self.lines = broken(self._text, width) if width else []
