"""Circulars (通报) as they were made: the figures frozen with each, where each was printed, and what stands against printing one.

The figures are the original of the circular's item; its article may be edited, its tables may not. Two circulars of one
period never stand beside each other: the second says that it corrects the first, or the first was withdrawn.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from bulletin import reference
from bulletin.model import Article, Issue, Item, Json
from bulletin.settings import Settings
from bulletin.store import corrections, issues, items, originals
from bulletin.terms import OWN_SOURCES
from bulletin.text.frozen_tables import changes

SOURCE = OWN_SOURCES["circular"]
"""The source of circulars, and the kind of their items."""
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Kept:
    """A circular that was made: its item, its figures, the reference it was published under ('' while it was not, or is
    withdrawn), and the one under which it was withdrawn, or ''."""

    item: Item
    figures: Json
    issue: str = ""
    withdrawn: str = ""

    @property
    def span(self) -> tuple[date, date]:
        """Its days, half open."""
        period = self.figures["period"]
        return date.fromisoformat(period["start"]), date.fromisoformat(period["end"])


def every(db: Database, settings: Settings) -> list[Kept]:
    """Return all circulars, oldest first. Raises `StoreFailure` where the bytes of one are not as they were kept."""
    return [_kept(db, settings, item) for item in items.selected(db, "d.source = ?", (SOURCE,))]


def previous(known: Iterable[Kept], start: date) -> Kept | None:
    """Return the circular that one from `start` on follows: of those in force that end by then, the last."""
    earlier = [one for one in known if one.issue and one.span[1] <= start]
    return max(earlier, key=lambda one: (one.span[1], one.item.id), default=None)


def in_force(known: Iterable[Kept], span: tuple[date, date]) -> Kept | None:
    """Return the circular of these days that was published last and is not withdrawn."""
    same = [one for one in known if one.issue and one.span == span]
    return max(same, key=lambda one: one.item.id, default=None)


def frozen_tables(db: Database, settings: Settings, made_of: Iterable[Item]) -> tuple[Json, ...]:
    """Return the tables frozen with those of the items that are circulars."""
    kept = (_kept(db, settings, item) for item in made_of if item.source == SOURCE)
    return tuple(table for one in kept for table in one.figures.get("tables", ()))


def held(db: Database, settings: Settings, article: Article) -> list[str]:
    """Return in Chinese what stands against printing an article that is a circular; nothing for any other article."""
    made = [item for item in (items.get(db, number) for number in article.items) if item.source == SOURCE]
    if not made:
        return []
    known = every(db, settings)
    own = [one for one in known if one.item.id in {item.id for item in made}]
    return [reason for one in own for reason in _reasons(db, known, one, article)]


def _reasons(db: Database, known: list[Kept], own: Kept, article: Article) -> Iterator[str]:
    found = [change.words for change in changes(own.figures.get("tables", ()), article.revision.text)]
    if found:
        more = f"等{len(found)}处" if len(found) > _SHOWN else ""
        yield f"{'；'.join(found[:_SHOWN])}{more}。表中数字封存后不能改，请用 article edit 改回，或重新 circular make"
    name, others = own.figures["period"]["name"], [one for one in known if one.item.id != own.item.id]
    if (force := in_force(others, own.span)) and own.figures.get("corrects") != force.item.id:
        yield f"{name}的通报已印发（{force.issue}），要改须用 circular make --correct 做成更正"
    elif own.figures.get("corrects") and not force:
        yield f"它所更正的{name}的通报已撤回，请重新 circular make"
    for other in others:
        if other.span == own.span:
            yield from (f"{name}另有一份通报正在印（{place}），请先撤下其中一份" for place in _on_the_way(db, other))
    before = previous(known, own.span[0])
    if "previous" in own.figures and own.figures["previous"] != (before.item.id if before else None):
        yield f"{name}的通报做成以后，以前各期的通报又有印发、更正或撤回，本期调整须重算，请重新 circular make"


def _on_the_way(db: Database, other: Kept) -> Iterator[str]:
    """Yield where a circular stands in an issue that is not published yet."""
    for number in items.article_ids(db, other.item.id):
        for issue, position in issues.entries_of_article(db, number):
            if issue.state in (*issues.OPEN_STATES, "signed"):
                yield f"稿件 {number}，{reference.of_issue(issue, position)}"


def _kept(db: Database, settings: Settings, item: Item) -> Kept:
    body = originals.body(settings, originals.get(db, item.original_id))
    places = [
        (reference.of_issue(issue, position), _is_withdrawn(db, issue, position))
        for article_id in items.article_ids(db, item.id)
        for issue, position in issues.entries_of_article(db, article_id)
        if issue.state == "published"
    ]
    standing = [place for place, gone in places if not gone]
    withdrawn = [place for place, gone in places if gone]
    return Kept(item, json.loads(body), *(found[-1] if found else "" for found in (standing, withdrawn)))


def _is_withdrawn(db: Database, issue: Issue, position: int) -> bool:
    entry = issues.entries(db, issue.id)[position - 1].id
    return any(one.kind == "withdraw" and one.entry_id in (None, entry) for one in corrections.of_issue(db, issue.id))
