"""Circulars (通报): of which periods one is due, made, printed; made by one key; its tables, and whether they still hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bulletin import store
from bulletin.feedback.circular import making
from bulletin.model import Article
from bulletin.store import Database, circulars
from bulletin.tui import circular_reading
from bulletin.tui.aside import Aside
from bulletin.tui.circular_reading import Details, Row, Span
from bulletin.tui.keys import Key, bindings
from bulletin.tui.prompts import Ask, Told
from bulletin.tui.screens.records import RecordsScreen, begun_by
from bulletin.tui.words import Line


class CircularsScreen(RecordsScreen[Row]):
    """The periods: those of which a circular is due first, then those in hand, then the others."""

    NOUN = "通报"
    EMPTY = "没有时段。"
    KEYS = (
        Key("m", "m", "做成通报：数字封存，文字成为一篇稿件", "make(False)", "make_circular", short="做通报"),
        Key("C", "C", "已印发的有误：重做一份，写明更正它", "make(True)", "correct_circular", short="做更正"),
        Key("t", "t", "看表：做过的看封存的数字，没做的看现在的", "tables", short="看表"),
        Key("v", "v", "核对：做成以后登记有没有变动", "check", "check_circular", short="核对"),
        Key("enter", "回车", "打开稿件", "open", short="打开"),
        Key("u", "u", "撤销自己上一步操作：先说清撤的是什么", "undo"),
        *RecordsScreen.LOOKING,
    )
    BINDINGS = bindings(KEYS)  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self._doing = ""
        self._wanted: object = None
        """The period whose figures were asked for last, and as of which writing."""
        self._details: dict[Span, Details] = {}
        """What was read of the period last: one at most."""
        self._reading: Aside[tuple[Span, Details]] = Aside(self, self._was_read, self._unreadable)
        self._making: Aside[Article] = Aside(self, self._made, self._failed)
        self._checking: Aside[tuple[str, list[str]]] = Aside(self, self._checked, self._failed)

    def read_rows(self) -> Sequence[Row]:
        """Return the periods."""
        return circular_reading.rows(self.desk.sitting)

    def number_of(self, row: Row) -> object:
        """Return the days of the period."""
        return row.span

    def heading(self) -> tuple[str, str]:
        """Return how many are due and in hand; while something is counted, what."""
        due, in_hand = sum(row.is_due for row in self.listed), sum(row.is_in_hand for row in self.listed)
        counts = (f"应做 {due}份" if due else "", f"在办 {in_hand}份" if in_hand else "")
        return "通报", self._doing or "　".join(filter(None, counts))

    def cells_of(self, row: Row) -> Sequence[tuple[str, int, str]]:
        """Return how it stands, the period, where the circular is."""
        word, colour = circular_reading.state(row)
        return (
            (word, 10, colour),
            (row.name, 24, "bold" if row.is_due else ""),
            (circular_reading.place(row), 0, "quiet"),
        )

    def told_of(self, row: Row) -> Iterator[Line]:
        """Tell what was made of the period, when, by which rules, and where it stands."""
        return circular_reading.told(row, self._known(row))

    def _known(self, row: Row) -> Details | None:
        """Return what is known of the figures of a period, None for nothing yet; it is read aside whenever something was
        written since."""
        if not row.kept:
            return Details()
        sitting = self.desk.sitting
        settings, wanted = sitting.settings, (row.span, store.watching.written(sitting.db))
        if wanted != self._wanted:
            self._wanted = wanted
            self._reading.count(lambda db: (row.span, circular_reading.details(db, settings, row)))
        return self._details.get(row.span)

    def _was_read(self, found: tuple[Span, Details]) -> None:
        span, details = found
        self._details = {span: details}
        self.show_current()

    def _unreadable(self, why: str) -> None:
        if self.current:
            self._was_read((self.current.span, Details(failed=why)))

    def actions_now(self) -> frozenset[str]:
        """Return what may be done with the period under the cursor: nothing is made twice while one stands."""
        row, allowed = self.current, set()
        if row is None:
            return frozenset()
        if begun_by(self.desk.sitting, "article") and row.is_over:
            allowed.add("correct_circular" if row.in_force else "make_circular")
        return frozenset(allowed | ({"check_circular"} if row.kept else set()))

    # Looking

    def action_open(self) -> None:
        """Open the article."""
        row = self.current
        if row and row.articles:
            self.desk.show_article(row.articles[-1][0])
        elif row:
            self.say("还没有做成稿件")

    def action_tables(self) -> None:
        """Show the tables of the period."""
        from bulletin.tui.screens.circular_tables import CircularTablesScreen

        if self.current:
            self.app.push_screen(CircularTablesScreen(self.current.span, self.current.in_force or self.current.last))

    def action_check(self) -> None:
        """Count the period again aside, and tell what is no longer as it was printed."""
        row, sitting = self.current, self.desk.sitting
        kept = row.in_force or row.last if row else None
        if row is None or kept is None:
            return
        settings, at = sitting.settings, sitting.at

        def work(db: Database) -> tuple[str, list[str]]:
            checked = making.check(db, settings, circulars.with_figures(db, settings, kept), at)
            return kept.item.title, list(circular_reading.checked_lines([checked]))

        self._begin(f"正在核对{row.name}……")
        self._checking.count(work)

    def _checked(self, found: tuple[str, list[str]]) -> None:
        self._begin("")
        title, lines = found
        told = lines or ["与今天的登记一致"]
        self.app.push_screen(Told(f"核对：{title}", told, self.lettering))

    # Making

    def action_make(self, corrects: bool) -> None:
        """Ask for the section, and make the circular aside: a big year takes seconds."""
        row = self.current
        if row is None:
            return
        if self._making.is_busy:
            self.say("正在做一份通报，做好会说")
            return
        publication = self.desk.sitting.settings.circular.publication
        word = "做更正的通报" if corrects else "做成通报"

        def answered(section: str | None) -> None:
            if section is not None:
                self._make(row.span, section.strip(), corrects)

        hint = f"数字封存，文字成为《{publication}》的稿件　栏目可空着　回车 做　Esc 取消"
        self.app.push_screen(Ask(f"{word}：{row.name}　放在栏目：", self.lettering, "", hint), answered)

    def _make(self, span: Span, section: str, corrects: bool) -> None:
        from bulletin.desk import editing

        sitting = self.desk.sitting
        sitting.renew()
        settings, at, actor = sitting.settings, sitting.at, self.attempt(lambda: sitting.actor)
        if actor is None:
            return
        wish = editing.Wish(publication=settings.circular.publication, section=section)

        def work(db: Database) -> Article:
            with store.write(db):
                item, _ = making.make(db, settings, span, at, corrects)
                return editing.adopt(db, settings, [item.id], wish, actor, at)

        self._begin("正在统计、做通报……")
        self._making.count(work)

    def _made(self, article: Article) -> None:
        self._begin("")
        self.announce(f"已做成稿件 {article.id}《{article.revision.title}》；回车打开，改好后照常送审")

    def _failed(self, why: str) -> None:
        self._begin("")
        self.say(f"未完成：{why}", wrong=True)

    def _begin(self, words: str) -> None:
        """Say at the head what is being counted, '' when it is done."""
        self._doing = words
        self._show_heading()
