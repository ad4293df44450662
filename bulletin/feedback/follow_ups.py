"""Follow-ups (督办): one lead unit, one date, every word of progress kept, and a result that returns to the queue.

Steps: 交办 → 反馈 → 审结 → 办结, or 退回重办; 催办 and 延期 on the way. An extension is asked for before the date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bulletin import store, workflow
from bulletin.errors import NotFound, RefusedAction, UsageError
from bulletin.model import Actor, Extracted, FollowUp, Instruction, Received
from bulletin.reference import in_words
from bulletin.settings import Settings, due_on
from bulletin.store import Database
from bulletin.text import chinese_date, one_line, plain, shorten

SOURCE = "反馈"
TASK_KINDS = ("办理", "研究")


@dataclass(frozen=True, slots=True)
class Assignment:
    """What is assigned: the lead unit, helping units, the task in words, and the date it is due."""

    unit: str
    co_units: tuple[str, ...] = ()
    task: str = ""
    due_on: date | None = None


def assign(
    db: Database, settings: Settings, instruction_id: int, wish: Assignment, actor: Actor, at: datetime
) -> FollowUp:
    """Assign (交办) an instruction to a unit; without a date, the office's deadline for its class holds.

    Raises `NotFound`, `RefusedAction` for a class that demands no answer, `UsageError` for a date in the past.
    """
    instruction = store.instructions.get(db, instruction_id)
    if instruction.kind not in TASK_KINDS:
        raise RefusedAction(
            f"批示 {instruction_id} 属{instruction.kind}类，不立项督办", "确需办理的，请按办理类重新登记"
        )
    units = tuple(dict.fromkeys(_unit(settings, name) for name in (wish.unit, *wish.co_units)))
    due = wish.due_on or due_on(settings, instruction.kind, at.date())
    if due < at.date():
        raise UsageError(f"办理时限 {due.isoformat()} 早于交办日", "请写今天或以后的日期")
    step = workflow.begin("follow_up", actor, at)
    task = plain(wish.task).strip() or instruction.text
    return store.follow_ups.get(db, store.follow_ups.create(db, step, instruction_id, units, task, due))


def report(db: Database, follow_up_id: int, text: str, final: bool, actor: Actor, at: datetime) -> FollowUp:
    """Record a unit's report (反馈); a `final` one awaits acceptance, an interim one leaves the case open."""
    words = _words(text, "办理情况")
    with store.write(db):
        follow_up = store.follow_ups.get(db, follow_up_id)
        step = workflow.advance(store.follow_ups.standing(follow_up), "report", actor, at)
        store.follow_ups.add_progress(db, follow_up_id, "report" if final else "interim", words, step)
        if final:
            store.statuses.record(db, step)
    return store.follow_ups.get(db, follow_up_id)


def accept(db: Database, settings: Settings, follow_up_id: int, note: str, actor: Actor, at: datetime) -> int:
    """Accept (审结) the report: the case is closed and its result enters the queue. Return the new item's number."""
    with store.write(db):
        follow_up = store.follow_ups.get(db, follow_up_id)
        step = workflow.advance(store.follow_ups.standing(follow_up), "accept", actor, at, note)
        store.statuses.record(db, step)
        store.follow_ups.add_progress(db, follow_up_id, "accept", note or "审结通过", step)
        return _return_to_queue(db, settings, follow_up, at)


def send_back(db: Database, follow_up_id: int, reason: str, actor: Actor, at: datetime) -> FollowUp:
    """Return (退回重办) a report that does not answer the instruction."""
    return _noted(db, follow_up_id, "return", reason, actor, at)


def remind(db: Database, follow_up_id: int, text: str, actor: Actor, at: datetime) -> FollowUp:
    """Remind (催办) the unit."""
    return _noted(db, follow_up_id, "remind", text.strip() or "请按时反馈办理情况", actor, at)


def extend(db: Database, follow_up_id: int, until: date, reason: str, actor: Actor, at: datetime) -> FollowUp:
    """Extend (延期) to a later date, for a reason, before the present one has passed."""
    with store.write(db):
        follow_up = store.follow_ups.get(db, follow_up_id)
        if until <= follow_up.due_on:
            raise UsageError(f"督办 {follow_up_id} 的时限已是 {follow_up.due_on.isoformat()}", "延期须晚于原时限")
        step = workflow.advance(store.follow_ups.standing(follow_up), "extend", actor, at, reason)
        store.statuses.record(db, step)
        store.follow_ups.add_progress(db, follow_up_id, "extend", reason, step, until)
        store.follow_ups.set_due(db, follow_up_id, until)
    return store.follow_ups.get(db, follow_up_id)


def signal(follow_up: FollowUp, settings: Settings, on: date) -> str:
    """Return the signal of a case on a day: ``closed``, ``red`` past its date, ``blue`` near it, else ``none``.

    Source: 蓝 near due, 红 overdue (宿迁 2025, A-47); the number of days is the office's.
    """
    if follow_up.state == "closed":
        return "closed"
    left = (follow_up.due_on - on).days
    if left < 0:
        return "red"
    return "blue" if left <= settings.deadlines.remind_days else "none"


def _noted(db: Database, follow_up_id: int, action: str, text: str, actor: Actor, at: datetime) -> FollowUp:
    with store.write(db):
        follow_up = store.follow_ups.get(db, follow_up_id)
        step = workflow.advance(store.follow_ups.standing(follow_up), action, actor, at, text)
        store.statuses.record(db, step)
        store.follow_ups.add_progress(db, follow_up_id, action, text, step)
    return store.follow_ups.get(db, follow_up_id)


def _return_to_queue(db: Database, settings: Settings, follow_up: FollowUp, at: datetime) -> int:
    """A loop back is a new row: the feedback becomes an original and an item that names the instruction."""
    instruction = store.instructions.get(db, follow_up.instruction_id)
    body = _feedback_text(db, instruction, follow_up)
    received = Received(body.encode(), f"followup:{follow_up.id}", "text/plain", "utf-8")
    original, _ = store.originals.keep(db, settings, received, SOURCE, at)
    extracted = Extracted(
        key=f"followup:{follow_up.id}",
        title=f"关于{instruction.leader}批示“{shorten(instruction.text, 20)}”的办理情况",
        text=body,
        raw_text=body,
        origin=instruction.reference,
        unit=follow_up.unit,
        kind="反馈",
        published_at=at,
    )
    item, _ = store.items.add(db, original, extracted, at, instruction.id)
    store.relations.relate(db, item, at)
    return item.id


def _feedback_text(db: Database, instruction: Instruction, follow_up: FollowUp) -> str:
    told = store.follow_ups.progress(db, follow_up.id)
    last = max(progress.id for progress in told if progress.kind == "report")
    reports = [progress for progress in told if progress.kind == "interim" or progress.id == last]
    lines = [
        f"{chinese_date(instruction.written_on)}，{instruction.leader}在{in_words(instruction.reference)}上批示：{instruction.text}",
        f"承办单位：{'、'.join((follow_up.unit, *follow_up.co_units))}。办理情况如下。",
        *(progress.text for progress in reports),
    ]
    return "\n".join(lines)


def _unit(settings: Settings, name: str) -> str:
    unit = settings.unit(name)
    if unit is None:
        raise NotFound("单位", one_line(name), f"可用的单位：{'、'.join(settings.units)}")
    return unit.name


def _words(text: str, what: str) -> str:
    words = plain(text).strip()
    if not words:
        raise UsageError(f"没有写{what}", "请用 --text 或 --file 写明")
    return words
