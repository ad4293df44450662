"""What points are derived from beside the issues themselves: 上级采用, 补录, 扣分, and what of these was taken back."""

from __future__ import annotations

from sqlite_utils import Database

from bulletin.store.migrations.ledger import MIGRATIONS, run


@MIGRATIONS()
def m022_credited(db: Database) -> None:
    """``points`` is what the upper office gave, as a fraction in text, '' where nobody said. ``units`` is a JSON list.

    An upper adoption is of an entry or of a late entry; ``retractions`` say which row of which table was taken back.
    """
    run(
        db,
        """
        create table late_entries (
            id integer primary key,
            publication text not null,
            section text not null,
            number text not null,
            title text not null,
            kind text not null,
            units text not null,
            printed_on text not null,
            note text not null,
            by text not null,
            on_behalf_of text not null,
            at text not null
        ) strict;
        create table upper_adoptions (
            id integer primary key,
            entry_id integer references entries,
            late_entry_id integer references late_entries,
            kind text not null check (kind in ('reported', 'adopted')),
            level text not null,
            bulletin text not null,
            number text not null,
            title text not null,
            is_direct integer not null,
            points text not null,
            dated_on text not null,
            by text not null,
            on_behalf_of text not null,
            at text not null,
            check ((entry_id is null) <> (late_entry_id is null))
        ) strict;
        create index upper_adoptions_by_entry on upper_adoptions (entry_id) where entry_id is not null;
        create index upper_adoptions_by_late_entry on upper_adoptions (late_entry_id) where late_entry_id is not null;
        create table penalties (
            id integer primary key,
            unit text not null,
            kind text not null,
            what text not null,
            level text not null,
            dated_on text not null,
            by text not null,
            on_behalf_of text not null,
            at text not null
        ) strict;
        create index penalties_by_unit on penalties (unit, dated_on);
        create table retractions (
            id integer primary key,
            record text not null check (record in ('late_entries', 'upper_adoptions', 'penalties')),
            record_id integer not null,
            reason text not null,
            dated_on text not null,
            by text not null,
            on_behalf_of text not null,
            at text not null,
            unique (record, record_id)
        ) strict
        """,
    )
