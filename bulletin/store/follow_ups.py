"""Follow-ups (督办): where each stands, how it has gone, and the words that were said on it (办理情况)."""

from __future__ import annotations

import json
from datetime import date, datetime

from sqlite_utils import Database

from bulletin.errors import NotFound
from bulletin.model import Casework, Course, FollowUp, Progress, Standing, Task
from bulletin.settings import FollowUpRules, Settings
from bulletin.settings.follow_ups import end_of
from bulletin.store import statuses
from bulletin.store.database import write
from bulletin.store.rows import Row, first, insert, known_moment, moment, pack, select, stamp, texts
from bulletin.workflow import TABLES, Step

_STATUS = "(select max(s.at) from statuses s where s.subject = 'follow_up' and s.subject_id = f.id and s.{})"
_PROGRESS = "from progress p where p.follow_up_id = f.id and"
_ASKING = "('ask_extension', 'grant_extension', 'deny_extension', 'extend')"
_DECIDED_IN = next(rule.before for rule in TABLES["follow_up"] if rule.action == "grant_extension")
"""The states in which an extension that was asked for may be decided: in others nobody waits for it."""
_SELECT = f"""
    select f.*,
        {_STATUS.format("action = 'assign'")} as assigned_at,
        {_STATUS.format("action = 'receive' and s.target = f.unit")} as received_at,
        {_STATUS.format("state = 'closed'")} as closed_at,
        (select json_group_array(s.target) from statuses s
            where s.subject = 'follow_up' and s.subject_id = f.id and s.action = 'receive') as signed,
        (select max(p.at) {_PROGRESS} p.kind in ('interim', 'report', 'contribute')) as spoken_at,
        (select max(p.at) {_PROGRESS} p.kind = 'report') as answered_at,
        (select p.kind = 'return' {_PROGRESS} p.kind in ('report', 'return') order by p.id desc limit 1) as is_returned,
        (select json_array(s.colour, s.at, s.due_at) from slips s
            where s.follow_up_id = f.id and s.colour <> '' order by s.id desc limit 1) as coloured,
        (select json_array(count(*), max(s.at)) from slips s
            where s.follow_up_id = f.id and s.kind <> 'assign' and s.case_due_at = f.due_at) as reminded,
        (select json_array(p.kind, p.due_at, p.by, p.on_behalf_of) {_PROGRESS} p.kind in {_ASKING}
            order by p.id desc limit 1) as asked
    from follow_ups f
"""


def register(db: Database, step: Step, instruction_id: int, task: Task, previous_id: int | None = None) -> int:
    """Register a case under an instruction, with what is known of its task. Return its number."""
    row: Row = {
        "instruction_id": instruction_id,
        **_task(task),
        "state": step.after,
        "begun_at": stamp(step.at),
        "previous_id": previous_id,
    }
    with write(db):
        follow_up_id = insert(db, "follow_ups", row)
        statuses.record(db, step, follow_up_id)
    return follow_up_id


def set_task(db: Database, follow_up_id: int, task: Task) -> None:
    """Write what is to be done, as it is proposed or assigned; the trail keeps what was proposed before."""
    row = _task(task)
    with write(db):
        fields = ", ".join(f"{name} = ?" for name in row)
        db.execute(f"update follow_ups set {fields} where id = ?", (*row.values(), follow_up_id))


def set_due(db: Database, follow_up_id: int, due_at: datetime) -> None:
    """Move the due date; the row of progress that grants it holds the reason."""
    with write(db):
        db.execute("update follow_ups set due_at = ? where id = ?", (stamp(due_at), follow_up_id))


def get(db: Database, follow_up_id: int) -> FollowUp:
    """Return the follow-up of that number. Raises `NotFound`."""
    row = first(db, f"{_SELECT} where f.id = ?", follow_up_id)
    if row is None:
        raise NotFound("督办", follow_up_id, "请用 followup list 查看编号")
    return _follow_up(row)


def every(db: Database, *states: str) -> list[FollowUp]:
    """Return the follow-ups in `states`, or all, by due date."""
    wanted = [state for state in states if state]
    where = "where f.state in (select value from json_each(?))" if wanted else ""
    rows = select(db, f"{_SELECT} {where} order by f.due_at, f.id", *([json.dumps(wanted)] if wanted else []))
    return [_follow_up(row) for row in rows]


def of_instruction(db: Database, instruction_id: int) -> list[FollowUp]:
    """Return the follow-ups under an instruction."""
    rows = select(db, f"{_SELECT} where f.instruction_id = ? order by f.id", instruction_id)
    return [_follow_up(row) for row in rows]


def line_of(db: Database, follow_up_id: int) -> list[FollowUp]:
    """Return the case and those it continues, the first one first."""
    found = [get(db, follow_up_id)]
    while (previous := found[0].previous_id) is not None:
        found.insert(0, get(db, previous))
    return found


def add_progress(
    db: Database,
    kind: str,
    text: str,
    step: Step,
    *,
    unit: str = "",
    due_at: datetime | None = None,
    judged: tuple[tuple[str, bool], ...] = (),
) -> int:
    """Record one word on the case of `step`, by its `kind` (the action that brought it). Return its number."""
    row: Row = {
        "follow_up_id": step.id,
        "kind": kind,
        "text": text,
        "by": step.actor.id,
        "on_behalf_of": step.on_behalf_of,
        "at": stamp(step.at),
        "unit": unit,
        "due_at": stamp(due_at),
        "judged": pack(judged),
    }
    with write(db):
        return insert(db, "progress", row)


def progress(db: Database, follow_up_id: int) -> list[Progress]:
    """Return the words on a follow-up, oldest first."""
    rows = select(db, "select * from progress where follow_up_id = ? order by id", follow_up_id)
    return [_progress(row) for row in rows]


def standing(follow_up: FollowUp, settings: Settings | None = None) -> Standing:
    """Return where the follow-up stands, in the office of `settings` (the usual rules where they do not matter)."""
    rules = settings.follow_ups if settings else FollowUpRules()
    return Standing(
        "follow_up",
        follow_up.id,
        follow_up.state,
        f"督办 {follow_up.id}",
        people=settings.people if settings else {},
        due_at=follow_up.due_at,
        casework=Casework(
            rules.approvers,
            rules.opens_first,
            rules.extends_by_two,
            asked_by=follow_up.course.asked_by,
            all_signed=not follow_up.unsigned,
        ),
    )


def _task(task: Task) -> Row:
    return {
        "unit": task.unit,
        "co_units": pack(task.co_units),
        "task": task.words,
        "due_at": stamp(task.due_at),
        "mode": task.mode,
        "urgency": task.urgency,
    }


def _follow_up(row: Row) -> FollowUp:
    colour, coloured_at, colour_due_at = json.loads(row["coloured"] or '["", null, null]')
    reminders, reminded_at = json.loads(row["reminded"])
    asked, until, by, behalf = json.loads(row["asked"] or '["", null, "", ""]')
    is_asked = asked == "ask_extension" and row["state"] in _DECIDED_IN
    course = Course(
        **{name: moment(row[name]) for name in ("assigned_at", "received_at", "spoken_at", "answered_at", "closed_at")},
        is_returned=bool(row["is_returned"]),
        colour=colour,
        coloured_at=moment(coloured_at),
        colour_due_at=moment(colour_due_at),
        reminders=reminders,
        reminded_at=moment(reminded_at),
        asked_by=frozenset({by, behalf} - {""}) if is_asked else frozenset(),
        asked_until=moment(until) if is_asked else None,
        signed=frozenset(json.loads(row["signed"])),
    )
    return FollowUp(
        id=row["id"],
        instruction_id=row["instruction_id"],
        unit=row["unit"],
        co_units=texts(row["co_units"]),
        task=row["task"],
        due_at=known_moment(row["due_at"]),
        state=row["state"],
        begun_at=known_moment(row["begun_at"]),
        mode=row["mode"],
        urgency=row["urgency"],
        previous_id=row["previous_id"],
        course=course,
    )


def _progress(row: Row) -> Progress:
    """Rows from before hours were kept name a day: it is due at its end."""
    at, day = known_moment(row["at"]), row["due_on"]
    judged = tuple((question, bool(answer)) for question, answer in json.loads(row["judged"]))
    return Progress(
        row["id"],
        row["follow_up_id"],
        row["kind"],
        row["text"],
        row["by"],
        row["on_behalf_of"],
        at,
        row["unit"],
        end_of(date.fromisoformat(day), at) if day else moment(row["due_at"]),
        judged,
    )
