"""What a gate rule is: a text it looks at, what it sees there, and where that stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from bulletin.desk.gates.reading import Reading
from bulletin.model import Json, Relation, Severity
from bulletin.settings import Publication, Settings


@dataclass(frozen=True, slots=True)
class Draft:
    """What the gates look at: one article's text, where it is to be printed, the names of the pictures attached to it,
    what it is like of what was printed before, and the texts as received of the items it is made of (``raw``).

    ``kinds`` are the types of the items (动态、经验 …); ``day`` is the day the dated lists are asked about,
    None: whatever they say counts. ``frozen`` are the tables that must be printed as they were made (of a circular).
    ``readings`` are the texts its rules have read so far; a draft made of another by `dataclasses.replace` shares them.
    """

    title: str
    text: str
    section: str
    units: tuple[str, ...]
    publication: Publication
    pictures: frozenset[str] = frozenset()
    printed: tuple[Relation, ...] = ()
    raw: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    day: date | None = None
    frozen: tuple[Json, ...] = ()
    readings: dict[str, Reading] = field(default_factory=dict, repr=False, compare=False)

    @property
    def reading(self) -> Reading:
        """The reading of the text."""
        return self._read(self.text)

    @property
    def source(self) -> Reading:
        """The reading of the texts as received, one behind the other."""
        return self._read("\n".join(self.raw))

    def _read(self, text: str) -> Reading:
        return self.readings.setdefault(text, Reading(text))


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one rule saw: the characters ``start:end`` of the text, or the title where ``start`` is negative.

    ``suggestion`` is what might stand there instead, or ''. ``rule`` is the code of the rule that saw it, where one look
    serves several rules; else ''. ``about`` is what else was judged with the characters: an answer counts for both together.
    """

    start: int
    end: int
    message: str
    suggestion: str = ""
    rule: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class GateRule:
    """One rule of a gate: its code is stable, so that answers and counts can name it; ``title`` is what it looks for.

    Rules that see the same thing in several kinds have one ``look``, whose sightings name their rule.
    """

    code: str
    gate: str
    severity: Severity
    look: Callable[[Draft, Settings], Iterator[Sighting]]
    title: str


def sightings(rules: Sequence[GateRule], draft: Draft, settings: Settings) -> list[tuple[GateRule, Sighting]]:
    """Return what each of the rules sees, in the order of the rules; a look that serves several is taken once."""
    seen = {look: list(look(draft, settings)) for look in dict.fromkeys(rule.look for rule in rules)}
    return [(rule, one) for rule in rules for one in seen[rule.look] if one.rule in ("", rule.code)]


def place(text: str, start: int) -> str:
    """Return where character `start` of `text` stands: ``第2段第5字``."""
    before = text[:start]
    return f"第{before.count(chr(10)) + 1}段第{start - before.rfind(chr(10))}字"
