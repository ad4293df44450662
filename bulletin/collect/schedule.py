"""When to ask a source again, and when its silence is strange. Pure rules; every moment is an argument.

A source is asked about twice in its usual time between news, slower at night and on days off, slower still while it
fails, and never before the moment its server named. The longest wait is a day, so that every source recovers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from statistics import median

from bulletin.model import Pace
from bulletin.settings import Calendar

CEILING = timedelta(hours=24)
"""The longest wait, whatever the rhythm, the failures or the server say."""
SILENT = "已久无新内容"
"""How the problem of a silent source begins."""

_MORNING, _EVENING = time(7), time(21)
_REST_SPEED = 1 / 3
_HOUR = timedelta(hours=1)
_FEWEST_GAPS = 3
_MOST_DOUBLINGS = 7
_FEWEST_DAYS = 6
_PATIENCE = 3
_LEAST_SILENCE = 2


@dataclass(frozen=True, slots=True)
class Wishes:
    """What bounds the next visit: ``floor`` the least wait of the source file, ``hold`` what the server asked for with
    Retry-After or Cache-Control, ``pace`` what the feed itself says."""

    floor: timedelta
    hold: timedelta
    pace: Pace


def usual_gap(arrivals: Sequence[datetime]) -> timedelta | None:
    """Return the median time between the moments at which something new came; None where there are too few."""
    moments = sorted(set(arrivals))
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(moments)]
    return timedelta(seconds=median(gaps)) if len(gaps) >= _FEWEST_GAPS else None


def interval(floor: timedelta, gap: timedelta | None, failures: int = 0) -> timedelta:
    """Return the wait after a run in working time: half the usual gap, doubled for every failure in a row.

    Never less than `floor`, never more than a day (or `floor`, where that is longer). A `floor` of nothing means: at every
    run, whatever the rhythm.
    """
    if not floor:
        return floor
    most = max(CEILING, floor)
    usual = min(max(floor, gap / 2 if gap else floor), most)
    return min(usual * (1 << min(failures, _MOST_DOUBLINGS)), most)


def next_due(at: datetime, wishes: Wishes, gap: timedelta | None, failures: int, calendar: Calendar) -> datetime:
    """Return when a source that ran at `at` is to be asked again; `at` is in the office's zone."""
    wait = interval(wishes.floor, gap, failures)
    own = at + wait if failures else min(_after_working(at, wait, calendar), at + max(CEILING, wait))
    server = at + min(max(wishes.hold, timedelta(minutes=wishes.pace.minutes)), CEILING)
    return _outside(max(own.replace(second=0, microsecond=0), server), wishes.pace, at + max(CEILING, wait))


def silence(news: Sequence[date], today: date, calendar: Calendar) -> str:
    """Return '' or what is strange about a source whose news came on these days: it has been silent for too long.

    Counted in working days. Too long is three times the usual gap, and more than any gap but the longest so far; fewer
    than six days of news are no rhythm. The words stay the same until something comes.
    """
    days = sorted({day for day in news if day <= today})
    if len(days) < _FEWEST_DAYS:
        return ""
    gaps = sorted(max(1, calendar.workdays_between(earlier, later)) for earlier, later in pairwise(days))
    most = max(_PATIENCE * median(gaps), gaps[-2], _LEAST_SILENCE)
    if calendar.workdays_between(days[-1], today) <= most:
        return ""
    return f"{SILENT}：往常至多隔{int(most)}个工作日，最近一次是{days[-1].isoformat()}"


def is_rest(moment: datetime, calendar: Calendar) -> bool:
    """Tell whether `moment` is at night or on a day off."""
    return not (_MORNING <= moment.time() < _EVENING and calendar.is_workday(moment.date()))


def _after_working(at: datetime, wait: timedelta, calendar: Calendar) -> datetime:
    """Return when `wait` of working time has passed since `at`; nights and days off count a third."""
    moment, left = at, wait
    while left > timedelta():
        step = _next_hour(moment) - moment
        speed = _REST_SPEED if is_rest(moment, calendar) else 1
        if step * speed >= left:
            return moment + left / speed
        moment, left = moment + step, left - step * speed
    return moment


def _next_hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0) + _HOUR


def _outside(moment: datetime, pace: Pace, latest: datetime) -> datetime:
    """Return the first moment from `moment` on that lies in none of the hours and days a feed wants to be left alone."""
    while moment < latest and _unwanted(moment.astimezone(UTC), pace):
        moment = _next_hour(moment)
    return min(moment, latest)


def _unwanted(moment: datetime, pace: Pace) -> bool:
    return moment.hour in pace.hours or moment.weekday() in pace.days
