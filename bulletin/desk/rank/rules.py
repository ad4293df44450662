"""The rules an item is scored by: the office's weights, focus topics and units, and what was learnt."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from bulletin import store
from bulletin.settings import Focus, Settings
from bulletin.store import Database
from bulletin.store.choices import Term, Topic
from bulletin.text import sha256


@dataclass(frozen=True, slots=True)
class Rules:
    """All that a score depends on besides the item, other records and the moment.

    ``focus`` are the topics of the day; ``terms`` and ``topics`` were learnt, without those a person switched off.
    """

    settings: Settings
    weights: Mapping[str, float]
    focus: tuple[Focus, ...]
    topics: tuple[Topic, ...] = ()
    terms: Mapping[str, Term] | None = None

    @property
    def fingerprint(self) -> str:
        """The fingerprint of what the office's files say; what was learnt is not in it: see `queue.refresh`."""
        units = {unit.name: (unit.unit_class, unit.attribution, unit.aliases) for unit in self.settings.units.values()}
        parts = [dict(self.weights), [asdict(focus) for focus in self.focus], units]
        return sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str).encode())


def read_rules(db: Database, settings: Settings, at: datetime, weights: Mapping[str, float] | None = None) -> Rules:
    """Return the rules in force at that moment; with `weights`, as they would be with these."""
    focus = tuple(one for one in settings.focus if one.until is None or at.date() <= one.until)
    topics = tuple(topic for topic in store.choices.topics(db) if topic.until > at.timestamp())
    terms = {term.term: term for term in store.choices.terms(db) if not term.is_off}
    return Rules(settings, weights or settings.rank, focus, topics, terms)
