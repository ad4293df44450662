"""The issues (期): what is being composed, what waits for its signature, what is to be published, what was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bulletin import store
from bulletin.model import Issue
from bulletin.reference import of_issue
from bulletin.terms import STATES, state_name
from bulletin.tui.issue_reading import waits_line
from bulletin.tui.keys import Key, bindings
from bulletin.tui.prompts import Choice, Finder
from bulletin.tui.screens.records import RecordsScreen, begun_by
from bulletin.tui.words import Line

OPEN = ("composed", "proofed", "signed")
COLOURS = {"composed": "", "proofed": "accent", "signed": "success"}


class IssuesScreen(RecordsScreen[Issue]):
    """The list of issues; those not yet published first."""

    NOUN = "期"
    EMPTY = "没有这种状态的期。按 c 把已审定的稿件编成一期。"
    KEYS = (
        Key("enter", "回车", "打开：编排、清样、签发、印发", "open", short="打开"),
        Key("c", "c", "编期：把已审定的稿件编成一期", "gather", "compose", short="编期"),
        Key("o", "o", "换一种状态看：在编的、已印发……", "state", short="状态"),
        Key("u", "u", "撤销自己上一步操作：先说清撤的是什么", "undo"),
        *RecordsScreen.LOOKING,
    )
    BINDINGS = bindings(KEYS)  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self._states: tuple[str, ...] = OPEN

    def read_rows(self) -> Sequence[Issue]:
        """Return the issues in the chosen states, the newest first."""
        return store.issues.every(self.desk.sitting.db, states=self._states)[::-1]

    def number_of(self, row: Issue) -> object:
        """Return the issue's id."""
        return row.id

    def heading(self) -> tuple[str, str]:
        """Return the name of the list, and what could be composed."""
        ready = len(store.articles.in_states(self.desk.sitting.db, "approved"))
        states = "、".join(state_name("issue", state) for state in self._states)
        return f"期　{states}", f"已审定待编 {ready}篇" if ready else ""

    def cells_of(self, row: Issue) -> Sequence[tuple[str, int, str]]:
        """Return reference, state, number of entries, titles."""
        entries = store.issues.entries(self.desk.sitting.db, row.id)
        titles = "；".join(entry.title for entry in entries)
        return (
            (of_issue(row), 20, "bold"),
            (state_name("issue", row.state), 6, COLOURS.get(row.state, "quiet")),
            (f"{len(entries)}条", 4, "quiet"),
            (titles, 0, ""),
        )

    def told_of(self, row: Issue) -> Iterator[Line]:
        """Tell the entries of an issue, and for whom it waits."""
        sitting = self.desk.sitting
        yield f"{of_issue(row)}　{state_name('issue', row.state)}", "bold"
        yield waits_line(sitting, row), "accent"
        for entry in store.issues.entries(sitting.db, row.id):
            yield f"{entry.position}. {entry.title}（{'、'.join(entry.units) or '—'}）{entry.section}", ""
        if row.editor_note:
            yield f"编者按：{row.editor_note}", "quiet"

    def actions_now(self) -> frozenset[str]:
        """Return whether this person may compose an issue."""
        return begun_by(self.desk.sitting, "issue")

    def action_open(self) -> None:
        """Open the issue."""
        from bulletin.tui.screens.issue import IssueScreen

        if self.current:
            self.app.push_screen(IssueScreen(self.current.id))

    def action_state(self) -> None:
        """Ask which states to list."""
        counts = store.statuses.count_by_state(self.desk.sitting.db, "issue")
        choices = [Choice("", "在编的：编排中、待签发、已签发")]
        choices += [Choice(state, f"{word}　{counts.get(state, 0)}期") for state, word in STATES["issue"].items()]

        def chosen(state: str | None) -> None:
            if state is not None:
                self._states = (state,) if state else OPEN
                self.told(self.list_again)

        self.app.push_screen(Finder("看哪种状态的期", choices, self.lettering), chosen)

    def action_gather(self) -> None:
        """Ask for the publication and series, and compose what is approved."""
        sitting = self.desk.sitting
        approved = store.articles.in_states(sitting.db, "approved")
        counts = {name: sum(one.publication == name for one in approved) for name in sitting.settings.publications}
        choices = [
            Choice(f"{name}\t{series}", f"{name}　{series}　已审定{counts[name]}篇")
            for name, publication in sitting.settings.publications.items()
            if counts[name]
            for series in publication.series
        ]
        if not choices:
            self.say("没有已审定的稿件可编入；先送审并审核通过", wrong=True)
            return

        def chosen(answer: str | None) -> None:
            if answer:
                self._make(*answer.split("\t"))

        self.app.push_screen(Finder("编哪种刊物", choices, self.lettering), chosen)

    def _make(self, name: str, series: str) -> None:
        from bulletin.press import compose

        sitting = self.desk.sitting
        publication = sitting.settings.publication(name)
        made = self.attempt(
            lambda: compose.gather(sitting.db, sitting.settings, publication, series, sitting.actor, sitting.at)
        )
        if made:
            self._states = OPEN
            self.told(lambda: self.list_again(made.id))
            self.say(f"已编入 {of_issue(made)}；按 回车 打开，排次序、出清样")
