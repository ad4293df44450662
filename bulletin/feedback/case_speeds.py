"""The four speeds (四快) on the way of one case, for the foot of its way slip: the spans that `speeds` measures of all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from bulletin import store
from bulletin.feedback.signals import timing
from bulletin.model import Article, CaseSpeed, FollowUp, Instruction, Item
from bulletin.settings import Settings
from bulletin.store import Database

Span = timedelta | None
"""How long something took; None where one of its ends is not known."""


def of_case(db: Database, settings: Settings, follow_up_id: int) -> tuple[CaseSpeed, ...]:
    """Return 发现快、采编快、审批快、反馈快 of a case: the first three of what the first instruction was written on.

    反馈快 is that of `speeds.measure`: from the instruction the case itself is under, not from that of a case it continues.
    Where the first instruction was written on a whole issue, the slowest of its entries counts. Raises `NotFound`.
    """
    line = store.follow_ups.line_of(db, follow_up_id)
    first, limits = store.instructions.get(db, line[0].instruction_id), settings.deadlines
    articles = _articles(db, first)
    return (
        _within("发现快", [_found(db, one) for one in articles], limits.received_hours),
        _within("采编快", [_edited(db, one) for one in articles], limits.edited_hours),
        _within("审批快", [_approved(db, one, first.issue_id) for one in articles], limits.approved_hours),
        _answered(db, line[-1]),
    )


def _articles(db: Database, said: Instruction) -> list[Article]:
    entries = store.issues.entries(db, said.issue_id)
    return [store.articles.get(db, one.article_id) for one in entries if said.entry_id in (None, one.id)]


def _items(db: Database, article: Article) -> list[Item]:
    return [store.items.get(db, number) for number in article.items]


def _found(db: Database, article: Article) -> Span:
    """From publication at the source to reception: the slowest item that says when it was published."""
    spans = [one.received_at - one.published_at for one in _items(db, article) if one.published_at]
    return max((max(span, timedelta()) for span in spans), default=None)


def _edited(db: Database, article: Article) -> Span:
    """From the first reception to the first sending for review."""
    received, sent = min((one.received_at for one in _items(db, article)), default=None), _sent_at(db, article)
    return sent - received if sent and received else None


def _approved(db: Database, article: Article, issue_id: int) -> Span:
    """From the first sending for review to the sign-off of the issue."""
    sign_off, sent = store.issues.sign_off(db, issue_id), _sent_at(db, article)
    return sign_off.at - sent if sign_off and sent else None


def _answered(db: Database, case: FollowUp) -> CaseSpeed:
    """From its own instruction to the closing of a case; over its limit where that was closed late."""
    said = store.instructions.get(db, case.instruction_id)
    history = store.statuses.history(db, "follow_up", case.id)
    closed = next((one.at for one in history if one.state == "closed"), None)
    return CaseSpeed(
        "反馈快", closed - said.at if closed else None, closed is not None and timing(case, closed) == "closed_late"
    )


def _sent_at(db: Database, article: Article) -> datetime | None:
    history = store.statuses.history(db, "article", article.id)
    return next((one.at for one in history if one.action == "send"), None)


def _within(name: str, spans: Iterable[Span], limit_hours: float) -> CaseSpeed:
    took = max((span for span in spans if span is not None), default=None)
    return CaseSpeed(name, took, took is not None and took > timedelta(hours=limit_hours))
