"""Upper adoptions (上级采用登记) and reports upward (选用上报). Rows are never changed; one that was wrong is taken back."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from sqlite_utils import Database

from bulletin.errors import NotFound
from bulletin.model import UpperAdoption
from bulletin.store.database import write
from bulletin.store.retractions import joined, taken_out
from bulletin.store.rows import Row, first, insert, known_moment, select, stamp

TABLE = "upper_adoptions"


def add(db: Database, wish: UpperAdoption) -> UpperAdoption:
    """Register an upper adoption; its id is given here."""
    row: Row = {name: getattr(wish, name) for name in UpperAdoption.__slots__ if name not in ("id", "retracted")}
    row |= {
        "is_direct": int(wish.is_direct),
        "points": "" if wish.points is None else str(wish.points),
        "dated_on": wish.dated_on.isoformat(),
        "at": stamp(wish.at),
    }
    with write(db):
        return get(db, insert(db, TABLE, row))


def get(db: Database, adoption_id: int) -> UpperAdoption:
    """Return the registered adoption of that number. Raises `NotFound`."""
    row = first(db, f"{joined(TABLE)} where t.id = ?", adoption_id)
    if row is None:
        raise NotFound("上级采用登记", adoption_id, "请用 adoption list 查看编号")
    return _adoption(row)


def every(db: Database) -> list[UpperAdoption]:
    """Return all of them, the oldest date first."""
    return [_adoption(row) for row in select(db, f"{joined(TABLE)} order by t.dated_on, t.id")]


def of_entry(db: Database, entry_id: int) -> list[UpperAdoption]:
    """Return those of an entry that stand, the oldest date first."""
    sql = f"{joined(TABLE)} where t.entry_id = ? and b.id is null order by t.dated_on, t.id"
    return [_adoption(row) for row in select(db, sql, entry_id)]


def same(db: Database, wish: UpperAdoption) -> UpperAdoption | None:
    """Return the one that stands for the same entry and issue above as `wish`, at whatever level, or None.

    Where one of them has no number, it can be the same issue: then it counts as the same.
    """
    sql = (
        f"{joined(TABLE)} where t.entry_id is ? and t.late_entry_id is ? and t.kind = ? and b.id is null order by t.id"
    )
    standing = [_adoption(row) for row in select(db, sql, wish.entry_id, wish.late_entry_id, wish.kind)]
    issue = wish.issue_above
    exact = (one for one in standing if one.issue_above.is_same(issue))
    return next(exact, next((one for one in standing if one.issue_above.may_be(issue)), None))


def adopted(db: Database, entry_id: int | None) -> list[UpperAdoption]:
    """Return the adoptions of an entry, or for None those of all late entries, taken back or not, the newest last."""
    place = "t.late_entry_id is not null" if entry_id is None else "t.entry_id = ?"
    sql = f"{joined(TABLE)} where t.kind = 'adopted' and {place} order by t.id"
    return [_adoption(row) for row in select(db, sql, *(() if entry_id is None else (entry_id,)))]


def _adoption(row: Row) -> UpperAdoption:
    retracted = taken_out(row)
    return UpperAdoption(
        **{
            **row,
            "is_direct": bool(row["is_direct"]),
            "points": Fraction(row["points"]) if row["points"] else None,
            "dated_on": date.fromisoformat(row["dated_on"]),
            "at": known_moment(row["at"]),
            "retracted": retracted,
        }
    )
