"""Two texts side by side (对照), the characters that differ marked; for raw and clean, raw and edited, one revision and the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.events import Resize
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from bulletin import store
from bulletin.model import Item, Relation
from bulletin.terms import RELATIONS
from bulletin.tui.desk_screen import DeskScreen
from bulletin.tui.differences import Pair, Span, side_by_side
from bulletin.tui.keys import Key, bindings
from bulletin.tui.prompts import Choice, Finder
from bulletin.tui.words import Lettering, folded

GAP = 3


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts, and what it is called."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of one side on the screen, and which of its characters differ."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the screen: both sides, and whether a difference begins here."""

    left: _Line
    right: _Line
    begins: bool


def laid_out(pairs: list[Pair], cells: int) -> list[_Row]:
    """Return the pairs as lines of two columns, each `cells` wide."""
    rows: list[_Row] = []
    empty = _Line("", ())
    for before, pair in _with_before(pairs):
        left = _folded(pair.left, pair.left_spans, cells)
        right = _folded(pair.right, pair.right_spans, cells)
        for number, (one, other) in enumerate(zip_longest(left, right, fillvalue=empty)):
            rows.append(_Row(one, other, number == 0 and begins_change(before, pair)))
    return rows


def _with_before(pairs: list[Pair]) -> Iterator[tuple[Pair | None, Pair]]:
    return zip([None, *pairs], pairs, strict=False)


def begins_change(before: Pair | None, pair: Pair) -> bool:
    """Tell whether a difference begins at `pair`: paragraphs in a row that only one side has are one difference."""
    alone = (pair.left is None, pair.right is None)
    return pair.differs and not (before and any(alone) and alone == (before.left is None, before.right is None))


def _folded(text: str | None, spans: tuple[Span, ...], cells: int) -> list[_Line]:
    lines, start = [], 0
    for part in folded(text or "", cells):
        end = start + len(part)
        inside = tuple((max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start)
        lines.append(_Line(part, inside))
        start = end
    return lines


class Columns(Widget, can_focus=True):
    """The two columns, scrolled together."""

    COMPONENT_CLASSES = {"columns--removed", "columns--added"}  # noqa: RUF012
    DEFAULT_CSS = """
    Columns { height: 1fr; padding: 0 1; }
    Columns > .columns--removed { background: $removed; }
    Columns > .columns--added { background: $added; }
    """
    top: reactive[int] = reactive(0)

    def __init__(self, left: str, right: str, lettering: Lettering) -> None:
        super().__init__()
        self._lettering = lettering
        self._pairs = side_by_side(lettering.shown(left).plain, lettering.shown(right).plain)
        self._rows: list[_Row] = []

    @property
    def changes(self) -> int:
        """How many differences there are: where `begins_change` says one begins."""
        return sum(begins_change(before, pair) for before, pair in _with_before(self._pairs))

    @property
    def column(self) -> int:
        """The width of one column, in cells."""
        return max(4, (self.content_size.width - GAP) // 2)

    def on_resize(self, event: Resize) -> None:
        """Lay the texts out anew."""
        self._rows = laid_out(self._pairs, self.column)
        self.scroll_lines(0)

    def scroll_lines(self, lines: int) -> None:
        """Go that many lines on, or back."""
        self.top = max(0, min(self.top + lines, len(self._rows) - self.content_size.height))
        self.refresh()

    def to_change(self, steps: int) -> None:
        """Go to the next difference below the first line, or to the one above it."""
        places = [place for place, row in enumerate(self._rows) if row.begins]
        below = [place for place in places if place > self.top]
        above = [place for place in places if place < self.top]
        found = below[:1] if steps > 0 else above[-1:]
        self.scroll_lines(found[0] - self.top if found else 0)

    def render_line(self, y: int) -> Strip:
        """Draw one line of both columns."""
        index = self.top + y
        if index >= len(self._rows):
            return Strip.blank(self.content_size.width, self.rich_style)
        row, gap = self._rows[index], Segment(" " * GAP, self.rich_style)
        removed, added = (self.get_component_rich_style(f"columns--{name}") for name in ("removed", "added"))
        left = self._side(row.left, removed)
        return Strip([*left, gap, *self._side(row.right, added)]).adjust_cell_length(
            self.content_size.width, self.rich_style
        )

    def _side(self, line: _Line, marked: Style) -> Strip:
        style, place, parts = self.rich_style, 0, []
        for start, end in line.spans:
            parts += [Segment(line.text[place:start], style), Segment(line.text[start:end], style + marked)]
            place = end
        parts.append(Segment(line.text[place:], style))
        return Strip(parts).adjust_cell_length(self.column, style)


class ComparisonScreen(DeskScreen):
    """Two texts side by side; Esc goes back."""

    KEYS = (
        Key("j,down", "j ↓", "下一行", "scroll(1)"),
        Key("k,up", "k ↑", "上一行", "scroll(-1)"),
        Key("space,pagedown", "空格", "下一屏", "scroll(1000)", short="下一屏"),
        Key("b,pageup", "b", "上一屏", "scroll(-1000)"),
        Key("n", "n", "下一处不同", "change(1)", short="下一处不同"),
        Key("N", "N", "上一处不同", "change(-1)", short="上一处"),
        Key("escape,q,v,V", "Esc", "返回", "leave", short="返回"),
    )
    BINDINGS = bindings(KEYS)

    def __init__(self, title: str, left: Side, right: Side) -> None:
        super().__init__()
        self._title, self._left, self._right = title, left, right

    def compose(self) -> ComposeResult:
        """Head, names of the sides, columns, foot."""
        yield Static(id="title", classes="head")
        yield Static(id="sides", classes="divider")
        yield Columns(self._left.text, self._right.text, self.lettering)
        yield self.foot()

    def on_mount(self) -> None:
        """Say how much differs."""
        self.query_one(Columns).focus()
        self.show_keys()

    def on_resize(self, event: Resize) -> None:
        """Write head and names for this width."""
        columns = self.query_one(Columns)
        count = f"　{columns.changes}处不同" if columns.changes else "　没有不同"
        self.query_one("#title", Static).update(self.lettering.shown(self._title + count))
        half = max(4, (event.size.width - 2 - GAP) // 2)
        names = self.lettering.fit(self._left.name, half) + " " * GAP + self.lettering.line(self._right.name)
        self.query_one("#sides", Static).update(self.lettering.shown(names))
        self.show_keys()

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines, or by a screen."""
        columns = self.query_one(Columns)
        most = max(1, columns.content_size.height - 1)
        columns.scroll_lines(max(-most, min(lines, most)))

    def action_change(self, steps: int) -> None:
        """Go to the next difference, or the one before."""
        self.query_one(Columns).to_change(steps)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss()


def beside_alike(screen: DeskScreen, item: Item, relations: Iterable[Relation]) -> None:
    """Show an item and one that is like it side by side, the earlier on the left; ask which where there are several."""
    db = screen.desk.sitting.db
    others = {one.other_id: RELATIONS[one.kind] for one in relations if one.other_id}

    def compare(number: str | None) -> None:
        other = screen.told(lambda: store.items.get(db, int(number))) if number else None
        if other:
            first, second = sorted((other, item), key=lambda one: one.id)
            sides = (Side(f"来稿 {one.id}　{one.title}", one.text) for one in (first, second))
            screen.app.push_screen(ComparisonScreen(f"来稿 {first.id} 与来稿 {second.id}", *sides))

    if len(others) > 1:
        choices = [
            Choice(str(number), f"{kind}　{store.items.get(db, number).title}", sign=f"来稿 {number}")
            for number, kind in others.items()
        ]
        screen.app.push_screen(Finder("与哪条来稿对照", choices, screen.lettering), compare)
    elif others:
        compare(str(*others))
    else:
        screen.say("没有相似的来稿")
