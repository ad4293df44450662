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
from bulletin.press.check.read import Row
from bulletin.settings import SeriesCheck

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
    """What a rule's measuring yields: page (from 1), a Chinese sentence, the figures, the place.

    ``severity`` is empty unless it differs from that of the rule's strength.
    """

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
    what was to be printed, in order (``texts`` one paragraph each, as typeset), ``tables`` the words and figures of each
    table, ``pictures`` how many there are, ``centred_numbers`` that the series has its page numbers in the middle,
    ``habits`` what it asks beyond the standard.
    """

    publication: str = ""
    masthead: str = ""
    number_pattern: str = ""
    previous_number: int | None = None
    previous_total: int | None = None
    copies: int = 0
    titles: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    pictures: int = 0
    centred_numbers: bool = False
    habits: SeriesCheck | None = None


Measure = Callable[[Document, Expected], Iterator[Found]]


def decided(_document: Document, _expected: Expected) -> str:
    """Answer '': the rule can be decided on every file."""
    return ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One of the 83 rules: ``clause`` is its source, ``title`` what it is about, ``measure`` how it is measured.

    ``undecided`` answers in Chinese why the rule cannot be decided on this file, '' where it can; then it is not
    measured. ``needs_text`` is False for the few rules that a page without readable text can be held against.
    """

    number: int
    clause: str
    strength: Strength
    title: str
    measure: Measure
    undecided: Callable[[Document, Expected], str] = decided
    needs_text: bool = True


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


@dataclass(frozen=True, slots=True)
class FontUse:
    """A font of the file: its name, the role it plays (仿宋, 楷体 …; '' unknown), whether it stands in for the office's face."""

    name: str
    role: str
    substitute: bool


@dataclass(frozen=True, slots=True)
class Report:
    """What came of checking one file: findings by page and rule, rules it gives no answer to, fonts it uses."""

    findings: tuple[PageFinding, ...]
    undecided: tuple[Undecided, ...]
    fonts: tuple[FontUse, ...]

    def count(self, severity: Severity) -> int:
        """Return how many findings are of that severity."""
        return sum(finding.severity == severity for finding in self.findings)


def place_of(*rows: Row) -> Place:
    """Return the box around the characters of `rows`, at least one."""
    return Place(
        min(row.x0 for row in rows),
        min(row.top for row in rows),
        max(row.x1 for row in rows),
        max(row.bottom for row in rows),
    )


def mm(value: float, digits: int = 1) -> str:
    """Return a length for a message: ``37.2 毫米``."""
    return f"{value:.{digits}f} 毫米"
