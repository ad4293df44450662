"""What waits for me (审核): pieces to be reviewed, proofs to be signed, reports to be accepted; first due first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bulletin import store
from bulletin.desk.review import Waiting
from bulletin.terms import LIGHTS, action_name, state_name
from bulletin.tui.keys import Key, bindings
from bulletin.tui.screens import review_text
from bulletin.tui.screens.records import RecordsScreen
from bulletin.tui.words import Line

LIGHT_COLOURS = {"green": "success", "yellow": "warning", "red": "error", "": "quiet"}
_IN_REVIEW = ("in_review", "held")
URGENT = "特急"
TO_DO = {"approve": "审核", "concur": "会签", "read": "阅知", "reply": "答复会签", "proof": "出清样", "accept": "审结"}
"""What is to be done where the action's own name would read as if it were done: 审核通过, 会签同意, 已阅."""


class ReviewScreen(RecordsScreen[Waiting]):
    """The list of what waits for the person at the desk."""

    NOUN = "审核"
    EMPTY = "没有等你办的。"
    KEYS = (
        Key("enter", "回车", "打开来办：审看、签发、编期、审结", "open", short="打开"),
        *RecordsScreen.LOOKING,
    )
    BINDINGS = bindings(KEYS)  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self._urgent: dict[int, bool] = {}

    def read_rows(self) -> Sequence[Waiting]:
        """Return what waits, first due first."""
        self._urgent = {}
        return self.desk.waiting()

    def number_of(self, row: Waiting) -> object:
        """Return which record it is."""
        return row.subject, row.id

    def heading(self) -> tuple[str, str]:
        """Return for whom it waits, and how much of it is late."""
        rows = self.listed
        late = sum(row.light == "red" for row in rows)
        return f"等{self.desk.sitting.viewer.name}办的　{len(rows)}件", f"已超时 {late}件" if late else ""

    def cells_of(self, row: Waiting) -> Sequence[tuple[str, int, str]]:
        """Return light, due time, what is to be done, which record, title."""
        colour = LIGHT_COLOURS[row.light]
        return (
            (LIGHTS[row.light], 2, colour),
            (f"{row.due_at:%m-%d %H:%M}" if row.due_at else "不限时", 11, colour),
            (f"待你{TO_DO.get(row.action, action_name(row.action))}", 10, ""),
            (row.reference, 18 if row.subject == "issue" else 9, "quiet"),
            (("特急　" if self._is_urgent(row) else "") + row.title, 0, "bold" if self._is_urgent(row) else ""),
        )

    def _is_urgent(self, row: Waiting) -> bool:
        """Tell whether the piece goes as urgent, or was made of an item that came as such."""
        if row.urgent or row.subject != "article":
            return row.urgent
        if row.id not in self._urgent:
            db = self.desk.sitting.db
            items = store.articles.items_of(db, row.id)
            self._urgent[row.id] = any(store.items.get(db, one).urgency == URGENT for one in items)
        return self._urgent[row.id]

    def told_of(self, row: Waiting) -> Iterator[Line]:
        """Tell enough of it to know whether to open it now."""
        sitting = self.desk.sitting
        level = f"　{row.level}" if row.level else ""
        yield f"{row.reference}　{state_name(row.subject, row.state)}{level}　{row.since:%m-%d %H:%M} 起等你", "quiet"
        if row.subject == "article":
            article = store.articles.get(sitting.db, row.id)
            yield article.revision.title, "bold"
            yield from review_text.opinion_lines(sitting, article)
            yield article.revision.text, ""
        else:
            yield row.title, ""

    def action_open(self) -> None:
        """Open the record on the screen where it is dealt with."""
        row = self.current
        if row is None:
            return
        if row.subject == "follow_up":
            self._at_noun("督办", row.id)
        elif row.subject == "issue":
            self._open_issue(row)
        elif row.state in _IN_REVIEW:
            self._open_piece(row)
        elif row.state == "approved":
            self.desk.go("期")
        else:
            self._open_article(row.id)

    def _at_noun(self, word: str, number: int) -> None:
        self.desk.go(word)
        screen = self.app.screen
        if isinstance(screen, RecordsScreen):
            self.app.call_after_refresh(screen.find, number)

    def _open_issue(self, row: Waiting) -> None:
        from bulletin.tui.screens.issue import IssueScreen
        from bulletin.tui.screens.proof import ProofScreen, sight_of

        if row.action in ("sign", "proofread"):
            found = self.attempt(lambda: sight_of(self.desk.sitting, row.id))
            if found:
                self.app.push_screen(ProofScreen(row.id, *found))
        else:
            self.app.push_screen(IssueScreen(row.id))

    def _open_piece(self, row: Waiting) -> None:
        from bulletin.tui.screens.review_piece import PieceScreen

        opened = self.attempt(lambda: review_text.opened(self.desk.sitting, row.id))
        due = f"{LIGHTS[row.light]}　{row.due_at:%m-%d %H:%M} 前" if row.due_at else ""
        if opened:
            self.app.push_screen(PieceScreen(opened, due))

    def _open_article(self, article_id: int) -> None:
        from bulletin.tui.screens.article import ArticleScreen

        self.app.push_screen(ArticleScreen(article_id))
