"""The four speeds (四快): 发现快、采编快、审批快、反馈快, each measured from the timestamps of the rows; and the parts of the last.

反馈快 is from an instruction to its closing. Its parts: 批示→交办 (即批即转、不过夜: over its limit when not on the day the
instruction was written), 交办→反馈 (the limit is the case's own date), 反馈→办结 (the limit is the office's own).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from statistics import median

from bulletin import store
from bulletin.settings import Settings
from bulletin.store import Database

NINE_TENTHS = 0.9


@dataclass(frozen=True, slots=True)
class Speed:
    """One speed: how many were measured, median, ninth decile (p90) and worst in hours, and how many went over the limit.

    ``p90_hours`` is the smallest of the measured spans that nine tenths of them do not exceed.
    """

    name: str
    count: int
    median_hours: float | None
    worst_hours: float | None
    over_limit: int
    p90_hours: float | None = None

    @property
    def in_time(self) -> float | None:
        """The share that kept the limit, from 0 to 1; None where nothing was measured."""
        return 1 - self.over_limit / self.count if self.count else None


def measure(db: Database, settings: Settings, days: tuple[date, date] | None = None) -> dict[str, Speed]:
    """Return the four speeds of the office so far, or of what ended in `days` (half open), then the parts of the last.

    A follow-up is over its limit when the report that was accepted came after its own date.
    """
    during, spans = _during(days), store.spans
    return {
        **measure_four(db, settings, days),
        "assigned": _speed("批示→交办", spans.instruction_to_assigned(db, during)),
        "reported": _speed("交办→反馈", _beyond(spans.assigned_to_reported(db, during))),
        "accepted": _speed(
            "反馈→办结", _within(spans.reported_to_closed(db, during), settings.follow_ups.accept_hours)
        ),
    }


def measure_four(db: Database, settings: Settings, days: tuple[date, date] | None = None) -> dict[str, Speed]:
    """Return the four speeds alone, as `measure` does."""
    during, limits, spans = _during(days), settings.deadlines, store.spans
    return {
        "found": _speed("发现快", _within(spans.published_to_received(db, during), limits.received_hours)),
        "edited": _speed("采编快", _within(spans.received_to_sent(db, during), limits.edited_hours)),
        "approved": _speed("审批快", _within(spans.sent_to_signed(db, during), limits.approved_hours)),
        "answered": _speed("反馈快", spans.instruction_to_closed(db, during)),
    }


def _during(days: tuple[date, date] | None) -> store.spans.During:
    return (days[0].isoformat(), days[1].isoformat()) if days else store.spans.ALWAYS


def p90(hours: list[float]) -> float:
    """Return the ninth decile of spans that are not none, by nearest rank."""
    return sorted(hours)[math.ceil(NINE_TENTHS * len(hours)) - 1]


def _within(hours: list[float], limit: float) -> list[tuple[float, bool]]:
    return [(span, span > limit) for span in hours]


def _beyond(measured: list[tuple[float, float]]) -> list[tuple[float, bool]]:
    return [(span, span > limit) for span, limit in measured]


def _speed(name: str, measured: list[tuple[float, bool]]) -> Speed:
    hours = [span for span, _ in measured]
    return Speed(
        name=name,
        count=len(hours),
        median_hours=round(median(hours), 1) if hours else None,
        worst_hours=round(max(hours), 1) if hours else None,
        over_limit=sum(is_over for _, is_over in measured),
        p90_hours=round(p90(hours), 1) if hours else None,
    )
