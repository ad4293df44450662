"""One article (稿件): its text with what the gates see in it, gone through one by one, and a key for every step on its way."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Resize
from textual.widgets import Static

from bulletin import store, workflow
from bulletin.errors import BulletinError
from bulletin.model import Article, Finding
from bulletin.terms import GATES, MEANS, RESULTS, SEVERITIES
from bulletin.tui import article_deeds, article_reading
from bulletin.tui.advice import refusal
from bulletin.tui.keys import Key, bindings
from bulletin.tui.prompts import Ask, Choice, Confirm, Finder
from bulletin.tui.screens.article_actions import ArticleActions
from bulletin.tui.screens.article_text import Shown, line_at, marks_of, text_of
from bulletin.tui.text_pane import TextPane
from bulletin.tui.windowed import Rows, WindowedList

BESIDE_FROM = 110
"""Columns from which the findings stand beside the text."""
MOST_LISTED = 6
"""Findings listed below the text at once."""
NEAR = 3
"""Lines of text kept above a finding that is gone to."""
REASONS = (
    "原文如此，已与来稿单位核对",
    "引用原话，照录",
    "约定俗成的写法",
    "上文已写明",
    "科（室）负责人同意照此刊发",
)
"""Why a finding is usually accepted; any other reason can be typed."""


class ArticleScreen(ArticleActions):
    """The piece: text above (or left), findings below (or right)."""

    ANSWERING: ClassVar[tuple[Key, ...]] = (
        Key("m", "m", "照建议改这一处：先看改前改后，再存为新的一稿", "mend", "mend", short="照改"),
        Key("a", "a", "接受这一处，照此保留，写明理由", "accept", "answer", short="接受"),
        Key("y", "y", "这一处已核实无误，可写怎样核实的", "tick", "answer", short="已核实"),
        Key("V", "V", "登记核实：向谁、用什么方式问了什么，结果怎样", "verify", "verify", short="核实"),
    )
    LOOKING: ClassVar[tuple[Key, ...]] = (
        Key("enter", "回车", "正文占满屏幕，再按返回", "open"),
        Key("space,pagedown", "空格", "正文下一屏", "read(1)"),
        Key("b,pageup", "b", "正文上一屏", "read(-1)"),
        Key("j,down", "j ↓", "下一处检查结果；没有时正文往下", "down"),
        Key("k,up", "k ↑", "上一处检查结果；没有时正文往上", "up"),
    )
    LEAVING = Key("escape,q", "Esc", "返回", "leave", short="返回")
    KEYS = (LEAVING, *ANSWERING, *ArticleActions.ACTING, *LOOKING)
    BINDINGS = bindings(KEYS)  # type: ignore[assignment]
    DEFAULT_CSS = """
    ArticleScreen #piece { height: 1fr; }
    ArticleScreen #pane { height: 1fr; padding: 0 1; }
    ArticleScreen #right { height: auto; }
    ArticleScreen #detail { height: auto; max-height: 5; padding: 0 1; }
    ArticleScreen.beside #piece { layout: horizontal; }
    ArticleScreen.beside #pane { width: 60%; }
    ArticleScreen.beside #right { width: 1fr; height: 1fr; }
    ArticleScreen.beside #detail { height: auto; max-height: 12; padding: 1 1; }
    ArticleScreen.reading #right { display: none; }
    """

    def __init__(self, article_id: int, wrong: str = "") -> None:
        """Open the article of that number; `wrong` says at once why something was not done."""
        super().__init__()
        self._article_id, self._wrong = article_id, wrong
        self._article: Article | None = None
        self._findings: list[Finding] = []
        self._is_checked = False
        self._above: list[str] = []
        self._shown = Shown(Text())

    def compose(self) -> ComposeResult:
        """Two lines of head, the text, the findings with the current one in full, the foot."""
        yield Static(id="facts", classes="head")
        yield Static(id="waits", classes="head")
        with Container(id="piece"):
            yield TextPane(id="pane")
            with Container(id="right"):
                yield Static(id="account", classes="divider")
                yield WindowedList[Finding](self._draw, id="findings")
                yield Static(id="detail")
        yield self.foot()

    @property
    def article(self) -> Article | None:
        """The article as it was read last."""
        return self._article

    @property
    def pane(self) -> TextPane:
        """The text."""
        return self.query_one("#pane", TextPane)

    @property
    def results(self) -> WindowedList[Finding]:
        """The findings."""
        return self.query_one("#findings", WindowedList)

    @property
    def finding(self) -> Finding | None:
        """The finding under the cursor."""
        return self.results.current if self._is_checked else None

    # Showing

    def on_mount(self) -> None:
        """Show the text at once; the gates look aside."""
        self.results.focus()
        self.told(self._read)
        if self._wrong:
            self.say(self._wrong, wrong=True)

    def on_resize(self, event: Resize) -> None:
        """Put the findings beside the text where there is room."""
        self.set_class(event.size.width >= BESIDE_FROM, "beside")
        self.call_after_refresh(lambda: self.told(self._show))

    def records_changed(self) -> None:
        """Read again; say who changed the text, where it was somebody else."""
        before = self._article
        self._read()
        now = self._article
        is_new = before and now and (before.revision.id, before.state) != (now.revision.id, now.state)
        if is_new and now and not self.is_wrong:
            last = store.statuses.history(self.desk.sitting.db, "article", now.id)[-1]
            if last.by != self.desk.sitting.viewer.id:
                self.say(article_reading.last_deed(self.desk.sitting, now.id))

    def _read(self) -> None:
        sitting = self.desk.sitting
        before, self._article = self._article, store.articles.get(sitting.db, self._article_id)
        self._above = [
            f"署名单位：{article_reading.credited(self._article.units, sitting.settings)}"
            f"　来稿：{'、'.join(map(str, self._article.items))}",
            *article_reading.opinion_lines(sitting, self._article),
        ]
        if before and before.revision.id != self._article.revision.id:
            self._findings, self._is_checked = [], False  # their places were of another text
        self._show()
        at = sitting.at
        self.run_worker(lambda: self._inspect(at), thread=True, exclusive=True, group="gates")

    def _inspect(self, at: datetime) -> None:
        from bulletin.desk import checking

        settings = self.desk.sitting.settings
        db = store.open_database(settings.database_path)
        try:
            revision_id = store.articles.get(db, self._article_id).revision.id
            found = article_reading.in_order(checking.check(db, settings, self._article_id, at))
            self.come_back(lambda: self._inspected(revision_id, found))
        except BulletinError as error:
            told = f"四关没有查成：{refusal(error)}"
            self.come_back(lambda: self.say(told, wrong=True))
        finally:
            db.close()

    def _inspected(self, revision_id: int, found: list[Finding]) -> None:
        """Take what the gates saw, unless the text has changed since; the cursor stays at its finding."""
        if self._article is None or self._article.revision.id != revision_id:
            return
        if self._is_checked and found == self._findings:
            return
        current, first = self.finding, not self._is_checked
        keys = [one.key for one in found if not one.answered]
        place = keys.index(current.key) if current and current.key in keys else self.results.cursor
        self._findings, self._is_checked = found, True
        self.results.show(Rows(tuple(found)), 0 if first else place)
        self.told(self._show)

    def _show(self) -> None:
        """Write everything that stands on the screen."""
        if self._article is None:
            return
        from bulletin.desk import review

        sitting, article = self.desk.sitting, self._article
        waits = review.for_whom(sitting.db, sitting.settings, article, sitting.at)
        self._head("#facts", article_reading.facts_line(article, sitting.settings))
        self._head("#waits", article_reading.waits_line(waits, sitting.settings, sitting.at))
        self._size_list()
        self._show_finding(keep_place=True)

    def _size_list(self) -> None:
        most = self.size.height // 2 if self.has_class("beside") else MOST_LISTED
        self.results.styles.height = max(1, min(most, len(self._findings)))
        self.results.display = bool(self._findings)
        if self._findings and self.focused is None and not self.has_class("reading"):
            self.results.focus()

    def _head(self, name: str, words: str) -> None:
        line = self.lettering.shown(words)
        line.no_wrap, line.overflow = True, "ellipsis"
        self.query_one(name, Static).update(line, layout=False)

    def _show_finding(self, keep_place: bool = False) -> None:
        """Write the text with its marks, the account, and the finding under the cursor in full."""
        if self._article is None:
            return
        current = self.finding
        match, quiet = self.colour("match", ground=True), self.colour("quiet")
        marks = marks_of(self._findings, current, self._styles(), match)
        in_title = match if current and current.start < 0 and current.where.startswith("标题") else Style()
        above = [self.lettering.shown(line) for line in self._above]
        for line in above:
            line.stylize(self.colour("warning") if line.plain.startswith("退回") else quiet)
        self._shown = text_of(self._article, above, marks, in_title, self.lettering)
        self.pane.show(self._shown.text, keep_place=True)
        if current and not keep_place:
            place = self._shown.place(current.start)
            found = line_at(self.pane.lines, self._shown.text, place)
            if not self.pane.top <= found < self.pane.top + self.pane.content_size.height - 1:
                self.pane.to_line(found - NEAR)
        self._show_account()
        detail = "\n".join(article_reading.finding_lines(current)) if current else ""
        self.query_one("#detail", Static).update(self.lettering.shown(detail))
        self.query_one("#detail").display = bool(detail)
        self.show_keys()

    def _styles(self) -> dict[str, Style]:
        colours = {"error": "error", "warning": "warning", "advice": "accent"}
        return {severity: self.colour(name) + Style(underline=True) for severity, name in colours.items()}

    def _show_account(self) -> None:
        if not self._is_checked:
            words = "四关正在检查……"
        else:
            place = f"{self.results.cursor + 1}/{self.results.total}　" if self._findings else ""
            words = f"检查结果 {place}{article_reading.findings_line(self._findings)}"
        self.query_one("#account", Static).update(self.lettering.shown(words), layout=False)

    def _draw(self, one: Finding, width: int) -> Text:
        """Draw one line of the findings: severity or that it is answered, gate, place, message."""
        colour = {"error": "error", "warning": "warning", "advice": "accent"}[one.severity]
        word = "已答" if one.answered else SEVERITIES[one.severity]
        line = Text(no_wrap=True, end="").append(f" {word} ", self.colour("quiet" if one.answered else colour))
        words = f"{one.where}　{one.message}"
        return line.append(f"{GATES[one.gate]} ", self.colour("quiet")).append(
            self.lettering.fit(words, max(1, width - 13)), self.colour("quiet") if one.answered else ""
        )

    def on_windowed_list_moved(self, event: WindowedList.Moved) -> None:
        """Go to the finding under the cursor."""
        event.stop()
        self.call_after_refresh(lambda: self.told(self._show_finding))

    def on_windowed_list_chosen(self, event: WindowedList.Chosen) -> None:
        """Give the text the whole screen."""
        self.action_open()

    def actions_now(self) -> frozenset[str]:
        """Return what may be done with the article, and with the finding under the cursor (``answer``, ``mend``)."""
        allowed, current = super().actions_now(), self.finding
        may_answer = self._article and workflow.authority(self.desk.sitting.viewer, workflow.EDITING) is not None
        allowed |= {"verify"} if may_answer else frozenset()
        if current is None or current.answered:
            return allowed
        can_mend = "edit" in allowed and current.suggestion and current.end > current.start >= 0
        return allowed | ({"mend"} if can_mend else frozenset()) | ({"answer"} if may_answer else frozenset())

    # Findings, one by one

    def show_blocking(self, article: Article, blocking: list[Finding]) -> None:
        """Put the cursor at the first finding that stands against sending."""
        super().show_blocking(article, blocking)
        places = [place for place, one in enumerate(self._findings) if one.key == blocking[0].key]
        self.results.action_to(next(iter(places), 0))

    def action_mend(self) -> None:
        """Show what would stand there instead, and save it when the person says yes."""
        seen, one = self._article, self.finding
        if seen is None or one is None or "mend" not in self.actions_now():
            return
        before, after = (_sentence(text, one.start) for text in (seen.revision.text, article_deeds.mended(seen, one)))

        def answered(answer: str | None) -> None:
            if answer:
                saved = self.attempt(lambda: article_deeds.mend(self.desk.sitting, seen, one))
                self.finished(saved, f"已改，存为第{saved.number if saved else 0}稿（u 撤销）")

        lines = [f"原：{before}", f"改：{after}"]
        self.app.push_screen(Confirm(f"{one.where}：{one.message}", lines, self.lettering), answered)

    def action_accept(self) -> None:
        """Ask for the reason, and accept the finding as the text stands."""
        seen, one = self._article, self.finding
        if seen is None or one is None:
            return
        choices = [Choice(reason, reason, sign=str(number)) for number, reason in enumerate(REASONS, 1)]

        def accepted(reason: str | None) -> None:
            if reason:
                done = self.attempt(lambda: article_deeds.accept(self.desk.sitting, seen, one, reason))
                self.finished(done, f"已接受：{one.where}（{reason}）")

        title = f"接受 {one.where}：{one.message}。理由："
        self.app.push_screen(Finder(title, choices, self.lettering, free="别的理由"), accepted)

    def action_tick(self) -> None:
        """Ask how it was verified, and tick the finding off."""
        seen, one = self._article, self.finding
        if seen is None or one is None:
            return

        def ticked(words: str | None) -> None:
            if words is not None:
                done = self.attempt(lambda: article_deeds.tick(self.desk.sitting, seen, one, words))
                self.finished(done, f"已记下：{one.where} 核实无误")

        title = f"{one.where} 已核实无误；怎样核实的（可不写）："
        self.app.push_screen(Ask(title, self.lettering), ticked)

    def action_verify(self) -> None:
        """Ask with whom what was verified, and write it down: of the item the finding is about, else of the article."""
        from bulletin.desk import verification
        from bulletin.tui.screens import inquiry

        seen, one = self._article, self.finding
        if seen is None:
            return
        about = [item_id for item_id in seen.items if one and one.where == f"来稿 {item_id}"]
        subject = ("item", about[0]) if about else ("article", seen.id)
        asked = verification.question(self.desk.sitting.db, seen, one)
        given = verification.Inquiry(MEANS[0], asked, RESULTS[0], unit=next(iter(seen.units), ""))

        def written(words: str | None) -> None:
            if words:
                self.finished(words, words)

        self.app.push_screen(inquiry.form(self, subject, given), written)

    # Reading

    def action_down(self) -> None:
        """Go to the next finding; without any, or in the large pane, a line on."""
        self._step(1)

    def action_up(self) -> None:
        """Go to the finding before; without any, or in the large pane, a line back."""
        self._step(-1)

    def _step(self, steps: int) -> None:
        if self._findings and not self.has_class("reading"):
            self.results.action_to(self.results.cursor + steps)
        else:
            self.pane.scroll_lines(steps)

    def action_read(self, screens: int) -> None:
        """Scroll the text by screens."""
        self.pane.scroll_screens(screens)

    def action_open(self) -> None:
        """Give the text the whole screen, or the findings their place again."""
        self.toggle_class("reading")
        if not self.has_class("reading"):
            self.results.focus()

    def action_leave(self) -> None:
        """Leave the large pane, or go back."""
        if self.has_class("reading"):
            self.action_open()
        else:
            self.dismiss()


def _sentence(text: str, place: int) -> str:
    """Return the sentence of `text` in which the character at `place` stands."""
    signs = "。！？；\n"
    start = max(text.rfind(sign, 0, place) for sign in signs) + 1
    ends = [found for sign in signs if (found := text.find(sign, place)) >= 0]
    return text[start : min(ends, default=len(text)) + 1].strip()
