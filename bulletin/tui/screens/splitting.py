"""Splitting (分篇): paragraphs are marked, and both articles that would come of it stand side by side, with their units."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Resize
from textual.widgets import Static

from bulletin import store
from bulletin.model import Article
from bulletin.text import fingerprint
from bulletin.tui import article_deeds, article_reading, reading
from bulletin.tui.desk_screen import DeskScreen
from bulletin.tui.keys import MOVES, Key, bindings
from bulletin.tui.prompts import Ask, Choice, Finder
from bulletin.tui.screens.records import leave_with
from bulletin.tui.text_pane import TextPane
from bulletin.tui.windowed import Rows, WindowedList


@dataclass(slots=True)
class Parting:
    """What is parted how: the paragraphs that go, by number from 1, and the items the new article is made of."""

    lines: tuple[str, ...]
    items: tuple[int, ...]
    going: set[int] = field(default_factory=set)

    def text(self, *, going: bool) -> str:
        """Return the text of the new article, or what the old one keeps."""
        return "\n".join(line for number, line in enumerate(self.lines, 1) if (number in self.going) is going)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the article."""

    number: int
    text: str


class SplitScreen(DeskScreen):
    """The paragraphs of an article above, both articles below."""

    KEYS: ClassVar[tuple[Key, ...]] = (
        Key("x,space", "x", "这一段分出去，再按留下", "mark", short="分出／留下"),
        Key("i", "i", "新稿件由哪些来稿编成，署哪些单位", "items", short="来稿"),
        Key("a,enter", "a", "分篇：写新稿件的标题，存为两篇", "split", short="分篇"),
        Key("pagedown", "PgDn", "两篇的文字往下", "read(5)"),
        Key("pageup,b", "b", "两篇的文字往上", "read(-5)"),
        *MOVES,
        Key("escape,q", "Esc", "返回，不分篇", "leave", short="返回"),
    )
    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = """
    SplitScreen #paragraphs { height: 35%; min-height: 3; }
    SplitScreen #both { height: 1fr; }
    SplitScreen #stays, SplitScreen #goes { width: 1fr; height: 1fr; padding: 0 1; }
    """

    def __init__(self, article: Article) -> None:
        super().__init__()
        self._article = article
        self._parting = Parting((), article.items)

    def compose(self) -> ComposeResult:
        """Head, the paragraphs, what stays and what goes, the foot."""
        yield Static(id="title", classes="head")
        yield WindowedList[Paragraph](self._draw, id="paragraphs")
        yield Static(id="account", classes="divider")
        with Horizontal(id="both"):
            yield TextPane(id="stays")
            yield TextPane(id="goes")
        yield self.foot()

    @property
    def list(self) -> WindowedList[Paragraph]:
        """The paragraphs."""
        return self.query_one("#paragraphs", WindowedList)

    def on_mount(self) -> None:
        """List the paragraphs."""
        from bulletin.desk import merging

        self._parting.lines = tuple(merging.paragraphs_of(self._article.revision.text))
        self.list.focus()
        self.list.show(Rows(tuple(Paragraph(number, line) for number, line in enumerate(self._parting.lines, 1))))
        self.show_keys()

    def on_resize(self, event: Resize) -> None:
        """Write both articles for this width."""
        self.call_after_refresh(lambda: self.told(self._show))

    def on_windowed_list_moved(self, event: WindowedList.Moved) -> None:
        """Nothing changes below when the cursor moves."""
        event.stop()

    def records_changed(self) -> None:
        """Say so when somebody saved another revision: then nothing can be split from this one."""
        now = store.articles.get(self.desk.sitting.db, self._article.id)
        if now.revision.id != self._article.revision.id:
            self.say(f"{article_reading.last_deed(self.desk.sitting, now.id)}；请按 Esc 返回，看过再分", wrong=True)

    def _draw(self, one: Paragraph, width: int) -> Text:
        goes = one.number in self._parting.going
        line = Text(no_wrap=True, end="").append("> " if goes else "  ", self.colour("accent"))
        line.append(f"第{one.number}段 ".ljust(5), self.colour("quiet"))
        return line.append(self.lettering.fit(one.text, max(1, width - 10)), self.colour("accent") if goes else "")

    def _show(self) -> None:
        parting, width = self._parting, max(1, self.size.width - 2)
        title = f"分篇：稿件 {self._article.id}　{self._article.revision.title}"
        self.query_one("#title", Static).update(Text(self.lettering.fit(title, width), style="bold"), layout=False)
        half = width // 2
        names = (f"留在稿件 {self._article.id}", "分出的新稿件")
        sizes = (len(parting.lines) - len(parting.going), len(parting.going))
        heads = [f"{name}（{size}段）" for name, size in zip(names, sizes, strict=True)]
        words = self.lettering.fit(heads[0], half) + " " + self.lettering.fit(heads[1], half)
        self.query_one("#account", Static).update(Text(words), layout=False)
        self._write("#stays", self._article.revision.title, self._article.items, going=False)
        self._write("#goes", "（标题在分篇时写）", parting.items, going=True)

    def _write(self, pane: str, title: str, items: tuple[int, ...], *, going: bool) -> None:
        sitting = self.desk.sitting
        units = store.articles.units_of_items(sitting.db, items)
        text = Text(end="").append_text(self.lettering.shown(title, "bold")).append("\n")
        credited = f"{reading.numbers(items)}　署名单位：{article_reading.credited(units, sitting.settings)}"
        text.append_text(self.lettering.shown(credited, "")).append("\n\n")
        text.append_text(self.lettering.shown(self._parting.text(going=going) or "（还没有）"))
        self.query_one(pane, TextPane).show(text, keep_place=True)

    def action_mark(self) -> None:
        """Let the paragraph under the cursor go, or stay, and go on to the next."""
        one = self.list.current
        if one:
            self._parting.going ^= {one.number}
            self.list.redraw_line(self.list.cursor)
            self.list.action_down()
            self._show()

    def action_items(self) -> None:
        """Ask which items the new article is made of; those its paragraphs stand in come first."""
        sitting = self.desk.sitting
        items = [store.items.get(sitting.db, item_id) for item_id in self._article.items]
        words = {
            fingerprint(line) for number, line in enumerate(self._parting.lines, 1) if number in self._parting.going
        }
        found = {item.id: bool(words & {fingerprint(line) for line in item.text.split("\n")}) for item in items}
        choices = [
            Choice(
                str(item.id),
                f"只由来稿 {item.id}　{reading.from_whom(item.unit, item.origin, item.source)}　{item.title}"
                f"{'　（分出的文字见于这一条）' if found[item.id] else ''}",
                sign=str(item.id),
            )
            for item in sorted(items, key=lambda item: not found[item.id])
        ]
        everything = Choice("", f"与原稿件相同：{reading.numbers(self._article.items)}", sign="全部")
        title = "新稿件由哪些来稿编成（决定署哪些单位）"
        finder = Finder(title, [everything, *choices], self.lettering, free="几个编号，空一格隔开")
        self.app.push_screen(finder, self._chosen)

    def _chosen(self, typed: str | None) -> None:
        if typed is None:
            return
        wanted = [int(word) for word in typed.replace("、", " ").split() if word.isdecimal()]
        strange = [number for number in wanted if number not in self._article.items]
        if strange:
            self.say(f"{reading.numbers(strange)} 不在稿件 {self._article.id} 里，没有改", wrong=True)
            return
        self._parting.items = tuple(item for item in self._article.items if not wanted or item in wanted)
        self.say("")
        self._show()

    def action_split(self) -> None:
        """Ask for the new title, and make two articles of one."""
        if not self._parting.going:
            self.say("还没有选要分出的段落；按 x 选", wrong=True)
            return
        self.app.push_screen(Ask("新稿件的标题", self.lettering), self._titled)

    def _titled(self, title: str | None) -> None:
        if title is None:
            return
        parting, seen = self._parting, self._article
        going = sorted(parting.going)
        made = self.attempt(lambda: article_deeds.split(self.desk.sitting, seen, going, title, list(parting.items)))
        if made:
            settings = self.desk.sitting.settings
            units = article_reading.credited(made.units, settings), article_reading.credited(seen.units, settings)
            stays = f"稿件 {seen.id} 留{len(parting.lines) - len(going)}段（{units[1]}）"
            leave_with(self, f"已分出稿件 {made.id}《{made.revision.title}》（{units[0]}）；{stays}（u 撤销）")

    def action_read(self, lines: int) -> None:
        """Scroll both articles."""
        for name in ("#stays", "#goes"):
            self.query_one(name, TextPane).scroll_lines(lines)

    def action_leave(self) -> None:
        """Split nothing."""
        self.dismiss()
