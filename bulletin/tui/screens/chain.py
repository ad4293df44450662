"""The chain of a piece (脉络) on one screen: every link a line, the text behind it beside it; Enter goes there."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Resize
from textual.widgets import Static

from bulletin.terms import SUBJECTS
from bulletin.tui import chain
from bulletin.tui.chain import Link
from bulletin.tui.desk_screen import DeskScreen
from bulletin.tui.keys import MOVES, Key, bindings
from bulletin.tui.screens import revisions
from bulletin.tui.text_pane import TextPane
from bulletin.tui.windowed import Rows, WindowedList

BESIDE_FROM = 110
_HEADS = ("article", "issue", "instruction")


class ChainScreen(DeskScreen):
    """The links of one article, or of one item."""

    KEYS: ClassVar[tuple[Key, ...]] = (
        Key("enter", "回车", "到那一环：来稿、稿件打开；修改稿看改了哪些字；别的看全文", "jump", short="到那里"),
        Key("space,pagedown", "空格", "文字下一屏", "read(1)", short="下一屏"),
        Key("b,pageup", "b", "文字上一屏", "read(-1)"),
        *MOVES,
        Key("escape,q,c", "Esc", "返回", "leave", short="返回"),
    )
    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = """
    ChainScreen #chain { height: 1fr; }
    ChainScreen #links { height: 1fr; min-height: 3; }
    ChainScreen #pane { height: 1fr; padding: 0 1; }
    ChainScreen.beside #chain { layout: horizontal; }
    ChainScreen.beside #links { width: 55%; height: 1fr; }
    ChainScreen.beside #between { display: none; }
    ChainScreen.beside #pane { width: 1fr; padding: 0 2; }
    ChainScreen.reading #links, ChainScreen.reading #between { display: none; }
    """

    def __init__(self, kind: str, number: int) -> None:
        """Show the chain of the article or the item (``kind``) of that number."""
        super().__init__()
        self._kind, self._number = kind, number
        self._links: tuple[Link, ...] = ()

    def compose(self) -> ComposeResult:
        """Head, the links, the text behind the one under the cursor, the foot."""
        yield Static(id="title", classes="head")
        with Container(id="chain"):
            yield WindowedList[Link](self._draw, id="links")
            yield Static(id="between", classes="divider")
            yield TextPane(id="pane")
        yield self.foot()

    @property
    def list(self) -> WindowedList[Link]:
        """The links."""
        return self.query_one("#links", WindowedList)

    @property
    def pane(self) -> TextPane:
        """The text behind the link under the cursor."""
        return self.query_one("#pane", TextPane)

    def on_mount(self) -> None:
        """Show the chain, the cursor at the article."""
        self.list.focus()
        self.told(lambda: self._read(None))

    def on_resize(self, event: Resize) -> None:
        """Put the text beside the links where there is room."""
        self.set_class(event.size.width >= BESIDE_FROM, "beside")
        self.call_after_refresh(self._show_current)

    def records_changed(self) -> None:
        """Read the chain again; the cursor stays at its link."""
        self._read(self.list.current)

    def _read(self, current: Link | None) -> None:
        links = chain.of_article if self._kind == "article" else chain.of_item
        self._links = tuple(links(self.desk.sitting, self._number))
        wanted = (current.kind, current.id) if current else (self._kind, self._number)
        places = [place for place, link in enumerate(self._links) if (link.kind, link.id) == wanted]
        self.list.show(Rows(self._links), next(iter(places), 0))

    def _draw(self, link: Link, width: int) -> Text:
        indent = " " * (1 + 2 * link.depth)
        words = self.lettering.fit(link.words, max(1, width - len(indent) - 1))
        return Text(indent, end="", no_wrap=True).append(words, "bold" if link.kind in _HEADS else "")

    def on_windowed_list_moved(self, event: WindowedList.Moved) -> None:
        """Show the text behind the link under the cursor."""
        event.stop()
        self.call_after_refresh(self._show_current)

    def on_windowed_list_chosen(self, event: WindowedList.Chosen) -> None:
        """Go to the link that was clicked twice."""
        self.action_jump()

    def _show_current(self) -> None:
        link = self.list.current
        title = self.lettering.fit(f"脉络：{SUBJECTS[self._kind]} {self._number}", max(1, self.size.width - 2))
        self.query_one("#title", Static).update(Text(title, style="bold"), layout=False)
        place = f"{self.list.cursor + 1}/{self.list.total}" if link else ""
        self.query_one("#between", Static).update(self.lettering.shown(place), layout=False)
        text = Text(end="").append_text(self.lettering.shown(link.words if link else "", "bold"))
        self.pane.show(text.append("\n\n").append_text(self.lettering.shown(link.text if link else "")))
        self.show_keys()

    def action_jump(self) -> None:
        """Go to the link under the cursor: its own screen, or its text over the whole of this one."""
        link = self.list.current
        if link is None or self.has_class("reading"):
            self._read_large()
        elif link.kind == "item":
            self.desk.show_item(str(link.id))
        elif link.kind == "article":
            self.desk.show_article(link.id)
        elif link.kind == "revision":
            self.told(lambda: revisions.show_changed(self, link.article_id, link.id))
        else:
            self._read_large()

    def _read_large(self) -> None:
        self.toggle_class("reading")
        if not self.has_class("reading"):
            self.list.focus()

    def action_read(self, screens: int) -> None:
        """Scroll the text by screens."""
        self.pane.scroll_screens(screens)

    def action_leave(self) -> None:
        """Leave the large text, or go back."""
        if self.has_class("reading"):
            self._read_large()
        else:
            self.dismiss()
