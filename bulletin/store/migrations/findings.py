"""What the four gates saw (检查结果), look by look, so that a rule's worth can be told."""

from __future__ import annotations

from sqlite_utils import Database

from bulletin.store.migrations.ledger import MIGRATIONS, run


@MIGRATIONS()
def m017_inspected(db: Database) -> None:
    """One row of ``inspections`` for each look that saw something else than the one before, with its ``findings``.

    ``answers.ticked``: the finding was verified (核实) and right as it stands; else it is accepted for the reason.
    """
    run(
        db,
        """
        alter table answers add column ticked integer not null default 0;
        create table inspections (
            id integer primary key,
            article_id integer not null references articles,
            revision_id integer not null references revisions,
            occasion text not null,
            at text not null
        ) strict;
        create index inspections_by_article on inspections (article_id, id);
        create table findings (
            id integer primary key,
            inspection_id integer not null references inspections,
            key text not null,
            rule text not null,
            severity text not null,
            place text not null,
            unique (inspection_id, key)
        ) strict
        """,
    )
