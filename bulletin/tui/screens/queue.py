"""The queue (队列): what came in, best first, with a pane to read in and one key for every decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bulletin import store
from bulletin.model import Article
from bulletin.terms import state_name
from bulletin.tui import deeds, reading
from bulletin.tui.keys import Key, bindings
from bulletin.tui.prompts import Choice, Finder
from bulletin.tui.screens.queue_looking import QueueLooking
from bulletin.tui.screens.records import begun_by

if TYPE_CHECKING:
    from bulletin.tui.screens.adoption import Adoption

REASONS = (
    "内容陈旧，已过时效",
    "重复报送，已采用同类信息",
    "一般性工作，没有新内容",
    "缺少数据和事例，过于笼统",
    "事实或数据存疑，需核实后重报",
    "不属本刊范围，请另送有关部门",
    "不宜刊发",
    "要素不全，请补充后重报",
)
"""Why submissions are usually not used (信息退稿常见理由); any other reason can be typed."""


MOST_LOOKED_BACK = 200
"""Deeds of a person among which the article he adopted last is looked for."""


class QueueScreen(QueueLooking):
    """The queue with its decisions: adopt, decline, shelve, restore, undo; one item, or all that are marked."""

    NOUN = "队列"
    KEYS = (
        Key("enter", "回车", "打开：正文占满屏幕，再按返回", "open", short="打开"),
        Key("a", "a", "采用；标记了几条，就合并为一篇", "adopt", "adopt", short="采用"),
        Key("d", "d", "不采用，选或写理由", "decline", "decline", short="不采用"),
        Key("s", "s", "暂存，留待以后", "decide('shelve')", "shelve", short="暂存"),
        Key("r", "r", "恢复：放回待处理", "decide('restore')", "restore", short="恢复"),
        Key("u", "u", "撤销自己上一步操作：先说清撤的是什么", "undo", short="撤销"),
        Key("U", "U", "重做刚才撤销的", "redo"),
        Key("x", "x", "标记或取消标记，到下一条", "mark", short="标记"),
        Key("e", "e", "修改稿件；还没采用的先采用", "edit", "adopt", short="修改"),
        Key("E", "E", "修改自己上次采用的稿件", "edit_last"),
        Key("c", "c", "脉络：原件、来稿、稿件、审核、刊期、批示", "chain", short="脉络"),
        Key("i", "i", "紧急：归入一件突发事件，或立为新的一件", "incident", "alarm"),
        *QueueLooking.LOOKING,
    )
    BINDINGS = bindings((*KEYS, *QueueLooking.SCROLLING))  # type: ignore[assignment]

    def after_first_picture(self) -> None:
        """Offer what was typed and never stored, once the queue is on the screen."""
        from bulletin.tui.screens import writing

        super().after_first_picture()
        writing.offer_left_over(self)

    @property
    def chosen(self) -> dict[int, str]:
        """The marked items, else the one under the cursor, each with the state it was seen in."""
        row = self.list.current
        return dict(self.view.marked) or ({row.id: row.state} if row else {})

    def actions_now(self) -> frozenset[str]:
        """Return what this person may do with the item under the cursor; one that reports on an incident belongs to it."""
        return super().actions_now() | (begun_by(self.desk.sitting, "incident") if self.list.current else frozenset())

    def action_decline(self) -> None:
        """Ask for the reason, and decline."""
        seen = self.chosen
        if not seen:
            return
        choices = [Choice(reason, reason, sign=str(number)) for number, reason in enumerate(REASONS, 1)]
        title = f"不采用 {reading.numbers(list(seen))}，理由："

        def declined(reason: str | None) -> None:
            if reason:
                self._decide(seen, "decline", reason)

        self.app.push_screen(Finder(title, choices, self.lettering, free="别的理由"), declined)

    def action_decide(self, action: str) -> None:
        """Shelve or restore."""
        if self.chosen:
            self._decide(self.chosen, action)

    def _decide(self, seen: dict[int, str], action: str, reason: str = "") -> None:
        decided = self.attempt(lambda: deeds.decide(self.desk.sitting, seen, action, reason))
        if decided is not None:
            self.view.marked = {}
            title = f"《{decided[0].title}》" if len(decided) == 1 else ""
            why = f"（{reason}）" if reason else ""
            self.went_on(f"{state_name('item', decided[0].state)}：{reading.numbers(list(seen))}{title}{why}。u 撤销")
        else:
            self.records_changed()

    def went_on(self, words: str) -> None:
        """Go on from where the cursor stands, and say what was done."""
        self._list_again(self.list.cursor)
        self._show_head()
        self.say(words)

    def action_adopt(self, then_edit: bool = False) -> None:
        """Ask for title, publication and section, with the units that will be credited, and adopt."""
        from bulletin.tui.screens.adoption import AdoptionScreen

        seen, sitting = self.chosen, self.desk.sitting
        if not seen:
            return
        items = self.attempt(lambda: [store.items.get(sitting.db, item_id) for item_id in seen])
        if items is None:
            return
        units = store.articles.units_of_items(sitting.db, tuple(seen))

        def adopted(wanted: Adoption | None) -> None:
            made = self._adopt(seen, wanted) if wanted else None
            if made and wanted and (wanted.then_edit or then_edit):
                self._edit_article(made.id)

        self.app.push_screen(AdoptionScreen(items, units, sitting.settings, self.lettering), adopted)

    def _adopt(self, seen: dict[int, str], wanted: Adoption) -> Article | None:
        made = self.attempt(lambda: deeds.adopt(self.desk.sitting, seen, wanted.wish))
        if made is None:
            self.records_changed()
            return None
        self.view.marked = {}
        place = f"{made.publication}·{made.section}" if made.section else made.publication
        self.went_on(f"已采用为稿件 {made.id}《{made.revision.title}》（{place}）。E 修改　u 撤销")
        return made

    def action_edit(self) -> None:
        """Edit the newest article made of the item; one that is not adopted yet is adopted first."""
        row = self.list.current
        if row is None:
            return
        articles = store.items.article_ids(self.desk.sitting.db, row.id) if row.state == "adopted" else []
        if articles:
            self._edit_article(articles[-1])
        else:
            self.action_adopt(then_edit=True)

    def _edit_article(self, article_id: int) -> None:
        from bulletin.tui.screens import writing

        writing.edit_article(self, article_id)

    def action_edit_last(self) -> None:
        """Edit the article this person adopted last, in this sitting or before."""
        last = self.attempt(self._adopted_last)
        if last:
            self._edit_article(last)
        elif not self.is_wrong:
            self.say("你还没有采用过来稿；按 a 采用，别人采用的到“稿件”里改")

    def _adopted_last(self) -> int:
        """Return the number of the article this person made last, 0 where there is none."""
        sitting = self.desk.sitting
        deeds_of_mine = store.deeds.of_person(sitting.db, sitting.viewer.id, MOST_LOOKED_BACK)
        steps = (step for deed in deeds_of_mine for step in deed.steps)
        made = (step.subject_id for step in steps if step.subject == "article" and step.action == "adopt")
        numbers = (number for number in made if store.articles.get(sitting.db, number).state != "dropped")
        return next(numbers, 0)

    def action_chain(self) -> None:
        """Show where the item came from and what became of it."""
        from bulletin.tui.screens.chain import ChainScreen

        if self.list.current:
            self.app.push_screen(ChainScreen("item", self.list.current.id))

    def action_incident(self) -> None:
        """Ask which incident the item reports on; where it does already, say on which."""
        from bulletin.tui.screens import urgent_forms

        row, sitting = self.list.current, self.desk.sitting
        if row is None:
            return
        held = store.urgent.of_item(sitting.db, row.id)
        if held is not None:
            self.say(f"来稿 {row.id} 已归入突发事件 {held}；到“紧急”里办")
        else:
            urgent_forms.ask_incident(self, store.items.get(sitting.db, row.id), self.went_on)

    def took_back(self, deed_id: int) -> None:
        """Put the cursor at the first item of a deed that is listed now: what was taken back is looked at next."""
        steps = store.deeds.of_number(self.desk.sitting.db, deed_id).steps
        places = [self._listing.index_of(step.subject_id) for step in steps if step.subject == "item"]
        if listed := [place for place in places if place is not None]:
            self.list.action_to(min(listed))
