"""What may belong together: items proposed to an incident, and urgent items that nobody has placed. A person confirms."""

from __future__ import annotations

from collections.abc import Iterable
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
_RELATED = 8
"""A relation counts as so many characters of a shared name."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An item that may be a report of the incident, as which kind, and why.

    ``likeness`` ranks proposals among each other. ``is_likely``: more speaks for it than the unit and the kind of event.
    """

    item: Item
    incident_id: int
    kind: str
    why: tuple[str, ...]
    likeness: int
    is_likely: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """An urgent item that reports on no incident yet, what it calls itself, and the incidents it is proposed to, the likeliest
    first."""

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
        signs = _signs(item, unit, words, related.get(item.id, ""))
        is_other = incident.has_first and signs.is_first and not signs.names
        if signs.are_enough and not is_other and item.id not in refused:
            kind = chain.kind_of(incident, item)
            found.append(Proposal(item, incident.id, kind, signs.why, signs.likeness, signs.are_likely))
    return sorted(found, key=lambda one: (one.item.received_at, one.item.id))


def waiting(db: Database, settings: Settings, at: datetime) -> list[Waiting]:
    """Return the urgent items of the last days that nobody has placed, the oldest first: their clocks run."""
    handled = store.urgent.every(db, "handling")
    proposed = _ranked(one for incident in handled for one in proposals(db, settings, incident, at))
    found = store.urgent.waiting(db, at - timedelta(days=settings.urgent.days), at)
    return [
        Waiting(item, own_name(item), tuple(one.incident_id for one in proposed if one.item.id == item.id))
        for item in found
        if chain.is_urgent(item) or naming.said(item.title, item.text)
    ]


def likely(db: Database, settings: Settings, item: Item, at: datetime) -> list[Proposal]:
    """Return what one item is proposed to, the likeliest first."""
    handled = store.urgent.every(db, "handling")
    proposed = (one for incident in handled for one in proposals(db, settings, incident, at))
    return _ranked(one for one in proposed if one.item.id == item.id)


def own_name(item: Item) -> str:
    """Return what an item calls itself: 首报, 续报三, 续报 without a number; '' where it calls itself nothing."""
    said = naming.said(item.title, item.text)
    if said is None:
        return ""
    return naming.report_name(said.kind, said.number) if said.number else REPORTS[said.kind]


def _ranked(found: Iterable[Proposal]) -> list[Proposal]:
    return sorted(found, key=lambda one: (-one.likeness, -one.incident_id))


@dataclass(frozen=True, slots=True)
class _Signs:
    """What speaks for an item: its own name, its unit, the words its title shares with the incident's name, a relation."""

    said: str
    is_own: bool
    shared: tuple[str, ...]
    related: str

    @property
    def is_first(self) -> bool:
        return self.said == REPORTS["first"]

    @property
    def names(self) -> tuple[str, ...]:
        """The shared words that say more than what kind of event it was."""
        return tuple(filter(elements.names_more_than_kind, _longest(self.shared)))

    @property
    def are_enough(self) -> bool:
        enough = 1 if self.said else 2 if self.is_own else _STRANGERS_WORDS
        return bool(self.related) or len(self.shared) + self.is_own >= enough

    @property
    def are_likely(self) -> bool:
        return bool(self.related or self.names)

    @property
    def likeness(self) -> int:
        return sum(map(len, _longest(self.shared))) + self.is_own + (_RELATED if self.related else 0)

    @property
    def why(self) -> tuple[str, ...]:
        reasons = (
            f"写明是{self.said}" if self.said else "",
            "同一单位" if self.is_own else "",
            f"标题都有：{'、'.join(_longest(self.shared))}" if self.shared else "",
            self.related,
        )
        return tuple(filter(None, reasons))


def _signs(item: Item, unit: str, words: list[str], related: str) -> _Signs:
    shared = tuple(word for word in words if stands_in(word, item.title))
    return _Signs(own_name(item), bool(unit) and item.unit == unit, shared, related)


def _longest(words: tuple[str, ...]) -> list[str]:
    """Return the words that are not part of another."""
    return [word for word in words if not any(word != other and word in other for other in words)]
