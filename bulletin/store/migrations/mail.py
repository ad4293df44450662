"""What came by mail and in tables: which messages were seen and what became of them, which files were read whole."""

from __future__ import annotations

from sqlite_utils import Database

from bulletin.store.migrations.ledger import MIGRATIONS, run


@MIGRATIONS()
def m007_mailed(db: Database) -> None:
    """Arrivals in mailboxes, senders accepted by a person, and tables read whole."""
    run(
        db,
        """
        create table arrivals (
            id integer primary key,
            source text not null,
            uid_validity integer not null,
            uid integer not null,
            state text not null check (state in ('taken', 'boxed', 'dismissed', 'refused', 'classified', 'settled')),
            sender text not null,
            subject text not null,
            original_id integer references originals,
            what text not null,
            remedy text not null,
            rules text not null,
            unique (source, uid_validity, uid)
        ) strict;
        create index arrivals_waiting on arrivals (source, state, sender) where state <> 'taken';
        create table senders (
            id integer primary key,
            source text not null,
            sender text not null,
            unit text not null,
            by text not null,
            on_behalf_of text not null,
            at text not null
        ) strict;
        create index senders_by_source on senders (source, sender);
        create table tables_read (
            source text not null,
            address text not null,
            sha256 text not null,
            rules text not null,
            primary key (source, address)
        ) strict;
        """,
    )
