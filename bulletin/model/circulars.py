"""Circulars (通报): one that was made, with its figures or without, and what is known of one that is about to be printed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from bulletin.model.issues import Json
from bulletin.model.items import Item


@dataclass(frozen=True, slots=True)
class Circular:
    """A circular that was made: its item, its days (half open), the reference it was published under ('' while it was not, or
    is withdrawn), and the one under which it was withdrawn, or ''."""

    item: Item
    span: tuple[date, date]
    issue: str = ""
    withdrawn: str = ""


@dataclass(frozen=True, slots=True)
class Kept(Circular):
    """A circular with its figures as they were frozen; those of a big year are megabytes."""

    figures: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """A place in an issue that is not published yet: which article stands at which reference."""

    article_id: int
    reference: str


@dataclass(frozen=True, slots=True)
class BeforePrint:
    """A circular that is about to be printed, all the others, and where another one of its days is on its way into print."""

    circular: Kept
    others: tuple[Circular, ...]
    on_the_way: tuple[OnTheWay, ...]
