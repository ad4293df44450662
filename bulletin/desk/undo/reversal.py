"""Taking back: new steps and new revisions that leave things as they stood before a deed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bulletin import store, workflow
from bulletin.desk import editing, merging, pictures, review
from bulletin.desk.undo import steps
from bulletin.desk.undo.telling import order_before
from bulletin.model import Actor, Article
from bulletin.reference import of_issue
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.store.deeds import Deed as Steps

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
class Hand:
    """Who takes back, where, when, and the note that every step of it bears."""

    db: Database
    settings: Settings
    actor: Actor
    at: datetime
    note: str


def reverse(hand: Hand, deed: Steps) -> None:
    """Do what takes the deed back: give up what it made, write what it changed as it was, bring back what it gave up."""
    done = steps.actions(deed, "article")
    if not done:
        {"item": _bring_back, "issue": _order_again, "commission": _unsay}[deed.steps[0].subject](hand, deed)
    for action, act in _REVERSALS.items():
        if action in done:
            act(hand, deed)


def _bring_back(hand: Hand, deed: Steps) -> None:
    for item_id in steps.ids(deed, "item"):
        _bring(hand, item_id, steps.state_before(hand.db, deed, item_id))


def _bring(hand: Hand, item_id: int, state: str) -> None:
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


def _give_up(hand: Hand, deed: Steps) -> None:
    """Drop the article the deed made; items no other article uses stand as they did before."""
    article_id = steps.of(deed, "adopt").subject_id
    dropped = editing.drop(hand.db, hand.settings, article_id, hand.note, hand.actor, hand.at)
    for item_id in dropped.items:
        if item_id in steps.ids(deed, "item"):
            _bring(hand, item_id, steps.state_before(hand.db, deed, item_id))


def _rewrite(hand: Hand, deed: Steps) -> None:
    """Save the text from before the deed as the next revision; items that joined by it leave, and the reverse."""
    step = steps.of(deed, "edit")
    base, article = steps.base(hand.db, step), store.articles.get(hand.db, step.subject_id)
    standing = store.articles.standing(hand.db, hand.settings, article)
    edit = workflow.advance(standing, "edit", hand.actor, hand.at, hand.note)
    store.statuses.record(hand.db, edit)
    root = steps.root(hand.db, deed)
    if steps.actions(root, "article") == {"edit"} and (joined := steps.ids(root, "item")):
        if steps.is_undo(hand.db, deed):
            _put_in(hand, article, joined)
        else:
            _take_out(hand, article, joined, root)
    number = article.revision.number + 1
    store.articles.add_revision(hand.db, article.id, number, base.title, base.text, edit)


def _put_in(hand: Hand, article: Article, items: list[int]) -> None:
    for item_id in items:
        _adopt(hand, item_id)
    store.articles.set_items(hand.db, article.id, (*article.items, *items))


def _take_out(hand: Hand, article: Article, items: list[int], root: Steps) -> None:
    left = [item_id for item_id in article.items if item_id not in items]
    store.articles.set_items(hand.db, article.id, left)
    for item_id in items:
        if not editing.live_articles(hand.db, item_id):
            standing = store.items.standing(store.items.get(hand.db, item_id))
            released = workflow.advance(standing, "release", hand.actor, hand.at, hand.note)
            store.statuses.record(hand.db, released)
            _bring(hand, item_id, steps.state_before(hand.db, root, item_id))


def _revive(hand: Hand, deed: Steps) -> None:
    """Make a new article of what the deed dropped; items it did not release were shared with another, and may be again."""
    gone = store.articles.get(hand.db, steps.of(deed, "drop").subject_id)
    for item_id in gone.items:
        _adopt(hand, item_id)
    begun = workflow.begin("article", hand.actor, hand.at, hand.note)
    new_id = store.articles.create(hand.db, begun, gone.publication, gone.section, list(gone.items), gone.id)
    store.articles.add_revision(hand.db, new_id, 1, gone.revision.title, gone.revision.text, begun)
    merging.carry_pictures(hand.db, hand.settings, gone.id, new_id, every=True)


def _adopt(hand: Hand, item_id: int) -> None:
    standing = store.items.standing(store.items.get(hand.db, item_id))
    step = workflow.advance(standing, "adopt", hand.actor, hand.at, hand.note)
    store.statuses.record(hand.db, step)


def _send_again(hand: Hand, deed: Steps) -> None:
    """Send what was recalled, and as urgently as it was sent then."""
    _review(hand, deed, "send", hand.note)
    for step in steps.root(hand.db, deed).steps:
        if step.action == "hasten":
            _review(hand, deed, "hasten", step.note)


def _review(hand: Hand, deed: Steps, action: str, note: str) -> None:
    article_id = steps.ids(deed, "article")[0]
    review.act(hand.db, hand.settings, article_id, action, hand.actor, hand.at, note)


def _call_back(hand: Hand, deed: Steps) -> None:
    _review(hand, deed, "recall", hand.note)


def _put_back(hand: Hand, deed: Steps) -> None:
    """Put the article into the section it stood in before."""
    step = steps.of(deed, "set_section")
    editing.set_section(hand.db, hand.settings, step.subject_id, step.target, hand.actor, hand.at, hand.note)


def _take_off(hand: Hand, deed: Steps) -> None:
    step = steps.of(deed, "attach")
    pictures.detach(hand.db, hand.settings, step.subject_id, step.target, hand.actor, hand.at, hand.note)


def _attach_again(hand: Hand, deed: Steps) -> None:
    step = steps.of(deed, "detach")
    pictures.attach_again(hand.db, hand.settings, step.subject_id, step.target, hand.actor, hand.at, hand.note)


_REVERSALS = {
    "adopt": _give_up,
    "edit": _rewrite,
    "drop": _revive,
    "send": _call_back,
    "recall": _send_again,
    "set_section": _put_back,
    "attach": _take_off,
    "detach": _attach_again,
}
"""What takes each thing back that is done to an article, in the order in which it is done where a deed did several."""


def _order_again(hand: Hand, deed: Steps) -> None:
    """Put the entries of an issue into the order they stood in before."""
    db, issue = hand.db, store.issues.get(hand.db, deed.steps[0].subject_id)
    now = " ".join(str(entry.article_id) for entry in store.issues.entries(db, issue.id))
    standing = store.issues.standing(db, issue, of_issue(issue))
    store.statuses.record(db, workflow.advance(standing, "arrange", hand.actor, hand.at, hand.note, now))
    store.issues.arrange(db, issue.id, order_before(deed.steps[0]))


def _unsay(hand: Hand, deed: Steps) -> None:
    """Say the opposite of what was said of a commission: open or closed, or that items answer it."""
    db, step = hand.db, deed.steps[-1]
    one = store.commissions.get(db, step.subject_id)
    standing = store.commissions.standing(one)
    if step.action in steps.OPPOSITE:
        opposite = steps.OPPOSITE[step.action]
        store.statuses.record(db, workflow.advance(standing, opposite, hand.actor, hand.at, hand.note))
        return
    is_off, opposite = step.action == "answer", "unlink" if step.action == "answer" else "answer"
    for item_id in steps.targets(deed):
        said = workflow.advance(standing, opposite, hand.actor, hand.at, hand.note, str(item_id))
        unit = store.commissions.unit_of(db, one.id, item_id)
        store.commissions.link(db, one, item_id, unit, said, is_off=is_off)
