"""Circulars (通报) as they were made: the figures frozen with each, and where each was printed.

The figures are the original of the circular's item, which may be megabytes: what does not need them reads `listed`. When one
may be printed is for `bulletin.workflow.circulars` to say.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date

from sqlite_utils import Database

from bulletin import reference
from bulletin.model import Article, BeforePrint, Circular, Item, Json, Kept, OnTheWay
from bulletin.settings import Settings
from bulletin.store import corrections, issues, items, originals
from bulletin.terms import OWN_SOURCES

SOURCE = OWN_SOURCES["circular"]
"""The source of circulars, and the kind of their items."""
_ADDRESS = "circular:"


def address_of(span: tuple[date, date]) -> str:
    """Return the address of the original of a circular of these days; the key of its item goes on after a colon."""
    return f"{_ADDRESS}{span[0]}/{span[1]}"


def listed(db: Database) -> list[Circular]:
    """Return all circulars without their figures, oldest first."""
    gone = corrections.withdrawn_entries(db)
    return [_circular(db, item, gone) for item in items.selected(db, "d.source = ?", (SOURCE,)) if is_circular(item)]


def is_circular(item: Item) -> bool:
    """Return whether an item is a circular this program counted."""
    return item.source == SOURCE and item.key.startswith(_ADDRESS)


def every(db: Database, settings: Settings) -> list[Kept]:
    """Return all circulars with their figures, oldest first. Raises `StoreFailure` as `with_figures` does."""
    return [with_figures(db, settings, one) for one in listed(db)]


def with_figures(db: Database, settings: Settings, one: Circular) -> Kept:
    """Return a circular with its figures. Raises `StoreFailure` where its bytes are not as they were kept."""
    return Kept(one.item, one.span, one.issue, one.withdrawn, _figures(db, settings, one.item))


def frozen_tables(db: Database, settings: Settings, made_of: Iterable[Item]) -> tuple[Json, ...]:
    """Return the tables frozen with those of the items that are circulars."""
    kept = (_figures(db, settings, item) for item in made_of if is_circular(item))
    return tuple(table for figures in kept for table in figures.get("tables", ()))


def before_print(db: Database, settings: Settings, article: Article) -> list[BeforePrint]:
    """Return what is known of the circulars an article prints, before it does; nothing of any other article."""
    if not any(is_circular(items.get(db, number)) for number in article.items):
        return []
    known = listed(db)
    return [_before_print(db, settings, one, known) for one in known if one.item.id in article.items]


def _before_print(db: Database, settings: Settings, own: Circular, known: list[Circular]) -> BeforePrint:
    others = tuple(one for one in known if one.item.id != own.item.id)
    same = [one for one in others if one.span == own.span]
    places = tuple(place for one in same for place in _on_the_way(db, one))
    return BeforePrint(with_figures(db, settings, own), others, places)


def _on_the_way(db: Database, other: Circular) -> Iterator[OnTheWay]:
    """Yield where a circular stands in an issue that is not published yet."""
    for number in items.article_ids(db, other.item.id):
        for issue, position in issues.entries_of_article(db, number):
            if issue.state in (*issues.OPEN_STATES, "signed"):
                yield OnTheWay(number, reference.of_issue(issue, position))


def _circular(db: Database, item: Item, gone: Iterable[int]) -> Circular:
    """Return the circular of an item; ``gone`` are the entries that were withdrawn."""
    issue = withdrawn = ""
    for article_id in items.article_ids(db, item.id):
        for printed_in, position in issues.entries_of_article(db, article_id):
            if printed_in.state == "published":
                place = reference.of_issue(printed_in, position)
                if issues.entries(db, printed_in.id)[position - 1].id in gone:
                    withdrawn = place
                else:
                    issue = place
    start, end = item.key.removeprefix(_ADDRESS).split(":")[0].split("/")
    return Circular(item, (date.fromisoformat(start), date.fromisoformat(end)), issue, withdrawn)


def _figures(db: Database, settings: Settings, item: Item) -> Json:
    figures: Json = json.loads(originals.body(settings, originals.get(db, item.original_id)))
    return figures
