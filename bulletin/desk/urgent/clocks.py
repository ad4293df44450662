"""The clocks of an incident, as a pure function of when it happened, when it was heard of, and what was reported when.

Four clocks run: by telephone and in writing, each since the event and since its receipt (接报). The limit itself is still in
time, a second more is not. A clock whose start nobody knows is unknown, and no time is put in its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bulletin.model import Clock, Incident
from bulletin.settings import Settings
from bulletin.settings.urgent import Limits

WHATS, STARTS = ("phone", "written"), ("event", "receipt")
_LATE = ("late", "overdue")


@dataclass(frozen=True, slots=True)
class Moments:
    """When it happened, when it was heard of, when the unit telephoned, when its writing came in; None: unknown, not yet."""

    event_at: datetime | None
    received_at: datetime | None
    phoned_at: datetime | None
    written_at: datetime | None


def clocks(moments: Moments, limits: Limits, now: datetime) -> tuple[Clock, ...]:
    """Return the four clocks: phone since event, phone since receipt, written since event, written since receipt.

    A writing that came before any call has done what the call was for.
    """
    came = [moment for moment in (moments.phoned_at, moments.written_at) if moment]
    done = {"phone": min(came, default=None), "written": moments.written_at}
    starts = {"event": moments.event_at, "receipt": moments.received_at}
    return tuple(
        _clock(Clock(what, since, limits.of(what, since), starts[since], done[what], ""), now)
        for what in WHATS
        for since in STARTS
    )


def _clock(clock: Clock, now: datetime) -> Clock:
    state, late_by = _state(clock.limit, clock.start, clock.done_at, now)
    return Clock(clock.what, clock.since, clock.limit, clock.start, clock.done_at, state, late_by)


def _state(
    limit: timedelta | None, start: datetime | None, done_at: datetime | None, now: datetime
) -> tuple[str, timedelta]:
    if limit is None:
        return "unlimited", timedelta()
    if start is None:
        return "unknown", timedelta()
    beyond = (done_at or now) - start - limit
    if beyond <= timedelta():
        return ("in_time" if done_at else "running"), timedelta()
    return ("late" if done_at else "overdue"), beyond


def moments_of(incident: Incident) -> Moments:
    """Return the moments of an incident: the times of the rating that holds, the first call, the first report in writing.

    Where the unit has not said when it heard of it, the receipt is this office's own: the first word that reached it.
    """
    phoned = min((one.phoned_at for one in incident.phoned), default=None)
    written = min((one.received_at for one in incident.reports), default=None)
    received_at = incident.rating.heard_at or incident.reported_at
    return Moments(incident.rating.event_at, received_at, phoned, written)


def day_of(incident: Incident, settings: Settings) -> date:
    """Return the day whose notice counts, local: of the event, else of the receipt, else the day it was first reported."""
    rating = incident.rating
    moment = rating.event_at or rating.heard_at or incident.reported_at or incident.at
    return moment.astimezone(settings.zone).date()


def by_severity(incident: Incident, settings: Settings, now: datetime) -> list[tuple[str, tuple[Clock, ...]]]:
    """Return the clocks under each severity the incident has had, the first rated first.

    A severity raised later does not hide how it stood under the earlier one. '' is one that nobody has rated yet.
    """
    rated = [rating.severity for rating in incident.ratings if rating.severity]
    severities = dict.fromkeys([*rated, incident.rating.severity])
    moments, day = moments_of(incident), day_of(incident, settings)
    return [(one, clocks(moments, settings.urgent.limits(one, day), now)) for one in severities]


def late_ones(found: tuple[Clock, ...]) -> tuple[Clock, ...]:
    """Return the clocks that ran out, reported since or not."""
    return tuple(clock for clock in found if clock.state in _LATE)


def first_late(incident: Incident, settings: Settings, now: datetime) -> tuple[str, tuple[Clock, ...]] | None:
    """Return the first severity under which clocks of an incident ran out, and those; None where none did.

    What nobody has rated is nobody's fault.
    """
    rated = ((severity, late_ones(found)) for severity, found in by_severity(incident, settings, now) if severity)
    return next(((severity, ran_out) for severity, ran_out in rated if ran_out), None)


def next_due(incident: Incident, settings: Settings) -> datetime | None:
    """Return when the next report of an incident that is still handled is due; None once the 终报 is in or it has ended.

    One that is handled again is reported anew from then on.
    """
    if incident.has_final or incident.state != "handling":
        return None
    last = max((one.received_at for one in incident.reports), default=incident.reported_at or incident.at)
    return (
        max(last, incident.resumed_at or last)
        + settings.urgent.limits(incident.rating.severity, day_of(incident, settings)).every
    )
