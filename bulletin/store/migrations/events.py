"""Events: which items tell of the same happening, and what new items are compared with."""

from __future__ import annotations

from sqlite_utils import Database

from bulletin.store.migrations.ledger import MIGRATIONS, run


@MIGRATIONS()
def m010_eventful(db: Database) -> None:
    """The event of each item, and sketches of the items of the last days.

    ``event_items`` has a row for every item looked at; an item that stands alone is its own event and has no row in
    ``events``. An event goes by the number of its first item. ``dated`` and ``received`` are seconds since 1970.
    ``event_gram_counts`` says in how many of the items counted a pair of characters stood, pair 0 how many were counted.
    ``item_phrases`` holds the phrases of title and lead that topics are made of.
    """
    run(
        db,
        """
        create table events (
            id integer primary key,
            size integer not null,
            first_dated integer not null,
            newest_dated integer not null
        ) strict;
        create table event_items (item_id integer primary key, event_id integer not null) strict;
        create index event_items_joined on event_items (event_id) where event_id <> item_id;
        create table event_sketches (
            item_id integer primary key,
            received integer not null,
            dated integer not null,
            title_length real not null,
            body_length real not null,
            probes blob not null,
            title blob not null,
            body blob not null
        ) strict;
        create table event_probes (
            gram integer not null,
            item_id integer not null,
            primary key (gram, item_id)
        ) strict, without rowid;
        create table event_gram_counts (gram integer primary key, items integer not null) strict;
        create table item_phrases (item_id integer primary key, dated integer not null, phrases text not null) strict;
        create index item_phrases_by_time on item_phrases (dated)
        """,
    )
