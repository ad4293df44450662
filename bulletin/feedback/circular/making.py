"""Making a circular (通报): counted, frozen, put into the queue as an item of the office's own; and checked afterwards.

From the item on it is adopted, edited, reviewed, numbered and signed like any other. What was issued is never rewritten:
what changed since is settled in the next one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from bulletin import store
from bulletin.errors import RefusedAction, UsageError
from bulletin.feedback.circular import frozen, pace, wording
from bulletin.feedback.circular.frozen import Basis, Difference, TakenBack
from bulletin.feedback.circular.period import period_name
from bulletin.feedback.circular.settlement import Settlement, settle
from bulletin.feedback.circular.wording import Manuscript, Told
from bulletin.feedback.points import compute, failing, gather
from bulletin.feedback.statistics import Statistics, count, groups_of
from bulletin.model import Circular, Extracted, Facts, Item, Json, Kept, Ledger, Received
from bulletin.settings import Settings
from bulletin.settings.points import RuleBook, read_book, refuse_uncovered
from bulletin.store import Database, circulars
from bulletin.store.circulars import SOURCE
from bulletin.text import sha256
from bulletin.text.frozen_tables import freeze
from bulletin.workflow.circulars import in_force


@dataclass(frozen=True, slots=True)
class Counted:
    """The statistics of a period, the whole ledger they come from, the rules, who is below their pass mark, what is settled."""

    statistics: Statistics
    ledger: Ledger
    book: RuleBook
    failing: tuple[str, ...]
    settlement: Settlement


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
    refuse_uncovered(book, span[0], period_name(*span))
    facts = gather(db, settings, at, until)
    ledger = compute(facts, book)
    settled = settle(
        circulars.every(db, settings), facts, ledger, span, partial(_by_own_rules, settings, facts, ledger, book)
    )
    made = count(facts, ledger, book, groups_of(settings, span[0]), settings.circular, span, settled.of_this_year())
    units = [row.unit for row in made.rows]
    return Counted(made, ledger, book, tuple(failing(ledger, book, units, *span)), settled)


def _by_own_rules(settings: Settings, facts: Facts, ledger: Ledger, book: RuleBook, kept: Kept) -> Ledger:
    """Return the ledger by the rule set of an earlier circular."""
    name = kept.figures["rules"]["name"]
    return ledger if name == book.name else compute(facts, read_book(settings, name))


def make(
    db: Database, settings: Settings, span: tuple[date, date], at: datetime, corrects: bool = False
) -> tuple[Item, bool]:
    """Count the period, freeze the figures, and put the circular into the queue; False for one that is there already.

    `corrects`: it corrects the one of the same days that is in force, which is named in its title and in its figures.
    Raises `UsageError` for a period that is not over, `RefusedAction` where a circular of it was published and is not to be
    corrected, or there is nothing to correct.
    """
    today = at.astimezone(settings.zone).date()
    if span[1] > today:
        what = f"{period_name(*span)}还没有过完，按月、季、年计的任务、扣分要到期末才计得出"
        raise UsageError(what, f"请在 {span[1]} 或以后做；现在的数字用 circular show 查看")
    with store.write(db):
        old = in_force(circulars.listed(db), span)
        _refuse_second(settings, span, old, corrects)
        found = counted(db, settings, span, at, span[1])
        basis = _basis(settings, found.book, span, at)
        if old and not _changed(circulars.with_figures(db, settings, old), found, basis):
            what = f"{period_name(*span)}的通报（{old.issue}）与登记一致，没有可更正的"
            raise RefusedAction(what, "时段以后撤回、撤销的，在下期通报的“本期调整”中写明")
        months = pace.months(db, settings, span[1])
        of_period = pace.medians(db, settings, span)
        corrected = old.issue if old else ""
        told = Told(found.statistics, found.book, found.failing, found.settlement, months, of_period, corrected)
        written = wording.manuscript(settings, told)
        awards = found.ledger.between(date(span[0].year, 1, 1), span[1]).awards
        footing = frozen.Footing(found.settlement, awards, old.item.id if old else None, freeze(written.text))
        figures = frozen.content(found.statistics, basis, months)
        return _file(db, settings, frozen.with_footing(figures, footing), written, at)


def _changed(old: Kept, found: Counted, basis: Basis) -> list[Difference]:
    return frozen.differences(old.figures, frozen.content(found.statistics, basis))


def _refuse_second(settings: Settings, span: tuple[date, date], old: Circular | None, corrects: bool) -> None:
    name = period_name(*span)
    if old and not corrects:
        what = f"{name}的通报已印发（{old.issue}），不改写"
        raise RefusedAction(
            what,
            f"用 circular check {old.item.id} 查看以后的变动，变动在下期通报中调整；要重印一份更正的，加 --correct",
        )
    if corrects and not old:
        raise RefusedAction(f"{name}没有印发过通报，没有可更正的", "请去掉 --correct 再做")


def check(db: Database, settings: Settings, kept: Kept, at: datetime) -> Checked:
    """Count the circular's period again by its rule set and today's facts, and name what is no longer the same."""
    span = kept.span
    found = counted(db, settings, span, at, None, kept.figures["rules"]["name"])
    return Checked(
        kept,
        tuple(_changed(kept, found, _basis(settings, found.book, span, at))),
        tuple(frozen.taken_back(kept.figures, found.ledger)),
    )


def rules_changed(settings: Settings, kept: Kept) -> list[str]:
    """Return the rule files of a circular that are not any more as they were, or are gone."""
    files = kept.figures["rules"]["files"]
    return [one["file"] for one in files if _digest(settings, one["file"]) != one["sha256"]]


def _file(db: Database, settings: Settings, figures: Json, written: Manuscript, at: datetime) -> tuple[Item, bool]:
    """Keep the figures as an original and its item; the same figures of the same period are one item."""
    period = figures["period"]
    address = circulars.address_of((date.fromisoformat(period["start"]), date.fromisoformat(period["end"])))
    same = sha256(frozen.canonical({**figures, "made_at": ""}))
    received = Received(frozen.canonical(figures), address, "application/json", "utf-8")
    key = f"{address}:{same}"
    if store.items.has_key(db, (SOURCE,), key):
        known = store.items.selected(db, "d.source = ? and d.key = ?", (SOURCE, key))
        return known[0], False
    original, _ = store.originals.keep(db, settings, received, SOURCE, at)
    extracted = Extracted(
        key=key,
        title=written.title,
        text=written.text,
        raw_text=written.text,
        origin=settings.office,
        kind=SOURCE,
    )
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
