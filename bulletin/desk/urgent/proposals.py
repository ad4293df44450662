"""What may belong together: items proposed to an incident, and urgent items that nobody has placed. A person confirms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bulletin import store
from bulletin.desk.urgent import chain, elements, naming
from bulletin.model import Incident, Item
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.terms import REPORTS
from bulletin.text.phrases import is_name, phrases, stands_in

_BEFORE = timedelta(days=1)
"""So long before the first word of it reached the office an item may still be its 首报."""
_STRANGERS_WORDS = 2
"""So many words of an incident's name must stand in the title of an item of another unit."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An item that may be a report of the incident, as which kind, and why."""

    item: Item
    incident_id: int
    kind: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An urgent item that reports on no incident yet, what it calls itself, and the incidents it is proposed to."""

    item: Item
    said: str
    incidents: tuple[int, ...]


def proposals(db: Database, settings: Settings, incident: Incident, at: datetime) -> list[Proposal]:
    """Return the items that may be reports of an incident that is handled, first received first; none after the 终报.

    One is proposed that is related to a report (`store.relations`); that calls itself a report and is of the unit, or has a
    word of the name; that is of the unit and has a word of the name; or, of another unit, two. Another 首报 is proposed only
    where its title shares a place or a name.
    """
    if incident.state != "handling" or incident.has_final:
        return []
    related = store.urgent.related(db, [report.item_id for report in incident.reports])
    since = min(incident.reported_at or incident.at, incident.at) - _BEFORE
    refused = store.urgent.refused(db, incident.id)
    unit = incident.rating.unit
    words = [word for word in phrases(incident.rating.name, "") if not is_name(word, settings.units)]
    found = []
    for item in store.urgent.candidates(db, unit, related, since, at):
        why = _why(item, unit, words, related.get(item.id, ""))
        is_other = incident.has_first and _is_another_first(item, words)
        if why and not is_other and item.id not in refused:
            found.append(Proposal(item, incident.id, chain.kind_of(incident, item), why))
    return sorted(found, key=lambda one: (one.item.received_at, one.item.id))


def waiting(db: Database, settings: Settings, at: datetime) -> list[Waiting]:
    """Return the urgent items of the last days that nobody has placed, the oldest first: their clocks run."""
    handled = store.urgent.every(db, "handling")
    proposed = [one for incident in handled for one in proposals(db, settings, incident, at)]
    found = store.urgent.waiting(db, at - timedelta(days=settings.urgent.days), at)
    return [
        Waiting(item, _said(item), tuple(one.incident_id for one in proposed if one.item.id == item.id))
        for item in found
        if chain.is_urgent(item) or naming.said(item.title, item.text)
    ]


def _said(item: Item) -> str:
    said = naming.said(item.title, item.text)
    if said is None:
        return ""
    return naming.report_name(said.kind, said.number) if said.number else REPORTS[said.kind]


def _why(item: Item, unit: str, words: list[str], related: str) -> tuple[str, ...]:
    """Return why an item is proposed, nothing where it is not."""
    said, is_own = _said(item), bool(unit) and item.unit == unit
    shared = [word for word in words if stands_in(word, item.title)]
    reasons = (
        f"写明是{said}" if said else "",
        "同一单位" if is_own else "",
        f"标题都有：{'、'.join(_longest(shared))}" if shared else "",
        related,
    )
    enough = 1 if said else 2 if is_own else _STRANGERS_WORDS
    is_enough = bool(related) or len(shared) + is_own >= enough
    return tuple(filter(None, reasons)) if is_enough else ()


def _is_another_first(item: Item, words: list[str]) -> bool:
    """Tell whether an item calls itself a 首报 and its title shares nothing of the name but what kind of event it is."""
    said = naming.said(item.title, item.text)
    shared = _longest([word for word in words if stands_in(word, item.title)])
    return said is not None and said.kind == "first" and not any(map(elements.names_more_than_kind, shared))


def _longest(words: list[str]) -> list[str]:
    """Return the words that are not part of another."""
    return [word for word in words if not any(word != other and word in other for other in words)]
