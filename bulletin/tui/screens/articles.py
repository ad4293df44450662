"""The articles (稿件): what is being worked on, whom each waits for and until when; Enter opens the piece."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Resize
from textual.widgets import Static

from bulletin import store
from bulletin.model import Article, Finding
from bulletin.store import Database
from bulletin.terms import LIGHTS, STATES, state_name
from bulletin.tui import article_reading
from bulletin.tui.keys import MOVES, Key, bindings
from bulletin.tui.prompts import Ask, Choice, Finder
from bulletin.tui.screens.article import BESIDE_FROM, ArticleScreen
from bulletin.tui.screens.article_actions import ArticleActions, blocked
from bulletin.tui.screens.article_text import text_of
from bulletin.tui.text_pane import TextPane
from bulletin.tui.windowed import LEAST_ROWS, WindowedList

AT_WORK = ("returned", "draft", "in_review", "held", "approved")
"""The states of pieces somebody has still to do something about, in the order they are listed."""
GROUPS: dict[str, tuple[str, ...]] = {
    "在办": AT_WORK,
    **{word: (state,) for state, word in STATES["article"].items()},
    "全部": tuple(STATES["article"]),
}
"""What may be listed: the pieces at work, those of one state, all."""
_WITHOUT_ARTICLE = ("filter", "group", "back", "leave", "undo", "redo", "go", "help", "turn_light", "redraw")
"""What may be done where no article is listed."""
AT_HAND = ("returned", "draft")
"""The states of pieces the editor has still to send: sent, the cursor goes on to the next of them."""
_LIGHT, _MOST_WAITS, _MOST_UNITS = 2, 22, 16
_LEAST_TITLE = 0.45
"""The share of a line that a title has which needs it."""


@dataclass(frozen=True, slots=True)
class Articles:
    """Articles as a listing: their numbers at once, the articles themselves when they come on the screen."""

    db: Database
    numbers: tuple[int, ...]

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.numbers)

    def rows(self, start: int, most: int) -> Sequence[Article]:
        """Return a stretch of them."""
        return [store.articles.get(self.db, number) for number in self.numbers[start : start + most]]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Widths of the columns in cells."""

    state: int
    title: int
    units: int
    waits: int


class ArticlesScreen(ArticleActions):
    """List and pane; below each other in a narrow window, side by side in a wide one."""

    NOUN = "稿件"
    LOOKING: ClassVar[tuple[Key, ...]] = (
        Key("slash,／", "/", "筛选：标题、正文、单位、栏目里的词", "filter", short="筛选"),
        Key("o", "o", "换一组看：在办、某种状态、全部", "group", short="状态"),
        Key("space,pagedown", "空格", "正文下一屏", "read(1)"),
        Key("b,pageup", "b", "正文上一屏", "read(-1)"),
        *MOVES,
        Key("escape", "Esc", "返回队列；有筛选的先取消筛选", "back", short="返回"),
        Key("q", "q", "返回队列", "leave"),
    )
    KEYS = (
        Key("enter", "回车", "打开：正文、检查结果，逐处答复", "open", short="打开"),
        *ArticleActions.ACTING,
        *LOOKING,
    )
    BINDINGS = bindings(KEYS)  # type: ignore[assignment]
    DEFAULT_CSS = """
    ArticlesScreen #articles { height: 1fr; }
    ArticlesScreen #left { height: 1fr; }
    ArticlesScreen #list { height: 1fr; min-height: 3; }
    ArticlesScreen #pane { height: 1fr; padding: 0 1; }
    ArticlesScreen.beside #articles { layout: horizontal; }
    ArticlesScreen.beside #left { width: 60%; height: 1fr; }
    ArticlesScreen.beside #pane { width: 1fr; height: 1fr; padding: 0 2; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._group, self._words = next(iter(GROUPS)), ""
        self._awaited: dict[int, tuple[str, str]] = {}

    def compose(self) -> ComposeResult:
        """Two lines of head, the list, a line of account, the pane, the foot."""
        yield Static(id="who", classes="head")
        yield Static(id="counts", classes="head")
        with Container(id="articles"):
            with Container(id="left"):
                yield WindowedList[Article](self._draw, id="list")
                yield Static(id="account", classes="divider")
            yield TextPane(id="pane")
        yield self.foot()

    @property
    def rows(self) -> WindowedList[Article]:
        """The list."""
        return self.query_one("#list", WindowedList)

    @property
    def pane(self) -> TextPane:
        """The text of the article under the cursor."""
        return self.query_one("#pane", TextPane)

    @property
    def article(self) -> Article | None:
        """The article under the cursor."""
        return self.rows.current

    # Showing

    def on_mount(self) -> None:
        """List what is at work."""
        self.rows.focus()
        self.told(self._list_again)

    def on_resize(self, event: Resize) -> None:
        """Put the pane beside the list where there is room."""
        self.set_class(event.size.width >= BESIDE_FROM, "beside")
        self._fit_list(self.rows.total)
        self.call_after_refresh(self._show_current)

    def records_changed(self) -> None:
        """List again; the cursor stays at its article, or where that article stood."""
        self._list_again()

    def _list_again(self) -> None:
        current, db = self.rows.current, self.desk.sitting.db
        numbers = tuple(store.articles.numbers(db, GROUPS[self._group], self._words.split()))
        self._awaited = {}
        follows = current is not None and current.id in numbers and not self._went_on(current)
        self._fit_list(len(numbers))
        self.rows.show(Articles(db, numbers), numbers.index(current.id) if current and follows else self.rows.cursor)
        self._show_head()

    def _went_on(self, seen: Article) -> bool:
        """Tell whether the article has left the editor's hands: the cursor stays where it stood, at the next one."""
        now = store.articles.get(self.desk.sitting.db, seen.id)
        return seen.state in AT_HAND and now.state not in AT_HAND

    def _fit_list(self, rows: int) -> None:
        """Give a list of few rows no more lines than it has; the text gets the others."""
        is_short = 0 < rows < self.app.size.height // 2 and not self.has_class("beside")
        self.query_one("#left").styles.height = max(rows, LEAST_ROWS) + 1 if is_short else "1fr"

    def _show_head(self) -> None:
        sitting = self.desk.sitting
        who = self.lettering.line(sitting.viewer.name)
        words = self.lettering.fit(self.NOUN, max(1, self.size.width - 2 - cell_len(who))) + who
        self.query_one("#who", Static).update(Text(words, style="bold", no_wrap=True), layout=False)
        counts, line = store.statuses.count_by_state(sitting.db, "article"), Text(no_wrap=True)
        for state in AT_WORK:
            words = f"{state_name('article', state)} {counts.get(state, 0)}　"
            line.append(words, "bold" if state in GROUPS[self._group] else "")
        self.query_one("#counts", Static).update(line, layout=False)

    def _draw(self, one: Article, width: int) -> Text:
        """Draw one line of the list: number, state, title, units, whom it waits for, light."""
        names, light = self._awaited.get(one.id, ("", ""))
        cells = self._column_cells(width)
        line = Text(no_wrap=True, end="").append(f"{one.id:>5} ", self.colour("quiet"))
        state = self.colour("warning") if one.state == "returned" else self.colour("quiet")
        line.append(self.lettering.fit(state_name("article", one.state), cells.state) + " ", state)
        line.append(self.lettering.fit(one.revision.title, cells.title) + " ")
        line.append(self.lettering.fit(self._units(one), cells.units) + " ", self.colour("quiet"))
        line.append(self.lettering.fit(names, cells.waits) + " ")
        colours = {"red": "error", "yellow": "warning", "green": "success"}
        return line.append(
            self.lettering.fit(LIGHTS[light] if light else "", _LIGHT), self.colour(colours[light]) if light else ""
        )

    def _units(self, one: Article) -> str:
        return article_reading.credited(one.units, self.desk.sitting.settings) if one.units else "—"

    def _column_cells(self, width: int) -> _Columns:
        """Return the widths of the columns: as wide as what stands in them on the screen, the rest is the title's."""
        shown = self.rows.on_screen()
        state = max((cell_len(state_name("article", one.state)) for one in shown), default=0)
        waits = max((cell_len(self.lettering.line(self._awaited.get(one.id, ("",))[0])) for one in shown), default=0)
        units = max((cell_len(self.lettering.line(self._units(one))) for one in shown), default=0)
        title = max((cell_len(self.lettering.line(one.revision.title)) for one in shown), default=0)
        room = width - 6 - state - 1 - 3 - _LIGHT
        most = max(0, room - min(title, round(width * _LEAST_TITLE)))
        waits = min(waits, _MOST_WAITS, most)
        units = min(units, _MOST_UNITS, most - waits)
        return _Columns(state, max(8, room - waits - units), units, waits)

    def _look_up_waits(self) -> None:
        """Look up whom the articles on the screen wait for and how urgently, and draw the list again with it."""
        from bulletin.desk import review

        sitting = self.desk.sitting
        unknown = [one for one in self.rows.on_screen() if one.id not in self._awaited]
        for one in unknown:
            waits = review.for_whom(sitting.db, sitting.settings, one, sitting.at)
            names = article_reading.names_waited(waits, sitting.settings)
            light = next((wait.light for wait in waits.values()), "")
            self._awaited[one.id] = (names, light)
        if unknown:
            self.rows.refresh()

    def on_windowed_list_moved(self, event: WindowedList.Moved) -> None:
        """Show the article under the cursor."""
        event.stop()
        self.call_after_refresh(self._show_current)

    def on_windowed_list_chosen(self, event: WindowedList.Chosen) -> None:
        """Open the article that was clicked twice."""
        self.action_open()

    def _show_current(self) -> None:
        self.told(self._read_current)

    def _read_current(self) -> None:
        self._look_up_waits()
        one, sitting = self.rows.current, self.desk.sitting
        place = f"{self.rows.cursor + 1}/{self.rows.total}" if one else "没有稿件"
        words = f"{self._group} {place}{f'　筛选 {self._words}' if self._words else ''}"
        self.query_one("#account", Static).update(self.lettering.shown(words), layout=False)
        if one is None:
            self.pane.show(self.lettering.shown("没有符合条件的稿件。按 o 换一组看，按 q 回到队列采用来稿。"))
        else:
            said = [article_reading.facts_line(one, sitting.settings), *article_reading.opinion_lines(sitting, one)]
            above = [self.lettering.shown(line) for line in said]
            for line in above:
                line.stylize(self.colour("warning" if line.plain.startswith("退回") else "quiet"))
            self.pane.show(text_of(one, above, (), Style(), self.lettering).text)
        self.show_keys()

    # Moving

    def show_blocking(self, article: Article, blocking: list[Finding]) -> None:
        """Open the piece at what stands against sending it."""
        self.app.push_screen(ArticleScreen(article.id, blocked(article, blocking)))

    def action_open(self) -> None:
        """Open the article under the cursor."""
        if self.article:
            self.app.push_screen(ArticleScreen(self.article.id))

    def find(self, article_id: int) -> None:
        """Open the article of that number."""
        one = self.attempt(lambda: store.articles.get(self.desk.sitting.db, article_id))
        if one:
            self.app.push_screen(ArticleScreen(one.id))

    def action_read(self, screens: int) -> None:
        """Scroll the text by screens."""
        self.pane.scroll_screens(screens)

    def action_group(self) -> None:
        """Ask which articles to list."""
        counts = store.statuses.count_by_state(self.desk.sitting.db, "article")
        choices = [
            Choice(group, f"{group}　{sum(counts.get(state, 0) for state in states)}篇")
            for group, states in GROUPS.items()
        ]

        def chosen(group: str | None) -> None:
            if group:
                self._group = group
                self.told(self._list_again)

        self.app.push_screen(Finder("看哪些稿件", choices, self.lettering), chosen)

    def action_filter(self) -> None:
        """Ask for words that must stand in the article; none lists all."""
        hint = "几个词之间空一格，都要有；清空为全部。回车 确定　Esc 取消"
        self.app.push_screen(Ask("筛选", self.lettering, self._words, hint, anew=True), self._filtered)

    def _filtered(self, words: str | None) -> None:
        if words is not None:
            self._words = words.replace("　", " ").strip()
            self.told(self._list_again)
            none = f"{self._group}的稿件没有合这个筛选的；按 / 重写，按 o 看全部，按 Esc 取消筛选"
            self.say((f"筛出{self.rows.total}篇" if self.rows.total else none) if self._words else "")

    def is_idle(self, action: str) -> bool:
        """Tell whether no article is listed that the key could be about."""
        return self.article is None and action not in _WITHOUT_ARTICLE

    def action_back(self) -> None:
        """Take the filter away; where there is none, go back to the queue."""
        if self._words:
            self._filtered("")
        else:
            self.action_leave()
