"""Issues: their entries, their proofs, and the word of the signer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """Entry (条目): an article's place in an issue, with the exact revision that is printed."""

    id: int
    issue_id: int
    position: int
    article_id: int
    revision_id: int
    section: str
    title: str
    text: str
    units: tuple[str, ...]
    editor_note: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """Issue (期): a set of entries on the way to print. ``number`` is None until a proof takes one."""

    id: int
    publication: str
    series: str
    year: int | None
    number: int | None
    total: int | None
    state: str
    composed_by: str
    composed_at: datetime
    editor_note: str
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """Proof (清样): the PDF that is put before the signer; ``sha256`` is of its bytes."""

    id: int
    issue_id: int
    year: int
    number: int
    total: int
    dated_on: date
    sha256: str
    pages: int
    by: str
    at: datetime
    made_with: Json


@dataclass(frozen=True, slots=True)
class SignOff:
    """Sign-off (签发): a person's word for exactly one proof.

    ``accepted`` names the page rules whose errors he took upon himself, each with its reason.
    """

    id: int
    issue_id: int
    proof_id: int
    sha256: str
    by: str
    on_behalf_of: str
    at: datetime
    note: str
    accepted: tuple[tuple[int, str], ...] = ()
