"""What is told of published entries that were put right or withdrawn (更正、撤回), at the old one and at the one that prints it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bulletin import reference, store
from bulletin.model import Issue
from bulletin.store import Database
from bulletin.store.corrections import Correction
from bulletin.text import chinese_date


@dataclass(frozen=True, slots=True)
class Told:
    """What is told at an entry (``position``), or at the whole issue (None), and the references it leads to.

    ``is_old``: the entry is what was put right or withdrawn, and they print that; else it prints it, and they are the old.
    """

    position: int | None
    words: str
    references: tuple[str, ...]
    is_old: bool
    correction: Correction


def words(one: Correction) -> str:
    """Return a correction as people read it: ``“6天”应为“5天”（2026-11-25 更正）``, ``撤销，自始无效：数据有误（2026-11-25 撤回）``."""
    on = f"{one.at:%Y-%m-%d}"
    if one.kind == "correct":
        return f"“{one.wrong}”应为“{one.right}”（{on} 更正）"
    since = f"自{chinese_date(one.effective_on)}起废止" if one.effective_on else "撤销，自始无效"
    return f"{since}：{one.reason}（{on} 撤回）"


def of_issue(db: Database, issue: Issue) -> list[Told]:
    """Return what is told of the issue: what was put right or withdrawn of it, then what its entries put right."""
    rows = store.corrections.of_issue(db, issue.id)
    old = [Told(position_of(db, one), words(one), tuple(printed_in(db, one)), True, one) for one in rows]
    new = store.corrections.printed_in(db, issue.id)
    return old + [Told(position, words(one), (corrected(db, one),), False, one) for position, one in new]


def printed_in(db: Database, one: Correction) -> Iterator[str]:
    """Yield the references of the published entries that print a correction."""
    for article_id in store.corrections.articles_of(db, one.id):
        for issue, position in store.issues.entries_of_article(db, article_id):
            if issue.state == "published":
                yield reference.of_issue(issue, position)


def corrected(db: Database, one: Correction) -> str:
    """Return the reference of the issue or entry that a correction is about."""
    return reference.of_issue(store.issues.get(db, one.issue_id), position_of(db, one))


def position_of(db: Database, one: Correction) -> int | None:
    """Return the place of the entry a correction is about, None where it is about the whole issue."""
    if one.entry_id is None:
        return None
    return next(entry.position for entry in store.issues.entries(db, one.issue_id) if entry.id == one.entry_id)
