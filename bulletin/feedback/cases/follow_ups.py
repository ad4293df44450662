"""Follow-ups (督办): one lead unit, one date, every word of progress kept, and a result that returns to the queue.

Steps: 登记 → 拟办 → 立项 → 交办 → 签收 → 反馈 → 审结 → (送领导 →) 办结, or 退回重办, or 不立项; 催办 and 延期 on the way. The short
way (即批即转) is 登记 and 交办 in one go. The steps before 交办 stand in `bulletin.feedback.cases.opening`, those after 反馈 in
`bulletin.feedback.cases.closing`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from bulletin import store, workflow
from bulletin.errors import NotFound, NothingToDo, RefusedAction, UsageError
from bulletin.feedback.cases import signals
from bulletin.feedback.cases.closing import accept, conclude, judge, send_back
from bulletin.feedback.cases.instructions import OVER, TASK_KINDS
from bulletin.feedback.cases.reminding import remind
from bulletin.model import Actor, FollowUp, Instruction, Task
from bulletin.settings import Settings
from bulletin.settings.follow_ups import end_of
from bulletin.store import Database
from bulletin.terms import CASE_MODES, CASE_URGENCIES, state_name
from bulletin.text import nearest, one_line, plain
from bulletin.text.days import END_OF_DAY
from bulletin.workflow import Step

__all__ = [
    "TASK_KINDS",
    "UNASSIGNED",
    "Assignment",
    "accept",
    "ask_extension",
    "assign",
    "assign_case",
    "conclude",
    "decide_extension",
    "extend",
    "judge",
    "receive",
    "refuse_mistaken",
    "remind",
    "report",
    "send_back",
    "signal",
    "task_of",
    "waiting_case",
]

UNASSIGNED = ("registered", "proposed", "opened")
"""The states in which a case waits to be assigned."""
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Assignment:
    """What is assigned: the lead unit, helping units, the task in words, the day (and hour) it is due; mode and urgency.

    Without a day the office's limit for the class of the instruction and the urgency holds. A mode of 自办 needs no unit.
    ``again``: one more case is meant, though there is one under the instruction.
    """

    unit: str = ""
    co_units: tuple[str, ...] = ()
    task: str = ""
    due_on: date | None = None
    due_by: time = END_OF_DAY
    mode: str = ""
    urgency: str = ""
    again: bool = False


def assign(
    db: Database, settings: Settings, instruction_id: int, wish: Assignment, actor: Actor, at: datetime
) -> FollowUp:
    """Assign (交办) an instruction to a unit: a case that waits under it goes on, else one is registered in the same go.

    What `wish` does not say is as it was proposed. Sends the assignment slip (交办单). Raises `NotFound`, `RefusedAction` for a
    class that demands no answer or where there is a case already, `UsageError` for a date in the past.
    """
    with store.write(db):
        instruction = store.instructions.get(db, instruction_id)
        is_known = _waiting(db, instruction_id) is not None
        case = waiting_case(db, settings, instruction, actor, at, again=wish.again)
        if settings.follow_ups.opens_first and not is_known:
            again = " --again" if wish.again else ""
            raise RefusedAction(
                f"批示 {instruction_id} 还没有登记督办，不能直接交办：本办公室规定先拟办、立项，再交办",
                f"请先登记：followup register {instruction_id}{again}",
            )
        return _assign(db, settings, (instruction, case), wish, actor, at)


def assign_case(
    db: Database, settings: Settings, follow_up_id: int, wish: Assignment, actor: Actor, at: datetime
) -> FollowUp:
    """Assign (交办) a case that is registered, proposed or opened, by its own number. Raises as `assign`."""
    with store.write(db):
        case = store.follow_ups.get(db, follow_up_id)
        instruction = store.instructions.get(db, case.instruction_id)
        return _assign(db, settings, (instruction, case), wish, actor, at)


def refuse_mistaken(db: Database, instruction_id: int) -> None:
    """Refuse the number of an instruction under which no case waits where a case of the same number waits elsewhere.

    Whoever types it most likely means the case. Raises `RefusedAction`.
    """
    if _waiting(db, instruction_id):
        return
    meant = next((one for one in store.follow_ups.every(db, *UNASSIGNED) if one.id == instruction_id), None)
    if meant:
        what = f"{instruction_id} 既是批示的编号，也是等着交办的督办（在批示 {meant.instruction_id} 下）的编号"
        remedy = f"要交办督办 {meant.id}，请用 followup assign --case {meant.id}；确是交办批示 {meant.id}，请加 --again"
        raise RefusedAction(what, remedy)


def _waiting(db: Database, instruction_id: int) -> FollowUp | None:
    found = store.follow_ups.of_instruction(db, instruction_id)
    return next((case for case in found if case.state in UNASSIGNED), None)


def _assign(
    db: Database,
    settings: Settings,
    under: tuple[Instruction, FollowUp],
    wish: Assignment,
    actor: Actor,
    at: datetime,
) -> FollowUp:
    instruction, case = under
    task = task_of(settings, instruction, wish, at, case)
    step = workflow.advance(store.follow_ups.standing(case, settings), "assign", actor, at)
    store.follow_ups.set_task(db, case.id, task)
    store.statuses.record(db, step)
    assigned = store.follow_ups.get(db, case.id)
    store.slips.send(db, "assign", assigned, ("、".join(assigned.units), task.words), step)
    return store.follow_ups.get(db, case.id)


def waiting_case(
    db: Database,
    settings: Settings,
    instruction: Instruction,
    actor: Actor,
    at: datetime,
    previous_id: int | None = None,
    again: bool = False,
) -> FollowUp:
    """Return the case under an instruction that is not assigned yet, or register (登记) one, with the office's usual limit.

    Raises `RefusedAction` for an instruction that demands no answer, or under which there is a case, running or closed, and not
    one more (``again``) is meant.
    """
    if instruction.kind not in TASK_KINDS:
        remedy = f"确需办理的，请先用 instruction class {instruction.id} --kind 办理 改类别"
        raise RefusedAction(f"批示 {instruction.id} 属{instruction.kind}类，不立项督办", remedy)
    if waiting := _waiting(db, instruction.id):
        return waiting
    if not again:
        _refuse_second(db, instruction.id)
    task = Task("", (), instruction.text, _usual_due(settings, instruction, "", at))
    step = workflow.begin("follow_up", actor, at)
    number = store.follow_ups.register(db, step, instruction.id, task, previous_id)
    return store.follow_ups.get(db, number)


def _refuse_second(db: Database, instruction_id: int) -> None:
    """One instruction, one case: a second would be reminded of and counted twice, and one that is closed would begin anew."""
    found = [one for one in store.follow_ups.of_instruction(db, instruction_id) if one.state != "not_opened"]
    known = next((one for one in found if one.state not in OVER), found[-1] if found else None)
    if known is None:
        return
    waiting = [one.id for one in store.follow_ups.every(db, *UNASSIGNED)]
    numbers = "、".join(map(str, waiting[:_MOST_NAMED]))
    other = f"等着交办的是督办 {numbers}，请用 followup assign --case 督办编号；" if waiting else ""
    raise RefusedAction(
        f"批示 {instruction_id} 已有督办 {known.id}（{state_name('follow_up', known.state)}），没有另开",
        f"{other}确要在这条批示下另开一件，请加 --again",
    )


def task_of(settings: Settings, instruction: Instruction, wish: Assignment, at: datetime, case: FollowUp) -> Task:
    """Return the task `wish` gives, over what was proposed for `case`. Raises `UsageError`, `NotFound`."""
    is_proposed = case.state != "registered"
    mode = _one_of("mode", wish.mode, CASE_MODES) or case.mode
    urgency = _one_of("urgency", wish.urgency, CASE_URGENCIES) or case.urgency
    lead = settings.office if mode == "自办" and not wish.unit else wish.unit or case.unit
    if not lead:
        raise UsageError(f"督办 {case.id} 没有写承办单位", "请用 --unit 写明牵头单位，由办公室自办的写 --mode 自办")
    helpers = wish.co_units or (case.co_units if not wish.unit else ())
    units = tuple(dict.fromkeys(_unit(settings, name) for name in (lead, *helpers)))
    if wish.due_on:
        due_at = datetime.combine(wish.due_on, wish.due_by, settings.zone)
    elif is_proposed and not wish.urgency:
        due_at = case.due_at
    else:
        due_at = _usual_due(settings, instruction, urgency, at)
    _refuse_past(instruction, due_at, at)
    words = plain(wish.task).strip() or (case.task if is_proposed else instruction.text)
    return Task(units[0], units[1:], words, due_at, mode, urgency)


def receive(db: Database, follow_up_id: int, unit: str, actor: Actor, at: datetime) -> FollowUp:
    """Record that a unit has signed for its task (签收): the lead, where none is named. Raises `NothingToDo` where it has."""
    with store.write(db):
        case = store.follow_ups.get(db, follow_up_id)
        name = _own_unit(case, unit)
        step = workflow.advance(store.follow_ups.standing(case), "receive", actor, at, target=name)
        if name not in case.unsigned:
            remedy = f"还没有签收的：{'、'.join(case.unsigned)}；用 --unit 写明"
            raise NothingToDo(f"督办 {case.id}：{name}已签收过", remedy)
        store.statuses.record(db, step)
    return store.follow_ups.get(db, follow_up_id)


def report(
    db: Database, follow_up_id: int, text: str, final: bool, actor: Actor, at: datetime, unit: str = ""
) -> FollowUp:
    """Record a report (反馈) of the lead unit, or of the helping `unit` named.

    Only the lead's `final` one awaits acceptance; an interim one, and those of helping units, leave the case where it is.
    """
    words = _words(text, "办理情况")
    with store.write(db):
        case = store.follow_ups.get(db, follow_up_id)
        name = _own_unit(case, unit)
        is_lead, standing = name == case.unit, store.follow_ups.standing(case)
        if is_lead:
            step, kind = workflow.advance(standing, "report", actor, at), "report" if final else "interim"
        else:
            step, kind = workflow.advance(standing, "contribute", actor, at, target=name), "contribute"
        store.follow_ups.add_progress(db, kind, words, step, unit=name)
        if final or not is_lead:
            store.statuses.record(db, step)
    return store.follow_ups.get(db, follow_up_id)


def extend(
    db: Database, settings: Settings, follow_up_id: int, until: date, reason: str, actor: Actor, at: datetime
) -> FollowUp:
    """Extend (延期) to a later date, at the same hour, for a reason, before the present one has passed.

    Raises `RefusedAction` where the office wants it asked for by one and granted by another.
    """
    return _move_due(db, settings, follow_up_id, (until, "extend", reason), actor, at)


def ask_extension(
    db: Database, settings: Settings, follow_up_id: int, until: date, reason: str, actor: Actor, at: datetime
) -> FollowUp:
    """Ask for an extension (申请延期), in time, for a reason; another person decides on it, in time or later."""
    return _move_due(db, settings, follow_up_id, (until, "ask_extension", reason), actor, at)


def decide_extension(
    db: Database, settings: Settings, follow_up_id: int, action: str, reason: str, actor: Actor, at: datetime
) -> FollowUp:
    """Decide on the extension that was asked for: `action` is grant_extension or deny_extension (which takes a reason)."""
    with store.write(db):
        case = store.follow_ups.get(db, follow_up_id)
        step = workflow.advance(store.follow_ups.standing(case, settings), action, actor, at, reason)
        until = case.course.asked_until
        assert until is not None, "the guard extension_asked let it pass"
        _note_due(db, step, until if action == "grant_extension" else None)
    return store.follow_ups.get(db, follow_up_id)


def signal(follow_up: FollowUp, settings: Settings, at: datetime) -> str:
    """Return the signal of a case at a moment by the office's policy: see `bulletin.feedback.cases.signals`."""
    return signals.light(follow_up, settings.follow_ups.signals, at)


def _move_due(
    db: Database, settings: Settings, follow_up_id: int, wish: tuple[date, str, str], actor: Actor, at: datetime
) -> FollowUp:
    until, action, reason = wish
    with store.write(db):
        case = store.follow_ups.get(db, follow_up_id)
        if until <= case.due_on:
            raise UsageError(f"督办 {follow_up_id} 的时限已是 {case.due_on.isoformat()}", "延期须晚于原时限")
        step = workflow.advance(store.follow_ups.standing(case, settings), action, actor, at, reason)
        due_at = datetime.combine(until, case.due_at.time(), settings.zone)
        if action == "extend":
            _note_due(db, step, due_at)
        else:
            store.statuses.record(db, step)
            store.follow_ups.add_progress(db, action, step.note, step, due_at=due_at)
    return store.follow_ups.get(db, follow_up_id)


def _note_due(db: Database, step: Step, due_at: datetime | None) -> None:
    """Record the step that decides on an extension, and move the date where it is granted."""
    store.statuses.record(db, step)
    store.follow_ups.add_progress(db, step.action, step.note, step, due_at=due_at)
    if due_at:
        store.follow_ups.set_due(db, step.id, due_at)


def _usual_due(settings: Settings, instruction: Instruction, urgency: str, at: datetime) -> datetime:
    limit = settings.follow_ups.limit(instruction.kind, urgency)
    return end_of(limit.due_on(at.date(), settings.calendar), at)


def _refuse_past(instruction: Instruction, due_at: datetime, at: datetime) -> None:
    if due_at >= at:
        return
    written = instruction.written_on
    and_that = f"，也早于批示日 {written.isoformat()}" if due_at.date() < written else ""
    what = f"办理时限 {due_at.date().isoformat()} 早于交办日 {at.date().isoformat()}{and_that}"
    raise UsageError(what, "--due 请写今天或以后的日期，或不写，按批示类别定")


def _one_of(key: str, value: str, choices: tuple[str, ...]) -> str:
    if value and value not in choices:
        best = nearest(value, choices)
        raise UsageError(
            f"--{key} 没有“{value}”", f"可用的：{'、'.join(choices)}{f'，最接近的是 {best}' if best else ''}"
        )
    return value


def _unit(settings: Settings, name: str) -> str:
    if name == settings.office:
        return name
    unit = settings.unit(name)
    if unit is None:
        raise NotFound("单位", one_line(name), f"可用的单位：{'、'.join(settings.units)}")
    return unit.name


def _own_unit(case: FollowUp, unit: str) -> str:
    """Return the unit of the case that is named, the lead where none is."""
    if unit and unit not in case.units:
        what = f"督办 {case.id} 没有交给{one_line(unit)}"
        raise RefusedAction(what, f"承办、协办单位是：{'、'.join(case.units)}")
    return unit or case.unit


def _words(text: str, what: str) -> str:
    words = plain(text).strip()
    if not words:
        raise UsageError(f"没有写{what}", "请用 --text 或 --file 写明")
    return words
