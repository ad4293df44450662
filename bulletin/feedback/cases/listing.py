"""Cases as they are listed: what burns first, and who has said nothing yet."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from bulletin import store
from bulletin.feedback.cases import instructions, signals
from bulletin.model import FollowUp, Instruction
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.terms import TIMINGS


class Case(NamedTuple):
    """A follow-up in a list: the case, the instruction it is under, and its light at the moment of reading."""

    case: FollowUp
    said: Instruction
    light: str

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be done on it."""
        return self.case.state in instructions.OVER


def listed(db: Database, settings: Settings, at: datetime, state: str = "") -> list[Case]:
    """Return the cases, or those in `state`: what is over last, then by light, date, and the seniority of the leader."""
    said = {one.id: one for one in store.instructions.every(db)}
    cases = store.follow_ups.every(db, *filter(None, [state]))
    found = [Case(one, said[one.instruction_id], signals.light(one, settings.follow_ups.signals, at)) for one in cases]
    return sorted(found, key=_urgency)


def missing(db: Database, case: FollowUp) -> list[str]:
    """Return the helping units that have reported nothing yet."""
    told = store.follow_ups.progress(db, case.id)
    heard = {one.unit for one in told if one.kind == "contribute"}
    return [unit for unit in case.co_units if unit not in heard]


def told_twice(db: Database, case: FollowUp) -> str:
    """Return the line that says the last report is one the unit made before, word for word; '' where it is another.

    It may be meant (each month 暂无进展), or have been entered twice: a person judges.
    """
    reports = [one for one in store.follow_ups.progress(db, case.id) if one.kind in ("report", "interim", "contribute")]
    *before, last = reports
    same = [
        one for one in before if (one.unit, instructions.bare(one.text)) == (last.unit, instructions.bare(last.text))
    ]
    return f"{last.unit}同样的反馈 {same[-1].at:%m-%d %H:%M} 已登记过，请核对是不是重复" if same else ""


def unassigned(db: Database) -> list[int]:
    """Return the instructions that demand something and have no case yet, the oldest first: nobody was told to do it."""
    begun = {case.instruction_id for case in store.follow_ups.every(db)}
    return [
        one.id for one in store.instructions.every(db) if one.kind in instructions.TASK_KINDS and one.id not in begun
    ]


def left(case: FollowUp, at: datetime) -> str:
    """Return how long a case has, in at most eight cells: 剩5天, 今天到期, 逾期2天; once its unit has answered 已反馈 or 迟报2天.

    A unit that has answered waits for the office: its days are not counted on.
    """
    timing = signals.timing(case, at)
    if case.state in instructions.OVER:
        return TIMINGS[timing] if case.state == "closed" else "—"
    answered = case.course.answered_at if case.state in signals.ANSWERED else None
    days = (case.due_on - (answered or at).astimezone(case.due_at.tzinfo).date()).days
    if timing == "late":
        return (f"迟报{-days}天" if answered else f"逾期{-days}天") if days < 0 else "迟报" if answered else "刚逾期"
    return "已反馈" if answered else f"剩{days}天" if days > 0 else "今天到期"


def _urgency(row: Case) -> tuple[bool, int, datetime, tuple[int, int, float], int]:
    return row.is_over, -signals.gravity(row.light), row.case.due_at, instructions.seniority(row.said), row.case.id
