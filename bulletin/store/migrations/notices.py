"""Problems that a person has to have had time to see, and items whose full text is still to be had."""

from __future__ import annotations

from sqlite_utils import Database

from bulletin.store.migrations.ledger import MIGRATIONS, run


@MIGRATIONS()
def m011_noticed(db: Database) -> None:
    """Until when a problem stays open whatever later runs of its source come to; null where they settle it.

    ``items_leads`` holds the few items flagged as no more than a lead.
    """
    run(
        db,
        """
        alter table problems add column keep_until text;
        create index items_leads on items (received_at) where instr(flags, '"lead"') > 0;
        """,
    )
