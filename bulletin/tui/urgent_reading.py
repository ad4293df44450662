"""Incidents (突发事件) and urgent items nobody has placed, in Chinese lines for the screen; what burns first is listed first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bulletin import store
from bulletin.desk.urgent import chain, clocks, elements, naming, proposals, telling
from bulletin.desk.urgent.amended import amended
from bulletin.desk.urgent.proposals import Proposal, Waiting
from bulletin.model import Clock, Incident, Report
from bulletin.terms import state_name
from bulletin.tui import reading
from bulletin.tui.sitting import Sitting
from bulletin.tui.words import Line

CLOCK_COLOURS = {"late": "error", "overdue": "error", "running": "accent", "unknown": "warning", "in_time": "success"}
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: an incident with the moment its next report is due, or an urgent item that reports on none yet."""

    incident: Incident | None = None
    due_at: datetime | None = None
    waiting: Waiting | None = None

    @property
    def key(self) -> tuple[str, int]:
        """What the row is known by when the list is read again."""
        if self.incident:
            return "incident", self.incident.id
        assert self.waiting
        return "item", self.waiting.item.id


def rows(sitting: Sitting, is_all: bool) -> list[Row]:
    """Return the items nobody has placed, the oldest first, then the incidents by when their next report is due.

    Those whose 终报 is in come after them, and, with `is_all`, those that have ended.
    """
    db, settings = sitting.db, sitting.settings
    incidents = store.urgent.every(db, "" if is_all else "handling")
    found = [Row(one, clocks.next_due(one, settings)) for one in incidents]
    found.sort(key=lambda row: _order(row.incident, row.due_at))
    return [*(Row(waiting=one) for one in proposals.waiting(db, settings, sitting.at)), *found]


def _order(incident: Incident | None, due_at: datetime | None) -> tuple[bool, bool, float, int]:
    assert incident
    ended = incident.state != "handling"
    return ended, due_at is None, due_at.timestamp() if due_at else 0.0, -incident.id


def sign(row: Row, at: datetime) -> tuple[str, str]:
    """Return the sign of a line and its colour: 待 not placed, 过 report overdue, 续 report due later, 终, 结."""
    if row.waiting:
        return "待", "error"
    if row.incident and row.incident.state != "handling":
        return "结", "quiet"
    if row.due_at is None:
        return "终", "success"
    return ("过", "error") if row.due_at < at else ("续", "accent")


def clock(row: Row, at: datetime) -> str:
    """Return how long there is until the next report, in at most twelve cells: 剩3小时5分, 过20分, 可结束."""
    if row.waiting:
        came = reading.age(row.waiting.item.received_at, at)
        return "刚到" if came == "刚刚" else f"到了{came}"
    if row.due_at is None:
        return "可结束" if row.incident and row.incident.state == "handling" else "—"
    return f"{'过' if row.due_at < at else '剩'}{_whole_minutes(row.due_at, at)}"


def _whole_minutes(one: datetime, other: datetime) -> str:
    length = abs(one - other)
    return telling.span(length - length % _MINUTE) if length >= _MINUTE else "不到1分"


def newest(incident: Incident) -> str:
    """Return what came last: 首报, 续报二, 终报, 电话 where there were only calls."""
    last = incident.reports[-1] if incident.reports else None
    return naming.report_name(last.kind, last.number) if last else "电话" if incident.phoned else "—"


def told(sitting: Sitting, row: Row) -> Iterator[Line]:
    """Yield what is told of a row."""
    if row.incident:
        yield from _incident(sitting, row.incident, row.due_at)
    elif row.waiting:
        yield from _waiting(sitting, row.waiting)


def _incident(sitting: Sitting, one: Incident, due_at: datetime | None) -> Iterator[Line]:
    rating = one.rating
    facts = (f"突发事件 {one.id}", state_name("incident", one.state), telling.severity(rating))
    yield "　".join((*facts, f"报送单位 {rating.unit or '—'}")), "quiet"
    yield rating.name, "bold"
    if due_at:
        is_over = due_at < sitting.at
        left = f"已过{_whole_minutes(due_at, sitting.at)}" if is_over else f"还有{_whole_minutes(due_at, sitting.at)}"
        report = "续报" if one.reports else "报告"
        yield f"下一份{report}最迟 {_when(sitting, due_at)}，{left}", "error" if is_over else "accent"
    yield f"事发 {_when(sitting, rating.event_at)}　接报 {_heard(sitting, one)}", ""
    for change in telling.changes(amended(one, sitting.settings, sitting.at), sitting.settings):
        yield change, "warning"
    for reminder in telling.reminders(one, sitting.settings):
        yield reminder, "warning"
    if lacking := telling.lacking(one, sitting.settings):
        yield lacking, "warning" if "；" in lacking else "quiet"
    yield from _proposed(sitting, one)
    yield "", ""
    yield from _clocks(sitting, one)
    yield "", ""
    yield from _chain(sitting, one)
    for step in telling.course(store.statuses.history(sitting.db, "incident", one.id), sitting.settings):
        yield step, ""
    yield from _ratings(sitting, one)


def _heard(sitting: Sitting, one: Incident) -> str:
    """Return when the unit heard of it; where it has not said so, what its clocks take instead."""
    if one.rating.heard_at or not one.reported_at:
        return _when(sitting, one.rating.heard_at)
    return f"单位未报，按本办公室最早收到的 {_when(sitting, one.reported_at)}"


def _clocks(sitting: Sitting, one: Incident) -> Iterator[Line]:
    """Yield the four clocks under each severity the incident has had."""
    for severity, found in clocks.by_severity(one, sitting.settings, sitting.at):
        yield f"报告时限　{severity or '未定级，暂按最严的级别'}", "quiet"
        for each in found:
            yield _clock_words(each, bool(severity)), CLOCK_COLOURS.get(each.state, "quiet")


def _clock_words(one: Clock, is_rated: bool) -> str:
    limit = telling.span(one.limit) if one.limit else "—"
    state = telling.clock_state(one, is_rated=is_rated)
    return f"{telling.WHAT[one.what]}{telling.SINCE[one.since]}　限{limit}　{state}"


def _chain(sitting: Sitting, one: Incident) -> Iterator[Line]:
    """Yield the reports in order, what each repeats, and the calls."""
    if not one.reports:
        yield "还没有书面报告", "warning"
    for report in one.reports:
        name = naming.report_name(report.kind, report.number)
        yield f"{name}　{_when(sitting, report.received_at)}　来稿 {report.item_id}　{_articles(sitting, report)}", ""
        yield f"　　{report.title}", "quiet"
        own = telling.own_name(report)
        if "与此不符" in own:
            yield f"　　来稿自称{own}", "warning"
        if found := chain.repeated(one, report.item_id):
            yield f"　　重复了前面报告的{len(found)}句，采用时可去掉：{found[0].sentence}", "warning"
    for call in one.phoned:
        who = "，".join(filter(None, (call.caller, call.post, call.number)))
        told_whom = f"　已告知：{call.told}" if call.told else ""
        yield f"电话　{_when(sitting, call.phoned_at)}　{who}：{call.words}{told_whom}", ""


def _articles(sitting: Sitting, report: Report) -> str:
    numbers = store.items.article_ids(sitting.db, report.item_id)
    found = (store.articles.get(sitting.db, number) for number in numbers)
    return "、".join(f"稿件 {one.id} {state_name('article', one.state)}" for one in found) or "还没有采用"


def _ratings(sitting: Sitting, one: Incident) -> Iterator[Line]:
    for rating in one.ratings if len(one.ratings) > 1 else ():
        who, why = sitting.settings.person_name(rating.by), f"：{rating.reason}" if rating.reason else ""
        times = f"事发 {_when(sitting, rating.event_at)}，接报 {_when(sitting, rating.heard_at)}"
        yield f"{_when(sitting, rating.at)}　{who}定为{telling.severity(rating)}，{times}{why}", "quiet"


def _proposed(sitting: Sitting, one: Incident) -> Iterator[Line]:
    for found in proposed(sitting, one):
        item = found.item
        yield f"可能属于这一件：来稿 {item.id}　{item.unit or '—'}《{item.title}》（{'；'.join(found.why)}）", "accent"


def proposed(sitting: Sitting, one: Incident) -> list[Proposal]:
    """Return the items that may be reports of the incident."""
    return proposals.proposals(sitting.db, sitting.settings, one, sitting.at)


def _waiting(sitting: Sitting, one: Waiting) -> Iterator[Line]:
    item = one.item
    yield reading.facts_line(item, sitting.at), "quiet"
    yield item.title, "bold"
    yield "还没有归入哪一件突发事件" + (f"；自称{one.said}" if one.said else ""), "error"
    for number in one.incidents:
        name = store.urgent.get(sitting.db, number).rating.name
        yield f"可能属于突发事件 {number}　{name}", "accent"
    missing = elements.missing(f"{item.title}\n{item.text}", sitting.settings.urgent.elements)
    yield f"看不出的要素：{'、'.join(missing) or '无'}", "warning" if missing else "quiet"
    yield "", ""
    yield item.text, ""


def _when(sitting: Sitting, moment: datetime | None) -> str:
    if moment is None:
        return "不明"
    at = moment.astimezone(sitting.settings.zone)
    return f"{at:%m-%d %H:%M}" if at.year == sitting.at.year else f"{at:%Y-%m-%d %H:%M}"
