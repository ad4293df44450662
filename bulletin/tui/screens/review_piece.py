"""One piece before its reviewer (审看): everything on one screen, one key for each word of the trade, or the words themselves."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text
from textual.app import ComposeResult
from textual.events import Resize
from textual.widgets import Static

from bulletin import store, workflow
from bulletin.model import Article, Standing
from bulletin.terms import action_name
from bulletin.tui.advice import refusal
from bulletin.tui.desk_screen import DeskScreen
from bulletin.tui.keys import Key, bindings
from bulletin.tui.prompts import Ask, Choice, Confirm, Finder
from bulletin.tui.screens import review_text
from bulletin.tui.screens.article_actions import RETURN_REASONS
from bulletin.tui.screens.records import leave_with, painted
from bulletin.tui.screens.review_text import Opened
from bulletin.tui.text_pane import TextPane

EDITOR, RUSHED = "编辑", "按特急办理，审核通过"


class PieceScreen(DeskScreen):
    """An article in review."""

    KEYS = (
        Key("a", "a", "同意：审核通过这一级", "approve", "approve", short="同意"),
        Key("r", "r", "退回，写理由；可退给编辑或前面的级次", "send_back", "return", short="退回"),
        Key("h", "h", "缓办、缓发，写理由和日期", "hold", "hold", short="缓办"),
        Key("H", "H", "解除缓办，接着审", "plain('resume')", "resume", short="解除缓办"),
        Key("c", "c", "请人会签，可以几个人", "ask_people('countersign')", "countersign", short="会签"),
        Key("p", "p", "请人阅知，都阅过才能审定", "ask_people('circulate')", "circulate", short="请阅"),
        Key("z", "z", "转请：本级由另一个人审定", "ask_people('hand_over')", "hand_over", short="转请"),
        Key("i", "i", "写意见：照签批的话写，如“速发”“请××会签”", "say_words", short="写意见"),
        Key("y", "y", "会签同意", "plain('concur')", "concur", short="会签同意"),
        Key("Y", "Y", "会签有意见，写明", "reasoned('dissent')", "dissent", short="有意见"),
        Key("m", "m", "已阅", "plain('read')", "read", short="已阅"),
        Key("R", "R", "答复会签意见", "reply", "reply", short="答复"),
        Key("exclamation_mark,！", "!", "按特急办理，写理由", "reasoned('hasten')", "hasten"),
        Key("v", "v", "左右对照：上次看的一稿与现在，标出不同", "compare", short="对照"),
        Key("enter", "回车", "稿件有新的一稿时：看新的", "again"),
        Key("space,pagedown", "空格", "下一屏", "read_on(1)"),
        Key("b,pageup", "b", "上一屏", "read_on(-1)"),
        Key("j,down", "j ↓", "下一行", "scroll(1)"),
        Key("k,up", "k ↑", "上一行", "scroll(-1)"),
        Key("escape,q", "Esc", "返回；q 也行", "leave", short="返回"),
    )
    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = """
    PieceScreen #pane { height: 1fr; padding: 0 1; }
    """

    def __init__(self, opened: Opened, due: str = "") -> None:
        super().__init__()
        self.opened, self._due = opened, due
        self._level = ""
        """The level it stood at as he saw it."""

    def compose(self) -> ComposeResult:
        """Head, pane, foot."""
        yield Static(id="title", classes="head")
        yield TextPane(id="pane")
        yield self.foot()

    def on_resize(self, event: Resize) -> None:
        """Write everything for this width."""
        self.call_after_refresh(self._show)

    @property
    def article_id(self) -> int:
        """The number of the article."""
        return self.opened.article.id

    def standing(self) -> Standing:
        """Return where the article stands now."""
        sitting = self.desk.sitting
        return store.articles.standing(sitting.db, sitting.settings, store.articles.get(sitting.db, self.article_id))

    def standing_now(self) -> Standing:
        """Return the same: it says why a key is refused."""
        return self.standing()

    def actions_now(self) -> frozenset[str]:
        """Return what this person may do with the article."""
        return frozenset(workflow.actions_for(self.standing(), self.desk.sitting.viewer, self.desk.sitting.at))

    def records_changed(self) -> None:
        """Show what was said meanwhile; a new revision is not shown before he asks for it, and told."""
        now = store.articles.get(self.desk.sitting.db, self.article_id).revision
        self._show(keep_place=True)
        if now.id != self.opened.article.revision.id:
            self.say(
                f"稿件刚改到第{now.number}稿，屏幕上是第{self.opened.article.revision.number}稿；按 回车 看改动",
                wrong=True,
            )

    def _show(self, keep_place: bool = False) -> None:
        title = f"审看　稿件 {self.article_id}　{self._due}"
        self.query_one("#title", Static).update(self.lettering.shown(self.lettering.line(title), "bold"))
        shown = self.told(self._read)
        if shown is not None:
            self.query_one("#pane", TextPane).show(shown, keep_place)
        self.show_keys()

    def _read(self) -> Text:
        self._level = workflow.level_of(self.standing()).name
        return painted(self, review_text.lines(self.desk.sitting, self.opened))

    def action_again(self) -> None:
        """Open the article as it is now."""
        opened = self.attempt(lambda: review_text.opened(self.desk.sitting, self.article_id))
        if opened and opened.article.revision.id != self.opened.article.revision.id:
            self.opened = opened
            self._show()

    def action_compare(self) -> None:
        """Show the revision he saw before beside the one he sees now; for the first time, the raw text beside it."""
        from bulletin.tui.screens.comparison import ComparisonScreen, Side

        now, before = self.opened.article.revision, self.opened.before
        if before and before.id != now.id:
            left = Side(f"第{before.number}稿（上次看的）", review_text.whole(before))
        else:
            items = [store.items.get(self.desk.sitting.db, number) for number in self.opened.article.items]
            left = Side("来稿", "\n\n".join(f"{item.title}\n{item.text}" for item in items))
        right = Side(f"第{now.number}稿", review_text.whole(now))
        self.app.push_screen(ComparisonScreen(f"稿件 {self.article_id}", left, right))

    def action_read_on(self, screens: int) -> None:
        """Scroll by a screen."""
        self.query_one("#pane", TextPane).scroll_screens(screens)

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self.query_one("#pane", TextPane).scroll_lines(lines)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss()

    # Deciding

    def _act(self, action: str, note: str = "", to: str = "") -> None:
        """Do it as the rules allow, and go back to the list when nothing more waits for him here."""
        from bulletin.desk import review

        sitting = self.desk.sitting
        who = (sitting.actor, sitting.at)

        def act() -> Article:
            return review.act(sitting.db, sitting.settings, self.article_id, action, *who, note, to)

        done = self.attempt(act)
        if done is None:
            return
        word = RUSHED if action == "rush" else action_name(action)
        words = f"稿件 {done.id} {word}；现在{review_text.state_line(sitting, done)}"
        words += f"。要收回：按 : 写“稿件{done.id}”，再按 r 退回" if action in ("approve", "rush") else ""
        if workflow.awaited(self.standing(), sitting.actor, sitting.at):
            self.announce(words)
        else:
            leave_with(self, words)

    def action_approve(self) -> None:
        """Pass the level he sees it at, on the revision he sees; where it stands at another by now, nothing is passed.

        What nobody has answered is named and asked about first.
        """
        level, now = self._level, self.standing()
        if now.revision_id != self.opened.article.revision.id or workflow.level_of(now).name != level:
            self._act("approve", to=level)  # which says why it is refused
            return
        stands = self.attempt(lambda: review_text.unanswered(self.desk.sitting, self.article_id))
        if stands is None:
            return

        def answered(answer: str | None) -> None:
            if answer:
                self._act("approve", to=level)

        if stands.words:
            title = f"{stands.words}，还同意吗？"
            self.app.push_screen(Confirm(title, stands.lines, self.lettering), answered)
        else:
            answered("yes")

    def action_plain(self, action: str) -> None:
        """Do what needs no words."""
        self._act(action)

    def action_reasoned(self, action: str) -> None:
        """Ask for the words, and do it."""
        self._ask(f"{action_name(action)}，写明：", lambda words: self._act(action, words))

    def action_send_back(self) -> None:
        """Ask for the reason, and to whom where there is more than one."""
        choices = [Choice(reason, reason, sign=str(number)) for number, reason in enumerate(RETURN_REASONS, 1)]
        levels = [level.name for level in workflow.passed_levels(self.standing())]

        def reasoned(reason: str | None) -> None:
            if reason and levels:
                self._to_whom(reason, levels)
            elif reason:
                self._act("return", reason)

        self.app.push_screen(Finder("退回，理由：", choices, self.lettering, free="别的理由"), reasoned)

    def _to_whom(self, reason: str, levels: list[str]) -> None:
        choices = [Choice(EDITOR, "编辑：修改后重新送审"), *(Choice(level, f"{level}：重新审核") for level in levels)]

        def chosen(to: str | None) -> None:
            if to:
                self._act("return", reason, to)

        self.app.push_screen(Finder("退给谁", choices, self.lettering), chosen)

    def action_hold(self) -> None:
        """Ask for the reason and, if he likes, the day."""

        def until(reason: str) -> None:
            hint = "如 2026-11-30；不定的，直接回车　Esc 取消"
            self._ask("缓到哪一天：", lambda day: self._act("hold", reason, day.strip()), hint, may_be_empty=True)

        self._ask("缓办，理由：", until)

    def action_ask_people(self, action: str) -> None:
        """Choose a person, or write several, and ask them."""
        sitting = self.desk.sitting
        people = [one for one in sitting.settings.people.values() if one.id != sitting.viewer.id]
        choices = [Choice(one.id, one.name, one.id) for one in people]

        def chosen(to: str | None) -> None:
            if to:
                self._act(action, to=to)

        free = "" if action == "hand_over" else "几个人，用、隔开"
        self.app.push_screen(Finder(f"{action_name(action)}：", choices, self.lettering, free=free), chosen)

    def action_reply(self) -> None:
        """Choose whose dissent, where there are several, and reply to it."""
        dissents = workflow.open_dissents(self.standing())
        name = self.desk.sitting.settings.person_name
        choices = [Choice(one.person, f"{name(one.person)}：{one.note}") for one in dissents]

        def chosen(to: str | None) -> None:
            if to:
                self._ask(f"答复{name(to)}：", lambda words: self._act("reply", words, to))

        if len(choices) == 1:
            chosen(choices[0].value)
        else:
            self.app.push_screen(Finder("答复谁的意见", choices, self.lettering), chosen)

    def action_say_words(self, typed: str = "", wrong: str = "") -> None:
        """Take the words as they are written on paper; what they were read as is told before it is done."""
        from bulletin.desk import review
        from bulletin.errors import BulletinError

        hint = "同意　速发　缓发　修改后重报　请××阅后发　请××签发　先请××会签后签发"

        def answered(words: str | None) -> None:
            if not words or not words.strip():
                return
            try:
                action, to, note = review.read_opinion(words, self.desk.sitting.settings)
            except BulletinError as error:
                self.action_say_words(words, refusal(error))
                return
            self._confirm(action, to, note)

        self.app.push_screen(Ask("意见：", self.lettering, typed, hint, wrong), answered)

    def _confirm(self, action: str, to: str, note: str) -> None:
        name = self.desk.sitting.settings.person_name
        whom = f"：{'、'.join(map(name, to.split('、')))}" if to else ""
        word = RUSHED if action == "rush" else action_name(action)

        def answered(answer: str | None) -> None:
            if answer:
                self._act(action, note, to)

        self.app.push_screen(Confirm(f"读作：{word}{whom}", [f"意见：{note}"], self.lettering), answered)

    def _ask(self, title: str, then: Callable[[str], None], hint: str = "", may_be_empty: bool = False) -> None:
        def answered(words: str | None) -> None:
            if words is not None and (may_be_empty or words.strip()):
                then(words)

        self.app.push_screen(Ask(title, self.lettering, hint=hint), answered)
