"""Commissions and the items that answer them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Commission:
    """Commission (约稿): a topic the office asks ``units`` to write on, from ``starts_at`` to ``due_at``, both included.

    ``asks`` are the elements wanted. It may follow from a printed issue or from a leader's instruction.
    """

    id: int
    topic: str
    asks: tuple[str, ...]
    units: tuple[str, ...]
    starts_at: datetime
    due_at: datetime
    issue_id: int | None = None
    instruction_id: int | None = None
    state: str = "open"
    by: str = ""
    on_behalf_of: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer (应约): an item that answers a commission for ``unit``."""

    item_id: int
    unit: str
    received_at: datetime
    title: str
