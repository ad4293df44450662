"""Cases as they are listed: what burns first, and who has said nothing yet."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from bulletin import store
from bulletin.feedback import follow_ups, instructions, signals
from bulletin.model import FollowUp, Instruction
from bulletin.settings import Settings
from bulletin.store import Database


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
    found = [Case(one, said[one.instruction_id], follow_ups.signal(one, settings, at)) for one in cases]
    return sorted(found, key=_urgency)


def missing(db: Database, case: FollowUp) -> list[str]:
    """Return the helping units that have reported nothing yet."""
    told = store.follow_ups.progress(db, case.id)
    heard = {one.unit for one in told if one.kind == "contribute"}
    return [unit for unit in case.co_units if unit not in heard]


def _urgency(row: Case) -> tuple[bool, int, datetime, tuple[int, int, float], int]:
    return row.is_over, -signals.gravity(row.light), row.case.due_at, instructions.seniority(row.said), row.case.id
