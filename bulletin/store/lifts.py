"""Lifts (喜忧兼报): what balance adds to the scores of items that tell of problems, so that they do not sink."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from bulletin.store.database import write
from bulletin.store.rows import stamp
from bulletin.store.scores import FIRST_SINCE


def heads(db: Database, most: int) -> list[tuple[int, int, bool]]:
    """Return the first new items by what they are worth without lift: number, tenths, and whether it tells of a problem."""
    lifted = _worth(db, "indexed by item_scores_lifted where lift > 0 and state = 'new'", ())
    leading = "indexed by item_scores_queue where state = 'new' order by score desc, item_id limit ?"
    return sorted({*_worth(db, leading, (most + len(lifted),)), *lifted}, key=_by_worth)[:most]


def problems(db: Database, since: datetime, most: int) -> list[tuple[int, int, bool]]:
    """Return the best new items that tell of a problem and came in since then, as `heads` does."""
    told = f"""
        indexed by item_scores_problems where is_problem = 1 and state = 'new' and item_id >= {FIRST_SINCE}
        order by score desc, item_id limit ?
    """
    return sorted(_worth(db, told, (stamp(since), 2 * most)), key=_by_worth)[:most]


def _worth(db: Database, rest: str, given: tuple[object, ...]) -> list[tuple[int, int, bool]]:
    sql = f"select item_id, score - lift, is_problem from item_scores {rest}"
    return [(item_id, tenths, bool(is_problem)) for item_id, tenths, is_problem in db.execute(sql, given)]


def _by_worth(one: tuple[int, int, bool]) -> tuple[int, int]:
    return -one[1], one[0]


def lifts(db: Database) -> dict[int, int]:
    """Return the lifts in force, by item, in tenths."""
    return dict(db.execute("select item_id, lift from item_scores where lift > 0").fetchall())


def set_lifts(db: Database, wanted: dict[int, int]) -> None:
    """Put these lifts into force, and no others."""
    with write(db):
        held = lifts(db)
        changed = {item_id: wanted.get(item_id, 0) for item_id in {*held, *wanted}}
        sql = "update item_scores set score = score - lift + ?1, lift = ?1 where item_id = ?2 and lift <> ?1"
        db.conn.executemany(sql, [(tenths, item_id) for item_id, tenths in sorted(changed.items())])
