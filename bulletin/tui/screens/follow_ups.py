"""Follow-ups (督办): who has to do what by when, with its light, what burns first; every step of a case by one key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bulletin import store, workflow
from bulletin.feedback.cases import listing
from bulletin.feedback.cases.listing import Case
from bulletin.model import Standing
from bulletin.terms import STATES, state_name
from bulletin.tui import case_reading
from bulletin.tui.case_reading import COLOURS, SIGNS
from bulletin.tui.keys import Key, bindings
from bulletin.tui.prompts import Choice, Finder
from bulletin.tui.screens.records import RecordsScreen
from bulletin.tui.words import Line

if TYPE_CHECKING:
    from bulletin.feedback.cases.reminding import DueReminder

WHOLE, RUNNING = "", "running"
REMINDERS = next(rule.roles for rule in workflow.TABLES["follow_up"] if rule.action == "remind")
"""Who may remind."""


class FollowUpsScreen(RecordsScreen[Case]):
    """The list of follow-ups, what burns first."""

    NOUN = "督办"
    EMPTY = "没有督办。到“批示”里登记、交办。"
    KEYS = (
        Key("p", "p", "拟办：谁办、怎么办、几时办完", "deed('propose')", "propose", short="拟办"),
        Key("l", "l", "立项：批准拟办意见", "deed('open_case')", "open_case", short="立项"),
        Key("L", "L", "不立项，写理由", "deed('leave')", "leave", short="不立项"),
        Key("s", "s", "交办，发交办单", "deed('assign')", "assign", short="交办"),
        Key("y", "y", "签收：承办、协办单位收到了", "deed('receive')", "receive", short="签收"),
        Key("f", "f", "登记承办单位的反馈，送审结（在编辑器里写）", "deed('report')", "report", short="反馈"),
        Key("F", "F", "登记阶段性反馈（在编辑器里写）", "deed('interim')", "report", short="阶段反馈"),
        Key("h", "h", "登记协办单位的反馈（在编辑器里写）", "deed('contribute')", "contribute", short="协办反馈"),
        Key("a", "a", "审结：答六问，办结、送领导或退回", "deed('accept')", "accept", short="审结"),
        Key("t", "t", "审结，结果先送领导阅", "deed('show')", "show", short="送领导"),
        Key("r", "r", "退回重办，写理由", "deed('return')", "return", short="退回"),
        Key("d", "d", "办结：领导看过，没有新的批示", "deed('conclude')", "conclude", short="办结"),
        Key("i", "i", "领导在结果上又批示：登记，另开一件", "deed('renew')", "renew", short="再批示"),
        Key("m", "m", "催办这一件：话和颜色可改", "deed('remind')", "remind", short="催办"),
        Key("M", "M", "今天到期该催的，一次催办", "remind_all", short="催到期"),
        Key("x", "x", "到期前延期，写新的时限和理由", "deed('extend')", "extend", short="延期"),
        Key("X", "X", "申请延期，由他人批准", "deed('ask_extension')", "ask_extension", short="请延期"),
        Key("Y", "Y", "批准所申请的延期", "deed('grant_extension')", "grant_extension", short="准延期"),
        Key("N", "N", "不同意所申请的延期，写理由", "deed('deny_extension')", "deny_extension", short="不准"),
        Key("enter,w", "回车", "流转：从收到原件到答复的每一步", "way", short="流转"),
        Key("o", "o", "只看未办结的，或某一种状态", "state", short="状态"),
        *RecordsScreen.LOOKING,
    )
    BINDINGS = bindings(KEYS)  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self._state = WHOLE
        self._reminds = False

    def read_rows(self) -> Sequence[Case]:
        """Return the cases of the chosen state, what burns first."""
        sitting = self.desk.sitting
        self._reminds = workflow.authority(sitting.viewer, REMINDERS) is not None and bool(self._burning())
        rows = listing.listed(sitting.db, sitting.settings, sitting.at)
        if self._state == RUNNING:
            return [row for row in rows if not row.is_over]
        return [row for row in rows if self._state in (WHOLE, row.case.state)]

    def find(self, number: object) -> None:
        """Put the cursor at that case, among all."""
        self._state = WHOLE
        super().find(number)

    def number_of(self, row: Case) -> object:
        """Return the number of the case."""
        return row.case.id

    def heading(self) -> tuple[str, str]:
        """Return how many there are, and how many of each light."""
        rows = self.listed
        lights = [row.light for row in rows if not row.is_over]
        counts = [f"{SIGNS[light]} {lights.count(light)}" for light in ("red", "orange", "yellow", "blue")]
        if self._state in (WHOLE, RUNNING):
            words = f"未办结 {len(lights)}件" + (f"　全部 {len(rows)}件" if self._state == WHOLE else "")
        else:
            words = f"{state_name('follow_up', self._state)} {len(rows)}件"
        return f"督办　{words}", "　".join(counts)

    def cells_of(self, row: Case) -> Sequence[tuple[str, int, str]]:
        """Return light, how long it has, date, state, number, unit, task."""
        case, colour = row.case, COLOURS[row.light]
        return (
            (SIGNS[row.light], 2, colour),
            (listing.left(row.case, self.desk.sitting.at), 8, colour),
            (f"{case.due_at:%m-%d}", 5, colour),
            (state_name("follow_up", case.state), 8, "quiet" if row.is_over else ""),
            (f"{case.id:>3}", 3, "quiet"),
            (case.unit or "未定", 12, ""),
            (case.task, 0, ""),
        )

    def told_of(self, row: Case) -> Iterator[Line]:
        """Tell the instruction, the task, what is missing, and all that was done."""
        return case_reading.told(self.desk.sitting, row)

    def actions_now(self) -> frozenset[str]:
        """Return what this person may do with the case under the cursor; a leader may write again on what is closed too."""
        sitting, standing = self.desk.sitting, self.standing_now()
        if standing is None:
            return frozenset()
        allowed = {*workflow.actions_for(standing, sitting.viewer, sitting.at)}
        if standing.state == "closed" and workflow.authority(sitting.viewer, workflow.RECORDERS) is not None:
            allowed.add("renew")
        return frozenset(allowed)

    def standing_now(self) -> Standing | None:
        """Return where the case under the cursor stands."""
        row = self.current
        return store.follow_ups.standing(row.case, self.desk.sitting.settings) if row else None

    def is_idle(self, action: str) -> bool:
        """Tell whether there is nobody to remind today, no unit that helps, or no case at all."""
        if action == "remind_all":
            return not self._reminds
        if self.current is None:
            return action == "way"
        return action == "deed('contribute')" and not self.current.case.co_units

    def action_state(self) -> None:
        """Ask which state to list."""
        choices = [
            Choice("whole", "全部"),
            Choice(RUNNING, "未办结"),
            *(Choice(state, word) for state, word in STATES["follow_up"].items()),
        ]

        def chosen(state: str | None) -> None:
            if state:
                self._state = WHOLE if state == "whole" else state
                self.told(self.list_again)

        self.app.push_screen(Finder("看哪种状态的督办", choices, self.lettering), chosen)

    def action_way(self) -> None:
        """Show every step from the first byte received to the answer."""
        from bulletin.tui.screens.way import WayScreen

        if self.current is not None:
            self.app.push_screen(WayScreen(self.current.case.id))

    # Deciding

    def action_deed(self, action: str) -> None:
        """Do something with the case under the cursor."""
        from bulletin.tui.screens.case_actions import DEEDS

        if self.current is not None:
            DEEDS[action](self, self.current, self.announce)

    def action_remind_all(self) -> None:
        """Remind all that are to be reminded today, at one yes."""
        from bulletin.tui.screens.case_actions import remind_all

        if self.attempt(self._burning):
            remind_all(self, self.announce)
        elif not self.is_wrong:
            self.say("今天没有到期该催的督办；临时要催的按 m")

    def _burning(self) -> Sequence[DueReminder]:
        from bulletin.feedback.cases import reminding

        sitting = self.desk.sitting
        return reminding.burning(sitting.db, sitting.settings, sitting.at)
