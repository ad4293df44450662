"""Merging (合并): items of the queue are put into an article; whom it credits is shown before, and after, and asked once more."""

from __future__ import annotations

import re
from typing import ClassVar

from rich.text import Text
from textual.widgets import Static

from bulletin import store
from bulletin.model import Article
from bulletin.tui import article_deeds, article_reading, reading
from bulletin.tui.keys import Key, bindings
from bulletin.tui.prompts import Ask, Confirm
from bulletin.tui.screens.queue_looking import QueueLooking
from bulletin.tui.screens.records import leave_with

_NUMBERS = re.compile(r"[^\d]+")
MOST_TOLD = 8


class MergeScreen(QueueLooking):
    """The queue, to choose from; ``a`` puts what is marked into the article."""

    KEYS: ClassVar[tuple[Key, ...]] = (
        Key("enter", "回车", "打开：正文占满屏幕，再按返回", "open"),
        Key("a", "a", "并入：先列出并入前后的署名单位", "merge", "adopt", short="并入"),
        Key("x", "x", "标记，再按取消；标记了几条，就一起并入", "mark", short="标记"),
        Key("i", "i", "按编号挑：写来稿编号，几个之间空一格", "numbers", short="编号"),
        *(key for key in QueueLooking.LOOKING if key.action != "quit"),
        Key("q", "q", "返回，不并入", "quit", short="返回"),
    )
    BINDINGS = bindings((*KEYS, *QueueLooking.SCROLLING))  # type: ignore[assignment]

    def __init__(self, article: Article) -> None:
        super().__init__()
        self._article = article

    def _show_head(self) -> None:
        """Say what is merged into what, and whom the article would credit then."""
        after, _ = article_deeds.after_merge(self.desk.sitting, self._article, list(self.view.marked))
        width, settings = max(1, self.app.size.width - 2), self.desk.sitting.settings
        head = f"并入稿件 {self._article.id}　{self._article.revision.title}"
        self.query_one("#who", Static).update(Text(self.lettering.fit(head, width), style="bold"), layout=False)
        units = f"署名单位：{article_reading.credited(self._article.units, settings)}"
        units += f" → {article_reading.credited(after.units, settings)}" if after.units != self._article.units else ""
        self.query_one("#counts", Static).update(Text(self.lettering.fit(units, width)), layout=False)

    def action_mark(self) -> None:
        """Mark the item, and show whom the article would credit."""
        super().action_mark()
        self._show_head()

    def action_numbers(self) -> None:
        """Ask for numbers of items, and mark those."""
        self.app.push_screen(Ask("并入哪几条来稿，写编号", self.lettering), self._numbered)

    def _numbered(self, typed: str | None) -> None:
        numbers = [int(number) for number in _NUMBERS.split(typed or "") if number]
        items = self.attempt(lambda: [store.items.get(self.desk.sitting.db, number) for number in numbers])
        if items:
            self.view.state, self.view.expression, self.view.words = items[0].state, "", ()
            self.view.marked |= {item.id: item.state for item in items}
            self.told(lambda: self._list_again(0, items[0].id))
            self._show_head()

    def action_merge(self) -> None:
        """Tell whom the article credits before and after, and what text is added; put the items in when the person says yes."""
        row = self.list.current
        chosen = list(self.view.marked) or ([row.id] if row else [])
        lines = self.attempt(lambda: self._told_before(chosen)) if chosen else None
        if lines is None:
            return

        def answered(answer: str | None) -> None:
            if answer is None:
                return
            made = self.attempt(lambda: article_deeds.merge(self.desk.sitting, self._article, chosen))
            if made:
                units = article_reading.credited(made.units, self.desk.sitting.settings)
                words = f"已并入{reading.numbers(chosen)}，存为第{made.revision.number}稿；署名单位：{units}（u 撤销）"
                leave_with(self, words)

        title = f"把{reading.numbers(chosen)}并入稿件 {self._article.id}《{self._article.revision.title}》"
        self.app.push_screen(Confirm(title, lines, self.lettering), answered)

    def _told_before(self, chosen: list[int]) -> list[str]:
        sitting, settings = self.desk.sitting, self.desk.sitting.settings
        items = [store.items.get(sitting.db, item_id) for item_id in chosen]
        after, added = article_deeds.after_merge(sitting, self._article, chosen)
        lines = [
            f"来稿 {item.id}　{reading.from_whom(item.unit, item.origin, item.source)}　{item.title}　"
            f"{'正文加在文末' if item.text in added else '正文稿件里已有，只记单位'}"
            for item in items[:MOST_TOLD]
        ]
        lines += [f"……另有{len(items) - MOST_TOLD}条"] if len(items) > MOST_TOLD else []
        return [
            *lines,
            f"并入前署名：{article_reading.credited(self._article.units, settings)}",
            f"并入后署名：{article_reading.credited(after.units, settings)}（每个单位记一次）",
        ]

    def action_back(self) -> None:
        """Take back, one at a time: the large pane, the marks, the filter; then leave."""
        if self.has_class("reading") or self.view.marked or self.view.expression:
            super().action_back()
            self._show_head()
        else:
            self.dismiss()

    def action_quit(self) -> None:
        """Leave the large pane, or this screen; nothing is merged."""
        if self.has_class("reading"):
            self.action_open()
        else:
            self.dismiss()
