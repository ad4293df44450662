"""Keeping sources up: pages that could not be read, problems a person has settled, and sources under new names."""

from __future__ import annotations

from sqlite_utils import Database

from bulletin.store.migrations.ledger import MIGRATIONS, run


@MIGRATIONS()
def m013_kept_up(db: Database) -> None:
    """What the upkeep of sources leaves behind.

    ``unread_pages``: ``number`` and ``last`` are 0 for an article, else which list page it is and how far the list was to
    be read; ``due_at`` is null where it is not tried any more. ``former_names`` says what sources are called today;
    ``last_original`` is the newest original received under the former name, which may be given anew later.
    """
    run(
        db,
        """
        create table unread_pages (
            source text not null,
            address text not null,
            number integer not null,
            last integer not null,
            title text not null,
            published_at text,
            is_offsite integer not null,
            failures integer not null,
            first_at text not null,
            due_at text,
            what text not null,
            primary key (source, address)
        ) strict, without rowid;
        create table former_names (
            id integer primary key,
            former text not null,
            name text not null,
            last_original integer not null,
            by text not null,
            on_behalf_of text not null,
            at text not null
        ) strict;
        create index former_names_by_former on former_names (former, last_original);
        create index former_names_by_name on former_names (name);
        alter table problems add column settled_by text not null default '';
        alter table problems add column on_behalf_of text not null default '';
        alter table problems add column reason text not null default '';
        alter table source_health add column address text not null default ''
        """,
    )
