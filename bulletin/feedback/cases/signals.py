"""The signals of a follow-up (蓝、黄或橙、红): a pure function of dates, state, slips sent, the office's policy and the moment.

A unit that has answered waits for the office: its case shows what it showed when the answer came, and a case is closed in
time when the report that was accepted came in time. Sources: 到期制 宿迁 2025 (A-47); 逐级 三明 2017 (A-46); 按月龄, 超时办结
and 超时未办结 a county system (C-5).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bulletin.model import FollowUp
from bulletin.settings.follow_ups import SignalPolicy
from bulletin.terms import SIGNALS, SLIP_COLOURS
from bulletin.text.days import months_after

ANSWERED = ("reported", "shown", "closed")
"""The states in which the unit has answered."""
_NEXT = {"blue": "orange", "yellow": "orange", "orange": "red", "red": "red"}


def light(case: FollowUp, policy: SignalPolicy, at: datetime) -> str:
    """Return the signal of a case at a moment: a key of `bulletin.terms.SIGNALS`."""
    if case.state == "closed":
        return "closed"
    if case.state == "not_opened":
        return "none"
    return _POLICIES[policy.kind](case, policy, _looked_at(case, at))


def light_words(case: FollowUp, shown: str) -> str:
    """Return the light `shown` of a case in words: yellow says whether a report was returned, or nothing is heard."""
    return "黄（被退回）" if shown == "yellow" and case.course.is_returned else SIGNALS[shown]


def timing(case: FollowUp, at: datetime) -> str:
    """Return how a case stands to its date: a key of `bulletin.terms.TIMINGS`; one that was not opened has none."""
    is_late = case.state != "not_opened" and _looked_at(case, at) > case.due_at
    if case.state == "closed":
        return "closed_late" if is_late else "closed_in_time"
    return "late" if is_late else ""


def gravity(signal: str) -> int:
    """Return a number that is the greater the graver the signal; ``closed`` is the quietest."""
    return -1 if signal == "closed" else list(SIGNALS).index(signal)


def _looked_at(case: FollowUp, at: datetime) -> datetime:
    answered = case.course.answered_at if case.state in ANSWERED else None
    return min(answered, at) if answered else at


def _by_date(case: FollowUp, policy: SignalPolicy, at: datetime) -> str:
    if at > case.due_at:
        return "red"
    if case.state == "assigned" and (_is_poor(case, policy) or _is_behind(case, policy, at)):
        return "yellow"
    return "blue" if (case.due_on - at.astimezone(case.due_at.tzinfo).date()).days <= policy.near_days else "none"


def _is_poor(case: FollowUp, policy: SignalPolicy) -> bool:
    return policy.yellow_when_returned and case.course.is_returned


def _is_behind(case: FollowUp, policy: SignalPolicy, at: datetime) -> bool:
    """Nothing was heard of the unit, and the given part of its time is gone."""
    start = case.course.assigned_at
    if not policy.behind_after or start is None or case.course.spoken_at is not None:
        return False
    return at - start >= policy.behind_after * (case.due_at - start)


def _by_steps(case: FollowUp, policy: SignalPolicy, at: datetime) -> str:
    """A colour slip that is answered is done with; one that is not becomes the next colour after its own date."""
    course, base = case.course, "blue" if at > case.due_at else "none"
    if not course.colour or course.coloured_at is None or (course.spoken_at and course.spoken_at >= course.coloured_at):
        return base
    shown = SLIP_COLOURS[course.colour]
    if course.colour_due_at and at > course.colour_due_at:
        shown = _NEXT[shown]
    return max(base, shown, key=gravity)


def _by_age(case: FollowUp, policy: SignalPolicy, at: datetime) -> str:
    start = (case.course.assigned_at or case.begun_at).date()
    reached = [colour for colour, months in policy.ages if at.date() >= months_after(start, months)]
    return reached[-1] if reached else "none"


_POLICIES: dict[str, Callable[[FollowUp, SignalPolicy, datetime], str]] = {
    "到期制": _by_date,
    "逐级": _by_steps,
    "按月龄": _by_age,
}
