"""Intake: how often sources are asked, how their runs went, and what sites ask of programs."""

from __future__ import annotations

from sqlite_utils import Database

from bulletin.store.migrations.ledger import MIGRATIONS, run


@MIGRATIONS()
def m006_paced(db: Database) -> None:
    """What is remembered between two runs of a source, the history of its runs, and the robots.txt of each site."""
    run(
        db,
        """
        alter table source_health add column body_sha256 text not null default '';
        alter table source_health add column listed integer not null default 0;
        alter table source_health add column due_at text;
        alter table source_health add column due_for text not null default '';
        alter table source_health add column pace text not null default '{}';
        alter table source_health add column last_new_at text;
        create table source_runs (
            id integer primary key,
            source text not null,
            at text not null,
            seconds real not null,
            listed integer not null,
            new integer not null,
            unchanged integer not null,
            error text not null,
            kind text not null
        ) strict;
        create index source_runs_by_source on source_runs (source, id);
        create index source_runs_with_news on source_runs (at, source) where new > 0;
        create index items_by_original on items (original_id);
        create index items_by_news on items (source, coalesce(published_at, received_at));
        create table robots (
            site text primary key,
            text text not null,
            fetched_at text not null
        ) strict;
        """,
    )
