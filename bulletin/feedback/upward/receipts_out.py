"""Receipts that go out (发出的采用回执): what this office printed of what other offices reported to it, told to each of them.

Derived from published issues each time. Whether the texts of instructions go down is this office's to say
(``[upward] instruction_text``): 批示 text is not public.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, time, timedelta
from pathlib import Path

from bulletin import store
from bulletin.feedback.upward.outbox import Delivery, deliver
from bulletin.feedback.upward.sending import tag_start
from bulletin.model import Instruction
from bulletin.reference import MAIN_SERIES, parse
from bulletin.settings import Settings
from bulletin.settings.source import OFFICE
from bulletin.store import Database
from bulletin.store.credits import PublishedEntry
from bulletin.text.exchange import Field, Package, Paper, sendable, tag_of

_RECEIPTS = "receipts.xml"
_DAY = timedelta(days=1)
_PASSED_ON = "传阅"
_MOST = 500


def publish(db: Database, settings: Settings, at: datetime, outbox: Path) -> list[Delivery]:
    """Write a feed of receipts for each office this one collects reports from; tell how each of them fared."""
    sources = tuple(source.name for source in settings.sources.values() if source.collector == OFFICE)
    papers = _papers(db, settings, sources, at) if sources else {}
    start = tag_start(db, settings) if papers else ""
    title, office = sendable(f"{settings.office}采用回执"), sendable(settings.office)
    deliveries = []
    for source, of_source in papers.items():
        newest = sorted(of_source.values(), key=lambda paper: (paper.updated, paper.id), reverse=True)[:_MOST]
        package = Package(f"{start}receipts/{source}", title, office, tuple(newest))
        deliveries.append(deliver(settings, outbox, source, _RECEIPTS, package))
    return deliveries


def _papers(
    db: Database, settings: Settings, sources: tuple[str, ...], at: datetime
) -> defaultdict[str, dict[str, Paper]]:
    """Return the receipts for each source, by their ids."""
    today = at.astimezone(settings.zone).date()
    entries = {one.id: one for one in store.credits.published(db, today + _DAY)}
    gone, words = store.corrections.withdrawn_entries(db), _instructions(db)
    papers: defaultdict[str, dict[str, Paper]] = defaultdict(dict)
    for source, key, entry_id in store.upward.printed_items(db, sources):
        entry = entries.get(entry_id)
        if entry and key.startswith("tag:") and entry.publication != settings.circular.publication:
            said = [*words[(entry.issue_id, entry.id)], *words[(entry.issue_id, None)]]
            paper = _paper(settings, tag_of(key), entry, said, is_gone=entry.id in gone)
            papers[source][paper.id] = paper
    return papers


def _instructions(db: Database) -> defaultdict[tuple[int, int | None], list[Instruction]]:
    found: defaultdict[tuple[int, int | None], list[Instruction]] = defaultdict(list)
    for one in store.instructions.every(db):
        if one.kind != _PASSED_ON:
            found[(one.issue_id, one.entry_id)].append(one)
    return found


def _paper(settings: Settings, tag: str, entry: PublishedEntry, said: list[Instruction], *, is_gone: bool) -> Paper:
    place = parse(entry.reference)
    number = f"{place.year}年{'' if place.series == MAIN_SERIES else place.series}第{place.number}期"
    fields = [
        Field("kind", "receipt"),
        Field("office", sendable(settings.office)),
        Field("report", tag),
        Field("bulletin", sendable(entry.publication)),
        Field("number", sendable(number)),
        Field("adopted-on", entry.dated_on.isoformat()),
        *([Field("state", "withdrawn")] if is_gone else []),
    ]
    for one in said:
        text = sendable(one.text) if settings.upward.tells_instructions else ""
        about = {"level": one.level, "rank": one.rank, "class": one.kind, "on": one.written_on.isoformat()}
        fields.append(Field("instruction", text, tuple(about.items())))
    midnight = datetime.combine(entry.dated_on, time(), settings.zone)
    return Paper(f"{tag}/receipt/{entry.id}", sendable(entry.title), midnight.isoformat(), "", tuple(fields))
