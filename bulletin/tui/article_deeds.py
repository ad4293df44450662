"""Decisions on an article as they are made on a screen: only on the revision and the state the person saw.

The modules that decide are imported when somebody decides. Where somebody else was quicker nothing is done, and it is said who
did what, when; what was typed is kept in a file (`bulletin.desk.editing.save`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from bulletin import store
from bulletin.errors import RefusedAction
from bulletin.model import Article, Finding, Revision
from bulletin.tui.article_reading import last_deed
from bulletin.tui.sitting import Sitting

if TYPE_CHECKING:
    from bulletin.desk.editing import Text
    from bulletin.desk.verification import Inquiry


@contextmanager
def as_seen(sitting: Sitting, seen: Article) -> Iterator[None]:
    """Decide inside the block, with nobody else writing. Raises `RefusedAction` where the article is no longer as seen."""
    with store.write(sitting.db):
        now = store.articles.get(sitting.db, seen.id)
        if (now.revision.id, now.state, now.section) != (seen.revision.id, seen.state, seen.section):
            raise RefusedAction(f"{last_deed(sitting, seen.id)}。本次操作未执行", "已换成最新的，请看过再定")
        yield


def act(sitting: Sitting, seen: Article, action: str, note: str = "") -> Article:
    """Send or recall the article, or whatever else the review knows. Raises `RefusedAction`, `FindingsBlock`."""
    from bulletin.desk import review

    with as_seen(sitting, seen):
        return review.act(sitting.db, sitting.settings, seen.id, action, sitting.actor, sitting.at, note)


def drop(sitting: Sitting, seen: Article, reason: str) -> Article:
    """Give the article up. Raises `RefusedAction`."""
    from bulletin.desk import editing

    with as_seen(sitting, seen):
        return editing.drop(sitting.db, sitting.settings, seen.id, reason, sitting.actor, sitting.at)


def retitle(sitting: Sitting, seen: Article, title: str) -> Revision:
    """Save another title as the next revision. Raises `EditConflict`, `RefusedAction`."""
    from bulletin.desk.editing import Text

    return _save(sitting, seen, Text(title, seen.revision.text, seen.revision.number))


def set_section(sitting: Sitting, seen: Article, section: str) -> Article:
    """Put the article into another section. Raises `RefusedAction`, `UsageError`."""
    from bulletin.desk import editing

    with as_seen(sitting, seen):
        return editing.set_section(sitting.db, sitting.settings, seen.id, section, sitting.actor, sitting.at)


def mended(seen: Article, finding: Finding) -> str:
    """Return the article's text with what the finding suggests at its place."""
    text = seen.revision.text
    return text[: finding.start] + finding.suggestion + text[finding.end :]


def mend(sitting: Sitting, seen: Article, finding: Finding) -> Revision:
    """Save what the finding suggests as the next revision: the person has seen it and said yes. Raises as `retitle`."""
    from bulletin.desk.editing import Text

    return _save(sitting, seen, Text(seen.revision.title, mended(seen, finding), seen.revision.number))


def _save(sitting: Sitting, seen: Article, text: Text) -> Revision:
    from bulletin.desk import editing

    return editing.save(sitting.db, sitting.settings, seen.id, text, sitting.actor, sitting.at)


def accept(sitting: Sitting, seen: Article, finding: Finding, reason: str) -> Article:
    """Accept a finding as the text stands, for a reason. Raises `RefusedAction`, `NotFound`."""
    from bulletin.desk import checking

    with as_seen(sitting, seen):
        checking.answer(sitting.db, sitting.settings, seen.id, finding.key, reason, sitting.actor, sitting.at)
    return seen


def tick(sitting: Sitting, seen: Article, finding: Finding, words: str) -> Article:
    """Tick a finding off as verified (核实). Raises `RefusedAction`, `NotFound`."""
    from bulletin.desk import checking

    with as_seen(sitting, seen):
        checking.tick(sitting.db, sitting.settings, seen.id, finding.key, words, sitting.actor, sitting.at)
    return seen


def verify(sitting: Sitting, subject: tuple[str, int], inquiry: Inquiry) -> None:
    """Write down a verification of an item or of the article. Raises `UsageError`, `RefusedAction`, `NotFound`."""
    from bulletin.desk import verification

    verification.record(sitting.db, sitting.settings, *subject, inquiry, sitting.actor, sitting.at)


def merge(sitting: Sitting, seen: Article, item_ids: list[int]) -> Article:
    """Put items into the article. Raises `RefusedAction`, `Outdated`, `NotFound`."""
    from bulletin.desk import merging

    with as_seen(sitting, seen):
        return merging.merge(sitting.db, sitting.settings, seen.id, item_ids, sitting.actor, sitting.at)


def split(sitting: Sitting, seen: Article, paragraphs: list[int], title: str, items: list[int]) -> Article:
    """Move paragraphs into a new article with that title, made of these items. Raises as `merging.split`."""
    from bulletin.desk import merging

    with as_seen(sitting, seen):
        return merging.split(sitting.db, sitting.settings, seen.id, paragraphs, title, sitting.actor, sitting.at, items)


def after_merge(sitting: Sitting, seen: Article, item_ids: list[int]) -> tuple[Article, list[str]]:
    """Return the article as a merge would leave it, and the texts it would add."""
    from bulletin.desk import merging

    items = [store.items.get(sitting.db, item_id) for item_id in item_ids]
    added = merging.new_texts(sitting.db, seen, items)
    numbers = tuple(dict.fromkeys((*seen.items, *item_ids)))
    units = store.articles.units_of_items(sitting.db, numbers)
    return replace(seen, items=numbers, units=units), added
