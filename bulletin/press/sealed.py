"""What was changed behind the program's back, in words: rows that do not give their seal (封存), and what they stand behind.

The manifest of a published issue names the newest seal of its day: a chain of seals made anew gives another.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from bulletin import reference, store
from bulletin.errors import NotFound
from bulletin.model import Json
from bulletin.store import Database
from bulletin.store.seals import Fault, Seal
from bulletin.store.triggers import TABLE_OF_SUBJECT
from bulletin.terms import RECORDS, SUBJECTS

REMEDY = "有人绕过程序动过数据库：请从备份恢复 var/bulletin.db，并请经手人核对这一条"
REMEDY_OF_CHAIN = "有人绕过程序改写过这一期印发以前的记录：请从备份恢复 var/bulletin.db，恢复后再核对"
_KINDS = {
    "altered": "与封存时不符",
    "lost": "不见了",
    "unsealed": "没有封存，不是由程序写入的",
    "astray": "所封的不是本程序的记录，原来封的那一条可能已被删去",
    "gap": "之前的封存不见了",
    "doubled": "与另一个封存重复",
}


def broken(db: Database) -> Iterator[str]:
    """Yield what is wrong with each sealed row: ``更正或撤回 3（政务信息/2026/1）与封存时不符``."""
    for fault in store.seals.faults(db):
        name = f"{RECORDS[fault.record]} {fault.id}"
        told = (words for subject in _subjects(db, fault) for words in _told(db, *subject))
        about = "、".join(words for words in dict.fromkeys(told) if words != name)
        yield f"{name}{f'（{about}）' if about else ' '}{_KINDS[fault.kind]}"


def newest(db: Database) -> Json:
    """Return the newest seal as a manifest names it: with it stand all the rows sealed before."""
    seal = store.seals.head(db)
    return {"number": seal.id, "sha256": seal.sha256}


def stands(db: Database, manifest: Json) -> bool:
    """Tell whether the seal that the manifest names is still there; True for a manifest from before there were seals."""
    filed = manifest.get("sealed")
    return filed is None or store.seals.of_number(db, filed["number"]) == Seal(filed["number"], filed["sha256"])


def _subjects(db: Database, fault: Fault) -> Iterator[tuple[str, int]]:
    """Yield what the row is, speaks of, or undid: subject and id."""
    row = fault.row
    yield from ((subject, fault.id) for subject, table in TABLE_OF_SUBJECT.items() if table == fault.record)
    yield from ((subject, row[f"{subject}_id"]) for subject in SUBJECTS if row.get(f"{subject}_id"))
    if row.get("subject") in SUBJECTS:
        yield row["subject"], row["subject_id"]
    if fault.record == "undoings" and row:
        yield from ((step.subject, step.subject_id) for step in store.deeds.of_number(db, row["deed"]).steps)


def _told(db: Database, subject: str, subject_id: int) -> Iterator[str]:
    """Yield the subject by its name, and the articles and issues it went into."""
    if subject == "issue":
        with suppress(NotFound):
            yield reference.of_issue(store.issues.get(db, subject_id))
        return
    yield f"{SUBJECTS[subject]} {subject_id}"
    if subject == "article":
        yield from (reference.of_issue(*place) for place in store.issues.entries_of_article(db, subject_id))
    if subject == "item":
        for article_id in store.items.article_ids(db, subject_id):
            yield from _told(db, "article", article_id)
