"""What offices hand each other bears names that stay: the domain in the ids of reports, the numbers of receipts (采用回执)."""

from __future__ import annotations

from sqlite_utils import Database

from bulletin.store.migrations.ledger import MIGRATIONS, run


@MIGRATIONS()
def m026_names_that_stay(db: Database) -> None:
    """``tag_domains`` holds one row at most, written when it is first needed; ``receipt_numbers`` counts the receipts of each
    report in the order in which they came in: ``paper`` is the id a receipt bears, ``issue`` the number of the issue above."""
    run(
        db,
        """
        create table tag_domains (
            id integer primary key check (id = 1),
            domain text not null
        ) strict;
        create table receipt_numbers (
            id integer primary key,
            report_id integer not null references upward_reports,
            number integer not null,
            paper text not null,
            bulletin text not null,
            issue text not null,
            unique (report_id, number),
            unique (report_id, paper, bulletin, issue)
        ) strict
        """,
    )
