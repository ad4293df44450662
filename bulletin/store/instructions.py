"""Instructions (批示): what leaders wrote, verbatim, on an issue or an entry; class and rank as they were last put right."""

from __future__ import annotations

from datetime import date, datetime

from sqlite_utils import Database

from bulletin.errors import NotFound
from bulletin.model import Instruction
from bulletin.reference import of_number
from bulletin.store.database import write
from bulletin.store.rows import Row, first, insert, known_moment, select, stamp

_WITH_PLACE = """
    select n.id, n.issue_id, n.entry_id, n.leader, n.text, n.written_on, n.by, n.on_behalf_of, n.at, n."order",
        n.follow_up_id, coalesce(j.kind, n.kind) as kind, coalesce(j."rank", n."rank") as "rank",
        coalesce(j.level, n.level) as level, i.publication, i.series, i.year, i.number, e.position
    from instructions n join issues i on i.id = n.issue_id left join entries e on e.id = n.entry_id
    left join judgements j on j.id = (select max(id) from judgements where instruction_id = n.id)
"""


def add(db: Database, wish: Instruction) -> int:
    """Record the instruction `wish`, whose id and reference follow from where it is. Return its id."""
    row: Row = {
        "issue_id": wish.issue_id,
        "entry_id": wish.entry_id,
        "leader": wish.leader,
        "text": wish.text,
        "kind": wish.kind,
        "written_on": wish.written_on.isoformat(),
        "by": wish.by,
        "on_behalf_of": wish.on_behalf_of,
        "at": stamp(wish.at),
        "rank": wish.rank,
        "level": wish.level,
        "order": wish.order,
        "follow_up_id": wish.follow_up_id,
    }
    with write(db):
        return insert(db, "instructions", row)


def judge(
    db: Database, instruction_id: int, judged: tuple[str, str, str], reason: str, by: tuple[str, str], at: datetime
) -> None:
    """Put right the (class, rank, level) of an instruction; what it was taken for before stays in its rows.

    `by` is the person and the one in whose name.
    """
    row: Row = {
        "instruction_id": instruction_id,
        "kind": judged[0],
        "rank": judged[1],
        "level": judged[2],
        "reason": reason,
        "by": by[0],
        "on_behalf_of": by[1],
        "at": stamp(at),
    }
    with write(db):
        insert(db, "judgements", row)


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
        rank=row["rank"],
        level=row["level"],
        order=row["order"],
        follow_up_id=row["follow_up_id"],
    )
