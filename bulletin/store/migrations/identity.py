"""Identity: which texts are alike, and the samples by which like texts are found."""

from __future__ import annotations

from sqlite_utils import Database

from bulletin.store.migrations.ledger import MIGRATIONS, run


@MIGRATIONS()
def m009_identified(db: Database) -> None:
    """Relations between items and with printed entries, and samples of every text to find candidates by.

    An item or entry without its row in ``sampled_items`` or ``sampled_entries`` has not been compared yet; ``size`` is how
    many runs of four characters it has. ``share`` is how much of the item stands in the other, ``back_share`` the
    reverse, from 0 to 1.
    """
    run(
        db,
        """
        create table relations (
            item_id integer not null references items,
            other_id integer not null references items,
            kind text not null,
            share real not null,
            back_share real not null,
            why text not null,
            sure integer not null,
            at text not null,
            primary key (item_id, other_id, kind)
        ) strict, without rowid;
        create index relations_by_other on relations (other_id);
        create index relations_sure on relations (item_id, other_id) where sure = 1;
        create table printed_relations (
            item_id integer not null references items,
            entry_id integer not null references entries,
            kind text not null,
            share real not null,
            back_share real not null,
            why text not null,
            sure integer not null,
            at text not null,
            primary key (item_id, entry_id, kind)
        ) strict, without rowid;
        create index printed_relations_by_entry on printed_relations (entry_id);
        create table item_samples (
            sample integer not null,
            item_id integer not null,
            primary key (sample, item_id)
        ) strict, without rowid;
        create table entry_samples (
            sample integer not null,
            entry_id integer not null,
            primary key (sample, entry_id)
        ) strict, without rowid;
        create table sampled_items (item_id integer primary key, size integer not null, at text not null) strict;
        create table sampled_entries (entry_id integer primary key, size integer not null, at text not null) strict
        """,
    )
