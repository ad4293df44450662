"""Receipts (采用回执): an upper office tells a lower one which of its reports was printed where; a person confirms each.

Both sides are derived: outgoing ones from published issues, incoming ones from the feed as it was last received. Nothing is
registered by a machine: a receipt proposes a 采用登记, and points count from it on the day the upper issue is dated.
Whether the texts of instructions go down is the upper office's to say (``[upward] instruction_text``); 批示 text is not public.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from bulletin import store
from bulletin.errors import NotFound, RefusedAction, UsageError
from bulletin.feedback import registers, upward
from bulletin.model import Actor, Instruction, Receipt, UpperAdoption, UpperInstruction, UpwardReport
from bulletin.reference import MAIN_SERIES, parse
from bulletin.settings import Settings
from bulletin.settings.source import OFFICE
from bulletin.store import Database
from bulletin.store.credits import PublishedEntry
from bulletin.text import one_line, plain
from bulletin.text.exchange import Field, Package, Paper, read, write

_DAY = timedelta(days=1)
_PASSED_ON = "传阅"
_MOST = 500


@dataclass(frozen=True, slots=True)
class Proposal:
    """A receipt for one of this office's reports, and the adoption it was registered as, None where nobody has yet.

    ``entry_id`` is where the report was printed in this office, None where it was not: then it is entered late first.
    """

    receipt: Receipt
    report: UpwardReport
    entry_id: int | None
    registered: UpperAdoption | None


def publish(db: Database, settings: Settings, at: datetime, outbox: Path) -> list[tuple[Path, bool]]:
    """Write a feed of receipts for each office this one collects reports from; tell which feeds changed."""
    sources = tuple(source.name for source in settings.sources.values() if source.collector == OFFICE)
    papers = _outgoing(db, settings, sources, at) if sources else {}
    written = []
    for source, of_source in papers.items():
        identity = f"tag:{settings.upward.authority},2026:receipts/{source}"
        title = f"{settings.office}采用回执"
        newest = sorted(of_source, key=lambda paper: (paper.updated, paper.id), reverse=True)[:_MOST]
        package = Package(identity, title, settings.office, tuple(newest))
        written.append(upward.put(outbox / source / upward.RECEIPTS, write(package)))
    return written


def _outgoing(db: Database, settings: Settings, sources: tuple[str, ...], at: datetime) -> dict[str, list[Paper]]:
    today = at.astimezone(settings.zone).date()
    entries = {one.id: one for one in store.credits.published(db, today + _DAY)}
    gone, words = store.upward.withdrawals(db), _instructions(db)
    papers: dict[str, list[Paper]] = defaultdict(list)
    for source, key, entry_id in store.upward.printed_items(db, sources):
        entry = entries.get(entry_id)
        if entry and key.startswith("tag:") and entry.publication != settings.circular.publication:
            said = [*words[(entry.issue_id, entry.id)], *words[(entry.issue_id, None)]]
            is_gone = (entry.issue_id, entry.id) in gone or (entry.issue_id, None) in gone
            papers[source].append(_paper(settings, key, entry, said, is_gone=is_gone))
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
        Field("office", settings.office),
        Field("report", tag),
        Field("bulletin", entry.publication),
        Field("number", number),
        Field("adopted-on", entry.dated_on.isoformat()),
        *([Field("state", "withdrawn")] if is_gone else []),
    ]
    for one in said:
        text = one.text if settings.upward.tells_instructions else ""
        about = {"level": one.level, "rank": one.rank, "class": one.kind, "on": one.written_on.isoformat()}
        fields.append(Field("instruction", text, tuple(about.items())))
    identity = f"{tag}/receipt/{entry.id}"
    return Paper(identity, entry.title, f"{entry.dated_on}T00:00:00+08:00", "", tuple(fields))


def proposals(db: Database, settings: Settings) -> list[Proposal]:
    """Return the receipts in the feeds as last received that speak of this office's reports, the oldest adoption first."""
    found = []
    for receipt in sorted(_incoming(db, settings), key=lambda one: (one.adopted_on, one.tag, one.bulletin, one.number)):
        report = store.upward.by_tag(db, receipt.tag)
        if report is not None:
            entry_id = report.entry_id or store.upward.printed_entry(db, report.article_id)
            known = _registered(db, receipt, entry_id) if entry_id else None
            found.append(Proposal(receipt, report, entry_id, known))
    return found


def _incoming(db: Database, settings: Settings) -> set[Receipt]:
    found: set[Receipt] = set()
    for source in settings.sources.values():
        if source.collector == OFFICE:
            digest = store.upward.last_body(db, source.name, source.address)
            body = store.files.read(store.originals.path_of(settings, digest)) if digest else b""
            found |= set(receipts_in(body)) if body else set()
    return found


def receipts_in(body: bytes) -> list[Receipt]:
    """Return the receipts in a feed; what is none, or says no day, is passed over."""
    try:
        papers = read(body).papers
    except ValueError:
        return []
    return [receipt for paper in papers if paper.value("kind") == "receipt" and (receipt := _receipt(paper))]


def _receipt(paper: Paper) -> Receipt | None:
    try:
        adopted_on = date.fromisoformat(paper.value("adopted-on"))
    except ValueError:
        return None
    return Receipt(
        tag=plain(paper.value("report")),
        office=one_line(paper.value("office")),
        bulletin=one_line(paper.value("bulletin")),
        number=one_line(paper.value("number")),
        title=one_line(paper.title),
        adopted_on=adopted_on,
        instructions=tuple(_said(field, adopted_on) for field in paper.all("instruction")),
        withdrawn=paper.value("state") == "withdrawn",
    )


def _said(field: Field, adopted_on: date) -> UpperInstruction:
    """Return an instruction as a receipt tells it; without a day of its own it is of the day of the issue."""
    try:
        on = date.fromisoformat(field.told("on"))
    except ValueError:
        on = adopted_on
    level, rank, kind = (one_line(field.told(name)) for name in ("level", "rank", "class"))
    return UpperInstruction(level, rank, kind, on, plain(field.value).strip())


def in_words(said: UpperInstruction) -> str:
    """Return an instruction of a receipt on one line: ``2026-11-20 省级主要领导肯定``."""
    who = f"{said.level}级{said.rank}领导" if said.level and said.rank else "领导"
    return one_line(f"{said.on} {who}{said.kind}{f'：{said.text}' if said.text else ''}")


def _registered(db: Database, receipt: Receipt, entry_id: int) -> UpperAdoption | None:
    """Return the adoption that stands for a receipt, at whatever level it was registered."""
    return next(
        (
            one
            for one in store.upper_adoptions.of_entry(db, entry_id)
            if one.kind == "adopted" and (one.bulletin, one.number) == (receipt.bulletin, receipt.number)
        ),
        None,
    )


def unregistered(db: Database, settings: Settings, report_id: int) -> list[tuple[str, UpperInstruction]]:
    """Return the instructions that the confirmed receipts of a report tell of and nobody has registered yet, each with the
    reference of the entry it is on: a receipt is no register, and only what is registered scores."""
    known = {(one.reference, one.written_on, one.level, one.rank, one.kind) for one in store.instructions.every(db)}
    confirmed = (
        (store.credits.reference(db, one.entry_id), one.receipt)
        for one in proposals(db, settings)
        if one.report.id == report_id and one.registered and one.entry_id and not one.receipt.withdrawn
    )
    return [
        (reference, said)
        for reference, receipt in confirmed
        for said in receipt.instructions
        if (reference, said.on, said.level, said.rank, said.kind) not in known
    ]


def confirm(
    db: Database, settings: Settings, report_id: int, level: str, actor: Actor, at: datetime
) -> list[UpperAdoption]:
    """Register what the receipts of a report propose and nobody has registered; return those adoptions, [] for none left.

    An empty `level` is that of the office reported to. Raises `NotFound` where no receipt speaks of the report,
    `RefusedAction` where it was not printed here or the upper office took it back, `UsageError` without a level.
    """
    report = store.upward.get(db, report_id)
    own = [one for one in proposals(db, settings) if one.report.id == report_id]
    if not own:
        raise NotFound("采用回执", f"上报 {report_id}", "请先采集上级的回执，或用 adoption add 登记")
    chosen = level or settings.upward.offices.get(report.receiver, "")
    if not chosen:
        remedy = f'请用 --level 写明哪一级，或在 bulletin.toml 的 [upward.offices."{report.receiver}"] 中写 level'
        raise UsageError(f"不知道“{report.receiver}”是哪一级", remedy)
    made = []
    with store.write(db):
        for one in own:
            if one.registered or one.receipt.withdrawn:
                continue
            if one.entry_id is None:
                what = f"上报 {report_id}（稿件 {report.article_id}）没有在本办公室印发，不能直接登记上级采用"
                raise RefusedAction(what, "请用 adoption late 补录后，用 adoption add 补录/编号 登记")
            made.append(registers.register(db, settings, _wish(one, one.entry_id, chosen), actor, at))
    return made


def _wish(one: Proposal, entry_id: int, level: str) -> UpperAdoption:
    return UpperAdoption(
        id=0,
        entry_id=entry_id,
        late_entry_id=None,
        kind="adopted",
        level=level,
        bulletin=one.receipt.bulletin,
        number=one.receipt.number,
        title=one.receipt.title,
        is_direct=False,
        points=None,
        dated_on=one.receipt.adopted_on,
    )
