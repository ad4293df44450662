"""Registers after publication: 上级采用登记, 选用上报, 补录, 扣分登记, and taking any of them back.

All rows are append-only; what was wrong is taken back by another row, and points follow from both. The same adoption is
never registered twice, however its issue is written, nor is entered late what was printed here.
Sources: 采用登记 with the upper bulletin's name and date; 补录 marked as such (R39, R40).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

from bulletin import store, workflow
from bulletin.errors import NotFound, RefusedAction, UsageError
from bulletin.feedback.points.facts import late_reference
from bulletin.model import Actor, LateEntry, Penalty, Retraction, UpperAdoption, in_full
from bulletin.reference import in_words
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.terms import FAULTS, KINDS, LEADER_LEVELS, role_names
from bulletin.text import nearest, one_line
from bulletin.text.issue_above import without_marks

REGISTRARS = ("editor", "clerk", "admin")
JUDGES = ("reviewer", "clerk", "admin")
"""Who registers adoptions and late entries, and who registers what counts against a unit."""
FROM_COMMISSIONS = FAULTS[:2]
"""Faults that follow from commissions by themselves and are not registered."""
_WAYS = {"adopted": "采用", "reported": "选用上报"}
_POINTS = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,4}|/[1-9][0-9]{0,3})?")
_READ: dict[str, Callable[[Database, int], LateEntry | UpperAdoption | Penalty]] = {
    "late_entries": lambda db, number: store.late_entries.get(db, number),
    "upper_adoptions": lambda db, number: store.upper_adoptions.get(db, number),
    "penalties": lambda db, number: store.penalties.get(db, number),
}


def points_of(text: str) -> Fraction | None:
    """Return points as a person writes them, ``6``, ``7.5``, ``13/3``; None where nothing is written.

    How many there may be is the office's to say (`register`). Raises `UsageError`.
    """
    if not text:
        return None
    if not _POINTS.fullmatch(text):
        raise UsageError(f"分值 {one_line(text)} 不对", "应为不小于 0 的数，如 6、7.5、13/3；上级没有给分的不写")
    return Fraction(text)


def register(db: Database, settings: Settings, wish: UpperAdoption, actor: Actor, at: datetime) -> UpperAdoption:
    """Register that an entry of a published issue, or a late entry, was adopted above, or chosen to be reported up.

    An empty title is that of the entry. Raises `UsageError` (level, bulletin, day, points), `RefusedAction` (role; not published;
    the same entry, bulletin and issue above again), `NotFound`.
    """
    behalf = _authority(actor, REGISTRARS, "登记上级采用")
    printed_on, title = _printed(db, wish)
    title = one_line(wish.title) or title
    named = replace(wish, bulletin=without_marks(wish.bulletin), number=one_line(wish.number), title=title)
    _refuse_unlevelled(named.level, "级别")
    if named.kind == "adopted" and not named.bulletin:
        raise UsageError("上级采用没有写明刊名", "请用 --bulletin 写出上级刊物的名称")
    _refuse_day(settings, named.dated_on, at, printed_on)
    _refuse_points(settings, named.points)
    with store.write(db):
        if before := store.upper_adoptions.same(db, named):
            raise RefusedAction(*_registered(before, named))
        made = replace(named, by=actor.id, on_behalf_of=behalf, at=at)
        return store.upper_adoptions.add(db, made)


def enter_late(db: Database, settings: Settings, wish: LateEntry, actor: Actor, at: datetime) -> LateEntry:
    """Enter an item that was printed elsewhere. Raises `UsageError`, `NotFound` for a unit, `RefusedAction` for it again."""
    behalf = _authority(actor, REGISTRARS, "补录")
    title, publication = one_line(wish.title), without_marks(wish.publication)
    if not title or not publication or not wish.units:
        raise UsageError("补录须写明刊名、标题和单位", "请用 --publication、--title、--unit 写出")
    if wish.kind and wish.kind not in KINDS:
        raise UsageError(f"没有信息类型 {wish.kind}", f"可用的：{'、'.join(KINDS)}")
    _refuse_day(settings, wish.printed_on, at)
    units = tuple(dict.fromkeys(_unit(settings, unit) for unit in wish.units))
    made = replace(wish, title=title, publication=publication, units=units, section=one_line(wish.section))
    with store.write(db):
        _refuse_printed(db, made)
        if before := store.late_entries.same(db, made):
            what = f"《{publication}》{wish.printed_on}“{title}”已补录为 {late_reference(before.id)}，未重复补录"
            raise RefusedAction(what, "登错的，用 adoption undo 撤销后再录")
        return store.late_entries.add(db, replace(made, by=actor.id, on_behalf_of=behalf, at=at))


def penalise(db: Database, settings: Settings, wish: Penalty, actor: Actor, at: datetime) -> Penalty:
    """Register a fault of a unit. Raises `UsageError`, `NotFound`, `RefusedAction` for the same one again."""
    behalf = _authority(actor, JUDGES, "登记扣分")
    kinds = [kind for kind in FAULTS if kind not in FROM_COMMISSIONS]
    if wish.kind not in kinds:
        derived = wish.kind in FROM_COMMISSIONS
        remedy = "它由约稿的记录自动得出，不必登记" if derived else f"可用的：{'、'.join(kinds)}"
        raise UsageError(f"扣分不能登记为“{one_line(wish.kind)}”", remedy)
    if wish.level:
        _refuse_unlevelled(wish.level, "点名的级别")
    if not one_line(wish.what):
        raise UsageError("扣分没有写明事由", "请写出是哪一件、怎么回事")
    _refuse_day(settings, wish.dated_on, at)
    made = replace(wish, unit=_unit(settings, wish.unit), what=one_line(wish.what))
    with store.write(db):
        if before := store.penalties.same(db, made):
            raise RefusedAction(
                f"{made.unit}的这件{made.kind}已登记为 {before.id}，未重复登记", "不是同一件的，请把事由写清"
            )
        return store.penalties.add(db, replace(made, by=actor.id, on_behalf_of=behalf, at=at))


def take_back(
    db: Database, settings: Settings, record: str, number: int, reason: str, actor: Actor, at: datetime
) -> None:
    """Take back a row of ``late_entries``, ``upper_adoptions`` or ``penalties``, from today on; the row itself stays.

    Raises `NotFound`, `RefusedAction` (role; taken back before), `UsageError` without a reason.
    """
    behalf = _authority(actor, JUDGES if record == "penalties" else REGISTRARS, "撤销登记")
    if not one_line(reason):
        raise UsageError("撤销登记没有写明理由", "请用 --reason 写出理由")
    with store.write(db):
        before = _READ[record](db, number).retracted
        if before:
            raise RefusedAction(f"登记 {number} 已于{before.dated_on}撤销（{before.reason}）", "不必再撤")
        wish = Retraction(at.astimezone(settings.zone).date(), one_line(reason), actor.id)
        store.retractions.add(db, record, number, wish, behalf, at)


def _printed(db: Database, wish: UpperAdoption) -> tuple[date, str]:
    """Return when the entry was printed, and its title. Raises `RefusedAction` where it was not, or was taken back."""
    if wish.late_entry_id is not None:
        late = store.late_entries.get(db, wish.late_entry_id)
        if late.retracted:
            raise RefusedAction(f"{late_reference(late.id)}已撤销，不能登记上级采用", "请用 adoption list 核对")
        return late.printed_on, late.title
    printed = store.credits.printed(db, wish.entry_id or 0)
    if printed is None:
        raise RefusedAction("这一条所在的期尚未印发，不能登记上级采用", "请在印发后登记")
    _refuse_withdrawn(db, wish)
    return printed


def _refuse_withdrawn(db: Database, wish: UpperAdoption) -> None:
    """Refuse what comes after the entry was withdrawn and lost its points: it would bring nothing."""
    gone = store.corrections.withdrawal(db, wish.entry_id or 0)
    if gone and not gone.keeps_points and (gone.effective_on is None or gone.effective_on <= wish.dated_on):
        since = f"自 {gone.effective_on} 起撤回" if gone.effective_on else "撤回，自始无效"
        what = f"这一条印发后已{since}，不计分，不能登记{_WAYS[wish.kind]}"
        raise RefusedAction(what, "请用 issue corrections 核对")


def _registered(before: UpperAdoption, wish: UpperAdoption) -> tuple[str, str]:
    """Return what is said of an adoption that stands already, and what can be done."""
    place = f"{before.level}级{f'《{before.bulletin}》' if before.bulletin else ''}{before.number}"
    what = f"{place}{_WAYS[before.kind]}已登记为 {before.id}（{before.dated_on}），未重复登记"
    undo = f"adoption undo {before.id} 撤销"
    if before.level != wish.level:
        return what, f"级别登错的，先用 {undo}；两级各有同名刊物的，在刊名中写明是哪一级的"
    if wish.issue_above.is_numbered and not before.issue_above.is_numbered:
        return what, f"它没有写期号：要补写期号，或确是另一期的，先用 {undo}，再写明期号各自登记"
    return what, f"不是同一次的，请用 --number 写明上级的期号；登错的，用 {undo}"


def _refuse_printed(db: Database, wish: LateEntry) -> None:
    """Refuse to enter late what an issue of this office printed: it has its points."""
    for one in store.credits.printed_titles(db, wish.printed_on.year):
        if wish.is_same_as(one.publication, in_words(one.reference), one.title, one.dated_on):
            what = f"“{one.title}”已印在{in_words(one.reference)}（{one.reference}，{one.dated_on}），未补录"
            raise RefusedAction(what, "不是同一条的，请核对 --publication、--number、--on，或把标题写得有别")


def _authority(actor: Actor, roles: tuple[str, ...], deed: str) -> str:
    behalf = workflow.authority(actor, roles)
    if behalf is None:
        held = role_names(actor.roles) or "无"
        raise RefusedAction(f"{deed}须由{role_names(roles)}角色进行，{actor.name}的角色是{held}", "请换人操作")
    return behalf


def _refuse_unlevelled(level: str, noun: str) -> None:
    if level not in LEADER_LEVELS:
        near = nearest(level, LEADER_LEVELS)
        raise UsageError(
            f"{noun}“{one_line(level)}”不对",
            f"可用的：{'、'.join(LEADER_LEVELS)}" + (f"，最接近的是 {near}" if near else ""),
        )


def _refuse_day(settings: Settings, day: date, at: datetime, not_before: date | None = None) -> None:
    today = at.astimezone(settings.zone).date()
    if day > today:
        raise UsageError(f"日期 {day} 在今天（{today}）之后", "请用 --on 写出实际的日期")
    if not_before and day < not_before:
        raise UsageError(f"日期 {day} 早于印发日期 {not_before}", "请核对 --on")


def _refuse_points(settings: Settings, points: Fraction | None) -> None:
    most = settings.most_upper_points
    if points is not None and not 0 <= points <= most:
        what = f"上级分值 {in_full(points)} 不对：应不小于 0，不大于 {most}"
        raise UsageError(
            what, "请核对 --points；上级确有更高的分值，由管理员在 bulletin.toml 的 [points] 写 upper_most"
        )


def _unit(settings: Settings, name: str) -> str:
    unit = settings.unit(name)
    if unit is None:
        near = nearest(one_line(name), settings.units)
        raise NotFound(
            "单位", one_line(name), f"最接近的是 {near}" if near else f"可用的单位：{'、'.join(settings.units)}"
        )
    return unit.name
