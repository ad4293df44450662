"""What an issue would repeat (重复刊载): entries that tell the same, and entries that were printed before."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from bulletin import store
from bulletin.model import Entry, Issue
from bulletin.store import Database
from bulletin.terms import RELATIONS
from bulletin.text.likeness import Reading, compare

_BEFORE_PRINT = ("composed", "proofed", "signed")


def repeats(db: Database, issue: Issue) -> list[str]:
    """Return in words what entries of an issue repeat, for whoever composes and signs it; nothing once it is printed.

    A notice in the wording of another place or year (同模板) is no repetition.
    """
    if issue.state not in _BEFORE_PRINT:
        return []
    entries = store.issues.entries(db, issue.id)
    return [*_among(entries), *(line for entry in entries for line in _printed(db, entry))]


def _among(entries: list[Entry]) -> Iterator[str]:
    readings = [Reading(entry.title, entry.text) for entry in entries]
    for one, other in combinations(range(len(entries)), 2):
        verdict = compare(readings[one], readings[other])
        if verdict and verdict.kind in store.identity.REPEATING:
            yield f"第{entries[other].position}条与第{entries[one].position}条{RELATIONS[verdict.kind]}：{verdict.why}"


def _printed(db: Database, entry: Entry) -> Iterator[str]:
    made_of = store.articles.items_of(db, entry.article_id)
    for relation in store.identity.printed_before(db, entry.title, entry.text, made_of=made_of):
        yield f"第{entry.position}条与{relation.printed}所载{RELATIONS[relation.kind]}：{relation.why}"
