"""The urgent chain (紧急): what burns first, with the clock of its next report; join, rate, telephone, adopt, end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bulletin import store, workflow
from bulletin.desk.urgent import chain, telling
from bulletin.model import Incident, Standing
from bulletin.tui import urgent_reading
from bulletin.tui.keys import Key, bindings
from bulletin.tui.prompts import Finder
from bulletin.tui.screens import urgent_forms
from bulletin.tui.screens.records import RecordsScreen, begun_by
from bulletin.tui.urgent_reading import Row
from bulletin.tui.words import Line

TICK_SECONDS = 30.0
"""How often the clocks on the screen are looked at; what others write comes sooner."""
_NUMBER_CELLS = 8


class UrgentScreen(RecordsScreen[Row]):
    """The items nobody has placed, then the incidents by when their next report is due."""

    NOUN = "紧急"
    EMPTY = "没有处置中的突发事件，也没有要归入的紧急来稿。只有电话的，按 N 立一件。"
    KEYS = (
        Key("n", "n", "立一件：由光标处的来稿，作为它的首报", "new", "alarm_of_item", short="立一件"),
        Key("N", "N", "立一件：只有电话，还没有文字", "new_by_phone", "alarm", short="电话立件"),
        Key("f", "f", "归入：把来稿作为首报、续报或终报", "join", "join", short="归入"),
        Key("x", "x", "移出最后一份；或者说明提示的来稿不是它的", "part", "part", short="移出"),
        Key("t", "t", "定级；改定级别、名称、时间，写理由", "rate", "rate", short="定级"),
        Key("p", "p", "登记电话报告：谁、几时、说了什么", "phone", "phone", short="电话"),
        Key("a", "a", "采用一份报告，按“名称＋续报几”起题", "adopt", "adopt", short="采用"),
        Key("c", "c", "处置结束：有了终报才能结束", "end", "end", short="结束"),
        Key("r", "r", "恢复处置，写理由", "go_on", "go_on", short="恢复"),
        Key("enter", "回车", "到来稿或稿件；有几份的先选", "open", short="打开"),
        Key("o", "o", "只看处置中的，或连同结束的", "state", short="状态"),
        Key("u", "u", "撤销自己上一步操作：先说清撤的是什么", "undo"),
        *RecordsScreen.LOOKING,
    )
    BINDINGS = bindings(KEYS)  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self._is_all = False

    def on_mount(self) -> None:
        """Look at the clocks from time to time."""
        super().on_mount()
        self.set_interval(TICK_SECONDS, self._tick)

    def _tick(self) -> None:
        if self.app.screen is self:
            self.desk.sitting.renew()
            self.told(self.records_changed)

    def read_rows(self) -> Sequence[Row]:
        """Return what is listed, what burns first."""
        return urgent_reading.rows(self.desk.sitting, self._is_all)

    def number_of(self, row: Row) -> object:
        """Return whether it is an incident or an item, and its number."""
        return row.key

    def heading(self) -> tuple[str, str]:
        """Return how many are handled, and how many wait or are overdue."""
        at = self.desk.sitting.at
        incidents = [row.incident for row in self.listed if row.incident]
        handled = sum(one.state == "handling" for one in incidents)
        words = f"紧急　处置中 {handled}件" + (f"　全部 {len(incidents)}件" if self._is_all else "")
        waiting = sum(row.waiting is not None for row in self.listed)
        over = sum(row.due_at is not None and row.due_at < at for row in self.listed)
        counts = (f"待归入 {waiting}条" if waiting else "", f"应报未报 {over}件" if over else "")
        return words, "　".join(filter(None, counts))

    def cells_of(self, row: Row) -> Sequence[tuple[str, int, str]]:
        """Return sign, clock, severity, what came last, 事件 or 来稿 with its number, unit, name."""
        at = self.desk.sitting.at
        word, colour = urgent_reading.sign(row, at)
        if row.incident:
            one = row.incident
            facts = (
                telling.severity(one.rating),
                urgent_reading.newest(one),
                f"事件{one.id}",
                one.rating.unit,
                one.rating.name,
            )
        else:
            assert row.waiting
            item = row.waiting.item
            facts = ("—", row.waiting.said or "—", f"来稿{item.id}", item.unit, item.title)
        severity, report, number, unit, name = facts
        return (
            (word, 2, colour),
            (urgent_reading.clock(row, at), 12, colour),
            (severity, 8, "error" if severity in ("特别重大", "重大") else ""),
            (report, 8, ""),
            (number, _NUMBER_CELLS, "quiet"),
            (self.desk.sitting.settings.attribution(unit) if unit else "—", 8, "quiet"),
            (name, 0, ""),
        )

    def told_of(self, row: Row) -> Iterator[Line]:
        """Tell the clocks, the chain, what is missing, what may belong to it."""
        return urgent_reading.told(self.desk.sitting, row)

    @property
    def incident(self) -> Incident | None:
        """The incident under the cursor."""
        return self.current.incident if self.current else None

    def standing_now(self) -> Standing | None:
        """Return where the incident under the cursor stands."""
        return store.urgent.standing(self.incident) if self.incident else None

    def actions_now(self) -> frozenset[str]:
        """Return what this person may do with the incident, or the item, under the cursor."""
        sitting, standing = self.desk.sitting, self.standing_now()
        allowed = set(begun_by(sitting, "incident"))
        if standing is None:
            of_item = {"alarm_of_item"} if allowed and self.current else set()
            return frozenset(allowed | of_item | self._joins())
        allowed |= {*workflow.actions_for(standing, sitting.viewer, sitting.at)}
        allowed |= begun_by(sitting, "article") if self.incident and chain.unadopted(self.incident) else set()
        return frozenset(allowed)

    def _joins(self) -> set[str]:
        """Return ``join`` where an incident is listed that the item under the cursor may be joined to by this person."""
        sitting = self.desk.sitting
        standings = (store.urgent.standing(row.incident) for row in self.listed if row.incident)
        may = any("join" in workflow.actions_for(one, sitting.viewer, sitting.at) for one in standings)
        return {"join"} if may and self.current else set()

    # Looking

    def action_state(self) -> None:
        """List those that are handled, or all."""
        self._is_all = not self._is_all
        self.told(self.list_again)
        self.say("连同处置结束的" if self._is_all else "只列处置中的")

    def action_open(self) -> None:
        """Go to the item, or to one of the items and articles of the incident."""
        row = self.current
        if row is None:
            return
        if row.waiting:
            self.desk.show_item(str(row.waiting.item.id))
            return
        choices = urgent_forms.places(self, row.incident) if row.incident else []
        if len(choices) > 1:
            self.app.push_screen(Finder("到哪里", choices, self.lettering), self._went)
        elif choices:
            self._went(choices[0].value)
        else:
            self.say("只有电话报告，还没有来稿")

    def _went(self, place: str | None) -> None:
        kind, _, number = (place or "").partition(" ")
        if kind == "article":
            self.desk.show_article(int(number))
        elif kind == "item":
            self.desk.show_item(number)

    # Deciding

    def action_new(self) -> None:
        """Open an incident of the item under the cursor."""
        if self.current and self.current.waiting:
            urgent_forms.ask_alarm(self, self.current.waiting.item, self._made)

    def action_new_by_phone(self) -> None:
        """Open an incident of a call."""
        urgent_forms.ask_alarm(self, None, self._made)

    def action_join(self) -> None:
        """Join the item under the cursor to an incident, or an item to the incident under the cursor."""
        if self.incident:
            urgent_forms.ask_item(self, self.incident, self.announce)
        elif self.current and self.current.waiting:
            urgent_forms.ask_incident(self, self.current.waiting.item, self.announce)

    def action_part(self) -> None:
        """Take an item off the incident."""
        if self.incident:
            urgent_forms.ask_part(self, self.incident, self.announce)

    def action_rate(self) -> None:
        """Rate the incident."""
        if self.incident:
            urgent_forms.ask_rating(self, self.incident, self.announce)

    def action_phone(self) -> None:
        """Record a call."""
        if self.incident:
            urgent_forms.ask_call(self, self.incident, self.announce)

    def action_adopt(self) -> None:
        """Adopt a report."""
        if self.incident:
            urgent_forms.ask_adoption(self, self.incident, self.announce)

    def action_end(self) -> None:
        """End the handling."""
        if self.incident:
            urgent_forms.ask_end(self, self.incident, self.announce)

    def action_go_on(self) -> None:
        """Handle it again."""
        if self.incident:
            urgent_forms.ask_go_on(self, self.incident, self.announce)

    def _made(self, words: str) -> None:
        self.announce(words)
        newest = max((row.incident.id for row in self.listed if row.incident), default=0)
        self.find(("incident", newest))
