"""What was changed behind the program's back, in words: rows that do not give their seal (封存) or do not hold what their
counterfoil (存根) says, and what they stand behind.

The manifest of a published issue names the newest seal of its day, and anybody may note one down: a chain of seals made anew
gives another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from bulletin import reference, store
from bulletin.errors import NotFound, StoreFailure, UsageError
from bulletin.model import Json
from bulletin.press.sealed_words import FIELDS, RECORDS
from bulletin.store import Database
from bulletin.store.counterfoils import Mismatch, Value
from bulletin.store.seals import Fault, Seal
from bulletin.store.triggers import TABLE_OF_SUBJECT
from bulletin.terms import SUBJECTS
from bulletin.text import shorten

REMEDY = "有人绕过程序动过数据库：请从备份恢复 var/bulletin.db，并请经手人核对这一条"
REMEDY_OF_CHAIN = "有人绕过程序改写过这一期印发以前的记录：请从备份恢复 var/bulletin.db，恢复后再核对"
REMEDY_OF_NOTE = (
    "先看抄得对不对，数据库是不是恢复成了更早的备份；都不是的，是有人绕过程序改写过抄存以前的记录："
    "请从备份恢复 var/bulletin.db，恢复后再核对"
)
UNREADABLE = (
    *(NotFound, StoreFailure),
    *(ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError, AssertionError),
)
"""What reading rows and archived files can end in once somebody changed them: a record that is gone, a disk that fails; a
time or JSON that is none, or of another shape, too large, too deep; a row without what it is always written with."""
_NOTED = 16
"""Characters of a seal that are noted down: enough that no other chain is found that gives them."""
_NOTE = re.compile(rf"([0-9]{{1,15}})[:：]([0-9a-f]{{{_NOTED},64}})")
_MOST = 40
"""Characters of a value that are told."""
_KINDS = {
    "altered": "与封存时不符",
    "lost": "不见了",
    "unsealed": "没有封存，不是由程序写入的",
    "astray": "所封的不是本程序的记录，原来封的那一条可能已被删去",
    "gap": "之前的封存不见了",
    "doubled": "与另一个封存重复",
}
_ODD = {"unreadable": "的存根读不出来", "lost": "不见了，存根还在", "bare": "没有存根，不是由程序写入的"}


def broken(db: Database, table: str) -> Iterator[str]:
    """Yield what is wrong with each sealed row of a table: ``更正或撤回 3（政务信息/2026/1）与封存时不符``."""
    for fault in store.seals.faults(db, table):
        name, about = _named(db, fault)
        yield f"{name}{about or ' '}{_KINDS[fault.kind]}"


def differing(db: Database, table: str) -> Iterator[str]:
    """Yield what rows of a table hold, and what was written to them last: ``督办 3 的办理时限与存根不符：……``."""
    for one in store.counterfoils.mismatches(db, table):
        name, about = _named(db, one)
        yield f"{name}{about or ' '}{_difference(one)}"


def _difference(one: Mismatch) -> str:
    if one.kind != "changed":
        return _ODD[one.kind]
    words = f"的{FIELDS[one.record].get(one.field, one.field)}与存根不符"
    if one.stands != one.recorded:
        words += f"：现为{_quoted(one.stands)}，存根为{_quoted(one.recorded)}"
    return f"{words}（存根是升级时所存）" if one.is_found else words


def _quoted(value: Value) -> str:
    return "空" if value in (None, "") else f"“{shorten(str(value), _MOST)}”"


def _named(db: Database, fault: Fault | Mismatch) -> tuple[str, str]:
    """Return the row's name, and in brackets what it stands behind, '' where that is nothing or cannot be read."""
    name = f"{RECORDS[fault.record]} {fault.id}"
    told: list[str] = []
    with suppress(*UNREADABLE):
        for subject in _subjects(db, fault):
            told.extend(_told(db, *subject))
    about = "、".join(words for words in dict.fromkeys(told) if words != name)
    return name, f"（{about}）" if about else ""


def newest(db: Database) -> Json:
    """Return the newest seal as a manifest names it: with it stand all the rows sealed before."""
    seal = store.seals.head(db)
    return {"number": seal.id, "sha256": seal.sha256}


def newest_noted(db: Database) -> str:
    """Return the newest seal as people note it down, ``1204:3f9c0b7712ad85e6``; '' where nothing is sealed yet."""
    seal = store.seals.head(db)
    return f"{seal.id}:{seal.sha256[:_NOTED]}" if seal.id else ""


def stands_as_noted(db: Database, noted: str) -> bool:
    """Tell whether the seal somebody noted down is still there, and with it all that was sealed before.

    Raises `UsageError` where it cannot be read.
    """
    found = _NOTE.fullmatch(noted.strip().lower())
    if found is None:
        raise UsageError(
            f"抄存的封存“{shorten(noted)}”读不懂", "请照 archive verify 所印的写，例如 1204:3f9c0b7712ad85e6"
        )
    seal = store.seals.of_number(db, int(found[1]))
    return seal is not None and seal.sha256.startswith(found[2])


def stands(db: Database, manifest: Json) -> bool:
    """Tell whether the seal that the manifest names is still there; True for a manifest from before there were seals."""
    filed = manifest.get("sealed")
    return filed is None or store.seals.of_number(db, filed["number"]) == Seal(filed["number"], filed["sha256"])


def _subjects(db: Database, fault: Fault | Mismatch) -> Iterator[tuple[str, int]]:
    """Yield what the row is, speaks of, or undid: subject and id."""
    row = fault.row
    yield from ((subject, fault.id) for subject, table in TABLE_OF_SUBJECT.items() if table == fault.record)
    yield from ((subject, row[f"{subject}_id"]) for subject in SUBJECTS if row.get(f"{subject}_id"))
    if row.get("subject") in SUBJECTS:
        yield row["subject"], row["subject_id"]
    if fault.record == "counterfoils" and row:
        yield from (
            (subject, row["record_id"]) for subject, table in TABLE_OF_SUBJECT.items() if table == row["record"]
        )
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
