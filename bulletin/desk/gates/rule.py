"""What a gate rule is: a text it looks at, what it sees there, and where that stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bulletin.model import Relation, Severity
from bulletin.settings import Publication, Settings


@dataclass(frozen=True, slots=True)
class Draft:
    """What the gates look at: one article's text, where it is to be printed, the names of the pictures attached to it,
    what it is like of what was printed before, and the texts as received of the items it is made of (``raw``)."""

    title: str
    text: str
    section: str
    units: tuple[str, ...]
    publication: Publication
    pictures: frozenset[str] = frozenset()
    printed: tuple[Relation, ...] = ()
    raw: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one rule saw: the characters ``start:end`` of the text, or the title where ``start`` is negative.

    ``suggestion`` is what might stand there instead, or ''.
    """

    start: int
    end: int
    message: str
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class GateRule:
    """One rule of a gate: its code is stable, so that answers and counts can name it."""

    code: str
    gate: str
    severity: Severity
    look: Callable[[Draft, Settings], Iterator[Sighting]]


def place(text: str, start: int) -> str:
    """Return where character `start` of `text` stands: ``第2段第5字``."""
    before = text[:start]
    return f"第{before.count(chr(10)) + 1}段第{start - before.rfind(chr(10))}字"
