"""What was verified (核实), who read a proof (校对), what was put right or withdrawn after publication, which copies came back."""

from __future__ import annotations

from sqlite_utils import Database

from bulletin.store.migrations.ledger import MIGRATIONS, run


@MIGRATIONS()
def m018_checked(db: Database) -> None:
    """``verifications.revision_id`` is null for an item. ``readings.marks`` is a JSON list of [place, what]; none: it was right.

    ``corrections``: ``entry_id`` null is the whole issue; a withdrawal with ``effective_on`` null holds from the start.
    """
    run(
        db,
        """
        create table verifications (
            id integer primary key,
            subject text not null check (subject in ('item', 'article')),
            subject_id integer not null,
            revision_id integer references revisions,
            unit text not null,
            person text not null,
            phone text not null,
            means text not null,
            asked text not null,
            result text not null,
            words text not null,
            done_at text not null,
            by text not null,
            on_behalf_of text not null,
            at text not null
        ) strict;
        create index verifications_by_subject on verifications (subject, subject_id, id);
        create table readings (
            id integer primary key,
            issue_id integer not null references issues,
            proof_id integer not null references proofs,
            sha256 text not null,
            marks text not null,
            note text not null,
            by text not null,
            on_behalf_of text not null,
            at text not null
        ) strict;
        create index readings_by_issue on readings (issue_id, id);
        create table corrections (
            id integer primary key,
            issue_id integer not null references issues,
            entry_id integer references entries,
            kind text not null check (kind in ('correct', 'withdraw')),
            wrong text not null,
            "right" text not null,
            reason text not null,
            effective_on text,
            keeps_points integer not null,
            by text not null,
            on_behalf_of text not null,
            at text not null
        ) strict;
        create index corrections_by_issue on corrections (issue_id, id);
        create table corrigenda (
            id integer primary key,
            correction_id integer not null references corrections,
            article_id integer not null references articles,
            unique (article_id, correction_id)
        ) strict;
        create index corrigenda_by_correction on corrigenda (correction_id, article_id);
        create table copy_returns (
            id integer primary key,
            issue_id integer not null references issues,
            number integer not null,
            note text not null,
            by text not null,
            on_behalf_of text not null,
            at text not null,
            unique (issue_id, number)
        ) strict
        """,
    )
