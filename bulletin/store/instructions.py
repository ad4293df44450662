"""Instructions (批示): what leaders wrote, verbatim, on an issue or an entry."""

from __future__ import annotations

from datetime import date, datetime

from sqlite_utils import Database

from bulletin.errors import NotFound
from bulletin.model import Instruction
from bulletin.reference import of_number
from bulletin.store.database import write
from bulletin.store.rows import Row, first, insert, known_moment, select, stamp

_WITH_PLACE = """
    select n.*, i.publication, i.series, i.year, i.number, e.position from instructions n
    join issues i on i.id = n.issue_id left join entries e on e.id = n.entry_id
"""


def add(
    db: Database,
    place: tuple[int, int | None],
    words: tuple[str, str, str],
    written_on: date,
    by: tuple[str, str],
    at: datetime,
) -> int:
    """Record an instruction and return its id.

    `place` is (issue id, entry id or None), `words` (leader, text, kind), `by` the person and the one in whose name.
    """
    row: Row = {
        "issue_id": place[0],
        "entry_id": place[1],
        "leader": words[0],
        "text": words[1],
        "kind": words[2],
        "written_on": written_on.isoformat(),
        "by": by[0],
        "on_behalf_of": by[1],
        "at": stamp(at),
    }
    with write(db):
        return insert(db, "instructions", row)


def get(db: Database, instruction_id: int) -> Instruction:
    """Return the instruction of that number. Raises `NotFound`."""
    row = first(db, f"{_WITH_PLACE} where n.id = ?", instruction_id)
    if row is None:
        raise NotFound("批示", instruction_id, "请用 instruction list 查看编号")
    return _instruction(row)


def every(db: Database) -> list[Instruction]:
    """Return all instructions, oldest first."""
    return [_instruction(row) for row in select(db, f"{_WITH_PLACE} order by n.id")]


def of_issue(db: Database, issue_id: int) -> list[Instruction]:
    """Return the instructions written on an issue or its entries."""
    return [_instruction(row) for row in select(db, f"{_WITH_PLACE} where n.issue_id = ? order by n.id", issue_id)]


def _instruction(row: Row) -> Instruction:
    place = of_number(row["publication"], row["series"], row["year"], row["number"])
    return Instruction(
        id=row["id"],
        issue_id=row["issue_id"],
        entry_id=row["entry_id"],
        reference=f"{place}#{row['position']}" if row["position"] else place,
        leader=row["leader"],
        text=row["text"],
        kind=row["kind"],
        written_on=date.fromisoformat(row["written_on"]),
        by=row["by"],
        on_behalf_of=row["on_behalf_of"],
        at=known_moment(row["at"]),
    )
