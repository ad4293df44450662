"""Proof reading (校对): people read the exact proof that is to be signed, and say that it is right or what is not.

A reading names the SHA-256 of the proof. Marks send the issue back to be arranged; the next proof is read anew. Where the
publication asks for two readings (清样两遍校对), two different people read, and nobody signs before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bulletin import reference, store, workflow
from bulletin.errors import StaleProof, UsageError
from bulletin.model import Actor, Issue
from bulletin.press import compose, proof
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.store.readings import Reading
from bulletin.text import one_line


@dataclass(frozen=True, slots=True)
class Report:
    """What a reader says: ``marks`` are (place, what is to be changed), none where all is right; ``digest`` is the SHA-256
    of the proof he read, '' for the present one."""

    marks: tuple[tuple[str, str], ...] = ()
    note: str = ""
    digest: str = ""


def read(db: Database, settings: Settings, issue: Issue, report: Report, actor: Actor, at: datetime) -> Reading:
    """Record that somebody read the issue's proof. Marks make it necessary to arrange and proof the issue again.

    Raises `RefusedAction` (no proof, no role, read it before), `StaleProof` (another proof, an altered file), `UsageError`.
    """
    marks = tuple((one_line(place), one_line(what)) for place, what in report.marks)
    if any(not place or not what for place, what in marks):
        raise UsageError("改处没有写全", "每一处都要写明位置和改什么，如 第2页第3行=“截止”应为“截至”")
    action = "mark_up" if marks else "proofread"
    note = "；".join(
        [*(f"{place}：{what}" for place, what in marks), *([one_line(report.note)] if report.note else [])]
    )
    with store.write(db):
        step = workflow.advance(compose.standing(db, issue), action, actor, at, note)
        made = proof.current(db, issue)
        if report.digest and report.digest != made.sha256:
            what = (
                f"你校的清样（{report.digest[:12]}…）不是{reference.of_issue(issue)}现在这一份（{made.sha256[:12]}…）"
            )
            raise StaleProof(what, "请校现在这一份")
        proof.bytes_of(settings, made)
        store.readings.add(db, made, marks, step)
        store.statuses.record(db, step)
    return store.readings.of_issue(db, issue.id)[-1]


def open_marks(db: Database, issue: Issue) -> tuple[tuple[str, str], ...]:
    """Return the marks of the last reading, as long as no new proof was made; none where it was found right."""
    last, made = next(reversed(store.readings.of_issue(db, issue.id)), None), store.issues.last_proof(db, issue.id)
    return last.marks if last and made and last.proof_id == made.id else ()
