"""Open problems (问题): what went wrong with a source or with material, what to do, and by whose word it is settled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bulletin import store
from bulletin.model import Problem
from bulletin.terms import SEVERITIES
from bulletin.tui.keys import Key, bindings
from bulletin.tui.prompts import Choice, Finder
from bulletin.tui.screens.records import RecordsScreen
from bulletin.tui.words import Line

REASONS = ("已处置，材料已另行收到", "来源已修好", "已从其他渠道核对，不用再试", "不属本办公室，已转有关单位")
"""How problems usually end; anything else can be typed."""


class ProblemsScreen(RecordsScreen[Problem]):
    """The list of open problems, oldest first."""

    NOUN = "问题"
    EMPTY = "没有未解决的问题。"
    KEYS = (
        Key("s", "s", "销去：人已处置的，写明怎样处置", "settle", short="销去"),
        *RecordsScreen.LOOKING,
    )
    BINDINGS = bindings(KEYS)  # type: ignore[assignment]

    def read_rows(self) -> Sequence[Problem]:
        """Return the problems nobody has settled."""
        return store.problems.unsettled(self.desk.sitting.db)

    def number_of(self, row: Problem) -> object:
        """Return the number of the problem."""
        return row.id

    def heading(self) -> tuple[str, str]:
        """Return how many there are, and of how many sources."""
        rows = self.listed
        return f"未解决的问题　{len(rows)}个", f"{len({row.source for row in rows})}个来源"

    def cells_of(self, row: Problem) -> Sequence[tuple[str, int, str]]:
        """Return severity, when, source, what."""
        colour = {"error": "error", "warning": "warning"}.get(row.severity, "quiet")
        return (
            (SEVERITIES[row.severity], 4, colour),
            (f"{row.at.astimezone(self.desk.sitting.settings.zone):%m-%d %H:%M}", 11, "quiet"),
            (row.source, 14, ""),
            (row.what, 0, ""),
        )

    def told_of(self, row: Problem) -> Iterator[Line]:
        """Tell what happened, what to do now, and whether it will be tried again."""
        yield f"问题 {row.id}　{row.source}", "quiet"
        yield row.what, "bold"
        yield f"办法：{row.remedy}", "accent"
        if row.keep_until:
            yield f"{row.keep_until.astimezone(self.desk.sitting.settings.zone):%m-%d %H:%M} 以前不会自动销去", "quiet"

    def action_settle(self) -> None:
        """Ask how it was dealt with, and settle it."""
        row = self.current
        if row is None:
            return
        choices = [Choice(reason, reason, sign=str(number)) for number, reason in enumerate(REASONS, 1)]

        def settled(reason: str | None) -> None:
            if reason:
                self._settle(row.id, reason)

        title = f"销去问题 {row.id}，怎样处置的："
        self.app.push_screen(Finder(title, choices, self.lettering, free="别的写法"), settled)

    def _settle(self, number: int, reason: str) -> None:
        from bulletin.collect import settling

        sitting = self.desk.sitting
        done = self.attempt(lambda: settling.settle(sitting.db, [number], reason, sitting.actor, sitting.at))
        self.told(self.list_again)
        if done:
            self.say(f"问题 {number} 已销去；问题还在的，下次采集会再提出")
