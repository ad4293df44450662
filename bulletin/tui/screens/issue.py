"""One issue (期): its entries in their order, moved by keys; its pages counted as one goes; proof, sign-off, publication."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from textual.timer import Timer
from textual.worker import get_current_worker

from bulletin import store, workflow
from bulletin.model import Entry, Issue, Standing
from bulletin.reference import of_issue
from bulletin.terms import state_name
from bulletin.tui import arranging, typed
from bulletin.tui.desk_screen import DeskScreen
from bulletin.tui.issue_reading import waits_line
from bulletin.tui.keys import Key, bindings
from bulletin.tui.prompts import Confirm
from bulletin.tui.screens import after_print, issue_deeds, typesetting
from bulletin.tui.screens.page import PageScreen, Sight
from bulletin.tui.screens.proof import ProofScreen, sight_of
from bulletin.tui.screens.records import RecordsScreen, leave_with
from bulletin.tui.words import Line

if TYPE_CHECKING:
    from bulletin.press.page.engine.result import Typeset
    from bulletin.tui.program import Program

COUNT_SECONDS = 1.0
"""How long after the last change the pages are counted."""


class IssueScreen(RecordsScreen[Entry]):
    """The entries of one issue."""

    EMPTY = "本期没有条目。按 A 编入已审定的稿件。"
    KEYS = (
        Key("J", "J", "这一条下移", "move(1)", "arrange", short="下移"),
        Key("K", "K", "这一条上移", "move(-1)", "arrange", short="上移"),
        Key("x", "x", "撤出这一条：稿件回到已审定", "take_out", "arrange", short="撤出"),
        Key("A", "A", "编入已审定的稿件", "add", "arrange", short="编入"),
        Key("n", "n", "写这一条的按语（在编辑器里）", "note(True)", "arrange"),
        Key("N", "N", "写本期的编者按（在编辑器里）", "note(False)", "arrange", short="编者按"),
        Key("v,enter", "v", "看版面：试排、清样，或印发的文件", "look", short="版面"),
        Key("p", "p", "出清样：取期号、排版、检查版面", "proof", "proof", short="清样"),
        Key("s", "s", "签发：先看清样", "look", "sign", short="签发"),
        Key("P", "P", "印发已签发的", "publish", "publish", short="印发"),
        Key("D", "D", "撤销这一期，稿件回到已审定", "discard", "discard"),
        Key("V", "V", "已签发而不印发：作废号", "void", "void"),
        Key("m", "m", "催办：给等着签发、校对的人催办单", "urge", "remind"),
        Key("i", "i", "登记批示：领导在这一条或全期上写了什么", "instruct", "instruct", short="批示"),
        Key("c", "c", "更正：登记所印的一处错误", "correct", "correct", short="更正"),
        Key("w", "w", "撤回这一条或全期：撤销，或自某日废止", "withdraw", "withdraw", short="撤回"),
        Key("C", "C", "把登记的更正、撤回写成更正启事", "corrigendum", "corrigendum", short="更正启事"),
        Key("u", "u", "撤销自己上一步操作：先说清撤的是什么", "undo"),
        Key("U", "U", "重做刚才撤销的", "redo"),
        *RecordsScreen.LOOKING,
    )
    BINDINGS = bindings(KEYS)  # type: ignore[assignment]

    def __init__(self, issue_id: int) -> None:
        super().__init__()
        self.issue_id = issue_id
        self._warned: list[Line] = []
        self._pages = ""
        self._counted: tuple[object, ...] = ()
        self._draft: bytes | None = None
        self._timer: Timer | None = None
        self._wants_look = False
        self._is_counting = self._is_proofing = False

    # Showing

    @property
    def issue(self) -> Issue:
        """The issue as it stands now."""
        return store.issues.get(self.desk.sitting.db, self.issue_id)

    def on_mount(self) -> None:
        """Say so where a text for this issue was begun and never stored."""
        super().on_mount()
        names = [self._note_name(None), *(self._note_name(row) for row in self.listed)]
        if any(typed.is_left_over(self.desk.sitting, name) for name in names):
            self.say("有没有存完的编者按：到那一条按 n，或按 N，接着写")

    def read_rows(self) -> Sequence[Entry]:
        """Return the entries in their order."""
        return store.issues.entries(self.desk.sitting.db, self.issue_id)

    def number_of(self, row: Entry) -> object:
        """Return the number of the article: an entry keeps it wherever it is moved."""
        return row.article_id

    def heading(self) -> tuple[str, str]:
        """Return what the issue is called, where it stands, and for whom it waits."""
        issue = self.issue
        number = f"第{issue.number}期　" if issue.number else ""
        name = f"{of_issue(issue)}　{number}{state_name('issue', issue.state)}"
        return name, waits_line(self.desk.sitting, issue)

    def cells_of(self, row: Entry) -> Sequence[tuple[str, int, str]]:
        """Return position, section, title, units."""
        note = "按 " if row.editor_note else ""
        return (
            (f"{row.position:>2}.", 3, "quiet"),
            (row.section, 10, "quiet"),
            (note + row.title, 0, ""),
            ("、".join(row.units) or "—", 14, "quiet"),
        )

    def told_of(self, row: Entry) -> Iterator[Line]:
        """Tell what stands against printing the issue and what it repeats, then the text of the entry."""
        yield from self._warned
        if row.editor_note:
            yield f"本条按语：{row.editor_note}", "accent"
        yield row.title, "bold"
        yield f"稿件 {row.article_id}　{row.section}　{'、'.join(row.units) or '—'}", "quiet"
        yield row.text, ""

    def _warnings(self, issue: Issue) -> Iterator[Line]:
        from bulletin.press import compose
        from bulletin.press.repeats import repeats

        sitting = self.desk.sitting
        if issue.state in store.issues.OPEN_STATES:
            yield from ((words, "error") for words in compose.unready(sitting.db, sitting.settings, issue))
        if issue.state == "published":
            yield from after_print.lines(sitting, issue)
        yield from ((words, "warning") for words in repeats(sitting.db, issue))
        if issue.editor_note:
            yield f"本期编者按：{issue.editor_note}", "accent"

    def account(self) -> str:
        """Return the place in the list, and the pages."""
        return f"{super().account()}　{self._pages}"

    def standing_now(self) -> Standing:
        """Return where the issue stands."""
        from bulletin.press import compose

        return compose.standing(self.desk.sitting.db, self.issue)

    def actions_now(self) -> frozenset[str]:
        """Return what this person may do with the issue."""
        sitting, issue = self.desk.sitting, self.issue
        allowed = workflow.actions_for(self.standing_now(), sitting.viewer, sitting.at)
        return after_print.actions(sitting, issue).union(allowed)

    def list_again(self, number: object = None) -> None:
        """List again, and count the pages anew where anything that is printed has changed."""
        super().list_again(number)
        issue, db = self.issue, self.desk.sitting.db
        made = store.issues.last_proof(db, self.issue_id)
        shown = (issue.state, issue.editor_note, made and made.id, *self.listed)
        if shown == self._counted:
            return
        self._counted, self._draft = shown, None
        self._pages = typesetting.pages_of_proof(issue, made) or "页数：正在数……"
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(COUNT_SECONDS, self._look_over)

    # What takes longer than a key may, a second after the last change

    def _look_over(self) -> None:
        """See what is repeated and what stands against printing, and count the pages."""
        self.told(self._warn)
        if self.issue.state == "composed":
            self._count()

    def _warn(self) -> None:
        self._warned = list(self._warnings(self.issue))
        self.show_current()

    def _count(self) -> None:
        """Set a draft in a thread; only one at a time, and again where something changed meanwhile."""
        if self._is_counting or not self.list.total:
            return
        self._is_counting = True
        desk, counted = self.desk, self._counted
        settings, at = desk.sitting.settings, desk.sitting.at

        def work() -> None:
            worker, made = get_current_worker(), typesetting.set_draft(settings, self.issue_id, at)
            if not worker.is_cancelled:
                desk.call_from_thread(self._was_counted, made, counted)

        self.run_worker(work, thread=True, group="count")

    def _was_counted(self, made: Typeset | str, counted: tuple[object, ...]) -> None:
        self._is_counting = False
        if not self.is_attached:
            return
        if counted != self._counted:
            self._count()
            return
        if isinstance(made, str):
            self._pages = f"页数：排不出来，{made}"
        else:
            self._pages, self._draft = typesetting.pages_line(made.pages, made.entry_pages, "试排"), made.pdf
        self.show_account()
        if self._wants_look and self.app.screen is self:
            self.say("")
            self._look_at_draft(self._pages)
        self._wants_look = False

    # Arranging

    def action_move(self, steps: int) -> None:
        """Move the entry under the cursor by one place."""
        row, saw = self.current, arranging.seen(self.listed)
        if row and 0 <= saw.index(row.article_id) + steps < len(saw):
            self._change(lambda: arranging.move(self.desk.sitting, self.issue_id, saw, row.article_id, steps), row)

    def action_take_out(self) -> None:
        """Take the entry under the cursor out."""
        row, saw = self.current, arranging.seen(self.listed)
        if row:
            said = f"已撤出“{row.title}”，稿件 {row.article_id} 回到已审定"
            self._change(lambda: arranging.take_out(self.desk.sitting, self.issue_id, saw, row.article_id), row, said)

    def action_add(self) -> None:
        """Put in what is approved."""
        before = len(self.listed)

        def told(issue: Issue) -> str:
            added = len(store.issues.entries(self.desk.sitting.db, self.issue_id)) - before
            return f"已编入{added}条" if issue.id == self.issue_id else f"本期已满，已编入{of_issue(issue)}"

        self._change(lambda: arranging.add(self.desk.sitting, self.issue_id), self.current, told)

    def _change(self, act: Callable[[], Issue], row: Entry | None, said: str | Callable[[Issue], str] = "") -> None:
        """Change the arrangement; a proof that was made does not hold any more, so that is asked first."""
        if self.issue.state != "proofed":
            self._change_now(act, row, said)
            return

        def answered(answer: str | None) -> None:
            if answer:
                self._change_now(act, row, said)

        lines = ["清样不再有效，须重新出清样；期号留着。"]
        self.app.push_screen(Confirm("清样已出，还要调整吗？", lines, self.lettering), answered)

    def _change_now(self, act: Callable[[], Issue], row: Entry | None, said: str | Callable[[Issue], str]) -> None:
        done = self.attempt(act)
        self.told(lambda: self.list_again(row.article_id if row else None))
        if done:
            self.say(said if isinstance(said, str) else said(done))

    def action_note(self, is_of_entry: bool) -> None:
        """Write the note of the entry under the cursor, or of the issue, in the person's editor."""
        row, sitting = self.current if is_of_entry else None, self.desk.sitting
        if is_of_entry and row is None:
            return
        number = row.article_id if row else None

        def read() -> str:
            entries = store.issues.entries(sitting.db, self.issue_id)
            notes = {entry.article_id: entry.editor_note for entry in entries}
            return self.issue.editor_note if number is None else notes.get(number, "")

        def keep(text: str) -> Issue:
            return arranging.annotate(sitting, self.issue_id, number, text)

        if typed.write(self, self._note_name(row), read, keep):
            self.told(lambda: self.list_again(number))
            self.say("编者按已保存" if number is None else "本条按语已保存")

    def _note_name(self, row: Entry | None) -> str:
        return f"编者按-期{self.issue_id}" + (f"-稿件{row.article_id}" if row else "")

    # Going on

    def action_look(self) -> None:
        """Look at the pages: the proof with all that is to be known of it, the printed file, or a draft."""
        issue, sitting = self.issue, self.desk.sitting
        if issue.state in ("proofed", "signed", "published"):
            found = self.attempt(lambda: sight_of(sitting, self.issue_id))
            if found:
                self.app.push_screen(ProofScreen(self.issue_id, *found))
        elif self._draft:
            self._look_at_draft(self._pages)
        elif self.list.total:
            self._wants_look = True
            self.say("正在试排，排好就打开")

    def _look_at_draft(self, pages: str) -> None:
        """Show the draft; where it could not be set, say why."""
        if self._draft is None:
            self.say(pages, wrong=True)
            return
        told = ((pages, "accent"), ("试排：还没有期号，不存成文件", "quiet"))
        self.app.push_screen(PageScreen(Sight(f"{of_issue(self.issue)}　试排", self._draft, told=told)))

    def action_proof(self) -> None:
        """Ask once, naming the number the issue takes; then make the proof."""
        if self._is_proofing:
            return
        sitting, issue = self.desk.sitting, self.issue
        number = store.issues.number_to_take(sitting.db, issue, sitting.at.year)
        lines = [
            f"共{self.list.total}条。{'期号不变' if issue.number == number else '出清样就占用这个期号'}，重出不另取号。"
        ]

        def answered(answer: str | None) -> None:
            if answer:
                self._proof()

        title = f"出清样：{issue.publication}{sitting.at.year}年第{number}期？"
        self.app.push_screen(Confirm(title, lines, self.lettering), answered)

    def _proof(self) -> None:
        """Make a proof, aside: it takes one or two seconds, and no key waits for it."""
        self._is_proofing = True
        self.say("正在出清样……")
        desk, sitting = self.desk, self.desk.sitting
        made_by = (sitting.settings, self.issue_id, sitting.actor, sitting.at)

        def work() -> None:
            worker, made = get_current_worker(), typesetting.make_proof(*made_by)
            if not worker.is_cancelled:
                desk.call_from_thread(self._was_proofed, desk, made)

        desk.run_worker(work, thread=True, group="proof")  # the desk's: it goes on when this screen is left

    def _was_proofed(self, desk: Program, made: str | list[str]) -> None:
        """Say how it went, on this screen or, where it was left, on the one that is open now."""
        self._is_proofing = False
        desk.records_changed()
        screen = self if self in desk.screen_stack else desk.screen
        if not isinstance(screen, DeskScreen):
            return
        if isinstance(made, str):
            screen.say(f"未完成：{made}", wrong=True)
            return
        warned = "".join(f"\n提醒：{warning}" for warning in made[:2])
        screen.say(f"{of_issue(store.issues.get(desk.sitting.db, self.issue_id))} 清样已出；按 v 看版面{warned}")

    def action_publish(self) -> None:
        """Tell what publishing does, and do it."""
        issue_deeds.ask_publish(self, self.issue, self.announce)

    def action_discard(self) -> None:
        """Tell what discarding does, and do it."""
        issue_deeds.ask_discard(self, self.issue, lambda words: leave_with(self, words))

    def action_void(self) -> None:
        """Ask for the reason, and void the issue."""
        issue_deeds.ask_void(self, self.issue, self.announce)

    def action_urge(self) -> None:
        """Urge everybody the proof waits for."""
        from bulletin.desk import review

        sitting = self.desk.sitting
        called = self.attempt(
            lambda: review.urge_signature(sitting.db, sitting.settings, self.issue, sitting.actor, sitting.at)
        )
        if called is not None:
            names = "、".join(sitting.settings.person_name(one.person) for one in called)
            self.say(f"已催{names}" if names else "没有可催的人")

    # After publication

    def action_instruct(self) -> None:
        """Record what a leader wrote."""
        after_print.ask_instruction(self, self.issue, self.current, self._came_back)

    def action_correct(self) -> None:
        """Register a mistake in print."""
        after_print.ask_correction(self, self.issue, self.current, self._came_back)

    def action_withdraw(self) -> None:
        """Register that the entry, or the issue, no longer holds."""
        after_print.ask_withdrawal(self, self.issue, self.current, self._came_back)

    def action_corrigendum(self) -> None:
        """Make the article that prints what was registered."""
        after_print.ask_corrigendum(self, self.issue, self._came_back)

    def _came_back(self, words: str) -> None:
        self.told(self._warn)
        self.announce(words)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss()
