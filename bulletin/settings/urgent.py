"""The urgent chain (紧急信息): the limits of the notices in force, and what a first report must say; ``[urgent]``.

No two places have the same limits, and they change, so they are dated data. Those shipped: 特别重大、重大 15 minutes by
telephone and 30 in writing, 较大 30 and 60 (a city's notice, B-6); 一般 is given twice what 较大 has. 日报 while it is handled:
吉林市 2006 (A-23), 肇庆、河池 (A-28, A-29).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from bulletin.settings.table import Table
from bulletin.terms import INCIDENT_ELEMENTS, INCIDENT_SEVERITIES
from bulletin.text import nearest

_MOST_MINUTES = 7 * 24 * 60
_MOST_HOURS = 31 * 24
_DAILY = 24


@dataclass(frozen=True, slots=True)
class Limits:
    """The times allowed for one severity: to ``phone`` and to have ``written``, from the event and from receipt (接报).

    None: no rule gives one. ``every`` is the time from one report to the next while the incident is handled (日报: a day).
    """

    phone: timedelta | None
    written: timedelta | None
    phone_from_receipt: timedelta | None
    written_from_receipt: timedelta | None
    every: timedelta = timedelta(hours=_DAILY)

    def of(self, what: str, since: str) -> timedelta | None:
        """Return the limit for ``phone`` or ``written``, since the ``event`` or its ``receipt``."""
        from_event = self.phone if what == "phone" else self.written
        from_receipt = self.phone_from_receipt if what == "phone" else self.written_from_receipt
        return from_event if since == "event" else from_receipt


NO_LIMITS = Limits(None, None, None, None)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice (通知) that sets limits, from a day on until the next one; ``limits`` by severity."""

    name: str
    valid_from: date
    limits: Mapping[str, Limits]


def _usual(phone: int, written: int) -> Limits:
    by_phone, in_writing = timedelta(minutes=phone), timedelta(minutes=written)
    return Limits(by_phone, in_writing, by_phone, in_writing)


USUAL_NOTICE = Notice(
    "程序自带的时限，请按本地通知写 [[urgent.notices]]",
    date.min,
    {"特别重大": _usual(15, 30), "重大": _usual(15, 30), "较大": _usual(30, 60), "一般": _usual(60, 120)},
)


@dataclass(frozen=True, slots=True)
class UrgentRules:
    """All rules of an office for the urgent chain. ``notices`` are in the order of their dates.

    ``elements`` are asked of a first report; ``days`` is for how long an urgent item that nobody placed is pointed out.
    """

    notices: tuple[Notice, ...] = (USUAL_NOTICE,)
    elements: tuple[str, ...] = field(default=INCIDENT_ELEMENTS)
    days: int = 7

    def notice(self, on: date) -> Notice | None:
        """Return the notice in force on that day, None before the first."""
        return next((one for one in reversed(self.notices) if one.valid_from <= on), None)

    def limits(self, severity: str, on: date) -> Limits:
        """Return the limits for a severity on that day; without any limit where no notice speaks of it.

        What nobody has rated yet ('') has the limits of the gravest severity: better called too early than too late.
        """
        notice = self.notice(on)
        known = notice.limits if notice else {}
        gravest = next((name for name in INCIDENT_SEVERITIES if name in known), "")
        return known.get(severity or gravest, NO_LIMITS)


def read_urgent(table: Table) -> UrgentRules:
    """Read ``[urgent]``. Raises `SettingsError`, for two notices of one day too."""
    usual = UrgentRules()
    rules = UrgentRules(
        notices=_notices(table.array("notices")) or usual.notices,
        elements=_elements(table, usual.elements),
        days=_whole(table, "days", usual.days, 366),
    )
    table.finish()
    return rules


def _notices(tables: list[Table]) -> tuple[Notice, ...]:
    found: dict[date, Notice] = {}
    for table in tables:
        one = _notice(table)
        if other := found.get(one.valid_from):
            why = f"“{other.name}”也从这一天起；两个通知不能同日生效，请核对日期"
            raise table.wrong("valid_from", one.valid_from.isoformat(), why)
        found[one.valid_from] = one
    return tuple(found[day] for day in sorted(found))


def _notice(table: Table) -> Notice:
    valid_from = table.day("valid_from")
    if valid_from is None:
        raise table.missing("valid_from", "写明这个通知从哪一天起执行，如 2018-05-02")
    limits = {name: _limits(entry) for name, entry in table.tables("limits")}
    if strange := next((name for name in limits if name not in INCIDENT_SEVERITIES), ""):
        near = nearest(strange, INCIDENT_SEVERITIES) or "无"
        raise table.wrong(
            "limits", strange, f"没有这个级别，可用的：{'、'.join(INCIDENT_SEVERITIES)}，最接近的是 {near}"
        )
    if not limits:
        raise table.missing("limits", '写明各级别的时限，如 "重大" = { phone = 15, written = 30 }')
    notice = Notice(table.text("name"), valid_from, limits)
    table.finish()
    return notice


def _limits(table: Table) -> Limits:
    phone, written = _minutes(table, "phone"), _minutes(table, "written")
    limits = Limits(
        phone,
        written,
        _minutes(table, "phone_from_receipt") or phone,
        _minutes(table, "written_from_receipt") or written,
        timedelta(hours=_whole(table, "every_hours", _DAILY, _MOST_HOURS)),
    )
    if phone and written and phone > written:
        raise table.wrong("phone", int(phone / timedelta(minutes=1)), "电话报告的时限不能长于书面报告的时限（written）")
    table.finish()
    return limits


def _minutes(table: Table, key: str) -> timedelta | None:
    """Return the limit below `key`, whole minutes; None where it is not written."""
    is_written = table.has(key)
    minutes = _whole(table, key, 1, _MOST_MINUTES)
    return timedelta(minutes=minutes) if is_written else None


def _whole(table: Table, key: str, usual: int, most: int) -> int:
    value = table.number(key, usual)
    if value != int(value) or not 1 <= value <= most:
        raise table.wrong(key, value, f"应为 1 至 {most} 的整数")
    return int(value)


def _elements(table: Table, usual: tuple[str, ...]) -> tuple[str, ...]:
    wanted = table.texts("elements", usual)
    for name in wanted:
        if name not in INCIDENT_ELEMENTS:
            near = nearest(name, INCIDENT_ELEMENTS) or "无"
            why = f"可用的：{'、'.join(INCIDENT_ELEMENTS)}，最接近的是 {near}"
            raise table.wrong("elements", name, why)
    return tuple(dict.fromkeys(wanted))
