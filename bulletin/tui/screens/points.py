"""Points (计分): how the units stand in a period, group by group, every point with its reason; other rules side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from bulletin import store, workflow
from bulletin.feedback import registers
from bulletin.feedback.circular.period import recent
from bulletin.feedback.points import late_reference, period_of
from bulletin.model import in_print, place_in_print
from bulletin.press import compose
from bulletin.settings import Settings
from bulletin.settings.points import book_names
from bulletin.store import Database
from bulletin.tui import points_reading
from bulletin.tui.aside import Aside
from bulletin.tui.keys import Key, bindings
from bulletin.tui.points_reading import Asked, Counted, Row
from bulletin.tui.prompts import Choice, Finder
from bulletin.tui.screens import points_forms
from bulletin.tui.screens.records import RecordsScreen
from bulletin.tui.words import Line

YEARS_BACK = 5
ALL_GROUPS, ALONE = "全部", "不并排"
Counting = Callable[[Database, Settings, datetime, Asked], Counted]


class PointsScreen(RecordsScreen[Row]):
    """The units of each group by place; counted aside, again whenever something was written."""

    NOUN = "计分"
    EMPTY = "还没有可列的单位；正在计算的，算好就列出。"
    KEYS = (
        Key("p", "p", "换一个时段：年、季、月", "period", short="时段"),
        Key("left_square_bracket,【", "[", "上一个时段", "turn(-1)", short="上期"),
        Key("right_square_bracket,】", "]", "下一个时段", "turn(1)", short="下期"),
        Key("R", "R", "换一个计分办法重算，名次并排", "rules", short="并排"),
        Key("o", "o", "只看一组，或全部", "group", short="组"),
        Key("enter", "回车", "到得分的条目所在的期；有几条的先选", "open", short="到条目"),
        Key("a", "a", "登记上级采用、选用上报", "adopt_above", "register", short="上级采用"),
        Key("l", "l", "补录：印在别处的，或用本程序以前印的", "late", "register", short="补录"),
        Key("d", "d", "登记扣分：迟报、漏报、失实等", "penalise", "judge", short="扣分"),
        Key("x", "x", "撤销一件登记，写理由；原来的登记留着", "retract", "retract", short="撤销登记"),
        *RecordsScreen.LOOKING,
    )
    WITHOUT_ROW = RecordsScreen.WITHOUT_ROW | {"period", "turn(-1)", "turn(1)", "rules", "group"}
    BINDINGS = bindings(KEYS)  # type: ignore[assignment]

    def __init__(self, counting: Counting = points_reading.count) -> None:
        super().__init__()
        self._counting = counting
        self._asked: Asked | None = None
        self._counted: Counted | None = None
        self._group = ""
        self._aside: Aside[Counted] = Aside(self, self._came)
        self._begun: object = None
        self._unit: str | None = None
        """The unit the cursor goes back to once another period is counted."""

    @property
    def asked(self) -> Asked:
        """What is to be counted: the year of today, until somebody asks for something else."""
        if self._asked is None:
            sitting = self.desk.sitting
            self._asked = Asked(*period_of(sitting.at.astimezone(sitting.settings.zone).date(), "年"))
        return self._asked

    # Counting

    def on_mount(self) -> None:
        """Show the screen, and begin to count."""
        super().on_mount()
        self.told(self._count)

    def records_changed(self) -> None:
        """List what was counted, and count again: something may have been written."""
        super().records_changed()
        self._count()

    def _count(self) -> None:
        """Have it counted aside, unless just that was begun and nothing was written since."""
        sitting, asked = self.desk.sitting, self.asked
        settings, at = sitting.settings, sitting.at
        wanted = asked, at.date(), store.watching.written(sitting.db)
        if wanted != self._begun:
            self._begun = wanted
            self._aside.count(lambda db: self._counting(db, settings, at, asked))
        self._show_heading()

    def _came(self, counted: Counted) -> None:
        """Take what was counted, unless something else is asked for by now."""
        if counted.asked == self.asked and counted != self._counted:
            unit, self._unit = self._unit, None
            self._counted = counted
            self.told(lambda: self.list_again(unit))
        self._show_heading()

    def read_rows(self) -> Sequence[Row]:
        """Return the rows that were counted last, those of the chosen group."""
        rows = self._counted.rows if self._counted else ()
        return [row for row in rows if self._group in ("", row.group)]

    def number_of(self, row: Row) -> object:
        """Return the name of the unit."""
        return row.place.unit

    def heading(self) -> tuple[str, str]:
        """Return the period, how many units, and by which rules; while it is counted, that it is."""
        left = f"计分　{self.asked.words}　{self._group or f'{len(self.listed)}个单位'}"
        if self._aside.is_busy:
            return left, "正在计算……"
        other = f"，对照{self.asked.other}" if self.asked.other else ""
        return left, (f"按{self.desk.sitting.settings.rule_set}{other}" if self._counted else "")

    def cells_of(self, row: Row) -> Sequence[tuple[str, int, str]]:
        """Return place, unit, points, group, what for."""
        unit, points = self.desk.sitting.settings.attribution(row.place.unit), in_print(row.place.points)
        return (
            (f"{place_in_print(row.place.place):>3}", 3, "bold"),
            (unit, 14, "error" if row.is_failing else ""),
            (f"{points:>7}", 7, "warning" if row.place.points < 0 else ""),
            (row.group, 10, "quiet"),
            (points_reading.kinds(row), 0, "accent" if row.shift and row.shift.gain else "quiet"),
        )

    def told_of(self, row: Row) -> Iterator[Line]:
        """Tell how the unit stands, and each of its points."""
        assert self._counted
        return points_reading.told(row, self._counted)

    def actions_now(self) -> frozenset[str]:
        """Return what this person may register, and whether he may take something back."""
        viewer = self.desk.sitting.viewer
        register = {"register", "retract"} if workflow.authority(viewer, registers.REGISTRARS) is not None else set()
        judge = {"judge", "retract"} if workflow.authority(viewer, registers.JUDGES) is not None else set()
        return frozenset(register | judge)

    # Looking

    def action_turn(self, steps: int) -> None:
        """Show the next period of the same length, or the one before."""
        self._ask_for(self.asked.moved(steps))

    def _ask_for(self, asked: Asked) -> None:
        self._unit = self.current.place.unit if self.current else self._unit
        self._asked, self._counted = asked, None
        self.told(self.list_again)
        self._count()

    def action_period(self) -> None:
        """Ask for a period."""
        today = self.desk.sitting.at.astimezone(self.desk.sitting.settings.zone).date()
        found = [Asked(*span, self.asked.other) for span in recent(today, YEARS_BACK)]
        choices = [Choice(str(number), one.words) for number, one in enumerate(found)]

        def chosen(number: str | None) -> None:
            if number is not None:
                self._ask_for(found[int(number)])

        self.app.push_screen(Finder("看哪个时段", choices, self.lettering), chosen)

    def action_rules(self) -> None:
        """Ask for the rule set to lay beside the office's own."""
        settings = self.desk.sitting.settings
        names = self.attempt(lambda: [name for name in book_names(settings) if name != settings.rule_set])
        if names is None:
            return
        choices = [Choice("", f"{ALONE}：只按{settings.rule_set}"), *(Choice(name, name) for name in names)]

        def chosen(name: str | None) -> None:
            if name is not None:
                self._ask_for(Asked(self.asked.start, self.asked.end, name))

        self.app.push_screen(Finder("同一时段按哪个办法重算", choices, self.lettering), chosen)

    def action_group(self) -> None:
        """Ask for one group."""
        rows = self._counted.rows if self._counted else ()
        names = list(dict.fromkeys(row.group for row in rows))
        choices = [Choice("", ALL_GROUPS), *(Choice(name, name) for name in names)]

        def chosen(name: str | None) -> None:
            if name is not None:
                self._group = name
                self.told(self.list_again)

        self.app.push_screen(Finder("看哪一组", choices, self.lettering), chosen)

    def action_open(self) -> None:
        """Go to the issue of an entry that the unit has points for."""
        row = self.current
        if row is None:
            return
        prefix = late_reference(0).partition("/")[0]
        places = {
            one.subject: one.title for one in row.awards if "#" in one.subject and not one.subject.startswith(prefix)
        }
        choices = [Choice(subject, f"{subject}　{title}") for subject, title in places.items()]
        if not choices:
            self.say("没有印在本办公室的期上的得分")
        elif len(choices) == 1:
            self._went(choices[0].value)
        else:
            self.app.push_screen(Finder("到哪一条", choices, self.lettering), self._went)

    def _went(self, reference: str | None) -> None:
        from bulletin.tui.screens.issue import IssueScreen

        found = self.attempt(lambda: compose.find(self.desk.sitting.db, reference)) if reference else None
        if found:
            self.app.push_screen(IssueScreen(found[0].id))

    # Registering

    def action_adopt_above(self) -> None:
        """Register that an entry was adopted above; those of the unit under the cursor come first."""
        points_forms.ask_adoption(self, self.current.place.unit if self.current else "", self.announce)

    def action_late(self) -> None:
        """Enter what was printed elsewhere."""
        points_forms.ask_late(self, self.current.place.unit if self.current else "", self.announce)

    def action_penalise(self) -> None:
        """Register a fault of the unit under the cursor."""
        points_forms.ask_penalty(self, self.current.place.unit if self.current else "", self.announce)

    def action_retract(self) -> None:
        """Choose what was registered, and take it back."""
        points_forms.ask_retraction(self, self.announce)
