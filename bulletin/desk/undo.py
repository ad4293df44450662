"""Undo (撤销): the last own deed taken back, as the trail tells it, and redo (重做).

A deed (操作) is what one person did in one go: the steps of one transaction. Taking one back is a deed of its own, with new
steps, and new revisions that hold the earlier text: nothing is deleted, nobody's later work is touched. Taking an undo back
is a redo. A dropped article stays dropped: what brings it back makes a new one of the same items and the same text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bulletin import store, workflow
from bulletin.desk import editing, merging, review
from bulletin.errors import NothingToDo, Outdated
from bulletin.model import Actor, Article, Revision, Status
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.store.deeds import Deed as Steps
from bulletin.terms import SUBJECTS, action_name, state_name
from bulletin.text import shorten

MOST = 50
"""Own deeds that are looked back at."""
_KNOWN = {
    "item": ("decline", "shelve", "restore", "adopt", "release"),
    "article": ("adopt", "edit", "drop", "send", "hasten", "recall"),
    "commission": ("close", "reopen"),
}
_BETTER = {
    "approve": "请退回",
    "hold": "请解除缓办",
    "compose": "请从期中撤出",
    "arrange": "请重新排定次序",
    "sign": "已签发的请作废号处理",
    "publish": "已印发的只能更正或撤回",
    "commission": "请结束这次约稿",
    "answer": "请用 commission answer --off",
}
_PATHS: dict[tuple[str, str], tuple[str, ...]] = {
    ("declined", "new"): ("restore",),
    ("shelved", "new"): ("restore",),
    ("declined", "shelved"): ("restore", "shelve"),
    ("new", "declined"): ("decline",),
    ("shelved", "declined"): ("decline",),
    ("new", "shelved"): ("shelve",),
}
"""The actions that bring an undecided item from one state to another."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed as it is told before it is taken back: ``words`` what was done, ``result`` how things stand afterwards.

    ``passed_over`` are newer own deeds, each with why it cannot be taken back.
    """

    id: int
    words: str
    result: str
    at: datetime
    passed_over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Hand:
    """Who takes back, where, when, and the note that every step of it bears."""

    db: Database
    settings: Settings
    actor: Actor
    at: datetime
    note: str


def last(db: Database, settings: Settings, actor: Actor, at: datetime) -> Deed | None:
    """Return what `undo` would take back now, None where there is nothing."""
    return _told(db, settings, _undoable(db, actor))[0]


def undo(db: Database, settings: Settings, actor: Actor, at: datetime, deed_id: int | None = None) -> Deed:
    """Take the last own deed back that can be, and return it. `deed_id` is the one the person was told of.

    Raises `NothingToDo` with why the newest ones cannot be, `Outdated` when it is no longer `deed_id`, and what the steps
    raise: `RefusedAction`, `FindingsBlock`.
    """
    return _take_back(db, settings, actor, at, deed_id, again=False)


def last_undone(db: Database, settings: Settings, actor: Actor, at: datetime) -> Deed | None:
    """Return what `redo` would do again now: the last own deed taken back, unless something else was done since."""
    return _told(db, settings, _redoable(db, actor))[0]


def redo(db: Database, settings: Settings, actor: Actor, at: datetime, deed_id: int | None = None) -> Deed:
    """Take the last own undo back, and return it. Raises as `undo` does."""
    return _take_back(db, settings, actor, at, deed_id, again=True)


def _take_back(
    db: Database, settings: Settings, actor: Actor, at: datetime, deed_id: int | None, *, again: bool
) -> Deed:
    word = "重做" if again else "撤销"
    with store.write(db):
        found, why = _told(db, settings, _redoable(db, actor) if again else _undoable(db, actor))
        if found is None:
            raise NothingToDo(f"没有可以{word}的操作{'：' if why else ''}{'；'.join(why[:3])}", "")
        if deed_id not in (None, found.id):
            raise Outdated(f"要{word}的操作")
        deed = store.deeds.of_number(db, found.id)
        _reverse(_Hand(db, settings, actor, at, f"{word}：{found.words}"), deed)
        store.deeds.record_undoing(db, deed, actor.id)
    return found


# What can be taken back


def _undoable(db: Database, actor: Actor) -> Iterator[Steps]:
    """Yield the own deeds, newest first, that are no undo and were not taken back."""
    for deed in store.deeds.of_person(db, actor.id, MOST):
        if not _is_undo(db, deed) and not store.deeds.undoers(db, deed.id):
            yield deed


def _redoable(db: Database, actor: Actor) -> Iterator[Steps]:
    """Yield the own undos, newest first, that were not taken back, up to the first other thing done."""
    for deed in store.deeds.of_person(db, actor.id, MOST):
        if deed.undoes is None:
            if not store.deeds.undoers(db, deed.id):
                return
        elif _is_undo(db, deed) and not store.deeds.undoers(db, deed.id):
            yield deed


def _told(db: Database, settings: Settings, deeds: Iterator[Steps]) -> tuple[Deed | None, list[str]]:
    """Return the first of the deeds that can be taken back, and why those before it cannot."""
    passed: list[str] = []
    for deed in deeds:
        words = _words(db, _root(db, deed))
        if why := _why_not(db, settings, deed):
            passed.append(f"“{words}”不能撤销，{why}")
        else:
            return Deed(deed.id, words, _result(db, deed), deed.steps[0].at, tuple(passed)), passed
    return None, passed


def _why_not(db: Database, settings: Settings, deed: Steps) -> str:
    unknown = [step for step in deed.steps if step.action not in _KNOWN.get(step.subject, ())]
    if unknown or _actions(deed, "article") == {"hasten"}:
        return _BETTER.get((unknown or deed.steps)[0].action, "须按规定的步骤办理")
    for step in _touched(deed):
        for later in store.deeds.since(db, step.subject, step.subject_id, step.id):
            if later.action == "drop" or not _came_to_nothing(db, later, deed.id):
                who = settings.person_name(later.by)
                name = f"{SUBJECTS[step.subject]} {step.subject_id}"
                return f"{name}其后已由{who}于 {later.at:%m-%d %H:%M} {action_name(later.action)}"
    return next(_taken(db, deed), "")


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
    done, ids = _actions(deed, "article"), _ids(deed, "article")
    if "drop" in done:
        return _of(deed, "drop").subject_id, _released(deed)
    root = _root(db, deed)
    if done == {"edit"} and _actions(root, "article") == {"edit"} and _is_undo(db, deed):
        return ids[0], _ids(root, "item")
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


def _is_undo(db: Database, deed: Steps) -> bool:
    """Tell whether the deed takes something back; a redo does not."""
    return deed.undoes is not None and not _is_undo(db, store.deeds.of_number(db, deed.undoes))


def _root(db: Database, deed: Steps) -> Steps:
    """Return the deed that was taken back, done again and so on: the one that is not about another."""
    return deed if deed.undoes is None else _root(db, store.deeds.of_number(db, deed.undoes))


# Telling


def _words(db: Database, deed: Steps) -> str:
    """Return what was done, in Chinese: 不采用来稿 3、4（内容重复）."""
    article, items = _actions(deed, "article"), _ids(deed, "item")
    ids = _ids(deed, "article")
    if not article:
        step = deed.steps[-1]
        name, what = SUBJECTS[step.subject], action_name(step.action)
        note = f"（{shorten(step.note)}）" if step.note else ""
        return f"{what}{'' if name in what else name} {_listed(_ids(deed, step.subject))}{note}"
    if {"adopt", "edit"} <= article:
        old, new = (_of(deed, action).subject_id for action in ("edit", "adopt"))
        return f"从稿件 {old} 分出稿件 {new}"
    if "adopt" in article:
        return f"采用来稿 {_listed(items)} 为稿件 {ids[0]}"
    if "edit" in article and items:
        return f"把来稿 {_listed(items)} 并入稿件 {ids[0]}"
    if "edit" in article:
        base = _base(db, _of(deed, "edit"))
        return f"修改稿件 {ids[0]}（第{base.number}稿改为第{base.number + 1}稿）"
    return f"{action_name(deed.steps[0].action)}稿件 {ids[0]}"


def _result(db: Database, deed: Steps) -> str:
    """Return how things will stand once the deed is taken back."""
    told = []
    for step in (step for step in deed.steps if step.subject == "article"):
        if step.action == "adopt":
            told.append(f"稿件 {step.subject_id} 撤稿，没有别处用的来稿放回队列")
        elif step.action == "edit":
            told.append(_rewritten(db, deed, step))
        elif step.action == "drop":
            told.append(f"用稿件 {step.subject_id} 的来稿和文字另编一篇稿件")
        elif step.action in ("send", "recall"):
            told.append(f"稿件 {step.subject_id} {'撤回，回到编辑中' if step.action == 'send' else '再送审'}")
    if told or deed.steps[0].subject != "item":
        return "；".join(told) or f"约稿 {deed.steps[0].subject_id} {action_name(_OTHER[deed.steps[-1].action])}"
    states = {item_id: _state_before(db, deed, item_id) for item_id in _ids(deed, "item")}
    groups = {state: [id_ for id_, one in states.items() if one == state] for state in states.values()}
    return "；".join(f"来稿 {_listed(ids)} 回到{state_name('item', state)}" for state, ids in groups.items())


def _rewritten(db: Database, deed: Steps, step: Status) -> str:
    name, root = f"稿件 {step.subject_id}", _root(db, deed)
    joined = _ids(root, "item") if _actions(root, "article") == {"edit"} else []
    moved = f"来稿 {_listed(joined)} {'再并入' if _is_undo(db, deed) else '退出'}{name}，" if joined else ""
    return f"{moved}{name} 另存一稿，文字同第{_base(db, step).number}稿"


_OTHER = {"close": "reopen", "reopen": "close"}


# Taking back


def _reverse(hand: _Hand, deed: Steps) -> None:
    """Do what takes the deed back: give up what it made, write what it changed as it was, bring back what it gave up."""
    done = _actions(deed, "article")
    if not done:
        for item_id in _ids(deed, "item"):
            _bring(hand, item_id, _state_before(hand.db, deed, item_id))
        for commission_id in _ids(deed, "commission"):
            standing = store.commissions.standing(store.commissions.get(hand.db, commission_id))
            other = _OTHER[deed.steps[-1].action]
            store.statuses.record(hand.db, workflow.advance(standing, other, hand.actor, hand.at, hand.note))
    if "adopt" in done:
        _give_up(hand, deed)
    if "edit" in done:
        _rewrite(hand, deed)
    if "drop" in done:
        _revive(hand, deed)
    if "send" in done:
        _review(hand, deed, "recall", hand.note)
    if "recall" in done:
        _send_again(hand, deed)


def _bring(hand: _Hand, item_id: int, state: str) -> None:
    """Bring an undecided item to the state it had."""
    standing = store.items.standing(store.items.get(hand.db, item_id))
    for action in _PATHS.get((standing.state, state), ()):
        standing = store.items.standing(store.items.get(hand.db, item_id))
        note = f"{_reason(hand.db, item_id)}（{hand.note}）" if action == "decline" else hand.note
        store.statuses.record(hand.db, workflow.advance(standing, action, hand.actor, hand.at, note))


def _reason(db: Database, item_id: int) -> str:
    """Return why the item was declined last."""
    declined = (step.note for step in store.statuses.history(db, "item", item_id) if step.action == "decline")
    return next(reversed(list(declined)), "")


def _give_up(hand: _Hand, deed: Steps) -> None:
    """Drop the article the deed made; items no other article uses stand as they did before."""
    article_id = _of(deed, "adopt").subject_id
    dropped = editing.drop(hand.db, hand.settings, article_id, hand.note, hand.actor, hand.at)
    for item_id in dropped.items:
        if item_id in _ids(deed, "item"):
            _bring(hand, item_id, _state_before(hand.db, deed, item_id))


def _rewrite(hand: _Hand, deed: Steps) -> None:
    """Save the text from before the deed as the next revision; items that joined by it leave, and the reverse."""
    step = _of(deed, "edit")
    base, article = _base(hand.db, step), store.articles.get(hand.db, step.subject_id)
    standing = store.articles.standing(hand.db, hand.settings, article)
    edit = workflow.advance(standing, "edit", hand.actor, hand.at, hand.note)
    store.statuses.record(hand.db, edit)
    root = _root(hand.db, deed)
    if _actions(root, "article") == {"edit"} and (joined := _ids(root, "item")):
        if _is_undo(hand.db, deed):
            _put_in(hand, article, joined)
        else:
            _take_out(hand, article, joined, root)
    number = article.revision.number + 1
    store.articles.add_revision(hand.db, article.id, number, base.title, base.text, edit)


def _put_in(hand: _Hand, article: Article, items: list[int]) -> None:
    for item_id in items:
        _adopt(hand, item_id)
    store.articles.set_items(hand.db, article.id, (*article.items, *items))


def _take_out(hand: _Hand, article: Article, items: list[int], root: Steps) -> None:
    left = [item_id for item_id in article.items if item_id not in items]
    store.articles.set_items(hand.db, article.id, left)
    for item_id in items:
        if not editing.live_articles(hand.db, item_id):
            standing = store.items.standing(store.items.get(hand.db, item_id))
            released = workflow.advance(standing, "release", hand.actor, hand.at, hand.note)
            store.statuses.record(hand.db, released)
            _bring(hand, item_id, _state_before(hand.db, root, item_id))


def _revive(hand: _Hand, deed: Steps) -> None:
    """Make a new article of what the deed dropped; items it did not release were shared with another, and may be again."""
    gone = store.articles.get(hand.db, _of(deed, "drop").subject_id)
    for item_id in gone.items:
        _adopt(hand, item_id)
    begun = workflow.begin("article", hand.actor, hand.at, hand.note)
    new_id = store.articles.create(hand.db, begun, gone.publication, gone.section, list(gone.items), gone.id)
    store.articles.add_revision(hand.db, new_id, 1, gone.revision.title, gone.revision.text, begun)
    merging.carry_pictures(hand.db, hand.settings, gone.id, new_id)


def _adopt(hand: _Hand, item_id: int) -> None:
    standing = store.items.standing(store.items.get(hand.db, item_id))
    step = workflow.advance(standing, "adopt", hand.actor, hand.at, hand.note)
    store.statuses.record(hand.db, step)


def _send_again(hand: _Hand, deed: Steps) -> None:
    """Send what was recalled, and as urgently as it was sent then."""
    _review(hand, deed, "send", hand.note)
    for step in _root(hand.db, deed).steps:
        if step.action == "hasten":
            _review(hand, deed, "hasten", step.note)


def _review(hand: _Hand, deed: Steps, action: str, note: str) -> None:
    article_id = _ids(deed, "article")[0]
    review.act(hand.db, hand.settings, article_id, action, hand.actor, hand.at, note)


# Reading a deed


def _actions(deed: Steps, subject: str) -> set[str]:
    return {step.action for step in deed.steps if step.subject == subject}


def _ids(deed: Steps, subject: str) -> list[int]:
    return list(dict.fromkeys(step.subject_id for step in deed.steps if step.subject == subject))


def _released(deed: Steps) -> list[int]:
    return [step.subject_id for step in deed.steps if (step.subject, step.action) == ("item", "release")]


def _of(deed: Steps, action: str) -> Status:
    """Return the step of that action on an article."""
    return next(step for step in deed.steps if (step.subject, step.action) == ("article", action))


def _base(db: Database, step: Status) -> Revision:
    """Return the revision an edit was made on: its step names that one, not the one it made."""
    found = store.articles.revisions(db, step.subject_id)
    return next(revision for revision in found if revision.id == step.revision_id)


def _state_before(db: Database, deed: Steps, item_id: int) -> str:
    """Return where an item stood before the deed."""
    first = next(step for step in deed.steps if (step.subject, step.subject_id) == ("item", item_id))
    before = store.deeds.before(db, "item", item_id, first.id)
    return before.state if before else "new"


def _listed(numbers: list[int]) -> str:
    return "、".join(map(str, numbers))
