"""Circulars (通报) for the screen: the periods with what became of each, and the tables of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction

from bulletin import store
from bulletin.feedback.circular import frozen, making
from bulletin.feedback.circular.making import Checked
from bulletin.feedback.circular.period import due, period_name, recent
from bulletin.model import Circular, Json, in_full, in_print
from bulletin.press import compose
from bulletin.settings import Settings
from bulletin.store import Database, circulars
from bulletin.terms import state_name
from bulletin.tui.sitting import Sitting
from bulletin.tui.words import Lettering, Line
from bulletin.workflow.circulars import in_force

Span = tuple[date, date]
SHOWN = ("采用", "上级采用", "批示", "约稿", "扣分", "本期得分")
_HEADS = ("报送", *SHOWN, "累计")
_FIGURE_CELLS = (5, 5, 8, 4, 4, 7, 8, 7)
"""Cells of the columns of a table after place and unit."""
READING = "正在读数字……"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Row:
    """A period with the circulars made of it, the last one last. ``is_over``: its days have passed; ``is_due``: one is to be
    made."""

    span: Span
    kept: tuple[Circular, ...]
    articles: tuple[tuple[int, str], ...]
    is_over: bool
    is_due: bool

    @property
    def name(self) -> str:
        """What the period is called."""
        return period_name(*self.span)

    @property
    def last(self) -> Circular | None:
        """The circular made last."""
        return self.kept[-1] if self.kept else None

    @property
    def in_force(self) -> Circular | None:
        """The one that is printed and stands."""
        return in_force(self.kept, self.span)

    @property
    def is_in_hand(self) -> bool:
        """Whether one was made and is not printed yet."""
        return bool(self.last and not self.last.issue and not self.last.withdrawn)


def rows(sitting: Sitting) -> list[Row]:
    """Return the periods: those of which a circular is due, those in hand, then the others, each the newest first."""
    db, today = sitting.db, sitting.at.astimezone(sitting.settings.zone).date()
    known = circulars.listed(db)
    spans = dict.fromkeys([*recent(today), *(one.span for one in known)])
    is_due = due(spans, [one.span for one in known], today)
    found = []
    for span in spans:
        kept = tuple(one for one in known if one.span == span)
        articles = _articles(db, kept[-1]) if kept else ()
        found.append(Row(span, kept, articles, span[1] <= today, span in is_due))
    return sorted(found, key=lambda row: (not row.is_due, not row.is_in_hand, -row.span[1].toordinal(), row.span[0]))


def _articles(db: Database, kept: Circular) -> tuple[tuple[int, str], ...]:
    numbers = store.items.article_ids(db, kept.item.id)
    return tuple((number, store.articles.get(db, number).state) for number in numbers)


def state(row: Row) -> tuple[str, str]:
    """Return how a period stands, in at most ten cells, and the colour."""
    if row.in_force:
        return "已印发", "success"
    if row.last and row.last.withdrawn:
        return "已撤回", "warning"
    if row.articles:
        return state_name("article", row.articles[-1][1]), "accent"
    if row.last:
        return "已做", "accent"
    if row.is_due:
        return "应做", "error"
    return ("没有做", "quiet") if row.is_over else ("未过完", "quiet")


def place(row: Row) -> str:
    """Return where the circular stands: its issue, or its article."""
    if row.in_force:
        return row.in_force.issue
    if row.articles:
        return f"稿件 {row.articles[-1][0]}"
    return ""


@dataclass(frozen=True, slots=True)
class Details:
    """What is read aside of a period: what the figures of each circular say, by its item; what stands against printing; why it
    could not be read, or ''."""

    figures: Mapping[int, tuple[Line, ...]] = field(default_factory=dict)
    objections: tuple[str, ...] = ()
    failed: str = ""


def details(db: Database, settings: Settings, row: Row) -> Details:
    """Return what the figures of the circulars of a period say; those of a big year are megabytes."""
    figures = {one.item.id: tuple(_figures(circulars.with_figures(db, settings, one).figures)) for one in row.kept}
    articles = [store.articles.get(db, number) for number, _ in row.articles] if row.is_in_hand else []
    found = (objection.what for article in articles for objection in compose.objections(db, settings, article))
    return Details(figures, tuple(dict.fromkeys(found)))


def told(row: Row, known: Details | None) -> Iterator[Line]:
    """Yield what is told of a period and its circulars; `known` is None while it is still being read."""
    start, end = row.span
    word, colour = state(row)
    yield f"{row.name}通报　{word}", "bold"
    yield f"{start}至{end - _DAY}", "quiet"
    if not row.is_over:
        yield f"还没有过完，{end} 或以后才能做；现在的数字按 t 看", "warning"
    elif not row.kept:
        yield "还没有做：按 m 做成稿件；先看表，按 t", colour
    for one in reversed(row.kept):
        yield "", ""
        yield from _printed_in(one)
        yield from known.figures.get(one.item.id, ()) if known else [(READING, "quiet")]
    for number, now in row.articles:
        yield f"稿件 {number}　{state_name('article', now)}", "accent"
    if known and known.failed:
        yield known.failed, "error"
    for what in known.objections if known else ():
        yield f"不能印：{what}", "error"


def _printed_in(one: Circular) -> Iterator[Line]:
    printed = one.issue or (f"{one.withdrawn}（已撤回）" if one.withdrawn else "未印发")
    yield one.item.title, "bold"
    yield f"来稿 {one.item.id}　{printed}", "success" if one.issue else ""


def _figures(figures: Json) -> Iterator[Line]:
    counts, rules = figures["counts"], figures["rules"]
    yield f"按“{rules['name']}”（{rules['notice']}），{_moment(figures['made_at'])} 计算", "quiet"
    yield f"采用条目 {counts['entries']}条，单位 {counts['credits']}次，报送 {counts['submitted']}条", ""


def _moment(text: str) -> str:
    return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M}"


# Tables


@dataclass(frozen=True, slots=True)
class Table:
    """The table of one group: its name, and the figures of its units as a circular keeps them."""

    name: str
    units: tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of a period, and what is said above them."""

    head: str
    groups: tuple[Table, ...]


def frozen_tables(db: Database, settings: Settings, one: Circular) -> Tables:
    """Return the tables as they were frozen with a circular."""
    figures = circulars.with_figures(db, settings, one).figures
    groups = tuple(Table(group["name"], tuple(group["units"])) for group in figures["groups"])
    return Tables(f"{one.item.title}　封存的数字，{_moment(figures['made_at'])} 计算", groups)


def counted_tables(db: Database, settings: Settings, at: datetime, span: Span) -> Tables:
    """Return the tables of a period as they are by what is registered now. Raises `UsageError`, `SettingsError`."""
    made = making.counted(db, settings, span, at, span[1]).statistics
    groups = tuple(
        Table(group.name, tuple(frozen.figures_of(made, row) for row in group.rows)) for group in made.groups
    )
    return Tables(f"{period_name(*span)}　按今天的登记计算，没有封存", groups)


def table_lines(tables: Tables, lettering: Lettering, width: int) -> Iterator[Line]:
    """Yield the tables in lines, columns even; a table is as wide as the names in the window allow."""
    yield tables.head, "quiet"
    unit_cells = max(8, min(24, width - 6 - sum(_FIGURE_CELLS) - len(_FIGURE_CELLS)))
    for group in tables.groups:
        yield "", ""
        yield f"{group.name}（{len(group.units)}个）", "bold"
        yield _cells(lettering, ("名次", "单位", *_HEADS), unit_cells), "quiet"
        for unit in group.units:
            figures = unit["figures"]
            shown = (_printed(figures[name]) if name in figures else "" for name in SHOWN)
            values = (unit["place"] or "—", unit["unit"], unit["submitted"], *shown, _printed(unit["cumulative"]))
            yield _cells(lettering, tuple(map(str, values)), unit_cells), ""


def _printed(exact: str) -> str:
    """Return an exact figure as it is printed."""
    return in_print(Fraction(exact))


def _cells(lettering: Lettering, values: Sequence[str], unit_cells: int) -> str:
    place_, unit, *figures = values
    return f"{lettering.fit(place_, 4)} {lettering.fit(unit, unit_cells)} " + " ".join(
        lettering.fit(one, cells) for one, cells in zip(figures, _FIGURE_CELLS, strict=True)
    )


def checked_lines(found: Iterable[Checked]) -> Iterator[str]:
    """Yield what changed since a circular was made, a line each."""
    for one in found:
        for gap in one.differences:
            why = f"　{gap.why}" if gap.why else ""
            yield f"{gap.unit}　{gap.figure}：通报 {gap.before}，现为 {gap.now}{why}"
        for back in one.taken_back:
            yield f"{back.unit}　{back.on} {in_full(back.points)}分　{back.reference} {back.title}：{back.why}"
