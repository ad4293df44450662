"""Reading kept originals once more by today's rules (`collect --again`). No network is used."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import PurePath

from bulletin import store
from bulletin.collect.selection import SUBMITTED, chosen, holds_submissions, sharing
from bulletin.collect.sites import feed, leads, office, webpage
from bulletin.collect.submissions import folder, mailbox, tables
from bulletin.collect.submissions.submission import SubmissionForm, read_submissions
from bulletin.errors import NotFound, RefusedMaterial, SourceFailure, UnreadableMaterial
from bulletin.model import Extracted, Item, Original, Received
from bulletin.settings import Settings, Source
from bulletin.store import Database

_Read = Callable[[Received, Source, list[Item], Settings], list[Extracted]]


def extract_again(db: Database, settings: Settings, names: Iterable[str], *, at: datetime) -> int:
    """Read the kept originals of the named sources, or of all, once more; return how many items changed.

    Originals that cannot be read are passed over: their items stay as they are. Raises `NotFound`, `SettingsError` for a
    named source whose file is wrong, and `StoreFailure`.
    """
    wanted = list(names)
    named = chosen(settings, [name for name in wanted if name != SUBMITTED])
    sources: list[Source | None] = [*(named or ([] if wanted else settings.sources.values()))]
    sources += [None] if not wanted or SUBMITTED in wanted else []
    changed = sum(
        _again(db, settings, source, original, at)
        for source in sources
        for original in store.originals.of_source(db, source.name if source else SUBMITTED)
    )
    store.relations.relate_missing(db, at)
    return changed


def _again(db: Database, settings: Settings, source: Source | None, original: Original, at: datetime) -> int:
    """Write what one original holds over its items in the queue; return how many changed."""
    replace_extraction = (
        store.submissions.replace_extraction if holds_submissions(source) else store.items.replace_extraction
    )
    known = sharing(settings, original.source)
    found = _read(db, settings, source, original)
    changed = sum(replace_extraction(db, original, one, at, known) for one in found)
    for item in store.items.of_original(db, original.id) if changed else ():
        store.relations.renew(db, item, at)
    return changed


def _read(db: Database, settings: Settings, source: Source | None, original: Original) -> list[Extracted]:
    """Return what an original holds; nothing for a list page, an attachment, and for what cannot be read."""
    received = Received(
        store.originals.body(settings, original), original.address, original.media_type, original.charset
    )
    items = store.items.of_original(db, original.id)
    try:
        if source is None:
            return _file(received, None, items, settings)
        return _READERS[source.collector](received, source, items, settings)
    except (SourceFailure, UnreadableMaterial, RefusedMaterial, NotFound):
        return []


def _file(received: Received, source: Source | None, items: list[Item], settings: Settings) -> list[Extracted]:
    """Read a submitted file, each of its documents with what was stated when that one was filed.

    A file of a folder comes with what its place there says, and is its item's unit's still; of one handed in by a person
    nobody can tell any more what he stated and what its slip: all stays as its item has it.
    """
    placed = folder.form_of(PurePath(received.address), source, settings) if source else SubmissionForm()
    stated: dict[str, list[SubmissionForm]] = {}
    for item in items:
        form = SubmissionForm(item.unit, item.signed_by, item.kind, item.urgency)
        known = replace(placed, unit=item.unit) if source else form
        stated.setdefault(store.submissions.content_of(item.key), []).append(known)
    name = PurePath(received.address).name
    return list(
        read_submissions(received.body, name, placed, settings, lambda digest: stated.get(digest, (placed,))).items
    )


def _feed(received: Received, source: Source, items: list[Item], settings: Settings) -> list[Extracted]:
    """Read a feed, or the page that an entry of it led to."""
    if received.address == source.address:
        unfinished = {item.key for item in items if leads.is_only_lead(item)}
        found = feed.read_feed(received.body, source, settings.zone, received.charset)
        return [leads.flagged(one) if one.key in unfinished else one for one in found]
    return [leads.with_text(_lead(item), received, source, settings.zone) for item in items]


def _lead(item: Item) -> Extracted:
    return Extracted(
        item.key, item.title, "", "", url=item.url, origin=item.origin, unit=item.unit, published_at=item.published_at
    )


def _page(received: Received, source: Source, items: list[Item], settings: Settings) -> list[Extracted]:
    """Read an article page or document; what only its list said of it (title, day, another site) is kept from the item."""
    if received.address == source.address or not items:
        return []
    listed = webpage.listed_of(items[0], settings.zone)
    return [webpage.read_page(received, source, settings.zone, listed=listed, at=items[0].received_at)]


def _letter(received: Received, source: Source, items: list[Item], settings: Settings) -> list[Extracted]:
    """Read a message of a sender whose unit is known; one that lies in the box is not an item yet."""
    return [mailbox.read_item(received.body, items[0].unit, source.kind, settings)] if items else []


_READERS: dict[str, _Read] = {
    "feed": _feed,
    "webpage": _page,
    "folder": _file,
    "mailbox": _letter,
    "table": lambda received, source, items, settings: tables.read_kept(
        received.body, received.address, source, settings
    ),
    "office": lambda received, source, items, settings: office.read_items(received.body, source, settings, items),
}
