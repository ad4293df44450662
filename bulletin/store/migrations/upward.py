"""What was reported upward (上报)."""

from __future__ import annotations

from sqlite_utils import Database

from bulletin.store.migrations.ledger import MIGRATIONS, run


@MIGRATIONS()
def m024_reported_upward(db: Database) -> None:
    """``paper`` is JSON: the whole text with its provenance, as it went up; a revision goes to an office once."""
    run(
        db,
        """
        create table upward_reports (
            id integer primary key,
            article_id integer not null references articles,
            revision_id integer not null references revisions,
            entry_id integer references entries,
            receiver text not null,
            channel text not null,
            tag text not null unique,
            signed_by text not null,
            paper text not null,
            by text not null,
            on_behalf_of text not null,
            at text not null,
            unique (revision_id, receiver)
        ) strict;
        create index upward_reports_by_article on upward_reports (article_id)
        """,
    )
