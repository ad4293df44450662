"""Slips (交办单、催办单、三色督查单) as they were sent, and as pure data to be typeset; and the whole way of one case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True, slots=True)
class SentSlip:
    """A slip that was sent, with its number in its kind and year. ``due_at`` is the new deadline it sets, if it sets one;
    ``case_due_at`` when the case was due then."""

    id: int
    follow_up_id: int
    kind: str
    year: int
    number: int
    colour: str
    addressee: str
    text: str
    due_at: datetime | None
    case_due_at: datetime
    by: str
    on_behalf_of: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip as it is printed, in Chinese: ``fields`` are labels and values in order, ``colour`` '' or one of 蓝黄橙红."""

    title: str
    number: str
    colour: str
    fields: tuple[tuple[str, str], ...]
    paragraphs: tuple[str, ...]
    signature: str
    date: date


@dataclass(frozen=True, slots=True)
class TrailStep:
    """One step of the way: when, in which part of it (收 编 审 发 批 办), what was done, by whom, with which words."""

    at: datetime
    part: str
    what: str
    who: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Trail:
    """The whole way of one case (流转单), from the first byte received to the answer; ``slip`` is its head, ``steps`` oldest
    first, those of the cases it continues included."""

    slip: Slip
    steps: tuple[TrailStep, ...]


@dataclass(frozen=True, slots=True)
class CaseSpeed:
    """One of the four speeds (四快) on the way of one case: how long it took, None where it cannot be told (yet), and
    whether that is over the office's limit."""

    name: str
    took: timedelta | None
    is_over: bool = False
