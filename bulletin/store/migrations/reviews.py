"""Whom a step is directed at, which revisions a person has looked at, and the notices to whom a piece waits for."""

from __future__ import annotations

from sqlite_utils import Database

from bulletin.store.migrations.ledger import MIGRATIONS, run


@MIGRATIONS()
def m015_reviewed(db: Database) -> None:
    """``statuses.target`` is a person, a level or a day; '' in rows from before. ``opened``: he asked to see it; else he
    acted on it without."""
    run(
        db,
        """
        alter table statuses add column target text not null default '';
        create table sights (
            id integer primary key,
            article_id integer not null references articles,
            revision_id integer not null references revisions,
            by text not null,
            at text not null,
            opened integer not null
        ) strict;
        create index sights_by_article on sights (article_id, by, id);
        create table notices (
            id integer primary key,
            person text not null,
            subject text not null,
            subject_id integer not null,
            action text not null,
            text text not null,
            by text not null,
            at text not null
        ) strict;
        create index notices_by_person on notices (person, id)
        """,
    )
