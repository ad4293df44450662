"""Before a case is assigned: registration (登记), handling proposal (拟办), case opening (立项) or not, with the reason.

And what opens the next case: an instruction written on the result of the last (再批示再交办, 督办规则 A-45).
"""

from __future__ import annotations

from datetime import datetime

from bulletin import store, workflow
from bulletin.feedback.cases import instructions
from bulletin.feedback.cases.follow_ups import Assignment, task_of, waiting_case
from bulletin.feedback.cases.instructions import TASK_KINDS, Words
from bulletin.model import Actor, FollowUp, Instruction
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.text import chinese_date, one_line


def register(
    db: Database, settings: Settings, instruction_id: int, actor: Actor, at: datetime, again: bool = False
) -> FollowUp:
    """Register (登记) an instruction as a case, before anybody knows who will do it; one that waits already is returned.

    Raises `RefusedAction` where there is a case under it, running or closed, and not one more (`again`) is meant.
    """
    with store.write(db):
        instruction = store.instructions.get(db, instruction_id)
        return waiting_case(db, settings, instruction, actor, at, again=again)


def propose(
    db: Database, settings: Settings, follow_up_id: int, wish: Assignment, why: str, actor: Actor, at: datetime
) -> FollowUp:
    """Propose (拟办) how a case is to be handled: mode, units, task, due date. A later proposal takes the place of the former.

    The trail keeps the words of each.
    """
    with store.write(db):
        case = store.follow_ups.get(db, follow_up_id)
        instruction = store.instructions.get(db, case.instruction_id)
        task = task_of(settings, instruction, wish, at, case)
        units = f"{task.unit}牵头，{'、'.join(task.co_units)}配合" if task.co_units else task.unit
        note = f"拟{task.mode}：{units}，{chinese_date(task.due_at.date())}前办结"
        reason = one_line(why)
        step = workflow.advance(
            store.follow_ups.standing(case), "propose", actor, at, f"{note}。{reason}" if reason else note
        )
        store.follow_ups.set_task(db, case.id, task)
        store.statuses.record(db, step)
    return store.follow_ups.get(db, follow_up_id)


def open_case(db: Database, settings: Settings, follow_up_id: int, note: str, actor: Actor, at: datetime) -> FollowUp:
    """Approve (立项) a proposal. Raises `RefusedAction` for anybody but those the office names."""
    return _decide(db, settings, (follow_up_id, "open_case", note), actor, at)


def leave(db: Database, settings: Settings, follow_up_id: int, reason: str, actor: Actor, at: datetime) -> FollowUp:
    """Decide that a case is not opened (不立项), with the reason."""
    return _decide(db, settings, (follow_up_id, "leave", reason), actor, at)


def instruct_again(
    db: Database, settings: Settings, words: Words, actor: Actor, at: datetime
) -> tuple[Instruction, FollowUp | None]:
    """Record what a leader wrote on the result of the case `words` names; where it asks for something, the next case opens.

    A case that was shown to him is closed by it. Return the instruction and the next case, registered and linked to the last.
    """
    assert words.follow_up_id is not None, "the caller names the case"
    with store.write(db):
        case = store.follow_ups.get(db, words.follow_up_id)
        first = store.instructions.get(db, case.instruction_id)
        place = (store.issues.get(db, first.issue_id), first.entry_id)
        made = instructions.record(db, place, words, actor, at, settings.lists)
        if made.kind not in TASK_KINDS:
            return made, None
        if case.state == "shown":
            note = f"{made.leader}又批示：{one_line(made.text)}"
            store.statuses.record(db, workflow.advance(store.follow_ups.standing(case), "renew", actor, at, note))
        return made, waiting_case(db, settings, made, actor, at, case.id)


def _decide(db: Database, settings: Settings, wish: tuple[int, str, str], actor: Actor, at: datetime) -> FollowUp:
    follow_up_id, action, note = wish
    with store.write(db):
        case = store.follow_ups.get(db, follow_up_id)
        standing = store.follow_ups.standing(case, settings)
        store.statuses.record(db, workflow.advance(standing, action, actor, at, note))
    return store.follow_ups.get(db, follow_up_id)
