"""What the checker says: rules with their source and strength, findings with place and figures, and what it left undecided.

GB/T 9704-2012 separates 规定 (must), 一般 and 推荐 (as a rule) and is silent on much that offices and printers follow
(实务). Only 规定 makes an error; 一般 and 推荐 make a warning; 实务 makes advice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from bulletin.model import Severity
from bulletin.press.check.document import Document

Strength = Literal["规定", "一般", "推荐", "实务"]
SEVERITY: dict[Strength, Severity] = {"规定": "error", "一般": "warning", "推荐": "warning", "实务": "advice"}
"""How much a finding of a rule of that strength matters, unless the rule says otherwise for the case at hand."""


@dataclass(frozen=True, slots=True)
class Place:
    """A box on a page: edges in mm from its upper left corner."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule's measuring yields: page (from 1), a Chinese sentence, the figures, the place; ``severity`` if not the rule's."""

    page: int
    message: str
    measured: str = ""
    wanted: str = ""
    place: Place | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """What the checker may be told of a file beyond the file. What is left empty is not held against it.

    ``masthead`` is the 刊名, ``number_pattern`` a regular expression of the whole 期号 line, ``previous_number`` and
    ``previous_total`` those of the issue before, ``copies`` the 印数 of the distribution list, ``titles`` and ``texts``
    what was to be printed, in order (``texts`` one paragraph each, as typeset).
    """

    publication: str = ""
    masthead: str = ""
    number_pattern: str = ""
    previous_number: int | None = None
    previous_total: int | None = None
    copies: int = 0
    titles: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


Measure = Callable[[Document, Expected], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One of the 83 rules: ``clause`` is its source, ``title`` what it is about, ``measure`` how it is measured.

    ``undecided`` answers why the rule cannot be decided on this file; '' where it can.
    """

    number: int
    clause: str
    strength: Strength
    title: str
    measure: Measure
    undecided: Callable[[Document, Expected], str] = lambda _document, _expected: ""


@dataclass(frozen=True, slots=True)
class PageFinding:
    """A finding: rule, page (from 1), how much it matters, a Chinese sentence; and source, place and figures."""

    rule: int
    page: int
    severity: Severity
    message: str
    clause: str
    strength: Strength
    place: Place | None
    measured: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Undecided:
    """A rule that this file gives no answer to, and why."""

    rule: int
    reason: str
