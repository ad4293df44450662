"""What is to be seen of an incident: its elements over all reports, and who reported late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bulletin import store
from bulletin.desk.urgent import clocks, elements, naming
from bulletin.desk.urgent.amended import Amended, amended
from bulletin.model import Clock, Incident
from bulletin.settings import Settings
from bulletin.store import Database


@dataclass(frozen=True, slots=True)
class Element:
    """One element: which report shows it first (首报, 续报二, 电话报告, 登记), in which words; '' of one still missing."""

    name: str
    shown_by: str
    words: str


@dataclass(frozen=True, slots=True)
class Late:
    """An incident reported late: the unit answers for it, ``clocks`` are those that ran out under ``severity``.

    ``on`` is the local day it was first reported. ``is_raised``: late only by a severity it was raised to afterwards.
    ``changes`` of its times are told with it; late only by a former time, it has no clock of its own any more.
    """

    incident_id: int
    name: str
    unit: str
    on: date
    severity: str
    clocks: tuple[Clock, ...]
    is_raised: bool
    changes: tuple[Amended, ...] = ()


def elements_of(incident: Incident, settings: Settings) -> list[Element]:
    """Return the elements the office asks for, in order, each with the first report that shows it."""
    sources = [(naming.report_name(one.kind, one.number), f"{one.title}\n{one.text}") for one in incident.reports]
    if incident.phoned:
        sources.append(("电话报告", "\n".join(one.words for one in incident.phoned)))
    shown = [(name, elements.found(text)) for name, text in sources]
    entered = {name: "登记" for name in _entered(incident)}
    return [_element(name, shown, entered) for name in settings.urgent.elements]


def late(db: Database, settings: Settings, start: date, end: date, at: datetime) -> list[Late]:
    """Return what was reported late, or not in time yet, of the incidents first reported from `start` until before `end`.

    As known at `at`, in the order of the days. An incident is one fault, however many of its clocks ran out; one that
    nobody has rated is none. A time that is changed afterwards takes nobody off the list: both are told.
    """
    found = [_late(incident, settings, at) for incident in store.urgent.every(db)]
    within = [one for one in found if one and start <= one.on < end]
    return sorted(within, key=lambda one: (one.on, one.incident_id))


def _late(incident: Incident, settings: Settings, at: datetime) -> Late | None:
    rating = incident.rating
    changes = amended(incident, settings, at)
    severity, ran_out = clocks.first_late(incident, settings, at) or (rating.severity, ())
    if not ran_out and not any(change.clocks for change in changes):
        return None
    unit = rating.unit or next((report.unit for report in incident.reports if report.unit), "")
    on = (incident.reported_at or incident.at).astimezone(settings.zone).date()
    first_rated = next((one.severity for one in incident.ratings if one.severity), "")
    is_raised = bool(ran_out) and severity != first_rated
    return Late(incident.id, rating.name, unit, on, severity, ran_out, is_raised, changes)


def _entered(incident: Incident) -> list[str]:
    times = {"事发时间": incident.rating.event_at, "接报时间": incident.rating.heard_at}
    return [name for name, moment in times.items() if moment]


def _element(name: str, shown: list[tuple[str, dict[str, str]]], entered: dict[str, str]) -> Element:
    for source, found in shown:
        if name in found:
            return Element(name, source, found[name])
    return Element(name, entered.get(name, ""), "")
