"""Instructions (批示): what leaders wrote, what each is taken for, what became of it; what waits to be assigned stands first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bulletin import store, workflow
from bulletin.feedback.cases import listing
from bulletin.feedback.cases.instructions import holding_words
from bulletin.feedback.cases.listing import Case
from bulletin.model import FollowUp, Instruction
from bulletin.reference import of_issue
from bulletin.store import Database
from bulletin.terms import state_name
from bulletin.tui import case_reading
from bulletin.tui.case_reading import COLOURS, SIGNS
from bulletin.tui.keys import Key, bindings
from bulletin.tui.prompts import Choice, Finder
from bulletin.tui.screens.records import RecordsScreen, begun_by
from bulletin.tui.words import Line

_UNASSIGNED = ("registered", "proposed", "opened")


@dataclass(frozen=True, slots=True)
class Row:
    """An instruction with the cases under it, the last one last, and the number of the one on its matter that holds."""

    said: Instruction
    cases: tuple[Case, ...]
    holds: int

    @property
    def demands(self) -> bool:
        """Whether its class asks for something to be done."""
        from bulletin.feedback.cases.instructions import TASK_KINDS

        return self.said.kind in TASK_KINDS

    @property
    def case(self) -> FollowUp | None:
        """The last case under it."""
        return self.cases[-1].case if self.cases else None

    @property
    def is_unassigned(self) -> bool:
        """Whether something is to be done, and nobody was told to do it."""
        return self.demands and (self.case is None or self.case.state in _UNASSIGNED)


class InstructionsScreen(RecordsScreen[Row]):
    """The list of instructions: what is not assigned yet, what is being done by what burns, then the others, newest first."""

    NOUN = "批示"
    EMPTY = "没有批示。按 n 登记：先选批在哪一期。"
    KEYS = (
        Key("n", "n", "登记批示：选期，再写领导和原文", "new", "instruct", short="登记批示"),
        Key("s", "s", "交办：登记督办、定单位、发交办单，一步完成", "assign", "assign", short="交办"),
        Key("a", "a", "登记督办，先拟办、立项", "register", "register", short="登记督办"),
        Key("t", "t", "改正类别、级别、主次，写理由", "put_right", "put_right", short="改类别"),
        Key("enter", "回车", "到这件督办", "open", "open", short="到督办"),
        Key("o", "o", "只看还没有交办的，或看全部", "state", short="状态"),
        *RecordsScreen.LOOKING,
    )
    BINDINGS = bindings(KEYS)  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self._only_unassigned = False

    def read_rows(self) -> Sequence[Row]:
        """Return the instructions, those that wait to be assigned first."""
        sitting = self.desk.sitting
        rows = _every(sitting.db, listing.listed(sitting.db, sitting.settings, sitting.at))
        return [row for row in rows if row.is_unassigned or not self._only_unassigned]

    def number_of(self, row: Row) -> object:
        """Return the number of the instruction."""
        return row.said.id

    def heading(self) -> tuple[str, str]:
        """Return how many there are, and how many nobody was told to do."""
        waiting = sum(row.is_unassigned for row in self.listed)
        words = f"未交办 {len(self.listed)}条" if self._only_unassigned else f"全部 {len(self.listed)}条"
        return f"批示　{words}", f"等交办 {waiting}条" if waiting else "都已交办"

    def cells_of(self, row: Row) -> Sequence[tuple[str, int, str]]:
        """Return sign, day, class, what became of it, number, leader, words."""
        said, (sign, colour) = row.said, _sign(row, self.desk.sitting.at)
        return (
            (sign, 2, colour),
            (f"{said.written_on:%m-%d}", 5, "quiet"),
            (said.kind, 4, "" if row.demands else "quiet"),
            (_became(row), 8, colour),
            (f"{said.id:>3}", 3, "quiet"),
            (said.leader, 10, ""),
            (said.text, 0, ""),
        )

    def told_of(self, row: Row) -> Iterator[Line]:
        """Tell the words, where they were written, what they are taken for, which of several holds, and the cases."""
        said, sitting = row.said, self.desk.sitting
        yield (
            f"批示 {said.id}　{said.kind}　{said.leader}（{case_reading.standing_of(said)}）　{said.written_on}",
            "quiet",
        )
        yield said.text, "bold"
        on = f"，督办 {said.follow_up_id} 的结果上" if said.follow_up_id else ""
        by = sitting.settings.person_name(said.by)
        yield f"批在 {said.reference}{on}　{by}于 {said.at.astimezone(sitting.settings.zone):%m-%d %H:%M} 登记", "quiet"
        if row.holds not in (0, said.id):
            yield f"同一事项{holding_words(row.holds)}", "warning"
        if row.is_unassigned:
            is_late = said.written_on < sitting.at.date()
            late = "已过批示当天" if is_late else "今天交办"
            yield f"还没有交办：即批即转，{late}", "error" if is_late else "warning"
        if not row.demands:
            yield "不需办理；确需办理的，先改类别", "quiet"
        for one in row.cases:
            yield "", ""
            yield from case_reading.told(sitting, one, is_under=True)

    def actions_now(self) -> frozenset[str]:
        """Return what this person may do with the instruction under the cursor."""
        sitting, row = self.desk.sitting, self.current
        records = workflow.authority(sitting.viewer, workflow.RECORDERS) is not None
        allowed = {"instruct"} if records else set()
        if row is None:
            return frozenset(allowed)
        allowed |= {"put_right"} if records else set()
        allowed |= {"open"} if row.case else set()
        if not row.is_unassigned:
            return frozenset(allowed)
        if row.case is None:
            return frozenset(allowed | begun_by(sitting, "follow_up") | self._assigns())
        standing = store.follow_ups.standing(row.case, sitting.settings)
        return frozenset(allowed | ({"assign"} & {*workflow.actions_for(standing, sitting.viewer, sitting.at)}))

    def _assigns(self) -> frozenset[str]:
        """Return ``assign`` where this person may register and assign in one go."""
        sitting = self.desk.sitting
        rule = next(rule for rule in workflow.TABLES["follow_up"] if rule.action == "assign")
        may = workflow.authority(sitting.viewer, rule.roles) is not None and begun_by(sitting, "follow_up")
        return frozenset({"assign"}) if may and not sitting.settings.follow_ups.opens_first else frozenset()

    def action_state(self) -> None:
        """List those that nobody was told to do, or all."""
        self._only_unassigned = not self._only_unassigned
        self.told(self.list_again)
        self.say("只列还没有交办的" if self._only_unassigned else "列出全部")

    def action_open(self) -> None:
        """Go to the last case under the instruction."""
        if self.current is None:
            return
        if self.current.case is None:
            self.say(
                f"批示 {self.current.said.id} 还没有督办" + ("；按 s 交办" if self.current.demands else "，也不需办理")
            )
            return
        number = self.current.case.id
        self.desk.go("督办")
        screen = self.app.screen
        if isinstance(screen, RecordsScreen):
            self.app.call_after_refresh(screen.find, number)

    # Deciding

    def action_new(self) -> None:
        """Ask on which published issue it was written, then what was written by whom."""
        from bulletin.tui.screens import after_print

        issues = store.issues.every(self.desk.sitting.db, states=("published",))
        choices = [Choice(str(one.id), self._issue_words(one.id, of_issue(one))) for one in reversed(issues)]

        def chosen(number: str | None) -> None:
            if number:
                issue = store.issues.get(self.desk.sitting.db, int(number))
                after_print.ask_instruction(self, issue, None, lambda words: self._came(issue.id, words))

        self.app.push_screen(Finder("批在哪一期", choices, self.lettering), chosen)

    def _came(self, issue_id: int, words: str) -> None:
        """Put the cursor at the instruction that was just recorded on that issue."""
        self.announce(words)
        self.find(max(one.id for one in store.instructions.of_issue(self.desk.sitting.db, issue_id)))

    def _issue_words(self, issue_id: int, name: str) -> str:
        titles = [entry.title for entry in store.issues.entries(self.desk.sitting.db, issue_id)]
        return f"{name}　{'；'.join(titles)}"

    def action_assign(self) -> None:
        """Ask who does what by when, and assign it: 登记 and 交办 in one go (即批即转)."""
        from bulletin.tui.screens.case_actions import assign_under

        row = self.current
        if row:
            assign_under(self, row.said, row.case, self.announce)

    def action_register(self) -> None:
        """Register a case, before anybody knows who will do it."""
        from bulletin.feedback.cases import opening
        from bulletin.tui.case_deeds import on_same

        row, sitting = self.current, self.desk.sitting
        if row is None:
            return
        made = self.attempt(
            lambda: on_same(
                sitting,
                row.said,
                lambda: opening.register(sitting.db, sitting.settings, row.said.id, sitting.actor, sitting.at),
            )
        )
        if made:
            self.announce(f"已登记督办 {made.id}，{state_name('follow_up', made.state)}；回车到督办，按 p 拟办")

    def action_put_right(self) -> None:
        """Ask for the right class, level and rank, and why."""
        from bulletin.tui.screens.case_forms import ask_class

        row = self.current
        if row:
            ask_class(self, row.said, self.announce)


def _every(db: Database, found_cases: Sequence[Case]) -> list[Row]:
    """Return the instructions with their cases, sorted: not assigned, in hand by what burns, the others newest first."""
    from bulletin.feedback.cases import instructions

    under, matters = defaultdict(list), defaultdict(list)
    for place, one in enumerate(found_cases):
        under[one.case.instruction_id].append((one.case.id, place, one))
    every = store.instructions.every(db)
    for said in every:
        matters[said.issue_id, said.entry_id].append(said)
    holding = {place: instructions.holding(matter) for place, matter in matters.items()}
    rows = []
    for said in every:
        holds = holding[said.issue_id, said.entry_id]
        found = sorted(under[said.id], key=lambda one: one[0])
        burns = min((place for _, place, one in found if not one.is_over), default=len(found_cases))
        rows.append((burns, Row(said, tuple(one for _, _, one in found), holds.id if holds else 0)))
    return [row for _, row in sorted(rows, key=lambda one: _order(*one))]


def _order(burns: int, row: Row) -> tuple[int, int, int]:
    if row.is_unassigned:
        return 0, row.said.written_on.toordinal(), row.said.id
    return 1, burns, -row.said.id


def _sign(row: Row, at: datetime) -> tuple[str, str]:
    """Return the sign of a line and its colour: 待 where nobody was told to do it, 迟 once its day has gone (即批即转), else
    the light of its last case."""
    if row.is_unassigned:
        return ("迟", "error") if row.said.written_on < at.date() else ("待", "warning")
    if not row.cases:
        return "—", "quiet"
    return SIGNS[row.cases[-1].light], COLOURS[row.cases[-1].light]


def _became(row: Row) -> str:
    if row.case is None:
        return "未交办" if row.demands else "不需办理"
    return state_name("follow_up", row.case.state)
