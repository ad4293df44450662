"""An incident as lines for people and as data: clocks, reports, elements, repetitions, proposals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from bulletin import store
from bulletin.cli.columns import table
from bulletin.cli.session import Session
from bulletin.desk.urgent import Late, chain, clocks, elements, naming, proposals, reading, telling
from bulletin.desk.urgent.amended import amended
from bulletin.model import Clock, Incident, Report
from bulletin.terms import state_name

_SECONDS = "%m-%d %H:%M:%S"


def head_row(session: Session, one: Incident) -> tuple[object, ...]:
    """Return the line of an incident in the list."""
    last = one.reports[-1] if one.reports else None
    report = naming.report_name(last.kind, last.number) if last else "只有电话" if one.phoned else "—"
    due_at = clocks.next_due(one, session.settings)
    due = f"{due_at:%m-%d %H:%M}{'（已过）' if due_at < session.at else ''}" if due_at else "—"
    state = state_name("incident", one.state)
    return (
        one.id,
        state,
        telling.severity(one.rating),
        report,
        telling.worst(one, session.settings, session.at)[1],
        due,
        one.rating.name,
    )


def waiting_row(session: Session, one: proposals.Waiting) -> tuple[object, ...]:
    """Return the line of an urgent item nobody has placed."""
    incidents = "、".join(f"突发事件 {number}" for number in one.incidents) or "—"
    received = one.item.received_at
    passed = telling.span(session.at - received)
    return one.item.id, f"{received:%m-%d %H:%M}", passed, one.said or "—", incidents, one.item.unit, one.item.title


def late_row(one: Late) -> tuple[object, ...]:
    """Return the line of an incident that was reported late."""
    raised = "（改定后的级别）" if one.is_raised else ""
    what = telling.ran_out(one.clocks) if one.clocks else "按改后的时间不迟，见下"
    return one.incident_id, one.on, one.unit or "—", f"{one.severity}{raised}", what, one.name


def in_full(session: Session, one: Incident) -> list[str]:
    """Return an incident on one page."""
    rating = one.rating
    notice = session.settings.urgent.notice(clocks.day_of(one, session.settings))
    return [
        f"突发事件 {one.id}（{state_name('incident', one.state)}）　{rating.name}",
        f"级别：{telling.severity(rating)}　报送单位：{rating.unit or '—'}",
        f"事发：{_when(rating.event_at)}　接报：{_heard(one)}",
        *_unentered(one),
        *(f"　{line}" for line in _rating_lines(session, one)),
        *(f"　{line}" for line in telling.changes(amended(one, session.settings, session.at), session.settings)),
        *telling.reminders(one, session.settings),
        "",
        f"报告时限（{notice.name if notice else '当时没有适用的通知'}）",
        *_clock_lines(session, one),
        "",
        *_report_lines(session, one),
        *telling.course(store.statuses.history(session.db, "incident", one.id), session.settings),
        *_phone_lines(session, one),
        *_due_lines(session, one),
        *filter(None, (telling.lacking(one, session.settings),)),
        *_repeat_lines(one),
        *_proposal_lines(session, one),
    ]


def after_step(session: Session, one: Incident) -> list[str]:
    """Return the few lines behind a step: how the clocks stand, what is to be checked, and what can be done next."""
    ran_out = clocks.late_ones(dict(_clocks(session, one))[one.rating.severity]) if one.rating.severity else ()
    told = telling.ran_out(ran_out) or telling.worst(one, session.settings, session.at)[1]
    return [
        f"　报告时限（{telling.severity(one.rating)}）：{told}",
        *(() if one.rating.severity else _unentered(one)),
        *(f"　{line}" for line in _due_lines(session, one)),
        *telling.reminders(one, session.settings),
        *filter(None, (_repeat_head(one, report) for report in one.reports[-1:])),
        *_next_lines(session, one),
    ]


def _next_lines(session: Session, one: Incident) -> Iterator[str]:
    """Yield what can be done with the incident next, and where the whole of it is seen."""
    if not one.rating.severity:
        yield f"请定级：urgent rate {one.id} --severity 较大 --event-at 事发时间"
    if found := proposals.proposals(session.db, session.settings, one, session.at):
        items = "、".join(str(proposal.item.id) for proposal in found)
        yield f"可能属于这一件：来稿 {items}；是的用 urgent follow {one.id} 来稿，不是的用 urgent part"
    waiting = [str(report.item_id) for report in chain.unadopted(one)]
    steps = [
        f"采用 urgent adopt {waiting[-1]}" if waiting else "",
        f"结束处置 urgent close {one.id}" if one.has_final and one.state == "handling" else "",
        f"看全部 urgent show {one.id}",
    ]
    yield f"接下来：{'；'.join(filter(None, steps))}"


def data(session: Session, one: Incident) -> dict[str, Any]:
    """Return an incident as data."""
    settings = session.settings
    return {
        "incident": one.id,
        "state": one.state,
        **{name: getattr(one.rating, name) for name in ("name", "severity", "unit", "event_at", "heard_at")},
        "ratings": one.ratings,
        "changes": amended(one, settings, session.at),
        "clocks": {severity: [_clock_data(clock) for clock in found] for severity, found in _clocks(session, one)},
        "phoned": one.phoned,
        "reports": [_report_data(session, one, report) for report in one.reports],
        "reminders": telling.reminders(one, settings),
        "next_due_at": clocks.next_due(one, settings),
        "missing": [element.name for element in reading.elements_of(one, settings) if not element.shown_by],
        "elements": {element.name: element.shown_by for element in reading.elements_of(one, settings)},
        "proposals": [
            {"item": found.item.id, "kind": found.kind, "why": found.why}
            for found in proposals.proposals(session.db, settings, one, session.at)
        ],
    }


def _clocks(session: Session, one: Incident) -> list[tuple[str, tuple[Clock, ...]]]:
    return clocks.by_severity(one, session.settings, session.at)


def _clock_lines(session: Session, one: Incident) -> list[str]:
    rows = [
        (
            severity or "未定级",
            telling.WHAT[clock.what],
            telling.SINCE[clock.since],
            _limit(clock),
            *_moments(clock),
            telling.clock_state(clock, is_rated=bool(severity)),
        )
        for severity, found in _clocks(session, one)
        for clock in found
    ]
    lines = table(("级别", "报告", "起算", "时限", "起", "报到", "情况"), rows)
    return lines if one.rating.severity else [*lines, "还没有定级，暂按最严的级别提示；请用 urgent rate 定级"]


def _limit(clock: Clock) -> str:
    return telling.span(clock.limit) if clock.limit else "—"


def _moments(clock: Clock) -> tuple[str, str]:
    return (
        f"{clock.start:{_SECONDS}}" if clock.start else "不明",
        f"{clock.done_at:{_SECONDS}}" if clock.done_at else "—",
    )


def _clock_data(clock: Clock) -> dict[str, Any]:
    minutes = clock.limit / timedelta(minutes=1) if clock.limit else None
    late = int(clock.late_by.total_seconds())
    return asdict(clock) | {"limit": minutes, "due_at": clock.due_at, "late_by": late}


def _when(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else "不明"


def _heard(one: Incident) -> str:
    """Return when the unit heard of it; where it has not said so, what is taken instead."""
    reached = one.reported_at
    return (
        _when(one.rating.heard_at)
        if one.rating.heard_at or not reached
        else f"单位未报，按本办公室最早收到的 {_when(reached)}"
    )


def _unentered(one: Incident) -> Iterator[str]:
    """Yield what the reports say of times nobody has entered: a person reads them, the program does not."""
    times = {"事发时间": ("--event-at", one.rating.event_at), "接报时间": ("--heard-at", one.rating.heard_at)}
    for report in one.reports[:1]:
        shown = elements.found(f"{report.title}\n{report.text}")
        for name, (option, moment) in times.items():
            if moment is None and name in shown:
                yield f"　来稿 {report.item_id} 写的{name}：“{shown[name]}”，请核对后用 urgent rate {one.id} {option} 登记"


def _rating_lines(session: Session, one: Incident) -> Iterator[str]:
    """Yield who rated it how, where it was rated more than once."""
    for rating in one.ratings if len(one.ratings) > 1 else ():
        who, why = session.name_of(rating.by, rating.on_behalf_of), f"：{rating.reason}" if rating.reason else ""
        times = f"事发 {_when(rating.event_at)}，接报 {_when(rating.heard_at)}"
        yield f"{_when(rating.at)}　{who}定为{telling.severity(rating)}，{rating.name}，{times}{why}"


def _report_lines(session: Session, one: Incident) -> list[str]:
    if not one.reports:
        return ["还没有书面报告"]
    rows = [
        (
            naming.report_name(report.kind, report.number),
            f"{report.received_at:{_SECONDS}}",
            report.item_id,
            _articles(session, report),
            naming.title_of(one.rating.name, report),
            telling.own_name(report),
        )
        for report in one.reports
    ]
    return table(("报告", "收到", "来稿", "稿件", "印出的标题", "来稿自称"), rows)


def _articles(session: Session, report: Report) -> str:
    found = (store.articles.get(session.db, number) for number in store.items.article_ids(session.db, report.item_id))
    return "、".join(f"{one.id} {state_name('article', one.state)}" for one in found) or "—"


def _report_data(session: Session, one: Incident, report: Report) -> dict[str, Any]:
    return {
        "item": report.item_id,
        "kind": report.kind,
        "number": report.number,
        "received_at": report.received_at,
        "title": naming.title_of(one.rating.name, report),
        "articles": store.items.article_ids(session.db, report.item_id),
        "repeats": chain.repeated(one, report.item_id),
    }


def _phone_lines(session: Session, one: Incident) -> Iterator[str]:
    for call in one.phoned:
        who = "，".join(filter(None, (call.caller, call.post, call.number)))
        told = f"　已告知：{call.told}" if call.told else ""
        written = f"（{session.name_of(call.by, call.on_behalf_of)}记于 {_when(call.at)}）"
        yield f"电话 {call.phoned_at:{_SECONDS}}　{who}：{call.words}{told}{written}"


def _due_lines(session: Session, one: Incident) -> Iterator[str]:
    due_at = clocks.next_due(one, session.settings)
    if due_at:
        over = f"，已过 {telling.span(session.at - due_at)}" if due_at < session.at else ""
        yield f"下一份{'续报' if one.reports else '报告'}最迟：{_when(due_at)}{over}"


def _repeat_lines(one: Incident) -> Iterator[str]:
    for report in one.reports[1:]:
        if head := _repeat_head(one, report):
            yield f"{head}："
            yield from (f"　“{repeat.sentence}”" for repeat in chain.repeated(one, report.item_id))


def _repeat_head(one: Incident, report: Report) -> str:
    found, name = chain.repeated(one, report.item_id), naming.report_name(report.kind, report.number)
    return f"{name}（来稿 {report.item_id}）重复了前面报告的 {len(found)} 句，采用时加 --trim 可以去掉" if found else ""


def _proposal_lines(session: Session, one: Incident) -> Iterator[str]:
    found = proposals.proposals(session.db, session.settings, one, session.at)
    if found:
        yield f"可能属于这一件的来稿，是的用 urgent follow {one.id} 来稿，不是的用 urgent part："
    for proposal in found:
        item = proposal.item
        yield f"　来稿 {item.id}（{item.unit or '—'}，{item.received_at:%m-%d %H:%M}）{item.title}　{'；'.join(proposal.why)}"
