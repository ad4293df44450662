"""Follow-ups (督办) and their progress (办理情况)."""

from __future__ import annotations

from datetime import date

from sqlite_utils import Database

from bulletin.errors import NotFound
from bulletin.model import FollowUp, Progress, Standing
from bulletin.store import statuses
from bulletin.store.database import write
from bulletin.store.rows import Row, day, first, insert, known_moment, pack, select, stamp, texts
from bulletin.workflow import Step


def create(db: Database, step: Step, instruction_id: int, units: tuple[str, ...], task: str, due_on: date) -> int:
    """Assign a task under an instruction: the first unit leads, the others help. Return its number."""
    row: Row = {
        "instruction_id": instruction_id,
        "unit": units[0],
        "co_units": pack(units[1:]),
        "task": task,
        "due_on": due_on.isoformat(),
        "state": step.after,
        "assigned_at": stamp(step.at),
    }
    with write(db):
        follow_up_id = insert(db, "follow_ups", row)
        statuses.record(db, step, follow_up_id)
    return follow_up_id


def get(db: Database, follow_up_id: int) -> FollowUp:
    """Return the follow-up of that number. Raises `NotFound`."""
    row = first(db, "select * from follow_ups where id = ?", follow_up_id)
    if row is None:
        raise NotFound("督办", follow_up_id, "请用 followup list 查看编号")
    return _follow_up(row)


def every(db: Database, state: str = "") -> list[FollowUp]:
    """Return the follow-ups in `state`, or all, by due date."""
    condition = "where state = ?" if state else ""
    rows = select(db, f"select * from follow_ups {condition} order by due_on, id", *((state,) if state else ()))
    return [_follow_up(row) for row in rows]


def of_instruction(db: Database, instruction_id: int) -> list[FollowUp]:
    """Return the follow-ups under an instruction."""
    rows = select(db, "select * from follow_ups where instruction_id = ? order by id", instruction_id)
    return [_follow_up(row) for row in rows]


def add_progress(db: Database, follow_up_id: int, kind: str, text: str, step: Step, due_on: date | None = None) -> int:
    """Record one word of progress, by its `kind` (the action that brought it). Return its number."""
    row: Row = {
        "follow_up_id": follow_up_id,
        "kind": kind,
        "text": text,
        "due_on": due_on.isoformat() if due_on else None,
        "by": step.actor.id,
        "on_behalf_of": step.on_behalf_of,
        "at": stamp(step.at),
    }
    with write(db):
        return insert(db, "progress", row)


def set_due(db: Database, follow_up_id: int, due_on: date) -> None:
    """Move the due date; the row of progress that grants it holds the reason."""
    with write(db):
        db.execute("update follow_ups set due_on = ? where id = ?", (due_on.isoformat(), follow_up_id))


def progress(db: Database, follow_up_id: int) -> list[Progress]:
    """Return the progress of a follow-up, oldest first."""
    rows = select(db, "select * from progress where follow_up_id = ? order by id", follow_up_id)
    return [Progress(**{**row, "due_on": day(row["due_on"]), "at": known_moment(row["at"])}) for row in rows]


def standing(follow_up: FollowUp) -> Standing:
    """Return where the follow-up stands."""
    name = f"督办 {follow_up.id}"
    return Standing("follow_up", follow_up.id, follow_up.state, name, due_on=follow_up.due_on)


def _follow_up(row: Row) -> FollowUp:
    return FollowUp(
        **{
            **row,
            "co_units": texts(row["co_units"]),
            "due_on": date.fromisoformat(row["due_on"]),
            "assigned_at": known_moment(row["assigned_at"]),
        }
    )
