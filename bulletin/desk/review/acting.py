"""One action on an article that is on its way through review, and what follows from it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from bulletin import reference, store, workflow
from bulletin.desk import gates
from bulletin.desk.checking import inspect
from bulletin.desk.review import calling
from bulletin.errors import FindingsBlock, UsageError
from bulletin.model import Actor, Article, Finding, Issue, Revision, Standing
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.store.reviews import Notice
from bulletin.terms import action_name

PEOPLE_PARTED = re.compile(r"[、，,；;\s]+")
ACTIONS = (
    *("send", "recall", "approve", "return", "step_back", "hold", "resume", "hand_over", "countersign"),
    *("circulate", "concur", "dissent", "read", "reply", "hasten"),
)
"""What `act` does; the other actions of an article bring more with them than a step."""
RUSH = "rush"
"""速发: urgent, and approved, in one word."""
_WITHOUT_LOOKING = ("send", "recall", "remind", "hasten")


def act(  # noqa: PLR0913 - what is done, to what, by whom, when, with which words, to whom
    db: Database,
    settings: Settings,
    article_id: int,
    action: str,
    actor: Actor,
    at: datetime,
    note: str = "",
    to: str = "",
) -> Article:
    """Perform one action of the review and tell whom the article waits for then; return it as it stands.

    `action` is one of the article's table in `bulletin.workflow`, or ``rush`` (速发: urgent, and approved). `to` is, for
    return a level's name ('' or 编辑: the editor), for countersign several people and for circulate, hand_over, reply one,
    by id or name, for hold a day in ISO 8601, for approve the level one believes it is at. Raises `FindingsBlock` when
    errors stand against sending, `RefusedAction`, `Outdated`, `NotFound`, and `UsageError` for an action not of `ACTIONS`.
    """
    if action not in (*ACTIONS, RUSH):
        raise UsageError(f"审核中没有“{action_name(action)}”这一项", f"可用的：{'、'.join(map(action_name, ACTIONS))}")
    with store.write(db):
        before = store.articles.get(db, article_id)
        waited = calling.waited(db, settings, before, at)
        for one, target in _steps(store.articles.standing(db, settings, before), action, to, settings):
            _take(db, settings, article_id, (one, target), (actor, at, note))
        if action not in _WITHOUT_LOOKING:
            store.reviews.look(db, article_id, before.revision.id, actor.id, at, opened=False)
        article = store.articles.get(db, article_id)
        news = calling.waited(db, settings, article, at) - waited
        called = calling.call(db, settings, calling.of_article(article), news, actor, at)
    calling.deliver(settings, called)
    return article


def _take(
    db: Database, settings: Settings, article_id: int, deed: tuple[str, str], said: tuple[Actor, datetime, str]
) -> None:
    (action, target), (actor, at, note) = deed, said
    standing = store.articles.standing(db, settings, store.articles.get(db, article_id))
    step = workflow.advance(standing, action, actor, at, note, target)
    if action == "send" and (found := gates.blocking(inspect(db, settings, article_id, "send", at))):
        shown = "；".join(f"{finding.where}：{finding.message}" for finding in found[:3])
        raise FindingsBlock(
            f"稿件 {article_id} 有{len(found)}处必改，不能送审：{shown}",
            _remedy(article_id, found[0]),
        )
    store.statuses.record(db, step)


def _remedy(article_id: int, finding: Finding) -> str:
    """Return what to do about an error; a picture that is not there is not printed for any reason."""
    if finding.rule == "format.picture":
        return f"请用 article attach {article_id} 图片文件 附上，或用 article edit {article_id} 改正文中的图名"
    if finding.rule in gates.UNANSWERABLE:
        return f"请用 article edit {article_id} 修改，不能照此接受"
    return f"请修改，或用 article answer {article_id} {finding.key} --reason 写明接受的理由"


def _steps(standing: Standing, action: str, to: str, settings: Settings) -> list[tuple[str, str]]:
    """Return the actions of the table, each with its target, that `action` consists of."""
    if action == RUSH:
        return _rushed(standing, to)
    if action == "return" and to in ("", "editor", "编辑"):
        return [("return", "")]
    if action == "return":
        return [("step_back", to)]
    if action == "reply" and not to:
        open_ones = workflow.open_dissents(standing)
        return [("reply", open_ones[0].person if len(open_ones) == 1 else "")]
    if action in ("countersign", "circulate", "hand_over", "reply"):
        words = [word for word in PEOPLE_PARTED.split(to) if word] or [""]
        return [(action, _person(settings, word)) for word in dict.fromkeys(words)]
    return [(action, to)]


def _rushed(standing: Standing, to: str) -> list[tuple[str, str]]:
    """Return urgency and approval, so that whoever recommends passes his own level and does not slip into the next."""
    if standing.review.urgent:
        return [("approve", to)]
    deeds = [("hasten", ""), ("approve", to)]
    return deeds if len(workflow.missing_levels(standing.route, standing.review)) == 1 else deeds[::-1]


def _person(settings: Settings, word: str) -> str:
    """Return the id of the person known by id or by a name nobody else has; else the word itself."""
    named = [person.id for person in settings.people.values() if person.name == word]
    return named[0] if word not in settings.people and len(named) == 1 else word


def seen(db: Database, article_id: int, actor: Actor, at: datetime) -> None:
    """Record that somebody opened the article as it is now. Raises `NotFound`."""
    article = store.articles.get(db, article_id)
    store.reviews.look(db, article_id, article.revision.id, actor.id, at, opened=True)


def difference(db: Database, article_id: int, person: str) -> tuple[Revision | None, Revision]:
    """Return the revision the person last saw, None where he saw none yet, and today's. Ask before `seen`. Raises `NotFound`."""
    article = store.articles.get(db, article_id)
    last = store.reviews.last_look(db, article_id, person)
    found = [one for one in store.articles.revisions(db, article_id) if last and one.id == last["revision_id"]]
    return next(iter(found), None), article.revision


def urge(db: Database, settings: Settings, article_id: int, actor: Actor, at: datetime) -> list[Notice]:
    """Urge (催办) everybody the article waits for; it is recorded, and each gets a notice. Return the notices.

    Raises `RefusedAction`, also where somebody urged less than the office's hours ago, and `NotFound`.
    """
    with store.write(db):
        article = store.articles.get(db, article_id)
        _take(db, settings, article_id, ("remind", ""), (actor, at, ""))
        waits = calling.waited(db, settings, article, at)
        called = calling.call(db, settings, calling.of_article(article), waits, actor, at)
    calling.deliver(settings, called)
    return called


def urge_signature(db: Database, settings: Settings, issue: Issue, actor: Actor, at: datetime) -> list[Notice]:
    """Urge everybody who may sign the issue's proof, or has still to read it, as `urge` does for an article."""
    with store.write(db):
        trail = store.statuses.history(db, "issue", issue.id)
        urged = next((status.at for status in reversed(trail) if status.action == "remind"), None)
        quiet = urged + timedelta(hours=settings.deadlines.urge_hours) if urged else None
        standing = replace(store.issues.standing(db, issue, reference.of_issue(issue)), quiet_until=quiet)
        store.statuses.record(db, workflow.advance(standing, "remind", actor, at))
        wanted = ((one.id, workflow.awaited(standing, one, at)) for one in settings.actors(at.date()))
        waits = frozenset((person, action, None) for person, action in wanted if action)
        called = calling.call(db, settings, calling.of_issue(db, issue), waits, actor, at)
    calling.deliver(settings, called)
    return called
