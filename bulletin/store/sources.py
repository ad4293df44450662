"""The health of sources (来源): how each fared, run by run, what to ask its server next time, and when."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlite_utils import Database

from bulletin.model import Actor, Pace, SourceHealth, SourceRun, UnreadPage
from bulletin.store.database import write
from bulletin.store.rows import Row, first, insert, known_moment, moment, pack, question_marks, select, stamp

MOST_RUNS = 500
"""How many runs of each source are remembered."""
ROBOTS_KEPT = timedelta(hours=24)
"""How long a robots.txt counts (RFC 9309 2.4)."""
_MOMENTS = ("last_run_at", "last_ok_at", "due_at", "last_new_at")
_NAMED = ("items", "source_runs", "problems", "arrivals", "tables_read", "unread_pages")
"""The tables whose rows follow a source to its new name; what is append-only stays as written (see `store.originals`)."""


def health(db: Database, name: str) -> SourceHealth:
    """Return how the source fared; a source that never ran has an empty record."""
    row = first(db, "select * from source_health where name = ?", name)
    return SourceHealth(name) if row is None else _health(row)


def every_health(db: Database) -> dict[str, SourceHealth]:
    """Return how all the sources that ever ran fared, by name."""
    return {row["name"]: _health(row) for row in select(db, "select * from source_health")}


def record_run(
    db: Database,
    name: str,
    *,
    at: datetime,
    error: str,
    etag: str = "",
    last_modified: str = "",
    definition: str = "",
) -> None:
    """Record one run of a source: `error` empty means it succeeded, and then its validators and definition count."""
    ok = not error
    succeeded = {"last_ok_at": stamp(at), "etag": etag, "last_modified": last_modified, "definition": definition}
    with write(db):
        before = health(db, name)
        row = {"last_run_at": stamp(at), "failures": 0 if ok else before.failures + 1, "error": error}
        _update(db, name, row | (succeeded if ok else {}))


def plan(db: Database, name: str, address: str, due_at: datetime, due_for: str, pace: Pace) -> None:
    """Remember when a source of that address is due, for which definition that holds, and what its publisher wishes."""
    row = {"address": address, "due_at": stamp(due_at), "due_for": due_for, "pace": pack(asdict(pace))}
    with write(db):
        _update(db, name, row)


def remember_reading(db: Database, name: str, body_sha256: str, listed: int) -> None:
    """Remember what was last read whole, so that the same bytes are not parsed again: its hash, and what it listed."""
    with write(db):
        _update(db, name, {"body_sha256": body_sha256, "listed": listed})


def unread_pages(db: Database, name: str) -> dict[str, UnreadPage]:
    """Return the pages of a source that could not be read, by address, those of its list first."""
    rows = select(db, "select * from unread_pages where source = ? order by number desc, first_at, address", name)
    return {row["address"]: _unread_page(row) for row in rows}


def note_unread(db: Database, name: str, page: UnreadPage) -> None:
    """Remember a page that could not be read, over what was remembered of it."""
    times = {key: stamp(getattr(page, key)) for key in ("published_at", "first_at", "due_at")}
    row: Row = {"source": name, **asdict(page), **times, "is_offsite": int(page.is_offsite)}
    with write(db):
        marks = question_marks(row)
        db.execute(f"insert or replace into unread_pages ({', '.join(row)}) values ({marks})", tuple(row.values()))


def forget_unread(db: Database, name: str, address: str) -> None:
    """Forget a page: it has been read."""
    with write(db):
        db.execute("delete from unread_pages where source = ? and address = ?", (name, address))


def is_used(db: Database, name: str) -> bool:
    """Tell whether anything is remembered of a source of that name, or was ever received under it."""
    tables = ("originals", "items", "source_runs", "arrivals", "tables_read")
    union = " union all ".join(f"select 1 from {table} where source = ?" for table in tables)
    sql = f"select 1 from source_health where name = ? union all {union} limit 1"
    return first(db, sql, *[name] * (len(tables) + 1)) is not None


def rename(db: Database, former: str, health: SourceHealth, actor: Actor, behalf: str, at: datetime) -> None:
    """Let all that is remembered of the source `former` go by the name that `health` has, and write down who said so.

    `behalf` is the id of the person in whose authority the actor does, '' for his own.
    """
    name = health.name
    with write(db):
        for table in _NAMED:
            db.execute(f"update {table} set source = ? where source = ?", (name, former))
        fresh = (name, health.definition, health.due_for, former)
        db.execute("update source_health set name = ?, definition = ?, due_for = ? where name = ?", fresh)
        db.execute("update former_names set name = ? where name = ?", (name, former))
        newest = select(db, "select coalesce(max(id), 0) id from originals")[0]["id"]
        row: Row = {"former": former, "name": name, "last_original": newest}
        insert(db, "former_names", row | {"by": actor.id, "on_behalf_of": behalf, "at": stamp(at)})


def enter(db: Database, run: SourceRun) -> None:
    """Enter a run in the history; of each source the last `MOST_RUNS` are kept."""
    oldest = "select id from source_runs where source = ? order by id desc limit 1 offset ?"
    with write(db):
        insert(db, "source_runs", {**asdict(run), "at": stamp(run.at), "unchanged": int(run.unchanged)})
        db.execute(
            f"delete from source_runs where source = ? and id <= ({oldest})", (run.source, run.source, MOST_RUNS)
        )
        if run.new:
            _update(db, run.source, {"last_new_at": stamp(run.at)})


def history(db: Database, name: str, limit: int = MOST_RUNS) -> list[SourceRun]:
    """Return the last runs of a source, newest first."""
    rows = select(db, "select * from source_runs where source = ? order by id desc limit ?", name, limit)
    return [_run(row) for row in rows]


def new_since(db: Database, since: datetime) -> dict[str, int]:
    """Return how many new items each source gave since that moment; those that gave none are not named."""
    sql = "select source, sum(new) new from source_runs where new > 0 and at >= ? group by source"
    return {row["source"]: row["new"] for row in select(db, sql, stamp(since))}


def arrivals(db: Database, name: str, limit: int = 60) -> list[tuple[datetime, datetime | None]]:
    """Return of the newest items of a source when each came in and when it was published, newest first.

    Newest by their own dates: a feed names its newest entry first, so that the first reading has the oldest come in last.
    """
    sql = """
        select received_at, published_at from items where source = ?
        order by coalesce(published_at, received_at) desc limit ?
    """
    rows = select(db, sql, name, limit)
    return [(known_moment(row["received_at"]), moment(row["published_at"])) for row in rows]


def robots(db: Database, at: datetime) -> dict[str, str]:
    """Return the robots.txt of each site that still counts at `at`; what a clock put back calls later does not."""
    sql = "select site, text from robots where fetched_at > ? and fetched_at <= ?"
    return {row["site"]: row["text"] for row in select(db, sql, stamp(at - ROBOTS_KEPT), stamp(at))}


def keep_robots(db: Database, texts: Mapping[str, str], at: datetime) -> None:
    """Keep the robots.txt of these sites, and forget those that no longer count."""
    with write(db):
        db.execute("delete from robots where fetched_at <= ?", (stamp(at - ROBOTS_KEPT),))
        for site, text in texts.items():
            db.execute("insert or replace into robots values (?, ?, ?)", (site, text, stamp(at)))


def _update(db: Database, name: str, row: Row) -> None:
    """Write these columns of a source's health, making its row where there is none."""
    db.execute(
        "insert or ignore into source_health values (?, null, null, 0, '', '', '', '', '', 0, null, '', '{}', null, '')",
        (name,),
    )
    columns = ", ".join(f"{column} = ?" for column in row)
    db.execute(f"update source_health set {columns} where name = ?", (*row.values(), name))


def _health(row: Row) -> SourceHealth:
    times = {key: moment(row[key]) for key in _MOMENTS}
    return SourceHealth(**{**row, **times, "pace": _pace(row["pace"])})


def _unread_page(row: Row) -> UnreadPage:
    times = {key: moment(row[key]) for key in ("published_at", "first_at", "due_at")}
    shown = {key: value for key, value in row.items() if key != "source"}
    return UnreadPage(**{**shown, **times, "is_offsite": bool(row["is_offsite"])})


def _pace(packed: str) -> Pace:
    stored = json.loads(packed)
    return Pace(stored.get("minutes", 0), tuple(stored.get("hours", ())), tuple(stored.get("days", ())))


def _run(row: Row) -> SourceRun:
    shown = {key: value for key, value in row.items() if key != "id"}
    return SourceRun(**{**shown, "at": known_moment(row["at"]), "unchanged": bool(row["unchanged"])})
