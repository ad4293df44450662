"""The queue as it is shown: list, pane, counts. What one does with it stands in `queue_looking` and `queue`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Resize
from textual.widgets import Static

from bulletin import store, workflow
from bulletin.desk import listing
from bulletin.model import Standing
from bulletin.terms import STATES, role_names, state_name
from bulletin.tui import deeds, reading
from bulletin.tui.desk_screen import DeskScreen
from bulletin.tui.screens import pane, queue_rows
from bulletin.tui.sifting import Sieve
from bulletin.tui.text_pane import TextPane
from bulletin.tui.windowed import LEAST_ROWS, WindowedList

BESIDE_FROM = 110
"""Columns from which the pane stands beside the list."""
PICTURE_SECONDS = 0.01
"""Time the first picture is given to reach the terminal before anything else is done."""


@dataclass(slots=True)
class View:
    """What is listed, and what of it is marked (by number, with the state it was marked in)."""

    state: str = "new"
    expression: str = ""
    words: tuple[str, ...] = ()
    marked: dict[int, str] = field(default_factory=dict)
    why: bool = False


class QueueView(DeskScreen):
    """List and pane; below each other in a narrow window, side by side in a wide one."""

    FOOT = ("help", "go", "filter")
    DEFAULT_CSS = """
    QueueView #queue { height: 1fr; }
    QueueView #list { height: 1fr; min-height: 3; }
    QueueView #pane { height: 1fr; padding: 0 1; }
    QueueView.beside #queue { layout: horizontal; }
    QueueView.beside #left { width: 62%; height: 1fr; }
    QueueView #left { height: 1fr; }
    QueueView.beside #pane { height: 1fr; width: 1fr; padding: 0 2; border-left: none; }
    QueueView.reading #left { display: none; }
    QueueView.reading #pane { height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.view = View()
        self._alike: dict[int, tuple[str, ...]] = {}
        self._reading: pane.Reading | None = None
        self._text = Text()
        self._match = -1
        self._waiting = 0
        self._pictured = self._may_count = False
        self._sieve = Sieve(self, self._sifted)

    def compose(self) -> ComposeResult:
        """Two lines of head, the list, a line of account, the pane, the foot."""
        yield Static(id="who", classes="head")
        yield Static(id="counts", classes="head")
        with Container(id="queue"):
            with Container(id="left"):
                yield WindowedList[listing.Row](self._draw, id="list")
                yield Static(id="account", classes="divider")
            yield TextPane(id="pane")
        yield self.foot()

    # Showing

    def on_mount(self) -> None:
        """Show the queue at once; what costs more comes after the first picture."""
        self._set_beside(self.app.size.width)
        self.list.focus()
        self._score_what_is_due()
        self._list_again(0)
        self._show_head()

    def _score_what_is_due(self) -> None:
        """Have new and aged items take their places before the first picture; what rules have changed is scored aside."""
        sitting = self.desk.sitting
        if store.queued.is_due(sitting.db, int(sitting.at.timestamp())):
            from bulletin.desk import queue

            queue.open_listing(sitting.db, sitting.settings, at=sitting.at)

    def on_windowed_list_drawn(self, event: WindowedList.Drawn) -> None:
        """Go on once the first picture stands."""
        event.stop()
        self.set_timer(PICTURE_SECONDS, self.after_first_picture)

    def after_first_picture(self) -> None:
        """Do what costs more than the first picture may."""
        self._pictured = True
        self._show_current()
        self.run_worker(self._import_review, thread=True)

    def _import_review(self) -> None:
        """Import aside what counts the pieces that wait: it brings the gates along, and nobody should feel that."""
        import_module("bulletin.desk.review")
        self._may_count = True
        self.app.call_from_thread(self.records_changed)

    def _count_waiting(self) -> None:
        if self._may_count:
            self._waiting = len(self.desk.waiting())

    @property
    def pane(self) -> TextPane:
        """The pane."""
        return self.query_one("#pane", TextPane)

    @property
    def list(self) -> WindowedList[listing.Row]:
        """The list."""
        return self.query_one("#list", WindowedList)

    def on_resize(self, event: Resize) -> None:
        """Put the pane beside the list where there is room."""
        self._set_beside(event.size.width)
        self._show_head()
        self.call_after_refresh(self._show_current)

    def _set_beside(self, columns: int) -> None:
        """Put the pane beside the list, or below it: before anything is drawn, so that no row is drawn too wide first."""
        self.set_class(columns >= BESIDE_FROM, "beside")
        self._fit_list(self.list.total)

    def records_changed(self) -> None:
        """List again; the cursor stays at its item, or where that item stood."""
        current, marked = self.list.current, set(self.view.marked)
        self._list_again(self.list.cursor, current.id if current else 0)
        self._count_waiting()
        self._show_head()
        gone = sorted(marked - set(self.view.marked))
        if gone and not self.is_wrong:
            told = "；".join(deeds.last_deed(self.desk.sitting, item_id) for item_id in gone[:2])
            self.say(f"{told}。已取消{len(gone)}条标记")

    def _list_again(self, cursor: int, item_id: int = 0) -> None:
        self._show_listing(self._sieve.open(self.view.state, self.view.expression), cursor, item_id)

    def _show_listing(self, opened: listing.Listing, cursor: int, item_id: int) -> None:
        self._listing = opened
        place = opened.index_of(item_id) if item_id else None
        self._fit_list(opened.total)
        listed = opened.holding(self.view.marked)
        self.view.marked = {number: state for number, state in self.view.marked.items() if number in listed}
        self._alike = {}
        self.list.show(opened, cursor if place is None else place)

    def _fit_list(self, rows: int) -> None:
        """Give a list of few rows no more lines than it has; the text gets the others."""
        room = self.app.size.height // 2
        is_short = rows < room and not self.has_class("beside")
        self.query_one("#left").styles.height = max(rows, LEAST_ROWS) + 1 if is_short and rows else "1fr"

    def _sifted(self, found: listing.Listing) -> None:
        """Show all that the filter selects, where only the first of it could be shown at once."""
        is_news, current = not self._listing.is_whole, self.list.current
        self._show_listing(found, self.list.cursor, current.id if current else 0)
        if is_news:
            self.say(sifted_words(found.total))

    def _show_head(self) -> None:
        sitting = self.desk.sitting
        who = sitting.viewer
        roles = role_names(who.roles) or "只看"
        left, right = self.lettering.line(sitting.settings.office), self.lettering.line(f"{who.name}（{roles}）")
        room = max(1, self.app.size.width - 2 - cell_len(left) - cell_len(right))
        self.query_one("#who", Static).update(
            Text(f"{left}{' ' * room}{right}", style="bold", no_wrap=True), layout=False
        )
        line = Text(no_wrap=True)
        for state, word in STATES["item"].items():
            line.append(
                f"{word} {store.queued.counts(sitting.db, state).total}　", "bold" if state == self.view.state else ""
            )
        problems = store.problems.count_open(sitting.db)
        line.append(f"问题 {problems}　", self.colour("warning") if problems else "")
        line.append(f"待我办 {self._waiting}" if self._waiting else "", self.colour("accent"))
        self.query_one("#counts", Static).update(line, layout=False)

    def _show_account(self) -> None:
        view, rows = self.view, self.list
        more = "" if self._listing.is_whole else "…"
        place = f"{rows.cursor + 1}/{rows.total}{more}" if rows.total else more or "没有来稿"
        parts = [f"{state_name('item', view.state)} {place}"]
        parts += [f"标记 {len(view.marked)}"] if view.marked else []
        parts += [f"筛选 {view.expression}"] if view.expression else []
        words = self.lettering.fit("　".join(parts), max(1, self.query_one("#account").content_size.width))
        self.query_one("#account", Static).update(self.lettering.shown(words), layout=False)

    def _draw(self, row: listing.Row, width: int) -> Text:
        """Draw one line of the list: mark, score, unit, title, tags, age."""
        told = reading.age(row.received_at, self.desk.sitting.at)
        marked = row.id in self.view.marked
        cells = queue_rows.Cells(row.score, self._from_whom(row), row.title, self._tags(row), told, marked)
        colours = queue_rows.Colours(*map(self.colour, ("accent", "quiet", "warning")))
        return queue_rows.line_of(cells, width, self.lettering, colours)

    def _from_whom(self, row: listing.Row) -> str:
        unit = self.desk.sitting.settings.attribution(row.unit) if row.unit else ""
        return reading.from_whom(unit, row.origin, row.source)

    def _tags(self, row: listing.Row) -> Sequence[str]:
        alike = dict.fromkeys(mark.split(" ")[0] for mark in self._alike.get(row.id, ()))
        return [*([row.urgency] if row.urgency not in ("", "普通") else []), *alike]

    def on_windowed_list_moved(self, event: WindowedList.Moved) -> None:
        """Show the item under the cursor."""
        event.stop()
        self.call_after_refresh(self._show_current)

    def _show_current(self) -> None:
        if self._pictured:
            self.told(self._read_current)

    def _read_current(self) -> None:
        self._show_tags()
        self._show_account()
        row, before = self.list.current, self._reading
        self._reading = pane.read(self.desk.sitting, row) if row else None
        is_same = bool(row and before and before.item.id == row.id)
        self._match = self._match if is_same else -1
        self._show_text(keep_place=is_same)
        self.show_keys()

    def _show_tags(self) -> None:
        """Look up what the items on the screen are like, and draw those lines again that have something to tell."""
        shown = [row.id for row in self.list.on_screen()]
        unknown = [item_id for item_id in shown if item_id not in self._alike]
        if unknown:
            found = store.identity.marks(self.desk.sitting.db, unknown)
            self._alike = {item_id: self._alike.get(item_id, found.get(item_id, ())) for item_id in shown}
            if found:
                self.list.refresh()

    def _show_text(self, keep_place: bool = False) -> None:
        """Write the pane; what somebody else does meanwhile does not move the reader (`keep_place`)."""
        if self._reading is None:
            words = "没有符合条件的来稿。按 o 换一种状态看，按 / 改筛选，按 Esc 取消筛选。"
            self._text = self.lettering.shown(words)
        else:
            accent, quiet, warning = map(self.colour, ("accent", "quiet", "warning"))
            colours = pane.Colours(accent, quiet, warning, self.colour("match", ground=True))
            self._text = pane.text_of(self._reading, self.desk.sitting, self.lettering, colours, self.view.why)
            for start, end in pane.matches(self._text.plain, self.view.words):
                self._text.stylize(colours.match, start, end)
        self.pane.show(self._text, keep_place)

    def standing_now(self) -> Standing | None:
        """Return where the item under the cursor stands."""
        row = self.list.current
        return Standing("item", row.id, row.state, f"来稿 {row.id}") if row else None

    def actions_now(self) -> frozenset[str]:
        """Return what this person may do with the item under the cursor."""
        standing = self.standing_now()
        if standing is None:
            return frozenset()
        return frozenset(workflow.actions_for(standing, self.desk.sitting.viewer, self.desk.sitting.at))


def sifted_words(count: int) -> str:
    """Return how many a filter let through, and where it was none what to do about it."""
    return f"筛出{count}条" if count else "没有一条合这个筛选；按 / 重写，按 Esc 取消筛选"
