"""Reporting upward (上报) for the screen: receipts that wait, what may go up, what went up to whom, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bulletin import store
from bulletin.feedback.upward import receipts_in, sending
from bulletin.feedback.upward.receipts_in import Proposal, Refused
from bulletin.feedback.upward.sending import READY
from bulletin.model import Article, UpwardReport
from bulletin.reference import of_issue
from bulletin.terms import state_name
from bulletin.tui import article_reading
from bulletin.tui.advice import advice
from bulletin.tui.sitting import Sitting
from bulletin.tui.words import Line

READY_UNPRINTED = tuple(state for state in READY if state != "published")
VIEWS = {
    "": "全部：回执、可上报的、报过的",
    "receipt": "回执：待确认的、已登记的、不予采信的",
    "article": "可上报的：已审定、还没有印发",
    "published": "可上报的：已印发、还没有报过",
    "report": "报过的",
}
"""What can be listed, and its words."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: a receipt, one that is not believed, an article that may go up, or a report that went up."""

    proposal: Proposal | None = None
    refused: Refused | None = None
    article: Article | None = None
    report: UpwardReport | None = None
    receipts: tuple[Proposal, ...] = ()
    """The receipts for the report."""

    @property
    def key(self) -> tuple[str, str]:
        """What the row is known by when the list is read again."""
        if self.proposal:
            return "receipt", self.proposal.reference
        if self.refused:
            return "refused", f"{self.refused.source} {self.refused.title} {self.refused.reason}"
        if self.article:
            return "article", str(self.article.id)
        assert self.report
        return "report", str(self.report.id)

    @property
    def article_id(self) -> int:
        """The article the row is about, 0 for none."""
        if self.article:
            return self.article.id
        report = self.report or (self.proposal.report if self.proposal else None)
        return report.article_id if report else 0


def rows(sitting: Sitting, view: str) -> list[Row]:
    """Return what is listed: receipts that wait, those not believed, what may go up, what went up, the newest first."""
    db, settings = sitting.db, sitting.settings
    known, reports = receipts_in.proposals(db, settings), store.upward.every(db)
    found: list[Row] = []
    if view in ("", "receipt"):
        shown = [one for one in known if view or one.is_waiting]
        found += [Row(proposal=one) for one in sorted(shown, key=lambda one: not one.is_waiting)]
        found += [Row(refused=one) for one in receipts_in.refused(db, settings)]
    if view in ("", "article", "published"):
        states = ("published",) if view == "published" else READY_UNPRINTED
        sent = {one.revision_id for one in reports}
        ready = store.articles.in_states(db, *states)
        found += [Row(article=one) for one in reversed(ready) if one.revision.id not in sent]
    if view in ("", "report"):
        for report in reversed(reports):
            own = tuple(one for one in known if one.report.id == report.id)
            found.append(Row(report=report, receipts=own))
    return found


def sign(row: Row) -> tuple[str, str]:
    """Return the sign of a line and its colour: 回 a receipt to be confirmed, 疑 not believed, 可 may go up, 报 went up, 采 adopted."""
    if row.proposal:
        return ("回", "error") if row.proposal.is_waiting else ("回", "quiet")
    if row.refused:
        return "疑", "warning"
    if row.article:
        return "可", "accent"
    return ("采", "success") if any(one.registered for one in row.receipts) else ("报", "")


def fate(row: Row) -> str:
    """Return what became of the row, in at most `receipts_in.FATE_CELLS`."""
    if row.proposal:
        return row.proposal.state
    if row.refused:
        return "不予采信"
    if row.article:
        return state_name("article", row.article.state)
    return receipts_in.fate(row.receipts)


def told(sitting: Sitting, row: Row) -> Iterator[Line]:
    """Yield what is told of a row."""
    if row.proposal:
        yield from _receipt(row.proposal)
        yield "", ""
        yield from _report(sitting, row.proposal.report, ())
    elif row.refused:
        yield from _refused(row.refused)
    elif row.article:
        yield from _article(sitting, row.article)
    elif row.report:
        yield from _report(sitting, row.report, row.receipts)


def _receipt(one: Proposal) -> Iterator[Line]:
    receipt = one.receipt
    colour = "accent" if one.is_waiting else "quiet"
    yield f"采用回执 {one.reference}　{one.state}　来源 {one.source}", colour
    yield f"{receipt.office}《{receipt.bulletin}》{receipt.number}　{receipt.adopted_on}采用", "bold"
    yield receipt.title, ""
    for said in receipt.instructions:
        yield f"批示：{receipts_in.in_words(said)}（另到“批示”登记才计分）", ""
    if one.registered:
        again = "；上级已撤回，请核对" if receipt.withdrawn else ""
        yield (
            f"已登记上级采用 {one.registered.id}，计在 {one.registered.dated_on}{again}",
            "warning" if again else "success",
        )
    elif one.undone and one.undone.retracted:
        taken = one.undone.retracted
        yield f"登记 {one.undone.id} 已于 {taken.dated_on} 撤销：{taken.reason}", "warning"
    elif one.entry_id is None and one.is_waiting:
        yield "这一件没有在本办公室印发：先到“计分”按 l 补录，再按 a 登记", "warning"


def _refused(one: Refused) -> Iterator[Line]:
    yield f"不予采信的回执{f' {one.reference}' if one.reference else ''}　来源 {one.source}", "warning"
    if one.receipt:
        told = one.receipt
        yield f"{told.office}《{told.bulletin}》{told.number}　{told.adopted_on}", "bold"
    yield one.title, ""
    yield f"原因：{one.reason}", "warning"
    if way := advice(one.remedy):
        yield f"办法：{way}", "accent"


def _article(sitting: Sitting, one: Article) -> Iterator[Line]:
    units = article_reading.credited(one.units, sitting.settings)
    yield f"稿件 {one.id}　{state_name('article', one.state)}　{one.publication}　第{one.revision.number}稿", "quiet"
    yield one.revision.title, "bold"
    yield f"署名单位：{units}", ""
    if place := sending.place_of(sitting.db, one):
        entry, issue = place
        yield f"印在 {of_issue(issue, entry.position)}，上报时签发人不写则为签发该期的人", "quiet"
    yield "", ""
    yield one.revision.text, ""


def _report(sitting: Sitting, one: UpwardReport, own: Sequence[Proposal]) -> Iterator[Line]:
    who = sitting.settings.person_name(one.by)
    yield (
        f"上报 {one.id}　{one.receiver}　{one.channel}　稿件 {one.article_id} 第{one.paper.value('revision')}稿",
        "quiet",
    )
    yield one.paper.title, "bold"
    yield f"签发人 {one.signed_by}　{who}于 {_when(sitting, one.at)} 报出", ""
    yield f"编号 {one.tag}", "quiet"
    for receipt in own:
        yield "", ""
        yield from _receipt(receipt)
    yield "", ""
    yield one.paper.text, ""


def _when(sitting: Sitting, moment: datetime) -> str:
    return f"{moment.astimezone(sitting.settings.zone):%Y-%m-%d %H:%M}"
