"""Readings (校对) of a proof: who read which exact proof, and what he marked. Rows are never changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bulletin.model import Proof
from bulletin.store.database import write
from bulletin.store.rows import Row, insert, known_moment, pack, select, stamp
from bulletin.workflow import Step


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of the proof with that ``sha256``; ``marks`` are (place, what), none where all was right."""

    id: int
    issue_id: int
    proof_id: int
    sha256: str
    marks: tuple[tuple[str, str], ...]
    note: str
    by: str
    on_behalf_of: str
    at: datetime

    @property
    def people(self) -> frozenset[str]:
        """Who read it, and the one in whose name."""
        return frozenset({self.by, self.on_behalf_of} - {""})


def add(db: Database, proof: Proof, marks: tuple[tuple[str, str], ...], step: Step) -> None:
    """Record the reading of exactly this proof."""
    row: Row = {
        "issue_id": proof.issue_id,
        "proof_id": proof.id,
        "sha256": proof.sha256,
        "marks": pack(list(marks)),
        "note": step.note,
        "by": step.actor.id,
        "on_behalf_of": step.on_behalf_of,
        "at": stamp(step.at),
    }
    with write(db):
        insert(db, "readings", row)


def of_issue(db: Database, issue_id: int) -> list[Reading]:
    """Return the readings of all proofs of an issue, oldest first."""
    return [_reading(row) for row in select(db, "select * from readings where issue_id = ? order by id", issue_id)]


def standing(db: Database, proof: Proof) -> list[Reading]:
    """Return the readings of this proof that found it right."""
    return [one for one in of_issue(db, proof.issue_id) if one.proof_id == proof.id and not one.marks]


def _reading(row: Row) -> Reading:
    marks = tuple((place, what) for place, what in json.loads(row["marks"]))
    return Reading(**{**row, "marks": marks, "at": known_moment(row["at"])})
