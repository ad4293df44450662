"""The chain from the original to the instruction: what was received, edited, published and followed."""

from __future__ import annotations

from sqlite_utils import Database

from bulletin.store.migrations.ledger import MIGRATIONS, run


@MIGRATIONS()
def m001_received(db: Database) -> None:
    """Originals, items, and the health of sources."""
    run(
        db,
        """
        create table originals (
            id integer primary key,
            sha256 text not null,
            source text not null,
            address text not null,
            media_type text not null,
            charset text not null,
            size integer not null,
            received_at text not null,
            unique (source, address, sha256)
        ) strict;
        create table items (
            id integer primary key,
            original_id integer not null references originals,
            source text not null,
            key text not null,
            title text not null,
            text text not null,
            raw_text text not null,
            url text not null,
            origin text not null,
            unit text not null,
            kind text not null,
            signed_by text not null,
            urgency text not null,
            published_at text,
            received_at text not null,
            state text not null,
            fingerprint text not null,
            flags text not null,
            removed text not null,
            instruction_id integer,
            unique (source, key)
        ) strict;
        create index items_by_state on items (state, id);
        create index items_by_fingerprint on items (fingerprint);
        create index items_by_instruction on items (instruction_id) where instruction_id is not null;
        create index items_by_time on items (published_at, received_at, kind) where published_at is not null;
        create index items_by_key on items (key);
        create table source_health (
            name text primary key,
            last_run_at text,
            last_ok_at text,
            failures integer not null,
            error text not null,
            etag text not null,
            last_modified text not null,
            definition text not null
        ) strict;
        create table problems (
            id integer primary key,
            source text not null,
            severity text not null,
            what text not null,
            remedy text not null,
            at text not null,
            settled_at text
        ) strict;
        create index problems_open on problems (source, what) where settled_at is null;
        """,
    )


@MIGRATIONS()
def m002_edited(db: Database) -> None:
    """Articles, their revisions and items, the statuses of everything, and answers to findings."""
    run(
        db,
        """
        create table articles (
            id integer primary key,
            publication text not null,
            section text not null,
            state text not null,
            revision_id integer,
            created_by text not null,
            created_at text not null
        ) strict;
        create index articles_by_state on articles (state, publication, id);
        create table revisions (
            id integer primary key,
            article_id integer not null references articles,
            number integer not null,
            title text not null,
            text text not null,
            sha256 text not null,
            by text not null,
            on_behalf_of text not null,
            at text not null,
            note text not null,
            unique (article_id, number)
        ) strict;
        create table article_items (
            article_id integer not null references articles,
            position integer not null,
            item_id integer not null references items,
            primary key (article_id, position),
            unique (article_id, item_id)
        ) strict;
        create index article_items_by_item on article_items (item_id);
        create table statuses (
            id integer primary key,
            subject text not null check (subject in ('item', 'article', 'issue', 'follow_up')),
            subject_id integer not null,
            action text not null,
            state text not null,
            by text not null,
            on_behalf_of text not null,
            at text not null,
            note text not null,
            revision_id integer references revisions,
            level integer
        ) strict;
        create index statuses_by_subject on statuses (subject, subject_id, id);
        create index statuses_by_revision on statuses (revision_id) where revision_id is not null;
        create table answers (
            id integer primary key,
            article_id integer not null references articles,
            finding text not null,
            reason text not null,
            by text not null,
            on_behalf_of text not null,
            at text not null
        ) strict;
        create index answers_by_article on answers (article_id);
        """,
    )


@MIGRATIONS()
def m003_printed(db: Database) -> None:
    """Issues, entries, proofs, sign-offs and adoptions. A number is held by at most one issue of its series and year."""
    run(
        db,
        """
        create table issues (
            id integer primary key,
            publication text not null,
            series text not null,
            year integer,
            number integer,
            total integer,
            state text not null,
            composed_by text not null,
            composed_at text not null,
            editor_note text not null,
            folder text not null
        ) strict;
        create unique index issue_numbers on issues (publication, series, year, number) where number is not null;
        create index issues_by_state on issues (state, publication);
        create table entries (
            id integer primary key,
            issue_id integer not null references issues,
            position integer not null,
            article_id integer not null references articles,
            revision_id integer not null references revisions,
            section text not null,
            editor_note text not null,
            unique (issue_id, article_id)
        ) strict;
        create index entries_by_article on entries (article_id);
        create table proofs (
            id integer primary key,
            issue_id integer not null references issues,
            year integer not null,
            number integer not null,
            total integer not null,
            dated_on text not null,
            sha256 text not null,
            pages integer not null,
            by text not null,
            at text not null,
            made_with text not null
        ) strict;
        create index proofs_by_issue on proofs (issue_id, id);
        create table sign_offs (
            id integer primary key,
            issue_id integer not null references issues,
            proof_id integer not null references proofs,
            sha256 text not null,
            by text not null,
            on_behalf_of text not null,
            at text not null,
            note text not null
        ) strict;
        create index sign_offs_by_issue on sign_offs (issue_id);
        create table adoptions (
            id integer primary key,
            entry_id integer not null references entries,
            issue_id integer not null references issues,
            unit text not null,
            at text not null,
            unique (entry_id, unit)
        ) strict;
        create index adoptions_by_issue on adoptions (issue_id);
        """,
    )


@MIGRATIONS()
def m004_followed(db: Database) -> None:
    """Instructions, follow-ups and their progress."""
    run(
        db,
        """
        create table instructions (
            id integer primary key,
            issue_id integer not null references issues,
            entry_id integer references entries,
            leader text not null,
            text text not null,
            kind text not null,
            written_on text not null,
            by text not null,
            on_behalf_of text not null,
            at text not null
        ) strict;
        create table follow_ups (
            id integer primary key,
            instruction_id integer not null references instructions,
            unit text not null,
            co_units text not null,
            task text not null,
            due_on text not null,
            state text not null,
            assigned_at text not null
        ) strict;
        create index follow_ups_by_instruction on follow_ups (instruction_id);
        create table progress (
            id integer primary key,
            follow_up_id integer not null references follow_ups,
            kind text not null,
            text text not null,
            due_on text,
            by text not null,
            on_behalf_of text not null,
            at text not null
        ) strict;
        create index progress_by_follow_up on progress (follow_up_id, id);
        """,
    )


@MIGRATIONS()
def m005_pictured_and_copied(db: Database) -> None:
    """Pictures of articles, numbered copies of issues, and the page findings a signer accepted by name."""
    run(
        db,
        """
        create table pictures (
            id integer primary key,
            article_id integer not null references articles,
            name text not null,
            sha256 text not null,
            media_type text not null,
            width integer not null,
            height integer not null,
            by text not null,
            at text not null,
            unique (article_id, name)
        ) strict;
        create table copies (
            id integer primary key,
            issue_id integer not null references issues,
            number integer not null,
            recipient text not null,
            sha256 text not null,
            by text not null,
            at text not null,
            unique (issue_id, number)
        ) strict;
        alter table sign_offs add column accepted text not null default '[]';
        """,
    )
