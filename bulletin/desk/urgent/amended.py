"""Times changed after they were entered: what they were, who changed them, why, and which clocks had run out by them.

A time of event or receipt that is changed does not undo a delay: whoever audits the reports sees both. What is entered for the
first time changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from bulletin.desk.urgent import clocks
from bulletin.model import Clock, Incident, Rating
from bulletin.settings import Settings


@dataclass(frozen=True, slots=True)
class Amended:
    """A change of times: ``times`` are (``event`` or ``receipt``, the former, the new one), ``clocks`` those that had run out
    by the former times, under ``severity`` ('' where none had)."""

    times: tuple[tuple[str, datetime, datetime | None], ...]
    by: str
    on_behalf_of: str
    at: datetime | None
    reason: str
    severity: str = ""
    clocks: tuple[Clock, ...] = ()


def amended(incident: Incident, settings: Settings, now: datetime) -> tuple[Amended, ...]:
    """Return the changes of the times of an incident, the first made first."""
    found = []
    for place, (before, after) in enumerate(pairwise(incident.ratings), 1):
        if times := _changed(before, after):
            severity, ran_out = clocks.first_late(_as_rated(incident, place), settings, now) or ("", ())
            found.append(Amended(times, after.by, after.on_behalf_of, after.at, after.reason, severity, ran_out))
    return tuple(found)


def _changed(before: Rating, after: Rating) -> tuple[tuple[str, datetime, datetime | None], ...]:
    pairs = (("event", before.event_at, after.event_at), ("receipt", before.heard_at, after.heard_at))
    return tuple((since, old, new) for since, old, new in pairs if old and old != new)


def _as_rated(incident: Incident, count: int) -> Incident:
    """Return an incident as its first `count` ratings had it; unrated until then, under the severity it was rated first."""
    ratings = incident.ratings[:count]
    if not any(one.severity for one in ratings):
        first = next((one.severity for one in incident.ratings if one.severity), "")
        ratings = (*ratings[:-1], replace(ratings[-1], severity=first))
    return replace(incident, ratings=ratings)
