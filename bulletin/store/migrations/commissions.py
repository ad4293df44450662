"""Commissions (约稿) with their answers, and what belongs together in the trail: one deed (操作), and what took it back."""

from __future__ import annotations

from sqlite_utils import Database

from bulletin.store.migrations.ledger import MIGRATIONS, run

_SUBJECTS = "'item', 'article', 'issue', 'follow_up'"


@MIGRATIONS()
def m016_commissioned(db: Database) -> None:
    """``asks`` and ``units`` are JSON lists; the newest row of ``commission_answers`` on an item says whether it is an answer.

    ``statuses.deed`` is the id of the first row of the transaction a row was written in, 0 in rows from before;
    ``undoings`` says which deed took which back, ``articles.taken_from`` which article's text an article began with.
    """
    allow_subject(db, "commission")
    run(
        db,
        """
        alter table statuses add column deed integer not null default 0;
        alter table articles add column taken_from integer references articles;
        create index statuses_by_person on statuses (by, deed);
        create index statuses_by_deed on statuses (deed) where deed > 0;
        create table undoings (
            id integer primary key,
            deed integer not null unique,
            undoes integer not null,
            by text not null
        ) strict;
        create index undoings_by_undone on undoings (undoes);
        create table commissions (
            id integer primary key,
            topic text not null,
            asks text not null,
            units text not null,
            starts_at text not null,
            due_at text not null,
            issue_id integer references issues,
            instruction_id integer references instructions,
            state text not null,
            by text not null,
            on_behalf_of text not null,
            at text not null
        ) strict;
        create index commissions_by_state on commissions (state, due_at);
        create table commission_answers (
            id integer primary key,
            commission_id integer not null references commissions,
            item_id integer not null references items,
            unit text not null,
            is_off integer not null,
            by text not null,
            on_behalf_of text not null,
            at text not null
        ) strict;
        create index commission_answers_by_commission on commission_answers (commission_id, item_id, id);
        create index commission_answers_by_item on commission_answers (item_id, commission_id, id)
        """,
    )


def allow_subject(db: Database, subject: str) -> None:
    """Let ``statuses`` take rows of one more subject: SQLite cannot change a check, so the table is made anew."""
    (made,) = db.execute("select sql from sqlite_master where type = 'table' and name = 'statuses'").fetchone()
    indexes = db.execute("select sql from sqlite_master where type = 'index' and tbl_name = 'statuses' and sql <> ''")
    kept = [sql for (sql,) in indexes.fetchall()]
    wider = made.replace(_SUBJECTS, f"{_SUBJECTS}, '{subject}'")
    db.execute("alter table statuses rename to former_statuses")
    db.execute(wider)
    db.execute("insert into statuses select * from former_statuses")
    db.execute("drop table former_statuses")
    for sql in kept:
        db.execute(sql)
