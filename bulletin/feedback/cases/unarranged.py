"""Years of which no holiday arrangement (放假安排) is known: a date reckoned in working days with one of them says so."""

from __future__ import annotations

from collections.abc import Iterable

from bulletin.model import FollowUp, Instruction
from bulletin.settings import Settings


def years_of(case: FollowUp, said: Instruction, settings: Settings) -> tuple[int, ...]:
    """Return the years without an arrangement that the date of a case was reckoned with.

    None where its limit is in plain days, or where somebody named the date or put it off.
    """
    limit = settings.follow_ups.limit(said.kind, case.urgency)
    start = (case.course.assigned_at or case.begun_at).astimezone(settings.zone).date()
    is_reckoned = limit.worked and limit.due_on(start, settings.calendar) == case.due_on
    return settings.calendar.unarranged(start, case.due_on) if is_reckoned else ()


def words(years: Iterable[int]) -> list[str]:
    """Return the line that says which years have no arrangement and what to do; none where all have."""
    named = "、".join(f"{year}年" for year in sorted(set(years)))
    if not named:
        return []
    said = f"{named}的放假安排还没有登记，工作日只按周末和元旦、五一、国庆计算；请补入 calendar.toml 后核对时限"
    return [said]
