"""The four speeds (四快) on the way of one case, for the foot of its way slip: the spans that `speeds` measures of all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from bulletin import store
from bulletin.model import CaseSpeed
from bulletin.settings import Settings
from bulletin.store import Database


def of_case(db: Database, settings: Settings, follow_up_id: int) -> tuple[CaseSpeed, ...]:
    """Return 发现快、采编快、审批快、反馈快 of a case: the first three of what the first instruction was written on.

    反馈快 is from the instruction the case itself is under, not from that of a case it continues. Where the first instruction
    was written on a whole issue, the slowest of its entries counts. Raises `NotFound`.
    """
    line = store.follow_ups.line_of(db, follow_up_id)
    first, limits, spans = store.instructions.get(db, line[0].instruction_id), settings.deadlines, store.spans
    entries = [one for one in store.issues.entries(db, first.issue_id) if first.entry_id in (None, one.id)]
    articles = [one.article_id for one in entries]
    items = [number for article in articles for number in store.articles.get(db, article).items]
    return (
        _slowest("发现快", spans.published_to_received(db, items=items), limits.received_hours),
        _slowest("采编快", spans.received_to_sent(db, articles=articles), limits.edited_hours),
        _slowest("审批快", spans.sent_to_signed(db, entries=[one.id for one in entries]), limits.approved_hours),
        _answered(spans.instruction_to_closed(db, cases=[follow_up_id])),
    )


def _slowest(name: str, hours: Iterable[float], limit: float) -> CaseSpeed:
    took = max(hours, default=None)
    return CaseSpeed(name, _span(took), took is not None and took > limit)


def _answered(measured: list[tuple[float, bool]]) -> CaseSpeed:
    took, is_late = measured[0] if measured else (None, False)
    return CaseSpeed("反馈快", _span(took), is_late)


def _span(hours: float | None) -> timedelta | None:
    return None if hours is None else timedelta(seconds=round(hours * 3600))
