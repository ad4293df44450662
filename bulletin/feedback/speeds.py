"""The four speeds (四快): 发现快、采编快、审批快、反馈快, each measured from the timestamps of the rows."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from bulletin import store
from bulletin.settings import Settings
from bulletin.store import Database


@dataclass(frozen=True, slots=True)
class Speed:
    """One speed: how many were measured, the median and the worst in hours, and how many went over the limit."""

    name: str
    count: int
    median_hours: float | None
    worst_hours: float | None
    limit_hours: int
    over_limit: int


def measure(db: Database, settings: Settings) -> dict[str, Speed]:
    """Return the four speeds of the office so far."""
    limits = settings.deadlines
    days = max(limits.instruction_days.values(), default=15)
    return {
        "found": _speed("发现快", store.spans.published_to_received(db), limits.received_hours),
        "edited": _speed("采编快", store.spans.received_to_sent(db), limits.edited_hours),
        "approved": _speed("审批快", store.spans.sent_to_signed(db), limits.approved_hours),
        "answered": _speed("反馈快", store.spans.instruction_to_closed(db), days * 24),
    }


def _speed(name: str, hours: list[float], limit: int) -> Speed:
    return Speed(
        name=name,
        count=len(hours),
        median_hours=round(median(hours), 1) if hours else None,
        worst_hours=round(max(hours), 1) if hours else None,
        limit_hours=limit,
        over_limit=sum(span > limit for span in hours),
    )
