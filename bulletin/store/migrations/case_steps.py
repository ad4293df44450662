"""Instructions with rank, level and class put right later; follow-ups with all their steps; the slips that were sent."""

from __future__ import annotations

from sqlite_utils import Database

from bulletin.store.migrations.ledger import MIGRATIONS, run


@MIGRATIONS()
def m021_followed(db: Database) -> None:
    """``due_at`` is the last moment of a case: what was due on a day is due at its end, in the zone it was assigned in.

    ``judgements``: class, rank and level of an instruction as somebody put them right; the newest row counts.
    ``progress.judged`` is a JSON list of [question, answer]; ``slips.case_due_at`` when the case was due when it was sent.
    """
    run(
        db,
        """
        alter table instructions add column "rank" text not null default '';
        alter table instructions add column level text not null default '';
        alter table instructions add column "order" real;
        alter table instructions add column follow_up_id integer references follow_ups;
        create index instructions_by_issue on instructions (issue_id, id);
        create table judgements (
            id integer primary key,
            instruction_id integer not null references instructions,
            kind text not null,
            "rank" text not null,
            level text not null,
            reason text not null,
            by text not null,
            on_behalf_of text not null,
            at text not null
        ) strict;
        create index judgements_by_instruction on judgements (instruction_id, id);
        alter table follow_ups rename column due_on to due_at;
        alter table follow_ups rename column assigned_at to begun_at;
        update follow_ups set due_at = due_at || 'T23:59:59' || substr(begun_at, 20);
        alter table follow_ups add column mode text not null default '交办';
        alter table follow_ups add column urgency text not null default '';
        alter table follow_ups add column previous_id integer references follow_ups;
        create index follow_ups_by_state on follow_ups (state, due_at);
        alter table progress add column unit text not null default '';
        alter table progress add column due_at text;
        alter table progress add column judged text not null default '[]';
        create table slips (
            id integer primary key,
            follow_up_id integer not null references follow_ups,
            kind text not null check (kind in ('assign', 'remind', 'colour')),
            year integer not null,
            number integer not null,
            colour text not null,
            addressee text not null,
            text text not null,
            due_at text,
            case_due_at text not null,
            by text not null,
            on_behalf_of text not null,
            at text not null,
            unique (kind, year, number)
        ) strict;
        create index slips_by_follow_up on slips (follow_up_id, id)
        """,
    )
