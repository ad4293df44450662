"""The pages of a PDF on the screen (版面): the picture of a page at the left, and beside it what is to be known and read of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import MouseScrollDown, MouseScrollUp, Resize
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from bulletin.tui import page_image
from bulletin.tui.desk_screen import DeskScreen
from bulletin.tui.keys import Key, bindings
from bulletin.tui.screens.records import painted
from bulletin.tui.text_pane import TextPane
from bulletin.tui.words import Line

HEIGHT_OF_WIDTH = 1.4142
"""A4: how high a page is for its width."""
WHOLE, WIDE, CLOSE = range(3)
_LEAST_BESIDE = 24


@dataclass(frozen=True, slots=True)
class Sight:
    """What is looked at: its name, the bytes of the PDF, where the file lies ('' for none), and what is told of it."""

    title: str
    pdf: bytes
    place: str = ""
    told: tuple[Line, ...] = ()


class Picture(Widget):
    """The picture of one page, scrolled where it is larger than its place."""

    top: reactive[int] = reactive(0)
    left: reactive[int] = reactive(0)

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: tuple[Strip, ...] = ()

    def show(self, lines: tuple[Strip, ...]) -> None:
        """Show another picture from its upper left corner."""
        self._lines = lines
        self.top = self.left = 0
        self.refresh()

    def scroll_by(self, lines: int, cells: int = 0) -> bool:
        """Go on by lines and cells, as far as the picture goes; tell whether anything moved."""
        before = (self.top, self.left)
        width = self._lines[0].cell_length if self._lines else 0
        self.top = max(0, min(self.top + lines, len(self._lines) - self.size.height))
        self.left = max(0, min(self.left + cells, width - self.size.width))
        return (self.top, self.left) != before

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Go on by the wheel."""
        self.scroll_by(3)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Go back by the wheel."""
        self.scroll_by(-3)

    def render_line(self, y: int) -> Strip:
        """Draw the line `y` of the window."""
        width, index = self.size.width, self.top + y
        if index >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        return self._lines[index].crop(self.left, self.left + width).adjust_cell_length(width, self.rich_style)


class PageScreen(DeskScreen):
    """A PDF page by page."""

    LOOKING: ClassVar[tuple[Key, ...]] = (
        Key("n,right_square_bracket,pagedown", "n", "下一页", "page(1)", short="下一页"),
        Key("N,left_square_bracket,pageup", "N", "上一页", "page(-1)", short="上一页"),
        Key("space", "空格", "文字下一屏，读完到下一页", "read_on", short="往下读"),
        Key("b", "b", "文字上一屏", "read_back"),
        Key("plus,equals_sign,i", "i", "版面放大，再按恢复", "zoom", short="放大"),
        Key("j,down", "j ↓", "往下", "scroll(1)"),
        Key("k,up", "k ↑", "往上", "scroll(-1)"),
        Key("l,right", "l →", "往右（放大时）", "sideways(4)"),
        Key("h,left", "h ←", "往左（放大时）", "sideways(-4)"),
        Key("O", "O", "说明文件在哪里，可用看图程序打开", "place"),
        Key("escape,q", "Esc", "返回；q 也行", "leave", short="返回"),
    )
    KEYS = LOOKING
    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = """
    PageScreen #body { height: 1fr; }
    PageScreen #picture { height: 1fr; }
    PageScreen #words { height: 1fr; width: 1fr; padding: 0 1; }
    """

    def __init__(self, sight: Sight) -> None:
        super().__init__()
        self.sight = sight
        self.number, self.pages, self._zoom = 1, 0, WHOLE

    def compose(self) -> ComposeResult:
        """Head, picture and words, foot."""
        yield Static(id="title", classes="head")
        with Horizontal(id="body"):
            yield Picture(id="picture")
            yield TextPane(id="words")
        yield self.foot()

    def on_mount(self) -> None:
        """Count the pages."""
        self.pages = page_image.count(self.sight.pdf)

    def on_resize(self, event: Resize) -> None:
        """Fit picture and words into the window."""
        self.call_after_refresh(self.show_page)

    def told_lines(self) -> Iterable[Line]:
        """Return what is told beside the first page, before its words."""
        return self.sight.told

    def show_page(self) -> None:
        """Show the page, and the keys of now."""
        picture, words = self.query_one("#picture", Picture), self.query_one("#words", TextPane)
        room = self.size.width
        whole = int(self.query_one("#body").size.height * 2 / HEIGHT_OF_WIDTH)
        cells = {WHOLE: min(whole, room - _LEAST_BESIDE), WIDE: room, CLOSE: 2 * room}[self._zoom]
        page = page_image.page(self.sight.pdf, self.number, max(8, cells), not self.lettering.wide)
        picture.styles.width = min(cells, room)
        words.display = self._zoom == WHOLE
        picture.show(page.picture)
        told = [*self.told_lines(), ("", "")] if self.number == 1 else []
        read = [(f"第{self.number}页的文字", "quiet"), (page.words, "")]
        words.show(painted(self, [*told, *read]))
        title = f"{self.sight.title}　第{self.number}页，共{self.pages}页"
        self.query_one("#title", Static).update(self.lettering.shown(self.lettering.fit(title, room - 2), "bold"))
        self.show_keys()

    def action_page(self, steps: int) -> None:
        """Go to the next page, or the one before."""
        number = self.number + steps
        if 1 <= number <= self.pages:
            self.number = number
            self.show_page()
        else:
            self.say("已是最后一页" if steps > 0 else "已是第一页")

    def action_read_on(self) -> None:
        """Scroll the words by a screen; at their end go to the next page."""
        words = self.query_one("#words", TextPane)
        if self._zoom != WHOLE and self.query_one("#picture", Picture).scroll_by(self.size.height - 4):
            return
        if self._zoom != WHOLE or words.is_at_end:
            self.action_page(1)
        else:
            words.scroll_screens(1)

    def action_read_back(self) -> None:
        """Scroll the words back by a screen."""
        self.action_scroll(-(self.size.height - 4))

    def action_scroll(self, lines: int) -> None:
        """Scroll the words; the picture where it fills the window."""
        if self._zoom == WHOLE:
            self.query_one("#words", TextPane).scroll_lines(lines)
        else:
            self.query_one("#picture", Picture).scroll_by(lines)

    def action_sideways(self, cells: int) -> None:
        """Move over a picture that is wider than the window."""
        self.query_one("#picture", Picture).scroll_by(0, cells)

    def action_zoom(self) -> None:
        """Show the page whole, as wide as the window, twice as wide, and whole again."""
        self._zoom = (self._zoom + 1) % 3
        self.show_page()

    def action_place(self) -> None:
        """Say where the file lies."""
        self.say(f"文件：{self.sight.place}" if self.sight.place else "只是预览，没有存成文件")

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss()
