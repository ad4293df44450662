"""Notices (催办单): who is waited for learns it, by a row and by a file in his folder under ``var/notices/``."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import datetime

from bulletin import reference, store, workflow
from bulletin.errors import StoreFailure
from bulletin.model import Actor, Article, Issue
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.store.reviews import Notice
from bulletin.terms import action_name, state_name

Waited = frozenset[tuple[str, str, datetime | None]]
_TOLD = ("in_review", "held", "returned")


@dataclass(frozen=True, slots=True)
class Piece:
    """What a notice is about: ``name`` is what it is called by, ``look`` the command that shows it."""

    subject: str
    id: int
    name: str
    title: str
    state: str
    look: str


def of_article(article: Article) -> Piece:
    """Return the article as a notice speaks of it."""
    name = f"稿件 {article.id}（{article.publication}，第{article.revision.number}稿）"
    return Piece("article", article.id, name, article.revision.title, article.state, f"review show {article.id}")


def of_issue(db: Database, issue: Issue) -> Piece:
    """Return the issue as a notice speaks of it."""
    name = reference.of_issue(issue)
    titles = "；".join(entry.title for entry in store.issues.entries(db, issue.id))
    return Piece("issue", issue.id, name, titles, issue.state, f"issue show {name}")


def waited(db: Database, settings: Settings, article: Article, at: datetime) -> Waited:
    """Return whom the article waits for: person, action, and since when the present level's turn lasts."""
    standing = store.articles.standing(db, settings, article)
    actors = settings.actors(at.date()) if article.state in _TOLD else []
    found = ((one.id, workflow.awaited(standing, one, at), standing.review.since) for one in actors)
    return frozenset(
        (person, action, since)
        for person, action, since in found
        if action and (action != "send" or person in standing.authors)
    )


def call(db: Database, settings: Settings, piece: Piece, waits: Waited, actor: Actor, at: datetime) -> list[Notice]:
    """Record a notice for everybody of `waits` but the actor himself."""
    return [
        store.reviews.add_notice(db, _notice(settings, piece, (person, action), actor, at))
        for person, action, _ in sorted(waits, key=lambda one: one[:2])
        if person != actor.id
    ]


def _notice(settings: Settings, piece: Piece, wanted: tuple[str, str], actor: Actor, at: datetime) -> Notice:
    person, action = wanted
    text = "\n".join(
        [
            f"{settings.person_name(person)}：",
            f"{piece.name}等你{action_name(action)}。",
            f"标题：{piece.title}",
            f"状态：{state_name(piece.subject, piece.state)}。{actor.name}　{at:%Y-%m-%d %H:%M}",
            f"查看：bulletin {piece.look}",
        ]
    )
    return Notice(0, person, piece.subject, piece.id, action, text, actor.id, at)


def deliver(settings: Settings, notices: list[Notice]) -> None:
    """Write each notice as a file; where the disk refuses, the row tells him all the same."""
    for one in notices:
        noun = {"article": "稿件", "issue": "期"}[one.subject]
        path = settings.notices_dir / one.person / f"{one.id:06}-{noun}{one.subject_id}-{action_name(one.action)}.txt"
        with contextlib.suppress(StoreFailure):
            store.files.write_durably(path, f"{one.text}\n".encode())
