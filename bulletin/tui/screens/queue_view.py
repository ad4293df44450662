"""The queue as one looks at it: list and pane, moving, filtering, marking. What decides stands in `queue`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Resize
from textual.widgets import Static

from bulletin import store, workflow
from bulletin.desk import queue
from bulletin.errors import BulletinError, UsageError
from bulletin.model import Standing
from bulletin.terms import STATES, role_names, state_name
from bulletin.text import query as language
from bulletin.tui import deeds, reading
from bulletin.tui.desk_screen import DeskScreen
from bulletin.tui.keys import MOVES, Key
from bulletin.tui.prompts import Ask, Choice, Finder
from bulletin.tui.screens import pane
from bulletin.tui.text_pane import TextPane
from bulletin.tui.windowed import WindowedList

BESIDE_FROM = 110
"""Columns from which the pane stands beside the list."""
_MARK, _SCORE, _AGE = 2, 6, 8
PICTURE_SECONDS = 0.05
"""Time the first picture is given before anything else is done."""
MOST_MARKED = 500
"""Items that may be marked by one key: more than that is decided by mistake more often than on purpose."""


@dataclass(slots=True)
class View:
    """What is listed, and what of it is marked (by number, with the state it was marked in)."""

    state: str = "new"
    expression: str = ""
    words: tuple[str, ...] = ()
    marked: dict[int, str] = field(default_factory=dict)
    why: bool = False


class QueueView(DeskScreen):
    """List and pane; below each other in a narrow window, side by side in a wide one."""

    FOOT = ("help", "go", "filter")
    LOOKING: ClassVar[tuple[Key, ...]] = (
        Key("slash,／", "/", "筛选，如 单位:市财政局 暴雨 -预案", "filter", short="筛选"),
        Key("n", "n", "下一处筛选的词", "match(1)"),
        Key("N", "N", "上一处筛选的词", "match(-1)"),
        Key("o", "o", "换一种状态看：待处理、暂存、不采用、已采用", "state", short="状态"),
        Key("v", "v", "对照：原文与清理后的正文，标出不同", "compare", short="对照"),
        Key("V", "V", "与同文、更新、同事件的来稿对照", "compare_alike"),
        Key("w", "w", "为何排在这里：每一分的理由", "why", short="理由"),
        Key("space,pagedown", "空格", "正文下一屏，读完到下一条", "read_on"),
        Key("b,pageup", "b", "正文上一屏", "read_back"),
        Key("J,right_square_bracket", "J", "下一条（正文占满屏幕时）", "next(1)"),
        Key("K,left_square_bracket", "K", "上一条（正文占满屏幕时）", "next(-1)"),
        Key("asterisk", "*", "标记列出的全部，再按全部取消", "mark_all"),
        Key("escape", "Esc", "返回；取消标记；取消筛选", "back"),
        *MOVES,
        Key("q", "q", "退出", "quit", short="退出"),
    )
    """Keys that change nothing but what is seen."""
    SCROLLING: ClassVar[tuple[Key, ...]] = (Key("j,down", "", "", "scroll(1)"), Key("k,up", "", "", "scroll(-1)"))
    """What j and k do while the list is hidden."""
    DEFAULT_CSS = """
    QueueView #queue { height: 1fr; }
    QueueView #list { height: 1fr; min-height: 3; }
    QueueView #pane { height: 1fr; padding: 0 1; }
    QueueView.beside #queue { layout: horizontal; }
    QueueView.beside #left { width: 55%; height: 1fr; }
    QueueView #left { height: 1fr; }
    QueueView.beside #pane { height: 1fr; width: 1fr; padding: 0 2; border-left: none; }
    QueueView.reading #left { display: none; }
    QueueView.reading #pane { height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.view = View()
        self._alike: dict[int, tuple[str, ...]] = {}
        self._reading: pane.Reading | None = None
        self._text = Text()
        self._match = -1
        self._waiting = 0
        self._pictured = self._may_count = False

    def compose(self) -> ComposeResult:
        """Two lines of head, the list, a line of account, the pane, the foot."""
        yield Static(id="who", classes="head")
        yield Static(id="counts", classes="head")
        with Container(id="queue"):
            with Container(id="left"):
                yield WindowedList[queue.Row](self._draw, id="list")
                yield Static(id="account", classes="divider")
            yield TextPane(id="pane")
        yield self.foot()

    # Showing

    def on_mount(self) -> None:
        """Show the queue at once; what costs more comes after the first picture."""
        self.list.focus()
        self._list_again(0)
        self._show_head()
        self.set_timer(PICTURE_SECONDS, self.after_first_picture)

    def after_first_picture(self) -> None:
        """Do what costs more than the first picture may."""
        self._pictured = True
        self._show_current()
        self.run_worker(self._import_review, thread=True)

    def _import_review(self) -> None:
        """Import aside what counts the pieces that wait: it brings the gates along, and nobody should feel that."""
        import_module("bulletin.desk.review")
        self._may_count = True
        self.app.call_from_thread(self.records_changed)

    def _count_waiting(self) -> None:
        if not self._may_count:
            return
        from bulletin.desk import review

        sitting = self.desk.sitting
        self._waiting = len(review.waiting(sitting.db, sitting.settings, sitting.viewer, sitting.at))

    @property
    def pane(self) -> TextPane:
        """The pane."""
        return self.query_one("#pane", TextPane)

    @property
    def list(self) -> WindowedList[queue.Row]:
        """The list."""
        return self.query_one("#list", WindowedList)

    def on_resize(self, event: Resize) -> None:
        """Put the pane beside the list where there is room."""
        self.set_class(event.size.width >= BESIDE_FROM, "beside")
        self._show_head()
        self.call_after_refresh(self._show_current)

    def records_changed(self) -> None:
        """List again; the cursor stays at its item, or where that item stood."""
        current, marked = self.list.current, set(self.view.marked)
        self._list_again(self.list.cursor, current.id if current else 0)
        self._count_waiting()
        self._show_head()
        gone = sorted(marked - set(self.view.marked))
        if gone and not self.is_wrong:
            told = "；".join(deeds.last_deed(self.desk.sitting, item_id) for item_id in gone[:2])
            self.say(f"{told}。已取消{len(gone)}条标记")

    def _list_again(self, cursor: int, item_id: int = 0) -> None:
        sitting, view = self.desk.sitting, self.view
        self._listing = queue.open_listing(sitting.db, sitting.settings, view.state, view.expression, at=sitting.at)
        place = self._listing.index_of(item_id) if item_id else None
        view.marked = {
            number: state for number, state in view.marked.items() if self._listing.index_of(number) is not None
        }
        self._alike = {}
        self.list.show(self._listing, cursor if place is None else place)

    def _show_head(self) -> None:
        sitting = self.desk.sitting
        who = sitting.viewer
        roles = role_names(who.roles) or "只看"
        left, right = self.lettering.line(sitting.settings.office), self.lettering.line(f"{who.name}（{roles}）")
        room = max(1, self.app.size.width - 2 - cell_len(left) - cell_len(right))
        self.query_one("#who", Static).update(
            Text(f"{left}{' ' * room}{right}", style="bold", no_wrap=True), layout=False
        )
        line = Text(no_wrap=True)
        for state, word in STATES["item"].items():
            line.append(
                f"{word} {store.scores.counts(sitting.db, state).total}　", "bold" if state == self.view.state else ""
            )
        problems = store.problems.count_open(sitting.db)
        line.append(f"问题 {problems}　", self.colour("warning") if problems else "")
        line.append(f"待我办 {self._waiting}" if self._waiting else "", self.colour("accent"))
        self.query_one("#counts", Static).update(line, layout=False)

    def _show_account(self) -> None:
        view, rows = self.view, self.list
        place = f"{rows.cursor + 1}/{rows.total}" if rows.total else "没有来稿"
        parts = [f"{state_name('item', view.state)} {place}"]
        parts += [f"标记 {len(view.marked)}"] if view.marked else []
        parts += [f"筛选 {view.expression}"] if view.expression else []
        words = self.lettering.fit("　".join(parts), max(1, self.query_one("#account").content_size.width))
        self.query_one("#account", Static).update(self.lettering.shown(words), layout=False)

    def _draw(self, row: queue.Row, width: int) -> Text:
        """Draw one line of the list: mark, score, unit, title, tags, age."""
        lettering, marked = self.lettering, row.id in self.view.marked
        unit_cells, tags = (12 if width >= 58 else 10), " ".join(self._tags(row))
        tag_cells = min(cell_len(lettering.line(tags)), width // 4)
        title_cells = max(8, width - _MARK - _SCORE - unit_cells - 1 - tag_cells - 1 - _AGE)
        line = Text(no_wrap=True, end="")
        line.append("* " if marked else "  ", self.colour("accent"))
        line.append(f"{row.score:5.1f} "[:_SCORE], self.colour("quiet"))
        line.append(lettering.fit(self._from_whom(row), unit_cells) + " ")
        line.append(lettering.fit(row.title, title_cells) + " ", self.colour("accent") if marked else "")
        line.append(lettering.fit(tags, tag_cells), self.colour("warning"))
        told = reading.age(row.received_at, self.desk.sitting.at)
        line.append(" " * (_AGE - cell_len(told)) + told, self.colour("quiet"))
        return line

    def _from_whom(self, row: queue.Row) -> str:
        unit = self.desk.sitting.settings.attribution(row.unit) if row.unit else ""
        return reading.from_whom(unit, row.origin, row.source)

    def _tags(self, row: queue.Row) -> Sequence[str]:
        alike = dict.fromkeys(mark.split(" ")[0] for mark in self._alike.get(row.id, ()))
        return [*([row.urgency] if row.urgency not in ("", "普通") else []), *alike]

    def on_windowed_list_moved(self, event: WindowedList.Moved) -> None:
        """Show the item under the cursor."""
        event.stop()
        self.call_after_refresh(self._show_current)

    def _show_current(self) -> None:
        if self._pictured:
            self.told(self._read_current)

    def _read_current(self) -> None:
        self._show_tags()
        self._show_account()
        row, before = self.list.current, self._reading
        self._reading = pane.read(self.desk.sitting, row) if row else None
        is_same = bool(row and before and before.item.id == row.id)
        self._match = self._match if is_same else -1
        self._show_text(keep_place=is_same)
        self.show_keys()

    def _show_tags(self) -> None:
        """Look up what the items on the screen are like, and draw those lines again that have something to tell."""
        unknown = [row.id for row in self.list.on_screen() if row.id not in self._alike]
        if unknown:
            found = store.identity.marks(self.desk.sitting.db, unknown)
            self._alike |= {item_id: found.get(item_id, ()) for item_id in unknown}
            if found:
                self.list.refresh()

    def _show_text(self, keep_place: bool = False) -> None:
        """Write the pane; what somebody else does meanwhile does not move the reader (`keep_place`)."""
        if self._reading is None:
            words = "没有符合条件的来稿。按 o 换一种状态看，按 / 改筛选，按 Esc 取消筛选。"
            self._text = self.lettering.shown(words)
        else:
            accent, quiet, warning = map(self.colour, ("accent", "quiet", "warning"))
            colours = pane.Colours(accent, quiet, warning, self.colour("match", ground=True))
            self._text = pane.text_of(self._reading, self.desk.sitting, self.lettering, colours, self.view.why)
            for start, end in pane.matches(self._text.plain, self.view.words):
                self._text.stylize(colours.match, start, end)
        self.pane.show(self._text, keep_place)

    def actions_now(self) -> frozenset[str]:
        """Return what this person may do with the item under the cursor."""
        row = self.list.current
        if row is None:
            return frozenset()
        standing = Standing("item", row.id, row.state, f"来稿 {row.id}")
        return frozenset(workflow.actions_for(standing, self.desk.sitting.viewer, self.desk.sitting.at))

    # Moving and reading

    def find(self, number: str) -> None:
        """Put the cursor at the item of that number, in whatever state it stands."""
        self.attempt(lambda: self._find(number))

    def _find(self, number: str) -> None:
        if not number.isdecimal():
            raise UsageError(f"没有“{number}”这个去处", "按 : 看有哪些；来稿写编号")
        item = store.items.get(self.desk.sitting.db, int(number))
        if self._listing.index_of(item.id) is None:
            self.view.state, self.view.expression, self.view.words = item.state, "", ()
        self._list_again(0, item.id)
        self._show_head()

    def on_windowed_list_chosen(self, event: WindowedList.Chosen) -> None:
        """Open the item that was clicked twice."""
        self.action_open()

    def action_open(self) -> None:
        """Give the pane the whole screen, or the list its place again."""
        self.toggle_class("reading")
        if not self.has_class("reading"):
            self.list.focus()
            self.call_after_refresh(self._show_account)

    def action_back(self) -> None:
        """Take back, one at a time: the large pane, the marks, the filter."""
        told = ""
        if self.has_class("reading"):
            self.action_open()
        elif self.view.marked:
            told = f"已取消{len(self.view.marked)}条标记"
            self.view.marked = {}
            self.list.refresh()
            self._show_account()
        elif self.view.expression:
            self._apply_filter("")
        self.say(told)

    def action_quit(self) -> None:
        """Leave the large pane, or the desk."""
        if self.has_class("reading"):
            self.action_open()
        else:
            self.app.exit()

    def action_next(self, steps: int) -> None:
        """Go to the next item, or the one before."""
        self.list.action_to(self.list.cursor + steps)

    def action_scroll(self, lines: int) -> None:
        """Scroll the large pane."""
        self.pane.scroll_lines(lines)

    def action_read_on(self) -> None:
        """Scroll the pane by a screen; at its end go to the next item."""
        if self.pane.is_at_end:
            self.action_next(1)
        else:
            self.pane.scroll_screens(1)

    def action_read_back(self) -> None:
        """Scroll the pane back by a screen."""
        self.pane.scroll_screens(-1)

    def action_match(self, steps: int) -> None:
        """Go to the next word of the filter in the pane; where there is none left, to the next item."""
        found = pane.matches(self.pane.plain, self.view.words)
        if not found:
            self.say("没有筛选的词；按 / 筛选")
            return
        self._match += steps
        if not 0 <= self._match < len(found):
            self.action_next(steps)
            return
        self.pane.to_line(self.pane.plain.count("\n", 0, found[self._match][0]) - 1)
        self.say(f"第{self._match + 1}处，共{len(found)}处")

    def action_why(self) -> None:
        """Show why the item stands where it stands, or hide it."""
        self.view.why = not self.view.why
        self._show_text()

    def action_compare(self) -> None:
        """Show the raw and the clean text side by side."""
        from bulletin.tui.screens.comparison import ComparisonScreen, Side

        if self._reading:
            item = self._reading.item
            sides = Side("收到的原文", item.raw_text), Side("清理后的正文", item.text)
            self.app.push_screen(ComparisonScreen(f"来稿 {item.id}　{item.title}", *sides))

    def action_compare_alike(self) -> None:
        """Show an item that is like this one beside it."""
        from bulletin.tui.screens import comparison

        if self._reading:
            comparison.beside_alike(self, self._reading.item, self._reading.relations)

    # Choosing what is listed

    def action_state(self) -> None:
        """Ask which state to list."""
        states = [(state, store.scores.counts(self.desk.sitting.db, state).total) for state in STATES["item"]]
        choices = [Choice(state, f"{state_name('item', state)}　{count}条") for state, count in states]

        def chosen(state: str | None) -> None:
            if state:
                self.view.state, self.view.marked = state, {}
                self.told(lambda: self._list_again(0))
                self._show_head()

        self.app.push_screen(Finder("看哪种状态的来稿", choices, self.lettering), chosen)

    def action_filter(self, typed: str | None = None, wrong: str = "") -> None:
        """Ask for a filter; a wrong one is explained and can be mended."""
        hint = '防汛 物资　"原话"　防汛 或 抗旱　-演练　单位:市财政局　类型:问题　日期:近7天；清空为全部'
        value = self.view.expression if typed is None else typed
        self.app.push_screen(Ask("筛选", self.lettering, value, hint, wrong), self._filtered)

    def _filtered(self, expression: str | None) -> None:
        if expression is None:
            return
        try:
            self._apply_filter(expression.strip())
        except BulletinError as error:
            self.action_filter(expression, f"未筛选：{error}")

    def _apply_filter(self, expression: str) -> None:
        before = self.view.expression
        words = language.needles(store.search.read(expression, self.desk.sitting.at))
        try:
            self.view.expression = expression
            self._list_again(0)
        except BulletinError:
            self.view.expression = before
            raise
        self.view.words = tuple(word.text for word in words)
        self.say(f"筛出{self.list.total}条" if expression else "")

    def action_mark(self) -> None:
        """Mark the item under the cursor, or take its mark away, and go on to the next."""
        row = self.list.current
        if row is None:
            return
        if row.id in self.view.marked:
            del self.view.marked[row.id]
        else:
            self.view.marked[row.id] = row.state
        self.list.redraw_line(self.list.cursor)
        self.action_next(1)
        self._show_account()

    def action_mark_all(self) -> None:
        """Mark all that is listed, or take all marks away."""
        if self.view.marked:
            self.view.marked = {}
        elif self.list.total > MOST_MARKED:
            self.say(f"列出了{self.list.total}条，一次最多标记{MOST_MARKED}条；请先按 / 筛选", wrong=True)
        else:
            self.view.marked = {row.id: row.state for row in self._listing.rows(0, MOST_MARKED)}
        self.list.refresh()
        self._show_account()
