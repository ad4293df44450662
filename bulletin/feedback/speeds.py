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
    over_limit: int


def measure(db: Database, settings: Settings) -> dict[str, Speed]:
    """Return the four speeds of the office so far; a follow-up is over its limit when it closes after its own date."""
    limits, spans = settings.deadlines, store.spans
    return {
        "found": _speed("发现快", _within(spans.published_to_received(db), limits.received_hours)),
        "edited": _speed("采编快", _within(spans.received_to_sent(db), limits.edited_hours)),
        "approved": _speed("审批快", _within(spans.sent_to_signed(db), limits.approved_hours)),
        "answered": _speed("反馈快", spans.instruction_to_closed(db)),
    }


def _within(hours: list[float], limit: float) -> list[tuple[float, float]]:
    return [(span, limit) for span in hours]


def _speed(name: str, measured: list[tuple[float, float]]) -> Speed:
    hours = [span for span, _ in measured]
    return Speed(
        name=name,
        count=len(hours),
        median_hours=round(median(hours), 1) if hours else None,
        worst_hours=round(max(hours), 1) if hours else None,
        over_limit=sum(span > limit for span, limit in measured),
    )
