"""Incidents (突发事件) and what reports on them: the newest row on an item counts, no row is ever changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlite_utils import Database

from bulletin.errors import NotFound
from bulletin.model import Incident, Item, PhoneReport, Rating, Report, Standing
from bulletin.store import items, statuses
from bulletin.store.database import write
from bulletin.store.rows import Row, first, insert, known_moment, moment, question_marks, select, stamp
from bulletin.workflow import Step

_NEWEST = (
    "a.id = (select max(b.id) from incident_items b where b.incident_id = a.incident_id and b.item_id = a.item_id)"
)
_ORDER = "a.kind <> 'first', a.id"
"""The 首报 first, then as they were joined: what follows a 终报 does so because the incident was handled again."""
_URGENT = """
    (d.urgency = '特急' or d.kind = '紧急' or instr(d.title, '首报') or instr(d.title, '初报') or instr(d.title, '续报')
    or instr(d.title, '终报'))
"""
_HELD = f"select a.item_id from incident_items a where a.is_off = 0 and {_NEWEST}"


def create(db: Database, step: Step, rating: Rating) -> Incident:
    """Bring an incident into being, with its first rating. Return it as stored."""
    with write(db):
        incident_id = insert(db, "incidents", {"state": step.after, **_author(step)})
        statuses.record(db, step, incident_id)
        _add_rating(db, incident_id, rating, step)
        return get(db, incident_id)


def get(db: Database, incident_id: int) -> Incident:
    """Return the incident of that number. Raises `NotFound`."""
    row = first(db, "select * from incidents where id = ?", incident_id)
    if row is None:
        raise NotFound("突发事件", incident_id, "请用 urgent list --all 查看编号")
    return _incident(db, row)


def every(db: Database, state: str = "") -> list[Incident]:
    """Return the incidents in `state`, or all, the newest first."""
    where, given = ("where state = ?", (state,)) if state else ("", ())
    return [_incident(db, row) for row in select(db, f"select * from incidents {where} order by id desc", *given)]


def standing(incident: Incident) -> Standing:
    """Return where the incident stands."""
    return Standing("incident", incident.id, incident.state, f"突发事件 {incident.id}", has_final=incident.has_final)


def rate(db: Database, rating: Rating, step: Step) -> None:
    """Record a further rating."""
    with write(db):
        _add_rating(db, step.id, rating, step)
        statuses.record(db, step)


def phone(db: Database, report: PhoneReport, step: Step) -> None:
    """Record a phone report."""
    words = {name: getattr(report, name) for name in ("caller", "post", "number", "words", "told")}
    row: Row = {"incident_id": step.id, "phoned_at": stamp(report.phoned_at), **words, **_author(step)}
    with write(db):
        insert(db, "phone_reports", row)
        statuses.record(db, step)


def link(db: Database, item_id: int, kind: str, number: int, step: Step, *, is_off: bool = False) -> None:
    """Record that an item is a report of the incident, or (``is_off``) that it is none."""
    row: Row = {"incident_id": step.id, "item_id": item_id, "kind": kind, "number": number, "is_off": int(is_off)}
    with write(db):
        insert(db, "incident_items", row | _author(step))
        statuses.record(db, step)


def of_item(db: Database, item_id: int) -> int | None:
    """Return the incident an item reports on, or None."""
    sql = f"select a.incident_id from incident_items a where a.item_id = ? and a.is_off = 0 and {_NEWEST}"
    return next((row["incident_id"] for row in select(db, sql, item_id)), None)


def refused(db: Database, incident_id: int) -> set[int]:
    """Return the items somebody took off the incident: they are not proposed to it again."""
    sql = f"select a.item_id from incident_items a where a.incident_id = ? and a.is_off = 1 and {_NEWEST}"
    return {row["item_id"] for row in select(db, sql, incident_id)}


def candidates(db: Database, unit: str, related: Iterable[int], since: datetime, until: datetime) -> list[Item]:
    """Return the items from `since` to `until` that report on no incident yet and might: of the unit, urgent, named as a
    report, or `related` to one; declined ones are not looked at."""
    known = tuple(related)
    condition = f"""
        d.received_at >= ? and d.received_at <= ? and d.state <> 'declined' and d.id not in ({_HELD})
        and ((d.unit = ? and d.unit <> '') or {_URGENT} or d.id in ({question_marks(known)}))
    """
    return items.selected(db, condition, (stamp(since), stamp(until), unit, *known))


def waiting(db: Database, since: datetime, until: datetime) -> list[Item]:
    """Return the items that are urgent or named as a report, and report on no incident, oldest first; no declined ones."""
    condition = f"""
        d.received_at >= ? and d.received_at <= ? and d.state <> 'declined' and {_URGENT} and d.id not in ({_HELD})
    """
    return items.selected(db, condition, (stamp(since), stamp(until)))


def related(db: Database, item_ids: Iterable[int]) -> dict[int, str]:
    """Return the items related to any of those: number to why, in Chinese; texts of one template are not meant."""
    ids = tuple(item_ids)
    marks = question_marks(ids)
    sql = f"""
        select item_id one, other_id other, why from relations
        where kind <> 'twin' and (item_id in ({marks}) or other_id in ({marks})) order by item_id, other_id
    """
    found: dict[int, str] = {}
    for row in select(db, sql, *ids, *ids):
        for number in (row["one"], row["other"]):
            if number not in ids:
                found.setdefault(number, row["why"])
    return found


def _incident(db: Database, row: Row) -> Incident:
    ratings = select(db, "select * from ratings where incident_id = ? order by id", row["id"])
    phoned = select(db, "select * from phone_reports where incident_id = ? order by phoned_at, id", row["id"])
    resumed = "select max(at) at from statuses where subject = 'incident' and subject_id = ? and action = 'go_on'"
    return Incident(
        **{**row, "at": known_moment(row["at"])},
        ratings=tuple(map(_rating, ratings)),
        phoned=tuple(map(_phone_report, phoned)),
        reports=tuple(_reports(db, row["id"])),
        resumed_at=moment(select(db, resumed, row["id"])[0]["at"]),
    )


def _reports(db: Database, incident_id: int) -> list[Report]:
    sql = f"""
        select a.item_id, a.kind, a.number, d.received_at, d.title, d.text, d.unit, d.state
        from incident_items a join items d on d.id = a.item_id
        where a.incident_id = ? and a.is_off = 0 and {_NEWEST} order by {_ORDER}
    """
    return [Report(**{**row, "received_at": known_moment(row["received_at"])}) for row in select(db, sql, incident_id)]


def _rating(row: Row) -> Rating:
    kept = {name: value for name, value in row.items() if name != "incident_id"}
    times = {"event_at": moment(row["event_at"]), "heard_at": moment(row["heard_at"]), "at": known_moment(row["at"])}
    return Rating(**{**kept, **times})


def _phone_report(row: Row) -> PhoneReport:
    kept = {name: value for name, value in row.items() if name != "incident_id"}
    return PhoneReport(**{**kept, "phoned_at": known_moment(row["phoned_at"]), "at": known_moment(row["at"])})


def _add_rating(db: Database, incident_id: int, rating: Rating, step: Step) -> None:
    row: Row = {
        "incident_id": incident_id,
        "name": rating.name,
        "severity": rating.severity,
        "unit": rating.unit,
        "event_at": stamp(rating.event_at),
        "heard_at": stamp(rating.heard_at),
        "reason": rating.reason,
    }
    insert(db, "ratings", row | _author(step))


def _author(step: Step) -> Row:
    return {"by": step.actor.id, "on_behalf_of": step.on_behalf_of, "at": stamp(step.at)}
