"""Going about in the queue: moving, reading, filtering, marking. Nothing is decided here; what decides stands in `queue`."""

from __future__ import annotations

from typing import ClassVar

from bulletin import store
from bulletin.errors import BulletinError, UsageError
from bulletin.terms import STATES, state_name
from bulletin.text import query as language
from bulletin.tui.advice import refusal
from bulletin.tui.keys import MOVES, Key
from bulletin.tui.prompts import Ask, Choice, Confirm, Finder
from bulletin.tui.screens import pane
from bulletin.tui.screens.queue_view import QueueView, sifted_words
from bulletin.tui.windowed import WindowedList

_OF_WORDS = ("match(1)", "match(-1)")
_WITHOUT_ITEM = (
    "filter",
    "state",
    "back",
    "quit",
    "undo",
    "redo",
    "edit_last",
    "go",
    "help",
    "turn_light",
    "redraw",
    "numbers",
)
"""What may be done where no item is listed."""
MOST_MARKED = 500
"""Items that may be marked by one key: more than that is decided by mistake more often than on purpose."""


class QueueLooking(QueueView):
    """The queue with the keys that change nothing but what is seen."""

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
        Key("escape", "Esc", "返回：从大窗口、标记、筛选退一步", "back"),
        *MOVES,
        Key("q", "q", "退出采编台，先问一句；正文占满时返回", "quit", short="退出"),
    )
    """Keys that change nothing but what is seen."""
    SCROLLING: ClassVar[tuple[Key, ...]] = (Key("j,down", "", "", "scroll(1)"), Key("k,up", "", "", "scroll(-1)"))
    """What j and k do while the list is hidden."""

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

    def is_idle(self, action: str) -> bool:
        """Tell whether there is nothing to read, to go through, or to compare with."""
        if action in _OF_WORDS:
            return not self.view.words
        if action == "compare_alike":
            return not (self._reading and self._reading.relations)
        return action not in _WITHOUT_ITEM and not self.list.total

    def action_back(self) -> None:
        """Take back, one at a time: the large pane, the marks, the filter; say how to leave where none of them is."""
        told = "" if self.has_class("reading") or self.view.expression else "按 q 退出采编台，按 : 转到别处"
        if self.has_class("reading"):
            self.action_open()
        elif self.view.marked:
            told = f"已取消{len(self.view.marked)}条标记"
            self.view.marked = {}
            self.list.refresh()
            self._show_account()
        elif self.view.expression:
            self._apply_filter("", keep_place=True)
        self.say(told)

    def action_quit(self) -> None:
        """Leave the large pane, or ask whether to leave the desk."""
        if self.has_class("reading"):
            self.action_open()
            return

        def answered(answer: str | None) -> None:
            if answer:
                self.app.exit()

        lines = ["做过的决定都已保存。"]
        self.app.push_screen(Confirm("退出采编台？", lines, self.lettering), answered)

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
        states = [(state, store.queued.counts(self.desk.sitting.db, state).total) for state in STATES["item"]]
        choices = [Choice(state, f"{state_name('item', state)}　{count}条") for state, count in states]

        def chosen(state: str | None) -> None:
            if state:
                self.view.state, self.view.marked = state, {}
                self.told(lambda: self._list_again(0, self._current_number()))
                self._show_head()

        self.app.push_screen(Finder("看哪种状态的来稿", choices, self.lettering), chosen)

    def action_filter(self, typed: str | None = None, wrong: str = "") -> None:
        """Ask for a filter; a wrong one is explained and can be mended."""
        hint = '防汛 物资　"原话"　防汛 或 抗旱　-演练　单位:市财政局　类型:问题　日期:近7天；清空为全部'
        value = self.view.expression if typed is None else typed
        asked = Ask("筛选", self.lettering, value, hint, wrong, anew=not wrong)
        self.app.push_screen(asked, self._filtered)

    def _current_number(self) -> int:
        return self.list.current.id if self.list.current else 0

    def _filtered(self, expression: str | None) -> None:
        if expression is None:
            return
        try:
            self._apply_filter(expression.strip(), keep_place=expression.strip() in ("", self.view.expression))
        except BulletinError as error:
            self.action_filter(expression, f"未筛选：{refusal(error)}")

    def _apply_filter(self, expression: str, keep_place: bool) -> None:
        before = self.view.expression
        words = language.needles(store.search.read(expression, self.desk.sitting.at))
        try:
            self.view.expression = expression
            self._list_again(0, self._current_number() if keep_place else 0)
        except BulletinError:
            self.view.expression = before
            raise
        self.view.words = tuple(word.text for word in words)
        told = sifted_words(self.list.total) if self._listing.is_whole else "正在筛选……"
        self.say(told if expression else "")

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
