"""Making a circular (通报): counted, frozen, put into the queue as an item of the office's own; and checked afterwards.

From the item on it is adopted, edited, reviewed, numbered and signed like any other. What was issued is never rewritten:
what changed since is settled in the next one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bulletin import store
from bulletin.errors import RefusedAction, UsageError
from bulletin.feedback.circular import frozen, pace, wording
from bulletin.feedback.circular.frozen import Basis, Difference, TakenBack
from bulletin.feedback.circular.period import period_name
from bulletin.feedback.circular.wording import Correction, Told
from bulletin.feedback.points import compute, failing, gather
from bulletin.feedback.statistics import Statistics, count, groups_of
from bulletin.model import Extracted, Item, Json, Ledger, Received
from bulletin.reference import of_issue
from bulletin.settings import Settings
from bulletin.settings.points import RuleBook, read_book
from bulletin.store import Database
from bulletin.terms import OWN_SOURCES
from bulletin.text import sha256

SOURCE = OWN_SOURCES["circular"]
"""The source of circulars, and the kind of their items."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Counted:
    """The statistics of a period, the whole ledger they come from, the rules, and who is below their pass mark."""

    statistics: Statistics
    ledger: Ledger
    book: RuleBook
    failing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A circular that was made: its item, its figures, the reference of the issue it was published in, or ''."""

    item: Item
    figures: Json
    issue: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a circular's figures: what differs in its own period, what was taken back later."""

    kept: Kept
    differences: tuple[Difference, ...]
    taken_back: tuple[TakenBack, ...]


def counted(
    db: Database, settings: Settings, span: tuple[date, date], at: datetime, until: date | None, rules: str = ""
) -> Counted:
    """Return the statistics of the days of `span` by the facts before `until` (None: by all to this day).

    `rules` names the rule set, '' for the office's own. Raises `UsageError` where none holds on the first day,
    `SettingsError`.
    """
    book = read_book(settings, rules)
    if book.on(span[0]) is None:
        held = "、".join(f"{one.file}（{one.valid_from}至{one.valid_to or '今'}）" for one in book.versions)
        raise UsageError(
            f"计分办法“{book.name}”在 {span[0]} 没有施行", f"请核对时段，或改正 valid_from、valid_to：{held}"
        )
    facts = gather(db, settings, at, until)
    ledger = compute(facts, book)
    made = count(facts, ledger, book, groups_of(settings), settings.circular, span)
    units = [row.unit for row in made.rows]
    return Counted(made, ledger, book, tuple(failing(ledger, book, units, *span)))


def make(db: Database, settings: Settings, span: tuple[date, date], at: datetime) -> tuple[Item, bool]:
    """Count the period, freeze the figures, and put the circular into the queue; False for one that is there already.

    Raises `UsageError` for a period that is not over, `RefusedAction` where a circular of it was published.
    """
    today = at.astimezone(settings.zone).date()
    if span[1] > today + _DAY:
        raise UsageError(f"{period_name(*span)}还没有过完", f"可用 --from {span[0]} --to {today} 通报到今天为止的")
    with store.write(db):
        known = every(db, settings)
        issued = [one for one in known if one.issue and frozen.span_of(one.figures) == span]
        if issued:
            what = f"{period_name(*span)}的通报已印发（{issued[-1].issue}），不改写"
            raise RefusedAction(what, f"用 circular check {issued[-1].item.id} 查看以后的变动，变动在下期通报中更正")
        found = counted(db, settings, span, at, span[1])
        months = pace.months(db, settings, span[1])
        figures = frozen.content(found.statistics, _basis(settings, found.book, span, at), months)
        corrections = tuple(_corrections(known, found, span[0]))
        told = Told(found.statistics, found.book, found.failing, corrections, months)
        return _file(db, settings, figures, wording.manuscript(settings, told), at)


def check(db: Database, settings: Settings, kept: Kept, at: datetime) -> Checked:
    """Count the circular's period again by its rule set and today's facts, and name what is no longer the same."""
    span = frozen.span_of(kept.figures)
    found = counted(db, settings, span, at, None, kept.figures["rules"]["name"])
    now = frozen.content(found.statistics, _basis(settings, found.book, span, at))
    return Checked(
        kept,
        tuple(frozen.differences(kept.figures, now)),
        tuple(frozen.taken_back(kept.figures, found.ledger)),
    )


def every(db: Database, settings: Settings) -> list[Kept]:
    """Return all circulars, oldest first. Raises `StoreFailure` where the bytes of one are not as they were kept."""
    return [_kept(db, settings, item) for item in store.items.selected(db, "d.source = ?", (SOURCE,))]


def rules_changed(settings: Settings, kept: Kept) -> list[str]:
    """Return the rule files of a circular that are not any more as they were, or are gone."""
    files = kept.figures["rules"]["files"]
    return [one["file"] for one in files if _digest(settings, one["file"]) != one["sha256"]]


def _kept(db: Database, settings: Settings, item: Item) -> Kept:
    body = store.originals.body(settings, store.originals.get(db, item.original_id))
    places = [
        of_issue(issue, position)
        for article_id in store.items.article_ids(db, item.id)
        for issue, position in store.issues.entries_of_article(db, article_id)
        if issue.state == "published"
    ]
    return Kept(item, frozen.thawed(body), places[-1] if places else "")


def _file(db: Database, settings: Settings, figures: Json, written: tuple[str, str], at: datetime) -> tuple[Item, bool]:
    """Keep the figures as an original and its item; the same figures of the same period are one item."""
    title, text = written
    period = figures["period"]
    name = f"circular:{period['start']}/{period['end']}"
    same = sha256(frozen.canonical({**figures, "made_at": ""}))
    received = Received(frozen.canonical(figures), name, "application/json", "utf-8")
    key = f"{name}:{same}"
    if store.items.has_key(db, (SOURCE,), key):
        known = store.items.selected(db, "d.source = ? and d.key = ?", (SOURCE, key))
        return known[0], False
    original, _ = store.originals.keep(db, settings, received, SOURCE, at)
    extracted = Extracted(key=key, title=title, text=text, raw_text=text, origin=settings.office, kind=SOURCE)
    item, is_new = store.items.add(db, original, extracted, at)
    store.relations.relate(db, item, at)
    return item, is_new


def _basis(settings: Settings, book: RuleBook, span: tuple[date, date], at: datetime) -> Basis:
    rules = book.on(span[0])
    return Basis(
        office=settings.office,
        period=period_name(*span),
        rules=book.name,
        notice=rules.notice if rules else "",
        files=tuple((one.file, _digest(settings, one.file)) for one in book.versions),
        made_at=at,
    )


def _digest(settings: Settings, file: str) -> str:
    path = settings.root / file
    return sha256(path.read_bytes()) if path.is_file() else ""


def _corrections(known: Sequence[Kept], found: Counted, start: date) -> list[Correction]:
    """Return whose points up to the last published circular of the year are not what it printed."""
    earlier = [
        one
        for one in known
        if one.issue and (end := frozen.span_of(one.figures)[1]) <= start and (end - _DAY).year == start.year
    ]
    if not earlier:
        return []
    last = max(earlier, key=lambda one: (frozen.span_of(one.figures)[1], one.item.id))
    end = frozen.span_of(last.figures)[1]
    now = found.ledger.between(date(start.year, 1, 1), end).totals()
    printed = frozen.cumulative_of(last.figures)
    return [
        Correction(unit, last.figures["period"]["name"], points, now[unit] if unit in now else points * 0)
        for unit, points in printed.items()
        if points != now.get(unit, points * 0)
    ]
