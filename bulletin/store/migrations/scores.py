"""The order of the queue, kept: the score of every item, what editors chose, and what was learnt from it."""

from __future__ import annotations

from sqlite_utils import Database

from bulletin.store.migrations.ledger import MIGRATIONS, run


@MIGRATIONS()
def m014_scored(db: Database) -> None:
    """One row of ``item_scores`` for every item, and how many items have each score in each state.

    ``score`` is in tenths of a point, ``lift`` (what balance adds) included. ``fixed`` and ``timed`` are the reasons that
    do not and that do change with time, as JSON; ``facts`` is what the timed ones are made from. ``is_stale``: the item is
    new or was changed, all must be computed; ``due`` is when the timed reasons must be, ``made`` when they were last,
    in seconds since 1970. ``rules`` names the row of ``rank_rules`` it was computed by. 2⁶² stands for never and none.
    """
    run(
        db,
        """
        create table item_scores (
            item_id integer primary key,
            state text not null,
            score integer not null default 0,
            lift integer not null default 0,
            is_problem integer not null default 0,
            fixed text not null default '[]',
            timed text not null default '[]',
            facts text not null default '{}',
            is_stale integer not null default 1,
            due integer not null default 4611686018427387904,
            made integer not null default 0,
            rules integer not null default 4611686018427387904
        ) strict;
        insert into item_scores (item_id, state) select id, state from items;
        create index item_scores_queue on item_scores (state, score desc, item_id);
        create index item_scores_all on item_scores (score desc, item_id);
        create index item_scores_problems on item_scores (score desc, item_id) where is_problem = 1 and state = 'new';
        create index item_scores_lifted on item_scores (item_id) where lift > 0;
        create index item_scores_stale on item_scores (item_id) where is_stale = 1;
        create index item_scores_due on item_scores (due);
        create index item_scores_rules on item_scores (rules, item_id);
        create table score_counts (
            state text not null,
            score integer not null,
            items integer not null,
            primary key (state, score)
        ) strict, without rowid;
        insert into score_counts select state, 0, count(*) from items group by state;
        create table rank_rules (id integer primary key, fingerprint text not null) strict;
        create table rank_marks (name text primary key, value text not null) strict, without rowid;
        create table rank_terms (
            term text primary key,
            tenths integer not null,
            adopted integer not null,
            declined integer not null
        ) strict, without rowid;
        create table rank_topics (
            title text primary key,
            words text not null,
            kind text not null,
            why text not null,
            until integer not null
        ) strict, without rowid;
        create table rank_switches (
            id integer primary key,
            term text not null,
            is_off integer not null,
            reason text not null,
            by text not null,
            at text not null
        ) strict;
        create index items_by_unit on items (unit, received_at);
        create index items_by_receipt on items (received_at);
        create index items_by_place on items (state, unit, origin, source, kind, urgency)
        """,
    )
