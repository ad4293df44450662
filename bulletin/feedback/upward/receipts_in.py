"""Receipts that come in (采用回执): an upper office says that a report was printed there; a person confirms each.

They are derived from the feeds as they were last received, and a machine registers nothing: a receipt proposes a 采用登记,
and points count from it on the day the upper issue is dated. A receipt is believed only where it comes from the source that
bulletin.toml knows as the office's the report went to, bears that office's name, and tells of a day between the sending and
the receiving; every other one is listed with the reason. Sources: 采用登记 with the upper bulletin's name (R39).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bulletin import store
from bulletin.errors import NotFound, RefusedAction, StoreFailure, UsageError
from bulletin.feedback import registers
from bulletin.model import Actor, Receipt, ReceiptId, UpperAdoption, UpperInstruction, UpwardReport, receipt_id
from bulletin.settings import Settings, Source
from bulletin.settings.source import OFFICE
from bulletin.store import Database
from bulletin.terms import INSTRUCTION_KINDS, LEADER_LEVELS, LEADER_RANKS
from bulletin.text import one_line, plain, shorten
from bulletin.text.exchange import Field, Paper, read
from bulletin.text.issue_above import without_marks

_REFERENCE = re.compile(r"\s*(\d{1,9})(?:-(\d{1,9}))?\s*", re.ASCII)
_LONGEST_NAME, _LONGEST_TITLE = 100, 200
"""Characters of a bulletin's name or number, and of a title, that a register holds."""
FATE_CELLS = 10
"""Cells that what became of a receipt, or of a report, takes at most."""
_ADD_BY_HAND = "请与该办公室核对；确已采用的，用 adoption add 登记"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A believed receipt for one of this office's reports; ``number`` is its own among the receipts for that report, from 1:
    given as they came in, it stays, whatever comes in later or goes.

    ``registered`` is the adoption that stands for it, ``undone`` the one that was taken back and has not been made again;
    None where there is none. ``entry_id`` is where the report was printed in this office, None where it was not: then it is
    entered late first.
    """

    receipt: Receipt
    report: UpwardReport
    source: str
    number: int
    entry_id: int | None
    registered: UpperAdoption | None
    undone: UpperAdoption | None = None

    @property
    def reference(self) -> str:
        """What a person calls it by: ``3-1``, the first receipt of report 3."""
        return f"{self.report.id}-{self.number}"

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has to decide on it."""
        return not (self.registered or self.undone or self.receipt.withdrawn)

    @property
    def state(self) -> str:
        """How it stands, in at most `FATE_CELLS`: 待确认, 已登记, 已撤销登记, 上级已撤回."""
        if self.registered:
            return "已登记"
        if self.undone:
            return "已撤销登记"
        return "上级已撤回" if self.receipt.withdrawn else "待确认"


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that came as a receipt and is not believed: from which source, of what title, why, and what can be done.

    ``receipt`` is None where it could not even be read; ``reference`` is '' where it has no number, as from another source
    than that of an upper office.
    """

    source: str
    title: str
    reason: str
    remedy: str
    receipt: Receipt | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Which receipt is confirmed (``3-1``; ``3`` where report 3 has one only), at which level, and whether ``again``.

    An empty ``level`` is that of the office reported to; ``again`` makes anew what was taken back.
    """

    reference: str
    level: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a confirmation came to: the adoption that stands, the entry's levels before and after; ``is_new`` if made now."""

    proposal: Proposal
    adoption: UpperAdoption
    before: tuple[str, ...]
    after: tuple[str, ...]
    is_new: bool


@dataclass(frozen=True, slots=True)
class _Told:
    """A receipt as it came: which it is, from which source, on which day."""

    id: ReceiptId
    source: Source
    receipt: Receipt
    received_on: date


def proposals(db: Database, settings: Settings) -> list[Proposal]:
    """Return the believed receipts, the oldest adoption first."""
    believed: dict[ReceiptId, tuple[_Told, UpwardReport]] = {}
    for told in _told(db, settings, (one for one in _offices(settings) if one.upper_office)):
        if isinstance(told, _Told):
            report = store.upward.by_tag(db, told.receipt.tag)
            if report and _doubt(settings, told, report) is None:
                believed.setdefault(told.id, (told, report))
    numbers: dict[int, dict[ReceiptId, int]] = {}
    found = []
    for one in sorted(believed, key=lambda one: (believed[one][0].receipt.adopted_on, one)):
        told, report = believed[one]
        own = numbers.setdefault(report.id, store.upward.receipt_numbers(db, report.id))
        number = own.setdefault(one, max(own.values(), default=0) + 1)  # what an older program took in has none yet
        found.append(_proposal(db, told.receipt, report, told.source.name, number))
    return found


def fate(own: Sequence[Proposal]) -> str:
    """Return what became of a report, by the receipts for it: what somebody has to decide on first, then what stands.

    What was registered counts until somebody takes it back, whatever the upper office says of another issue of its own.
    """
    if not own:
        return "尚无回执"
    if waiting := sum(one.is_waiting for one in own):
        return f"待确认{waiting}件"
    return max(own, key=lambda one: (one.registered is not None, one.undone is not None)).state


def refused(db: Database, settings: Settings) -> list[Refused]:
    """Return what came as a receipt from any office and is not believed, each with the reason, by source."""
    found = []
    for told in _told(db, settings, _offices(settings)):
        if isinstance(told, Refused):
            found.append(told)
            continue
        report = store.upward.by_tag(db, told.receipt.tag)
        if doubt := _doubt(settings, told, report):
            number = store.upward.receipt_numbers(db, report.id).get(told.id) if report else None
            reference = f"{report.id}-{number}" if report and number else ""
            found.append(Refused(told.source.name, told.receipt.title, *doubt, told.receipt, reference))
    return found


def _offices(settings: Settings) -> list[Source]:
    return [source for source in settings.sources.values() if source.collector == OFFICE]


def _told(db: Database, settings: Settings, sources: Iterable[Source]) -> Iterator[_Told | Refused]:
    """Yield what the feeds of these sources tell, as they were last received; what cannot be read is refused."""
    for source in sources:
        original = store.upward.last_received(db, source.name, source.address)
        if original is None:
            continue
        try:
            papers = read(store.originals.body(settings, original)).papers
        except (ValueError, StoreFailure) as error:
            why = error.what if isinstance(error, StoreFailure) else f"原件 {original.id} 不是上报包或回执"
            yield Refused(source.name, "", why, f"请重新采集：bulletin collect {source.name}")
            continue
        received_on = original.received_at.astimezone(settings.zone).date()
        for paper in (one for one in papers if one.value("kind") == "receipt"):
            receipt = _receipt(paper)
            if isinstance(receipt, Receipt):
                yield _Told(receipt_id(paper), source, receipt, received_on)
            else:
                yield Refused(source.name, shorten(paper.title, _LONGEST_TITLE), receipt, _ADD_BY_HAND)


def _receipt(paper: Paper) -> Receipt | str:
    """Return the receipt that a paper is, or why it is none."""
    names = ("report", "office", "bulletin", "number")
    tag, office, bulletin, number = (one_line(paper.value(name)) for name in names)
    bulletin = without_marks(bulletin)
    title = one_line(paper.title)
    if not tag or not bulletin:
        return "没有写明是哪件上报" if bulletin else "没有写明刊名"
    if max(map(len, (office, bulletin, number))) > _LONGEST_NAME or len(title) > _LONGEST_TITLE:
        return f"名称、刊名、期号超过 {_LONGEST_NAME} 字，或标题超过 {_LONGEST_TITLE} 字"
    try:
        adopted_on = date.fromisoformat(paper.value("adopted-on"))
    except ValueError:
        return "没有写明采用的日期"
    said = tuple(_said(field, adopted_on) for field in paper.all("instruction"))
    return Receipt(tag, office, bulletin, number, title, adopted_on, said, paper.value("state") == "withdrawn")


def _said(field: Field, adopted_on: date) -> UpperInstruction:
    """Return an instruction as a receipt tells it; without a day of its own it is of the day of the issue.

    Only words of our own are taken for level, rank and class: a person may copy them into a command.
    """
    try:
        on = date.fromisoformat(field.told("on"))
    except ValueError:
        on = adopted_on
    known = {"level": LEADER_LEVELS, "rank": LEADER_RANKS, "class": INSTRUCTION_KINDS}
    level, rank, kind = (told if (told := field.told(name)) in words else "" for name, words in known.items())
    return UpperInstruction(level, rank, kind, on, plain(field.value).strip())


def _doubt(settings: Settings, told: _Told, report: UpwardReport | None) -> tuple[str, str] | None:
    """Return why a receipt is not believed, and what can be done; None where it is."""
    source, receipt, rules = told.source, told.receipt, settings.upward
    if not source.upper_office:
        remedy = f"确是上级办公室发布的，由管理员在 sources/{source.name}.toml 中写 upper_office；是下级的，请查问"
        return f"来源 {source.name} 没有写明是哪个上级办公室的", remedy
    if report is None:
        return f"编号 {shorten(receipt.tag, 60)} 不是本办公室的上报", _ADD_BY_HAND
    if source.upper_office != report.receiver:
        what = f"上报 {report.id} 报给“{report.receiver}”，这份回执来自“{source.upper_office}”的来源"
        return what, _ADD_BY_HAND
    if receipt.office not in rules.signatures(report.receiver):
        table = f'[upward.offices."{report.receiver}"]'
        remedy = f"确是它自己的名称，由管理员在 bulletin.toml 的 {table} 中写 signs_as；不是的，请查问"
        return f"署名“{shorten(receipt.office)}”，不是“{report.receiver}”", remedy
    sent_on = report.at.astimezone(settings.zone).date()
    if receipt.adopted_on < sent_on:
        return f"采用日期 {receipt.adopted_on} 早于上报日期 {sent_on}", _ADD_BY_HAND
    if receipt.adopted_on > told.received_on:
        return f"采用日期 {receipt.adopted_on} 晚于收到回执的日期 {told.received_on}", _ADD_BY_HAND
    return None


def _proposal(db: Database, receipt: Receipt, report: UpwardReport, source: str, number: int) -> Proposal:
    entry_id = report.entry_id or store.upward.printed_entry(db, report.article_id)
    titles = {receipt.title, one_line(report.paper.title)}
    known = [
        one
        for one in store.upper_adoptions.adopted(db, entry_id)
        if one.issue_above.is_same(receipt.issue_above) and (entry_id is not None or one.title in titles)
    ]
    registered = next((one for one in known if not one.retracted), None)
    undone = known[-1] if known and not registered else None
    return Proposal(receipt, report, source, number, entry_id, registered, undone)


def in_words(said: UpperInstruction) -> str:
    """Return an instruction of a receipt on one line: ``2026-11-20 省级主要领导肯定``."""
    who = f"{said.level}级{said.rank}领导" if said.level and said.rank else "领导"
    return one_line(f"{said.on} {who}{said.kind}{f'：{said.text}' if said.text else ''}")


class Judged(Protocol):
    """An instruction, wherever it is told of: the level and rank of who wrote it, and its class."""

    @property
    def level(self) -> str:
        """One of 国省市县乡, '' where nobody knows."""

    @property
    def rank(self) -> str:
        """主要 or 其他, '' where nobody knows."""

    @property
    def kind(self) -> str:
        """The class, '' where nobody knows."""


def instruction_key(reference: str, on: date, said: Judged) -> tuple[str, date, str, str, str]:
    """Return what makes two instructions one: on the same entry, of the same day, level, rank and class.

    A receipt may leave out the words and never names the leader, so neither tells two apart.
    """
    return reference, on, said.level, said.rank, said.kind


def confirmed(db: Database, settings: Settings) -> list[tuple[str, Proposal]]:
    """Return the receipts that hold, each with the reference of the entry printed here: a person has registered the
    adoption, and the upper office has not taken it back."""
    return [
        (store.credits.reference(db, one.entry_id), one)
        for one in proposals(db, settings)
        if one.registered and one.entry_id and not one.receipt.withdrawn
    ]


def unregistered(db: Database, settings: Settings, report_id: int) -> list[tuple[str, UpperInstruction]]:
    """Return the instructions that the confirmed receipts of a report tell of and nobody has registered yet, each with the
    reference of the entry it is on: a receipt is no register, and only what is registered scores."""
    known = {instruction_key(one.reference, one.written_on, one) for one in store.instructions.every(db)}
    return [
        (reference, said)
        for reference, one in confirmed(db, settings)
        if one.report.id == report_id
        for said in one.receipt.instructions
        if instruction_key(reference, said.on, said) not in known
    ]


def confirm(db: Database, settings: Settings, wish: Confirmation, actor: Actor, at: datetime) -> Confirmed:
    """Register what one receipt proposes; one that is registered stays as it is, and is not new.

    Raises `UsageError` (no such way of naming one; no level), `NotFound`, `RefusedAction` (several to choose from; the upper
    office took it back; its registration was taken back and ``again`` is not said; not printed here; role).
    """
    with store.write(db):
        one = _chosen(proposals(db, settings), db, wish.reference)
        before = _levels(db, one.entry_id)
        if one.registered:
            return Confirmed(one, one.registered, before, before, is_new=False)
        entry_id = _entry_to_credit(db, one, again=wish.again)
        level = wish.level or settings.upward.level(one.report.receiver)
        if not level:
            table = f'[upward.offices."{one.report.receiver}"]'
            remedy = f"请用 --level 写明哪一级，或在 bulletin.toml 的 {table} 中写 level"
            raise UsageError(f"不知道“{one.report.receiver}”是哪一级", remedy)
        adoption = registers.register(db, settings, _wish(one, entry_id, level), actor, at)
        return Confirmed(one, adoption, before, _levels(db, entry_id), is_new=True)


def _chosen(known: list[Proposal], db: Database, reference: str) -> Proposal:
    """Return the receipt that is meant."""
    parts = _REFERENCE.fullmatch(reference)
    if parts is None:
        raise UsageError(f"“{shorten(reference)}”不是回执的编号", "应如 3-1；upward receipts 可查看")
    report = store.upward.get(db, int(parts[1]))
    own = [one for one in known if one.report.id == report.id]
    if not own:
        remedy = "请先采集上级的回执，或用 adoption add 登记；upward receipts 列出不予采信的回执和原因"
        raise NotFound("采用回执", f"上报 {report.id}", remedy)
    meant = [one for one in own if parts[2] is None or one.number == int(parts[2])]
    if not meant:
        raise NotFound("采用回执", one_line(reference), f"上报 {report.id} 的回执：{_choices(own)}")
    if len(meant) > 1:
        what = f"上报 {report.id} 有{len(own)}件回执，没有写明是哪一件"
        raise RefusedAction(what, f"请一件一件确认：{_choices(own)}")
    return meant[0]


def _choices(own: list[Proposal]) -> str:
    return "、".join(f"{one.reference}（《{one.receipt.bulletin}》{one.receipt.number}）" for one in own)


def _entry_to_credit(db: Database, one: Proposal, *, again: bool) -> int:
    """Return the entry that the adoption is registered for. Raises `RefusedAction` where it is not to be registered."""
    if one.receipt.withdrawn:
        raise RefusedAction(f"回执 {one.reference} 所说的采用，上级已撤回，不能登记", "请与该办公室核对")
    if one.undone and one.undone.retracted and not again:
        taken = one.undone.retracted
        what = f"回执 {one.reference} 的登记 {one.undone.id} 已于{taken.dated_on}撤销（{taken.reason}），没有再登记"
        raise RefusedAction(what, "确要重新登记，请加 --again")
    if one.entry_id is None:
        what = f"上报 {one.report.id}（稿件 {one.report.article_id}）没有在本办公室印发，不能直接登记上级采用"
        raise RefusedAction(what, "请用 adoption late 补录后，用 adoption add 补录/编号 登记")
    printed = store.credits.printed(db, one.entry_id)
    if printed and one.receipt.adopted_on < printed[0]:
        what = f"上级 {one.receipt.adopted_on} 采用在先，本办公室 {printed[0]} 才印发，不能按上级的日期计分"
        raise RefusedAction(what, f"请用 adoption add 登记，--on 写 {printed[0]} 或以后的日期")
    return one.entry_id


def _levels(db: Database, entry_id: int | None) -> tuple[str, ...]:
    """Return the levels at which an entry was adopted above, the highest first."""
    standing = store.upper_adoptions.of_entry(db, entry_id) if entry_id else []
    levels = {one.level for one in standing if one.kind == "adopted"}
    return tuple(sorted(levels, key=LEADER_LEVELS.index))


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
