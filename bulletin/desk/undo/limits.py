"""What cannot be taken back, and why: what the rules give another way for, and what somebody built on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bulletin import store, workflow
from bulletin.desk import editing
from bulletin.desk.undo import steps
from bulletin.model import Actor, Status
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.store.deeds import Deed as Steps
from bulletin.terms import SUBJECTS, action_name, state_name

_KNOWN = {
    "item": ("decline", "shelve", "restore", "adopt", "release"),
    "article": ("adopt", "edit", "drop", "send", "hasten", "recall", "set_section", "attach", "detach"),
    "issue": ("arrange",),
    "commission": ("close", "reopen", "answer", "unlink"),
}
_BETTER = {
    "approve": "请退回",
    "hold": "请解除缓办",
    "compose": "请从期中撤出",
    "take_out": "请再编入",
    "arrange": "请在期中改回",
    "sign": "已签发的请作废号处理",
    "publish": "已印发的只能更正或撤回",
    "commission": "请结束这次约稿",
}
_REVERSING = {
    "adopt": "drop",
    "edit": "edit",
    "send": "recall",
    "recall": "send",
    "set_section": "set_section",
    "attach": "detach",
    "detach": "attach",
}
"""The action that takes one on an article back; what brings a dropped one back makes another of it."""


def why_not(db: Database, settings: Settings, deed: Steps, actor: Actor, at: datetime) -> str:
    """Return why `actor` cannot take the deed back, '' where he can."""
    unknown = [step for step in deed.steps if not _is_known(step)]
    if unknown or steps.actions(deed, "article") == {"hasten"}:
        told = {step.action for step in unknown} & {"take_out", "compose"}
        return _BETTER.get(next(iter(told), (unknown or deed.steps)[0].action), "须按规定的步骤办理")
    for step in _touched(deed):
        for later in store.deeds.since(db, step.subject, step.subject_id, step.id):
            if later.action == "drop" or not _came_to_nothing(db, later, deed.id):
                who = settings.person_name(later.by)
                name = f"{SUBJECTS[step.subject]} {step.subject_id}"
                return f"{name}其后已由{who}于 {later.at:%m-%d %H:%M} {action_name(later.action)}"
    return next(_taken(db, deed), "") or next(_refused(db, settings, deed, actor, at), "")


def _is_known(step: Status) -> bool:
    """Tell whether a step can be taken back: of an issue, only the order of its entries, which the step then names."""
    return step.action in _KNOWN.get(step.subject, ()) and (step.subject != "issue" or bool(step.target))


def _refused(db: Database, settings: Settings, deed: Steps, actor: Actor, at: datetime) -> Iterator[str]:
    """Yield which reversing steps the rules do not allow from where the articles stand now."""
    for step in deed.steps:
        wanted = _REVERSING.get(step.action, "") if step.subject == "article" else ""
        if wanted:
            article = store.articles.get(db, step.subject_id)
            standing = store.articles.standing(db, settings, article)
            if wanted not in workflow.actions_for(standing, actor, at):
                yield f"稿件 {article.id} 现为“{state_name('article', article.state)}”，{actor.name}不能{action_name(wanted)}"


def _taken(db: Database, deed: Steps) -> Iterator[str]:
    """Yield why items that would be adopted anew cannot be: something else was made of them, or they were declined."""
    article_id, wanted = _wanted(db, deed)
    publication = store.articles.get(db, article_id).publication if wanted else ""
    for item_id in wanted:
        if store.items.get(db, item_id).state == "declined":
            yield f"来稿 {item_id} 已不采用"
        for other in editing.live_articles(db, item_id):
            if other.publication == publication:
                yield f"来稿 {item_id} 已编入稿件 {other.id}"


def _wanted(db: Database, deed: Steps) -> tuple[int, list[int]]:
    """Return the article, and the items taking the deed back must find free: those a drop released, those of a merge."""
    done = steps.actions(deed, "article")
    if "drop" in done:
        return steps.of(deed, "drop").subject_id, steps.released(deed)
    if done == {"edit"} and steps.is_undo(db, deed):
        return steps.ids(deed, "article")[0], steps.joined(db, deed)
    return 0, []


def _touched(deed: Steps) -> list[Status]:
    """Return the last step of the deed on each thing that must stand as it left it: articles, else items."""
    followed = [step for step in deed.steps if step.subject == "article"] or deed.steps
    return list({(step.subject, step.subject_id): step for step in followed}.values())


def _came_to_nothing(db: Database, step: Status, deed_id: int) -> bool:
    """Tell whether a later step was taken back, or took back what came after the deed."""
    if not step.deed:
        return False
    undoes = store.deeds.of_number(db, step.deed).undoes
    return store.deeds.is_undone(db, step.deed) or (undoes is not None and undoes > deed_id)
