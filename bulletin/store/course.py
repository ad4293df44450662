"""How far the work on articles, issues and follow-ups has come: the numbers of the newest rows that say so."""

from __future__ import annotations

from sqlite_utils import Database

_NEWEST = """
    select (select id from statuses where +subject <> 'item' order by id desc limit 1), (select max(id) from revisions),
    (select max(id) from sights), (select max(id) from readings), (select count(*) from corrigenda)
"""


def newest(db: Database) -> tuple[int | None, ...]:
    """Return numbers that change with every step on anything but items, with every revision, look and reading.

    Costs some microseconds, and goes back no further than over the items decided since the last other step.
    """
    return tuple(db.execute(_NEWEST).fetchone())
