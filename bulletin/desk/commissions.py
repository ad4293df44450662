"""Commissions (约稿): asking units for a topic by a time, and seeing who has answered, who is late, who has not.

What the program thinks an answer is a suggestion until a person confirms it. What was received at the due time itself is
in time. Sources: 约稿通知单 with 发布时间 and 截止时间, to all or some units; 约稿不报、迟报 count against a unit (R2).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bulletin import store, workflow
from bulletin.desk import steps
from bulletin.errors import NotFound, NothingToDo, RefusedAction, UsageError
from bulletin.model import Actor, Answer, Commission, Item, Status
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.text import one_line
from bulletin.text.days import due_words
from bulletin.text.phrases import is_name, phrases, stands_in

_IN_TEXT = 2
"""So many words of the topic must stand in a text whose title has none of them."""


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked: the topic, its elements, of which units and classes of units (neither: all), from when, by when.

    ``starts_at`` None means now; times without a zone are in the office's.
    """

    topic: str
    due_at: datetime
    asks: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    classes: tuple[int, ...] = ()
    starts_at: datetime | None = None
    issue_id: int | None = None
    instruction_id: int | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """How one unit stands to a commission: answered, late, waiting or overdue (`bulletin.terms.DUTIES`).

    ``asked`` is False of a unit that answered without being asked; ``reminded`` are the reminders it had, oldest first.
    """

    unit: str
    state: str
    asked: bool = True
    answers: tuple[Answer, ...] = ()
    reminded: tuple[Status, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An item that may answer a commission: it came from a unit that was asked, and has these words of the topic."""

    item: Item
    words: tuple[str, ...]


def commission(db: Database, settings: Settings, call: Call, actor: Actor, at: datetime) -> Commission:
    """Put out a commission. Raises `UsageError`, `NotFound` for a unit or record that is not there, `RefusedAction`."""
    topic = one_line(call.topic)
    starts_at, due_at = _in_zone(call.starts_at or at, settings), _in_zone(call.due_at, settings)
    if not topic:
        raise UsageError("没有写明约稿的题目", "请写出题目后重试")
    if starts_at > due_at:
        raise UsageError(
            f"约稿的截止时间 {due_at:%Y-%m-%d %H:%M} 早于发布时间 {starts_at:%Y-%m-%d %H:%M}", "请核对 --due 和 --start"
        )
    if call.issue_id is not None:
        store.issues.get(db, call.issue_id)
    if call.instruction_id is not None:
        store.instructions.get(db, call.instruction_id)
    asks = tuple(dict.fromkeys(filter(None, map(one_line, call.asks))))
    units = _asked(settings, call)
    wish = Commission(0, topic, asks, units, starts_at, due_at, call.issue_id, call.instruction_id)
    return store.commissions.create(db, workflow.begin("commission", actor, at), wish)


def list_commissions(db: Database, at: datetime, state: str = "open") -> list[tuple[Commission, list[Duty]]]:
    """Return the commissions in `state` ('' for all), first due first, each with how its units stand."""
    return [(one, duties(db, one, at)) for one in store.commissions.every(db, state)]


def duties(db: Database, one: Commission, at: datetime) -> list[Duty]:
    """Return how each unit stands: those asked in their order, then those that answered without being asked."""
    answers = store.commissions.answers(db, one.id)
    reminders = [step for step in store.statuses.history(db, "commission", one.id) if step.action == "remind"]
    units = dict.fromkeys((*one.units, *(answer.unit for answer in answers)))
    return [
        _duty(
            Duty(
                unit,
                "",
                unit in one.units,
                tuple(answer for answer in answers if answer.unit == unit),
                tuple(step for step in reminders if step.target == unit),
            ),
            one.due_at,
            at,
        )
        for unit in units
    ]


def missing(found: list[Duty]) -> list[str]:
    """Return the units that have not answered."""
    return [duty.unit for duty in found if not duty.answers]


def answer(
    db: Database,
    settings: Settings,
    commission_id: int,
    item_ids: list[int],
    actor: Actor,
    at: datetime,
    unit: str = "",
) -> Commission:
    """Confirm that items answer the commission, for their own unit or for `unit`; all or none, each once.

    Raises `NotFound`, `RefusedAction` (closed; of no unit).
    """
    with store.write(db):
        one = store.commissions.get(db, commission_id)
        known = {answer.item_id for answer in store.commissions.answers(db, commission_id)}
        named = _unit(settings, unit) if unit else ""
        for item_id in dict.fromkeys(item_ids):
            item = store.items.get(db, item_id)
            credited = named or item.unit
            if not credited:
                raise RefusedAction(f"来稿 {item_id} 没有写明单位，不能记为应约", "请用 --unit 写明是哪个单位的")
            step = workflow.advance(store.commissions.standing(one), "answer", actor, at, "", str(item_id))
            if item_id not in known:
                store.commissions.link(db, one, item_id, credited, step)
        return one


def refuse(db: Database, commission_id: int, actor: Actor, at: datetime) -> None:
    """Raise `NotFound` or `RefusedAction` where `actor` could not confirm an answer to the commission now."""
    workflow.advance(store.commissions.standing(store.commissions.get(db, commission_id)), "answer", actor, at)


def unlink(db: Database, commission_id: int, item_ids: list[int], actor: Actor, at: datetime) -> Commission:
    """Say that items do not answer the commission: links are taken back, suggestions not made again."""
    with store.write(db):
        one = store.commissions.get(db, commission_id)
        for item_id in dict.fromkeys(item_ids):
            item = store.items.get(db, item_id)
            step = workflow.advance(store.commissions.standing(one), "unlink", actor, at, "", str(item_id))
            store.commissions.link(db, one, item_id, item.unit, step, is_off=True)
        return one


def suggestions(db: Database, settings: Settings, one: Commission, at: datetime) -> list[Suggestion]:
    """Return what may answer an open commission: from a unit asked, in its time or after, with words of the topic.

    One word in the title is enough, in the text alone it takes two. Nothing is recorded: a person confirms with `answer`
    or says no with `unlink`.
    """
    if one.state != "open":
        return []
    words = [word for word in phrases(one.topic, "") if not is_name(word, settings.units)]
    decided = store.commissions.decided(db, one.id)
    found = [
        Suggestion(item, _words_in(item, words))
        for unit in one.units
        for item in store.commissions.received(db, unit, one.starts_at, at)
        if item.id not in decided
    ]
    return sorted((one for one in found if one.words), key=lambda one: (one.item.received_at, one.item.id))


def remind(
    db: Database, settings: Settings, commission_id: int, units: list[str], actor: Actor, at: datetime, note: str = ""
) -> list[str]:
    """Record that units were reminded; without any named, all that have not answered. Return their names.

    Raises `NothingToDo` where everybody has answered, `RefusedAction` for a unit that was not asked or has answered.
    """
    with store.write(db):
        one = store.commissions.get(db, commission_id)
        found = duties(db, one, at)
        names = list(dict.fromkeys(_unit(settings, unit) for unit in units)) or missing(found)
        if not names:
            raise NothingToDo(f"约稿 {commission_id}：各单位都已应约，没有可催的", "收齐的，请用 commission close 结束")
        for name in names:
            if name not in missing(found):
                why = "已经应约" if name in one.units else "没有被约"
                raise RefusedAction(
                    f"约稿 {commission_id}：{name}{why}，没有催", "请用 commission show 查看各单位的情况"
                )
            step = workflow.advance(store.commissions.standing(one), "remind", actor, at, one_line(note), name)
            store.statuses.record(db, step)
        return names


def close(db: Database, commission_id: int, actor: Actor, at: datetime, note: str = "") -> Commission:
    """Close the commission: nothing is linked or suggested any more."""
    return steps.take(db, store.commissions, commission_id, "close", actor, at, note)


def reopen(db: Database, commission_id: int, actor: Actor, at: datetime, note: str = "") -> Commission:
    """Open a closed commission again."""
    return steps.take(db, store.commissions, commission_id, "reopen", actor, at, note)


def notice(one: Commission, settings: Settings) -> list[str]:
    """Return the lines of the 约稿通知单 as it is sent to the units."""
    return [
        "约稿通知单",
        f"{'、'.join(one.units)}：",
        f"请就“{one.topic}”报送信息。",
        *([f"请写清：{'；'.join(one.asks)}。"] if one.asks else []),
        f"截止时间：{due_words(one.due_at)}（{_zone_name(settings)}）。",
        f"{settings.office}　{one.starts_at:%Y年%-m月%-d日}",
    ]


def _duty(duty: Duty, due_at: datetime, at: datetime) -> Duty:
    """The first answer counts: what comes in at the due time itself is in time."""
    if duty.answers:
        return replace(duty, state="answered" if duty.answers[0].received_at <= due_at else "late")
    return replace(duty, state="waiting" if at <= due_at else "overdue")


def _words_in(item: Item, words: list[str]) -> tuple[str, ...]:
    titled = [word for word in words if stands_in(word, item.title)]
    told = titled or [word for word in words if stands_in(word, item.text)]
    return tuple(told) if titled or len(told) >= min(_IN_TEXT, len(words)) else ()


def _asked(settings: Settings, call: Call) -> tuple[str, ...]:
    for number in call.classes:
        if number not in {unit.unit_class for unit in settings.units.values()}:
            raise UsageError(f"没有第{number}类单位", "请核对 bulletin.toml 中各单位的 class")
    named = [_unit(settings, name) for name in call.units]
    classed = [unit.name for unit in settings.units.values() if unit.unit_class in call.classes]
    chosen = tuple(dict.fromkeys((*named, *classed))) or tuple(settings.units)
    if not chosen:
        raise UsageError("还没有报送单位，约稿没有可发的对象", "请先在 bulletin.toml 的 [units] 中写上单位")
    return chosen


def _unit(settings: Settings, name: str) -> str:
    unit = settings.unit(name)
    if unit is None:
        raise NotFound("单位", one_line(name), f"可用的单位：{'、'.join(settings.units)}")
    return unit.name


def _zone_name(settings: Settings) -> str:
    return "北京时间" if settings.zone.key == "Asia/Shanghai" else f"{settings.zone.key}时间"


def _in_zone(moment: datetime, settings: Settings) -> datetime:
    known = moment if moment.tzinfo else moment.replace(tzinfo=settings.zone)
    return known.astimezone(settings.zone)
