"""Incidents (突发事件): how they were rated, what was telephoned, and which items report on them."""

from __future__ import annotations

from sqlite_utils import Database

from bulletin.store.migrations.commissions import allow_subject
from bulletin.store.migrations.ledger import MIGRATIONS, run


@MIGRATIONS()
def m023_alarmed(db: Database) -> None:
    """The newest row of ``ratings`` holds; the newest row of ``incident_items`` on an item says whether it is a report.

    ``number`` counts the 续报 from 1; it is 0 of a 首报 and a 终报.
    """
    allow_subject(db, "incident")
    run(
        db,
        """
        create table incidents (
            id integer primary key,
            state text not null,
            by text not null,
            on_behalf_of text not null,
            at text not null
        ) strict;
        create index incidents_by_state on incidents (state, id);
        create table ratings (
            id integer primary key,
            incident_id integer not null references incidents,
            name text not null,
            severity text not null,
            unit text not null,
            event_at text,
            heard_at text,
            reason text not null,
            by text not null,
            on_behalf_of text not null,
            at text not null
        ) strict;
        create index ratings_by_incident on ratings (incident_id, id);
        create table phone_reports (
            id integer primary key,
            incident_id integer not null references incidents,
            phoned_at text not null,
            caller text not null,
            post text not null,
            number text not null,
            words text not null,
            told text not null,
            by text not null,
            on_behalf_of text not null,
            at text not null
        ) strict;
        create index phone_reports_by_incident on phone_reports (incident_id, phoned_at);
        create table incident_items (
            id integer primary key,
            incident_id integer not null references incidents,
            item_id integer not null references items,
            kind text not null check (kind in ('first', 'continued', 'final')),
            number integer not null,
            is_off integer not null,
            by text not null,
            on_behalf_of text not null,
            at text not null
        ) strict;
        create index incident_items_by_incident on incident_items (incident_id, item_id, id);
        create index incident_items_by_item on incident_items (item_id, incident_id, id)
        """,
    )
