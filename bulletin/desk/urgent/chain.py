"""The urgent chain of an incident: opened, rated, telephoned, its reports joined in order, ended with the 终报.

A first report is never held up: neither by a missing element nor by a missing severity. Nothing here reviews or signs:
what is printed of it goes the way of every article, only faster (特急).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bulletin import store, workflow
from bulletin.desk import editing, steps
from bulletin.desk.urgent import naming, repeats
from bulletin.errors import NotFound, NothingToDo, RefusedAction, UsageError
from bulletin.model import Actor, Article, Incident, Item, PhoneReport, Rating, Report
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.terms import INCIDENT_SEVERITIES, REPORTS
from bulletin.text import nearest, one_line

URGENCY, KIND = "特急", "紧急"
"""The urgency, and the kind, of a submission that makes it urgent."""
FIRST_ENTRY = "初次登记"
"""The reason of a rating that only adds what nobody had entered before."""


def alarm(
    db: Database, settings: Settings, rating: Rating, actor: Actor, at: datetime, item_id: int | None = None
) -> Incident:
    """Open an incident: of an item, its first report, or of a call alone. Name and unit are the item's where none is given; a unit
    that is not in the office's list holds nothing up: the incident has none then.

    Raises `UsageError`, `NotFound`, `RefusedAction` where the item reports on an incident already.
    """
    with store.write(db):
        item = store.items.get(db, item_id) if item_id else None
        if item and not rating.name:
            rating = replace(rating, name=naming.core(item.title))
        if item and not rating.unit and settings.unit(item.unit):
            rating = replace(rating, unit=item.unit)
        made = store.urgent.create(db, workflow.begin("incident", actor, at), _checked(settings, rating, at))
        return join(db, made.id, item.id, actor, at) if item else made


def take_up(db: Database, settings: Settings, item: Item, actor: Actor, at: datetime) -> Incident | None:
    """Open an incident of an urgent submission as it comes in, not rated yet; None for one that is not urgent, calls itself
    a 续报 or 终报, or is like a report of an incident already: that one waits for a person to join it, and so does one
    that is filed by somebody who may not open an incident."""
    said, roles = naming.said(item.title, item.text), workflow.BEGINNINGS["incident"][2]
    if not is_urgent(item) or store.urgent.of_item(db, item.id) or (said and said.kind != "first"):
        return None
    if workflow.authority(actor, roles) is None:
        return None
    if any(store.urgent.of_item(db, other) for other in store.urgent.related(db, [item.id])):
        return None
    return alarm(db, settings, Rating("", ""), actor, at, item.id)


def is_urgent(item: Item) -> bool:
    """Tell whether an item was submitted as urgent (紧急信息)."""
    return item.urgency == URGENCY or item.kind == KIND


def rate(db: Database, settings: Settings, incident_id: int, rating: Rating, actor: Actor, at: datetime) -> Incident:
    """Rate an incident anew: name, severity, unit, times, and why. Earlier ratings stay.

    What is entered for the first time needs no reason: it says itself that it is. Raises `NothingToDo` where nothing is
    changed, `UsageError` for times that contradict each other or no severity after one, `RefusedAction` (role; a change
    without a reason).
    """
    with store.write(db):
        one = store.urgent.get(db, incident_id)
        reason = rating.reason or (FIRST_ENTRY if _only_adds(one.rating, rating) else "")
        step = workflow.advance(store.urgent.standing(one), "rate", actor, at, reason)
        wish = _checked(settings, replace(rating, reason=reason), at)
        if one.rating.severity and not wish.severity:
            raise UsageError(
                f"突发事件 {incident_id} 已定为{one.rating.severity}，不能改回未定级", "定错了的，请写明应是哪一级"
            )
        if _said_of(wish) == _said_of(one.rating):
            raise NothingToDo(f"突发事件 {incident_id}：级别、名称和时间都没有改动", "请写明改什么")
        _refuse_late_start(wish, one.reported_at)
        store.urgent.rate(db, wish, step)
        return store.urgent.get(db, incident_id)


def phone(db: Database, incident_id: int, report: PhoneReport, actor: Actor, at: datetime) -> Incident:
    """Record a phone report. Raises `UsageError` without caller or words, or for a call before the event or to come."""
    with store.write(db):
        one = store.urgent.get(db, incident_id)
        step = workflow.advance(store.urgent.standing(one), "phone", actor, at)
        wish = PhoneReport(
            report.phoned_at,
            caller=one_line(report.caller),
            post=one_line(report.post),
            number=one_line(report.number),
            words=one_line(report.words),
            told=one_line(report.told),
        )
        if not wish.caller or not wish.words:
            raise UsageError("电话报告须写明谁打来、说了什么", "请用 --caller、--words 写出")
        if wish.phoned_at > at:
            raise UsageError(f"电话时间 {wish.phoned_at:%Y-%m-%d %H:%M} 在现在之后", "请核对 --when")
        _refuse_late_start(one.rating, wish.phoned_at)
        store.urgent.phone(db, wish, step)
        return store.urgent.get(db, incident_id)


def not_said(report: PhoneReport) -> list[str]:
    """Return what a phone log is to hold (A-28) and this one does not."""
    fields = {"职务": report.post, "电话号码": report.number, "已告知谁": report.told}
    return [name for name, value in fields.items() if not value]


def join(db: Database, incident_id: int, item_id: int, actor: Actor, at: datetime, kind: str = "") -> Incident:
    """Join an item to the incident as its 首报, its next 续报 or its 终报; without a `kind`, as what it calls itself.

    An item already joined stays as it is. Raises `RefusedAction` (it reports on another, or as something else; a second 首报;
    a 终报 without another report before it), `NotFound`.
    """
    with store.write(db):
        one, item = store.urgent.get(db, incident_id), store.items.get(db, item_id)
        held = store.urgent.of_item(db, item_id)
        if held == incident_id:
            _refuse_other_kind(report_of(one, item_id), kind)
            return one
        if held:
            raise RefusedAction(
                f"来稿 {item_id} 已归入突发事件 {held}",
                f"要定级或改定的，用 urgent rate {held}；归错的，请先移出：urgent part {held} {item_id}",
            )
        step = workflow.advance(store.urgent.standing(one), "join", actor, at, "", str(item_id))
        kind = kind or kind_of(one, item)
        if kind == "first" and one.has_first:
            what = f"突发事件 {incident_id} 的首报是来稿 {one.reports[0].item_id}，不能再有一份"
            raise RefusedAction(what, "请用 --kind 写明它是续报还是终报")
        if kind == "final":
            _refuse_early_end(one, item)
        _refuse_late_start(one.rating, item.received_at)
        number = sum(report.kind == "continued" for report in one.reports) + 1 if kind == "continued" else 0
        store.urgent.link(db, item_id, kind, number, step)
        return store.urgent.get(db, incident_id)


def _refuse_other_kind(report: Report, kind: str) -> None:
    """One item is one report: it does not become another by being joined again. Raises `RefusedAction`."""
    if kind and kind != report.kind:
        name = naming.report_name(report.kind, report.number)
        raise RefusedAction(
            f"来稿 {report.item_id} 已作为{name}归入，不能又作{REPORTS[kind]}",
            "归错的，请先用 urgent part 移出再归入；另有一份报告的，请写那一条来稿的编号",
        )


def _refuse_early_end(incident: Incident, item: Item) -> None:
    """首报—续报—终报: what ends an incident is another report than what began it, and not an earlier one. Raises
    `RefusedAction`."""
    if not incident.reports:
        raise RefusedAction(
            f"突发事件 {incident.id} 还没有首报或续报，来稿 {item.id} 不能作为终报",
            "只有这一份书面报告的，请用 --kind 首报 归入；处置结束后另收一份终报",
        )
    last = max(incident.reports, key=lambda report: report.received_at)
    if item.received_at < last.received_at:
        raise RefusedAction(
            f"来稿 {item.id} 收到于 {item.received_at:%Y-%m-%d %H:%M:%S}，早于"
            f"{naming.report_name(last.kind, last.number)}（来稿 {last.item_id}，{last.received_at:%Y-%m-%d %H:%M:%S}），"
            "不能作为终报",
            "请用 --kind 续报 归入，或者核对是哪一条来稿",
        )


def kind_of(incident: Incident, item: Item) -> str:
    """Return as what an item would join: what it calls itself; else the 首报 where nothing was reported yet, else a 续报.

    The only report is no 终报, whatever it calls itself, nor is the second a 首报.
    """
    said = naming.said(item.title, item.text)
    usual = "continued" if incident.reports else "first"
    cannot = {"first"} if incident.has_first else set() if incident.reports else {"final"}
    return said.kind if said and said.kind not in cannot else usual


def part(db: Database, incident_id: int, item_id: int, actor: Actor, at: datetime, reason: str) -> Incident:
    """Take the last report off an incident, or say that a proposed item is none; it is not proposed to it again.

    Raises `RefusedAction` for one that others follow: their numbers would no longer be true.
    """
    with store.write(db):
        one = store.urgent.get(db, incident_id)
        store.items.get(db, item_id)
        step = workflow.advance(store.urgent.standing(one), "part", actor, at, reason, str(item_id))
        known = next((report for report in one.reports if report.item_id == item_id), None)
        if known and known != one.reports[-1]:
            last = one.reports[-1]
            what = f"来稿 {item_id} 是{naming.report_name(known.kind, known.number)}，其后还有来稿 {last.item_id}"
            raise RefusedAction(f"{what}，不能移出", "请从最后一份起依次移出")
        kind, number = (known.kind, known.number) if known else ("continued", 0)
        store.urgent.link(db, item_id, kind, number, step, is_off=True)
        return store.urgent.get(db, incident_id)


def end(db: Database, incident_id: int, actor: Actor, at: datetime, note: str = "") -> Incident:
    """End an incident. Raises `RefusedAction` without its 终报."""
    return steps.take(db, store.urgent, incident_id, "end", actor, at, note)


def go_on(db: Database, incident_id: int, actor: Actor, at: datetime, reason: str) -> Incident:
    """Handle an ended incident again: its 终报 ends it no more, 续报 go on, and another 终报 is due."""
    return steps.take(db, store.urgent, incident_id, "go_on", actor, at, reason)


def repeated(incident: Incident, item_id: int) -> list[repeats.Repeat]:
    """Return what a 续报 or 终报 repeats of the reports before it. Raises `NotFound` for an item that is none of them."""
    report = report_of(incident, item_id)
    earlier = incident.reports[: incident.reports.index(report)]
    return repeats.repeats((one.text for one in earlier), report.text)


def unadopted(incident: Incident) -> list[Report]:
    """Return the reports of an incident that nobody has decided on."""
    return [report for report in incident.reports if report.state == "new"]


def report_of(incident: Incident, item_id: int) -> Report:
    """Return the report an item is. Raises `NotFound`."""
    for report in incident.reports:
        if report.item_id == item_id:
            return report
    raise NotFound(
        f"突发事件 {incident.id} 的来稿", item_id, f"请用 urgent show {incident.id} 查看它的首报、续报、终报"
    )


def adopt(
    db: Database,
    settings: Settings,
    item_id: int,
    wish: editing.Wish,
    actor: Actor,
    at: datetime,
    *,
    trims: bool = False,
) -> Article:
    """Adopt a report under its title in print (``×××续报一``); with `trims`, without the sentences it repeats.

    The trimming is a deed of its own: what came in stays as the first revision, and either can be undone. Raises
    `RefusedAction` for an item of no incident, and as `editing.adopt` does.
    """
    incident_id = store.urgent.of_item(db, item_id)
    if incident_id is None:
        raise RefusedAction(f"来稿 {item_id} 没有归入任何突发事件", "请先 urgent open 或 urgent follow")
    one = store.urgent.get(db, incident_id)
    title = wish.title or naming.title_of(one.rating.name, report_of(one, item_id))
    made = editing.adopt(db, settings, [item_id], replace(wish, title=title), actor, at)
    found = repeated(one, item_id) if trims else []
    body = repeats.without(made.revision.text, found)
    if found and body.strip():
        editing.save(db, settings, made.id, editing.Text(title, body, made.revision.number), actor, at)
    return store.articles.get(db, made.id)


def _checked(settings: Settings, rating: Rating, at: datetime) -> Rating:
    """Return a rating with its words in order. Raises `UsageError`, `NotFound` for a unit the office does not have."""
    name, severity = one_line(rating.name), one_line(rating.severity)
    if not name:
        raise UsageError("突发事件没有名称", "请用 --name 写出，如 东山镇老街火灾")
    if severity and severity not in INCIDENT_SEVERITIES:
        near = nearest(severity, INCIDENT_SEVERITIES) or "无"
        raise UsageError(f"没有级别“{severity}”", f"可用的：{'、'.join(INCIDENT_SEVERITIES)}，最接近的是 {near}")
    for word, moment in (("事发时间", rating.event_at), ("接报时间", rating.heard_at)):
        if moment and moment > at:
            raise UsageError(f"{word} {moment:%Y-%m-%d %H:%M} 在现在之后", "请核对 --event-at、--heard-at")
    if rating.event_at and rating.heard_at and rating.heard_at < rating.event_at:
        what = f"接报时间 {rating.heard_at:%Y-%m-%d %H:%M} 早于事发时间 {rating.event_at:%Y-%m-%d %H:%M}"
        raise UsageError(what, "请核对 --event-at、--heard-at")
    return replace(
        rating, name=name, severity=severity, unit=_unit(settings, rating.unit), reason=one_line(rating.reason)
    )


def _refuse_late_start(rating: Rating, reported_at: datetime | None) -> None:
    """Nobody reports what has not happened, nor what he has not heard of. Raises `UsageError`."""
    for word, moment in (("事发时间", rating.event_at), ("接报时间", rating.heard_at)):
        if moment and reported_at and reported_at < moment:
            what = f"{word} {moment:%Y-%m-%d %H:%M:%S} 晚于向本办公室报告的时间 {reported_at:%Y-%m-%d %H:%M:%S}"
            raise UsageError(what, "请核对两个时间；登记错的时间用 urgent rate 改定")


def _said_of(rating: Rating) -> tuple[object, ...]:
    return rating.name, rating.severity, rating.unit, rating.event_at, rating.heard_at


def _only_adds(now: Rating, wish: Rating) -> bool:
    """Tell whether a rating fills in what was empty and changes nothing that was entered."""
    pairs = zip(_said_of(now), _said_of(wish), strict=True)
    return all(not before or before == after for before, after in pairs)


def _unit(settings: Settings, name: str) -> str:
    """Return the unit's full name; one that is not in the office's list is not taken, an empty one is nobody's."""
    unit = settings.unit(name) if name else None
    if name and unit is None:
        near = nearest(one_line(name), settings.units)
        remedy = f"最接近的是 {near}" if near else f"可用的单位：{'、'.join(settings.units)}"
        raise NotFound("单位", one_line(name), remedy)
    return unit.name if unit else ""
