"""Follow-ups (督办): who has to do what by when, with its light; reports, acceptance, reminders, extensions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from bulletin import store, workflow
from bulletin.errors import UsageError
from bulletin.model import FollowUp
from bulletin.terms import SIGNALS, STATES, action_name, state_name
from bulletin.tui import typed
from bulletin.tui.keys import Key, bindings
from bulletin.tui.prompts import Ask, Choice, Confirm, Finder
from bulletin.tui.screens.records import Line, RecordsScreen

COLOURS = {"red": "error", "blue": "accent", "closed": "quiet", "none": "success"}
SHORT = {"red": "红", "blue": "蓝", "closed": "结", "none": "—"}


class FollowUpsScreen(RecordsScreen[FollowUp]):
    """The list of follow-ups, first due first."""

    NOUN = "督办"
    EMPTY = "没有这种状态的督办。"
    KEYS = (
        Key("f", "f", "登记承办单位的反馈，送审结（在编辑器里写）", "report(True)", "report", short="反馈"),
        Key("F", "F", "登记阶段性反馈（在编辑器里写）", "report(False)", "report", short="阶段反馈"),
        Key("a", "a", "审结：办结销号，结果回到队列", "accept", "accept", short="审结"),
        Key("r", "r", "退回重办，写理由", "send_back", "return", short="退回"),
        Key("m", "m", "催办", "remind", "remind", short="催办"),
        Key("x", "x", "到期前延期，写新的时限和理由", "extend", "extend", short="延期"),
        Key("o", "o", "换一种状态看", "state", short="状态"),
        *RecordsScreen.LOOKING,
    )
    BINDINGS = bindings(KEYS)  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self._state = "open"

    def read_rows(self) -> Sequence[FollowUp]:
        """Return the cases of the chosen state."""
        db = self.desk.sitting.db
        if self._state != "open":
            return store.follow_ups.every(db, self._state)
        return [one for one in store.follow_ups.every(db) if one.state != "closed"]

    def find(self, number: object) -> None:
        """Put the cursor at that case, among those that are not closed."""
        self._state = "open"
        super().find(number)

    def number_of(self, row: FollowUp) -> object:
        """Return the number of the case."""
        return row.id

    def _signal(self, row: FollowUp) -> str:
        from bulletin.feedback import follow_ups

        return follow_ups.signal(row, self.desk.sitting.settings, self.desk.sitting.at.date())

    def heading(self) -> tuple[str, str]:
        """Return how many there are, and how many are late or nearly so."""
        rows = self.listed
        signals = [self._signal(row) for row in rows]
        word = "未办结" if self._state == "open" else state_name("follow_up", self._state)
        return f"督办　{word} {len(rows)}件", f"红 {signals.count('red')}　蓝 {signals.count('blue')}"

    def cells_of(self, row: FollowUp) -> Sequence[tuple[str, int, str]]:
        """Return signal, date, state, unit, task."""
        signal = self._signal(row)
        return (
            (SHORT[signal], 2, COLOURS[signal]),
            (f"{row.due_on:%m-%d}", 5, COLOURS[signal]),
            (state_name("follow_up", row.state), 6, ""),
            (row.unit, 14, ""),
            (row.task, 0, ""),
        )

    def told_of(self, row: FollowUp) -> Iterator[Line]:
        """Tell the instruction, the task, and all that was done."""
        sitting, signal = self.desk.sitting, self._signal(row)
        said = store.instructions.get(sitting.db, row.instruction_id)
        yield (
            f"督办 {row.id}　{state_name('follow_up', row.state)}　{SIGNALS[signal]}　时限 {row.due_on}",
            COLOURS[signal],
        )
        yield f"承办 {'、'.join((row.unit, *row.co_units))}", ""
        yield row.task, "bold"
        yield f"{said.leader} {said.written_on} 在{said.reference}上批示（{said.kind}）：{said.text}", "accent"
        for one in store.follow_ups.progress(sitting.db, row.id):
            word = "阶段反馈" if one.kind == "interim" else action_name(one.kind)
            who = sitting.settings.person_name(one.by)
            yield f"{one.at.astimezone(sitting.settings.zone):%m-%d %H:%M}　{word}（{who}）：{one.text}", ""

    def actions_now(self) -> frozenset[str]:
        """Return what this person may do with the case under the cursor."""
        if self.current is None:
            return frozenset()
        standing = store.follow_ups.standing(self.current)
        return frozenset(workflow.actions_for(standing, self.desk.sitting.viewer, self.desk.sitting.at))

    def action_state(self) -> None:
        """Ask which state to list."""
        choices = [Choice("open", "未办结"), *(Choice(state, word) for state, word in STATES["follow_up"].items())]

        def chosen(state: str | None) -> None:
            if state:
                self._state = state
                self.told(self.list_again)

        self.app.push_screen(Finder("看哪种状态的督办", choices, self.lettering), chosen)

    # Deciding

    def _done(self, done: object, words: str) -> None:
        self.told(self.list_again)
        if done is not None:
            self.say(words)

    def action_report(self, final: bool) -> None:
        """Write the unit's report in the person's editor, and record it."""
        from bulletin.feedback import follow_ups

        row, sitting = self.current, self.desk.sitting
        if row is None:
            return
        name = f"反馈-督办{row.id}-{'审结' if final else '阶段'}"

        def keep(text: str) -> FollowUp:
            return follow_ups.report(sitting.db, row.id, text, final, sitting.actor, sitting.at)

        if typed.write(self, name, lambda: "", keep):
            reported = store.follow_ups.get(sitting.db, row.id)
            self._done(reported, f"督办 {row.id}：{state_name('follow_up', reported.state)}")

    def action_accept(self) -> None:
        """Tell what acceptance does, and accept."""
        from bulletin.feedback import follow_ups

        row, sitting = self.current, self.desk.sitting
        if row is None:
            return

        def answered(answer: str | None) -> None:
            if answer:
                item = self.attempt(
                    lambda: follow_ups.accept(sitting.db, sitting.settings, row.id, "", sitting.actor, sitting.at)
                )
                self._done(item, f"督办 {row.id} 办结；反馈已回到队列：来稿 {item}")

        lines = ["办结销号，办理情况作为来稿回到队列。"]
        self.app.push_screen(Confirm(f"审结督办 {row.id}（{row.unit}）？", lines, self.lettering), answered)

    def action_send_back(self) -> None:
        """Ask for the reason, and send the report back."""
        from bulletin.feedback import follow_ups

        sitting = self.desk.sitting
        self._ask(
            "退回重办，理由：",
            lambda row, words: follow_ups.send_back(sitting.db, row.id, words, sitting.actor, sitting.at),
            "已退回重办",
        )

    def action_remind(self) -> None:
        """Ask for the words, and remind the unit."""
        from bulletin.feedback import follow_ups

        sitting = self.desk.sitting
        self._ask(
            "催办，要说的话（可空）：",
            lambda row, words: follow_ups.remind(sitting.db, row.id, words, sitting.actor, sitting.at),
            "已催办",
            may_be_empty=True,
        )

    def action_extend(self) -> None:
        """Ask for the new date and the reason, and extend."""
        from bulletin.feedback import follow_ups

        sitting = self.desk.sitting

        def extend(row: FollowUp, words: str) -> FollowUp:
            day, _, reason = words.strip().partition(" ")
            return follow_ups.extend(sitting.db, row.id, _day(day), reason.strip(), sitting.actor, sitting.at)

        self._ask(
            "延到哪一天、为什么：", extend, "已延期", hint="如 2026-12-10 承办单位需实地核查　回车 确定　Esc 取消"
        )

    def _ask(
        self,
        title: str,
        act: Callable[[FollowUp, str], FollowUp],
        said: str,
        hint: str = "",
        may_be_empty: bool = False,
    ) -> None:
        row = self.current
        if row is None:
            return

        def answered(words: str | None) -> None:
            if words is not None and (may_be_empty or words.strip()):
                done = self.attempt(lambda: act(row, words))
                self._done(done, f"督办 {row.id}（{row.unit}）{said}")

        self.app.push_screen(Ask(title, self.lettering, hint=hint), answered)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"日期“{text}”看不懂", "应如 2026-12-10，后面空一格写理由") from None
