"""What one does with an article, the same on the list and on the piece itself: one key each, nothing decided unseen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.worker import get_current_worker

from bulletin import store, workflow
from bulletin.errors import BulletinError
from bulletin.model import Article, Finding, Standing
from bulletin.terms import SEVERITIES
from bulletin.text import one_line
from bulletin.tui import article_deeds, article_reading, editor
from bulletin.tui.advice import refusal
from bulletin.tui.desk_screen import DeskScreen
from bulletin.tui.keys import Key
from bulletin.tui.prompts import Ask, Choice, Confirm, Finder
from bulletin.tui.screens import revisions

if TYPE_CHECKING:
    from bulletin.model import Revision
    from bulletin.press.page.engine.result import Typeset

RETURN_REASONS = (
    "数字来源须核实后写明",
    "事实不清，请补充核实",
    "文字冗长，请压缩",
    "与现行提法不一致，请核对",
    "不宜刊发",
)
"""Usual reasons for sending a piece back (审签常用退改理由); any other can be typed."""
DROP_REASONS = (
    "已过时效，不再刊发",
    "内容重复，已由别的稿件采用",
    "事实未能核实",
    "来稿单位要求撤回",
    "领导意见不刊发",
    "编错了，来稿另行采用",
)
"""Why an article is usually given up; any other reason can be typed."""


class ArticleActions(DeskScreen):
    """A screen on which one article stands: the one open, or the one under the cursor."""

    ACTING: ClassVar[tuple[Key, ...]] = (
        Key("e", "e", "修改：打开编辑器，存为新的一稿", "edit", "edit", short="修改"),
        Key("t", "t", "改标题", "retitle", "edit", short="标题"),
        Key("s", "s", "改栏目：选刊物的另一个栏目", "section", "set_section"),
        Key("S", "S", "送审：有必改的先列出来", "send", "send", short="送审"),
        Key("R", "R", "撤回自己送审的", "recall", "recall", short="撤回"),
        Key("r", "r", "退回，写理由：审核过的也退得回", "send_back", "return", short="退回"),
        Key("n", "n", "催办：给等着审的人催办单", "urge", "remind", short="催办"),
        Key("M", "M", "合并：从队列挑来稿并入", "merge", "merge", short="合并"),
        Key("P", "P", "分篇：把一部分段落分为另一篇", "split", "merge", short="分篇"),
        Key("D", "D", "撤稿，选或写理由；没有别处用的来稿回到队列", "drop", "drop", short="撤稿"),
        Key("v", "v", "对照：来稿原文与现在的稿子，标出不同", "compare", short="对照"),
        Key("h", "h", "历次修改：选一稿，看改了哪些字", "history", short="历次"),
        Key("c", "c", "脉络：原件、来稿、修改、审核、刊期、批示", "chain", short="脉络"),
        Key("p", "p", "预览：按刊物版面排出来看，存为 PDF", "preview", short="预览"),
        Key("u", "u", "撤销自己上一步操作：先说清撤的是什么", "undo", short="撤销"),
        Key("U", "U", "重做刚才撤销的", "redo"),
    )
    """Keys of every screen with an article; the rules say which of them do something now."""

    @property
    def article(self) -> Article | None:
        """The article as the person sees it, None where there is none."""
        return None

    def standing_now(self) -> Standing | None:
        """Return where the article stands."""
        seen, sitting = self.article, self.desk.sitting
        return store.articles.standing(sitting.db, sitting.settings, seen) if seen else None

    def actions_now(self) -> frozenset[str]:
        """Return what this person may do with the article; ``merge`` where he may put items in or split it."""
        seen, sitting = self.article, self.desk.sitting
        if seen is None:
            return frozenset()
        standing = self.standing_now()
        assert standing is not None
        allowed = frozenset(workflow.actions_for(standing, sitting.viewer, sitting.at))
        may_adopt = workflow.authority(sitting.viewer, ("editor",)) is not None
        return allowed | {"merge"} if "edit" in allowed and may_adopt else allowed

    def come_back(self, show: Callable[[], object]) -> None:
        """Show from a thread what was done aside; nothing where the screen is gone."""
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(lambda: show() if self.is_open else None)

    def finished(self, done: object, words: str) -> None:
        """Show how things stand now; say `words` where `done` is not None, that is, where it was not refused."""
        self.desk.records_changed()
        if done is not None:
            self.say(words)

    def show_blocking(self, article: Article, blocking: list[Finding]) -> None:
        """Show what stands against sending."""
        self.say(blocked(article, blocking), wrong=True)

    # Words and titles

    def action_edit(self) -> None:
        """Open the person's editor on it."""
        from bulletin.tui.screens import writing

        if self.article:
            writing.edit_article(self, self.article.id)

    def action_retitle(self) -> None:
        """Ask for another title."""
        seen = self.article
        if seen is None:
            return

        def typed(title: str | None) -> None:
            if title is None or one_line(title) == seen.revision.title:
                return
            saved: Revision | None = self.attempt(lambda: article_deeds.retitle(self.desk.sitting, seen, title))
            self.finished(saved, f"稿件 {seen.id} 已改标题，存为第{saved.number if saved else 0}稿（u 撤销）")

        self.app.push_screen(Ask(f"稿件 {seen.id} 的标题", self.lettering, seen.revision.title), typed)

    def action_section(self) -> None:
        """Choose another section of the publication, and put the article there."""
        seen, sitting = self.article, self.desk.sitting
        if seen is None:
            return
        sections = sitting.settings.publication(seen.publication).sections
        choices = [Choice(one, one, sign=str(number)) for number, one in enumerate(sections, 1)]

        def chosen(section: str | None) -> None:
            if section and section != seen.section:
                moved = self.attempt(lambda: article_deeds.set_section(sitting, seen, section))
                self.finished(moved, f"稿件 {seen.id} 的栏目改为“{section}”（u 撤销）")

        title = f"稿件 {seen.id} 的栏目，现为“{seen.section or '无'}”"
        free = "" if sections else "栏目名"
        self.app.push_screen(Finder(title, choices, self.lettering, free=free), chosen)

    # On its way

    def action_send(self) -> None:
        """Show what stands against sending; where nothing does, tell what is sent to whom, and send."""
        from bulletin.desk import checking, gates

        seen, sitting = self.article, self.desk.sitting
        if seen is None:
            return
        found = self.attempt(lambda: checking.check(sitting.db, sitting.settings, seen.id, sitting.at))
        if found is None:
            return
        if blocking := gates.blocking(found):
            self.show_blocking(seen, blocking)
            return
        title = f"送审：稿件 {seen.id}《{seen.revision.title}》"
        self.app.push_screen(
            Confirm(title, self._before_sending(seen, found), self.lettering), partial(self._send, seen)
        )

    def _before_sending(self, seen: Article, found: list[Finding]) -> list[str]:
        settings = self.desk.sitting.settings
        route = " → ".join(level.name for level in settings.publication(seen.publication).route)
        lines = [
            f"第{seen.revision.number}稿，署名单位：{article_reading.credited(seen.units, settings)}",
            f"审核级次：{route or '无'}",
        ]
        still_open = [one for one in found if not one.answered and one.severity == "warning"]
        lines += [f"还有{len(still_open)}处{SEVERITIES['warning']}没有答复，审核时看得到："] if still_open else []
        return [*lines, *(f"　{one.where}：{one.message}" for one in still_open[:3])]

    def _send(self, seen: Article, answer: str | None) -> None:
        if answer is None:
            return
        sent = self.attempt(lambda: article_deeds.act(self.desk.sitting, seen, "send"))
        self.finished(sent, f"已送审：稿件 {seen.id}，{self._waits(sent) if sent else ''}（R 撤回）")

    def _waits(self, article: Article) -> str:
        from bulletin.desk import review

        sitting = self.desk.sitting
        waits = review.for_whom(sitting.db, sitting.settings, article, sitting.at)
        return article_reading.waits_line(waits, sitting.settings, sitting.at)

    def action_recall(self) -> None:
        """Take back what the person sent himself."""
        seen = self.article
        if seen:
            back = self.attempt(lambda: article_deeds.act(self.desk.sitting, seen, "recall"))
            self.finished(back, f"已撤回：稿件 {seen.id}，回到编辑中（S 再送）")

    def action_send_back(self) -> None:
        """Ask for the reason, and send the piece back to its editor: also one that was approved, before it is in print."""
        seen = self.article
        if seen is None:
            return
        choices = [Choice(reason, reason, sign=str(number)) for number, reason in enumerate(RETURN_REASONS, 1)]

        def reasoned(reason: str | None) -> None:
            if reason:
                back = self.attempt(lambda: article_deeds.act(self.desk.sitting, seen, "return", reason))
                self.finished(back, f"已退回：稿件 {seen.id}（{reason}）")

        title = f"退回：稿件 {seen.id}《{seen.revision.title}》，理由："
        self.app.push_screen(Finder(title, choices, self.lettering, free="别的理由"), reasoned)

    def action_urge(self) -> None:
        """Urge everybody the article waits for."""
        from bulletin.desk import review

        seen, sitting = self.article, self.desk.sitting
        if seen:
            called = self.attempt(lambda: review.urge(sitting.db, sitting.settings, seen.id, sitting.actor, sitting.at))
            names = "、".join(sitting.settings.person_name(one.person) for one in called or ())
            self.finished(called, f"稿件 {seen.id}：已催{names}" if names else "没有可催的人")

    def action_drop(self) -> None:
        """Ask for the reason, and give the article up."""
        from bulletin.desk import editing

        seen = self.article
        if seen is None:
            return
        choices = [Choice(reason, reason, sign=str(number)) for number, reason in enumerate(DROP_REASONS, 1)]

        def dropped(reason: str | None) -> None:
            if reason:
                gone = self.attempt(lambda: article_deeds.drop(self.desk.sitting, seen, reason))
                told = editing.whereabouts(self.desk.sitting.db, gone) if gone else ""
                self.finished(gone, f"已撤稿：稿件 {seen.id}；{told}（u 撤销）")

        title = f"撤稿：稿件 {seen.id}《{seen.revision.title}》，理由："
        self.app.push_screen(Finder(title, choices, self.lettering, free="别的理由"), dropped)

    def action_merge(self) -> None:
        """Choose items of the queue and put them in."""
        from bulletin.tui.screens.merging import MergeScreen

        if self.article:
            self.app.push_screen(MergeScreen(self.article))

    def action_split(self) -> None:
        """Choose paragraphs that become another article."""
        from bulletin.tui.screens.splitting import SplitScreen

        if self.article:
            self.app.push_screen(SplitScreen(self.article))

    # Looking

    def action_compare(self) -> None:
        """Show what was received and what was made of it, side by side."""
        seen = self.article
        if seen:
            self.told(lambda: revisions.show_made(self, seen.id, seen.revision.number))

    def action_history(self) -> None:
        """Ask for one of the revisions, and show what it changed."""
        seen, sitting = self.article, self.desk.sitting
        if seen is None:
            return
        choices = [
            Choice(
                str(one.number),
                f"{article_reading.by_whom(sitting.settings, one.by, one.on_behalf_of)}　"
                f"{one.at.astimezone(sitting.settings.zone):%m-%d %H:%M}　{one.title}{f'（{one_line(one.note)}）' if one.note else ''}",
                sign=f"第{one.number}稿",
            )
            for one in reversed(store.articles.revisions(sitting.db, seen.id))
        ]

        def chosen(number: str | None) -> None:
            if number:
                self.told(lambda: revisions.show_changed(self, seen.id, int(number)))

        self.app.push_screen(Finder("看哪一稿改了什么（第1稿与来稿原文对照）", choices, self.lettering), chosen)

    def action_chain(self) -> None:
        """Show where the article came from and what became of it."""
        from bulletin.tui.screens.chain import ChainScreen

        if self.article:
            self.app.push_screen(ChainScreen("article", self.article.id))

    def action_preview(self) -> None:
        """Set the article as its publication prints it, aside; say where the PDF is."""
        seen = self.article
        if seen:
            self.say(f"稿件 {seen.id} 正在排版……")
            at = self.desk.sitting.at
            self.run_worker(lambda: self._preview(seen.id, at), thread=True, exclusive=True, group="preview")

    def _preview(self, article_id: int, at: datetime) -> None:
        from bulletin.press import preview

        settings = self.desk.sitting.settings
        db = store.open_database(settings.database_path)
        try:
            made = preview.preview(db, settings, article_id, at, editor.environment())
            path = settings.work_dir / "previews" / f"{article_id}.pdf"
            store.files.write_durably(path, made.pdf)
            title = f"稿件 {article_id}　预览，共{made.pages}页"
            self.come_back(lambda: self._previewed(title, made, str(path)))
        except BulletinError as error:
            told = f"未完成：{refusal(error)}"
            self.come_back(lambda: self.say(told, wrong=True))
        finally:
            db.close()

    def _previewed(self, title: str, made: Typeset, path: str) -> None:
        """Show the pages, where the person is still here."""
        from bulletin.tui.screens.page import PageScreen, Sight

        self.say(f"{title}：{path}")
        if self.app.screen is self:
            told = tuple((warning, "warning") for warning in made.warnings)
            self.app.push_screen(PageScreen(Sight(title, made.pdf, path, told)))


def blocked(article: Article, blocking: list[Finding]) -> str:
    """Return what stands against sending, and what to do now."""
    told = f"稿件 {article.id} 有{len(blocking)}处必改，未送审。{blocking[0].where}：{blocking[0].message}"
    return f"{told}。按 e 修改，或按 a 写明接受的理由"
